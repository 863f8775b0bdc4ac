#ifndef PARLANCE_PRACTICE_H
#define PARLANCE_PRACTICE_H

/*
 * The practice engine: the partner's answers, progress, evidence levels,
 * hints, the result of a run and the cards it makes.  Rules: docs/practice.md.
 *
 * Pure: the state of a run is a function of (course, variant, choice, events)
 * and of nothing else.  Whoever stores the events can continue any run
 * anywhere by practice_open() and one practice_apply() per event; the partner
 * turns need not be stored to be known, they come out the same again.
 *
 * Phases, goals, words, phrases, lines and turns are numbered from 0 as in the
 * scenario's lists.  Progress is in thousandths.  All memory is the arena's;
 * nothing is freed.
 */

#include <stdbool.h>
#include <stddef.h>

#include "matcher.h"

struct arena;
struct language;
struct scenario;

/* A scenario made ready to be played; never changes, may serve any number of runs. */
struct course;

/* A run as far as its events go. */
struct practice;

enum {
	PRACTICE_COMPLETE = 700, /* progress at which a phase is complete */
	PRACTICE_TURNS = 200, /* most say events of a run */
	PRACTICE_TEXT = 500, /* most characters of one turn */
	PRACTICE_VARIANTS = 4,
	PRACTICE_PARTNER_TURNS = 2, /* most partner turns of one answer: a close and an opener */
};

enum practice_error {
	PRACTICE_ok,
	PRACTICE_phase_incomplete, /* next on a phase that is not complete */
	PRACTICE_phase_complete, /* skip on a complete phase */
	PRACTICE_last_phase, /* next or skip with no phase after it */
	PRACTICE_nothing_complete, /* result of a run without a complete phase */
	PRACTICE_too_many_turns,
	PRACTICE_text_too_long,
	PRACTICE_text_missing, /* blank or not UTF-8 */
	PRACTICE_no_goal, /* hint with no open goal */
};

/* The ledger: what the learner did. */
enum event { EVENT_say = 1, EVENT_hint, EVENT_list, EVENT_next, EVENT_skip };
enum hint { HINT_meaning = 1, HINT_start, HINT_model };

struct practice_event {
	enum event event;
	const char *text; /* EVENT_say: what was said, UTF-8 */
	enum hint hint; /* EVENT_hint: the step asked for */
};

/* Why the partner says what it says. */
enum move {
	MOVE_opener = 1, /* first line of a phase */
	MOVE_confirmed, /* yes to a check */
	MOVE_denied, /* no to a check */
	MOVE_repeat,
	MOVE_slower, /* the page reads it slowly */
	MOVE_meaning,
	MOVE_recital,
	MOVE_native, /* the learner's own language was spoken */
	MOVE_reply, /* a reply of the script */
	MOVE_ack, /* a goal was shown */
	MOVE_greeting,
	MOVE_thanks,
	MOVE_goodbye,
	MOVE_dont_know,
	MOVE_chat, /* a real answer to small talk */
	MOVE_no_answer, /* a question it cannot answer */
	MOVE_check, /* You mean: ...? */
	MOVE_again,
	MOVE_move_on, /* asked three times in vain */
	MOVE_close, /* last line of a phase */
};

/* One turn of the partner, stored as it is. */
struct practice_turn {
	const char *text;
	const char *translation; /* of the line in it, in the learner's native language, or NULL */
	size_t phase;
	enum move move;
	size_t line; /* number + 1 of the script's line that is asked now, 0 when none */
	size_t branch; /* which reply, again line or variant of the move was said */
};

/* How well an item is known from this run, worst first. */
enum level {
	LEVEL_missed, /* not said */
	LEVEL_almost, /* a near miss */
	LEVEL_recited, /* said as a list or without a sentence */
	LEVEL_hinted, /* said after a hint that shows it */
	LEVEL_supported, /* said with list, echo, typo or the partner's model */
	LEVEL_own, /* used by oneself */
};

enum item_kind { ITEM_word = 1, ITEM_phrase };

struct practice_item {
	enum item_kind kind;
	size_t item; /* number in key_vocabulary or essential_phrases */
	enum level level;
	size_t turn; /* number + 1 of the say event that gave the level, 0 for missed */
	const char *sentence; /* the learner's clause of that turn, else NULL */
};

/* At most one after a turn; the others are kept for the end. */
struct practice_remark {
	size_t turn; /* number + 1 of the say event */
	enum item_kind kind; /* 0 when it belongs to a goal */
	size_t item;
	enum match_outcome outcome; /* remark or almost */
	enum remark remark;
	const char *seen, *wanted;
};

enum goal_state { GOAL_open, GOAL_confirmed, GOAL_shown };

struct practice_goal {
	const char *id;
	enum goal_state state;
	enum level level; /* LEVEL_missed while open; a confirmed goal is at most supported */
	bool hinted; /* start or model was shown */
	size_t turn; /* number + 1 of the say event that gave the level, else 0 */
};

struct practice_hint {
	const char *goal; /* its id */
	enum hint step;
	const char *text; /* meaning (in the native language if it can be), start with gaps, or model */
};

/* What follows from one event. */
struct practice_answer {
	struct practice_turn turns[PRACTICE_PARTNER_TURNS];
	size_t n_turns;
	const struct reading *reading; /* EVENT_say: text and matches with spans, else NULL */
	const struct practice_remark *remark; /* or NULL */
	const char **goals; /* ids reached by this turn (praise: "Goal reached: ...") */
	size_t n_goals;
	struct practice_item *items; /* whose level rose by this turn */
	size_t n_items;
	bool recital; /* "That's the list." */
	const struct practice_hint *hint; /* EVENT_hint, else NULL */
	unsigned progress_before, progress_after; /* of the phase, thousandths */
	bool can_advance, can_complete;
};

struct practice_phase {
	unsigned progress; /* thousandths */
	bool complete, visited, skipped;
	struct practice_goal *goals;
	size_t n_goals;
	struct practice_item *items; /* words, then phrases */
	size_t n_items;
	struct practice_remark *remarks; /* "Polish these": all, said before or not */
	size_t n_remarks;
	size_t turns; /* of the learner */
};

struct practice_view {
	struct practice_phase *phases;
	size_t n_phases;
	size_t phase; /* current */
	size_t turns; /* say events so far */
	const char *goal; /* id of the current goal, NULL when all are reached */
	const char *choice; /* id picked, NULL when the scenario has none */
	bool list_open; /* the list was opened since the partner's last line */
	bool list_first; /* the page shows the list without being asked (A1, first play) */
	bool can_advance, can_complete;
};

/* How a card begins. */
enum start { START_good = 1, START_hard, START_new };

struct practice_card {
	enum item_kind kind;
	size_t phase;
	size_t item; /* number in key_vocabulary, or of the goal whose model the phrase is */
	const char *term; /* the word's term, or the goal's model */
	const char *example; /* the scenario's sentence, or NULL */
	const char *sentence; /* what the learner said, or NULL */
	enum level level;
	enum start start;
	unsigned due_days; /* START_good: 2-5, START_hard: 1, START_new: 0 */
};

struct practice_result {
	size_t phases_completed, phases_total;
	size_t vocabulary_mastered; /* words of level own */
	size_t goals_completed, goals_total;
	size_t objectives_completed, objectives_total; /* those of complete phases */
	double success_rate; /* 0-1 */
	unsigned completion_score; /* 0-100 */
	bool partial; /* last phase not complete, or fewer than half of them */
	struct practice_turn close; /* the partner's last words; text NULL when already said */
	struct practice_card *cards; /* in the order in which they should be met */
	size_t n_cards;
};

/*
 * Make ${scenario} ready to be played by learners whose native language is
 * ${native} (may be NULL).  The course and what it points to live in
 * ${arena}; ${scenario} must live as long.
 */
struct course *practice_compile(struct arena *arena, const struct scenario *scenario,
    const struct language *language, const struct language *native);

/*
 * Begin a run of ${course} in ${arena} and fill ${answer} with the partner's
 * opener.  ${variant} is the number of earlier attempts (taken modulo
 * PRACTICE_VARIANTS); ${choice} is the id of one of the scenario's choices, or
 * NULL to let the variant pick.  NULL when there is no such choice.
 */
struct practice *practice_open(struct arena *arena, const struct course *course, unsigned variant,
    const char *choice, struct practice_answer *answer);

/*
 * Take one ${event} into ${practice} and fill ${answer}.  Any error but
 * PRACTICE_ok leaves the run as it was; such an event is not to be stored.
 */
enum practice_error practice_apply(struct practice *practice, const struct practice_event *event,
    struct practice_answer *answer);

/* Fill ${view} with the state of ${practice}; its lists live in the run's arena. */
void practice_view(const struct practice *practice, struct practice_view *view);

/*
 * Fill ${result} with what finishing ${practice} now gives; its lists live in
 * the run's arena.  PRACTICE_nothing_complete when no phase is complete.
 */
enum practice_error practice_result(const struct practice *practice,
    struct practice_result *result);

/* Return the word for ${move} or ${level}: "ack", "own". */
const char *practice_move_name(enum move move);
const char *practice_level_name(enum level level);

#endif
