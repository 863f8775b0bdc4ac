#ifndef PARLANCE_REQUEST_H
#define PARLANCE_REQUEST_H

/*
 * What a handler gets and what a route row says: the whole contract between
 * the router and the route_*.c files.
 *
 * A handler decides; it never looks at headers, permissions, transactions or
 * JSON.  It reads req->in (a struct of route->in, checked), calls the trade in
 * lib/, and leaves its result in req->out (a struct of route->out), or in
 * req->rows and req->count for a list, or in req->document.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "access.h"
#include "account.h"
#include "fault.h"
#include "record.h"

struct arena;
struct config;
struct db;
struct query;
struct request;

enum method { METHOD_get = 1, METHOD_post, METHOD_put, METHOD_patch, METHOD_delete };

/* Who may call a route; each includes those after it. */
enum audience { AUDIENCE_anyone = 1, AUDIENCE_signed_in, AUDIENCE_admin };

/* Which worker pool answers; nginx sends each path to its pool's socket. */
enum pool { POOL_app = 1, POOL_auth };

enum route_flag {
	ROUTE_list = 1 << 0, /* out is the record of one row of {items, next} */
	ROUTE_document = 1 << 1, /* answers a stored text with an ETag; If-None-Match gives 304 */
	ROUTE_no_key = 1 << 2, /* unsafe, but repeating it is harmless or guarded otherwise: no Idempotency-Key */
	ROUTE_own_transaction = 1 << 3, /* the handler calls tx_run() itself; what it does before may be done twice */
	ROUTE_if_match = 1 << 4, /* If-Match is required: 428 without */
	ROUTE_internal = 1 << 5, /* not part of the API document */
};

struct route {
	enum method method;
	const char *path; /* {name} is a segment read into the member name of in */
	enum audience audience;
	const struct record *in; /* path, query or body, and what the router sets; NULL without */
	const struct record *out; /* NULL: 204 */
	void (*check)(struct request *req); /* adds the rules that no descriptor can say, or NULL; other rules may be broken */
	enum fault (*handler)(struct request *req); /* or NULL: the query says everything */
	const struct query *query; /* QUERY_one or QUERY_list filling out, QUERY_change with 404 for no row */
	const struct query *access; /* the one query that says whether this resource may be changed, or NULL */
	unsigned flags; /* enum route_flag, or-ed */
	int status; /* of success; 0: 200, or 204 without out */
	const char *cursor; /* ROUTE_list: the id member of a row that becomes `next` */
	const char *summary; /* one sentence for the API document */
	enum pool pool; /* 0: POOL_app */
	size_t body_max; /* bytes; 0: BODY_MAX */
};

enum { BODY_MAX = 64 * 1024, PAGE_DEFAULT = 20, PAGE_MAX = 100 };

/* What came in, whoever brought it: FastCGI, a test, a fuzzer. Texts are never NULL; absent ones are "". */
struct http_request {
	const char *method, *path, *query; /* path: decoded and canonical */
	const char *content_type, *cookie, *origin, *fetch_site;
	const char *if_match, *if_none_match, *idempotency_key;
	const char *address, *user_agent, *request_id;
	const char *body;
	size_t body_length;
	int64_t now;
};

struct http_answer {
	int status;
	const char *content_type; /* NULL without a body */
	const char *body;
	size_t body_length;
	const char *etag, *location, *cookie, *cache_control, *allow; /* header values or NULL */
	int retry_after; /* seconds, 0: none */
	bool replayed;
};

/* What lives as long as the worker. */
struct app {
	const struct config *config;
	struct db *db;
	struct course_cache *courses; /* compiled scenarios */
	enum pool pool; /* 0: answers every route */
	const char *openapi; /* the API document, made at start */
};

struct request {
	struct app *app;
	struct arena *arena;
	struct db *db;
	int64_t now;
	const struct http_request *http;
	const struct route *route;
	struct identity identity; /* user_key 0 when signed out */
	void *in;
	struct access access;
	struct problems problems;
	/* The handler's result. */
	const void *out;
	const void *rows;
	size_t count;
	const char *extra; /* ROUTE_list: further members as JSON text, `"total":3` */
	const char *document;
	const char *etag; /* without quotes */
	const char *location;
	const char *cookie; /* new value of the login cookie; "" removes it */
	int status; /* 0: the route's */
	int retry_after;
	int retries;
};

/* The route tables, each ending with path NULL; the list ends with NULL. */
extern const struct route *const route_tables[];

/*
 * Answer ${http} completely: every refusal, transaction and header is made
 * here.  All memory of ${answer} is ${arena}'s.  Knows nothing of FastCGI.
 */
void route_dispatch(struct app *app, struct arena *arena, const struct http_request *http, struct http_answer *answer);

/* Answer ${http} with ${fault} without looking at it: the worker is unfit, or the body was cut off. */
void route_refuse(struct arena *arena, const struct http_request *http, enum fault fault, struct http_answer *answer);

/* Add a broken rule found by a handler; return FAULT_invalid. */
enum fault request_invalid(struct request *req, const char *pointer, const char *code, const char *message);

#endif
