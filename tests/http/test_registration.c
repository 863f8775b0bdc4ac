/* New accounts: who may register, what is refused, one-time links. */

#include <string.h>

#include "account.h"
#include "arena.h"
#include "clock.h"
#include "config.h"
#include "harness.h"
#include "sql.h"

#define REGISTER "/api/v1/auth/register"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { TOKEN_SIZE = 64 };

static void
invite_make(struct http_test *test, char *token)
{
	http_call(test, &http_admin, "POST", "/api/v1/invites", "{}");
	http_expect(test, 201, NULL, "invite");
	http_keep(test, "token", token, TOKEN_SIZE);
}

static int
sign_up(struct http_test *test, const char *username, const char *token)
{
	struct http_client client = { .cookie = "" };

	if (token == NULL)
		return http_callf(test, &client, "POST", REGISTER,
		    "{\"username\":\"%s\",\"password\":\"correct horse battery\"}", username);
	return http_callf(test, &client, "POST", REGISTER,
	    "{\"username\":\"%s\",\"password\":\"correct horse battery\",\"token\":\"%s\"}", username, token);
}

static void
invites(struct http_test *test)
{
	char token[TOKEN_SIZE], path[100];

	http_call(test, &http_admin, "POST", "/api/v1/invites", "{\"expires_in_days\":1}");
	http_keep(test, "token", token, sizeof(token));
	http_keep(test, "path", path, sizeof(path));
	http_fact(test, strlen(token) == 43, "a token has 256 bits");
	http_fact(test, strncmp(path, "/register?token=", 16) == 0 && strcmp(path + 16, token) == 0, "the link holds the token");
	test->now += MS_PER_DAY;
	sign_up(test, "late", token);
	http_expect(test, 410, "token_used", "an invite that ends now");
	test->now -= 1;
	sign_up(test, "in_time", token);
	http_expect(test, 201, NULL, "an invite in its last millisecond");
	http_fact(test, strcmp(http_text(test, "role"), "learner") == 0, "who is invited is a learner");
	sign_up(test, "second", token);
	http_expect(test, 410, "token_used", "an invite serves once");
	invite_make(test, token);
	http_fact(test, http_at(test, "expires_at") != NULL, "an invite says when it ends");
	test->now += (int64_t)INVITE_DAYS * MS_PER_DAY;
	sign_up(test, "late", token);
	http_expect(test, 410, "token_used", "an invite of a week ago");
	invite_make(test, token);
	token[0] = token[0] == 'A' ? 'B' : 'A';
	sign_up(test, "guess", token);
	http_expect(test, 410, "token_used", "a token with one wrong letter");
	sign_up(test, "guess", "no token at all");
	http_expect(test, 410, "token_used", "something that has not the form of a token");
}

static void
invite_makers(struct http_test *test)
{
	struct http_client nobody = { .cookie = "" }, learner;
	static const struct http_row wrong[] = {
		{ "POST", "/api/v1/invites", "{\"expires_in_days\":0}", 422, "invalid" },
		{ "POST", "/api/v1/invites", "{\"expires_in_days\":91}", 422, "invalid" },
		{ "POST", "/api/v1/invites", "{\"expires_in_days\":\"7\"}", 422, "invalid" },
		{ "POST", "/api/v1/invites", "{\"role\":\"admin\"}", 422, "invalid" },
		{ "POST", "/api/v1/invites", "{\"expires_in_days\":90}", 201, NULL },
	};

	http_call(test, &nobody, "POST", "/api/v1/invites", "{}");
	http_expect(test, 401, "unauthorized", "an invite made by nobody");
	http_sign_up(test, &learner, "inviter");
	http_call(test, &learner, "POST", "/api/v1/invites", "{}");
	http_expect(test, 403, "forbidden", "an invite made by a learner");
	http_rows(test, &http_admin, wrong, COUNT(wrong));
}

static void
modes(struct http_test *test)
{
	char token[TOKEN_SIZE];

	invite_make(test, token);
	sign_up(test, "walk_in", NULL);
	http_expect(test, 403, "closed", "no invite while there must be one");
	http_call(test, &http_admin, "GET", "/api/v1/site", NULL);
	http_fact(test, strcmp(http_text(test, "registration"), "invite") == 0, "the site says so: invite");
	test->config->registration = REGISTRATION_closed;
	http_call(test, &http_admin, "GET", "/api/v1/site", NULL);
	http_fact(test, strcmp(http_text(test, "registration"), "closed") == 0, "the site says so: closed");
	sign_up(test, "walk_in", NULL);
	http_expect(test, 403, "closed", "closed is closed");
	sign_up(test, "walk_in", token);
	http_expect(test, 403, "closed", "also for who has an invite");
	test->config->registration = REGISTRATION_open;
	http_call(test, &http_admin, "GET", "/api/v1/site", NULL);
	http_fact(test, strcmp(http_text(test, "registration"), "open") == 0, "the site says so: open");
	sign_up(test, "walk_in", NULL);
	http_expect(test, 201, NULL, "open is open");
	http_fact(test, strcmp(http_text(test, "role"), "learner") == 0, "who walks in is a learner");
	sign_up(test, "walk_in_too", token);
	http_expect(test, 201, NULL, "an invite serves while registration is open");
	test->config->registration = REGISTRATION_invite;
}

/* The link for the first admin serves while there is no admin who could sign in. */
static void
setup_links(struct http_test *test)
{
	const char *token = http_link(test, TOKEN_setup, NULL, MS_PER_DAY), *spare = http_link(test, TOKEN_setup, NULL, MS_PER_DAY);
	struct user_name admin = { "admin", false };
	char kept[TOKEN_SIZE];

	sign_up(test, "usurper", token);
	http_expect(test, 410, "token_used", "a setup link while there is an admin");
	http_fact(test, sql_user_set_active(test->app.db, &admin, NULL) == FAULT_ok, "the admin is disabled");
	sign_up(test, "usurper", http_link(test, TOKEN_reset, "admin", MS_PER_DAY));
	http_expect(test, 410, "token_used", "a reset link makes nobody an admin");
	test->config->registration = REGISTRATION_closed;
	sign_up(test, "admin_two", token);
	http_expect(test, 201, NULL, "a setup link without an admin, though registration is closed");
	http_fact(test, strcmp(http_text(test, "role"), "admin") == 0, "it makes an admin");
	test->config->registration = REGISTRATION_invite;
	admin = (struct user_name){ "admin_two", false };
	http_fact(test, sql_user_set_active(test->app.db, &admin, NULL) == FAULT_ok, "the second admin is disabled");
	sign_up(test, "admin_three", token);
	http_expect(test, 410, "token_used", "a setup link serves once");
	test->now += MS_PER_DAY;
	sign_up(test, "admin_three", spare);
	http_expect(test, 410, "token_used", "a setup link of yesterday");
	admin = (struct user_name){ "admin", true };
	http_fact(test, sql_user_set_active(test->app.db, &admin, NULL) == FAULT_ok, "the admin is back");
	invite_make(test, kept);
}

static void
taken(struct http_test *test)
{
	struct http_client client = { .cookie = "" };
	/* clang-format off */
	static const struct {
		const char *username, *email, *pointer;
	} rows[] = {
		{ "zoe", "other@example.org", "/username" },
		{ "zoe_2", "Zoe@Example.org", "/email" },
		{ "zoe_2", "zoe@EXAMPLE.ORG", "/email" },
		{ "zoe_2", "jose\\u0301@example.org", "/email" },
		{ "zoe_2", "JOS\xc3\x89@example.org", "/email" },
	};
	/* clang-format on */
	char token[TOKEN_SIZE];

	test->config->registration = REGISTRATION_open;
	http_call(test, &client, "POST", REGISTER,
	    "{\"username\":\"zoe\",\"password\":\"correct horse battery\",\"email\":\"Zoe@Example.org\"}");
	http_expect(test, 201, NULL, "a name and an address");
	http_fact(test, strcmp(http_text(test, "email"), "Zoe@Example.org") == 0, "the address is shown as it was written");
	http_call(test, &client, "POST", REGISTER,
	    "{\"username\":\"jose\",\"password\":\"correct horse battery\",\"email\":\"jos\xc3\xa9@example.org\"}");
	http_expect(test, 201, NULL, "an address with an accent");
	for (size_t i = 0; i < COUNT(rows); i++) {
		http_callf(test, &client, "POST", REGISTER,
		    "{\"username\":\"%s\",\"password\":\"correct horse battery\",\"email\":\"%s\"}", rows[i].username, rows[i].email);
		http_expect(test, 422, "invalid", "taken");
		http_fact(test, http_error(test, rows[i].pointer, "taken"), "%s %s is taken", rows[i].username, rows[i].email);
	}
	test->config->registration = REGISTRATION_invite;
	invite_make(test, token);
	sign_up(test, "zoe", token);
	http_fact(test, http_error(test, "/username", "taken"), "a taken name with an invite");
	sign_up(test, "zoe_2", token);
	http_expect(test, 201, NULL, "the invite was not spent on a registration that failed");
}

static void
defaults(struct http_test *test)
{
	struct http_client client = { .cookie = "" };

	test->config->registration = REGISTRATION_open;
	http_call(test, &client, "POST", REGISTER, "{\"username\":\"plain\",\"password\":\"correct horse battery\"}");
	http_expect(test, 201, NULL, "only what is required");
	http_fact(test, strcmp(http_text(test, "display_name"), "plain") == 0, "shown by the user name");
	http_fact(test, strcmp(http_text(test, "timezone"), "Etc/UTC") == 0, "UTC");
	http_fact(test, strcmp(http_text(test, "ui_language"), "en") == 0, "English pages");
	http_fact(test, http_number(test, "rollover_hour") == 4, "the day begins at four");
	http_fact(test, json_is_null(http_at(test, "email")), "no address");
	http_fact(test, json_is_true(http_at(test, "single_key_shortcuts")), "shortcuts are on");
	http_fact(test, json_array_size(http_at(test, "languages")) == 0, "no language yet");
	http_fact(test, client.cookie[0] != '\0', "who registers is signed in");
	http_call(test, &client, "POST", REGISTER, "{\"username\":\"full\",\"password\":\"correct horse battery\","
	    "\"display_name\":\"Full Name\",\"timezone\":\"America/Bogota\",\"ui_language\":\"es\",\"native_language\":\"es\","
	    "\"language\":\"en\",\"level\":\"B2\"}");
	http_expect(test, 201, NULL, "everything");
	http_fact(test, strcmp(http_text(test, "display_name"), "Full Name") == 0, "the name");
	http_fact(test, strcmp(http_text(test, "timezone"), "America/Bogota") == 0, "the zone");
	http_fact(test, strcmp(http_text(test, "languages/0/language"), "en") == 0, "the language");
	http_fact(test, strcmp(http_text(test, "languages/0/level"), "B2") == 0, "its level");
	http_fact(test, json_is_true(http_at(test, "languages/0/is_primary")), "is the primary one");
	http_fact(test, http_number(test, "languages/0/new_per_day") == 10, "new cards a day");
	http_fact(test, http_number(test, "languages/0/reviews_per_day") == 200, "reviews a day");
	test->config->registration = REGISTRATION_invite;
}

/* What a password may be; the reason is told. */
static void
passwords(struct http_test *test)
{
	struct http_client client = { .cookie = "" };
	/* clang-format off */
	static const char *const refused[] = { "", "short", "eleven_char", "password1234", "123456789012", "aaaaaaaaaaaa",
		"abcabcabcabc", "qwertyuiop12", "guessable_12", "P4ssw0rdP4ssw0rd!", "iloveyou2024", "987654321098" };
	/* clang-format on */
	char longest[PASSWORD_MAX_BYTES + 2] = "", *out = longest;

	test->config->registration = REGISTRATION_open;
	for (size_t i = 0; i < COUNT(refused); i++) {
		http_callf(test, &client, "POST", REGISTER, "{\"username\":\"guessable\",\"password\":\"%s\"}", refused[i]);
		http_expect(test, 422, "invalid", refused[i]);
		http_fact(test, http_error(test, "/password", "password") && http_text(test, "errors/0/message")[0] != '\0',
		    "%s is refused with the reason", refused[i]);
	}
	for (unsigned i = 0; i < PASSWORD_MAX_BYTES + 1; i++)
		*out++ = (char)('a' + i * i % 23 + i / 100 % 3);
	http_callf(test, &client, "POST", REGISTER, "{\"username\":\"lengthy\",\"password\":\"%s\"}", longest);
	http_expect(test, 422, "invalid", "a password of 1025 bytes");
	longest[PASSWORD_MAX_BYTES] = '\0';
	http_callf(test, &client, "POST", REGISTER, "{\"username\":\"lengthy\",\"password\":\"%s\"}", longest);
	http_expect(test, 201, NULL, "a password of 1024 bytes");
	memcpy(longest, "\xc3\xb1", 2);
	http_callf(test, &client, "POST", REGISTER, "{\"username\":\"lengthy_2\",\"password\":\"%s\xc3\xb1\"}", longest);
	http_expect(test, 422, "invalid", "a password of 1024 characters and more bytes");
	test->config->password_min = 8;
	http_call(test, &client, "POST", REGISTER, "{\"username\":\"eight\",\"password\":\"k7!q zep\"}");
	http_expect(test, 201, NULL, "eight characters where the site asks for eight");
	test->config->password_min = 12;
	test->config->registration = REGISTRATION_invite;
}

/* Everything that is wrong is told at once, whatever finds it. */
static void
all_at_once(struct http_test *test)
{
	struct http_client client = { .cookie = "" };
	/* clang-format off */
	static const char *const errors[][2] = { { "/username", "format" }, { "/password", "password" }, { "/role", "unknown_field" },
		{ "/email", "format" }, { "/timezone", "format" }, { "/ui_language", "choice" }, { "/native_language", "format" },
		{ "/language", "format" }, { "/level", "choice" }, { "/display_name", "required" } };
	/* clang-format on */

	test->config->registration = REGISTRATION_open;
	http_call(test, &client, "POST", REGISTER, "{\"username\":\"No Name\",\"password\":\"short\",\"role\":\"admin\","
	    "\"email\":\"nowhere\",\"timezone\":\"Mars/Base\",\"ui_language\":\"fr\",\"native_language\":\"xx\","
	    "\"language\":\"yy\",\"level\":\"Z1\",\"display_name\":\" \"}");
	http_expect(test, 422, "invalid", "everything wrong");
	for (size_t i = 0; i < COUNT(errors); i++)
		http_fact(test, http_error(test, errors[i][0], errors[i][1]), "%s: %s", errors[i][0], errors[i][1]);
	http_fact(test, json_array_size(http_at(test, "errors")) == COUNT(errors), "and nothing else");
	http_call(test, &client, "POST", REGISTER, "{}");
	http_fact(test, http_error(test, "/username", "required") && http_error(test, "/password", "required"),
	    "what is missing is named");
	test->config->registration = REGISTRATION_invite;
}

/* The folded form of an address may be longer than the address. */
static void
long_address(struct http_test *test)
{
	struct http_client client = { .cookie = "" };
	char email[700] = "", *out = email;

	test->config->registration = REGISTRATION_open;
	for (unsigned i = 0; i < 240; i++)
		out = stpcpy(out, "\xc3\x9f");
	http_callf(test, &client, "POST", REGISTER,
	    "{\"username\":\"sharp_s\",\"password\":\"correct horse battery\",\"email\":\"%s@x.org\"}", email);
	http_expect(test, 422, "invalid", "an address whose key is too long");
	http_fact(test, http_error(test, "/email", "too_long"), "it is said to be too long");
	test->config->registration = REGISTRATION_invite;
}

/* The same invite, the same name, the same address, at the same time. */
static void
races(struct http_test *test)
{
	static struct http_result results[HTTP_RACERS];
	struct http_client clients[HTTP_RACERS] = { 0 };
	struct http_row rows[HTTP_RACERS];
	char token[TOKEN_SIZE];
	size_t made = 0, used = 0;

	invite_make(test, token);
	for (size_t i = 0; i < HTTP_RACERS; i++)
		rows[i] = (struct http_row){ "POST", REGISTER, arena_printf(test->start,
		    "{\"username\":\"racer_%zu\",\"password\":\"correct horse battery\",\"token\":\"%s\"}", i, token), 0, NULL };
	http_race(test, clients, rows, HTTP_RACERS, results);
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		made += results[i].status == 201;
		used += results[i].status == 410;
	}
	http_fact(test, made == 1 && used == HTTP_RACERS - 1, "one invite at once: %zu made, %zu refused", made, used);
	test->config->registration = REGISTRATION_open;
	for (size_t i = 0; i < HTTP_RACERS; i++)
		rows[i].body = i % 2 == 0 ? "{\"username\":\"same_name\",\"password\":\"correct horse battery\"}" :
		    "{\"username\":\"other_name\",\"password\":\"correct horse battery\"}";
	http_race(test, clients, rows, HTTP_RACERS, results);
	made = used = 0;
	for (size_t i = 0; i < HTTP_RACERS; i++) {
		made += results[i].status == 201;
		used += results[i].status == 422 && strstr(results[i].body, "\"/username\"") != NULL;
	}
	http_fact(test, made == 2 && used == HTTP_RACERS - 2, "two names at once: %zu made, %zu refused", made, used);
	test->config->registration = REGISTRATION_invite;
}

void
test_registration(struct http_test *test)
{
	invites(test);
	invite_makers(test);
	modes(test);
	setup_links(test);
	taken(test);
	defaults(test);
	passwords(test);
	all_at_once(test);
	long_address(test);
	races(test);
}
