#include "buffer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"

static void
buffer_reserve(struct buffer *buffer, size_t more)
{
	size_t need = buffer->length + more + 1;
	size_t capacity = buffer->capacity == 0 ? 256 : buffer->capacity;
	char *data;

	if (need <= buffer->capacity)
		return;
	while (capacity < need)
		capacity *= 2;
	data = arena_alloc(buffer->arena, capacity);
	if (buffer->length > 0)
		memcpy(data, buffer->data, buffer->length);
	buffer->data = data;
	buffer->capacity = capacity;
}

void
buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
	buffer_reserve(buffer, length);
	if (length > 0)
		memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

void
buffer_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void
buffer_byte(struct buffer *buffer, char byte)
{
	buffer_add(buffer, &byte, 1);
}

void
buffer_uint(struct buffer *buffer, uint64_t number)
{
	char digits[20];
	size_t i = sizeof(digits);

	do
		digits[--i] = (char)('0' + number % 10);
	while ((number /= 10) != 0);
	buffer_add(buffer, digits + i, sizeof(digits) - i);
}

void
buffer_int(struct buffer *buffer, int64_t number)
{
	if (number < 0)
		buffer_byte(buffer, '-');
	buffer_uint(buffer, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void
buffer_real(struct buffer *buffer, double number)
{
	char digits[32];
	int length;

	if (!isfinite(number)) {
		buffer_add(buffer, "null", 4);
		return;
	}
	length = snprintf(digits, sizeof(digits), "%.15g", number);
	if (length > 0)
		buffer_add(buffer, digits, (size_t)length);
}

void
buffer_json_text(struct buffer *buffer, const char *text)
{
	static const char hex[] = "0123456789abcdef", plain[] = "\"\\\n\r\t", letter[] = "\"\\nrt";
	const char *start;

	if (text == NULL) {
		buffer_add(buffer, "null", 4);
		return;
	}
	buffer_byte(buffer, '"');
	for (start = text; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		char escape[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
		const char *known;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buffer_add(buffer, start, (size_t)(text - start));
		start = text + 1;
		if ((known = memchr(plain, c, sizeof(plain) - 1)) != NULL) {
			escape[1] = letter[known - plain];
			buffer_add(buffer, escape, 2);
		} else {
			buffer_add(buffer, escape, sizeof(escape));
		}
	}
	buffer_add(buffer, start, (size_t)(text - start));
	buffer_byte(buffer, '"');
}

const char *
buffer_string(const struct buffer *buffer)
{
	return buffer->data == NULL ? "" : buffer->data;
}
