/* Progress, levels and results on a small scenario that has one of everything. */
#include "cafe.h"

static void
test_levels(void **state)
{
	(void)state;
	open_run(0, "garden");
	say("We have a reservation for dinner tonight.");
	assert_int_equal(word_level(2), LEVEL_own);
	assert_string_equal(view.phases[0].items[2].sentence, "We have a reservation for dinner tonight");
	assert_int_equal(view.phases[0].items[2].turn, 1);
	say("window");
	assert_int_equal(word_level(3), LEVEL_recited);
	assert_int_equal(event(EVENT_list, NULL, 0), PRACTICE_ok);
	assert_true(view.list_open);
	say("Is the kitchen open in the morning?");
	assert_int_equal(word_level(5), LEVEL_supported);
	assert_false(view.list_open);

	open_run(0, "garden");
	assert_int_equal(event(EVENT_hint, NULL, HINT_start), PRACTICE_ok);
	say("I'd like to book a table, please.");
	assert_int_equal(word_level(0), LEVEL_hinted);
	assert_int_equal(view.phases[0].goals[0].level, LEVEL_hinted);
	assert_true(view.phases[0].goals[0].hinted);

	open_run(0, "garden");
	say("I'd like to book a tabel for us, please."); /* a typo */
	assert_int_equal(word_level(0), LEVEL_supported);
	assert_non_null(answer.remark);
	assert_string_equal(answer.remark->wanted, "table");
	say("I'd like to book a tabel for you, please.");
	assert_null(answer.remark); /* the same remark once per run */
	assert_int_equal(view.phases[0].n_remarks, 1);
}

/* Short answers are one's own beside a sentence, not on their own. */
static void
test_short_answers(void **state)
{
	(void)state;
	open_run(0, "garden");
	say("Table.");
	assert_int_equal(view.phases[0].goals[0].state, GOAL_shown);
	assert_int_equal(word_level(0), LEVEL_supported);
	say("We are four people this evening.");
	assert_int_equal(word_level(0), LEVEL_own);
}

static void
test_recital(void **state)
{
	static const char *const words[] = { "table", "people", "reservation", "window", "dinner", "kitchen" };
	struct practice_result result;

	(void)state;
	open_run(0, "garden");
	say("table, people, reservation, window, dinner, kitchen");
	assert_true(answer.recital);
	assert_int_equal(move(), MOVE_recital);
	assert_int_equal(answer.progress_after, 200);
	assert_int_equal(word_level(0), LEVEL_recited);

	open_run(0, "garden");
	say("the table and the people and the window and the dinner"); /* no sentence either */
	assert_int_equal(move(), MOVE_recital);
	assert_int_equal(word_level(0), LEVEL_recited);

	open_run(0, "garden");
	for (size_t round = 0; round < 3; round++)
		for (size_t i = 0; i < COUNT(words); i++)
			say(words[i]);
	assert_true(answer.progress_after < PRACTICE_COMPLETE);
	assert_int_equal(word_level(5), LEVEL_recited);

	open_run(0, "garden");
	say("I'd like to book a table. We're four people. Could we sit by the window? Is the kitchen still open?");
	assert_true(answer.recital);
	assert_true(answer.can_advance); /* completing is permissive */
	assert_int_equal(practice_result(run, &result), PRACTICE_ok);
	assert_int_equal(result.vocabulary_mastered, 0); /* credit is strict */
	assert_in_range(result.completion_score, 1, 20);
	for (size_t i = 0; i < result.n_cards; i++)
		assert_int_equal(result.cards[i].start, START_new);
}

static void
test_nothing_new(void **state)
{
	(void)state;
	open_run(0, "garden");
	say("La Luna, good evening. How can I help you?");
	assert_int_equal(answer.progress_after, 0);
	say("How can I help you?");
	assert_int_equal(answer.progress_after, 0);
	for (int i = 0; i < 10; i++)
		say("yes");
	assert_int_equal(answer.progress_after, 0);
	say("We had dinner in the kitchen at home.");
	for (int i = 0; i < 5; i++) {
		unsigned before = answer.progress_after;

		say("We had dinner in the kitchen at home.");
		assert_int_equal(answer.progress_after, before);
	}
}

static void
test_hints(void **state)
{
	(void)state;
	open_run(0, "garden");
	assert_int_equal(event(EVENT_hint, NULL, HINT_meaning), PRACTICE_ok);
	assert_string_equal(answer.hint->text, "Di que quieres una mesa");
	assert_false(view.phases[0].goals[0].hinted);
	assert_int_equal(event(EVENT_hint, NULL, HINT_start), PRACTICE_ok);
	assert_string_equal(answer.hint->text, "I'd l___ t_ …");
	assert_int_equal(event(EVENT_hint, NULL, HINT_model), PRACTICE_ok);
	assert_string_equal(answer.hint->text, "I'd like to book a table");
	assert_string_equal(answer.hint->goal, "want");
	assert_int_equal(answer.n_turns, 0);
	say("I need a table.");
	assert_int_equal(event(EVENT_hint, NULL, HINT_start), PRACTICE_ok);
	assert_string_equal(answer.hint->text, "W_'re …");
}

static void
test_result(void **state)
{
	struct practice_result result;
	size_t good = 0, sentences = 0;
	enum start last = START_good;

	(void)state;
	open_run(0, "garden");
	say("I'd like to book a table for dinner, please.");
	say("We're four people, and we have a reservation.");
	say("Nine would be perfect for us.");
	say("No, four of us, by the window if possible.");
	assert_int_equal(event(EVENT_next, NULL, 0), PRACTICE_ok);
	assert_int_equal(practice_result(run, &result), PRACTICE_ok);
	assert_true(result.partial);
	assert_int_equal(result.phases_completed, 1);
	assert_int_equal(result.phases_total, 3);
	assert_int_equal(result.objectives_completed, 1);
	assert_int_equal(result.goals_completed, 2);
	assert_in_range(result.completion_score, 25, 34); /* one phase of three */
	assert_true(result.vocabulary_mastered >= 4);
	for (size_t i = 0; i < result.n_cards; i++) {
		const struct practice_card *card = &result.cards[i];

		assert_in_range(card->phase, 0, 1); /* the third was not visited */
		assert_true(card->start >= last || card->level == LEVEL_own);
		last = card->start;
		good += card->start == START_good;
		sentences += card->sentence != NULL;
		if (card->start == START_good)
			assert_in_range(card->due_days, 2, 5);
	}
	assert_in_range(good, 4, 10);
	assert_true(sentences >= 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_short_answers),
		cmocka_unit_test(test_recital),
		cmocka_unit_test(test_nothing_new),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_result),
	};

	return cmocka_run_group_tests_name("practice_evidence", tests, course_read, course_free);
}
