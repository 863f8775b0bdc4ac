/* Registration, sign-in and passwords; they run in the pool that may spend its time on hashing. */

#include "arena.h"
#include "config.h"
#include "db.h"
#include "login.h"
#include "password.h"
#include "profile.h"
#include "registration.h"
#include "request.h"
#include "sql.h"
#include "tx.h"

static struct visitor
visitor_of(const struct request *req)
{
	return (struct visitor){ req->http->address, req->http->user_agent };
}

/* What the transactions below work with. */
struct entry {
	struct request *req;
	const char *hash; /* of the new password */
	uint64_t user_key;
};

/* Begin a login session of entry->user_key and show the account. */
static enum fault
entry_begin(struct entry *entry)
{
	struct request *req = entry->req;
	struct visitor visitor = visitor_of(req);
	struct own own = { .user_key = entry->user_key, .now = req->now };
	struct me *me = arena_alloc(req->arena, sizeof(*me));
	enum fault fault = login_begin(req->db, req->arena, &visitor, entry->user_key, req->now, &req->cookie);

	req->out = me;
	return fault == FAULT_ok ? profile_find(req->db, req->arena, &own, me) : fault;
}

static enum fault
register_work(void *context)
{
	struct entry *entry = context;
	struct request *req = entry->req;
	enum fault fault;

	req->problems.count = 0;
	fault = registration_run(req->db, req->app->config, req->in, entry->hash, &req->problems, &entry->user_key);
	return fault == FAULT_ok ? entry_begin(entry) : fault;
}

static enum fault
register_account(struct request *req)
{
	const struct registration_in *in = req->in;
	struct visitor visitor = visitor_of(req);
	struct entry entry = { .req = req };
	enum fault fault;

	if (in->token == NULL && req->app->config->registration != REGISTRATION_open)
		return FAULT_closed;
	if (!registration_check(req->app->config, in, &req->problems))
		return FAULT_invalid;
	fault = login_attempt(req->db, req->arena, req->app->config, &visitor, NULL, req->now, &req->retry_after);
	if (fault != FAULT_ok)
		return fault;
	if ((entry.hash = password_hash(req->arena, req->app->config, in->password)) == NULL)
		return FAULT_unavailable;
	fault = tx_run(req->db, register_work, &entry, false, &req->retries);
	return fault == FAULT_ok ? login_success(req->db, req->arena, req->app->config, &visitor, NULL, req->now) : fault;
}

static enum fault
login_work(void *context)
{
	return entry_begin(context);
}

static enum fault
login(struct request *req)
{
	struct visitor visitor = visitor_of(req);
	struct entry entry = { .req = req };
	enum fault fault =
	    login_check(req->db, req->arena, req->app->config, req->in, &visitor, &entry.user_key, &req->retry_after);

	return fault == FAULT_ok ? tx_run(req->db, login_work, &entry, false, &req->retries) : fault;
}

static enum fault
logout(struct request *req)
{
	req->cookie = "";
	return sql_session_drop_current(req->db, req->in, NULL);
}

static enum fault
password_work(void *context)
{
	struct entry *entry = context;
	struct request *req = entry->req;
	const struct password_in *in = req->in;
	struct password_change change = { .user_key = in->user_key, .password = entry->hash, .now = req->now };
	struct own own = { .user_key = in->user_key, .now = req->now };
	enum fault fault;

	if (in->token != NULL) {
		fault = registration_reset(req->db, req->arena, in->token, entry->hash, req->now, &entry->user_key);
		return fault == FAULT_ok ? entry_begin(entry) : fault;
	}
	entry->user_key = in->user_key;
	if ((fault = sql_user_password_change(req->db, &change, NULL)) != FAULT_ok ||
	    (fault = sql_session_drop_all(req->db, &own, NULL)) != FAULT_ok)
		return fault;
	return entry_begin(entry);
}

/* Who changes a password knows the old one, or holds a link. */
static enum fault
password_allowed(struct request *req)
{
	const struct password_in *in = req->in;
	struct own own = { .user_key = in->user_key, .now = req->now };
	struct visitor visitor = visitor_of(req);
	struct credentials credentials;
	enum fault fault;

	fault = login_attempt(req->db, req->arena, req->app->config, &visitor, NULL, req->now, &req->retry_after);
	if (fault != FAULT_ok || in->token != NULL)
		return fault;
	if (in->user_key == 0)
		return FAULT_unauthorized;
	if (in->current_password == NULL)
		return request_invalid(req, "/current_password", "required", "current_password is missing");
	if ((fault = sql_user_credentials_own(req->db, req->arena, &own, &credentials)) != FAULT_ok)
		return fault;
	if (!password_fits(req->arena, req->app->config, credentials.password, in->current_password))
		return request_invalid(req, "/current_password", "password", "this is not your current password");
	return FAULT_ok;
}

static enum fault
password(struct request *req)
{
	const struct password_in *in = req->in;
	struct visitor visitor = visitor_of(req);
	struct entry entry = { .req = req };
	const char *refused = password_refused(req->arena, req->app->config, in->new_password, NULL);
	enum fault fault;

	if (refused != NULL)
		return request_invalid(req, "/new_password", "password", refused);
	if ((fault = password_allowed(req)) != FAULT_ok)
		return fault;
	if ((entry.hash = password_hash(req->arena, req->app->config, in->new_password)) == NULL)
		return FAULT_unavailable;
	fault = tx_run(req->db, password_work, &entry, false, &req->retries);
	return fault == FAULT_ok ? login_success(req->db, req->arena, req->app->config, &visitor, NULL, req->now) : fault;
}

/* clang-format off */
enum { AUTH = ROUTE_no_key | ROUTE_own_transaction };

const struct route auth_routes[] = {
	{ METHOD_post, "/api/v1/auth/register", AUDIENCE_anyone, .in = &registration_in_record, .out = &me_record,
	  .handler = register_account, .flags = AUTH, .pool = POOL_auth, .status = 201,
	  .summary = "Make an account, with an invite or setup link unless registration is open, and sign in" },
	{ METHOD_post, "/api/v1/auth/login", AUDIENCE_anyone, .in = &login_in_record, .out = &me_record,
	  .handler = login, .flags = AUTH, .pool = POOL_auth, .summary = "Sign in" },
	{ METHOD_post, "/api/v1/auth/logout", AUDIENCE_signed_in, .in = &own_record,
	  .handler = logout, .flags = AUTH, .pool = POOL_auth, .summary = "End this login session" },
	{ METHOD_post, "/api/v1/auth/password", AUDIENCE_anyone, .in = &password_in_record, .out = &me_record,
	  .handler = password, .flags = AUTH, .pool = POOL_auth,
	  .summary = "Change one's password, or set it with a reset link; all other login sessions end" },
	{ .path = NULL },
};
/* clang-format on */
