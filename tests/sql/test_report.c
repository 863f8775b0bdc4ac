/* Reports on known facts, by the account that may read nothing else. */

#include "sql_test.h"

#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "db.h"
#include "record.h"
#include "report.h"

static struct report *reports;
static size_t n_reports;
static struct report_period period;

static int
reports_find(void **state)
{
	(void)state;
	fixture_load("reviews");
	assert_null(report_list(sql_test.arena, arena_printf(sql_test.arena, "%s/report", sql_test.config.sql_directory),
	    &reports, &n_reports));
	assert_true(day_parse("2026-03-01", &period.from) && day_parse("2026-03-31", &period.to) &&
	    day_parse("2026-03-25", &period.today));
	return 0;
}

/* Return report ${name} as lines of cells, without the line of names. */
static const char *
report_of(const char *name)
{
	struct buffer out = { .arena = sql_test.arena };

	for (size_t i = 0; i < n_reports; i++) {
		struct db_table table;
		const char *error;

		if (strcmp(reports[i].name, name) != 0)
			continue;
		if ((error = report_run(sql_test.report, sql_test.arena, &reports[i], &period, &table)) != NULL)
			fail_msg("%s", error);
		report_csv(&out, &table);
		return strchr(buffer_string(&out), '\n') + 1;
	}
	fail_msg("there is no report %s", name);
	return NULL;
}

static void
test_daily_activity(void **state)
{
	(void)state;
	/* day, learners, reviews, passed, new_cards, review_seconds, runs_completed, runs_partial, run_seconds */
	assert_string_equal(report_of("daily_activity"),
	    "2026-03-02,1,0,0,0,0,1,0,720\r\n"
	    "2026-03-03,1,2,2,1,64,0,0,0\r\n"
	    "2026-03-04,1,0,0,0,0,1,1,300\r\n"
	    "2026-03-09,1,2,1,0,6,0,0,0\r\n"
	    "2026-03-10,1,1,1,0,1,0,0,0\r\n"
	    "2026-03-12,1,1,0,0,2,0,0,0\r\n"
	    "2026-03-16,1,1,0,0,1,0,0,0\r\n");
}

static void
test_retention(void **state)
{
	(void)state;
	/* week, young_passed, young, mature_passed, mature, true_retention, predicted */
	assert_string_equal(report_of("retention_by_week"),
	    "2026-03-09,1,2,1,1,0.6667,0.8833\r\n"
	    "2026-03-16,0,0,0,1,0.0000,0.7000\r\n");
}

static void
test_hardest_words(void **state)
{
	(void)state;
	/* The other word was added by its learner, and is nobody's business. */
	assert_string_equal(report_of("hardest_words"), "en,table,word,1,5,2,0.400,5.00\r\n");
}

static void
test_review_load(void **state)
{
	(void)state;
	/* day, cards, young, mature, learning, learners: the one due before counts today */
	assert_string_equal(report_of("review_load"), "2026-03-25,1,1,0,0,1\r\n2026-04-09,1,0,1,0,1\r\n");
}

static void
test_scenario_funnel(void **state)
{
	(void)state;
	/* scenario_id, language, runs, learners, open, completed, partial, abandoned, completed_percent, mean_reach, ... */
	assert_string_equal(report_of("scenario_funnel"),
	    "restaurant_dinner_reservation,en,3,2,1,1,1,0,50.0,0.58,57.5,8.5\r\n"
	    "hotel_check_in,en,1,1,0,0,0,1,0.0,0.33,,\r\n");
}

static void
test_active_learners(void **state)
{
	(void)state;
	/* week, active, first_time, learner_days, reviews, runs_completed */
	assert_string_equal(report_of("active_learners"),
	    "2026-03-02,1,1,3,2,2\r\n2026-03-09,2,1,3,4,0\r\n2026-03-16,1,0,1,1,0\r\n");
}

static void
test_content_overview(void **state)
{
	(void)state;
	assert_holds(report_of("content_overview"), "en,restaurant,1,0,4,");
}

static void
test_default_period(void **state)
{
	struct report report = { .name = "probe", .sql = "-- It's :from here.\nSELECT :from AS a, :to AS b, :today AS c;\n",
		.days = 7 };
	struct report_period today = { ABSENT, ABSENT, 0 };
	struct db_table table;

	(void)state;
	assert_true(day_parse("2026-03-25", &today.today));
	assert_null(report_run(sql_test.report, sql_test.arena, &report, &today, &table));
	assert_string_equal(table.rows[0][0], "2026-03-19");
	assert_string_equal(table.rows[0][1], "2026-03-26");
	assert_string_equal(table.rows[0][2], "2026-03-25");
	report.sql = "-- Wrong.\nSELECT :nobody;";
	assert_holds(report_run(sql_test.report, sql_test.arena, &report, &today, &table), "no value for :nobody");
}

static void
test_read_only(void **state)
{
	static const char *const refused[] = { "SELECT * FROM users", "SELECT * FROM review_log",
		"DELETE FROM report_learners", "UPDATE report_scenarios SET title = ''", "SELECT 1 INTO OUTFILE '/tmp/x'" };

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const struct report report = { .name = "refused", .sql = refused[i], .days = 1 };
		struct db_table table;

		assert_holds(report_run(sql_test.report, sql_test.arena, &report, &period, &table), "report refused: ");
	}
}

static void
test_csv_and_json(void **state)
{
	struct report report = { .name = "probe", .days = 1, .sql = "-- Cells.\nSELECT '=1+1' AS a, '-2' AS b, -2 AS c, "
		"'say \"hi\", all' AS d, NULL AS e, 'plain' AS f, 1.50 AS g, '@x' AS h" };
	struct buffer csv = { .arena = sql_test.arena }, json = { .arena = sql_test.arena };
	struct db_table table;

	(void)state;
	assert_null(report_run(sql_test.report, sql_test.arena, &report, &period, &table));
	report_csv(&csv, &table);
	assert_string_equal(buffer_string(&csv),
	    "a,b,c,d,e,f,g,h\r\n\"'=1+1\",\"'-2\",-2,\"say \"\"hi\"\", all\",,plain,1.50,\"'@x\"\r\n");
	report_json(&json, &table);
	assert_string_equal(buffer_string(&json), "[{\"a\":\"=1+1\",\"b\":\"-2\",\"c\":-2,\"d\":\"say \\\"hi\\\", all\","
	    "\"e\":null,\"f\":\"plain\",\"g\":1.50,\"h\":\"@x\"}]\n");
}

int
report_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_daily_activity),
		cmocka_unit_test(test_retention),
		cmocka_unit_test(test_hardest_words),
		cmocka_unit_test(test_review_load),
		cmocka_unit_test(test_scenario_funnel),
		cmocka_unit_test(test_active_learners),
		cmocka_unit_test(test_content_overview),
		cmocka_unit_test(test_default_period),
		cmocka_unit_test(test_read_only),
		cmocka_unit_test(test_csv_and_json),
	};

	return cmocka_run_group_tests_name("report", tests, reports_find, NULL);
}
