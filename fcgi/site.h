#ifndef PARLANCE_SITE_H
#define PARLANCE_SITE_H

#include "record.h"

/* The answer of GET /site. */
struct site {
	const char *version, *registration;
	int64_t password_min_length;
	const char **languages;
	size_t n_languages;
	const char **languages_with_scenarios;
	size_t n_languages_with_scenarios;
};
extern const struct record site_record;

#endif
