#ifndef PARLANCE_OPENAPI_H
#define PARLANCE_OPENAPI_H

struct arena;

/* Return the OpenAPI 3.1 document of every route that is not internal, made from the route tables. */
const char *openapi_make(struct arena *arena);

#endif
