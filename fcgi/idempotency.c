#include <string.h>

#include <sodium.h>

#include "arena.h"
#include "db.h"
#include "idempotency.h"
#include "router.h"
#include "sql.h"

/* What makes two requests the same: method, path, query and body. */
static struct digest
request_hash(const struct http_request *http)
{
	crypto_hash_sha256_state state;
	struct digest digest;

	(void)crypto_hash_sha256_init(&state); /* the three never fail */
	(void)crypto_hash_sha256_update(&state, (const unsigned char *)http->method, strlen(http->method) + 1);
	(void)crypto_hash_sha256_update(&state, (const unsigned char *)http->path, strlen(http->path) + 1);
	(void)crypto_hash_sha256_update(&state, (const unsigned char *)http->query, strlen(http->query) + 1);
	(void)crypto_hash_sha256_update(&state, (const unsigned char *)http->body, http->body_length);
	(void)crypto_hash_sha256_final(&state, digest.bytes);
	return digest;
}

enum fault
idempotency_take(struct request *req, const struct uuid *key, struct http_answer *answer, bool *replayed)
{
	struct idempotency ours = { .user_key = req->identity.user_key, .idempotency_key = *key,
		.request_hash = request_hash(req->http), .status = ABSENT, .now = req->now };
	struct idempotency theirs;
	enum fault fault = sql_idempotency_add(req->db, &ours, NULL);

	*replayed = false;
	if (fault != FAULT_duplicate)
		return fault;
	if ((fault = sql_idempotency_find(req->db, req->arena, &ours, &theirs)) != FAULT_ok)
		return fault == FAULT_unknown ? FAULT_in_flight : fault;
	if (memcmp(&ours.request_hash, &theirs.request_hash, sizeof(ours.request_hash)) != 0)
		return FAULT_key_reused;
	if (theirs.status == ABSENT)
		return FAULT_in_flight;
	*replayed = true;
	*answer = (struct http_answer){ .status = (int)theirs.status, .body = theirs.body,
		.body_length = theirs.body == NULL ? 0 : strlen(theirs.body), .location = theirs.location,
		.etag = theirs.etag, .cache_control = "no-store", .replayed = true,
		.content_type = theirs.body == NULL ? NULL : "application/json; charset=utf-8" };
	return FAULT_ok;
}

enum fault
idempotency_keep(struct request *req, const struct uuid *key, const struct http_answer *answer)
{
	struct idempotency row = { .user_key = req->identity.user_key, .idempotency_key = *key, .status = answer->status,
		.body = answer->body, .location = answer->location, .etag = answer->etag, .now = req->now };

	return sql_idempotency_keep(req->db, &row, NULL);
}
