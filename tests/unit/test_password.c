/* Which passwords are refused, and what is stored of the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "account.h"
#include "arena.h"
#include "clock.h"
#include "config.h"
#include "password.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct config config = { .password_min = 12, .argon2_memory = 8192, .argon2_passes = 1 };
static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
refused(void **state)
{
	/* clang-format off */
	static const char *const bad[] = { "", "short", "eleven_char", "aaaaaaaaaaaa", "abababababab", "123123123123", "abcdefghijkl",
		"123456789012", "210987654321", "password1234", "Password!2024", "P4ssw0rdP4ssw0rd!", "qwertyuiop12", "qwertyuiopasdfgh",
		"iloveyou2024", "letmeinplease!", "administrator1", "welcome2theinternet", "ana_the_great1" };
	static const char *const good[] = { "correct horse battery", "k7!qz-pw3nT#", "una frase que nadie adivina",
		"\xe6\xbc\xa2\xe5\xad\x97\xe3\x81\xae\xe9\x95\xb7\xe3\x81\x84\xe5\x90\x88\xe8\xa8\x80\xe8\x91\x89\xe3\x81\xa7\xe3\x81\x99"
		"\xe3\x81\xad\xef\xbc\x81\xe3\x81\x8d",
		"            x y z", "tiefer Brunnen 7 Katzen", "\xf0\x9f\x8d\x8e\xf0\x9f\x90\x8d\xf0\x9f\x8c\x8a\xf0\x9f\x9a\xb2\xf0\x9f\x8e\xb8"
		"\xf0\x9f\x8e\xb2\xf0\x9f\x8c\xb5\xf0\x9f\xa6\x8a\xf0\x9f\xa7\x80\xf0\x9f\xaa\x81\xf0\x9f\x93\x8e\xf0\x9f\x94\x91" };
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		if (password_refused(arena, &config, bad[i], "ana_the_great") == NULL)
			fail_msg("%s is taken", bad[i]);
	for (size_t i = 0; i < COUNT(good); i++)
		if (password_refused(arena, &config, good[i], "ana_the_great") != NULL)
			fail_msg("%s: %s", good[i], password_refused(arena, &config, good[i], "ana_the_great"));
	assert_null(password_refused(arena, &config, NULL, NULL));
	assert_null(password_refused(arena, &config, "ana_the_great1", NULL));
}

/* Lengths are counted in characters at the lower end and in bytes at the upper one. */
static void
lengths(void **state)
{
	struct config eight = config;
	char longest[PASSWORD_MAX_BYTES + 2] = "";

	(void)state;
	eight.password_min = 8;
	assert_null(password_refused(arena, &eight, "k7!qz-pw", NULL));
	assert_non_null(password_refused(arena, &eight, "k7!qz-p", NULL));
	assert_non_null(strstr(password_refused(arena, &eight, "k7!qz-p", NULL), "8"));
	assert_non_null(password_refused(arena, &config, "\xc3\xb1k7!qz-pw3T", NULL)); /* 11 characters, 12 bytes */
	for (unsigned i = 0; i < PASSWORD_MAX_BYTES + 1; i++)
		longest[i] = (char)('a' + i * i % 23 + i / 100 % 3);
	assert_non_null(password_refused(arena, &config, longest, NULL));
	longest[PASSWORD_MAX_BYTES] = '\0';
	assert_null(password_refused(arena, &config, longest, NULL));
}

/* Words that are made of words do not make the search for them long. */
static void
effort(void **state)
{
	static const char *const words[] = { "iloveyou", "mypassword", "abcdefgh", "asdfghjkl", "qwertyuiop", "administrator" };
	int64_t start = clock_microseconds();

	(void)state;
	for (size_t first = 0; first < COUNT(words); first++)
		for (size_t second = 0; second < COUNT(words); second++) {
			char text[200] = "z9", *out = text + 2;

			while (out - text < 50)
				out = stpcpy(stpcpy(out, words[first]), words[second]);
			(void)stpcpy(out, "q#");
			assert_null(password_refused(arena, &config, text, NULL));
			assert_non_null(password_refused(arena, &config, arena_strndup(arena, text + 2, strlen(text) - 4), NULL));
		}
	assert_true(clock_microseconds() - start < 1000000);
}

static void
hashes(void **state)
{
	static const char password[] = "correct horse battery", nearly[] = "correct horse batterz", shorter[] = "correct horse batter";
	struct config stronger = config;
	const char *hash = password_hash(arena, &config, password);

	(void)state;
	assert_non_null(hash);
	assert_int_equal(strncmp(hash, "$argon2id$v=19$m=8192,t=1,p=1$", 30), 0);
	assert_string_not_equal(hash, password_hash(arena, &config, password));
	assert_true(password_fits(arena, &config, hash, password));
	assert_false(password_fits(arena, &config, hash, nearly));
	assert_false(password_fits(arena, &config, hash, shorter));
	assert_false(password_fits(arena, &config, hash, ""));
	assert_false(password_fits(arena, &config, NULL, password));
	assert_false(password_fits(arena, &config, "not a hash", password));
	assert_false(password_outdated(&config, hash));
	stronger.argon2_passes = 2;
	assert_true(password_outdated(&stronger, hash));
	assert_true(password_fits(arena, &stronger, hash, password));
	stronger = config;
	stronger.argon2_memory = 16384;
	assert_true(password_outdated(&stronger, hash));
	stronger.argon2_memory = INT64_MAX / 4096;
	assert_null(password_hash(arena, &stronger, password)); /* more memory than there is */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(refused, setup, teardown),
		cmocka_unit_test_setup_teardown(lengths, setup, teardown),
		cmocka_unit_test_setup_teardown(effort, setup, teardown),
		cmocka_unit_test_setup_teardown(hashes, setup, teardown),
	};

	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
