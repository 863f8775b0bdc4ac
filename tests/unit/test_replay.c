/* A card's log: replayed from scratch it gives what the answers gave one by one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "clock.h"
#include "schedule.h"

#define TODAY INT64_C(20600)
#define OFFSET (INT64_C(-5) * 3600 * 1000)	/* nine hours east of UTC, rollover at four */
#define START (TODAY * MS_PER_DAY)
#define ROWS 60

static uint64_t random_state;
static struct fsrs_model model;
static struct schedule_setup setup;

static int
setup_default(void **state)
{
	(void)state;
	random_state = 20261101;
	fsrs_prepare(&model, fsrs_default, 0);
	setup = SCHEDULE_SETUP(&model);
	setup.day_offset = OFFSET;
	setup.seed = 4711;
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

static int64_t
day_at(int64_t at)
{
	return (at - OFFSET) / MS_PER_DAY;
}

static bool
same_real(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static void
assert_same_card(const struct schedule_card *a, const struct schedule_card *b)
{
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->step, b->step);
	assert_int_equal(a->reps, b->reps);
	assert_int_equal(a->lapses, b->lapses);
	assert_true(same_real(a->stability, b->stability));
	assert_true(same_real(a->difficulty, b->difficulty));
	assert_int_equal(a->last_review_at, b->last_review_at);
	assert_int_equal(a->last_review_day, b->last_review_day);
	assert_int_equal(a->due_at, b->due_at);
	assert_int_equal(a->due_day, b->due_day);
	assert_int_equal(a->scheduled_days, b->scheduled_days);
	assert_int_equal(a->leech, b->leech);
}

/*
 * A learner's history: each row is also applied to ${after}[row], as it happens.  Mostly answers,
 * some practice, moves and resets; some rows share an instant and are ordered by review_id.
 */
static size_t
history(struct schedule_entry *rows, struct schedule_card *after)
{
	static const int odd_kinds[] = { SCHEDULE_kind_cram, SCHEDULE_kind_manual,
	    SCHEDULE_kind_reschedule, SCHEDULE_kind_reset };
	struct schedule_card card = SCHEDULE_CARD_NEW;
	int64_t now = START;
	size_t count = 1 + (size_t)any(ROWS - 1);

	for (size_t i = 0; i < count; i++) {
		struct schedule_entry *row = &rows[i];
		struct schedule_result result;

		now += any(4) == 0 ? 0 : any(2) ? any(3600000) : any(INT64_C(30) * MS_PER_DAY);
		*row = (struct schedule_entry){ .answered_at = now, .local_day = day_at(now),
		    .rating = any(5) == 0 ? FSRS_again : 2 + any(3) };
		row->review_id[0] = (uint8_t)i;
		row->review_id[15] = (uint8_t)any(256);
		row->due_day = row->local_day + any(10);
		row->kind = any(8) == 0 ? odd_kinds[any(4)] : SCHEDULE_kind_learn;
		if (i == 0 && any(3) == 0)
			row->kind = SCHEDULE_kind_seed;
		if (row->kind == SCHEDULE_kind_learn) {
			assert_int_equal(schedule_answer(&setup, &card, row->rating, now,
			    row->local_day, &result), 0);
			row->kind = result.kind;
			card = result.card;
		} else if (row->kind == SCHEDULE_kind_seed) {
			assert_int_equal(schedule_seed(&setup, &card, row->rating, now,
			    row->local_day, row->due_day), 0);
		} else if (row->kind == SCHEDULE_kind_reset) {
			card = SCHEDULE_CARD_NEW;
		} else if (row->kind != SCHEDULE_kind_cram && card.state == SCHEDULE_review) {
			card.due_day = row->due_day;
			card.due_at = row->due_day * MS_PER_DAY + OFFSET;
			card.scheduled_days = row->due_day - card.last_review_day;
			if (card.scheduled_days < 1)
				card.scheduled_days = 1;
		}
		after[i] = card;
	}
	return count;
}

static void
shuffle(struct schedule_entry *rows, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = (size_t)any((int64_t)i);
		struct schedule_entry kept = rows[i - 1];

		rows[i - 1] = rows[j];
		rows[j] = kept;
	}
}

static void
test_replay_equals_incremental(void **unused)
{
	(void)unused;
	for (int round = 0; round < 2000; round++) {
		struct schedule_entry rows[ROWS];
		struct schedule_card after[ROWS], card;
		size_t count;

		setup.seed = (uint64_t)round;
		count = history(rows, after);
		if (round % 2)
			shuffle(rows, count);
		assert_int_equal(schedule_replay(&setup, rows, count, &card), 0);
		assert_same_card(&card, &after[count - 1]);
		for (size_t i = 0; i < count; i++)
			assert_int_equal(rows[i].review_id[0], i);
	}
}

/* Undoing the last answers is a replay without them. */
static void
test_undo(void **unused)
{
	(void)unused;
	for (int round = 0; round < 500; round++) {
		struct schedule_entry rows[ROWS];
		struct schedule_card after[ROWS], card;
		size_t count = history(rows, after);
		size_t kept = (size_t)any((int64_t)count + 1);

		assert_int_equal(schedule_replay(&setup, rows, kept, &card), 0);
		assert_same_card(&card, kept ? &after[kept - 1] : &SCHEDULE_CARD_NEW);
	}
}

/* An answer that arrives late changes the end as if it had come in time. */
static void
test_late_answer(void **unused)
{
	struct schedule_entry rows[3] = {
		{ .answered_at = START, .local_day = TODAY, .kind = SCHEDULE_kind_learn, .rating = 3 },
		{ .answered_at = START + INT64_C(9) * MS_PER_DAY, .local_day = TODAY + 9,
		    .kind = SCHEDULE_kind_review, .rating = 3 },
		{ .answered_at = START + INT64_C(3) * MS_PER_DAY, .local_day = TODAY + 3,
		    .kind = SCHEDULE_kind_learn, .rating = 3 },
	};
	struct schedule_card card;
	struct fsrs_state memory = fsrs_init(&model, 3);

	(void)unused;
	memory = fsrs_step(&model, memory, 3, 3.0);
	memory = fsrs_step(&model, memory, 3, 6.0);
	assert_int_equal(schedule_replay(&setup, rows, 3, &card), 0);
	assert_true(card.stability == memory.stability);
	assert_int_equal(card.last_review_day, TODAY + 9);
}

static void
test_seed(void **unused)
{
	static const int64_t ratings[] = { FSRS_good, FSRS_hard };
	struct schedule_card card;
	struct schedule_result r;

	(void)unused;
	for (size_t i = 0; i < 2; i++) {
		struct fsrs_state memory = fsrs_init(&model, ratings[i]);

		card = SCHEDULE_CARD_NEW;
		assert_int_equal(schedule_seed(&setup, &card, ratings[i], START, TODAY, TODAY + 4), 0);
		assert_int_equal(card.state, SCHEDULE_review);
		assert_true(card.stability == memory.stability);
		assert_true(card.difficulty == memory.difficulty);
		assert_int_equal(card.reps, 0);
		assert_int_equal(card.lapses, 0);
		assert_int_equal(card.due_day, TODAY + 4);
		assert_int_equal(card.due_at, (TODAY + 4) * MS_PER_DAY + OFFSET);
		assert_int_equal(card.scheduled_days, 4);
		assert_int_equal(card.last_review_day, TODAY);
		assert_false(schedule_is_due(&card, START, TODAY + 3));
		assert_true(schedule_is_due(&card, START, TODAY + 4));
		/* the first answer then counts the days since the conversation */
		assert_int_equal(schedule_answer(&setup, &card, FSRS_good,
		    START + INT64_C(4) * MS_PER_DAY, TODAY + 4, &r), 0);
		assert_int_equal(r.elapsed_days, 4);
		assert_int_equal(r.card.reps, 1);
		assert_true(r.card.stability > memory.stability);
		assert_true(r.card.scheduled_days >= 4);
	}
	card = SCHEDULE_CARD_NEW;
	assert_int_equal(schedule_seed(&setup, &card, FSRS_good, START, TODAY, TODAY - 7), 0);
	assert_int_equal(card.due_day, TODAY + 1);
}

/* The log always replays: at one instant the seed comes first, and a later one is too late. */
static void
test_seed_order(void **unused)
{
	struct schedule_entry rows[2] = {
		{ .answered_at = START, .local_day = TODAY, .kind = SCHEDULE_kind_review, .rating = 3 },
		{ .answered_at = START, .local_day = TODAY, .kind = SCHEDULE_kind_seed, .rating = 3,
		    .due_day = TODAY + 3 },
	};
	struct schedule_card card;

	(void)unused;
	rows[1].review_id[0] = 9;
	assert_int_equal(schedule_replay(&setup, rows, 2, &card), 0);
	assert_int_equal(card.state, SCHEDULE_review);
	assert_int_equal(card.reps, 1);
	assert_int_equal(rows[0].kind, SCHEDULE_kind_seed);
	rows[0].answered_at++;
	assert_int_equal(schedule_replay(&setup, rows, 2, &card), 0);
	assert_int_equal(card.state, SCHEDULE_learning);
	assert_int_equal(card.reps, 1);
}

static void
test_refusals(void **unused)
{
	static const struct schedule_entry bad[] = {
		{ .kind = 0, .rating = 3 },
		{ .kind = SCHEDULE_kind_seed + 1, .rating = 3 },
		{ .kind = SCHEDULE_kind_learn, .rating = 0 },
		{ .kind = SCHEDULE_kind_review, .rating = 5 },
		{ .kind = SCHEDULE_kind_seed, .rating = 0 },
	};
	struct schedule_card card;

	(void)unused;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct schedule_entry row = bad[i];

		assert_int_equal(schedule_replay(&setup, &row, 1, &card), -1);
	}
	assert_int_equal(schedule_replay(&setup, NULL, 0, &card), 0);
	assert_int_equal(card.state, SCHEDULE_new);
}

static void
test_names(void **unused)
{
	(void)unused;
	assert_string_equal(schedule_state_names[0], "");
	assert_string_equal(schedule_state_names[SCHEDULE_relearning], "relearning");
	assert_null(schedule_state_names[SCHEDULE_relearning + 1]);
	assert_string_equal(schedule_kind_names[SCHEDULE_kind_seed], "seed");
	assert_null(schedule_kind_names[SCHEDULE_kind_seed + 1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_replay_equals_incremental, setup_default),
		cmocka_unit_test_setup(test_undo, setup_default),
		cmocka_unit_test_setup(test_late_answer, setup_default),
		cmocka_unit_test_setup(test_seed, setup_default),
		cmocka_unit_test_setup(test_seed_order, setup_default),
		cmocka_unit_test_setup(test_refusals, setup_default),
		cmocka_unit_test_setup(test_names, setup_default),
	};

	return cmocka_run_group_tests_name("replay", tests, NULL, NULL);
}
