#ifndef PARLANCE_RECORD_H
#define PARLANCE_RECORD_H

/*
 * One descriptor per struct.  It drives JSON to struct, validation, SQL
 * parameters, SQL rows to struct, struct to JSON and the OpenAPI document, so
 * a member has one name in every layer: struct member = JSON key = SQL column.
 *
 * A descriptor is a table of fields between `#define RECORD_STRUCT struct x`
 * and `#undef RECORD_STRUCT`; a member of the wrong C type does not compile.
 *
 * Absent and NULL: text, lists and objects NULL; int, instant and day ABSENT;
 * real NAN; id 0; enum 0; uuid and digest all zero; bool cannot be absent.
 * Where absent and null must differ (PATCH), the struct has a member
 * `uint64_t given`: bit i is set when field i was sent, and SQL may ask for it
 * as the parameter :has_NAME.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct arena;
struct buffer;

#define ABSENT INT64_MIN

struct uuid {
	unsigned char bytes[16];
};

struct digest {
	unsigned char bytes[32];
};

enum field_type {
	FIELD_bool, /* bool */
	FIELD_int, /* int64_t; bounds are values */
	FIELD_real, /* double; bounds are values */
	FIELD_text, /* const char *, UTF-8 NFC; bounds are characters */
	FIELD_enum, /* int, index into names */
	FIELD_instant, /* int64_t ms since 1970 UTC; DATETIME(3); RFC 3339 */
	FIELD_day, /* int64_t days since 1970-01-01; DATE */
	FIELD_id, /* uint64_t; BIGINT UNSIGNED; decimal string in JSON */
	FIELD_uuid, /* struct uuid; BINARY(16) */
	FIELD_digest, /* struct digest; BINARY(32); never in JSON */
	FIELD_json, /* const char *, a JSON text passed through as it is */
	FIELD_texts, /* const char **, count in n_NAME; bounds are items, at most max_text characters each */
	FIELD_object, /* pointer to one struct of record */
	FIELD_list, /* pointer to count structs of record */
	FIELD_map, /* the same as a JSON object: key in the record's first field */
};

enum field_flag {
	FIELD_required = 1 << 0,
	FIELD_nullable = 1 << 1, /* null is accepted, and written when absent; otherwise an absent field is left out */
	FIELD_read_only = 1 << 2, /* never read from a client */
	FIELD_hidden = 1 << 3, /* never shown to a client nor read from one */
	FIELD_path = 1 << 4, /* comes from the path */
	FIELD_router = 1 << 5, /* set by the router: user_key, now, ...; hidden */
	FIELD_lines = 1 << 6, /* text may hold line breaks */
	FIELD_exact = 1 << 7, /* text is taken byte by byte: no NFC, no trimming; bounds still characters */
	FIELD_empty = 1 << 8, /* text may be empty or blank */
	FIELD_computed = 1 << 9, /* filled by a handler, never a column */
};

struct field {
	const char *name;
	enum field_type type;
	unsigned flags; /* enum field_flag, or-ed */
	size_t offset; /* of the member */
	size_t count_offset; /* of n_NAME */
	double min, max;
	size_t max_text; /* FIELD_texts: characters of one item */
	const char *const *names; /* FIELD_enum: names[0] is "", ends with NULL */
	const struct record *record;
	const char *format; /* FIELD_text: one of the formats of record_input.c, or NULL */
};

struct record {
	const char *name;
	size_t size;
	const struct field *fields; /* ends with name NULL */
	size_t given_offset; /* of `uint64_t given`, NO_GIVEN without */
	const char *shorthand; /* a JSON string in place of the object sets this field */
};

#define NO_GIVEN ((size_t)-1)

/* clang-format off */
#define RECORD_AT(member, type) (offsetof(RECORD_STRUCT, member) + \
	0 * sizeof(char[_Generic(&((RECORD_STRUCT *)0)->member, type *: 1)]))
#define RECORD_POINTER(member) (offsetof(RECORD_STRUCT, member) + 0 * sizeof(*((RECORD_STRUCT *)0)->member))
#define RECORD_FIELD(member, type_, flags_, offset_, ...) \
	{ .name = #member, .type = type_, .flags = (flags_), .offset = offset_, __VA_ARGS__ }

#define BOOL(member, flags_)           RECORD_FIELD(member, FIELD_bool, flags_, RECORD_AT(member, bool), .min = 0)
#define INT(member, flags_, min_, max_) \
	RECORD_FIELD(member, FIELD_int, flags_, RECORD_AT(member, int64_t), .min = (double)(min_), .max = (double)(max_))
#define REAL(member, flags_, min_, max_) \
	RECORD_FIELD(member, FIELD_real, flags_, RECORD_AT(member, double), .min = min_, .max = max_)
#define TEXT(member, flags_, min_, max_) \
	RECORD_FIELD(member, FIELD_text, flags_, RECORD_AT(member, const char *), .min = min_, .max = max_)
#define TEXT_OF(member, flags_, min_, max_, format_) \
	RECORD_FIELD(member, FIELD_text, flags_, RECORD_AT(member, const char *), .min = min_, .max = max_, \
	    .format = format_)
#define ENUM(member, flags_, names_)   RECORD_FIELD(member, FIELD_enum, flags_, RECORD_AT(member, int), .names = names_)
#define INSTANT(member, flags_)        RECORD_FIELD(member, FIELD_instant, flags_, RECORD_AT(member, int64_t), .min = 0)
#define DAY(member, flags_)            RECORD_FIELD(member, FIELD_day, flags_, RECORD_AT(member, int64_t), .min = 0)
#define ID(member, flags_)             RECORD_FIELD(member, FIELD_id, flags_, RECORD_AT(member, uint64_t), .min = 0)
#define UUID(member, flags_)           RECORD_FIELD(member, FIELD_uuid, flags_, RECORD_AT(member, struct uuid), .min = 0)
#define DIGEST(member)                 RECORD_FIELD(member, FIELD_digest, FIELD_hidden, RECORD_AT(member, struct digest), .min = 0)
#define JSON(member, flags_)           RECORD_FIELD(member, FIELD_json, flags_, RECORD_AT(member, const char *), .min = 0)
#define TEXTS(member, flags_, min_, max_, max_text_) \
	RECORD_FIELD(member, FIELD_texts, flags_, RECORD_AT(member, const char **), \
	    .count_offset = RECORD_AT(n_##member, size_t), .min = min_, .max = max_, .max_text = max_text_)
#define OBJECT(member, flags_, record_) \
	RECORD_FIELD(member, FIELD_object, flags_, RECORD_POINTER(member), .record = &record_)
#define LIST(member, flags_, record_, min_, max_) \
	RECORD_FIELD(member, FIELD_list, flags_, RECORD_POINTER(member), \
	    .count_offset = RECORD_AT(n_##member, size_t), .record = &record_, .min = min_, .max = max_)
#define MAP(member, flags_, record_, max_) \
	RECORD_FIELD(member, FIELD_map, flags_, RECORD_POINTER(member), \
	    .count_offset = RECORD_AT(n_##member, size_t), .record = &record_, .min = 0, .max = max_)

/* Set by the router or found by a query, never seen by a client. */
#define KEY(member)                    ID(member, FIELD_hidden)
#define NOW(member)                    INSTANT(member, FIELD_router | FIELD_hidden)
#define FIELDS_END                     { .name = NULL }

/* Define `NAME_record` of `struct NAME` with the table NAME_fields. */
#define RECORD(name_) \
	const struct record name_##_record = { #name_, sizeof(struct name_), name_##_fields, NO_GIVEN, NULL }
#define RECORD_PATCH(name_) \
	const struct record name_##_record = { #name_, sizeof(struct name_), name_##_fields, \
	    offsetof(struct name_, given), NULL }
#define RECORD_SHORT(name_, shorthand_) \
	const struct record name_##_record = { #name_, sizeof(struct name_), name_##_fields, NO_GIVEN, shorthand_ }
/* clang-format on */

/* One broken rule of the input. */
struct problem {
	const char *pointer; /* JSON pointer (RFC 6901) of the field */
	const char *code; /* required, unknown_field, type, too_short, ... */
	const char *message; /* a sentence that names the rule */
};

enum { PROBLEMS_MAX = 100 };

/* All broken rules of one input, in the order found; more than PROBLEMS_MAX are only counted. */
struct problems {
	struct arena *arena;
	struct problem *items; /* the first PROBLEMS_MAX */
	size_t count;
};

/* Add a problem at ${pointer}; the message is made like printf(3). */
void problems_add(struct problems *problems, const char *pointer, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Return the JSON pointer ${pointer}/${name}, with the two escapes of RFC 6901. */
const char *record_pointer(struct arena *arena, const char *pointer, const char *name);

/* Return the field of ${record} called ${name}, or NULL. */
const struct field *record_find(const struct record *record, const char *name);

/* Set every field of ${data} to absent. */
void record_clear(const struct record *record, void *data);

/*
 * Read the JSON object ${json} (or the record's shorthand string) into
 * ${data}, which must be cleared; ${pointer} is where it stands in the input.
 * Every broken rule goes into ${problems}.  Fields of the path, of the router,
 * hidden and read-only ones are unknown here.
 */
void record_read(const struct record *record, json_t *json, const char *pointer, void *data,
    struct problems *problems);

/*
 * Read one ${field} of ${data} from the ${text} of a path segment or query
 * parameter ("12", "true", "es"); broken rules go into ${problems}.
 */
void record_read_text(const struct field *field, const char *text, void *data, struct problems *problems);

/* Append ${data} as a JSON object to ${out}, without hidden fields. */
void record_write(struct buffer *out, const struct record *record, const void *data);

/* Append ${count} structs at ${rows} as a JSON array. */
void record_write_list(struct buffer *out, const struct record *record, const void *rows, size_t count);

/* Return whether ${field} of ${data} is absent. */
bool field_absent(const struct field *field, const void *data);

/* Write ${uuid} in its usual form of 36 characters; read it back: false when it is none, or nil, which means absent. */
const char *uuid_text(struct arena *arena, const struct uuid *uuid);
bool uuid_parse(const char *text, struct uuid *uuid);

#endif
