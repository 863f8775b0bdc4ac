#ifndef PARLANCE_DB_H
#define PARLANCE_DB_H

/*
 * One database connection of one process.  The only module that includes
 * <mysql.h>.  Statements are those of sql/query, made into struct query
 * by sql/sql2c.awk; parameters and columns find struct members by name
 * through the descriptors.
 *
 * After a statement that failed in a way that spoils the transaction (see
 * fault.h: retry, lock_wait, lost) every further statement and the COMMIT
 * fail at once, without reaching the server, until db_rollback().
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"

struct arena;
struct db;
struct record;

struct db_setup {
	const char *socket; /* path of the server's unix socket */
	const char *name; /* of the database */
	const char *user;
	const char *password;
	unsigned read_timeout; /* seconds */
	unsigned statement_time; /* seconds, the server ends a longer statement; 0: no limit */
};

enum query_kind { QUERY_one, QUERY_list, QUERY_change };

/* One statement of sql/query. */
struct query {
	size_t number; /* its index in sql_queries */
	const char *name;
	enum query_kind kind;
	const char *sql; /* with ? for each parameter */
	size_t length; /* of sql, bytes */
	const char *const *parameters; /* names in the order of the ? */
	size_t n_parameters;
	const struct record *in; /* NULL without parameters */
	const struct record *out; /* NULL for QUERY_change */
};

/* All statements, made by sql/sql2c.awk. */
extern const struct query *const sql_queries[];
extern const size_t sql_query_count;

/*
 * Connect as ${setup} says and set up the login session (modes, isolation,
 * time zone, timeouts), reading each setting back.  NULL and a sentence in
 * ${*error} (memory of ${arena}) when the server cannot be reached or refuses.
 */
struct db *db_open(struct arena *arena, const struct db_setup *setup, const char **error);
void db_close(struct db *db);

/*
 * Prepare every statement and compare its parameters and columns with the
 * descriptors, in both directions.  Return NULL, or a text (memory of
 * ${arena}) naming each wrong statement and column.
 */
const char *db_check_queries(struct db *db, struct arena *arena);

/*
 * Compare the server's variables with what durability needs (see
 * docs/operations.md).  Return NULL, or a sentence naming the wrong ones.
 */
const char *db_check_server(struct db *db, struct arena *arena);

/* Return whether the connection is known to be lost; db_reconnect() makes a new one. */
bool db_lost(const struct db *db);
enum fault db_reconnect(struct db *db);

/*
 * Run ${query} with parameters from ${in} (a struct of query->in).
 * db_one: fills ${out}; FAULT_unknown when there is no row.
 * db_list: ${*rows} is an array of ${*count} structs in ${arena}.
 * db_change: ${*affected} (may be NULL) is the number of changed rows.
 * Faults: unknown, duplicate, retry, lock_wait, lost, unavailable, internal.
 */
enum fault db_one(struct db *db, struct arena *arena, const struct query *query, const void *in, void *out);
enum fault db_list(struct db *db, struct arena *arena, const struct query *query, const void *in, void **rows,
    size_t *count);
enum fault db_change(struct db *db, const struct query *query, const void *in, uint64_t *affected);

/* Return the AUTO_INCREMENT key of the last inserted row. */
uint64_t db_inserted_key(const struct db *db);

/* Begin, commit, roll back. A COMMIT whose outcome is unknown gives FAULT_lost. */
enum fault db_begin(struct db *db);
enum fault db_commit(struct db *db);
void db_rollback(struct db *db);

/*
 * Run one statement that is not in sql_queries: DDL of a migration or view,
 * read from a file.  ${*error} is the server's text on failure.
 */
enum fault db_execute_script(struct db *db, const char *sql, size_t length, const char **error);

/* Rows of a report: every column as text, NULL for SQL NULL. */
struct db_table {
	const char **columns;
	bool *numeric; /* by column: its type is a number */
	size_t n_columns;
	const char ***rows;
	size_t n_rows;
};

/* Run the one SELECT of a report file; for the report account only. */
enum fault db_report(struct db *db, struct arena *arena, const char *sql, size_t length, struct db_table *table,
    const char **error);

/* Microseconds spent in the server and statements run since db_stats_reset(). */
struct db_stats {
	int64_t microseconds;
	unsigned statements;
};
struct db_stats db_stats(const struct db *db);
void db_stats_reset(struct db *db);

#endif
