#include "db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include <errmsg.h>
#include <mysqld_error.h>

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "db_private.h"
#include "log.h"

enum { CONNECT_TIMEOUT = 3 }; /* seconds */

/* What each code means for us; reference: MariaDB error codes. Any other one is internal. */
static const struct {
	unsigned code;
	enum fault fault;
} db_codes[] = {
	{ ER_DUP_ENTRY, FAULT_duplicate },
	{ ER_LOCK_DEADLOCK, FAULT_retry },
	{ ER_AUTOINC_READ_FAILED, FAULT_retry }, /* 1467: a deadlock on the table's next key */
	{ ER_CHECKREAD, FAULT_retry }, /* 1020: the row changed since the snapshot */
	{ ER_LOCK_WAIT_TIMEOUT, FAULT_lock_wait },
	{ CR_SERVER_GONE_ERROR, FAULT_lost },
	{ CR_SERVER_LOST, FAULT_lost },
	{ 2055, FAULT_lost }, /* CR_SERVER_LOST_EXTENDED */
	{ CR_CONNECTION_ERROR, FAULT_lost },
	{ CR_CONN_HOST_ERROR, FAULT_lost },
	{ ER_SERVER_SHUTDOWN, FAULT_lost },
	{ ER_QUERY_INTERRUPTED, FAULT_lost },
	{ ER_ERROR_DURING_COMMIT, FAULT_lost }, /* 1180 */
	{ ER_UNKNOWN_COM_ERROR, FAULT_lost }, /* 1047: a Galera node outside the cluster */
	{ 1927, FAULT_lost }, /* ER_CONNECTION_KILLED */
	{ ER_UNKNOWN_STMT_HANDLER, FAULT_lost },
	{ 1969, FAULT_unavailable }, /* ER_STATEMENT_TIMEOUT */
	{ ER_USER_LIMIT_REACHED, FAULT_unavailable },
	{ ER_TOO_MANY_USER_CONNECTIONS, FAULT_unavailable },
	{ ER_CON_COUNT_ERROR, FAULT_unavailable },
	{ ER_OPTION_PREVENTS_STATEMENT, FAULT_unavailable },
	{ ER_READ_ONLY_MODE, FAULT_unavailable },
	{ ER_DISK_FULL, FAULT_unavailable },
	{ ER_RECORD_FILE_FULL, FAULT_unavailable },
};

enum fault
db_fault(struct db *db, unsigned code, const char *what, const char *text)
{
	enum fault fault = FAULT_internal;

	for (size_t i = 0; i < sizeof(db_codes) / sizeof(*db_codes); i++)
		if (db_codes[i].code == code)
			fault = db_codes[i].fault;
	if (fault == FAULT_lost)
		db->lost = true;
	if (fault != FAULT_duplicate)
		db->poison = fault;
	if (fault == FAULT_internal || fault == FAULT_unavailable)
		log_error("%s: database error %u: %s", what, code, text);
	else if (fault == FAULT_lost)
		log_notice("%s: database connection lost (%u)", what, code);
	return fault;
}

/* Session settings and what each must read back as. */
/* clang-format off */
static const struct {
	const char *set, *get, *want;
} db_session[] = {
	{ "SET SESSION sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
	  "NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY,NO_BACKSLASH_ESCAPES'", "@@session.sql_mode LIKE '%STRICT_ALL_TABLES%'", "1" },
	{ "SET SESSION time_zone='+00:00'", "@@session.time_zone", "+00:00" },
	{ "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", "@@session.tx_isolation", "REPEATABLE-READ" },
	{ "SET SESSION innodb_snapshot_isolation=ON", "@@session.innodb_snapshot_isolation", "1" },
	{ "SET SESSION innodb_lock_wait_timeout=3", "@@session.innodb_lock_wait_timeout", "3" },
	{ "SET SESSION lock_wait_timeout=5", "@@session.lock_wait_timeout", "5" },
	{ "SET SESSION idle_transaction_timeout=15", "@@session.idle_transaction_timeout", "15" },
	{ "SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin", "@@session.collation_connection", "utf8mb4_nopad_bin" },
};

/* What the server must be set to for nothing acknowledged to be lost. */
static const struct {
	const char *get, *want;
} db_server[] = {
	{ "@@global.innodb_flush_log_at_trx_commit", "1" },
	{ "@@global.innodb_doublewrite", "1" },
	{ "@@global.innodb_snapshot_isolation", "1" },
	{ "@@global.local_infile", "0" },
	{ "@@global.character_set_server", "utf8mb4" },
	{ "@@global.max_prepared_stmt_count >= 2000", "1" },
};
/* clang-format on */

static enum fault
command_run(struct db *db, const char *command)
{
	int64_t start = clock_microseconds();
	int failed;

	failed = mysql_real_query(db->mysql, command, strlen(command));
	db->stats.microseconds += clock_microseconds() - start;
	db->stats.statements++;
	if (failed != 0)
		return db_fault(db, mysql_errno(db->mysql), command, mysql_error(db->mysql));
	return FAULT_ok;
}

/* Return the value of the server's ${expression} as text of ${arena}, NULL on failure. */
static const char *
value_get(struct db *db, struct arena *arena, const char *expression)
{
	const char *command = arena_printf(arena, "%s %s", "SELECT", expression), *value = NULL;
	MYSQL_RES *result;
	MYSQL_ROW row;

	if (mysql_real_query(db->mysql, command, strlen(command)) != 0)
		return NULL;
	if ((result = mysql_store_result(db->mysql)) == NULL)
		return NULL;
	if ((row = mysql_fetch_row(result)) != NULL && row[0] != NULL)
		value = arena_strdup(arena, row[0]);
	mysql_free_result(result);
	return value;
}

static const char *
session_set(struct db *db, struct arena *arena)
{
	char limit[64];

	for (size_t i = 0; i < sizeof(db_session) / sizeof(*db_session); i++) {
		const char *value;

		if (command_run(db, db_session[i].set) != FAULT_ok)
			return arena_printf(arena, "%s: %s", db_session[i].set, mysql_error(db->mysql));
		value = value_get(db, arena, db_session[i].get);
		if (value == NULL || strcmp(value, db_session[i].want) != 0)
			return arena_printf(arena, "%s is %s, must be %s", db_session[i].get, value, db_session[i].want);
	}
	snprintf(limit, sizeof(limit), "SET SESSION max_statement_time=%u", db->setup.statement_time);
	return command_run(db, limit) == FAULT_ok ? NULL : "max_statement_time cannot be set";
}

static const char *
db_connect(struct db *db, struct arena *arena)
{
	const unsigned connect_timeout = CONNECT_TIMEOUT, off = 0;
	const char *error;

	db->poison = FAULT_ok;
	db->in_transaction = false;
	if ((db->mysql = mysql_init(NULL)) == NULL)
		return "the client library has no memory";
	if (mysql_options(db->mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_timeout) != 0 ||
	    mysql_options(db->mysql, MYSQL_OPT_READ_TIMEOUT, &db->setup.read_timeout) != 0 ||
	    mysql_options(db->mysql, MYSQL_OPT_WRITE_TIMEOUT, &db->setup.read_timeout) != 0 ||
	    mysql_options(db->mysql, MYSQL_OPT_LOCAL_INFILE, &off) != 0 ||
	    mysql_options(db->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4") != 0)
		return "the client library refuses an option";
	if (mysql_real_connect(db->mysql, NULL, db->setup.user, db->setup.password, db->setup.name, 0, db->setup.socket,
	    0) == NULL)
		return arena_printf(arena, "cannot connect to the database at %s: %s", db->setup.socket,
		    mysql_error(db->mysql));
	error = session_set(db, arena);
	db->lost = error != NULL;
	return error;
}

struct db *
db_open(struct arena *arena, const struct db_setup *setup, const char **error)
{
	struct db *db = calloc(1, sizeof(*db));

	if (db == NULL)
		exit(EX_SOFTWARE);
	db->setup_arena = arena_new();
	db->setup = *setup;
	db->setup.socket = arena_strdup(db->setup_arena, setup->socket);
	db->setup.name = arena_strdup(db->setup_arena, setup->name);
	db->setup.user = arena_strdup(db->setup_arena, setup->user);
	db->setup.password = arena_strdup(db->setup_arena, setup->password);
	db->arena = arena_new();
	db->statements = calloc(sql_query_count + 1, sizeof(*db->statements));
	if (db->statements == NULL)
		exit(EX_SOFTWARE);
	*error = db_connect(db, arena);
	if (*error == NULL)
		return db;
	db_close(db);
	return NULL;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_forget_statements(db);
	if (db->mysql != NULL)
		mysql_close(db->mysql);
	arena_free(db->arena);
	arena_free(db->setup_arena);
	free(db->statements);
	free(db);
}

bool
db_lost(const struct db *db)
{
	return db->lost;
}

enum fault
db_reconnect(struct db *db)
{
	struct arena *arena = arena_new();
	const char *error;

	db_forget_statements(db);
	if (db->mysql != NULL)
		mysql_close(db->mysql);
	db->mysql = NULL;
	error = db_connect(db, arena);
	if (error != NULL) {
		log_error("%s", error);
		db->lost = true;
	}
	arena_free(arena);
	return error == NULL ? FAULT_ok : FAULT_unavailable;
}

const char *
db_check_server(struct db *db, struct arena *arena)
{
	struct buffer wrong = { .arena = arena };

	for (size_t i = 0; i < sizeof(db_server) / sizeof(*db_server); i++) {
		const char *value = value_get(db, arena, db_server[i].get);

		if (value == NULL || strcmp(value, db_server[i].want) != 0)
			buffer_text(&wrong, arena_printf(arena, "%s%s is %s, must be %s", wrong.length > 0 ? "; " : "",
			    db_server[i].get, value == NULL ? "unreadable" : value, db_server[i].want));
	}
	return wrong.length == 0 ? NULL : buffer_string(&wrong);
}

enum fault
db_begin(struct db *db)
{
	enum fault fault;

	if (db->lost && (fault = db_reconnect(db)) != FAULT_ok)
		return fault;
	db->poison = FAULT_ok; /* of a statement outside of a transaction */
	fault = command_run(db, "START TRANSACTION");
	db->in_transaction = fault == FAULT_ok;
	return fault;
}

enum fault
db_commit(struct db *db)
{
	if (db->poison != FAULT_ok)
		return db->poison;
	db->in_transaction = false;
	return command_run(db, "COMMIT");
}

void
db_rollback(struct db *db)
{
	db->poison = FAULT_ok;
	db->in_transaction = false;
	if (!db->lost)
		(void)command_run(db, "ROLLBACK"); /* a failure marks the connection as lost */
	db->poison = FAULT_ok;
}

enum fault
db_execute_script(struct db *db, const char *sql, size_t length, const char **error)
{
	MYSQL_RES *result;

	*error = NULL;
	if (mysql_real_query(db->mysql, sql, length) != 0) {
		*error = mysql_error(db->mysql);
		return FAULT_internal;
	}
	if ((result = mysql_store_result(db->mysql)) != NULL)
		mysql_free_result(result);
	return FAULT_ok;
}

static void
table_fill(struct arena *arena, MYSQL_RES *result, struct db_table *table)
{
	const MYSQL_FIELD *fields = mysql_fetch_fields(result);

	table->n_columns = mysql_num_fields(result);
	table->columns = arena_array(arena, table->n_columns, sizeof(*table->columns));
	table->numeric = arena_array(arena, table->n_columns, sizeof(*table->numeric));
	for (size_t i = 0; i < table->n_columns; i++) {
		table->columns[i] = arena_strdup(arena, fields[i].name);
		table->numeric[i] = IS_NUM(fields[i].type);
	}
	table->rows = arena_array(arena, mysql_num_rows(result), sizeof(*table->rows));
	for (MYSQL_ROW row; (row = mysql_fetch_row(result)) != NULL; table->n_rows++) {
		const char **cells = arena_array(arena, table->n_columns, sizeof(*cells));

		for (size_t i = 0; i < table->n_columns; i++)
			cells[i] = arena_strdup(arena, row[i]);
		table->rows[table->n_rows] = cells;
	}
}

enum fault
db_report(struct db *db, struct arena *arena, const char *sql, size_t length, struct db_table *table,
    const char **error)
{
	MYSQL_RES *result;

	memset(table, 0, sizeof(*table));
	*error = NULL;
	if (mysql_real_query(db->mysql, sql, length) != 0 || (result = mysql_store_result(db->mysql)) == NULL) {
		*error = arena_strdup(arena, mysql_error(db->mysql));
		return FAULT_internal;
	}
	table_fill(arena, result, table);
	mysql_free_result(result);
	return FAULT_ok;
}

uint64_t
db_inserted_key(const struct db *db)
{
	return db->inserted_key;
}

struct db_stats
db_stats(const struct db *db)
{
	return db->stats;
}

void
db_stats_reset(struct db *db)
{
	db->stats = (struct db_stats){ 0 };
}
