/*
 * What is to be answered now: learning cards that are due, then reviews in
 * order of retrievability, the least certain first, mixed evenly with new
 * cards, then learning cards that are due soon.  Never two cards of one item.
 */

#include "review.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "sql.h"

struct candidate {
	struct review_card *card;
	double order;
};

struct candidates {
	struct candidate *items;
	size_t count;
};

enum list { LIST_learning, LIST_review, LIST_new, LIST_ahead, LIST_count };

/* What the steps of one queue share. */
struct queue {
	struct db *db;
	struct arena *arena;
	const struct review_queue_in *in;
	struct review_queue *out;
	struct review_scope scope;
	struct schedule_setup setup; /* of any card; see setup_of() */
	struct candidates lists[LIST_count];
	struct review_card **chosen;
	size_t n_chosen;
};

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
above_zero(int64_t number)
{
	return number > 0 ? number : 0;
}

struct review_limits
review_limits_of(const struct review_day *day)
{
	int64_t news = day->new_per_day == ABSENT ? REVIEW_NEW_PER_DAY : day->new_per_day;
	int64_t reviews = day->reviews_per_day == ABSENT ? REVIEW_PER_DAY : day->reviews_per_day;

	return (struct review_limits){ above_zero(news - day->new_done), above_zero(reviews - day->reviews_done) };
}

struct review_counts
review_counts_of(const struct review_day *day)
{
	struct review_limits limits = review_limits_of(day);

	return (struct review_counts){ smaller(day->new_waiting, limits.new_left), day->learning_due,
		smaller(day->reviews_due, limits.reviews_left) };
}

/*
 * due_after and due_before bound ranges of an index, where due_day decides: a
 * card's due_at was computed in the zone the learner had then, so each range
 * goes a day further than today.
 */
static struct review_scope
scope_of(const struct review_queue_in *in)
{
	struct review_scope scope = { .user_key = in->user_key, .language = in->language,
		.today = local_day(in->timezone, in->rollover_hour, in->now) };

	scope.day_end = local_day_start(in->timezone, in->rollover_hour, scope.today + 1);
	scope.due_after = local_day_start(in->timezone, in->rollover_hour, scope.today - 1);
	scope.due_before = local_day_start(in->timezone, in->rollover_hour, scope.today + 2);
	return scope;
}

enum fault
review_days(struct db *db, struct arena *arena, const struct review_queue_in *in, struct review_day **days,
    size_t *count)
{
	struct review_scope scope = scope_of(in);
	enum fault fault = sql_review_day(db, arena, &scope, days, count);

	if (fault != FAULT_ok || *count > 0 || in->language == NULL)
		return fault;
	*days = arena_alloc(arena, sizeof(**days)); /* a language nothing was met in yet */
	**days = (struct review_day){ .language = in->language, .new_per_day = ABSENT, .reviews_per_day = ABSENT,
		.desired_retention = (double)NAN, .buried_until = ABSENT };
	*count = 1;
	return fault;
}

static int
candidate_compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return (x->card->card_key > y->card->card_key) - (x->card->card_key < y->card->card_key);
}

static void
candidates_sort(struct candidates *choices)
{
	if (choices->count > 0)
		qsort(choices->items, choices->count, sizeof(*choices->items), candidate_compare);
}

static void
candidates_add(struct queue *queue, enum list list, const struct candidates *more, size_t limit)
{
	struct candidates *choices = &queue->lists[list];
	size_t count = more->count < limit ? more->count : limit;
	struct candidate *items = arena_array(queue->arena, choices->count + count, sizeof(*items));

	if (choices->count > 0)
		memcpy(items, choices->items, choices->count * sizeof(*items));
	if (count > 0)
		memcpy(items + choices->count, more->items, count * sizeof(*items));
	choices->items = items;
	choices->count += count;
}

static void
next_note(struct queue *queue, int64_t due_at)
{
	if (queue->out->next_due_at == ABSENT || due_at < queue->out->next_due_at)
		queue->out->next_due_at = due_at;
}

static struct schedule_setup
setup_of(const struct queue *queue, const struct review_card *card)
{
	struct schedule_setup setup = queue->setup;

	setup.seed = card->card_key;
	if (!isnan(card->desired_retention))
		setup.desired_retention = card->desired_retention;
	return setup;
}

static void
candidate_place(struct queue *queue, struct review_card *card, struct candidates *lists)
{
	const struct review_queue_in *in = queue->in;
	struct schedule_setup setup = setup_of(queue, card);
	struct schedule_card schedule = review_card_schedule(card);
	struct candidate choice = { card, (double)card->due_at };
	enum list list = LIST_learning;

	if (card->state == SCHEDULE_new)
		list = LIST_new;
	else if (card->state == SCHEDULE_review)
		list = LIST_review;
	else if (card->due_at > in->now)
		list = LIST_ahead;
	if ((list == LIST_review && card->due_day > queue->scope.today) ||
	    (list == LIST_ahead && card->due_at > in->now + REVIEW_AHEAD_MINUTES * 60 * MS_PER_SECOND)) {
		next_note(queue, card->due_at);
		return;
	}
	if (list == LIST_review)
		choice.order = schedule_retrievability(&setup, &schedule, queue->scope.today);
	lists[list].items[lists[list].count++] = choice;
}

/* Choose among the candidates of one language, under its limits. */
static enum fault
language_choose(struct queue *queue, const struct review_day *day)
{
	struct review_limits limits = review_limits_of(day);
	struct review_pick pick = { queue->in->user_key, day->language, queue->scope.today, queue->scope.due_after,
		queue->scope.due_before, smaller(limits.new_left, queue->in->limit) * 2, limits.reviews_left > 0 ? REVIEW_SPAN : 0 };
	struct candidates lists[LIST_count] = { 0 };
	struct review_card *cards;
	size_t n;
	enum fault fault = sql_review_candidates(queue->db, queue->arena, &pick, &cards, &n);

	if (fault != FAULT_ok)
		return fault;
	for (size_t i = 0; i < LIST_count; i++)
		lists[i].items = arena_array(queue->arena, n, sizeof(*lists[i].items));
	for (size_t i = 0; i < n; i++) {
		cards[i].desired_retention = day->desired_retention;
		candidate_place(queue, &cards[i], lists);
	}
	for (size_t i = 0; i < LIST_count; i++)
		candidates_sort(&lists[i]);
	candidates_add(queue, LIST_learning, &lists[LIST_learning], n);
	candidates_add(queue, LIST_ahead, &lists[LIST_ahead], n);
	candidates_add(queue, LIST_review, &lists[LIST_review], (size_t)limits.reviews_left);
	candidates_add(queue, LIST_new, &lists[LIST_new], (size_t)limits.new_left);
	if (day->new_waiting > limits.new_left || day->reviews_due > limits.reviews_left)
		next_note(queue, queue->scope.day_end);
	if (day->buried_until != ABSENT)
		next_note(queue, local_day_start(queue->in->timezone, queue->in->rollover_hour, day->buried_until));
	return fault;
}

static void
card_choose(struct queue *queue, struct review_card *card)
{
	for (size_t i = 0; i < queue->n_chosen; i++)
		if (queue->chosen[i]->item_key == card->item_key)
			return;
	if ((int64_t)queue->n_chosen < queue->in->limit)
		queue->chosen[queue->n_chosen++] = card;
}

/* Mix reviews and new cards as evenly as what is left of both today allows. */
static void
mixed_choose(struct queue *queue)
{
	const struct candidates *reviews = &queue->lists[LIST_review], *news = &queue->lists[LIST_new];
	int64_t all_reviews = queue->out->counts->review, all_news = queue->out->counts->new;
	size_t r = 0, n = 0;

	while (r < reviews->count || n < news->count) {
		bool turn = ((int64_t)n * 2 + 1) * all_reviews < ((int64_t)r * 2 + 1) * all_news;

		if (n < news->count && (turn || r == reviews->count))
			card_choose(queue, news->items[n++].card);
		else
			card_choose(queue, reviews->items[r++].card);
	}
}

static void
cards_choose(struct queue *queue)
{
	queue->chosen = arena_array(queue->arena, (size_t)queue->in->limit, sizeof(*queue->chosen));
	for (size_t i = 0; i < LIST_count; i++)
		candidates_sort(&queue->lists[i]);
	for (size_t i = 0; i < queue->lists[LIST_learning].count; i++)
		card_choose(queue, queue->lists[LIST_learning].items[i].card);
	mixed_choose(queue);
	for (size_t i = 0; i < queue->lists[LIST_ahead].count; i++)
		card_choose(queue, queue->lists[LIST_ahead].items[i].card);
}

static enum fault
previews_make(const struct queue *queue, const struct review_card *card, struct queue_card *item)
{
	const struct review_queue_in *in = queue->in;
	struct schedule_setup setup = setup_of(queue, card);
	struct schedule_card schedule = review_card_schedule(card);
	struct schedule_result results[FSRS_easy];

	if (schedule_preview(&setup, &schedule, in->now, queue->scope.today, results) != 0)
		return FAULT_internal;
	item->preview = arena_array(queue->arena, FSRS_easy, sizeof(*item->preview));
	item->n_preview = FSRS_easy;
	for (int64_t rating = FSRS_again; rating <= FSRS_easy; rating++) {
		const struct schedule_result *result = &results[rating - 1];
		int64_t due_at = result->card.due_at;

		if (result->card.state == SCHEDULE_review)
			due_at = local_day_start(in->timezone, in->rollover_hour, result->card.due_day);
		item->preview[rating - 1] = (struct card_preview){ rating, result->card.state, result->interval, due_at };
	}
	return FAULT_ok;
}

static void
translation_add(struct queue_card *item, const char *language, const char *text)
{
	if (language == NULL || text == NULL)
		return;
	for (size_t i = 0; i < item->n_translations; i++)
		if (strcmp(item->translations[i].language, language) == 0 && strcmp(item->translations[i].text, text) == 0)
			return;
	item->translations[item->n_translations++] = (struct card_translation){ language, text };
}

/* Describe the item of ${item} from ${n} rows, one for each of its sources. */
static void
item_describe(struct arena *arena, const struct review_detail *rows, size_t n, struct queue_card *item)
{
	item->kind = rows->kind;
	item->text = rows->term;
	item->reading = rows->reading;
	item->part_of_speech = rows->part_of_speech;
	item->translations = arena_array(arena, n + 1, sizeof(*item->translations));
	item->sources = arena_array(arena, REVIEW_SOURCES, sizeof(*item->sources));
	translation_add(item, rows->translation_language, rows->translation);
	for (size_t i = n > REVIEW_SOURCES ? n - REVIEW_SOURCES : 0; i < n; i++) {
		const struct review_detail *row = &rows[i];

		translation_add(item, row->source_translation_language, row->source_translation);
		if (row->scenario_id != NULL || row->sentence != NULL || row->learner_sentence != NULL)
			item->sources[item->n_sources++] =
			    (struct card_source){ row->scenario_id, row->title, row->sentence, row->learner_sentence };
	}
}

static enum fault
items_make(struct queue *queue)
{
	struct buffer keys = { .arena = queue->arena };
	struct review_detail_in in = { .user_key = queue->in->user_key };
	struct review_queue *out = queue->out;
	struct review_detail *rows;
	size_t n = 0;
	enum fault fault = FAULT_ok;

	out->items = arena_array(queue->arena, queue->n_chosen, sizeof(*out->items));
	for (size_t i = 0; i < queue->n_chosen; i++) {
		buffer_byte(&keys, i == 0 ? '[' : ',');
		buffer_uint(&keys, queue->chosen[i]->item_key);
	}
	buffer_byte(&keys, ']');
	in.items = buffer_string(&keys);
	if (queue->n_chosen > 0)
		fault = sql_review_details(queue->db, queue->arena, &in, &rows, &n);
	for (size_t i = 0; fault == FAULT_ok && i < queue->n_chosen; i++) {
		const struct review_card *card = queue->chosen[i];
		struct queue_card *item = &out->items[out->n_items];
		size_t first = 0, count = 0;

		while (first < n && rows[first].item_key != card->item_key)
			first++;
		while (first + count < n && rows[first + count].item_key == card->item_key)
			count++;
		if (count == 0) /* cannot be: a foreign key */
			continue;
		*item = (struct queue_card){ .card_id = card->card_key, .item_id = card->item_key, .card_type = card->card_type,
			.state = card->state, .language = card->language, .due_at = card->due_at, .leech = card->leech,
			.reps = card->reps, .lapses = card->lapses };
		item_describe(queue->arena, &rows[first], count, item);
		out->n_items++;
		fault = previews_make(queue, card, item);
	}
	return fault;
}

static void
day_count(struct review_queue *out, const struct review_day *day)
{
	struct review_counts counts = review_counts_of(day);
	struct review_limits limits = review_limits_of(day);

	out->counts->new += counts.new;
	out->counts->learning += counts.learning;
	out->counts->review += counts.review;
	out->limits->new_left += limits.new_left;
	out->limits->reviews_left += limits.reviews_left;
}

enum fault
review_queue(struct db *db, struct arena *arena, const struct review_queue_in *in, struct review_queue *out)
{
	struct review_scope scope = scope_of(in);
	struct queue queue = { .db = db, .arena = arena, .in = in, .out = out, .scope = scope,
		.setup = review_setup(0, in->timezone, in->rollover_hour, in->now, (double)NAN) };
	struct review_day *days;
	size_t n;
	enum fault fault = review_days(db, arena, in, &days, &n);

	*out = (struct review_queue){ .counts = arena_alloc(arena, sizeof(*out->counts)),
		.limits = arena_alloc(arena, sizeof(*out->limits)), .next_due_at = ABSENT, .day = scope.today };
	for (size_t i = 0; fault == FAULT_ok && i < n; i++) {
		day_count(out, &days[i]);
		fault = language_choose(&queue, &days[i]);
	}
	if (fault != FAULT_ok)
		return fault;
	cards_choose(&queue);
	return items_make(&queue);
}
