#include <string.h>

#include "arena.h"
#include "clock.h"
#include "config.h"
#include "db.h"
#include "router.h"
#include "sql.h"
#include "token.h"

static const char cookie_name[] = "__Host-parlance=";

/* Return the value of the one login cookie, NULL when there is none or more than one. */
static const char *
cookie_value(struct arena *arena, const char *header)
{
	const char *value = NULL;

	while (*header != '\0') {
		size_t length = strcspn(header, ";");

		if (length >= sizeof(cookie_name) - 1 && strncmp(header, cookie_name, sizeof(cookie_name) - 1) == 0) {
			if (value != NULL)
				return NULL;
			value = arena_strndup(arena, header + sizeof(cookie_name) - 1, length - (sizeof(cookie_name) - 1));
		}
		header += length;
		header += strspn(header, "; ");
	}
	return value;
}

enum fault
session_identify(struct request *req)
{
	const char *cookie = cookie_value(req->arena, req->http->cookie);
	struct session_token token = { .now = req->now, .idle_since = req->now - SESSION_IDLE_DAYS * MS_PER_DAY };
	struct own own;
	enum fault fault;

	if (cookie == NULL || !token_digest(cookie, &token.token_hash))
		return FAULT_ok;
	fault = sql_session_find(req->db, req->arena, &token, &req->identity);
	if (fault == FAULT_lost) /* the connection was idle for too long: made anew by the next statement */
		fault = sql_session_find(req->db, req->arena, &token, &req->identity);
	if (fault == FAULT_unknown) {
		record_clear(&identity_record, &req->identity);
		return FAULT_ok;
	}
	if (fault != FAULT_ok)
		return fault == FAULT_lost ? FAULT_unavailable : fault;
	if (req->now - req->identity.last_seen_at < SESSION_TOUCH_MINUTES * 60 * MS_PER_SECOND)
		return FAULT_ok;
	own = (struct own){ req->identity.user_key, req->identity.session_key, req->now };
	(void)sql_session_touch(req->db, &own, NULL); /* the next request will try again */
	return FAULT_ok;
}

enum fault
session_same_site(const struct request *req)
{
	const struct http_request *http = req->http;

	if (http->fetch_site[0] != '\0')
		return strcmp(http->fetch_site, "same-origin") == 0 ? FAULT_ok : FAULT_cross_site;
	if (http->origin[0] != '\0')
		return strcmp(http->origin, req->app->config->public_origin) == 0 ? FAULT_ok : FAULT_cross_site;
	return http->cookie[0] == '\0' ? FAULT_ok : FAULT_cross_site; /* no browser, nothing to borrow */
}
