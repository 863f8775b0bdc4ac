#include "account.h"

#include "scenario.h"

const char *const role_names[] = { "", "learner", "teacher", "admin", NULL };
const char *const token_kind_names[] = { "", "setup", "invite", "reset", NULL };
const char *const ui_language_names[] = { "", "en", "es", NULL };

/* clang-format off */
#define RECORD_STRUCT struct identity
static const struct field identity_fields[] = {
	KEY(user_key), KEY(session_key),
	ENUM(role, FIELD_hidden, role_names),
	TEXT(timezone, FIELD_hidden, 1, 64),
	INT(rollover_hour, FIELD_hidden, 0, 23),
	TEXT(native_language, FIELD_hidden, 2, 10),
	INSTANT(last_seen_at, FIELD_hidden),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(identity);

#define RECORD_STRUCT struct session_token
static const struct field session_token_fields[] = { DIGEST(token_hash), NOW(now), NOW(idle_since), FIELDS_END };
#undef RECORD_STRUCT
RECORD(session_token);

#define RECORD_STRUCT struct own
static const struct field own_fields[] = {
	ID(user_key, FIELD_router), ID(session_key, FIELD_router), NOW(now), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(own);

#define RECORD_STRUCT struct credentials
static const struct field credentials_fields[] = {
	KEY(user_key), TEXT(password, FIELD_hidden, 1, 200), BOOL(is_active, FIELD_hidden), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(credentials);

#define RECORD_STRUCT struct new_session
static const struct field new_session_fields[] = {
	DIGEST(token_hash), KEY(user_key), NOW(now), INSTANT(expires_at, FIELD_hidden),
	TEXT(user_agent, FIELD_hidden, 0, 200), TEXT(address, FIELD_hidden, 0, 45),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(new_session);

#define RECORD_STRUCT struct session_row
static const struct field session_row_fields[] = {
	ID(session_id, 0), INSTANT(created_at, 0), INSTANT(last_seen_at, 0), TEXT(user_agent, 0, 0, 200),
	TEXT(address, 0, 0, 45), BOOL(current, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(session_row);

#define RECORD_STRUCT struct session_drop
static const struct field session_drop_fields[] = {
	ID(session_id, FIELD_path), ID(user_key, FIELD_router), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(session_drop);

#define PASSWORD(member, flags) TEXT(member, FIELD_exact | (flags), 0, PASSWORD_MAX_BYTES)

#define RECORD_STRUCT struct registration_in
static const struct field registration_in_fields[] = {
	TEXT_OF(username, FIELD_required, 3, 30, "username"),
	PASSWORD(password, FIELD_required),
	TEXT(display_name, 0, 1, 100),
	TEXT_OF(email, FIELD_nullable, 3, EMAIL_MAX, "email"),
	TEXT(token, FIELD_exact, 1, 100),
	TEXT_OF(timezone, 0, 1, 64, "zone"),
	ENUM(ui_language, 0, ui_language_names),
	TEXT_OF(native_language, 0, 2, 10, "language"),
	TEXT_OF(language, 0, 2, 10, "language"),
	ENUM(level, 0, cefr_names),
	NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(registration_in);

#define RECORD_STRUCT struct login_in
static const struct field login_in_fields[] = {
	TEXT(username, FIELD_required | FIELD_exact, 1, 100), PASSWORD(password, FIELD_required), NOW(now), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(login_in);

#define RECORD_STRUCT struct password_in
static const struct field password_in_fields[] = {
	PASSWORD(current_password, 0), TEXT(token, FIELD_exact, 1, 100), PASSWORD(new_password, FIELD_required),
	ID(user_key, FIELD_router), ID(session_key, FIELD_router), NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(password_in);

#define RECORD_STRUCT struct new_user
static const struct field new_user_fields[] = {
	KEY(user_key), TEXT(username, 0, 3, 30), TEXT(email, 0, 3, EMAIL_MAX), TEXT(email_key, 0, 3, EMAIL_MAX),
	TEXT(display_name, 0, 1, 100), TEXT(password, FIELD_hidden, 1, 200), ENUM(role, 0, role_names),
	TEXT(timezone, 0, 1, 64), ENUM(ui_language, 0, ui_language_names), TEXT(native_language, 0, 2, 10), NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(new_user);

#define RECORD_STRUCT struct password_change
static const struct field password_change_fields[] = {
	KEY(user_key), KEY(session_key), TEXT(password, FIELD_hidden, 1, 200), NOW(now), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(password_change);

#define RECORD_STRUCT struct user_language
static const struct field user_language_fields[] = {
	ID(user_key, FIELD_hidden | FIELD_computed),
	TEXT_OF(language, FIELD_required, 2, 10, "language"),
	ENUM(level, FIELD_required, cefr_names),
	BOOL(is_primary, 0),
	REAL(desired_retention, 0, 0.70, 0.99),
	INT(new_per_day, 0, 0, 1000),
	INT(reviews_per_day, 0, 0, 10000),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(user_language);

#define RECORD_STRUCT struct me
static const struct field me_fields[] = {
	ID(user_id, 0), TEXT(username, 0, 3, 30), TEXT(display_name, 0, 1, 100), TEXT(email, FIELD_nullable, 3, EMAIL_MAX),
	ENUM(role, 0, role_names), TEXT(timezone, 0, 1, 64), INT(rollover_hour, 0, 0, 23),
	ENUM(ui_language, 0, ui_language_names), TEXT(native_language, 0, 2, 10), BOOL(single_key_shortcuts, 0),
	INSTANT(created_at, 0), KEY(revision),
	LIST(languages, 0, user_language_record, 0, USER_LANGUAGES_MAX),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(me);

#define RECORD_STRUCT struct me_patch
static const struct field me_patch_fields[] = {
	TEXT(display_name, 0, 1, 100),
	TEXT_OF(email, FIELD_nullable, 3, EMAIL_MAX, "email"),
	TEXT_OF(timezone, 0, 1, 64, "zone"),
	INT(rollover_hour, 0, 0, 23),
	ENUM(ui_language, 0, ui_language_names),
	TEXT_OF(native_language, 0, 2, 10, "language"),
	BOOL(single_key_shortcuts, 0),
	LIST(languages, 0, user_language_record, 0, USER_LANGUAGES_MAX),
	TEXT(email_key, FIELD_hidden, 3, EMAIL_MAX),
	ID(user_key, FIELD_router),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD_PATCH(me_patch);

#define RECORD_STRUCT struct account_token
static const struct field account_token_fields[] = {
	DIGEST(token_hash), ENUM(kind, FIELD_hidden, token_kind_names), KEY(token_user_key), KEY(created_by), KEY(used_by),
	NOW(now), INSTANT(expires_at, FIELD_hidden),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(account_token);

#define RECORD_STRUCT struct token_row
static const struct field token_row_fields[] = {
	ENUM(kind, FIELD_hidden, token_kind_names), KEY(token_user_key), INSTANT(expires_at, FIELD_hidden),
	INSTANT(used_at, FIELD_hidden),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(token_row);

#define RECORD_STRUCT struct invite_in
static const struct field invite_in_fields[] = {
	INT(expires_in_days, 0, 1, 90), ID(user_key, FIELD_router), NOW(now), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(invite_in);

#define RECORD_STRUCT struct invite
static const struct field invite_fields[] = {
	TEXT(token, 0, 43, 43), TEXT(path, 0, 1, 100), INSTANT(expires_at, 0), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(invite);

#define RECORD_STRUCT struct throttle
static const struct field throttle_fields[] = {
	DIGEST(throttle_key), NOW(now), NOW(stale_before), INT(free_attempts, FIELD_hidden, 0, 1000),
	INT(hard_stop, FIELD_hidden, 0, 1000000),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(throttle);

#define RECORD_STRUCT struct throttle_row
static const struct field throttle_row_fields[] = {
	INT(attempts, 0, 0, 1e9), BOOL(allowed, 0), INSTANT(blocked_until, 0), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(throttle_row);

#define RECORD_STRUCT struct user_row
static const struct field user_row_fields[] = {
	ID(user_id, 0), TEXT(username, FIELD_nullable, 3, 30), TEXT(display_name, 0, 1, 100), TEXT(email, FIELD_nullable, 3, EMAIL_MAX),
	ENUM(role, 0, role_names), BOOL(is_active, 0), INSTANT(created_at, 0), INSTANT(last_login_at, FIELD_nullable),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(user_row);

#define RECORD_STRUCT struct user_name
static const struct field user_name_fields[] = { TEXT(username, 0, 1, 100), BOOL(is_active, 0), FIELDS_END };
#undef RECORD_STRUCT
RECORD(user_name);

#define RECORD_STRUCT struct count_row
static const struct field count_row_fields[] = { INT(n, 0, 0, 1e15), FIELDS_END };
#undef RECORD_STRUCT
RECORD(count_row);
/* clang-format on */
