/* Reviews: the queue, answers and their undoing; cards put aside. */

#include "arena.h"
#include "db.h"
#include "request.h"
#include "review.h"
#include "sql.h"

static enum fault
queue_get(struct request *req)
{
	struct review_queue *queue = arena_alloc(req->arena, sizeof(*queue));

	req->out = queue;
	return review_queue(req->db, req->arena, req->in, queue);
}

static enum fault
answer_put(struct request *req)
{
	struct reviewed *reviewed = arena_alloc(req->arena, sizeof(*reviewed));

	req->out = reviewed;
	return review_put(req->db, req->in, &req->problems, reviewed);
}

static enum fault
answer_undo(struct request *req)
{
	struct review_undone *undone = arena_alloc(req->arena, sizeof(*undone));

	req->out = undone;
	return review_undo(req->db, req->arena, req->in, undone);
}

static enum fault
card_patch(struct request *req)
{
	struct card_flags *flags = arena_alloc(req->arena, sizeof(*flags));
	enum fault fault = sql_card_change(req->db, req->in, NULL);

	req->out = flags;
	return fault == FAULT_ok ? sql_card_show(req->db, req->arena, req->in, flags) : fault;
}

/* clang-format off */
const struct route review_routes[] = {
	{ METHOD_get, "/api/v1/reviews/queue", AUDIENCE_signed_in, .in = &review_queue_in_record,
	  .out = &review_queue_record, .handler = queue_get,
	  .summary = "The cards to be answered now, with what is left for today" },
	{ METHOD_put, "/api/v1/reviews/{review_id}", AUDIENCE_signed_in, .in = &review_in_record, .out = &reviewed_record,
	  .handler = answer_put, .flags = ROUTE_no_key,
	  .summary = "Answer a card; the UUID is the client's, the same answer may be sent again" },
	{ METHOD_delete, "/api/v1/reviews/{review_id}", AUDIENCE_signed_in, .in = &review_undo_in_record,
	  .out = &review_undone_record, .handler = answer_undo, .flags = ROUTE_no_key,
	  .summary = "Take an answer back, whether it has arrived or not" },
	{ METHOD_patch, "/api/v1/cards/{card_id}", AUDIENCE_signed_in, .in = &card_patch_record, .out = &card_flags_record,
	  .handler = card_patch, .access = &query_card_access,
	  .summary = "Suspend a card, or bury it until a day; null brings it back" },
	{ .path = NULL },
};
/* clang-format on */
