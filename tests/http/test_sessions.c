/* Login sessions: the cookie, how long they last, who ends them. */

#include <stdio.h>
#include <string.h>

#include "account.h"
#include "arena.h"
#include "clock.h"
#include "harness.h"

#define MINUTE (60 * MS_PER_SECOND)
#define SESSIONS "/api/v1/me/sessions"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Return whether ${client} is somebody; the time stands still. */
static bool
signed_in(struct http_test *test, struct http_client *client)
{
	return http_call(test, client, "GET", "/api/v1/me", NULL) == 200;
}

static void
cookie_forms(struct http_test *test)
{
	struct http_client ana, client = { .cookie = "" };
	const char *token;
	static const struct {
		const char *before, *after;
		bool good;
	} forms[] = {
		{ "__Host-parlance=", "", true },
		{ "theme=dark; __Host-parlance=", "", true },
		{ "__Host-parlance=", "; theme=dark", true },
		{ "theme=dark;__Host-parlance=", ";x=y", true },
		{ "__Host-parlance=x; __Host-parlance=", "", false },
		{ "__Host-parlance=", "; __Host-parlance=", false },
		{ "__host-parlance=", "", false },
		{ "parlance=", "", false },
		{ "x__Host-parlance=", "", false },
		{ "__Host-parlance=", "A", false },
		{ "__Host-parlance=\"", "\"", false },
		{ "__Host-parlance= ", "", false },
		{ "; ;;", "", false },
	};

	http_sign_up(test, &ana, "cookie_ana");
	http_fact(test, strlen(ana.cookie) == strlen("__Host-parlance=") + 43, "the cookie has 256 bits");
	token = arena_strdup(test->start, strchr(ana.cookie, '=') + 1);
	for (size_t i = 0; i < COUNT(forms); i++) {
		snprintf(client.cookie, sizeof(client.cookie), "%s%s%s", forms[i].before, token, forms[i].after);
		http_fact(test, signed_in(test, &client) == forms[i].good, "cookie form %s...%s", forms[i].before, forms[i].after);
	}
	snprintf(client.cookie, sizeof(client.cookie), "__Host-parlance=%s; __Host-parlance=%s", token, token);
	http_fact(test, !signed_in(test, &client), "the same cookie twice");
	client.cookie[strlen("__Host-parlance=")] = '\0';
	http_fact(test, !signed_in(test, &client), "an empty cookie");
	snprintf(client.cookie, sizeof(client.cookie), "__Host-parlance=%.42s", token);
	http_fact(test, !signed_in(test, &client), "a token that is cut short");
	snprintf(client.cookie, sizeof(client.cookie), "__Host-parlance=%.42s%c", token, token[42] == '.' ? '!' : '.');
	http_fact(test, !signed_in(test, &client), "a token with a character that tokens have not");
	snprintf(client.cookie, sizeof(client.cookie), "__Host-parlance=%c%s", token[0] == 'A' ? 'B' : 'A', token + 1);
	http_fact(test, !signed_in(test, &client), "a token with another letter");
}

static void
expiry(struct http_test *test)
{
	struct http_client ana, idle = { .cookie = "" };
	int64_t start;

	http_sign_up(test, &ana, "expiry_ana");
	start = test->now;
	http_sign_in(test, &idle, "expiry_ana");
	test->now = start + 4 * MINUTE;
	http_fact(test, signed_in(test, &ana), "after four minutes");
	http_call(test, &ana, "GET", SESSIONS, NULL);
	http_fact(test, strcmp(http_text(test, "items/1/last_seen_at"), http_text(test, "items/1/created_at")) == 0,
	    "being seen is not written every time");
	test->now = start + SESSION_IDLE_DAYS * MS_PER_DAY - 1;
	http_fact(test, signed_in(test, &ana), "in the last millisecond of two idle weeks");
	test->now = start + SESSION_IDLE_DAYS * MS_PER_DAY;
	http_fact(test, !signed_in(test, &idle), "after two idle weeks");
	http_fact(test, signed_in(test, &ana), "who was seen meanwhile stays signed in");
	http_call(test, &ana, "GET", SESSIONS, NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 1, "what has ended is not in the list");
	test->now = start + 26 * MS_PER_DAY;
	http_fact(test, signed_in(test, &ana), "on the 26th day");
	test->now = start + SESSION_DAYS * MS_PER_DAY - 1;
	http_fact(test, signed_in(test, &ana), "in the last millisecond of thirty days");
	test->now = start + SESSION_DAYS * MS_PER_DAY;
	http_fact(test, !signed_in(test, &ana), "after thirty days, however often seen");
	test->now -= MS_PER_DAY;
	http_fact(test, signed_in(test, &ana), "the end is a matter of the clock, not of having been asked");
	test->now += MS_PER_DAY;
}

static void
list(struct http_test *test)
{
	struct http_client ana, phone = { .address = "2001:db8:1:2:3:4:5:6" }, odd = { .address = "unix:" };
	char agent[500] = "", *out = agent;

	for (unsigned i = 0; i < 150; i++)
		out = stpcpy(out, i < 100 ? "\xc3\xa9" : "\xf0\x9f\x98\x80");
	(void)stpcpy(out, "0123456789012345678901234567890123456789012345678901234567890");
	http_sign_up(test, &ana, "list_ana");
	test->now += 1000;
	phone.user_agent = agent;
	http_sign_in(test, &phone, "list_ana");
	test->now += 1000;
	odd.user_agent = "bad \xff bytes";
	http_sign_in(test, &odd, "list_ana");
	http_call(test, &phone, "GET", SESSIONS, NULL);
	http_expect(test, 200, NULL, "list");
	http_fact(test, json_array_size(http_at(test, "items")) == 3, "three login sessions");
	http_fact(test, json_is_false(http_at(test, "items/0/current")) && json_is_true(http_at(test, "items/1/current")) &&
	    json_is_false(http_at(test, "items/2/current")), "the newest comes first, one is this one");
	http_fact(test, strcmp(http_text(test, "items/1/address"), "2001:db8:1::") == 0, "an address is cut to its network");
	http_fact(test, strcmp(http_text(test, "items/2/address"), "192.0.2.0") == 0, "also one of four bytes");
	http_fact(test, strcmp(http_text(test, "items/0/address"), "") == 0, "what is no address is not kept");
	http_fact(test, strcmp(http_text(test, "items/0/user_agent"), "") == 0, "what is no text is not kept");
	http_fact(test, strlen(http_text(test, "items/1/user_agent")) == 100 * 2 + 50 * 4 + 50, "a browser's name has 200 characters");
	http_fact(test, strcmp(http_text(test, "items/2/user_agent"), "test") == 0, "a shorter one is whole");
}

static void
revoke(struct http_test *test)
{
	struct http_client ana, ben, phone = { .cookie = "" }, tablet = { .cookie = "" };
	char target[80];

	http_sign_up(test, &ana, "revoke_ana");
	http_sign_up(test, &ben, "revoke_ben");
	test->now += 1000;
	http_sign_in(test, &phone, "revoke_ana");
	test->now += 1000;
	http_sign_in(test, &tablet, "revoke_ana");
	http_call(test, &ana, "GET", SESSIONS, NULL);
	snprintf(target, sizeof(target), SESSIONS "/%s", http_text(test, "items/1/session_id"));
	http_call(test, &ben, "DELETE", target, NULL);
	http_expect(test, 404, "unknown", "somebody else's login session");
	http_fact(test, signed_in(test, &phone), "is not ended");
	http_call(test, &ana, "DELETE", target, NULL);
	http_expect(test, 204, NULL, "one's own");
	http_fact(test, !signed_in(test, &phone), "is ended");
	http_call(test, &ana, "DELETE", target, NULL);
	http_expect(test, 404, "unknown", "once more");
	http_call(test, &ana, "DELETE", SESSIONS "/abc", NULL);
	http_expect(test, 404, "unknown", "an id that is none");
	http_call(test, &ana, "DELETE", SESSIONS "/18446744073709551616", NULL);
	http_expect(test, 404, "unknown", "an id that is too large");
	http_call(test, &ana, "DELETE", SESSIONS, NULL);
	http_expect(test, 204, NULL, "all others");
	http_fact(test, signed_in(test, &ana), "this one stays");
	http_fact(test, !signed_in(test, &tablet), "the others are ended");
	http_fact(test, signed_in(test, &ben), "nobody else's");
	http_call(test, &ana, "GET", SESSIONS, NULL);
	snprintf(target, sizeof(target), SESSIONS "/%s", http_text(test, "items/0/session_id"));
	http_call(test, &ana, "DELETE", target, NULL);
	http_expect(test, 204, NULL, "the one that is used");
	http_fact(test, !signed_in(test, &ana), "ends as well");
}

static void
logout(struct http_test *test)
{
	struct http_client ana, old, phone = { .cookie = "" };

	http_sign_up(test, &ana, "logout_ana");
	http_sign_in(test, &phone, "logout_ana");
	old = ana;
	http_call(test, &ana, "POST", "/api/v1/auth/logout", "{}");
	http_expect(test, 204, NULL, "sign out");
	http_fact(test, test->answer.cookie != NULL && test->answer.cookie[0] == '\0', "the cookie is taken away");
	http_fact(test, !signed_in(test, &old), "the token is worth nothing any more");
	http_fact(test, signed_in(test, &phone), "the other login session stays");
	http_call(test, &old, "POST", "/api/v1/auth/logout", "{}");
	http_expect(test, 401, "unauthorized", "sign out twice");
	http_call(test, &phone, "POST", "/api/v1/auth/logout", NULL);
	http_expect(test, 204, NULL, "sign out without a body");
}

/* More than twenty: the oldest go. */
static void
surplus(struct http_test *test)
{
	struct http_client first, second = { .cookie = "" }, client = { .cookie = "" };

	http_sign_up(test, &first, "surplus_ana");
	test->now += 1000;
	http_sign_in(test, &second, "surplus_ana");
	for (unsigned i = 2; i < SESSIONS_MAX; i++) {
		test->now += 1000;
		http_sign_in(test, &client, "surplus_ana");
	}
	http_fact(test, signed_in(test, &first), "twenty login sessions");
	test->now += 1000;
	http_sign_in(test, &client, "surplus_ana");
	http_fact(test, !signed_in(test, &first) && signed_in(test, &second) && signed_in(test, &client),
	    "the twenty-first ends the oldest one");
	http_call(test, &client, "GET", SESSIONS, NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == SESSIONS_MAX, "twenty are left");
}

void
test_sessions(struct http_test *test)
{
	cookie_forms(test);
	expiry(test);
	list(test);
	revoke(test);
	logout(test);
	surplus(test);
}
