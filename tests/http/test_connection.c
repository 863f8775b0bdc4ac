/* The database goes away, waits, or disagrees: what a request makes of it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "config.h"
#include "db.h"
#include "harness.h"
#include "idempotency.h"
#include "run.h"
#include "sql.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* End the connection of ${test}'s worker from outside, and see that it is gone. */
static void
connection_kill(struct http_test *test, struct app *other)
{
	int64_t id = http_sql_number(&test->app, "SELECT CONNECTION_ID()");

	http_sql(other, "KILL CONNECTION %lld", (long long)id);
	while (http_sql_number(other, "SELECT COUNT(*) FROM information_schema.processlist WHERE id = %lld", (long long)id) > 0)
		;
}

/* A connection that was lost between two requests is made anew, and nobody notices. */
static void
lost_between(struct http_test *test, struct app *other)
{
	struct http_client ana, nobody = { .cookie = "" };
	const struct {
		struct http_client *client;
		struct http_row row;
	} calls[] = {
		{ &ana, { "GET", "/api/v1/me", NULL, 200, NULL } },
		{ &nobody, { "GET", "/api/v1/scenarios", NULL, 200, NULL } },
		{ &nobody, { "GET", "/api/v1/scenarios/hotel_check_in", NULL, 200, NULL } },
		{ &nobody, { "GET", "/api/v1/scenarios/hotel_check_in/stats", NULL, 200, NULL } },
		{ &nobody, { "GET", "/readyz", NULL, 200, NULL } },
		{ &ana, { "PATCH", "/api/v1/me", "{\"display_name\":\"Ana\"}", 200, NULL } },
		{ &ana, { "POST", "/api/v1/runs", "{\"scenario_id\":\"hotel_check_in\"}", 201, NULL } },
		{ &nobody, { "POST", "/api/v1/auth/login", "{\"username\":\"lost_ana\",\"password\":\"correct horse battery\"}", 200, NULL } },
		{ &nobody, { "POST", "/api/v1/auth/register", "{\"username\":\"lost_ben\",\"password\":\"correct horse battery\"}", 201, NULL } },
		{ &nobody, { "POST", "/api/v1/try/turns",
		    "{\"language\":\"en\",\"native_language\":\"es\",\"level\":\"some\",\"turns\":[]}", 200, NULL } },
		{ &nobody, { "POST", "/api/v1/auth/logout", "{}", 204, NULL } },
	};

	http_sign_up(test, &ana, "lost_ana");
	test->config->registration = REGISTRATION_open;
	for (size_t i = 0; i < COUNT(calls); i++) {
		bool signs = strstr(calls[i].row.target, "/auth/") != NULL && strstr(calls[i].row.target, "logout") == NULL;

		if (signs)
			calls[i].client->cookie[0] = '\0';
		connection_kill(test, other);
		http_rows(test, calls[i].client, &calls[i].row, 1);
	}
	test->config->registration = REGISTRATION_invite;
}

/* Two learners play the same scenario: neither waits for the other. */
static void
no_waiting(struct http_test *test, struct app *other)
{
	struct http_client ana, ben;
	struct run_ref ref;
	struct run_row row;
	char target[80];

	http_sign_up(test, &ana, "wait_ana");
	http_sign_up(test, &ben, "wait_ben");
	http_call(test, &ana, "POST", "/api/v1/runs", "{\"scenario_id\":\"hotel_check_in\"}");
	ref.run_id = strtoull(http_text(test, "run_id"), NULL, 10);
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	ref.user_key = strtoull(http_text(test, "user_id"), NULL, 10);
	ref.now = test->now;
	http_call(test, &ben, "POST", "/api/v1/runs", "{\"scenario_id\":\"hotel_check_in\"}");
	snprintf(target, sizeof(target), "/api/v1/runs/%s/turns", http_text(test, "run_id"));
	http_fact(test, db_begin(other->db) == FAULT_ok && sql_run_lock(other->db, test->start, &ref, &row) == FAULT_ok,
	    "another worker is busy with Ana's run");
	http_call(test, &ben, "POST", target, "{\"text\":\"Hello, I have a reservation.\"}");
	http_expect(test, 201, NULL, "Ben says something meanwhile");
	http_call(test, &ben, "POST", "/api/v1/runs", "{\"scenario_id\":\"hotel_check_in\",\"restart\":true}");
	http_expect(test, 201, NULL, "and begins again");
	http_call(test, &ana, "GET", "/api/v1/scenarios/hotel_check_in/me", NULL);
	http_expect(test, 200, NULL, "Ana reads meanwhile");
	db_rollback(other->db);
}

/* Writing when somebody was seen is no reason to refuse him. */
static void
touch_waits(struct http_test *test, struct app *other)
{
	struct http_client ana;

	http_sign_up(test, &ana, "touch_ana");
	http_fact(test, db_begin(other->db) == FAULT_ok, "another worker begins");
	http_sql(other, "UPDATE login_sessions SET user_agent = 'held' WHERE user_key = (SELECT MAX(id) FROM users)");
	test->now += 3600 * 1000;
	http_call(test, &ana, "GET", "/api/v1/scenarios", NULL);
	http_expect(test, 200, NULL, "a read while the login session's row is held");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_expect(test, 200, NULL, "and another one");
	db_rollback(other->db);
}

/* A statement that failed outside of a transaction spoils no later one. */
static void
failed_statement(struct http_test *test)
{
	const struct idempotency nothing = { .now = test->now };
	struct http_client visitor = { .cookie = "" };

	http_fact(test, sql_idempotency_add(test->app.db, &nothing, NULL) == FAULT_internal, "a statement the server refuses");
	http_fact(test, db_begin(test->app.db) == FAULT_ok, "a transaction begins after it");
	db_rollback(test->app.db);
	http_fact(test, sql_idempotency_add(test->app.db, &nothing, NULL) == FAULT_internal, "once more");
	http_call(test, &visitor, "GET", "/api/v1/scenarios", NULL);
	http_expect(test, 200, NULL, "a read after it");
}

/* Changes of one account at once: each is made, none is lost, none is answered with an error. */
static void
profile_race(struct http_test *test)
{
	static struct http_result results[HTTP_RACERS];
	struct http_client ana, clients[HTTP_RACERS];
	struct http_row rows[HTTP_RACERS];
	size_t changed = 0;
	char before[40];

	http_sign_up(test, &ana, "busy_ana");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	snprintf(before, sizeof(before), "%s", test->answer.etag);
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		clients[i] = ana;
		rows[i] = (struct http_row){ "PATCH", "/api/v1/me",
			arena_printf(test->start, "{\"display_name\":\"Ana %zu\",\"languages\":[]}", i), 0, NULL };
	}
	http_race(test, clients, rows, HTTP_RACERS, results);
	for (size_t i = 0; i < HTTP_RACERS; i++)
		changed += results[i].status == 200;
	http_fact(test, changed == HTTP_RACERS, "eight changes at once: %zu made", changed);
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_fact(test, strtol(test->answer.etag + 1, NULL, 10) == strtol(before + 1, NULL, 10) + HTTP_RACERS,
	    "each moved the revision");
	for (size_t i = 0; i < HTTP_RACERS; i++)
		clients[i].if_match = before;
	(void)snprintf(before, sizeof(before), "%s", test->answer.etag);
	http_race(test, clients, rows, HTTP_RACERS, results);
	changed = 0;
	for (size_t i = 0; i < HTTP_RACERS; i++)
		changed += results[i].status == 200;
	http_fact(test, changed == 1, "eight changes of the same revision: %zu made", changed);
}

/* Who signs in with the old password while it is changed is signed in no longer than that. */
static void
password_race(struct http_test *test, unsigned round)
{
	static struct http_result results[HTTP_RACERS];
	struct http_client ana, clients[HTTP_RACERS];
	struct http_row rows[HTTP_RACERS];
	const char *username = arena_printf(test->start, "password_ana_%u", round);
	unsigned alive = 0;

	http_sign_up(test, &ana, username);
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		clients[i] = (struct http_client){ .cookie = "" };
		rows[i] = (struct http_row){ "POST", "/api/v1/auth/login",
			arena_printf(test->start, "{\"username\":\"%s\",\"password\":\"correct horse battery\"}", username), 0, NULL };
	}
	clients[round % HTTP_RACERS] = ana;
	rows[round % HTTP_RACERS] = (struct http_row){ "POST", "/api/v1/auth/password",
		"{\"current_password\":\"correct horse battery\",\"new_password\":\"a much better phrase\"}", 0, NULL };
	http_race(test, clients, rows, HTTP_RACERS, results);
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		struct http_client client = { .cookie = "" };

		snprintf(client.cookie, sizeof(client.cookie), "__Host-parlance=%s", results[i].cookie);
		http_call(test, &client, "GET", "/api/v1/me", NULL);
		if (i == round % HTTP_RACERS)
			http_expect(test, 200, NULL, "who changed the password");
		else
			alive += test->answer.status != 401;
	}
	http_fact(test, alive == 0, "%u login sessions of the old password live", alive);
}

void
test_connection(struct http_test *test)
{
	struct app other;

	http_app_open(test, &other);
	lost_between(test, &other);
	no_waiting(test, &other);
	touch_waits(test, &other);
	failed_statement(test);
	profile_race(test);
	for (unsigned round = 0; round < 8; round++)
		password_race(test, round);
	http_app_close(&other);
}
