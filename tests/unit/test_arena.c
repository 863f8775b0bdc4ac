/* Memory of a request: zeroed, aligned, given back at once; running out ends the process. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <sys/wait.h>

#include <cmocka.h>

#include "arena.h"

/* Under AddressSanitizer malloc fails as it does without. */
extern const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void
zeroed_and_aligned(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (unsigned round = 0; round < 3; round++) {
		for (size_t size = 0; size < 3000; size += 7) {
			unsigned char *memory = arena_alloc(arena, size);

			assert_non_null(memory);
			assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(memory[i], 0);
			memset(memory, 0xee, size);
		}
		arena_reset(arena);
	}
	arena_free(arena);
	arena_free(NULL);
}

/* No two pieces overlap, whether they are small or larger than a block. */
static void
apart(void **state)
{
	struct arena *arena = arena_new();
	enum { PIECES = 200 };
	unsigned char *pieces[PIECES];
	size_t sizes[PIECES];

	(void)state;
	for (size_t i = 0; i < PIECES; i++) {
		sizes[i] = i % 50 == 49 ? 200000 : i * 37 % 5000;
		pieces[i] = arena_alloc(arena, sizes[i]);
		memset(pieces[i], (int)i, sizes[i]);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(pieces[i][k], (unsigned char)i);
	arena_free(arena);
}

static void
copies(void **state)
{
	struct arena *arena = arena_new();
	const char *long_text;
	char *text;

	(void)state;
	assert_string_equal(arena_strdup(arena, "abc"), "abc");
	assert_null(arena_strdup(arena, NULL));
	assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(arena, "", 0), "");
	assert_memory_equal(arena_memdup(arena, "a\0b", 4), "a\0b", 4);
	assert_non_null(arena_memdup(arena, "", 0));
	assert_string_equal(arena_printf(arena, "%d %s", 7, "x"), "7 x");
	text = arena_alloc(arena, 100001);
	memset(text, 'y', 100000);
	long_text = arena_printf(arena, "%s!", text);
	assert_int_equal(strlen(long_text), 100001);
	arena_free(arena);
}

/* A size that cannot be had ends the process with the status a manager restarts on. */
static void
exhausted(void **state)
{
	static const struct {
		size_t count, size;
	} rows[] = { { SIZE_MAX, 1 }, { SIZE_MAX / 2, 3 }, { SIZE_MAX - 8, 1 }, { 1, SIZE_MAX / 2 }, { (size_t)1 << 33, (size_t)1 << 33 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		pid_t child = fork();
		int status;

		assert_true(child >= 0);
		if (child == 0) {
			if (freopen("/dev/null", "w", stderr) != NULL)
				(void)arena_array(arena_new(), rows[i].count, rows[i].size);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), EX_SOFTWARE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeroed_and_aligned),
		cmocka_unit_test(apart),
		cmocka_unit_test(copies),
		cmocka_unit_test(exhausted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
