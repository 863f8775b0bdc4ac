#ifndef PARLANCE_COMMAND_H
#define PARLANCE_COMMAND_H

/*
 * The operator's command: one table of commands in main.c, one file per
 * command.  A command is a function that gets its options and arguments
 * parsed and returns one of the exit codes below.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config.h"

struct arena;
struct buffer;
struct db;
struct db_table;

enum command_exit {
	EXIT_ok,
	EXIT_failed, /* a check failed, or what was asked for cannot be done */
	EXIT_usage, /* the command line cannot be understood */
	EXIT_nothing, /* there was nothing to do */
	EXIT_internal = 70, /* the program or the database failed */
};

/* What every command may use. */
struct command_context {
	struct arena *arena; /* of the whole run */
	const char *config_path; /* NULL: no file, only defaults and environment */
	struct config config;
	int64_t now; /* when the command began */
};

/* One option of a command: a flag, or with ${argument} one that takes a value. */
struct command_option {
	const char *name; /* without the dashes; NULL ends a table */
	const char *argument; /* what stands for the value in the help; NULL: a flag */
	const char *help;
};

/*
 * ${options}[i] is the value of option i of the command's table: NULL when it
 * was not given, "" for a flag that was.  ${arguments} ends with NULL.
 */
typedef enum command_exit command_run(struct command_context *context, const char *const *options,
    const char *const *arguments);

struct command {
	const char *name; /* one or two words */
	const char *arguments; /* as the help shows them */
	size_t min_arguments, max_arguments;
	const char *summary;
	const struct command_option *options; /* NULL: none */
	command_run *run;
};

extern command_run command_config, command_content_check, command_content_load, command_doctor, command_invite,
    command_maintain, command_migrate, command_report, command_setup_link, command_user_add, command_user_disable,
    command_user_enable, command_user_list, command_user_reset_password;

extern const struct command_option config_options[], content_check_options[], content_load_options[], doctor_options[],
    invite_options[], maintain_options[], migrate_options[], report_options[], setup_link_options[], user_add_options[],
    user_list_options[], user_link_options[];

enum command_account { ACCOUNT_app, ACCOUNT_migrate, ACCOUNT_report };

/*
 * Connect to the database as ${account}; a statement may run ${seconds} (0: as
 * long as it likes).  NULL when that fails, after saying why.
 */
struct db *command_db(struct command_context *context, enum command_account account, unsigned seconds);

/* Print a sentence for people on standard error, like printf(3), with a line end. */
void command_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Print ${text} on standard output and return ${code}, or EXIT_internal when it could not be written. */
enum command_exit command_print(const char *text, enum command_exit code);

/* Say on standard error how far a long command is, over the line before; nothing when that is no terminal. */
void command_progress(const char *what, uint64_t done, uint64_t all);

/* Append ${table} to ${out} as aligned columns, numbers to the right. */
void command_table(struct buffer *out, const struct db_table *table);

/* Read the whole number ${text} from ${min} to ${max} into ${*number}; false, after saying so, when it is none. */
bool command_number(const char *option, const char *text, int64_t min, int64_t max, int64_t *number);

#endif
