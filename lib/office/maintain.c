#include "maintain.h"

#include <stddef.h>

#include "arena.h"
#include "clock.h"
#include "log.h"
#include "sql.h"
#include "tx.h"

/* clang-format off */
#define RECORD_STRUCT struct maintain_limit
static const struct field maintain_limit_fields[] = { INSTANT(before, FIELD_hidden), FIELDS_END };
#undef RECORD_STRUCT
RECORD(maintain_limit);

#define RECORD_STRUCT struct maintain_drift
static const struct field maintain_drift_fields[] = {
	KEY(scenario_key), KEY(user_key), DAY(day, 0), TEXT(difference, 0, 1, 500), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(maintain_drift);

#define RECORD_STRUCT struct maintain_done
static const struct field maintain_done_fields[] = {
	INT(runs_completed, 0, 0, INT64_MAX),
	INT(runs_abandoned, 0, 0, INT64_MAX),
	INT(login_sessions, 0, 0, INT64_MAX),
	INT(throttles, 0, 0, INT64_MAX),
	INT(idempotency_keys, 0, 0, INT64_MAX),
	INT(account_tokens, 0, 0, INT64_MAX),
	INT(scenario_metadata, 0, 0, INT64_MAX),
	INT(scenario_daily, 0, 0, INT64_MAX),
	INT(user_scenario_progress, 0, 0, INT64_MAX),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(maintain_done);

/* What is forgotten, and how many days after the instant its statement looks at. */
static const struct expiry {
	enum fault (*drop)(struct db *db, const struct maintain_limit *limit, uint64_t *affected);
	int64_t days;
	size_t count; /* offset of its count in struct maintain_done */
} expiries[] = {
	{ sql_maintain_login_sessions, 0, offsetof(struct maintain_done, login_sessions) },
	{ sql_maintain_throttles, MAINTAIN_THROTTLE_DAYS, offsetof(struct maintain_done, throttles) },
	{ sql_maintain_idempotency_keys, MAINTAIN_KEY_DAYS, offsetof(struct maintain_done, idempotency_keys) },
	{ sql_maintain_account_tokens, MAINTAIN_TOKEN_DAYS, offsetof(struct maintain_done, account_tokens) },
};

/*
 * The counters.  A child table comes before the one that counts it: learners
 * of a scenario are counted over progress.
 */
static const struct counter {
	const char *name;
	enum fault (*find)(struct db *db, struct arena *arena, struct maintain_drift **rows, size_t *count);
	enum fault (*add)(struct db *db, const struct maintain_drift *row, uint64_t *affected);
	enum fault (*repair)(struct db *db, const struct maintain_drift *row, uint64_t *affected);
	size_t count; /* offset of its count in struct maintain_done */
} counters[] = {
	{ "user_scenario_progress", sql_maintain_progress_drift, sql_maintain_progress_add, sql_maintain_progress_repair,
	  offsetof(struct maintain_done, user_scenario_progress) },
	{ "scenario_metadata", sql_maintain_metadata_drift, sql_maintain_metadata_add, sql_maintain_metadata_repair,
	  offsetof(struct maintain_done, scenario_metadata) },
	{ "scenario_daily", sql_maintain_daily_drift, sql_maintain_daily_add, sql_maintain_daily_repair,
	  offsetof(struct maintain_done, scenario_daily) },
};
/* clang-format on */

static int64_t *
done_count(struct maintain_done *done, size_t offset)
{
	return (int64_t *)(void *)((char *)done + offset);
}

struct prune_work {
	struct db *db;
	const struct expiry *expiry;
	struct maintain_limit limit;
	uint64_t dropped;
};

static enum fault
prune_work(void *data)
{
	struct prune_work *work = data;

	return work->expiry->drop(work->db, &work->limit, &work->dropped);
}

enum fault
maintain_prune(struct db *db, int64_t now, struct maintain_done *done)
{
	enum fault fault = FAULT_ok;

	for (size_t i = 0; i < sizeof(expiries) / sizeof(*expiries) && fault == FAULT_ok; i++) {
		struct prune_work work = { .db = db, .expiry = &expiries[i],
			.limit = { now - expiries[i].days * MS_PER_DAY } };

		do {
			if ((fault = tx_run(db, prune_work, &work, true, NULL)) == FAULT_ok)
				*done_count(done, expiries[i].count) += (int64_t)work.dropped;
		} while (fault == FAULT_ok && work.dropped == MAINTAIN_BATCH);
	}
	return fault;
}

struct repair_work {
	struct db *db;
	const struct counter *counter;
	const struct maintain_drift *row;
};

/* The row is made when it is missing and locked in any case; then it is counted anew under the lock. */
static enum fault
repair_work(void *data)
{
	struct repair_work *work = data;
	enum fault fault = work->counter->add(work->db, work->row, NULL);

	return fault == FAULT_ok ? work->counter->repair(work->db, work->row, NULL) : fault;
}

static void
drift_log(struct arena *arena, const char *counter, const struct maintain_drift *row)
{
	log_notice("counter %s, scenario %llu, user %llu, day %s repaired: %s", counter,
	    (unsigned long long)row->scenario_key, (unsigned long long)row->user_key,
	    row->day == ABSENT ? "-" : day_text(arena, row->day), row->difference);
}

/* Repair one page of differences of ${counter}; ${*count} is their number. */
static enum fault
page_repair(struct db *db, struct arena *arena, const struct counter *counter, size_t *count)
{
	struct maintain_drift *rows;
	enum fault fault = counter->find(db, arena, &rows, count);

	for (size_t i = 0; fault == FAULT_ok && i < *count; i++) {
		struct repair_work work = { db, counter, &rows[i] };

		drift_log(arena, counter->name, &rows[i]);
		fault = tx_run(db, repair_work, &work, true, NULL);
	}
	return fault;
}

enum fault
maintain_reconcile(struct db *db, struct maintain_done *done)
{
	struct arena *arena = arena_new();
	enum fault fault = FAULT_ok;

	for (size_t i = 0; i < sizeof(counters) / sizeof(*counters) && fault == FAULT_ok; i++) {
		size_t count;

		do {
			arena_reset(arena);
			fault = page_repair(db, arena, &counters[i], &count);
			*done_count(done, counters[i].count) += (int64_t)count;
		} while (fault == FAULT_ok && count == MAINTAIN_BATCH);
	}
	arena_free(arena);
	return fault;
}
