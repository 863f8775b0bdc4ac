/* Calls made at once: each in a process of its own, which a pipe lets go together. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/wait.h>

#include "arena.h"
#include "db.h"
#include "harness.h"

static void
bytes_write(int file, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length > 0) {
		ssize_t written = write(file, at, length);

		if (written <= 0)
			abort();
		at += written;
		length -= (size_t)written;
	}
}

/* Read ${length} bytes; false at the end of the file. */
static bool
bytes_read(int file, void *bytes, size_t length)
{
	char *at = bytes;

	while (length > 0) {
		ssize_t got = read(file, at, length);

		if (got <= 0)
			return false;
		at += got;
		length -= (size_t)got;
	}
	return true;
}

/* In the child: get ready, wait for the start, call, and report. */
static _Noreturn void
racer_run(struct http_test *test, struct http_client client, const struct http_row *row, int start, int out)
{
	struct http_test own = { .config = test->config, .start = test->start, .arena = arena_new(), .now = test->now,
		.group = test->group };
	struct http_result *result = arena_alloc(test->start, sizeof(*result));
	char byte = 'r';

	http_app_open(&own, &own.app);
	http_call(&own, &client, "GET", "/livez", NULL);
	bytes_write(out, &byte, 1);
	(void)bytes_read(start, &byte, 1); /* ends when the parent closes its side */
	result->status = http_call(&own, &client, row->method, row->target, row->body);
	result->replayed = own.answer.replayed;
	result->retry_after = own.answer.retry_after;
	snprintf(result->cookie, sizeof(result->cookie), "%s", own.answer.cookie == NULL ? "" : own.answer.cookie);
	snprintf(result->body, sizeof(result->body), "%s", own.answer.body == NULL ? "" : own.answer.body);
	bytes_write(out, result, sizeof(*result));
	fflush(stdout); /* facts that did not hold */
	_exit(0);
}

void
http_race(struct http_test *test, const struct http_client *clients, const struct http_row *rows, size_t n,
    struct http_result *results)
{
	int start[2], out[HTTP_RACERS][2];
	pid_t children[HTTP_RACERS];
	char ready;

	fflush(stdout);
	if (n > HTTP_RACERS || pipe(start) != 0)
		abort();
	for (size_t i = 0; i < n; i++) {
		if (pipe(out[i]) != 0 || (children[i] = fork()) < 0)
			abort();
		if (children[i] == 0) {
			close(start[1]);
			racer_run(test, clients[i], &rows[i], start[0], out[i][1]);
		}
		close(out[i][1]);
	}
	close(start[0]);
	for (size_t i = 0; i < n; i++)
		http_fact(test, bytes_read(out[i][0], &ready, 1), "process %zu is ready", i);
	close(start[1]);
	for (size_t i = 0; i < n; i++) {
		int status;

		memset(&results[i], 0, sizeof(results[i]));
		http_fact(test, bytes_read(out[i][0], &results[i], sizeof(results[i])), "process %zu answers", i);
		close(out[i][0]);
		if (waitpid(children[i], &status, 0) != children[i] || status != 0)
			http_fact(test, false, "process %zu ended with %d", i, status);
	}
}

void
http_sql(struct app *app, const char *format, ...)
{
	struct arena *arena = arena_new();
	const char *error, *sql;
	va_list args;

	va_start(args, format);
	sql = arena_vprintf(arena, format, args);
	va_end(args);
	if (db_execute_script(app->db, sql, strlen(sql), &error) != FAULT_ok) {
		printf("%s: %s\n", sql, error);
		abort();
	}
	arena_free(arena);
}

int64_t
http_sql_number(struct app *app, const char *format, ...)
{
	struct arena *arena = arena_new();
	struct db_table table;
	const char *error, *sql;
	int64_t number;
	va_list args;

	va_start(args, format);
	sql = arena_vprintf(arena, format, args);
	va_end(args);
	if (db_report(app->db, arena, sql, strlen(sql), &table, &error) != FAULT_ok || table.n_rows != 1) {
		printf("%s: %s\n", sql, error == NULL ? "not one row" : error);
		abort();
	}
	number = strtoll(table.rows[0][0], NULL, 10);
	arena_free(arena);
	return number;
}
