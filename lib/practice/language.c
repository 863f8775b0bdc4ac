#include "language_private.h"

#include "arena.h"
#include "text.h"
#include "wordmap.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>

enum { HIRAGANA_FIRST = 0x3041, HIRAGANA_LAST = 0x309F };

const char *const language_codes[LANGUAGE_COUNT] = { "en", "es", "fr", "de", "it", "pt", "zh", "ja" };

/* Snowball's name of each language's stemmer; NULL: cut into words by ICU's dictionary, no stems. */
static const char *const stemmers[LANGUAGE_COUNT] = { "english", "spanish", "french", "german", "italian",
	"portuguese", NULL, NULL };

static struct language *loaded[LANGUAGE_COUNT];

const struct lexicon_word *
language_word(const struct language *language, const char *word)
{
	return wordmap_find(language->lexicon, word, strlen(word));
}

const struct lexicon_word *
language_word_slice(const struct language *language, const char *word, size_t length)
{
	return wordmap_find(language->lexicon, word, length);
}

bool
language_list_has(const struct word_list *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->words[i], word) == 0)
			return true;
	return false;
}

/* Open what ICU and Snowball need for ${language}; false when they do not have it. */
static bool
language_open(struct language *language)
{
	UErrorCode status = U_ZERO_ERROR;

	if (stemmers[language->index] == NULL) {
		language->breaks = ubrk_open(UBRK_WORD, language->code, NULL, 0, &status);
		return U_SUCCESS(status);
	}
	language->stemmer = sb_stemmer_new(stemmers[language->index], "UTF_8");
	return language->stemmer != NULL;
}

static void
language_close(struct language *language)
{
	if (language->breaks != NULL)
		ubrk_close(language->breaks);
	sb_stemmer_delete(language->stemmer);
	json_decref(language->partner);
}

static size_t
language_index(const char *code)
{
	size_t i = 0;

	while (i < LANGUAGE_COUNT && strcmp(language_codes[i], code) != 0)
		i++;
	return i;
}

const struct language *
language_load(struct arena *arena, const char *directory, const char *code, const char **error)
{
	size_t index = language_index(code);
	struct language *language;
	struct arena *kept;

	*error = NULL;
	if (index == LANGUAGE_COUNT) {
		*error = arena_printf(arena, "%s is none of the languages taught", code);
		return NULL;
	}
	if (loaded[index] != NULL)
		return loaded[index];
	kept = arena_new();
	language = arena_alloc(kept, sizeof(*language));
	language->code = language_codes[index];
	language->index = index;
	if (!language_open(language))
		*error = arena_printf(arena, "no stemmer or word breaks for %s", code);
	else
		*error = language_read_pack(language, kept, arena, arena_printf(arena, "%s/%s.json", directory, code));
	if (*error != NULL) {
		language_close(language);
		arena_free(kept);
		return NULL;
	}
	return loaded[index] = language;
}

const char *
language_code(const struct language *language)
{
	return language->code;
}

const char *
language_name(const struct language *language)
{
	return language->name;
}

const char *
language_partner_text(const struct language *language, const char *name, size_t i)
{
	json_t *value = json_object_get(language->partner, name);

	if (json_is_array(value) && json_array_size(value) > 0)
		value = json_array_get(value, i % json_array_size(value));
	return json_string_value(value);
}

const char *
language_opener(const struct language *language, const char *category)
{
	json_t *openers = json_object_get(language->partner, "opener");
	json_t *opener = json_object_get(openers, category);

	return json_string_value(opener != NULL ? opener : json_object_get(openers, "default"));
}

bool
language_is_function_word(const struct language *language, const char *word)
{
	const struct lexicon_word *found = language_word(language, word);

	return found != NULL && (found->flags & WORD_function) != 0;
}

/* ja: a word that begins with a character loses the kana it ends with, which inflect it: 行き, 行. */
static const char *
stem_characters(struct arena *arena, const char *word)
{
	size_t kept = 0;

	for (size_t at = 0, begin = 0; word[begin] != '\0'; begin = at) {
		uint32_t point = text_next(word, &at);

		if (point < HIRAGANA_FIRST || point > HIRAGANA_LAST)
			kept = at;
	}
	return kept == 0 || word[kept] == '\0' ? word : arena_strndup(arena, word, kept);
}

const char *
language_stem(const struct language *language, struct arena *arena, const char *word)
{
	const sb_symbol *stem;

	if (language->stemmer == NULL)
		return stem_characters(arena, word);
	stem = sb_stemmer_stem(language->stemmer, (const sb_symbol *)word, (int)strlen(word));
	if (stem == NULL)
		return word;
	return arena_strndup(arena, (const char *)stem, (size_t)sb_stemmer_length(language->stemmer));
}
