/* Answers: what they change, that they count once, that they can be taken back, and that the log gives the card. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "learner.h"
#include "practice.h"

static void
answer_facts(struct http_test *test)
{
	struct learner cora, other;
	uint64_t card;
	char first[2000], uuid[37], target[80];

	learner_make(test, &cora, "cora");
	learner_make(test, &other, "dora");
	card = learner_word(test, &cora, "table", START_new);
	http_fact(test, learner_answer(test, &cora, card, 3, 1, 0) == 200, "a new card is answered");
	http_fact(test, strcmp(http_text(test, "card/state"), "learning") == 0, "Good on a new card: a learning step");
	http_fact(test, http_number(test, "card/reps") == 1 && http_number(test, "card/lapses") == 0, "one answer so far");
	http_fact(test, http_number(test, "counts/learning") == 1 && http_number(test, "counts/new") == 0, "counts follow");
	learner_review(&cora, 1, uuid);
	http_fact(test, strcmp(http_text(test, "review_id"), uuid) == 0, "the review is named");
	snprintf(first, sizeof(first), "%s", test->answer.body);
	http_fact(test, learner_answer(test, &cora, card, 3, 1, 0) == 200 && strcmp(first, test->answer.body) == 0,
	    "the same answer again gives the same answer");
	test->now += 1000;
	http_fact(test, learner_answer(test, &cora, card, 3, 1, -1000) == 200 && strcmp(first, test->answer.body) == 0,
	    "also a second later");
	learner_answer(test, &cora, card, 2, 1, -1000);
	http_expect(test, 409, "review_differs", "another rating under the same id");
	learner_answer(test, &cora, card, 3, 1, -999);
	http_expect(test, 409, "review_differs", "another time under the same id");
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_log WHERE user_key = %llu",
	    (unsigned long long)cora.user_key) == 1, "one row in the log");
	learner_answer(test, &other, card, 3, 1, 0);
	http_expect(test, 404, "unknown", "somebody else's card");
	learner_answer(test, &cora, 999999999, 3, 2, 0);
	http_expect(test, 404, "unknown", "a card that is not there");
	learner_answer(test, &cora, card, 5, 2, 0);
	http_expect(test, 422, "invalid", "rating 5");
	http_fact(test, http_error(test, "/rating", "too_large"), "the rating is named");
	snprintf(target, sizeof(target), "/api/v1/reviews/%s", uuid);
	http_call(test, &cora.client, "PUT", target, "{\"card_id\":\"1\",\"rating\":3,\"grade\":3}");
	http_expect(test, 422, "invalid", "fields missing and unknown");
	http_fact(test, http_error(test, "/duration_ms", "required") && http_error(test, "/answered_at", "required") &&
	    http_error(test, "/grade", "unknown_field"), "all errors come together");
	http_call(test, &cora.client, "PUT", "/api/v1/reviews/seven",
	    "{\"card_id\":\"1\",\"rating\":3,\"duration_ms\":1,\"answered_at\":\"2026-01-01T00:00:00Z\"}");
	http_expect(test, 404, "unknown", "an id that is no UUID");
	http_call(test, &cora.client, "PUT", "/api/v1/reviews/00000000-0000-0000-0000-000000000000",
	    "{\"card_id\":\"1\",\"rating\":3,\"duration_ms\":1,\"answered_at\":\"2026-01-01T00:00:00Z\"}");
	http_expect(test, 404, "unknown", "the nil UUID");
	http_callf(test, &cora.client, "PUT", target,
	    "{\"card_id\":\"%llu\",\"rating\":3,\"duration_ms\":1,\"answered_at\":\"9999-12-31T23:59:59-05:00\"}",
	    (unsigned long long)card);
	http_expect(test, 422, "invalid", "a time outside of the calendar");
}

/* The steps to the first review, the clamps, and what the log keeps. */
static void
time_facts(struct http_test *test)
{
	struct learner eva;
	uint64_t card, seeded;

	test->now = day_of_civil((struct civil){ 2027, 3, 27 }) * MS_PER_DAY + 15 * 3600 * MS_PER_SECOND;
	learner_make(test, &eva, "eva");
	card = learner_word(test, &eva, "bill", START_new);
	seeded = learner_word(test, &eva, "waiter", START_good);
	http_fact(test, http_sql_number(&test->app, "SELECT TIMESTAMPDIFF(HOUR, '2027-03-27', due_at) FROM review_cards "
	    "WHERE id = %llu", (unsigned long long)seeded) == 3 * 24 + 2,
	    "a seed is due at 4:00 of its day, after summer time began");
	learner_answer(test, &eva, card, 3, 1, -30 * MS_PER_DAY);
	http_expect(test, 200, NULL, "an answer from before the card was made");
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_log l JOIN review_cards c "
	    "ON c.id = l.card_key WHERE c.id = %llu AND l.answered_at = c.created_at AND l.sent_answered_at < l.answered_at",
	    (unsigned long long)card) == 1, "counts from the card's creation; what was sent is kept");
	learner_answer(test, &eva, card, 3, 2, MS_PER_DAY);
	http_expect(test, 200, NULL, "an answer from tomorrow");
	http_fact(test, http_sql_number(&test->app, "SELECT MAX(TIMESTAMPDIFF(SECOND, received_at, answered_at)) "
	    "FROM review_log WHERE card_key = %llu", (unsigned long long)card) == 300, "counts from five minutes ahead");
	http_fact(test, strcmp(http_text(test, "card/state"), "review") == 0, "two Goods make a review card");
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_log WHERE card_key = %llu AND "
	    "local_day = '2027-03-27' AND tz_offset = 60 AND rollover_hour = 4 AND language = 'en' AND "
	    "review_kind = 'learn' AND desired_retention = 0.9 AND model = 'fsrs6' AND elapsed_days = 0",
	    (unsigned long long)card) == 2, "the log knows day, zone, model and retention");
	test->now = day_of_civil((struct civil){ 2027, 3, 28 }) * MS_PER_DAY + (2 * 3600 - 1) * MS_PER_SECOND;
	learner_answer(test, &eva, seeded, 3, 3, 0);
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_log WHERE card_key = %llu AND "
	    "local_day = '2027-03-27' AND tz_offset = 120 AND state_before = 'review' AND retrievability = 1",
	    (unsigned long long)seeded) == 1, "03:59:59 still belongs to the day before, summer time or not");
	test->now += 1000;
	learner_answer(test, &eva, seeded, 3, 4, 0);
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_log WHERE card_key = %llu AND "
	    "local_day = '2027-03-28' AND elapsed_days = 1 AND retrievability < 1", (unsigned long long)seeded) == 1,
	    "04:00 begins the next one; answering before it is due is taken");
	learner_audit(test);
}

static void
undo_facts(struct http_test *test)
{
	struct learner fay;
	uint64_t card, seeded;
	char before[2000], uuid[37];

	learner_make(test, &fay, "fay");
	card = learner_word(test, &fay, "spoon", START_new);
	seeded = learner_word(test, &fay, "fork", START_hard);
	learner_answer(test, &fay, card, 3, 1, 0);
	snprintf(before, sizeof(before), "%s", strstr(test->answer.body, "\"card\""));
	before[strcspn(before, "}")] = '\0';
	test->now += 600 * MS_PER_SECOND;
	learner_answer(test, &fay, card, 1, 2, 0);
	http_fact(test, learner_undo(test, &fay, 2) == 200 && strstr(test->answer.body, before) != NULL,
	    "undoing the second answer gives the card as it was after the first");
	snprintf(before, sizeof(before), "%s", test->answer.body);
	http_fact(test, learner_undo(test, &fay, 2) == 200 && strcmp(before, test->answer.body) == 0, "twice is once");
	learner_answer(test, &fay, card, 1, 2, 0);
	http_expect(test, 410, "gone", "an undone id");
	http_fact(test, learner_undo(test, &fay, 1) == 200 && strcmp(http_text(test, "card/state"), "new") == 0 &&
	    json_is_null(http_at(test, "card/stability")), "without any answer it is new");
	http_call(test, &fay.client, "GET", "/api/v1/reviews/queue?language=en", NULL);
	http_fact(test, http_number(test, "counts/new") == 1 && http_number(test, "limits/new_left") == 10,
	    "and it waits again, nothing is counted");
	http_fact(test, learner_undo(test, &fay, 77) == 200 && json_is_null(http_at(test, "card")), "an unknown id");
	learner_answer(test, &fay, card, 3, 77, 0);
	http_expect(test, 410, "gone", "that comes later");
	learner_review(&fay, 88, uuid);
	http_sql(&test->app, "UPDATE review_log SET review_id = UNHEX(REPLACE('%s', '-', '')) WHERE card_key = %llu", uuid,
	    (unsigned long long)seeded);
	http_fact(test, learner_undo(test, &fay, 88) == 404, "a first state earned in a run is no answer");
	learner_audit(test);
}

/* Answers that come late are put in their place: the memory is that of the right order. */
static void
late_facts(struct http_test *test)
{
	static const int ratings[] = { 3, 3, 1, 2, 3, 4 };
	static const int64_t hours[] = { 0, 1, 72, 73, 96, 200 };
	static const size_t shuffled[] = { 5, 0, 3, 1, 4, 2 };
	struct learner gil;
	uint64_t orderly, late;
	char query[400];

	learner_make(test, &gil, "gil");
	orderly = learner_word(test, &gil, "knife", START_new);
	late = learner_word(test, &gil, "glass", START_new);
	test->now += 200 * 3600 * MS_PER_SECOND;
	for (unsigned i = 0; i < 6; i++) {
		size_t k = shuffled[i];

		learner_answer(test, &gil, orderly, ratings[i], i + 1, (hours[i] - 200) * 3600 * MS_PER_SECOND);
		learner_answer(test, &gil, late, ratings[k], 100 + i, (hours[k] - 200) * 3600 * MS_PER_SECOND);
		http_expect(test, 200, NULL, "an answer out of order");
	}
	snprintf(query, sizeof(query), "SELECT COUNT(*) FROM review_cards a JOIN review_cards b ON b.id = %llu "
	    "WHERE a.id = %llu AND a.stability = b.stability AND a.difficulty = b.difficulty AND a.state = b.state AND "
	    "a.reps = b.reps AND a.lapses = b.lapses AND a.last_review_at = b.last_review_at", (unsigned long long)orderly,
	    (unsigned long long)late);
	http_fact(test, http_sql_number(&test->app, "%s", query) == 1, "order of arrival does not matter");
	learner_audit(test);
	learner_answer(test, &gil, late, ratings[2], 105, (hours[2] - 200) * 3600 * MS_PER_SECOND);
	http_expect(test, 200, NULL, "one of them again");
	http_fact(test, http_number(test, "card/reps") == 3 && strcmp(http_text(test, "card/state"), "relearning") == 0,
	    "says what that answer made of the card");
	learner_undo(test, &gil, 105);
	http_fact(test, http_number(test, "card/reps") == 5 && http_number(test, "card/lapses") == 0,
	    "an answer in the middle is undone");
	learner_audit(test);
}

/* A lapse a day: eight make a leech. */
static void
leech_facts(struct http_test *test)
{
	struct learner hal;
	uint64_t card;
	unsigned number = 0;

	learner_make(test, &hal, "hal");
	card = learner_word(test, &hal, "napkin", START_good);
	for (int lapse = 1; lapse <= 8; lapse++) {
		test->now += 10 * MS_PER_DAY;
		learner_answer(test, &hal, card, 1, ++number, 0);
		http_fact(test, http_number(test, "card/lapses") == lapse &&
		    json_is_true(http_at(test, "card/leech")) == (lapse == 8), "lapse %d", lapse);
		learner_answer(test, &hal, card, 3, ++number, 700 * MS_PER_SECOND);
		http_fact(test, strcmp(http_text(test, "card/state"), "review") == 0, "learned again");
	}
	learner_audit(test);
}

static void
race_facts(struct http_test *test)
{
	struct learner ida;
	struct http_client clients[HTTP_RACERS];
	struct http_row rows[HTTP_RACERS];
	struct http_result results[HTTP_RACERS];
	char targets[HTTP_RACERS][80], body[200], uuid[37];
	uint64_t card;
	unsigned ok = 0;

	learner_make(test, &ida, "ida");
	card = learner_word(test, &ida, "plate", START_new);
	snprintf(body, sizeof(body), "{\"card_id\":\"%llu\",\"rating\":3,\"duration_ms\":900,\"answered_at\":"
	    "\"2026-01-01T00:00:00Z\"}", (unsigned long long)card);
	for (unsigned i = 0; i < HTTP_RACERS; i++) {
		clients[i] = ida.client;
		learner_review(&ida, i / 4, uuid);
		snprintf(targets[i], sizeof(targets[i]), "/api/v1/reviews/%s", uuid);
		rows[i] = (struct http_row){ .method = "PUT", .target = targets[i], .body = body };
	}
	http_race(test, clients, rows, HTTP_RACERS, results);
	for (unsigned i = 0; i < HTTP_RACERS; i++)
		ok += results[i].status == 200;
	http_fact(test, ok == HTTP_RACERS, "%u of %u at once were answered", ok, (unsigned)HTTP_RACERS);
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_log WHERE card_key = %llu",
	    (unsigned long long)card) == 2, "two reviews, four times each, are two");
	http_fact(test, http_sql_number(&test->app, "SELECT reps FROM review_cards WHERE id = %llu",
	    (unsigned long long)card) == 2, "and the card counts two");
	learner_audit(test);
	for (unsigned i = 0; i < HTTP_RACERS; i++) {
		learner_review(&ida, 10 + i / 2, uuid);
		snprintf(targets[i], sizeof(targets[i]), "/api/v1/reviews/%s", uuid);
		rows[i] = (struct http_row){ .method = i % 2 == 0 ? "PUT" : "DELETE", .target = targets[i],
			.body = i % 2 == 0 ? body : NULL };
	}
	http_race(test, clients, rows, HTTP_RACERS, results);
	for (unsigned i = 0; i < HTTP_RACERS; i++)
		http_fact(test, results[i].status == 200 || (i % 2 == 0 && results[i].status == 410),
		    "an answer beside its undoing: %d", results[i].status);
	http_fact(test, http_sql_number(&test->app, "SELECT reps FROM review_cards WHERE id = %llu",
	    (unsigned long long)card) == 2, "undone in any order, nothing is left of them");
	learner_audit(test);
}

void
test_reviews(struct http_test *test)
{
	int64_t now = test->now;

	answer_facts(test);
	undo_facts(test);
	late_facts(test);
	leech_facts(test);
	race_facts(test);
	time_facts(test);
	test->now = now;
}
