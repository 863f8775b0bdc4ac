#include "learner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "practice.h"
#include "review.h"
#include "tx.h"

void
learner_make(struct http_test *test, struct learner *learner, const char *username)
{
	/* Tests travel in time further than a login session lasts. */
	http_sql(&test->app, "UPDATE login_sessions SET expires_at = '2199-01-01', last_seen_at = '2198-01-01'");
	http_sign_up(test, &learner->client, username);
	http_sql(&test->app, "UPDATE login_sessions SET expires_at = '2199-01-01', last_seen_at = '2198-01-01'");
	learner->user_key =
	    (uint64_t)http_sql_number(&test->app, "SELECT id FROM users WHERE username = '%s'", username);
	http_call(test, &learner->client, "POST", "/api/v1/runs", "{\"scenario_id\":\"restaurant_dinner_reservation\"}");
	http_expect(test, 201, NULL, "a run in which words are met");
	learner->run_key = strtoull(http_text(test, "run_id"), NULL, 10);
	learner->scenario_key = (uint64_t)http_sql_number(&test->app,
	    "SELECT id FROM scenarios WHERE scenario_id = 'restaurant_dinner_reservation'");
}

struct meeting
learner_meeting(const struct http_test *test, const struct learner *learner, const char *term, int start)
{
	return (struct meeting){ .user_key = learner->user_key, .language = "en", .kind = ITEM_word, .term = term,
		.translation = "algo", .translation_language = "es", .source_type = SOURCE_scenario,
		.source_key = learner->scenario_key, .version = 1, .run_key = learner->run_key, .phase = 1,
		.sentence = "A sentence of the scenario.", .start = start, .due_days = start == START_hard ? 1 : 3,
		.now = test->now, .timezone = "Europe/Madrid", .rollover_hour = 4 };
}

struct meet {
	struct http_test *test;
	const struct meeting *meeting;
	struct met met;
};

static enum fault
meet_work(void *context)
{
	struct meet *meet = context;

	return vocabulary_meet(meet->test->app.db, meet->test->arena, meet->meeting, &meet->met);
}

struct met
learner_meet(struct http_test *test, const struct meeting *meeting)
{
	struct meet meet = { .test = test, .meeting = meeting };

	if (tx_run(test->app.db, meet_work, &meet, true, NULL) != FAULT_ok)
		abort();
	return meet.met;
}

uint64_t
learner_word(struct http_test *test, const struct learner *learner, const char *term, int start)
{
	struct meeting meeting = learner_meeting(test, learner, term, start);

	return learner_meet(test, &meeting).card_key;
}

void
learner_review(const struct learner *learner, unsigned number, char text[37])
{
	snprintf(text, 37, "%08x-0000-4000-8000-%012x", (unsigned)learner->user_key, number);
}

int
learner_answer(struct http_test *test, struct learner *learner, uint64_t card, int rating, unsigned number,
    int64_t later)
{
	char uuid[37], target[80], at[32];
	struct arena *arena = arena_new();

	learner_review(learner, number, uuid);
	snprintf(target, sizeof(target), "/api/v1/reviews/%s", uuid);
	snprintf(at, sizeof(at), "%s", instant_text(arena, test->now + later));
	arena_free(arena);
	return http_callf(test, &learner->client, "PUT", target,
	    "{\"card_id\":\"%llu\",\"rating\":%d,\"duration_ms\":%u,\"answered_at\":\"%s\"}", (unsigned long long)card, rating,
	    1000 + number, at);
}

int
learner_undo(struct http_test *test, struct learner *learner, unsigned number)
{
	char uuid[37], target[80];

	learner_review(learner, number, uuid);
	snprintf(target, sizeof(target), "/api/v1/reviews/%s", uuid);
	return http_call(test, &learner->client, "DELETE", target, NULL);
}

void
learner_audit(struct http_test *test)
{
	struct review_span span = { .limit = 10000 };
	int64_t checked = 0, wrong = 0;
	uint64_t first = 0;
	struct arena *arena = arena_new();

	http_fact(test, review_audit(test->app.db, arena, &span, &checked, &wrong, &first) == FAULT_ok && checked > 0,
	    "%d cards are compared with their logs", (int)checked);
	http_fact(test, wrong == 0, "%d of %d cards are not what their logs say, such as %llu", (int)wrong, (int)checked,
	    (unsigned long long)first);
	arena_free(arena);
}
