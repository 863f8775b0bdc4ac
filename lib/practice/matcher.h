#ifndef PARLANCE_MATCHER_H
#define PARLANCE_MATCHER_H

/*
 * The matcher: which words, phrases and pieces of evidence one learner
 * sentence contains, and how well.  Pure: the same language, patterns and
 * text always give the same reading.  Rules: docs/practice.md.
 *
 * A matcher is compiled once per phase and then reads any number of
 * sentences; it never changes after matcher_new().
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct language;

enum pattern_kind {
	PATTERN_word = 1, /* a term or one of its variants */
	PATTERN_phrase, /* a phrase or one of its variants */
	PATTERN_evidence, /* evidence of a goal */
	PATTERN_expect, /* an expected short reply: partner line's expect[] */
	PATTERN_reply, /* a reply's when[] */
};

/*
 * One text to look for.  Several patterns may share kind and item (variants).
 * A text that is nothing but {n} or {name} is looked for in replies of at most
 * 3 tokens, {time} and {date} of at most 6.
 */
struct pattern {
	enum pattern_kind kind;
	size_t item; /* the caller's number of the word, phrase, goal, line or reply */
	const char *text; /* … or {slot} stands for free text; {n} {time} {date} {name} are typed */
	const char *part_of_speech; /* may be NULL */
	const char *reading; /* of a word: kana, pinyin; may be NULL */
};

enum match_outcome {
	MATCH_exact = 1, /* accepted */
	MATCH_remark, /* accepted with a remark */
	MATCH_almost, /* shown to the learner, gives the item no credit */
};

enum remark {
	REMARK_none,
	REMARK_accent, /* an accent is missing or extra */
	REMARK_spelling, /* a typo */
	REMARK_capital, /* a capital that the language wants */
	REMARK_article, /* wrong or missing article */
	REMARK_measure, /* missing measure word */
	REMARK_negation, /* a dropped "ne" */
	REMARK_informal, /* gonna, wanna */
	REMARK_script, /* kana for the kanji form, pinyin for characters */
	REMARK_related, /* a related word: reservation, reserve */
	REMARK_other_word, /* another word of the language that looks alike */
};

enum slot { SLOT_free = 1, SLOT_n, SLOT_time, SLOT_date, SLOT_name };

struct slot_value {
	enum slot slot;
	const char *text; /* as typed, at most 40 characters */
};

enum { MATCH_SLOTS = 4 };

struct match {
	enum pattern_kind kind; /* of the pattern that matched */
	size_t item; /* of the pattern that matched */
	size_t pattern; /* its index in the array given to matcher_new() */
	size_t begin, end; /* bytes of reading.text */
	size_t clause; /* index in reading.clauses where it begins */
	enum match_outcome outcome;
	enum remark remark;
	const char *seen; /* for a remark: the learner's form */
	const char *wanted; /* for a remark: the right form */
	bool alone; /* the pattern's text is one bare content word */
	struct slot_value slots[MATCH_SLOTS];
	size_t n_slots;
};

struct token {
	const char *folded; /* NFC, full case folding, apostrophes and dashes unified */
	const char *stem;
	size_t begin, end; /* bytes of reading.text */
	size_t clause;
	bool function_word;
	bool article;
	bool known; /* function word, common word, number, or a word of the phase's own text */
	bool topic; /* content word of the phase's own text (by stem or listed form), not part of an intent */
	bool native; /* function or common word of the learner's native language and not of this one */
};

struct clause {
	size_t first, count; /* tokens */
	bool sentence_like; /* practice.md §3, without "on topic" */
};

enum intent {
	INTENT_yes = 1 << 0,
	INTENT_no = 1 << 1,
	INTENT_greeting = 1 << 2,
	INTENT_thanks = 1 << 3,
	INTENT_repeat = 1 << 4,
	INTENT_slower = 1 << 5,
	INTENT_meaning = 1 << 6, /* what does X mean: reading.asked is X */
	INTENT_dont_know = 1 << 7,
	INTENT_goodbye = 1 << 8,
	INTENT_question = 1 << 9, /* ends as a question, and is none of repeat, slower, meaning, dont_know */
};

/* What one sentence says. Lists are in text order. */
struct reading {
	const char *text; /* NFC of what the learner typed, control characters as spaces */
	struct token *tokens;
	size_t n_tokens;
	struct clause *clauses;
	size_t n_clauses;
	struct match *matches; /* best match of each (kind, item); almost only where nothing better matched */
	size_t n_matches;
	uint32_t intents; /* enum intent, or-ed */
	bool only_intent; /* nothing but greetings, yes, no, thanks ... was said */
	const char *asked; /* for INTENT_meaning, else NULL */
	bool sentence_like; /* any clause is */
	bool on_topic; /* any token is of the phase's topic */
	double native_share; /* share of tokens of the native language, 0-1 */
	size_t bare_n; /* token index + 1 of a bare number in a reply of <= 3 tokens, else 0 */
};

struct matcher;

/* What a phase is about: what to look for, and its own texts (name, description, words, lines ...). */
struct phase_text {
	const struct pattern *patterns;
	size_t n_patterns;
	const char *const *topic;
	size_t n_topic;
};

/*
 * Compile the patterns and topic texts of ${phase} (NULL: none) for sentences
 * in ${language} by learners whose native language is ${native} (may be
 * NULL).  The matcher and everything it points to lives in ${arena}; the
 * texts given must live as long.
 */
struct matcher *matcher_new(struct arena *arena, const struct language *language,
    const struct language *native, const struct phase_text *phase);

/*
 * Read ${text} (UTF-8, at most 500 characters) with ${matcher} and fill
 * ${reading}; its lists live in ${arena}.  Invalid UTF-8 reads as an empty text.
 */
void matcher_read(const struct matcher *matcher, struct arena *arena, const char *text,
    struct reading *reading);

/*
 * Return the share (0-1) of tokens that ${a} and ${b} have in common, relative
 * to the smaller of the two; 0 when either has none.  For "new turn" and "echo".
 */
double reading_overlap(const struct reading *a, const struct reading *b);

#endif
