/* What the site is; whether it lives. */

#include "account.h"
#include "config.h"
#include "db.h"
#include "language.h"
#include "request.h"
#include "site.h"
#include "sql.h"
#include "version.h"

#include "arena.h"

static enum fault
site(struct request *req)
{
	static const char *const registration[] = { "", "open", "invite", "closed" };
	struct site *site = arena_alloc(req->arena, sizeof(*site));
	struct listed_language *listed;
	enum fault fault = sql_listed_languages(req->db, req->arena, &listed, &site->n_languages_with_scenarios);

	if (fault != FAULT_ok)
		return fault;
	site->languages_with_scenarios = arena_array(req->arena, site->n_languages_with_scenarios, sizeof(char *));
	for (size_t i = 0; i < site->n_languages_with_scenarios; i++)
		site->languages_with_scenarios[i] = listed[i].language;
	site->version = PARLANCE_VERSION;
	site->registration = registration[req->app->config->registration];
	site->password_min_length = req->app->config->password_min;
	site->languages = arena_memdup(req->arena, language_codes, LANGUAGE_COUNT * sizeof(*language_codes));
	site->n_languages = LANGUAGE_COUNT;
	req->out = site;
	return FAULT_ok;
}

static enum fault
openapi(struct request *req)
{
	req->document = req->app->openapi;
	req->etag = PARLANCE_VERSION;
	return FAULT_ok;
}

static enum fault
livez(struct request *req)
{
	req->document = "{\"alive\":true}";
	return FAULT_ok;
}

/* The worker answers 503 itself while it is unfit; here the database is asked once more. */
static enum fault
readyz(struct request *req)
{
	struct count_row one;
	enum fault fault = sql_ready(req->db, req->arena, &one);

	req->document = "{\"ready\":true}";
	return fault;
}

/* clang-format off */
const struct route site_routes[] = {
	{ METHOD_get, "/api/v1/site", AUDIENCE_anyone, .out = &site_record, .handler = site,
	  .summary = "What a visitor needs to know before signing in" },
	{ METHOD_get, "/api/v1/openapi.json", AUDIENCE_anyone, .handler = openapi, .flags = ROUTE_document | ROUTE_internal,
	  .summary = "This description" },
	{ METHOD_get, "/livez", AUDIENCE_anyone, .handler = livez, .flags = ROUTE_internal, .summary = "Alive" },
	{ METHOD_get, "/readyz", AUDIENCE_anyone, .handler = readyz, .flags = ROUTE_internal, .summary = "Ready" },
	{ .path = NULL },
};
/* clang-format on */
