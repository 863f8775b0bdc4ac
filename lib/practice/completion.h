#ifndef PARLANCE_COMPLETION_H
#define PARLANCE_COMPLETION_H

/* The one transaction that ends a run: history, words, cards, progress, counters, events (domain.md §4). */

#include "account.h"
#include "fault.h"
#include "run.h"

struct completion_card {
	uint64_t card_id;
	int kind; /* enum item_kind */
	const char *text, *translation, *level;
	int state; /* enum schedule_state */
	int64_t due_at;
	const char *learner_sentence;
};

struct completion_polish {
	const char *seen, *wanted;
	int remark;
};

struct completion_model {
	int64_t phase;
	const char *goal, *model;
};

struct completion_next {
	const char *scenario_id, *title, *reason;
	int64_t shared_words;
};

/* The answer given on completion, and for ever after. */
struct completion {
	uint64_t run_id;
	const char *scenario_id;
	bool partial;
	int64_t phases_completed, phases_total;
	double success_rate;
	int64_t completion_score, seconds;
	const char **vocabulary_mastered;
	size_t n_vocabulary_mastered;
	int64_t objectives_completed;
	struct completion_card *cards;
	size_t n_cards;
	int64_t cards_created, cards_existing, due_now, due_later;
	struct completion_polish *polish;
	size_t n_polish;
	struct completion_model *model_dialogue;
	size_t n_model_dialogue;
	struct completion_next *next_scenarios;
	size_t n_next_scenarios;
};

struct completion_end {
	uint64_t run_id, user_key, scenario_key;
	int64_t version, seconds, score, started_at, now, today;
	bool partial;
	int64_t phases_completed, phases_total, vocabulary_mastered, objectives_completed;
	double success_rate;
	const char *language, *source_id;
	int64_t items_studied, items_correct, items_incorrect;
	double accuracy_rate;
	const char *result;
	int category, difficulty;
	bool full;
};

struct run_item {
	uint64_t run_key;
	int64_t phase;
	int kind;
	int64_t item;
	const char *text, *level;
	int64_t turn;
};

struct learning_event {
	uint64_t user_key;
	const char *event, *ref;
	int64_t today, now, value;
};

extern const struct record completion_record, completion_next_record, completion_end_record, run_item_record,
    learning_event_record;

/*
 * Complete ${run} at ${now}, inside the caller's transaction; ${*document} is
 * the answer as JSON, the same one for a run that was completed before.
 * Faults: nothing_complete, run_over when it was abandoned.
 */
enum fault completion_run(struct db *db, struct arena *arena, struct run *run, const struct identity *who, int64_t now,
    const char **document);

#endif
