/* Migrations: what is run, what is refused, and with which sentence. */

#include "sql_test.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "db.h"
#include "file.h"
#include "migrate.h"

static const char *
real_directory(void)
{
	return arena_printf(sql_test.arena, "%s/migration", sql_test.config.sql_directory);
}

/* Copy all migrations to a directory of the test's own and return it. */
static const char *
copy_make(void)
{
	const char **paths, *directory = directory_new();
	size_t count;

	assert_null(file_list(sql_test.arena, real_directory(), ".sql", &paths, &count));
	for (size_t i = 0; i < count; i++)
		file_copy(paths[i], arena_printf(sql_test.arena, "%s/%s.sql", directory,
		    file_stem(sql_test.arena, paths[i], ".sql")));
	return directory;
}

/* Add migration number MIGRATE_VERSION + 1 to ${directory}. */
static void
probe_add(const char *directory, const char *sql)
{
	file_write(arena_printf(sql_test.arena, "%s/%04d_probe.sql", directory, MIGRATE_VERSION + 1),
	    arena_printf(sql_test.arena, "-- A probe.\n-- oldest release served: 0.1.0\n%s", sql));
}

static const char *
plan_of(const char *directory, struct migration_plan *plan)
{
	return migrate_plan(sql_test.migrate, sql_test.arena, directory, plan);
}

static int
probe_forget(void **state)
{
	(void)state;
	sql_run("DROP TABLE IF EXISTS probe");
	sql_run(arena_printf(sql_test.arena, "DELETE FROM schema_migrations WHERE version > %d", MIGRATE_VERSION));
	return 0;
}

static void
test_nothing_pending(void **state)
{
	struct migration_plan plan;

	(void)state;
	assert_null(plan_of(real_directory(), &plan));
	assert_int_equal(plan.n_pending, 0);
	assert_int_equal(plan.n_migrations, MIGRATE_VERSION + 1);
	assert_string_equal(sql_value("SELECT COUNT(*) FROM schema_migrations WHERE finished_at IS NULL"), "0");
}

static void
test_changed_file(void **state)
{
	const char *directory = copy_make();
	struct migration_plan plan;

	(void)state;
	file_write(arena_printf(sql_test.arena, "%s/0001_people.sql", directory),
	    "-- oldest release served: 0.1.0\nDO 1;\n");
	assert_holds(plan_of(directory, &plan), "0001 people was run with another content");
}

static void
test_unknown_newer(void **state)
{
	struct migration_plan plan;

	(void)state;
	sql_run(arena_printf(sql_test.arena, "INSERT INTO schema_migrations VALUES (%d, 'later', REPEAT('x', 32), '0.1.0', 1, "
	    "'2026-01-01', '2026-01-01')", MIGRATE_VERSION + 1));
	assert_holds(plan_of(real_directory(), &plan), "later, which this program does not know");
}

static void
test_file_names(void **state)
{
	const char *directory = copy_make();
	struct migration_plan plan;

	(void)state;
	file_write(arena_printf(sql_test.arena, "%s/%04d_gap.sql", directory, MIGRATE_VERSION + 2),
	    "-- oldest release served: 0.1.0\nDO 1;\n");
	assert_holds(plan_of(directory, &plan), "numbered without gaps");
	directory = copy_make();
	file_write(arena_printf(sql_test.arena, "%s/9probe.sql", directory), "DO 1;\n");
	assert_holds(plan_of(directory, &plan), "is not called like 0001_name.sql");
	directory = copy_make();
	file_write(arena_printf(sql_test.arena, "%s/%04d_silent.sql", directory, MIGRATE_VERSION + 1), "DO 1;\n");
	assert_holds(plan_of(directory, &plan), "does not say \"-- oldest release served: ");
	assert_holds(plan_of("/nowhere", &plan), "cannot be read");
}

static void
test_statements(void **state)
{
	const char *directory = copy_make();
	struct migration_plan plan;

	(void)state;
	probe_add(directory, "\n-- a comment; with a semicolon;\n"
	    "CREATE TABLE probe (\n  -- inside;\n  text VARCHAR(20)\n);  \n"
	    "INSERT INTO probe VALUES ('a;b'),\n  ('c');\r\n\nINSERT INTO probe VALUES ('without an end')");
	assert_null(plan_of(directory, &plan));
	assert_int_equal(plan.n_pending, 1);
	assert_null(migrate_run(sql_test.migrate, sql_test.arena, &plan.migrations[MIGRATE_VERSION + 1], 1767225600000));
	assert_string_equal(sql_value("SELECT GROUP_CONCAT(text ORDER BY text) FROM probe"), "a;b,c,without an end");
	assert_string_equal(sql_value("SELECT CONCAT(name, statements, started_at) FROM schema_migrations "
	    "ORDER BY version DESC LIMIT 1"), "probe32026-01-01 00:00:00.000");
	assert_null(plan_of(directory, &plan));
	assert_int_equal(plan.n_pending, 0);
}

static void
test_failure(void **state)
{
	const char *directory = copy_make();
	struct migration_plan plan;

	(void)state;
	probe_add(directory, "CREATE TABLE probe (n INT);\nCREATE TABLE probe (n INT);\nDROP TABLE probe;\n");
	assert_null(plan_of(directory, &plan));
	assert_holds(migrate_run(sql_test.migrate, sql_test.arena, &plan.migrations[MIGRATE_VERSION + 1], 0), "statement 2: ");
	assert_holds(plan_of(directory, &plan), "probe stopped after 1 of its statements");
	assert_holds(migrate_check(sql_test.app, sql_test.arena, "0.1.0"), "probe is not finished");
}

static void
test_lock(void **state)
{
	(void)state;
	assert_null(migrate_lock(sql_test.migrate, sql_test.arena, 0));
	assert_holds(migrate_lock(sql_test.app, sql_test.arena, 0), "another migration is running");
	migrate_unlock(sql_test.migrate, sql_test.arena);
	assert_null(migrate_lock(sql_test.app, sql_test.arena, 0));
	migrate_unlock(sql_test.app, sql_test.arena);
}

static void
test_release(void **state)
{
	(void)state;
	assert_null(migrate_check(sql_test.app, sql_test.arena, "0.1.0"));
	assert_null(migrate_check(sql_test.app, sql_test.arena, "0.10.0"));
	assert_null(migrate_check(sql_test.app, sql_test.arena, "1.0"));
	assert_holds(migrate_check(sql_test.app, sql_test.arena, "0.0.9"), "serves releases from 0.1.0 on, this is 0.0.9");
}

static void
test_every_statement(void **state)
{
	const char *wrong = db_check_queries(sql_test.app, sql_test.arena);

	(void)state;
	if (wrong != NULL)
		fail_msg("%s", wrong);
}

static void
test_server_settings(void **state)
{
	const char *wrong = db_check_server(sql_test.app, sql_test.arena);

	(void)state;
	if (wrong != NULL)
		fail_msg("%s", wrong);
}

int
migrate_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_pending),
		cmocka_unit_test(test_changed_file),
		cmocka_unit_test_teardown(test_unknown_newer, probe_forget),
		cmocka_unit_test(test_file_names),
		cmocka_unit_test_teardown(test_statements, probe_forget),
		cmocka_unit_test_teardown(test_failure, probe_forget),
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_release),
		cmocka_unit_test(test_every_statement),
		cmocka_unit_test(test_server_settings),
	};

	return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}
