#include <stdio.h>

#include "arena.h"
#include "buffer.h"
#include "command.h"
#include "db.h"
#include "doctor.h"

enum { DOCTOR_SECONDS = 600 }; /* a statement may take */
enum { DOCTOR_json };

const struct command_option doctor_options[] = {
	[DOCTOR_json] = { "json", NULL, "print JSON" },
	{ NULL, NULL, NULL },
};

static const char *
findings_text(struct arena *arena, const struct doctor_finding *findings)
{
	struct buffer out = { .arena = arena };
	int64_t violations = 0;

	for (size_t i = 0; i < doctor_count; i++) {
		const struct doctor_finding *finding = &findings[i];

		buffer_text(&out, arena_printf(arena, "%-4s %-24s %10lld rows, %lld violations: %s\n",
		    finding->violations == 0 ? "ok" : "BAD", finding->check, (long long)finding->looked,
		    (long long)finding->violations, finding->meaning));
		if (finding->violations > 0)
			buffer_text(&out, arena_printf(arena, "     e.g. %s\n",
			    finding->example == NULL ? "-" : finding->example));
		violations += finding->violations;
	}
	buffer_text(&out, arena_printf(arena, "%zu checks, %lld violations\n", doctor_count, (long long)violations));
	return buffer_string(&out);
}

enum command_exit
command_doctor(struct command_context *context, const char *const *options, const char *const *arguments)
{
	struct doctor_finding *findings = arena_array(context->arena, doctor_count, sizeof(*findings));
	struct db *db = command_db(context, ACCOUNT_app, DOCTOR_SECONDS);
	struct buffer out = { .arena = context->arena };
	enum command_exit code = EXIT_ok;
	enum fault fault = FAULT_ok;

	(void)arguments; /* takes none */
	if (db == NULL)
		return EXIT_internal;
	for (size_t i = 0; i < doctor_count && fault == FAULT_ok; i++) {
		command_progress("checks", i, doctor_count);
		fault = doctor_check(db, context->arena, i, &findings[i]);
		code = findings[i].violations > 0 ? EXIT_failed : code;
	}
	command_progress("checks", doctor_count, doctor_count);
	db_close(db);
	if (fault != FAULT_ok) {
		command_say("the database failed during a check: %s", fault_title(fault));
		return EXIT_internal;
	}
	if (options[DOCTOR_json] == NULL)
		return command_print(findings_text(context->arena, findings), code);
	record_write_list(&out, &doctor_finding_record, findings, doctor_count);
	buffer_byte(&out, '\n');
	return command_print(buffer_string(&out), code);
}
