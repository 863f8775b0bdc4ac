#ifndef PARLANCE_LANGUAGE_PRIVATE_H
#define PARLANCE_LANGUAGE_PRIVATE_H

/* A language pack as the matcher sees it. */

#include "language.h"

#include <jansson.h>

struct sb_stemmer;
struct UBreakIterator;
struct wordmap;

enum word_flag {
	WORD_function = 1 << 0,
	WORD_common = 1 << 1,
	WORD_number = 1 << 2,
	WORD_time = 1 << 3,
	WORD_article = 1 << 4,
	WORD_particle = 1 << 5,
	WORD_measure = 1 << 6,
	WORD_irregular = 1 << 7,
	WORD_confusable = 1 << 8,
};

/* Flags that make a word a known one, and so never a typo of another. */
enum {
	WORD_known = WORD_function | WORD_common | WORD_number | WORD_time | WORD_article | WORD_particle |
	    WORD_measure | WORD_irregular | WORD_confusable,
};

struct word_list {
	const char **words;
	size_t n;
};

/* What one contraction stands for: parts in order, each a list of alternatives. */
struct expansion {
	struct word_list *parts;
	size_t n_parts;
	bool informal; /* right only with a remark */
};

/* A group of words that a word belongs to. */
struct group_ref {
	const struct word_list *list;
	const struct group_ref *next;
};

/* All that a pack says of one folded form. */
struct lexicon_word {
	unsigned flags; /* enum word_flag, or-ed */
	long number; /* with WORD_number */
	const struct group_ref *irregular; /* groups of forms it belongs to, in the pack's order */
	const struct group_ref *confused; /* groups of look-alikes it belongs to */
	const char *spelling; /* the first spelling of its group, or NULL */
	const struct group_ref *spelled; /* groups of spellings it belongs to */
	const struct expansion *expansion; /* or NULL */
};

enum { LANGUAGE_INTENTS = 9 };

struct language {
	const char *code, *name, *english_name;
	size_t index; /* in language_codes */
	json_t *partner; /* texts */
	struct wordmap *lexicon; /* folded form -> struct lexicon_word */
	struct wordmap *stems; /* stem of any common word -> the word */
	struct word_list elisions, enclitics, separable;
	struct wordmap *inflections; /* suffix -> any value */
	struct word_list intents[LANGUAGE_INTENTS]; /* in the order of enum intent */
	struct sb_stemmer *stemmer; /* NULL: no stemmer */
	struct UBreakIterator *breaks; /* words; NULL: a spaced language */
};

/* Return what ${language} says of ${word} (folded), of the ${length} bytes there, or NULL. */
const struct lexicon_word *language_word(const struct language *language, const char *word);
const struct lexicon_word *language_word_slice(const struct language *language, const char *word, size_t length);

/*
 * Read the pack at ${path} into ${language}, in memory of ${arena}; NULL, or
 * what is wrong in a sentence in memory of ${scratch}.
 */
const char *language_read_pack(struct language *language, struct arena *arena, struct arena *scratch,
    const char *path);

/* Return whether ${list} has ${word}. */
bool language_list_has(const struct word_list *list, const char *word);

#endif
