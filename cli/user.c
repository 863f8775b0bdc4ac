#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "account.h"
#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "command.h"
#include "db.h"
#include "link.h"
#include "password.h"
#include "registration.h"
#include "sql.h"
#include "text.h"
#include "token.h"
#include "tx.h"

enum { USER_SECONDS = 10 }; /* a statement may take */
enum { ADD_display_name, ADD_email, ADD_password_stdin, ADD_role };
enum { LIST_json };

const struct command_option user_add_options[] = {
	[ADD_display_name] = { "display-name", "TEXT", "how others see this person (else NAME)" },
	[ADD_email] = { "email", "ADDRESS", "e-mail address" },
	[ADD_password_stdin] = { "password-stdin", NULL, "read the password from standard input, and print no link" },
	[ADD_role] = { "role", "ROLE", "learner, teacher or admin (learner)" },
	{ NULL, NULL, NULL },
};

const struct command_option user_list_options[] = {
	[LIST_json] = { "json", NULL, "print JSON" },
	{ NULL, NULL, NULL },
};

const struct command_option user_link_options[] = {
	{ NULL, NULL, NULL },
};

/* What happens to one person, in one transaction. */
struct user_work {
	struct command_context *context;
	struct db *db;
	struct problems problems;
	struct new_user user; /* add */
	bool link; /* add: a reset link as well */
	struct user_name name; /* all others */
	const char *token;
	uint64_t changed;
};

static enum fault
reset_link(struct user_work *work, uint64_t user_key)
{
	int64_t now = work->context->now;
	struct account_token link = { .kind = TOKEN_reset, .token_user_key = user_key, .now = now,
		.expires_at = now + RESET_MINUTES * 60 * MS_PER_SECOND };

	return registration_link(work->db, work->context->arena, &link, &work->token);
}

static enum fault
add_work(void *data)
{
	struct user_work *work = data;
	enum fault fault;

	work->problems.count = 0;
	fault = registration_add(work->db, &work->user, &work->problems);
	return fault == FAULT_ok && work->link ? reset_link(work, work->user.user_key) : fault;
}

static enum fault
active_work(void *data)
{
	struct user_work *work = data;
	struct user_row user;
	struct own own = { .now = work->context->now };
	enum fault fault = sql_user_by_name(work->db, work->context->arena, &work->name, &user);

	if (fault == FAULT_ok)
		fault = sql_user_set_active(work->db, &work->name, &work->changed);
	own.user_key = user.user_id;
	return fault == FAULT_ok && !work->name.is_active ? sql_session_drop_all(work->db, &own, NULL) : fault;
}

static enum fault
reset_work(void *data)
{
	struct user_work *work = data;
	struct user_row user;
	enum fault fault = sql_user_by_name(work->db, work->context->arena, &work->name, &user);

	work->changed = 1;
	return fault == FAULT_ok ? reset_link(work, user.user_id) : fault;
}

/* Run ${change} for ${work}; false, after saying why, when nothing was changed, with ${*code} to exit with. */
static bool
user_change(struct user_work *work, tx_work *change, enum command_exit *code)
{
	enum fault fault;

	*code = EXIT_internal;
	if ((work->db = command_db(work->context, ACCOUNT_app, USER_SECONDS)) == NULL)
		return false;
	fault = tx_run(work->db, change, work, true, NULL);
	db_close(work->db);
	if (fault == FAULT_ok)
		return true;
	if (fault == FAULT_unknown)
		command_say("there is nobody called %s", work->name.username);
	else if (fault == FAULT_invalid && work->problems.count > 0)
		command_say("%s", work->problems.items[0].message);
	else
		command_say("%s", fault_title(fault));
	if (fault == FAULT_unknown || fault == FAULT_invalid)
		*code = EXIT_failed;
	return false;
}

/* Read the first line of standard input; NULL, after saying why, when there is none or it is too long. */
static const char *
password_read(struct command_context *context)
{
	char line[PASSWORD_MAX_BYTES + 2];
	const char *password;
	size_t length;

	if (fgets(line, sizeof(line), stdin) == NULL) {
		command_say("there is no password on standard input");
		return NULL;
	}
	length = strcspn(line, "\r\n");
	password = arena_strndup(context->arena, line, length);
	if (line[length] == '\0' && length > PASSWORD_MAX_BYTES) {
		command_say("the password may have at most %d bytes", PASSWORD_MAX_BYTES);
		password = NULL;
	}
	sodium_memzero(line, sizeof(line));
	return password;
}

/* Take the ${options} of add into ${in}; false, after saying what is wrong. */
static bool
registration_read(struct command_context *context, const char *name, const char *const *options,
    struct registration_in *in)
{
	const struct {
		const char *field, *text;
	} given[] = { { "username", name }, { "display_name", options[ADD_display_name] },
		{ "email", options[ADD_email] } };
	struct problems problems = { .arena = context->arena };

	record_clear(&registration_in_record, in);
	for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
		if (given[i].text != NULL)
			record_read_text(record_find(&registration_in_record, given[i].field), given[i].text, in, &problems);
	if (options[ADD_password_stdin] != NULL) {
		if ((in->password = password_read(context)) == NULL)
			return false;
		registration_check(&context->config, in, &problems);
	}
	for (size_t i = 0; i < problems.count && i < PROBLEMS_MAX; i++)
		command_say("%s", problems.items[i].message);
	return problems.count == 0;
}

static int
role_read(const char *text)
{
	for (int i = 1; role_names[i] != NULL; i++)
		if (strcmp(role_names[i], text) == 0)
			return i;
	command_say("--role is \"%s\"; it may be learner, teacher or admin", text);
	return 0;
}

enum command_exit
command_user_add(struct command_context *context, const char *const *options, const char *const *arguments)
{
	struct user_work work = { .context = context, .problems = { .arena = context->arena },
		.link = options[ADD_password_stdin] == NULL };
	struct registration_in in;
	struct digest unused;
	enum command_exit code;

	work.user = (struct new_user){ .role = options[ADD_role] == NULL ? ROLE_learner : role_read(options[ADD_role]),
		.timezone = "Etc/UTC", .ui_language = 1, .native_language = "en", .now = context->now };
	if (work.user.role == 0)
		return EXIT_usage;
	if (!registration_read(context, arguments[0], options, &in))
		return EXIT_failed;
	work.user.username = in.username;
	work.user.display_name = in.display_name == NULL ? in.username : in.display_name;
	work.user.email = in.email;
	work.user.email_key = in.email == NULL ? NULL : text_fold(context->arena, in.email);
	/* Until the link is used nobody knows the password. */
	work.user.password = password_hash(context->arena, &context->config,
	    work.link ? token_new(context->arena, &unused) : in.password);
	if (work.user.password == NULL) {
		command_say("there is not enough memory to hash a password");
		return EXIT_internal;
	}
	if (!user_change(&work, add_work, &code))
		return code;
	return command_print(work.link ? link_text(context, "reset", work.token) : "", EXIT_ok);
}

static enum command_exit
active_change(struct command_context *context, const char *username, bool active)
{
	struct user_work work = { .context = context, .name = { username, active } };
	enum command_exit code;

	if (!user_change(&work, active_work, &code))
		return code;
	if (work.changed == 1)
		return EXIT_ok;
	command_say("%s is %s already", username, active ? "enabled" : "disabled");
	return EXIT_nothing;
}

enum command_exit
command_user_disable(struct command_context *context, const char *const *options, const char *const *arguments)
{
	(void)options; /* has none */
	return active_change(context, arguments[0], false);
}

enum command_exit
command_user_enable(struct command_context *context, const char *const *options, const char *const *arguments)
{
	(void)options; /* has none */
	return active_change(context, arguments[0], true);
}

enum command_exit
command_user_reset_password(struct command_context *context, const char *const *options, const char *const *arguments)
{
	struct user_work work = { .context = context, .name = { arguments[0], true } };
	enum command_exit code;

	(void)options; /* has none */
	if (!user_change(&work, reset_work, &code))
		return code;
	return command_print(link_text(context, "reset", work.token), EXIT_ok);
}

static const char *
list_text(struct arena *arena, const struct user_row *users, size_t count)
{
	static const char *names[] = { "name", "role", "active", "created", "last_login", "display_name", "email" };
	static bool numeric[sizeof(names) / sizeof(*names)];
	struct db_table table = { .columns = names, .numeric = numeric, .n_columns = sizeof(names) / sizeof(*names),
		.rows = arena_array(arena, count, sizeof(*table.rows)), .n_rows = count };
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < count; i++) {
		const struct user_row *user = &users[i];
		const char **cells = arena_array(arena, table.n_columns, sizeof(*cells));

		cells[0] = user->username;
		cells[1] = role_names[user->role];
		cells[2] = user->is_active ? "yes" : "no";
		cells[3] = instant_text(arena, user->created_at);
		cells[4] = user->last_login_at == ABSENT ? "never" : instant_text(arena, user->last_login_at);
		cells[5] = user->display_name;
		cells[6] = user->email;
		table.rows[i] = cells;
	}
	command_table(&out, &table);
	return buffer_string(&out);
}

enum command_exit
command_user_list(struct command_context *context, const char *const *options, const char *const *arguments)
{
	struct db *db = command_db(context, ACCOUNT_app, USER_SECONDS);
	struct buffer out = { .arena = context->arena };
	struct user_row *users;
	size_t count;
	enum fault fault;

	(void)arguments; /* takes none */
	if (db == NULL)
		return EXIT_internal;
	fault = sql_user_list(db, context->arena, &users, &count);
	db_close(db);
	if (fault != FAULT_ok) {
		command_say("%s", fault_title(fault));
		return EXIT_internal;
	}
	if (options[LIST_json] == NULL)
		return command_print(list_text(context->arena, users, count), EXIT_ok);
	record_write_list(&out, &user_row_record, users, count);
	buffer_byte(&out, '\n');
	return command_print(buffer_string(&out), EXIT_ok);
}
