#ifndef PARLANCE_FUZZ_H
#define PARLANCE_FUZZ_H

/*
 * Fuzz: moves an interval by a few days, so that cards learned together do not stay together.
 * Where it moves a card is decided by the card and its number of answers alone, so a preview, the
 * answer itself and a replay agree.
 */

#include <stdint.h>

#define FUZZ_FROM 2.5	/* days; shorter intervals are not fuzzed */

/* Days to choose from, both included. */
struct fuzz_range {
	int64_t lower;
	int64_t upper;
};

/*
 * The whole days around ${days} (below 1e9), without limits: days +- delta, delta = 1 + 15 % of
 * what lies in 2.5-7, 10 % of 7-20 and 5 % beyond 20 days; below FUZZ_FROM days delta is 0.
 * Source: Anki and ts-fsrs agree on these bands.
 */
struct fuzz_range fuzz_around(double days);

/*
 * The range of ${days} moved into ${allowed}, so that limits win over fuzz; a range of one day is
 * widened by one where ${allowed} permits.  Source: Anki.
 */
struct fuzz_range fuzz_within(double days, struct fuzz_range allowed);

/*
 * The range of ${days} with the limits of ts-fsrs 5.4: two days or more, more than the ${elapsed}
 * days if ${days} is more, at most ${max}; where these conflict the upper limit wins.  Unlike
 * above, delta is 1 below FUZZ_FROM days.
 */
struct fuzz_range fuzz_ts(double days, int64_t elapsed, int64_t max);

/*
 * A position in [0, 1) for the card ${seed} after ${reps} answers.
 * Source: SplitMix64 (Steele, Lea, Flood 2014).
 */
double fuzz_position(uint64_t seed, int64_t reps);

/* The day of ${range} at ${position}: floor(lower + position (1 + upper - lower)). */
int64_t fuzz_pick(struct fuzz_range range, double position);

#endif
