#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "buffer.h"
#include "command.h"
#include "content.h"
#include "db.h"
#include "file.h"

enum { LOAD_SECONDS = 60 }; /* a statement may take */
enum { LOAD_dry_run, LOAD_json, LOAD_refresh, LOAD_skip_invalid };
enum { CHECK_json };

const struct command_option content_load_options[] = {
	[LOAD_dry_run] = { "dry-run", NULL, "say what would happen, and change nothing" },
	[LOAD_json] = { "json", NULL, "print the report as JSON" },
	[LOAD_refresh] = { "refresh", NULL, "make documents, lists and search terms anew, without new versions" },
	[LOAD_skip_invalid] = { "skip-invalid", NULL, "load the rest when some files are refused" },
	{ NULL, NULL, NULL },
};

const struct command_option content_check_options[] = {
	[CHECK_json] = { "json", NULL, "print the report as JSON" },
	{ NULL, NULL, NULL },
};

/* What is printed of one file. */
struct line {
	const char *path, *scenario_id, *outcome;
	int64_t version; /* ABSENT: none */
	int64_t phases, words, phrases;
	bool kept_back;
	struct problem *problems, *warnings;
	size_t n_problems, n_warnings;
};

/* clang-format off */
#define RECORD_STRUCT struct problem
static const struct field problem_fields[] = {
	TEXT(pointer, 0, 0, 200),
	TEXT(code, 0, 1, 30),
	TEXT(message, 0, 1, 500),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(problem);

#define RECORD_STRUCT struct line
static const struct field line_fields[] = {
	TEXT(path, FIELD_nullable, 0, 4096),
	TEXT(scenario_id, 0, 0, 100),
	TEXT(outcome, 0, 1, 20),
	INT(version, FIELD_nullable, 1, UINT32_MAX),
	INT(phases, 0, 0, 6),
	INT(words, 0, 0, 1000),
	INT(phrases, 0, 0, 1000),
	BOOL(kept_back, 0),
	LIST(problems, 0, problem_record, 0, PROBLEMS_MAX),
	LIST(warnings, 0, problem_record, 0, PROBLEMS_MAX),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(line);
/* clang-format on */

struct report {
	struct line *lines;
	size_t count;
	size_t outcomes[CONTENT_refused + 1];
};

static size_t
shown(const struct problems *problems)
{
	return problems->count < PROBLEMS_MAX ? problems->count : PROBLEMS_MAX;
}

static void
report_add(struct report *report, const struct content_file *file)
{
	report->outcomes[file->outcome]++;
	report->lines[report->count++] = (struct line){ .path = file->path, .scenario_id = file->scenario_id,
		.outcome = content_outcome_name(file->outcome),
		.version = file->content.scenario_key == 0 && file->outcome != CONTENT_created ? ABSENT
		                                                                              : file->content.version,
		.phases = (int64_t)file->scenario.n_phases, .words = (int64_t)file->words,
		.phrases = (int64_t)file->phrases, .kept_back = file->kept_back, .problems = file->problems.items,
		.n_problems = shown(&file->problems), .warnings = file->warnings.items,
		.n_warnings = shown(&file->warnings) };
}

static void
problems_text(struct buffer *out, const char *kind, const struct problem *problems, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_text(out, arena_printf(out->arena, "    %s%s: %s\n", kind,
		    problems[i].pointer[0] == '\0' ? "the file" : problems[i].pointer, problems[i].message));
}

/* Return ${report} as text for people, or as JSON. */
static const char *
report_text(struct arena *arena, const struct report *report, bool json)
{
	struct buffer out = { .arena = arena };
	const char *comma = "";

	if (json) {
		buffer_text(&out, "{\"files\":");
		record_write_list(&out, &line_record, report->lines, report->count);
		buffer_text(&out, "}\n");
		return buffer_string(&out);
	}
	for (size_t i = 0; i < report->count; i++) {
		const struct line *line = &report->lines[i];

		buffer_text(&out, arena_printf(arena, "%-10s %-44s", line->outcome,
		    line->n_problems > 0 && line->path != NULL ? line->path : line->scenario_id));
		if (line->phases > 0)
			buffer_text(&out, arena_printf(arena, " %lld phases, %2lld words, %2lld phrases",
			    (long long)line->phases, (long long)line->words, (long long)line->phrases));
		buffer_text(&out, line->kept_back ? ", stays withdrawn\n" : "\n");
		problems_text(&out, "", line->problems, line->n_problems);
		problems_text(&out, "warning, ", line->warnings, line->n_warnings);
	}
	for (size_t i = 0; i <= CONTENT_refused; i++)
		if (report->outcomes[i] > 0) {
			buffer_text(&out, arena_printf(arena, "%s%zu %s", comma, report->outcomes[i],
			    content_outcome_name((enum content_outcome)i)));
			comma = ", ";
		}
	buffer_byte(&out, '\n');
	return buffer_string(&out);
}

struct checker {
	struct command_context *context;
	struct content_file *files;
	size_t count, refused;
};

/*
 * Read the files at ${paths}; those that differ from what the database has in
 * ${rows} are played as well.
 */
static void
files_check(struct checker *checker, const char *const *paths, const struct content_row *rows, size_t n_rows)
{
	struct command_context *context = checker->context;
	const char *packs = arena_printf(context->arena, "%s/lang", context->config.data_directory);
	struct arena *scratch = arena_new();

	checker->files = arena_array(context->arena, checker->count, sizeof(*checker->files));
	for (size_t i = 0; i < checker->count; i++) {
		struct content_file *file = &checker->files[i];
		const struct content_row *row;

		command_progress("checked", i, checker->count);
		content_read(context->arena, paths[i], file);
		row = content_row_find(rows, n_rows, file->scenario_id);
		if (file->outcome != CONTENT_refused && (row == NULL ||
		    memcmp(&row->content_hash, &file->content.content_hash, sizeof(row->content_hash)) != 0))
			content_play(scratch, packs, file);
		checker->refused += file->outcome == CONTENT_refused;
	}
	command_progress("checked", checker->count, checker->count);
	arena_free(scratch);
}

static const char *
default_directory(const struct command_context *context)
{
	return arena_printf(context->arena, "%s/scenarios", context->config.data_directory);
}

enum command_exit
command_content_check(struct command_context *context, const char *const *options, const char *const *arguments)
{
	const char *const defaults[] = { default_directory(context), NULL };
	struct report report = { 0 };
	size_t refused = 0;

	for (arguments = arguments[0] == NULL ? defaults : arguments; *arguments != NULL; arguments++) {
		struct checker checker = { .context = context };
		const char **paths;
		const char *error = file_list(context->arena, *arguments, ".json", &paths, &checker.count);
		struct line *before = report.lines;

		if (error != NULL) {
			command_say("%s", error);
			return EXIT_failed;
		}
		files_check(&checker, paths, NULL, 0);
		report.lines = arena_array(context->arena, report.count + checker.count, sizeof(*report.lines));
		if (report.count > 0)
			memcpy(report.lines, before, report.count * sizeof(*before));
		for (size_t i = 0; i < checker.count; i++)
			report_add(&report, &checker.files[i]);
		refused += checker.refused;
	}
	return command_print(report_text(context->arena, &report, options[CHECK_json] != NULL),
	    report.count == 0 ? EXIT_nothing : refused > 0 ? EXIT_failed : EXIT_ok);
}

/* Load what ${checker} found; false, after saying why, when the database failed. */
static bool
files_load(struct checker *checker, struct db *db, const char *const *options, struct report *report)
{
	struct content_load load = { .arena = checker->context->arena, .db = db, .files = checker->files,
		.n_files = checker->count, .dry_run = options[LOAD_dry_run] != NULL,
		.refresh = options[LOAD_refresh] != NULL, .now = checker->context->now };
	bool refused = checker->refused > 0 && options[LOAD_skip_invalid] == NULL;
	enum fault fault = refused ? FAULT_ok : content_load(&load);

	if (fault != FAULT_ok) {
		command_say("nothing was loaded: %s", fault_title(fault));
		return false;
	}
	if (refused)
		command_say("nothing was loaded, because some files are refused (see --skip-invalid)");
	report->lines = arena_array(load.arena, load.n_files + load.n_missing, sizeof(*report->lines));
	for (size_t i = 0; i < load.n_files; i++)
		report_add(report, &load.files[i]);
	for (size_t i = 0; i < load.n_missing; i++)
		report_add(report, &load.missing[i]);
	return true;
}

enum command_exit
command_content_load(struct command_context *context, const char *const *options, const char *const *arguments)
{
	const char *directory = arguments[0] == NULL ? default_directory(context) : arguments[0];
	struct checker checker = { .context = context };
	struct report report = { 0 };
	struct content_row *rows;
	const char **paths, *error = file_list(context->arena, directory, ".json", &paths, &checker.count);
	size_t n_rows;
	struct db *db;
	bool done;

	if (error == NULL && checker.count == 0)
		error = arena_printf(context->arena, "there is no scenario in %s, so nothing is changed", directory);
	if (error != NULL) {
		command_say("%s", error);
		return EXIT_failed;
	}
	if ((db = command_db(context, ACCOUNT_app, LOAD_SECONDS)) == NULL)
		return EXIT_internal;
	done = content_known(db, context->arena, &rows, &n_rows) == FAULT_ok;
	if (done) {
		files_check(&checker, paths, rows, n_rows);
		done = files_load(&checker, db, options, &report);
	}
	db_close(db);
	if (!done)
		return EXIT_internal;
	return command_print(report_text(context->arena, &report, options[LOAD_json] != NULL),
	    checker.refused > 0 && options[LOAD_skip_invalid] == NULL ? EXIT_failed : EXIT_ok);
}
