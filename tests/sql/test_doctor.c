/* What the doctor finds. */

#include "sql_test.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "db.h"
#include "doctor.h"

/* Return the violations of check ${name}; ${*others} are those of all others, ${*example} its example. */
static int64_t
violations_of(const char *name, int64_t *others, const char **example)
{
	int64_t found = -1;

	*others = 0;
	for (size_t i = 0; i < doctor_count; i++) {
		struct doctor_finding finding;

		assert_int_equal(doctor_check(sql_test.app, sql_test.arena, i, &finding), FAULT_ok);
		if (strcmp(finding.check, name) == 0) {
			found = finding.violations;
			*example = finding.example;
			continue;
		}
		*others += finding.violations;
	}
	return found;
}

/* One thing done wrong, the check that must find it alone, and how to put it right. */
struct wrong {
	const char *check, *example, *doing, *undoing;
};

#define RESTAURANT "(SELECT id FROM scenarios WHERE scenario_id = 'restaurant_dinner_reservation')"

/* clang-format off */
static const struct wrong wrongs[] = {
	{ "scenario_metadata", "starts off by 2", "UPDATE scenario_metadata SET starts = starts + 2 WHERE scenario_key = " RESTAURANT,
	  "UPDATE scenario_metadata SET starts = starts - 2 WHERE scenario_key = " RESTAURANT },
	{ "scenario_metadata", "views off by -1", "UPDATE scenario_metadata SET views = views - 1 WHERE scenario_key = " RESTAURANT,
	  "UPDATE scenario_metadata SET views = views + 1 WHERE scenario_key = " RESTAURANT },
	{ "scenario_metadata", "no row", "DELETE FROM scenario_metadata WHERE scenario_key = "
	  "(SELECT id FROM scenarios WHERE scenario_id = 'doctor_visit_consultation')",
	  "INSERT INTO scenario_metadata (scenario_key) SELECT id FROM scenarios WHERE scenario_id = 'doctor_visit_consultation'" },
	{ "scenario_daily", "completions off by 1", "UPDATE scenario_daily SET completions = 1 WHERE day = '2026-03-04'",
	  "UPDATE scenario_daily SET completions = 0 WHERE day = '2026-03-04'" },
	{ "scenario_daily", "starts off by -1", "DELETE FROM scenario_daily WHERE day = '2026-03-04'",
	  "INSERT INTO scenario_daily (scenario_key, day, starts) SELECT id, '2026-03-04', 1 FROM scenarios "
	  "WHERE scenario_id = 'restaurant_dinner_reservation'" },
	{ "user_scenario_progress", "best_score", "UPDATE user_scenario_progress SET best_score = 81 WHERE best_score = 80",
	  "UPDATE user_scenario_progress SET best_score = 80 WHERE best_score = 81" },
	{ "user_scenario_progress", "last_completed_at", "UPDATE user_scenario_progress SET last_completed_at = NULL WHERE best_score = 80",
	  "UPDATE user_scenario_progress SET last_completed_at = '2026-03-04 10:05:00' WHERE best_score = 80" },
	{ "runs", "run 900004: open, but ended", "UPDATE scenario_runs SET result = '{}' WHERE id = 900004",
	  "UPDATE scenario_runs SET result = NULL WHERE id = 900004" },
	{ "runs", "run 900003: no such phase", "UPDATE scenario_runs SET phase = 9 WHERE id = 900003",
	  "UPDATE scenario_runs SET phase = 1 WHERE id = 900003" },
	{ "turns", "run 900004: 2 turns, rows 1 to 1", "UPDATE scenario_runs SET turns = 2 WHERE id = 900004",
	  "UPDATE scenario_runs SET turns = 1 WHERE id = 900004" },
	{ "turns", "run 900001: 2 turns, rows 1 to 3", "UPDATE scenario_run_turns SET number = 3 WHERE run_key = 900001 AND number = 2",
	  "UPDATE scenario_run_turns SET number = 2 WHERE run_key = 900001 AND number = 3" },
	{ "history", "run 900002: the history says otherwise", "UPDATE scenario_progress_history SET seconds = 1 WHERE run_key = 900002",
	  "UPDATE scenario_progress_history SET seconds = 300 WHERE run_key = 900002" },
	{ "history", "run 900001: the learning session says otherwise",
	  "UPDATE learning_sessions SET items_correct = 1, items_incorrect = 2 WHERE source_id = '900001'",
	  "UPDATE learning_sessions SET items_correct = 2, items_incorrect = 1 WHERE source_id = '900001'" },
	{ "history", "run 900002: completed, without its event", "UPDATE learning_events SET event = 'run_completed' WHERE ref = '900002'",
	  "UPDATE learning_events SET event = 'run_partial' WHERE ref = '900002'" },
	{ "activity", "no start of user 900002", "UPDATE scenario_activity SET user_key = 900001 WHERE user_key = 900002 AND kind = 'start'",
	  "UPDATE scenario_activity SET user_key = 900002 WHERE user_key = 900001 AND kind = 'start' AND day = '2026-03-05' "
	  "AND scenario_key = " RESTAURANT },
	{ "vocabulary", "item 900001: a source that is not there", "UPDATE vocabulary_sources SET source_key = 4000000000 WHERE item_key = 900001",
	  "UPDATE vocabulary_sources SET source_key = " RESTAURANT " WHERE item_key = 900001" },
	{ "vocabulary", "item 900001: a card of somebody else", "UPDATE review_cards SET language = 'es' WHERE id = 900001",
	  "UPDATE review_cards SET language = 'en' WHERE id = 900001" },
	{ "cards", "card 900001", "UPDATE review_cards SET reps = 1, state = 'learning', stability = 1, difficulty = 5, "
	  "last_review_at = '2026-03-03', last_review_day = '2026-03-03' WHERE id = 900001",
	  "UPDATE review_cards SET reps = 0, state = 'new', stability = NULL, difficulty = NULL, last_review_at = NULL, "
	  "last_review_day = NULL WHERE id = 900001" },
	{ "versions", "the document is of another version", "UPDATE scenarios SET document = REPLACE(document, '\"version\":', '\"version\":9') "
	  "WHERE scenario_id = 'hotel_check_in_es'",
	  "UPDATE scenarios SET document = REPLACE(document, '\"version\":9', '\"version\":') WHERE scenario_id = 'hotel_check_in_es'" },
	{ "versions", "the version is not what was hashed",
	  "UPDATE scenario_versions v JOIN scenarios s ON s.id = v.scenario_key AND s.version = v.version "
	  "SET v.content_hash = REPEAT('x', 32) WHERE s.scenario_id = 'hotel_check_in_es'",
	  "UPDATE scenario_versions SET content_hash = UNHEX(SHA2(content, 256))" },
	{ "listing", "not listed", "CREATE TABLE unlisted AS SELECT * FROM scenario_listing WHERE scenario_id = 'hotel_check_in'",
	  "INSERT INTO scenario_listing SELECT * FROM unlisted" },
	{ "listing", "listed otherwise than it is", "UPDATE scenario_listing SET title = 'another' WHERE scenario_id = 'hotel_check_in'",
	  "UPDATE scenario_listing l JOIN scenarios s ON s.id = l.scenario_key SET l.title = s.title" },
	{ "users", "user 900001: no counters", "DELETE FROM user_counters WHERE user_key = 900001",
	  "INSERT INTO user_counters (user_key) VALUES (900001)" },
	{ "schema", "is not finished", "UPDATE schema_migrations SET finished_at = NULL WHERE version = 2",
	  "UPDATE schema_migrations SET finished_at = started_at WHERE version = 2" },
};
/* clang-format on */

static int
fixture(void **state)
{
	(void)state;
	fixture_load("practice");
	return 0;
}

void
assert_sound(void)
{
	const char *example = NULL;
	int64_t others, found = violations_of("cards", &others, &example);

	assert_int_equal(found, 0);
	assert_int_equal(others, 0);
}

static void
test_sound(void **state)
{
	(void)state;
	assert_sound();
}

static void
test_wrongs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(*wrongs); i++) {
		const struct wrong *wrong = &wrongs[i];
		const char *example = NULL;
		int64_t others, found;

		sql_run(wrong->doing);
		if (strstr(wrong->doing, "CREATE TABLE unlisted") != NULL)
			sql_run("DELETE FROM scenario_listing WHERE scenario_id = 'hotel_check_in'");
		found = violations_of(wrong->check, &others, &example);
		if (found != 1 || others != 0)
			fail_msg("%s: %lld violations of %s, %lld others", wrong->doing, (long long)found, wrong->check,
			    (long long)others);
		assert_holds(example, wrong->example);
		sql_run(wrong->undoing);
	}
	sql_run("DROP TABLE unlisted");
	test_sound(state);
}

int
doctor_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),
		cmocka_unit_test(test_wrongs),
	};

	return cmocka_run_group_tests_name("doctor", tests, fixture, NULL);
}
