#ifndef PARLANCE_DB_PRIVATE_H
#define PARLANCE_DB_PRIVATE_H

/* Shared by db.c (connection, transaction) and db_statement.c (statements); nobody else includes it. */

#include "db.h"

#include <mysql.h>

struct field;

/* One statement prepared on this connection. */
struct db_statement {
	MYSQL_STMT *handle; /* NULL until first use */
	const struct field **parameters; /* by position; lives in db->arena */
	bool *has; /* by position: the parameter is :has_NAME */
	const struct field **columns; /* by position; NULL for a column no member wants */
	unsigned n_columns;
};

struct db {
	MYSQL *mysql;
	struct arena *setup_arena; /* the setup's texts */
	struct db_setup setup;
	struct arena *arena; /* statements' tables, reset with the connection */
	struct db_statement *statements; /* by query->number */
	enum fault poison; /* why the transaction cannot go on, or FAULT_ok */
	bool in_transaction;
	bool lost;
	uint64_t inserted_key;
	struct db_stats stats;
};

/*
 * Turn the client library's ${code} into a fault, mark the connection as lost
 * or the transaction as spoilt, and log what nobody expects; ${what} names the
 * statement, ${text} is the server's.
 */
enum fault db_fault(struct db *db, unsigned code, const char *what, const char *text);

/* Close every prepared statement. */
void db_forget_statements(struct db *db);

/* Prepare ${query} when it is not yet; check it against its descriptors when ${problems} is not NULL. */
enum fault db_prepare(struct db *db, const struct query *query, struct db_statement **statement);

/* Append to ${out} what is wrong with the columns and parameters of ${query}. */
struct buffer;
void db_compare(struct db *db, const struct query *query, struct buffer *out);

#endif
