/* The run on tests/practice/cafe.json that the tests of the practice engine share. */
#ifndef CAFE_H
#define CAFE_H

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
#include "record.h"
#include "scenario.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena *arena;
static const struct course *course;
static struct scenario scenario;
static struct practice *run;
static struct practice_answer answer;
static struct practice_view view;

static inline int
course_read(void **state)
{
	struct file file;
	struct problems problems = { 0 };
	const char *error;

	(void)state;
	problems.arena = arena = arena_new();
	if (file_read(arena, PARLANCE_SRCDIR "/tests/practice/cafe.json", 1 << 20, &file) != NULL ||
	    !scenario_read(file.text, file.length, &scenario, &problems))
		return -1;
	course = practice_compile(arena, &scenario,
	    language_load(arena, PARLANCE_SRCDIR "/data/lang", "en", &error),
	    language_load(arena, PARLANCE_SRCDIR "/data/lang", "es", &error));
	return 0;
}

static inline int
course_free(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static inline enum practice_error
event(enum event kind, const char *text, enum hint hint)
{
	enum practice_error error = practice_apply(run,
	    &(struct practice_event) { .event = kind, .text = text, .hint = hint }, &answer);

	practice_view(run, &view);
	return error;
}

/* Say ${text} and return the partner's answer. */
static inline const char *
say(const char *text)
{
	assert_int_equal(event(EVENT_say, text, 0), PRACTICE_ok);
	assert_int_equal(answer.n_turns, 1);
	return answer.turns[0].text;
}

static inline void
open_run(unsigned variant, const char *choice)
{
	run = practice_open(arena, course, variant, choice, &answer);
	assert_non_null(run);
	practice_view(run, &view);
}

/* Open a run and go to ${phase} by skipping. */
static inline void
open_phase(size_t phase)
{
	open_run(0, "garden");
	while (view.phase < phase)
		assert_int_equal(event(EVENT_skip, NULL, 0), PRACTICE_ok);
}

static inline enum level
word_level(size_t word)
{
	return view.phases[view.phase].items[word].level;
}

static inline enum move
move(void)
{
	return answer.turns[0].move;
}

#endif
