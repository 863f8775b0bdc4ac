/* Every scenario of the library: it can be finished, it cannot be cheated, its transcripts go as they should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "file.h"
#include "language.h"
#include "practice.h"
#include "reachability.h"
#include "record.h"
#include "scenario.h"

enum { FILE_MOST = 1 << 20, LINES_MOST = 100 };

/* One learner turn of a transcript. */
struct line {
	size_t phase;
	const char *text;
};

struct subject {
	struct arena *arena;
	struct scenario scenario;
	const struct course *course;
};

static struct arena *arena;
static struct subject *subjects;
static size_t n_subjects;

static int
subjects_read(void **state)
{
	const char **paths;

	(void)state;
	arena = arena_new();
	if (file_list(arena, PARLANCE_SRCDIR "/data/scenarios", ".json", &paths, &n_subjects) != NULL)
		return -1;
	subjects = arena_array(arena, n_subjects, sizeof *subjects);
	for (size_t i = 0; i < n_subjects; i++) {
		struct problems problems = { .arena = arena };
		struct file file;
		const char *error;
		const struct language *language;

		if (file_read(arena, paths[i], FILE_MOST, &file) != NULL ||
		    !scenario_read(file.text, file.length, &subjects[i].scenario, &problems))
			return -1;
		language = language_load(arena, PARLANCE_SRCDIR "/data/lang",
		    subjects[i].scenario.language, &error);
		if (language == NULL)
			return -1;
		subjects[i].course = practice_compile(arena, &subjects[i].scenario, language, NULL);
	}
	return 0;
}

static int
subjects_free(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Read the transcript of ${kind} into ${lines}; return how many there are. */
static size_t
transcript_read(const struct subject *subject, const char *kind, struct line *lines)
{
	struct file file;
	size_t n = 0, phase = 0;
	const char *error = file_read(arena, arena_printf(arena, "%s/tests/content/%s.%s.txt",
	    PARLANCE_SRCDIR, subject->scenario.scenario_id, kind), FILE_MOST, &file);

	if (error != NULL)
		fail_msg("%s", error);
	for (const char *at = file.text; *at != '\0';) {
		size_t length = strcspn(at, "\n");
		const char *text = arena_strndup(arena, at, length);

		at += length + (at[length] == '\n');
		if (strcmp(text, "== next") == 0)
			phase++;
		else if (length > 0 && n < LINES_MOST)
			lines[n++] = (struct line) { phase, text };
	}
	return n;
}

static enum practice_error
apply(struct practice *run, enum event event, const char *text, struct practice_answer *answer)
{
	return practice_apply(run, &(struct practice_event) { .event = event, .text = text }, answer);
}

/* Play the transcript of ${kind}, which must complete every phase, and fill ${result}. */
static void
transcript_play(const struct subject *subject, const char *kind, struct practice_result *result)
{
	struct line lines[LINES_MOST];
	size_t n = transcript_read(subject, kind, lines), phase = 0;
	struct practice_answer answer;
	struct practice *run = practice_open(arena, subject->course, 0, NULL, &answer);

	for (size_t i = 0; i < n; i++) {
		if (lines[i].phase > phase) {
			if (apply(run, EVENT_next, NULL, &answer) != PRACTICE_ok)
				fail_msg("%s, %s: phase %zu stays at %u", subject->scenario.scenario_id, kind,
				    phase, answer.progress_after);
			phase++;
		}
		assert_int_equal(apply(run, EVENT_say, lines[i].text, &answer), PRACTICE_ok);
	}
	assert_int_equal(practice_result(run, result), PRACTICE_ok);
	if (result->phases_completed != subject->scenario.n_phases)
		fail_msg("%s, %s: %zu phases", subject->scenario.scenario_id, kind,
		    result->phases_completed);
	assert_false(result->partial);
}

static void
test_transcripts(void **state)
{
	(void)state;
	assert_true(n_subjects > 0);
	for (size_t i = 0; i < n_subjects; i++) {
		struct practice_result good, synonyms, beginner;

		transcript_play(&subjects[i], "good", &good);
		transcript_play(&subjects[i], "synonyms", &synonyms);
		transcript_play(&subjects[i], "beginner", &beginner);
		assert_true(good.completion_score > synonyms.completion_score);
		assert_in_range(good.completion_score, 70, 100);
		assert_in_range(beginner.completion_score, 35, 100);
		assert_true(good.vocabulary_mastered >= subjects[i].scenario.n_phases);
	}
}

static void
test_reachability(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_subjects; i++) {
		struct reachability_report report;

		reachability_check(arena, subjects[i].course, &report);
		for (size_t f = 0; f < report.n_faults; f++)
			print_error("%s: %s, phase %zu: %u in %zu turns\n",
			    subjects[i].scenario.scenario_id,
			    reachability_player_name(report.faults[f].player), report.faults[f].phase,
			    report.faults[f].progress, report.faults[f].turns);
		assert_true(report.reachable);
	}
}

/* Say the good transcript's lines of all phases but ${phase} in it, and yes to every check. */
static unsigned
misplaced_play(const struct subject *subject, const struct line *lines, size_t n, size_t phase)
{
	struct practice_answer answer;
	struct practice *run = practice_open(arena, subject->course, 0, NULL, &answer);
	const char *yes = strcmp(subject->scenario.language, "es") == 0 ? "sí" : "yes";

	for (size_t i = 0; i < phase; i++)
		assert_int_equal(apply(run, EVENT_skip, NULL, &answer), PRACTICE_ok);
	for (size_t i = 0; i < n; i++) {
		if (lines[i].phase == phase)
			continue;
		assert_int_equal(apply(run, EVENT_say, lines[i].text, &answer), PRACTICE_ok);
		if (answer.turns[0].move == MOVE_check)
			assert_int_equal(apply(run, EVENT_say, yes, &answer), PRACTICE_ok);
	}
	return answer.progress_after;
}

static void
test_other_phases_transcript(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_subjects; i++) {
		struct line lines[LINES_MOST];
		size_t n = transcript_read(&subjects[i], "good", lines);

		for (size_t phase = 0; phase < subjects[i].scenario.n_phases; phase++) {
			unsigned progress = misplaced_play(&subjects[i], lines, n, phase);

			if (progress >= PRACTICE_COMPLETE)
				fail_msg("%s: phase %zu reached %u with the other phases' lines",
				    subjects[i].scenario.scenario_id, phase, progress);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_transcripts),
		cmocka_unit_test(test_reachability),
		cmocka_unit_test(test_other_phases_transcript),
	};

	return cmocka_run_group_tests_name("practice_scenarios", tests, subjects_read, subjects_free);
}
