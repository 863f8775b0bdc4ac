/* What the router refuses, and in which order (domain.md §0). */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "harness.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct http_client learner, nobody;

/* Return ${n} bytes of JSON that say {"display_name":"xxx..."}. */
static char *
body_of(struct http_test *test, size_t n)
{
	static const char before[] = "{\"display_name\":\"", after[] = "\"}";
	char *body = arena_alloc(test->start, n + 1);

	memset(body, 'x', n);
	memcpy(body, before, sizeof(before) - 1);
	memcpy(body + n - (sizeof(after) - 1), after, sizeof(after) - 1);
	return body;
}

static void
paths(struct http_test *test)
{
	static const struct http_row rows[] = {
		{ "GET", "/", NULL, 404, "unknown" },
		{ "GET", "", NULL, 404, "unknown" },
		{ "GET", "/api/v1", NULL, 404, "unknown" },
		{ "GET", "/api/v1/nothing", NULL, 404, "unknown" },
		{ "GET", "/api/v1/me/", NULL, 404, "unknown" },
		{ "GET", "/api/v1//me", NULL, 404, "unknown" },
		{ "GET", "api/v1/me", NULL, 404, "unknown" },
		{ "GET", "/api/v1/ME", NULL, 404, "unknown" },
		{ "GET", "/api/v1/me/sessions/1/2", NULL, 404, "unknown" },
		{ "GET", "/api/v1/scenarios//stats", NULL, 404, "unknown" },
		{ "GET", "/api/v1/runs/abc", NULL, 404, "unknown" },
		{ "GET", "/api/v1/runs/0", NULL, 404, "unknown" },
		{ "GET", "/api/v1/runs/-1", NULL, 404, "unknown" },
		{ "GET", "/api/v1/runs/01", NULL, 404, "unknown" },
		{ "GET", "/api/v1/runs/1e3", NULL, 404, "unknown" },
		{ "GET", "/api/v1/runs/99999999999999999999", NULL, 404, "unknown" },
		{ "GET", "/api/v1/runs/18446744073709551615", NULL, 404, "unknown" },
		{ "GET", "/api/v1/scenarios/no such thing", NULL, 404, "unknown" },
		{ "GET", "/api/v1/scenarios/a\x07", NULL, 404, "unknown" },
		{ "GET", "/api/v1/scenarios/' OR 1=1 --", NULL, 404, "unknown" },
		{ "GET", "/livez", NULL, 200, NULL },
		{ "GET", "/readyz", NULL, 200, NULL },
		{ "HEAD", "/livez", NULL, 200, NULL },
	};
	char *longer = arena_alloc(test->start, 5000);

	http_rows(test, &learner, rows, COUNT(rows));
	memset(longer, 'a', 4999);
	memcpy(longer, "/api/v1/scenarios/", 18);
	http_call(test, &learner, "GET", longer, NULL);
	http_expect(test, 404, "unknown", "a long path");
}

static void
methods(struct http_test *test)
{
	static const struct {
		const char *method, *path, *allow[3];
	} rows[] = {
		{ "PUT", "/api/v1/me", { "GET", "PATCH" } },
		{ "OPTIONS", "/api/v1/me", { "GET", "PATCH" } },
		{ "TRACE", "/api/v1/me", { "GET", "PATCH" } },
		{ "get", "/api/v1/me", { "GET", "PATCH" } },
		{ "", "/api/v1/me", { "GET", "PATCH" } },
		{ "DELETE", "/api/v1/runs", { "GET", "POST" } },
		{ "GET", "/api/v1/auth/login", { "POST" } },
		{ "HEAD", "/api/v1/auth/login", { "POST" } },
		{ "POST", "/api/v1/me/sessions/7", { "DELETE" } },
		{ "PATCH", "/api/v1/me/sessions", { "GET", "DELETE" } },
		{ "POST", "/livez", { "GET" } },
		{ "GET", "/api/v1/scenarios/x/view", { "PUT" } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t length = 0, n = 0;

		http_call(test, &nobody, rows[i].method, rows[i].path, NULL);
		http_expect(test, 405, "wrong_method", rows[i].path);
		for (; n < 3 && rows[i].allow[n] != NULL; n++) {
			length += strlen(rows[i].allow[n]);
			http_fact(test, test->answer.allow != NULL && strstr(test->answer.allow, rows[i].allow[n]) != NULL,
			    "%s allows %s", rows[i].path, rows[i].allow[n]);
		}
		http_fact(test, test->answer.allow != NULL && strlen(test->answer.allow) == length + 2 * (n - 1), "and nothing else");
	}
	http_call(test, &nobody, "GET", "/api/v1/nothing", NULL);
	http_fact(test, test->answer.allow == NULL, "an unknown path allows nothing");
}

/* Each row is refused for two reasons at least; the earlier one in the order is told. */
static void
order(struct http_test *test)
{
	char *large = body_of(test, 70000);
	struct http_client text = { .cookie = "", .content_type = "text/plain", .fetch_site = "cross-site", .key = "" };
	struct http_client other = { .cookie = "", .fetch_site = "cross-site", .key = "" };
	const struct http_row strangers[] = {
		{ "POST", "/api/v1/nothing", large, 404, "unknown" },
		{ "PUT", "/api/v1/me", large, 405, "wrong_method" },
		{ "PATCH", "/api/v1/me", large, 413, "too_large" },
		{ "PATCH", "/api/v1/me", "{", 415, "wrong_type" },
	};
	const struct http_row unsigned_in[] = {
		{ "PATCH", "/api/v1/me", "{", 401, "unauthorized" },
		{ "POST", "/api/v1/invites", "{", 401, "unauthorized" },
		{ "POST", "/api/v1/runs/abc/turns", "{", 401, "unauthorized" },
		{ "GET", "/api/v1/runs?limit=0", NULL, 401, "unauthorized" },
		{ "POST", "/api/v1/auth/login", "{", 403, "cross_site" },
	};
	const struct http_row cross_site[] = {
		{ "POST", "/api/v1/invites", "{", 403, "cross_site" },
		{ "PATCH", "/api/v1/me", "{", 403, "cross_site" },
	};
	const struct http_row role[] = { { "POST", "/api/v1/invites", "{", 403, "forbidden" } };
	const struct http_row keyless[] = {
		{ "PATCH", "/api/v1/me", "{", 400, "malformed" },
		{ "PATCH", "/api/v1/me?%", "{\"rollover_hour\":99}", 400, "malformed" },
		{ "PATCH", "/api/v1/me", "{\"rollover_hour\":99}", 400, "key_missing" },
		{ "POST", "/api/v1/runs/7/turns", "{\"text\":\"\"}", 400, "key_missing" },
	};
	const struct http_row keyed[] = {
		{ "POST", "/api/v1/runs/7/turns", "{\"text\":\"\"}", 422, "invalid" },
		{ "POST", "/api/v1/runs/7/turns", "{\"text\":\"hello\"}", 404, "unknown" },
	};

	http_rows(test, &text, strangers, COUNT(strangers));
	http_rows(test, &other, unsigned_in, COUNT(unsigned_in));
	snprintf(other.cookie, sizeof(other.cookie), "%s", learner.cookie);
	http_rows(test, &other, cross_site, COUNT(cross_site));
	other.fetch_site = NULL;
	http_rows(test, &other, role, COUNT(role));
	http_rows(test, &other, keyless, COUNT(keyless));
	http_fact(test, http_at(test, "errors") == NULL, "a missing key is told alone");
	other.key = NULL;
	http_rows(test, &other, keyed, COUNT(keyed));
	other.if_match = "\"999\"";
	http_call(test, &other, "PATCH", "/api/v1/me", "{\"rollover_hour\":99}");
	http_expect(test, 422, "invalid", "before If-Match is looked at");
}

static void
sizes(struct http_test *test)
{
	struct http_client visitor = { .cookie = "" };

	http_call(test, &learner, "PATCH", "/api/v1/me", body_of(test, BODY_MAX));
	http_expect(test, 422, "invalid", "64 KiB are read");
	http_call(test, &learner, "PATCH", "/api/v1/me", body_of(test, BODY_MAX + 1));
	http_expect(test, 413, "too_large", "a byte more is not");
	http_call(test, &visitor, "POST", "/api/v1/try/turns", body_of(test, 8 * 1024));
	http_expect(test, 422, "invalid", "8 KiB where that is the limit");
	http_call(test, &visitor, "POST", "/api/v1/try/turns", body_of(test, 8 * 1024 + 1));
	http_expect(test, 413, "too_large", "a byte more");
}

static void
types(struct http_test *test)
{
	static const struct {
		const char *type;
		bool good;
	} rows[] = {
		{ "application/json", true },
		{ "application/json; charset=utf-8", true },
		{ "application/json;charset=UTF-8", true },
		{ "Application/JSON", true },
		{ "", false },
		{ "text/plain", false },
		{ "application/jsonp", false },
		{ "application/json-patch+json", false },
		{ "application/x-www-form-urlencoded", false },
		{ "multipart/form-data; boundary=x", false },
		{ "text/plain; application/json", false },
		{ "application/jso", false },
		{ "application/xml1", false },
		{ "application/xml1;charset=utf-8", false },
	};
	struct http_client ana = learner;

	for (size_t i = 0; i < COUNT(rows); i++) {
		ana.content_type = rows[i].type;
		http_call(test, &ana, "PATCH", "/api/v1/me", "{}");
		http_fact(test, test->answer.status == (rows[i].good ? 200 : 415), "content type \"%s\"", rows[i].type);
	}
	ana.content_type = "";
	http_call(test, &ana, "DELETE", "/api/v1/me/sessions", NULL);
	http_expect(test, 204, NULL, "without a body there is no type");
}

static void
keys(struct http_test *test)
{
	static const struct {
		const char *key;
		bool good;
	} rows[] = {
		{ "", false },
		{ "7", false },
		{ "8c5d7d3e9f0b4c1aa1b2c3d4e5f60718", false },
		{ "8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f6071", false },
		{ "8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f60718 ", false },
		{ "8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f6071g", false },
		{ "8c5d7d3e9-f0b-4c1a-a1b2-c3d4e5f60718", false },
		{ "{8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f6071", false },
		{ "8c5d7d3e-9f0b-4c1a-a1b2-c3d4e5f60718", true },
		{ "8C5D7D3E-9F0B-4C1A-A1B2-C3D4E5F60718", true },
		{ "00000000-0000-0000-0000-000000000001", true },
		{ "00000000-0000-0000-0000-000000000000", false },
	};
	struct http_client ana = learner;

	for (size_t i = 0; i < COUNT(rows); i++) {
		ana.key = rows[i].key;
		http_call(test, &ana, "PATCH", "/api/v1/me", "{}");
		http_fact(test, rows[i].good ? test->answer.status == 200 :
		    test->answer.status == 400 && strcmp(http_text(test, "code"), "key_missing") == 0,
		    "key \"%s\"", rows[i].key);
	}
}

/* nginx sends each path to its pool; a worker answers no other. */
static void
pools(struct http_test *test)
{
	test->app.pool = POOL_auth;
	http_call(test, &learner, "GET", "/api/v1/me", NULL);
	http_expect(test, 404, "unknown", "the account in the pool that hashes");
	http_call(test, &nobody, "POST", "/api/v1/auth/login", "{\"username\":\"x\",\"password\":\"y\"}");
	http_expect(test, 401, "bad_login", "sign-in in its pool");
	test->app.pool = POOL_app;
	http_call(test, &nobody, "POST", "/api/v1/auth/login", "{\"username\":\"x\",\"password\":\"y\"}");
	http_expect(test, 404, "unknown", "sign-in in the other pool");
	http_call(test, &learner, "GET", "/api/v1/me", NULL);
	http_expect(test, 200, NULL, "the account in its pool");
	test->app.pool = 0;
}

static const struct http_row query_rows[] = {
	{ "GET", "/api/v1/scenarios?", NULL, 200, NULL },
	{ "GET", "/api/v1/scenarios?&&", NULL, 200, NULL },
	{ "GET", "/api/v1/scenarios?limit=", NULL, 200, NULL },
	{ "GET", "/api/v1/scenarios?limit", NULL, 200, NULL },
	{ "GET", "/api/v1/scenarios?l%69mit=1", NULL, 200, NULL },
	{ "GET", "/api/v1/scenarios?limit=1&limit=1", NULL, 400, "malformed" },
	{ "GET", "/api/v1/scenarios?q=%", NULL, 400, "malformed" },
	{ "GET", "/api/v1/scenarios?q=%4", NULL, 400, "malformed" },
	{ "GET", "/api/v1/scenarios?q=%zz", NULL, 400, "malformed" },
	{ "GET", "/api/v1/scenarios?q=%00", NULL, 400, "malformed" },
	{ "GET", "/api/v1/scenarios?q=%ff", NULL, 400, "malformed" },
	{ "GET", "/api/v1/scenarios?q=%c0%af", NULL, 400, "malformed" },
	{ "GET", "/api/v1/scenarios?q=%ed%a0%80", NULL, 400, "malformed" },
	{ "GET", "/api/v1/scenarios?nothing=1&q=%", NULL, 400, "malformed" },
	{ "GET", "/api/v1/scenarios?nothing=1", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?user_key=1", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?page=1", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?low_1=a", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?limit=0", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?limit=101", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?limit=-1", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?limit=%2B1", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?limit=+1", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?limit=1.0", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?limit=1e1", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?limit=99999999999999999999", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?limit=1&limit%20=1", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?cursor=0", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?cursor=-1", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?cursor=abc", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?cursor=18446744073709551616", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios?q=%e2%80%ae", NULL, 422, "invalid" },
	{ "GET", "/api/v1/scenarios/hotel_check_in?scenario_id=x", NULL, 422, "invalid" },
	{ "GET", "/api/v1/me?x=1", NULL, 422, "invalid" },
	{ "GET", "/livez?x=1", NULL, 422, "invalid" },
	{ "POST", "/api/v1/runs?restart=true", "{\"scenario_id\":\"hotel_check_in\"}", 422, "invalid" },
	{ "GET", "/api/v1/scenarios", "{}", 400, "malformed" },
	{ "DELETE", "/api/v1/me/sessions", "{}", 400, "malformed" },
};

static void
queries(struct http_test *test)
{
	char *many = arena_strdup(test->start, "/api/v1/scenarios?");

	http_rows(test, &learner, query_rows, COUNT(query_rows));
	http_call(test, &nobody, "GET", "/api/v1/scenarios?limit=0&language=xx&category=none&difficulty=hard&cursor=x&what%2Fis~=1",
	    NULL);
	http_fact(test, http_error(test, "/limit", "too_small") && http_error(test, "/language", "format") &&
	    http_error(test, "/category", "choice") && http_error(test, "/difficulty", "choice") &&
	    http_error(test, "/cursor", "type") && http_error(test, "/what~1is~0", "unknown_field") &&
	    json_array_size(http_at(test, "errors")) == 6, "all that is wrong is told at once");
	for (int i = 0; i < 33; i++)
		many = arena_printf(test->start, "%s&x%d=1", many, i);
	http_call(test, &nobody, "GET", many, NULL);
	http_expect(test, 400, "malformed", "more than 32 parameters");
	many = arena_alloc(test->start, 3001);
	memset(many, 'x', 3000);
	memcpy(many, "/api/v1/scenarios?q=", 20);
	http_call(test, &nobody, "GET", many, NULL);
	http_expect(test, 400, "malformed", "a parameter of more than 2 KiB");
}

void
test_protocol(struct http_test *test)
{
	http_sign_up(test, &learner, "protocol_ana");
	nobody = (struct http_client){ .cookie = "" };
	paths(test);
	methods(test);
	order(test);
	sizes(test);
	types(test);
	keys(test);
	pools(test);
	queries(test);
}
