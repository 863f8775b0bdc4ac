/*
 * Measure the table of learners and attacks of docs/practice.md on the engine:
 *
 *   simulate [-l LANG_DIR] [-t TRANSCRIPT_DIR] [-s LEARNER] [SCENARIO.json ...]
 *
 * prints the table as Markdown over the scenarios given, else the library;
 * -s prints the conversations of one learner.
 * A transcript is TRANSCRIPT_DIR/<scenario_id>.<good|synonyms|beginner>.txt:
 * one learner turn per line, "== next" between phases.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "buffer.h"
#include "file.h"
#include "language.h"
#include "practice.h"
#include "reachability.h"
#include "record.h"
#include "scenario.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
	TURNS_MOST = 24, /* a learner who is not through by then skips the phase */
	SAMPLES = 4096,
	FILE_MOST = 1 << 20,
	PASTE = 480, /* characters of one pasted turn, under PRACTICE_TEXT */
	VAIN = 1, /* turns without progress before a learner takes a cue */
};

/* One play-through while it goes on. */
struct play {
	struct arena *arena;
	const struct scenario *scenario;
	const struct phase *phase;
	struct practice *practice;
	struct practice_answer answer;
	struct practice_view view;
	size_t turn; /* of the phase */
	size_t vain; /* turns without progress */
	const char *script; /* rest of the transcript */
};

struct learner {
	const char *name, *text;
	enum player player; /* of reachability.h, or 0 */
	const char *(*say)(struct play *play); /* or NULL */
	const char *transcript; /* kind of file, or NULL */
};

/* Figures of one learner over all scenarios. */
struct tally {
	size_t phases, complete, runs, mastered;
	double turns[SAMPLES], open[SAMPLES], scores[SAMPLES]; /* of complete phases, open phases, runs */
	size_t n_turns, n_open, n_scores;
};

static const char *lang_dir = PARLANCE_SRCDIR "/data/lang";
static const char *transcript_dir = PARLANCE_SRCDIR "/tests/content";
static bool shown;

/* Return ${pattern} with its slots filled and its free parts left out. */
static const char *
spoken(struct arena *arena, const char *pattern)
{
	static const struct { const char *slot, *value; } slots[] = {
		{ "{n}", "4" }, { "{time}", "8:00" }, { "{date}", "12/5" }, { "{name}", "Ana" },
		{ "…", "" },
	};
	const char *at;

	for (size_t i = 0; i < COUNT(slots); i++)
		while ((at = strstr(pattern, slots[i].slot)) != NULL)
			pattern = arena_printf(arena, "%.*s%s%s", (int)(at - pattern), pattern,
			    slots[i].value, at + strlen(slots[i].slot));
	return pattern;
}

/* Return the model of the goal that is asked for, "" when there is none. */
static const char *
model_asked(struct play *play)
{
	practice_view(play->practice, &play->view);
	for (size_t i = 0; play->view.goal != NULL && i < play->phase->n_success_criteria; i++)
		if (strcmp(play->phase->success_criteria[i].id, play->view.goal) == 0 &&
		    play->phase->success_criteria[i].model != NULL)
			return play->phase->success_criteria[i].model;
	return "";
}

/* A bare word: one of the phase's that stands in the model of the goal asked for, else any. */
static const char *
say_fragment(struct play *play)
{
	const char *model = model_asked(play);
	size_t n = play->phase->n_key_vocabulary, skip = play->vain;

	for (size_t i = 0; i < n; i++)
		if (strstr(model, play->phase->key_vocabulary[i].term) != NULL && skip-- == 0)
			return play->phase->key_vocabulary[i].term;
	return play->phase->key_vocabulary[play->turn % n].term;
}

/* The same, taking the model as a cue after vain turns. */
static const char *
say_cued(struct play *play)
{
	const struct practice_event hint = { .event = EVENT_hint, .hint = HINT_model };
	struct practice_answer answer;

	if (play->vain < VAIN || practice_apply(play->practice, &hint, &answer) != PRACTICE_ok)
		return say_fragment(play);
	return answer.hint->text;
}

/* Sentences with listed words, and yes instead of the model. */
static const char *
say_agreeing(struct play *play)
{
	bool checked = play->answer.n_turns > 0 &&
	    play->answer.turns[play->answer.n_turns - 1].move == MOVE_check;

	return reachability_say(checked ? PLAYER_yes : PLAYER_words, play->practice, &play->answer,
	    play->turn);
}

/* All phrases, as many in one turn as fit. */
static const char *
say_pasted(struct play *play)
{
	struct buffer buffer = { .arena = play->arena };
	size_t part = 0;

	for (size_t i = 0; i < play->phase->n_essential_phrases; i++) {
		const char *phrase = spoken(play->arena, play->phase->essential_phrases[i].text);

		if (buffer.length + strlen(phrase) > PASTE * (part + 1))
			part++;
		if (part == play->turn)
			buffer_text(&buffer, phrase);
		if (part == play->turn)
			buffer_text(&buffer, ". ");
	}
	return buffer.length == 0 ? NULL : buffer_string(&buffer);
}

/* The words one by one, in leaps through the list. */
static const char *
say_shuffled(struct play *play)
{
	size_t n = play->phase->n_key_vocabulary, leap = n % 5 == 0 ? 7 : 5;

	return play->phase->key_vocabulary[leap * play->turn % n].term;
}

/* The phrases one by one, whatever the partner says. */
static const char *
say_recited(struct play *play)
{
	if (play->turn >= play->phase->n_essential_phrases)
		return NULL;
	return spoken(play->arena, play->phase->essential_phrases[play->turn].text);
}

/* clang-format off */
static const struct learner learners[] = {
	{ "prepared", "says the taught sentences", PLAYER_prepared, NULL, NULL },
	{ "brief", "answers with pieces of evidence", PLAYER_brief, NULL, NULL },
	{ "good", "good talk (transcript)", 0, NULL, "good" },
	{ "synonyms", "good talk with synonyms (transcript)", 0, NULL, "synonyms" },
	{ "beginner", "beginner, broken sentences (transcript)", 0, NULL, "beginner" },
	{ "words", "sentences with listed words, repeats the partner's model", PLAYER_words, NULL, NULL },
	{ "agreeing", "sentences with listed words, yes to every check", 0, say_agreeing, NULL },
	{ "fragments", "beginner, fragments", 0, say_fragment, NULL },
	{ "cued", "beginner, fragments, with cues", 0, say_cued, NULL },
	{ "silent", "attack: silence", PLAYER_silent, NULL, NULL },
	{ "gibberish", "attack: gibberish", PLAYER_gibberish, NULL, NULL },
	{ "word_list", "attack: word list pasted, then one by one", PLAYER_word_list, NULL, NULL },
	{ "word_by_word", "attack: words one by one", PLAYER_word_by_word, NULL, NULL },
	{ "shuffled", "attack: words one by one, shuffled", 0, say_shuffled, NULL },
	{ "yes", "attack: yes to everything", PLAYER_yes, NULL, NULL },
	{ "echo", "attack: repeats the partner", PLAYER_echo, NULL, NULL },
	{ "elsewhere", "attack: other phases' lines, yes to every check", PLAYER_elsewhere, NULL, NULL },
	{ "pasted", "attack: all phrases pasted at once", 0, say_pasted, NULL },
	{ "recited", "attack: all phrases one by one", 0, say_recited, NULL },
};
/* clang-format on */

/* Return the next line of the transcript, NULL at the end of a phase's part. */
static const char *
say_transcript(struct play *play)
{
	size_t length;
	const char *line;

	do {
		length = strcspn(play->script, "\n");
		line = arena_strndup(play->arena, play->script, length);
		if (length == 0 && *play->script == '\0')
			return NULL;
		play->script += length + (play->script[length] == '\n');
	} while (*line == '\0' || *line == '#');
	return strcmp(line, "== next") == 0 ? NULL : line;
}

static void
show_partner(const struct play *play)
{
	for (size_t i = 0; shown && i < play->answer.n_turns; i++)
		printf("  P  %s  [%s %zu.%zu]\n", play->answer.turns[i].text,
		    practice_move_name(play->answer.turns[i].move), play->answer.turns[i].line,
		    play->answer.turns[i].branch);
}

static void
show_learner(const struct play *play, const char *text)
{
	const struct practice_answer *answer = &play->answer;

	if (!shown)
		return;
	printf("    L  %s  [%u -> %u", text, answer->progress_before, answer->progress_after);
	for (size_t i = 0; i < answer->n_goals; i++)
		printf(" goal:%s", answer->goals[i]);
	for (size_t i = 0; i < answer->n_items; i++)
		printf(" %s%zu:%s", answer->items[i].kind == ITEM_word ? "w" : "p",
		    answer->items[i].item, practice_level_name(answer->items[i].level));
	if (answer->remark != NULL)
		printf(" remark %d: %s -> %s", answer->remark->remark, answer->remark->seen,
		    answer->remark->wanted);
	printf("]\n");
}

/* Say ${text}; return whether it was taken. */
static bool
play_say(struct play *play, const char *text)
{
	const struct practice_event event = { .event = EVENT_say, .text = text };

	if (practice_apply(play->practice, &event, &play->answer) != PRACTICE_ok)
		return false;
	play->vain = play->answer.progress_after > play->answer.progress_before ? 0 : play->vain + 1;
	play->turn++;
	show_learner(play, text);
	show_partner(play);
	return true;
}

static const char *
learner_say(const struct learner *learner, struct play *play)
{
	if (learner->transcript != NULL)
		return say_transcript(play);
	if (learner->say != NULL)
		return learner->say(play);
	return reachability_say(learner->player, play->practice, &play->answer, play->turn);
}

static void
sample(double *samples, size_t *n, double value)
{
	if (*n < SAMPLES)
		samples[(*n)++] = value;
}

/* Play the current phase until it is complete (a transcript: to its end); return whether it is. */
static bool
play_phase(const struct learner *learner, struct play *play, struct tally *tally)
{
	size_t needed = 0;
	bool complete = false;
	unsigned progress = 0;
	const char *text;

	for (play->turn = play->vain = 0; play->turn < TURNS_MOST;) {
		if (complete && learner->transcript == NULL)
			break;
		text = learner_say(learner, play);
		if (text == NULL || !play_say(play, text))
			break;
		progress = play->answer.progress_after;
		if (!complete && progress >= PRACTICE_COMPLETE)
			needed = play->turn;
		complete = progress >= PRACTICE_COMPLETE;
	}
	tally->phases++;
	tally->complete += complete;
	if (complete)
		sample(tally->turns, &tally->n_turns, (double)needed);
	else
		sample(tally->open, &tally->n_open, progress);
	return complete;
}

static void
show_result(const struct practice_result *result)
{
	if (!shown)
		return;
	printf("  phases %zu/%zu goals %zu/%zu own %zu rate %.3f score %u%s\n",
	    result->phases_completed, result->phases_total, result->goals_completed,
	    result->goals_total, result->vocabulary_mastered, result->success_rate,
	    result->completion_score, result->partial ? " partial" : "");
	for (size_t i = 0; i < result->n_cards; i++)
		printf("    card %s: %s, start %d, day %u%s%s\n", result->cards[i].term,
		    practice_level_name(result->cards[i].level), (int)result->cards[i].start,
		    result->cards[i].due_days, result->cards[i].sentence == NULL ? "" : ", said: ",
		    result->cards[i].sentence == NULL ? "" : result->cards[i].sentence);
}

static void
play_run(const struct learner *learner, struct arena *arena, const struct course *course,
    const struct scenario *scenario, struct tally *tally)
{
	struct play play = { .arena = arena, .scenario = scenario };
	struct practice_result result;
	struct practice_event leave = { 0 };

	if (learner->transcript != NULL) {
		struct file file;

		if (file_read(arena, arena_printf(arena, "%s/%s.%s.txt", transcript_dir,
		    scenario->scenario_id, learner->transcript), FILE_MOST, &file) != NULL)
			return;
		play.script = file.text;
	}
	if (shown)
		printf("\n## %s: %s\n", learner->name, scenario->scenario_id);
	play.practice = practice_open(arena, course, 0, NULL, &play.answer);
	show_partner(&play);
	for (size_t phase = 0; phase < scenario->n_phases; phase++) {
		play.phase = &scenario->phases[phase];
		leave.event = play_phase(learner, &play, tally) ? EVENT_next : EVENT_skip;
		if (phase + 1 < scenario->n_phases &&
		    practice_apply(play.practice, &leave, &play.answer) == PRACTICE_ok)
			show_partner(&play);
	}
	(void)practice_result(play.practice, &result);
	show_result(&result);
	tally->runs++;
	tally->mastered += result.vocabulary_mastered;
	sample(tally->scores, &tally->n_scores, result.completion_score);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Return quantile ${q} of ${n} samples, 0 of none. */
static double
quantile(double *samples, size_t n, double q)
{
	if (n == 0)
		return 0;
	qsort(samples, n, sizeof *samples, by_value);
	return samples[(size_t)(q * (double)(n - 1) + 0.5)];
}

static void
print_row(const struct learner *learner, struct tally *tally)
{
	if (tally->runs == 0)
		return;
	printf("| %s | %zu of %zu | %.0f (%.0f) | %.2f | %.0f | %.1f |\n", learner->text,
	    tally->complete, tally->phases, quantile(tally->turns, tally->n_turns, 0.5),
	    quantile(tally->turns, tally->n_turns, 0.9),
	    quantile(tally->open, tally->n_open, 1) / 1000,
	    quantile(tally->scores, tally->n_scores, 0.5),
	    (double)tally->mastered / (double)tally->runs);
}

/* Read and compile the scenario at ${path}; exit when it cannot be played. */
static const struct course *
course_read(struct arena *arena, const char *path, struct scenario *scenario)
{
	struct problems problems = { .arena = arena };
	const struct language *language = NULL;
	struct file file;
	const char *error = file_read(arena, path, FILE_MOST, &file);

	if (error == NULL && !scenario_read(file.text, file.length, scenario, &problems))
		error = arena_printf(arena, "%s: %s", problems.items[0].pointer,
		    problems.items[0].message);
	if (error == NULL)
		language = language_load(arena, lang_dir, scenario->language, &error);
	if (language == NULL) {
		fprintf(stderr, "%s: %s\n", path, error);
		exit(EXIT_FAILURE);
	}
	return practice_compile(arena, scenario, language, NULL);
}

/* Play all learners, or the one called ${only}, on the scenario at ${path}. */
static void
scenario_play(struct arena *arena, const char *path, const char *only, struct tally *tallies)
{
	struct scenario scenario = { 0 };
	const struct course *course = course_read(arena, path, &scenario);

	for (size_t l = 0; l < COUNT(learners); l++)
		if (only == NULL || strcmp(only, learners[l].name) == 0)
			play_run(&learners[l], arena, course, &scenario, &tallies[l]);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct tally *tallies = arena_array(arena, COUNT(learners), sizeof *tallies);
	const char *only = NULL, **paths;
	size_t n = 0;
	int option;

	while ((option = getopt(argc, argv, "l:t:s:")) != -1)
		if (option == 'l')
			lang_dir = optarg;
		else if (option == 't')
			transcript_dir = optarg;
		else if (option == 's')
			only = optarg;
		else
			return EXIT_FAILURE;
	shown = only != NULL;
	for (int i = optind; i < argc; i++)
		scenario_play(arena, argv[i], only, tallies);
	if (optind == argc &&
	    file_list(arena, PARLANCE_SRCDIR "/data/scenarios", ".json", &paths, &n) != NULL)
		return EXIT_FAILURE;
	for (size_t i = 0; i < n; i++)
		scenario_play(arena, paths[i], only, tallies);
	printf("| learner or attack | phases complete | turns each, median (p90) | "
	    "best open phase | score | words own |\n|---|---|---|---|---|---|\n");
	for (size_t l = 0; l < COUNT(learners); l++)
		print_row(&learners[l], &tallies[l]);
	arena_free(arena);
	return EXIT_SUCCESS;
}
