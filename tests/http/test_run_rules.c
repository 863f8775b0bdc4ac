/* What a run refuses: somebody else's, too long, too many, nothing. */

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "harness.h"
#include "practice.h"

#define RUNS "/api/v1/runs"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct http_client ana, ben;

/* Who has no part in a run gets the same answer as for one that is not there. */
static void
somebody_elses(struct http_test *test)
{
	/* clang-format off */
	static const struct {
		const char *method, *what, *body;
	} rows[] = {
		{ "GET", "", NULL }, { "POST", "/turns", "{\"text\":\"Hello\"}" }, { "POST", "/hint", "{\"step\":\"model\"}" },
		{ "POST", "/next", "{}" }, { "POST", "/skip", "{}" }, { "POST", "/complete", "{}" }, { "POST", "/abandon", "{}" },
	};
	/* clang-format on */
	struct http_client nobody = { .cookie = "" };
	const char *run, *body;

	http_call(test, &ana, "POST", RUNS, "{\"scenario_id\":\"hotel_check_in\"}");
	run = arena_strdup(test->start, http_text(test, "run_id"));
	http_call(test, &ana, "GET", arena_printf(test->start, RUNS "/%s", run), NULL);
	body = arena_strdup(test->start, test->answer.body);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *theirs = arena_printf(test->start, RUNS "/%s%s", run, rows[i].what), *refused;
		const char *missing = arena_printf(test->start, RUNS "/999999999%s", rows[i].what);

		http_call(test, &ben, rows[i].method, theirs, rows[i].body);
		http_expect(test, 404, "unknown", theirs);
		refused = arena_strdup(test->start, test->answer.body);
		http_call(test, &ben, rows[i].method, missing, rows[i].body);
		http_fact(test, strcmp(test->answer.body, refused) == 0, "%s as if it were not there", theirs);
		http_call(test, &http_admin, rows[i].method, theirs, rows[i].body);
		http_expect(test, 404, "unknown", "nor may an admin");
		http_call(test, &nobody, rows[i].method, theirs, rows[i].body);
		http_expect(test, 401, "unauthorized", "nor nobody");
	}
	http_call(test, &ana, "GET", arena_printf(test->start, RUNS "/%s", run), NULL);
	http_fact(test, strcmp(test->answer.body, body) == 0, "the run is as it was");
}

static void
beginnings(struct http_test *test)
{
	static const struct http_row rows[] = {
		{ "POST", RUNS, "{}", 422, "invalid" },
		{ "POST", RUNS, "{\"scenario_id\":7}", 422, "invalid" },
		{ "POST", RUNS, "{\"scenario_id\":\"\"}", 422, "invalid" },
		{ "POST", RUNS, "{\"scenario_id\":null}", 422, "invalid" },
		{ "POST", RUNS, "{\"scenario_id\":\"none\"}", 404, "unknown" },
		{ "POST", RUNS, "{\"scenario_id\":\"HOTEL_CHECK_IN\"}", 404, "unknown" },
		{ "POST", RUNS, "{\"scenario_id\":\"hotel_check_in\",\"restart\":1}", 422, "invalid" },
		{ "POST", RUNS, "{\"scenario_id\":\"hotel_check_in\",\"choice\":\"no such\"}", 422, "invalid" },
		{ "POST", RUNS, "{\"scenario_id\":\"hotel_check_in\",\"variant\":2}", 422, "invalid" },
		{ "POST", RUNS, "{\"scenario_id\":\"hotel_check_in\",\"user_key\":2}", 422, "invalid" },
		{ "POST", RUNS, "{\"scenario_id\":\"hotel_check_in\",\"native_language\":\"en\"}", 422, "invalid" },
		{ "POST", RUNS, "{\"scenario_id\":\"doctor_visit_consultation\",\"choice\":\"no_such\"}", 422, "invalid" },
	};

	http_rows(test, &ben, rows, COUNT(rows));
	http_fact(test, http_error(test, "/choice", "choice"), "the choice is named");
	http_call(test, &ben, "GET", RUNS, NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 0, "none of them began");
	http_call(test, &ben, "GET", "/api/v1/scenarios/doctor_visit_consultation/me", NULL);
	http_fact(test, http_number(test, "times_attempted") == 0, "nor was counted");
	http_call(test, &ben, "POST", RUNS, "{\"scenario_id\":\"doctor_visit_consultation\",\"choice\":null}");
	http_expect(test, 201, NULL, "null lets the variant choose");
}

/* Say ${n} times ${character}. */
static int
say_long(struct http_test *test, const char *target, const char *character, unsigned n)
{
	struct buffer body = { .arena = test->start };

	buffer_text(&body, "{\"text\":\"");
	for (unsigned i = 0; i < n; i++)
		buffer_text(&body, character);
	buffer_text(&body, "\"}");
	return http_call(test, &ana, "POST", target, buffer_string(&body));
}

static void
lengths(struct http_test *test)
{
	/* clang-format off */
	static const char *const characters[] = { "a", "\xc3\xb1", "\xe6\xbc\xa2", "\xf0\x9f\x98\x80", "e\xcc\x81" };
	static const char *const refused[][2] = { { "\"\"", "required" }, { "\"   \"", "required" }, { "\"\\n\\n\"", "required" },
		{ "null", "type" }, { "7", "type" }, { "\"a\\u0007b\"", "text" }, { "\"a\\u202eb\"", "text" } };
	/* clang-format on */
	const char *target;

	http_call(test, &ana, "POST", RUNS, "{\"scenario_id\":\"hotel_check_in\",\"restart\":true}");
	target = arena_printf(test->start, RUNS "/%s/turns", http_text(test, "run_id"));
	for (size_t i = 0; i < COUNT(characters); i++) {
		http_fact(test, say_long(test, target, characters[i], PRACTICE_TEXT) == 201, "500 characters %s", characters[i]);
		say_long(test, target, characters[i], PRACTICE_TEXT + 1);
		http_fact(test, test->answer.status == 422 && http_error(test, "/text", "too_long"), "501 characters %s", characters[i]);
	}
	for (size_t i = 0; i < COUNT(refused); i++) {
		http_callf(test, &ana, "POST", target, "{\"text\":%s}", refused[i][0]);
		http_fact(test, test->answer.status == 422 && http_error(test, "/text", refused[i][1]), "text %s", refused[i][0]);
	}
	http_call(test, &ana, "POST", target, "{\"text\":\"hello\",\"who\":\"partner\"}");
	http_fact(test, http_error(test, "/who", "unknown_field"), "nobody speaks for the partner");
	http_call(test, &ana, "POST", target, "{\"text\":\"!!! ... ???\"}");
	http_expect(test, 201, NULL, "signs alone are taken");
}

static void
too_many_turns(struct http_test *test)
{
	const char *run, *target;
	unsigned taken = 0;

	http_call(test, &ana, "POST", RUNS, "{\"scenario_id\":\"hotel_check_in\",\"restart\":true}");
	run = arena_strdup(test->start, http_text(test, "run_id"));
	target = arena_printf(test->start, RUNS "/%s/turns", run);
	while (taken <= PRACTICE_TURNS && http_call(test, &ana, "POST", target, "{\"text\":\"I don't know.\"}") == 201)
		taken++;
	http_fact(test, taken == PRACTICE_TURNS, "%u turns are taken", taken);
	http_expect(test, 409, "too_many_turns", "the next one");
	http_call(test, &ana, "GET", arena_printf(test->start, RUNS "/%s", run), NULL);
	http_fact(test, test->answer.status == 200 && json_array_size(http_at(test, "turns")) == 1 + 2 * PRACTICE_TURNS,
	    "the run is whole");
	http_call(test, &ana, "POST", arena_printf(test->start, RUNS "/%s/abandon", run), "{}");
	http_expect(test, 200, NULL, "and can be given up");
}

void
test_run_rules(struct http_test *test)
{
	http_sign_up(test, &ana, "rule_ana");
	http_sign_up(test, &ben, "rule_ben");
	somebody_elses(test);
	beginnings(test);
	lengths(test);
	too_many_turns(test);
}
