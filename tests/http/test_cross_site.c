/* Requests that another site may have sent: refused on every unsafe route, and nothing changes. */

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "config.h"
#include "harness.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const sites[] = { "", "same-origin", "same-site", "cross-site", "none", "Same-Origin", "same-origin, none" };
/* NULL stands for the site's own origin. */
static const char *const origins[] = { "", NULL, "null", "https://evil.example", "http://localhost:8443",
	"https://localhost:8443.evil.example", "https://localhost" };
static const char *const methods[] = { "", "GET", "POST", "PUT", "PATCH", "DELETE" };

/* The rule in one place: Sec-Fetch-Site decides, else Origin, else whether there is a cookie to abuse. */
static bool
allowed(const char *site, const char *origin, const char *own, bool cookie)
{
	if (site[0] != '\0')
		return strcmp(site, "same-origin") == 0;
	if (origin[0] != '\0')
		return strcmp(origin, own) == 0;
	return !cookie;
}

/* Return the path of ${route} with 1 for each parameter. */
static const char *
route_target(struct http_test *test, const struct route *route)
{
	char *target = arena_alloc(test->start, strlen(route->path) + 1), *out = target;

	for (const char *in = route->path; *in != '\0'; in++)
		if (*in == '{') {
			*out++ = '1';
			in += strcspn(in, "}");
		} else {
			*out++ = *in;
		}
	return target;
}

/* Every unsafe route with each pair of headers; the cells that pass are answered for another reason. */
static unsigned
cells(struct http_test *test, const struct http_client *who, const char *site, const char *origin)
{
	bool cookie = who->cookie[0] != '\0';
	bool pass = allowed(site, origin, test->config->public_origin, cookie);
	unsigned wrong = 0;

	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *route = *table; route->path != NULL; route++) {
			struct http_client client = *who;
			bool refused;

			if (route->method == METHOD_get || (!cookie && route->audience != AUDIENCE_anyone) ||
			    (pass && strcmp(route->path, "/api/v1/auth/logout") == 0))
				continue;
			client.fetch_site = site;
			client.origin = origin;
			client.key = "";
			http_call(test, &client, methods[route->method], route_target(test, route),
			    route->method == METHOD_delete ? NULL : "{}");
			refused = test->answer.status == 403 && strcmp(http_text(test, "code"), "cross_site") == 0;
			wrong += refused == pass;
		}
	return wrong;
}

static void
matrix(struct http_test *test, const struct http_client *who, const char *name)
{
	for (size_t i = 0; i < COUNT(sites); i++)
		for (size_t k = 0; k < COUNT(origins); k++) {
			const char *origin = origins[k] == NULL ? test->config->public_origin : origins[k];
			unsigned wrong = cells(test, who, sites[i], origin);

			http_fact(test, wrong == 0, "%s, Sec-Fetch-Site \"%s\", Origin \"%s\": %u routes are wrong", name, sites[i],
			    origin, wrong);
		}
}

/* A form of another site can send these types without asking first. */
static void
types(struct http_test *test, const struct http_client *who)
{
	static const char *const sent[] = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "" };

	for (size_t i = 0; i < COUNT(sent); i++)
		for (const struct route *const *table = route_tables; *table != NULL; table++)
			for (const struct route *route = *table; route->path != NULL; route++) {
				struct http_client client = *who;

				if (route->method == METHOD_get)
					continue;
				client.content_type = sent[i];
				http_call(test, &client, methods[route->method], route_target(test, route), "{}");
				http_fact(test, test->answer.status == 415, "%s as %s", route->path, sent[i]);
			}
}

void
test_cross_site(struct http_test *test)
{
	struct http_client ana, nobody = { .cookie = "" }, evil;

	http_sign_up(test, &ana, "site_ana");
	matrix(test, &http_admin, "signed in");
	matrix(test, &nobody, "signed out");
	types(test, &ana);
	evil = ana;
	evil.fetch_site = "cross-site";
	http_call(test, &evil, "PATCH", "/api/v1/me", "{\"display_name\":\"Evil\"}");
	http_call(test, &evil, "DELETE", "/api/v1/me/sessions", NULL);
	http_call(test, &evil, "POST", "/api/v1/runs", "{\"scenario_id\":\"hotel_check_in\"}");
	http_call(test, &evil, "POST", "/api/v1/auth/logout", "{}");
	http_call(test, &evil, "GET", "/api/v1/me", NULL);
	http_fact(test, test->answer.status == 200 && strcmp(http_text(test, "display_name"), "site_ana") == 0,
	    "reading is no danger, and nothing was changed");
	http_call(test, &ana, "GET", "/api/v1/runs", NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 0, "no run was begun");
}
