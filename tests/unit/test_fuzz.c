/* Fuzz: its ranges, and that the card and its number of answers alone decide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fuzz.h"
#include "schedule.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TODAY INT64_C(20600)

static void
test_around(void **unused)
{
	static const struct {
		double days;
		struct fuzz_range want;
	} cases[] = {
		{ 1.0, { 1, 1 } }, { 2.4, { 2, 2 } }, { 2.5, { 2, 4 } }, { 3.0, { 2, 4 } },
		{ 7.0, { 5, 9 } }, { 10.0, { 8, 12 } }, { 20.0, { 17, 23 } }, { 100.0, { 93, 107 } },
		{ 1000.0, { 948, 1052 } },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fuzz_range range = fuzz_around(cases[i].days);

		assert_int_equal(range.lower, cases[i].want.lower);
		assert_int_equal(range.upper, cases[i].want.upper);
	}
}

static void
test_within(void **unused)
{
	static const struct {
		double days;
		struct fuzz_range allowed, want;
	} cases[] = {
		{ 10.0, { 1, 36500 }, { 8, 12 } },
		{ 10.0, { 11, 36500 }, { 11, 12 } },
		{ 10.0, { 1, 9 }, { 8, 9 } },
		{ 10.0, { 15, 36500 }, { 15, 16 } },	/* beyond its reach: two days to choose from */
		{ 10.0, { 7, 7 }, { 7, 7 } },
		{ 2.0, { 1, 36500 }, { 2, 2 } },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fuzz_range range = fuzz_within(cases[i].days, cases[i].allowed);

		assert_int_equal(range.lower, cases[i].want.lower);
		assert_int_equal(range.upper, cases[i].want.upper);
	}
}

static void
test_ts(void **unused)
{
	static const struct {
		double days;
		int64_t elapsed, max;
		struct fuzz_range want;
	} cases[] = {
		{ 1.0, 0, 36500, { 2, 2 } },
		{ 2.0, 5, 36500, { 2, 3 } },
		{ 7.0, 30, 36500, { 5, 9 } },
		{ 7.0, 5, 36500, { 6, 9 } },	/* longer than the time that has passed */
		{ 10.0, 9, 9, { 9, 9 } },	/* which yields to the maximum */
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fuzz_range range = fuzz_ts(cases[i].days, cases[i].elapsed, cases[i].max);

		assert_int_equal(range.lower, cases[i].want.lower);
		assert_int_equal(range.upper, cases[i].want.upper);
	}
}

static void
test_pick(void **unused)
{
	struct fuzz_range range = { 8, 12 };

	(void)unused;
	assert_int_equal(fuzz_pick(range, 0.0), 8);
	assert_int_equal(fuzz_pick(range, 0.5), 10);
	assert_int_equal(fuzz_pick(range, 1.0 - 0x1p-53), 12);
}

/* Consecutive cards, and consecutive answers of one card, spread evenly. */
static void
test_position_is_even(void **unused)
{
	enum { DRAWS = 100000, BINS = 20 };

	(void)unused;
	for (int by_reps = 0; by_reps < 2; by_reps++) {
		int bins[BINS] = { 0 };

		for (int i = 0; i < DRAWS; i++) {
			double f = by_reps ? fuzz_position(7, i) : fuzz_position((uint64_t)i, 7);

			assert_true(f >= 0.0 && f < 1.0);
			bins[(int)(f * BINS)]++;
		}
		for (int i = 0; i < BINS; i++)
			assert_in_range(bins[i], DRAWS / BINS * 95 / 100, DRAWS / BINS * 105 / 100);
	}
	assert_true(fuzz_position(3, 4) == fuzz_position(3, 4));
	assert_true(fuzz_position(3, 4) != fuzz_position(3, 5));
	assert_true(fuzz_position(3, 4) != fuzz_position(4, 3));
	assert_true(fuzz_position(UINT64_MAX, INT64_MAX) < 1.0);
}

/* In schedules: same card, same days; many cards, every day of the range; off, none. */
static void
test_in_schedule(void **unused)
{
	struct fsrs_model model;
	struct schedule_setup setup;
	struct schedule_card card = {
		.state = SCHEDULE_review, .reps = 3, .stability = 10.0, .difficulty = 5.0,
		.last_review_day = TODAY - 10, .due_day = TODAY, .scheduled_days = 10,
	};
	struct schedule_result plain, first, again;
	struct fuzz_range range;
	bool seen[200] = { false };

	(void)unused;
	fsrs_prepare(&model, fsrs_default, 0);
	setup = SCHEDULE_SETUP(&model);
	setup.fuzz = false;
	assert_int_equal(schedule_answer(&setup, &card, FSRS_hard, 0, TODAY, &plain), 0);
	assert_int_equal(plain.fuzz_days, 0);
	range = fuzz_around(plain.card.stability * fsrs_modifier(&model, 0.9));
	setup.fuzz = true;
	for (setup.seed = 0; setup.seed < 500; setup.seed++) {
		assert_int_equal(schedule_answer(&setup, &card, FSRS_hard, 0, TODAY, &first), 0);
		assert_int_equal(schedule_answer(&setup, &card, FSRS_hard, 0, TODAY, &again), 0);
		assert_int_equal(first.card.due_day, again.card.due_day);
		assert_in_range(first.card.scheduled_days, range.lower, range.upper);
		assert_int_equal(first.card.scheduled_days,
		    plain.card.scheduled_days + first.fuzz_days);
		seen[first.card.scheduled_days] = true;
	}
	for (int64_t day = range.lower; day <= range.upper; day++)
		assert_true(seen[day]);
	setup.flags = SCHEDULE_ts;
	range = fuzz_ts((double)plain.card.scheduled_days, 10, 36500);
	for (setup.seed = 0; setup.seed < 500; setup.seed++) {
		assert_int_equal(schedule_answer(&setup, &card, FSRS_hard, 0, TODAY, &first), 0);
		assert_in_range(first.card.scheduled_days, range.lower, range.upper);
	}
}

/*
 * A longer interval than the last stays longer whatever fuzz chooses; each answer is a new throw;
 * a step is not fuzzed.
 */
static void
test_limits_in_schedule(void **unused)
{
	struct fsrs_model model;
	struct schedule_setup setup;
	struct schedule_card card = {
		.state = SCHEDULE_review, .stability = 10.6, .difficulty = 5.0,
		.last_review_day = TODAY, .due_day = TODAY + 10, .scheduled_days = 10,
	};
	struct schedule_card fresh = SCHEDULE_CARD_NEW;
	struct schedule_result r;
	bool seen[200] = { false };
	int choices = 0;

	(void)unused;
	fsrs_prepare(&model, fsrs_default, 0);
	setup = SCHEDULE_SETUP(&model);
	for (card.reps = 0; card.reps < 100; card.reps++) {
		assert_int_equal(schedule_answer(&setup, &card, FSRS_hard, 0, TODAY, &r), 0);
		assert_in_range(r.card.scheduled_days, 11, 199);
		choices += !seen[r.card.scheduled_days];
		seen[r.card.scheduled_days] = true;
	}
	assert_true(choices > 1);
	setup.desired_retention = 0.75;
	for (setup.seed = 0; setup.seed < 20; setup.seed++) {
		assert_int_equal(schedule_answer(&setup, &fresh, FSRS_good, 0, TODAY, &r), 0);
		assert_int_equal(r.card.state, SCHEDULE_learning);
		assert_int_equal(r.fuzz_days, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_around),
		cmocka_unit_test(test_within),
		cmocka_unit_test(test_ts),
		cmocka_unit_test(test_pick),
		cmocka_unit_test(test_position_is_even),
		cmocka_unit_test(test_in_schedule),
		cmocka_unit_test(test_limits_in_schedule),
	};

	return cmocka_run_group_tests_name("fuzz", tests, NULL, NULL);
}
