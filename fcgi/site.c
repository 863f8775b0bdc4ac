#include "site.h"

/* clang-format off */
#define RECORD_STRUCT struct site
static const struct field site_fields[] = {
	TEXT(version, 0, 1, 20), TEXT(registration, 0, 1, 10), INT(password_min_length, 0, 8, 64),
	TEXTS(languages, 0, 0, 8, 10), TEXTS(languages_with_scenarios, 0, 0, 8, 10),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(site);
/* clang-format on */
