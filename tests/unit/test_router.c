/* Finding a route, and comparing revisions: what needs no database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "router.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const char *
found(const char *method, const char *path)
{
	const char *allow;
	const struct route *route = route_find(arena, method, path, &allow);

	return route != NULL ? route->path : allow != NULL ? "405" : "404";
}

static void
routes(void **state)
{
	/* clang-format off */
	static const struct {
		const char *method, *path, *route;
	} rows[] = {
		{ "GET", "/api/v1/me", "/api/v1/me" },
		{ "HEAD", "/api/v1/me", "/api/v1/me" },
		{ "PATCH", "/api/v1/me", "/api/v1/me" },
		{ "PUT", "/api/v1/me", "405" },
		{ "get", "/api/v1/me", "405" },
		{ "", "/api/v1/me", "405" },
		{ "GET", "/api/v1/me/", "404" },
		{ "GET", "/api/v1/m", "404" },
		{ "GET", "/api/v1/mee", "404" },
		{ "GET", "/api/v1/me/sessions", "/api/v1/me/sessions" },
		{ "DELETE", "/api/v1/me/sessions/7", "/api/v1/me/sessions/{session_id}" },
		{ "DELETE", "/api/v1/me/sessions/", "404" },
		{ "GET", "/api/v1/scenarios/x", "/api/v1/scenarios/{scenario_id}" },
		{ "GET", "/api/v1/scenarios/{scenario_id}", "/api/v1/scenarios/{scenario_id}" },
		{ "GET", "/api/v1/scenarios/x/stats", "/api/v1/scenarios/{scenario_id}/stats" },
		{ "GET", "/api/v1/scenarios/stats", "/api/v1/scenarios/{scenario_id}" },
		{ "GET", "/api/v1/scenarios/x/y", "404" },
		{ "GET", "/api/v1/scenarios/x/stats/y", "404" },
		{ "GET", "/api/v1/scenarios//stats", "404" },
		{ "PUT", "/api/v1/scenarios/x/view", "/api/v1/scenarios/{scenario_id}/view" },
		{ "POST", "/api/v1/runs/7/turns", "/api/v1/runs/{run_id}/turns" },
		{ "GET", "/api/v1/runs/7/turns", "405" },
		{ "GET", "", "404" },
		{ "GET", "/", "404" },
		{ "GET", "livez", "404" },
		{ "GET", "//livez", "404" },
		{ "GET", "/livez", "/livez" },
		{ "GET", "/livez?x", "404" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(found(rows[i].method, rows[i].path), rows[i].route);
}

/* A literal path is reserved: it is never taken for a parameter, whatever its method. */
static void
literals(void **state)
{
	(void)state;
	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *route = *table; route->path != NULL; route++) {
			if (strchr(route->path, '{') != NULL)
				continue;
			for (int m = METHOD_get; m <= METHOD_delete; m++) {
				static const char *const names[] = { "", "GET", "POST", "PUT", "PATCH", "DELETE" };
				const char *path = found(names[m], route->path);

				assert_true(strcmp(path, route->path) == 0 || strcmp(path, "405") == 0);
			}
		}
}

/* Two routes never compete for the same method and path, and what a row says fits together. */
static void
tables(void **state)
{
	(void)state;
	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *route = *table; route->path != NULL; route++) {
			static const char *const names[] = { "", "GET", "POST", "PUT", "PATCH", "DELETE" };
			const char *allow;

			assert_ptr_equal(route_find(arena, names[route->method], route->path, &allow), route);
			assert_true((route->handler != NULL) != (route->query != NULL));
			assert_non_null(route->summary);
			assert_true((route->flags & ROUTE_list) == 0 || route->out != NULL);
			assert_true(route->cursor == NULL || record_find(route->out, route->cursor) != NULL);
			for (const char *at = strchr(route->path, '{'); at != NULL; at = strchr(at + 1, '{')) {
				const char *name = arena_strndup(arena, at + 1, strcspn(at, "}") - 1);
				const struct field *field = route->in == NULL ? NULL : record_find(route->in, name);

				assert_true(field != NULL && (field->flags & FIELD_path) != 0);
			}
		}
}

static void
allowed(void **state)
{
	const char *allow;

	(void)state;
	assert_null(route_find(arena, "PUT", "/api/v1/me", &allow));
	assert_string_equal(allow, "GET, PATCH");
	assert_null(route_find(arena, "PUT", "/api/v1/nothing", &allow));
	assert_null(allow);
	assert_null(route_find(arena, "POST", "/api/v1/scenarios/x", &allow));
	assert_string_equal(allow, "GET");
}

static void
etags(void **state)
{
	/* clang-format off */
	static const struct {
		const char *header, *etag;
		bool matches;
	} rows[] = {
		{ "\"7\"", "7", true }, { "W/\"7\"", "7", true }, { "*", "7", true }, { "\"1\", \"7\"", "7", true },
		{ "\"1\",\"7\" ", "7", true }, { "\"1\",\tW/\"7\"\t,\"9\"", "7", true }, { " \"7\"", "7", true },
		{ "\"7-es\"", "7-es", true }, { "", "7", false }, { "7", "7", false }, { "\"77\"", "7", false }, { "\"\"", "7", false },
		{ "\"7", "7", false }, { "7\"", "7", false }, { "W/7", "7", false }, { "W/", "7", false }, { "W", "7", false },
		{ "\"", "7", false }, { ",,,", "7", false }, { "w/\"7\"", "7", false }, { "\"1\" \"7\"", "7", false }, { "W/W/\"7\"", "7", false },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (etag_matches(rows[i].header, rows[i].etag) != rows[i].matches)
			fail_msg("%s and %s", rows[i].header, rows[i].etag);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(routes, setup, teardown),
		cmocka_unit_test_setup_teardown(literals, setup, teardown),
		cmocka_unit_test_setup_teardown(tables, setup, teardown),
		cmocka_unit_test_setup_teardown(allowed, setup, teardown),
		cmocka_unit_test_setup_teardown(etags, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
