#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "arena.h"
#include "clock.h"
#include "command.h"

#ifndef PARLANCE_VERSION
#define PARLANCE_VERSION "0.1.0"
#endif

enum { OPTIONS_MAX = 12, ARGUMENTS_MAX = 64 };

static const char default_config[] = "/etc/parlance/parlance.conf";

/* clang-format off */
static const struct command commands[] = {
	{ "migrate", "", 0, 0, "bring the database's tables and views up to date", migrate_options, command_migrate },
	{ "content load", "[DIR]", 0, 1, "load the scenarios of the files below DIR", content_load_options, command_content_load },
	{ "content check", "[DIR | FILE]...", 0, ARGUMENTS_MAX, "check scenario files, without a database", content_check_options, command_content_check },
	{ "user add", "NAME", 1, 1, "add a person and print the link that sets the password", user_add_options, command_user_add },
	{ "user list", "", 0, 0, "list people", user_list_options, command_user_list },
	{ "user disable", "NAME", 1, 1, "refuse this person's logins and end them", NULL, command_user_disable },
	{ "user enable", "NAME", 1, 1, "allow this person's logins again", NULL, command_user_enable },
	{ "user reset-password", "NAME", 1, 1, "print a link, good for one hour, that sets a new password", user_link_options, command_user_reset_password },
	{ "invite", "", 0, 0, "print a link that lets one person register", invite_options, command_invite },
	{ "setup-link", "", 0, 0, "print the link that makes the first admin", setup_link_options, command_setup_link },
	{ "maintain", "", 0, 0, "daily work: end idle runs, forget what has expired, reconcile counters", maintain_options, command_maintain },
	{ "report", "[NAME]", 0, 1, "print a report", report_options, command_report },
	{ "doctor", "", 0, 0, "check that everything in the database agrees", doctor_options, command_doctor },
	{ "config", "", 0, 0, "print the settings in force", config_options, command_config },
};

static const char exit_codes[] =
	"Exit codes: 0 done, 1 a check failed or it cannot be done, 2 wrong command line,\n"
	"3 nothing to do, 70 the program or the database failed.\n";

static const struct command_option global_options[] = {
	{ "config", "FILE", "read the settings from FILE (else $PARLANCE_CONFIG, else /etc/parlance/parlance.conf)" },
	{ "help", NULL, "print this help; after a command, that command's" },
	{ "version", NULL, "print the version" },
	{ NULL, NULL, NULL },
};
/* clang-format on */

enum { GLOBAL_config, GLOBAL_help, GLOBAL_version };

static void
options_print(const struct command_option *options)
{
	for (; options != NULL && options->name != NULL; options++) {
		int used = printf("  --%s%s%s", options->name, options->argument == NULL ? "" : " ",
		    options->argument == NULL ? "" : options->argument);

		printf("%*s%s\n", used < 26 ? 26 - used : 1, "", options->help);
	}
}

static void
help_print(const struct command *command)
{
	if (command != NULL) {
		printf("usage: parlance [--config FILE] %s%s%s%s\n\n%s\n", command->name,
		    command->options == NULL ? "" : " [OPTIONS]", command->arguments[0] == '\0' ? "" : " ",
		    command->arguments, command->summary);
		if (command->options != NULL)
			printf("\n");
		options_print(command->options);
	} else {
		printf("usage: parlance [--config FILE] COMMAND [OPTIONS] [ARGUMENTS]\n\n");
		for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
			printf("  %-22s  %s\n", commands[i].name, commands[i].summary);
		printf("\n");
		options_print(global_options);
	}
	printf("\n%s", exit_codes);
}

/* Return the command that ${words} begin with, and in ${*used} how many of them name it. */
static const struct command *
command_find(const char *const *words, size_t *used)
{
	char pair[64];

	if (words[0] == NULL)
		return NULL;
	snprintf(pair, sizeof(pair), "%s %s", words[0], words[1] == NULL ? "" : words[1]);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		*used = strchr(commands[i].name, ' ') == NULL ? 1 : 2;
		if (strcmp(commands[i].name, *used == 1 ? words[0] : pair) == 0)
			return &commands[i];
	}
	return NULL;
}

/* Look "name" or "name=value" up in a table; its row number, or -1. ${*value} is set when it has one. */
static int
option_find(const struct command_option *options, const char *text, const char **value)
{
	size_t length = strcspn(text, "=");

	*value = text[length] == '=' ? text + length + 1 : NULL;
	for (int i = 0; options != NULL && options[i].name != NULL; i++)
		if (strlen(options[i].name) == length && strncmp(options[i].name, text, length) == 0)
			return i;
	return -1;
}

struct line {
	const char *words[ARGUMENTS_MAX + 2]; /* command and arguments, NULL behind them */
	size_t n_words;
	const char *values[OPTIONS_MAX]; /* of the command's options, by their row */
	const char *global[3];
};

/*
 * Take the option at ${*at} from ${table} into ${values}, moving past its
 * value.  False, after saying why, when it is wrong; ${*known} tells whether
 * the table has it.
 */
static bool
option_take(const struct command_option *table, const char *const **at, const char **values, bool *known)
{
	const char *value;
	int row = option_find(table, **at + 2, &value);

	*known = row >= 0;
	if (row < 0)
		return true;
	if (table[row].argument == NULL && value != NULL) {
		command_say("--%s takes no value", table[row].name);
		return false;
	}
	if (table[row].argument != NULL && value == NULL && (value = *++*at) == NULL) {
		command_say("--%s needs a value: %s", table[row].name, table[row].argument);
		return false;
	}
	values[row] = value == NULL ? "" : value;
	return true;
}

/*
 * Split ${arguments} into words, global options and the options of the command
 * that the words before them name.
 */
static bool
line_read(const char *const *arguments, struct line *line)
{
	const struct command *command = NULL;
	bool options = true, known = false;
	size_t used;

	for (; *arguments != NULL; arguments++) {
		if (!options || strncmp(*arguments, "--", 2) != 0) {
			if (line->n_words > ARGUMENTS_MAX)
				return command_say("too many arguments"), false;
			line->words[line->n_words++] = *arguments;
			continue;
		}
		if (strcmp(*arguments, "--") == 0) {
			options = false;
			continue;
		}
		command = command_find(line->words, &used);
		if (command != NULL && !option_take(command->options, &arguments, line->values, &known))
			return false;
		if ((command == NULL || !known) && !option_take(global_options, &arguments, line->global, &known))
			return false;
		if (!known)
			return command_say("there is no option %s%s%s", *arguments, command == NULL ? "" : " of ",
			    command == NULL ? "" : command->name), false;
	}
	return true;
}

/* Return the path of the settings, NULL when there is no file and none was asked for. */
static const char *
config_path(const char *given)
{
	if (given == NULL)
		given = getenv("PARLANCE_CONFIG");
	if (given != NULL)
		return given;
	return access(default_config, F_OK) == 0 ? default_config : NULL;
}

static enum command_exit
run(const struct command *command, const struct line *line, size_t used)
{
	struct command_context context = { .arena = arena_new(), .now = clock_now() };
	enum command_exit code;
	const char *error;

	context.config_path = config_path(line->global[GLOBAL_config]);
	if ((error = config_read(context.arena, context.config_path, &context.config)) != NULL) {
		command_say("%s", error);
		code = EXIT_failed;
	} else {
		code = command->run(&context, line->values, line->words + used);
	}
	arena_free(context.arena);
	return code;
}

int
main(int argc, char **argv)
{
	const struct command *command;
	struct line line = { 0 };
	size_t used = 0;

	if (argc < 1 || setlocale(LC_CTYPE, "C.UTF-8") == NULL || sodium_init() < 0) {
		command_say("this system has no UTF-8 locale or no random numbers");
		return EXIT_internal;
	}
	if (!line_read((const char *const *)argv + 1, &line))
		return EXIT_usage;
	command = command_find(line.words, &used);
	if (line.global[GLOBAL_version] != NULL)
		return command_print("parlance " PARLANCE_VERSION "\n", EXIT_ok);
	if (line.global[GLOBAL_help] != NULL) {
		help_print(command);
		return fflush(stdout) == 0 ? EXIT_ok : EXIT_internal;
	}
	if (command == NULL) {
		command_say(line.n_words == 0 ? "no command; parlance --help lists them"
		                              : "there is no such command; parlance --help lists them");
		return EXIT_usage;
	}
	if (line.n_words - used < command->min_arguments || line.n_words - used > command->max_arguments) {
		command_say("usage: parlance %s %s (parlance %s --help says more)", command->name, command->arguments,
		    command->name);
		return EXIT_usage;
	}
	return run(command, &line, used);
}
