/*
 * FSRS-6 speed on one core: a step and the interval that follows from it, over grades and gaps as
 * real logs have them.  Prints steps per second.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "fsrs.h"

#define STEPS_PER_CARD 16
#define CARDS 250000
#define ROUNDS 3

static double
seconds(void)
{
	struct timespec t = { 0, 0 };

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		return 0.0;
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* A sum that depends on every step, so that none can be left out. */
static int64_t
cards_run(const struct fsrs_model *model, uint64_t seed)
{
	double modifier = fsrs_modifier(model, 0.9);
	uint64_t random = seed;
	int64_t sum = 0;

	for (int card = 0; card < CARDS; card++) {
		struct fsrs_state state = fsrs_init(model, 1 + card % 4);

		for (int i = 0; i < STEPS_PER_CARD; i++) {
			int64_t days = fsrs_days(state.stability * modifier, 36500);
			int64_t rating;

			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			rating = random >> 61 == 0 ? FSRS_again : 2 + (int64_t)(random >> 33) % 3;
			/* every eighth step is on the same day */
			state = fsrs_step(model, state, rating, i % 8 == 7 ? 0.0 : (double)days);
			sum += days;
		}
	}
	return sum;
}

int
main(void)
{
	struct fsrs_model model;
	double best = 0.0;
	int64_t sum = 0;

	fsrs_prepare(&model, fsrs_default, 0);
	for (uint64_t i = 0; i < ROUNDS; i++) {
		double start = seconds(), rate;

		sum += cards_run(&model, i);
		rate = (double)CARDS * STEPS_PER_CARD / (seconds() - start);
		best = rate > best ? rate : best;
	}
	printf("fsrs6_steps_per_second %.0f\n", best);
	return sum > 0 ? 0 : 1;
}
