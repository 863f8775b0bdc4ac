/*
 * Whole requests against the router while the database cannot be reached:
 * whatever is sent, the answer is one that a client can read, never an
 * internal error.  An input is text: method and target, header lines
 * `name: value`, an empty line, the body.
 *
 * The functions of lib/store/db.h are defined here, so that the ones that need a
 * server are not linked.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "arena.h"
#include "config.h"
#include "db.h"
#include "log.h"
#include "request.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

enum fault
db_one(struct db *db, struct arena *arena, const struct query *query, const void *in, void *out)
{
	(void)db, (void)arena, (void)query, (void)in, (void)out;
	return FAULT_unavailable;
}

enum fault
db_list(struct db *db, struct arena *arena, const struct query *query, const void *in, void **rows, size_t *count)
{
	(void)db, (void)arena, (void)query, (void)in;
	*rows = NULL;
	*count = 0;
	return FAULT_unavailable;
}

enum fault
db_change(struct db *db, const struct query *query, const void *in, uint64_t *affected)
{
	(void)db, (void)query, (void)in, (void)affected;
	return FAULT_unavailable;
}

uint64_t
db_inserted_key(const struct db *db)
{
	(void)db;
	return 0;
}

enum fault
db_begin(struct db *db)
{
	(void)db;
	return FAULT_ok;
}

enum fault
db_commit(struct db *db)
{
	(void)db;
	return FAULT_unavailable;
}

void
db_rollback(struct db *db)
{
	(void)db;
}

struct db_stats
db_stats(const struct db *db)
{
	(void)db;
	return (struct db_stats){ 0 };
}

void
db_stats_reset(struct db *db)
{
	(void)db;
}

/* No request comes to these; files that do are linked for the records they define. */
const char *
db_check_queries(struct db *db, struct arena *arena)
{
	(void)db, (void)arena;
	abort();
}

const char *
db_check_server(struct db *db, struct arena *arena)
{
	(void)db, (void)arena;
	abort();
}

enum fault
db_execute_script(struct db *db, const char *sql, size_t length, const char **error)
{
	(void)db, (void)sql, (void)length, (void)error;
	abort();
}

enum fault
db_report(struct db *db, struct arena *arena, const char *sql, size_t length, struct db_table *table,
    const char **error)
{
	(void)db, (void)arena, (void)sql, (void)length, (void)table, (void)error;
	abort();
}

/* The lines would be most of the work. */
void
log_access(const struct log_access *access)
{
	if (access->route == NULL || access->code == NULL)
		abort();
}

void
log_request(const char *request_id)
{
	(void)request_id;
}

void
log_error(const char *format, ...)
{
	(void)format;
}

void
log_notice(const char *format, ...)
{
	(void)format;
}

/* Hashes of 8 KiB: registering with a link comes to one before it needs the database. */
static const struct config config = { .public_origin = "https://localhost:8443", .registration = REGISTRATION_open,
	.password_min = 12, .argon2_memory = 8, .argon2_passes = 1, .secret = "0123456789abcdef0123456789abcdef" };

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	return sodium_init() < 0 ? -1 : 0;
}

/* Cut the first line off ${*text}. */
static char *
line_cut(char **text)
{
	char *line = *text;

	*text += strcspn(line, "\n");
	if (**text == '\n')
		*(*text)++ = '\0';
	return line;
}

/* Put the value of the header ${line} into ${http}. */
static void
header_set(struct http_request *http, char *line)
{
	const struct {
		const char *name, **value;
	} headers[] = { { "content-type", &http->content_type }, { "cookie", &http->cookie }, { "origin", &http->origin },
		{ "sec-fetch-site", &http->fetch_site }, { "if-match", &http->if_match },
		{ "if-none-match", &http->if_none_match }, { "idempotency-key", &http->idempotency_key } };
	char *value = strstr(line, ": ");

	for (size_t i = 0; value != NULL && i < sizeof(headers) / sizeof(*headers); i++)
		if (strncmp(line, headers[i].name, (size_t)(value - line)) == 0)
			*headers[i].value = value + 2;
}

static void
request_make(char *text, size_t length, struct http_request *http)
{
	char *end = text + length, *line = line_cut(&text), *space = strchr(line, ' '), *question;

	http->method = line;
	if (space != NULL) {
		*space = '\0';
		http->path = space + 1;
		if ((question = strchr(space + 1, '?')) != NULL) {
			*question = '\0';
			http->query = question + 1;
		}
	}
	while (*text != '\n' && *text != '\0')
		header_set(http, line_cut(&text));
	if (text < end)
		text++;
	http->body = text;
	http->body_length = text < end ? (size_t)(end - text) : 0;
}

static void
answer_check(const struct http_answer *answer)
{
	json_t *json;

	if (answer->status < 200 || answer->status > 599 || answer->status == 500 || answer->cache_control == NULL)
		abort();
	if ((answer->status == 405) != (answer->allow != NULL) || (answer->status == 503 && answer->retry_after <= 0))
		abort();
	if ((answer->body == NULL) != (answer->content_type == NULL) || (answer->status >= 400 && answer->body == NULL))
		abort();
	if (answer->body == NULL)
		return;
	if ((json = json_loadb(answer->body, answer->body_length, JSON_REJECT_DUPLICATES, NULL)) == NULL)
		abort();
	if (answer->status >= 400 && json_integer_value(json_object_get(json, "status")) != answer->status)
		abort();
	json_decref(json);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct app app = { .config = &config, .openapi = "{}" };
	struct http_request http = { .method = "", .path = "", .query = "", .content_type = "", .cookie = "", .origin = "",
		.fetch_site = "", .if_match = "", .if_none_match = "", .idempotency_key = "", .address = "192.0.2.1",
		.user_agent = "", .request_id = "fuzz", .body = "", .now = 1700000000000 };
	struct http_answer answer;

	request_make(arena_strndup(arena, (const char *)data, size), size, &http);
	if (text_is_utf8(http.path, strlen(http.path))) { /* as nginx sends it, decoded; other paths are refused there */
		route_dispatch(&app, arena, &http, &answer);
		answer_check(&answer);
	}
	arena_free(arena);
	return 0;
}
