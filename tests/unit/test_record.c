/* Descriptors: JSON to struct to JSON, every type, every rule. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "buffer.h"
#include "record.h"

/* One of everything. */
struct part {
	const char *name;
	int64_t number;
};

struct word {
	const char *language, *text;
};

struct whole {
	uint64_t given;
	bool yes;
	int64_t number;
	double real;
	const char *text, *lines, *exact, *blank, *maybe, *shaped;
	int level;
	int64_t at, day;
	uint64_t id, secret, from_path, set;
	struct uuid uuid;
	const char **names;
	size_t n_names;
	struct part *part, *parts;
	size_t n_parts;
	struct word *words;
	size_t n_words;
	int64_t shown;
};

static const char *const level_names[] = { "", "low", "high", NULL };
static struct arena *arena;

/* clang-format off */
#define RECORD_STRUCT struct part
static const struct field part_fields[] = { TEXT(name, FIELD_required, 1, 10), INT(number, 0, -5, 5), FIELDS_END };
#undef RECORD_STRUCT
static RECORD_SHORT(part, "name");

#define RECORD_STRUCT struct word
static const struct field word_fields[] = { TEXT_OF(language, 0, 2, 2, "language"), TEXT(text, 0, 1, 20), FIELDS_END };
#undef RECORD_STRUCT
static RECORD_SHORT(word, "text");

#define RECORD_STRUCT struct whole
static const struct field whole_fields[] = {
	BOOL(yes, 0), INT(number, 0, -10, 10), REAL(real, 0, 0.5, 1.5), TEXT(text, 0, 2, 4), TEXT(lines, FIELD_lines, 1, 20),
	TEXT(exact, FIELD_exact, 0, 10), TEXT(blank, FIELD_empty, 0, 10), TEXT(maybe, FIELD_nullable, 1, 10),
	TEXT_OF(shaped, 0, 1, 20, "identifier"), ENUM(level, 0, level_names), INSTANT(at, 0), DAY(day, 0), ID(id, 0), KEY(secret),
	ID(from_path, FIELD_path), ID(set, FIELD_router), UUID(uuid, 0), TEXTS(names, 0, 1, 3, 5), OBJECT(part, FIELD_nullable, part_record),
	LIST(parts, 0, part_record, 0, 2), MAP(words, 0, word_record, 2), INT(shown, FIELD_read_only, 0, 100), FIELDS_END
};
#undef RECORD_STRUCT
static RECORD_PATCH(whole);
/* clang-format on */

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

/* Read ${text} into ${whole}; return what is wrong with it, as "pointer code; ...". */
static const char *
wrong(const char *text, struct whole *whole)
{
	struct problems problems = { .arena = arena };
	struct buffer out = { .arena = arena };
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	record_clear(&whole_record, whole);
	record_read(&whole_record, json, "", whole, &problems);
	json_decref(json);
	for (size_t i = 0; i < problems.count && i < PROBLEMS_MAX; i++)
		buffer_text(&out, arena_printf(arena, "%s%s %s", i > 0 ? "; " : "", problems.items[i].pointer, problems.items[i].code));
	return buffer_string(&out);
}

static void
round_trip(void **state)
{
	static const char text[] = "{\"yes\":true,\"number\":-10,\"real\":0.75,\"text\":\"\xc3\xb1" "and\",\"lines\":\"a\\nb\","
	    "\"exact\":\" e\xcc\x81 \",\"blank\":\"\",\"maybe\":null,\"shaped\":\"a_1\",\"level\":\"high\","
	    "\"at\":\"2026-01-31T12:00:00.500Z\",\"day\":\"2024-02-29\",\"id\":\"18446744073709551615\","
	    "\"uuid\":\"8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f60718\",\"names\":[\"a\",\"b\"],\"part\":{\"name\":\"x\",\"number\":5},"
	    "\"parts\":[{\"name\":\"y\",\"number\":-5}],\"words\":{\"es\":\"uno\",\"fr\":\"un\"}}";
	struct buffer out = { .arena = arena };
	struct whole whole;

	(void)state;
	assert_string_equal(wrong(text, &whole), "");
	assert_true(whole.yes && whole.number == -10 && whole.real == 0.75 && whole.level == 2 && whole.id == UINT64_MAX);
	assert_true(whole.maybe == NULL && whole.n_names == 2 && whole.n_words == 2 && whole.part->number == 5);
	assert_string_equal(whole.words[0].language, "es");
	assert_string_equal(whole.words[1].text, "un");
	whole.blank = "x"; /* an empty text is written like an absent one only when it is absent */
	record_write(&out, &whole_record, &whole);
	assert_non_null(strstr(buffer_string(&out), "\"blank\":\"x\""));
	whole.blank = "";
	out.length = 0;
	record_write(&out, &whole_record, &whole);
	assert_string_equal(buffer_string(&out), text);
}

/* What is absent is left out, null where null is allowed, and lists are empty lists. */
static void
absent(void **state)
{
	struct buffer out = { .arena = arena };
	struct whole whole;

	(void)state;
	assert_string_equal(wrong("{}", &whole), "");
	assert_int_equal(whole.given, 0);
	assert_true(whole.number == ABSENT && isnan(whole.real) && whole.text == NULL && whole.level == 0 && whole.at == ABSENT &&
	    whole.id == 0 && whole.n_parts == 0 && whole.part == NULL);
	for (const struct field *field = whole_fields; field->name != NULL; field++)
		assert_true(field->type == FIELD_bool ? !field_absent(field, &whole) : field_absent(field, &whole));
	record_write(&out, &whole_record, &whole);
	assert_string_equal(buffer_string(&out), "{\"yes\":false,\"maybe\":null,\"names\":[],\"part\":null,\"parts\":[],\"words\":{}}");
}

/* Bit i tells that field i was sent, also when it was null. */
static void
given(void **state)
{
	struct whole whole;

	(void)state;
	assert_string_equal(wrong("{\"number\":1,\"maybe\":null,\"words\":{}}", &whole), "");
	for (size_t i = 0; whole_fields[i].name != NULL; i++) {
		const char *name = whole_fields[i].name;
		bool sent = strcmp(name, "number") == 0 || strcmp(name, "maybe") == 0 || strcmp(name, "words") == 0;

		assert_int_equal(whole.given >> i & 1, sent);
	}
}

static void
rules(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text, *wrong;
	} rows[] = {
		{ "{\"yes\":1}", "/yes type" }, { "{\"yes\":null}", "/yes type" },
		{ "{\"number\":11}", "/number too_large" }, { "{\"number\":-11}", "/number too_small" }, { "{\"number\":1.0}", "/number type" },
		{ "{\"number\":9223372036854775807}", "/number too_large" }, { "{\"number\":-9223372036854775808}", "/number too_small" },
		{ "{\"number\":\"1\"}", "/number type" }, { "{\"real\":1}", "" }, { "{\"real\":1.6}", "/real too_large" },
		{ "{\"real\":0.4}", "/real too_small" }, { "{\"real\":\"1\"}", "/real type" },
		{ "{\"text\":\"a\"}", "/text too_short" }, { "{\"text\":\"abcde\"}", "/text too_long" }, { "{\"text\":\"\"}", "/text required" },
		{ "{\"text\":\" \\u00a0 \"}", "/text required" }, { "{\"text\":\"  ab  \"}", "" }, { "{\"text\":\"a\\nb\"}", "/text text" },
		{ "{\"text\":\"a\\u202eb\"}", "/text text" }, { "{\"text\":\"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\"}", "" },
		{ "{\"text\":\"e\xcc\x81\xcc\xa3z\"}", "" }, { "{\"text\":null}", "/text type" }, { "{\"maybe\":null}", "" },
		{ "{\"lines\":\"a\\n\\tb\"}", "" }, { "{\"lines\":\"a\\u0007\"}", "/lines text" }, { "{\"exact\":\"\\u202e\\n\"}", "" },
		{ "{\"exact\":\"01234567890\"}", "/exact too_long" }, { "{\"blank\":\"   \"}", "" }, { "{\"shaped\":\"A\"}", "/shaped format" },
		{ "{\"shaped\":\"_a\"}", "/shaped format" }, { "{\"level\":\"mid\"}", "/level choice" }, { "{\"level\":\"\"}", "/level choice" },
		{ "{\"level\":1}", "/level type" }, { "{\"at\":\"2026-01-31\"}", "/at type" }, { "{\"at\":1}", "/at type" },
		{ "{\"day\":\"2025-02-29\"}", "/day type" }, { "{\"id\":7}", "/id type" }, { "{\"id\":\"0\"}", "/id type" },
		{ "{\"id\":\"07\"}", "/id type" }, { "{\"id\":\"18446744073709551616\"}", "/id type" }, { "{\"id\":\"7x\"}", "/id type" },
		{ "{\"uuid\":\"x\"}", "/uuid type" }, { "{\"uuid\":\"00000000-0000-0000-0000-000000000000\"}", "/uuid type" },
		{ "{\"secret\":\"7\"}", "/secret unknown_field" }, { "{\"from_path\":\"7\"}", "/from_path unknown_field" },
		{ "{\"set\":\"7\"}", "/set unknown_field" }, { "{\"shown\":7}", "/shown unknown_field" }, { "{\"given\":7}", "/given unknown_field" },
		{ "{\"names\":[]}", "/names too_few" }, { "{\"names\":[\"a\",\"b\",\"c\",\"d\"]}", "/names too_many" },
		{ "{\"names\":[\"a\",1,\"abcdef\",\"\"]}", "/names too_many" }, { "{\"names\":[\"a\",1,\"abcdef\"]}", "/names/1 type; /names/2 too_long" },
		{ "{\"names\":\"a\"}", "/names type" }, { "{\"part\":\"x\"}", "" }, { "{\"part\":{}}", "/part/name required" },
		{ "{\"part\":{\"name\":\"x\",\"more\":1}}", "/part/more unknown_field" }, { "{\"part\":null}", "" }, { "{\"part\":[]}", "/part type" },
		{ "{\"parts\":[\"x\",{\"name\":\"y\",\"number\":6}]}", "/parts/1/number too_large" }, { "{\"parts\":[1]}", "/parts/0 type" },
		{ "{\"parts\":null}", "/parts type" }, { "{\"words\":{\"xx\":\"a\"}}", "/words/xx format" },
		{ "{\"words\":{\"es\":1}}", "/words/es type" }, { "{\"words\":{\"es\":{\"text\":\"a\",\"language\":\"fr\"}}}", "/words/es/language unknown_field" },
		{ "{\"words\":{\"en\":\"a\",\"es\":\"b\",\"fr\":\"c\"}}", "/words too_many" }, { "{\"words\":[]}", "/words type" },
		{ "{\"a/b\":1,\"c~d\":1}", "/a~1b unknown_field; /c~0d unknown_field" }, { "{\"parts\":[{\"name\":\"x\",\"a/b\":1}]}", "/parts/0/a~1b unknown_field" },
		{ "{\"number\":11,\"text\":\"\",\"x\":1,\"id\":\"0\"}", "/number too_large; /text required; /x unknown_field; /id type" },
	};
	/* clang-format on */
	struct whole whole;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strcmp(wrong(rows[i].text, &whole), rows[i].wrong) != 0)
			fail_msg("%s: %s", rows[i].text, wrong(rows[i].text, &whole));
}

/* What breaks a rule is not kept: whoever looks at the rest sees it as absent. */
static void
refused_is_absent(void **state)
{
	struct whole whole;

	(void)state;
	assert_string_not_equal(wrong("{\"number\":9223372036854775807,\"real\":1e300,\"text\":\"abcde\",\"level\":\"mid\",\"id\":\"7x\","
	    "\"shaped\":\"_a\",\"at\":\"2026-01-31T12:00\",\"day\":\"2026-01-32\",\"uuid\":\"8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f6071g\"}", &whole), "");
	assert_true(whole.number == ABSENT && isnan(whole.real) && whole.text == NULL && whole.level == 0 && whole.id == 0 &&
	    whole.shaped == NULL && whole.at == ABSENT && whole.day == ABSENT && field_absent(record_find(&whole_record, "uuid"), &whole));
}

/* Path segments and query parameters. */
static void
parameters(void **state)
{
	/* clang-format off */
	static const struct {
		const char *name, *text;
		bool good;
	} rows[] = {
		{ "yes", "true", true }, { "yes", "false", true }, { "yes", "1", false }, { "yes", "TRUE", false }, { "number", "7", true },
		{ "number", "-7", true }, { "number", "+7", false }, { "number", " 7", false }, { "number", "7 ", false }, { "number", "", false },
		{ "number", "-", false }, { "number", "7.0", false }, { "number", "99999999999999999999", false }, { "number", "11", false },
		{ "number", "0x7", false }, { "real", "0.75", true }, { "real", "2", false }, { "real", "abc", false }, { "real", "nan", false },
		{ "real", "", false }, { "id", "1", true }, { "id", "0", false }, { "id", "-1", false }, { "level", "low", true },
		{ "level", "", false }, { "text", "abc", true }, { "text", "abcde", false }, { "day", "2026-01-31", true }, { "day", "x", false },
		{ "uuid", "8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f60718", true }, { "uuid", "8c5d7d3e", false },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct problems problems = { .arena = arena };
		struct whole whole;

		record_clear(&whole_record, &whole);
		record_read_text(record_find(&whole_record, rows[i].name), rows[i].text, &whole, &problems);
		if ((problems.count == 0) != rows[i].good)
			fail_msg("%s=%s", rows[i].name, rows[i].text);
		if (rows[i].good)
			assert_false(field_absent(record_find(&whole_record, rows[i].name), &whole));
	}
}

/* More problems than are kept are counted. */
static void
many(void **state)
{
	struct problems problems = { .arena = arena };

	(void)state;
	for (int i = 0; i < 3 * PROBLEMS_MAX; i++)
		problems_add(&problems, "/x", "type", "number %d", i);
	assert_int_equal(problems.count, 3 * PROBLEMS_MAX);
	assert_string_equal(problems.items[PROBLEMS_MAX - 1].message, "number 99");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(absent, setup, teardown),
		cmocka_unit_test_setup_teardown(given, setup, teardown),
		cmocka_unit_test_setup_teardown(rules, setup, teardown),
		cmocka_unit_test_setup_teardown(refused_is_absent, setup, teardown),
		cmocka_unit_test_setup_teardown(parameters, setup, teardown),
		cmocka_unit_test_setup_teardown(many, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
