#ifndef PARLANCE_FAULT_H
#define PARLANCE_FAULT_H

/*
 * Everything that can go wrong for a caller, once: code word (part of the
 * API, never reused), HTTP status, title.  Functions return enum fault;
 * FAULT_ok is 0.  The last group never reaches a client: lib/store/tx.c turns it
 * into a repeated transaction or into one of the others.
 */

/* clang-format off */
#define FAULTS(X) \
	X(ok,                 200, "OK") \
	X(invalid,            422, "The request breaks a rule") \
	X(malformed,          400, "The request cannot be read") \
	X(key_missing,        400, "The Idempotency-Key header is missing or not a UUID") \
	X(unauthorized,       401, "Sign in first") \
	X(bad_login,          401, "User name and password do not match") \
	X(forbidden,          403, "You may not do this") \
	X(cross_site,         403, "The request did not come from this site") \
	X(closed,             403, "Registration is closed") \
	X(unknown,            404, "There is no such thing") \
	X(wrong_method,       405, "This address does not take this method") \
	X(conflict,           409, "This is already there") \
	X(in_flight,          409, "The same request is still being worked on") \
	X(phase_incomplete,   409, "This phase is not complete yet") \
	X(nothing_complete,   409, "No phase is complete yet") \
	X(run_over,           409, "This run is over") \
	X(too_many_turns,     409, "This run has reached its limit of turns") \
	X(review_differs,     409, "This review was recorded with another answer") \
	X(quota_exceeded,     409, "You have reached the limit") \
	X(token_used,         410, "This link was used or has expired") \
	X(gone,               410, "This was undone") \
	X(stale,              412, "Somebody changed this meanwhile") \
	X(too_large,          413, "The request is too large") \
	X(wrong_type,         415, "The body must be application/json") \
	X(key_reused,         422, "This Idempotency-Key was used for another request") \
	X(need_match,         428, "The If-Match header is missing") \
	X(too_many,           429, "Too many requests") \
	X(internal,           500, "Something went wrong here") \
	X(unavailable,        503, "The service is not available right now") \
	X(outcome_unknown,    503, "It is not known whether this was done; try again with the same key") \
	X(duplicate,          500, "duplicate key") \
	X(retry,              500, "transaction rolled back by the server") \
	X(lock_wait,          500, "lock wait timeout") \
	X(lost,               500, "database connection lost")
/* clang-format on */

enum fault {
#define X(code, status, title) FAULT_##code,
	FAULTS(X)
#undef X
	    FAULT_count
};

/* Return the code word of ${fault} ("unknown"). */
const char *fault_code(enum fault fault);

/* Return the HTTP status of ${fault}. */
int fault_status(enum fault fault);

/* Return the sentence that says what ${fault} means, for people. */
const char *fault_title(enum fault fault);

#endif
