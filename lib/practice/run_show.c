#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "db.h"
#include "run.h"
#include "run_private.h"
#include "sql.h"
#include "text.h"

static const char *const event_names[] = { "", "say", "hint", "list", "next", "skip" };
static const char *const hint_names[] = { "", "meaning", "start", "model" };
static const char *const goal_state_names[] = { "open", "confirmed", "shown" };
enum { EVENTS = sizeof(event_names) / sizeof(*event_names), HINTS = sizeof(hint_names) / sizeof(*hint_names) };

bool
run_event_of(const struct run_turn *turn, struct practice_event *event)
{
	*event = (struct practice_event){ .text = turn->text };
	for (int i = 1; i < EVENTS; i++)
		if (strcmp(event_names[i], turn->kind) == 0)
			event->event = (enum event)i;
	for (int i = 1; event->event == EVENT_hint && i < HINTS; i++)
		if (turn->text != NULL && strcmp(hint_names[i], turn->text) == 0)
			event->hint = (enum hint)i;
	return event->event != 0 && (event->event != EVENT_hint || event->hint != 0);
}

int64_t
run_partner_turns(struct arena *arena, const struct practice_answer *answer, int64_t number, int64_t now,
    struct run_turn *turns, size_t *n)
{
	for (size_t i = 0; i < answer->n_turns; i++, number++) {
		const struct practice_turn *said = &answer->turns[i];
		struct run_turn *turn = &turns[(*n)++];

		record_clear(&run_turn_record, turn);
		turn->number = number;
		turn->who = 2;
		turn->kind = practice_move_name(said->move);
		turn->phase = (int64_t)said->phase + 1;
		turn->text = arena_strdup(arena, said->text);
		turn->translation = said->translation;
		turn->line = said->line == 0 ? ABSENT : (int64_t)said->line;
		turn->branch = (int64_t)said->branch;
		turn->at = now;
	}
	return number;
}

/* Return the number of characters before byte ${offset} of ${text}. */
static int64_t
character_offset(struct arena *arena, const char *text, size_t offset)
{
	return (int64_t)text_length(arena_strndup(arena, text, offset));
}

static const char *
level_of(const struct practice_answer *answer, enum item_kind kind, size_t item)
{
	for (size_t i = 0; i < answer->n_items; i++)
		if (answer->items[i].kind == kind && answer->items[i].item == item)
			return practice_level_name(answer->items[i].level);
	return NULL;
}

/* Fill ${out} from ${match} of ${phase}; false for matches that only the partner needs. */
static bool
match_make(struct arena *arena, const struct practice_answer *answer, const struct phase *phase,
    const struct match *match, struct turn_match *out)
{
	*out = (struct turn_match){ .kind = (int)match->kind, .outcome = (int)match->outcome };
	switch (match->kind) {
	case PATTERN_word:
		out->text = phase->key_vocabulary[match->item].term;
		out->level = level_of(answer, ITEM_word, match->item);
		break;
	case PATTERN_phrase:
		out->text = phase->essential_phrases[match->item].text;
		out->level = level_of(answer, ITEM_phrase, match->item);
		break;
	case PATTERN_evidence:
		if (match->item >= phase->n_success_criteria)
			return false;
		out->text = phase->success_criteria[match->item].text;
		break;
	default:
		return false;
	}
	out->begin = character_offset(arena, answer->reading->text, match->begin);
	out->end = character_offset(arena, answer->reading->text, match->end);
	return true;
}

static const char *
matches_json(struct arena *arena, const struct practice_answer *answer, const struct phase *phase)
{
	struct turn_match *matches = arena_array(arena, answer->reading->n_matches + 1, sizeof(*matches));
	struct buffer out = { .arena = arena };
	size_t n = 0;

	for (size_t i = 0; i < answer->reading->n_matches; i++)
		n += match_make(arena, answer, phase, &answer->reading->matches[i], &matches[n]);
	record_write_list(&out, &turn_match_record, matches, n);
	return buffer_string(&out);
}

void
run_learner_turn(struct arena *arena, const struct practice_event *event, const struct practice_answer *answer,
    const struct scenario *scenario, size_t phase, struct run_turn *turn)
{
	struct buffer out = { .arena = arena };

	record_clear(&run_turn_record, turn);
	turn->who = 1;
	turn->kind = event_names[event->event];
	turn->phase = (int64_t)phase + 1;
	turn->text = event->event == EVENT_hint ? hint_names[event->hint] : event->text;
	if (answer->reading != NULL)
		turn->matches = matches_json(arena, answer, &scenario->phases[phase]);
	if (answer->remark != NULL) {
		const struct turn_remark remark = { (int)answer->remark->remark, (int)answer->remark->outcome,
			answer->remark->seen, answer->remark->wanted };

		record_write(&out, &turn_remark_record, &remark);
		turn->remark = buffer_string(&out);
	}
}

static void
goals_make(struct arena *arena, const struct practice_phase *from, const struct phase *phase, const char *native,
    struct state_phase *out)
{
	out->goals = arena_array(arena, from->n_goals, sizeof(*out->goals));
	out->n_goals = from->n_goals;
	for (size_t i = 0; i < from->n_goals; i++) {
		const struct criterion *criterion = &phase->success_criteria[i];

		out->goals[i] = (struct state_goal){ from->goals[i].id, criterion->text,
			translation_find(criterion->translations, criterion->n_translations, native),
			goal_state_names[from->goals[i].state], from->goals[i].hinted };
	}
}

/* The translation into ${native}, else the first one with its language. */
static void
item_translate(const struct translation *translations, size_t n, const char *native, struct state_item *out)
{
	out->translation = translation_find(translations, n, native);
	out->translation_language = native;
	if (out->translation == NULL && n > 0) {
		out->translation = translations[0].text;
		out->translation_language = translations[0].language;
	}
	if (out->translation == NULL)
		out->translation_language = NULL;
}

static void
items_make(struct arena *arena, const struct practice_phase *from, const struct phase *phase, const char *native,
    struct state_phase *out)
{
	out->items = arena_array(arena, from->n_items, sizeof(*out->items));
	out->n_items = from->n_items;
	for (size_t i = 0; i < from->n_items; i++) {
		const struct practice_item *item = &from->items[i];
		struct state_item *row = &out->items[i];

		row->kind = (int)item->kind;
		row->level = item->turn == 0 && item->level == LEVEL_missed ? NULL : practice_level_name(item->level);
		if (item->kind == ITEM_word) {
			const struct word *word = &phase->key_vocabulary[item->item];

			row->text = word->term;
			item_translate(word->translations, word->n_translations, native, row);
		} else {
			const struct phrase *phrase = &phase->essential_phrases[item->item];

			row->text = phrase->text;
			item_translate(phrase->translations, phrase->n_translations, native, row);
		}
	}
}

static const char *
phase_name_translated(const struct phase *phase, const char *native)
{
	for (size_t i = 0; i < phase->n_translations; i++)
		if (native != NULL && strcmp(phase->translations[i].language, native) == 0)
			return phase->translations[i].name;
	return NULL;
}

struct run_state *
run_state_make(struct arena *arena, const struct practice *practice, const struct scenario *scenario,
    const char *native)
{
	struct run_state *state = arena_alloc(arena, sizeof(*state));
	struct practice_view view;

	practice_view(practice, &view);
	*state = (struct run_state){ (int64_t)view.phase + 1, (int64_t)view.n_phases, view.can_advance, view.can_complete,
		view.list_open, view.goal, arena_array(arena, view.n_phases, sizeof(*state->phases)), view.n_phases };
	for (size_t i = 0; i < view.n_phases; i++) {
		const struct practice_phase *from = &view.phases[i];
		const struct phase *phase = &scenario->phases[i];
		struct state_phase *out = &state->phases[i];

		*out = (struct state_phase){ (int64_t)i + 1, phase->phase_id, phase->name, phase_name_translated(phase, native),
			(int64_t)from->progress, from->complete, from->visited, from->skipped, NULL, 0, NULL, 0 };
		goals_make(arena, from, phase, native, out);
		if (from->visited)
			items_make(arena, from, phase, native, out);
	}
	return state;
}

void
run_step_make(struct arena *arena, const struct run *run, const struct practice_answer *answer, size_t phase,
    struct run_step *step)
{
	const struct phase *here = &run->scenario->phases[phase];

	step->notice = answer->recital ? "recital" : NULL;
	step->goals_reached = arena_array(arena, answer->n_goals, sizeof(*step->goals_reached));
	step->n_goals_reached = answer->n_goals;
	step->state = run_state_make(arena, run->practice, run->scenario, run->native);
	for (size_t i = 0; i < answer->n_goals; i++)
		for (size_t k = 0; k < here->n_success_criteria; k++)
			if (strcmp(here->success_criteria[k].id, answer->goals[i]) == 0)
				step->goals_reached[i] = (struct step_goal){ answer->goals[i], here->success_criteria[k].text };
	if (answer->hint != NULL) {
		step->hint = arena_alloc(arena, sizeof(*step->hint));
		*step->hint = (struct step_hint){ answer->hint->goal, hint_names[answer->hint->step], answer->hint->text };
	}
}

enum fault
run_show(struct db *db, struct arena *arena, const struct run_ref *ref, const struct run *run, struct run_view *view)
{
	const struct run_row *row = &run->row;

	*view = (struct run_view){ .run_id = row->run_id, .scenario_id = row->scenario_id, .title = row->title,
		.language = row->language, .version = row->version, .status = row->status, .variant = row->variant,
		.choice = row->choice, .started_at = row->started_at, .ended_at = row->ended_at, .seconds = row->seconds,
		.score = row->score, .result = row->result };
	view->state = run_state_make(arena, run->practice, run->scenario, run->native);
	return sql_run_turns(db, arena, ref, &view->turns, &view->n_turns);
}
