#include "log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"

enum { LINE_MAX_BYTES = 2048 };

static const char *log_request_id;

void
log_request(const char *request_id)
{
	log_request_id = request_id;
}

/* Write ${line} at once, so that lines of several workers do not mix. */
static void
line_write(char *line, size_t length)
{
	ssize_t written;

	line[length] = '\n';
	written = write(STDERR_FILENO, line, length + 1);
	(void)written; /* there is nowhere left to complain */
}

/* Make ${text} harmless inside a JSON string. */
static void
text_escape(char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || *text == '"' || *text == '\\' || *text == 0x7f)
			*text = '\'';
}

static void
log_text(const char *level, const char *format, va_list args)
{
	char text[LINE_MAX_BYTES / 2], line[LINE_MAX_BYTES + 2];
	int length = vsnprintf(text, sizeof(text), format, args);

	if (length < 0)
		return;
	text_escape(text);
	length = snprintf(line, LINE_MAX_BYTES, "{\"at\":%" PRId64 ",\"level\":\"%s\",\"request_id\":\"%s\",\"text\":\"%s\"}",
	    clock_now(), level, log_request_id == NULL ? "" : log_request_id, text);
	if (length > 0 && length < LINE_MAX_BYTES)
		line_write(line, (size_t)length);
}

void
log_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_text("error", format, args);
	va_end(args);
}

void
log_notice(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_text("notice", format, args);
	va_end(args);
}

void
log_access(const struct log_access *access)
{
	char line[LINE_MAX_BYTES + 2];
	int length = snprintf(line, LINE_MAX_BYTES,
	    "{\"at\":%" PRId64 ",\"level\":\"access\",\"request_id\":\"%s\",\"method\":\"%s\",\"route\":\"%s\",\"status\":%d,"
	    "\"code\":\"%s\",\"user\":%" PRIu64 ",\"ms\":%.3f,\"db_ms\":%.3f,\"statements\":%u,\"retries\":%d}",
	    clock_now(), log_request_id == NULL ? "" : log_request_id, access->method, access->route, access->status,
	    access->code, access->user_key, (double)access->microseconds / 1000.0,
	    (double)access->db_microseconds / 1000.0, access->statements, access->retries);

	if (length > 0 && length < LINE_MAX_BYTES)
		line_write(line, (size_t)length);
}
