#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "command.h"
#include "db.h"
#include "record.h"
#include "report.h"

enum { REPORT_SECONDS = 60 }; /* a report may take; the account has a limit of its own */
enum { REPORT_csv, REPORT_from, REPORT_json, REPORT_list, REPORT_to };

const struct command_option report_options[] = {
	[REPORT_csv] = { "csv", NULL, "print comma-separated values" },
	[REPORT_from] = { "from", "DAY", "first day, YYYY-MM-DD (else as many days as the report is made for)" },
	[REPORT_json] = { "json", NULL, "print JSON" },
	[REPORT_list] = { "list", NULL, "print the names of all reports and what they show" },
	[REPORT_to] = { "to", "DAY", "last day (else today)" },
	{ NULL, NULL, NULL },
};

static enum command_exit
list_print(struct command_context *context, const struct report *reports, size_t count)
{
	struct buffer out = { .arena = context->arena };

	for (size_t i = 0; i < count; i++)
		buffer_text(&out, arena_printf(context->arena, "%-18s  %s\n", reports[i].name, reports[i].title));
	return command_print(buffer_string(&out), EXIT_ok);
}

/* Read the day of option ${name} from ${text} (NULL: not given) into ${*day}. */
static bool
day_read(const char *name, const char *text, int64_t *day)
{
	*day = ABSENT;
	if (text == NULL || day_parse(text, day))
		return true;
	command_say("--%s is \"%s\"; it must be a day like 2026-01-31", name, text);
	return false;
}

static enum command_exit
report_print(struct command_context *context, const struct report *report, const struct report_period *period,
    const char *const *options)
{
	struct db *db = command_db(context, ACCOUNT_report, REPORT_SECONDS);
	struct buffer out = { .arena = context->arena };
	struct db_table table;
	const char *error;

	if (db == NULL)
		return EXIT_internal;
	error = report_run(db, context->arena, report, period, &table);
	db_close(db);
	if (error != NULL) {
		command_say("%s", error);
		return EXIT_internal;
	}
	if (options[REPORT_csv] != NULL)
		report_csv(&out, &table);
	else if (options[REPORT_json] != NULL)
		report_json(&out, &table);
	else
		command_table(&out, &table);
	return command_print(buffer_string(&out), EXIT_ok);
}

enum command_exit
command_report(struct command_context *context, const char *const *options, const char *const *arguments)
{
	const char *directory = arena_printf(context->arena, "%s/report", context->config.sql_directory);
	struct report_period period = { .today = context->now / MS_PER_DAY };
	struct report *reports;
	size_t count;
	const char *error = report_list(context->arena, directory, &reports, &count);

	if (error != NULL) {
		command_say("%s", error);
		return EXIT_failed;
	}
	if (options[REPORT_list] != NULL)
		return list_print(context, reports, count);
	if (!day_read("from", options[REPORT_from], &period.from) || !day_read("to", options[REPORT_to], &period.to))
		return EXIT_usage;
	for (size_t i = 0; i < count && arguments[0] != NULL; i++)
		if (strcmp(reports[i].name, arguments[0]) == 0)
			return report_print(context, &reports[i], &period, options);
	command_say(arguments[0] == NULL ? "which report? parlance report --list shows them"
	                                 : "there is no report %s; parlance report --list shows them", arguments[0]);
	return EXIT_usage;
}
