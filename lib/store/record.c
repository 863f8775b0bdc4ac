#include "record.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "arena.h"

static const size_t field_sizes[] = {
	[FIELD_bool] = sizeof(bool), [FIELD_int] = sizeof(int64_t), [FIELD_real] = sizeof(double),
	[FIELD_text] = sizeof(char *), [FIELD_enum] = sizeof(int), [FIELD_instant] = sizeof(int64_t),
	[FIELD_day] = sizeof(int64_t), [FIELD_id] = sizeof(uint64_t), [FIELD_uuid] = sizeof(struct uuid),
	[FIELD_digest] = sizeof(struct digest), [FIELD_json] = sizeof(char *), [FIELD_texts] = sizeof(char **),
	[FIELD_object] = sizeof(void *), [FIELD_list] = sizeof(void *), [FIELD_map] = sizeof(void *),
};

const struct field *
record_find(const struct record *record, const char *name)
{
	for (const struct field *field = record->fields; field->name != NULL; field++)
		if (strcmp(field->name, name) == 0)
			return field;
	return NULL;
}

/* Return the bytes that mean "absent" for ${type}. */
static const void *
field_nothing(enum field_type type)
{
	static const int64_t no_number = ABSENT;
	static const double no_real = NAN;
	static const unsigned char zero[sizeof(struct digest)] = { 0 };

	switch (type) {
	case FIELD_int:
	case FIELD_instant:
	case FIELD_day:
		return &no_number;
	case FIELD_real:
		return &no_real;
	default:
		return zero;
	}
}

static bool
field_counted(const struct field *field)
{
	return field->type == FIELD_texts || field->type == FIELD_list || field->type == FIELD_map;
}

void
record_clear(const struct record *record, void *data)
{
	memset(data, 0, record->size);
	for (const struct field *field = record->fields; field->name != NULL; field++)
		memcpy((char *)data + field->offset, field_nothing(field->type), field_sizes[field->type]);
}

bool
field_absent(const struct field *field, const void *data)
{
	const char *member = (const char *)data + field->offset;

	if (field->type == FIELD_bool)
		return false;
	if (field->type == FIELD_real)
		return isnan(*(const double *)(const void *)member);
	if (field_counted(field))
		return *(const size_t *)(const void *)((const char *)data + field->count_offset) == 0;
	return memcmp(member, field_nothing(field->type), field_sizes[field->type]) == 0;
}

void
problems_add(struct problems *problems, const char *pointer, const char *code, const char *format, ...)
{
	struct problem *problem;
	va_list args;

	if (problems->count++ >= PROBLEMS_MAX)
		return;
	if (problems->items == NULL)
		problems->items = arena_array(problems->arena, PROBLEMS_MAX, sizeof(*problem));
	problem = &problems->items[problems->count - 1];
	problem->pointer = arena_strdup(problems->arena, pointer);
	problem->code = code;
	va_start(args, format);
	problem->message = arena_vprintf(problems->arena, format, args);
	va_end(args);
}

const char *
uuid_text(struct arena *arena, const struct uuid *uuid)
{
	static const char hex[] = "0123456789abcdef";
	char *text = arena_alloc(arena, 37), *out = text;

	for (size_t i = 0; i < sizeof(uuid->bytes); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*out++ = '-';
		*out++ = hex[uuid->bytes[i] >> 4];
		*out++ = hex[uuid->bytes[i] & 15];
	}
	return text;
}

static int
hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

bool
uuid_parse(const char *text, struct uuid *uuid)
{
	struct uuid read;
	int any = 0;

	if (strlen(text) != 36)
		return false;
	for (size_t i = 0; i < sizeof(read.bytes); i++) {
		int high, low;

		if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
			return false;
		high = hex_value(text[0]);
		low = high < 0 ? -1 : hex_value(text[1]);
		if (low < 0)
			return false;
		read.bytes[i] = (unsigned char)(high << 4 | low);
		text += 2;
		any |= high | low;
	}
	if (any != 0)
		*uuid = read;
	return any != 0;
}
