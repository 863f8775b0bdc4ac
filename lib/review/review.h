#ifndef PARLANCE_REVIEW_H
#define PARLANCE_REVIEW_H

/*
 * Cards and their answers in the database: the append-only log, the state of
 * a card as the fold of its log, undo, the queue and its limits (domain.md §7).
 * How an answer changes a card is decided in schedule.h.
 */

#include "fault.h"
#include "record.h"
#include "schedule.h"

struct arena;
struct db;

enum card_type { CARD_recognition = 1, CARD_production, CARD_cloze, CARD_listening };

enum {
	REVIEW_NEW_PER_DAY = 10, /* of a language the learner has set nothing for */
	REVIEW_PER_DAY = 200,
	REVIEW_AHEAD_MINUTES = 20, /* learning cards due so soon are shown when nothing else is left */
	REVIEW_SKEW_MINUTES = 5, /* how far in the future an answer may lie */
	REVIEW_UNLOCK_DAYS = 7, /* stability from which a word is asked the other way round too */
	REVIEW_SPAN = 200, /* due reviews that are ordered by retrievability: the longest due of a language */
	REVIEW_SOURCES = 5, /* shown on a card, the latest */
};

#define REVIEW_RETENTION 0.90 /* desired, of a language the learner has set nothing for */

extern const char *const card_type_names[];

/* What a client sends for one answer. */
struct review_in {
	struct uuid review_id;
	uint64_t card_id;
	int64_t rating; /* enum fsrs_rating */
	int64_t duration_ms, answered_at;
	uint64_t user_key;
	int64_t now;
	const char *timezone;
	int64_t rollover_hour;
};

struct review_undo_in {
	struct uuid review_id;
	uint64_t user_key;
	int64_t now;
	const char *timezone;
	int64_t rollover_hour;
};

struct review_queue_in {
	const char *language; /* NULL: all */
	int64_t limit;
	uint64_t user_key;
	int64_t now;
	const char *timezone;
	int64_t rollover_hour;
};

/* A card after an answer, as a client sees it. */
struct card_state {
	uint64_t card_id;
	int state; /* enum schedule_state */
	int64_t due_at;
	double stability, difficulty;
	int64_t reps, lapses;
	bool leech;
};

/* What is left for today under the limits. */
struct review_counts {
	int64_t new, learning, review;
};

struct review_limits {
	int64_t new_left, reviews_left;
};

struct reviewed {
	struct uuid review_id;
	struct card_state *card;
	struct review_counts *counts;
};

struct review_undone {
	struct uuid review_id;
	struct card_state *card; /* NULL: there was no such review */
};

struct card_translation {
	const char *language, *text;
};

struct card_source {
	const char *scenario_id, *title, *sentence, *learner_sentence;
};

/* What one rating would bring. */
struct card_preview {
	int64_t rating;
	int state;
	int64_t seconds, due_at;
};

/* A card to be answered. */
struct queue_card {
	uint64_t card_id, item_id;
	int kind, card_type, state;
	const char *language, *text, *reading, *part_of_speech;
	struct card_translation *translations;
	size_t n_translations;
	struct card_source *sources;
	size_t n_sources;
	struct card_preview *preview;
	size_t n_preview;
	int64_t due_at;
	bool leech;
	int64_t reps, lapses;
};

struct review_queue {
	struct queue_card *items;
	size_t n_items;
	struct review_counts *counts;
	struct review_limits *limits;
	int64_t next_due_at; /* of the first card that is not due now; ABSENT: there is none */
	int64_t day;
};

/* One row of review_cards. */
struct review_card {
	uint64_t card_key, item_key, user_key;
	int card_type;
	const char *language;
	int state;
	int64_t step, reps, lapses;
	double stability, difficulty;
	int64_t last_review_at, last_review_day, due_at, due_day, scheduled_days;
	bool suspended, leech;
	int64_t buried_until;
	int64_t position, created_at;
	double desired_retention; /* the learner's for its language, NAN when not set */
	bool undone; /* the review asked about has a tombstone */
};

/* One row of review_log, to be written. */
struct review_row {
	uint64_t user_key;
	struct uuid review_id;
	uint64_t card_key;
	const char *language;
	int review_kind; /* enum schedule_kind */
	int64_t rating, answered_at, sent_answered_at, now, tz_offset, rollover_hour, local_day, elapsed_days, duration_ms;
	int state_before;
	int64_t step_before;
	double stability_before, difficulty_before, retrievability;
	int64_t scheduled_days_before;
	double desired_retention;
	int64_t interval_seconds, fuzz_days, due_after, due_day_after;
	uint64_t run_key; /* 0: none */
};

/* One row of review_log, as far as folding and comparing need it. */
struct review_entry {
	struct uuid review_id;
	uint64_t card_key;
	int review_kind;
	int64_t rating, answered_at, sent_answered_at, tz_offset, rollover_hour, local_day, duration_ms;
	double desired_retention;
	int64_t due_after, due_day_after;
};

/* Which card, which review of it. */
struct review_ref {
	uint64_t user_key, card_key;
	struct uuid review_id;
	int64_t now;
};

/* A further card of an item. */
struct review_unlock {
	uint64_t item_key, user_key;
	int card_type; /* found by review_unlock() */
	const char *language;
	int64_t position, buried_until, due_at, due_day, now;
};

/* Which further card an item has. */
struct review_further {
	int card_type;
};

/* What is due in one language. */
struct review_day {
	const char *language;
	int64_t new_per_day, reviews_per_day; /* ABSENT: not set */
	double desired_retention; /* NAN: not set */
	int64_t new_done, reviews_done; /* answers of this local day */
	int64_t new_waiting, learning_due, reviews_due;
	int64_t buried_until; /* first local day on which a due card comes back, ABSENT: none is buried */
};

struct review_scope {
	uint64_t user_key;
	const char *language; /* NULL: all */
	int64_t today, day_end, due_after, due_before;
};

/* Which candidates of one language the queue wants. */
struct review_pick {
	uint64_t user_key;
	const char *language;
	int64_t today, due_after, due_before, news, reviews;
};

struct review_detail_in {
	uint64_t user_key;
	const char *items; /* JSON list of item keys */
};

/* An item beside one of its sources. */
struct review_detail {
	uint64_t item_key;
	int kind;
	const char *term, *reading, *part_of_speech, *translation, *translation_language;
	const char *source_translation, *source_translation_language;
	const char *scenario_id, *title, *sentence, *learner_sentence;
};

/* Whether a card is shown. */
struct card_patch {
	uint64_t given;
	uint64_t card_id;
	bool suspended;
	int64_t buried_until;
	uint64_t user_key;
};

struct card_flags {
	uint64_t card_id;
	bool suspended;
	int64_t buried_until;
	int state;
	int64_t due_at;
};

/* Cards after ${card_key} in order of their keys, for whoever checks them. */
struct review_span {
	uint64_t card_key;
	int64_t limit;
};

extern const struct record review_in_record, review_undo_in_record, review_queue_in_record, card_state_record,
    review_counts_record, review_limits_record, reviewed_record, review_undone_record, card_translation_record,
    card_source_record, card_preview_record, queue_card_record, review_queue_record, review_card_record,
    review_row_record, review_entry_record, review_ref_record, review_unlock_record, review_further_record,
    review_day_record,
    review_scope_record, review_pick_record, review_detail_in_record, review_detail_record, card_patch_record,
    card_flags_record, review_span_record;

/*
 * Record the answer ${in} and fill ${out}, inside the caller's transaction,
 * which may be repeated.  The same answer again gives the same card; an
 * answer older than the card's last one is put in its place and the card
 * computed anew from its log.  Faults: unknown, invalid (a problem at
 * /answered_at), review_differs, gone.
 */
enum fault review_put(struct db *db, const struct review_in *in, struct problems *problems, struct reviewed *out);

/*
 * Take back review ${in->review_id}, come or still to come, inside the
 * caller's transaction: a tombstone, and the card computed anew without it.
 * FAULT_unknown for a seed, which is no answer.
 */
enum fault review_undo(struct db *db, struct arena *arena, const struct review_undo_in *in, struct review_undone *out);

/* Fill ${out} with the cards to be answered now, at most ${in->limit}, in the order to be shown. */
enum fault review_queue(struct db *db, struct arena *arena, const struct review_queue_in *in, struct review_queue *out);

/* Fill ${days} with what is due in ${language} (NULL: in each language) at ${in->now}. */
enum fault review_days(struct db *db, struct arena *arena, const struct review_queue_in *in, struct review_day **days,
    size_t *count);

/* Return what the limits leave of ${day}, and what is left to be answered under them. */
struct review_limits review_limits_of(const struct review_day *day);
struct review_counts review_counts_of(const struct review_day *day);

/* Return how a card ${card_key} is scheduled for a learner in ${timezone} at ${now}; ${retention} may be NAN. */
struct schedule_setup review_setup(uint64_t card_key, const char *timezone, int64_t rollover_hour, int64_t now,
    double retention);

/*
 * Compute the card ${card_key} from its whole log: ${count} ${entries} in
 * order, without undone ones.  ${states[i]} becomes the card before
 * ${entries[i]}, ${states[count]} the card now.  False when a row makes no
 * sense.
 */
bool review_fold(uint64_t card_key, const struct review_entry *entries, size_t count, struct schedule_card *states);

/* The card's row as the scheduler sees it, and back. */
struct schedule_card review_card_schedule(const struct review_card *card);
void review_card_set(struct review_card *card, const struct schedule_card *schedule);

/*
 * Compare up to ${span->limit} cards after ${span->card_key} with their logs, in
 * a transaction of its own; move that to the last one, add to ${*checked} and
 * ${*wrong}; ${*first} is set to a wrong card while it is 0.
 */
enum fault review_audit(struct db *db, struct arena *arena, struct review_span *span, int64_t *checked, int64_t *wrong,
    uint64_t *first);

/* Make the further card of ${unlock->item_key}: production of a word, cloze of a phrase; one that is there stays. */
enum fault review_unlock(struct db *db, struct arena *arena, struct review_unlock *unlock);

#endif
