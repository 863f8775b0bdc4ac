/* The welcome page's conversation: three turns, stored nowhere. */

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "harness.h"
#include "practice.h"

#define TRY "/api/v1/try/turns"
#define WHO "\"language\":\"en\",\"native_language\":\"es\",\"level\":\"some\""
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct http_client visitor;

static void
conversation(struct http_test *test)
{
	char *first, *opener;

	http_call(test, &visitor, "POST", TRY, "{" WHO ",\"turns\":[]}");
	http_expect(test, 200, NULL, "the beginning");
	opener = arena_strdup(test->start, http_text(test, "turns/0/text"));
	http_fact(test, json_array_size(http_at(test, "turns")) == 1 && opener[0] != '\0' && json_is_false(http_at(test, "over")) &&
	    http_text(test, "title")[0] != '\0' && http_text(test, "setting")[0] != '\0' && http_text(test, "user_role")[0] != '\0' &&
	    http_number(test, "state/phase") == 1, "the partner opens");
	http_call(test, &visitor, "POST", TRY, "{" WHO "}");
	http_fact(test, strcmp(http_text(test, "turns/0/text"), opener) == 0, "no turns are an empty list");
	http_call(test, &visitor, "POST", TRY, "{" WHO ",\"turns\":[\"Good evening!\",\"A table for two, please.\"]}");
	http_fact(test, json_array_size(http_at(test, "turns")) == 5 && http_number(test, "turns/4/number") == 5 &&
	    strcmp(http_text(test, "turns/1/text"), "Good evening!") == 0 && strcmp(http_text(test, "turns/0/text"), opener) == 0 &&
	    json_is_false(http_at(test, "over")), "two turns and what was answered");
	first = arena_strdup(test->start, test->answer.body);
	http_call(test, &visitor, "POST", TRY, "{" WHO ",\"turns\":[\"Good evening!\",\"A table for two, please.\"]}");
	http_fact(test, strcmp(test->answer.body, first) == 0 && !test->answer.replayed, "the same again is the same");
	http_call(test, &visitor, "POST", TRY, "{" WHO ",\"turns\":[\"a\",\"b\",\"c\"]}");
	http_fact(test, test->answer.status == 200 && json_is_true(http_at(test, "over")), "after three it is over");
	http_fact(test, test->answer.cookie == NULL, "nobody is signed in by it");
}

static void
scenarios(struct http_test *test)
{
	http_call(test, &visitor, "POST", TRY, "{" WHO ",\"scenario_id\":\"hotel_check_in\"}");
	http_fact(test, strcmp(http_text(test, "scenario_id"), "hotel_check_in") == 0, "the scenario asked for");
	http_call(test, &visitor, "POST", TRY, "{" WHO ",\"scenario_id\":\"hotel_check_in_es\"}");
	http_expect(test, 404, "unknown", "one of another language");
	http_call(test, &visitor, "POST", TRY, "{" WHO ",\"scenario_id\":\"none\"}");
	http_expect(test, 404, "unknown", "one that is not there");
	http_call(test, &visitor, "POST", TRY, "{\"language\":\"es\",\"native_language\":\"en\",\"level\":\"none\"}");
	http_fact(test, test->answer.status == 200 && strstr(http_text(test, "scenario_id"), "_es") != NULL, "one in Spanish");
	http_call(test, &visitor, "POST", TRY, "{\"language\":\"ja\",\"native_language\":\"en\",\"level\":\"none\"}");
	http_expect(test, 404, "unknown", "a language without a scenario");
	http_call(test, &visitor, "POST", TRY, "{\"language\":\"en\",\"native_language\":\"ja\",\"level\":\"a_lot\"}");
	http_expect(test, 200, NULL, "a native language without translations");
}

static void
refusals(struct http_test *test)
{
	/* clang-format off */
	static const struct {
		const char *members, *pointer, *code;
	} rows[] = {
		{ "\"turns\":[\"a\",\"b\",\"c\",\"d\"]", "/turns", "too_many" },
		{ "\"turns\":[\"a\",\"\"]", "/turns/1", "required" },
		{ "\"turns\":[\"a\",\"  \"]", "/turns/1", "required" },
		{ "\"turns\":[1]", "/turns/0", "type" },
		{ "\"turns\":[[\"a\"]]", "/turns/0", "type" },
		{ "\"turns\":\"a\"", "/turns", "type" },
		{ "\"turns\":[\"a\\u202eb\"]", "/turns/0", "text" },
		{ "\"user_key\":1", "/user_key", "unknown_field" },
	};
	/* clang-format on */
	struct buffer body = { .arena = test->start };

	for (size_t i = 0; i < COUNT(rows); i++) {
		http_callf(test, &visitor, "POST", TRY, "{" WHO ",%s}", rows[i].members);
		http_fact(test, test->answer.status == 422 && http_error(test, rows[i].pointer, rows[i].code), "%s", rows[i].members);
	}
	http_call(test, &visitor, "POST", TRY, "{\"level\":\"fluent\",\"language\":\"xx\"}");
	http_fact(test, http_error(test, "/level", "choice") && http_error(test, "/language", "format") &&
	    http_error(test, "/native_language", "required"), "all at once");
	buffer_text(&body, "{" WHO ",\"turns\":[\"");
	for (int i = 0; i < PRACTICE_TEXT; i++)
		buffer_text(&body, "\xf0\x9f\x98\x80");
	http_callf(test, &visitor, "POST", TRY, "%s\"]}", buffer_string(&body));
	http_expect(test, 200, NULL, "500 characters of four bytes");
	http_callf(test, &visitor, "POST", TRY, "%s!\"]}", buffer_string(&body));
	http_fact(test, http_error(test, "/turns/0", "too_long"), "501 characters");
	http_call(test, &visitor, "POST", TRY, "{" WHO ",\"turns\":[\"One line\\nand another\"]}");
	http_expect(test, 200, NULL, "two lines, as in a run");
}

void
test_try(struct http_test *test)
{
	struct http_client ana;
	int64_t runs, turns;

	visitor = (struct http_client){ .cookie = "" };
	runs = http_sql_number(&test->app, "SELECT COUNT(*) FROM scenario_runs");
	turns = http_sql_number(&test->app, "SELECT COUNT(*) FROM scenario_run_turns");
	conversation(test);
	scenarios(test);
	refusals(test);
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM scenario_runs") == runs &&
	    http_sql_number(&test->app, "SELECT COUNT(*) FROM scenario_run_turns") == turns, "nothing was stored");
	http_sign_up(test, &ana, "try_ana");
	http_call(test, &ana, "POST", TRY, "{" WHO ",\"turns\":[\"Hello!\"]}");
	http_expect(test, 200, NULL, "somebody who is signed in may try as well");
}
