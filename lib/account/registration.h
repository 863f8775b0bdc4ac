#ifndef PARLANCE_REGISTRATION_H
#define PARLANCE_REGISTRATION_H

/* New accounts, one-time links and changed passwords (domain.md §1). */

#include <stdint.h>

#include "account.h"
#include "fault.h"

struct arena;
struct config;
struct db;

/* Add to ${problems} what is wrong with ${in} beyond its descriptor; members that are missing are not looked at. */
void registration_check(const struct config *config, const struct registration_in *in, struct problems *problems);

/*
 * Make the account of ${in}, whose password is already hashed as ${hash}, and
 * set ${*user_key}.  Inside the caller's transaction.  A setup token makes an
 * admin while there is none; an invite token a learner; without a token
 * registration must be open.  Faults: closed, token_used, invalid with a
 * problem for a name or address that is taken.
 */
enum fault registration_run(struct db *db, const struct config *config, const struct registration_in *in,
    const char *hash, struct problems *problems, uint64_t *user_key);

/*
 * Insert ${user} with its counters and set its key, inside the caller's
 * transaction.  FAULT_invalid with a problem for a name or address that is taken.
 */
enum fault registration_add(struct db *db, struct new_user *user, struct problems *problems);

/*
 * Make the one-time link of ${link}: its kind, now and expires_at, for a reset
 * token_user_key, and created_by, 0 on the command line.  ${*token} is shown
 * once and not stored.
 */
enum fault registration_link(struct db *db, struct arena *arena, struct account_token *link, const char **token);

/*
 * Set the password of whom the reset ${token} is for to ${hash} and end all
 * login sessions, inside the caller's transaction; ${*user_key} is who.
 * FAULT_token_used when the link was used or is too old.
 */
enum fault registration_reset(struct db *db, struct arena *arena, const char *token, const char *hash, int64_t now,
    uint64_t *user_key);

#endif
