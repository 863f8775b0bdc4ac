#include <stdio.h>

#include "arena.h"
#include "command.h"
#include "db.h"
#include "migrate.h"

enum { LOCK_SECONDS = 10 }; /* to wait for another migration */
enum { MIGRATE_dry_run };

const struct command_option migrate_options[] = {
	[MIGRATE_dry_run] = { "dry-run", NULL, "say what would be done" },
	{ NULL, NULL, NULL },
};

static const char *
directory(const struct command_context *context, const char *name)
{
	return arena_printf(context->arena, "%s/%s", context->config.sql_directory, name);
}

/* Run what is pending of ${plan}; a sentence on failure. */
static const char *
pending_run(struct command_context *context, struct db *db, struct migration_plan *plan, bool dry_run)
{
	for (size_t i = plan->n_migrations - plan->n_pending; i < plan->n_migrations; i++) {
		struct migration *migration = &plan->migrations[i];
		const char *error = dry_run ? NULL : migrate_run(db, context->arena, migration, context->now);

		if (error != NULL)
			return error;
		printf("%04lld %s: %s\n", (long long)migration->row.version, migration->row.name,
		    dry_run ? "would be run" : "done");
	}
	return NULL;
}

static const char *
schema_change(struct command_context *context, struct db *db, bool dry_run)
{
	struct migration_plan plan;
	size_t views = 0;
	const char *error = migrate_plan(db, context->arena, directory(context, "migration"), &plan);

	if (error == NULL)
		error = pending_run(context, db, &plan, dry_run);
	if (error == NULL && !dry_run)
		error = migrate_files(db, context->arena, directory(context, "view"), &views);
	if (error == NULL && !dry_run)
		printf("schema at %04zu, %zu migrations run, %zu views made\n", plan.n_migrations - 1, plan.n_pending, views);
	return error;
}

enum command_exit
command_migrate(struct command_context *context, const char *const *options, const char *const *arguments)
{
	struct db *db = command_db(context, ACCOUNT_migrate, 0);
	const char *error;

	(void)arguments; /* takes none */
	if (db == NULL)
		return EXIT_internal;
	if ((error = migrate_lock(db, context->arena, LOCK_SECONDS)) == NULL) {
		error = schema_change(context, db, options[MIGRATE_dry_run] != NULL);
		migrate_unlock(db, context->arena);
	}
	db_close(db);
	if (error == NULL)
		return command_print("", EXIT_ok);
	command_say("%s", error);
	return EXIT_failed;
}
