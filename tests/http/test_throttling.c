/* Guessing passwords: what it costs, and whom it does not lock out. */

#include <stdio.h>
#include <string.h>

#include "account.h"
#include "arena.h"
#include "clock.h"
#include "config.h"
#include "harness.h"

#define LOGIN "/api/v1/auth/login"

static int
login(struct http_test *test, const char *address, const char *username, const char *password)
{
	struct http_client client = { .cookie = "", .address = address };

	return http_callf(test, &client, "POST", LOGIN, "{\"username\":\"%s\",\"password\":\"%s\"}", username, password);
}

static int
guess(struct http_test *test, const char *address, const char *username)
{
	return login(test, address, username, "wrong horse battery");
}

/* A new address for each guess, as an attacker with many has: only the account's own count is left. */
static const char *
address_new(struct http_test *test)
{
	static unsigned used;

	used++;
	return arena_printf(test->start, "198.51.%u.%u", 100 + used / 250, 1 + used % 250);
}

/* Five are free, then the pause doubles up to 900 s; after a hundred only a reset helps. */
static void
account_pauses(struct http_test *test, const char *username)
{
	int64_t pause = 1;
	bool answers = true, waits = true, tells = true;

	for (int i = 1; i <= 100; i++) {
		answers &= guess(test, address_new(test), username) == 401;
		if (i < 5)
			continue;
		waits &= guess(test, address_new(test), username) == 429;
		tells &= test->answer.retry_after == (int)pause;
		test->now += pause * MS_PER_SECOND - 1;
		waits &= guess(test, address_new(test), username) == 429;
		tells &= test->answer.retry_after == 1;
		test->now += 1;
		pause = pause * 2 < 900 ? pause * 2 : 900;
	}
	http_fact(test, answers, "%s: a guess after the pause is answered", username);
	http_fact(test, waits, "%s: a guess within the pause is not", username);
	http_fact(test, tells, "%s: Retry-After is the rest of the pause: 1, 2, 4 ... 900 s", username);
	login(test, address_new(test), username, "correct horse battery");
	http_expect(test, 429, "too_many", "the hundred-and-first attempt");
	http_fact(test, test->answer.retry_after >= 1, "with Retry-After");
	test->now += 12 * 60 * 60 * MS_PER_SECOND;
	login(test, address_new(test), username, "correct horse battery");
	http_expect(test, 429, "too_many", "also half a day later");
}

static void
account_reset(struct http_test *test)
{
	struct http_client client = { .cookie = "", .address = address_new(test) };
	const char *token = http_link(test, TOKEN_reset, "target_ana", MS_PER_DAY);

	http_callf(test, &client, "POST", "/api/v1/auth/password",
	    "{\"token\":\"%s\",\"new_password\":\"correct horse battery\"}", token);
	http_expect(test, 200, NULL, "a reset link still serves");
	login(test, address_new(test), "target_ana", "correct horse battery");
	http_expect(test, 200, NULL, "and opens the account again");
	for (int i = 0; i < 5; i++)
		guess(test, address_new(test), "target_ana");
	http_expect(test, 401, "bad_login", "with five free attempts");
	test->now += MS_PER_DAY + 1;
	guess(test, address_new(test), "target_ana");
	for (int i = 1; i < 5; i++)
		guess(test, address_new(test), "target_ana");
	http_expect(test, 401, "bad_login", "after a quiet day everything is forgotten");
	guess(test, address_new(test), "target_ana");
	http_expect(test, 429, "too_many", "and counting begins anew");
}

static void
account_success(struct http_test *test)
{
	struct http_client ana;

	http_sign_up(test, &ana, "success_ana");
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 4; i++)
			guess(test, address_new(test), "success_ana");
		login(test, address_new(test), "success_ana", "correct horse battery");
		http_expect(test, 200, NULL, "four wrong and one right");
	}
	for (int i = 0; i < 5; i++)
		guess(test, address_new(test), "success_ana");
	login(test, address_new(test), "success_ana", "correct horse battery");
	http_expect(test, 429, "too_many", "the right password within a pause is not looked at");
	guess(test, address_new(test), "SUCCESS_ANA");
	http_expect(test, 429, "too_many", "other letters are the same account");
	test->now += MS_PER_SECOND;
	login(test, address_new(test), "success_ana", "correct horse battery");
	http_expect(test, 200, NULL, "after it, it is");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_expect(test, 200, NULL, "who is signed in notices nothing");
}

static void
addresses(struct http_test *test)
{
	struct http_client pupil = { .cookie = "", .address = "203.0.113.7" };
	const char *names[3] = { "class_a", "class_b", "class_c" };
	bool all = true;

	for (int i = 0; i < 3; i++)
		http_sign_up(test, &pupil, names[i]);
	for (int i = 0; i < 60; i++)
		all &= login(test, "203.0.113.7", names[i % 3], "correct horse battery") == 200;
	http_fact(test, all, "sixty sign-ins from one classroom");
	all = true;
	for (int i = 0; i < 20; i++)
		all &= guess(test, "203.0.113.8", arena_printf(test->start, "nobody_%d", i)) == 401;
	http_fact(test, all, "twenty guesses at twenty names from one address");
	guess(test, "203.0.113.8", "nobody_20");
	http_expect(test, 429, "too_many", "the twenty-first");
	login(test, "203.0.113.9", "class_a", "correct horse battery");
	http_expect(test, 200, NULL, "the neighbour is not meant");
	all = true;
	for (int i = 0; i < 20; i++)
		all &= guess(test, arena_printf(test->start, "2001:db8:0:7::%x", i + 1), arena_printf(test->start, "six_%d", i)) == 401;
	http_fact(test, all, "twenty guesses from one /64");
	guess(test, "2001:db8:0:7:ffff::1", "six_20");
	http_expect(test, 429, "too_many", "are those of one address");
	guess(test, "2001:db8:0:8::1", "six_21");
	http_expect(test, 401, "bad_login", "another /64");
}

/* Registering and changing passwords cost hashes as well. */
static void
other_routes(struct http_test *test)
{
	struct http_client client = { .cookie = "", .address = "203.0.113.20" }, ana = { .cookie = "" };
	bool all = true;

	test->config->registration = REGISTRATION_open;
	for (int i = 0; i < 20; i++)
		all &= http_call(test, &client, "POST", "/api/v1/auth/register",
		    "{\"username\":\"class_a\",\"password\":\"correct horse battery\"}") == 422;
	http_fact(test, all, "twenty registrations of a taken name");
	http_call(test, &client, "POST", "/api/v1/auth/register", "{\"username\":\"class_z\",\"password\":\"correct horse battery\"}");
	http_expect(test, 429, "too_many", "the next one waits");
	test->config->registration = REGISTRATION_invite;
	test->now += 1000;
	http_sign_in(test, &ana, "class_b");
	ana.address = "203.0.113.21";
	for (int i = 0; i < 20; i++)
		http_call(test, &ana, "POST", "/api/v1/auth/password",
		    "{\"current_password\":\"wrong horse battery\",\"new_password\":\"a much better phrase\"}");
	http_expect(test, 422, "invalid", "twenty guesses at a password by who is signed in");
	http_call(test, &ana, "POST", "/api/v1/auth/password",
	    "{\"current_password\":\"correct horse battery\",\"new_password\":\"a much better phrase\"}");
	http_expect(test, 429, "too_many", "the next one waits");
}

/* Guesses at once are counted one after the other. */
static void
races(struct http_test *test)
{
	static struct http_result results[HTTP_RACERS];
	struct http_client clients[HTTP_RACERS] = { 0 };
	struct http_row rows[HTTP_RACERS];
	size_t looked_at = 0, refused = 0;

	for (size_t i = 0; i < HTTP_RACERS; i++) {
		clients[i].address = address_new(test);
		rows[i] = (struct http_row){ "POST", LOGIN, "{\"username\":\"class_c\",\"password\":\"wrong horse battery\"}", 0, NULL };
	}
	http_race(test, clients, rows, HTTP_RACERS, results);
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		looked_at += results[i].status == 401;
		refused += results[i].status == 429 && results[i].retry_after >= 1;
	}
	http_fact(test, looked_at == 5 && refused == HTTP_RACERS - 5, "eight guesses at once: %zu are looked at, %zu wait",
	    looked_at, refused);
}

void
test_throttling(struct http_test *test)
{
	struct http_client ana;
	bool all = true;

	http_sign_up(test, &ana, "target_ana");
	for (int i = 0; i < 30; i++)
		all &= guess(test, "203.0.113.1", "target_ana") == 401;
	http_fact(test, all, "nothing is counted while throttling is off");
	test->config->throttling = 1;
	account_pauses(test, "target_ana");
	account_pauses(test, "no_such_user");
	account_reset(test);
	account_success(test);
	addresses(test);
	other_routes(test);
	races(test);
	test->config->throttling = 0;
}
