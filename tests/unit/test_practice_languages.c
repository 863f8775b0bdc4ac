/* A small scenario in each language without one in the library: a learner completes it, noise does not. */
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
#include "reachability.h"
#include "record.h"
#include "scenario.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { PHASES = 2, TURNS = 4, NOISE_TURNS = 12 };

/* What a plausible learner says in each phase, and what says nothing. */
static const struct trial {
	const char *language;
	const char *said[PHASES][TURNS];
	const char *yes, *gibberish;
} trials[] = {
	{ "fr", { { "Bonjour ! Je vais prendre un café avec du lait.", "Oui, un croissant pour moi.",
	    "Oui, et le café est très bon ici." },
	    { "On voudrait l'addition, s'il vous plaît.", "Par carte, c'est possible ?" } },
	    "oui", "blorfe quandip touzique" },
	{ "de", { { "Guten Tag, ich hätte gern einen Kaffee mit Milch.", "Ja, ein Stück Kuchen bitte.",
	    "Ja, und der Kuchen ist sehr gut." },
	    { "Ja, sehr gut. Und die Rechnung, bitte.", "Mit der Karte, wenn es geht." } },
	    "ja", "blorfen quandig touzisch" },
	{ "it", { { "Buongiorno, prendo un caffè con il latte.", "Sì, vorrei anche un cornetto.",
	    "Sì, e il caffè qui è molto buono." },
	    { "No grazie, vorrei il conto.", "Vorrei pagare con la carta." } },
	    "sì", "blorfo quandippo touzica" },
	{ "pt", { { "Bom dia, eu quero um café com leite.", "Sim, também queria um bolo.",
	    "Sim, e o café aqui é muito bom." },
	    { "Não, obrigado. Queria a conta, por favor.", "Pode ser com cartão?" } },
	    "sim", "blorfo quandipa touzica" },
	{ "zh", { { "你好，我要一杯咖啡，加牛奶。", "好，我要一块蛋糕。", "对，这里的咖啡很好喝。" },
	    { "不用了，我要买单。", "我可以刷卡吗？" } },
	    "是", "囧槑烎嘂" },
	{ "ja", { { "すみません、コーヒーをください。", "はい、ケーキもお願いします。",
	    "そうですね、ここのコーヒーはおいしいです。" },
	    { "いいえ、お会計をお願いします。", "カードで払えますか。" } },
	    "はい", "ぶろふくわんぢ" },
};

static struct arena *arena;

/* Open a run of ${trial}'s scenario. */
static struct practice *
trial_open(const struct trial *trial, struct practice_answer *answer)
{
	struct problems problems = { .arena = arena };
	struct scenario *scenario = arena_alloc(arena, sizeof *scenario);
	const struct language *language;
	struct file file;
	const char *error;

	assert_null(file_read(arena, arena_printf(arena, "%s/tests/practice/cafe_%s.json", PARLANCE_SRCDIR,
	    trial->language), 1 << 20, &file));
	assert_true(scenario_read(file.text, file.length, scenario, &problems));
	language = language_load(arena, PARLANCE_SRCDIR "/data/lang", trial->language, &error);
	assert_non_null(language);
	return practice_open(arena, practice_compile(arena, scenario, language, NULL), 0, NULL, answer);
}

static void
say(struct practice *run, const char *text, struct practice_answer *answer)
{
	assert_int_equal(practice_apply(run, &(struct practice_event) { .event = EVENT_say, .text = text },
	    answer), PRACTICE_ok);
}

static void
test_learner(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(trials); i++) {
		struct practice_answer answer;
		struct practice_result result;
		struct practice *run = trial_open(&trials[i], &answer);

		for (size_t phase = 0; phase < PHASES; phase++) {
			if (phase > 0 && practice_apply(run, &(struct practice_event) { .event = EVENT_next },
			    &answer) != PRACTICE_ok)
				fail_msg("%s: phase 0 stays at %u", trials[i].language, answer.progress_after);
			for (size_t t = 0; t < TURNS && trials[i].said[phase][t] != NULL; t++)
				say(run, trials[i].said[phase][t], &answer);
		}
		if (answer.progress_after < PRACTICE_COMPLETE)
			fail_msg("%s: phase 1 stays at %u", trials[i].language, answer.progress_after);
		assert_int_equal(practice_result(run, &result), PRACTICE_ok);
		assert_int_equal(result.phases_completed, PHASES);
		assert_true(result.vocabulary_mastered >= 2);
	}
}

static void
test_noise(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(trials); i++)
		for (size_t noise = 0; noise < 2; noise++) {
			const char *text = noise == 0 ? trials[i].yes : trials[i].gibberish;
			struct practice_answer answer;
			struct practice *run = trial_open(&trials[i], &answer);

			for (size_t t = 0; t < NOISE_TURNS; t++)
				say(run, text, &answer);
			if (answer.progress_after >= PRACTICE_COMPLETE / 2)
				fail_msg("%s: %u by \"%s\"", trials[i].language, answer.progress_after, text);
		}
}

/* The players of the library's check behave as well in these languages. */
static void
test_reachable(void **state)
{
	size_t faults = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(trials); i++) {
		struct problems problems = { .arena = arena };
		struct scenario scenario = { 0 };
		struct reachability_report report;
		struct file file;
		const char *error;

		assert_null(file_read(arena, arena_printf(arena, "%s/tests/practice/cafe_%s.json",
		    PARLANCE_SRCDIR, trials[i].language), 1 << 20, &file));
		assert_true(scenario_read(file.text, file.length, &scenario, &problems));
		reachability_check(arena, practice_compile(arena, &scenario, language_load(arena,
		    PARLANCE_SRCDIR "/data/lang", trials[i].language, &error), NULL), &report);
		for (size_t f = 0; f < report.n_faults; f++)
			print_error("%s: %s, phase %zu: %u in %zu turns\n", trials[i].language,
			    reachability_player_name(report.faults[f].player), report.faults[f].phase,
			    report.faults[f].progress, report.faults[f].turns);
		faults += report.n_faults;
	}
	assert_int_equal(faults, 0);
}

static int
arena_open(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
arena_close(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_learner),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_reachable),
	};

	return cmocka_run_group_tests_name("practice_languages", tests, arena_open, arena_close);
}
