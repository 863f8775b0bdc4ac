#include "router.h"

#include <string.h>
#include <strings.h>

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "config.h"
#include "db.h"
#include "log.h"
#include "tx.h"

static const char *const method_names[] = { "", "GET", "POST", "PUT", "PATCH", "DELETE", NULL };

/*
 * Compare ${path} with the pattern of a route.  0: no match; else 1 + the
 * number of literal segments, so that literal paths win over parameters.
 */
static int
path_match(const char *pattern, const char *path)
{
	int literal = 0;

	while (*pattern == '/' && *path == '/') {
		size_t want = strcspn(++pattern, "/"), got = strcspn(++path, "/");

		if (got == 0 && want > 0)
			return 0;
		if (*pattern != '{') {
			if (want != got || strncmp(pattern, path, want) != 0)
				return 0;
			literal++;
		}
		pattern += want;
		path += got;
	}
	return *pattern == '\0' && *path == '\0' ? literal + 1 : 0;
}

const struct route *
route_find(struct arena *arena, const char *method, const char *path, const char **allow)
{
	const struct route *found = NULL;
	struct buffer methods = { .arena = arena };
	int best = 0, best_path = 0;

	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *route = *table; route->path != NULL; route++) {
			int match = path_match(route->path, path);

			if (match == 0 || match < best_path)
				continue;
			if (match > best_path)
				methods.length = 0;
			best_path = match;
			buffer_text(&methods, methods.length > 0 ? ", " : "");
			buffer_text(&methods, method_names[route->method]);
			if (strcmp(method_names[route->method], method) == 0 && match > best) {
				best = match;
				found = route;
			}
		}
	*allow = best_path > 0 ? buffer_string(&methods) : NULL;
	return best == best_path ? found : NULL;
}

enum fault
request_invalid(struct request *req, const char *pointer, const char *code, const char *message)
{
	problems_add(&req->problems, pointer, code, "%s", message);
	return FAULT_invalid;
}

static bool
route_unsafe(const struct route *route)
{
	return route->method != METHOD_get;
}

/* What can be refused before anybody looks at the content: sizes and types. */
static enum fault
check_envelope(const struct request *req)
{
	const struct http_request *http = req->http;
	size_t max = req->route->body_max == 0 ? BODY_MAX : req->route->body_max;

	if (http->body_length > max)
		return FAULT_too_large;
	if (http->body_length > 0 && strncasecmp(http->content_type, "application/json", 16) != 0)
		return FAULT_wrong_type;
	if (http->body_length > 0 && strchr(";\t ", http->content_type[16]) == NULL)
		return FAULT_wrong_type;
	return FAULT_ok;
}

static enum fault
check_audience(struct request *req)
{
	enum fault fault = session_identify(req);

	if (fault != FAULT_ok)
		return fault;
	if (req->route->audience > AUDIENCE_anyone && req->identity.user_key == 0)
		return FAULT_unauthorized;
	if (route_unsafe(req->route) && (fault = session_same_site(req)) != FAULT_ok)
		return fault;
	if (req->route->audience == AUDIENCE_admin && req->identity.role != ROLE_admin)
		return FAULT_forbidden;
	return FAULT_ok;
}

/* Read everything that was sent; what breaks a rule is answered last, so that all errors come together. */
static enum fault
check_input(struct request *req, struct uuid *key)
{
	const struct route *route = req->route;
	enum fault fault = FAULT_ok;

	if (route->in != NULL) {
		req->in = arena_alloc(req->arena, route->in->size);
		record_clear(route->in, req->in);
		if (!input_path(req))
			return FAULT_unknown;
	}
	if ((fault = input_query(req)) != FAULT_ok || (fault = input_body(req)) != FAULT_ok)
		return fault;
	if (route->in != NULL)
		input_facts(req);
	if (route->check != NULL)
		route->check(req);
	if (route_unsafe(route) && (route->flags & ROUTE_no_key) == 0 && !uuid_parse(req->http->idempotency_key, key))
		fault = FAULT_key_missing;
	else if ((route->flags & ROUTE_if_match) != 0 && req->http->if_match[0] == '\0')
		fault = FAULT_need_match;
	else
		return req->problems.count > 0 ? FAULT_invalid : FAULT_ok;
	req->problems.count = 0; /* they will be told once the headers are right */
	return fault;
}

static enum fault
check_access(struct request *req)
{
	enum fault fault;

	if (req->route->access == NULL)
		return FAULT_ok;
	fault = db_one(req->db, req->arena, req->route->access, req->in, &req->access);
	if (fault != FAULT_ok)
		return fault;
	if (!req->access.may_change && route_unsafe(req->route))
		return FAULT_forbidden;
	if (route_unsafe(req->route) && req->http->if_match[0] != '\0' &&
	    !etag_matches(req->http->if_match, arena_printf(req->arena, "%llu", (unsigned long long)req->access.revision)))
		return FAULT_stale;
	return FAULT_ok;
}

/* Run the row's query; everything it needs is in the row. */
static enum fault
plain(struct request *req)
{
	const struct query *query = req->route->query;
	uint64_t affected;
	enum fault fault;
	void *rows;

	switch (query->kind) {
	case QUERY_list:
		fault = db_list(req->db, req->arena, query, req->in, &rows, &req->count);
		req->rows = rows;
		return fault;
	case QUERY_one:
		rows = arena_alloc(req->arena, query->out->size);
		req->out = rows;
		return db_one(req->db, req->arena, query, req->in, rows);
	case QUERY_change:
		break;
	}
	fault = db_change(req->db, query, req->in, &affected);
	return fault == FAULT_ok && affected == 0 ? FAULT_unknown : fault;
}

static enum fault
work_run(struct request *req)
{
	enum fault fault;

	req->problems.count = 0;
	req->out = req->rows = req->document = NULL;
	req->count = 0;
	if ((fault = check_access(req)) != FAULT_ok)
		return fault;
	return req->route->handler != NULL ? req->route->handler(req) : plain(req);
}

struct write {
	struct request *req;
	struct http_answer *answer;
	const struct uuid *key; /* NULL without */
};

static enum fault
write_work(void *context)
{
	struct write *write = context;
	bool replayed = false;
	enum fault fault = FAULT_ok;

	if (write->key != NULL)
		fault = idempotency_take(write->req, write->key, write->answer, &replayed);
	if (fault != FAULT_ok || replayed)
		return fault;
	if ((fault = work_run(write->req)) != FAULT_ok)
		return fault;
	answer_result(write->req, write->answer);
	return write->key == NULL ? FAULT_ok : idempotency_keep(write->req, write->key, write->answer);
}

static bool
fault_passing(enum fault fault)
{
	return fault == FAULT_lost || fault == FAULT_retry || fault == FAULT_lock_wait;
}

/*
 * Statements outside of a transaction: a connection lost on the way is made
 * anew, once.  A handler with transactions of its own gets such a fault from
 * tx_run() never, so nothing was done yet.
 */
static enum fault
plain_run(struct request *req)
{
	enum fault fault = work_run(req);

	if (fault_passing(fault)) {
		req->retries++;
		fault = work_run(req);
	}
	return fault_passing(fault) ? FAULT_unavailable : fault;
}

static enum fault
request_run(struct request *req, struct http_answer *answer)
{
	struct uuid key;
	struct write write = { req, answer, &key };
	enum fault fault;

	if ((fault = check_envelope(req)) != FAULT_ok || (fault = check_audience(req)) != FAULT_ok ||
	    (fault = check_input(req, &key)) != FAULT_ok)
		return fault;
	if (route_unsafe(req->route) && (req->route->flags & ROUTE_own_transaction) == 0) {
		if ((req->route->flags & ROUTE_no_key) != 0)
			write.key = NULL;
		return tx_run(req->db, write_work, &write, write.key != NULL || req->route->method != METHOD_post,
		    &req->retries);
	}
	if ((fault = plain_run(req)) == FAULT_ok)
		answer_result(req, answer);
	return fault;
}

void
route_refuse(struct arena *arena, const struct http_request *http, enum fault fault, struct http_answer *answer)
{
	const struct problems none = { .arena = arena };

	*answer = (struct http_answer){ 0 };
	answer_fault(arena, http, fault, &none, answer);
}

static void
request_log(const struct request *req, const struct http_answer *answer, enum fault fault, int64_t start)
{
	struct db_stats stats = req->db == NULL ? (struct db_stats){ 0 } : db_stats(req->db);
	struct log_access access = { req->http->method, req->route == NULL ? "-" : req->route->path, fault_code(fault),
		req->identity.user_key, answer->status, req->retries, clock_microseconds() - start, stats.microseconds,
		stats.statements };

	log_access(&access);
}

static bool
pool_answers(const struct app *app, const struct route *route)
{
	return app->pool == 0 || app->pool == (route->pool == 0 ? POOL_app : route->pool);
}

void
route_dispatch(struct app *app, struct arena *arena, const struct http_request *http, struct http_answer *answer)
{
	struct request req = { .app = app, .arena = arena, .db = app->db, .now = http->now, .http = http,
		.problems = { .arena = arena } };
	int64_t start = clock_microseconds();
	enum fault fault;

	*answer = (struct http_answer){ 0 };
	log_request(http->request_id);
	if (req.db != NULL)
		db_stats_reset(req.db);
	req.route = route_find(arena, http->method, http->path, &answer->allow);
	if (req.route != NULL) {
		answer->allow = NULL;
		fault = pool_answers(app, req.route) ? request_run(&req, answer) : FAULT_unknown;
	} else {
		fault = answer->allow != NULL ? FAULT_wrong_method : FAULT_unknown;
	}
	if (fault != FAULT_ok) {
		answer->retry_after = req.retry_after;
		answer_fault(arena, http, fault, &req.problems, answer);
	}
	request_log(&req, answer, fault, start);
	log_request(NULL);
}
