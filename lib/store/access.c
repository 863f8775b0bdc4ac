#include "access.h"

/* clang-format off */
#define RECORD_STRUCT struct access
static const struct field access_fields[] = {
	KEY(key), BOOL(may_change, FIELD_hidden), KEY(revision), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(access);
/* clang-format on */
