#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "router.h"

enum { RETRY_AFTER = 2 }; /* seconds */

bool
etag_matches(const char *header, const char *etag)
{
	size_t length = strlen(etag);

	for (header += strspn(header, ", \t"); *header != '\0'; header += strspn(header, ", \t")) {
		size_t part = strcspn(header, ",");

		if (*header == '*')
			return true;
		if (strncmp(header, "W/", 2) == 0) {
			header += 2;
			part -= 2;
		}
		while (part > 0 && (header[part - 1] == ' ' || header[part - 1] == '\t'))
			part--;
		if (part == length + 2 && header[0] == '"' && header[part - 1] == '"' && strncmp(header + 1, etag, length) == 0)
			return true;
		header += strcspn(header, ",");
	}
	return false;
}

/* Append {"items": [...], "next": ...}; a row beyond the limit only tells that there is a next page. */
static void
list_write(struct request *req, struct buffer *out)
{
	const struct route *route = req->route;
	const struct field *limit_field = route->in == NULL ? NULL : record_find(route->in, "limit");
	const struct field *cursor = route->cursor == NULL ? NULL : record_find(route->out, route->cursor);
	int64_t limit = INT64_MAX;
	bool more;

	if (limit_field != NULL)
		memcpy(&limit, (char *)req->in + limit_field->offset, sizeof(limit));
	more = (int64_t)req->count > limit;
	if (more)
		req->count = (size_t)limit;
	buffer_text(out, "{\"items\":");
	record_write_list(out, route->out, req->rows, req->count);
	buffer_text(out, ",\"next\":");
	if (more && cursor != NULL) {
		uint64_t id;

		memcpy(&id, (const char *)req->rows + (req->count - 1) * route->out->size + cursor->offset, sizeof(id));
		buffer_byte(out, '"');
		buffer_uint(out, id);
		buffer_byte(out, '"');
	} else {
		buffer_text(out, "null");
	}
	if (req->extra != NULL) {
		buffer_byte(out, ',');
		buffer_text(out, req->extra);
	}
	buffer_byte(out, '}');
}

static int
success_status(const struct request *req)
{
	if (req->status != 0)
		return req->status;
	if (req->route->status != 0)
		return req->route->status;
	return req->route->out == NULL && req->document == NULL ? 204 : 200;
}

void
answer_result(struct request *req, struct http_answer *answer)
{
	struct buffer out = { .arena = req->arena };

	*answer = (struct http_answer){ .status = success_status(req), .location = req->location, .cookie = req->cookie,
		.cache_control = "no-store" };
	if (req->etag != NULL)
		answer->etag = arena_printf(req->arena, "\"%s\"", req->etag);
	if ((req->route->flags & ROUTE_document) != 0) {
		answer->cache_control = "private, no-cache";
		if (req->etag != NULL && etag_matches(req->http->if_none_match, req->etag)) {
			answer->status = 304;
			return;
		}
	}
	if (req->document != NULL)
		buffer_text(&out, req->document);
	else if ((req->route->flags & ROUTE_list) != 0)
		list_write(req, &out);
	else if (req->route->out != NULL && req->out != NULL)
		record_write(&out, req->route->out, req->out);
	if (out.length == 0)
		return;
	answer->content_type = "application/json; charset=utf-8";
	answer->body = buffer_string(&out);
	answer->body_length = out.length;
}

static void
problem_write(struct buffer *out, const struct http_request *http, enum fault fault, const struct problems *problems)
{
	size_t count = problems->count < PROBLEMS_MAX ? problems->count : PROBLEMS_MAX;

	buffer_text(out, "{\"type\":\"about:blank\",\"title\":");
	buffer_json_text(out, fault_title(fault));
	buffer_text(out, ",\"status\":");
	buffer_int(out, fault_status(fault));
	buffer_text(out, ",\"code\":");
	buffer_json_text(out, fault_code(fault));
	if (count > 0) {
		buffer_text(out, ",\"detail\":");
		buffer_json_text(out, problems->items[0].message);
	}
	buffer_text(out, ",\"request_id\":");
	buffer_json_text(out, http->request_id);
	if (count > 0) {
		buffer_text(out, ",\"errors\":[");
		for (size_t i = 0; i < count; i++) {
			buffer_text(out, i > 0 ? ",{\"pointer\":" : "{\"pointer\":");
			buffer_json_text(out, problems->items[i].pointer);
			buffer_text(out, ",\"code\":");
			buffer_json_text(out, problems->items[i].code);
			buffer_text(out, ",\"message\":");
			buffer_json_text(out, problems->items[i].message);
			buffer_byte(out, '}');
		}
		buffer_byte(out, ']');
	}
	buffer_byte(out, '}');
}

void
answer_fault(struct arena *arena, const struct http_request *http, enum fault fault, const struct problems *problems,
    struct http_answer *answer)
{
	struct buffer out = { .arena = arena };
	const char *allow = answer->allow;
	int retry_after = answer->retry_after;

	if (fault >= FAULT_duplicate)
		fault = FAULT_internal;
	if (retry_after == 0 && (fault_status(fault) == 503 || fault == FAULT_in_flight))
		retry_after = RETRY_AFTER;
	problem_write(&out, http, fault, problems);
	*answer = (struct http_answer){ .status = fault_status(fault), .content_type = "application/problem+json",
		.body = buffer_string(&out), .body_length = out.length, .cache_control = "no-store", .allow = allow,
		.retry_after = retry_after };
}
