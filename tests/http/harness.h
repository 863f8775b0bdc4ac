#ifndef PARLANCE_TEST_HARNESS_H
#define PARLANCE_TEST_HARNESS_H

/*
 * Calls to route_dispatch() in process, against a real database.  One line
 * per fact; a route that no call reached is a failed fact.
 */

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "request.h"

struct http_test {
	struct app app;
	struct config *config;
	struct arena *start; /* of the whole run */
	struct arena *arena; /* reset before every call */
	int64_t now; /* of the calls; tests move it */
	unsigned passed, failed;
	const char *group; /* name of the file under test */
	/* The last answer. */
	struct http_answer answer;
	json_t *json; /* its body, NULL without */
};

/* Somebody at a browser. */
struct http_client {
	char cookie[200]; /* the header; "" while signed out */
	const char *fetch_site; /* NULL: same-origin */
	const char *origin; /* NULL: none */
	const char *content_type; /* NULL: application/json */
	const char *if_match, *if_none_match; /* NULL: none */
	const char *key; /* Idempotency-Key; NULL: a fresh one for each call, "": none */
	const char *address; /* NULL: 192.0.2.1 */
	const char *user_agent; /* NULL: test */
};

/* One call and what it must be answered with. */
struct http_row {
	const char *method, *target, *body;
	int status;
	const char *code; /* of the problem, NULL: any or none */
};

/* One answer of many given at once. */
struct http_result {
	int status;
	int retry_after;
	bool replayed;
	char cookie[60];
	char body[60000];
};

/*
 * Call ${method} ${target} (path and query) as ${client} with the JSON ${body}
 * (NULL: none) and return the status; cookies are kept as a browser does.
 */
int http_call(struct http_test *test, struct http_client *client, const char *method, const char *target,
    const char *body);

/* The same with a body made like printf(3). */
int http_callf(struct http_test *test, struct http_client *client, const char *method, const char *target,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* State one fact, said like printf(3); print it when it is false. Returns ${holds}. */
bool http_fact(struct http_test *test, bool holds, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* State that the last answer has ${status} and, for a problem, ${code} (NULL: any). */
bool http_expect(struct http_test *test, int status, const char *code, const char *what);

/* Return the member at ${path} ("items/0/title") of the last answer, NULL when it is not there. */
json_t *http_at(const struct http_test *test, const char *path);

/* Return the text, the number at ${path}; "" and -1 when it is not there. */
const char *http_text(const struct http_test *test, const char *path);
int64_t http_number(const struct http_test *test, const char *path);

/* Return whether one of the errors of the last answer is about ${pointer} with ${code}. */
bool http_error(const struct http_test *test, const char *pointer, const char *code);

/* Copy the text at ${path} to the ${size} bytes of ${to}: what a later call needs. */
void http_keep(const struct http_test *test, const char *path, char *to, size_t size);

/* Make the ${n} calls of ${rows} as ${client}, one after the other, and state that each is answered as its row says. */
void http_rows(struct http_test *test, struct http_client *client, const struct http_row *rows, size_t n);

/* Open a second worker: its own connection and caches, the same database and configuration. */
void http_app_open(struct http_test *test, struct app *app);
void http_app_close(struct app *app);

/*
 * Make ${n} calls at once, each in a process with a connection of its own, as
 * ${clients[i]}; ${results[i]} is the answer to ${rows[i]}.
 */
enum { HTTP_RACERS = 8 };
void http_race(struct http_test *test, const struct http_client *clients, const struct http_row *rows, size_t n,
    struct http_result *results);

/* Run statements through ${app}'s connection that no query of ours is for, such as KILL; aborts on failure. */
void http_sql(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Return the one number that a statement gives. */
int64_t http_sql_number(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Make a one-time link of ${kind} that ends after ${lifetime} ms, for a reset of ${username}, and return its token. */
const char *http_link(struct http_test *test, int kind, const char *username, int64_t lifetime);

/* Make an account ${username} with an invite and sign ${client} in; its password is "correct horse battery". */
void http_sign_up(struct http_test *test, struct http_client *client, const char *username);

/* Sign ${client} in again as ${username} with that password; its old cookie is forgotten. */
void http_sign_in(struct http_test *test, struct http_client *client, const char *username);

/* The admin who was made first; signed in when a group begins. */
extern struct http_client http_admin;

/* The files of tests. */
void test_registration(struct http_test *test);
void test_sessions(struct http_test *test);
void test_accounts(struct http_test *test);
void test_throttling(struct http_test *test);
void test_protocol(struct http_test *test);
void test_input(struct http_test *test);
void test_cross_site(struct http_test *test);
void test_idempotency(struct http_test *test);
void test_connection(struct http_test *test);
void test_scenarios(struct http_test *test);
void test_runs(struct http_test *test);
void test_run_rules(struct http_test *test);
void test_try(struct http_test *test);
void test_reviews(struct http_test *test);
void test_queue(struct http_test *test);
void test_vocabulary(struct http_test *test);
void test_progress(struct http_test *test);
void test_main_job(struct http_test *test);

#endif
