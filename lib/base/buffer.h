#ifndef PARLANCE_BUFFER_H
#define PARLANCE_BUFFER_H

/* Text that grows, in an arena; always NUL-terminated once anything was added. */

#include <stddef.h>
#include <stdint.h>

struct arena;

struct buffer {
	struct arena *arena;
	char *data; /* NULL while empty */
	size_t length, capacity;
};

/* Append ${length} bytes of ${bytes} to ${buffer}. */
void buffer_add(struct buffer *buffer, const char *bytes, size_t length);

/* Append the NUL-terminated ${text}. */
void buffer_text(struct buffer *buffer, const char *text);

/* Append one byte. */
void buffer_byte(struct buffer *buffer, char byte);

/* Append ${number} in decimal. */
void buffer_int(struct buffer *buffer, int64_t number);
void buffer_uint(struct buffer *buffer, uint64_t number);

/* Append ${number} as JSON: shortest form of at most 15 digits; null when it is not finite. */
void buffer_real(struct buffer *buffer, double number);

/* Append ${text} as a JSON string with its quotes, or null for NULL. */
void buffer_json_text(struct buffer *buffer, const char *text);

/* Return what ${buffer} holds, "" when nothing was added. */
const char *buffer_string(const struct buffer *buffer);

#endif
