#ifndef PARLANCE_FSRS_H
#define PARLANCE_FSRS_H

/*
 * FSRS-6, the memory model behind every card: 21 parameters, a state of stability S and
 * difficulty D, and four ratings.  Pure functions of their arguments in double precision;
 * nothing is rounded unless FSRS_round8 asks for it.
 *
 * Source of all formulas: the FSRS-6 algorithm as published by open-spaced-repetition
 * (awesome-fsrs wiki, "The Algorithm"), w = parameters, t = whole days since the last review:
 *
 *   decay = -w20, factor = 0.9^(1/decay) - 1        R(t, S) = (1 + factor t / S)^decay
 *   interval(DR) = S / factor (DR^(1/decay) - 1)    days at which R has fallen to DR
 *   S0(G) = w[G-1]                                  D0(G) = w4 - e^(w5 (G-1)) + 1
 *   D' = D + (10-D)/9 (-w6 (G-3))                   D'' = w7 D0(4) + (1-w7) D', in [1, 10]
 *   success, t > 0: S (1 + e^w8 (11-D) S^-w9 (e^((1-R) w10) - 1) [w15 if Hard] [w16 if Easy])
 *   failure, t > 0: min(w11 D^-w12 ((S+1)^w13 - 1) e^((1-R) w14), S / e^(w17 w18))
 *   same day, t = 0: S k, k = e^(w17 (G-3+w18)) S^-w19, k >= 1 from Hard up
 *
 * New stability is computed from the old difficulty.
 */

#include <stddef.h>
#include <stdint.h>

#define FSRS_PARAMETERS 21
#define FSRS_S_MIN 0.001	/* days */
#define FSRS_S_MAX 36500.0	/* days */
#define FSRS_D_MIN 1.0
#define FSRS_D_MAX 10.0

/* How well a card was remembered; 0 and anything else is no answer. */
enum fsrs_rating {
	FSRS_again = 1,
	FSRS_hard = 2,
	FSRS_good = 3,
	FSRS_easy = 4,
};

/* Lowest rating whose same-day factor k is kept at 1 or more. */
#define FSRS_SAMEDAY_FLOOR FSRS_hard

/* Departures from the plain model. The first two exist to reproduce ts-fsrs 5.4.2. */
enum fsrs_flag {
	FSRS_round8 = 1,	/* round every result to 8 decimals */
	FSRS_s0_floor = 2,	/* S0 is at least 0.1 */
	FSRS_long_term = 4,	/* no short-term memory: t = 0 uses the t > 0 formulas */
};

/* What is known of one card's memory; stability in days, difficulty 1-10. */
struct fsrs_state {
	double stability;
	double difficulty;
};

/* Parameters with what can be computed from them once. Made by fsrs_prepare, then read-only. */
struct fsrs_model {
	double w[FSRS_PARAMETERS];
	double decay;
	double factor;
	double success_scale;		/* e^w8 */
	double failure_divisor;		/* e^(w17 w18), 1 in the long-term model */
	double d0_easy;			/* D0(4), not clamped */
	double same_day[FSRS_easy];	/* e^(w17 (G-3+w18)) by rating - 1 */
	unsigned flags;		/* of enum fsrs_flag */
};

/* The published default parameters of FSRS-6. */
extern const double fsrs_default[FSRS_PARAMETERS];

/*
 * Force the parameters ${w} into the ranges the model is defined for, w17 and w18 also under a
 * ceiling that keeps a lapse and its ${relearning_steps} relearning answers from raising stability.
 * ${flags}: FSRS_long_term lets w19 reach 0, FSRS_round8 computes the ceiling as ts-fsrs does.
 * Returns 0, or -1 when a parameter is not finite (${w} is then unchanged).
 * Source: clamp table of fsrs-rs 6.6 and ts-fsrs 5.4.
 */
int fsrs_clip(double w[FSRS_PARAMETERS], unsigned relearning_steps, unsigned flags);

/*
 * Turn the ${count} parameters ${old} of FSRS-4.5 (17), FSRS-5 (19) or FSRS-6 (21) into the 21 of
 * FSRS-6 in ${w}: old difficulty terms are re-expressed, short-term terms are 0, decay is 0.5.
 * ${flags}: FSRS_round8 rounds changed values.  Does not clip.
 * Returns 0, or -1 for another count or values that cannot be converted.
 * Source: parameter migration of fsrs-rs 6.6 and ts-fsrs 5.4.
 */
int fsrs_migrate(const double *old, size_t count, unsigned flags, double w[FSRS_PARAMETERS]);

/* Fill ${model} from the clipped parameters ${w} and ${flags} of enum fsrs_flag. */
void fsrs_prepare(struct fsrs_model *model, const double w[FSRS_PARAMETERS], unsigned flags);

/* The state after a first answer ${rating} (1-4; anything below counts as 1, above as 4). */
struct fsrs_state fsrs_init(const struct fsrs_model *model, int64_t rating);

/*
 * The state after answering ${rating} (1-4), ${elapsed} days after the answer that led to
 * ${state}; a negative ${elapsed} counts as 0, another rating changes nothing.
 */
struct fsrs_state fsrs_step(const struct fsrs_model *model, struct fsrs_state state,
    int64_t rating, double elapsed);

/* Probability of recall ${elapsed} days (fractions allowed) after a review left ${stability}. */
double fsrs_retrievability(const struct fsrs_model *model, double stability, double elapsed);

/* Days per day of stability until recall falls to ${retention} (0-1, exclusive). */
double fsrs_modifier(const struct fsrs_model *model, double retention);

/* ${interval} days rounded half up, within 1 and ${max}; 1 for a NaN. */
int64_t fsrs_days(double interval, int64_t max);

/*
 * The state of a card that SM-2 scheduled with ${ease} (1.3 and more; 1.1 or less is Anki's way of
 * storing an FSRS difficulty and is read as that) and ${interval} days, assuming that it was then
 * recalled with probability ${retention} (Anki: 0.9).
 * Source: SM-2 conversion of fsrs-rs 6.6.
 */
struct fsrs_state fsrs_from_sm2(const struct fsrs_model *model, double ease, double interval,
    double retention);

#endif
