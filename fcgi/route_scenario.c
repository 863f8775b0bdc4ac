/* Reading scenarios. */

#include "arena.h"
#include "db.h"
#include "library.h"
#include "request.h"
#include "scenario.h"
#include "sql.h"

static enum fault
scenario_list(struct request *req)
{
	struct listing *rows;
	int64_t total;
	enum fault fault = library_list(req->db, req->arena, req->in, &rows, &req->count, &total);

	req->rows = rows;
	req->extra = arena_printf(req->arena, "\"total\":%d,\"total_is_lower_bound\":%s",
	    (int)(total > TOTAL_EXACT ? TOTAL_EXACT : total), total > TOTAL_EXACT ? "true" : "false");
	return fault;
}

static enum fault
scenario_show(struct request *req)
{
	struct document_row row;
	enum fault fault = sql_scenario_document(req->db, req->arena, req->in, &row);

	if (fault != FAULT_ok)
		return fault;
	req->document = row.document;
	req->etag = arena_printf(req->arena, "%llu", (unsigned long long)row.revision);
	return FAULT_ok;
}

/* One's own scenario is seen by oneself without being counted. */
static enum fault
scenario_view(struct request *req)
{
	struct activity activity = { .user_key = req->identity.user_key, .kind = ACTIVITY_view, .now = req->now };
	struct access scenario;
	enum fault fault = sql_scenario_readable(req->db, req->arena, req->in, &scenario);

	activity.scenario_key = scenario.key;
	return fault == FAULT_ok && scenario.may_change ? library_activity(req->db, &activity) : fault;
}

/* clang-format off */
const struct route scenario_routes[] = {
	{ METHOD_get, "/api/v1/scenarios", AUDIENCE_anyone, .in = &scenario_filter_record, .out = &listing_record,
	  .handler = scenario_list, .flags = ROUTE_list, .cursor = "scenario_key",
	  .summary = "Scenarios that everybody may play, filtered and searched" },
	{ METHOD_get, "/api/v1/scenarios/{scenario_id}", AUDIENCE_anyone, .in = &scenario_ref_record,
	  .out = &scenario_document_record, .handler = scenario_show, .flags = ROUTE_document,
	  .summary = "A scenario's content, without what the partner will say" },
	{ METHOD_get, "/api/v1/scenarios/{scenario_id}/stats", AUDIENCE_anyone, .in = &scenario_ref_record,
	  .out = &scenario_stats_record, .query = &query_scenario_stats, .summary = "How often a scenario was played" },
	{ METHOD_get, "/api/v1/scenarios/{scenario_id}/me", AUDIENCE_signed_in, .in = &scenario_ref_record,
	  .out = &scenario_mine_record, .query = &query_scenario_mine, .summary = "One's own progress in a scenario" },
	{ METHOD_put, "/api/v1/scenarios/{scenario_id}/view", AUDIENCE_signed_in, .in = &scenario_ref_record,
	  .handler = scenario_view, .summary = "Tell that the page of a scenario was opened; counted once a day" },
	{ .path = NULL },
};
/* clang-format on */
