#include "sql_test.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "arena.h"
#include "db.h"
#include "file.h"
#include "migrate.h"

struct sql_test sql_test;

void
sql_run(const char *sql)
{
	const char *error;

	if (db_execute_script(sql_test.migrate, sql, strlen(sql), &error) != FAULT_ok)
		fail_msg("%s: %s", sql, error);
}

const char *
sql_value(const char *sql)
{
	struct db_table table;
	const char *error;

	if (db_report(sql_test.migrate, sql_test.arena, sql, strlen(sql), &table, &error) != FAULT_ok)
		fail_msg("%s: %s", sql, error);
	if (table.n_rows == 0)
		return "";
	return table.rows[0][0] == NULL ? "NULL" : table.rows[0][0];
}

void
fixture_load(const char *name)
{
	const char *directory = arena_printf(sql_test.arena, "%s/tests/sql/fixture/%s", getenv("PARLANCE_SRCDIR"), name);
	size_t count;
	const char *error = migrate_files(sql_test.migrate, sql_test.arena, directory, &count);

	if (error != NULL)
		fail_msg("%s", error);
	assert_int_not_equal(count, 0);
}

/* Everything that directory_new() makes is below this one, which goes at the end. */
static const char *root;

static bool
root_make(void)
{
	const char *parent = getenv("TMPDIR");

	root = mkdtemp(arena_printf(sql_test.arena, "%s/parlance-sql.XXXXXX", parent == NULL ? "/tmp" : parent));
	return root != NULL;
}

static bool
root_remove(void)
{
	char *const roots[] = { arena_strdup(sql_test.arena, root), NULL };
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	bool removed = walk != NULL;

	for (FTSENT *entry; walk != NULL && (entry = fts_read(walk)) != NULL;)
		if (entry->fts_info != FTS_D)
			removed = remove(entry->fts_accpath) == 0 && removed;
	return walk != NULL && fts_close(walk) == 0 && removed;
}

const char *
directory_new(void)
{
	char *path = arena_printf(sql_test.arena, "%s/XXXXXX", root);

	assert_non_null(mkdtemp(path));
	return path;
}

void
file_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

void
file_copy(const char *from, const char *to)
{
	struct file file;
	const char *error = file_read(sql_test.arena, from, 1 << 20, &file);

	if (error != NULL)
		fail_msg("%s", error);
	file_write(to, file.text);
}

void
assert_holds(const char *text, const char *part)
{
	if (text == NULL || strstr(text, part) == NULL)
		fail_msg("\"%s\" does not hold \"%s\"", text == NULL ? "(nothing)" : text, part);
}

static struct db *
connect(const char *user, const char *password)
{
	const struct db_setup setup = { sql_test.config.database_socket, sql_test.config.database_name, user, password,
		30, 20 };
	const char *error;
	struct db *db = db_open(sql_test.arena, &setup, &error);

	if (db == NULL) {
		fprintf(stderr, "%s\n", error);
		exit(1);
	}
	return db;
}

/* Return the path of the command line: it is built two directories above this program. */
static const char *
program_path(const char *self)
{
	const char *given = getenv("PARLANCE"), *slash = strrchr(self, '/');

	return given != NULL ? given : arena_printf(sql_test.arena, "%.*s/../../parlance",
	    slash == NULL ? 1 : (int)(slash - self), slash == NULL ? "." : self);
}

int
main(int argc, char **argv)
{
	const struct config *config = &sql_test.config;
	const char *error;
	int failed;

	if (argc != 2 || sodium_init() < 0) {
		fputs("usage: sql_test CONFIG\n", stderr);
		return 2;
	}
	if (getenv("PARLANCE_SRCDIR") == NULL && setenv("PARLANCE_SRCDIR", PARLANCE_SRCDIR, 0) != 0)
		return 1;
	sql_test.arena = arena_new();
	if (!root_make()) {
		perror("no directory for the tests");
		return 1;
	}
	sql_test.program = program_path(argv[0]);
	sql_test.config_path = argv[1];
	if ((error = config_read(sql_test.arena, argv[1], &sql_test.config)) != NULL) {
		fprintf(stderr, "%s\n", error);
		return 1;
	}
	sql_test.app = connect(config->database_user, config->database_password);
	sql_test.migrate = connect(config->migrate_user, config->migrate_password);
	sql_test.report = connect(config->report_user, config->report_password);
	failed = migrate_tests() + content_tests() + command_tests() + doctor_tests() + maintain_tests() +
	    report_tests();
	db_close(sql_test.app);
	db_close(sql_test.migrate);
	db_close(sql_test.report);
	if (!root_remove()) {
		perror(root);
		failed++;
	}
	arena_free(sql_test.arena);
	return failed == 0 ? 0 : 1;
}
