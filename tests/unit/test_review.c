/* The pure parts of reviews and vocabulary: limits, the fold of a log, clauses that equal a phrase. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "clock.h"
#include "review.h"
#include "vocabulary.h"

#define START (INT64_C(20600) * MS_PER_DAY + 9 * 3600 * MS_PER_SECOND)
enum { ROWS = 12, CARD = 4711 };

static void
limits_leave_what_was_not_done(void **state)
{
	static const struct {
		int64_t new_per_day, reviews_per_day, new_done, reviews_done, waiting, due;
		int64_t new_left, reviews_left, news, reviews;
	} cases[] = {
		{ ABSENT, ABSENT, 0, 0, 0, 0, 10, 200, 0, 0 },
		{ ABSENT, ABSENT, 3, 5, 100, 300, 7, 195, 7, 195 },
		{ 5, 20, 9, 30, 4, 4, 0, 0, 0, 0 },
		{ 0, 0, 0, 0, 4, 4, 0, 0, 0, 0 },
		{ 1000, 10000, 1, 1, 4, 6, 999, 9999, 4, 6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct review_day day = { .new_per_day = cases[i].new_per_day, .reviews_per_day = cases[i].reviews_per_day,
			.new_done = cases[i].new_done, .reviews_done = cases[i].reviews_done, .new_waiting = cases[i].waiting,
			.learning_due = 2, .reviews_due = cases[i].due };
		struct review_limits limits = review_limits_of(&day);
		struct review_counts counts = review_counts_of(&day);

		assert_int_equal(limits.new_left, cases[i].new_left);
		assert_int_equal(limits.reviews_left, cases[i].reviews_left);
		assert_int_equal(counts.new, cases[i].news);
		assert_int_equal(counts.review, cases[i].reviews);
		assert_int_equal(counts.learning, 2);
	}
}

/* Answer by answer, with a zone and a retention that change on the way: the fold of the rows gives the same card. */
static void
fold_gives_what_the_answers_gave(void **state)
{
	static const int64_t ratings[ROWS] = { 0, 3, 3, 2, 1, 3, 4, 3, 1, 1, 3, 3 };
	struct schedule_card card = SCHEDULE_CARD_NEW, states[ROWS + 1];
	struct review_entry entries[ROWS];
	int64_t at = START;

	(void)state;
	for (int64_t i = 0; i < ROWS; i++) {
		const char *zone = i < 6 ? "Europe/Madrid" : "Asia/Tokyo";
		double retention = i < 4 ? (double)NAN : 0.8 + 0.01 * (double)i;
		struct schedule_setup setup = review_setup(CARD, zone, 4, at, retention);
		struct schedule_result result = { .kind = SCHEDULE_kind_seed };
		int64_t day = local_day(zone, 4, at);

		if (i == 0) {
			assert_int_equal(schedule_seed(&setup, &card, FSRS_good, at, day, day + 3), 0);
		} else {
			assert_int_equal(schedule_answer(&setup, &card, ratings[i], at, day, &result), 0);
			card = result.card;
		}
		if (card.state == SCHEDULE_review)
			card.due_at = local_day_start(zone, 4, card.due_day);
		entries[i] = (struct review_entry){ .card_key = CARD, .review_kind = result.kind,
			.rating = i == 0 ? FSRS_good : ratings[i], .answered_at = at, .tz_offset = zone_offset(zone, at),
			.rollover_hour = 4, .local_day = day, .desired_retention = retention, .due_after = card.due_at,
			.due_day_after = card.due_day };
		at = card.due_at + 3600 * MS_PER_SECOND;
	}
	assert_true(review_fold(CARD, entries, ROWS, states));
	assert_int_equal(states[0].state, SCHEDULE_new);
	assert_int_equal(states[ROWS].state, card.state);
	assert_int_equal(states[ROWS].reps, ROWS - 1);
	assert_int_equal(states[ROWS].lapses, card.lapses);
	assert_int_equal(states[ROWS].due_at, card.due_at);
	assert_int_equal(states[ROWS].due_day, card.due_day);
	assert_int_equal(states[ROWS].scheduled_days, card.scheduled_days);
	assert_true(states[ROWS].stability == card.stability && states[ROWS].difficulty == card.difficulty);
	entries[5].rating = 9;
	assert_false(review_fold(CARD, entries, ROWS, states));
}

static void
clause_is_the_phrase(void **state)
{
	static const struct {
		const char *sentence, *term;
		bool equal;
	} cases[] = {
		{ "I'd like the soup.", "I'd like the soup", true },
		{ "Good evening! I\u2019D like  the soup, please.", "I'd like the soup.", true },
		{ "We're four people, please.", "We're four people, please", true },
		{ "We're four people.", "We're four people, please", false },
		{ "I'd like the soup and bread", "I'd like the soup", false },
		{ "Well I'd like the soup", "I'd like the soup", false },
		{ "A soup", "soups", false },
		{ "¿Tienen una mesa?", "Tienen una mesa", true },
		{ "我想要一杯咖啡。", "我想要一杯咖啡", true },
		{ "我想要一杯咖啡和茶。", "我想要一杯咖啡", false },
		{ "Nous avons réservé!", "nous avons réservé", true },
		{ "Check-in?", "check in", true },
		{ "", "soup", false },
		{ "...", "!", false },
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (vocabulary_clause_equal(arena, cases[i].sentence, cases[i].term) != cases[i].equal)
			fail_msg("\"%s\" and \"%s\"", cases[i].sentence, cases[i].term);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_leave_what_was_not_done),
		cmocka_unit_test(fold_gives_what_the_answers_gave),
		cmocka_unit_test(clause_is_the_phrase),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
