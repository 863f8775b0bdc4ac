/* The queue: what is shown, in which order, and what the limits leave. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "learner.h"
#include "practice.h"

static const char queue[] = "/api/v1/reviews/queue?language=en&limit=100";

static void
queue_read(struct http_test *test, struct learner *learner, const char *target)
{
	http_call(test, &learner->client, "GET", target, NULL);
	http_expect(test, 200, NULL, target);
}

/* Return the place of ${card} among the items, -1 when it is not there. */
static int
queue_place(const struct http_test *test, uint64_t card)
{
	const json_t *items = http_at(test, "items");

	for (size_t i = 0; i < json_array_size(items); i++)
		if (strtoull(json_string_value(json_object_get(json_array_get(items, i), "card_id")), NULL, 10) == card)
			return (int)i;
	return -1;
}

static size_t
queue_size(const struct http_test *test)
{
	return json_array_size(http_at(test, "items"));
}

static void
card_facts(struct http_test *test)
{
	struct learner jan;
	uint64_t card;

	learner_make(test, &jan, "jan");
	queue_read(test, &jan, queue);
	http_fact(test, queue_size(test) == 0 && json_is_null(http_at(test, "next_due_at")), "nothing was met yet");
	http_fact(test, http_number(test, "limits/new_left") == 10 && http_number(test, "limits/reviews_left") == 200,
	    "the limits are the usual ones");
	queue_read(test, &jan, "/api/v1/reviews/queue?language=ja");
	http_fact(test, http_number(test, "limits/new_left") == 10, "also in a language nobody asked for");
	card = learner_word(test, &jan, "menu", START_new);
	queue_read(test, &jan, queue);
	http_fact(test, queue_place(test, card) == 0 && queue_size(test) == 1, "a new card is shown");
	http_fact(test, strcmp(http_text(test, "items/0/kind"), "word") == 0 &&
	    strcmp(http_text(test, "items/0/card_type"), "recognition") == 0 &&
	    strcmp(http_text(test, "items/0/state"), "new") == 0 && strcmp(http_text(test, "items/0/text"), "menu") == 0,
	    "with what it asks");
	http_fact(test, strcmp(http_text(test, "items/0/translations/0/text"), "algo") == 0 &&
	    strcmp(http_text(test, "items/0/translations/0/language"), "es") == 0 &&
	    json_array_size(http_at(test, "items/0/translations")) == 1, "with its meaning, once");
	http_fact(test, strcmp(http_text(test, "items/0/sources/0/scenario_id"), "restaurant_dinner_reservation") == 0 &&
	    http_text(test, "items/0/sources/0/title")[0] != '\0' &&
	    http_text(test, "items/0/sources/0/sentence")[0] != '\0' &&
	    json_is_null(http_at(test, "items/0/sources/0/learner_sentence")), "with where it was met");
	http_fact(test, http_number(test, "items/0/preview/0/seconds") == 60 &&
	    http_number(test, "items/0/preview/2/seconds") == 600 &&
	    strcmp(http_text(test, "items/0/preview/2/state"), "learning") == 0 &&
	    strcmp(http_text(test, "items/0/preview/3/state"), "review") == 0 &&
	    http_number(test, "items/0/preview/3/seconds") % 86400 == 0, "with what each answer would bring");
	queue_read(test, &jan, "/api/v1/reviews/queue");
	http_fact(test, queue_size(test) == 1 && http_number(test, "limits/new_left") == 10, "without a language: of all");
	http_call(test, &jan.client, "GET", "/api/v1/reviews/queue?limit=101&language=xx", NULL);
	http_expect(test, 422, "invalid", "a limit and a language that are not allowed");
	http_fact(test, http_error(test, "/limit", "too_large") && http_error(test, "/language", "format"), "both are named");
}

/* What a preview says is what the answer does. */
static void
preview_facts(struct http_test *test)
{
	struct learner kim;
	char due[4][40], state[4][20];
	uint64_t cards[4];

	learner_make(test, &kim, "kim");
	for (int i = 0; i < 4; i++) {
		char word[20];

		snprintf(word, sizeof(word), "word %d", i);
		cards[i] = learner_word(test, &kim, word, START_good);
	}
	test->now += 5 * MS_PER_DAY;
	queue_read(test, &kim, queue);
	for (int i = 0; i < 4; i++) {
		char path[60];

		snprintf(path, sizeof(path), "items/%d/preview/%d/due_at", queue_place(test, cards[i]), i);
		http_keep(test, path, due[i], sizeof(due[i]));
		snprintf(path, sizeof(path), "items/%d/preview/%d/state", queue_place(test, cards[i]), i);
		http_keep(test, path, state[i], sizeof(state[i]));
	}
	for (int i = 0; i < 4; i++) {
		learner_answer(test, &kim, cards[i], i + 1, (unsigned)i, 0);
		http_fact(test, strcmp(http_text(test, "card/due_at"), due[i]) == 0 &&
		    strcmp(http_text(test, "card/state"), state[i]) == 0, "rating %d does what was shown: %s %s", i + 1, due[i],
		    state[i]);
	}
}

/* Reviews by certainty, mixed with new cards by position. */
static void
order_facts(struct http_test *test, const uint64_t *news, const uint64_t *reviews)
{
	int last = -1;

	http_fact(test, queue_place(test, news[13]) >= 0 && queue_place(test, news[0]) < 0 && queue_place(test, news[13]) <
	    queue_place(test, news[12]), "new cards come in the order of their positions");
	for (int i = 0; i < 6; i++) /* Hard leaves less stability: less certain after four days */
		for (int k = 0; k < 6; k++)
			http_fact(test, i % 2 == 0 || k % 2 == 1 || queue_place(test, reviews[i]) < queue_place(test, reviews[k]),
			    "the least certain comes first");
	for (size_t i = 0; i < queue_size(test); i++) {
		char path[40];

		snprintf(path, sizeof(path), "items/%zu/state", i);
		if (strcmp(http_text(test, path), "review") == 0) {
			http_fact(test, (int)i - last <= 4, "reviews are mixed evenly with new cards");
			last = (int)i;
		}
	}
}

static void
limit_facts(struct http_test *test)
{
	struct learner lea;
	uint64_t news[14], reviews[6];
	char word[20];

	learner_make(test, &lea, "lea");
	for (int i = 0; i < 6; i++) {
		snprintf(word, sizeof(word), "old %d", i);
		reviews[i] = learner_word(test, &lea, word, i % 2 == 0 ? START_good : START_hard);
	}
	test->now += 4 * MS_PER_DAY;
	for (int i = 0; i < 14; i++) {
		struct meeting meeting;

		snprintf(word, sizeof(word), "new %d", i);
		meeting = learner_meeting(test, &lea, word, START_new);
		meeting.position = 13 - i;
		news[i] = learner_meet(test, &meeting).card_key;
	}
	queue_read(test, &lea, queue);
	http_fact(test, http_number(test, "counts/new") == 10 && http_number(test, "counts/review") == 6 &&
	    queue_size(test) == 16, "ten of fourteen new cards, all reviews");
	order_facts(test, news, reviews);
	queue_read(test, &lea, "/api/v1/reviews/queue?language=en&limit=3");
	http_fact(test, queue_size(test) == 3 && http_number(test, "counts/new") == 10, "no more than asked for; counts stay");
	learner_answer(test, &lea, news[13], 4, 1, 0);
	learner_answer(test, &lea, reviews[0], 3, 2, 0);
	http_fact(test, http_number(test, "counts/new") == 9 && http_number(test, "counts/review") == 5, "answers use up");
	queue_read(test, &lea, queue);
	http_fact(test, http_number(test, "limits/new_left") == 9 && http_number(test, "limits/reviews_left") == 199,
	    "the limits");
	http_call(test, &lea.client, "PATCH", "/api/v1/me", "{\"languages\":[{\"language\":\"en\",\"level\":\"A2\","
	    "\"new_per_day\":1,\"reviews_per_day\":3,\"desired_retention\":0.97}]}");
	http_expect(test, 200, NULL, "other limits");
	queue_read(test, &lea, queue);
	http_fact(test, http_number(test, "counts/new") == 0 && http_number(test, "counts/review") == 2 &&
	    queue_size(test) == 2,
	    "count at once, with what was done already");
	learner_answer(test, &lea, reviews[1], 3, 3, 0);
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_log WHERE card_key = %llu AND "
	    "desired_retention = 0.97", (unsigned long long)reviews[1]) == 1, "and the retention is the learner's");
	learner_undo(test, &lea, 1);
	queue_read(test, &lea, queue);
	http_fact(test, http_number(test, "limits/new_left") == 1 && http_number(test, "counts/new") == 1,
	    "undoing gives back");
	test->now += MS_PER_DAY;
	queue_read(test, &lea, queue);
	http_fact(test, http_number(test, "limits/reviews_left") == 3, "a new day begins anew");
	learner_audit(test);
}

static void
learning_facts(struct http_test *test)
{
	struct learner max;
	uint64_t first, second;

	learner_make(test, &max, "max");
	first = learner_word(test, &max, "soup", START_new);
	second = learner_word(test, &max, "salad", START_new);
	learner_answer(test, &max, first, 3, 1, 0);
	queue_read(test, &max, queue);
	http_fact(test, queue_place(test, second) == 0 && queue_place(test, first) == 1,
	    "soon due comes after everything else");
	http_fact(test, http_number(test, "counts/learning") == 1, "and counts for today");
	learner_answer(test, &max, second, 4, 2, 0);
	test->now += 601 * MS_PER_SECOND;
	learner_word(test, &max, "bread", START_new);
	queue_read(test, &max, queue);
	http_fact(test, queue_place(test, first) == 0, "once due it comes first");
	http_fact(test, strcmp(http_text(test, "items/0/state"), "learning") == 0, "in its step");
	learner_answer(test, &max, first, 3, 3, 0);
	learner_word(test, &max, "butter", START_good);
	queue_read(test, &max, queue);
	http_fact(test, queue_size(test) == 1 && http_at(test, "next_due_at") != NULL &&
	    strlen(http_text(test, "next_due_at")) == 24, "the next one is announced");
}

/* Two cards of one item are never asked together, nor on the same day. */
static void
sibling_facts(struct http_test *test)
{
	struct learner nia;
	struct meeting meeting;
	struct met met;
	uint64_t card, production;

	learner_make(test, &nia, "nia");
	card = learner_word(test, &nia, "cheese", START_new);
	learner_answer(test, &nia, card, 4, 1, 0);
	http_fact(test, strcmp(http_text(test, "card/state"), "review") == 0, "known from the first");
	production = (uint64_t)http_sql_number(&test->app, "SELECT MAX(p.id) FROM review_cards p JOIN review_cards c "
	    "ON c.item_key = p.item_key WHERE c.id = %llu AND p.card_type = 'production'", (unsigned long long)card);
	http_fact(test, production > card, "what is known for a week is asked the other way round");
	queue_read(test, &nia, queue);
	http_fact(test, queue_size(test) == 0 && http_number(test, "counts/new") == 0, "but not today");
	http_fact(test, strlen(http_text(test, "next_due_at")) == 24, "it is announced for tomorrow");
	test->now += MS_PER_DAY;
	queue_read(test, &nia, queue);
	http_fact(test, queue_place(test, production) == 0 && strcmp(http_text(test, "items/0/card_type"), "production") == 0,
	    "tomorrow it is new");
	test->now += 30 * MS_PER_DAY;
	queue_read(test, &nia, queue);
	http_fact(test, queue_size(test) == 1, "of two due cards of an item one is shown");
	learner_answer(test, &nia, card, 3, 2, 0);
	queue_read(test, &nia, queue);
	http_fact(test, queue_size(test) == 0, "the other is buried");
	learner_undo(test, &nia, 2);
	queue_read(test, &nia, queue);
	http_fact(test, queue_size(test) == 1 && http_number(test, "counts/new") == 1, "undoing brings it back");
	meeting = learner_meeting(test, &nia, "I'd like the soup", START_good);
	meeting.kind = ITEM_phrase;
	met = learner_meet(test, &meeting);
	meeting.own = true;
	meeting.learner_sentence = "Could I have soup?";
	learner_meet(test, &meeting);
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_cards WHERE item_key = %llu",
	    (unsigned long long)met.item_key) == 1, "other words for a phrase make no cloze");
	meeting.learner_sentence = "Good evening! I\u2019d like the soup.";
	learner_meet(test, &meeting);
	learner_meet(test, &meeting);
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_cards WHERE item_key = %llu AND "
	    "card_type = 'cloze' AND state = 'new'", (unsigned long long)met.item_key) == 1, "its own words make one");
	learner_audit(test);
}

static void
aside_facts(struct http_test *test)
{
	struct learner oli, other;
	uint64_t card;
	char target[60], day[20];

	learner_make(test, &oli, "oli");
	learner_make(test, &other, "pat");
	card = learner_word(test, &oli, "wine", START_new);
	snprintf(target, sizeof(target), "/api/v1/cards/%llu", (unsigned long long)card);
	http_call(test, &other.client, "PATCH", target, "{\"suspended\":true}");
	http_expect(test, 404, "unknown", "somebody else's card");
	http_call(test, &oli.client, "PATCH", target, "{\"suspended\":true}");
	http_expect(test, 200, NULL, "suspend");
	http_fact(test, json_is_true(http_at(test, "suspended")) && json_is_null(http_at(test, "buried_until")), "it is");
	queue_read(test, &oli, queue);
	http_fact(test, queue_size(test) == 0 && http_number(test, "counts/new") == 0, "a suspended card is not shown");
	learner_answer(test, &oli, card, 3, 1, 0);
	http_expect(test, 200, NULL, "but may be answered");
	learner_undo(test, &oli, 1);
	http_keep(test, "card/state", day, sizeof(day));
	queue_read(test, &oli, queue);
	http_keep(test, "day", day, sizeof(day));
	http_callf(test, &oli.client, "PATCH", target, "{\"suspended\":false,\"buried_until\":\"2199-01-01\"}");
	http_expect(test, 200, NULL, "bury");
	queue_read(test, &oli, queue);
	http_fact(test, queue_size(test) == 0 && strcmp(http_text(test, "next_due_at"), "2199-01-01T03:00:00.000Z") == 0,
	    "a buried card comes back on its day");
	http_callf(test, &oli.client, "PATCH", target, "{\"buried_until\":\"%s\"}", day);
	queue_read(test, &oli, queue);
	http_fact(test, queue_size(test) == 1, "which may be today");
	http_call(test, &oli.client, "PATCH", target, "{\"buried_until\":null}");
	http_fact(test, json_is_null(http_at(test, "buried_until")) && json_is_false(http_at(test, "suspended")),
	    "null brings it back; what is not sent stays");
	http_call(test, &oli.client, "PATCH", target, "{\"buried_until\":\"tomorrow\",\"suspended\":1}");
	http_expect(test, 422, "invalid", "no day, no truth value");
}

void
test_queue(struct http_test *test)
{
	int64_t now = test->now;

	card_facts(test);
	preview_facts(test);
	limit_facts(test);
	learning_facts(test);
	sibling_facts(test);
	aside_facts(test);
	test->now = now;
}
