#include "reachability.h"

#include <string.h>

#include "buffer.h"
#include "practice_private.h"

enum {
	TURNS_ENOUGH = 30, /* a phase that takes longer is not playable */
	TURNS_ATTACK = 24, /* an attack that got nowhere by then gets nowhere */
};

/* Yes, in the order of language_codes. */
static const char *const yes[LANGUAGE_COUNT] = {
	"yes", "sí", "oui", "ja", "sì", "sim", "对", "はい",
};

static const char *const gibberish[] = {
	"asdf qwer zxcv", "blorf kwee drun falt", "xyzzy plugh", "hgfdsa", "mnb vcx lkj poi uyt",
	"zzz", "qaz wsx edc rfv tgb", "lorp dimm sorp",
};

/* Values that stand for slots when a pattern is said. */
static const char *const values[] = {
	[SLOT_n] = "4", [SLOT_time] = "8:00", [SLOT_date] = "12/5", [SLOT_name] = "Ana",
};

/* Where a player stands. */
struct scene {
	const struct practice *practice;
	const struct course_phase *phase;
	const struct phase_state *state;
	const struct practice_answer *answer;
	size_t turn;
};

/* Return ${pattern} as somebody would say it: slots filled, free parts by a word of ${phase}. */
static const char *
pattern_said(struct arena *arena, const struct course_phase *phase, const char *pattern)
{
	const char *word = phase->source->key_vocabulary[0].term, *said = pattern;
	const char *gap, *shut;

	while ((gap = strstr(said, "…")) != NULL)
		said = arena_printf(arena, "%.*s%s%s", (int)(gap - said), said, word,
		    gap + strlen("…"));
	if (practice_fill(arena, said, values) != NULL)
		return practice_fill(arena, said, values);
	while ((gap = strchr(said, '{')) != NULL && (shut = strchr(gap, '}')) != NULL)
		said = arena_printf(arena, "%.*s%s%s", (int)(gap - said), said, word, shut + 1);
	return said;
}

/* Return phrase number ${i}, counted round, of ${phase}. */
static const char *
phrase_said(const struct scene *scene, const struct course_phase *phase, size_t i)
{
	return pattern_said(scene->practice->arena, phase,
	    phase->source->essential_phrases[i % phase->source->n_essential_phrases].text);
}

static const char *
say_prepared(const struct scene *scene)
{
	size_t goal = practice_goal(scene->practice);

	if (goal == NONE || scene->phase->goals[goal].model.text == NULL)
		return phrase_said(scene, scene->phase, scene->turn);
	return scene->phase->goals[goal].model.text;
}

/* One piece of evidence after the other while the goal stays open. */
static const char *
say_brief(const struct scene *scene)
{
	size_t number = practice_goal(scene->practice);
	const struct course_goal *goal;

	if (number == NONE || scene->phase->goals[number].n_evidence == 0)
		return phrase_said(scene, scene->phase, scene->turn);
	goal = &scene->phase->goals[number];
	return pattern_said(scene->practice->arena, scene->phase,
	    goal->evidence[scene->turn % goal->n_evidence]);
}

static const char *
say_words(const struct scene *scene)
{
	const struct phase *source = scene->phase->source;
	size_t word = scene->turn % source->n_key_vocabulary;
	const char *example = source->key_vocabulary[word].example;

	if (scene->state->check != NONE)
		return scene->phase->goals[scene->state->check].model.text;
	return example != NULL ? example : phrase_said(scene, scene->phase, scene->turn);
}

static const char *
say_silent(const struct scene *scene)
{
	(void)scene;
	return "...";
}

static const char *
say_gibberish(const struct scene *scene)
{
	return gibberish[scene->turn % (sizeof gibberish / sizeof *gibberish)];
}

static const char *
say_word_list(const struct scene *scene)
{
	const struct phase *source = scene->phase->source;
	struct buffer buffer = { .arena = scene->practice->arena };

	if (scene->turn > 0)
		return source->key_vocabulary[(scene->turn - 1) % source->n_key_vocabulary].term;
	for (size_t i = 0; i < source->n_key_vocabulary; i++) {
		buffer_text(&buffer, i == 0 ? "" : ", ");
		buffer_text(&buffer, source->key_vocabulary[i].term);
	}
	return buffer_string(&buffer);
}

static const char *
say_word_by_word(const struct scene *scene)
{
	const struct phase *source = scene->phase->source;

	return source->key_vocabulary[scene->turn % source->n_key_vocabulary].term;
}

static const char *
say_echo(const struct scene *scene)
{
	return scene->answer->turns[scene->answer->n_turns - 1].text;
}

static const char *
say_yes(const struct scene *scene)
{
	const char *code = language_code(scene->practice->course->language);
	size_t i = 0;

	while (strcmp(language_codes[i], code) != 0)
		i++;
	return yes[i];
}

/* The other phases' models, then their phrases, one after the other. */
static const char *
say_elsewhere(const struct scene *scene)
{
	const struct course *course = scene->practice->course;
	size_t left = scene->turn;

	if (scene->state->check != NONE)
		return say_yes(scene);
	for (size_t p = 0; p < course->n_phases; p++) {
		const struct course_phase *phase = &course->phases[p];

		if (phase == scene->phase)
			continue;
		if (left < phase->n_goals && phase->goals[left].model.text != NULL)
			return phase->goals[left].model.text;
		left -= left < phase->n_goals ? left : phase->n_goals;
		if (left < phase->source->n_essential_phrases)
			return phrase_said(scene, phase, left);
		left -= phase->source->n_essential_phrases;
	}
	return NULL;
}

/* clang-format off */
static const struct {
	const char *name;
	bool honest;
	const char *(*say)(const struct scene *scene);
} players[] = {
	[PLAYER_prepared] = { "prepared", true, say_prepared },
	[PLAYER_brief] = { "brief", true, say_brief },
	[PLAYER_words] = { "words", true, say_words },
	[PLAYER_silent] = { "silent", false, say_silent },
	[PLAYER_gibberish] = { "gibberish", false, say_gibberish },
	[PLAYER_word_list] = { "word_list", false, say_word_list },
	[PLAYER_word_by_word] = { "word_by_word", false, say_word_by_word },
	[PLAYER_echo] = { "echo", false, say_echo },
	[PLAYER_yes] = { "yes", false, say_yes },
	[PLAYER_elsewhere] = { "elsewhere", false, say_elsewhere },
};
/* clang-format on */

const char *
reachability_player_name(enum player player)
{
	return players[player].name;
}

bool
reachability_honest(enum player player)
{
	return players[player].honest;
}

const char *
reachability_say(enum player player, const struct practice *practice,
    const struct practice_answer *answer, size_t turn)
{
	struct scene scene = {
		practice, &practice->course->phases[practice->phase],
		&practice->phases[practice->phase], answer, turn,
	};

	return players[player].say(&scene);
}

/* Play ${phase} alone with ${player}; ${*turns} is what it took. Return the progress reached. */
static unsigned
phase_play(struct arena *arena, const struct course *course, enum player player, size_t phase,
    size_t *turns)
{
	static const struct practice_event skip = { .event = EVENT_skip };
	struct practice_answer answer;
	struct practice *practice = practice_open(arena, course, 0, NULL, &answer);
	const struct phase_state *state = &practice->phases[phase];
	size_t most = players[player].honest ? TURNS_ENOUGH : TURNS_ATTACK;

	for (size_t i = 0; i < phase; i++)
		if (practice_apply(practice, &skip, &answer) != PRACTICE_ok)
			return 0;
	for (*turns = 0; *turns < most && !phase_complete(state); ++*turns) {
		struct practice_event event = { .event = EVENT_say };

		event.text = reachability_say(player, practice, &answer, *turns);
		if (event.text == NULL || practice_apply(practice, &event, &answer) != PRACTICE_ok)
			break;
	}
	return state->progress;
}

void
reachability_check(struct arena *arena, const struct course *course,
    struct reachability_report *report)
{
	*report = (struct reachability_report) { .reachable = true };
	report->faults = arena_array(arena, course->n_phases * PLAYER_end, sizeof *report->faults);
	for (size_t phase = 0; phase < course->n_phases; phase++)
		for (enum player player = PLAYER_prepared; player < PLAYER_end; player++) {
			size_t turns = 0;
			unsigned progress = phase_play(arena, course, player, phase, &turns);

			if (players[player].honest == (progress >= PRACTICE_COMPLETE))
				continue;
			report->reachable = false;
			report->faults[report->n_faults++] =
			    (struct reachability_fault) { player, phase, progress, turns };
		}
}
