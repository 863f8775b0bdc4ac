#ifndef PARLANCE_PASSWORD_H
#define PARLANCE_PASSWORD_H

/*
 * Passwords: Argon2id through libsodium, byte-exact, up to 1 KiB.  Every
 * password chosen is checked against the rules here, which follow NIST SP
 * 800-63B: a length, no composition, common ones refused with the reason.
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct config;

/*
 * Return NULL, or the sentence that says why ${password} of user ${username}
 * (NULL: not known) is refused.  NULL is not refused: it is missing.
 */
const char *password_refused(struct arena *arena, const struct config *config, const char *password,
    const char *username);

/* Return the PHC string of ${password}, NULL when the hash finds no memory. */
const char *password_hash(struct arena *arena, const struct config *config, const char *password);

/*
 * Return whether ${password} fits the PHC string ${hash}.  With ${hash} NULL
 * (no such user) it costs the same time and is false.
 */
bool password_fits(struct arena *arena, const struct config *config, const char *hash, const char *password);

/* Return whether ${hash} was made with other parameters than ${config} has now. */
bool password_outdated(const struct config *config, const char *hash);

#endif
