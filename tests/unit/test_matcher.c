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
#include <string.h>

#include <cmocka.h>

#include "matcher_cases.h"

static const char *const outcomes[] = { "", "exact", "remark", "almost" };
static const char *const remarks[] = { "none", "accent", "spelling", "capital", "article", "measure", "negation",
	"informal", "script", "related", "other_word" };
static const char *const slot_names[] = { "", "free", "n", "time", "date", "name" };
static const char *const intent_names[] = { "yes", "no", "greeting", "thanks", "repeat", "slower", "meaning",
	"dont_know", "goodbye", "question" };

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

static void
test_cases(void **unused)
{
	struct arena *arena = arena_new();
	struct table table;
	size_t failed = 0, n = 0;

	(void)unused;
	table_open(&table);
	/* A case is [phase, sentence, matches, facts]; a text alone is a heading. */
	for (size_t i = 0; i < json_array_size(table.cases); i++) {
		const json_t *row = json_array_get(table.cases, i);
		struct reading reading;
		const char *difference;
		struct phase *phase;

		if (json_is_string(row))
			continue;
		phase = phase_get(&table, text_at(row, 0));
		matcher_read(phase->matcher, arena, text_at(row, 1), &reading);
		difference = arena_printf(arena, "%s%s",
		    matches_differ(arena, phase, &reading, json_array_get(row, 2)),
		    facts_differ(arena, &reading, json_array_get(row, 3)));
		if (*difference != '\0')
			print_error("%s: %s%s\n", text_at(row, 0), text_at(row, 1), difference);
		failed += *difference != '\0';
		n++;
		arena_reset(arena);
	}
	print_message("%zu cases, %zu failed\n", n, failed);
	table_close(&table);
	arena_free(arena);
	assert_true(n >= 150);
	assert_int_equal(failed, 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	data_choose(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
