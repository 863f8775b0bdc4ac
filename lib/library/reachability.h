#ifndef PARLANCE_REACHABILITY_H
#define PARLANCE_REACHABILITY_H

/*
 * Whether a scenario can be finished, and cannot be cheated: the engine that
 * plays it also checks it.
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct course;
struct practice;
struct practice_answer;

enum player {
	PLAYER_prepared = 1, /* says the model of the goal asked for */
	PLAYER_brief, /* says a piece of its evidence */
	PLAYER_words, /* says sentences with the phase's words, repeats the partner's model */
	PLAYER_silent,
	PLAYER_gibberish,
	PLAYER_word_list, /* all words of the phase in one turn, then one by one */
	PLAYER_word_by_word,
	PLAYER_echo, /* repeats the partner */
	PLAYER_yes,
	PLAYER_elsewhere, /* the other phases' models and phrases, yes to every check */
	PLAYER_end,
};

/* One play-through of one phase that did not go as it should. */
struct reachability_fault {
	enum player player;
	size_t phase;
	unsigned progress; /* thousandths reached */
	size_t turns; /* said */
};

struct reachability_report {
	bool reachable; /* no fault */
	struct reachability_fault *faults;
	size_t n_faults;
};

/*
 * Play ${course} with every player and fill ${report}: PLAYER_prepared,
 * PLAYER_brief and PLAYER_words must complete every phase, the others none.
 * What it needs and returns lives in ${arena}.
 */
void reachability_check(struct arena *arena, const struct course *course,
    struct reachability_report *report);

/*
 * Return what ${player} says as turn number ${turn} (from 0) of the current
 * phase of ${practice}, whose last answer was ${answer}; NULL when it gives up.
 */
const char *reachability_say(enum player player, const struct practice *practice,
    const struct practice_answer *answer, size_t turn);

/* Return whether ${player} ought to get through. */
bool reachability_honest(enum player player);

/* Return the name of ${player}: "prepared", "word_list". */
const char *reachability_player_name(enum player player);

#endif
