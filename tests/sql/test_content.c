/* Loading scenarios: new, changed, gone, back, withdrawn by hand, refused. */

#include "sql_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "content.h"
#include "db.h"
#include "file.h"
#include "input.h"

static const char scenario_id[] = "restaurant_dinner_reservation";
static const char *directory, *path, *original;

static const char *
library(void)
{
	return arena_printf(sql_test.arena, "%s/scenarios", sql_test.config.data_directory);
}

/* Load everything below ${from} and return what happened to the scenario of these tests. */
static enum content_outcome
load(const char *from, bool dry_run)
{
	struct content_load load = { .arena = sql_test.arena, .db = sql_test.app, .dry_run = dry_run, .now = 1767225600000 };
	const char **paths;

	assert_null(file_list(sql_test.arena, from, ".json", &paths, &load.n_files));
	load.files = arena_array(sql_test.arena, load.n_files, sizeof(*load.files));
	for (size_t i = 0; i < load.n_files; i++)
		content_read(sql_test.arena, paths[i], &load.files[i]);
	assert_int_equal(content_load(&load), FAULT_ok);
	for (size_t i = 0; i < load.n_files; i++)
		if (strcmp(load.files[i].scenario_id, scenario_id) == 0)
			return load.files[i].outcome;
	for (size_t i = 0; i < load.n_missing; i++)
		if (strcmp(load.missing[i].scenario_id, scenario_id) == 0)
			return load.missing[i].outcome;
	return CONTENT_valid;
}

/* Return the ${column} of the scenario's row. */
static const char *
column(const char *name)
{
	return sql_value(arena_printf(sql_test.arena, "SELECT %s FROM scenarios WHERE scenario_id = '%s'", name, scenario_id));
}

/* Return how many rows of ${table} the scenario has. */
static const char *
count_in(const char *table)
{
	return sql_value(arena_printf(sql_test.arena, "SELECT COUNT(*) FROM %s t JOIN scenarios s ON s.id = t.scenario_key "
	    "WHERE s.scenario_id = '%s'", table, scenario_id));
}

/* Write the scenario with ${from} replaced by ${to} everywhere. */
static void
write_changed(const char *from, const char *to)
{
	FILE *file = fopen(path, "w");
	const char *at = original;

	assert_non_null(file);
	for (const char *next; (next = strstr(at, from)) != NULL; at = next + strlen(from))
		assert_true(fprintf(file, "%.*s%s", (int)(next - at), at, to) >= 0);
	assert_true(fputs(at, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* A library of one scenario, and the present one loaded. */
static int
library_make(void **state)
{
	struct file file;

	(void)state;
	directory = directory_new();
	assert_int_equal(mkdir(arena_printf(sql_test.arena, "%s/en", directory), 0700), 0);
	path = arena_printf(sql_test.arena, "%s/en/%s.json", directory, scenario_id);
	assert_null(file_read(sql_test.arena, arena_printf(sql_test.arena, "%s/en/%s.json", library(), scenario_id), 1 << 20,
	    &file));
	original = file.text;
	file_write(path, original);
	(void)load(library(), false); /* what was there is for the tests to say */
	return 0;
}

static int
library_restore(void **state)
{
	(void)state;
	(void)load(library(), false); /* the last test says what it does */
	return 0;
}

static void
test_again_changes_nothing(void **state)
{
	const char *before = sql_value("SELECT GROUP_CONCAT(revision, ' ', version, ' ', updated_at) FROM scenarios");

	(void)state;
	assert_int_equal(load(library(), false), CONTENT_unchanged);
	assert_string_equal(before, sql_value("SELECT GROUP_CONCAT(revision, ' ', version, ' ', updated_at) FROM scenarios"));
}

static void
test_new_version(void **state)
{
	const char *version = column("version"), *words = count_in("scenario_words");

	(void)state;
	write_changed("\"term\": \"reservation\"", "\"term\": \"advance booking\"");
	assert_int_equal(load(directory, false), CONTENT_updated);
	assert_int_equal(strtol(column("version"), NULL, 10), strtol(version, NULL, 10) + 1);
	assert_string_equal(count_in("scenario_words"), words);
	assert_string_equal(sql_value("SELECT COUNT(*) > 0 FROM scenario_words WHERE term_key = 'advance booking'"), "1");
	assert_string_equal(sql_value("SELECT COUNT(*) > 0 FROM scenario_terms WHERE term = 'advance' AND language = 'en' "
	    "AND `rank` = 3"), "1");
	assert_string_equal(column("JSON_VALUE(document, '$.version') = version"), "1");
	assert_string_equal(column("JSON_EXTRACT(document, '$.phases[0].partner_lines') IS NULL"), "1");
	assert_string_equal(sql_value("SELECT COUNT(*) FROM scenario_versions "
	    "WHERE content_hash <> UNHEX(SHA2(content, 256))"), "0");
}

static void
test_gone_and_back(void **state)
{
	(void)state;
	assert_int_equal(unlink(path), 0);
	file_copy(arena_printf(sql_test.arena, "%s/en/hotel_check_in.json", library()),
	    arena_printf(sql_test.arena, "%s/en/hotel_check_in.json", directory));
	assert_int_equal(load(directory, true), CONTENT_withdrawn);
	assert_string_equal(column("withdrawn"), "0");
	assert_int_equal(load(directory, false), CONTENT_withdrawn);
	assert_string_equal(column("withdrawn"), "2");
	assert_string_equal(count_in("scenario_listing"), "0");
	file_write(path, original);
	(void)load(directory, false); /* its version of the test before is replaced */
	assert_string_equal(column("withdrawn"), "0");
	assert_string_equal(count_in("scenario_listing"), "1");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(load(directory, false), CONTENT_withdrawn);
	file_write(path, original);
	assert_int_equal(load(directory, false), CONTENT_restored);
	assert_int_equal(load(directory, false), CONTENT_unchanged);
}

static void
test_by_hand(void **state)
{
	(void)state;
	sql_run(arena_printf(sql_test.arena, "UPDATE scenarios SET withdrawn = 1 WHERE scenario_id = '%s'", scenario_id));
	write_changed("evening", "night");
	assert_int_equal(load(directory, false), CONTENT_updated);
	assert_string_equal(column("withdrawn"), "1");
	assert_string_equal(count_in("scenario_listing"), "0");
	sql_run(arena_printf(sql_test.arena, "UPDATE scenarios SET withdrawn = 0 WHERE scenario_id = '%s'", scenario_id));
	file_write(path, original);
	assert_int_equal(load(directory, false), CONTENT_updated);
	assert_string_equal(count_in("scenario_listing"), "1");
}

static void
test_rendered_anew(void **state)
{
	const char *version;

	(void)state;
	sql_run(arena_printf(sql_test.arena, "UPDATE scenarios SET document = '{}' WHERE scenario_id = '%s'", scenario_id));
	version = column("version");
	assert_int_equal(load(directory, false), CONTENT_refreshed);
	assert_string_equal(column("version"), version);
	assert_string_equal(column("JSON_VALUE(document, '$.version') = version"), "1");
}

/* Read the changed scenario and return the pointer and code of its first problem. */
static const char *
first_problem(const char *from, const char *to)
{
	struct content_file file;

	write_changed(from, to);
	content_read(sql_test.arena, path, &file);
	assert_int_equal(file.outcome, CONTENT_refused);
	return arena_printf(sql_test.arena, "%s %s", file.problems.items[0].pointer, file.problems.items[0].code);
}

static void
test_refused(void **state)
{
	struct content_file file;

	(void)state;
	assert_string_equal(first_problem("\"scenario_id\": \"", "\"scenario_id\": \"x_"), "/scenario_id file_name");
	assert_string_equal(first_problem("\"language\": \"en\"", "\"language\": \"fr\""), "/language file_name");
	assert_string_equal(first_problem("\"title\"", "\"titel\""), "/titel unknown_field");
	assert_string_equal(first_problem("{", "["), " malformed");
	file_write(path, original);
	content_read(sql_test.arena, arena_printf(sql_test.arena, "%s/en/nothing.json", directory), &file);
	assert_string_equal(file.problems.items[0].code, "unreadable");
	(void)load(directory, false);
	write_changed("\"estimated_duration\": 15", "\"estimated_duration\": 16");
	content_read(sql_test.arena, path, &file);
	assert_int_equal(file.problems.count, 0);
	assert_string_equal(file.warnings.items[0].code, "sum");
	file_write(path, original);
}

static void
terms_are(const char *text, const char *expected)
{
	const char **terms, *joined = "";
	size_t n = content_terms(sql_test.arena, text, &terms);

	for (size_t i = 0; i < n; i++)
		joined = arena_printf(sql_test.arena, "%s%s%s", joined, i == 0 ? "" : " ", terms[i]);
	assert_string_equal(joined, expected);
}

static void
test_terms(void **state)
{
	(void)state;
	terms_are("A Table for Two, please!", "table for two please");
	terms_are("¿Dónde está l’addition? Straße ÑANDÚ", "donde esta addition strasse nandu");
	terms_are("我想订一张桌子", "我想 想订 订一 一张 张桌 桌子");
	terms_are("水", "水");
	terms_are("コーヒーを2つ", "コー ーヒ ヒー ーを 2 つ");
	terms_are("ＡＢＣ ﾃｽﾄ", "abc テス スト");
	terms_are("a b 7", "7");
	terms_are("", "");
	terms_are(NULL, "");
	terms_are("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij",
	    "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij");
}

int
content_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_again_changes_nothing),
		cmocka_unit_test(test_new_version),
		cmocka_unit_test(test_gone_and_back),
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_rendered_anew),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_terms),
	};

	return cmocka_run_group_tests_name("content", tests, library_make, library_restore);
}
