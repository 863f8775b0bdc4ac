#ifndef PARLANCE_LIBRARY_H
#define PARLANCE_LIBRARY_H

/* Reading scenarios: lists, the document, statistics and one's own progress (domain.md §2, §5, §6). */

#include "fault.h"
#include "record.h"

struct arena;
struct db;

enum { SEARCH_TERMS = 4, TOTAL_EXACT = 1000 };

/* What a list is asked for; the terms are made from q. */
struct scenario_filter {
	const char *language;
	int category, difficulty;
	const char *q;
	int64_t limit;
	uint64_t cursor; /* scenario_key of the last row seen */
	uint64_t user_key;
	int64_t page; /* rows to fetch */
	const char *low_1, *high_1, *low_2, *high_2, *low_3, *high_3, *low_4, *high_4;
};

/* One row of a list. */
struct listing {
	uint64_t scenario_key;
	const char *scenario_id, *situation_id, *title, *description, *translations;
	int category, difficulty, cefr_level;
	const char *language;
	int64_t estimated_duration, phase_count;
	bool is_system_scenario;
	int64_t times_attempted, times_completed, best_score;
	uint64_t open_run_id;
	int64_t total;
};

struct scenario_ref {
	const char *scenario_id;
	uint64_t user_key;
	int64_t now;
};

struct listed_language {
	const char *language;
};

struct document_row {
	uint64_t scenario_key;
	const char *document;
	int64_t version;
	uint64_t revision;
	uint64_t created_by;
};

struct scenario_stats {
	int64_t starts, completions, learners;
	double average_seconds;
	int64_t saved_count, rating_count;
	double rating_average;
	int64_t views;
};

struct scenario_mine {
	int64_t times_attempted, times_completed, seconds, best_score, last_attempt_at, last_completed_at;
	bool is_saved;
	uint64_t open_run_id;
};

/* One learner's deed of a day, counted once. */
struct activity {
	uint64_t scenario_key, user_key;
	int kind; /* enum activity_kind */
	int64_t now;
};
enum activity_kind { ACTIVITY_start = 1, ACTIVITY_completion, ACTIVITY_save, ACTIVITY_view };

extern const struct record scenario_filter_record, listing_record, scenario_ref_record, listed_language_record,
    document_row_record,
    scenario_stats_record, scenario_mine_record, activity_record;

/*
 * List what is listed and fits ${filter} into ${*rows}, one more than asked
 * for when there are more; ${*total} is exact up to TOTAL_EXACT, else
 * TOTAL_EXACT + 1.
 */
enum fault library_list(struct db *db, struct arena *arena, struct scenario_filter *filter, struct listing **rows,
    size_t *count, int64_t *total);

/*
 * Count ${activity} in metadata and scenario_daily unless the learner did the
 * same on the same UTC day; inside the caller's transaction.
 */
enum fault library_activity(struct db *db, const struct activity *activity);

#endif
