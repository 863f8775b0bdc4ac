#include "completion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "db.h"
#include "library.h"
#include "review.h"
#include "schedule.h"
#include "sql.h"
#include "text.h"
#include "vocabulary.h"

/* What the steps of one completion share. */
struct ending {
	struct db *db;
	struct arena *arena;
	struct run *run;
	const struct identity *who;
	int64_t now;
	struct practice_view view;
	struct practice_result result;
	struct completion_end end;
	struct completion out;
};

/* Say how the run went in the run's row; only the transition from open counts. */
static enum fault
run_close(struct ending *ending)
{
	struct completion_end *end = &ending->end;
	const struct practice_result *result = &ending->result;
	const struct run_row *row = &ending->run->row;
	uint64_t closed;
	enum fault fault;

	*end = (struct completion_end){ .run_id = row->run_id, .user_key = row->user_key, .scenario_key = row->scenario_key,
		.version = row->version, .seconds = run_seconds(row, ending->now), .score = result->completion_score,
		.started_at = row->started_at, .now = ending->now, .partial = result->partial, .full = !result->partial,
		.phases_completed = (int64_t)result->phases_completed, .phases_total = (int64_t)result->phases_total,
		.vocabulary_mastered = (int64_t)result->vocabulary_mastered,
		.objectives_completed = (int64_t)result->objectives_completed, .success_rate = result->success_rate,
		.language = row->language, .category = ending->run->scenario->category,
		.difficulty = ending->run->scenario->difficulty };
	end->today = local_day(ending->who->timezone, ending->who->rollover_hour, ending->now);
	end->source_id = arena_printf(ending->arena, "%llu", (unsigned long long)row->run_id);
	fault = sql_completion_end(ending->db, end, &closed);
	return fault == FAULT_ok && closed != 1 ? FAULT_run_over : fault;
}

static const char *
item_text(const struct phase *phase, const struct practice_item *item)
{
	return item->kind == ITEM_word ? phase->key_vocabulary[item->item].term : phase->essential_phrases[item->item].text;
}

/* Keep the level of every item of the visited phases, and count them for the learning session. */
static enum fault
items_store(struct ending *ending)
{
	enum fault fault = FAULT_ok;

	for (size_t p = 0; p < ending->view.n_phases; p++) {
		const struct practice_phase *phase = &ending->view.phases[p];

		for (size_t i = 0; fault == FAULT_ok && phase->visited && i < phase->n_items; i++) {
			const struct practice_item *item = &phase->items[i];
			struct run_item row = { ending->end.run_id, (int64_t)p + 1, (int)item->kind, (int64_t)item->item,
				item_text(&ending->run->scenario->phases[p], item), practice_level_name(item->level),
				item->turn == 0 ? ABSENT : (int64_t)item->turn };

			ending->end.items_studied++;
			ending->end.items_correct += item->level >= LEVEL_supported;
			fault = sql_completion_item(ending->db, &row, NULL);
		}
	}
	ending->end.items_incorrect = ending->end.items_studied - ending->end.items_correct;
	ending->end.accuracy_rate = ending->end.items_studied == 0 ? (double)NAN :
	    (double)ending->end.items_correct / (double)ending->end.items_studied;
	return fault;
}

/* A card to make, with the term by which all learners' rows are locked in the same order. */
struct ordered {
	const struct practice_card *card;
	const char *term_key;
	size_t position;
};

static int
ordered_compare(const void *a, const void *b)
{
	return strcmp(((const struct ordered *)a)->term_key, ((const struct ordered *)b)->term_key);
}

static void
meeting_translate(const struct translation *translations, size_t n, const char *native, struct meeting *meeting)
{
	meeting->translation = translation_find(translations, n, native);
	meeting->translation_language = meeting->translation == NULL ? NULL : native;
	if (meeting->translation == NULL && n > 0) {
		meeting->translation = translations[0].text;
		meeting->translation_language = translations[0].language;
	}
}

/* Describe where and how ${card} was met. */
static struct meeting
meeting_of(const struct ending *ending, const struct practice_card *card, size_t position)
{
	const struct phase *phase = &ending->run->scenario->phases[card->phase];
	const struct run_row *row = &ending->run->row;
	struct meeting meeting = { .user_key = row->user_key, .language = row->language, .kind = (int)card->kind,
		.term = card->term, .source_type = SOURCE_scenario, .source_key = row->scenario_key, .version = row->version,
		.run_key = row->run_id, .phase = (int64_t)card->phase + 1, .sentence = card->example,
		.learner_sentence = card->sentence, .start = (int)card->start, .due_days = (int64_t)card->due_days,
		.own = card->level == LEVEL_own, .position = (int64_t)position, .now = ending->now,
		.timezone = ending->who->timezone, .rollover_hour = ending->who->rollover_hour };

	if (card->kind == ITEM_word) {
		const struct word *word = &phase->key_vocabulary[card->item];

		meeting.reading = word->reading;
		meeting.part_of_speech = word->part_of_speech;
		meeting_translate(word->translations, word->n_translations, row->native_language, &meeting);
	} else {
		const struct criterion *goal = &phase->success_criteria[card->item];

		meeting_translate(goal->translations, goal->n_translations, row->native_language, &meeting);
	}
	return meeting;
}

/* Make the words and cards, in the order of their terms; the answer lists them in the order to be met. */
static enum fault
cards_make(struct ending *ending)
{
	size_t n = ending->result.n_cards;
	struct ordered *order = arena_array(ending->arena, n, sizeof(*order));
	struct completion *out = &ending->out;
	enum fault fault = FAULT_ok;

	out->cards = arena_array(ending->arena, n, sizeof(*out->cards));
	out->n_cards = n;
	for (size_t i = 0; i < n; i++)
		order[i] = (struct ordered){ &ending->result.cards[i], text_fold(ending->arena, ending->result.cards[i].term), i };
	if (n > 0)
		qsort(order, n, sizeof(*order), ordered_compare);
	for (size_t i = 0; fault == FAULT_ok && i < n; i++) {
		const struct practice_card *card = order[i].card;
		struct meeting meeting = meeting_of(ending, card, order[i].position);
		struct met met = { 0 };

		fault = vocabulary_meet(ending->db, ending->arena, &meeting, &met);
		out->cards[order[i].position] = (struct completion_card){ met.card_key, (int)card->kind, card->term,
			meeting.translation, practice_level_name(card->level), met.state, met.due_at, card->sentence };
		out->cards_created += met.created;
		out->cards_existing += !met.created;
		out->due_now += met.state == SCHEDULE_new;
	}
	return fault;
}

static enum fault
event_store(const struct ending *ending, const char *event, const char *ref, int64_t value)
{
	struct learning_event row = { ending->end.user_key, event, ref, ending->end.today, ending->now, value };

	return sql_event_add(ending->db, &row, NULL);
}

/* History, session, progress, counters and events, in the order in which all write paths lock them. */
static enum fault
facts_store(struct ending *ending)
{
	struct activity activity = { ending->end.scenario_key, ending->end.user_key, ACTIVITY_completion, ending->now };
	const struct completion_end *end = &ending->end;
	struct db *db = ending->db;
	enum fault fault;

	if ((fault = sql_completion_history(db, end, NULL)) != FAULT_ok ||
	    (fault = sql_completion_session(db, end, NULL)) != FAULT_ok ||
	    (fault = sql_completion_progress(db, end, NULL)) != FAULT_ok)
		return fault;
	if (end->full && ((fault = sql_completion_metadata(db, end, NULL)) != FAULT_ok ||
	    (fault = library_activity(db, &activity)) != FAULT_ok))
		return fault;
	fault = event_store(ending, end->full ? "run_completed" : "run_partial", end->source_id, end->score);
	if (fault == FAULT_ok && end->full)
		fault = event_store(ending, "scenario_first_completed", ending->run->row.scenario_id, end->score);
	return fault;
}

static void
polish_list(struct ending *ending)
{
	struct completion *out = &ending->out;
	size_t n = 0;

	for (size_t p = 0; p < ending->view.n_phases; p++)
		n += ending->view.phases[p].n_remarks;
	out->polish = arena_array(ending->arena, n, sizeof(*out->polish));
	for (size_t p = 0; p < ending->view.n_phases; p++)
		for (size_t i = 0; i < ending->view.phases[p].n_remarks; i++) {
			const struct practice_remark *remark = &ending->view.phases[p].remarks[i];

			out->polish[out->n_polish++] =
			    (struct completion_polish){ remark->seen, remark->wanted, (int)remark->remark };
		}
}

static void
models_list(struct ending *ending)
{
	const struct scenario *scenario = ending->run->scenario;
	struct completion *out = &ending->out;
	size_t n = 0;

	for (size_t p = 0; p < scenario->n_phases; p++)
		n += scenario->phases[p].n_success_criteria;
	out->model_dialogue = arena_array(ending->arena, n, sizeof(*out->model_dialogue));
	for (size_t p = 0; p < scenario->n_phases; p++)
		for (size_t i = 0; ending->view.phases[p].visited && i < scenario->phases[p].n_success_criteria; i++) {
			const struct criterion *goal = &scenario->phases[p].success_criteria[i];

			if (goal->model != NULL)
				out->model_dialogue[out->n_model_dialogue++] =
				    (struct completion_model){ (int64_t)p + 1, goal->text, goal->model };
		}
}

static void
mastered_list(struct ending *ending)
{
	struct completion *out = &ending->out;

	out->vocabulary_mastered =
	    arena_array(ending->arena, ending->result.vocabulary_mastered + 1, sizeof(*out->vocabulary_mastered));
	for (size_t p = 0; p < ending->view.n_phases; p++)
		for (size_t i = 0; i < ending->view.phases[p].n_items; i++) {
			const struct practice_item *item = &ending->view.phases[p].items[i];

			if (item->kind == ITEM_word && item->level == LEVEL_own &&
			    out->n_vocabulary_mastered < ending->result.vocabulary_mastered)
				out->vocabulary_mastered[out->n_vocabulary_mastered++] =
				    item_text(&ending->run->scenario->phases[p], item);
		}
}

/* Make the answer and keep it in the run's row. */
static enum fault
result_store(struct ending *ending, const char **document)
{
	struct buffer json = { .arena = ending->arena };
	struct completion *out = &ending->out;
	const struct completion_end *end = &ending->end;
	enum fault fault;

	out->run_id = end->run_id;
	out->scenario_id = ending->run->row.scenario_id;
	out->partial = end->partial;
	out->phases_completed = end->phases_completed;
	out->phases_total = end->phases_total;
	out->success_rate = end->success_rate;
	out->completion_score = end->score;
	out->seconds = end->seconds;
	out->objectives_completed = end->objectives_completed;
	mastered_list(ending);
	polish_list(ending);
	models_list(ending);
	fault = sql_completion_next(ending->db, ending->arena, end, &out->next_scenarios, &out->n_next_scenarios);
	if (fault != FAULT_ok)
		return fault;
	record_write(&json, &completion_record, out);
	*document = ending->end.result = buffer_string(&json);
	return sql_completion_result(ending->db, end, NULL);
}

/* The partner's last words, when the last phase did not end with them. */
static enum fault
close_store(struct ending *ending)
{
	struct run_row *row = &ending->run->row;
	struct practice_answer answer = { .n_turns = 1 };
	struct run_change change = { row->run_id, RUN_open, row->phase, row->turns + 1, row->seconds, row->last_event_at };
	struct run_turn turn;
	size_t n = 0;
	enum fault fault;

	if (ending->result.close.text == NULL)
		return FAULT_ok;
	answer.turns[0] = ending->result.close;
	(void)run_partner_turns(ending->arena, &answer, row->turns + 1, ending->now, &turn, &n);
	turn.run_key = row->run_id;
	fault = sql_run_turn_add(ending->db, &turn, NULL);
	return fault == FAULT_ok ? sql_run_change(ending->db, &change, NULL) : fault;
}

/* How many of the new cards can be met today: the rest come on the following days. */
static enum fault
due_spread(struct ending *ending)
{
	struct own own = { .user_key = ending->end.user_key, .now = ending->now };
	struct user_language *languages;
	int64_t per_day = REVIEW_NEW_PER_DAY;
	size_t n;
	enum fault fault = sql_me_languages(ending->db, ending->arena, &own, &languages, &n);

	for (size_t i = 0; fault == FAULT_ok && i < n; i++)
		if (strcmp(languages[i].language, ending->end.language) == 0)
			per_day = languages[i].new_per_day;
	if (ending->out.due_now > per_day)
		ending->out.due_now = per_day;
	ending->out.due_later = (int64_t)ending->out.n_cards - ending->out.due_now;
	return fault;
}

enum fault
completion_run(struct db *db, struct arena *arena, struct run *run, const struct identity *who, int64_t now,
    const char **document)
{
	struct ending ending = { .db = db, .arena = arena, .run = run, .who = who, .now = now };
	enum fault fault;

	if (run->row.status == RUN_completed) {
		*document = run->row.result;
		return FAULT_ok;
	}
	if (run->row.status != RUN_open)
		return FAULT_run_over;
	if (practice_result(run->practice, &ending.result) != PRACTICE_ok)
		return FAULT_nothing_complete;
	practice_view(run->practice, &ending.view);
	if ((fault = close_store(&ending)) != FAULT_ok || (fault = run_close(&ending)) != FAULT_ok ||
	    (fault = items_store(&ending)) != FAULT_ok || (fault = cards_make(&ending)) != FAULT_ok ||
	    (fault = due_spread(&ending)) != FAULT_ok || (fault = facts_store(&ending)) != FAULT_ok)
		return fault;
	return result_store(&ending, document);
}
