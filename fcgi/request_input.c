#include <string.h>

#include "arena.h"
#include "clock.h"
#include "input.h"
#include "router.h"
#include "text.h"

enum { PARAMETERS_MAX = 32, PARAMETER_BYTES = 2048 };

bool
input_path(struct request *req)
{
	struct problems problems = { .arena = req->arena };
	const char *pattern = req->route->path, *path = req->http->path;

	while (*pattern == '/') {
		size_t want = strcspn(++pattern, "/"), got = strcspn(++path, "/");

		if (*pattern == '{') {
			const char *name = arena_strndup(req->arena, pattern + 1, want - 2);
			const struct field *field = record_find(req->route->in, name);

			record_read_text(field, arena_strndup(req->arena, path, got), req->in, &problems);
		}
		pattern += want;
		path += got;
	}
	return problems.count == 0;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 32) >= 'a' && (c | 32) <= 'f')
		return (c | 32) - 'a' + 10;
	return -1;
}

/* Decode %XX and + of ${length} bytes at ${text}, once; NULL when that cannot be done or is no UTF-8. */
static const char *
query_decode(struct arena *arena, const char *text, size_t length)
{
	char *decoded = arena_alloc(arena, length + 1), *out = decoded;

	if (length > PARAMETER_BYTES)
		return NULL;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '%') {
			int high = i + 2 < length ? hex_digit(text[i + 1]) : -1;
			int low = high < 0 ? -1 : hex_digit(text[i + 2]);

			if (low < 0 || high * 16 + low == 0)
				return NULL;
			*out++ = (char)(high * 16 + low);
			i += 2;
		} else {
			*out++ = text[i] == '+' ? ' ' : text[i];
		}
	}
	return text_is_utf8(decoded, (size_t)(out - decoded)) ? decoded : NULL;
}

/* Return whether a parameter of this name may stand in the query string of the route. */
static const struct field *
query_field(const struct route *route, const char *name)
{
	const unsigned elsewhere = FIELD_path | FIELD_router | FIELD_hidden | FIELD_read_only;
	const struct field *field = route->in == NULL ? NULL : record_find(route->in, name);

	if (field == NULL || route->method != METHOD_get || (field->flags & elsewhere) != 0 || field->type > FIELD_uuid)
		return NULL;
	return field;
}

static enum fault
parameter_read(struct request *req, const char *text, size_t length, uint64_t *seen)
{
	size_t name_length = strcspn(text, "=&");
	const char *name, *value;
	const struct field *field;

	if (name_length > length)
		name_length = length;
	name = query_decode(req->arena, text, name_length);
	value = name_length == length ? "" : query_decode(req->arena, text + name_length + 1, length - name_length - 1);
	if (name == NULL || value == NULL)
		return FAULT_malformed;
	if ((field = query_field(req->route, name)) == NULL) {
		problems_add(&req->problems, record_pointer(req->arena, "", name), "unknown_field",
		    "there is no parameter %s here", name);
		return FAULT_ok;
	}
	if ((*seen >> (field - req->route->in->fields) & 1) != 0)
		return FAULT_malformed;
	*seen |= (uint64_t)1 << (field - req->route->in->fields);
	if (value[0] != '\0') /* an empty parameter is one that was not sent */
		record_read_text(field, value, req->in, &req->problems);
	return FAULT_ok;
}

enum fault
input_query(struct request *req)
{
	const char *query = req->http->query;
	uint64_t seen = 0;

	for (int n = 0; *query != '\0'; n++) {
		size_t length = strcspn(query, "&");
		enum fault fault = n < PARAMETERS_MAX ? FAULT_ok : FAULT_malformed;

		if (fault == FAULT_ok && length > 0)
			fault = parameter_read(req, query, length, &seen);
		if (fault != FAULT_ok)
			return fault;
		query += length + (query[length] == '&');
	}
	return FAULT_ok;
}

enum fault
input_body(struct request *req)
{
	static const char nothing[] = "{}";
	bool empty = req->http->body_length == 0;
	enum fault fault = FAULT_ok;
	json_t *json;

	if (req->route->method == METHOD_get || req->route->method == METHOD_delete)
		return empty ? FAULT_ok : FAULT_malformed;
	json = input_parse(empty ? nothing : req->http->body, empty ? sizeof(nothing) - 1 : req->http->body_length,
	    INPUT_TOKENS, &req->problems);
	if (json == NULL)
		return FAULT_malformed;
	if (!json_is_object(json))
		fault = FAULT_malformed;
	else if (req->route->in != NULL)
		record_read(req->route->in, json, "", req->in, &req->problems);
	else if (json_object_size(json) > 0)
		problems_add(&req->problems, "", "unknown_field", "this request takes no fields");
	json_decref(json);
	return fault;
}

static void
fact_set(const struct field *field, void *in, const void *value)
{
	static const size_t sizes[] = { [FIELD_int] = sizeof(int64_t), [FIELD_text] = sizeof(char *),
		[FIELD_instant] = sizeof(int64_t), [FIELD_day] = sizeof(int64_t), [FIELD_id] = sizeof(uint64_t) };

	memcpy((char *)in + field->offset, value, sizes[field->type]);
}

void
input_facts(struct request *req)
{
	const struct identity *identity = &req->identity;
	const struct field *limit = record_find(req->route->in, "limit");
	int64_t page = PAGE_DEFAULT, today = ABSENT;
	/* clang-format off */
	const struct {
		const char *name;
		const void *value;
	} facts[] = {
		{ "user_key", &identity->user_key },
		{ "session_key", &identity->session_key },
		{ "now", &req->now },
		{ "native_language", &identity->native_language },
		{ "timezone", &identity->timezone },
		{ "rollover_hour", &identity->rollover_hour },
		{ "today", &today },
		{ "page", &page },
	};
	/* clang-format on */

	if (identity->user_key != 0)
		today = local_day(identity->timezone, identity->rollover_hour, req->now);
	if (limit != NULL && !field_absent(limit, req->in))
		memcpy(&page, (char *)req->in + limit->offset, sizeof(page));
	else if (limit != NULL)
		memcpy((char *)req->in + limit->offset, &page, sizeof(page));
	page++; /* one row more tells whether there is a next page */
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
		const struct field *field = record_find(req->route->in, facts[i].name);

		if (field != NULL && (field->flags & FIELD_router) != 0)
			fact_set(field, req->in, facts[i].value);
	}
}
