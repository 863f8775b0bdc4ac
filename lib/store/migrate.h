#ifndef PARLANCE_MIGRATE_H
#define PARLANCE_MIGRATE_H

/*
 * The schema: numbered files of sql/migration, each run once and in order, and
 * the views of sql/view, made anew each time.  Forward only.  DDL commits by
 * itself, so the table schema_migrations counts the statements of a file that
 * have been run: one that stopped in the middle is found and named.
 *
 * Functions that may fail return NULL, or a sentence in memory of the arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "record.h"

struct arena;
struct db;

/* One row of schema_migrations. */
struct migration_row {
	int64_t version;
	const char *name; /* of the file without number and ending */
	struct digest sha256; /* of the file */
	const char *oldest_release; /* "0.1.0": what the schema still serves after it */
	int64_t statements; /* run so far */
	int64_t started_at, finished_at; /* ABSENT while unfinished */
};

struct migration_lock {
	const char *name;
	int64_t seconds; /* to wait */
};

struct migration_lock_answer {
	int64_t got; /* 1, 0 or ABSENT */
};

/* The newest migration that this release knows; a test compares it with sql/migration. */
enum { MIGRATE_VERSION = 4 };

extern const struct record migration_row_record, migration_lock_record, migration_lock_answer_record;

/* One file of sql/migration. */
struct migration {
	struct migration_row row; /* times are those of the database */
	const char *path;
	const char *sql;
	bool done;
};

struct migration_plan {
	struct migration *migrations; /* all files, by version */
	size_t n_migrations;
	size_t n_pending; /* of them, all at the end */
};

/*
 * Wait up to ${seconds} to be the only one who changes the schema.  The lock
 * belongs to the connection.
 */
const char *migrate_lock(struct db *db, struct arena *arena, int64_t seconds);
void migrate_unlock(struct db *db, struct arena *arena);

/*
 * Compare the files of ${directory} (sql/migration) with the database and fill
 * ${plan}.  A finished migration whose file has changed, an unfinished one and
 * one that no file is there for are refused.  Changes nothing.
 */
const char *migrate_plan(struct db *db, struct arena *arena, const char *directory, struct migration_plan *plan);

/* Run the pending ${migration}, started at ${now}. */
const char *migrate_run(struct db *db, struct arena *arena, struct migration *migration, int64_t now);

/* Run the statements of each file of ${directory}, by name, uncounted (sql/view); ${*count} is the number of files. */
const char *migrate_files(struct db *db, struct arena *arena, const char *directory, size_t *count);

/* Ask whether the schema of ${db} is finished, at least at MIGRATE_VERSION, and still serves ${release} ("0.1.0"). */
const char *migrate_check(struct db *db, struct arena *arena, const char *release);

#endif
