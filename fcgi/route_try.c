/* The welcome page's conversation. */

#include "arena.h"
#include "request.h"
#include "trial.h"

static enum fault
try_turns(struct request *req)
{
	struct trial *trial = arena_alloc(req->arena, sizeof(*trial));

	req->out = trial;
	return trial_run(req->db, req->app->courses, req->in, req->now, &req->problems, trial);
}

/* clang-format off */
const struct route try_routes[] = {
	{ METHOD_post, "/api/v1/try/turns", AUDIENCE_anyone, .in = &trial_in_record, .out = &trial_record,
	  .handler = try_turns, .flags = ROUTE_no_key | ROUTE_own_transaction, .body_max = 8 * 1024,
	  .summary = "Up to three turns without an account; nothing is stored" },
	{ .path = NULL },
};
/* clang-format on */
