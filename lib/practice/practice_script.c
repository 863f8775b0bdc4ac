/* What a phase's script leaves unsaid: evidence of goals, kinds and goals of lines. */

#include "practice_private.h"

#include <string.h>

/* What is needed to compare texts by their content words. */
struct script {
	struct arena *arena;
	struct arena *scratch; /* for what is not kept */
	const struct course *course;
	const struct matcher *matcher;
	struct course_phase *phase;
	const struct reading **phrases; /* read once */
};

static const struct reading *
read_text(const struct script *script, const char *text)
{
	struct reading *reading = arena_alloc(script->scratch, sizeof *reading);

	matcher_read(script->matcher, script->scratch, text, reading);
	return reading;
}

/* Return how many content words of ${a} are in ${b}, by stem. */
static size_t
content_shared(const struct reading *a, const struct reading *b)
{
	size_t shared = 0;

	for (size_t i = 0; i < a->n_tokens; i++)
		for (size_t j = 0; j < b->n_tokens && !a->tokens[i].function_word; j++)
			if (strcmp(a->tokens[i].stem, b->tokens[j].stem) == 0) {
				shared++;
				break;
			}
	return shared;
}

/* Give phrase ${i} to ${goal} as evidence. */
static void
give_phrase(const struct script *script, struct course_goal *goal, size_t i)
{
	const struct phase *source = script->phase->source;

	if (goal->evidence == NULL)
		goal->evidence = arena_array(script->arena, source->n_essential_phrases,
		    sizeof *goal->evidence);
	goal->evidence[goal->n_evidence++] = source->essential_phrases[i].text;
}

/*
 * Goals without evidence get the phrases that share a content word with them;
 * the other phrases are dealt out in order among those that got none.
 */
static void
deal_phrases(const struct script *script)
{
	struct course_phase *phase = script->phase;
	size_t n = phase->source->n_essential_phrases, rest = 0, poor = 0, dealt = 0;
	bool *taken = arena_array(script->scratch, n, sizeof *taken);
	struct course_goal **bare = arena_array(script->scratch, phase->n_goals, sizeof *bare);

	for (size_t g = 0; g < phase->n_goals; g++) {
		struct course_goal *goal = &phase->goals[g];
		const struct reading *text = read_text(script, goal->source->text);

		if (goal->source->n_evidence > 0)
			continue;
		for (size_t i = 0; i < n; i++)
			if (content_shared(text, script->phrases[i]) > 0) {
				give_phrase(script, goal, i);
				taken[i] = true;
			}
		if (goal->n_evidence == 0 && goal->source->model == NULL)
			bare[poor++] = goal;
	}
	for (size_t i = 0; i < n; i++)
		rest += !taken[i];
	for (size_t i = 0; i < n && poor > 0; i++)
		if (!taken[i])
			give_phrase(script, bare[dealt++ * poor / rest], i);
}

static bool
has_gap(const char *pattern)
{
	return strchr(pattern, '{') != NULL || strstr(pattern, "…") != NULL;
}

/* Return a sentence that reaches ${goal}: its model, else evidence without gaps, else NULL. */
static const char *
goal_model(const struct script *script, const struct course_goal *goal)
{
	if (goal->source->model != NULL)
		return practice_fill(script->arena, goal->source->model, NULL);
	for (size_t i = 0; i < goal->n_evidence; i++)
		if (!has_gap(goal->evidence[i]))
			return goal->evidence[i];
	return NULL;
}

static void
read_goals(const struct script *script)
{
	struct course_phase *phase = script->phase;

	phase->n_goals = phase->source->n_success_criteria;
	phase->goals = arena_array(script->arena, phase->n_goals, sizeof *phase->goals);
	for (size_t g = 0; g < phase->n_goals; g++) {
		const struct criterion *source = &phase->source->success_criteria[g];

		phase->goals[g].source = source;
		phase->goals[g].meaning = practice_translation(script->course, source->translations,
		    source->n_translations);
		if (phase->goals[g].meaning == NULL)
			phase->goals[g].meaning = source->text;
		phase->goals[g].evidence = source->evidence;
		phase->goals[g].n_evidence = source->n_evidence;
	}
	deal_phrases(script);
	for (size_t g = 0; g < phase->n_goals; g++)
		phase->goals[g].model.text = goal_model(script, &phase->goals[g]);
}

/* Return the goal with which ${text} shares most content words, or NONE. */
static size_t
goal_asked(const struct script *script, const char *text)
{
	const struct reading *line = read_text(script, text);
	size_t best = 0, goal = NONE;

	for (size_t g = 0; g < script->phase->n_goals; g++) {
		const struct course_goal *candidate = &script->phase->goals[g];
		size_t shared = content_shared(line, read_text(script, candidate->source->text));

		if (candidate->model.text != NULL)
			shared += content_shared(line, read_text(script, candidate->model.text));
		if (shared > best) {
			best = shared;
			goal = g;
		}
	}
	return goal;
}

/* Return the number of the goal called ${id}, or NONE. */
static size_t
goal_number(const struct course_phase *phase, const char *id)
{
	for (size_t g = 0; id != NULL && g < phase->n_goals; g++) {
		const char *goal = phase->goals[g].source->id;

		if (goal != NULL && strcmp(goal, id) == 0)
			return g;
	}
	return NONE;
}

static size_t
choice_number(const struct scenario *scenario, const char *id)
{
	for (size_t i = 0; id != NULL && i < scenario->n_choices; i++)
		if (strcmp(scenario->choices[i].id, id) == 0)
			return i;
	return NONE;
}

/* Return whether ${line} was written as a plain string. */
static bool
line_plain(const struct partner_line *line)
{
	return line->kind == 0 && line->goal == NULL && line->only_if == NULL && line->ack == NULL &&
	    line->n_expect == 0 && line->n_replies == 0 && line->n_again == 0;
}

static void
read_line(const struct script *script, size_t i)
{
	struct course_phase *phase = script->phase;
	const struct partner_line *source = &phase->source->partner_lines[i];
	struct course_line *line = &phase->lines[i];
	bool last = i > 0 && i + 1 == phase->n_lines;

	line->source = source;
	line->question = practice_question(script->arena, source->text);
	line->goal = goal_number(phase, source->goal);
	line->choice = choice_number(script->course->scenario, source->only_if);
	line->translation = practice_translation(script->course, source->translations,
	    source->n_translations);
	if (source->kind != 0)
		line->kind = (enum line_kind)source->kind;
	else if (line_plain(source) && last)
		line->kind = LINE_close;
	else if (line_plain(source))
		line->goal = goal_asked(script, source->text);
	if (line->kind == 0)
		line->kind = line->goal == NONE ? LINE_chat : LINE_ask;
}

void
practice_script(struct arena *arena, struct arena *scratch, const struct course *course,
    const struct matcher *matcher, struct course_phase *phase)
{
	struct script script = { arena, scratch, course, matcher, phase, NULL };
	const struct phase *source = phase->source;

	script.phrases = arena_array(scratch, source->n_essential_phrases, sizeof *script.phrases);
	for (size_t i = 0; i < source->n_essential_phrases; i++)
		script.phrases[i] = read_text(&script, source->essential_phrases[i].text);
	read_goals(&script);
	phase->n_lines = source->n_partner_lines;
	phase->lines = arena_array(arena, phase->n_lines, sizeof *phase->lines);
	phase->close = NONE;
	for (size_t i = 0; i < phase->n_lines; i++) {
		read_line(&script, i);
		if (phase->lines[i].kind == LINE_close)
			phase->close = i;
	}
}
