/* One's own account and login sessions; invites. */

#include "arena.h"
#include "clock.h"
#include "config.h"
#include "db.h"
#include "profile.h"
#include "registration.h"
#include "request.h"
#include "sql.h"

static enum fault
me_show(struct request *req, const struct own *own)
{
	struct me *me = arena_alloc(req->arena, sizeof(*me));
	enum fault fault = profile_find(req->db, req->arena, own, me);

	req->out = me;
	req->etag = arena_printf(req->arena, "%llu", (unsigned long long)me->revision);
	return fault;
}

static enum fault
me_get(struct request *req)
{
	return me_show(req, req->in);
}

static void
me_check(struct request *req)
{
	profile_check(req->in, &req->problems);
}

static enum fault
me_patch(struct request *req)
{
	struct own own = { .user_key = req->identity.user_key, .now = req->now };
	enum fault fault = profile_change(req->db, req->in, &req->problems);

	return fault == FAULT_ok ? me_show(req, &own) : fault;
}

static enum fault
sessions_end(struct request *req)
{
	return sql_session_drop_others(req->db, req->in, NULL);
}

static enum fault
invite_make(struct request *req)
{
	const struct invite_in *in = req->in;
	struct invite *invite = arena_alloc(req->arena, sizeof(*invite));
	int64_t lifetime = (in->expires_in_days == ABSENT ? INVITE_DAYS : in->expires_in_days) * MS_PER_DAY;
	struct account_token link = { .kind = TOKEN_invite, .created_by = in->user_key, .now = req->now,
		.expires_at = req->now + lifetime };
	enum fault fault = registration_link(req->db, req->arena, &link, &invite->token);

	invite->path = arena_printf(req->arena, "/register?token=%s", invite->token);
	invite->expires_at = link.expires_at;
	req->out = invite;
	return fault;
}

/* clang-format off */
const struct route me_routes[] = {
	{ METHOD_get, "/api/v1/me", AUDIENCE_signed_in, .in = &own_record, .out = &me_record, .handler = me_get,
	  .summary = "One's own account" },
	{ METHOD_patch, "/api/v1/me", AUDIENCE_signed_in, .in = &me_patch_record, .out = &me_record, .check = me_check,
	  .handler = me_patch, .access = &query_me_access, .summary = "Change one's own account; a list of languages replaces the old one" },
	{ METHOD_get, "/api/v1/me/sessions", AUDIENCE_signed_in, .in = &own_record, .out = &session_row_record,
	  .query = &query_session_list, .flags = ROUTE_list, .summary = "One's login sessions" },
	{ METHOD_delete, "/api/v1/me/sessions", AUDIENCE_signed_in, .in = &own_record, .handler = sessions_end,
	  .summary = "End all login sessions but this one" },
	{ METHOD_delete, "/api/v1/me/sessions/{session_id}", AUDIENCE_signed_in, .in = &session_drop_record,
	  .query = &query_session_drop, .summary = "End a login session" },
	{ METHOD_post, "/api/v1/invites", AUDIENCE_admin, .in = &invite_in_record, .out = &invite_record,
	  .handler = invite_make, .status = 201, .summary = "Make a link with which one person may register" },
	{ .path = NULL },
};
/* clang-format on */
