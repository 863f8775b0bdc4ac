#include "content.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "arena.h"
#include "buffer.h"
#include "text.h"

enum { TERM_MAX = 60 }; /* characters of a term, as scenario_terms keeps it */

/* Where a term was found: scenario_terms.rank, the better the smaller. */
enum rank { RANK_title = 1, RANK_tag, RANK_vocabulary, RANK_description };

struct terms {
	struct arena *arena;
	const char **items;
	size_t count, capacity;
};

static void
terms_add(struct terms *terms, const char *begin, size_t length)
{
	const char *term = arena_strndup(terms->arena, begin, length);

	if (terms->count == terms->capacity) {
		size_t capacity = terms->capacity == 0 ? 32 : terms->capacity * 2;
		const char **items = arena_array(terms->arena, capacity, sizeof(*items));

		if (terms->count > 0)
			memcpy(items, terms->items, terms->count * sizeof(*items));
		terms->items = items;
		terms->capacity = capacity;
	}
	terms->items[terms->count++] = text_head(terms->arena, term, TERM_MAX);
}

enum class { CLASS_gap, CLASS_word, CLASS_packed /* a script without spaces */ };

static enum class
class_of(uint32_t point)
{
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script = uscript_getScript((UChar32)point, &status);

	if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || point == 0x30FC)
		return CLASS_packed; /* 30FC: the long vowel of katakana, of no script by itself */
	if (u_isalnum((UChar32)point) || (U_GET_GC_MASK((UChar32)point) & U_GC_M_MASK) != 0)
		return CLASS_word;
	return CLASS_gap;
}

/* Add each pair of neighbours of the run of ${length} bytes at ${run}, or its only character. */
static void
pairs_add(struct terms *terms, const char *run, size_t length)
{
	size_t before = 0, at = 0;

	(void)text_next(run, &at);
	if (at >= length)
		terms_add(terms, run, length);
	while (at < length) {
		size_t middle = at;

		(void)text_next(run, &at);
		terms_add(terms, run + before, at - before);
		before = middle;
	}
}

static void
run_add(struct terms *terms, enum class class, const char *run, size_t length)
{
	size_t first = 0;

	if (class == CLASS_packed) {
		pairs_add(terms, run, length);
	} else if (class == CLASS_word) {
		bool digit = u_isdigit((UChar32)text_next(run, &first));

		if (digit || first < length) /* a single letter finds everything */
			terms_add(terms, run, length);
	}
}

size_t
content_terms(struct arena *arena, const char *text, const char ***out)
{
	struct terms terms = { .arena = arena };
	enum class class = CLASS_gap;
	size_t begin = 0, at = 0;

	text = text == NULL ? NULL : text_nfkc(arena, text);
	if (text != NULL) {
		text = text_bare(arena, text_key(arena, text, strlen(text)), "");
		for (;;) {
			size_t here = at;
			uint32_t point = text_next(text, &at);
			enum class next = point == 0 ? CLASS_gap : class_of(point);

			if (next != class || point == 0) {
				run_add(&terms, class, text + begin, here - begin);
				class = next;
				begin = here;
			}
			if (point == 0)
				break;
		}
	}
	*out = terms.items;
	return terms.count;
}

/* clang-format off */
struct scenario_term {
	const char *term, *language;
	int64_t rank;
};

#define RECORD_STRUCT struct scenario_term
static const struct field scenario_term_fields[] = {
	TEXT(term, 0, 1, TERM_MAX),
	TEXT(language, 0, 1, 10),
	INT(rank, 0, RANK_title, RANK_description),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(scenario_term);
/* clang-format on */

struct found {
	struct arena *arena;
	struct scenario_term *rows;
	size_t count, capacity;
};

static void
found_add(struct found *found, const char *text, const char *language, enum rank rank)
{
	const char **terms;
	size_t n = content_terms(found->arena, text, &terms);

	if (found->count + n > found->capacity) {
		size_t capacity = (found->count + n) * 2;
		struct scenario_term *rows = arena_array(found->arena, capacity, sizeof(*rows));

		if (found->count > 0)
			memcpy(rows, found->rows, found->count * sizeof(*rows));
		found->rows = rows;
		found->capacity = capacity;
	}
	for (size_t i = 0; i < n; i++)
		found->rows[found->count++] = (struct scenario_term){ terms[i], language, rank };
}

static void
vocabulary_add(struct found *found, const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->n_phases; i++)
		for (size_t k = 0; k < scenario->phases[i].n_key_vocabulary; k++) {
			const struct word *word = &scenario->phases[i].key_vocabulary[k];

			found_add(found, word->term, scenario->language, RANK_vocabulary);
			found_add(found, word->reading, scenario->language, RANK_vocabulary);
			for (size_t t = 0; t < word->n_translations; t++)
				found_add(found, word->translations[t].text, word->translations[t].language,
				    RANK_vocabulary);
		}
	for (size_t i = 0; i < scenario->n_vocabulary_focus; i++)
		found_add(found, scenario->vocabulary_focus[i], scenario->language, RANK_vocabulary);
}

static int
term_compare(const void *a, const void *b)
{
	const struct scenario_term *x = a, *y = b;
	int order = strcmp(x->term, y->term);

	if (order == 0)
		order = strcmp(x->language, y->language);
	return order != 0 ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

/* Sort and keep the best rank of each term of a language. */
static void
found_reduce(struct found *found)
{
	size_t kept = 0;

	if (found->count > 0)
		qsort(found->rows, found->count, sizeof(*found->rows), term_compare);
	for (size_t i = 0; i < found->count; i++) {
		const struct scenario_term *last = kept == 0 ? NULL : &found->rows[kept - 1];

		if (last == NULL || strcmp(last->term, found->rows[i].term) != 0 ||
		    strcmp(last->language, found->rows[i].language) != 0)
			found->rows[kept++] = found->rows[i];
	}
	found->count = kept;
}

const char *
content_search(struct arena *arena, const struct scenario *scenario)
{
	struct found found = { .arena = arena };
	struct buffer out = { .arena = arena };

	found_add(&found, scenario->title, scenario->language, RANK_title);
	found_add(&found, scenario->description, scenario->language, RANK_description);
	for (size_t i = 0; i < scenario->n_translations; i++) {
		const struct scenario_translation *translation = &scenario->translations[i];

		found_add(&found, translation->title, translation->language, RANK_title);
		found_add(&found, translation->description, translation->language, RANK_description);
	}
	vocabulary_add(&found, scenario);
	found_reduce(&found);
	record_write_list(&out, &scenario_term_record, found.rows, found.count);
	return buffer_string(&out);
}
