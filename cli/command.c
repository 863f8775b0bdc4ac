#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "arena.h"
#include "buffer.h"
#include "db.h"
#include "text.h"

enum { GRACE = 10 }; /* seconds that the connection waits longer than the statement may take */

void
command_say(const char *format, ...)
{
	va_list args;

	fputs("parlance: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

enum command_exit
command_print(const char *text, enum command_exit code)
{
	if (fputs(text, stdout) != EOF && fflush(stdout) == 0)
		return code;
	command_say("cannot write: %s", strerror(errno));
	return EXIT_internal;
}

void
command_progress(const char *what, uint64_t done, uint64_t all)
{
	if (isatty(STDERR_FILENO) == 1)
		fprintf(stderr, "\r%s: %llu of %llu%s", what, (unsigned long long)done, (unsigned long long)all,
		    done == all ? "\r\033[K" : "");
}

struct db *
command_db(struct command_context *context, enum command_account account, unsigned seconds)
{
	const struct config *config = &context->config;
	const struct {
		const char *user, *password;
	} accounts[] = {
		[ACCOUNT_app] = { config->database_user, config->database_password },
		[ACCOUNT_migrate] = { config->migrate_user, config->migrate_password },
		[ACCOUNT_report] = { config->report_user, config->report_password },
	};
	const struct db_setup setup = { .socket = config->database_socket, .name = config->database_name,
		.user = accounts[account].user, .password = accounts[account].password,
		.read_timeout = seconds == 0 ? 0 : seconds + GRACE, .statement_time = seconds };
	const char *error;
	struct db *db = db_open(context->arena, &setup, &error);

	if (db == NULL)
		command_say("%s", error);
	return db;
}

bool
command_number(const char *option, const char *text, int64_t min, int64_t max, int64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoll(text, &end, 10);
	if (errno == 0 && end != text && *end == '\0' && *number >= min && *number <= max)
		return true;
	command_say("--%s is \"%s\"; it may be a whole number from %lld to %lld", option, text, (long long)min,
	    (long long)max);
	return false;
}

/* Return how many columns of a terminal ${text} takes. */
static size_t
text_columns(const char *text)
{
	size_t columns = 0;

	for (size_t at = 0; text[at] != '\0';) {
		int width = wcwidth((wchar_t)text_next(text, &at));

		columns += width < 0 ? 1 : (size_t)width;
	}
	return columns;
}

static void
cell_add(struct buffer *out, const char *text, size_t width, bool right, bool last)
{
	size_t padding = width - text_columns(text);

	for (size_t i = 0; right && i < padding; i++)
		buffer_byte(out, ' ');
	buffer_text(out, text);
	for (size_t i = 0; !right && !last && i < padding; i++)
		buffer_byte(out, ' ');
	buffer_text(out, last ? "\n" : "  ");
}

static size_t
column_width(const struct db_table *table, size_t column)
{
	size_t width = text_columns(table->columns[column]);

	for (size_t row = 0; row < table->n_rows; row++)
		if (table->rows[row][column] != NULL && text_columns(table->rows[row][column]) > width)
			width = text_columns(table->rows[row][column]);
	return width;
}

static void
line_add(struct buffer *out, const struct db_table *table, const char *const *cells, const size_t *widths)
{
	for (size_t i = 0; i < table->n_columns; i++)
		cell_add(out, cells[i] == NULL ? "" : cells[i], widths[i], table->numeric[i], i + 1 == table->n_columns);
}

void
command_table(struct buffer *out, const struct db_table *table)
{
	size_t *widths = arena_array(out->arena, table->n_columns, sizeof(*widths));

	for (size_t i = 0; i < table->n_columns; i++)
		widths[i] = column_width(table, i);
	line_add(out, table, table->columns, widths);
	for (size_t row = 0; row < table->n_rows; row++)
		line_add(out, table, table->rows[row], widths);
}
