#include "record.h"


#include "arena.h"
#include "buffer.h"
#include "clock.h"

static void
map_write(struct buffer *out, const struct record *record, const char *rows, size_t count)
{
	const struct field *key = record->fields;

	buffer_byte(out, '{');
	for (size_t i = 0; i < count; i++, rows += record->size) {
		if (i > 0)
			buffer_byte(out, ',');
		buffer_json_text(out, *(const char *const *)(const void *)(rows + key->offset));
		buffer_byte(out, ':');
		if (record->shorthand != NULL) {
			const struct field *value = record_find(record, record->shorthand);

			buffer_json_text(out, *(const char *const *)(const void *)(rows + value->offset));
		} else {
			struct record rest = *record;

			rest.fields = key + 1;
			record_write(out, &rest, rows);
		}
	}
	buffer_byte(out, '}');
}

static void
texts_write(struct buffer *out, const char *const *texts, size_t count)
{
	buffer_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_byte(out, ',');
		buffer_json_text(out, texts[i]);
	}
	buffer_byte(out, ']');
}

/* Append the value of a scalar ${field} that is not absent. */
static void
scalar_write(struct buffer *out, const struct field *field, const void *member)
{
	switch (field->type) {
	case FIELD_bool:
		buffer_text(out, *(const bool *)member ? "true" : "false");
		break;
	case FIELD_int:
		buffer_int(out, *(const int64_t *)member);
		break;
	case FIELD_real:
		buffer_real(out, *(const double *)member);
		break;
	case FIELD_enum:
		buffer_json_text(out, field->names[*(const int *)member]);
		break;
	case FIELD_instant:
		buffer_json_text(out, instant_text(out->arena, *(const int64_t *)member));
		break;
	case FIELD_day:
		buffer_json_text(out, day_text(out->arena, *(const int64_t *)member));
		break;
	case FIELD_id:
		buffer_byte(out, '"');
		buffer_uint(out, *(const uint64_t *)member);
		buffer_byte(out, '"');
		break;
	case FIELD_uuid:
		buffer_json_text(out, uuid_text(out->arena, member));
		break;
	case FIELD_json:
		buffer_text(out, *(const char *const *)member);
		break;
	default:
		buffer_json_text(out, *(const char *const *)member);
		break;
	}
}

static void
field_write(struct buffer *out, const struct field *field, const void *data)
{
	const char *member = (const char *)data + field->offset;
	const void *pointer = field->type >= FIELD_texts ? *(const void *const *)(const void *)member : NULL;
	size_t count = field->type == FIELD_object || field->type < FIELD_texts ? 0 :
	    *(const size_t *)(const void *)((const char *)data + field->count_offset);

	switch (field->type) {
	case FIELD_texts:
		texts_write(out, pointer, count);
		break;
	case FIELD_object:
		record_write(out, field->record, pointer);
		break;
	case FIELD_list:
		record_write_list(out, field->record, pointer, count);
		break;
	case FIELD_map:
		map_write(out, field->record, pointer, count);
		break;
	default:
		scalar_write(out, field, member);
		break;
	}
}

void
record_write(struct buffer *out, const struct record *record, const void *data)
{
	bool first = true;

	buffer_byte(out, '{');
	for (const struct field *field = record->fields; field->name != NULL; field++) {
		bool list = field->type == FIELD_texts || field->type == FIELD_list || field->type == FIELD_map;
		bool absent = !list && field_absent(field, data);

		if ((field->flags & (FIELD_hidden | FIELD_router)) != 0 ||
		    (absent && (field->flags & FIELD_nullable) == 0))
			continue;
		if (!first)
			buffer_byte(out, ',');
		first = false;
		buffer_json_text(out, field->name);
		buffer_byte(out, ':');
		if (absent)
			buffer_text(out, "null");
		else
			field_write(out, field, data);
	}
	buffer_byte(out, '}');
}

void
record_write_list(struct buffer *out, const struct record *record, const void *rows, size_t count)
{
	buffer_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_byte(out, ',');
		record_write(out, record, (const char *)rows + i * record->size);
	}
	buffer_byte(out, ']');
}
