#ifndef PARLANCE_LOGIN_H
#define PARLANCE_LOGIN_H

/* Signing in: throttles, password check, login sessions (domain.md §1). */

#include <stdint.h>

#include "account.h"
#include "fault.h"

struct arena;
struct config;
struct db;

/* Somebody at the door: where from, when, and what was found out so far. */
struct visitor {
	struct db *db;
	struct arena *arena;
	const struct config *config;
	const char *address; /* IPv4 or IPv6 text */
	const char *user_agent;
	int64_t now;
	int retry_after; /* seconds to wait, set with FAULT_too_many */
	uint64_t user_key; /* whose password fitted */
	const char *hash; /* which stored password that was */
};

/*
 * Count one attempt of ${visitor} on account ${username} (may be NULL: only
 * the address) before any password is hashed.  FAULT_too_many and
 * visitor->retry_after when it may not go on.
 */
enum fault login_attempt(struct visitor *visitor, const char *username);

/* Take back the attempts after a success: forget those on account ${username}, refund one to the address. */
void login_success(const struct visitor *visitor, const char *username);

/*
 * Check ${in}; set visitor->user_key and hash; rehash a password made with
 * other parameters.  An unknown or disabled user takes as long as a wrong
 * password: FAULT_bad_login for all three, FAULT_too_many when throttled.
 */
enum fault login_check(struct visitor *visitor, const struct login_in *in);

/*
 * Lock the account of visitor->user_key and look again: FAULT_bad_login when
 * its password was changed or it was disabled since login_check().  Inside the
 * caller's transaction, before login_begin().
 */
enum fault login_confirm(const struct visitor *visitor);

/*
 * Make a login session of ${user_key} and set ${*cookie}; inside the caller's
 * transaction.  The oldest sessions over SESSIONS_MAX end.
 */
enum fault login_begin(const struct visitor *visitor, uint64_t user_key, const char **cookie);

#endif
