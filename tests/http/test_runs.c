/* A run from its beginning to its end: turns, hints, phases, going on elsewhere, lists. */

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "harness.h"

#define RUNS "/api/v1/runs"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MINUTE (60 * MS_PER_SECOND)

static struct http_client ana, ben;

static const char *
target(struct http_test *test, const char *run, const char *what)
{
	return arena_printf(test->start, RUNS "/%s%s", run, what);
}

/* Begin anew and return the run's id. */
static const char *
begin(struct http_test *test, struct http_client *client)
{
	http_call(test, client, "POST", RUNS, "{\"scenario_id\":\"restaurant_dinner_reservation\",\"restart\":true}");
	http_expect(test, 201, NULL, "begin");
	return arena_strdup(test->start, http_text(test, "run_id"));
}

static int
say(struct http_test *test, struct http_client *client, const char *run, const char *text)
{
	return http_callf(test, client, "POST", target(test, run, "/turns"), "{\"text\":\"%s\"}", text);
}

static void
start(struct http_test *test)
{
	const char *run;
	char *opener;

	http_call(test, &ana, "POST", RUNS, "{\"scenario_id\":\"restaurant_dinner_reservation\",\"choice\":\"birthday\"}");
	http_expect(test, 201, NULL, "a new run");
	run = arena_strdup(test->start, http_text(test, "run_id"));
	http_fact(test, strcmp(test->answer.location, target(test, run, "")) == 0, "Location");
	http_fact(test, strcmp(http_text(test, "status"), "open") == 0 && http_number(test, "version") == 1 &&
	    http_number(test, "variant") == 0 && strcmp(http_text(test, "choice"), "birthday") == 0 &&
	    json_is_null(http_at(test, "ended_at")) && json_is_null(http_at(test, "score")) && http_number(test, "seconds") == 0 &&
	    strcmp(http_text(test, "language"), "en") == 0 && http_text(test, "started_at")[0] != '\0', "is open");
	http_fact(test, http_number(test, "state/phase") == 1 && http_number(test, "state/phase_count") == 4 &&
	    json_is_false(http_at(test, "state/can_advance")) && json_is_false(http_at(test, "state/can_complete")) &&
	    http_text(test, "state/current_goal")[0] != '\0' && json_array_size(http_at(test, "state/phases")) == 4,
	    "at its beginning");
	http_fact(test, json_array_size(http_at(test, "state/phases/0/items")) > 6 &&
	    json_array_size(http_at(test, "state/phases/1/items")) == 0, "words are shown of visited phases only");
	http_fact(test, strcmp(http_text(test, "state/phases/0/items/0/translation_language"), "es") == 0 &&
	    http_text(test, "state/phases/0/goals/0/translation")[0] != '\0' &&
	    strcmp(http_text(test, "state/phases/0/goals/0/state"), "open") == 0, "translated for the learner");
	http_fact(test, json_array_size(http_at(test, "turns")) == 1 && strcmp(http_text(test, "turns/0/who"), "partner") == 0 &&
	    strcmp(http_text(test, "turns/0/kind"), "opener") == 0 && http_number(test, "turns/0/number") == 1, "the partner opens");
	opener = arena_strdup(test->start, http_text(test, "turns/0/text"));
	http_call(test, &ana, "POST", RUNS, "{\"scenario_id\":\"restaurant_dinner_reservation\",\"choice\":\"child\"}");
	http_expect(test, 200, NULL, "the same again is going on");
	http_fact(test, strcmp(http_text(test, "run_id"), run) == 0 && strcmp(http_text(test, "choice"), "birthday") == 0 &&
	    test->answer.location == NULL && strcmp(http_text(test, "turns/0/text"), opener) == 0, "with the same run");
	http_call(test, &ana, "POST", RUNS, "{\"scenario_id\":\"restaurant_dinner_reservation\",\"restart\":true}");
	http_fact(test, test->answer.status == 201 && strcmp(http_text(test, "run_id"), run) != 0 &&
	    http_number(test, "variant") == 1, "beginning again is another run with another variant");
	http_call(test, &ana, "GET", target(test, run, ""), NULL);
	http_fact(test, strcmp(http_text(test, "status"), "abandoned") == 0 && http_text(test, "ended_at")[0] != '\0',
	    "the old one is abandoned");
}

static void
turns(struct http_test *test)
{
	const char *run = begin(test, &ana), *body;

	say(test, &ana, run, "Good evening! I'd like to book a table for four people, please.");
	http_expect(test, 201, NULL, "a turn");
	http_fact(test, json_array_size(http_at(test, "turns")) == 2 && http_number(test, "turns/0/number") == 2 &&
	    strcmp(http_text(test, "turns/0/who"), "learner") == 0 && strcmp(http_text(test, "turns/0/kind"), "say") == 0 &&
	    strcmp(http_text(test, "turns/1/who"), "partner") == 0 && http_number(test, "turns/1/number") == 3,
	    "what was said and the answer");
	http_fact(test, json_array_size(http_at(test, "turns/0/matches")) > 0 &&
	    http_text(test, "turns/0/matches/0/text")[0] != '\0' && http_number(test, "turns/0/matches/0/begin") >= 0 &&
	    http_number(test, "turns/0/matches/0/end") > http_number(test, "turns/0/matches/0/begin"), "with what was found in it");
	http_fact(test, json_array_size(http_at(test, "goals_reached")) >= 1 && http_text(test, "goals_reached/0/text")[0] != '\0',
	    "a goal is reached");
	http_fact(test, http_number(test, "state/phases/0/progress") > 0, "progress");
	say(test, &ana, run, "  I like \xf0\x9f\x8d\xa3, cafe\xcc\x81 and tables  ");
	http_fact(test, strcmp(http_text(test, "turns/0/text"), "I like \xf0\x9f\x8d\xa3, caf\xc3\xa9 and tables") == 0,
	    "a text is stored trimmed and composed");
	say(test, &ana, run, "One line\\nand another");
	http_expect(test, 201, NULL, "two lines");
	say(test, &ana, run, "<script>alert(1)</script> \\\"quoted\\\" \\\\ %s {slot} \xe2\x80\xa6");
	http_expect(test, 201, NULL, "signs of all kinds");
	http_fact(test, strncmp(http_text(test, "turns/0/text"), "<script>alert(1)</script> \"quoted\" \\ %s", 38) == 0,
	    "are stored as they are");
	http_call(test, &ana, "GET", target(test, run, ""), NULL);
	http_fact(test, json_array_size(http_at(test, "turns")) == 9, "all turns are there");
	body = arena_strdup(test->start, test->answer.body);
	http_call(test, &ana, "GET", target(test, run, ""), NULL);
	http_fact(test, strcmp(test->answer.body, body) == 0, "reading changes nothing");
}

/* The state is in the database only: another worker goes on where the first one was. */
static void
elsewhere(struct http_test *test)
{
	const char *run = begin(test, &ana), *body;
	struct app first = test->app, second;

	say(test, &ana, run, "I'd like to book a table, please.");
	http_call(test, &ana, "GET", target(test, run, ""), NULL);
	body = arena_strdup(test->start, test->answer.body);
	http_app_open(test, &second);
	test->app = second;
	http_call(test, &ana, "GET", target(test, run, ""), NULL);
	http_fact(test, strcmp(test->answer.body, body) == 0, "another worker shows the same");
	say(test, &ana, run, "It's for four people.");
	http_fact(test, test->answer.status == 201 && http_number(test, "turns/0/number") == 4, "and goes on");
	test->app = first;
	say(test, &ana, run, "We'd like to come on Saturday.");
	http_fact(test, test->answer.status == 201 && http_number(test, "turns/0/number") == 6, "as does the first one");
	http_app_close(&second);
}

static void
hints(struct http_test *test)
{
	/* clang-format off */
	static const char *const steps[] = { "meaning", "start", "model" };
	/* clang-format on */
	const char *run = begin(test, &ana), *goal = arena_strdup(test->start, http_text(test, "state/current_goal"));

	for (size_t i = 0; i < COUNT(steps); i++) {
		http_callf(test, &ana, "POST", target(test, run, "/hint"), "{\"step\":\"%s\"}", steps[i]);
		http_fact(test, test->answer.status == 200 && strcmp(http_text(test, "hint/step"), steps[i]) == 0 &&
		    strcmp(http_text(test, "hint/goal"), goal) == 0 && http_text(test, "hint/text")[0] != '\0', "hint: %s", steps[i]);
		http_fact(test, json_is_boolean(http_at(test, "state/phases/0/goals/0/hinted")) &&
		    json_is_true(http_at(test, "state/phases/0/goals/0/hinted")) == (i > 0), "the meaning gives nothing away");
	}
	http_call(test, &ana, "POST", target(test, run, "/hint"), "{\"step\":\"words\"}");
	http_fact(test, test->answer.status == 200 && json_is_null(http_at(test, "hint")) &&
	    json_is_true(http_at(test, "state/list_open")), "the word list was opened");
	http_call(test, &ana, "POST", target(test, run, "/hint"), "{\"step\":\"all\"}");
	http_fact(test, http_error(test, "/step", "choice"), "there is no such hint");
	http_call(test, &ana, "POST", target(test, run, "/hint"), "{}");
	http_fact(test, http_error(test, "/step", "required"), "a hint without a step");
	http_call(test, &ana, "GET", target(test, run, ""), NULL);
	http_fact(test, json_array_size(http_at(test, "turns")) == 5 && json_is_true(http_at(test, "state/list_open")),
	    "hints are part of the run");
}

/* Reach every goal of the first phase. */
static void
first_phase(struct http_test *test, const char *run)
{
	say(test, &ana, run, "Good evening! I'd like to book a table, please.");
	say(test, &ana, run, "It's for four people.");
	say(test, &ana, run, "We'd like to come on Saturday.");
	say(test, &ana, run, "Do you have anything at half past seven?");
	say(test, &ana, run, "Of course, no problem.");
	http_expect(test, 201, NULL, "the first phase");
}

static void
phases(struct http_test *test)
{
	const char *run = begin(test, &ana);

	http_call(test, &ana, "POST", target(test, run, "/next"), "{}");
	http_expect(test, 409, "phase_incomplete", "next before the phase is complete");
	http_call(test, &ana, "POST", target(test, run, "/complete"), "{}");
	http_expect(test, 409, "nothing_complete", "complete before any phase is");
	first_phase(test, run);
	http_fact(test, json_is_true(http_at(test, "state/can_advance")) && json_is_true(http_at(test, "state/can_complete")) &&
	    http_number(test, "state/phase") == 1, "a complete phase is left by nobody but the learner");
	http_call(test, &ana, "POST", target(test, run, "/skip"), "{}");
	http_fact(test, test->answer.status == 409 && http_error(test, "", "phase_complete"), "a complete phase is not skipped");
	http_call(test, &ana, "POST", target(test, run, "/next"), "{}");
	http_fact(test, test->answer.status == 200 && http_number(test, "state/phase") == 2 &&
	    json_is_true(http_at(test, "state/phases/0/complete")) && json_is_true(http_at(test, "state/phases/1/visited")) &&
	    json_array_size(http_at(test, "state/phases/1/items")) > 0, "next");
	for (int i = 2; i < 4; i++) {
		http_call(test, &ana, "POST", target(test, run, "/skip"), "{}");
		http_fact(test, test->answer.status == 200 && http_number(test, "state/phase") == i + 1, "skip to phase %d", i + 1);
	}
	http_fact(test, json_is_true(http_at(test, "state/phases/1/skipped")), "a skipped phase says so");
	http_call(test, &ana, "POST", target(test, run, "/skip"), "{}");
	http_fact(test, test->answer.status == 409 && http_error(test, "", "last_phase"), "the last phase cannot be skipped");
	http_call(test, &ana, "POST", target(test, run, "/complete"), "{}");
	http_fact(test, test->answer.status == 200 && json_is_true(http_at(test, "partial")) &&
	    http_number(test, "phases_completed") == 1, "one phase is enough to finish, in part");
	say(test, &ana, run, "Hello?");
	http_expect(test, 409, "run_over", "a turn after the end");
	http_call(test, &ana, "POST", target(test, run, "/abandon"), "{}");
	http_expect(test, 409, "run_over", "giving up after the end");
	http_call(test, &ana, "GET", target(test, run, ""), NULL);
	http_fact(test, strcmp(http_text(test, "status"), "completed") == 0 && http_number(test, "score") >= 0 &&
	    json_is_true(http_at(test, "result/partial")), "a finished run shows its result");
}

/* Seconds by the server's clock, each gap five minutes at most. */
static void
seconds(struct http_test *test)
{
	const char *run = begin(test, &ana);
	int64_t began = test->now;

	test->now = began + 30 * MS_PER_SECOND;
	say(test, &ana, run, "Hello!");
	test->now += 60 * MINUTE;
	say(test, &ana, run, "I am back.");
	test->now -= 10 * MINUTE;
	say(test, &ana, run, "The clock went back.");
	http_expect(test, 201, NULL, "a clock that goes back");
	test->now += 20 * MS_PER_SECOND;
	http_call(test, &ana, "POST", target(test, run, "/abandon"), "{}");
	http_fact(test, test->answer.status == 200 && strcmp(http_text(test, "status"), "abandoned") == 0 &&
	    http_number(test, "seconds") == 30 + 300 + 0 + 20, "abandoned after %d counted seconds",
	    (int)http_number(test, "seconds"));
	http_call(test, &ana, "POST", target(test, run, "/abandon"), "{}");
	http_expect(test, 409, "run_over", "twice");
	http_call(test, &ana, "POST", RUNS, "{\"scenario_id\":\"restaurant_dinner_reservation\"}");
	http_fact(test, test->answer.status == 201 && strcmp(http_text(test, "run_id"), run) != 0, "afterwards a new one begins");
}

static void
lists(struct http_test *test)
{
	static const struct http_row wrong[] = {
		{ "GET", RUNS "?status=closed", NULL, 422, "invalid" },
		{ "GET", RUNS "?limit=0", NULL, 422, "invalid" },
		{ "GET", RUNS "?limit=101", NULL, 422, "invalid" },
		{ "GET", RUNS "?cursor=x", NULL, 422, "invalid" },
		{ "GET", RUNS "?cursor=1", NULL, 200, NULL },
		{ "GET", RUNS "?user_key=1", NULL, 422, "invalid" },
	};
	size_t all, open, over;
	char cursor[24] = "", last[24] = "";
	bool falling = true;

	http_rows(test, &ana, wrong, COUNT(wrong));
	http_call(test, &ana, "GET", RUNS "?status=open", NULL);
	open = json_array_size(http_at(test, "items"));
	http_fact(test, open == 1 && strcmp(http_text(test, "items/0/status"), "open") == 0 &&
	    http_number(test, "items/0/phase_count") == 4 && http_text(test, "items/0/title")[0] != '\0', "one run is open");
	http_call(test, &ana, "GET", RUNS "?status=abandoned&limit=100", NULL);
	over = json_array_size(http_at(test, "items"));
	http_call(test, &ana, "GET", RUNS "?status=completed&limit=100", NULL);
	over += json_array_size(http_at(test, "items"));
	http_fact(test, json_array_size(http_at(test, "items")) == 1, "one run is completed");
	http_call(test, &ana, "GET", RUNS "?limit=100", NULL);
	all = json_array_size(http_at(test, "items"));
	http_fact(test, all == open + over && json_is_null(http_at(test, "next")), "together they are all");
	for (size_t seen = 0; seen < all; seen++) {
		char id[24];

		http_call(test, &ana, "GET", arena_printf(test->start, RUNS "?limit=1%s%s", cursor[0] == '\0' ? "" : "&cursor=", cursor),
		    NULL);
		http_keep(test, "items/0/run_id", id, sizeof(id));
		falling &= last[0] == '\0' || strlen(id) < strlen(last) || (strlen(id) == strlen(last) && strcmp(id, last) < 0);
		falling &= json_is_null(http_at(test, "next")) == (seen + 1 == all);
		snprintf(last, sizeof(last), "%s", id);
		http_keep(test, "next", cursor, sizeof(cursor));
	}
	http_fact(test, falling, "page by page, newest first, each once");
	http_call(test, &ben, "GET", RUNS, NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 0, "nobody else sees them");
}

void
test_runs(struct http_test *test)
{
	http_sign_up(test, &ana, "run_ana");
	http_sign_up(test, &ben, "run_ben");
	start(test);
	turns(test);
	elsewhere(test);
	hints(test);
	phases(test);
	seconds(test);
	lists(test);
}
