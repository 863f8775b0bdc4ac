/*
 * Fuzzes compiling and reading.  Input: a letter a-h for the language, then
 * lines; the last is the sentence, those before it are patterns.
 *
 * With libFuzzer: clang -fsanitize=fuzzer,address,undefined ...; $PARLANCE_DATA is the folder of the data.
 * With -DREPLAY: a program that runs the files named on its command line.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "language.h"
#include "matcher.h"
#include "text.h"

enum { PATTERNS = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char *const classes[] = { NULL, "noun", "verb", "v1", "v5", "vs", "adj-i", "vk" };

static void
check(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz_matcher: %s\n", what);
	abort();
}

static const struct language *
language_get(struct arena *arena, size_t index)
{
	const char *data = getenv("PARLANCE_DATA"), *error = NULL;
	const struct language *language = language_load(arena,
	    arena_printf(arena, "%s/lang", data == NULL ? "data" : data), language_codes[index % LANGUAGE_COUNT],
	    &error);

	check(language != NULL, error == NULL ? "no language" : error);
	return language;
}

static void
check_span(const struct reading *reading, size_t begin, size_t end)
{
	check(begin < end && end <= strlen(reading->text), "a span is out of its text");
	check(((unsigned char)reading->text[begin] & 0xC0) != 0x80 &&
	    ((unsigned char)reading->text[end] & 0xC0) != 0x80, "a span cuts a character");
}

static void
check_reading(const struct reading *reading)
{
	check(text_is_utf8(reading->text, strlen(reading->text)), "the text is no UTF-8");
	for (size_t i = 0; i < reading->n_tokens; i++)
		check_span(reading, reading->tokens[i].begin, reading->tokens[i].end);
	for (size_t i = 0; i < reading->n_matches; i++) {
		check_span(reading, reading->matches[i].begin, reading->matches[i].end);
		check(reading->matches[i].clause < reading->n_clauses, "a match is in no clause");
		check((reading->matches[i].outcome == MATCH_exact) == (reading->matches[i].remark == REMARK_none),
		    "outcome and remark differ");
	}
	check(reading->native_share >= 0 && reading->native_share <= 1, "native_share is no share");
	check(reading->bare_n <= reading->n_tokens, "bare_n is no token");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct pattern patterns[PATTERNS];
	size_t n = 0, index = size == 0 ? 0 : bytes[0];
	char *text = arena_strndup(arena, (const char *)bytes + (size > 0), size - (size > 0));
	const struct language *language = language_get(arena, index - 'a');
	struct reading reading, again;
	struct matcher *matcher;
	char *end;

	for (; n < PATTERNS && (end = strchr(text, '\n')) != NULL; text = end + 1) {
		*end = '\0';
		patterns[n] = (struct pattern){ .kind = (enum pattern_kind)(1 + n % 5), .item = n, .text = text,
			.part_of_speech = classes[n % (sizeof(classes) / sizeof(classes[0]))],
			.reading = n % 2 == 0 ? NULL : text };
		n++;
	}
	matcher = matcher_new(arena, language, language_get(arena, index - 'a' + 1),
	    &(struct phase_text){ patterns, n, NULL, 0 });
	matcher_read(matcher, arena, text, &reading);
	check_reading(&reading);
	matcher_read(matcher, arena, text, &again);
	check(reading.n_matches == again.n_matches && reading.n_tokens == again.n_tokens &&
	    reading.intents == again.intents, "two readings differ");
	arena_free(arena);
	return 0;
}

#ifdef REPLAY
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		static uint8_t bytes[1 << 20];
		FILE *file = fopen(argv[i], "rb");
		size_t size;

		if (file == NULL) {
			perror(argv[i]);
			return 1;
		}
		size = fread(bytes, 1, sizeof(bytes), file);
		if (fclose(file) != 0)
			return 1;
		LLVMFuzzerTestOneInput(bytes, size);
	}
	printf("%d files replayed\n", argc - 1);
	return 0;
}
#endif
