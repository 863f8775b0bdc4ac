#include <stddef.h>

#include "arena.h"
#include "buffer.h"
#include "command.h"
#include "db.h"
#include "maintain.h"

enum { MAINTAIN_SECONDS = 600 }; /* a statement may take */
enum { MAINTAIN_json };

const struct command_option maintain_options[] = {
	[MAINTAIN_json] = { "json", NULL, "print JSON" },
	{ NULL, NULL, NULL },
};

static const char *
done_text(struct arena *arena, const struct maintain_done *done)
{
	return arena_printf(arena, "idle runs: %lld completed, %lld abandoned\n"
	    "forgotten: %lld login sessions, %lld throttles, %lld idempotency keys, %lld one-time links\n"
	    "counters repaired: %lld of scenarios, %lld of days, %lld of learners\n",
	    (long long)done->runs_completed, (long long)done->runs_abandoned, (long long)done->login_sessions,
	    (long long)done->throttles, (long long)done->idempotency_keys, (long long)done->account_tokens,
	    (long long)done->scenario_metadata, (long long)done->scenario_daily, (long long)done->user_scenario_progress);
}

enum command_exit
command_maintain(struct command_context *context, const char *const *options, const char *const *arguments)
{
	struct db *db = command_db(context, ACCOUNT_app, MAINTAIN_SECONDS);
	struct buffer out = { .arena = context->arena };
	struct maintain_done done = { 0 };
	enum fault fault;

	(void)arguments; /* takes none */
	if (db == NULL)
		return EXIT_internal;
	fault = maintain_runs(db, context->config.data_directory, context->now, &done);
	if (fault == FAULT_ok)
		fault = maintain_prune(db, context->now, &done);
	if (fault == FAULT_ok)
		fault = maintain_reconcile(db, &done);
	db_close(db);
	if (fault != FAULT_ok)
		command_say("not everything was done: %s", fault_title(fault));
	if (options[MAINTAIN_json] != NULL) {
		record_write(&out, &maintain_done_record, &done);
		buffer_byte(&out, '\n');
	} else {
		buffer_text(&out, done_text(context->arena, &done));
	}
	return command_print(buffer_string(&out), fault == FAULT_ok ? EXIT_ok : EXIT_internal);
}
