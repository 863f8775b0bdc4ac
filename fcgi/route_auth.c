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

/* What the transactions below work with. */
struct entry {
	struct request *req;
	struct visitor visitor;
	const char *hash; /* of the new password */
	uint64_t user_key;
};

static struct entry
entry_of(struct request *req)
{
	return (struct entry){ .req = req, .visitor = { .db = req->db, .arena = req->arena, .config = req->app->config,
		.address = req->http->address, .user_agent = req->http->user_agent, .now = req->now } };
}

/* Begin a login session of entry->user_key and show the account. */
static enum fault
entry_begin(struct entry *entry)
{
	struct request *req = entry->req;
	struct own own = { .user_key = entry->user_key, .now = req->now };
	struct me *me = arena_alloc(req->arena, sizeof(*me));
	enum fault fault = login_begin(&entry->visitor, entry->user_key, &req->cookie);

	req->out = me;
	return fault == FAULT_ok ? profile_find(req->db, req->arena, &own, me) : fault;
}

/* Run ${work}, which ends with entry_begin(), and take back the attempts once somebody is signed in. */
static enum fault
entry_run(struct entry *entry, tx_work *work)
{
	struct request *req = entry->req;
	enum fault fault = tx_run(req->db, work, entry, false, &req->retries);

	if (fault == FAULT_ok)
		login_success(&entry->visitor, ((const struct me *)req->out)->username);
	return fault;
}

/* Count the attempt on account ${username} (NULL: of the address only). */
static enum fault
entry_attempt(struct entry *entry, const char *username)
{
	enum fault fault = login_attempt(&entry->visitor, username);

	entry->req->retry_after = entry->visitor.retry_after;
	return fault;
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

static void
register_check(struct request *req)
{
	registration_check(req->app->config, req->in, &req->problems);
}

static enum fault
register_account(struct request *req)
{
	const struct registration_in *in = req->in;
	struct entry entry = entry_of(req);
	enum fault fault;

	if (in->token == NULL && req->app->config->registration != REGISTRATION_open)
		return FAULT_closed;
	if ((fault = entry_attempt(&entry, NULL)) != FAULT_ok)
		return fault;
	if ((entry.hash = password_hash(req->arena, req->app->config, in->password)) == NULL)
		return FAULT_unavailable;
	return entry_run(&entry, register_work);
}

static enum fault
login_work(void *context)
{
	struct entry *entry = context;
	enum fault fault = login_confirm(&entry->visitor);

	return fault == FAULT_ok ? entry_begin(entry) : fault;
}

static enum fault
login(struct request *req)
{
	struct entry entry = entry_of(req);
	enum fault fault = login_check(&entry.visitor, req->in);

	req->retry_after = entry.visitor.retry_after;
	entry.user_key = entry.visitor.user_key;
	return fault == FAULT_ok ? entry_run(&entry, login_work) : fault;
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
password_allowed(struct entry *entry)
{
	struct request *req = entry->req;
	const struct password_in *in = req->in;
	struct own own = { .user_key = in->user_key, .now = req->now };
	struct credentials credentials;
	enum fault fault;

	if ((fault = entry_attempt(entry, NULL)) != FAULT_ok || in->token != NULL)
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

static void
password_check(struct request *req)
{
	const struct password_in *in = req->in;
	const char *refused = password_refused(req->arena, req->app->config, in->new_password, NULL);

	if (refused != NULL)
		problems_add(&req->problems, "/new_password", "password", "%s", refused);
}

static enum fault
password(struct request *req)
{
	const struct password_in *in = req->in;
	struct entry entry = entry_of(req);
	enum fault fault;

	if ((fault = password_allowed(&entry)) != FAULT_ok)
		return fault;
	if ((entry.hash = password_hash(req->arena, req->app->config, in->new_password)) == NULL)
		return FAULT_unavailable;
	return entry_run(&entry, password_work);
}

/* clang-format off */
enum { AUTH = ROUTE_no_key | ROUTE_own_transaction };

const struct route auth_routes[] = {
	{ METHOD_post, "/api/v1/auth/register", AUDIENCE_anyone, .in = &registration_in_record, .out = &me_record,
	  .check = register_check, .handler = register_account, .flags = AUTH, .pool = POOL_auth, .status = 201,
	  .summary = "Make an account, with an invite or setup link unless registration is open, and sign in" },
	{ METHOD_post, "/api/v1/auth/login", AUDIENCE_anyone, .in = &login_in_record, .out = &me_record,
	  .handler = login, .flags = AUTH, .pool = POOL_auth, .summary = "Sign in" },
	{ METHOD_post, "/api/v1/auth/logout", AUDIENCE_signed_in, .in = &own_record,
	  .handler = logout, .flags = AUTH, .pool = POOL_auth, .summary = "End this login session" },
	{ METHOD_post, "/api/v1/auth/password", AUDIENCE_anyone, .in = &password_in_record, .out = &me_record,
	  .check = password_check, .handler = password, .flags = AUTH, .pool = POOL_auth,
	  .summary = "Change one's password, or set it with a reset link; all other login sessions end" },
	{ .path = NULL },
};
/* clang-format on */
