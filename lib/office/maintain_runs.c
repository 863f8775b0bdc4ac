#include "maintain.h"

#include "account.h"
#include "arena.h"
#include "clock.h"
#include "completion.h"
#include "course_cache.h"
#include "log.h"
#include "run.h"
#include "sql.h"
#include "tx.h"

/* clang-format off */
#define RECORD_STRUCT struct maintain_run
static const struct field maintain_run_fields[] = {
	KEY(run_id), KEY(user_key), TEXT(timezone, 0, 1, 64), INT(rollover_hour, 0, 0, 23), INSTANT(last_event_at, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(maintain_run);
/* clang-format on */

struct end_work {
	struct db *db;
	struct arena *arena; /* of one run */
	struct course_cache *cache;
	const struct maintain_run *idle;
	enum run_status ended; /* RUN_open: somebody was quicker */
};

/* End one run as of its last event, when it is still as it was found. */
static enum fault
end_work(void *data)
{
	struct end_work *work = data;
	const struct maintain_run *idle = work->idle;
	const struct identity who = { .user_key = idle->user_key, .timezone = idle->timezone,
		.rollover_hour = idle->rollover_hour };
	const char *document;
	struct run run = { 0 };
	enum fault fault = run_open(work->db, work->arena, work->cache, idle->run_id, idle->user_key, &run);

	work->ended = RUN_open;
	if (fault != FAULT_ok || run.row.status != RUN_open || run.row.last_event_at != idle->last_event_at)
		return fault;
	work->ended = RUN_completed;
	fault = completion_run(work->db, work->arena, &run, &who, idle->last_event_at, &document);
	if (fault != FAULT_nothing_complete)
		return fault;
	work->ended = RUN_abandoned;
	return run_abandon(work->db, &run, idle->last_event_at);
}

/* End each of the ${count} ${idle} runs; one that cannot be ended is logged and left. */
static enum fault
page_end(struct end_work *work, const struct maintain_run *idle, size_t count, struct maintain_done *done)
{
	for (size_t i = 0; i < count; i++) {
		enum fault fault;

		arena_reset(work->arena);
		work->idle = &idle[i];
		fault = tx_run(work->db, end_work, work, true, NULL);
		if (fault == FAULT_unavailable || fault == FAULT_outcome_unknown)
			return fault;
		if (fault != FAULT_ok)
			log_error("run %llu cannot be ended: %s", (unsigned long long)idle[i].run_id, fault_code(fault));
		done->runs_completed += fault == FAULT_ok && work->ended == RUN_completed;
		done->runs_abandoned += fault == FAULT_ok && work->ended == RUN_abandoned;
	}
	return FAULT_ok;
}

enum fault
maintain_runs(struct db *db, const char *data_directory, int64_t now, struct maintain_done *done)
{
	const struct maintain_limit limit = { now - RUN_IDLE_DAYS * MS_PER_DAY };
	struct end_work work = { .db = db, .arena = arena_new(), .cache = course_cache_new(data_directory) };
	struct arena *arena = arena_new();
	int64_t ended;
	enum fault fault;

	do {
		struct maintain_run *idle;
		size_t count;

		ended = done->runs_completed + done->runs_abandoned;
		arena_reset(arena);
		fault = sql_maintain_runs(db, arena, &limit, &idle, &count);
		if (fault == FAULT_ok)
			fault = page_end(&work, idle, count, done);
	} while (fault == FAULT_ok && done->runs_completed + done->runs_abandoned > ended);
	course_cache_free(work.cache);
	arena_free(work.arena);
	arena_free(arena);
	return fault;
}
