/*
 * What it costs to continue a run: a scenario compiled, and a run of 40 turns
 * replayed from its events as a worker does for each request.  Prints both
 * in milliseconds, the best of several rounds.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "arena.h"
#include "file.h"
#include "language.h"
#include "practice.h"
#include "record.h"
#include "scenario.h"

enum { ROUNDS = 20, TURNS = 40, FILE_MOST = 1 << 20 };

static double
seconds(void)
{
	struct timespec t = { 0, 0 };

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		return 0.0;
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Say TURNS lines of ${text} in the first phase; return a sum that depends on every answer. */
static size_t
run_replay(struct arena *arena, const struct course *course, const char *text)
{
	struct practice_answer answer;
	struct practice *run = practice_open(arena, course, 0, NULL, &answer);
	const char *at = text;
	size_t sum = 0;

	for (int i = 0; i < TURNS; i++) {
		struct practice_event event = { .event = EVENT_say };
		size_t length = strcspn(at, "\n");

		event.text = arena_strndup(arena, at, length);
		at += length + (at[length] == '\n');
		at = *at == '\0' ? text : at;
		if (practice_apply(run, &event, &answer) == PRACTICE_ok)
			sum += strlen(answer.turns[0].text);
	}
	return sum;
}

int
main(void)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct problems problems = { .arena = arena };
	struct scenario scenario = { 0 };
	struct file json, transcript;
	const struct language *language;
	const char *error;
	double compile = 1, replay = 1;
	size_t sum = 0;

	if (file_read(arena, PARLANCE_SRCDIR "/data/scenarios/en/restaurant_dinner_reservation.json",
	    FILE_MOST, &json) != NULL || file_read(arena, PARLANCE_SRCDIR
	    "/tests/content/restaurant_dinner_reservation.good.txt", FILE_MOST, &transcript) != NULL ||
	    !scenario_read(json.text, json.length, &scenario, &problems) ||
	    (language = language_load(arena, PARLANCE_SRCDIR "/data/lang", "en", &error)) == NULL)
		return 1;
	for (int i = 0; i < ROUNDS; i++) {
		const struct course *course;
		double start = seconds(), compiled;

		course = practice_compile(scratch, &scenario, language, NULL);
		compiled = seconds();
		sum += run_replay(scratch, course, transcript.text);
		compile = compiled - start < compile ? compiled - start : compile;
		replay = seconds() - compiled < replay ? seconds() - compiled : replay;
		arena_reset(scratch);
	}
	printf("practice_compile_ms %.2f\npractice_replay_40_turns_ms %.2f\n", compile * 1e3,
	    replay * 1e3);
	arena_free(scratch);
	arena_free(arena);
	return sum > 0 ? 0 : 1;
}
