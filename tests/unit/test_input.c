/* Strict JSON: what is read, what is refused, and that refusing costs little. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "buffer.h"
#include "input.h"
#include "record.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static bool
taken(const char *bytes, size_t length)
{
	struct problems problems = { .arena = arena };
	json_t *json = input_parse(bytes, length, INPUT_TOKENS, &problems);

	json_decref(json);
	assert_int_equal(problems.count, json == NULL ? 1 : 0);
	if (json == NULL) {
		assert_string_equal(problems.items[0].code, "malformed");
		assert_string_equal(problems.items[0].pointer, "");
		assert_true(problems.items[0].message[0] != '\0');
		assert_null(strstr(problems.items[0].message, " near '")); /* nothing of the input is repeated, whole or cut */
	}
	return json != NULL;
}

static void
texts(void **state)
{
	/* clang-format off */
	static const char *const good[] = { "{}", "[]", " {\"a\" : [1, -2.5e3, true, false, null, \"x\"]} ", "{\"\":\"\"}",
		"{\"a\":\"\\u00e9\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "[9223372036854775807,-9223372036854775808]",
		"{\"a\":{\"a\":1},\"b\":{\"a\":1}}", "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"]", "[\"\\\"]]]],,,,\"]" };
	static const char *const bad[] = { "", " ", "{", "}", "[", "[1", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[,]", "{'a':1}",
		"{a:1}", "[01]", "[+1]", "[1.]", "[.5]", "[0x1]", "[NaN]", "[Infinity]", "[1e400]", "[9223372036854775808]", "[nul]",
		"{\"a\":1,\"a\":1}", "[{\"a\":1,\"b\":2,\"a\":3}]", "{\"a\":1,\"\\u0061\":2}", "[\"\\ud800\"]", "[\"\\ude00\\ud83d\"]",
		"[\"\\u0000\"]", "{\"\\u0000\":1}", "[\"\\x\"]", "[\"a\nb\"]", "[\"\xff\"]", "[\"\xc0\xaf\"]", "[\"\xed\xa0\x80\"]",
		"[\"\xf4\x90\x80\x80\"]", "[\"\xe2\x82\"]", "\xef\xbb\xbf{}", "{} {}", "[]x", "[] // x", "/**/[]", "\"a\"", "1", "null",
		"[\"a]", "[\"a\\", "]", "][" };
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (!taken(good[i], strlen(good[i])))
			fail_msg("%s is refused", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (taken(bad[i], strlen(bad[i])))
			fail_msg("%s is taken", bad[i]);
	assert_false(taken("{}\0", 3));
	assert_false(taken("[\"a\0b\"]", 7));
	assert_false(taken("\0", 1));
	assert_true(taken("{}garbage", 2));
}

/* Return ${n} times ${unit} between ${before} and ${after}. */
static const char *
repeated(const char *before, const char *unit, size_t n, const char *after)
{
	struct buffer out = { .arena = arena };

	buffer_text(&out, before);
	for (size_t i = 0; i < n; i++)
		buffer_text(&out, unit);
	buffer_text(&out, after);
	return buffer_string(&out);
}

static void
limits(void **state)
{
	const char *text = repeated(repeated("", "[", INPUT_DEPTH, ""), "]", INPUT_DEPTH, "");

	(void)state;
	assert_true(taken(text, strlen(text)));
	text = repeated(repeated("", "[", INPUT_DEPTH + 1, ""), "]", INPUT_DEPTH + 1, "");
	assert_false(taken(text, strlen(text)));
	text = repeated(repeated("", "{\"a\":", INPUT_DEPTH + 1, "1"), "}", INPUT_DEPTH + 1, "");
	assert_false(taken(text, strlen(text)));
	text = repeated("", "[", 60000, "");
	assert_false(taken(text, strlen(text)));
	text = repeated("[0", ",0", INPUT_TOKENS - 1, "]");
	assert_true(taken(text, strlen(text)));
	text = repeated("[0", ",0", INPUT_TOKENS + 1, "]");
	assert_false(taken(text, strlen(text)));
	text = repeated("[[]", ",[]", INPUT_TOKENS, "]");
	assert_false(taken(text, strlen(text)));
	text = repeated("[\"", ",", 60000, "\"]"); /* in a text they are no values */
	assert_true(taken(text, strlen(text)));
	text = repeated("[\"", "\\\",", 20000, "\"]");
	assert_true(taken(text, strlen(text)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(texts, setup, teardown),
		cmocka_unit_test_setup_teardown(limits, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
