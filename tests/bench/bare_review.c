/*
 * The bound for PUT /reviews: the same statements in a bare loop, one
 * transaction per review, from as many processes as there are connections.
 *
 * usage: bare_review CONFIG PROCESSES SECONDS
 * Prints transactions per second of all processes together.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mysql.h>

#include "arena.h"
#include "clock.h"
#include "config.h"

static void
statement_run(MYSQL_STMT *statement)
{
	if (mysql_stmt_execute(statement) != 0 || mysql_stmt_store_result(statement) != 0)
		exit(1);
	while (mysql_stmt_fetch(statement) == 0)
		continue;
	if (mysql_stmt_free_result(statement))
		exit(1);
}

static MYSQL_STMT *
statement_make(MYSQL *mysql, const char *sql)
{
	MYSQL_STMT *statement = mysql_stmt_init(mysql);

	if (statement == NULL || mysql_stmt_prepare(statement, sql, strlen(sql)) != 0) {
		fprintf(stderr, "%s\n", mysql_error(mysql));
		exit(1);
	}
	return statement;
}

static MYSQL *
connection_make(const struct config *config)
{
	MYSQL *mysql = mysql_init(NULL);

	if (mysql == NULL || mysql_real_connect(mysql, NULL, config->migrate_user, config->migrate_password,
	    config->database_name, 0, config->database_socket, 0) == NULL)
		exit(1);
	return mysql;
}

/* Session, card lock, log row, card, commit: what one review cannot do without. */
static long
reviews_run(const struct config *config, int number, int64_t until)
{
	MYSQL *mysql = connection_make(config);
	char session[200], lock[200], log[200], card[200];
	MYSQL_STMT *statements[6];
	long done = 0;

	snprintf(session, sizeof(session), "%s", "SELECT id FROM bare_session WHERE id = 1");
	snprintf(lock, sizeof(lock), "SELECT due FROM bare_card WHERE id = %d FOR UPDATE", number);
	snprintf(log, sizeof(log), "INSERT INTO bare_log (card, rating) VALUES (%d, 3)", number);
	snprintf(card, sizeof(card), "UPDATE bare_card SET due = due + 1 WHERE id = %d", number);
	statements[0] = statement_make(mysql, session);
	statements[1] = statement_make(mysql, "START TRANSACTION");
	statements[2] = statement_make(mysql, lock);
	statements[3] = statement_make(mysql, log);
	statements[4] = statement_make(mysql, card);
	statements[5] = statement_make(mysql, "COMMIT");
	for (; clock_microseconds() < until; done++)
		for (size_t i = 0; i < 6; i++)
			if (i == 0 || i == 2)
				statement_run(statements[i]);
			else if (mysql_stmt_execute(statements[i]) != 0)
				exit(1);
	mysql_close(mysql);
	return done;
}

static void
tables_make(const struct config *config, int processes)
{
	static const char *const commands[] = { "DROP TABLE IF EXISTS bare_log, bare_card, bare_session",
		"CREATE TABLE bare_session (id INT PRIMARY KEY) ENGINE=InnoDB",
		"CREATE TABLE bare_card (id INT PRIMARY KEY, due INT NOT NULL) ENGINE=InnoDB",
		"CREATE TABLE bare_log (id BIGINT AUTO_INCREMENT PRIMARY KEY, card INT, rating INT) ENGINE=InnoDB",
		"INSERT INTO bare_session VALUES (1)" };
	MYSQL *mysql = connection_make(config);
	char insert[100];

	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (mysql_query(mysql, commands[i]) != 0)
			exit(1);
	for (int i = 1; i <= processes; i++) {
		snprintf(insert, sizeof(insert), "INSERT INTO bare_card VALUES (%d, 0)", i);
		if (mysql_query(mysql, insert) != 0)
			exit(1);
	}
	mysql_close(mysql);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct config config;
	int processes = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 8;
	int64_t seconds = argc > 3 ? strtol(argv[3], NULL, 10) : 5, until;
	long total = 0, one;
	int pipes[2];

	if (argc < 2 || config_read(arena, argv[1], &config) != NULL || pipe(pipes) != 0)
		return 2;
	tables_make(&config, processes);
	until = clock_microseconds() + seconds * 1000000;
	for (int i = 1; i <= processes; i++)
		if (fork() == 0) {
			one = reviews_run(&config, i, until);
			_exit(write(pipes[1], &one, sizeof(one)) != sizeof(one));
		}
	for (int i = 0; i < processes; i++) {
		if (read(pipes[0], &one, sizeof(one)) != sizeof(one))
			return 1;
		total += one;
	}
	while (wait(NULL) > 0)
		continue;
	printf("%ld\n", total / seconds);
	arena_free(arena);
	return 0;
}
