#include "link.h"

#include "account.h"
#include "arena.h"
#include "clock.h"
#include "command.h"
#include "db.h"
#include "registration.h"
#include "sql.h"
#include "tx.h"

enum { LINK_SECONDS = 10 /* a statement may take */, HOUR = 3600 * MS_PER_SECOND /* ms */ };
enum { INVITE_days };

const struct command_option invite_options[] = {
	[INVITE_days] = { "days", "N", "how long it may be used, 1-90 (7)" },
	{ NULL, NULL, NULL },
};

const struct command_option setup_link_options[] = {
	{ NULL, NULL, NULL },
};

struct link_work {
	struct command_context *context;
	struct db *db;
	int kind; /* enum token_kind */
	int64_t lifetime; /* ms */
	const char *token;
};

const char *
link_text(struct command_context *context, const char *path, const char *token)
{
	return arena_printf(context->arena, "%s/%s?token=%s\n", context->config.public_origin, path, token);
}

static enum fault
link_work(void *data)
{
	struct link_work *work = data;
	int64_t now = work->context->now;
	struct account_token link = { .kind = work->kind, .now = now, .expires_at = now + work->lifetime };
	struct count_row admins;
	enum fault fault;

	if (work->kind == TOKEN_setup) {
		if ((fault = sql_admin_count(work->db, work->context->arena, &admins)) != FAULT_ok)
			return fault;
		if (admins.n > 0)
			return FAULT_conflict;
		if ((fault = sql_setup_tokens_drop(work->db, NULL)) != FAULT_ok)
			return fault;
	}
	return registration_link(work->db, work->context->arena, &link, &work->token);
}

/* Make a link of ${kind} that leads to ${path} and print it. */
static enum command_exit
link_make(struct command_context *context, int kind, int64_t lifetime, const char *path)
{
	struct link_work work = { .context = context, .kind = kind, .lifetime = lifetime };
	enum fault fault;

	if ((work.db = command_db(context, ACCOUNT_app, LINK_SECONDS)) == NULL)
		return EXIT_internal;
	fault = tx_run(work.db, link_work, &work, true, NULL);
	db_close(work.db);
	if (fault == FAULT_conflict) {
		command_say("there is an admin already, who can sign in and invite others");
		return EXIT_nothing;
	}
	if (fault != FAULT_ok) {
		command_say("no link was made: %s", fault_title(fault));
		return EXIT_internal;
	}
	return command_print(link_text(context, path, work.token), EXIT_ok);
}

enum command_exit
command_invite(struct command_context *context, const char *const *options, const char *const *arguments)
{
	int64_t days = INVITE_DAYS;

	(void)arguments; /* takes none */
	if (options[INVITE_days] != NULL && !command_number("days", options[INVITE_days], 1, 90, &days))
		return EXIT_usage;
	if (context->config.registration == REGISTRATION_closed) {
		command_say("server.registration is closed: nobody could use the link");
		return EXIT_failed;
	}
	return link_make(context, TOKEN_invite, days * MS_PER_DAY, "register");
}

enum command_exit
command_setup_link(struct command_context *context, const char *const *options, const char *const *arguments)
{
	(void)options; /* has none */
	(void)arguments;
	return link_make(context, TOKEN_setup, SETUP_HOURS * HOUR, "setup");
}
