/*
 * What holds for every sentence: the same input gives the same reading, capital
 * letters and punctuation never cost credit, NFC and NFD read alike, and no
 * bytes make the matcher fail or point outside its text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "matcher_cases.h"
#include "text.h"

enum { WIDE = 2048, SENTENCES = 4000, PHASES = 300, SOUP = 4096, TEXT = 600 };

static struct table table;
static struct arena *arena;
static uint64_t random_state = 20261101;

/* Return a number below ${n} (xorshift64). */
static size_t
below(size_t n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (size_t)((random_state >> 16) % n);
}

static int
group_open(void **state)
{
	(void)state;
	table_open(&table);
	arena = arena_new();
	return 0;
}

static int
group_close(void **state)
{
	(void)state;
	table_close(&table);
	arena_free(arena);
	return 0;
}

/* Return all of ${reading} as one text. */
static const char *
reading_print(const struct reading *reading)
{
	const char *text = arena_printf(arena, "%s|%u|%d|%d|%d|%s|%.6f|%zu", reading->text, reading->intents,
	    reading->only_intent, reading->sentence_like, reading->on_topic,
	    reading->asked == NULL ? "-" : reading->asked, reading->native_share, reading->bare_n);

	for (size_t i = 0; i < reading->n_tokens; i++) {
		const struct token *token = &reading->tokens[i];

		text = arena_printf(arena, "%s\n%s/%s %zu-%zu %zu %d%d%d%d", text, token->folded, token->stem,
		    token->begin, token->end, token->clause, token->function_word, token->known, token->topic,
		    token->native);
	}
	for (size_t i = 0; i < reading->n_matches; i++) {
		const struct match *match = &reading->matches[i];

		text = arena_printf(arena, "%s\n%d.%zu %zu %zu-%zu %zu %d %d %s %s %d", text, match->kind, match->item,
		    match->pattern, match->begin, match->end, match->clause, match->outcome, match->remark,
		    match->seen == NULL ? "-" : match->seen, match->wanted == NULL ? "-" : match->wanted,
		    match->alone);
		for (size_t j = 0; j < match->n_slots; j++)
			text = arena_printf(arena, "%s {%d %s}", text, match->slots[j].slot, match->slots[j].text);
	}
	return text;
}

static struct reading
read_text(const struct matcher *matcher, const char *text)
{
	struct reading reading;

	matcher_read(matcher, arena, text, &reading);
	return reading;
}

/* Call ${check} for every sentence of the table, with its phase. */
static void
each_case(void (*check)(const struct phase *phase, const char *sentence))
{
	for (size_t i = 0; i < json_array_size(table.cases); i++) {
		const json_t *row = json_array_get(table.cases, i);

		if (json_is_string(row))
			continue;
		check(phase_get(&table, text_at(row, 0)), text_at(row, 1));
		arena_reset(arena);
	}
}

/* Fail unless every match of ${sentence} that has credit has it in ${variant} too. */
static void
credit_kept(const struct phase *phase, const char *sentence, const char *variant)
{
	struct reading before = read_text(phase->matcher, sentence), after = read_text(phase->matcher, variant);

	for (size_t i = 0; i < before.n_matches; i++) {
		const struct match *match = &before.matches[i];
		bool kept = match->outcome == MATCH_almost;

		for (size_t j = 0; j < after.n_matches && !kept; j++)
			kept = after.matches[j].kind == match->kind && after.matches[j].item == match->item &&
			    after.matches[j].outcome != MATCH_almost;
		if (!kept)
			fail_msg("%s %s of «%s» has no credit in «%s»", kinds[match->kind],
			    phase->items[match->kind][match->item], sentence, variant);
	}
}

static void
check_same(const struct phase *phase, const char *sentence)
{
	struct reading first = read_text(phase->matcher, sentence), again = read_text(phase->matcher, sentence);

	assert_string_equal(reading_print(&first), reading_print(&again));
	assert_true(first.n_tokens == 0 || reading_overlap(&first, &again) == 1.0);
}

static void
test_same(void **unused)
{
	(void)unused;
	each_case(check_same);
}

/* Return ${text} turned by ICU: 'U' upper case, 'L' lower case, 'D' NFD. */
static const char *
text_turn(const char *text, char how)
{
	UChar from[WIDE], to[WIDE];
	int32_t length, turned;
	UErrorCode status = U_ZERO_ERROR;
	char *result = arena_alloc(arena, WIDE * 3);

	u_strFromUTF8(from, WIDE, &length, text, -1, &status);
	turned = how == 'U' ? u_strToUpper(to, WIDE, from, length, "", &status) :
	    how == 'L' ? u_strToLower(to, WIDE, from, length, "", &status) :
	    unorm2_normalize(unorm2_getNFDInstance(&status), from, length, to, WIDE, &status);
	u_strToUTF8(result, WIDE * 3, NULL, to, turned, &status);
	assert_true(U_SUCCESS(status));
	return result;
}

static void
check_capitals(const struct phase *phase, const char *sentence)
{
	credit_kept(phase, sentence, text_turn(sentence, 'U'));
	credit_kept(phase, sentence, text_turn(sentence, 'L'));
}

static void
test_capitals(void **unused)
{
	(void)unused;
	each_case(check_capitals);
}

/* Return ${text} without ¿ ¡ and the marks that close sentences. */
static const char *
text_strip(const char *text)
{
	char *to, *plain = to = arena_alloc(arena, strlen(text) + 1);

	for (size_t at = 0, begin = 0; text[begin] != '\0'; begin = at) {
		uint32_t point = text_next(text, &at);
		bool digits = begin > 0 && text[begin - 1] >= '0' && text[begin - 1] <= '9';

		if (point == 0xBF || point == 0xA1 || point == '!' || point == '?' || point == 0x3002 ||
		    point == 0xFF01 || point == 0xFF1F || ((point == '.' || point == ',') && !digits))
			continue;
		memcpy(to, text + begin, at - begin);
		to += at - begin;
	}
	*to = '\0';
	return plain;
}

static void
check_punctuation(const struct phase *phase, const char *sentence)
{
	credit_kept(phase, sentence, text_strip(sentence));
	credit_kept(phase, sentence, arena_printf(arena, "«%s»!!!", sentence));
	credit_kept(phase, sentence, arena_printf(arena, "  – %s …", sentence));
	credit_kept(phase, sentence, arena_printf(arena, "\"(%s)\" ;-)", sentence));
	credit_kept(phase, sentence, arena_printf(arena, "\n%s。\n", sentence));
}

static void
test_punctuation(void **unused)
{
	(void)unused;
	each_case(check_punctuation);
}

static void
check_normal_form(const struct phase *phase, const char *sentence)
{
	struct reading nfc = read_text(phase->matcher, sentence);
	struct reading nfd = read_text(phase->matcher, text_turn(sentence, 'D'));

	assert_string_equal(reading_print(&nfc), reading_print(&nfd));
}

static void
test_normal_form(void **unused)
{
	(void)unused;
	each_case(check_normal_form);
}

static void
check_span(const struct reading *reading, size_t begin, size_t end)
{
	assert_true(begin < end && end <= strlen(reading->text));
	assert_true(((unsigned char)reading->text[begin] & 0xC0) != 0x80);
	assert_true(((unsigned char)reading->text[end] & 0xC0) != 0x80);
}

static void
check_match(const struct reading *reading, const struct match *match)
{
	check_span(reading, match->begin, match->end);
	assert_true(match->clause < reading->n_clauses);
	assert_in_range(match->outcome, MATCH_exact, MATCH_almost);
	assert_in_range(match->remark, REMARK_none, REMARK_other_word);
	assert_int_equal(match->outcome == MATCH_exact, match->remark == REMARK_none);
	assert_int_equal(match->seen != NULL, match->remark != REMARK_none);
	assert_int_equal(match->wanted != NULL, match->remark != REMARK_none);
	assert_true(match->n_slots <= MATCH_SLOTS);
	for (size_t i = 0; i < match->n_slots; i++)
		assert_true(text_length(match->slots[i].text) <= 40);
}

/* Check all that must hold for any reading of anything. */
static void
check_reading(const struct reading *reading)
{
	size_t counted = 0;

	assert_true(text_is_utf8(reading->text, strlen(reading->text)));
	for (size_t i = 0; i < reading->n_tokens; i++) {
		const struct token *token = &reading->tokens[i];

		check_span(reading, token->begin, token->end);
		assert_true(*token->folded != '\0' && token->clause < reading->n_clauses);
		assert_true(!token->function_word || token->known);
		assert_true(i == 0 || (token->begin >= reading->tokens[i - 1].begin &&
		    token->clause >= reading->tokens[i - 1].clause));
	}
	for (size_t i = 0; i < reading->n_clauses; i++) {
		assert_true(reading->clauses[i].first + reading->clauses[i].count <= reading->n_tokens);
		counted += reading->clauses[i].count;
	}
	assert_int_equal(counted, reading->n_tokens);
	for (size_t i = 0; i < reading->n_matches; i++) {
		check_match(reading, &reading->matches[i]);
		assert_true(i == 0 || reading->matches[i].begin >= reading->matches[i - 1].begin);
		for (size_t j = 0; j < i; j++)
			assert_true(reading->matches[i].kind != reading->matches[j].kind ||
			    reading->matches[i].item != reading->matches[j].item);
	}
	assert_true(reading->native_share >= 0 && reading->native_share <= 1);
	assert_true(reading->bare_n <= reading->n_tokens);
}

/* Pieces that sentences and patterns are thrown together from. */
static const char *soup[SOUP];
static size_t n_soup;

static void
soup_add(const char *text)
{
	static const char *const separators[] = { " ", ", ", ". ", "-", "'", "…", "" };

	while (*text != '\0' && n_soup + 1 < SOUP) {
		size_t length = strcspn(text, " ,.!?");

		if (length > 0)
			soup[n_soup++] = strndup(text, length);
		text += length;
		text += strspn(text, " ,.!?");
	}
	if (n_soup + 1 < SOUP)
		soup[n_soup++] = strdup(separators[below(COUNT(separators))]);
}

static void
soup_cook(void)
{
	static const char *const spice[] = { "{n}", "{time}", "{name}", "{", "}", "{x}", "…", "...", "\xFF", "\xC3",
		"\xF0\x9F\x98\x80", "\u202E", "\u200D", "\u0301", "\uFF9E", "ß", "İ", "ŉ", "ﬁ", "ー", "々", "1", "7:30",
		"3.5", "'", "-", "\n", "\t", "\x01", "一", "ｱ", "한국어", "עברית", "", "'''", "--" };

	for (size_t i = 0; i < json_array_size(table.cases); i++)
		if (json_is_array(json_array_get(table.cases, i)))
			soup_add(text_at(json_array_get(table.cases, i), 1));
	for (size_t i = 0; i < COUNT(spice) && n_soup < SOUP; i++)
		soup[n_soup++] = strdup(spice[i]);
}

static void
soup_pour_away(void)
{
	while (n_soup > 0)
		free((void *)(uintptr_t)soup[--n_soup]);
}

static const char *
soup_ladle(size_t most)
{
	size_t n = below(most) + 1;
	const char *text = "";

	while (n-- > 0 && strlen(text) < TEXT)
		text = arena_printf(arena, "%s%s%s", text, soup[below(n_soup)], below(4) == 0 ? "" : " ");
	return text;
}

static void
test_soup(void **unused)
{
	(void)unused;
	soup_cook();
	for (size_t i = 0; i < SENTENCES; i++) {
		size_t skip = below(json_object_size(table.phases));
		void *phase = json_object_iter(table.phases);
		struct reading reading;

		while (skip-- > 0)
			phase = json_object_iter_next(table.phases, phase);
		reading = read_text(phase_get(&table, json_object_iter_key(phase))->matcher, soup_ladle(24));
		check_reading(&reading);
		arena_reset(arena);
	}
	soup_pour_away();
}

/* Patterns thrown together must compile, and read what they say and anything else. */
static void
test_patterns(void **unused)
{
	static const char *const classes[] = { NULL, "noun", "verb", "v1", "v5", "vs", "vk", "adj-i" };

	(void)unused;
	soup_cook();
	for (size_t i = 0; i < PHASES; i++) {
		const struct language *language = language_get(arena, language_codes[i % LANGUAGE_COUNT]);
		struct pattern patterns[6];
		struct matcher *matcher;

		for (size_t j = 0; j < COUNT(patterns); j++)
			patterns[j] = (struct pattern){ .kind = (enum pattern_kind)(1 + below(5)), .item = below(3),
				.text = soup_ladle(8), .part_of_speech = classes[below(COUNT(classes))],
				.reading = below(2) == 0 ? NULL : soup_ladle(2) };
		matcher = matcher_new(arena, language, NULL,
		    &(struct phase_text){ patterns, COUNT(patterns), NULL, 0 });
		for (size_t j = 0; j < 10; j++) {
			struct reading reading = read_text(matcher,
			    j < COUNT(patterns) ? patterns[j].text : soup_ladle(24));

			check_reading(&reading);
		}
		arena_reset(arena);
	}
	soup_pour_away();
}

/* Random bytes, and texts longer than what is read. */
static void
test_bytes(void **unused)
{
	struct phase *phase = phase_get(&table, "ja.words");
	char bytes[3001];

	(void)unused;
	for (size_t i = 0; i < SENTENCES; i++) {
		size_t n = below(i % 50 == 0 ? 3000 : 60);
		struct reading reading;

		for (size_t j = 0; j < n; j++)
			bytes[j] = (char)(1 + below(255));
		bytes[n] = '\0';
		reading = read_text(phase->matcher, bytes);
		check_reading(&reading);
		assert_true(text_is_utf8(bytes, n) || *reading.text == '\0' || n > 500);
		arena_reset(arena);
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same), cmocka_unit_test(test_capitals), cmocka_unit_test(test_punctuation),
		cmocka_unit_test(test_normal_form), cmocka_unit_test(test_soup), cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_bytes),
	};

	data_choose(argc, argv);
	return cmocka_run_group_tests(tests, group_open, group_close);
}
