/* Signing in, passwords, and one's own account. */

#include <stdio.h>
#include <string.h>

#include "account.h"
#include "arena.h"
#include "clock.h"
#include "config.h"
#include "db.h"
#include "harness.h"
#include "sql.h"

#define LOGIN "/api/v1/auth/login"
#define PASSWORD "/api/v1/auth/password"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int
login(struct http_test *test, const char *username, const char *password)
{
	struct http_client client = { .cookie = "" };

	return http_callf(test, &client, "POST", LOGIN, "{\"username\":\"%s\",\"password\":\"%s\"}", username, password);
}

/* Who guesses learns nothing about who has an account. */
static void
same_answer(struct http_test *test)
{
	struct http_client ana;
	struct user_name name = { "quiet_ana", false };
	char known[600];
	static const char *const others[] = { "nobody_at_all", "QUIET_ANA", "quiet_ana ", "quiet_ana\\u0000x", "%27 OR 1=1 --",
		"\xc3\xb1" };

	http_sign_up(test, &ana, "quiet_ana");
	login(test, "quiet_ana", "wrong horse battery");
	http_expect(test, 401, "bad_login", "a wrong password");
	snprintf(known, sizeof(known), "%s", test->answer.body);
	for (size_t i = 0; i < COUNT(others); i++) {
		login(test, others[i], "correct horse battery");
		if (strstr(others[i], "u0000") != NULL)
			http_expect(test, 400, "malformed", "a name with NUL");
		else
			http_fact(test, test->answer.status == 401 && strcmp(test->answer.body, known) == 0 &&
			    test->answer.cookie == NULL, "the same answer for %s", others[i]);
	}
	login(test, "quiet_ana", " correct horse battery");
	http_expect(test, 401, "bad_login", "a password is taken byte by byte");
	http_fact(test, sql_user_set_active(test->app.db, &name, NULL) == FAULT_ok, "disable");
	login(test, "quiet_ana", "correct horse battery");
	http_fact(test, test->answer.status == 401 && strcmp(test->answer.body, known) == 0, "the same for a disabled account");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_expect(test, 401, "unauthorized", "a disabled account is signed out");
	name.is_active = true;
	http_fact(test, sql_user_set_active(test->app.db, &name, NULL) == FAULT_ok, "enable");
	login(test, "quiet_ana", "correct horse battery");
	http_expect(test, 200, NULL, "an enabled one may sign in");
}

/* The stored hash as PHC string. */
static const char *
hash_of(struct http_test *test, const char *username)
{
	struct login_in in = { username, NULL, 0 };
	struct credentials credentials = { 0 };

	if (sql_user_credentials(test->app.db, test->start, &in, &credentials) != FAULT_ok || credentials.password == NULL)
		return "";
	return credentials.password;
}

static void
hashes(struct http_test *test)
{
	struct http_client ana;
	const char *old, *renewed;

	http_sign_up(test, &ana, "hash_ana");
	old = hash_of(test, "hash_ana");
	http_fact(test, strncmp(old, "$argon2id$v=19$m=8192,t=1,p=1$", 30) == 0, "Argon2id as configured: %s", old);
	login(test, "hash_ana", "correct horse battery");
	http_fact(test, strcmp(hash_of(test, "hash_ana"), old) == 0, "not hashed again for nothing");
	test->config->argon2_passes = 2;
	login(test, "hash_ana", "wrong horse battery");
	http_fact(test, strcmp(hash_of(test, "hash_ana"), old) == 0, "nor by a wrong password");
	login(test, "hash_ana", "correct horse battery");
	http_expect(test, 200, NULL, "sign in with other parameters");
	renewed = hash_of(test, "hash_ana");
	http_fact(test, strncmp(renewed, "$argon2id$v=19$m=8192,t=2,p=1$", 30) == 0, "hashed again: %s", renewed);
	login(test, "hash_ana", "correct horse battery");
	http_expect(test, 200, NULL, "and still the same password");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_expect(test, 200, NULL, "hashing again signs nobody out");
	test->config->argon2_passes = 1;
}

static void
password_change(struct http_test *test)
{
	struct http_client ana, old, phone = { .cookie = "" }, nobody = { .cookie = "" };
	static const struct http_row refused[] = {
		{ "POST", PASSWORD, "{\"new_password\":\"a much better phrase\"}", 422, "invalid" },
		{ "POST", PASSWORD, "{\"current_password\":\"wrong horse battery\",\"new_password\":\"a much better phrase\"}", 422,
		  "invalid" },
		{ "POST", PASSWORD, "{\"current_password\":\"correct horse battery\",\"new_password\":\"short\"}", 422, "invalid" },
		{ "POST", PASSWORD, "{\"current_password\":\"correct horse battery\"}", 422, "invalid" },
		{ "POST", PASSWORD, "{\"current_password\":null,\"new_password\":\"a much better phrase\"}", 422, "invalid" },
	};

	http_sign_up(test, &ana, "change_ana");
	http_sign_in(test, &phone, "change_ana");
	http_rows(test, &ana, refused, COUNT(refused));
	http_call(test, &ana, "POST", PASSWORD, refused[1].body);
	http_fact(test, http_error(test, "/current_password", "password"), "the wrong password is named");
	http_call(test, &ana, "POST", PASSWORD, refused[0].body);
	http_fact(test, http_error(test, "/current_password", "required"), "the missing password is named");
	http_call(test, &nobody, "POST", PASSWORD,
	    "{\"current_password\":\"correct horse battery\",\"new_password\":\"a much better phrase\"}");
	http_expect(test, 401, "unauthorized", "nobody's password");
	http_call(test, &phone, "GET", "/api/v1/me", NULL);
	http_expect(test, 200, NULL, "a refused change ends nothing");
	old = ana;
	http_call(test, &ana, "POST", PASSWORD,
	    "{\"current_password\":\"correct horse battery\",\"new_password\":\"a much better phrase\"}");
	http_expect(test, 200, NULL, "change");
	http_fact(test, strcmp(http_text(test, "username"), "change_ana") == 0, "the account is shown");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_expect(test, 200, NULL, "signed in anew");
	http_call(test, &old, "GET", "/api/v1/me", NULL);
	http_expect(test, 401, "unauthorized", "the old cookie ends");
	http_call(test, &phone, "GET", "/api/v1/me", NULL);
	http_expect(test, 401, "unauthorized", "all other login sessions end");
	login(test, "change_ana", "correct horse battery");
	http_expect(test, 401, "bad_login", "the old password");
	login(test, "change_ana", "a much better phrase");
	http_expect(test, 200, NULL, "the new password");
}

static int
reset(struct http_test *test, struct http_client *client, const char *token, const char *password)
{
	return http_callf(test, client, "POST", PASSWORD, "{\"token\":\"%s\",\"new_password\":\"%s\"}", token, password);
}

static void
password_reset(struct http_test *test)
{
	struct http_client ana, nobody = { .cookie = "" };
	const char *token, *late, *invite;

	http_sign_up(test, &ana, "reset_ana");
	token = http_link(test, TOKEN_reset, "reset_ana", RESET_MINUTES * 60 * MS_PER_SECOND);
	late = http_link(test, TOKEN_reset, "reset_ana", RESET_MINUTES * 60 * MS_PER_SECOND);
	invite = http_link(test, TOKEN_invite, NULL, RESET_MINUTES * 60 * MS_PER_SECOND);
	reset(test, &nobody, token, "short");
	http_expect(test, 422, "invalid", "a weak password");
	reset(test, &nobody, invite, "a much better phrase");
	http_expect(test, 410, "token_used", "an invite resets nothing");
	http_callf(test, &nobody, "POST", "/api/v1/auth/register",
	    "{\"username\":\"reset_ben\",\"password\":\"correct horse battery\",\"token\":\"%s\"}", token);
	http_expect(test, 410, "token_used", "a reset link invites nobody");
	reset(test, &nobody, token, "a much better phrase");
	http_expect(test, 200, NULL, "reset");
	http_fact(test, strcmp(http_text(test, "username"), "reset_ana") == 0, "the link knows whose password it is");
	http_call(test, &nobody, "GET", "/api/v1/me", NULL);
	http_expect(test, 200, NULL, "who resets is signed in");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_expect(test, 401, "unauthorized", "all login sessions end");
	login(test, "reset_ana", "a much better phrase");
	http_expect(test, 200, NULL, "the new password");
	nobody.cookie[0] = '\0';
	reset(test, &nobody, token, "another better phrase");
	http_expect(test, 410, "token_used", "a reset link serves once");
	test->now += RESET_MINUTES * 60 * MS_PER_SECOND;
	reset(test, &nobody, late, "another better phrase");
	http_expect(test, 410, "token_used", "a reset link serves an hour");
	login(test, "reset_ana", "a much better phrase");
	http_expect(test, 200, NULL, "nothing changed by that");
}

static void
profile(struct http_test *test)
{
	struct http_client ana;
	char etag[40], before[40];

	http_sign_up(test, &ana, "profile_ana");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	snprintf(before, sizeof(before), "%s", test->answer.etag);
	http_fact(test, strcmp(test->answer.cache_control, "no-store") == 0, "one's account is kept by no cache");
	ana.if_none_match = before;
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_expect(test, 200, NULL, "it is always sent: another account may have the same revision");
	ana.if_none_match = NULL;
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"display_name\":\"Ana\"}");
	http_expect(test, 200, NULL, "one member");
	http_fact(test, strcmp(http_text(test, "display_name"), "Ana") == 0 &&
	    strcmp(http_text(test, "timezone"), "Europe/Madrid") == 0 && strcmp(http_text(test, "languages/0/level"), "A2") == 0,
	    "the others stay");
	snprintf(etag, sizeof(etag), "%s", test->answer.etag);
	http_fact(test, strcmp(etag, before) != 0, "the revision moves");
	ana.if_match = before;
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"display_name\":\"Late\"}");
	http_expect(test, 412, "stale", "a change of what is not there any more");
	ana.if_match = etag;
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"email\":\"Ana@example.org\",\"rollover_hour\":0,"
	    "\"ui_language\":\"es\",\"native_language\":\"pt\",\"single_key_shortcuts\":false,\"timezone\":\"Asia/Kathmandu\"}");
	http_expect(test, 200, NULL, "a change of what is there");
	ana.if_match = NULL;
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_fact(test, strcmp(http_text(test, "email"), "Ana@example.org") == 0 && http_number(test, "rollover_hour") == 0 &&
	    strcmp(http_text(test, "ui_language"), "es") == 0 && strcmp(http_text(test, "native_language"), "pt") == 0 &&
	    json_is_false(http_at(test, "single_key_shortcuts")) && strcmp(http_text(test, "display_name"), "Ana") == 0 &&
	    strcmp(http_text(test, "timezone"), "Asia/Kathmandu") == 0, "all of it is kept");
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"email\":\"ana@EXAMPLE.org\"}");
	http_expect(test, 200, NULL, "one's own address in other letters");
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"display_name\":\"Ana B\"}");
	http_fact(test, strcmp(http_text(test, "email"), "ana@EXAMPLE.org") == 0, "an address that was not sent stays");
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"email\":null}");
	http_fact(test, test->answer.status == 200 && json_is_null(http_at(test, "email")), "null takes it away");
}

static void
profile_address(struct http_test *test)
{
	struct http_client ana, ben;

	http_sign_up(test, &ana, "address_ana");
	http_sign_up(test, &ben, "address_ben");
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"email\":\"shared@example.org\"}");
	http_expect(test, 200, NULL, "an address");
	http_call(test, &ben, "PATCH", "/api/v1/me", "{\"email\":\"SHARED@example.org\",\"display_name\":\"Ben\"}");
	http_fact(test, test->answer.status == 422 && http_error(test, "/email", "taken"), "is taken");
	http_call(test, &ben, "GET", "/api/v1/me", NULL);
	http_fact(test, strcmp(http_text(test, "display_name"), "address_ben") == 0, "nothing else of that request is kept");
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"email\":null}");
	http_expect(test, 200, NULL, "given up");
	http_call(test, &ben, "PATCH", "/api/v1/me", "{\"email\":\"SHARED@example.org\"}");
	http_expect(test, 200, NULL, "and free again");
}

static void
languages(struct http_test *test)
{
	struct http_client ana;
	static const char two[] = "{\"languages\":[{\"language\":\"fr\",\"level\":\"A1\"},"
	    "{\"language\":\"de\",\"level\":\"C1\",\"is_primary\":true,\"desired_retention\":0.85,\"new_per_day\":0,\"reviews_per_day\":9999}]}";

	http_sign_up(test, &ana, "polyglot_ana");
	http_call(test, &ana, "PATCH", "/api/v1/me", two);
	http_expect(test, 200, NULL, "a list of languages");
	http_fact(test, json_array_size(http_at(test, "languages")) == 2, "replaces the old one");
	http_fact(test, strcmp(http_text(test, "languages/0/language"), "de") == 0 &&
	    json_is_true(http_at(test, "languages/0/is_primary")), "the primary one comes first");
	http_fact(test, json_real_value(http_at(test, "languages/0/desired_retention")) == 0.85 &&
	    http_number(test, "languages/0/new_per_day") == 0 && http_number(test, "languages/0/reviews_per_day") == 9999,
	    "with its limits");
	http_fact(test, json_real_value(http_at(test, "languages/1/desired_retention")) == 0.9 &&
	    http_number(test, "languages/1/new_per_day") == 10, "what was not said is as usual");
	http_call(test, &ana, "PATCH", "/api/v1/me",
	    "{\"languages\":[{\"language\":\"ja\",\"level\":\"A1\"},{\"language\":\"it\",\"level\":\"A1\"}]}");
	http_fact(test, strcmp(http_text(test, "languages/0/language"), "ja") == 0 &&
	    json_is_true(http_at(test, "languages/0/is_primary")) && json_is_false(http_at(test, "languages/1/is_primary")),
	    "without a primary one it is the first");
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"display_name\":\"Ana\"}");
	http_fact(test, json_array_size(http_at(test, "languages")) == 2, "a list that was not sent stays");
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"languages\":[{\"language\":\"en\",\"level\":\"A1\"},"
	    "{\"language\":\"es\",\"level\":\"A1\",\"is_primary\":true},{\"language\":\"en\",\"level\":\"B1\",\"is_primary\":true}],"
	    "\"rollover_hour\":24}");
	http_expect(test, 422, "invalid", "repeated");
	http_fact(test, http_error(test, "/languages/2/language", "repeated") && http_error(test, "/languages", "repeated") &&
	    http_error(test, "/rollover_hour", "too_large"), "twice a language, twice a primary one, and the rest");
	http_call(test, &ana, "GET", "/api/v1/me", NULL);
	http_fact(test, strcmp(http_text(test, "languages/0/language"), "ja") == 0, "nothing is replaced by what is refused");
	http_call(test, &ana, "PATCH", "/api/v1/me", "{\"languages\":[]}");
	http_fact(test, test->answer.status == 200 && json_array_size(http_at(test, "languages")) == 0, "none at all");
}

void
test_accounts(struct http_test *test)
{
	same_answer(test);
	hashes(test);
	password_change(test);
	password_reset(test);
	profile(test);
	profile_address(test);
	languages(test);
}
