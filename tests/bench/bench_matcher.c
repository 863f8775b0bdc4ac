/*
 * Turns per second of processor time, which is one core, of the matcher: a sentence of 12 words (zh, ja:
 * about as long) against a phase of 12 words and 7 phrases with their evidence.
 *
 * bench_matcher [DATA [SECONDS]]: prints one line for each language, and fails
 * when English is below the bar.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "arena.h"
#include "language.h"
#include "matcher.h"

enum { WORDS = 12, PHRASES = 7, GOALS = 3, PATTERNS = WORDS + PHRASES + GOALS, BATCH = 200 };

static const double bar = 20000; /* turns per second */

static const struct phase {
	const char *language, *native, *sentence;
	const char *words[WORDS], *phrases[PHRASES], *evidence[GOALS];
} phases[] = {
	{ "en", "es", "Good evening, we would like a quiet table for four people tonight",
	    { "table", "reservation", "waiter", "menu", "bill", "dessert", "quiet", "tonight", "to book", "name",
	    "window", "available" },
	    { "I'd like a table for {n}", "Do you have a table by the window?", "for {time}", "my name is {name}",
	    "Could we see the menu, please?", "That would be great", "Is it available tonight?" },
	    { "for {n} people", "we are {n}", "a table … tonight" } },
	{ "es", "en", "Buenas noches, quisiéramos una mesa tranquila para cuatro personas esta noche, por favor",
	    { "la mesa", "la reserva", "el camarero", "la carta", "la cuenta", "el postre", "tranquilo", "la noche",
	    "reservar", "el nombre", "la ventana", "libre" },
	    { "Quisiera una mesa para {n}", "¿Tienen una mesa junto a la ventana?", "a las {time}",
	    "me llamo {name}", "¿Nos trae la carta, por favor?", "Sería perfecto", "¿Está libre esta noche?" },
	    { "para {n} personas", "somos {n}", "una mesa … noche" } },
	{ "de", "en", "Guten Abend, wir möchten heute Abend einen ruhigen Tisch für vier Personen reservieren",
	    { "der Tisch", "die Reservierung", "der Kellner", "die Speisekarte", "die Rechnung", "der Nachtisch",
	    "ruhig", "der Abend", "reservieren", "der Name", "das Fenster", "frei" },
	    { "Ich möchte einen Tisch für {n}", "Haben Sie einen Tisch am Fenster?", "um {time}",
	    "mein Name ist {name}", "Könnten wir die Speisekarte haben?", "Das wäre toll", "Ist heute noch etwas frei?" },
	    { "für {n} Personen", "wir sind {n}", "einen Tisch … Abend" } },
	{ "zh", "en", "晚上好，我们想预订今天晚上四个人的安静的桌子，谢谢",
	    { "桌子", "预订", "服务员", "菜单", "买单", "甜点", "安静", "晚上", "见面", "名字", "窗户", "空位" },
	    { "我想预订{n}个人的桌子", "有靠窗的桌子吗", "{time}来", "我叫{name}", "请给我们菜单", "太好了", "今天晚上有空位吗" },
	    { "{n}个人", "我们{n}位", "预订…桌子" } },
	{ "ja", "en", "こんばんは、今晩四人で静かな席を予約したいのですが、お願いします",
	    { "席", "予約", "メニュー", "会計", "デザート", "静か", "今晩", "名前", "窓", "食べる", "飲む", "高い" },
	    { "{n}人の席をお願いします", "窓側の席はありますか", "{time}にお願いします", "私は{name}です",
	    "メニューをください", "それでいいです", "今晩は空いていますか" },
	    { "{n}人", "{n}名です", "席を…したい" } },
};

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static const struct language *
language_get(struct arena *arena, const char *data, const char *code)
{
	const char *error = NULL;
	const struct language *language = language_load(arena, arena_printf(arena, "%s/lang", data), code, &error);

	if (language == NULL) {
		fprintf(stderr, "bench_matcher: %s\n", error);
		exit(1);
	}
	return language;
}

static size_t
patterns_fill(const struct phase *phase, struct pattern *patterns)
{
	size_t n = 0;

	for (size_t i = 0; i < WORDS; i++)
		patterns[n++] = (struct pattern){ .kind = PATTERN_word, .item = i, .text = phase->words[i] };
	for (size_t i = 0; i < PHRASES; i++)
		patterns[n++] = (struct pattern){ .kind = PATTERN_phrase, .item = i, .text = phase->phrases[i] };
	for (size_t i = 0; i < GOALS; i++)
		patterns[n++] = (struct pattern){ .kind = PATTERN_evidence, .item = i, .text = phase->evidence[i] };
	return n;
}

/* Return turns per second of ${phase}. */
static double
phase_measure(const struct phase *phase, const char *data, double seconds)
{
	struct arena *compiled = arena_new(), *turn = arena_new();
	struct pattern patterns[PATTERNS];
	size_t n = patterns_fill(phase, patterns), turns = 0, matches = 0;
	const struct language *language = language_get(compiled, data, phase->language);
	const struct language *native = language_get(compiled, data, phase->native);
	double start = now(), compile, elapsed;
	struct matcher *matcher = NULL;

	for (size_t i = 0; i < 20; i++) {
		arena_reset(compiled);
		matcher = matcher_new(compiled, language, native,
		    &(struct phase_text){ patterns, n, phase->phrases, PHRASES });
	}
	compile = (now() - start) / 20;
	start = now();
	do {
		for (size_t i = 0; i < BATCH; i++) {
			struct reading reading;

			matcher_read(matcher, turn, phase->sentence, &reading);
			matches = reading.n_matches;
			arena_reset(turn);
		}
		turns += BATCH;
		elapsed = now() - start;
	} while (elapsed < seconds);
	printf("%s: %.0f turns/s, %.1f us a turn, %zu matches, compiled in %.0f us\n", phase->language,
	    (double)turns / elapsed, 1e6 * elapsed / (double)turns, matches, 1e6 * compile);
	arena_free(compiled);
	arena_free(turn);
	return (double)turns / elapsed;
}

int
main(int argc, char **argv)
{
	const char *data = argc > 1 ? argv[1] : "data";
	double seconds = argc > 2 ? strtod(argv[2], NULL) : 1, english = 0;

	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		double turns = phase_measure(&phases[i], data, seconds);

		if (strcmp(phases[i].language, "en") == 0)
			english = turns;
	}
	if (english < bar) {
		fprintf(stderr, "bench_matcher: %.0f turns/s are below the bar of %.0f\n", english, bar);
		return 1;
	}
	return 0;
}
