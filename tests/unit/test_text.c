/* Text: normal forms, folding, what may be stored, and the edges of UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena *arena;

static int
arena_make(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
arena_drop(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
test_utf8(void **unused)
{
	static const struct {
		const char *bytes;
		bool valid;
	} cases[] = {
		{ "", true }, { "a", true }, { "\xC3\xA9", true }, { "\xE6\xB0\xB4", true },
		{ "\xF0\x9F\x98\x80", true }, { "\x80", false }, { "\xC3", false }, { "\xC0\x80", false },
		{ "\xE0\x80\x80", false }, { "\xED\xA0\x80", false }, { "\xF4\x90\x80\x80", false },
		{ "\xF8\x88\x80\x80\x80", false }, { "a\xFFz", false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(text_is_utf8(cases[i].bytes, strlen(cases[i].bytes)), cases[i].valid);
	assert_false(text_is_utf8("a\0b", 3));
}

static void
test_length(void **unused)
{
	(void)unused;
	assert_int_equal(text_length(""), 0);
	assert_int_equal(text_length("año"), 3);
	assert_int_equal(text_length("水曜日"), 3);
	assert_int_equal(text_length("a\U0001F600b"), 3);
	assert_int_equal(text_length("a\xFF\xC3"), 3);
	assert_string_equal(text_head(arena, "año nuevo", 3), "año");
	assert_string_equal(text_head(arena, "año", 9), "año");
	assert_string_equal(text_head(arena, "año", 0), "");
}

static void
test_blank(void **unused)
{
	(void)unused;
	assert_true(text_is_blank(NULL));
	assert_true(text_is_blank(" \t\n\u00A0\u3000"));
	assert_false(text_is_blank(" . "));
	assert_string_equal(text_trim(arena, " \u3000a b\u00A0\n"), "a b");
	assert_string_equal(text_trim(arena, "a b"), "a b");
	assert_string_equal(text_trim(arena, "  "), "");
	assert_string_equal(text_trim(arena, ""), "");
}

static void
test_clean(void **unused)
{
	static const struct {
		const char *text;
		bool line, lines;
	} cases[] = {
		{ "Hola, ¿qué tal? 水 \U0001F600", true, true }, { "a\nb\tc", false, true }, { "a\rb", false, false },
		{ "a\x01", false, false }, { "a\x7F", false, false }, { "a\xC2\x85", false, false },
		{ "a\u202Eb", false, false }, { "a\u2066b", false, false }, { "a\u200Fb", false, false },
		{ "a\u200Bb", false, false }, { "\uFEFFa", false, false }, { "a\uFFFEb", false, false },
		{ "a\U0001FFFFb", false, false }, { "a\u2028b", false, false }, { "a\xFF", false, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(text_is_clean(cases[i].text, false), cases[i].line);
		assert_int_equal(text_is_clean(cases[i].text, true), cases[i].lines);
	}
}

static void
test_forms(void **unused)
{
	(void)unused;
	assert_string_equal(text_nfc(arena, "cafe\u0301"), "café");
	assert_string_equal(text_nfc(arena, "n\u0303a"), "ña");
	assert_string_equal(text_nfc(arena, "か\u3099"), "が");
	assert_string_equal(text_nfc(arena, "ＡＢ"), "ＡＢ");
	assert_string_equal(text_nfkc(arena, "ＡＢ４"), "AB4");
	assert_string_equal(text_nfkc(arena, "ｺｰﾋｰ"), "コーヒー");
	assert_string_equal(text_nfkc(arena, "ﾌﾞ"), "ブ");
	assert_null(text_nfc(arena, "a\xFF"));
	assert_null(text_nfkc(arena, "a\xC3"));
	assert_null(text_fold(arena, "a\xC3"));
}

static void
test_fold(void **unused)
{
	(void)unused;
	assert_string_equal(text_fold(arena, "ABC xyz"), "abc xyz");
	assert_string_equal(text_fold(arena, "Straße"), "strasse");
	assert_string_equal(text_fold(arena, "STRASSE"), "strasse");
	assert_string_equal(text_fold(arena, "ÉCOLE E\u0301"), "école é");
	assert_string_equal(text_fold(arena, "ΣΊΣΥΦΟΣ"), "σίσυφοσ");
	assert_string_equal(text_key(arena, "L\u2019Eau", 7), "l'eau");
	assert_string_equal(text_key(arena, "Week\u2010End!", 10), "week-end");
	assert_string_equal(text_key(arena, "\xFF", 1), "");
}

static void
test_bare(void **unused)
{
	(void)unused;
	assert_string_equal(text_bare(arena, "habitación", ""), "habitacion");
	assert_string_equal(text_bare(arena, "mañana", ""), "manana");
	assert_string_equal(text_bare(arena, "mañana está", "ñ"), "mañana esta");
	assert_string_equal(text_bare(arena, "schön ça Übung", ""), "schon ca Ubung");
	assert_string_equal(text_bare(arena, "水 œ ß", ""), "水 œ ß");
	assert_string_equal(text_bare(arena, "plain", ""), "plain");
}

/* Folding twice is folding once, and NFC changes nothing that is folded, for every code point. */
static void
test_every_point(void **unused)
{
	(void)unused;
	for (uint32_t point = 1; point <= 0x10FFFF; point += 1) {
		char text[5] = { 0 };
		const char *folded;

		if (point >= 0xD800 && point <= 0xDFFF)
			continue;
		if (point < 0x80) {
			text[0] = (char)point;
		} else if (point < 0x800) {
			text[0] = (char)(0xC0 | (point >> 6));
			text[1] = (char)(0x80 | (point & 0x3F));
		} else if (point < 0x10000) {
			text[0] = (char)(0xE0 | (point >> 12));
			text[1] = (char)(0x80 | ((point >> 6) & 0x3F));
			text[2] = (char)(0x80 | (point & 0x3F));
		} else {
			text[0] = (char)(0xF0 | (point >> 18));
			text[1] = (char)(0x80 | ((point >> 12) & 0x3F));
			text[2] = (char)(0x80 | ((point >> 6) & 0x3F));
			text[3] = (char)(0x80 | (point & 0x3F));
		}
		assert_int_equal(text_length(text), 1);
		folded = text_fold(arena, text);
		assert_non_null(folded);
		assert_string_equal(text_fold(arena, folded), folded);
		assert_string_equal(text_nfc(arena, folded), folded);
		arena_reset(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8), cmocka_unit_test(test_length), cmocka_unit_test(test_blank),
		cmocka_unit_test(test_clean), cmocka_unit_test(test_forms), cmocka_unit_test(test_fold),
		cmocka_unit_test(test_bare), cmocka_unit_test(test_every_point),
	};

	return cmocka_run_group_tests(tests, arena_make, arena_drop);
}
