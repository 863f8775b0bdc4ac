/* Progress of a phase: 0.5 goals + 0.2 language + 0.3 taking part, in thousandths. */

#include "practice_private.h"

static unsigned
share(size_t part, size_t whole)
{
	return whole == 0 || part >= whole ? 1000 : (unsigned)(1000 * part / whole);
}

/* Return G: the mean credit of the goals. */
static unsigned
progress_goals(const struct practice_goal *goals, size_t n)
{
	static const unsigned credit[] = {
		[GOAL_open] = 0, [GOAL_confirmed] = GOAL_CONFIRMED, [GOAL_shown] = 1000,
	};
	size_t sum = 0;

	for (size_t g = 0; g < n; g++)
		sum += credit[goals[g].state];
	return n == 0 ? 1000 : (unsigned)(sum / n);
}

/* Return how many of ${n} items were said, near misses not counted. */
static size_t
items_said(const struct item_state *items, size_t n)
{
	size_t said = 0;

	for (size_t i = 0; i < n; i++)
		said += items[i].item.level > LEVEL_almost;
	return said;
}

unsigned
practice_language(const struct practice *practice, size_t phase)
{
	const struct phase_state *state = &practice->phases[phase];
	const struct phase *source = practice->course->phases[phase].source;
	size_t words = source->n_key_vocabulary, phrases = source->n_essential_phrases;

	return share(items_said(state->words, words) + 2 * items_said(state->phrases, phrases),
	    (words + 1) / 2 + (phrases + 1) / 2);
}

/* Return T: answered turns in relation to what the partner asks. */
static unsigned
progress_taking_part(const struct practice *practice, size_t number)
{
	const struct course_phase *phase = &practice->course->phases[number];
	size_t asks = 0, wanted = phase->n_goals + 1;

	for (size_t i = 0; i < phase->n_lines; i++)
		asks += practice_line_played(practice, number, i);
	if (asks > 0 && asks < wanted)
		wanted = asks;
	return share(practice->phases[number].answered, wanted);
}

unsigned
practice_progress(const struct practice *practice, size_t phase)
{
	unsigned goals = progress_goals(practice->phases[phase].goals,
	    practice->course->phases[phase].n_goals);

	return (WEIGHT_GOALS * goals + WEIGHT_LANGUAGE * practice_language(practice, phase) +
	    WEIGHT_TAKING_PART * progress_taking_part(practice, phase)) / 1000;
}
