#include "openapi.h"

#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "request.h"
#include "version.h"

enum { SCHEMAS_MAX = 200 };

/* The records met on the way; each becomes one schema. */
struct schemas {
	const struct record *records[SCHEMAS_MAX];
	bool input[SCHEMAS_MAX]; /* nothing else may be sent */
	size_t count;
};

static void
schema_note(struct schemas *schemas, const struct record *record, bool input)
{
	size_t i = 0;

	while (i < schemas->count && schemas->records[i] != record)
		i++;
	if (i == schemas->count && schemas->count < SCHEMAS_MAX)
		schemas->records[schemas->count++] = record;
	if (i < SCHEMAS_MAX)
		schemas->input[i] |= input;
}

static void
bounds_write(struct buffer *out, const char *low, const char *high, const struct field *field)
{
	if (field->max <= field->min)
		return;
	buffer_byte(out, ',');
	buffer_json_text(out, low);
	buffer_byte(out, ':');
	buffer_real(out, field->min);
	buffer_byte(out, ',');
	buffer_json_text(out, high);
	buffer_byte(out, ':');
	buffer_real(out, field->max);
}

static void
reference_write(struct buffer *out, struct schemas *schemas, const struct field *field, bool input)
{
	schema_note(schemas, field->record, input);
	buffer_text(out, "{\"$ref\":\"#/components/schemas/");
	buffer_text(out, field->record->name);
	buffer_text(out, "\"}");
}

static void
type_write(struct buffer *out, const char *type, const struct field *field)
{
	buffer_text(out, "\"type\":");
	if ((field->flags & FIELD_nullable) != 0)
		buffer_text(out, "[");
	buffer_json_text(out, type);
	if ((field->flags & FIELD_nullable) != 0)
		buffer_text(out, ",\"null\"]");
}

static void
enum_write(struct buffer *out, const struct field *field)
{
	type_write(out, "string", field);
	buffer_text(out, ",\"enum\":[");
	for (int i = 1; field->names[i] != NULL; i++) {
		buffer_text(out, i > 1 ? "," : "");
		buffer_json_text(out, field->names[i]);
	}
	buffer_text(out, (field->flags & FIELD_nullable) != 0 ? ",null]" : "]");
}

/* Scalars that are a string of a certain form, or a plain type. */
/* clang-format off */
static const struct {
	const char *type, *rest;
} scalars[] = {
	[FIELD_bool]    = { "boolean", "" },
	[FIELD_int]     = { "integer", "" },
	[FIELD_real]    = { "number", "" },
	[FIELD_text]    = { "string", "" },
	[FIELD_instant] = { "string", ",\"format\":\"date-time\"" },
	[FIELD_day]     = { "string", ",\"format\":\"date\"" },
	[FIELD_id]      = { "string", ",\"pattern\":\"^[0-9]{1,20}$\"" },
	[FIELD_uuid]    = { "string", ",\"format\":\"uuid\"" },
};
/* clang-format on */

static void
scalar_schema(struct buffer *out, const struct field *field)
{
	buffer_byte(out, '{');
	if (field->type == FIELD_enum) {
		enum_write(out, field);
	} else if (field->type == FIELD_json) {
		buffer_text(out, "\"description\":\"any JSON value\"");
	} else {
		type_write(out, scalars[field->type].type, field);
		buffer_text(out, scalars[field->type].rest);
	}
	if (field->type == FIELD_int || field->type == FIELD_real)
		bounds_write(out, "minimum", "maximum", field);
	if (field->type == FIELD_text)
		bounds_write(out, "minLength", "maxLength", field);
	buffer_byte(out, '}');
}

static void
field_schema(struct buffer *out, struct schemas *schemas, const struct field *field, bool input)
{
	const struct field *value;

	switch (field->type) {
	case FIELD_texts:
		buffer_text(out, "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"maxLength\":");
		buffer_uint(out, field->max_text);
		buffer_byte(out, '}');
		bounds_write(out, "minItems", "maxItems", field);
		buffer_byte(out, '}');
		break;
	case FIELD_list:
		buffer_text(out, "{\"type\":\"array\",\"items\":");
		reference_write(out, schemas, field, input);
		bounds_write(out, "minItems", "maxItems", field);
		buffer_byte(out, '}');
		break;
	case FIELD_map:
		buffer_text(out, "{\"type\":\"object\",\"additionalProperties\":");
		value = field->record->shorthand == NULL ? NULL : record_find(field->record, field->record->shorthand);
		if (value != NULL)
			scalar_schema(out, value);
		else
			reference_write(out, schemas, field, input);
		buffer_byte(out, '}');
		break;
	case FIELD_object:
		if ((field->flags & FIELD_nullable) != 0)
			buffer_text(out, "{\"oneOf\":[{\"type\":\"null\"},");
		reference_write(out, schemas, field, input);
		if ((field->flags & FIELD_nullable) != 0)
			buffer_text(out, "]}");
		break;
	default:
		scalar_schema(out, field);
		break;
	}
}

static bool
field_shown(const struct field *field, bool input)
{
	const unsigned not_shown = FIELD_hidden | FIELD_router;

	return (field->flags & not_shown) == 0 && (!input || (field->flags & (FIELD_path | FIELD_read_only)) == 0);
}

static void
schema_write(struct buffer *out, struct schemas *schemas, size_t n)
{
	const struct record *record = schemas->records[n];
	bool input = schemas->input[n], first = true;

	buffer_json_text(out, record->name);
	buffer_text(out, ":{\"type\":\"object\",\"properties\":{");
	for (const struct field *field = record->fields; field->name != NULL; field++) {
		if (!field_shown(field, input))
			continue;
		buffer_text(out, first ? "" : ",");
		first = false;
		buffer_json_text(out, field->name);
		buffer_byte(out, ':');
		field_schema(out, schemas, field, input);
	}
	buffer_byte(out, '}');
	first = true;
	for (const struct field *field = record->fields; field->name != NULL; field++)
		if (field_shown(field, input) && (field->flags & FIELD_required) != 0) {
			buffer_text(out, first ? ",\"required\":[" : ",");
			first = false;
			buffer_json_text(out, field->name);
		}
	buffer_text(out, first ? "" : "]");
	buffer_text(out, input ? ",\"additionalProperties\":false}" : "}");
}

static void
parameter_write(struct buffer *out, const char *name, const char *where, bool required, const char *description)
{
	buffer_text(out, "{\"name\":");
	buffer_json_text(out, name);
	buffer_text(out, ",\"in\":");
	buffer_json_text(out, where);
	buffer_text(out, required ? ",\"required\":true" : "");
	if (description != NULL) {
		buffer_text(out, ",\"description\":");
		buffer_json_text(out, description);
	}
	buffer_text(out, ",\"schema\":");
}

static void
parameters_write(struct buffer *out, const struct route *route)
{
	bool unsafe = route->method != METHOD_get;
	const char *comma = "";

	buffer_text(out, ",\"parameters\":[");
	for (const struct field *field = route->in == NULL ? NULL : route->in->fields; field != NULL && field->name != NULL;
	     field++) {
		bool path = (field->flags & FIELD_path) != 0;

		if ((field->flags & (FIELD_hidden | FIELD_router)) != 0 || (!path && unsafe))
			continue;
		buffer_text(out, comma);
		comma = ",";
		parameter_write(out, field->name, path ? "path" : "query", path || (field->flags & FIELD_required) != 0, NULL);
		scalar_schema(out, field);
		buffer_byte(out, '}');
	}
	if (unsafe && (route->flags & ROUTE_no_key) == 0) {
		buffer_text(out, comma);
		comma = ",";
		parameter_write(out, "Idempotency-Key", "header", true, "a fresh UUID for each intent, the same for its repetitions");
		buffer_text(out, "{\"type\":\"string\",\"format\":\"uuid\"}}");
	}
	if (unsafe && route->access != NULL) {
		buffer_text(out, comma);
		parameter_write(out, "If-Match", "header", (route->flags & ROUTE_if_match) != 0, "the ETag that was read");
		buffer_text(out, "{\"type\":\"string\"}}");
	}
	buffer_byte(out, ']');
}

static void
result_schema(struct buffer *out, struct schemas *schemas, const struct route *route)
{
	bool list = (route->flags & ROUTE_list) != 0;

	if (list)
		buffer_text(out, "{\"type\":\"object\",\"required\":[\"items\",\"next\"],"
		    "\"properties\":{\"items\":{\"type\":\"array\","
		    "\"items\":");
	schema_note(schemas, route->out, false);
	buffer_text(out, "{\"$ref\":\"#/components/schemas/");
	buffer_text(out, route->out->name);
	buffer_text(out, "\"}");
	if (list)
		buffer_text(out, "},\"next\":{\"type\":[\"string\",\"null\"]},\"total\":{\"type\":\"integer\"},"
		    "\"total_is_lower_bound\":{\"type\":\"boolean\"}}}");
}

static void
responses_write(struct buffer *out, struct schemas *schemas, const struct route *route)
{
	static const int refusals[] = { 400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503 };
	int status = route->status != 0 ? route->status : route->out == NULL ? 204 : 200;

	buffer_text(out, ",\"responses\":{\"");
	buffer_int(out, status);
	buffer_text(out, "\":{\"description\":\"done\"");
	if (route->out != NULL) {
		buffer_text(out, ",\"content\":{\"application/json\":{\"schema\":");
		result_schema(out, schemas, route);
		buffer_text(out, "}}");
	}
	buffer_byte(out, '}');
	if ((route->flags & ROUTE_document) != 0)
		buffer_text(out, ",\"304\":{\"description\":\"not modified\"}");
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		buffer_text(out, ",\"");
		buffer_int(out, refusals[i]);
		buffer_text(out, "\":{\"$ref\":\"#/components/responses/problem\"}");
	}
	buffer_byte(out, '}');
}

/* "get_scenarios_scenario_id_stats": unique, as method and path are. */
static void
operation_id_write(struct buffer *out, const char *method, const char *path)
{
	buffer_text(out, "\"operationId\":\"");
	buffer_text(out, method);
	for (path += strlen("/api/v1"); *path != '\0'; path++)
		if (*path != '{' && *path != '}')
			buffer_byte(out, *path == '/' || *path == '.' || *path == '-' ? '_' : *path);
	buffer_byte(out, '"');
}

static void
operation_write(struct buffer *out, struct schemas *schemas, const struct route *route)
{
	static const char *const names[] = { "", "get", "post", "put", "patch", "delete" };
	const char *tag = route->path + strlen("/api/v1/");
	bool body = route->method != METHOD_get && route->method != METHOD_delete && route->in != NULL;

	buffer_json_text(out, names[route->method]);
	buffer_text(out, ":{");
	operation_id_write(out, names[route->method], route->path);
	buffer_text(out, ",\"summary\":");
	buffer_json_text(out, route->summary);
	buffer_text(out, ",\"tags\":[");
	buffer_json_text(out, arena_strndup(out->arena, tag, strcspn(tag, "/.")));
	buffer_text(out, "],\"security\":[");
	buffer_text(out, route->audience == AUDIENCE_anyone ? "{}]" : "{\"login\":[]}]");
	parameters_write(out, route);
	if (body) {
		schema_note(schemas, route->in, true);
		buffer_text(out, ",\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/");
		buffer_text(out, route->in->name);
		buffer_text(out, "\"}}}}");
	}
	responses_write(out, schemas, route);
	buffer_byte(out, '}');
}

/* Write every operation of ${path}, once: at its first route in the tables. */
static void
path_write(struct buffer *out, struct schemas *schemas, const struct route *first)
{
	bool more = false;

	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *route = *table; route->path != NULL; route++) {
			if (strcmp(route->path, first->path) != 0)
				continue;
			if (!more && route != first)
				return;
			if (!more) {
				buffer_text(out, out->data[out->length - 1] == '{' ? "" : ",");
				buffer_json_text(out, route->path);
				buffer_text(out, ":{");
			} else {
				buffer_byte(out, ',');
			}
			more = true;
			operation_write(out, schemas, route);
		}
	buffer_byte(out, '}');
}

static const char openapi_tail[] =
    "},\"responses\":{\"problem\":{\"description\":\"refused, see code\","
    "\"content\":{\"application/problem+json\":{\"schema\":"
    "{\"$ref\":\"#/components/schemas/problem\"}}}}},\"securitySchemes\":{\"login\":{\"type\":\"apiKey\","
    "\"in\":\"cookie\","
    "\"name\":\"__Host-parlance\"}}}}";
static const char openapi_problem[] =
    "\"problem\":{\"type\":\"object\",\"description\":\"RFC 9457\",\"required\":[\"type\",\"title\","
    "\"status\",\"code\",\"request_id\"],"
    "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
    "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},\"request_id\":{\"type\":\"string\"},"
    "\"errors\":{\"type\":"
    "\"array\",\"items\":{\"type\":\"object\",\"required\":[\"pointer\",\"code\",\"message\"],"
    "\"properties\":{\"pointer\":{\"type\":"
    "\"string\"},\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}}}}";

const char *
openapi_make(struct arena *arena)
{
	struct buffer out = { .arena = arena };
	struct schemas schemas = { .count = 0 };

	buffer_text(&out, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Parlance\","
	    "\"version\":\"" PARLANCE_VERSION "\",\"license\":"
	    "{\"name\":\"MIT\",\"identifier\":\"MIT\"},\"summary\":\"Practise conversations, keep their words\"},"
	    "\"servers\":[{\"url\":\"/\"}],\"paths\":{");
	for (const struct route *const *table = route_tables; *table != NULL; table++)
		for (const struct route *route = *table; route->path != NULL; route++)
			if ((route->flags & ROUTE_internal) == 0)
				path_write(&out, &schemas, route);
	buffer_text(&out, "},\"components\":{\"schemas\":{");
	buffer_text(&out, openapi_problem);
	for (size_t i = 0; i < schemas.count; i++) {
		buffer_byte(&out, ',');
		schema_write(&out, &schemas, i);
	}
	buffer_text(&out, openapi_tail);
	return buffer_string(&out);
}
