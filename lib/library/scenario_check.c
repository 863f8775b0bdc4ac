#include "scenario.h"

#include <string.h>

#include "arena.h"
#include "input.h"
#include "record.h"
#include "text.h"

/* Texts seen so far, folded: enough for the few hundred of one scenario. */
struct seen {
	struct arena *arena;
	const char **texts;
	size_t count, capacity;
};

/* Return whether ${text} is new, comparing after case folding. */
static bool
seen_add(struct seen *seen, const char *text)
{
	const char *folded = text_fold(seen->arena, text);

	for (size_t i = 0; i < seen->count; i++)
		if (strcmp(seen->texts[i], folded) == 0)
			return false;
	if (seen->count == seen->capacity) {
		size_t capacity = seen->capacity == 0 ? 32 : seen->capacity * 2;
		const char **texts = arena_array(seen->arena, capacity, sizeof(*texts));

		if (seen->count > 0)
			memcpy(texts, seen->texts, seen->count * sizeof(*texts));
		seen->texts = texts;
		seen->capacity = capacity;
	}
	seen->texts[seen->count++] = folded;
	return true;
}

static bool
goal_exists(const struct phase *phase, const char *id)
{
	for (size_t i = 0; i < phase->n_success_criteria; i++)
		if (phase->success_criteria[i].id != NULL && strcmp(phase->success_criteria[i].id, id) == 0)
			return true;
	return false;
}

static bool
choice_exists(const struct scenario *scenario, const char *id)
{
	for (size_t i = 0; i < scenario->n_choices; i++)
		if (strcmp(scenario->choices[i].id, id) == 0)
			return true;
	return false;
}

static void
lists_check(struct arena *arena, const struct phase *phase, size_t number, struct problems *problems)
{
	struct seen words = { .arena = arena }, phrases = { .arena = arena };

	for (size_t i = 0; i < phase->n_key_vocabulary; i++) {
		const char *term = phase->key_vocabulary[i].term;

		if (term != NULL && !seen_add(&words, term))
			problems_add(problems, arena_printf(arena, "/phases/%zu/key_vocabulary/%zu", number, i), "repeated",
			    "the word %s stands twice in this phase", term);
		else if (term != NULL && strlen(text_fold(arena, term)) > 255)
			problems_add(problems, arena_printf(arena, "/phases/%zu/key_vocabulary/%zu", number, i), "too_long",
			    "the word must have at most 255 bytes when written in small letters");
	}
	for (size_t i = 0; i < phase->n_essential_phrases; i++) {
		const char *text = phase->essential_phrases[i].text;

		if (text != NULL && !seen_add(&phrases, text))
			problems_add(problems, arena_printf(arena, "/phases/%zu/essential_phrases/%zu", number, i), "repeated",
			    "the phrase %s stands twice in this phase", text);
	}
}

static void
goals_check(struct arena *arena, struct phase *phase, size_t number, struct problems *problems)
{
	struct seen ids = { .arena = arena };

	for (size_t i = 0; i < phase->n_success_criteria; i++) {
		struct criterion *criterion = &phase->success_criteria[i];

		if (criterion->id == NULL)
			criterion->id = arena_printf(arena, "g%zu", i + 1);
		if (!seen_add(&ids, criterion->id))
			problems_add(problems, arena_printf(arena, "/phases/%zu/success_criteria/%zu/id", number, i), "repeated",
			    "the id %s stands twice in this phase", criterion->id);
	}
}

static void
partner_check(struct arena *arena, const struct scenario *scenario, size_t number, struct problems *problems)
{
	const struct phase *phase = &scenario->phases[number];

	for (size_t i = 0; i < phase->n_partner_lines; i++) {
		const struct partner_line *line = &phase->partner_lines[i];

		if (line->goal != NULL && !goal_exists(phase, line->goal))
			problems_add(problems, arena_printf(arena, "/phases/%zu/partner_lines/%zu/goal", number, i), "reference",
			    "there is no criterion with the id %s in this phase", line->goal);
		if (line->only_if != NULL && !choice_exists(scenario, line->only_if))
			problems_add(problems, arena_printf(arena, "/phases/%zu/partner_lines/%zu/if", number, i), "reference",
			    "there is no choice with the id %s", line->only_if);
	}
}

/* A1, A2: beginner; B1, B2: intermediate; C1, C2: advanced. */
static void
level_check(const struct scenario *scenario, struct problems *problems)
{
	if (scenario->cefr_level != 0 && scenario->difficulty != 0 &&
	    (scenario->cefr_level + 1) / 2 != scenario->difficulty)
		problems_add(problems, "/cefr_level", "disagrees", "%s is not a %s level",
		    cefr_names[scenario->cefr_level], difficulty_names[scenario->difficulty]);
}

static void
overall_check(struct arena *arena, const struct scenario *scenario, struct problems *problems)
{
	struct seen words = { .arena = arena }, phrases = { .arena = arena }, ids = { .arena = arena };

	for (size_t i = 0; i < scenario->n_phases; i++) {
		const struct phase *phase = &scenario->phases[i];

		for (size_t k = 0; k < phase->n_key_vocabulary; k++)
			if (phase->key_vocabulary[k].term != NULL)
				(void)seen_add(&words, phase->key_vocabulary[k].term);
		for (size_t k = 0; k < phase->n_essential_phrases; k++)
			if (phase->essential_phrases[k].text != NULL)
				(void)seen_add(&phrases, phase->essential_phrases[k].text);
		if (phase->phase_id != NULL && !seen_add(&ids, phase->phase_id))
			problems_add(problems, arena_printf(arena, "/phases/%zu/phase_id", i), "repeated",
			    "the id %s stands twice", phase->phase_id);
	}
	if (words.count < 5)
		problems_add(problems, "/phases", "too_few", "a scenario needs at least 5 different words");
	if (phrases.count < 5)
		problems_add(problems, "/phases", "too_few", "a scenario needs at least 5 different phrases");
}

void
scenario_check(struct arena *arena, struct scenario *scenario, struct problems *problems)
{
	level_check(scenario, problems);
	for (size_t i = 0; i < scenario->n_phases; i++) {
		struct phase *phase = &scenario->phases[i];

		if (phase->phase_id == NULL)
			phase->phase_id = arena_printf(arena, "phase_%zu", i + 1);
		lists_check(arena, phase, i, problems);
		goals_check(arena, phase, i, problems);
		partner_check(arena, scenario, i, problems);
	}
	overall_check(arena, scenario, problems);
}

bool
scenario_read(const char *json, size_t length, struct scenario *scenario, struct problems *problems)
{
	json_t *root = input_parse(json, length, SCENARIO_TOKENS, problems);
	size_t before = problems->count;

	record_clear(&scenario_record, scenario);
	if (root == NULL)
		return false;
	record_read(&scenario_record, root, "", scenario, problems);
	scenario_check(problems->arena, scenario, problems);
	json_decref(root);
	return problems->count == before;
}
