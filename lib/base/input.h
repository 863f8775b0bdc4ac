#ifndef PARLANCE_INPUT_H
#define PARLANCE_INPUT_H

/* Strict reading of JSON that somebody sent. */

#include <stddef.h>

#include <jansson.h>

struct problems;

enum {
	INPUT_DEPTH = 16, /* objects and arrays inside each other */
	INPUT_TOKENS = 2000, /* values of a request's body */
	SCENARIO_TOKENS = 20000, /* values of a scenario document */
};

/*
 * Parse the ${length} bytes of JSON at ${bytes}: UTF-8, no duplicate keys, no
 * NUL, at most INPUT_DEPTH deep and ${max_tokens} values.  NULL and a problem
 * with the code "malformed" when it is not; else the caller owns the value
 * and gives it back with json_decref().
 */
json_t *input_parse(const char *bytes, size_t length, size_t max_tokens, struct problems *problems);

#endif
