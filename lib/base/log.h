#ifndef PARLANCE_LOG_H
#define PARLANCE_LOG_H

/*
 * One JSON object per line on stderr.  Never contents, tokens or passwords:
 * callers log codes, names of statements and counts.
 */

#include <stdint.h>

/* Set the request id that following lines carry; NULL ends it. Kept by reference. */
void log_request(const char *request_id);

/* Log a fault of ours, once, where it is found; like printf(3). */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Log something an operator wants to know. */
void log_notice(const char *format, ...) __attribute__((format(printf, 1, 2)));

struct log_access {
	const char *method;
	const char *route; /* the template, never the path */
	const char *code; /* code word of the fault, or "ok" */
	uint64_t user_key; /* 0 when signed out */
	int status;
	int retries;
	int64_t microseconds; /* of the whole request */
	int64_t db_microseconds;
	unsigned statements;
};

/* Log one answered request. */
void log_access(const struct log_access *access);

#endif
