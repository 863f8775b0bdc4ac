/* The command line as a program: what it prints, where, and its exit codes. */

#include "sql_test.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"
#include "input.h"
#include "record.h"
#include "token.h"

extern char **environ;

struct output {
	int code;
	const char *out, *error;
};

enum { ARGUMENTS_MAX = 12 };

static const char *
file_text(const char *path)
{
	struct file file;

	assert_null(file_read(sql_test.arena, path, 1 << 20, &file));
	return file.text;
}

/* Run the command line with ${line}, split at blanks, and ${input} on standard input. */
static struct output
run_with(const char *line, const char *input)
{
	const char *directory = directory_new(), *in = arena_printf(sql_test.arena, "%s/in", directory),
	           *out = arena_printf(sql_test.arena, "%s/out", directory),
	           *error = arena_printf(sql_test.arena, "%s/error", directory);
	char *arguments[ARGUMENTS_MAX + 4] = { arena_strdup(sql_test.arena, sql_test.program),
		arena_strdup(sql_test.arena, "--config"), arena_strdup(sql_test.arena, sql_test.config_path) };
	posix_spawn_file_actions_t actions;
	size_t n = 3;
	pid_t child;
	int status;

	for (size_t length; *line != '\0' && n < ARGUMENTS_MAX + 3; line += length + (line[length] == ' ')) {
		length = strcspn(line, " ");
		arguments[n++] = arena_strndup(sql_test.arena, line, length);
	}
	file_write(in, input);
	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	assert_int_equal(posix_spawn_file_actions_addopen(&actions, 0, in, O_RDONLY, 0), 0);
	assert_int_equal(posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT, 0600), 0);
	assert_int_equal(posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT, 0600), 0);
	assert_int_equal(posix_spawn(&child, sql_test.program, &actions, NULL, arguments, environ), 0);
	assert_int_equal(posix_spawn_file_actions_destroy(&actions), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return (struct output){ WEXITSTATUS(status), file_text(out), file_text(error) };
}

static struct output
run(const char *line)
{
	return run_with(line, "");
}

/* Assert that ${line} ends with ${code} and says ${part} on standard output (0) or standard error. */
static void
run_says(const char *line, int code, const char *part)
{
	struct output output = run(line);

	if (output.code != code)
		fail_msg("parlance %s gave %d: %s%s", line, output.code, output.out, output.error);
	assert_holds(code == 0 ? output.out : output.error, part);
	assert_string_equal(code == 0 ? output.error : output.out, "");
}

static void
test_help(void **state)
{
	static const char *const commands[] = { "migrate", "content load", "content check", "user add", "user list",
		"user disable", "user enable", "user reset-password", "invite", "setup-link", "maintain", "report", "doctor",
		"config" };

	(void)state;
	run_says("--help", 0, "usage: parlance");
	run_says("--version", 0, "parlance ");
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		assert_holds(run("--help").out, commands[i]);
		run_says(arena_printf(sql_test.arena, "%s --help", commands[i]), 0,
		    arena_printf(sql_test.arena, "usage: parlance [--config FILE] %s", commands[i]));
	}
}

static void
test_wrong_line(void **state)
{
	(void)state;
	run_says("", 2, "no command");
	run_says("migrat", 2, "there is no such command");
	run_says("user", 2, "there is no such command");
	run_says("--bogus", 2, "there is no option --bogus");
	run_says("migrate --bogus", 2, "there is no option --bogus of migrate");
	run_says("migrate --dry-run=yes", 2, "--dry-run takes no value");
	run_says("migrate now", 2, "usage: parlance migrate");
	run_says("user add", 2, "usage: parlance user add");
	run_says("invite --days", 2, "--days needs a value");
	run_says("invite --days 91", 2, "from 1 to 90");
	run_says("invite --days 1x", 2, "from 1 to 90");
	run_says("report --from yesterday daily_activity", 2, "must be a day like");
	run_says("report no_such_report", 2, "there is no report no_such_report");
	run_says("user add somebody --role king", 2, "it may be learner, teacher or admin");
	run_says("--config /nowhere/parlance.conf config", 1, "/nowhere/parlance.conf cannot be read");
}

static void
test_everyday(void **state)
{
	(void)state;
	run_says("migrate", 0, "0 migrations run");
	run_says("migrate --dry-run", 0, "");
	run_says("content load", 0, "unchanged");
	run_says("content load --dry-run --json", 0, "\"outcome\":\"unchanged\"");
	run_says("content load /nowhere", 1, "cannot be read");
	run_says("config", 0, "database.socket");
	run_says("config --json", 0, "\"key\":\"database.socket\"");
	run_says("report --list", 0, "daily_activity");
}

/* Assert that the last line of ${output} is a link to ${path} whose token is stored as ${kind}, hashed. */
static void
link_is(const struct output *output, const char *path, const char *kind)
{
	const char *start = arena_printf(sql_test.arena, "%s/%s?token=", sql_test.config.public_origin, path), *token;
	struct digest digest;
	char hex[2 * sizeof(digest.bytes) + 1] = "";

	assert_int_equal(output->code, 0);
	assert_int_equal(strncmp(output->out, start, strlen(start)), 0);
	token = arena_strndup(sql_test.arena, output->out + strlen(start), strcspn(output->out + strlen(start), "\n"));
	assert_true(token_digest(token, &digest));
	for (size_t i = 0; i < sizeof(digest.bytes); i++)
		assert_int_equal(snprintf(hex + 2 * i, 3, "%02X", digest.bytes[i]), 2);
	assert_string_equal(sql_value(arena_printf(sql_test.arena, "SELECT kind FROM account_tokens WHERE token_hash = "
	    "UNHEX('%s') AND used_at IS NULL AND created_by IS NULL", hex)), kind);
}

static void
test_people(void **state)
{
	struct output output;

	(void)state;
	output = run("setup-link");
	link_is(&output, "setup", "setup");
	output = run("setup-link");
	link_is(&output, "setup", "setup");
	assert_string_equal(sql_value("SELECT COUNT(*) FROM account_tokens WHERE kind = 'setup'"), "1");
	output = run("user add command_ana --email Ana@example.org");
	link_is(&output, "reset", "reset");
	run_says("user add command_ana", 1, "this user name is taken");
	run_says("user add command_ana2 --email ana@EXAMPLE.org", 1, "e-mail address is taken");
	run_says("user add Command", 1, "username");
	assert_string_equal(run_with("user add command_bob --role admin --password-stdin", "short\n").error,
	    "parlance: the password must have at least 12 characters\n");
	assert_int_equal(run_with("user add command_bob --role admin --password-stdin", "").code, 1);
	output = run_with("user add command_bob --role admin --password-stdin", "a long enough one\n");
	assert_int_equal(output.code, 0);
	assert_string_equal(output.out, "");
	run_says("setup-link", 3, "there is an admin already");
	output = run("invite --days 3");
	link_is(&output, "register", "invite");
	output = run("user reset-password command_ana");
	link_is(&output, "reset", "reset");
	run_says("user reset-password nobody_here", 1, "there is nobody called nobody_here");
	run_says("user list", 0, "command_ana");
	run_says("user list --json", 0, "\"username\":\"command_bob\"");
}

static void
test_disable(void **state)
{
	(void)state;
	sql_run("INSERT INTO login_sessions (token_hash, user_key, created_at, last_seen_at, expires_at, user_agent, address) "
	    "SELECT REPEAT('s', 32), id, '2026-01-01', '2026-01-01', '2030-01-01', '', '' FROM users "
	    "WHERE username = 'command_bob'");
	run_says("user disable command_bob", 0, "");
	assert_string_equal(sql_value("SELECT is_active FROM users WHERE username = 'command_bob'"), "0");
	assert_string_equal(sql_value("SELECT COUNT(*) FROM login_sessions WHERE token_hash = REPEAT('s', 32)"), "0");
	run_says("user disable command_bob", 3, "is disabled already");
	run_says("user enable command_bob", 0, "");
	run_says("user enable command_bob", 3, "is enabled already");
	run_says("user disable nobody_here", 1, "there is nobody called");
	run_says("user disable command_bob", 0, ""); /* the groups after this want no admin */
}

static void
test_wide_table(void **state)
{
	(void)state;
	sql_run("UPDATE users SET display_name = '\xe6\xbc\xa2\xe5\xad\x97' WHERE username = 'command_ana'");
	run_says("user list", 0, "\xe6\xbc\xa2\xe5\xad\x97          Ana@example.org\n");
}

static void
test_no_database(void **state)
{
	struct output output;

	(void)state;
	assert_int_equal(setenv("PARLANCE_DATABASE_SOCKET", "/nowhere/db.sock", 1), 0);
	output = run("doctor");
	assert_int_equal(unsetenv("PARLANCE_DATABASE_SOCKET"), 0);
	assert_int_equal(output.code, 70);
	assert_holds(output.error, "cannot connect to the database at /nowhere/db.sock");
}

int
command_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_wrong_line),
		cmocka_unit_test(test_everyday),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_disable),
		cmocka_unit_test(test_wide_table),
		cmocka_unit_test(test_no_database),
	};

	return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
