/* Growing texts: numbers as they are read back, JSON that a strict reader takes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "arena.h"
#include "buffer.h"

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

static void
integers(void **state)
{
	/* clang-format off */
	static const int64_t numbers[] = { 0, 1, -1, 9, 10, -10, 99, 100, 1000000007, INT64_MAX, INT64_MIN, INT64_MIN + 1 };
	static const uint64_t naturals[] = { 0, 9, 10, 18446744073709551615U, 10000000000000000000U };
	/* clang-format on */
	char want[32];

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct buffer out = { .arena = arena };

		buffer_int(&out, numbers[i]);
		snprintf(want, sizeof(want), "%lld", (long long)numbers[i]);
		assert_string_equal(buffer_string(&out), want);
	}
	for (size_t i = 0; i < sizeof(naturals) / sizeof(*naturals); i++) {
		struct buffer out = { .arena = arena };

		buffer_uint(&out, naturals[i]);
		snprintf(want, sizeof(want), "%llu", (unsigned long long)naturals[i]);
		assert_string_equal(buffer_string(&out), want);
	}
}

static void
reals(void **state)
{
	/* clang-format off */
	static const double numbers[] = { 0, 1, -1, 0.5, 0.9, 0.85, 1e-7, 123456.789, 1e15, -2.5e-12 };
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct buffer out = { .arena = arena };
		json_t *json;

		buffer_real(&out, numbers[i]);
		assert_true(fabs(strtod(buffer_string(&out), NULL) - numbers[i]) <= 1e-14 * fabs(numbers[i]));
		json = json_loads(buffer_string(&out), JSON_DECODE_ANY, NULL);
		assert_true(json_is_number(json));
		json_decref(json);
	}
	for (int i = 0; i < 3; i++) {
		static const double odd[] = { NAN, INFINITY, -INFINITY };
		struct buffer out = { .arena = arena };

		buffer_real(&out, odd[i]);
		assert_string_equal(buffer_string(&out), "null");
	}
}

/* Every byte below 128 and every length of UTF-8 comes back from a JSON reader as it was. */
static void
json_texts(void **state)
{
	(void)state;
	for (unsigned first = 1; first < 0x2000; first++) {
		struct buffer out = { .arena = arena };
		char text[32];
		json_t *json;

		if (first < 0x80)
			snprintf(text, sizeof(text), "a%c\xc3\xb1\xe6\xbc\xa2\xf0\x9f\x98\x80%c", (int)first, (int)first);
		else if (first < 0x800)
			snprintf(text, sizeof(text), "%c%cz", (int)(0xc0 | first >> 6), (int)(0x80 | (first & 63)));
		else
			snprintf(text, sizeof(text), "%c%c%c", (int)(0xe0 | first >> 12), (int)(0x80 | (first >> 6 & 63)),
			    (int)(0x80 | (first & 63)));
		buffer_json_text(&out, text);
		json = json_loads(buffer_string(&out), JSON_DECODE_ANY, NULL);
		assert_non_null(json);
		assert_string_equal(json_string_value(json), text);
		json_decref(json);
		for (const char *c = buffer_string(&out); *c != '\0'; c++)
			assert_true((unsigned char)*c >= 0x20); /* one line, whatever is in it */
	}
}

static void
growth(void **state)
{
	struct buffer out = { .arena = arena }, empty = { .arena = arena };

	(void)state;
	assert_string_equal(buffer_string(&empty), "");
	buffer_json_text(&empty, NULL);
	assert_string_equal(buffer_string(&empty), "null");
	for (unsigned i = 0; i < 100000; i++) {
		buffer_byte(&out, (char)('a' + i % 26));
		assert_int_equal(out.length, i + 1);
	}
	for (unsigned i = 0; i < 100000; i++)
		assert_int_equal(buffer_string(&out)[i], 'a' + i % 26);
	assert_int_equal(buffer_string(&out)[100000], '\0');
	buffer_add(&out, "", 0);
	buffer_text(&out, "end");
	assert_string_equal(buffer_string(&out) + 100000, "end");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(integers, setup, teardown),
		cmocka_unit_test_setup_teardown(reals, setup, teardown),
		cmocka_unit_test_setup_teardown(json_texts, setup, teardown),
		cmocka_unit_test_setup_teardown(growth, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
