#include "record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "language.h"
#include "text.h"

/* What a field of text may have to look like; the name stands in the field's row. */
static bool
format_username(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text);
}

static bool
format_email(const char *text)
{
	const char *at = strchr(text, '@');

	return at != NULL && at != text && strchr(at + 1, '@') == NULL && strchr(at + 1, '.') != NULL &&
	    strpbrk(text, " \t\r\n,;<>()[]\\\"") == NULL && text[strlen(text) - 1] != '.' && at[1] != '.';
}

static bool
format_identifier(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text) && text[0] != '_';
}

static bool
format_language(const char *text)
{
	for (size_t i = 0; i < LANGUAGE_COUNT; i++)
		if (strcmp(language_codes[i], text) == 0)
			return true;
	return false;
}

static const struct {
	const char *name;
	bool (*fits)(const char *text);
	const char *rule;
} formats[] = {
	{ "username", format_username, "may hold only small letters a-z, digits and _" },
	{ "email", format_email, "must be an e-mail address" },
	{ "identifier", format_identifier, "may hold only small letters a-z, digits and _, and begins with no _" },
	{ "language", format_language, "must be one of en, es, fr, de, it, pt, zh, ja" },
	{ "zone", zone_valid, "must be the name of a time zone, such as Europe/Madrid" },
};

const char *
record_pointer(struct arena *arena, const char *pointer, const char *name)
{
	char *joined = arena_alloc(arena, strlen(pointer) + 2 * strlen(name) + 2);
	char *out = stpcpy(joined, pointer);

	*out++ = '/';
	for (; *name != '\0'; name++)
		if (*name == '~' || *name == '/') {
			*out++ = '~';
			*out++ = *name == '~' ? '0' : '1';
		} else {
			*out++ = *name;
		}
	return joined;
}

static bool
text_has_format(const struct field *field, const char *text, const char *pointer, struct problems *problems)
{
	for (size_t i = 0; field->format != NULL && i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i].name, field->format) == 0 && !formats[i].fits(text)) {
			problems_add(problems, pointer, "format", "%s %s", field->name, formats[i].rule);
			return false;
		}
	return true;
}

/* Bring ${text} into the form that is stored and check it; NULL when a rule is broken. */
static const char *
text_take(const struct field *field, const char *text, double min, double max, const char *pointer,
    struct problems *problems)
{
	size_t length;

	text = arena_strdup(problems->arena, text); /* the struct outlives the JSON it was read from */
	if ((field->flags & FIELD_exact) == 0) {
		if (!text_is_clean(text, (field->flags & FIELD_lines) != 0)) {
			problems_add(problems, pointer, "text", "%s holds a control or direction character", field->name);
			return NULL;
		}
		if ((text = text_nfc(problems->arena, text)) == NULL)
			return NULL; /* cannot be: jansson and the router take UTF-8 only */
		if ((field->flags & FIELD_empty) == 0)
			text = text_trim(problems->arena, text);
	}
	length = text_length(text);
	if (length == 0 && min > 0)
		problems_add(problems, pointer, "required", "%s must not be blank", field->name);
	else if ((double)length < min)
		problems_add(problems, pointer, "too_short", "%s must have at least %.0f characters", field->name, min);
	else if ((double)length > max)
		problems_add(problems, pointer, "too_long", "%s must have at most %.0f characters", field->name, max);
	else
		return text;
	return NULL;
}

static bool
number_fits(const struct field *field, double number, const char *pointer, struct problems *problems)
{
	if (number < field->min)
		problems_add(problems, pointer, "too_small", "%s must be at least %g", field->name, field->min);
	else if (number > field->max)
		problems_add(problems, pointer, "too_large", "%s must be at most %g", field->name, field->max);
	return number >= field->min && number <= field->max;
}

/* Numbers out of bounds stay absent: what is computed of the others must not meet them. */
static void
int_take(const struct field *field, int64_t number, char *member, const char *pointer, struct problems *problems)
{
	if (number_fits(field, (double)number, pointer, problems))
		memcpy(member, &number, sizeof(number));
}

static void
real_take(const struct field *field, double number, char *member, const char *pointer, struct problems *problems)
{
	if (number_fits(field, number, pointer, problems))
		memcpy(member, &number, sizeof(number));
}

static void
type_wrong(const struct field *field, const char *what, const char *pointer, struct problems *problems)
{
	problems_add(problems, pointer, "type", "%s must be %s", field->name, what);
}

static void
enum_read(const struct field *field, const char *text, char *member, const char *pointer, struct problems *problems)
{
	char choices[512] = "";
	size_t used = 0;

	for (int i = 1; field->names[i] != NULL; i++) {
		int more = snprintf(choices + used, sizeof(choices) - used, "%s%s", i > 1 ? ", " : "", field->names[i]);

		if (strcmp(field->names[i], text) == 0) {
			*(int *)(void *)member = i;
			return;
		}
		used += more > 0 && (size_t)more < sizeof(choices) - used ? (size_t)more : 0;
	}
	problems_add(problems, pointer, "choice", "%s must be one of %s", field->name, choices);
}

static bool
id_parse(const char *text, uint64_t *id)
{
	uint64_t number;
	char *end;

	if (text[0] < '1' || text[0] > '9' || strlen(text) > 20)
		return false;
	errno = 0;
	number = strtoull(text, &end, 10);
	if (errno != 0 || *end != '\0')
		return false;
	*id = number;
	return true;
}

/* Read the fields whose JSON form is a string. */
static void
string_read(const struct field *field, const char *text, char *member, const char *pointer, struct problems *problems)
{
	switch (field->type) {
	case FIELD_enum:
		enum_read(field, text, member, pointer, problems);
		break;
	case FIELD_instant:
		if (!instant_parse(text, (int64_t *)(void *)member))
			type_wrong(field, "a date and time such as 2026-01-31T12:00:00Z", pointer, problems);
		break;
	case FIELD_day:
		if (!day_parse(text, (int64_t *)(void *)member))
			type_wrong(field, "a date such as 2026-01-31", pointer, problems);
		break;
	case FIELD_id:
		if (!id_parse(text, (uint64_t *)(void *)member))
			type_wrong(field, "an id: a string of digits", pointer, problems);
		break;
	case FIELD_uuid:
		if (!uuid_parse(text, (struct uuid *)(void *)member))
			type_wrong(field, "a UUID", pointer, problems);
		break;
	default:
		text = text_take(field, text, field->min, field->max, pointer, problems);
		if (text != NULL && text_has_format(field, text, pointer, problems))
			memcpy(member, &text, sizeof(text));
		break;
	}
}

static void
texts_read(const struct field *field, json_t *json, void *data, const char *pointer, struct problems *problems)
{
	struct arena *arena = problems->arena;
	size_t count = json_array_size(json), kept = 0;
	const char **texts = arena_array(arena, count + 1, sizeof(*texts));

	for (size_t i = 0; i < count; i++) {
		json_t *item = json_array_get(json, i);
		const char *at = arena_printf(arena, "%s/%zu", pointer, i);

		if (!json_is_string(item))
			type_wrong(field, "a list of texts", at, problems);
		else
			texts[kept] = text_take(field, json_string_value(item), 1, (double)field->max_text, at, problems);
		kept += texts[kept] != NULL;
	}
	memcpy((char *)data + field->offset, &texts, sizeof(texts));
	memcpy((char *)data + field->count_offset, &kept, sizeof(kept));
}

static void
list_read(const struct field *field, json_t *json, void *data, const char *pointer, struct problems *problems)
{
	size_t count = json_array_size(json);
	char *rows = arena_array(problems->arena, count + 1, field->record->size);

	for (size_t i = 0; i < count; i++) {
		char *row = rows + i * field->record->size;

		record_clear(field->record, row);
		record_read(field->record, json_array_get(json, i), arena_printf(problems->arena, "%s/%zu", pointer, i), row,
		    problems);
	}
	memcpy((char *)data + field->offset, &rows, sizeof(rows));
	memcpy((char *)data + field->count_offset, &count, sizeof(count));
}

static void
map_read(const struct field *field, json_t *json, void *data, const char *pointer, struct problems *problems)
{
	const struct record *record = field->record;
	const struct field *key_field = record->fields;
	struct record rest = *record; /* the key comes from outside of the object only */
	size_t count = 0;
	char *rows = arena_array(problems->arena, json_object_size(json) + 1, record->size);
	const char *key;
	json_t *value;

	rest.fields = key_field + 1;
	json_object_foreach (json, key, value) {
		char *row = rows + count++ * record->size;
		const char *at = record_pointer(problems->arena, pointer, key);

		record_clear(record, row);
		string_read(key_field, key, row + key_field->offset, at, problems);
		record_read(&rest, value, at, row, problems);
	}
	memcpy((char *)data + field->offset, &rows, sizeof(rows));
	memcpy((char *)data + field->count_offset, &count, sizeof(count));
}

static void
count_check(const struct field *field, size_t count, const char *pointer, struct problems *problems)
{
	if ((double)count < field->min)
		problems_add(problems, pointer, "too_few", "%s must have at least %.0f entries", field->name, field->min);
	else if ((double)count > field->max)
		problems_add(problems, pointer, "too_many", "%s must have at most %.0f entries", field->name, field->max);
}

static void
number_read(const struct field *field, json_t *json, char *member, const char *pointer, struct problems *problems)
{
	if (field->type == FIELD_int && json_is_integer(json))
		int_take(field, json_integer_value(json), member, pointer, problems);
	else if (field->type == FIELD_real && json_is_number(json))
		real_take(field, json_number_value(json), member, pointer, problems);
	else
		type_wrong(field, field->type == FIELD_int ? "a whole number" : "a number", pointer, problems);
}

/* Read a list, a map or an object, whose size was not yet checked. */
static void
nested_read(const struct field *field, json_t *json, void *data, const char *pointer, struct problems *problems)
{
	bool array = field->type == FIELD_texts || field->type == FIELD_list;

	if (field->type == FIELD_object) {
		void *object = arena_alloc(problems->arena, field->record->size);

		record_clear(field->record, object);
		record_read(field->record, json, pointer, object, problems);
		memcpy((char *)data + field->offset, &object, sizeof(object));
	} else if (array ? !json_is_array(json) : !json_is_object(json)) {
		type_wrong(field, array ? "a list" : "an object", pointer, problems);
	} else {
		size_t count = array ? json_array_size(json) : json_object_size(json);
		size_t before = problems->count;

		count_check(field, count, pointer, problems);
		if (problems->count > before && (double)count > field->max)
			return;
		(field->type == FIELD_texts ? texts_read : array ? list_read : map_read)(field, json, data, pointer, problems);
	}
}

static void
field_read(const struct field *field, json_t *json, void *data, const char *pointer, struct problems *problems)
{
	char *member = (char *)data + field->offset;

	if (json_is_null(json) && (field->flags & FIELD_nullable) != 0)
		return;
	switch (field->type) {
	case FIELD_bool:
		if (json_is_boolean(json))
			*(bool *)(void *)member = json_is_true(json);
		else
			type_wrong(field, "true or false", pointer, problems);
		break;
	case FIELD_int:
	case FIELD_real:
		number_read(field, json, member, pointer, problems);
		break;
	case FIELD_texts:
	case FIELD_list:
	case FIELD_map:
	case FIELD_object:
		nested_read(field, json, data, pointer, problems);
		break;
	default:
		if (json_is_string(json))
			string_read(field, json_string_value(json), member, pointer, problems);
		else
			type_wrong(field, "a text", pointer, problems);
		break;
	}
}

static const struct field *
field_of_client(const struct record *record, const char *name)
{
	const unsigned not_from_body = FIELD_hidden | FIELD_read_only | FIELD_path | FIELD_router;
	const struct field *field = record_find(record, name);

	return field != NULL && (field->flags & not_from_body) == 0 ? field : NULL;
}

static void
given_set(const struct record *record, const struct field *field, void *data)
{
	uint64_t given;

	if (record->given_offset == NO_GIVEN)
		return;
	memcpy(&given, (char *)data + record->given_offset, sizeof(given));
	given |= (uint64_t)1 << (field - record->fields);
	memcpy((char *)data + record->given_offset, &given, sizeof(given));
}

void
record_read(const struct record *record, json_t *json, const char *pointer, void *data, struct problems *problems)
{
	const char *key;
	json_t *value;

	if (json_is_string(json) && record->shorthand != NULL) {
		field_read(record_find(record, record->shorthand), json, data, pointer, problems);
		return;
	}
	if (!json_is_object(json)) {
		problems_add(problems, pointer, "type", "this must be an object");
		return;
	}
	json_object_foreach (json, key, value) {
		const struct field *field = field_of_client(record, key);
		const char *at = record_pointer(problems->arena, pointer, key);

		if (field == NULL) {
			problems_add(problems, at, "unknown_field", "there is no field %s here", key);
			continue;
		}
		given_set(record, field, data);
		field_read(field, value, data, at, problems);
	}
	for (const struct field *field = record->fields; field->name != NULL; field++)
		if ((field->flags & FIELD_required) != 0 && field_of_client(record, field->name) == field &&
		    json_object_get(json, field->name) == NULL)
			problems_add(problems, record_pointer(problems->arena, pointer, field->name), "required",
			    "%s is missing", field->name);
}

static bool
int_parse(const char *text, int64_t *number)
{
	char *end;

	if (text[0] == '\0' || text[strspn(text, "-0123456789")] != '\0')
		return false;
	errno = 0;
	*number = strtoll(text, &end, 10);
	return errno == 0 && *end == '\0';
}

static bool
real_parse(const char *text, double *number)
{
	char *end;

	if (text[0] == '\0' || text[strspn(text, "-.0123456789")] != '\0')
		return false;
	*number = strtod(text, &end);
	return *end == '\0';
}

void
record_read_text(const struct field *field, const char *text, void *data, struct problems *problems)
{
	char *member = (char *)data + field->offset;
	const char *pointer = record_pointer(problems->arena, "", field->name);
	int64_t whole;
	double real;

	switch (field->type) {
	case FIELD_bool:
		if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
			type_wrong(field, "true or false", pointer, problems);
		*(bool *)(void *)member = strcmp(text, "true") == 0;
		break;
	case FIELD_int:
		if (int_parse(text, &whole))
			int_take(field, whole, member, pointer, problems);
		else
			type_wrong(field, "a whole number", pointer, problems);
		break;
	case FIELD_real:
		if (real_parse(text, &real))
			real_take(field, real, member, pointer, problems);
		else
			type_wrong(field, "a number", pointer, problems);
		break;
	default:
		string_read(field, text, member, pointer, problems);
		break;
	}
}
