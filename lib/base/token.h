#ifndef PARLANCE_TOKEN_H
#define PARLANCE_TOKEN_H

/* Secrets that are shown once and stored as their SHA-256 only. */

#include <stdbool.h>

#include "record.h"

/* Return a new random token of 256 bits in base64url (43 characters) and its SHA-256 in ${digest}. */
const char *token_new(struct arena *arena, struct digest *digest);

/* Write the SHA-256 of ${token} to ${digest}; false when it has not the form of a token. */
bool token_digest(const char *token, struct digest *digest);

/* Write HMAC-SHA-256(${secret}, ${kind} ‖ NUL ‖ ${text}) to ${digest}. */
void token_keyed(const char *secret, const char *kind, const char *text, struct digest *digest);

/* Write the SHA-256 of the ${length} ${bytes} to ${digest}. */
void digest_of(const void *bytes, size_t length, struct digest *digest);

/* Fill ${uuid} with a random UUID (version 4). */
void uuid_random(struct uuid *uuid);

#endif
