#include "request.h"

extern const struct route auth_routes[], me_routes[], progress_routes[], review_routes[], run_routes[],
    scenario_routes[], site_routes[], try_routes[], vocabulary_routes[];

const struct route *const route_tables[] = { auth_routes, me_routes, progress_routes, review_routes, run_routes,
	scenario_routes, site_routes, try_routes, vocabulary_routes, NULL };
