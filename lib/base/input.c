#include "input.h"

#include <stdbool.h>
#include <string.h>

#include "record.h"

/*
 * Count before parsing: 64 KiB of "[],[]," would otherwise become thousands
 * of allocations.  Strings are skipped, everything else is left to jansson.
 */
static const char *
input_scan(const char *bytes, size_t length, size_t max_tokens)
{
	size_t depth = 0, tokens = 0;
	bool string = false;

	for (size_t i = 0; i < length; i++) {
		char c = bytes[i];

		if (string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				string = false;
		} else if (c == '"') {
			string = true;
		} else if (c == '{' || c == '[') {
			tokens++;
			if (++depth > INPUT_DEPTH)
				return "the JSON is nested too deeply";
		} else if (c == '}' || c == ']') {
			depth -= depth > 0;
		} else if (c == ',' && ++tokens > max_tokens) {
			return "the JSON holds too many values";
		}
	}
	return NULL;
}

json_t *
input_parse(const char *bytes, size_t length, size_t max_tokens, struct problems *problems)
{
	const char *refused = input_scan(bytes, length, max_tokens);
	json_error_t error;
	json_t *json;

	if (refused != NULL) {
		problems_add(problems, "", "malformed", "%s", refused);
		return NULL;
	}
	json = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL) {
		const char *near = strstr(error.text, " near '"); /* what follows is the sender's and may be cut within a character */

		problems_add(problems, "", "malformed", "line %d, column %d: %.*s", error.line, error.column,
		    near == NULL ? (int)sizeof(error.text) : (int)(near - error.text), error.text);
	}
	return json;
}
