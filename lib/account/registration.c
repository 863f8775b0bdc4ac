#include "registration.h"

#include <string.h>

#include "arena.h"
#include "config.h"
#include "db.h"
#include "password.h"
#include "review.h"
#include "profile.h"
#include "scenario.h"
#include "sql.h"
#include "token.h"

void
registration_check(const struct config *config, const struct registration_in *in, struct problems *problems)
{
	const char *refused = password_refused(problems->arena, config, in->password, in->username);

	if (refused != NULL)
		problems_add(problems, "/password", "password", "%s", refused);
	(void)profile_email_key(in->email, problems); /* here only its length matters */
}

/* Lock the link of ${token} and say what it is for; token_used when it is not good any more. */
static enum fault
token_lock(struct db *db, struct arena *arena, const char *token, int64_t now, struct account_token *link,
    struct token_row *row)
{
	enum fault fault;

	*link = (struct account_token){ .now = now };
	if (!token_digest(token, &link->token_hash))
		return FAULT_token_used;
	fault = sql_account_token_lock(db, arena, link, row);
	if (fault != FAULT_ok)
		return fault == FAULT_unknown ? FAULT_token_used : fault;
	return row->used_at != ABSENT || row->expires_at <= now ? FAULT_token_used : FAULT_ok;
}

/* Find out as what ${in} may register. */
static enum fault
role_find(struct db *db, struct arena *arena, const struct config *config, const struct registration_in *in,
    struct account_token *link, int *role)
{
	struct token_row row;
	struct count_row admins;
	enum fault fault;

	*role = ROLE_learner;
	if (in->token == NULL)
		return config->registration == REGISTRATION_open ? FAULT_ok : FAULT_closed;
	if ((fault = token_lock(db, arena, in->token, in->now, link, &row)) != FAULT_ok)
		return fault;
	if (row.kind == TOKEN_invite)
		return config->registration == REGISTRATION_closed ? FAULT_closed : FAULT_ok;
	if (row.kind != TOKEN_setup)
		return FAULT_token_used;
	*role = ROLE_admin;
	fault = sql_admin_count(db, arena, &admins);
	return fault == FAULT_ok && admins.n > 0 ? FAULT_token_used : fault;
}

static enum fault
language_add(struct db *db, const struct registration_in *in, uint64_t user_key)
{
	struct user_language language = { user_key, in->language, in->level == 0 ? CEFR_A1 : in->level, true,
		REVIEW_RETENTION, REVIEW_NEW_PER_DAY, REVIEW_PER_DAY };

	return in->language == NULL ? FAULT_ok : sql_me_language_add(db, &language, NULL);
}

/* Which of the two unique names is taken cannot be told from the error code: the name is asked first. */
enum fault
registration_add(struct db *db, struct new_user *user, struct problems *problems)
{
	struct user_name name = { .username = user->username };
	struct user_row taken;
	enum fault fault = sql_user_by_name(db, problems->arena, &name, &taken);

	if (fault == FAULT_ok) {
		problems_add(problems, "/username", "taken", "this user name is taken");
		return FAULT_invalid;
	}
	if (fault != FAULT_unknown)
		return fault;
	fault = sql_user_add(db, user, NULL);
	if (fault == FAULT_duplicate) {
		problems_add(problems, "/email", "taken", "this user name or e-mail address is taken");
		return FAULT_invalid;
	}
	user->user_key = db_inserted_key(db);
	return fault == FAULT_ok ? sql_user_counters_add(db, user, NULL) : fault;
}

enum fault
registration_run(struct db *db, const struct config *config, const struct registration_in *in, const char *hash,
    struct problems *problems, uint64_t *user_key)
{
	struct arena *arena = problems->arena;
	struct new_user user = { .username = in->username, .email = in->email, .password = hash,
		.display_name = in->display_name == NULL ? in->username : in->display_name,
		.timezone = in->timezone == NULL ? "Etc/UTC" : in->timezone,
		.ui_language = in->ui_language == 0 ? 1 : in->ui_language,
		.native_language = in->native_language == NULL ? "en" : in->native_language, .now = in->now };
	struct account_token link;
	uint64_t used = 1;
	enum fault fault = role_find(db, arena, config, in, &link, &user.role);

	if (fault != FAULT_ok)
		return fault;
	user.email_key = profile_email_key(in->email, problems);
	if ((fault = registration_add(db, &user, problems)) != FAULT_ok ||
	    (fault = language_add(db, in, user.user_key)) != FAULT_ok)
		return fault;
	*user_key = user.user_key;
	if (in->token != NULL) {
		link.used_by = user.user_key;
		fault = sql_account_token_use(db, &link, &used);
	}
	return fault == FAULT_ok && used != 1 ? FAULT_token_used : fault;
}

enum fault
registration_link(struct db *db, struct arena *arena, struct account_token *link, const char **token)
{
	*token = token_new(arena, &link->token_hash);
	return sql_account_token_add(db, link, NULL);
}

enum fault
registration_reset(struct db *db, struct arena *arena, const char *token, const char *hash, int64_t now,
    uint64_t *user_key)
{
	struct account_token link;
	struct token_row row;
	struct password_change change = { .password = hash, .now = now };
	struct own own = { .now = now };
	enum fault fault = token_lock(db, arena, token, now, &link, &row);

	if (fault == FAULT_ok && row.kind != TOKEN_reset)
		fault = FAULT_token_used;
	if (fault != FAULT_ok)
		return fault;
	*user_key = change.user_key = own.user_key = link.used_by = row.token_user_key;
	if ((fault = sql_account_token_use(db, &link, NULL)) != FAULT_ok ||
	    (fault = sql_user_password_change(db, &change, NULL)) != FAULT_ok)
		return fault;
	return sql_session_drop_all(db, &own, NULL);
}
