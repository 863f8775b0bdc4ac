#ifndef PARLANCE_MAINTAIN_H
#define PARLANCE_MAINTAIN_H

/*
 * The daily work: runs nobody goes on with are ended, what has expired is
 * forgotten, counters are compared with what they count.  May run at any time
 * beside the workers and be cut off: each step is a transaction of its own.
 */

#include <stdint.h>

#include "fault.h"
#include "record.h"

struct arena;
struct db;

enum {
	MAINTAIN_BATCH = 1000, /* rows of one transaction */
	MAINTAIN_KEY_DAYS = 7, /* idempotency keys are kept */
	MAINTAIN_TOKEN_DAYS = 7, /* one-time links are kept after their end */
	MAINTAIN_THROTTLE_DAYS = 2, /* throttles are kept after their last use */
};

/* What is old enough to go. */
struct maintain_limit {
	int64_t before; /* instant */
};

/* A counter's row that differs from the facts; what does not name it is absent. */
struct maintain_drift {
	uint64_t scenario_key, user_key;
	int64_t day;
	const char *difference;
};

/* A run without an event since long ago. */
struct maintain_run {
	uint64_t run_id, user_key;
	const char *timezone;
	int64_t rollover_hour;
	int64_t last_event_at;
};

/* What was done. */
struct maintain_done {
	int64_t runs_completed, runs_abandoned;
	int64_t login_sessions, throttles, idempotency_keys, account_tokens; /* forgotten */
	int64_t scenario_metadata, scenario_daily, user_scenario_progress; /* repaired */
};

extern const struct record maintain_limit_record, maintain_drift_record, maintain_run_record, maintain_done_record;

/*
 * Complete the runs that were idle for RUN_IDLE_DAYS at ${now} and have a
 * complete phase, as of their last event; abandon the others.  Language packs
 * are read from ${data_directory}/lang.
 */
enum fault maintain_runs(struct db *db, const char *data_directory, int64_t now, struct maintain_done *done);

/* Forget expired login sessions, throttles, idempotency keys and one-time links, MAINTAIN_BATCH at a time. */
enum fault maintain_prune(struct db *db, int64_t now, struct maintain_done *done);

/* Compare every counter with its facts, log each difference and repair it. */
enum fault maintain_reconcile(struct db *db, struct maintain_done *done);

#endif
