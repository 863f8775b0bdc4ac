/* The same request twice, one after the other and at once (reliability: idempotency keys). */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "db.h"
#include "harness.h"
#include "idempotency.h"
#include "sql.h"

#define SCENARIO "{\"scenario_id\":\"hotel_check_in\"}"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *
key(struct http_test *test, unsigned number)
{
	return arena_printf(test->start, "%08x-0000-4000-8000-00000000abcd", number);
}

/* State that the last answer is ${status} with the body ${body}, given again. */
static void
replayed(struct http_test *test, int status, const char *body, const char *what)
{
	const char *now = test->answer.body == NULL ? "" : test->answer.body;

	http_fact(test, test->answer.status == status && test->answer.replayed && strcmp(now, body) == 0, "%s", what);
}

static char *
body_keep(struct http_test *test)
{
	return arena_strdup(test->start, test->answer.body == NULL ? "" : test->answer.body);
}

static void
same_request(struct http_test *test)
{
	struct http_client admin = http_admin, ana;
	const char *invite, *location;
	char run[24];

	http_sign_up(test, &ana, "replay_ana");
	admin.key = key(test, 1);
	http_call(test, &admin, "POST", "/api/v1/invites", "{\"expires_in_days\":3}");
	http_fact(test, test->answer.status == 201 && !test->answer.replayed, "the first time");
	invite = body_keep(test);
	test->now += 5000;
	http_call(test, &admin, "POST", "/api/v1/invites", "{\"expires_in_days\":3}");
	replayed(test, 201, invite, "the second time the same token is shown");
	http_call(test, &admin, "POST", "/api/v1/invites", "{\"expires_in_days\":4}");
	http_expect(test, 422, "key_reused", "another body");
	http_call(test, &admin, "POST", "/api/v1/invites", "{\"expires_in_days\":3 }");
	http_expect(test, 422, "key_reused", "other bytes");
	http_call(test, &admin, "POST", "/api/v1/runs", "{\"expires_in_days\":3}");
	http_expect(test, 422, "invalid", "what breaks a rule is told before the key is looked at");
	http_call(test, &admin, "PATCH", "/api/v1/me", "{}");
	http_expect(test, 422, "key_reused", "another route");
	http_call(test, &admin, "DELETE", "/api/v1/me/sessions/1", NULL);
	http_expect(test, 422, "key_reused", "another method");
	ana.key = admin.key;
	http_call(test, &ana, "POST", "/api/v1/runs", SCENARIO);
	http_fact(test, test->answer.status == 201 && !test->answer.replayed, "somebody else's key is another key");
	invite = body_keep(test);
	location = arena_strdup(test->start, test->answer.location);
	http_keep(test, "run_id", run, sizeof(run));
	http_fact(test, strcmp(location, arena_printf(test->start, "/api/v1/runs/%s", run)) == 0, "Location says where the run is");
	http_call(test, &ana, "POST", "/api/v1/runs", SCENARIO);
	replayed(test, 201, invite, "the same run, as new as it was");
	http_fact(test, test->answer.location != NULL && strcmp(test->answer.location, location) == 0, "with its Location");
	ana.key = "00000001-0000-4000-8000-00000000ABCD";
	http_call(test, &ana, "POST", "/api/v1/runs", SCENARIO);
	replayed(test, 201, invite, "capitals are the same key");
}

/* A replay is answered before access, state and If-Match are looked at. */
static void
answered_first(struct http_test *test)
{
	struct http_client ana, phone = { .cookie = "" };
	char target[80], *first, *etag;
	const char *turns, *abandon;

	http_sign_up(test, &ana, "first_ana");
	http_sign_in(test, &phone, "first_ana");
	http_call(test, &ana, "POST", "/api/v1/runs", SCENARIO);
	turns = arena_printf(test->start, "/api/v1/runs/%s/turns", http_text(test, "run_id"));
	abandon = arena_printf(test->start, "/api/v1/runs/%s/abandon", http_text(test, "run_id"));
	ana.key = key(test, 2);
	http_call(test, &ana, "POST", turns, "{\"text\":\"Good evening, I have a reservation.\"}");
	http_expect(test, 201, NULL, "a turn");
	first = body_keep(test);
	ana.key = NULL;
	http_call(test, &ana, "POST", abandon, "{}");
	http_expect(test, 200, NULL, "abandon");
	http_call(test, &ana, "POST", turns, "{\"text\":\"Hello?\"}");
	http_expect(test, 409, "run_over", "a turn of a run that is over");
	ana.key = key(test, 2);
	http_call(test, &ana, "POST", turns, "{\"text\":\"Good evening, I have a reservation.\"}");
	replayed(test, 201, first, "the turn that was taken before is shown as it was");
	http_call(test, &phone, "GET", "/api/v1/me", NULL);
	phone.if_match = etag = arena_strdup(test->start, test->answer.etag);
	phone.key = key(test, 3);
	http_call(test, &phone, "PATCH", "/api/v1/me", "{\"display_name\":\"First\"}");
	http_expect(test, 200, NULL, "a change");
	first = body_keep(test);
	etag = arena_strdup(test->start, test->answer.etag);
	http_call(test, &phone, "PATCH", "/api/v1/me", "{\"display_name\":\"First\"}");
	replayed(test, 200, first, "again, though the revision is another now");
	http_fact(test, test->answer.etag != NULL && strcmp(test->answer.etag, etag) == 0, "with its ETag");
	ana.key = key(test, 4);
	http_call(test, &ana, "GET", "/api/v1/me/sessions", NULL);
	snprintf(target, sizeof(target), "/api/v1/me/sessions/%s",
	    http_text(test, json_is_true(http_at(test, "items/0/current")) ? "items/1/session_id" : "items/0/session_id"));
	http_call(test, &ana, "DELETE", target, NULL);
	http_expect(test, 204, NULL, "end a login session");
	http_call(test, &ana, "DELETE", target, NULL);
	replayed(test, 204, "", "again: not 404");
}

/* What was refused is not kept: the same key may be used for a better request. */
static void
refused(struct http_test *test)
{
	struct http_client ana;

	http_sign_up(test, &ana, "refused_ana");
	ana.key = key(test, 5);
	http_call(test, &ana, "POST", "/api/v1/runs", "{\"scenario_id\":\"no_such_scenario\"}");
	http_expect(test, 404, "unknown", "refused");
	http_call(test, &ana, "POST", "/api/v1/runs", "{\"scenario_id\":\"hotel_check_in\",\"choice\":\"no_such_choice\"}");
	http_expect(test, 422, "invalid", "refused for another reason");
	http_call(test, &ana, "POST", "/api/v1/runs", SCENARIO);
	http_expect(test, 201, NULL, "and then right");
	http_call(test, &ana, "GET", "/api/v1/runs", NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 1, "one run is there");
}

/* The same key at once: one is worked on, the others wait and are given the same answer. */
static void
same_key_race(struct http_test *test, unsigned round)
{
	static struct http_result results[HTTP_RACERS];
	static char run[24], username[40];
	struct http_client ana, clients[HTTP_RACERS];
	struct http_row rows[HTTP_RACERS];
	size_t same = 0, first = 0;
	int64_t turns;

	snprintf(username, sizeof(username), "race_ana_%u", round);
	http_sign_up(test, &ana, username);
	http_call(test, &ana, "POST", "/api/v1/runs", SCENARIO);
	http_keep(test, "run_id", run, sizeof(run));
	turns = (int64_t)json_array_size(http_at(test, "turns"));
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		clients[i] = ana;
		clients[i].key = key(test, 100 + round);
		rows[i] = (struct http_row){ "POST", arena_printf(test->start, "/api/v1/runs/%s/turns", run),
			"{\"text\":\"Hello, I have a reservation.\"}", 0, NULL };
	}
	http_race(test, clients, rows, HTTP_RACERS, results);
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		same += results[i].status == 201 && strcmp(results[i].body, results[0].body) == 0;
		first += !results[i].replayed;
	}
	http_fact(test, same == HTTP_RACERS && first == 1, "eight with one key: %zu the same answer, %zu worked on", same, first);
	http_call(test, &ana, "GET", arena_printf(test->start, "/api/v1/runs/%s", run), NULL);
	http_fact(test, (int64_t)json_array_size(http_at(test, "turns")) == turns + 2, "one turn and its answer are stored");
}

/* Other keys at once: all are worked on, one after the other. */
static void
other_keys_race(struct http_test *test)
{
	static struct http_result results[HTTP_RACERS];
	struct http_client ana, clients[HTTP_RACERS];
	struct http_row rows[HTTP_RACERS];
	size_t made = 0, resumed = 0, same = 0, taken = 0, gaps = 0;
	char *run;
	json_t *first, *turns;

	http_sign_up(test, &ana, "keys_ana");
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		clients[i] = ana;
		rows[i] = (struct http_row){ "POST", "/api/v1/runs", SCENARIO, 0, NULL };
	}
	http_race(test, clients, rows, HTTP_RACERS, results);
	first = json_loads(results[0].body, 0, NULL);
	run = arena_strdup(test->start, json_string_value(json_object_get(first, "run_id")));
	json_decref(first);
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		made += results[i].status == 201;
		resumed += results[i].status == 200;
		same += run != NULL && strstr(results[i].body, arena_printf(test->start, "\"run_id\":\"%s\"", run)) != NULL;
	}
	http_fact(test, made == 1 && resumed == HTTP_RACERS - 1 && same == HTTP_RACERS,
	    "eight begin at once: %zu new, %zu resumed, %zu the same run", made, resumed, same);
	for (size_t i = 0; i < HTTP_RACERS; i++)
		rows[i] = (struct http_row){ "POST", arena_printf(test->start, "/api/v1/runs/%s/turns", run),
			arena_printf(test->start, "{\"text\":\"Hello number %zu.\"}", i), 0, NULL };
	http_race(test, clients, rows, HTTP_RACERS, results);
	for (size_t i = 0; i < HTTP_RACERS; i++)
		taken += results[i].status == 201 && !results[i].replayed;
	http_fact(test, taken == HTTP_RACERS, "eight turns at once: %zu taken", taken);
	http_call(test, &ana, "GET", arena_printf(test->start, "/api/v1/runs/%s", run), NULL);
	turns = http_at(test, "turns");
	for (size_t i = 0; i < json_array_size(turns); i++)
		gaps += json_integer_value(json_object_get(json_array_get(turns, i), "number")) != (json_int_t)i + 1;
	http_fact(test, gaps == 0 && json_array_size(turns) == 1 + 2 * HTTP_RACERS, "numbered without gaps");
	http_call(test, &ana, "GET", "/api/v1/scenarios/hotel_check_in/me", NULL);
	http_fact(test, http_number(test, "times_attempted") == 1, "one attempt is counted");
}

/* A key that another worker holds and does not give back in time. */
static void
held(struct http_test *test)
{
	struct app other;
	struct http_client ana;
	struct idempotency row = { .request_hash = { { 1 } }, .status = ABSENT, .now = test->now };

	http_sign_up(test, &ana, "held_ana");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	row.user_key = strtoull(http_text(test, "user_id"), NULL, 10);
	ana.key = key(test, 6);
	(void)uuid_parse(ana.key, &row.idempotency_key);
	http_app_open(test, &other);
	http_fact(test, db_begin(other.db) == FAULT_ok && sql_idempotency_add(other.db, &row, NULL) == FAULT_ok,
	    "another worker takes the key");
	http_call(test, &ana, "POST", "/api/v1/runs", SCENARIO);
	http_expect(test, 409, "in_flight", "the same request waits, but not for ever");
	http_fact(test, test->answer.retry_after > 0, "and says when to try again");
	db_rollback(other.db);
	http_call(test, &ana, "POST", "/api/v1/runs", SCENARIO);
	http_expect(test, 201, NULL, "once the other worker gave up");
	http_app_close(&other);
}

void
test_idempotency(struct http_test *test)
{
	same_request(test);
	answered_first(test);
	refused(test);
	for (unsigned round = 0; round < 5; round++)
		same_key_race(test, round);
	other_keys_race(test);
	held(test);
}
