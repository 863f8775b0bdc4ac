#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "db_private.h"
#include "log.h"
#include "record.h"

enum { PARAMETERS_MAX = 64, COLUMNS_MAX = 64 };

/* Storage that a bound parameter or column points to while a statement runs. */
union cell {
	signed char boolean;
	MYSQL_TIME time;
	unsigned char bytes[sizeof(struct digest)];
};

/* How a field type travels; text-like ones point at the member itself. */
/* clang-format off */
static const struct {
	enum enum_field_types type;
	bool is_unsigned;
	size_t size; /* of a fixed-size value */
} travel[] = {
	[FIELD_bool]    = { MYSQL_TYPE_TINY, false, 1 },
	[FIELD_int]     = { MYSQL_TYPE_LONGLONG, false, sizeof(int64_t) },
	[FIELD_real]    = { MYSQL_TYPE_DOUBLE, false, sizeof(double) },
	[FIELD_text]    = { MYSQL_TYPE_STRING, false, 0 },
	[FIELD_enum]    = { MYSQL_TYPE_STRING, false, 0 },
	[FIELD_instant] = { MYSQL_TYPE_DATETIME, false, sizeof(MYSQL_TIME) },
	[FIELD_day]     = { MYSQL_TYPE_DATE, false, sizeof(MYSQL_TIME) },
	[FIELD_id]      = { MYSQL_TYPE_LONGLONG, true, sizeof(uint64_t) },
	[FIELD_uuid]    = { MYSQL_TYPE_BLOB, false, sizeof(struct uuid) },
	[FIELD_digest]  = { MYSQL_TYPE_BLOB, false, sizeof(struct digest) },
	[FIELD_json]    = { MYSQL_TYPE_STRING, false, 0 },
};
/* clang-format on */

void
db_forget_statements(struct db *db)
{
	for (size_t i = 0; i < sql_query_count; i++)
		if (db->statements[i].handle != NULL)
			(void)mysql_stmt_close(db->statements[i].handle); /* fails only on a lost connection */
	memset(db->statements, 0, sql_query_count * sizeof(*db->statements));
	arena_reset(db->arena);
}

static enum fault
statement_fault(struct db *db, const struct query *query, MYSQL_STMT *handle)
{
	return db_fault(db, mysql_stmt_errno(handle), query->name, mysql_stmt_error(handle));
}

static enum fault
parameters_find(struct db *db, const struct query *query, struct db_statement *statement)
{
	statement->parameters = arena_array(db->arena, query->n_parameters, sizeof(*statement->parameters));
	statement->has = arena_array(db->arena, query->n_parameters, sizeof(*statement->has));
	for (size_t i = 0; i < query->n_parameters; i++) {
		const char *name = query->parameters[i];
		const struct field *field = record_find(query->in, name);

		if (field == NULL && strncmp(name, "has_", 4) == 0 && query->in->given_offset != NO_GIVEN) {
			field = record_find(query->in, name + 4);
			statement->has[i] = true;
		}
		if (field == NULL || field->type > FIELD_json) {
			log_error("%s: parameter %s is no member of %s", query->name, name, query->in->name);
			return FAULT_internal;
		}
		statement->parameters[i] = field;
	}
	return FAULT_ok;
}

static void
columns_find(struct db *db, const struct query *query, struct db_statement *statement)
{
	MYSQL_RES *result = mysql_stmt_result_metadata(statement->handle);
	const MYSQL_FIELD *fields;

	if (result == NULL)
		return;
	fields = mysql_fetch_fields(result);
	statement->n_columns = mysql_num_fields(result);
	statement->columns = arena_array(db->arena, statement->n_columns, sizeof(*statement->columns));
	for (unsigned i = 0; i < statement->n_columns && query->out != NULL; i++)
		statement->columns[i] = record_find(query->out, fields[i].name);
	mysql_free_result(result);
}

enum fault
db_prepare(struct db *db, const struct query *query, struct db_statement **out)
{
	struct db_statement *statement = &db->statements[query->number];
	enum fault fault;

	*out = statement;
	if (statement->handle != NULL)
		return FAULT_ok;
	if ((statement->handle = mysql_stmt_init(db->mysql)) == NULL)
		return db_fault(db, mysql_errno(db->mysql), query->name, mysql_error(db->mysql));
	if (mysql_stmt_prepare(statement->handle, query->sql, query->length) != 0)
		fault = statement_fault(db, query, statement->handle);
	else if (mysql_stmt_param_count(statement->handle) != query->n_parameters)
		fault = db_fault(db, 0, query->name, "the server counts other parameters");
	else
		fault = parameters_find(db, query, statement);
	if (fault == FAULT_ok) {
		columns_find(db, query, statement);
		if (statement->n_columns <= COLUMNS_MAX && query->n_parameters <= PARAMETERS_MAX)
			return FAULT_ok;
		fault = db_fault(db, 0, query->name, "too many columns or parameters");
	}
	(void)mysql_stmt_close(statement->handle);
	statement->handle = NULL;
	return fault;
}

static MYSQL_TIME
time_of(int64_t instant)
{
	int64_t day = instant / MS_PER_DAY - (instant % MS_PER_DAY < 0), ms = instant - day * MS_PER_DAY;
	struct civil civil = civil_of_day(day);

	return (MYSQL_TIME){ .year = (unsigned)civil.year, .month = (unsigned)civil.month, .day = (unsigned)civil.day,
		.hour = (unsigned)(ms / 3600000), .minute = (unsigned)(ms / 60000 % 60),
		.second = (unsigned)(ms / 1000 % 60), .second_part = (unsigned long)(ms % 1000) * 1000,
		.time_type = MYSQL_TIMESTAMP_DATETIME };
}

static int64_t
instant_of(const MYSQL_TIME *time)
{
	int64_t day = day_of_civil((struct civil){ (int)time->year, (int)time->month, (int)time->day });

	return day * MS_PER_DAY + ((int64_t)(time->hour * 60 + time->minute) * 60 + time->second) * MS_PER_SECOND +
	    (int64_t)(time->second_part / 1000);
}

/* Point ${bind} at ${field} of ${data}; values that need another form go through ${cell}. */
static void
parameter_bind(MYSQL_BIND *bind, union cell *cell, const struct field *field, const void *data)
{
	const char *member = (const char *)data + field->offset;
	const char *text = NULL;

	bind->buffer_type = travel[field->type].type;
	bind->is_unsigned = travel[field->type].is_unsigned;
	bind->buffer_length = travel[field->type].size;
	if (field_absent(field, data)) {
		bind->buffer_type = MYSQL_TYPE_NULL;
		return;
	}
	bind->buffer = cell;
	switch (field->type) {
	case FIELD_bool:
		cell->boolean = *(const bool *)(const void *)member ? 1 : 0;
		return;
	case FIELD_instant:
		cell->time = time_of(*(const int64_t *)(const void *)member);
		return;
	case FIELD_day:
		cell->time = time_of(*(const int64_t *)(const void *)member * MS_PER_DAY);
		cell->time.time_type = MYSQL_TIMESTAMP_DATE;
		return;
	case FIELD_enum:
		text = field->names[*(const int *)(const void *)member];
		break;
	case FIELD_text:
	case FIELD_json:
		text = *(const char *const *)(const void *)member;
		break;
	default:
		memcpy(cell->bytes, member, bind->buffer_length);
		return;
	}
	memcpy(&bind->buffer, &text, sizeof(text)); /* the library only reads it */
	bind->buffer_length = strlen(text);
}

static enum fault
statement_execute(struct db *db, const struct query *query, const void *in, struct db_statement **out)
{
	MYSQL_BIND binds[PARAMETERS_MAX] = { 0 };
	union cell cells[PARAMETERS_MAX];
	struct db_statement *statement;
	int64_t start = clock_microseconds();
	enum fault fault;

	if (db->lost && !db->in_transaction && (fault = db_reconnect(db)) != FAULT_ok)
		return fault;
	if (db->poison != FAULT_ok && db->in_transaction)
		return db->poison;
	db->poison = FAULT_ok;
	if ((fault = db_prepare(db, query, &statement)) != FAULT_ok)
		return fault;
	*out = statement;
	for (size_t i = 0; i < query->n_parameters; i++) {
		const struct field *field = statement->parameters[i];

		if (statement->has[i]) {
			uint64_t given;

			memcpy(&given, (const char *)in + query->in->given_offset, sizeof(given));
			cells[i].boolean = (given >> (field - query->in->fields) & 1) != 0;
			binds[i] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_TINY, .buffer = &cells[i] };
		} else {
			parameter_bind(&binds[i], &cells[i], field, in);
		}
	}
	if ((query->n_parameters > 0 && mysql_stmt_bind_param(statement->handle, binds) != 0) ||
	    mysql_stmt_execute(statement->handle) != 0 ||
	    (statement->n_columns > 0 && mysql_stmt_store_result(statement->handle) != 0))
		fault = statement_fault(db, query, statement->handle);
	db->stats.microseconds += clock_microseconds() - start;
	db->stats.statements++;
	return fault;
}

struct row_reader {
	MYSQL_BIND binds[COLUMNS_MAX];
	union cell cells[COLUMNS_MAX];
	unsigned long lengths[COLUMNS_MAX];
	my_bool nulls[COLUMNS_MAX];
};

static bool
field_is_text(const struct field *field)
{
	return field->type == FIELD_text || field->type == FIELD_enum || field->type == FIELD_json;
}

/* Bind fixed-size columns to cells; texts have no buffer and are fetched once their length is known. */
static void
reader_bind(struct row_reader *reader, const struct db_statement *statement)
{
	memset(reader->binds, 0, sizeof(reader->binds));
	for (unsigned i = 0; i < statement->n_columns; i++) {
		const struct field *field = statement->columns[i];
		MYSQL_BIND *bind = &reader->binds[i];

		bind->length = &reader->lengths[i];
		bind->is_null = &reader->nulls[i];
		bind->buffer_type = MYSQL_TYPE_STRING;
		if (field == NULL || field_is_text(field))
			continue;
		bind->buffer_type = travel[field->type].type;
		bind->is_unsigned = travel[field->type].is_unsigned;
		bind->buffer = &reader->cells[i];
		bind->buffer_length = travel[field->type].size;
	}
}

static int
enum_index(const struct field *field, const char *name)
{
	for (int i = 1; field->names[i] != NULL; i++)
		if (strcmp(field->names[i], name) == 0)
			return i;
	return 0;
}

static bool
text_fetch(struct arena *arena, MYSQL_STMT *handle, struct row_reader *reader, unsigned column, const char **text)
{
	MYSQL_BIND bind = { .buffer_type = MYSQL_TYPE_STRING };
	unsigned long length = reader->lengths[column], fetched;
	char *copy = arena_alloc(arena, length + 1);

	*text = copy;
	if (length == 0)
		return true;
	bind.buffer = copy;
	bind.buffer_length = length;
	bind.length = &fetched;
	return mysql_stmt_fetch_column(handle, &bind, column, 0) == 0;
}

static bool
column_read(struct arena *arena, MYSQL_STMT *handle, struct row_reader *reader, unsigned column,
    const struct field *field, char *row)
{
	union cell *cell = &reader->cells[column];
	char *member = row + field->offset;
	const char *text;
	int64_t number;

	switch (field->type) {
	case FIELD_bool:
		*(bool *)(void *)member = cell->boolean != 0;
		return true;
	case FIELD_instant:
		number = instant_of(&cell->time);
		break;
	case FIELD_day:
		number = day_of_civil((struct civil){ (int)cell->time.year, (int)cell->time.month, (int)cell->time.day });
		break;
	case FIELD_text:
	case FIELD_json:
	case FIELD_enum:
		if (!text_fetch(arena, handle, reader, column, &text))
			return false;
		if (field->type == FIELD_enum)
			*(int *)(void *)member = enum_index(field, text);
		else
			memcpy(member, &text, sizeof(text));
		return true;
	default:
		memcpy(member, cell, travel[field->type].size);
		return true;
	}
	memcpy(member, &number, sizeof(number));
	return true;
}

/* Fetch the next row into ${row}: 1 when there was one, 0 at the end, -1 on failure. */
static int
row_fetch(struct arena *arena, const struct query *query, struct db_statement *statement, struct row_reader *reader,
    char *row)
{
	int status = mysql_stmt_fetch(statement->handle);

	if (status == MYSQL_NO_DATA)
		return 0;
	if (status != 0 && status != MYSQL_DATA_TRUNCATED)
		return -1;
	record_clear(query->out, row);
	for (unsigned i = 0; i < statement->n_columns; i++)
		if (statement->columns[i] != NULL && !reader->nulls[i] &&
		    !column_read(arena, statement->handle, reader, i, statement->columns[i], row))
			return -1;
	return 1;
}

enum fault
db_list(struct db *db, struct arena *arena, const struct query *query, const void *in, void **rows, size_t *count)
{
	struct db_statement *statement = NULL;
	struct row_reader reader;
	size_t size = query->out->size;
	enum fault fault = statement_execute(db, query, in, &statement);
	int got = 0;

	*rows = NULL;
	*count = 0;
	if (fault != FAULT_ok)
		return fault;
	reader_bind(&reader, statement);
	*rows = arena_array(arena, mysql_stmt_num_rows(statement->handle) + 1, size);
	if (mysql_stmt_bind_result(statement->handle, reader.binds) != 0)
		got = -1;
	while (got >= 0 && (got = row_fetch(arena, query, statement, &reader, (char *)*rows + *count * size)) > 0)
		(*count)++;
	if (got < 0)
		fault = statement_fault(db, query, statement->handle);
	(void)mysql_stmt_free_result(statement->handle); /* the rows are ours already */
	return fault;
}

enum fault
db_one(struct db *db, struct arena *arena, const struct query *query, const void *in, void *out)
{
	size_t count;
	void *rows;
	enum fault fault = db_list(db, arena, query, in, &rows, &count);

	if (fault != FAULT_ok)
		return fault;
	if (count == 0)
		return FAULT_unknown;
	memcpy(out, rows, query->out->size);
	return FAULT_ok;
}

enum fault
db_change(struct db *db, const struct query *query, const void *in, uint64_t *affected)
{
	struct db_statement *statement = NULL;
	enum fault fault = statement_execute(db, query, in, &statement);

	if (fault != FAULT_ok)
		return fault;
	db->inserted_key = mysql_stmt_insert_id(statement->handle);
	if (affected != NULL)
		*affected = mysql_stmt_affected_rows(statement->handle);
	return FAULT_ok;
}

/* Return whether a column of ${type} may fill a member of ${field}. */
static bool
type_fits(const struct field *field, enum enum_field_types type)
{
	bool whole = type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_SHORT || type == MYSQL_TYPE_INT24 ||
	    type == MYSQL_TYPE_LONG || type == MYSQL_TYPE_LONGLONG;
	bool text = type == MYSQL_TYPE_STRING || type == MYSQL_TYPE_VAR_STRING || type == MYSQL_TYPE_BLOB;

	switch (field->type) {
	case FIELD_bool:
	case FIELD_int:
	case FIELD_id:
		return whole;
	case FIELD_real:
		return type == MYSQL_TYPE_DOUBLE;
	case FIELD_instant:
		return type == MYSQL_TYPE_DATETIME;
	case FIELD_day:
		return type == MYSQL_TYPE_DATE;
	default:
		return text && field->type <= FIELD_json;
	}
}

static void
columns_compare(struct db *db, const struct query *query, struct db_statement *statement, struct buffer *out)
{
	MYSQL_RES *result = mysql_stmt_result_metadata(statement->handle);
	const MYSQL_FIELD *fields;
	unsigned n = statement->n_columns;

	if (result == NULL)
		return;
	fields = mysql_fetch_fields(result);
	for (unsigned i = 0; i < n; i++)
		if (statement->columns[i] == NULL)
			buffer_text(out, arena_printf(db->arena, "%s: column %s is no member of %s\n", query->name,
			    fields[i].name, query->out->name));
		else if (!type_fits(statement->columns[i], fields[i].type))
			buffer_text(out, arena_printf(db->arena, "%s: column %s has type %d, which does not fit\n",
			    query->name, fields[i].name, (int)fields[i].type));
	for (const struct field *field = query->out->fields; field->name != NULL; field++) {
		unsigned i = 0;

		while (i < n && statement->columns[i] != field)
			i++;
		if (i == n && field->type <= FIELD_json && (field->flags & FIELD_computed) == 0)
			buffer_text(out, arena_printf(db->arena, "%s: member %s of %s has no column\n", query->name,
			    field->name, query->out->name));
	}
	mysql_free_result(result);
}

void
db_compare(struct db *db, const struct query *query, struct buffer *out)
{
	struct db_statement *statement;

	if (db_prepare(db, query, &statement) != FAULT_ok) {
		db->poison = FAULT_ok;
		buffer_text(out, arena_printf(db->arena, "%s: cannot be prepared, as logged\n", query->name));
		return;
	}
	if ((query->out == NULL) != (statement->n_columns == 0))
		buffer_text(out, arena_printf(db->arena, "%s: signature and statement differ on rows\n", query->name));
	else if (query->out != NULL)
		columns_compare(db, query, statement, out);
}

const char *
db_check_queries(struct db *db, struct arena *arena)
{
	struct buffer wrong = { .arena = arena };

	for (size_t i = 0; i < sql_query_count; i++)
		db_compare(db, sql_queries[i], &wrong);
	db_forget_statements(db);
	return wrong.length == 0 ? NULL : buffer_string(&wrong);
}
