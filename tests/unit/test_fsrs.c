/* The memory model: published figures, laws that hold for every input, and the edges. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fsrs.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static uint64_t random_state;

static int
seed_set(void **state)
{
	(void)state;
	random_state = 20261101;
	return 0;
}

/* xorshift64: uniform in [0, 1) */
static double
uniform(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (double)(random_state >> 11) * 0x1p-53;
}

static double
between(double low, double high)
{
	return low + (high - low) * uniform();
}

static int64_t
any_rating(void)
{
	return 1 + (int64_t)(4.0 * uniform());
}

/* Any parameters the optimiser or an import could come up with, S0 in order. */
static struct fsrs_model
any_model(unsigned flags)
{
	double w[FSRS_PARAMETERS];
	struct fsrs_model model;

	for (size_t i = 0; i < FSRS_PARAMETERS; i++)
		w[i] = fsrs_default[i] * exp(between(-2.0, 2.0));
	for (size_t i = 1; i < 4; i++)
		w[i] = fmax(w[i], w[i - 1]);
	assert_int_equal(fsrs_clip(w, (unsigned)(4.0 * uniform()), flags), 0);
	fsrs_prepare(&model, w, flags);
	return model;
}

static struct fsrs_state
any_state(void)
{
	return (struct fsrs_state){ exp(between(log(0.001), log(36500.0))), between(1.0, 10.0) };
}

/* cmocka compares single precision only */
#define assert_near(a, b, error) assert_true(fabs((a) - (b)) <= (error))

static void
assert_valid(struct fsrs_state state)
{
	assert_true(state.stability >= FSRS_S_MIN && state.stability <= FSRS_S_MAX);
	assert_true(state.difficulty >= FSRS_D_MIN && state.difficulty <= FSRS_D_MAX);
}

/* Regression figures that fsrs-rs publishes for the default parameters: summed log loss. */
static void
test_published_loss(void **unused)
{
	static const struct {
		struct { int64_t rating; double elapsed; } answers[6];
		double elapsed;
		int recalled;
	} cards[] = {
		{ { { 1, 0 }, { 3, 0 }, { 1, 0 }, { 4, 0 }, { 3, 1 }, { 2, 3 } }, 4, 1 },
		{ { { 2, 0 }, { 4, 0 }, { 4, 0 }, { 3, 1 }, { 1, 3 }, { 3, 6 } }, 11, 1 },
		{ { { 3, 0 }, { 2, 0 }, { 4, 0 }, { 3, 1 }, { 3, 3 }, { 3, 6 } }, 12, 1 },
		{ { { 4, 0 }, { 4, 0 }, { 3, 1 }, { 3, 3 }, { 3, 5 }, { 4, 12 } }, 23, 0 },
	};
	struct fsrs_model model;
	double loss = 0.0;

	(void)unused;
	fsrs_prepare(&model, fsrs_default, 0);
	for (size_t c = 0; c < COUNT(cards); c++) {
		struct fsrs_state state = fsrs_init(&model, cards[c].answers[0].rating);
		double r;

		for (size_t i = 1; i < 6; i++)
			state = fsrs_step(&model, state, cards[c].answers[i].rating,
			    cards[c].answers[i].elapsed);
		r = fsrs_retrievability(&model, state.stability, cards[c].elapsed);
		loss -= log(cards[c].recalled ? r : 1.0 - r);
	}
	assert_near(loss, 4.0466027, 5e-6);	/* upstream is in single precision */
}

static void
test_curve(void **unused)
{
	(void)unused;
	for (int i = 0; i < 2000; i++) {
		struct fsrs_model model = any_model(0);
		double s = any_state().stability, retention = between(0.7, 0.99);
		double interval = s * fsrs_modifier(&model, retention);
		double t = between(0.0, 1000.0);

		assert_near(fsrs_retrievability(&model, s, s), 0.9, 1e-12);
		assert_near(fsrs_retrievability(&model, s, interval), retention, 1e-10);
		assert_true(fsrs_retrievability(&model, s, 0.0) == 1.0);
		assert_true(fsrs_retrievability(&model, s, -5.0) == 1.0);
		assert_true(fsrs_retrievability(&model, s, t + 1.0) <
		    fsrs_retrievability(&model, s, t));
	}
}

/* A better rating never leaves less stability or more difficulty. */
static void
test_monotone_in_rating(void **unused)
{
	(void)unused;
	for (int i = 0; i < 20000; i++) {
		struct fsrs_model model = any_model(i % 3 == 0 ? FSRS_long_term : 0);
		struct fsrs_state before = any_state();
		double elapsed = i % 2 ? floor(between(0.0, 400.0)) : 0.0;

		for (int64_t g = FSRS_hard; g <= FSRS_easy; g++) {
			struct fsrs_state worse = fsrs_step(&model, before, g - 1, elapsed);
			struct fsrs_state better = fsrs_step(&model, before, g, elapsed);

			assert_true(better.stability >= worse.stability);
			assert_true(better.difficulty <= worse.difficulty);
			assert_true(better.stability >= before.stability);
			worse = fsrs_init(&model, g - 1);
			better = fsrs_init(&model, g);
			assert_true(better.stability >= worse.stability);
			assert_true(better.difficulty <= worse.difficulty);
		}
	}
}

static void
test_lapse(void **unused)
{
	struct fsrs_state weak = { 1.0, 1.0 };
	struct fsrs_model model;

	(void)unused;
	for (int i = 0; i < 5000; i++) {
		struct fsrs_state before = any_state(), after;

		model = any_model(0);
		after = fsrs_step(&model, before, FSRS_again, 30.0);
		assert_true(after.stability <= before.stability);
	}
	/* forgotten for ages: the cap decides, which only short-term memory lowers */
	fsrs_prepare(&model, fsrs_default, FSRS_long_term);
	assert_true(fsrs_step(&model, weak, FSRS_again, 1e9).stability == 1.0);
	fsrs_prepare(&model, fsrs_default, 0);
	assert_near(fsrs_step(&model, weak, FSRS_again, 1e9).stability,
	    exp(-fsrs_default[17] * fsrs_default[18]), 1e-15);
}

/* Success is worth more the later it comes; success after no time is worth nothing extra. */
static void
test_spacing(void **unused)
{
	(void)unused;
	for (int i = 0; i < 5000; i++) {
		struct fsrs_model model = any_model(FSRS_long_term);
		struct fsrs_state before = any_state();
		double t = floor(between(1.0, 300.0));

		assert_true(fsrs_step(&model, before, FSRS_good, t + 1.0).stability >=
		    fsrs_step(&model, before, FSRS_good, t).stability);
		assert_true(fsrs_step(&model, before, FSRS_good, 0.0).stability ==
		    before.stability);
	}
}

static void
test_extremes_stay_valid(void **unused)
{
	static const double values[] = { 0.0, -1.0, 1e-300, 0.001, 1.0, 36500.0, 1e300, -1e300,
	    INFINITY, -INFINITY, NAN };

	(void)unused;
	for (int round = 0; round < 50; round++) {
		struct fsrs_model model = any_model(round % 2 ? FSRS_round8 : 0);

		for (size_t s = 0; s < COUNT(values); s++)
			for (size_t d = 0; d < COUNT(values); d++)
				for (size_t t = 0; t < COUNT(values); t++)
					for (int64_t g = 1; g <= 4; g++) {
						struct fsrs_state x = { values[s], values[d] };

						assert_valid(fsrs_step(&model, x, g, values[t]));
					}
	}
}

static void
test_long_chains_stay_valid(void **unused)
{
	(void)unused;
	for (int card = 0; card < 500; card++) {
		struct fsrs_model model = any_model(0);
		struct fsrs_state state = fsrs_init(&model, any_rating());

		for (int i = 0; i < 200; i++) {
			double t = card % 2 ? floor(between(0.0, 5.0)) : floor(state.stability);

			state = fsrs_step(&model, state, card % 5 ? any_rating() : 1 + card % 4, t);
			assert_valid(state);
		}
	}
}

static void
test_no_answer_changes_nothing(void **unused)
{
	static const int64_t ratings[] = { INT64_MIN, -1, 0, 5, INT64_MAX };
	struct fsrs_model model;
	struct fsrs_state state = { 3.0, 5.0 };

	(void)unused;
	fsrs_prepare(&model, fsrs_default, 0);
	for (size_t i = 0; i < COUNT(ratings); i++) {
		struct fsrs_state after = fsrs_step(&model, state, ratings[i], 4.0);

		assert_true(after.stability == state.stability);
		assert_true(after.difficulty == state.difficulty);
		assert_valid(fsrs_init(&model, ratings[i]));
	}
	assert_true(fsrs_step(&model, state, FSRS_good, -3.0).stability ==
	    fsrs_step(&model, state, FSRS_good, 0.0).stability);
}

static void
test_days(void **unused)
{
	(void)unused;
	assert_int_equal(fsrs_days(2.5, 36500), 3);
	assert_int_equal(fsrs_days(3.5, 36500), 4);
	assert_int_equal(fsrs_days(2.4999, 36500), 2);
	assert_int_equal(fsrs_days(0.01, 36500), 1);
	assert_int_equal(fsrs_days(-7.0, 36500), 1);
	assert_int_equal(fsrs_days(101.0, 100), 100);
	assert_int_equal(fsrs_days(INFINITY, 36500), 36500);
	assert_int_equal(fsrs_days(NAN, 36500), 1);
}

static void
test_clip(void **unused)
{
	double w[FSRS_PARAMETERS], again[FSRS_PARAMETERS];

	(void)unused;
	memcpy(w, fsrs_default, sizeof(w));
	assert_int_equal(fsrs_clip(w, 1, 0), 0);
	assert_memory_equal(w, fsrs_default, sizeof(w));
	for (int i = 0; i < 5000; i++) {
		unsigned steps = (unsigned)(i % 5);
		double lapse;

		for (size_t k = 0; k < FSRS_PARAMETERS; k++)
			w[k] = between(-20.0, 120.0);
		assert_int_equal(fsrs_clip(w, steps, 0), 0);
		memcpy(again, w, sizeof(w));
		assert_int_equal(fsrs_clip(again, steps, 0), 0);
		assert_memory_equal(again, w, sizeof(w));
		assert_true(w[20] >= 0.1 && w[20] <= 0.8 && w[4] >= 1.0 && w[4] <= 10.0);
		/* a lapse and its relearning end below the old stability, if anything can do that */
		lapse = w[11] * (exp2(w[13]) - 1.0) * exp(0.3 * w[14]);
		if (steps > 1 && -log(lapse) / steps > 0.01)
			assert_true(lapse * exp(steps * w[17] * w[18]) <= 1.0 + 1e-9);
	}
	memcpy(w, fsrs_default, sizeof(w));
	w[19] = 0.0;
	assert_int_equal(fsrs_clip(w, 1, FSRS_long_term), 0);
	assert_true(w[19] == 0.0);
	assert_int_equal(fsrs_clip(w, 1, 0), 0);
	assert_true(w[19] == 0.01);
	w[7] = NAN;
	w[0] = -1.0;
	assert_int_equal(fsrs_clip(w, 1, 0), -1);
	assert_true(w[0] == -1.0);
	w[7] = INFINITY;
	assert_int_equal(fsrs_clip(w, 1, 0), -1);
}

/* FSRS-4.5 had D0 = w4 - w5 (G-3): after migration Again and Easy start as they did. */
static void
test_migrate(void **unused)
{
	double old[FSRS_PARAMETERS], w[FSRS_PARAMETERS];
	struct fsrs_model model;

	(void)unused;
	memcpy(old, fsrs_default, sizeof(old));
	old[4] = 4.93;
	old[5] = 0.94;
	assert_int_equal(fsrs_migrate(old, 17, 0, w), 0);
	fsrs_prepare(&model, w, 0);
	assert_near(fsrs_init(&model, FSRS_again).difficulty, 4.93 + 2.0 * 0.94, 1e-12);
	assert_near(fsrs_init(&model, FSRS_easy).difficulty, 4.93 - 0.94, 1e-12);
	assert_true(w[17] == 0.0 && w[18] == 0.0 && w[19] == 0.0 && w[20] == 0.5);
	assert_int_equal(fsrs_migrate(old, 19, 0, w), 0);
	assert_memory_equal(w, old, 19 * sizeof(*w));
	assert_true(w[19] == 0.0 && w[20] == 0.5);
	assert_int_equal(fsrs_migrate(old, 21, FSRS_round8, w), 0);
	assert_memory_equal(w, old, sizeof(w));
	assert_int_equal(fsrs_migrate(old, 18, 0, w), -1);
	assert_int_equal(fsrs_migrate(old, 0, 0, w), -1);
	old[5] = -0.4;
	assert_int_equal(fsrs_migrate(old, 17, 0, w), -1);
	old[5] = NAN;
	assert_int_equal(fsrs_migrate(old, 19, 0, w), -1);
}

static void
test_sm2(void **unused)
{
	struct fsrs_model model;
	struct fsrs_state hard, easy, ours;

	(void)unused;
	fsrs_prepare(&model, fsrs_default, 0);
	hard = fsrs_from_sm2(&model, 1.5, 20.0, 0.9);
	easy = fsrs_from_sm2(&model, 2.8, 20.0, 0.9);
	assert_near(hard.stability, 20.0, 1e-9);
	assert_true(easy.difficulty < hard.difficulty);
	ours = fsrs_from_sm2(&model, 0.6, 20.0, 0.9);
	assert_near(ours.difficulty, 5.5, 1e-12);
	assert_valid(fsrs_from_sm2(&model, 2.5, 0.0, 0.9));
	assert_valid(fsrs_from_sm2(&model, 2.5, 1e9, 0.7));
	assert_valid(fsrs_from_sm2(&model, NAN, NAN, 0.9));
}

static void
test_round8(void **unused)
{
	struct fsrs_model model;
	struct fsrs_state state;

	(void)unused;
	fsrs_prepare(&model, fsrs_default, FSRS_round8 | FSRS_s0_floor);
	model.w[0] = 0.05;
	assert_true(fsrs_init(&model, FSRS_again).stability == 0.1);
	state = fsrs_init(&model, FSRS_good);
	for (int i = 0; i < 20; i++) {
		state = fsrs_step(&model, state, any_rating(), floor(between(0.0, 20.0)));
		assert_true(state.stability == floor(state.stability * 1e8 + 0.5) / 1e8);
		assert_true(state.difficulty == floor(state.difficulty * 1e8 + 0.5) / 1e8);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_published_loss, seed_set),
		cmocka_unit_test_setup(test_curve, seed_set),
		cmocka_unit_test_setup(test_monotone_in_rating, seed_set),
		cmocka_unit_test_setup(test_lapse, seed_set),
		cmocka_unit_test_setup(test_spacing, seed_set),
		cmocka_unit_test_setup(test_extremes_stay_valid, seed_set),
		cmocka_unit_test_setup(test_long_chains_stay_valid, seed_set),
		cmocka_unit_test_setup(test_no_answer_changes_nothing, seed_set),
		cmocka_unit_test_setup(test_days, seed_set),
		cmocka_unit_test_setup(test_clip, seed_set),
		cmocka_unit_test_setup(test_migrate, seed_set),
		cmocka_unit_test_setup(test_sm2, seed_set),
		cmocka_unit_test_setup(test_round8, seed_set),
	};

	return cmocka_run_group_tests_name("fsrs", tests, NULL, NULL);
}
