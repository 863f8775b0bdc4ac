/* What a finished run gives: figures and the cards to make. */

#include "practice_private.h"

#include <stdlib.h>
#include <string.h>

/* What a level is worth in the success rate. */
static const double level_worth[] = {
	[LEVEL_missed] = 0, [LEVEL_almost] = 0, [LEVEL_recited] = 0.25,
	[LEVEL_hinted] = 0.5, [LEVEL_supported] = 1, [LEVEL_own] = 1,
};
#define CONFIRMED_WORTH 0.5
#define MODEL_SHARE 0.5 /* of the model's tokens: the learner said it, not only what it means */

static double
goal_worth(const struct practice_goal *goal)
{
	double worth = level_worth[goal->level];

	return goal->state == GOAL_confirmed && worth > CONFIRMED_WORTH ? CONFIRMED_WORTH : worth;
}

static double
items_worth(const struct phase_state *state, const struct item_state *items, size_t n)
{
	double worth = 0;

	for (size_t i = 0; i < n; i++)
		worth += level_worth[practice_level(state, &items[i])];
	return worth;
}

/* Return the share (0-1) of a phase that was done well: goals and language in equal parts. */
static double
phase_success(const struct course_phase *phase, const struct phase_state *state)
{
	size_t words = phase->source->n_key_vocabulary;
	size_t phrases = phase->source->n_essential_phrases;
	size_t half = (words + 1) / 2 + (phrases + 1) / 2; /* of each, rounded up */
	double wanted = (double)half, goals = 0, language;

	if (state->skipped)
		return 0;
	for (size_t g = 0; g < phase->n_goals; g++)
		goals += goal_worth(&state->goals[g]);
	language = items_worth(state, state->words, words) +
	    2 * items_worth(state, state->phrases, phrases);
	language = wanted > 0 && language < wanted ? language / wanted : 1;
	return (goals / (double)(phase->n_goals == 0 ? 1 : phase->n_goals) + language) / 2;
}

/* Cards while they are collected. */
struct deck {
	const struct practice *practice;
	struct practice_card *cards;
	const char **keys; /* of each card, NULL for phrases */
	size_t n;
};

/* Add ${card}; of a word met in several phases the best use stays. */
static void
deck_add(struct deck *deck, const struct practice_card *card, const char *key)
{
	size_t i = 0;

	while (i < deck->n && (key == NULL || deck->keys[i] == NULL ||
	    strcmp(deck->keys[i], key) != 0))
		i++;
	if (i == deck->n) {
		deck->keys[deck->n] = key;
		deck->cards[deck->n++] = *card;
	} else if (card->level > deck->cards[i].level) {
		deck->cards[i] = *card;
	}
}

static void
deck_words(struct deck *deck, size_t number)
{
	const struct course_phase *phase = &deck->practice->course->phases[number];
	const struct phase_state *state = &deck->practice->phases[number];

	for (size_t i = 0; i < phase->source->n_key_vocabulary; i++) {
		const struct word *word = &phase->source->key_vocabulary[i];
		struct practice_card card = {
			.kind = ITEM_word, .phase = number, .item = i, .term = word->term,
			.example = word->example, .sentence = state->words[i].item.sentence,
			.level = practice_level(state, &state->words[i]),
		};

		deck_add(deck, &card, phase->keys[i]);
	}
}

/* Return how well the model of ${goal} is known; reaching it in other words is support. */
static enum level
model_level(const struct practice *practice, const struct practice_goal *goal,
    const struct piece *model)
{
	if (goal->state == GOAL_open)
		return goal->hinted ? LEVEL_hinted : LEVEL_missed;
	if (goal->state == GOAL_confirmed)
		return LEVEL_hinted;
	if (goal->level == LEVEL_own &&
	    !practice_covers(practice->said[goal->turn - 1], model->reading, MODEL_SHARE))
		return LEVEL_supported;
	return goal->level;
}

static void
deck_models(struct deck *deck, size_t number)
{
	const struct practice *practice = deck->practice;
	const struct course_phase *phase = &practice->course->phases[number];
	size_t made = 0;

	for (size_t g = 0; g < phase->n_goals && made < PHRASE_CARDS; g++) {
		const struct practice_goal *goal = &practice->phases[number].goals[g];
		const struct piece *model = &phase->goals[g].model;
		struct practice_card card = {
			.kind = ITEM_phrase, .phase = number, .item = g, .term = model->text,
		};

		if (model->text == NULL)
			continue;
		card.level = model_level(practice, goal, model);
		if (goal->turn > 0)
			card.sentence = practice->said[goal->turn - 1]->text;
		deck_add(deck, &card, NULL);
		made++;
	}
}

/* Order in which cards are met: what was used first, then what was nearest to being used. */
static int
card_rank(const struct practice_card *card)
{
	static const int ranks[] = {
		[LEVEL_missed] = 4, [LEVEL_almost] = 2, [LEVEL_recited] = 3,
		[LEVEL_hinted] = 2, [LEVEL_supported] = 1, [LEVEL_own] = 5,
	};

	return card->start == START_good ? 0 : ranks[card->level];
}

static int
card_order(const void *a, const void *b)
{
	const struct practice_card *x = a, *y = b;

	if (card_rank(x) != card_rank(y))
		return card_rank(x) - card_rank(y);
	if (x->phase != y->phase)
		return x->phase < y->phase ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

/* Decide how each card begins, and order them. */
static void
deck_start(struct deck *deck)
{
	unsigned good = 0;

	for (size_t i = 0; i < deck->n; i++) {
		struct practice_card *card = &deck->cards[i];

		card->start = START_new;
		if (card->level == LEVEL_own && good < GOOD_STARTS) {
			card->start = START_good;
			card->due_days = GOOD_DAYS_FIRST + good++ % GOOD_DAYS;
		} else if (card->level == LEVEL_supported) {
			card->start = START_hard;
			card->due_days = HARD_DAYS;
		}
	}
	qsort(deck->cards, deck->n, sizeof *deck->cards, card_order);
}

static void
result_cards(const struct practice *practice, struct practice_result *result)
{
	struct deck deck = { .practice = practice };
	size_t room = 0;

	for (size_t p = 0; p < practice->course->n_phases; p++)
		room += practice->course->phases[p].source->n_key_vocabulary + PHRASE_CARDS;
	deck.cards = arena_array(practice->arena, room, sizeof *deck.cards);
	deck.keys = arena_array(practice->arena, room, sizeof *deck.keys);
	for (size_t p = 0; p < practice->course->n_phases; p++) {
		if (!practice->phases[p].visited)
			continue;
		deck_words(&deck, p);
		deck_models(&deck, p);
	}
	for (size_t i = 0; i < deck.n; i++)
		result->vocabulary_mastered += deck.cards[i].kind == ITEM_word &&
		    deck.cards[i].level == LEVEL_own;
	deck_start(&deck);
	result->cards = deck.cards;
	result->n_cards = deck.n;
}

static void
result_figures(const struct practice *practice, struct practice_result *result)
{
	const struct course *course = practice->course;
	double sum = 0;

	result->phases_total = course->n_phases;
	for (size_t p = 0; p < course->n_phases; p++) {
		const struct course_phase *phase = &course->phases[p];
		const struct phase_state *state = &practice->phases[p];
		bool complete = phase_complete(state);

		sum += phase_success(phase, state);
		result->phases_completed += complete;
		result->objectives_total += phase->source->n_learning_objectives;
		result->objectives_completed += complete ? phase->source->n_learning_objectives : 0;
		result->goals_total += phase->n_goals;
		for (size_t g = 0; g < phase->n_goals; g++)
			result->goals_completed += state->goals[g].state != GOAL_open;
	}
	result->success_rate = sum / (double)course->n_phases;
	result->completion_score = (unsigned)(100 * result->success_rate + 0.5);
	result->partial = !phase_complete(&practice->phases[course->n_phases - 1]) ||
	    2 * result->phases_completed < course->n_phases;
}

enum practice_error
practice_result(const struct practice *practice, struct practice_result *result)
{
	*result = (struct practice_result) { 0 };
	result_figures(practice, result);
	if (result->phases_completed == 0)
		return PRACTICE_nothing_complete;
	result_cards(practice, result);
	if (!practice->phases[practice->phase].closed)
		practice_partner_close(practice, &result->close);
	return PRACTICE_ok;
}
