/* Reading scenarios: lists, search, the document, statistics, and the pages about the site. */

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "harness.h"

#define SCENARIOS "/api/v1/scenarios"
#define ONE "/api/v1/scenarios/restaurant_dinner_reservation"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct http_client ana, nobody;

static size_t
listed(struct http_test *test, const char *query)
{
	http_call(test, &nobody, "GET", arena_printf(test->start, SCENARIOS "%s", query), NULL);
	return test->answer.status == 200 ? json_array_size(http_at(test, "items")) : 999;
}

static void
filters(struct http_test *test)
{
	static const struct {
		const char *query;
		size_t n;
	} rows[] = {
		{ "", 6 },
		{ "?language=en", 3 },
		{ "?language=es", 3 },
		{ "?language=fr", 0 },
		{ "?category=restaurant", 2 },
		{ "?category=travel", 2 },
		{ "?category=healthcare", 2 },
		{ "?category=hobbies", 0 },
		{ "?category=travel&language=es", 1 },
		{ "?category=travel&language=es&q=hotel", 1 },
		{ "?category=travel&language=es&q=restaurante", 0 },
		{ "?difficulty=advanced", 0 },
		{ "?limit=100", 6 },
		{ "?limit=2", 2 },
		{ "?cursor=18446744073709551615", 0 },
	};
	size_t n;

	for (size_t i = 0; i < COUNT(rows); i++) {
		n = listed(test, rows[i].query);
		http_fact(test, n == rows[i].n, "%s lists %zu, not %zu", rows[i].query, n, rows[i].n);
		if (strstr(rows[i].query, "limit") == NULL && strstr(rows[i].query, "cursor") == NULL)
			http_fact(test, http_number(test, "total") == (int64_t)n && json_is_false(http_at(test, "total_is_lower_bound")),
			    "%s says how many", rows[i].query);
	}
	n = listed(test, "?difficulty=beginner") + listed(test, "?difficulty=intermediate");
	http_fact(test, n == 6, "each scenario has a difficulty");
	listed(test, "?language=es&category=travel");
	http_fact(test, strcmp(http_text(test, "items/0/scenario_id"), "hotel_check_in_es") == 0 &&
	    strcmp(http_text(test, "items/0/situation_id"), "hotel_check_in") == 0 &&
	    strcmp(http_text(test, "items/0/category"), "travel") == 0 && strcmp(http_text(test, "items/0/language"), "es") == 0 &&
	    http_text(test, "items/0/title")[0] != '\0' && http_text(test, "items/0/translations/en/title")[0] != '\0' &&
	    http_text(test, "items/0/translations/en/description")[0] != '\0' && http_number(test, "items/0/phase_count") == 3 &&
	    json_is_true(http_at(test, "items/0/is_system_scenario")), "a row has what the page shows");
	http_fact(test, http_number(test, "items/0/times_attempted") == 0 && json_is_null(http_at(test, "items/0/best_score")) &&
	    json_is_null(http_at(test, "items/0/open_run_id")), "nobody has tried anything");
	http_fact(test, http_at(test, "items/0/scenario_key") == NULL && http_at(test, "items/0/total") == NULL,
	    "internal keys are not shown");
}

/* Walk ${query} by pages of ${limit}; return how many different rows were seen, 0 when a page is wrong. */
static size_t
walk(struct http_test *test, const char *query, unsigned limit, int64_t total)
{
	char cursor[24] = "", seen[40][101];
	size_t n = 0;

	for (unsigned page = 0; page < 40; page++) {
		size_t rows;

		http_call(test, &nobody, "GET", arena_printf(test->start, SCENARIOS "?limit=%u%s%s%s", limit, query,
		    cursor[0] == '\0' ? "" : "&cursor=", cursor), NULL);
		rows = json_array_size(http_at(test, "items"));
		if (test->answer.status != 200 || rows == 0 || rows > limit || http_number(test, "total") != total)
			return 0;
		for (size_t i = 0; i < rows && n < COUNT(seen); i++) {
			http_keep(test, arena_printf(test->start, "items/%zu/scenario_id", i), seen[n], sizeof(seen[n]));
			for (size_t k = 0; k < n; k++)
				if (strcmp(seen[k], seen[n]) == 0)
					return 0;
			n++;
		}
		if (json_is_null(http_at(test, "next")))
			return n;
		http_keep(test, "next", cursor, sizeof(cursor));
		if (rows != limit)
			return 0;
	}
	return 0;
}

static void
paging(struct http_test *test)
{
	for (unsigned limit = 1; limit <= 7; limit++) {
		http_fact(test, walk(test, "", limit, 6) == 6, "pages of %u hold every scenario once", limit);
		http_fact(test, walk(test, "&language=en", limit, 3) == 3, "also with a filter");
		http_fact(test, walk(test, "&q=hotel", limit, 2) == 2, "also with a search");
	}
}

static void
search(struct http_test *test)
{
	/* clang-format off */
	static const struct {
		const char *q;
		size_t n;
	} rows[] = {
		{ "hotel", 2 }, { "HOTEL", 2 }, { "hot", 2 }, { "h%C3%B4tel", 2 }, { "ho%CC%82tel", 2 },
		{ "hotel+check", 2 }, { "CHECK+hot", 2 }, { "check%20hotel", 2 }, { "hotel+xyzzy", 0 },
		{ "m%C3%A9dico", 2 }, { "medico", 2 }, { "MEDICO", 2 }, { "m%C3%A9dic", 2 },
		{ "xyzzy", 0 }, { "%25", 0 }, { "_", 0 }, { "%2A", 0 }, { "...", 0 }, { "%27+OR+1%3D1+--", 0 },
		{ "hotel...", 2 }, { "%F0%9F%8D%A3", 0 }, { "%E5%AF%BF%E5%8F%B8", 0 },
	};
	/* clang-format on */
	char *longest = arena_alloc(test->start, 120);

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t n = listed(test, arena_printf(test->start, "?q=%s", rows[i].q));

		http_fact(test, n == rows[i].n, "q=%s finds %zu, not %zu", rows[i].q, n, rows[i].n);
		http_fact(test, http_number(test, "total") == (int64_t)n, "q=%s counts what it finds", rows[i].q);
	}
	http_fact(test, listed(test, "?q=hotel&language=en") == 1, "search and filter");
	memcpy(longest, "?q=", 3);
	memset(longest + 3, 'x', 100);
	http_fact(test, listed(test, longest) == 0, "a hundred characters");
	longest[103] = 'x';
	http_call(test, &nobody, "GET", arena_printf(test->start, SCENARIOS "%s", longest), NULL);
	http_fact(test, http_error(test, "/q", "too_long"), "a hundred and one");
	http_fact(test, listed(test, "?q=a+table+for+two+people+in+the+evening+please") <= 6, "more words than are looked for");
}

static void
document(struct http_test *test)
{
	struct http_client client = { .cookie = "" };
	char etag[60], matches[200];

	http_call(test, &client, "GET", ONE, NULL);
	http_expect(test, 200, NULL, "signed out");
	snprintf(etag, sizeof(etag), "%s", test->answer.etag);
	http_fact(test, strcmp(test->answer.cache_control, "private, no-cache") == 0, "may be kept and asked for again");
	http_fact(test, strcmp(http_text(test, "scenario_id"), "restaurant_dinner_reservation") == 0 &&
	    json_array_size(http_at(test, "phases")) == 4 && json_array_size(http_at(test, "choices")) == 3 &&
	    http_text(test, "phases/0/key_vocabulary/0/translations/es")[0] != '\0' &&
	    http_text(test, "phases/0/success_criteria/0/text")[0] != '\0' &&
	    http_text(test, "translations/es/title")[0] != '\0' && http_number(test, "version") == 1, "the whole of it");
	http_fact(test, strstr(test->answer.body, "\"partner_lines\"") == NULL && strstr(test->answer.body, "\"evidence\"") == NULL &&
	    strstr(test->answer.body, "_key\"") == NULL, "but not what the partner will say");
	client.if_none_match = etag;
	http_call(test, &client, "GET", ONE, NULL);
	http_fact(test, test->answer.status == 304 && test->answer.body == NULL && test->answer.etag != NULL &&
	    strcmp(test->answer.etag, etag) == 0, "unchanged");
	snprintf(matches, sizeof(matches), "\"x\", W/%s", etag);
	client.if_none_match = matches;
	http_call(test, &client, "GET", ONE, NULL);
	http_expect(test, 304, NULL, "unchanged, weakly, in a list");
	client.if_none_match = "*";
	http_call(test, &client, "GET", ONE, NULL);
	http_expect(test, 304, NULL, "anything");
	client.if_none_match = "\"x\", W/\"y\"";
	http_call(test, &client, "GET", ONE, NULL);
	http_expect(test, 200, NULL, "something else");
	client.if_none_match = etag;
	http_call(test, &client, "GET", "/api/v1/scenarios/no_such_scenario", NULL);
	http_expect(test, 404, "unknown", "no such scenario");
	http_call(test, &ana, "GET", ONE, NULL);
	http_expect(test, 200, NULL, "signed in");
	http_call(test, &ana, "HEAD", ONE, NULL);
	http_expect(test, 200, NULL, "its head");
}

static void
statistics(struct http_test *test)
{
	struct http_client ben;
	int64_t starts, learners;
	char run[24];

	http_sign_up(test, &ben, "scenario_ben");
	http_call(test, &nobody, "GET", ONE "/stats", NULL);
	http_expect(test, 200, NULL, "statistics, signed out");
	starts = http_number(test, "starts");
	learners = http_number(test, "learners");
	http_fact(test, json_is_null(http_at(test, "rating_average")) && http_number(test, "rating_count") == 0, "nobody rated it");
	http_call(test, &nobody, "GET", "/api/v1/scenarios/none/stats", NULL);
	http_expect(test, 404, "unknown", "statistics of nothing");
	http_call(test, &nobody, "GET", ONE "/me", NULL);
	http_expect(test, 401, "unauthorized", "nobody's own progress");
	http_call(test, &ben, "GET", "/api/v1/scenarios/none/me", NULL);
	http_expect(test, 404, "unknown", "one's progress in nothing");
	http_call(test, &ben, "GET", ONE "/me", NULL);
	http_fact(test, test->answer.status == 200 && http_number(test, "times_attempted") == 0 &&
	    http_number(test, "seconds") == 0 && json_is_null(http_at(test, "best_score")) &&
	    json_is_null(http_at(test, "last_attempt_at")) && json_is_false(http_at(test, "is_saved")) &&
	    json_is_null(http_at(test, "open_run_id")), "no progress yet");
	http_call(test, &ben, "POST", "/api/v1/runs", "{\"scenario_id\":\"restaurant_dinner_reservation\"}");
	http_keep(test, "run_id", run, sizeof(run));
	http_call(test, &ben, "POST", "/api/v1/runs", "{\"scenario_id\":\"restaurant_dinner_reservation\"}");
	http_call(test, &ben, "GET", ONE "/me", NULL);
	http_fact(test, http_number(test, "times_attempted") == 1 && strcmp(http_text(test, "open_run_id"), run) == 0 &&
	    http_text(test, "last_attempt_at")[0] != '\0', "an attempt is counted when it begins, not when it goes on");
	http_call(test, &ben, "POST", "/api/v1/runs", "{\"scenario_id\":\"restaurant_dinner_reservation\",\"restart\":true}");
	http_call(test, &nobody, "GET", ONE "/stats", NULL);
	http_fact(test, http_number(test, "starts") == starts + 2 && http_number(test, "learners") == learners + 1,
	    "two starts by one learner");
	http_call(test, &ben, "GET", SCENARIOS "?language=en&category=restaurant", NULL);
	http_fact(test, http_number(test, "items/0/times_attempted") == 2 && http_text(test, "items/0/open_run_id")[0] != '\0' &&
	    strcmp(http_text(test, "items/0/open_run_id"), run) != 0, "the list knows the open run");
	http_call(test, &ana, "GET", SCENARIOS "?language=en&category=restaurant", NULL);
	http_fact(test, json_is_null(http_at(test, "items/0/open_run_id")), "of whoever asks");
}

static int64_t
views(struct http_test *test)
{
	http_call(test, &nobody, "GET", "/api/v1/scenarios/doctor_visit_consultation/stats", NULL);
	return http_number(test, "views");
}

/* A view counts once a UTC day and learner. */
static void
viewed(struct http_test *test)
{
	static const char view[] = "/api/v1/scenarios/doctor_visit_consultation/view";
	struct http_client ben;
	int64_t before = views(test);

	http_sign_up(test, &ben, "viewer_ben");
	test->now = test->now / MS_PER_DAY * MS_PER_DAY + MS_PER_DAY - 1;
	http_sign_in(test, &ana, "scenario_ana");
	http_call(test, &nobody, "PUT", view, "{}");
	http_expect(test, 401, "unauthorized", "nobody's view");
	http_call(test, &ana, "PUT", "/api/v1/scenarios/none/view", "{}");
	http_expect(test, 404, "unknown", "a view of nothing");
	http_call(test, &ana, "PUT", view, "{}");
	http_expect(test, 204, NULL, "a view");
	http_fact(test, views(test) == before + 1, "is counted");
	http_call(test, &ana, "PUT", view, NULL);
	http_expect(test, 204, NULL, "again");
	http_fact(test, views(test) == before + 1, "is not counted twice a day");
	http_call(test, &ben, "PUT", view, "{}");
	http_fact(test, views(test) == before + 2, "somebody else's is");
	test->now += 1;
	http_call(test, &ana, "PUT", view, "{}");
	http_fact(test, views(test) == before + 3, "and one's own on the next day");
	for (int i = 0; i < 5; i++)
		http_call(test, &ana, "GET", "/api/v1/scenarios/doctor_visit_consultation", NULL);
	http_fact(test, views(test) == before + 3, "reading counts nothing");
}

/* Who sees what: a system scenario everybody, a public one who is signed in, a private one its owner. */
static void
visibility(struct http_test *test)
{
	/* clang-format off */
	static const struct {
		const char *changed;
		int signed_out, signed_in, owner; /* status of reading the document */
	} rows[] = {
		{ "is_system_scenario = 1, is_public = 1", 200, 200, 200 },
		{ "is_system_scenario = 0, is_public = 1", 404, 200, 200 },
		{ "is_system_scenario = 0, is_public = 0", 404, 404, 200 },
		{ "is_system_scenario = 1, withdrawn = 1", 404, 404, 200 },
		{ "withdrawn = 0, deleted_at = '2026-01-01'", 404, 404, 404 },
		{ "is_system_scenario = 1, is_public = 1, deleted_at = NULL, created_by = NULL", 200, 200, 200 },
	};
	/* clang-format on */
	static const char one[] = "/api/v1/scenarios/hotel_check_in_es";
	struct http_client owner;

	http_sign_up(test, &owner, "owner_ben");
	http_sql(&test->app, "UPDATE scenarios SET created_by = (SELECT MAX(id) FROM users) WHERE scenario_id = 'hotel_check_in_es'");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_client *const who[] = { &nobody, &ana, &owner };
		const int want[] = { rows[i].signed_out, rows[i].signed_in, rows[i].owner };

		http_sql(&test->app, "UPDATE scenarios SET %s WHERE scenario_id = 'hotel_check_in_es'", rows[i].changed);
		for (size_t k = 0; k < COUNT(who); k++) {
			bool document = http_call(test, who[k], "GET", one, NULL) == want[k];
			bool numbers = http_call(test, who[k], "GET", arena_printf(test->start, "%s/stats", one), NULL) == want[k];
			bool mine = http_call(test, who[k], "GET", arena_printf(test->start, "%s/me", one), NULL) == (k == 0 ? 401 : want[k]);
			bool seen = http_call(test, who[k], "PUT", arena_printf(test->start, "%s/view", one), NULL) ==
			    (k == 0 ? 401 : want[k] == 200 ? 204 : 404);
			bool run = k == 0 || http_call(test, who[k], "POST", "/api/v1/runs",
			    "{\"scenario_id\":\"hotel_check_in_es\",\"restart\":true}") == (want[k] == 200 ? 201 : 404);

			http_fact(test, document && numbers && mine && seen && run, "%s, asker %zu: document %d, stats %d, me %d, view %d, run %d",
			    rows[i].changed, k, document, numbers, mine, seen, run);
		}
	}
	http_call(test, &nobody, "GET", arena_printf(test->start, "%s/stats", one), NULL);
	http_fact(test, http_number(test, "views") == 2, "%d views: the owner's own was none while it was his",
	    (int)http_number(test, "views"));
}

static void
site(struct http_test *test)
{
	char etag[60];

	http_call(test, &nobody, "GET", "/api/v1/site", NULL);
	http_fact(test, test->answer.status == 200 && http_text(test, "version")[0] != '\0' &&
	    http_number(test, "password_min_length") == 12 && json_array_size(http_at(test, "languages")) == 8 &&
	    strcmp(test->answer.cache_control, "no-store") == 0, "what a visitor must know");
	http_call(test, &nobody, "GET", "/api/v1/openapi.json", NULL);
	http_fact(test, test->answer.status == 200 && strncmp(http_text(test, "openapi"), "3.1", 3) == 0, "the API document");
	http_fact(test, http_at(test, "paths") != NULL && json_object_size(http_at(test, "paths")) >= 15, "names the paths");
	snprintf(etag, sizeof(etag), "%s", test->answer.etag);
	nobody.if_none_match = etag;
	http_call(test, &nobody, "GET", "/api/v1/openapi.json", NULL);
	http_expect(test, 304, NULL, "and is not sent twice");
	nobody.if_none_match = NULL;
}

void
test_scenarios(struct http_test *test)
{
	nobody = (struct http_client){ .cookie = "" };
	http_sign_up(test, &ana, "scenario_ana");
	filters(test);
	paging(test);
	search(test);
	document(test);
	statistics(test);
	viewed(test);
	visibility(test);
	site(test);
}
