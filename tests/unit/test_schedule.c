/* The scheduler: its rules in examples, and laws that hold for any card, time and setup. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "clock.h"
#include "fuzz.h"
#include "schedule.h"

#define TODAY INT64_C(20600)
#define OFFSET (INT64_C(4) * 3600 * 1000)	/* UTC, rollover at four */
#define NOON (TODAY * MS_PER_DAY + MS_PER_DAY / 2)
#define MINUTE (60 * INT64_C(1000))

static uint64_t random_state;
static struct fsrs_model model;
static struct schedule_setup setup;

/* Every test starts from the defaults, without fuzz, at noon in UTC. */
static int
setup_default(void **state)
{
	(void)state;
	random_state = 20261101;
	fsrs_prepare(&model, fsrs_default, 0);
	setup = SCHEDULE_SETUP(&model);
	setup.fuzz = false;
	setup.day_offset = OFFSET;
	return 0;
}

/* xorshift64: uniform in 0 to ${n} - 1 */
static int64_t
any(int64_t n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (int64_t)(random_state % (uint64_t)n);
}

static struct schedule_result
answer_on(struct schedule_card card, int64_t rating, int64_t today)
{
	struct schedule_result result;

	assert_int_equal(schedule_answer(&setup, &card, rating,
	    NOON + (today - TODAY) * MS_PER_DAY, today, &result), 0);
	return result;
}

static struct schedule_card
review_card(double stability, int64_t scheduled_days)
{
	return (struct schedule_card){
		.state = SCHEDULE_review,
		.reps = 5,
		.stability = stability,
		.difficulty = 5.0,
		.last_review_at = NOON - scheduled_days * MS_PER_DAY,
		.last_review_day = TODAY - scheduled_days,
		.due_day = TODAY,
		.due_at = TODAY * MS_PER_DAY + OFFSET,
		.scheduled_days = scheduled_days,
	};
}

/* Any card that answers can lead to. */
static struct schedule_card
any_card(void)
{
	struct schedule_card card = review_card(exp((double)any(17000) / 1000.0 - 6.9), any(400));

	card.state = SCHEDULE_new + (int)any(4);
	card.difficulty = 1.0 + (double)any(9001) / 1000.0;
	card.reps = any(100);
	card.lapses = any(20);
	card.step = card.state == SCHEDULE_learning ? any(2) : 0;
	return card.state == SCHEDULE_new ? SCHEDULE_CARD_NEW : card;
}

static void
setup_any(void)
{
	setup.fuzz = any(3) > 0;
	setup.seed = (uint64_t)any(1000000);
	setup.desired_retention = 0.70 + (double)any(30) / 100.0;
	setup.max_interval = any(2) ? 36500 : 1 + any(200);
	setup.learning_count = (size_t)any(3);
	setup.relearning_count = (size_t)any(2);
}

/* Members one by one: padding differs, and an absent number is a NAN. */
static void
assert_same_card(const struct schedule_card *a, const struct schedule_card *b)
{
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->step, b->step);
	assert_int_equal(a->reps, b->reps);
	assert_int_equal(a->lapses, b->lapses);
	assert_memory_equal(&a->stability, &b->stability, sizeof(a->stability));
	assert_memory_equal(&a->difficulty, &b->difficulty, sizeof(a->difficulty));
	assert_int_equal(a->last_review_at, b->last_review_at);
	assert_int_equal(a->last_review_day, b->last_review_day);
	assert_int_equal(a->due_at, b->due_at);
	assert_int_equal(a->due_day, b->due_day);
	assert_int_equal(a->scheduled_days, b->scheduled_days);
	assert_int_equal(a->leech, b->leech);
}

/* A new card with the steps 1 and 10 minutes: what each button says. */
static void
test_new_card(void **unused)
{
	static const struct {
		int64_t state, step, interval, days;
	} want[FSRS_easy] = {
		{ SCHEDULE_learning, 0, 60, 0 },
		{ SCHEDULE_learning, 0, 330, 0 },
		{ SCHEDULE_learning, 1, 600, 0 },
		{ SCHEDULE_review, 0, 691200, 8 },
	};
	struct schedule_card card = SCHEDULE_CARD_NEW;

	(void)unused;
	for (int64_t g = FSRS_again; g <= FSRS_easy; g++) {
		struct schedule_result r = answer_on(card, g, TODAY);
		struct fsrs_state memory = fsrs_init(&model, g);

		assert_int_equal(r.card.state, want[g - 1].state);
		assert_int_equal(r.card.step, want[g - 1].step);
		assert_int_equal(r.interval, want[g - 1].interval);
		assert_int_equal(r.card.scheduled_days, want[g - 1].days);
		assert_int_equal(r.card.due_day, TODAY + want[g - 1].days);
		assert_int_equal(r.card.due_at, want[g - 1].days ?
		    (TODAY + 8) * MS_PER_DAY + OFFSET : NOON + r.interval * 1000);
		assert_int_equal(r.card.reps, 1);
		assert_int_equal(r.card.lapses, 0);
		assert_int_equal(r.kind, SCHEDULE_kind_learn);
		assert_true(isnan(r.retrievability));
		assert_true(r.card.stability == memory.stability);
		assert_true(r.card.difficulty == memory.difficulty);
	}
}

static void
test_steps(void **unused)
{
	static const int64_t one[] = { 600 }, long_one[] = { 240000 }, three[] = { 60, 600, 3600 };
	struct schedule_card card = answer_on(SCHEDULE_CARD_NEW, FSRS_good, TODAY).card;

	(void)unused;
	assert_int_equal(answer_on(card, FSRS_hard, TODAY).interval, 600);
	assert_int_equal(answer_on(card, FSRS_hard, TODAY).card.step, 1);
	assert_int_equal(answer_on(card, FSRS_again, TODAY).card.step, 0);
	assert_int_equal(answer_on(card, FSRS_good, TODAY).card.state, SCHEDULE_review);
	assert_int_equal(answer_on(card, FSRS_good, TODAY).card.scheduled_days, 2);
	assert_int_equal(answer_on(card, FSRS_easy, TODAY).card.lapses, 0);
	card.stability = 0.5;	/* Good and Easy would both round to a day */
	assert_int_equal(answer_on(card, FSRS_good, TODAY).card.scheduled_days, 1);
	assert_int_equal(answer_on(card, FSRS_easy, TODAY).card.scheduled_days, 2);
	setup.learning_steps = one;
	setup.learning_count = 1;
	assert_int_equal(answer_on(SCHEDULE_CARD_NEW, FSRS_hard, TODAY).interval, 900);
	/* steps taken away while the card waits in the second */
	assert_int_equal(answer_on(card, FSRS_hard, TODAY).interval, 600);
	assert_int_equal(answer_on(card, FSRS_good, TODAY).card.state, SCHEDULE_review);
	setup.learning_steps = long_one;
	assert_int_equal(answer_on(SCHEDULE_CARD_NEW, FSRS_again, TODAY).card.scheduled_days, 2);
	assert_int_equal(answer_on(SCHEDULE_CARD_NEW, FSRS_hard, TODAY).card.scheduled_days, 3);
	setup.learning_steps = three;
	setup.learning_count = 3;
	card = answer_on(card, FSRS_good, TODAY).card;
	assert_int_equal(card.step, 2);
	assert_int_equal(card.due_at, NOON + 60 * MINUTE);
}

/* A step that ends after the rollover is due on the next local day. */
static void
test_step_over_rollover(void **unused)
{
	struct schedule_card card = SCHEDULE_CARD_NEW;
	struct schedule_result r;
	int64_t now = (TODAY + 1) * MS_PER_DAY + OFFSET - 5 * MINUTE;

	(void)unused;
	assert_int_equal(schedule_answer(&setup, &card, FSRS_good, now, TODAY, &r), 0);
	assert_int_equal(r.card.due_day, TODAY + 1);
	assert_int_equal(schedule_answer(&setup, &card, FSRS_again, now, TODAY, &r), 0);
	assert_int_equal(r.card.due_day, TODAY);
	assert_false(schedule_is_due(&r.card, now + MINUTE - 1, TODAY));
	assert_true(schedule_is_due(&r.card, now + MINUTE, TODAY));
}

static void
test_review(void **unused)
{
	struct schedule_card card = review_card(10.0, 10);
	struct schedule_result r = answer_on(card, FSRS_again, TODAY);

	(void)unused;
	assert_int_equal(r.card.state, SCHEDULE_relearning);
	assert_int_equal(r.interval, 600);
	assert_int_equal(r.card.lapses, 1);
	assert_int_equal(r.kind, SCHEDULE_kind_review);
	assert_int_equal(r.elapsed_days, 10);
	assert_true(fabs(r.retrievability - 0.9) < 1e-12);
	assert_true(fabs(schedule_retrievability(&setup, &card, TODAY) - 0.9) < 1e-12);
	r = answer_on(r.card, FSRS_good, TODAY);
	assert_int_equal(r.kind, SCHEDULE_kind_relearn);
	assert_int_equal(r.card.state, SCHEDULE_review);
	assert_int_equal(r.card.lapses, 1);
	assert_int_equal(r.card.reps, 7);
	assert_true(r.card.scheduled_days >= 1);
	/* in Relearning another Again is no lapse */
	r = answer_on(answer_on(card, FSRS_again, TODAY).card, FSRS_again, TODAY);
	assert_int_equal(r.card.lapses, 1);
	/* a review answered again on the same day does not come back sooner */
	r = answer_on(card, FSRS_hard, TODAY);
	assert_true(answer_on(r.card, FSRS_hard, TODAY).card.scheduled_days >=
	    r.card.scheduled_days);
	assert_true(isnan(schedule_retrievability(&setup, &SCHEDULE_CARD_NEW, TODAY)));
}

static void
test_due(void **unused)
{
	struct schedule_card card = review_card(10.0, 10);

	(void)unused;
	assert_false(schedule_is_due(&card, NOON, TODAY - 1));
	assert_true(schedule_is_due(&card, NOON, TODAY));
	assert_true(schedule_is_due(&card, 0, TODAY + 1));
	card = SCHEDULE_CARD_NEW;
	assert_true(schedule_is_due(&card, 0, 0));
}

/* An imported review card without a memory state gets one from its first answer. */
static void
test_without_memory(void **unused)
{
	struct schedule_card card = review_card(NAN, 10);
	struct schedule_result r = answer_on(card, FSRS_good, TODAY);

	(void)unused;
	assert_true(r.card.stability == fsrs_init(&model, FSRS_good).stability);
	assert_int_equal(r.elapsed_days, 0);
	assert_int_equal(r.card.state, SCHEDULE_review);
}

static void
test_no_steps(void **unused)
{
	struct schedule_result r;

	(void)unused;
	setup.learning_count = 0;
	r = answer_on(SCHEDULE_CARD_NEW, FSRS_again, TODAY);	/* S0 is 0.212 days */
	assert_int_equal(r.card.state, SCHEDULE_learning);
	assert_int_equal(r.interval, 18316);
	r = answer_on(SCHEDULE_CARD_NEW, FSRS_good, TODAY);
	assert_int_equal(r.card.scheduled_days, 2);
	model.w[0] = 0.001;
	assert_int_equal(answer_on(SCHEDULE_CARD_NEW, FSRS_again, TODAY).interval, 86);
	setup.desired_retention = 0.99;
	assert_int_equal(answer_on(SCHEDULE_CARD_NEW, FSRS_again, TODAY).interval, 60);
	model.w[17] = 0.0;	/* a model that knows no same-day memory waits a day */
	assert_int_equal(answer_on(SCHEDULE_CARD_NEW, FSRS_again, TODAY).card.scheduled_days, 1);
}

static void
test_long_term(void **unused)
{
	struct schedule_result r[FSRS_easy];
	struct schedule_card card = review_card(3.0, 3);

	(void)unused;
	fsrs_prepare(&model, fsrs_default, FSRS_long_term);
	for (int i = 0; i < 500; i++) {
		assert_int_equal(schedule_preview(&setup, &card, NOON, TODAY, r), 0);
		for (int64_t g = FSRS_again; g <= FSRS_easy; g++) {
			assert_int_equal(r[g - 1].card.state, SCHEDULE_review);
			if (g > FSRS_again)
				assert_true(r[g - 1].interval > r[g - 2].interval);
		}
		card = any_card();
		setup.seed = (uint64_t)i;
		setup.fuzz = true;
		if (card.stability > 1000.0)
			card.stability = 1000.0;
	}
	model.w[0] = 50.0;	/* parameters that say Again is better than Hard */
	assert_int_equal(answer_on(SCHEDULE_CARD_NEW, FSRS_again, TODAY).card.scheduled_days, 1);
}

static void
test_leech(void **unused)
{
	struct schedule_card card = review_card(10.0, 10);

	(void)unused;
	for (int64_t lapse = 1; lapse <= 20; lapse++) {
		struct schedule_result r = answer_on(card, FSRS_again, card.due_day);
		bool said = lapse == 8 || lapse == 12 || lapse == 16 || lapse == 20;

		assert_int_equal(r.leech, said);
		assert_int_equal(r.card.leech, lapse >= 8);
		assert_int_equal(r.card.lapses, lapse);
		r = answer_on(r.card, FSRS_good, r.card.due_day);
		assert_false(r.leech);
		card = r.card;
	}
}

/* Each button waits at least as long as the one before, and a day longer in reviews. */
static void
test_buttons_ascend(void **unused)
{
	(void)unused;
	for (int i = 0; i < 30000; i++) {
		struct schedule_card card = any_card();
		struct schedule_result r[FSRS_easy];
		int64_t today = TODAY + any(100) - 20;

		setup_any();
		assert_int_equal(schedule_preview(&setup, &card,
		    NOON + (today - TODAY) * MS_PER_DAY, today, r), 0);
		for (int g = FSRS_again; g <= FSRS_easy; g++) {
			int64_t days = r[g - 1].card.scheduled_days;

			assert_true(days >= 0 && days <= setup.max_interval);
			assert_int_equal(days > 0, r[g - 1].card.state == SCHEDULE_review);
			assert_true(r[g - 1].interval > 0);
			if (g == FSRS_again)
				continue;
			assert_true(r[g - 1].interval >= r[g - 2].interval);
			if (card.state == SCHEDULE_review && g > FSRS_hard &&
			    r[g - 2].card.scheduled_days < setup.max_interval)
				assert_true(r[g - 1].interval > r[g - 2].interval);
		}
	}
}

/* Whoever succeeds on time never waits less than before, with fuzz too. */
static void
test_success_never_regresses(void **unused)
{
	(void)unused;
	setup.fuzz = true;
	for (int i = 0; i < 2000; i++) {
		struct schedule_card card = SCHEDULE_CARD_NEW;

		setup.seed = (uint64_t)i;
		card = answer_on(card, FSRS_easy, TODAY).card;
		for (int n = 0; n < 12; n++) {
			int64_t before = card.scheduled_days;

			card = answer_on(card, FSRS_hard + any(3), card.due_day).card;
			assert_true(card.scheduled_days >= before);
		}
	}
}

static void
test_answer_is_its_preview(void **unused)
{
	(void)unused;
	for (int i = 0; i < 3000; i++) {
		struct schedule_card card = any_card(), copy = card;
		struct schedule_result r[FSRS_easy], one;
		int64_t g = 1 + any(4);

		setup_any();
		assert_int_equal(schedule_preview(&setup, &card, NOON, TODAY, r), 0);
		assert_int_equal(schedule_answer(&setup, &card, g, NOON, TODAY, &one), 0);
		assert_same_card(&one.card, &r[g - 1].card);
		assert_int_equal(one.interval, r[g - 1].interval);
		assert_int_equal(one.fuzz_days, r[g - 1].fuzz_days);
		assert_same_card(&card, &copy);
	}
}

/* A clock or zone that goes back counts as the same day, and heals by itself. */
static void
test_clock_going_back(void **unused)
{
	(void)unused;
	for (int i = 0; i < 3000; i++) {
		struct schedule_card card = any_card();
		struct schedule_result back, same;
		int64_t g = 1 + any(4), day;

		if (card.state == SCHEDULE_new)
			continue;
		day = card.last_review_day;
		back = answer_on(card, g, day - 1 - any(1000));
		same = answer_on(card, g, day);
		assert_int_equal(back.elapsed_days, 0);
		assert_true(back.card.stability == same.card.stability);
		assert_true(back.card.difficulty == same.card.difficulty);
		assert_int_equal(back.interval, same.interval);
		assert_int_equal(back.card.due_day - back.card.last_review_day,
		    same.card.due_day - same.card.last_review_day);
	}
}

static void
test_extremes_finite(void **unused)
{
	static const double reals[] = { 0.0, -1.0, 1e-300, 1e300, INFINITY, NAN };
	static const int64_t wholes[] = { INT64_MIN, -1, 0, 1, 36500, 100000000 };

	(void)unused;
	for (int i = 0; i < 4000; i++) {
		struct schedule_card card = any_card();
		struct schedule_result r[FSRS_easy];

		setup_any();
		card.stability = reals[any(6)];
		card.difficulty = reals[any(6)];
		card.scheduled_days = wholes[any(6)];
		card.step = wholes[any(6)];
		card.last_review_day = wholes[1 + any(5)];
		assert_int_equal(schedule_preview(&setup, &card, NOON, wholes[1 + any(5)], r), 0);
		for (int g = 0; g < 4; g++) {
			assert_true(r[g].card.stability >= FSRS_S_MIN);
			assert_true(r[g].card.stability <= FSRS_S_MAX);
			assert_true(r[g].card.difficulty >= FSRS_D_MIN);
			assert_true(r[g].card.difficulty <= FSRS_D_MAX);
			assert_true(r[g].card.scheduled_days <= setup.max_interval);
		}
	}
}

static void
test_refusals(void **unused)
{
	static const int64_t ratings[] = { INT64_MIN, -1, 0, 5, INT64_MAX };
	struct schedule_card card = SCHEDULE_CARD_NEW;
	struct schedule_result r;

	(void)unused;
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(schedule_answer(&setup, &card, ratings[i], NOON, TODAY, &r), -1);
		assert_int_equal(schedule_seed(&setup, &card, ratings[i], NOON, TODAY, TODAY), -1);
	}
	for (int state = -1; state <= 5; state++) {
		bool valid = state >= SCHEDULE_new && state <= SCHEDULE_relearning;

		card.state = state;
		assert_int_equal(schedule_answer(&setup, &card, 3, NOON, TODAY, &r),
		    valid ? 0 : -1);
		assert_int_equal(schedule_seed(&setup, &card, 3, NOON, TODAY, TODAY),
		    state == SCHEDULE_new ? 0 : -1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_new_card, setup_default),
		cmocka_unit_test_setup(test_steps, setup_default),
		cmocka_unit_test_setup(test_step_over_rollover, setup_default),
		cmocka_unit_test_setup(test_review, setup_default),
		cmocka_unit_test_setup(test_due, setup_default),
		cmocka_unit_test_setup(test_without_memory, setup_default),
		cmocka_unit_test_setup(test_no_steps, setup_default),
		cmocka_unit_test_setup(test_long_term, setup_default),
		cmocka_unit_test_setup(test_leech, setup_default),
		cmocka_unit_test_setup(test_buttons_ascend, setup_default),
		cmocka_unit_test_setup(test_success_never_regresses, setup_default),
		cmocka_unit_test_setup(test_answer_is_its_preview, setup_default),
		cmocka_unit_test_setup(test_clock_going_back, setup_default),
		cmocka_unit_test_setup(test_extremes_finite, setup_default),
		cmocka_unit_test_setup(test_refusals, setup_default),
	};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
