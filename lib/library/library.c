#include "library.h"

#include <string.h>

#include "arena.h"
#include "content.h"
#include "db.h"
#include "scenario.h"
#include "sql.h"

static const char *const activity_names[] = { "", "start", "completion", "save", "view", NULL };

/* clang-format off */
#define TERM(n) TEXT(low_##n, FIELD_hidden, 0, 70), TEXT(high_##n, FIELD_hidden, 0, 70)
#define RECORD_STRUCT struct scenario_filter
static const struct field scenario_filter_fields[] = {
	TEXT_OF(language, 0, 2, 10, "language"),
	ENUM(category, 0, category_names),
	ENUM(difficulty, 0, difficulty_names),
	TEXT(q, 0, 1, 100),
	INT(limit, 0, 1, 100),
	ID(cursor, 0),
	ID(user_key, FIELD_router),
	INT(page, FIELD_router, 1, 101),
	TERM(1), TERM(2), TERM(3), TERM(4),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(scenario_filter);

#define RECORD_STRUCT struct listing
static const struct field listing_fields[] = {
	KEY(scenario_key),
	TEXT(scenario_id, 0, 3, 100), TEXT(situation_id, 0, 3, 100), TEXT(title, 0, 3, 100), TEXT(description, 0, 0, 500),
	ENUM(category, 0, category_names), ENUM(difficulty, 0, difficulty_names), ENUM(cefr_level, FIELD_nullable, cefr_names),
	TEXT(language, 0, 2, 10), INT(estimated_duration, 0, 5, 60), INT(phase_count, 0, 2, 6), JSON(translations, 0),
	BOOL(is_system_scenario, 0), INT(times_attempted, 0, 0, 0), INT(times_completed, 0, 0, 0),
	INT(best_score, FIELD_nullable, 0, 100), ID(open_run_id, FIELD_nullable), INT(total, FIELD_hidden, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(listing);

#define RECORD_STRUCT struct scenario_ref
static const struct field scenario_ref_fields[] = {
	TEXT(scenario_id, FIELD_path, 1, 100), ID(user_key, FIELD_router), NOW(now), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(scenario_ref);

#define RECORD_STRUCT struct listed_language
static const struct field listed_language_fields[] = { TEXT(language, 0, 2, 10), FIELDS_END };
#undef RECORD_STRUCT
RECORD(listed_language);

#define RECORD_STRUCT struct document_row
static const struct field document_row_fields[] = {
	KEY(scenario_key), JSON(document, FIELD_hidden), INT(version, FIELD_hidden, 0, 0), KEY(revision), KEY(created_by),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(document_row);

#define RECORD_STRUCT struct scenario_stats
static const struct field scenario_stats_fields[] = {
	INT(starts, 0, 0, 0), INT(completions, 0, 0, 0), INT(learners, 0, 0, 0), REAL(average_seconds, FIELD_nullable, 0, 0),
	INT(saved_count, 0, 0, 0), INT(rating_count, 0, 0, 0), REAL(rating_average, FIELD_nullable, 1, 5), INT(views, 0, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(scenario_stats);

#define RECORD_STRUCT struct scenario_mine
static const struct field scenario_mine_fields[] = {
	INT(times_attempted, 0, 0, 0), INT(times_completed, 0, 0, 0), INT(seconds, 0, 0, 0),
	INT(best_score, FIELD_nullable, 0, 100), INSTANT(last_attempt_at, FIELD_nullable),
	INSTANT(last_completed_at, FIELD_nullable), BOOL(is_saved, 0), ID(open_run_id, FIELD_nullable),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(scenario_mine);

#define RECORD_STRUCT struct activity
static const struct field activity_fields[] = {
	KEY(scenario_key), KEY(user_key), ENUM(kind, FIELD_hidden, activity_names), NOW(now), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(activity);
/* clang-format on */

/* Turn q into ranges of search terms: every term is the beginning of a word. The longest ones decide. */
static bool
filter_search(struct arena *arena, struct scenario_filter *filter)
{
	const char **ranges[SEARCH_TERMS][2] = { { &filter->low_1, &filter->high_1 }, { &filter->low_2, &filter->high_2 },
		{ &filter->low_3, &filter->high_3 }, { &filter->low_4, &filter->high_4 } };
	const char **terms;
	size_t n = content_terms(arena, filter->q, &terms);

	for (size_t i = 0; i < n && i < SEARCH_TERMS; i++) {
		size_t longest = i;

		for (size_t k = i + 1; k < n; k++)
			if (strlen(terms[k]) > strlen(terms[longest]))
				longest = k;
		*ranges[i][0] = terms[longest];
		*ranges[i][1] = arena_printf(arena, "%s\U0010FFFF", terms[longest]);
		terms[longest] = terms[i];
	}
	return n > 0;
}

enum fault
library_list(struct db *db, struct arena *arena, struct scenario_filter *filter, struct listing **rows, size_t *count,
    int64_t *total)
{
	enum fault fault;

	*count = 0;
	*total = 0;
	if (filter->q == NULL)
		fault = sql_listing_all(db, arena, filter, rows, count);
	else if (filter_search(arena, filter))
		fault = sql_listing_search(db, arena, filter, rows, count);
	else
		return FAULT_ok; /* nothing but signs was asked for */
	if (*count > 0)
		*total = (*rows)[0].total;
	return fault;
}

enum fault
library_activity(struct db *db, const struct activity *activity)
{
	enum fault fault = sql_activity_add(db, activity, NULL);

	if (fault == FAULT_duplicate)
		return FAULT_ok;
	if (fault != FAULT_ok)
		return fault;
	if (activity->kind == ACTIVITY_view && (fault = sql_metadata_viewed(db, activity, NULL)) != FAULT_ok)
		return fault;
	return sql_daily_count(db, activity, NULL);
}
