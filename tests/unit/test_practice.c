/* The rules of the partner on a small scenario that has one of everything. */
#include "cafe.h"

static void
test_script_is_followed(void **state)
{
	(void)state;
	open_run(0, "garden");
	assert_string_equal(answer.turns[0].text, "La Luna, good evening. How can I help you?");
	assert_int_equal(move(), MOVE_opener);
	assert_string_equal(say("Good evening! I'd like to book a table, please."),
	    "With pleasure. Let me look. For how many?");
	assert_int_equal(move(), MOVE_ack);
	assert_int_equal(answer.turns[0].line, 2);
	assert_int_equal(answer.n_goals, 1);
	assert_string_equal(answer.goals[0], "want");
	assert_string_equal(say("four"), "Four, lovely. Half past seven or nine?");
	assert_int_equal(answer.turns[0].line, 3);
	assert_string_equal(say("Nine is better for us."),
	    "Nine, fine. The kitchen closes at ten. Sorry, did you say five?");
	assert_int_equal(answer.turns[0].branch, 0);
	assert_string_equal(say("No, four."), "My mistake.");
	assert_true(answer.can_advance && answer.can_complete);
	assert_int_equal(event(EVENT_next, NULL, 0), PRACTICE_ok);
	assert_int_equal(answer.n_turns, 2);
	assert_string_equal(answer.turns[0].text, "See you tonight: a table for four. Goodbye!");
	assert_int_equal(answer.turns[0].move, MOVE_close);
	assert_int_equal(answer.turns[0].phase, 0);
	assert_int_equal(answer.turns[1].move, MOVE_opener);
	assert_int_equal(answer.turns[1].phase, 1);
}

static void
test_said_is_not_asked(void **state)
{
	(void)state;
	open_run(0, "garden");
	assert_string_equal(say("I'd like to book a table for four people, please."),
	    "With pleasure. Half past seven or nine?");
	assert_int_equal(answer.n_goals, 2);
	open_run(0, "garden");
	say("There are four of us.");
	assert_string_equal(answer.turns[0].text, "Four, lovely. How can I help you?");
	assert_string_equal(say("I need a table."), "With pleasure. Half past seven or nine?");
}

/* Small talk has its own ack; a goal reached out of turn has that of the line that asks for it. */
static void
test_acks(void **state)
{
	(void)state;
	open_run(1, NULL);
	say("I'd like to book a table for four people.");
	say("At seven.");
	say("No, we are four.");
	assert_non_null(strstr(say("My family loves risotto."), "I will tell the chef."));
	assert_int_equal(move(), MOVE_chat);
	open_run(0, "garden");
	say("I'd like to book a table.");
	for (int i = 0; i < 3; i++)
		say("Blorf.");
	assert_non_null(strstr(answer.turns[0].text, "Half past seven or nine?"));
	assert_non_null(strstr(say("There are four of us."), "Four, lovely."));
}

/* "Sorry" beside a no asks for no repetition; "what is a ..." asks for no word that the phase has not. */
static void
test_no_asides(void **state)
{
	(void)state;
	open_run(0, "garden");
	say("I'd like to book a table for four people.");
	say("No, sorry.");
	assert_int_not_equal(move(), MOVE_repeat);
	open_run(0, "garden");
	say("I'd like to book a table for four people.");
	say("At seven.");
	assert_string_equal(say("No, sorry."), "My mistake.");
	say("Sorry?");
	assert_int_equal(move(), MOVE_repeat);
	open_run(0, "garden");
	say("What is a good place here?");
	assert_int_equal(move(), MOVE_no_answer);
	say("What is a reservation?");
	assert_int_equal(move(), MOVE_meaning);
}

/* The first number that answers stays: times and telephone numbers are no party. */
static void
test_slots_are_kept(void **state)
{
	(void)state;
	open_run(0, "garden");
	say("I'd like to book a table.");
	say("Four");
	say("9");
	say("No. My number is 612345678.");
	assert_true(answer.can_advance);
	assert_int_equal(event(EVENT_next, NULL, 0), PRACTICE_ok);
	assert_string_equal(answer.turns[0].text, "See you tonight: a table for four. Goodbye!");
	open_run(0, "garden");
	say("I'd like to book a table for four people.");
	say("At seven.");
	say("Sorry, we are six.");
	assert_int_equal(event(EVENT_next, NULL, 0), PRACTICE_ok);
	assert_string_equal(answer.turns[0].text, "See you tonight: a table for six. Goodbye!");
}

/* A goodbye in time is answered by the close, which is not said again. */
static void
test_goodbye(void **state)
{
	(void)state;
	open_run(0, "garden");
	say("I'd like to book a table for four people.");
	say("Nine would be lovely.");
	assert_true(answer.can_advance);
	assert_string_equal(say("Goodbye!"), "See you tonight: a table for four. Goodbye!");
	assert_int_equal(event(EVENT_next, NULL, 0), PRACTICE_ok);
	assert_int_equal(answer.n_turns, 1);
	assert_int_equal(answer.turns[0].move, MOVE_opener);
	assert_int_equal(answer.turns[0].phase, 1);
}

static void
test_choice_and_twist(void **state)
{
	(void)state;
	assert_null(practice_open(arena, course, 0, "helicopter", &answer));
	open_run(1, NULL);
	assert_string_equal(view.choice, "veg");
	say("I'd like to book a table for four people.");
	say("At seven.");
	assert_string_equal(say("No, we are four."),
	    "My mistake. The chef makes a good mushroom risotto. Interested?");
	open_run(0, "garden");
	say("I'd like to book a table.");
	assert_null(strstr(say("What a lovely evening."), "five?")); /* a twist waits for its goal */
}

static void
test_check(void **state)
{
	static const char *const vague = "I was hoping to have dinner here with my family tonight.";
	unsigned before;

	(void)state;
	open_run(0, "garden");
	assert_non_null(strstr(say(vague), "I'd like to book a table"));
	assert_int_equal(move(), MOVE_check);
	assert_int_equal(answer.n_goals, 0);
	before = answer.progress_after;
	say("Yes.");
	assert_int_equal(move(), MOVE_confirmed);
	assert_int_equal(view.phases[0].goals[0].state, GOAL_confirmed);
	assert_int_equal(answer.progress_after, before + 150); /* half of the goals, at 0.6, are 0.3 of 0.5 */

	open_run(0, "garden");
	say(vague);
	say("I'd like to book a table.");
	assert_int_equal(view.phases[0].goals[0].state, GOAL_shown);
	assert_int_equal(view.phases[0].goals[0].level, LEVEL_supported);
	assert_int_equal(word_level(0), LEVEL_supported); /* the partner had just said "table" */

	open_run(0, "garden");
	say(vague);
	say("No.");
	assert_int_equal(move(), MOVE_denied);
	assert_int_equal(view.phases[0].goals[0].state, GOAL_open);
	assert_non_null(strstr(answer.turns[0].text, "How can I help you?"));
}

static void
test_again_and_moving_on(void **state)
{
	(void)state;
	open_run(0, "garden");
	say("I'd like to book a table.");
	assert_string_equal(say("Blorf."), "How many of you will there be?");
	assert_string_equal(say("Drum kwee."), "Two? Four?");
	assert_non_null(strstr(say("Plugh."), "Half past seven or nine?"));
	assert_int_equal(move(), MOVE_move_on);
	assert_non_null(strstr(say("At seven."), "Half past seven it is. For how many?")); /* the question only */
	assert_non_null(strstr(say("We are four."), "Four, lovely."));
	assert_true(view.phases[0].goals[1].state == GOAL_shown);
}

/* What costs nothing: ${text} gets ${move} and changes neither goals nor progress. */
static void
test_asides(void **state)
{
	static const struct { const char *text; enum move move; const char *holds; } asides[] = {
		{ "Hello!", MOVE_greeting, "How can I help you?" },
		{ "Could you repeat that, please?", MOVE_repeat, "La Luna, good evening. How can I help you?" },
		{ "More slowly, please.", MOVE_slower, "La Luna, good evening. How can I help you?" },
		{ "What does reservation mean?", MOVE_meaning, "la reserva" },
		{ "I don't know.", MOVE_dont_know, "How can I help you?" },
		{ "Thank you!", MOVE_thanks, "How can I help you?" },
		{ "Goodbye!", MOVE_goodbye, "How can I help you?" },
		{ "Quiero una mesa para cuatro personas", MOVE_native, "Say that you want a table" },
		{ "Do you like music?", MOVE_no_answer, "How can I help you?" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(asides); i++) {
		open_run(0, "garden");
		assert_non_null(strstr(say(asides[i].text), asides[i].holds));
		assert_int_equal(move(), asides[i].move);
		assert_int_equal(answer.progress_after, 0);
		assert_int_equal(view.phases[0].goals[0].state, GOAL_open);
		assert_int_equal(answer.n_items, 0);
		assert_int_equal(view.phases[0].n_remarks, 0);
	}
}

static void
test_errors(void **state)
{
	static char long_text[3 * PRACTICE_TEXT];
	struct practice_result result;

	(void)state;
	open_run(0, "garden");
	assert_int_equal(event(EVENT_next, NULL, 0), PRACTICE_phase_incomplete);
	assert_int_equal(practice_result(run, &result), PRACTICE_nothing_complete);
	assert_int_equal(event(EVENT_say, " \n ", 0), PRACTICE_text_missing);
	assert_int_equal(event(EVENT_say, "a\xff", 0), PRACTICE_text_missing);
	memset(long_text, 'a', PRACTICE_TEXT + 1);
	assert_int_equal(event(EVENT_say, long_text, 0), PRACTICE_text_too_long);
	long_text[PRACTICE_TEXT] = '\0';
	assert_int_equal(event(EVENT_say, long_text, 0), PRACTICE_ok);
	say("I'd like to book a table for four people.");
	say("Nine is fine for all of us.");
	assert_true(answer.can_advance);
	assert_int_equal(event(EVENT_skip, NULL, 0), PRACTICE_phase_complete);
	assert_int_equal(event(EVENT_hint, NULL, HINT_start), PRACTICE_no_goal);
	open_phase(2);
	assert_int_equal(event(EVENT_skip, NULL, 0), PRACTICE_last_phase);
	for (int i = 0; i < PRACTICE_TURNS; i++)
		say("blorf");
	assert_int_equal(event(EVENT_say, "blorf", 0), PRACTICE_too_many_turns);
}

/* Plain lines: asks find their goals by content words, the last one closes. */
static void
test_plain_lines(void **state)
{
	(void)state;
	open_phase(1);
	assert_string_equal(answer.turns[0].text, "Here is your chair. May I bring you a glass of something?");
	assert_non_null(strstr(say("Could I have a glass of water?"), "With ice?"));
	assert_int_equal(answer.n_goals, 1);
	assert_non_null(strstr(say("Without ice, please."), "It is a warm evening."));
	assert_int_equal(answer.n_goals, 1);
	say("Yes, it is very warm today.");
	assert_true(answer.can_advance);
	assert_int_equal(event(EVENT_next, NULL, 0), PRACTICE_ok);
	assert_string_equal(answer.turns[0].text, "Enjoy it.");
}

/* No lines at all, more goals than phrases: playable from the language pack's texts. */
static void
test_no_lines(void **state)
{
	(void)state;
	open_phase(2);
	assert_int_equal(answer.turns[0].line, 0);
	assert_non_null(answer.turns[0].text);
	say("Could I have the bill?");
	say("Can I pay by card?");
	say("And I need a receipt for the office.");
	assert_true(answer.can_complete);
	for (size_t g = 0; g < view.phases[2].n_goals; g++)
		assert_int_equal(view.phases[2].goals[g].state, GOAL_shown);
}

/* The state is a function of the events: another worker comes to the same answers. */
static void
test_replay(void **state)
{
	static const struct practice_event events[] = {
		{ EVENT_say, "Hello there, I would love a table near the window.", 0 },
		{ EVENT_hint, NULL, HINT_start },
		{ EVENT_say, "yes", 0 },
		{ EVENT_list, NULL, 0 },
		{ EVENT_say, "There are four of us.", 0 },
		{ EVENT_say, "nine", 0 },
		{ EVENT_next, NULL, 0 },
		{ EVENT_say, "Could I have a glas of water?", 0 },
		{ EVENT_say, "Yes.", 0 },
	};
	struct practice_answer first[COUNT(events)];

	(void)state;
	for (unsigned round = 0; round < 2; round++) {
		open_run(2, NULL);
		for (size_t i = 0; i < COUNT(events); i++) {
			assert_int_equal(practice_apply(run, &events[i], &answer), PRACTICE_ok);
			if (round == 0)
				first[i] = answer;
			assert_int_equal(answer.progress_after, first[i].progress_after);
			assert_int_equal(answer.n_turns, first[i].n_turns);
			for (size_t t = 0; t < answer.n_turns; t++)
				assert_string_equal(answer.turns[t].text, first[i].turns[t].text);
		}
	}
}

/* Progress never falls and no line of a later phase is heard, whatever is said. */
static void
test_laws(void **state)
{
	static const char *const said[] = {
		"yes", "no", "table", "I'd like to book a table", "Hello", "We are four", "What does dinner mean?",
		"blorf", "The bill, please", "We had dinner at home", "Goodbye", "Do you have orange juice?",
	};
	uint64_t random_state = 7;

	(void)state;
	for (unsigned variant = 0; variant < PRACTICE_VARIANTS; variant++) {
		const char *last = "";
		unsigned progress = 0;

		open_run(variant, NULL);
		for (int i = 0; i < 100; i++) {
			random_state = random_state * 6364136223846793005u + 1442695040888963407u;
			say(said[(random_state >> 33) % COUNT(said)]);
			assert_true(answer.progress_after >= progress);
			progress = answer.progress_after;
			assert_null(strstr(answer.turns[0].text, "chair"));
			assert_true(move() == MOVE_meaning || move() == MOVE_no_answer ||
			    strcmp(answer.turns[0].text, last) != 0);
			last = answer.turns[0].text;
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_is_followed),
		cmocka_unit_test(test_said_is_not_asked),
		cmocka_unit_test(test_acks),
		cmocka_unit_test(test_no_asides),
		cmocka_unit_test(test_slots_are_kept),
		cmocka_unit_test(test_goodbye),
		cmocka_unit_test(test_choice_and_twist),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_again_and_moving_on),
		cmocka_unit_test(test_asides),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_plain_lines),
		cmocka_unit_test(test_no_lines),
		cmocka_unit_test(test_replay),
		cmocka_unit_test(test_laws),
	};

	return cmocka_run_group_tests_name("practice", tests, course_read, course_free);
}
