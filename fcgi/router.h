#ifndef PARLANCE_ROUTER_H
#define PARLANCE_ROUTER_H

/* What the router's own files share; route_*.c include request.h only. */

#include "request.h"

struct buffer;

/* request_input.c: fill req->in from path, query, body and the router's own facts. */

/* Copy the segments of ${path} that stand for {names} of the route; false when one cannot be such an id. */
bool input_path(struct request *req);

/* Read the query string; FAULT_malformed when it cannot be decoded; broken rules go into req->problems. */
enum fault input_query(struct request *req);

/* Read the JSON body; FAULT_malformed when it is no JSON; broken rules go into req->problems. */
enum fault input_body(struct request *req);

/* Set the members that only the router knows: user_key, now, page ... */
void input_facts(struct request *req);

/* session.c */

/* Find who asks by the login cookie; req->identity stays empty when nobody is signed in. */
enum fault session_identify(struct request *req);

/* FAULT_cross_site when an unsafe request may have been sent by another site (reliability: CSRF). */
enum fault session_same_site(const struct request *req);

/* idempotency.c */

/* Take the Idempotency-Key for req; ${*replayed} when ${answer} was filled from an earlier request. */
enum fault idempotency_take(struct request *req, const struct uuid *key, struct http_answer *answer, bool *replayed);

/* Keep ${answer} for repetitions of the same request. */
enum fault idempotency_keep(struct request *req, const struct uuid *key, const struct http_answer *answer);

/* answer.c */

/* Make ${answer} from the handler's result. */
void answer_result(struct request *req, struct http_answer *answer);

/* Make ${answer} a problem document (RFC 9457) about ${fault}. */
void answer_fault(struct arena *arena, const struct http_request *http, enum fault fault,
    const struct problems *problems, struct http_answer *answer);

/* Return whether ${header} (If-Match or If-None-Match) names ${etag}, with or without W/. */
bool etag_matches(const char *header, const char *etag);

/* Return the route for ${method} and ${path}; NULL and in ${*allow} the methods of that path, NULL for 404. */
const struct route *route_find(struct arena *arena, const char *method, const char *path, const char **allow);

#endif
