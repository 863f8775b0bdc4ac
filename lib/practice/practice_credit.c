/* What a turn is worth: levels of goals and items, and its remarks. */

#include "practice_private.h"

#include <string.h>

/* One use of an item, or one showing of a goal, in a turn. */
struct use {
	const struct practice *practice;
	const struct phase_state *state;
	const struct turn *turn;
	const struct match *match; /* NULL: a goal shown by a short reply or the adopted model */
	size_t goal; /* NONE for an item */
};

static bool
use_almost(const struct use *use)
{
	return use->match != NULL && use->match->outcome == MATCH_almost;
}

static bool
use_recital(const struct use *use)
{
	return use->turn->recital;
}

/* A word outside a sentence that is not the reply expected either. */
static bool
use_bare(const struct use *use)
{
	return use->match != NULL && use->match->kind == PATTERN_word && !use->turn->brief &&
	    !practice_in_sentence(use->turn->reading, use->match);
}

static bool
use_parroted(const struct use *use)
{
	return use->turn->parroted;
}

static bool
use_hinted(const struct use *use)
{
	if (use->goal != NONE)
		return use->state->goals[use->goal].hinted;
	return ((use->match->kind == PATTERN_word ? use->state->hinted.words :
	    use->state->hinted.phrases) & bit(use->match->item)) != 0;
}

/* The partner said it in one of its last two turns. */
static bool
use_heard(const struct use *use)
{
	for (size_t i = 0; i < 2; i++) {
		const struct item_set *heard = &use->practice->heard[i].piece.items;

		if (use->match != NULL && ((use->match->kind == PATTERN_word ? heard->words :
		    heard->phrases) & bit(use->match->item)) != 0)
			return true;
	}
	return false;
}

static bool
use_repeated(const struct use *use)
{
	return !use->turn->fresh;
}

static bool
use_listed(const struct use *use)
{
	return use->practice->list_open;
}

static bool
use_adopted(const struct use *use)
{
	return use->turn->adopted;
}

static bool
use_typo(const struct use *use)
{
	return use->match != NULL && use->match->remark == REMARK_spelling;
}

/* What holds back a use: an item or a goal is worth no more than any cap that applies. */
static const struct cap {
	bool (*applies)(const struct use *use);
	enum level item, goal;
} caps[] = {
	{ use_almost, LEVEL_almost, LEVEL_supported },
	{ use_recital, LEVEL_recited, LEVEL_recited },
	{ use_bare, LEVEL_recited, LEVEL_own },
	{ use_parroted, LEVEL_recited, LEVEL_recited },
	{ use_hinted, LEVEL_hinted, LEVEL_hinted },
	{ use_heard, LEVEL_supported, LEVEL_own },
	{ use_repeated, LEVEL_supported, LEVEL_supported },
	{ use_listed, LEVEL_supported, LEVEL_supported },
	{ use_adopted, LEVEL_supported, LEVEL_supported },
	{ use_typo, LEVEL_supported, LEVEL_own },
};

static enum level
use_level(const struct use *use)
{
	enum level level = LEVEL_own;

	for (size_t i = 0; i < sizeof caps / sizeof *caps; i++) {
		enum level cap = use->goal == NONE ? caps[i].item : caps[i].goal;

		if (cap < level && caps[i].applies(use))
			level = cap;
	}
	return level;
}

enum level
practice_level(const struct phase_state *phase, const struct item_state *item)
{
	if (item->item.level == LEVEL_own && item->short_answer && phase->sentences == 0)
		return LEVEL_supported;
	return item->item.level;
}

const char *
practice_sentence(struct arena *arena, const struct reading *reading, const struct match *match)
{
	size_t begin, end;

	if (match == NULL)
		return reading->text;
	begin = match->begin;
	end = match->end;

	for (size_t i = 0; i < reading->n_tokens; i++) {
		const struct token *token = &reading->tokens[i];

		if (token->clause != match->clause)
			continue;
		begin = token->begin < begin ? token->begin : begin;
		end = token->end > end ? token->end : end;
	}
	return arena_strndup(arena, reading->text + begin, end - begin);
}

static void
credit_item(struct practice *practice, const struct use *use, struct practice_answer *answer)
{
	struct phase_state *state = &practice->phases[practice->phase];
	const struct match *match = use->match;
	bool word = match->kind == PATTERN_word;
	struct item_state *item = word ? &state->words[match->item] : &state->phrases[match->item];
	enum level level = use_level(use);

	if (level == LEVEL_own && word && !practice_in_sentence(use->turn->reading, match))
		item->short_answer = item->item.level < LEVEL_own;
	else if (level == LEVEL_own)
		item->short_answer = false;
	if (level <= item->item.level)
		return;
	item->item.level = level;
	item->item.turn = use->turn->number;
	item->item.sentence = practice_sentence(practice->arena, use->turn->reading, match);
	answer->items[answer->n_items++] = item->item;
}

/* Record that ${goal} was reached at ${level}. */
static void
credit_goal(struct practice *practice, size_t goal, enum level level, const struct turn *turn,
    struct practice_answer *answer)
{
	struct practice_goal *state = &practice->phases[practice->phase].goals[goal];
	bool weakly = (turn->weakly & bit(goal)) != 0;

	if (state->state == GOAL_open)
		answer->goals[answer->n_goals++] = state->id;
	if (!weakly)
		state->state = GOAL_shown;
	else if (state->state == GOAL_open)
		state->state = GOAL_confirmed;
	if (weakly && level > LEVEL_supported)
		level = LEVEL_supported;
	if (level > state->level) {
		state->level = level;
		state->turn = turn->number;
	}
}

/* Return the level at which ${turn} shows ${goal}: that of its best evidence. */
static enum level
goal_level(const struct practice *practice, const struct turn *turn, size_t goal)
{
	const struct reading *reading = turn->reading;
	struct use use = { practice, &practice->phases[practice->phase], turn, NULL, goal };
	enum level best = LEVEL_missed, level;

	for (size_t i = 0; i < reading->n_matches; i++) {
		use.match = &reading->matches[i];
		if (use.match->kind != PATTERN_evidence || use.match->item != goal)
			continue;
		level = use_level(&use);
		best = level > best ? level : best;
	}
	use.match = NULL;
	return best == LEVEL_missed ? use_level(&use) : best;
}

/*
 * Keep ${text} as the value of ${slot}, asked for by ${goal} (or NONE).  The
 * first value stays, until its goal is shown again or the line asked in a
 * later phase wants another.
 */
static void
keep_slot(struct practice *practice, enum slot slot, const char *text, size_t goal)
{
	const struct course_phase *phase = &practice->course->phases[practice->phase];
	size_t line = practice->phases[practice->phase].line;
	struct slot_kept *kept = &practice->kept[slot];
	bool asked = line != NONE && phase->lines[line].goal == goal;

	if (practice->slots[slot] != NULL && (kept->phase == practice->phase ? kept->goal != goal : !asked))
		return;
	*kept = (struct slot_kept) { practice->phase, goal };
	practice->slots[slot] = slot == SLOT_n || slot == SLOT_time ?
	    practice_uncapital(practice->arena, text) : text;
}

/* Keep the slots that ${turn} fills, for later lines. */
static void
keep_slots(struct practice *practice, const struct turn *turn)
{
	const struct course_phase *phase = &practice->course->phases[practice->phase];
	const struct reading *reading = turn->reading;
	size_t line = practice->phases[practice->phase].line;

	for (size_t i = 0; i < reading->n_matches; i++) {
		const struct match *match = &reading->matches[i];
		size_t goal = match->item;

		if (match->kind == PATTERN_expect && match->item == line)
			goal = phase->lines[line].goal;
		else if (match->kind != PATTERN_evidence)
			continue;
		for (size_t s = 0; s < match->n_slots; s++)
			if (match->slots[s].slot >= SLOT_n)
				keep_slot(practice, match->slots[s].slot, match->slots[s].text, goal);
	}
	if (reading->bare_n > 0 && turn->expected && practice_counts(phase, line)) {
		const struct token *token = &reading->tokens[reading->bare_n - 1];

		keep_slot(practice, SLOT_n, arena_strndup(practice->arena, reading->text + token->begin,
		    token->end - token->begin), phase->lines[line].goal);
	}
}

/* Order in which remarks are worth making. */
static int
remark_rank(enum remark remark)
{
	static const enum remark order[] = {
		REMARK_other_word, REMARK_related, REMARK_spelling, REMARK_accent, REMARK_negation,
		REMARK_article, REMARK_measure, REMARK_script, REMARK_informal, REMARK_capital,
	};
	int rank = 0;

	while ((size_t)rank < sizeof order / sizeof *order && order[rank] != remark)
		rank++;
	return rank;
}

static bool
remark_equal(const struct practice_remark *a, const struct practice_remark *b)
{
	if (a->remark != b->remark)
		return false;
	return a->remark == REMARK_capital || (strcmp(a->wanted, b->wanted) == 0 &&
	    strcmp(a->seen, b->seen) == 0);
}

/* Return whether ${remark} was made before in the run. */
static bool
remark_known(const struct practice *practice, const struct practice_remark *remark)
{
	for (size_t p = 0; p < practice->course->n_phases; p++)
		for (size_t i = 0; i < practice->phases[p].n_remarks; i++)
			if (remark_equal(&practice->phases[p].remarks[i], remark))
				return true;
	return false;
}

static struct practice_remark *
remark_keep(struct practice *practice, const struct practice_remark *remark)
{
	struct phase_state *state = &practice->phases[practice->phase];

	if (state->n_remarks == state->room_remarks) {
		struct practice_remark *old = state->remarks;

		state->room_remarks = 2 * state->room_remarks + 4;
		state->remarks = arena_array(practice->arena, state->room_remarks, sizeof *old);
		if (state->n_remarks > 0)
			memcpy(state->remarks, old, state->n_remarks * sizeof *old);
	}
	state->remarks[state->n_remarks] = *remark;
	return &state->remarks[state->n_remarks++];
}

/* Return whether ${match} is worth a remark: evidence is not taught, so only its spelling is. */
static bool
remark_due(const struct match *match)
{
	if (match->remark == REMARK_none || match->seen == NULL || match->wanted == NULL)
		return false;
	if (match->kind == PATTERN_evidence)
		return match->remark == REMARK_spelling || match->remark == REMARK_accent;
	return match->kind == PATTERN_word || match->kind == PATTERN_phrase;
}

/* Keep all remarks of ${turn}; the first of the best kind is shown now. */
static void
credit_remarks(struct practice *practice, const struct turn *turn,
    struct practice_answer *answer)
{
	const struct reading *reading = turn->reading;
	struct practice_remark *shown = NULL;

	for (size_t i = 0; i < reading->n_matches; i++) {
		const struct match *match = &reading->matches[i];
		bool item = match->kind != PATTERN_evidence;
		struct practice_remark remark = {
			.turn = turn->number, .kind = item ? (enum item_kind)match->kind : 0,
			.item = item ? match->item : 0, .outcome = match->outcome,
			.remark = match->remark, .seen = match->seen, .wanted = match->wanted,
		};

		if (!remark_due(match) || remark_known(practice, &remark))
			continue;
		remark_keep(practice, &remark);
		if (shown == NULL || remark_rank(remark.remark) < remark_rank(shown->remark)) {
			shown = shown == NULL ? arena_alloc(practice->arena, sizeof *shown) : shown;
			*shown = remark;
		}
	}
	answer->remark = shown;
}

/* Goals without evidence are met by using the phase's language. */
static void
credit_by_language(struct practice *practice, const struct turn *turn,
    struct practice_answer *answer)
{
	const struct course_phase *phase = &practice->course->phases[practice->phase];

	if (practice_language(practice, practice->phase) < GOAL_BY_LANGUAGE)
		return;
	for (size_t g = 0; g < phase->n_goals; g++)
		if (phase->goals[g].n_evidence == 0 && phase->goals[g].source->model == NULL &&
		    practice->phases[practice->phase].goals[g].state != GOAL_shown)
			credit_goal(practice, g, turn->recital ? LEVEL_recited : LEVEL_supported,
			    turn, answer);
}

void
practice_credit(struct practice *practice, const struct turn *turn,
    struct practice_answer *answer)
{
	const struct course_phase *phase = &practice->course->phases[practice->phase];
	struct phase_state *state = &practice->phases[practice->phase];
	const struct reading *reading = turn->reading;
	struct use use = { practice, state, turn, NULL, NONE };

	answer->goals = arena_array(practice->arena, phase->n_goals + 1, sizeof *answer->goals);
	answer->items = arena_array(practice->arena, reading->n_matches + 1, sizeof *answer->items);
	if (turn->native || turn->echo || turn->aside)
		return;
	state->answered += turn->answers;
	state->sentences += turn->answers && turn->sentence && !turn->recital;
	keep_slots(practice, turn);
	for (size_t i = 0; i < reading->n_matches; i++) {
		use.match = &reading->matches[i];
		if (use.match->kind == PATTERN_word || use.match->kind == PATTERN_phrase)
			credit_item(practice, &use, answer);
	}
	for (size_t g = 0; g < phase->n_goals; g++)
		if ((turn->seen & bit(g)) != 0)
			credit_goal(practice, g, goal_level(practice, turn, g), turn, answer);
	credit_by_language(practice, turn, answer);
	credit_remarks(practice, turn, answer);
}
