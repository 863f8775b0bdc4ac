/* What a body may hold: strict JSON, and every rule of a record with its pointer. */

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "harness.h"

#define ME "/api/v1/me"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct http_client ana;

static void
malformed(struct http_test *test)
{
	static const char *const bodies[] = { "[]", "\"x\"", "1", "null", "true", "{", "}", "{]", "{\"a\":1,}", "{'a':1}", "{a:1}",
		"{\"display_name\":\"a\",\"display_name\":\"b\"}", "{\"languages\":[{\"language\":\"en\",\"language\":\"en\"}]}",
		"\xef\xbb\xbf{}", "{} {}", "{}x", "{} // x", "/**/{}", "{\"rollover_hour\":01}", "{\"rollover_hour\":+1}",
		"{\"rollover_hour\":.5}", "{\"rollover_hour\":NaN}", "{\"rollover_hour\":1e400}",
		"{\"rollover_hour\":9223372036854775808}", "{\"rollover_hour\":-9223372036854775809}",
		"{\"display_name\":\"\\ud800\"}", "{\"display_name\":\"\\udc00x\"}", "{\"display_name\":\"a\\u0000b\"}",
		"{\"display_name\":\"\xff\"}", "{\"display_name\":\"\xc0\xaf\"}", "{\"display_name\":\"\xed\xa0\x80\"}",
		"{\"display_name\":\"\xf4\x90\x80\x80\"}", "{\"display_name\":\"a\nb\"}", "{\"display_name\":\"\\x\"}", "{\"\\u0000\":1}" };
	char *before;

	http_call(test, &ana, "GET", ME, NULL);
	before = arena_strdup(test->start, test->answer.body);
	for (size_t i = 0; i < COUNT(bodies); i++) {
		http_call(test, &ana, "PATCH", ME, bodies[i]);
		http_expect(test, 400, "malformed", bodies[i]);
	}
	http_call(test, &ana, "PATCH", ME, "{\"display_name\":\"" "0123456789012345678901234567890123456789012345678901234567890123456"
	    "789012345678901234567890123456789012345678901234567890\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\" 1");
	http_expect(test, 400, "malformed", "what is told of it is no half character");
	http_call(test, &ana, "GET", ME, NULL);
	http_fact(test, strcmp(test->answer.body, before) == 0, "nothing of it was taken");
	http_call(test, &ana, "PATCH", ME, " \t\r\n{ } \n");
	http_expect(test, 200, NULL, "white space around it");
	http_call(test, &ana, "PATCH", ME, NULL);
	http_expect(test, 200, NULL, "no body is an empty object");
}

/* Return {"x": with ${depth} lists inside each other. */
static const char *
nested(struct http_test *test, unsigned depth)
{
	struct buffer out = { .arena = test->start };

	buffer_text(&out, "{\"x\":");
	for (unsigned i = 0; i < depth; i++)
		buffer_byte(&out, '[');
	for (unsigned i = 0; i < depth; i++)
		buffer_byte(&out, ']');
	buffer_byte(&out, '}');
	return buffer_string(&out);
}

/* Return {"x": a list of ${n} empty lists. */
static const char *
crowded(struct http_test *test, unsigned n)
{
	struct buffer out = { .arena = test->start };

	buffer_text(&out, "{\"x\":[");
	for (unsigned i = 0; i < n; i++)
		buffer_text(&out, i > 0 ? ",[]" : "[]");
	buffer_text(&out, "]}");
	return buffer_string(&out);
}

static void
limits(struct http_test *test)
{
	http_call(test, &ana, "PATCH", ME, nested(test, 15));
	http_expect(test, 422, "invalid", "sixteen deep is read");
	http_call(test, &ana, "PATCH", ME, nested(test, 16));
	http_expect(test, 400, "malformed", "seventeen deep is not");
	http_call(test, &ana, "PATCH", ME, nested(test, 30000));
	http_expect(test, 400, "malformed", "thirty thousand deep is not");
	http_call(test, &ana, "PATCH", ME, crowded(test, 900));
	http_expect(test, 422, "invalid", "hundreds of values are read");
	http_call(test, &ana, "PATCH", ME, crowded(test, 2001));
	http_expect(test, 400, "malformed", "thousands are not");
	http_call(test, &ana, "PATCH", ME, crowded(test, 20000));
	http_expect(test, 400, "malformed", "nor tens of thousands");
}

/* One broken rule in each row: {member: value} gives pointer and code. */
/* clang-format off */
static const struct {
	const char *member, *value, *pointer, *code;
} broken[] = {
	{ "display_name", "null", "/display_name", "type" },
	{ "display_name", "1", "/display_name", "type" },
	{ "display_name", "[\"a\"]", "/display_name", "type" },
	{ "display_name", "{}", "/display_name", "type" },
	{ "display_name", "\"\"", "/display_name", "required" },
	{ "display_name", "\"   \"", "/display_name", "required" },
	{ "display_name", "\"\xc2\xa0\"", "/display_name", "required" },
	{ "display_name", "\"\xe3\x80\x80\"", "/display_name", "required" },
	{ "display_name", "\"a\\u0007b\"", "/display_name", "text" },
	{ "display_name", "\"a\\u007fb\"", "/display_name", "text" },
	{ "display_name", "\"a\\u0085b\"", "/display_name", "text" },
	{ "display_name", "\"a\\nb\"", "/display_name", "text" },
	{ "display_name", "\"a\\tb\"", "/display_name", "text" },
	{ "display_name", "\"a\\u202eb\"", "/display_name", "text" },
	{ "display_name", "\"a\\u2066b\"", "/display_name", "text" },
	{ "display_name", "\"a\\u200bb\"", "/display_name", "text" },
	{ "display_name", "\"a\\ufeffb\"", "/display_name", "text" },
	{ "display_name", "\"a\\ufffeb\"", "/display_name", "text" },
	{ "display_name", "\"a\\ufdd0b\"", "/display_name", "text" },
	{ "email", "7", "/email", "type" },
	{ "email", "\"\"", "/email", "required" },
	{ "email", "\"a\"", "/email", "too_short" },
	{ "email", "\"nobody\"", "/email", "format" },
	{ "email", "\"@example.org\"", "/email", "format" },
	{ "email", "\"a@b@example.org\"", "/email", "format" },
	{ "email", "\"a b@example.org\"", "/email", "format" },
	{ "email", "\"a@localhost\"", "/email", "format" },
	{ "email", "\"a@example.org.\"", "/email", "format" },
	{ "email", "\"a@.org\"", "/email", "format" },
	{ "email", "\"A <a@example.org>\"", "/email", "format" },
	{ "timezone", "\"Mars/Base\"", "/timezone", "format" },
	{ "timezone", "\"europe/madrid\"", "/timezone", "format" },
	{ "timezone", "\"GMT+5\"", "/timezone", "format" },
	{ "timezone", "\"../../etc/passwd\"", "/timezone", "format" },
	{ "timezone", "\"Etc/Unknown\"", "/timezone", "format" },
	{ "rollover_hour", "\"4\"", "/rollover_hour", "type" },
	{ "rollover_hour", "4.0", "/rollover_hour", "type" },
	{ "rollover_hour", "4e0", "/rollover_hour", "type" },
	{ "rollover_hour", "true", "/rollover_hour", "type" },
	{ "rollover_hour", "null", "/rollover_hour", "type" },
	{ "rollover_hour", "-1", "/rollover_hour", "too_small" },
	{ "rollover_hour", "24", "/rollover_hour", "too_large" },
	{ "rollover_hour", "9223372036854775807", "/rollover_hour", "too_large" },
	{ "rollover_hour", "-9223372036854775808", "/rollover_hour", "too_small" },
	{ "ui_language", "\"de\"", "/ui_language", "choice" },
	{ "ui_language", "\"\"", "/ui_language", "choice" },
	{ "ui_language", "\"EN\"", "/ui_language", "choice" },
	{ "ui_language", "1", "/ui_language", "type" },
	{ "ui_language", "null", "/ui_language", "type" },
	{ "native_language", "\"xx\"", "/native_language", "format" },
	{ "single_key_shortcuts", "1", "/single_key_shortcuts", "type" },
	{ "single_key_shortcuts", "\"true\"", "/single_key_shortcuts", "type" },
	{ "single_key_shortcuts", "null", "/single_key_shortcuts", "type" },
	{ "languages", "{}", "/languages", "type" },
	{ "languages", "null", "/languages", "type" },
	{ "languages", "[1]", "/languages/0", "type" },
	{ "languages", "[\"en\"]", "/languages/0", "type" },
	{ "languages", "[{}]", "/languages/0/language", "required" },
	{ "languages", "[{}]", "/languages/0/level", "required" },
	{ "languages", "[{\"language\":\"en\",\"level\":\"A0\"}]", "/languages/0/level", "choice" },
	{ "languages", "[{\"language\":\"en\",\"level\":\"A1\",\"user_key\":1}]", "/languages/0/user_key", "unknown_field" },
	{ "languages", "[{\"language\":\"en\",\"level\":\"A1\",\"desired_retention\":0.69}]", "/languages/0/desired_retention", "too_small" },
	{ "languages", "[{\"language\":\"en\",\"level\":\"A1\",\"desired_retention\":1}]", "/languages/0/desired_retention", "too_large" },
	{ "languages", "[{\"language\":\"en\",\"level\":\"A1\",\"desired_retention\":\"0.9\"}]", "/languages/0/desired_retention", "type" },
	{ "languages", "[{\"language\":\"en\",\"level\":\"A1\",\"new_per_day\":1001}]", "/languages/0/new_per_day", "too_large" },
	{ "languages", "[{\"language\":\"en\",\"level\":\"A1\",\"new_per_day\":0.5}]", "/languages/0/new_per_day", "type" },
	{ "languages", "[{\"language\":\"en\",\"level\":\"A1\",\"reviews_per_day\":-1}]", "/languages/0/reviews_per_day", "too_small" },
	{ "languages", "[1,2,3,4,5,6,7,8,9]", "/languages", "too_many" },
	{ "role", "\"admin\"", "/role", "unknown_field" },
	{ "user_id", "\"1\"", "/user_id", "unknown_field" },
	{ "user_key", "1", "/user_key", "unknown_field" },
	{ "email_key", "\"a\"", "/email_key", "unknown_field" },
	{ "given", "1", "/given", "unknown_field" },
	{ "a/b~c", "1", "/a~1b~0c", "unknown_field" },
	{ "", "1", "/", "unknown_field" },
	{ "\\u0007\\\"", "1", "/\x07\"", "unknown_field" },
};
/* clang-format on */

static void
rules(struct http_test *test)
{
	for (size_t i = 0; i < COUNT(broken); i++) {
		http_callf(test, &ana, "PATCH", ME, "{\"%s\":%s}", broken[i].member, broken[i].value);
		http_fact(test, test->answer.status == 422 && http_error(test, broken[i].pointer, broken[i].code), "%s %s: %s at %s",
		    broken[i].member, broken[i].value, broken[i].code, broken[i].pointer);
	}
}

/* Every broken rule of one body, in one answer. */
static void
all_at_once(struct http_test *test)
{
	/* clang-format off */
	static const char *const errors[][2] = { { "/display_name", "required" }, { "/timezone", "format" },
		{ "/rollover_hour", "too_large" }, { "/ui_language", "choice" }, { "/native_language", "format" },
		{ "/single_key_shortcuts", "type" }, { "/email", "too_short" }, { "/languages/0/level", "required" },
		{ "/languages/1/language", "type" }, { "/languages/1/level", "choice" }, { "/languages/1/x", "unknown_field" },
		{ "/languages/1/desired_retention", "too_large" }, { "/languages/1/reviews_per_day", "type" }, { "/a~1b~0c", "unknown_field" } };
	/* clang-format on */
	struct buffer many = { .arena = test->start };

	http_call(test, &ana, "PATCH", ME, "{\"display_name\":\"\",\"timezone\":\"Mars/Base\",\"rollover_hour\":24,"
	    "\"ui_language\":\"xx\",\"native_language\":\"xx\",\"single_key_shortcuts\":\"yes\",\"email\":\"no\","
	    "\"languages\":[{\"language\":\"en\"},{\"language\":1,\"level\":\"Z9\",\"x\":1,\"desired_retention\":2,"
	    "\"reviews_per_day\":1.5}],\"a/b~c\":1}");
	http_expect(test, 422, "invalid", "many broken rules");
	for (size_t i = 0; i < COUNT(errors); i++)
		http_fact(test, http_error(test, errors[i][0], errors[i][1]), "%s: %s", errors[i][0], errors[i][1]);
	http_fact(test, json_array_size(http_at(test, "errors")) == COUNT(errors), "and nothing else");
	http_fact(test, strcmp(http_text(test, "detail"), http_text(test, "errors/0/message")) == 0 &&
	    http_text(test, "detail")[0] != '\0', "the first one in words");
	buffer_text(&many, "{\"x\":0");
	for (int i = 0; i < 300; i++)
		buffer_text(&many, arena_printf(test->start, ",\"x%d\":1", i));
	buffer_byte(&many, '}');
	http_call(test, &ana, "PATCH", ME, buffer_string(&many));
	http_fact(test, test->answer.status == 422 && json_array_size(http_at(test, "errors")) == PROBLEMS_MAX,
	    "a hundred of three hundred are listed");
}

/* Texts are NFC, trimmed, and counted in characters. */
static void
texts(struct http_test *test)
{
	/* clang-format off */
	static const struct {
		const char *sent, *kept;
	} rows[] = {
		{ "e\xcc\x81", "\xc3\xa9" }, { "  Ana  ", "Ana" }, { "\xe3\x80\x80" "Ana\xc2\xa0", "Ana" },
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c" }, { "\\u00e9\\ud83d\\ude00", "\xc3\xa9\xf0\x9f\x98\x80" },
		{ "\\\"\\\\\\/", "\"\\/" }, { "<b>&amp;", "<b>&amp;" }, { "\xef\xac\x81", "\xef\xac\x81" },
		{ "\xe2\x84\xab", "\xc3\x85" }, { "a\xe2\x80\x8d" "b", NULL }, { "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb", NULL },
	};
	static const char *const characters[] = { "x", "\xc3\xb1", "\xe6\xbc\xa2", "\xf0\x9f\x98\x80", "e\xcc\x81" };
	/* clang-format on */

	for (size_t i = 0; i < COUNT(rows); i++) {
		http_callf(test, &ana, "PATCH", ME, "{\"display_name\":\"%s\"}", rows[i].sent);
		if (rows[i].kept != NULL)
			http_fact(test, strcmp(http_text(test, "display_name"), rows[i].kept) == 0, "%s is kept as %s", rows[i].sent,
			    rows[i].kept);
	}
	for (size_t i = 0; i < COUNT(characters); i++) {
		struct buffer name = { .arena = test->start };

		for (int k = 0; k < 100; k++)
			buffer_text(&name, characters[i]);
		http_callf(test, &ana, "PATCH", ME, "{\"display_name\":\"%s\"}", buffer_string(&name));
		http_expect(test, 200, NULL, "a hundred characters");
		buffer_text(&name, characters[i]);
		http_callf(test, &ana, "PATCH", ME, "{\"display_name\":\"%s\"}", buffer_string(&name));
		http_fact(test, test->answer.status == 422 && http_error(test, "/display_name", "too_long"),
		    "a hundred and one characters %s", characters[i]);
	}
}

/* User names, at both ends of their length. */
static void
usernames(struct http_test *test)
{
	/* clang-format off */
	static const struct {
		const char *name, *code;
	} rows[] = {
		{ "ab", "too_short" }, { "abc", NULL }, { "abcdefghijabcdefghijabcdefghij", NULL },
		{ "abcdefghijabcdefghijabcdefghijk", "too_long" }, { "Ana", "format" }, { "a b", "format" }, { "a-b", "format" },
		{ "ma\xc3\xb1" "ana", "format" }, { "a.b", "format" }, { "___", NULL }, { "123", NULL },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_client client = { .cookie = "" };

		http_callf(test, &client, "POST", "/api/v1/auth/register",
		    "{\"username\":\"%s\",\"password\":\"correct horse battery\",\"token\":\"x\"}", rows[i].name);
		if (rows[i].code == NULL)
			http_expect(test, 410, "token_used", rows[i].name);
		else
			http_fact(test, http_error(test, "/username", rows[i].code), "%s: %s", rows[i].name, rows[i].code);
	}
}

void
test_input(struct http_test *test)
{
	http_sign_up(test, &ana, "input_ana");
	malformed(test);
	limits(test);
	rules(test);
	all_at_once(test);
	texts(test);
	usernames(test);
}
