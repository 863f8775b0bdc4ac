#ifndef PARLANCE_ACCOUNT_H
#define PARLANCE_ACCOUNT_H

/* People, their login sessions and one-time links (domain.md §1). */

#include "record.h"

enum role { ROLE_learner = 1, ROLE_teacher, ROLE_admin };
enum token_kind { TOKEN_setup = 1, TOKEN_invite, TOKEN_reset };

enum {
	SESSION_IDLE_DAYS = 14,
	SESSION_DAYS = 30,
	SESSION_TOUCH_MINUTES = 5, /* last_seen_at is written at most this often */
	SESSIONS_MAX = 20, /* per user; the oldest go */
	INVITE_DAYS = 7,
	SETUP_HOURS = 24,
	RESET_MINUTES = 60,
	PASSWORD_MAX_BYTES = 1024,
	EMAIL_MAX = 254, /* characters, also of the case-folded form */
	USER_LANGUAGES_MAX = 8,
};

extern const char *const role_names[], *const token_kind_names[], *const ui_language_names[];

/* What the router knows of whoever asks; user_key 0 when signed out. */
struct identity {
	uint64_t user_key;
	uint64_t session_key;
	int role;
	const char *timezone;
	int64_t rollover_hour;
	const char *native_language;
	int64_t last_seen_at;
};

struct session_token {
	struct digest token_hash;
	int64_t now, idle_since;
};

/* Whose things; the input of every statement that only needs the asker. */
struct own {
	uint64_t user_key;
	uint64_t session_key;
	int64_t now;
};

struct credentials {
	uint64_t user_key;
	const char *password;
	bool is_active;
};

struct new_session {
	struct digest token_hash;
	uint64_t user_key;
	int64_t now, expires_at;
	const char *user_agent, *address;
};

struct session_row {
	uint64_t session_id;
	int64_t created_at, last_seen_at;
	const char *user_agent, *address;
	bool current;
};

struct session_drop {
	uint64_t session_id;
	uint64_t user_key;
};

struct registration_in {
	const char *username, *password, *display_name, *email, *token, *timezone;
	int ui_language;
	const char *native_language, *language;
	int level;
	int64_t now;
};

struct login_in {
	const char *username, *password;
	int64_t now;
};

struct password_in {
	const char *current_password, *token, *new_password;
	uint64_t user_key, session_key;
	int64_t now;
};

struct new_user {
	uint64_t user_key; /* 0 before it is inserted */
	const char *username, *email, *email_key, *display_name, *password;
	int role;
	const char *timezone;
	int ui_language;
	const char *native_language;
	int64_t now;
};

struct password_change {
	uint64_t user_key, session_key;
	const char *password;
	int64_t now;
};

struct user_language {
	uint64_t user_key;
	const char *language;
	int level;
	bool is_primary;
	double desired_retention;
	int64_t new_per_day, reviews_per_day;
};

/* One's own account, as GET /me shows it. */
struct me {
	uint64_t user_id;
	const char *username, *display_name, *email;
	int role;
	const char *timezone;
	int64_t rollover_hour;
	int ui_language;
	const char *native_language;
	bool single_key_shortcuts;
	int64_t created_at;
	uint64_t revision;
	struct user_language *languages;
	size_t n_languages;
};

struct me_patch {
	uint64_t given;
	const char *display_name, *email, *email_key, *timezone;
	int64_t rollover_hour;
	int ui_language;
	const char *native_language;
	bool single_key_shortcuts;
	struct user_language *languages;
	size_t n_languages;
	uint64_t user_key;
};

struct account_token {
	struct digest token_hash;
	int kind;
	uint64_t token_user_key; /* reset: whose password */
	uint64_t created_by, used_by;
	int64_t now, expires_at;
};

struct token_row {
	int kind;
	uint64_t token_user_key;
	int64_t expires_at;
	int64_t used_at;
};

struct invite_in {
	int64_t expires_in_days;
	uint64_t user_key;
	int64_t now;
};

struct invite {
	const char *token, *path;
	int64_t expires_at;
};

struct throttle {
	struct digest throttle_key;
	int64_t now, stale_before;
	int64_t free_attempts, hard_stop;
};

struct throttle_row {
	int64_t attempts;
	bool allowed;
	int64_t blocked_until;
};

struct user_row {
	uint64_t user_id;
	const char *username, *display_name, *email;
	int role;
	bool is_active;
	int64_t created_at, last_login_at;
};

struct user_name {
	const char *username;
	bool is_active;
};

struct count_row {
	int64_t n;
};

extern const struct record identity_record, session_token_record, own_record, credentials_record, new_session_record,
    session_row_record, session_drop_record, registration_in_record, login_in_record, password_in_record,
    new_user_record, password_change_record, user_language_record, me_record, me_patch_record, account_token_record,
    token_row_record, invite_in_record, invite_record, throttle_record, throttle_row_record, user_row_record,
    user_name_record, count_row_record;

#endif
