#ifndef PARLANCE_IDEMPOTENCY_H
#define PARLANCE_IDEMPOTENCY_H

#include "record.h"

/* One row of idempotency_keys: what a request was, and how it was answered. */
struct idempotency {
	uint64_t user_key;
	struct uuid idempotency_key;
	struct digest request_hash;
	int64_t status;
	const char *body, *location, *etag;
	int64_t now;
};
extern const struct record idempotency_record;

#endif
