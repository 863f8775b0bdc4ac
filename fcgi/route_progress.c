/* The learner's progress. */

#include "arena.h"
#include "progress.h"
#include "request.h"

static enum fault
summary_get(struct request *req)
{
	struct progress_summary *summary = arena_alloc(req->arena, sizeof(*summary));

	req->out = summary;
	return progress_summarize(req->db, req->arena, req->in, summary);
}

/* clang-format off */
const struct route progress_routes[] = {
	{ METHOD_get, "/api/v1/progress/summary", AUDIENCE_signed_in, .in = &progress_in_record,
	  .out = &progress_summary_record, .handler = summary_get,
	  .summary = "Today, streak, reviews, retention, what falls due, words and runs" },
	{ .path = NULL },
};
/* clang-format on */
