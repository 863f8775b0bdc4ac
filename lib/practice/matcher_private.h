#ifndef PARLANCE_MATCHER_PRIVATE_H
#define PARLANCE_MATCHER_PRIVATE_H

/*
 * Inside the matcher.
 *
 * A text is cut into units: words in a spaced language, characters in
 * Chinese and Japanese.  A pattern is compiled to sequences of elements, each
 * a lexeme or a slot.  Every unit of a sentence is looked up once in the
 * matcher's tables of forms, which gives its hits (lexemes it may stand for,
 * and how well); then one loop aligns sequences with units.  What is
 * particular to a language stands in its struct grammar.
 */

#include "language_private.h"
#include "matcher.h"

struct wordmap;

/* How well a unit stands for a lexeme, best first; a sequence is as good as its worst unit. */
enum grade {
	GRADE_none,
	GRADE_exact,
	GRADE_capital,
	GRADE_informal,
	GRADE_negation,
	GRADE_measure,
	GRADE_article,
	GRADE_script,
	GRADE_accent,
	GRADE_spelling,
	GRADE_lookalike, /* another word but for an accent: forgiven inside a phrase */
	GRADE_pinyin,
	GRADE_related,
	GRADE_other,
};

/* One lexeme a unit may stand for. */
struct hit {
	struct hit *next;
	size_t lexeme;
	enum grade grade;
	size_t width; /* units used: 2 for "e-mail" as "email" */
	bool inflected; /* another form of the lexeme */
	const char *written; /* the form meant, NULL: as the pattern has it */
};

struct unit {
	size_t begin, end; /* bytes of the text */
	const char **forms; /* folded; more than one: alternatives of a contraction */
	size_t n_forms;
	const struct lexicon_word *word; /* of forms[0], may be NULL */
	size_t clause;
	size_t offset; /* zh, ja: of its form in cut->joined, bytes */
	bool informal; /* part of a form like "gonna" */
	bool bound; /* a part of a contraction before its last: never an article */
	bool glued; /* nothing but a hyphen stands before it */
	bool accented; /* an apostrophe behind it stands for an accent: e' */
	bool lower; /* begins with a small letter */
	bool boundary; /* zh, ja: a word of ICU's dictionary begins here */
	int script; /* zh, ja: USCRIPT_* */
	size_t matched; /* zh, ja: units from here on that a pattern used */
	bool intent; /* used by an intent */
	bool topic; /* zh, ja: used by a pattern of the caller */
	struct hit *hits;
};

/* An intent found: units [begin, end) of a text. */
struct mention {
	uint32_t intent; /* enum intent */
	size_t begin, end;
};

enum { MENTIONS = 16 };

/* A text being cut into units. */
struct cut {
	struct arena *arena;
	const struct matcher *matcher;
	const char *text;
	struct unit *units;
	size_t n, room;
	size_t clause; /* of the next unit */
	bool glued; /* the next unit is */
	bool unbroken; /* boundaries are not asked for */
	const char *joined; /* zh, ja: all forms in one */
	struct mention mentions[MENTIONS];
	size_t n_mentions;
};

/* One form of a lexeme in a table of forms. */
struct form {
	struct form *next;
	const char *text; /* folded */
	uint32_t lexeme;
	bool own; /* the lexeme's own form, no other one of its group */
	bool listed; /* the pack lists it as a form of the lexeme, which is the dictionary's */
};

/* A lexeme's own form as typos are compared with it: without accents. */
struct spelled {
	struct spelled *next;
	const char *text;
	size_t length; /* bytes */
	struct form form;
};

/* A sequence waiting for a unit: sequence->elements[element] is the lexeme it is listed under. */
struct start {
	struct start *next;
	const struct sequence *sequence;
	size_t element;
};

struct lexeme {
	const char **forms; /* folded */
	size_t n_forms;
	bool content; /* no function word, no number */
	bool topic; /* of a caller's pattern */
	long number; /* -1: none */
	bool digits;
	struct start *starts;
};

struct element {
	enum slot slot; /* 0: a lexeme */
	size_t lexeme;
	const char *written; /* as in the pattern */
	enum grade optional; /* the grade of leaving it out, GRADE_none: needed */
	size_t gap; /* units that may stand before it */
	bool article; /* any other article stands for it with a remark */
	bool capital; /* wants a capital letter */
	bool informal; /* the pattern itself has the informal form */
	bool closing; /* must close its clause (de: prefix of a separable verb) */
	bool strict; /* no other form of its word will do */
	bool inner; /* zh: only function characters may stand in the gap */
};

struct sequence {
	size_t pattern;
	struct element *elements;
	size_t n;
	enum grade floor; /* no better than this */
	const char *article; /* the word's own in the dictionary, or NULL: any will do */
	bool led; /* something must stand before it: "… of us" */
	bool open; /* ja: any kana may follow */
};

/* A pattern of the caller, or an intent of the language (kind 0, item: its number). */
struct compiled {
	struct pattern pattern;
	size_t group; /* of its (kind, item) */
	bool alone;
};

struct matcher {
	struct arena *arena;
	struct arena *work; /* while compiling: what is not kept */
	struct wordmap *kept; /* while compiling: each text that is kept, once */
	const struct language *language, *native;
	const struct grammar *grammar;
	struct wordmap *exact, *bare, *stem, *number; /* -> struct form */
	struct spelled *spelled;
	struct wordmap *own; /* forms and stems of the phase's own texts -> any value */
	struct wordmap *lexeme_of; /* while compiling: forms joined -> its index + 1 */
	struct lexeme *lexemes;
	size_t n_lexemes, lexeme_room;
	struct compiled *compiled;
	size_t n_compiled, n_groups;
	struct start *slot_starts, *article_starts; /* sequences that begin with a slot, with an article */
};

struct rewrite {
	const char *from, *to;
	size_t least; /* shortest word it is for, bytes */
};

enum { BASES = 8 };

/* Collects base forms of a word. */
struct bases {
	struct arena *arena;
	const struct matcher *matcher;
	const char *texts[BASES];
	size_t n;
	bool listed; /* the pack has the word itself: no rare reading of it is looked for */
};

/* What is particular to a language; functions may be NULL. */
struct grammar {
	const char *keep; /* accented letters that are letters of their own: ñ; NULL: none */
	const char *connector; /* joins number words: y, et */
	const char *negation; /* may be dropped with a remark */
	const char *capital; /* a word that wants a capital */
	bool nouns_capital;
	const struct rewrite *respellings; /* free equivalences of spelling, both sides */
	const struct rewrite *endings; /* verb ending -> that of the base form */
	const struct rewrite *suffixes; /* contracted ends of words: 'll = will */
	const char *const *markers; /* words before a dictionary form: to, sich */
	const char *const *genders; /* articles of one gender per row, the dictionary's first */
	const char *const *unchanged; /* ends of nouns that are the same in the plural */
	const char *const *inflections; /* suffixes of inflection besides the pack's */
	const char *const *particles; /* second parts of phrasal verbs */
	const char *const *askers; /* last words of a question */
	/* Cut bytes [begin, end) of cut->text, one word, into units. */
	void (*word_cut)(struct cut *cut, size_t begin, size_t end);
	/* Add the base forms that ${word} may belong to. */
	void (*bases_add)(struct bases *bases, const char *word);
	/* Add further sequences for the pattern of ${sequence}. */
	void (*sequences_add)(struct matcher *matcher, const struct sequence *sequence);
	/* Return ${form} as the table of forms has it, and with all accents gone. */
	const char *(*norm)(const struct matcher *matcher, struct arena *arena, const char *form);
	const char *(*bare)(struct arena *arena, const char *form);
	enum grade bare_grade; /* of a hit by bare() */
	enum grade reading_grade; /* of a word written as its reading: kana, pinyin */
	/* Return whether units [begin, end) of ${cut} may be a whole match of ${sequence}. */
	bool (*edges_fit)(const struct cut *cut, const struct sequence *sequence, size_t begin, size_t end);
	bool compounds; /* words are built of words: the last one counts */
	bool characters; /* units are characters */
	bool simplifies; /* Traditional characters are read as Simplified */
	bool hyphens; /* pronouns hang on verbs by hyphens */
};

/* In the order of language_codes. */
extern const struct grammar grammars[];

/* matcher_tokens.c */
struct unit *unit_add(struct cut *cut, size_t begin, size_t end);
void unit_add_form(struct cut *cut, size_t begin, size_t end, const char *form);
void units_cut(struct cut *cut);
bool unit_has(const struct unit *unit, unsigned flags);
bool unit_is_article(const struct unit *unit);
bool unit_is_number(const struct unit *unit);
void word_cut_plain(struct cut *cut, size_t begin, size_t end);
void word_cut_elided(struct cut *cut, size_t begin, size_t end);
void word_cut_suffixed(struct cut *cut, size_t begin, size_t end);
void word_cut_french(struct cut *cut, size_t begin, size_t end);
bool clause_ends(uint32_t point);
void reading_tokens(const struct matcher *matcher, struct cut *cut, struct reading *reading);
void token_judge(const struct matcher *matcher, struct arena *arena, struct token *token);
void reading_clauses(const struct matcher *matcher, struct cut *cut, struct reading *reading);

/* Return ${text} in memory of ${matcher}, the same for the same text; while compiling only. */
const char *matcher_keep(struct matcher *matcher, const char *text);

enum lexeme_flag {
	LEXEME_topic = 1 << 0, /* content of the phase's own */
	LEXEME_noun = 1 << 1, /* has no forms of a verb */
	LEXEME_word = 1 << 2, /* a word to be learned: content even if it is a function word */
};

/*
 * matcher_lexeme.c.  A lexeme is entered once for each list of forms and
 * ${flags}; unit_number() is -1 for what is no whole number.
 */
size_t lexeme_intern(struct matcher *matcher, const struct unit *unit, unsigned flags);
struct bases bases_of(const struct matcher *matcher, struct arena *arena, const char *word);
long unit_number(const struct unit *unit);
bool word_is_known(const struct matcher *matcher, struct arena *arena, const char *word);
bool unit_is_content(const struct matcher *matcher, const struct unit *unit);
void own_add(struct matcher *matcher, const char *text);

/* matcher_hit.c: find the lexemes each unit may stand for. */
void units_hit(const struct matcher *matcher, struct cut *cut);

/* matcher_form.c */
const char *norm_spaced(const struct matcher *matcher, struct arena *arena, const char *form);
const char *bare_spaced(struct arena *arena, const char *form);

/* matcher_pattern.c */
void pattern_compile(struct matcher *matcher, size_t pattern);
void sequence_add(struct matcher *matcher, const struct sequence *sequence);
void sequence_add_text(struct matcher *matcher, const struct sequence *like, const char *text, enum grade floor);

/* As ${sequence}, in two parts: ${head}, and ${tail} closing the clause. */
void sequence_add_apart(struct matcher *matcher, const struct sequence *sequence, const char *head,
    const char *tail);

/*
 * matcher_slot.c.  Write to ${ends} how many units from ${unit} on ${slot} may
 * take, the best last; ${last}: nothing of the pattern follows.  Returns how many.
 */
enum { FREE_UNITS = 12 }; /* longest free text */
size_t slot_ends(const struct cut *cut, enum slot slot, bool last, size_t unit, size_t ends[FREE_UNITS]);

/* matcher_align.c */
struct alignment {
	size_t pattern, begin, end; /* units */
	enum grade grade;
	size_t literals; /* units that stand for a lexeme or a typed slot */
	size_t seen_begin, seen_end; /* bytes of the learner's form */
	const char *wanted;
	struct slot_value slots[MATCH_SLOTS];
	size_t n_slots;
};
void units_align(const struct matcher *matcher, struct cut *cut, struct alignment **best);
enum match_outcome grade_outcome(enum grade grade);
enum remark grade_remark(enum grade grade);

/* matcher_cjk.c */
void units_cut_characters(struct cut *cut);
void reading_tokens_characters(const struct matcher *matcher, struct cut *cut, struct reading *reading);
void own_add_characters(struct matcher *matcher, const char *text);
const struct lexicon_word *units_word(const struct cut *cut, size_t begin, size_t n);
const char *norm_plain(const struct matcher *matcher, struct arena *arena, const char *form);
const char *bare_kana(struct arena *arena, const char *form);
bool edges_fit_chinese(const struct cut *cut, const struct sequence *sequence, size_t begin, size_t end);
bool edges_fit_japanese(const struct cut *cut, const struct sequence *sequence, size_t begin, size_t end);
void sequences_add_chinese(struct matcher *matcher, const struct sequence *sequence);

/* matcher_japanese.c */
void sequences_add_japanese(struct matcher *matcher, const struct sequence *sequence);

#endif
