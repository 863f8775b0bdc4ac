#ifndef PARLANCE_PROGRESS_H
#define PARLANCE_PROGRESS_H

/* The learner's progress in figures; what each one counts stands in sql/query/progress.sql. */

#include "fault.h"
#include "record.h"

struct arena;
struct db;

enum {
	PROGRESS_KNOWN_DAYS = 7, /* stability from which a word is known */
	PROGRESS_DUE_DAYS = 14,
	PROGRESS_DAYS = 30,
	PROGRESS_PERIODS = 6,
};

struct progress_in {
	const char *language; /* NULL: all */
	uint64_t user_key;
	int64_t today;
	const char *timezone;
	int64_t rollover_hour;
};

struct progress_scope {
	uint64_t user_key;
	const char *language;
	int64_t today, due_end, known_days;
};

/* Answers of one local day. */
struct progress_reviews {
	int64_t local_day, reviews, correct, new_cards, duration_ms;
	int64_t young_passed, young_total, mature_passed, mature_total;
};

/* Sentences said within a quarter of an hour. */
struct progress_turns {
	int64_t at, turns;
};

struct progress_words {
	int64_t new, learning, review, suspended, words_known, words_total;
};

struct progress_due {
	int64_t day, cards;
};

struct progress_runs {
	int64_t started, completed, seconds, completed_today;
};

struct progress_run {
	uint64_t run_id;
	const char *scenario_id, *title;
	int status;
	int64_t score, ended_at;
};

struct progress_today {
	int64_t reviews, correct, new_cards, seconds, runs_completed, learner_turns;
};

/* Local days in a row with an answer or a sentence said; current: until today, or yesterday. */
struct progress_streak {
	int64_t current, longest;
	bool active_today;
};

struct progress_day {
	int64_t day, reviews, correct, seconds;
};

struct progress_retention {
	const char *period;
	int64_t young_passed, young_total, mature_passed, mature_total;
};

struct progress_cards {
	int64_t new, learning, review, suspended;
};

struct progress_summary {
	const char *language;
	int64_t day;
	struct progress_today *today;
	struct progress_streak *streak;
	struct progress_due *due_forecast;
	size_t n_due_forecast;
	struct progress_day *reviews_per_day;
	size_t n_reviews_per_day;
	struct progress_retention *true_retention;
	size_t n_true_retention;
	struct progress_cards *cards;
	int64_t words_known, words_total;
	struct progress_runs *runs;
	struct progress_run *recent_runs;
	size_t n_recent_runs;
};

extern const struct record progress_in_record, progress_scope_record, progress_reviews_record, progress_turns_record,
    progress_words_record, progress_due_record, progress_runs_record, progress_run_record, progress_summary_record;

/* Fill ${summary} for the learner of ${in}. */
enum fault progress_summarize(struct db *db, struct arena *arena, const struct progress_in *in,
    struct progress_summary *summary);

/*
 * Count the streak in the ascending, possibly repeated ${days} on which
 * something was done, seen from ${today}.
 */
struct progress_streak progress_streak_of(const int64_t *days, size_t count, int64_t today);

#endif
