/* Tokens, digests, random UUIDs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "arena.h"
#include "token.h"

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
hex_equal(const struct digest *digest, const char *hex)
{
	char text[65];

	sodium_bin2hex(text, sizeof(text), digest->bytes, sizeof(digest->bytes));
	assert_string_equal(text, hex);
}

static void
tokens(void **state)
{
	enum { TOKENS = 200 };
	const char *seen[TOKENS];

	(void)state;
	for (size_t i = 0; i < TOKENS; i++) {
		struct digest made, read;

		seen[i] = token_new(arena, &made);
		assert_int_equal(strlen(seen[i]), 43);
		assert_true(token_digest(seen[i], &read));
		assert_memory_equal(&made, &read, sizeof(made));
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(seen[i], seen[k]);
	}
}

static void
token_forms(void **state)
{
	/* clang-format off */
	static const char *const bad[] = { "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\xc3\xb1" };
	/* clang-format on */
	struct digest digest;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(token_digest(bad[i], &digest));
	assert_true(token_digest("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-_", &digest));
}

/* FIPS 180-4 and RFC 4231 (test case 2) where they apply; the rest is that kinds and texts do not run together. */
static void
digests(void **state)
{
	struct digest one, other;

	(void)state;
	digest_of("abc", 3, &one);
	hex_equal(&one, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	digest_of("", 0, &one);
	hex_equal(&one, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	token_keyed("Jefe", "account", "ana", &one);
	token_keyed("Jefe", "accountana", "", &other);
	assert_memory_not_equal(&one, &other, sizeof(one));
	token_keyed("Jefe", "address", "ana", &other);
	assert_memory_not_equal(&one, &other, sizeof(one));
	token_keyed("Jeff", "account", "ana", &other);
	assert_memory_not_equal(&one, &other, sizeof(one));
	token_keyed("Jefe", "account", "ana", &other);
	assert_memory_equal(&one, &other, sizeof(one));
}

static void
uuids(void **state)
{
	/* clang-format off */
	static const char *const bad[] = { "", "8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f6071", "8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f607180",
		"8c5d7d3e9f0b-4c1a-a1b2-c3d4-e5f60718", "8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f6071g", "8c5d7d3e 9f0b 4c1a a1b2 c3d4e5f60718",
		"00000000-0000-0000-0000-000000000000" };
	/* clang-format on */
	struct uuid uuid, again;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		const char *text;

		uuid_random(&uuid);
		text = uuid_text(arena, &uuid);
		assert_int_equal(strlen(text), 36);
		assert_int_equal(text[14], '4');
		assert_non_null(strchr("89ab", text[19]));
		assert_true(uuid_parse(text, &again));
		assert_memory_equal(&uuid, &again, sizeof(uuid));
	}
	assert_true(uuid_parse("8C5D7D3E-9F0B-4C1A-A1B2-C3D4E5F60718", &uuid));
	assert_string_equal(uuid_text(arena, &uuid), "8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f60718");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(uuid_parse(bad[i], &uuid));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(tokens, setup, teardown),
		cmocka_unit_test_setup_teardown(token_forms, setup, teardown),
		cmocka_unit_test_setup_teardown(digests, setup, teardown),
		cmocka_unit_test_setup_teardown(uuids, setup, teardown),
	};

	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
