/* A scenario made ready to be played. */

#include "practice_private.h"

#include <string.h>

#include "text.h"
#include "wordmap.h"

/* Patterns and topic texts of a phase while they are collected. */
struct harvest {
	struct arena *arena;
	struct pattern *patterns;
	size_t *pattern_topics; /* which topic text each pattern is */
	size_t n_patterns;
	const char **topic;
	size_t n_topic;
	struct reading *readings; /* of the topic texts, without patterns */
};

/* Slots before anything was said: a line is read with its defaults. */
static const char *const no_slots[SLOT_name + 1] = {
	[SLOT_n] = "",
	[SLOT_time] = "",
	[SLOT_date] = "",
	[SLOT_name] = "",
};

static void
add_topic(struct harvest *harvest, const char *text)
{
	if (text != NULL)
		harvest->topic[harvest->n_topic++] = text;
}

/* Every pattern's text is a topic text too. ${word} is the word it belongs to, or NULL. */
static void
add_pattern(struct harvest *harvest, enum pattern_kind kind, size_t item, const char *text,
    const struct word *word)
{
	if (text == NULL)
		return;
	harvest->pattern_topics[harvest->n_patterns] = harvest->n_topic;
	harvest->patterns[harvest->n_patterns++] = (struct pattern) {
		.kind = kind,
		.item = item,
		.text = text,
		.part_of_speech = word == NULL ? NULL : word->part_of_speech,
		.reading = word == NULL ? NULL : word->reading,
	};
	add_topic(harvest, text);
}

static void
add_patterns(struct harvest *harvest, enum pattern_kind kind, size_t item,
    const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add_pattern(harvest, kind, item, texts[i], NULL);
}

static void
harvest_lists(struct harvest *harvest, const struct phase *source)
{
	for (size_t i = 0; i < source->n_key_vocabulary; i++) {
		const struct word *word = &source->key_vocabulary[i];

		add_pattern(harvest, PATTERN_word, i, word->term, word);
		for (size_t v = 0; v < word->n_variants; v++)
			add_pattern(harvest, PATTERN_word, i, word->variants[v], word);
	}
	for (size_t i = 0; i < source->n_essential_phrases; i++) {
		const struct phrase *phrase = &source->essential_phrases[i];

		add_pattern(harvest, PATTERN_phrase, i, phrase->text, NULL);
		add_patterns(harvest, PATTERN_phrase, i, phrase->variants, phrase->n_variants);
	}
}

static void
harvest_script(struct harvest *harvest, const struct course_phase *phase)
{
	add_topic(harvest, phase->source->name);
	add_topic(harvest, phase->source->description);
	for (size_t g = 0; g < phase->n_goals; g++) {
		const struct course_goal *goal = &phase->goals[g];

		add_topic(harvest, goal->source->text);
		add_pattern(harvest, PATTERN_evidence, g, goal->source->model, NULL);
		add_patterns(harvest, PATTERN_evidence, g, goal->evidence, goal->n_evidence);
	}
	for (size_t i = 0; i < phase->n_lines; i++) {
		const struct partner_line *line = phase->lines[i].source;

		add_topic(harvest, practice_fill(harvest->arena, line->text, no_slots));
		add_patterns(harvest, PATTERN_expect, i, line->expect, line->n_expect);
		for (size_t r = 0; r < line->n_replies && r < REPLIES; r++)
			add_patterns(harvest, PATTERN_reply, i * REPLIES + r, line->replies[r].when,
			    line->replies[r].n_when);
	}
}

/* Return an upper bound of the patterns and topic texts of ${phase}. */
static size_t
harvest_bound(const struct course_phase *phase)
{
	const struct phase *source = phase->source;
	size_t n = 2;

	for (size_t i = 0; i < source->n_key_vocabulary; i++)
		n += 1 + source->key_vocabulary[i].n_variants;
	for (size_t i = 0; i < source->n_essential_phrases; i++)
		n += 1 + source->essential_phrases[i].n_variants;
	for (size_t g = 0; g < phase->n_goals; g++)
		n += 2 + phase->goals[g].n_evidence;
	for (size_t i = 0; i < phase->n_lines; i++) {
		n += 1 + phase->lines[i].source->n_expect;
		for (size_t r = 0; r < phase->lines[i].source->n_replies; r++)
			n += phase->lines[i].source->replies[r].n_when;
	}
	return n;
}

/* Return whether every token of ${a} is in ${b}. */
static bool
tokens_within(const struct reading *a, const struct reading *b)
{
	for (size_t i = 0; i < a->n_tokens; i++) {
		size_t j = 0;

		while (j < b->n_tokens && strcmp(a->tokens[i].folded, b->tokens[j].folded) != 0)
			j++;
		if (j == b->n_tokens)
			return false;
	}
	return true;
}

/* Mark the evidence that says no more than a listed word: it needs a sentence around it. */
static void
mark_weak(struct arena *arena, struct course_phase *phase, const struct harvest *harvest)
{
	const struct pattern *patterns = harvest->patterns;
	const size_t *topics = harvest->pattern_topics;

	phase->weak = arena_array(arena, harvest->n_patterns, sizeof *phase->weak);
	for (size_t i = 0; i < harvest->n_patterns; i++) {
		if (patterns[i].kind != PATTERN_evidence || strchr(patterns[i].text, '{') != NULL)
			continue;
		for (size_t j = 0; j < harvest->n_patterns && !phase->weak[i]; j++)
			phase->weak[i] = patterns[j].kind == PATTERN_word &&
			    tokens_within(&harvest->readings[topics[i]],
			    &harvest->readings[topics[j]]);
	}
}

struct piece
practice_piece(struct arena *arena, const struct course_phase *phase, const char *text)
{
	struct piece piece = { .text = text };
	struct reading *reading;

	if (text == NULL)
		return piece;
	piece.reading = reading = arena_alloc(arena, sizeof *reading);
	matcher_read(phase->matcher, arena, text, reading);
	for (size_t i = 0; i < reading->n_matches; i++) {
		const struct match *match = &reading->matches[i];

		if (match->outcome == MATCH_almost)
			continue;
		if (match->kind == PATTERN_word)
			piece.items.words |= bit(match->item);
		else if (match->kind == PATTERN_phrase)
			piece.items.phrases |= bit(match->item);
	}
	return piece;
}

/* Return the stems of the content words of all of ${harvest}'s texts. */
static const struct wordmap *
topic_stems(struct arena *arena, const struct harvest *harvest)
{
	struct wordmap *stems = wordmap_new(arena);

	for (size_t i = 0; i < harvest->n_topic; i++)
		for (size_t t = 0; t < harvest->readings[i].n_tokens; t++) {
			const struct token *token = &harvest->readings[i].tokens[t];
			const char *stem = token->stem;

			if (token->function_word ||
			    wordmap_find(stems, stem, strlen(stem)) != NULL)
				continue;
			stem = arena_strdup(arena, stem);
			*wordmap_place(stems, stem, strlen(stem)) = arena;
		}
	return stems;
}

/* Collect the patterns and topic texts of ${phase} and read them, into ${scratch}, with ${bare}. */
static void
harvest_phase(struct harvest *harvest, struct arena *arena, struct arena *scratch,
    const struct matcher *bare, const struct course_phase *phase)
{
	size_t bound = harvest_bound(phase);

	harvest->arena = arena;
	harvest->patterns = arena_array(arena, bound, sizeof *harvest->patterns);
	harvest->pattern_topics = arena_array(scratch, bound, sizeof *harvest->pattern_topics);
	harvest->topic = arena_array(arena, bound, sizeof *harvest->topic);
	harvest_lists(harvest, phase->source);
	harvest_script(harvest, phase);
	harvest->readings = arena_array(scratch, harvest->n_topic, sizeof *harvest->readings);
	for (size_t i = 0; i < harvest->n_topic; i++)
		matcher_read(bare, scratch, harvest->topic[i], &harvest->readings[i]);
}

/* Compile ${phase}, with ${bare}, which knows the language only; what is not kept is in ${scratch}. */
static void
compile_phase(struct arena *arena, struct arena *scratch, struct course *course,
    const struct language *native, const struct matcher *bare, struct course_phase *phase)
{
	struct harvest harvest = { 0 };

	practice_script(arena, scratch, course, bare, phase);
	harvest_phase(&harvest, arena, scratch, bare, phase);
	phase->matcher = matcher_new(arena, course->language, native,
	    &(struct phase_text) { harvest.patterns, harvest.n_patterns, harvest.topic, harvest.n_topic });
	mark_weak(arena, phase, &harvest);
	phase->stems = topic_stems(arena, &harvest);
	for (size_t g = 0; g < phase->n_goals; g++)
		phase->goals[g].model = practice_piece(arena, phase, phase->goals[g].model.text);
	phase->keys = arena_array(arena, phase->source->n_key_vocabulary, sizeof *phase->keys);
	for (size_t i = 0; i < phase->source->n_key_vocabulary; i++)
		phase->keys[i] = text_fold(arena, phase->source->key_vocabulary[i].term);
	for (size_t i = 0; i < phase->n_lines; i++)
		course->n_twists += phase->lines[i].kind == LINE_twist;
}

struct course *
practice_compile(struct arena *arena, const struct scenario *scenario,
    const struct language *language, const struct language *native)
{
	struct course *course = arena_alloc(arena, sizeof *course);
	struct arena *scratch = arena_new(), *once = arena_new();
	const struct matcher *bare = matcher_new(once, language, NULL, NULL);
	const char *code = language_code(language);

	course->scenario = scenario;
	course->language = language;
	if (native == language)
		native = NULL;
	course->native = native == NULL ? NULL : language_code(native);
	course->spaced = strcmp(code, "zh") != 0 && strcmp(code, "ja") != 0;
	course->n_phases = scenario->n_phases;
	course->phases = arena_array(arena, course->n_phases, sizeof *course->phases);
	for (size_t i = 0; i < course->n_phases; i++) {
		course->phases[i].source = &scenario->phases[i];
		compile_phase(arena, scratch, course, native, bare, &course->phases[i]);
		arena_reset(scratch);
	}
	arena_free(once);
	arena_free(scratch);
	return course;
}
