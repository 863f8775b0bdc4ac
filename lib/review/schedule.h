#ifndef PARLANCE_SCHEDULE_H
#define PARLANCE_SCHEDULE_H

/*
 * Scheduling of one card: learning and relearning steps, review intervals, fuzz, leeches, and the
 * replay of a card's log.  Pure functions; time, day numbers and the seed are arguments.
 *
 * Time.  Instants are ms since 1970-01-01 UTC.  Days are the learner's local days with rollover
 * applied, as days since 1970-01-01; memory counts elapsed time in them, so the caller stores the
 * local day with each answer.  A learning step ends at an instant (due_at).  A review is due on a
 * day (due_day): that member decides, and due_at is the instant at which this day begins if the
 * zone's offset does not change until then (one hour off across a change of summer time).  A
 * caller that knows the zone's future may overwrite due_at; nothing here reads it back for a
 * review.  Days are within +-1e8 and instants within +-1e16.
 *
 * Rules: the scheduler of Anki (ideas and numbers), or with SCHEDULE_ts that of ts-fsrs 5.4.2,
 * whose results it then reproduces exactly when the model has FSRS_round8 and FSRS_s0_floor.
 */

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fsrs.h"

enum schedule_state {
	SCHEDULE_new = 1,
	SCHEDULE_learning,
	SCHEDULE_review,
	SCHEDULE_relearning,
};

/* What a log row tells; the first three are answers and are all treated alike. */
enum schedule_kind {
	SCHEDULE_kind_learn = 1,
	SCHEDULE_kind_review,
	SCHEDULE_kind_relearn,
	SCHEDULE_kind_cram,		/* practice outside the schedule: changes nothing */
	SCHEDULE_kind_manual,		/* a due day set by hand */
	SCHEDULE_kind_reset,		/* New again, as if never answered */
	SCHEDULE_kind_reschedule,	/* a due day moved by the program */
	SCHEDULE_kind_seed,		/* first state earned in a conversation */
};

enum schedule_flag {
	SCHEDULE_ts = 1,	/* steps, order, fuzz and due instants of ts-fsrs */
};

/* A leech is a card that lapsed this often, and again after each further so many lapses. */
#define SCHEDULE_LEECH_LAPSES 8
#define SCHEDULE_LEECH_REPEAT 4

/* The words of both enums by value, "" for 0, ended by NULL. */
extern const char *const schedule_state_names[];
extern const char *const schedule_kind_names[];

/*
 * Everything about a card that scheduling reads or changes. Before the first answer memory, times
 * and due are absent: NAN or INT64_MIN, as in SCHEDULE_CARD_NEW; a stability of 0 is read as that.
 */
struct schedule_card {
	int state;			/* enum schedule_state */
	int64_t step;			/* index of the step it waits in */
	int64_t reps;			/* answers so far */
	int64_t lapses;			/* Agains as a review card */
	double stability;		/* days */
	double difficulty;		/* 1-10 */
	int64_t last_review_at;		/* ms */
	int64_t last_review_day;	/* local day */
	int64_t due_at;			/* ms */
	int64_t due_day;		/* local day */
	int64_t scheduled_days;		/* interval in days, 0 while in steps */
	bool leech;			/* stays until the learner clears it */
};

#define SCHEDULE_CARD_NEW ((struct schedule_card){ \
	.state = SCHEDULE_new, \
	.stability = NAN, \
	.difficulty = NAN, \
	.last_review_at = INT64_MIN, \
	.last_review_day = INT64_MIN, \
	.due_at = INT64_MIN, \
	.due_day = INT64_MIN, \
})

/* How to schedule; SCHEDULE_SETUP(model) has the defaults. Borrows what it points to. */
struct schedule_setup {
	const struct fsrs_model *model;
	double desired_retention;	/* 0.70-0.99 */
	const int64_t *learning_steps;	/* seconds, ascending, each >= 1 */
	size_t learning_count;
	const int64_t *relearning_steps;
	size_t relearning_count;
	int64_t max_interval;		/* days, 1-36500 */
	int64_t day_offset;		/* ms from 00:00 UTC to the start of the same local day: */
					/* rollover minus the zone's offset from UTC */
	uint64_t seed;			/* the card's id: with reps it decides the fuzz */
	bool fuzz;
	unsigned flags;			/* of enum schedule_flag */
};

extern const int64_t schedule_learning_default[2];	/* 1 and 10 minutes */
extern const int64_t schedule_relearning_default[1];	/* 10 minutes */

#define SCHEDULE_SETUP(fsrs_model) ((struct schedule_setup){ \
	.model = (fsrs_model), \
	.desired_retention = 0.9, \
	.learning_steps = schedule_learning_default, \
	.learning_count = 2, \
	.relearning_steps = schedule_relearning_default, \
	.relearning_count = 1, \
	.max_interval = 36500, \
	.fuzz = true, \
})

/* What an answer does, or would do. */
struct schedule_result {
	struct schedule_card card;	/* after the answer */
	int kind;			/* learn, review or relearn, by the state before */
	int64_t interval;		/* seconds until due; 86400 x days when due on a day */
	int64_t fuzz_days;		/* days that fuzz added, negative if it took some */
	int64_t elapsed_days;		/* since the last answer, never negative */
	double retrievability;		/* predicted before the answer, NAN for the first */
	bool leech;			/* this answer made it a leech, or said so again */
};

/* One row of a card's log, as far as replay needs it. */
struct schedule_entry {
	uint8_t review_id[16];
	int64_t answered_at;		/* ms */
	int64_t local_day;		/* at answered_at, as recorded then */
	int kind;			/* enum schedule_kind */
	int64_t rating;			/* enum fsrs_rating */
	int64_t due_day;		/* of seed, manual and reschedule */
};

/*
 * What each of the four ratings would make of ${card}, answered at ${now} on the local day
 * ${today}, into ${results} by rating - 1.  A day before the last answer's counts as that day.
 * Intervals never fall as the rating rises if the steps ascend and S0 does.
 * Returns 0, or -1 when the card has no valid state.
 */
int schedule_preview(const struct schedule_setup *setup, const struct schedule_card *card,
    int64_t now, int64_t today, struct schedule_result results[FSRS_easy]);

/*
 * Schedule ${card} after the answer ${rating} (1-4) at ${now} on ${today}, as schedule_preview;
 * ${result}->card is the card to store.
 * Returns 0, or -1 when the rating is not 1-4 or the card has no valid state.
 */
int schedule_answer(const struct schedule_setup *setup, const struct schedule_card *card,
    int64_t rating, int64_t now, int64_t today, struct schedule_result *result);

/*
 * Give the new ${card} the memory S0, D0 of ${rating} (Good for a word the learner used without
 * help, Hard for a supported use) as of ${now} on ${today}, to be reviewed on ${due_day}, at the
 * earliest on the next day.  Counts no answer.
 * Returns 0, or -1 when the card is not new or the rating not 1-4 (${card} is then unchanged).
 */
int schedule_seed(const struct schedule_setup *setup, struct schedule_card *card, int64_t rating,
    int64_t now, int64_t today, int64_t due_day);

/*
 * The state of a card from its whole log: sorts the ${count} ${entries} in place by answered_at,
 * then seeds first, then review_id, and applies them to a new card in ${card}.  A seed of a card
 * already answered changes nothing.  Undone rows are left out by the caller, who also knows whether
 * the learner has cleared the leech.  Fast when the rows come almost sorted, quadratic when
 * reversed.
 * Returns 0, or -1 when a row's kind or rating is unknown.
 */
int schedule_replay(const struct schedule_setup *setup, struct schedule_entry *entries,
    size_t count, struct schedule_card *card);

/* Whether ${card} may be shown at ${now} on ${today}; a new card always may. */
bool schedule_is_due(const struct schedule_card *card, int64_t now, int64_t today);

/* Probability that ${card} is recalled on ${today}, NAN before its first answer. */
double schedule_retrievability(const struct schedule_setup *setup,
    const struct schedule_card *card, int64_t today);

#endif
