#ifndef PARLANCE_PRACTICE_PRIVATE_H
#define PARLANCE_PRACTICE_PRIVATE_H

/* What the files of the practice engine share; nobody else includes this. */

#include <stdint.h>

#include "arena.h"
#include "language.h"
#include "practice.h"
#include "scenario.h"

/* The published constants of docs/practice.md. */
enum {
	WEIGHT_GOALS = 500, /* shares of a phase's progress, thousandths */
	WEIGHT_LANGUAGE = 200,
	WEIGHT_TAKING_PART = 300,
	GOAL_CONFIRMED = 600, /* credit of a goal confirmed by yes, thousandths */
	GOAL_BY_LANGUAGE = 750, /* L at which goals without evidence are met, thousandths */
	RECITAL_PHRASES = 3, /* more listed phrases than this in one turn are a recital */
	RECITAL_WORDS = 6, /* more listed words than this */
	RECITAL_BARE = 3, /* as many listed words without a sentence, also over several turns */
	SHORT_TOKENS = 3, /* a turn with fewer tokens is new unless it was said before */
	SHORT_EXTRA = 2, /* tokens around an expected short reply */
	ECHO_EXTRA = 2, /* tokens around the partner's own line */
	CHECKS = 2, /* checks of one goal */
	ASKS = 2, /* re-asks of one line; the next time moves on */
	GOOD_STARTS = 10,
	GOOD_DAYS_FIRST = 2,
	GOOD_DAYS = 4,
	HARD_DAYS = 1,
	PHRASE_CARDS = 3, /* cards of goal models per phase */
	REPLIES = 64, /* a reply's number is line * REPLIES + reply */
};
#define OVERLAP_NEW 0.6 /* a turn that shares less with every earlier one is new */
#define ECHO_SHARE 0.8 /* share of the partner's tokens that makes an echo, or an adopted model */
#define NATIVE_SHARE 0.5

/* The absence of a line, goal, choice or reply. */
#define NONE SIZE_MAX

/* Sets of a phase's words, phrases and goals; lists are at most 64 long. */
struct item_set {
	uint64_t words, phrases;
};

/* A text and the listed items in it. */
struct piece {
	const char *text;
	const struct reading *reading;
	struct item_set items;
};

struct course_goal {
	const struct criterion *source;
	const char *meaning; /* in the native language if there is one */
	const char **evidence; /* its own, or the phrases it was given; none: met by L */
	size_t n_evidence;
	struct piece model; /* text NULL when there is none */
};

struct course_line {
	const struct partner_line *source;
	enum line_kind kind;
	size_t goal, choice;
	const char *question; /* the last one of its text */
	const char *translation;
};

struct course_phase {
	const struct phase *source;
	const struct matcher *matcher;
	bool *weak; /* of each pattern: no more than a listed word */
	struct course_goal *goals;
	size_t n_goals;
	struct course_line *lines;
	size_t n_lines;
	size_t close; /* line, or NONE */
	const char **keys; /* of words: folded, the same word in two phases has one key */
	const struct wordmap *stems; /* of the phase's own texts */
};

struct course {
	const struct scenario *scenario;
	const struct language *language;
	const char *native; /* code or NULL */
	struct course_phase *phases;
	size_t n_phases;
	size_t n_twists;
	bool spaced; /* words are separated by spaces */
};

struct line_state {
	bool deferred; /* moved on, to be asked again before the close */
	bool done; /* asked and left */
};

struct item_state {
	struct practice_item item;
	bool short_answer; /* own by an expected short reply, not by a sentence */
};

struct phase_state {
	bool visited, skipped, closed;
	unsigned progress;
	size_t turns, answered, sentences;
	size_t line; /* asked now, or NONE */
	size_t tries; /* vain answers to it */
	size_t check; /* goal of a pending check, or NONE */
	size_t bare; /* listed words one by one, without fitting, since the last sentence */
	size_t word, order; /* the last of them, and how many came in the list's order */
	size_t listed; /* listed phrases one by one, without fitting */
	struct line_state *lines;
	struct practice_goal *goals;
	size_t *checks; /* of each goal */
	struct item_state *words, *phrases;
	struct item_set hinted;
	struct practice_remark *remarks;
	size_t n_remarks, room_remarks;
};

/* A partner turn as far as echo and own use need it. */
struct heard {
	struct piece piece; /* text NULL: none */
	size_t line, question; /* bytes of the text where the line, the line's question begin */
};

/* Where the value of a slot was read. */
struct slot_kept {
	size_t phase, goal; /* goal may be NONE */
};

struct practice {
	struct arena *arena;
	const struct course *course;
	unsigned variant;
	size_t choice; /* or NONE */
	size_t phase;
	struct phase_state *phases;
	const struct reading *said[PRACTICE_TURNS];
	size_t n_said;
	struct heard heard[2]; /* latest first */
	const char *last_generic; /* the language pack's text said last */
	const char *slots[SLOT_name + 1]; /* by enum slot */
	struct slot_kept kept[SLOT_name + 1];
	bool list_open;
};

/* One learner turn as judged. */
struct turn {
	const struct reading *reading;
	size_t number; /* of the say event + 1 */
	bool native, echo, adopted, fresh, recital, real;
	bool sentence; /* has a sentence-like clause that is more than listed words */
	bool aside; /* only asks the partner for help */
	const struct word *asked; /* the listed word whose meaning is asked, or NULL */
	bool on_topic; /* says a content word of this phase that most phases do not share */
	bool expected; /* an expected reply of the line asked */
	bool brief; /* ... and not much else */
	bool parroted; /* a listed phrase word for word that answers nothing */
	bool confirmed; /* yes to the pending check */
	bool answers; /* counts for taking part */
	uint64_t seen; /* goals with evidence in it */
	uint64_t reached; /* goals that were open */
	uint64_t weakly; /* of those reached: by a repeated yes or no only */
	size_t reply; /* of the line asked, or NONE */
};

/* Return the text for the learner among ${n} ${translations}, or NULL. */
static inline const char *
practice_translation(const struct course *course, const struct translation *translations, size_t n)
{
	return course->native == NULL ? NULL : translation_find(translations, n, course->native);
}

static inline uint64_t
bit(size_t i)
{
	return i < 64 ? UINT64_C(1) << i : 0;
}

/* practice_course.c: return ${text} (may be NULL) as ${phase}'s matcher reads it. */
struct piece practice_piece(struct arena *arena, const struct course_phase *phase,
    const char *text);

/*
 * practice_script.c: fill ${phase}'s goals (models' texts and evidence) and its
 * lines (kind, goal, choice) from its source; ${matcher} knows the language
 * only.  What is not kept is in ${scratch}.
 */
void practice_script(struct arena *arena, struct arena *scratch, const struct course *course,
    const struct matcher *matcher, struct course_phase *phase);

/* practice_text.c */

/*
 * Return ${text} (may be NULL) with {slot|default} replaced by ${slots} (by
 * enum slot, may be NULL); NULL when a slot has neither value nor default.
 */
const char *practice_fill(struct arena *arena, const char *text, const char *const *slots);

/* Return the last question in ${text}, the whole text when it asks nothing. */
const char *practice_question(struct arena *arena, const char *text);

/* Return ${text} with its first letter small. */
const char *practice_uncapital(struct arena *arena, const char *text);

/* Return ${a} and ${b} as one text; either may be NULL. */
const char *practice_join(const struct practice *practice, const char *a, const char *b);

/* Return the start of ${model} with gaps: "W_'re f___ ...". */
const char *practice_gaps(struct arena *arena, const char *model);

/* Replace {${name}} in ${template} by ${value}. */
const char *practice_put(struct arena *arena, const char *template, const char *name,
    const char *value);

/* practice_evidence.c: judge the learner's ${text} as an answer to the line asked. */
struct turn practice_judge(struct practice *practice, const char *text);

/* Return whether ${reading} says at least ${share} of what ${of} says. */
bool practice_covers(const struct reading *reading, const struct reading *of, double share);

/* Return whether the clause of ${reading} in which ${match} begins is sentence-like. */
bool practice_in_sentence(const struct reading *reading, const struct match *match);

/* Return whether ${line} (or NONE) asks for a number: its goal has {n} in its evidence. */
bool practice_counts(const struct course_phase *phase, size_t line);

/* practice_credit.c: credit goals, items and remarks of ${turn}, and say so in ${answer}. */
void practice_credit(struct practice *practice, const struct turn *turn,
    struct practice_answer *answer);

/* Return the clause of ${reading} in which ${match} lies; all of it for NULL. */
const char *practice_sentence(struct arena *arena, const struct reading *reading,
    const struct match *match);

/* Return the level of ${item}, which short answers alone do not raise to own. */
enum level practice_level(const struct phase_state *phase, const struct item_state *item);

/* practice_progress.c: thousandths of the current phase's parts and whole. */
unsigned practice_language(const struct practice *practice, size_t phase);
unsigned practice_progress(const struct practice *practice, size_t phase);

/* Return whether ${phase} is complete. */
static inline bool
phase_complete(const struct phase_state *phase)
{
	return phase->progress >= PRACTICE_COMPLETE;
}

/* practice_line.c: return whether line ${i} of ${phase} belongs to this run (choice, twist). */
bool practice_line_played(const struct practice *practice, size_t phase, size_t i);

/*
 * Return the line to ask after the one asked now: the first that was not
 * asked, else one that was given up and whose goal is still open, else NONE.
 * ${*again} says that it was asked before.
 */
size_t practice_line_next(const struct practice *practice, bool *again);

/* practice_partner.c: the partner's answer to ${turn}, appended to ${answer}. */
void practice_partner(struct practice *practice, const struct turn *turn,
    struct practice_answer *answer);

/* Say the opener of the current phase. */
void practice_partner_open(struct practice *practice, struct practice_answer *answer);

/* practice_line.c: fill ${turn} with the close of the current phase. */
void practice_partner_close(const struct practice *practice, struct practice_turn *turn);

/* practice_line.c: return the goal that is asked for now, else the first open one, else NONE. */
size_t practice_goal(const struct practice *practice);

/* practice_hint.c */
enum practice_error practice_hint(struct practice *practice, enum hint step,
    struct practice_answer *answer);

#endif
