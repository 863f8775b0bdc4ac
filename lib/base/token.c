#include "token.h"

#include <string.h>

#include <sodium.h>

#include "arena.h"

enum { TOKEN_BYTES = 32, TOKEN_LENGTH = 43 };

void
digest_of(const void *bytes, size_t length, struct digest *digest)
{
	(void)crypto_hash_sha256(digest->bytes, bytes, length); /* documented to return 0 always */
}

const char *
token_new(struct arena *arena, struct digest *digest)
{
	unsigned char bytes[TOKEN_BYTES];
	char *token = arena_alloc(arena, TOKEN_LENGTH + 1);

	randombytes_buf(bytes, sizeof(bytes));
	(void)sodium_bin2base64(token, TOKEN_LENGTH + 1, bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof(bytes));
	digest_of(token, TOKEN_LENGTH, digest);
	return token;
}

bool
token_digest(const char *token, struct digest *digest)
{
	if (strlen(token) != TOKEN_LENGTH ||
	    strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != TOKEN_LENGTH)
		return false;
	digest_of(token, TOKEN_LENGTH, digest);
	return true;
}

void
token_keyed(const char *secret, const char *kind, const char *text, struct digest *digest)
{
	crypto_auth_hmacsha256_state state;

	(void)crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret, strlen(secret));
	(void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)kind, strlen(kind) + 1);
	(void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)text, strlen(text));
	(void)crypto_auth_hmacsha256_final(&state, digest->bytes);
}

void
uuid_random(struct uuid *uuid)
{
	randombytes_buf(uuid->bytes, sizeof(uuid->bytes));
	uuid->bytes[6] = (unsigned char)((uuid->bytes[6] & 0x0f) | 0x40);
	uuid->bytes[8] = (unsigned char)((uuid->bytes[8] & 0x3f) | 0x80);
}
