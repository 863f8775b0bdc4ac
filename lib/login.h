#ifndef PARLANCE_LOGIN_H
#define PARLANCE_LOGIN_H

/* Signing in: throttles, password check, login sessions (domain.md §1). */

#include <stdint.h>

#include "account.h"
#include "fault.h"

struct arena;
struct config;
struct db;

/* Where somebody comes from. */
struct visitor {
	const char *address; /* IPv4 or IPv6 text */
	const char *user_agent;
};

/*
 * Count one attempt of ${visitor} on account ${username} (may be NULL: only
 * the address) before any password is hashed.  FAULT_too_many and the seconds
 * to wait in ${*retry_after} when it may not go on.
 */
enum fault login_attempt(struct db *db, struct arena *arena, const struct config *config, const struct visitor *visitor,
    const char *username, int64_t now, int *retry_after);

/* Take back the attempt after a success: forget the account's, refund one to the address. */
enum fault login_success(struct db *db, struct arena *arena, const struct config *config, const struct visitor *visitor,
    const char *username, int64_t now);

/*
 * Check ${in} and set ${*user_key}; rehashes a password made with other
 * parameters.  An unknown or disabled user takes as long as a wrong password:
 * FAULT_bad_login for all three, FAULT_too_many when throttled.
 */
enum fault login_check(struct db *db, struct arena *arena, const struct config *config, const struct login_in *in,
    const struct visitor *visitor, uint64_t *user_key, int *retry_after);

/*
 * Make a login session of ${user_key} and set ${*cookie}; inside the caller's
 * transaction.  The oldest sessions over SESSIONS_MAX end.
 */
enum fault login_begin(struct db *db, struct arena *arena, const struct visitor *visitor, uint64_t user_key, int64_t now,
    const char **cookie);

#endif
