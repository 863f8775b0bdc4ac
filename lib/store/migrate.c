#include "migrate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "file.h"
#include "sql.h"

enum { FILE_MAX = 4 * 1024 * 1024 };

static const char serves[] = "-- oldest release served: ";
static const char lock_name[] = "parlance.migrate";

/* clang-format off */
#define RECORD_STRUCT struct migration_row
static const struct field migration_row_fields[] = {
	INT(version, 0, 0, 9999),
	TEXT(name, 0, 1, 100),
	DIGEST(sha256),
	TEXT(oldest_release, 0, 1, 20),
	INT(statements, 0, 0, INT32_MAX),
	INSTANT(started_at, 0),
	INSTANT(finished_at, FIELD_nullable),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(migration_row);

#define RECORD_STRUCT struct migration_lock
static const struct field migration_lock_fields[] = {
	TEXT(name, 0, 1, 64),
	INT(seconds, 0, 0, 3600),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(migration_lock);

#define RECORD_STRUCT struct migration_lock_answer
static const struct field migration_lock_answer_fields[] = {
	INT(got, FIELD_nullable, 0, 1),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(migration_lock_answer);
/* clang-format on */

static const char *
trouble(struct arena *arena, enum fault fault)
{
	return arena_printf(arena, "the database failed (%s); the log line above says more", fault_code(fault));
}

const char *
migrate_lock(struct db *db, struct arena *arena, int64_t seconds)
{
	const struct migration_lock lock = { lock_name, seconds };
	struct migration_lock_answer answer;
	enum fault fault = sql_migration_lock(db, arena, &lock, &answer);

	if (fault != FAULT_ok)
		return trouble(arena, fault);
	return answer.got == 1 ? NULL : "another migration is running; wait for its end and try again";
}

void
migrate_unlock(struct db *db, struct arena *arena)
{
	const struct migration_lock lock = { .name = lock_name };
	struct migration_lock_answer answer;

	(void)sql_migration_unlock(db, arena, &lock, &answer); /* the end of the connection does it as well */
}

/* Return the length of the ${line} without white space at its end. */
static size_t
line_length(const char *line)
{
	size_t length = strcspn(line, "\n");

	while (length > 0 && isspace((unsigned char)line[length - 1]) != 0)
		length--;
	return length;
}

static const char *
line_next(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

/* Return whether ${line} is blank or a comment. */
static bool
line_empty(const char *line)
{
	return line_length(line) == 0 || strncmp(line + strspn(line, " \t"), "--", 2) == 0;
}

/* Find the statement at ${*at}, up to a semicolon at the end of a line, and move behind it; false at the end. */
static bool
statement_next(const char **at, const char **sql, size_t *length)
{
	const char *line = *at;

	while (*line != '\0' && line_empty(line))
		line = line_next(line);
	*sql = line;
	for (; *line != '\0'; line = line_next(line)) {
		size_t end = line_length(line);

		if (!line_empty(line) && line[end - 1] == ';') {
			*length = (size_t)(line + end - 1 - *sql);
			*at = line_next(line);
			return true;
		}
	}
	*length = strlen(*sql);
	*at = line;
	return *length > 0;
}

/* Read the head of a migration: NNNN_name.sql, and the comment that says what it still serves. */
static const char *
migration_open(struct arena *arena, const char *path, struct migration *migration)
{
	const char *stem = file_stem(arena, path, ".sql"), *head;
	struct file file;
	const char *error = file_read(arena, path, FILE_MAX, &file);
	char *end;

	if (error != NULL)
		return error;
	memset(migration, 0, sizeof(*migration));
	migration->path = file.path;
	migration->sql = file.text;
	migration->row.version = strtoll(stem, &end, 10);
	if (end != stem + 4 || *end != '_' || end[1] == '\0')
		return arena_printf(arena, "%s is not called like 0001_name.sql", path);
	migration->row.name = end + 1;
	migration->row.sha256 = file.sha256;
	if ((head = strstr(file.text, serves)) == NULL)
		return arena_printf(arena, "%s does not say \"%s...\"", path, serves);
	head += strlen(serves);
	migration->row.oldest_release = arena_strndup(arena, head, line_length(head));
	return NULL;
}

static const char *
migrations_read(struct arena *arena, const char *directory, struct migration_plan *plan)
{
	const char **paths;
	const char *error = file_list(arena, directory, ".sql", &paths, &plan->n_migrations);

	if (error != NULL)
		return error;
	if (plan->n_migrations == 0)
		return arena_printf(arena, "there is no migration in %s", directory);
	plan->migrations = arena_array(arena, plan->n_migrations, sizeof(*plan->migrations));
	for (size_t i = 0; i < plan->n_migrations; i++) {
		if ((error = migration_open(arena, paths[i], &plan->migrations[i])) != NULL)
			return error;
		if (plan->migrations[i].row.version != (int64_t)i)
			return arena_printf(arena, "%s is not number %04zu: migrations are numbered without gaps", paths[i], i);
	}
	return NULL;
}

/* Say what is wrong with ${row} of the database, of which ${plan} should have the file; NULL: nothing. */
static const char *
row_compare(struct arena *arena, const struct migration_row *row, struct migration_plan *plan)
{
	struct migration *migration;

	if ((uint64_t)row->version >= plan->n_migrations)
		return arena_printf(arena, "the database has migration %04lld %s, which this program does not know: "
		    "use a newer release", (long long)row->version, row->name);
	if (row->finished_at == ABSENT)
		return arena_printf(arena, "migration %04lld %s stopped after %lld of its statements (%s): "
		    "put the backup back, or finish its work by hand and set finished_at in schema_migrations",
		    (long long)row->version, row->name, (long long)row->statements,
		    instant_text(arena, row->started_at));
	migration = &plan->migrations[row->version];
	if (memcmp(&row->sha256, &migration->row.sha256, sizeof(row->sha256)) != 0)
		return arena_printf(arena, "migration %04lld %s was run with another content than %s has now: "
		    "files of migrations must not change", (long long)row->version, row->name, migration->path);
	migration->done = true;
	migration->row = *row;
	return NULL;
}

const char *
migrate_plan(struct db *db, struct arena *arena, const char *directory, struct migration_plan *plan)
{
	const char *error = migrations_read(arena, directory, plan);
	struct migration_row *rows = NULL;
	struct count_row table;
	size_t count = 0;
	enum fault fault;

	if (error != NULL)
		return error;
	plan->n_pending = plan->n_migrations;
	if ((fault = sql_migration_table(db, arena, &table)) != FAULT_ok)
		return trouble(arena, fault);
	if (table.n > 0 && (fault = sql_migration_list(db, arena, &rows, &count)) != FAULT_ok)
		return trouble(arena, fault);
	for (size_t i = 0; i < count && error == NULL; i++)
		error = row_compare(arena, &rows[i], plan);
	for (size_t i = 0; i < plan->n_migrations && plan->migrations[i].done; i++)
		plan->n_pending--;
	if (error == NULL && count + plan->n_pending != plan->n_migrations)
		error = "schema_migrations has a gap: an older migration is missing";
	return error;
}

/* Run each statement of ${migration}, counting them in its row when ${counted}. */
static const char *
statements_run(struct db *db, struct arena *arena, struct migration *migration, bool counted)
{
	const char *at = migration->sql, *sql, *error;
	size_t length;

	while (statement_next(&at, &sql, &length)) {
		enum fault fault = db_execute_script(db, sql, length, &error);

		if (fault != FAULT_ok)
			return arena_printf(arena, "%s, statement %lld: %s", migration->path,
			    (long long)migration->row.statements + 1, error);
		migration->row.statements++;
		if (counted && (fault = sql_migration_step(db, &migration->row, NULL)) != FAULT_ok)
			return trouble(arena, fault);
	}
	return NULL;
}

const char *
migrate_run(struct db *db, struct arena *arena, struct migration *migration, int64_t now)
{
	int64_t start = clock_microseconds();
	const char *error;
	enum fault fault;

	/* Number 0 makes the table that the others are recorded in, so it runs once before it is recorded itself. */
	if (migration->row.version == 0 && (error = statements_run(db, arena, migration, false)) != NULL)
		return error;
	migration->row.statements = 0;
	migration->row.started_at = now;
	migration->row.finished_at = ABSENT;
	if ((fault = sql_migration_start(db, &migration->row, NULL)) != FAULT_ok)
		return trouble(arena, fault);
	if ((error = statements_run(db, arena, migration, true)) != NULL)
		return error;
	migration->row.finished_at = now + (clock_microseconds() - start) / 1000;
	if ((fault = sql_migration_finish(db, &migration->row, NULL)) != FAULT_ok)
		return trouble(arena, fault);
	migration->done = true;
	return NULL;
}

const char *
migrate_files(struct db *db, struct arena *arena, const char *directory, size_t *count)
{
	const char **paths;
	const char *error = file_list(arena, directory, ".sql", &paths, count);

	for (size_t i = 0; error == NULL && i < *count; i++) {
		struct migration statements = { .path = paths[i] };
		struct file file;

		if ((error = file_read(arena, paths[i], FILE_MAX, &file)) != NULL)
			break;
		statements.sql = file.text;
		error = statements_run(db, arena, &statements, false);
	}
	return error;
}

/* Compare two releases ("0.10.2") number by number: negative, 0 or positive. */
static int
release_compare(const char *a, const char *b)
{
	while (*a != '\0' || *b != '\0') {
		char *a_end, *b_end;
		long x = strtol(a, &a_end, 10), y = strtol(b, &b_end, 10);

		if (x != y)
			return x < y ? -1 : 1;
		a = a_end + (*a_end == '.');
		b = b_end + (*b_end == '.');
		if (a == a_end && b == b_end)
			return 0;
	}
	return 0;
}

const char *
migrate_check(struct db *db, struct arena *arena, const char *release)
{
	struct migration_row *rows;
	size_t count;
	enum fault fault = sql_migration_list(db, arena, &rows, &count);

	if (fault != FAULT_ok)
		return trouble(arena, fault);
	if (count == 0 || rows[count - 1].version < MIGRATE_VERSION)
		return arena_printf(arena, "the schema is at %04lld and this program needs %04d: run parlance migrate",
		    count == 0 ? 0LL : (long long)rows[count - 1].version, MIGRATE_VERSION);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].finished_at == ABSENT)
			return arena_printf(arena, "migration %04lld %s is not finished", (long long)rows[i].version,
			    rows[i].name);
		if (release_compare(rows[i].oldest_release, release) > 0)
			return arena_printf(arena, "migration %04lld %s serves releases from %s on, this is %s",
			    (long long)rows[i].version, rows[i].name, rows[i].oldest_release, release);
	}
	return NULL;
}
