/* Which line of the script comes next, which goal it asks for, and which one closes a phase. */

#include "practice_private.h"

/* Return whether line ${i} of ${phase} is the twist of this run: one, picked by the variant. */
static bool
line_picked(const struct practice *practice, size_t phase, size_t i)
{
	const struct course *course = practice->course;
	size_t before = 0;

	for (size_t p = 0; p <= phase; p++)
		for (size_t l = 0; l < (p == phase ? i : course->phases[p].n_lines); l++)
			before += course->phases[p].lines[l].kind == LINE_twist;
	return before == practice->variant % course->n_twists;
}

bool
practice_line_played(const struct practice *practice, size_t phase, size_t i)
{
	const struct course_line *line = &practice->course->phases[phase].lines[i];

	if (line->kind == LINE_close || (line->choice != NONE && line->choice != practice->choice))
		return false;
	return line->kind != LINE_twist || line_picked(practice, phase, i);
}

/* Return whether line ${i} may be asked now: a twist after its goal, any other before it. */
static bool
line_fits(const struct practice *practice, size_t i)
{
	const struct course_line *line = &practice->course->phases[practice->phase].lines[i];
	const struct phase_state *state = &practice->phases[practice->phase];

	if (!practice_line_played(practice, practice->phase, i) ||
	    practice_fill(practice->arena, line->source->text, practice->slots) == NULL)
		return false;
	return line->goal == NONE ||
	    (state->goals[line->goal].state == GOAL_open) == (line->kind != LINE_twist);
}

size_t
practice_line_next(const struct practice *practice, bool *again)
{
	const struct course_phase *phase = &practice->course->phases[practice->phase];
	const struct phase_state *state = &practice->phases[practice->phase];

	*again = false;
	for (size_t i = 0; i < phase->n_lines; i++)
		if (!state->lines[i].done && line_fits(practice, i))
			return i;
	*again = true;
	for (size_t i = 0; i < phase->n_lines; i++)
		if (state->lines[i].deferred && i != state->line && line_fits(practice, i))
			return i;
	return NONE;
}

size_t
practice_goal(const struct practice *practice)
{
	const struct course_phase *phase = &practice->course->phases[practice->phase];
	const struct phase_state *state = &practice->phases[practice->phase];
	size_t asked = state->line == NONE ? NONE : phase->lines[state->line].goal;

	if (asked != NONE && state->goals[asked].state == GOAL_open)
		return asked;
	for (size_t g = 0; g < phase->n_goals; g++)
		if (state->goals[g].state == GOAL_open)
			return g;
	return NONE;
}

void
practice_partner_close(const struct practice *practice, struct practice_turn *turn)
{
	const struct course_phase *phase = &practice->course->phases[practice->phase];
	const struct course_line *line = phase->close == NONE ? NULL : &phase->lines[phase->close];
	bool last = practice->phase + 1 == practice->course->n_phases;

	*turn = (struct practice_turn) { .phase = practice->phase, .move = MOVE_close };
	if (line != NULL) {
		turn->text = practice_fill(practice->arena, line->source->text, practice->slots);
		turn->translation = practice_fill(practice->arena, line->translation, practice->slots);
		turn->line = phase->close + 1;
	}
	if (turn->text != NULL)
		return;
	turn->branch = practice->n_said + practice->variant;
	turn->text = language_partner_text(practice->course->language,
	    last ? "close" : "backchannel", turn->branch);
}
