#include "harness.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "config.h"
#include "course_cache.h"
#include "db.h"
#include "log.h"
#include "openapi.h"
#include "registration.h"
#include "router.h"
#include "sql.h"
#include "token.h"

#include <sodium.h>

struct http_client http_admin;

enum { ROUTES_MAX = 200 };
static const struct route *reached[ROUTES_MAX];
static size_t n_reached;

/* Only a call that succeeded has reached its route. */
static void
route_note(struct http_test *test, const char *method, const char *path)
{
	const char *allow;
	const struct route *route = route_find(test->arena, method, path, &allow);

	for (size_t i = 0; i < n_reached; i++)
		if (reached[i] == route)
			return;
	if (route != NULL && n_reached < ROUTES_MAX)
		reached[n_reached++] = route;
}

static const char *
or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

static const char *
fresh_key(struct arena *arena)
{
	struct uuid uuid;

	uuid_random(&uuid);
	return uuid_text(arena, &uuid);
}

static void
cookie_keep(struct http_client *client, const char *cookie)
{
	if (cookie != NULL)
		snprintf(client->cookie, sizeof(client->cookie), "%s%s", cookie[0] == '\0' ? "" : "__Host-parlance=", cookie);
}

/* What is true of every answer, whatever was asked. */
static void
answer_check(struct http_test *test, const char *method, const char *target)
{
	const struct http_answer *answer = &test->answer;
	bool problem = answer->status >= 400;
	const char *type = problem ? "application/problem+json" : "application/json; charset=utf-8";

	if (answer->status >= 500 && answer->status != 503)
		http_fact(test, false, "%s %s is answered %d", method, target, answer->status);
	if (answer->cache_control == NULL)
		http_fact(test, false, "%s %s says nothing about caching", method, target);
	if ((answer->body == NULL) != (answer->content_type == NULL) || (problem && answer->body == NULL))
		http_fact(test, false, "%s %s: body and content type do not agree", method, target);
	if (answer->body == NULL)
		return;
	if (test->json == NULL || strcmp(answer->content_type, type) != 0 || strlen(answer->body) != answer->body_length)
		http_fact(test, false, "%s %s is not answered with JSON of type %s", method, target, type);
	if (problem && (http_number(test, "status") != answer->status || http_text(test, "title")[0] == '\0' ||
	    http_text(test, "code")[0] == '\0' || strcmp(http_text(test, "request_id"), "test") != 0 ||
	    strcmp(http_text(test, "type"), "about:blank") != 0 ||
	    (strcmp(http_text(test, "code"), "invalid") == 0 && json_array_size(http_at(test, "errors")) == 0)))
		http_fact(test, false, "%s %s: the problem document is not complete", method, target);
}

int
http_call(struct http_test *test, struct http_client *client, const char *method, const char *target, const char *body)
{
	struct http_request http = { .method = method, .query = "", .cookie = client->cookie,
		.user_agent = client->user_agent == NULL ? "test" : client->user_agent, .request_id = "test", .now = test->now, .body = or_empty(body), .body_length = body == NULL ? 0 : strlen(body) };
	const char *question = strchr(target, '?');

	json_decref(test->json);
	arena_reset(test->arena);
	http.path = question == NULL ? target : arena_strndup(test->arena, target, (size_t)(question - target));
	if (question != NULL)
		http.query = question + 1;
	http.content_type = client->content_type == NULL ? "application/json" : client->content_type;
	http.fetch_site = client->fetch_site == NULL ? "same-origin" : client->fetch_site;
	http.origin = or_empty(client->origin);
	http.if_match = or_empty(client->if_match);
	http.if_none_match = or_empty(client->if_none_match);
	http.idempotency_key = client->key == NULL ? fresh_key(test->arena) : client->key;
	http.address = client->address == NULL ? "192.0.2.1" : client->address;
	route_dispatch(&test->app, test->arena, &http, &test->answer);
	if (test->answer.status < 400)
		route_note(test, method, http.path);
	cookie_keep(client, test->answer.cookie);
	test->json = test->answer.body == NULL ? NULL : json_loadb(test->answer.body, test->answer.body_length, 0, NULL);
	answer_check(test, method, target);
	return test->answer.status;
}

int
http_callf(struct http_test *test, struct http_client *client, const char *method, const char *target,
    const char *format, ...)
{
	char body[70000];
	va_list args;

	va_start(args, format);
	if (vsnprintf(body, sizeof(body), format, args) < 0)
		abort();
	va_end(args);
	return http_call(test, client, method, target, body);
}

bool
http_fact(struct http_test *test, bool holds, const char *format, ...)
{
	va_list args;

	if (holds) {
		test->passed++;
		return true;
	}
	test->failed++;
	printf("FAILED %s: ", test->group);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n  answer %d %.600s\n", test->answer.status, or_empty(test->answer.body));
	return false;
}

bool
http_expect(struct http_test *test, int status, const char *code, const char *what)
{
	return http_fact(test, test->answer.status == status && (code == NULL || strcmp(http_text(test, "code"), code) == 0),
	    "%s: expected %d %s", what, status, or_empty(code));
}

json_t *
http_at(const struct http_test *test, const char *path)
{
	json_t *json = test->json;

	while (json != NULL && *path != '\0') {
		size_t length = strcspn(path, "/");
		char *name = arena_strndup(test->arena, path, length);

		json = json_is_array(json) ? json_array_get(json, strtoul(name, NULL, 10)) : json_object_get(json, name);
		path += length + (path[length] == '/');
	}
	return json;
}

const char *
http_text(const struct http_test *test, const char *path)
{
	return or_empty(json_string_value(http_at(test, path)));
}

int64_t
http_number(const struct http_test *test, const char *path)
{
	const json_t *json = http_at(test, path);

	return json_is_integer(json) ? json_integer_value(json) : -1;
}

void
http_keep(const struct http_test *test, const char *path, char *to, size_t size)
{
	snprintf(to, size, "%s", http_text(test, path));
}

void
http_rows(struct http_test *test, struct http_client *client, const struct http_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		http_call(test, client, rows[i].method, rows[i].target, rows[i].body);
		http_fact(test, test->answer.status == rows[i].status &&
		    (rows[i].code == NULL || strcmp(http_text(test, "code"), rows[i].code) == 0),
		    "%s %s %.60s: expected %d %s", rows[i].method, rows[i].target, or_empty(rows[i].body), rows[i].status,
		    or_empty(rows[i].code));
	}
}

bool
http_error(const struct http_test *test, const char *pointer, const char *code)
{
	const json_t *errors = http_at(test, "errors");

	for (size_t i = 0; i < json_array_size(errors); i++) {
		const json_t *error = json_array_get(errors, i);

		if (strcmp(or_empty(json_string_value(json_object_get(error, "pointer"))), pointer) == 0 &&
		    strcmp(or_empty(json_string_value(json_object_get(error, "code"))), code) == 0)
			return true;
	}
	return false;
}

const char *
http_link(struct http_test *test, int kind, const char *username, int64_t lifetime)
{
	struct account_token link = { .kind = kind, .now = test->now, .expires_at = test->now + lifetime };
	struct user_name name = { .username = username };
	struct user_row user;
	const char *token;

	if (username != NULL && sql_user_by_name(test->app.db, test->start, &name, &user) != FAULT_ok)
		abort();
	if (username != NULL)
		link.token_user_key = user.user_id;
	if (registration_link(test->app.db, test->start, &link, &token) != FAULT_ok)
		abort();
	return token;
}

void
http_sign_up(struct http_test *test, struct http_client *client, const char *username)
{
	*client = (struct http_client){ .cookie = "" };
	http_callf(test, client, "POST", "/api/v1/auth/register",
	    "{\"username\":\"%s\",\"password\":\"correct horse battery\",\"token\":\"%s\",\"timezone\":\"Europe/Madrid\","
	    "\"native_language\":\"es\",\"language\":\"en\",\"level\":\"A2\"}", username, http_link(test, TOKEN_invite, NULL, MS_PER_DAY));
	http_expect(test, 201, NULL, "sign up");
}

void
http_sign_in(struct http_test *test, struct http_client *client, const char *username)
{
	client->cookie[0] = '\0';
	http_callf(test, client, "POST", "/api/v1/auth/login",
	    "{\"username\":\"%s\",\"password\":\"correct horse battery\"}", username);
	http_expect(test, 200, NULL, "sign in");
}

/* The first account, through the link that script/server prints. */
static void
admin_make(struct http_test *test)
{
	http_callf(test, &http_admin, "POST", "/api/v1/auth/register",
	    "{\"username\":\"admin\",\"password\":\"correct horse battery\",\"token\":\"%s\"}",
	    http_link(test, TOKEN_setup, NULL, MS_PER_DAY));
	http_expect(test, 201, NULL, "the setup link makes the first admin");
}

static void
routes_check(struct http_test *test)
{
	test->group = "routes";
	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *route = *table; route->path != NULL; route++) {
			size_t i = 0;

			while (i < n_reached && reached[i] != route)
				i++;
			http_fact(test, i < n_reached, "no test reached %s (method %d)", route->path, (int)route->method);
		}
}

static void
open_check(const char *error)
{
	if (error == NULL)
		return;
	printf("http_test: %s\n", error);
	exit(2);
}

void
http_app_open(struct http_test *test, struct app *app)
{
	const struct config *config = test->config;
	struct db_setup setup = { config->database_socket, config->database_name, config->database_user,
		config->database_password, 10, 5 };
	const char *error;

	*app = (struct app){ .config = config, .openapi = test->app.openapi };
	app->db = db_open(test->start, &setup, &error);
	open_check(error);
	app->courses = course_cache_new(config->data_directory);
}

void
http_app_close(struct app *app)
{
	course_cache_free(app->courses);
	db_close(app->db);
}

static void
test_open(struct http_test *test, const char *config_path)
{
	const char *error;

	test->start = arena_new();
	test->arena = arena_new();
	test->config = arena_alloc(test->start, sizeof(*test->config));
	error = config_read(test->start, config_path, test->config);
	open_check(error);
	test->config->throttling = 0; /* on in the tests about it */
	test->config->argon2_memory = 8192; /* the least there is: many accounts are made */
	test->config->argon2_passes = 1;
	test->app.openapi = openapi_make(test->start);
	http_app_open(test, &test->app);
	open_check(db_check_queries(test->app.db, test->start));
	test->now = clock_now();
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct http_test *test);
	} groups[] = {
		{ "registration", test_registration },
		{ "sessions", test_sessions },
		{ "accounts", test_accounts },
		{ "throttling", test_throttling },
		{ "protocol", test_protocol },
		{ "input", test_input },
		{ "cross site", test_cross_site },
		{ "idempotency", test_idempotency },
		{ "connection", test_connection },
		{ "scenarios", test_scenarios },
		{ "runs", test_runs },
		{ "run rules", test_run_rules },
		{ "try", test_try },
		{ "reviews", test_reviews },
		{ "queue", test_queue },
		{ "vocabulary", test_vocabulary },
		{ "progress", test_progress },
		{ "main job", test_main_job },
	};
	struct http_test test = { 0 };

	if (argc != 2 || sodium_init() < 0) {
		fputs("usage: http_test CONFIG\n", stderr);
		return 2;
	}
	if ((getenv("HTTP_TEST_LOG") == NULL && freopen("/dev/null", "w", stderr) == NULL) || /* access lines */
	    setvbuf(stdout, NULL, _IOLBF, BUFSIZ) != 0)
		return 2;
	test_open(&test, argv[1]);
	test.group = "setup";
	admin_make(&test);
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		test.group = groups[i].name;
		http_sign_in(&test, &http_admin, "admin");
		groups[i].run(&test);
	}
	routes_check(&test);
	printf("%u passed, %u failed\n", test.passed, test.failed);
	json_decref(test.json);
	http_app_close(&test.app);
	arena_free(test.arena);
	arena_free(test.start);
	return test.failed > 0;
}
