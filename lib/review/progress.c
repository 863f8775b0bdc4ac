#include "progress.h"

#include <stdlib.h>

#include "arena.h"
#include "clock.h"
#include "run.h"
#include "sql.h"

/* Days back from today that each period covers. */
static const struct {
	const char *name;
	int64_t from, to; /* today is 0, yesterday 1 */
} periods[PROGRESS_PERIODS] = {
	{ "today", 0, 0 },
	{ "yesterday", 1, 1 },
	{ "week", 6, 0 },
	{ "month", 29, 0 },
	{ "year", 364, 0 },
	{ "all", INT32_MAX, 0 },
};

/* clang-format off */
#define RECORD_STRUCT struct progress_in
static const struct field progress_in_fields[] = {
	TEXT_OF(language, 0, 2, 10, "language"), ID(user_key, FIELD_router), DAY(today, FIELD_router),
	TEXT(timezone, FIELD_router, 1, 64), INT(rollover_hour, FIELD_router, 0, 23),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(progress_in);

#define RECORD_STRUCT struct progress_scope
static const struct field progress_scope_fields[] = {
	KEY(user_key), TEXT(language, 0, 2, 10), DAY(today, 0), DAY(due_end, 0), INT(known_days, 0, 0, 0), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(progress_scope);

#define RECORD_STRUCT struct progress_reviews
static const struct field progress_reviews_fields[] = {
	DAY(local_day, 0), INT(reviews, 0, 0, 0), INT(correct, 0, 0, 0), INT(new_cards, 0, 0, 0), INT(duration_ms, 0, 0, 0),
	INT(young_passed, 0, 0, 0), INT(young_total, 0, 0, 0), INT(mature_passed, 0, 0, 0), INT(mature_total, 0, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(progress_reviews);

#define RECORD_STRUCT struct progress_turns
static const struct field progress_turns_fields[] = { INSTANT(at, 0), INT(turns, 0, 0, 0), FIELDS_END };
#undef RECORD_STRUCT
RECORD(progress_turns);

#define RECORD_STRUCT struct progress_words
static const struct field progress_words_fields[] = {
	INT(new, 0, 0, 0), INT(learning, 0, 0, 0), INT(review, 0, 0, 0), INT(suspended, 0, 0, 0), INT(words_known, 0, 0, 0),
	INT(words_total, 0, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(progress_words);

#define RECORD_STRUCT struct progress_due
static const struct field progress_due_fields[] = { DAY(day, 0), INT(cards, 0, 0, 0), FIELDS_END };
#undef RECORD_STRUCT
RECORD(progress_due);

#define RECORD_STRUCT struct progress_runs
static const struct field progress_runs_fields[] = {
	INT(started, 0, 0, 0), INT(completed, 0, 0, 0), INT(seconds, 0, 0, 0), INT(completed_today, FIELD_hidden, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(progress_runs);

#define RECORD_STRUCT struct progress_run
static const struct field progress_run_fields[] = {
	ID(run_id, 0), TEXT(scenario_id, 0, 1, 100), TEXT(title, 0, 1, 100), ENUM(status, 0, run_status_names),
	INT(score, FIELD_nullable, 0, 0), INSTANT(ended_at, FIELD_nullable),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(progress_run);

#define RECORD_STRUCT struct progress_today
static const struct field progress_today_fields[] = {
	INT(reviews, 0, 0, 0), INT(correct, 0, 0, 0), INT(new_cards, 0, 0, 0), INT(seconds, 0, 0, 0),
	INT(runs_completed, 0, 0, 0), INT(learner_turns, 0, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(progress_today);

#define RECORD_STRUCT struct progress_streak
static const struct field progress_streak_fields[] = {
	INT(current, 0, 0, 0), INT(longest, 0, 0, 0), BOOL(active_today, 0), FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(progress_streak);

#define RECORD_STRUCT struct progress_day
static const struct field progress_day_fields[] = {
	DAY(day, 0), INT(reviews, 0, 0, 0), INT(correct, 0, 0, 0), INT(seconds, 0, 0, 0), FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(progress_day);

#define RECORD_STRUCT struct progress_retention
static const struct field progress_retention_fields[] = {
	TEXT(period, 0, 1, 10), INT(young_passed, 0, 0, 0), INT(young_total, 0, 0, 0), INT(mature_passed, 0, 0, 0),
	INT(mature_total, 0, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(progress_retention);

#define RECORD_STRUCT struct progress_cards
static const struct field progress_cards_fields[] = {
	INT(new, 0, 0, 0), INT(learning, 0, 0, 0), INT(review, 0, 0, 0), INT(suspended, 0, 0, 0), FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(progress_cards);

#define RECORD_STRUCT struct progress_summary
static const struct field progress_summary_fields[] = {
	TEXT(language, FIELD_nullable, 2, 10), DAY(day, 0), OBJECT(today, 0, progress_today_record),
	OBJECT(streak, 0, progress_streak_record), LIST(due_forecast, 0, progress_due_record, 0, 0),
	LIST(reviews_per_day, 0, progress_day_record, 0, 0), LIST(true_retention, 0, progress_retention_record, 0, 0),
	OBJECT(cards, 0, progress_cards_record), INT(words_known, 0, 0, 0), INT(words_total, 0, 0, 0),
	OBJECT(runs, 0, progress_runs_record), LIST(recent_runs, 0, progress_run_record, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(progress_summary);
/* clang-format on */

struct progress_streak
progress_streak_of(const int64_t *days, size_t count, int64_t today)
{
	struct progress_streak streak = { 0, 0, false };
	int64_t length = 0;

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && days[i] == days[i - 1])
			continue;
		length = i > 0 && days[i] == days[i - 1] + 1 ? length + 1 : 1;
		if (length > streak.longest)
			streak.longest = length;
		if (days[i] == today || days[i] == today - 1)
			streak.current = length;
		streak.active_today |= days[i] == today;
	}
	return streak;
}

static int
day_compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What was done, by day and by quarter of an hour. */
struct progress_facts {
	struct progress_reviews *reviews;
	size_t n_reviews;
	struct progress_turns *turns;
	size_t n_turns;
};

/* Count the streak over days with answers and days with sentences, and the sentences of today. */
static void
activity_count(struct arena *arena, const struct progress_in *in, const struct progress_facts *facts,
    struct progress_summary *summary)
{
	int64_t *days = arena_array(arena, facts->n_reviews + facts->n_turns, sizeof(*days));
	size_t n = 0;

	for (size_t i = 0; i < facts->n_reviews; i++)
		days[n++] = facts->reviews[i].local_day;
	for (size_t i = 0; i < facts->n_turns; i++) {
		days[n] = local_day(in->timezone, in->rollover_hour, facts->turns[i].at);
		summary->today->learner_turns += days[n++] == in->today ? facts->turns[i].turns : 0;
	}
	if (n > 0)
		qsort(days, n, sizeof(*days), day_compare);
	*summary->streak = progress_streak_of(days, n, in->today);
}

/* Fill what is made of answers: today, the last days, true retention. */
static void
reviews_count(struct arena *arena, const struct progress_facts *facts, struct progress_summary *summary)
{
	summary->reviews_per_day = arena_array(arena, PROGRESS_DAYS, sizeof(*summary->reviews_per_day));
	summary->n_reviews_per_day = PROGRESS_DAYS;
	summary->true_retention = arena_array(arena, PROGRESS_PERIODS, sizeof(*summary->true_retention));
	summary->n_true_retention = PROGRESS_PERIODS;
	for (int64_t i = 0; i < PROGRESS_DAYS; i++)
		summary->reviews_per_day[i].day = summary->day - PROGRESS_DAYS + 1 + i;
	for (size_t p = 0; p < PROGRESS_PERIODS; p++)
		summary->true_retention[p].period = periods[p].name;
	for (size_t i = 0; i < facts->n_reviews; i++) {
		const struct progress_reviews *row = &facts->reviews[i];
		int64_t back = summary->day - row->local_day, seconds = row->duration_ms / MS_PER_SECOND;

		if (back >= 0 && back < PROGRESS_DAYS)
			summary->reviews_per_day[PROGRESS_DAYS - 1 - back] =
			    (struct progress_day){ row->local_day, row->reviews, row->correct, seconds };
		for (size_t p = 0; p < PROGRESS_PERIODS; p++) {
			struct progress_retention *retention = &summary->true_retention[p];

			if (back > periods[p].from || back < periods[p].to)
				continue;
			retention->young_passed += row->young_passed;
			retention->young_total += row->young_total;
			retention->mature_passed += row->mature_passed;
			retention->mature_total += row->mature_total;
		}
		if (back == 0)
			*summary->today = (struct progress_today){ .reviews = row->reviews, .correct = row->correct,
				.new_cards = row->new_cards, .seconds = seconds };
	}
}

static enum fault
due_count(struct db *db, struct arena *arena, const struct progress_scope *scope, struct progress_summary *summary)
{
	struct progress_due *rows;
	size_t n;
	enum fault fault = sql_progress_due(db, arena, scope, &rows, &n);

	summary->due_forecast = arena_array(arena, PROGRESS_DUE_DAYS, sizeof(*summary->due_forecast));
	summary->n_due_forecast = PROGRESS_DUE_DAYS;
	for (int64_t i = 0; i < PROGRESS_DUE_DAYS; i++)
		summary->due_forecast[i].day = scope->today + i;
	for (size_t i = 0; fault == FAULT_ok && i < n; i++)
		summary->due_forecast[rows[i].day - scope->today].cards = rows[i].cards;
	return fault;
}

static enum fault
words_count(struct db *db, struct arena *arena, const struct progress_scope *scope, struct progress_summary *summary)
{
	struct progress_words words;
	enum fault fault = sql_progress_words(db, arena, scope, &words);

	if (fault != FAULT_ok)
		return fault;
	*summary->cards = (struct progress_cards){ words.new, words.learning, words.review, words.suspended };
	summary->words_known = words.words_known;
	summary->words_total = words.words_total;
	return fault;
}

static enum fault
runs_count(struct db *db, struct arena *arena, const struct progress_scope *scope, struct progress_summary *summary)
{
	enum fault fault = sql_progress_runs(db, arena, scope, summary->runs);

	if (fault != FAULT_ok)
		return fault;
	summary->today->runs_completed = summary->runs->completed_today;
	return sql_progress_recent(db, arena, scope, &summary->recent_runs, &summary->n_recent_runs);
}

enum fault
progress_summarize(struct db *db, struct arena *arena, const struct progress_in *in, struct progress_summary *summary)
{
	struct progress_scope scope = { in->user_key, in->language, in->today, in->today + PROGRESS_DUE_DAYS,
		PROGRESS_KNOWN_DAYS };
	struct progress_facts facts = { 0 };
	enum fault fault = sql_progress_reviews(db, arena, &scope, &facts.reviews, &facts.n_reviews);

	*summary = (struct progress_summary){ .language = in->language, .day = in->today,
		.today = arena_alloc(arena, sizeof(*summary->today)), .streak = arena_alloc(arena, sizeof(*summary->streak)),
		.cards = arena_alloc(arena, sizeof(*summary->cards)), .runs = arena_alloc(arena, sizeof(*summary->runs)) };
	if (fault == FAULT_ok)
		fault = sql_progress_turns(db, arena, &scope, &facts.turns, &facts.n_turns);
	if (fault != FAULT_ok)
		return fault;
	reviews_count(arena, &facts, summary);
	activity_count(arena, in, &facts, summary);
	if ((fault = due_count(db, arena, &scope, summary)) != FAULT_ok ||
	    (fault = words_count(db, arena, &scope, summary)) != FAULT_ok)
		return fault;
	return runs_count(db, arena, &scope, summary);
}
