/* The learner's words and phrases. */

#include "arena.h"
#include "db.h"
#include "request.h"
#include "sql.h"
#include "text.h"
#include "vocabulary.h"

static enum fault
vocabulary_list(struct request *req)
{
	struct vocabulary_filter *filter = req->in;
	struct vocabulary_entry *rows;
	enum fault fault;

	filter->term_key = filter->q == NULL ? NULL : text_fold(req->arena, filter->q);
	fault = sql_vocabulary_list(req->db, req->arena, filter, &rows, &req->count);
	req->rows = rows;
	return fault;
}

static enum fault
vocabulary_patch(struct request *req)
{
	struct vocabulary_entry *entry = arena_alloc(req->arena, sizeof(*entry));
	enum fault fault = sql_vocabulary_change(req->db, req->in, NULL);

	if (fault == FAULT_ok)
		fault = sql_vocabulary_show(req->db, req->arena, req->in, entry);
	req->out = entry;
	req->etag = arena_printf(req->arena, "%llu", (unsigned long long)entry->revision);
	return fault;
}

/* clang-format off */
const struct route vocabulary_routes[] = {
	{ METHOD_get, "/api/v1/vocabulary", AUDIENCE_signed_in, .in = &vocabulary_filter_record,
	  .out = &vocabulary_entry_record, .handler = vocabulary_list, .flags = ROUTE_list, .cursor = "item_id",
	  .summary = "One's words and phrases, newest first; q is a part of the term" },
	{ METHOD_patch, "/api/v1/vocabulary/{item_id}", AUDIENCE_signed_in, .in = &vocabulary_patch_record,
	  .out = &vocabulary_entry_record, .handler = vocabulary_patch, .access = &query_vocabulary_access,
	  .summary = "Change what a word means or how it is read, for oneself" },
	{ .path = NULL },
};
/* clang-format on */
