#include "report.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "db.h"
#include "file.h"
#include "record.h"

enum { FILE_MAX = 256 * 1024, DAYS = 30 };

static const char days_line[] = "-- days: ";

static const char *
report_open(struct arena *arena, const char *path, struct report *report)
{
	struct file file;
	const char *error = file_read(arena, path, FILE_MAX, &file), *days;

	if (error != NULL)
		return error;
	if (strncmp(file.text, "-- ", 3) != 0)
		return arena_printf(arena, "%s does not begin with its title in a comment", path);
	report->name = file_stem(arena, path, ".sql");
	report->title = arena_strndup(arena, file.text + 3, strcspn(file.text + 3, "\n"));
	report->days = DAYS;
	if ((days = strstr(file.text, days_line)) != NULL)
		report->days = strtoll(days + strlen(days_line), NULL, 10);
	report->sql = file.text;
	return NULL;
}

const char *
report_list(struct arena *arena, const char *directory, struct report **reports, size_t *count)
{
	const char **paths, *error = file_list(arena, directory, ".sql", &paths, count);

	*reports = arena_array(arena, *count, sizeof(**reports));
	for (size_t i = 0; i < *count && error == NULL; i++)
		error = report_open(arena, paths[i], &(*reports)[i]);
	return error;
}

static size_t
name_length(const char *text)
{
	size_t length = 0;

	while (islower((unsigned char)text[length]) != 0 || text[length] == '_')
		length++;
	return length;
}

/* Append ${sql} with the days of ${names} in place of :name, without comments. */
static const char *
days_put(struct buffer *out, const char *sql, const char *const *names, const int64_t *days, size_t n)
{
	while (*sql != '\0') {
		size_t text = strcspn(sql, ":-"), name, i = 0;

		buffer_add(out, sql, text);
		sql += text;
		if (strncmp(sql, "--", 2) == 0) {
			sql += strcspn(sql, "\n");
			continue;
		}
		name = *sql == ':' ? name_length(sql + 1) : 0;
		if (name == 0) {
			buffer_add(out, sql, *sql == '\0' ? 0 : 1);
			sql += *sql == '\0' ? 0 : 1;
			continue;
		}
		while (i < n && (strlen(names[i]) != name || strncmp(names[i], sql + 1, name) != 0))
			i++;
		if (i == n)
			return arena_printf(out->arena, "the report has no value for :%s",
			    arena_strndup(out->arena, sql + 1, name));
		buffer_text(out, arena_printf(out->arena, "DATE'%s'", day_text(out->arena, days[i])));
		sql += 1 + name;
	}
	return NULL;
}

const char *
report_run(struct db *db, struct arena *arena, const struct report *report, const struct report_period *period,
    struct db_table *table)
{
	static const char *const names[] = { "from", "to", "today" };
	int64_t to = period->to == ABSENT ? period->today + 1 : period->to; /* it may be tomorrow in the east */
	const int64_t days[] = { period->from == ABSENT ? to - report->days : period->from, to, period->today };
	struct buffer sql = { .arena = arena };
	const char *error = days_put(&sql, report->sql, names, days, sizeof(names) / sizeof(*names));

	if (error != NULL)
		return error;
	while (sql.length > 0 && strchr("; \t\n", sql.data[sql.length - 1]) != NULL)
		sql.length--;
	if (db_report(db, arena, sql.data, sql.length, table, &error) != FAULT_ok)
		return arena_printf(arena, "report %s: %s", report->name, error);
	return NULL;
}

static void
csv_cell(struct buffer *out, const char *text, bool numeric)
{
	bool formula = !numeric && text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;

	if (!formula && text[strcspn(text, ",\"\r\n")] == '\0') {
		buffer_text(out, text);
		return;
	}
	buffer_text(out, formula ? "\"'" : "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buffer_byte(out, '"');
		buffer_byte(out, *text);
	}
	buffer_byte(out, '"');
}

static void
csv_line(struct buffer *out, const char *const *cells, const bool *numeric, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buffer_byte(out, ',');
		if (cells[i] != NULL)
			csv_cell(out, cells[i], numeric[i]);
	}
	buffer_text(out, "\r\n");
}

void
report_csv(struct buffer *out, const struct db_table *table)
{
	csv_line(out, table->columns, table->numeric, table->n_columns);
	for (size_t row = 0; row < table->n_rows; row++)
		csv_line(out, table->rows[row], table->numeric, table->n_columns);
}

void
report_json(struct buffer *out, const struct db_table *table)
{
	buffer_byte(out, '[');
	for (size_t row = 0; row < table->n_rows; row++) {
		buffer_text(out, row == 0 ? "{" : ",\n{");
		for (size_t i = 0; i < table->n_columns; i++) {
			const char *cell = table->rows[row][i];

			if (i > 0)
				buffer_byte(out, ',');
			buffer_json_text(out, table->columns[i]);
			buffer_byte(out, ':');
			if (cell != NULL && table->numeric[i])
				buffer_text(out, cell);
			else
				buffer_json_text(out, cell);
		}
		buffer_byte(out, '}');
	}
	buffer_text(out, "]\n");
}
