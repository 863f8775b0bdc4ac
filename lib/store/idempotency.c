#include "idempotency.h"

/* clang-format off */
#define RECORD_STRUCT struct idempotency
static const struct field idempotency_fields[] = {
	ID(user_key, FIELD_hidden | FIELD_computed),
	UUID(idempotency_key, FIELD_hidden | FIELD_computed),
	DIGEST(request_hash),
	INT(status, FIELD_hidden, 100, 599),
	TEXT(body, FIELD_hidden, 0, 1e7),
	TEXT(location, FIELD_hidden, 0, 200),
	TEXT(etag, FIELD_hidden, 0, 80),
	INSTANT(now, FIELD_hidden | FIELD_computed),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(idempotency);
/* clang-format on */
