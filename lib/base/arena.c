#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

enum { BLOCK_SIZE = 32 * 1024 };

struct block {
	struct block *next;
	size_t size, used; /* bytes of data[] */
	alignas(max_align_t) unsigned char data[];
};

struct arena {
	struct block *current; /* newest first; the last one is the kept one */
};

static _Noreturn void
arena_exhausted(void)
{
	fputs("parlance: out of memory\n", stderr);
	_Exit(EX_SOFTWARE);
}

static struct block *
block_new(size_t size, struct block *next)
{
	struct block *block;

	if (size > SIZE_MAX - sizeof(*block) || (block = malloc(sizeof(*block) + size)) == NULL)
		arena_exhausted();
	block->next = next;
	block->size = size;
	block->used = 0;
	return block;
}

struct arena *
arena_new(void)
{
	struct arena *arena = malloc(sizeof(*arena));

	if (arena == NULL)
		arena_exhausted();
	arena->current = block_new(BLOCK_SIZE, NULL);
	return arena;
}

void
arena_reset(struct arena *arena)
{
	while (arena->current->next != NULL) {
		struct block *block = arena->current;

		arena->current = block->next;
		free(block);
	}
	arena->current->used = 0;
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	arena_reset(arena);
	free(arena->current);
	free(arena);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct block *block = arena->current;
	const size_t align = alignof(max_align_t);
	void *memory;

	if (size > SIZE_MAX - align)
		arena_exhausted();
	size = (size + align - 1) / align * align;
	if (size > block->size - block->used) {
		block = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE, block);
		arena->current = block;
	}
	memory = block->data + block->used;
	block->used += size;
	return memset(memory, 0, size);
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		arena_exhausted();
	return arena_alloc(arena, total);
}

void *
arena_memdup(struct arena *arena, const void *bytes, size_t length)
{
	void *copy = arena_alloc(arena, length);

	return length == 0 ? copy : memcpy(copy, bytes, length);
}

char *
arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	if (length > 0)
		memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *
arena_strdup(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_strndup(arena, text, strlen(text));
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		arena_exhausted();
	text = arena_alloc(arena, (size_t)length + 1);
	if (vsnprintf(text, (size_t)length + 1, format, args) != length)
		arena_exhausted();
	return text;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}
