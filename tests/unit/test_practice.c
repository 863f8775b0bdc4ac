/* The rules of the partner, progress and evidence on a small scenario that has one of everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "file.h"
#include "language.h"
#include "practice.h"
#include "record.h"
#include "scenario.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena *arena;
static const struct course *course;
static struct scenario scenario;
static struct practice *run;
static struct practice_answer answer;
static struct practice_view view;

static int
course_read(void **state)
{
	struct file file;
	struct problems problems = { 0 };
	const char *error;

	(void)state;
	problems.arena = arena = arena_new();
	if (file_read(arena, PARLANCE_SRCDIR "/tests/practice/cafe.json", 1 << 20, &file) != NULL ||
	    !scenario_read(file.text, file.length, &scenario, &problems))
		return -1;
	course = practice_compile(arena, &scenario,
	    language_load(arena, PARLANCE_SRCDIR "/data/lang", "en", &error),
	    language_load(arena, PARLANCE_SRCDIR "/data/lang", "es", &error));
	return 0;
}

static int
course_free(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static enum practice_error
event(enum event kind, const char *text, enum hint hint)
{
	enum practice_error error = practice_apply(run,
	    &(struct practice_event) { .event = kind, .text = text, .hint = hint }, &answer);

	practice_view(run, &view);
	return error;
}

/* Say ${text} and return the partner's answer. */
static const char *
say(const char *text)
{
	assert_int_equal(event(EVENT_say, text, 0), PRACTICE_ok);
	assert_int_equal(answer.n_turns, 1);
	return answer.turns[0].text;
}

static void
open_run(unsigned variant, const char *choice)
{
	run = practice_open(arena, course, variant, choice, &answer);
	assert_non_null(run);
	practice_view(run, &view);
}

/* Open a run and go to ${phase} by skipping. */
static void
open_phase(size_t phase)
{
	open_run(0, "garden");
	while (view.phase < phase)
		assert_int_equal(event(EVENT_skip, NULL, 0), PRACTICE_ok);
}

static enum level
word_level(size_t word)
{
	return view.phases[view.phase].items[word].level;
}

static enum move
move(void)
{
	return answer.turns[0].move;
}

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
		assert_int_equal(view.phases[0].remarks == NULL ? 0 : view.phases[0].n_remarks, 0);
	}
}

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
		cmocka_unit_test(test_choice_and_twist),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_again_and_moving_on),
		cmocka_unit_test(test_asides),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_short_answers),
		cmocka_unit_test(test_recital),
		cmocka_unit_test(test_nothing_new),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_plain_lines),
		cmocka_unit_test(test_no_lines),
		cmocka_unit_test(test_result),
		cmocka_unit_test(test_replay),
		cmocka_unit_test(test_laws),
	};

	return cmocka_run_group_tests_name("practice", tests, course_read, course_free);
}
