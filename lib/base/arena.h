#ifndef PARLANCE_ARENA_H
#define PARLANCE_ARENA_H

/*
 * Memory that dies together.
 *
 * Everything a request needs comes from one arena and is given back by one
 * arena_reset(), so handlers free nothing.  An arena that cannot grow ends
 * the process (exit 70): the supervisor starts a fresh one, and no caller
 * has to handle a failed allocation.
 */

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* Make an empty arena; free it with arena_free(). */
struct arena *arena_new(void);

/* Give all memory of ${arena} back to the system; NULL is allowed. */
void arena_free(struct arena *arena);

/*
 * Forget everything allocated from ${arena}; its first block is kept, so that
 * a worker between two requests holds a constant amount of memory.
 */
void arena_reset(struct arena *arena);

/* Return ${size} zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* Return ${count} zeroed elements of ${size} bytes each; an overflow of the product ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* Return a copy of the NUL-terminated ${text}; NULL gives NULL. */
char *arena_strdup(struct arena *arena, const char *text);

/* Return a NUL-terminated copy of the first ${length} bytes of ${text}. */
char *arena_strndup(struct arena *arena, const char *text, size_t length);

/* Return a copy of the ${length} bytes at ${bytes}. */
void *arena_memdup(struct arena *arena, const void *bytes, size_t length);

/* Return the text made by printf(3) from ${format}. */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
