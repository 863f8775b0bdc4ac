/*
 * The matcher's table of cases, tests/matcher/cases.json: for each sentence
 * and phase, all the matches there must be and no others.
 *
 * test_matcher [DATA]: folder of the data (or $PARLANCE_DATA, or data/).
 */
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
#include "language.h"
#include "matcher.h"

#ifndef PARLANCE_SRCDIR
#define PARLANCE_SRCDIR "."
#endif
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { ITEMS = 64 };

static const char *const kinds[] = { "", "word", "phrase", "evidence", "expect", "reply" };
static const char *const outcomes[] = { "", "exact", "remark", "almost" };
static const char *const remarks[] = { "none", "accent", "spelling", "capital", "article", "measure", "negation",
	"informal", "script", "related", "other_word" };
static const char *const slot_names[] = { "", "free", "n", "time", "date", "name" };
static const char *const intent_names[] = { "yes", "no", "greeting", "thanks", "repeat", "slower", "meaning",
	"dont_know", "goodbye", "question" };

static const char *data = PARLANCE_SRCDIR "/data";

/* One phase of the table, compiled. */
struct phase {
	struct arena *arena;
	struct matcher *matcher;
	const char *items[COUNT(kinds)][ITEMS]; /* names, by kind and number */
	size_t n_items[COUNT(kinds)];
};

static size_t
name_index(const char *const *names, size_t n, const char *name)
{
	size_t i = 0;

	while (i < n && strcmp(names[i], name) != 0)
		i++;
	if (i == n)
		fail_msg("no such name: %s", name);
	return i;
}

static const struct language *
language_get(struct arena *arena, const char *code)
{
	const char *error = NULL;
	const struct language *language;

	if (code == NULL)
		return NULL;
	language = language_load(arena, arena_printf(arena, "%s/lang", data), code, &error);
	if (language == NULL)
		fail_msg("%s", error);
	return language;
}

static size_t
item_number(struct phase *phase, size_t kind, const char *name)
{
	size_t i = 0;

	while (i < phase->n_items[kind] && strcmp(phase->items[kind][i], name) != 0)
		i++;
	if (i == phase->n_items[kind]) {
		assert_true(i < ITEMS);
		phase->items[kind][phase->n_items[kind]++] = name;
	}
	return i;
}

static const char *
text_at(const json_t *list, size_t i)
{
	return json_string_value(json_array_get(list, i));
}

/* A pattern is [kind, item, text, part of speech or null, reading or null]. */
static void
phase_compile(struct phase *phase, const json_t *json)
{
	json_t *list = json_object_get(json, "patterns"), *topics = json_object_get(json, "topic");
	size_t n = json_array_size(list), n_topic = json_array_size(topics);
	struct pattern *patterns;
	const char **topic;

	phase->arena = arena_new();
	patterns = arena_array(phase->arena, n, sizeof(*patterns));
	topic = arena_array(phase->arena, n_topic + 1, sizeof(*topic));
	for (size_t i = 0; i < n; i++) {
		const json_t *row = json_array_get(list, i);
		size_t kind = name_index(kinds, COUNT(kinds), text_at(row, 0));

		patterns[i] = (struct pattern){ .kind = (enum pattern_kind)kind,
			.item = item_number(phase, kind, text_at(row, 1)), .text = text_at(row, 2),
			.part_of_speech = text_at(row, 3), .reading = text_at(row, 4) };
	}
	for (size_t i = 0; i < n_topic; i++)
		topic[i] = text_at(topics, i);
	phase->matcher = matcher_new(phase->arena,
	    language_get(phase->arena, json_string_value(json_object_get(json, "language"))),
	    language_get(phase->arena, json_string_value(json_object_get(json, "native"))), patterns, n, topic,
	    n_topic);
}

static const char *
match_text(struct arena *arena, const struct phase *phase, const struct reading *reading, size_t i)
{
	const struct match *match = &reading->matches[i];

	return arena_printf(arena, "%s %s %s %s «%.*s»", kinds[match->kind],
	    phase->items[match->kind][match->item], outcomes[match->outcome], remarks[match->remark],
	    (int)(match->end - match->begin), reading->text + match->begin);
}

/* Return the differences between the matches there are and those there must be; "" when there are none. */
static const char *
matches_differ(struct arena *arena, const struct phase *phase, const struct reading *reading, const json_t *want)
{
	const char *difference = "";
	bool *met = arena_array(arena, json_array_size(want) + 1, sizeof(*met));

	for (size_t i = 0; i < reading->n_matches; i++) {
		const char *text = match_text(arena, phase, reading, i);
		bool wanted = false;

		for (size_t j = 0; j < json_array_size(want) && !wanted; j++) {
			const json_t *row = json_array_get(want, j);
			const char *expected = arena_printf(arena, "%s %s %s %s «%s»", text_at(row, 0),
			    text_at(row, 1), text_at(row, 2), text_at(row, 3), text_at(row, 4));

			wanted = strcmp(text, expected) == 0;
			met[j] = met[j] || wanted;
		}
		if (!wanted)
			difference = arena_printf(arena, "%s\n\tnot wanted: %s", difference, text);
	}
	for (size_t j = 0; j < json_array_size(want); j++)
		if (!met[j]) {
			char *row = json_dumps(json_array_get(want, j), JSON_COMPACT);

			difference = arena_printf(arena, "%s\n\tmissing: %s", difference, row);
			free(row);
		}
	return difference;
}

/* Return ${reading}'s fact called ${name} as JSON, to be compared with the one wanted. */
static json_t *
fact_read(const struct reading *reading, const char *name)
{
	const struct match *first = reading->n_matches > 0 ? &reading->matches[0] : NULL;
	json_t *list;

	if (strcmp(name, "sentence_like") == 0)
		return json_boolean(reading->sentence_like);
	if (strcmp(name, "on_topic") == 0)
		return json_boolean(reading->on_topic);
	if (strcmp(name, "only_intent") == 0)
		return json_boolean(reading->only_intent);
	if (strcmp(name, "mostly_native") == 0)
		return json_boolean(reading->native_share > 0.5);
	if (strcmp(name, "asked") == 0)
		return reading->asked == NULL ? json_null() : json_string(reading->asked);
	if (strcmp(name, "bare_n") == 0)
		return json_integer((json_int_t)reading->bare_n);
	if (strcmp(name, "n_tokens") == 0)
		return json_integer((json_int_t)reading->n_tokens);
	if (strcmp(name, "alone") == 0)
		return json_boolean(first != NULL && first->alone);
	if (strcmp(name, "seen") == 0)
		return first == NULL || first->seen == NULL ? json_null() : json_string(first->seen);
	if (strcmp(name, "wanted") == 0)
		return first == NULL || first->wanted == NULL ? json_null() : json_string(first->wanted);
	list = json_array();
	if (strcmp(name, "intents") == 0)
		for (size_t i = 0; i < COUNT(intent_names); i++)
			if ((reading->intents & (UINT32_C(1) << i)) != 0)
				json_array_append_new(list, json_string(intent_names[i]));
	if (strcmp(name, "slots") == 0)
		for (size_t i = 0; first != NULL && i < first->n_slots; i++)
			json_array_append_new(list, json_pack("[s, s]", slot_names[first->slots[i].slot],
			    first->slots[i].text));
	return list;
}

static const char *
facts_differ(struct arena *arena, const struct reading *reading, json_t *facts)
{
	const char *difference = "", *name;
	json_t *want;

	json_object_foreach (facts, name, want) {
		json_t *got = fact_read(reading, name);

		if (!json_equal(got, want)) {
			char *text = json_dumps(got, JSON_COMPACT | JSON_ENCODE_ANY);

			difference = arena_printf(arena, "%s\n\t%s is %s", difference, name, text);
			free(text);
		}
		json_decref(got);
	}
	return difference;
}

/* Return the phase called ${name}, compiled at its first use. */
static struct phase *
phase_get(json_t *phases, struct phase *compiled, const char *name)
{
	struct phase *phase = compiled;
	const char *key;
	json_t *value;

	json_object_foreach (phases, key, value) {
		if (strcmp(key, name) == 0) {
			if (phase->matcher == NULL)
				phase_compile(phase, value);
			return phase;
		}
		phase++;
	}
	fail_msg("no phase %s", name);
	return NULL;
}

static void
test_cases(void **unused)
{
	json_error_t error;
	json_t *root = json_load_file(PARLANCE_SRCDIR "/tests/matcher/cases.json", JSON_REJECT_DUPLICATES, &error);
	json_t *phases = json_object_get(root, "phases"), *cases = json_object_get(root, "cases");
	struct phase *compiled = calloc(json_object_size(phases) + 1, sizeof(*compiled));
	struct arena *arena = arena_new();
	size_t failed = 0, n = json_array_size(cases);

	(void)unused;
	if (root == NULL)
		fail_msg("cases.json: line %d: %s", error.line, error.text);
	assert_non_null(compiled);
	/* A case is [phase, sentence, matches, facts]; a text alone is a heading. */
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *row = json_array_get(cases, i);
		struct reading reading;
		const char *difference;
		struct phase *phase;

		if (json_is_string(row)) {
			n--;
			continue;
		}
		phase = phase_get(phases, compiled, text_at(row, 0));
		matcher_read(phase->matcher, arena, text_at(row, 1), &reading);
		difference = arena_printf(arena, "%s%s",
		    matches_differ(arena, phase, &reading, json_array_get(row, 2)),
		    facts_differ(arena, &reading, json_array_get(row, 3)));
		if (*difference != '\0') {
			failed++;
			print_error("%s: %s%s\n", text_at(row, 0), text_at(row, 1), difference);
		}
		arena_reset(arena);
	}
	print_message("%zu cases, %zu failed\n", n, failed);
	for (size_t i = 0; i < json_object_size(phases); i++)
		arena_free(compiled[i].arena);
	free(compiled);
	arena_free(arena);
	json_decref(root);
	assert_int_equal(failed, 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	if (getenv("PARLANCE_DATA") != NULL)
		data = getenv("PARLANCE_DATA");
	if (argc > 1)
		data = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
