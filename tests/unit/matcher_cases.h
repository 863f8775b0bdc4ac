#ifndef PARLANCE_MATCHER_CASES_H
#define PARLANCE_MATCHER_CASES_H

/* Reads tests/matcher/cases.json for the tests of the matcher; include cmocka.h first. */

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "language.h"
#include "matcher.h"

#ifndef PARLANCE_SRCDIR
#define PARLANCE_SRCDIR "."
#endif
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { ITEMS = 64 };

static const char *const kinds[] = { "", "word", "phrase", "evidence", "expect", "reply" };

/* Folder of the data: the argument, else $PARLANCE_DATA, else the source's. */
static const char *data = PARLANCE_SRCDIR "/data";

/* One phase of the table, compiled. */
struct phase {
	struct arena *arena;
	struct matcher *matcher;
	const char *items[COUNT(kinds)][ITEMS]; /* names, by kind and number */
	size_t n_items[COUNT(kinds)];
};

/* The table and its phases. */
struct table {
	json_t *root, *phases, *cases;
	struct phase *compiled; /* in the order of phases */
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
	    language_get(phase->arena, json_string_value(json_object_get(json, "native"))),
	    &(struct phase_text){ patterns, n, topic, n_topic });
}


/* Return the phase called ${name}, compiled at its first use. */
static struct phase *
phase_get(struct table *table, const char *name)
{
	struct phase *phase = table->compiled;
	void *entry = json_object_iter(table->phases);

	for (; entry != NULL && strcmp(json_object_iter_key(entry), name) != 0; phase++)
		entry = json_object_iter_next(table->phases, entry);
	if (entry == NULL)
		fail_msg("no phase %s", name);
	if (phase->matcher == NULL)
		phase_compile(phase, json_object_iter_value(entry));
	return phase;
}

static void
table_open(struct table *table)
{
	json_error_t error;

	table->root = json_load_file(PARLANCE_SRCDIR "/tests/matcher/cases.json", JSON_REJECT_DUPLICATES, &error);
	if (table->root == NULL)
		fail_msg("cases.json: line %d: %s", error.line, error.text);
	table->phases = json_object_get(table->root, "phases");
	table->cases = json_object_get(table->root, "cases");
	table->compiled = calloc(json_object_size(table->phases) + 1, sizeof(*table->compiled));
	assert_non_null(table->compiled);
}

static void
table_close(struct table *table)
{
	for (size_t i = 0; i < json_object_size(table->phases); i++)
		arena_free(table->compiled[i].arena);
	free(table->compiled);
	json_decref(table->root);
}

static void
data_choose(int argc, char **argv)
{
	if (getenv("PARLANCE_DATA") != NULL)
		data = getenv("PARLANCE_DATA");
	if (argc > 1)
		data = argv[1];
}

#endif
