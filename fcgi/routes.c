#include "request.h"

extern const struct route auth_routes[], me_routes[], run_routes[], scenario_routes[], site_routes[], try_routes[];

const struct route *const route_tables[] = { auth_routes, me_routes, run_routes, scenario_routes, site_routes, try_routes, NULL };
