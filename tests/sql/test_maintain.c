/* What maintenance ends, forgets and repairs. */

#include "sql_test.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "course_cache.h"
#include "db.h"
#include "maintain.h"
#include "run.h"
#include "sql.h"
#include "tx.h"

enum { YEAR_2026 = 1767225600 }; /* seconds */

#define RESTAURANT "(SELECT id FROM scenarios WHERE scenario_id = 'restaurant_dinner_reservation')"

static void
test_reconcile(void **state)
{
	struct maintain_done done = { 0 };

	(void)state;
	sql_run("UPDATE scenario_metadata SET starts = 0, completions = 9, seconds_sum = 1, learners = 7, saved_count = 5, "
	    "views = 44 WHERE scenario_key = " RESTAURANT);
	sql_run("DELETE FROM scenario_metadata WHERE scenario_key = "
	    "(SELECT id FROM scenarios WHERE scenario_id = 'doctor_visit_consultation')");
	sql_run("UPDATE scenario_daily SET starts = 5, views = 6 WHERE day = '2026-03-04'");
	sql_run("DELETE FROM scenario_daily WHERE day = '2026-03-02'");
	sql_run("UPDATE user_scenario_progress SET times_attempted = 0, times_completed = 8, seconds = 1, best_score = 100, "
	    "last_attempt_at = NULL, last_completed_at = NULL WHERE user_key = 900001");
	sql_run("DELETE FROM user_scenario_progress WHERE user_key = 900002");
	assert_int_equal(maintain_reconcile(sql_test.app, &done), FAULT_ok);
	assert_int_equal(done.scenario_metadata, 2);
	assert_int_equal(done.scenario_daily, 2);
	assert_int_equal(done.user_scenario_progress, 3);
	assert_sound();
	done = (struct maintain_done){ 0 };
	assert_int_equal(maintain_reconcile(sql_test.app, &done), FAULT_ok);
	assert_int_equal(done.scenario_metadata + done.scenario_daily + done.user_scenario_progress, 0);
}

static void
test_prune(void **state)
{
	static const char *const kept[] = {
		"SELECT COUNT(*) FROM login_sessions WHERE user_agent = 'prune'",
		"SELECT COUNT(*) FROM throttles WHERE attempts = 77",
		"SELECT COUNT(*) FROM idempotency_keys WHERE user_key = 900001",
		"SELECT COUNT(*) FROM account_tokens WHERE user_key = 900001",
	};
	struct maintain_done done = { 0 };

	(void)state;
	/* 1203 rows of each kind that are old enough to go at 2026-01-20, and three that are just not. */
	sql_run("INSERT INTO login_sessions (token_hash, user_key, created_at, last_seen_at, expires_at, user_agent, address) "
	    "SELECT UNHEX(SHA2(seq, 256)), 900001, '2025-12-01', '2025-12-01', "
	    "IF(seq > 1203, '2026-01-20 00:00:00.001', '2026-01-20'), 'prune', '' FROM seq_1_to_1206");
	sql_run("INSERT INTO throttles SELECT UNHEX(SHA2(seq, 256)), 77, 1, NULL, IF(seq > 1203, '2026-01-18', "
	    "'2026-01-17 23:59:59.999') FROM seq_1_to_1206");
	sql_run("INSERT INTO idempotency_keys (user_key, idempotency_key, request_hash, created_at) SELECT 900001, "
	    "UNHEX(MD5(seq)), REPEAT('h', 32), IF(seq > 1203, '2026-01-13', '2026-01-12 23:59:59.999') FROM seq_1_to_1206");
	sql_run("INSERT INTO account_tokens (token_hash, kind, user_key, created_at, expires_at) SELECT "
	    "UNHEX(SHA2(seq, 256)), 'reset', 900001, '2026-01-01', IF(seq > 1203, '2026-01-13', '2026-01-12 23:59:59.999') "
	    "FROM seq_1_to_1206");
	assert_int_equal(maintain_prune(sql_test.app, (YEAR_2026 + INT64_C(19) * 86400) * MS_PER_SECOND, &done), FAULT_ok);
	assert_int_equal(done.login_sessions, 1203);
	assert_int_equal(done.throttles, 1203);
	assert_int_equal(done.idempotency_keys, 1203);
	assert_int_equal(done.account_tokens, 1203);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		assert_string_equal(sql_value(kept[i]), "3");
}

/* A learner at a scenario. */
struct play {
	struct course_cache *cache;
	struct run_start_in start;
	uint64_t run_id;
	const char *said;
	bool can_complete;
};

static enum fault
play_begin(void *data)
{
	struct problems problems = { .arena = sql_test.arena };
	struct play *play = data;
	bool resumed;

	return run_start(sql_test.app, play->cache, &play->start, &problems, &play->run_id, &resumed);
}

static enum fault
play_say(void *data)
{
	struct problems problems = { .arena = sql_test.arena };
	struct play *play = data;
	struct practice_event event = { .event = EVENT_say, .text = play->said };
	struct run_step step = { 0 };
	struct run run;
	enum fault fault = run_open(sql_test.app, sql_test.arena, play->cache, play->run_id, play->start.user_key, &run);

	play->start.now += MS_PER_SECOND;
	if (fault == FAULT_ok)
		fault = run_event(sql_test.app, &problems, &run, &event, play->start.now, &step);
	play->can_complete = fault == FAULT_ok && step.state->can_complete;
	return fault;
}

/* Play the first phase of the scenario by saying each goal's model. */
static void
play_phase(struct play *play)
{
	struct run_ref ref = { .run_id = play->run_id, .user_key = play->start.user_key };
	struct course_entry entry;
	struct run_row row;

	assert_int_equal(sql_run_lock(sql_test.app, sql_test.arena, &ref, &row), FAULT_ok);
	assert_int_equal(course_cache_find(play->cache, sql_test.app, row.scenario_key, row.version, "es", &entry), FAULT_ok);
	for (size_t i = 0; i < entry.scenario->phases[0].n_success_criteria && !play->can_complete; i++) {
		play->said = arena_strdup(sql_test.arena, entry.scenario->phases[0].success_criteria[i].model);
		assert_int_equal(tx_run(sql_test.app, play_say, play, true, NULL), FAULT_ok);
	}
	assert_true(play->can_complete);
}

/* Return the ${column} of run ${run_id}. */
static const char *
run_column(uint64_t run_id, const char *column)
{
	return sql_value(arena_printf(sql_test.arena, "SELECT %s FROM scenario_runs WHERE id = %llu", column,
	    (unsigned long long)run_id));
}

static void
test_idle_runs(void **state)
{
	const int64_t begun = (YEAR_2026 + INT64_C(130) * 86400) * MS_PER_SECOND, later = begun + 7 * MS_PER_DAY;
	struct play played = { .start = { .scenario_id = "hotel_check_in", .user_key = 900002, .native_language = "es",
		.now = begun } };
	struct play silent = played;
	struct maintain_done done = { 0 };

	(void)state;
	played.cache = silent.cache = course_cache_new(sql_test.config.data_directory);
	silent.start.scenario_id = "doctor_visit_consultation";
	assert_int_equal(tx_run(sql_test.app, play_begin, &played, true, NULL), FAULT_ok);
	assert_int_equal(tx_run(sql_test.app, play_begin, &silent, true, NULL), FAULT_ok);
	play_phase(&played);
	sql_run("UPDATE scenario_runs SET last_event_at = '2026-05-12' WHERE id = 900004"); /* not idle for so long */
	assert_int_equal(maintain_runs(sql_test.app, sql_test.config.data_directory, later, &done), FAULT_ok);
	assert_int_equal(done.runs_completed, 0);
	assert_int_equal(done.runs_abandoned, 0);
	assert_int_equal(maintain_runs(sql_test.app, sql_test.config.data_directory, later + 60 * MS_PER_SECOND, &done),
	    FAULT_ok);
	assert_int_equal(done.runs_completed, 1);
	assert_int_equal(done.runs_abandoned, 1);
	assert_string_equal(run_column(played.run_id, "status"), "completed");
	assert_string_equal(run_column(played.run_id, "partial"), "1");
	assert_string_equal(run_column(played.run_id, "ended_at = last_event_at AND ended_at < '2026-05-12'"), "1");
	assert_string_equal(run_column(silent.run_id, "status"), "abandoned");
	assert_string_equal(run_column(900004, "status"), "open");
	course_cache_free(played.cache);
	assert_sound();
}

int
maintain_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reconcile),
		cmocka_unit_test(test_prune),
		cmocka_unit_test(test_idle_runs),
	};

	return cmocka_run_group_tests_name("maintain", tests, NULL, NULL);
}
