/* Runs: practising a scenario. */

#include <string.h>

#include "arena.h"
#include "completion.h"
#include "course_cache.h"
#include "db.h"
#include "request.h"
#include "run.h"
#include "sql.h"

static enum fault
run_of(struct request *req, uint64_t run_id, struct run *run)
{
	return run_open(req->db, req->arena, req->app->courses, run_id, req->identity.user_key, run);
}

static enum fault
run_answer(struct request *req, const struct run *run)
{
	struct run_view *view = arena_alloc(req->arena, sizeof(*view));
	struct run_ref ref = { .run_id = run->row.run_id, .user_key = req->identity.user_key };

	req->out = view;
	return run_show(req->db, req->arena, &ref, run, view);
}

static enum fault
runs_post(struct request *req)
{
	struct run run;
	uint64_t run_id;
	bool resumed;
	enum fault fault = run_start(req->db, req->app->courses, req->in, &req->problems, &run_id, &resumed);

	if (fault != FAULT_ok || (fault = run_of(req, run_id, &run)) != FAULT_ok)
		return fault;
	req->status = resumed ? 200 : 201;
	if (!resumed)
		req->location = arena_printf(req->arena, "/api/v1/runs/%llu", (unsigned long long)run_id);
	return run_answer(req, &run);
}

static enum fault
run_get(struct request *req)
{
	const struct run_ref *in = req->in;
	struct run run;
	enum fault fault = run_of(req, in->run_id, &run);

	return fault == FAULT_ok ? run_answer(req, &run) : fault;
}

static enum fault
event_take(struct request *req, uint64_t run_id, const struct practice_event *event)
{
	struct run_step *step = arena_alloc(req->arena, sizeof(*step));
	struct run run;
	enum fault fault = run_of(req, run_id, &run);

	req->out = step;
	return fault == FAULT_ok ? run_event(req->db, &req->problems, &run, event, req->now, step) : fault;
}

static enum fault
run_say(struct request *req)
{
	const struct run_say_in *in = req->in;

	return event_take(req, in->run_id, &(struct practice_event){ .event = EVENT_say, .text = in->text });
}

static enum fault
run_hint(struct request *req)
{
	const struct run_hint_in *in = req->in;
	struct practice_event event = { .event = in->step > HINT_model ? EVENT_list : EVENT_hint };

	if (event.event == EVENT_hint)
		event.hint = (enum hint)in->step;
	return event_take(req, in->run_id, &event);
}

static enum fault
run_next(struct request *req)
{
	const struct run_ref *in = req->in;

	return event_take(req, in->run_id, &(struct practice_event){ .event = EVENT_next });
}

static enum fault
run_skip(struct request *req)
{
	const struct run_ref *in = req->in;

	return event_take(req, in->run_id, &(struct practice_event){ .event = EVENT_skip });
}

static enum fault
run_complete(struct request *req)
{
	const struct run_ref *in = req->in;
	struct run run;
	enum fault fault = run_of(req, in->run_id, &run);

	return fault == FAULT_ok ? completion_run(req->db, req->arena, &run, &req->identity, req->now, &req->document) : fault;
}

static enum fault
run_abandoned(struct request *req)
{
	const struct run_ref *in = req->in;
	struct run run;
	enum fault fault = run_of(req, in->run_id, &run);

	if (fault != FAULT_ok || (fault = run_abandon(req->db, &run, req->now)) != FAULT_ok)
		return fault;
	return run_answer(req, &run);
}

/* clang-format off */
const struct route run_routes[] = {
	{ METHOD_post, "/api/v1/runs", AUDIENCE_signed_in, .in = &run_start_in_record, .out = &run_view_record,
	  .handler = runs_post, .status = 201, .summary = "Begin a run of a scenario, or go on with the open one" },
	{ METHOD_get, "/api/v1/runs", AUDIENCE_signed_in, .in = &run_filter_record, .out = &run_summary_record,
	  .query = &query_run_list, .flags = ROUTE_list, .cursor = "run_id", .summary = "One's own runs, newest first" },
	{ METHOD_get, "/api/v1/runs/{run_id}", AUDIENCE_signed_in, .in = &run_ref_record, .out = &run_view_record,
	  .handler = run_get, .summary = "A run with all its turns" },
	{ METHOD_post, "/api/v1/runs/{run_id}/turns", AUDIENCE_signed_in, .in = &run_say_in_record, .out = &run_step_record,
	  .handler = run_say, .status = 201, .summary = "Say something" },
	{ METHOD_post, "/api/v1/runs/{run_id}/hint", AUDIENCE_signed_in, .in = &run_hint_in_record, .out = &run_step_record,
	  .handler = run_hint, .summary = "Ask for a hint at the current goal, or tell that the word list was opened" },
	{ METHOD_post, "/api/v1/runs/{run_id}/next", AUDIENCE_signed_in, .in = &run_ref_record, .out = &run_step_record,
	  .handler = run_next, .summary = "Leave a complete phase" },
	{ METHOD_post, "/api/v1/runs/{run_id}/skip", AUDIENCE_signed_in, .in = &run_ref_record, .out = &run_step_record,
	  .handler = run_skip, .summary = "Leave an incomplete phase" },
	{ METHOD_post, "/api/v1/runs/{run_id}/complete", AUDIENCE_signed_in, .in = &run_ref_record,
	  .out = &completion_record, .handler = run_complete, .summary = "Finish the run; its words become cards" },
	{ METHOD_post, "/api/v1/runs/{run_id}/abandon", AUDIENCE_signed_in, .in = &run_ref_record, .out = &run_view_record,
	  .handler = run_abandoned, .summary = "Give the run up" },
	{ .path = NULL },
};
/* clang-format on */
