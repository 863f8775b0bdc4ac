/* Hints for the current goal: its meaning, a start with gaps, the whole model. */

#include "practice_private.h"

enum practice_error
practice_hint(struct practice *practice, enum hint step, struct practice_answer *answer)
{
	struct phase_state *state = &practice->phases[practice->phase];
	size_t number = practice_goal(practice);
	const struct course_goal *goal;
	struct practice_hint *hint;

	if (number == NONE)
		return PRACTICE_no_goal;
	goal = &practice->course->phases[practice->phase].goals[number];
	hint = arena_alloc(practice->arena, sizeof *hint);
	*hint = (struct practice_hint) { state->goals[number].id, step, goal->meaning };
	if (step != HINT_meaning && goal->model.text != NULL) {
		hint->text = step == HINT_model ? goal->model.text :
		    practice_gaps(practice->arena, goal->model.text);
		state->goals[number].hinted = true;
		state->hinted.words |= goal->model.items.words;
		state->hinted.phrases |= goal->model.items.phrases;
	}
	answer->hint = hint;
	return PRACTICE_ok;
}
