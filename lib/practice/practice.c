#include "practice_private.h"

#include <string.h>

#include "text.h"

static const char *const move_names[] = {
	"", "opener", "confirmed", "denied", "repeat", "slower", "meaning", "recital", "native",
	"reply", "ack", "greeting", "thanks", "goodbye", "dont_know", "chat", "no_answer", "check",
	"again", "move_on", "close",
};

static const char *const level_names[] = {
	"missed", "almost", "recited", "hinted", "supported", "own",
};

const char *
practice_move_name(enum move move)
{
	return move_names[move];
}

const char *
practice_level_name(enum level level)
{
	return level_names[level];
}

static void
init_items(struct item_state *items, enum item_kind kind, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		items[i].item.kind = kind;
		items[i].item.item = i;
	}
}

static void
init_phase(struct arena *arena, const struct course_phase *phase, struct phase_state *state)
{
	size_t words = phase->source->n_key_vocabulary;
	size_t phrases = phase->source->n_essential_phrases;

	state->line = state->check = state->word = NONE;
	state->lines = arena_array(arena, phase->n_lines, sizeof *state->lines);
	state->goals = arena_array(arena, phase->n_goals, sizeof *state->goals);
	state->checks = arena_array(arena, phase->n_goals, sizeof *state->checks);
	state->words = arena_array(arena, words, sizeof *state->words);
	state->phrases = arena_array(arena, phrases, sizeof *state->phrases);
	for (size_t g = 0; g < phase->n_goals; g++)
		state->goals[g].id = phase->goals[g].source->id;
	init_items(state->words, ITEM_word, words);
	init_items(state->phrases, ITEM_phrase, phrases);
}

/* Return the number of ${choice}, the one the variant picks for NULL; NONE when there is none. */
static size_t
choice_pick(const struct scenario *scenario, const char *choice, unsigned variant)
{
	for (size_t i = 0; choice != NULL && i < scenario->n_choices; i++)
		if (strcmp(scenario->choices[i].id, choice) == 0)
			return i;
	return choice != NULL || scenario->n_choices == 0 ? NONE : variant % scenario->n_choices;
}

static bool
any_complete(const struct practice *practice)
{
	for (size_t i = 0; i < practice->course->n_phases; i++)
		if (phase_complete(&practice->phases[i]))
			return true;
	return false;
}

static bool
can_advance(const struct practice *practice)
{
	return phase_complete(&practice->phases[practice->phase]) &&
	    practice->phase + 1 < practice->course->n_phases;
}

static void
answer_end(const struct practice *practice, struct practice_answer *answer)
{
	answer->progress_after = practice->phases[practice->phase].progress;
	answer->can_advance = can_advance(practice);
	answer->can_complete = any_complete(practice);
}

struct practice *
practice_open(struct arena *arena, const struct course *course, unsigned variant,
    const char *choice, struct practice_answer *answer)
{
	struct practice *practice = arena_alloc(arena, sizeof *practice);

	practice->arena = arena;
	practice->course = course;
	practice->variant = variant % PRACTICE_VARIANTS;
	practice->choice = choice_pick(course->scenario, choice, practice->variant);
	if (choice != NULL && practice->choice == NONE)
		return NULL;
	practice->phases = arena_array(arena, course->n_phases, sizeof *practice->phases);
	for (size_t i = 0; i < course->n_phases; i++)
		init_phase(arena, &course->phases[i], &practice->phases[i]);
	practice->phases[0].visited = true;
	*answer = (struct practice_answer) { 0 };
	practice_partner_open(practice, answer);
	answer_end(practice, answer);
	return practice;
}

/* Return whether ${text} may be said. */
static enum practice_error
text_check(const char *text)
{
	if (text_is_blank(text) || !text_is_utf8(text, strlen(text)))
		return PRACTICE_text_missing;
	return text_length(text) > PRACTICE_TEXT ? PRACTICE_text_too_long : PRACTICE_ok;
}

static enum practice_error
apply_say(struct practice *practice, const struct practice_event *event,
    struct practice_answer *answer)
{
	struct phase_state *state = &practice->phases[practice->phase];
	enum practice_error error = text_check(event->text);
	struct turn turn;
	unsigned progress;

	if (error != PRACTICE_ok)
		return error;
	if (practice->n_said == PRACTICE_TURNS)
		return PRACTICE_too_many_turns;
	turn = practice_judge(practice, event->text);
	practice_credit(practice, &turn, answer);
	practice->said[practice->n_said++] = turn.reading;
	state->turns++;
	progress = practice_progress(practice, practice->phase);
	if (progress > state->progress)
		state->progress = progress;
	practice_partner(practice, &turn, answer);
	practice->list_open = false;
	answer->reading = turn.reading;
	answer->recital = turn.recital;
	return PRACTICE_ok;
}

static enum practice_error
apply_hint(struct practice *practice, const struct practice_event *event,
    struct practice_answer *answer)
{
	return practice_hint(practice, event->hint, answer);
}

static enum practice_error
apply_list(struct practice *practice, const struct practice_event *event,
    struct practice_answer *answer)
{
	(void)event;
	(void)answer;
	practice->list_open = true;
	return PRACTICE_ok;
}

/* Go to the next phase: the partner's close unless it was said, then the opener. */
static void
leave_phase(struct practice *practice, bool close, struct practice_answer *answer)
{
	struct phase_state *state = &practice->phases[practice->phase];

	if (close && !state->closed)
		practice_partner_close(practice, &answer->turns[answer->n_turns++]);
	state->closed = true;
	practice->phase++;
	practice->phases[practice->phase].visited = true;
	practice->list_open = false;
	memset(practice->heard, 0, sizeof practice->heard);
	practice_partner_open(practice, answer);
}

static enum practice_error
apply_next(struct practice *practice, const struct practice_event *event,
    struct practice_answer *answer)
{
	(void)event;
	if (!phase_complete(&practice->phases[practice->phase]))
		return PRACTICE_phase_incomplete;
	if (practice->phase + 1 == practice->course->n_phases)
		return PRACTICE_last_phase;
	leave_phase(practice, true, answer);
	return PRACTICE_ok;
}

static enum practice_error
apply_skip(struct practice *practice, const struct practice_event *event,
    struct practice_answer *answer)
{
	(void)event;
	if (phase_complete(&practice->phases[practice->phase]))
		return PRACTICE_phase_complete;
	if (practice->phase + 1 == practice->course->n_phases)
		return PRACTICE_last_phase;
	practice->phases[practice->phase].skipped = true;
	leave_phase(practice, false, answer);
	return PRACTICE_ok;
}

enum practice_error
practice_apply(struct practice *practice, const struct practice_event *event,
    struct practice_answer *answer)
{
	static enum practice_error (*const apply[])(struct practice *,
	    const struct practice_event *, struct practice_answer *) = {
		[EVENT_say] = apply_say, [EVENT_hint] = apply_hint, [EVENT_list] = apply_list,
		[EVENT_next] = apply_next, [EVENT_skip] = apply_skip,
	};
	enum practice_error error;

	*answer = (struct practice_answer) { 0 };
	answer->progress_before = practice->phases[practice->phase].progress;
	error = apply[event->event](practice, event, answer);
	answer_end(practice, answer);
	return error;
}

static void
view_phase(const struct practice *practice, size_t number, struct practice_phase *view)
{
	const struct course_phase *phase = &practice->course->phases[number];
	const struct phase_state *state = &practice->phases[number];
	size_t words = phase->source->n_key_vocabulary;

	*view = (struct practice_phase) {
		.progress = state->progress,
		.complete = phase_complete(state),
		.visited = state->visited,
		.skipped = state->skipped,
		.goals = arena_memdup(practice->arena, state->goals,
		    phase->n_goals * sizeof *state->goals),
		.n_goals = phase->n_goals,
		.n_items = words + phase->source->n_essential_phrases,
		.remarks = arena_memdup(practice->arena, state->remarks,
		    state->n_remarks * sizeof *state->remarks),
		.n_remarks = state->n_remarks,
		.turns = state->turns,
	};
	view->items = arena_array(practice->arena, view->n_items, sizeof *view->items);
	for (size_t i = 0; i < view->n_items; i++) {
		const struct item_state *item = i < words ? &state->words[i] :
		    &state->phrases[i - words];

		view->items[i] = item->item;
		view->items[i].level = practice_level(state, item);
	}
}

void
practice_view(const struct practice *practice, struct practice_view *view)
{
	const struct course *course = practice->course;
	const struct scenario *scenario = course->scenario;
	size_t goal = practice_goal(practice);
	bool first = scenario->cefr_level == 0 ? scenario->difficulty == DIFFICULTY_beginner :
	    scenario->cefr_level == CEFR_A1;

	*view = (struct practice_view) {
		.n_phases = course->n_phases,
		.phase = practice->phase,
		.turns = practice->n_said,
		.goal = goal == NONE ? NULL : practice->phases[practice->phase].goals[goal].id,
		.choice = practice->choice == NONE ? NULL : scenario->choices[practice->choice].id,
		.list_open = practice->list_open,
		.list_first = first && practice->variant == 0,
		.can_advance = can_advance(practice),
		.can_complete = any_complete(practice),
	};
	view->phases = arena_array(practice->arena, course->n_phases, sizeof *view->phases);
	for (size_t i = 0; i < course->n_phases; i++)
		view_phase(practice, i, &view->phases[i]);
}
