#ifndef PARLANCE_WORDMAP_H
#define PARLANCE_WORDMAP_H

/* A hash table from words (byte strings) to pointers, in an arena; it only grows. */

#include <stddef.h>

struct arena;
struct wordmap;

/* Make an empty table in ${arena}. */
struct wordmap *wordmap_new(struct arena *arena);

/* Return the value of the ${length} bytes at ${word}, or NULL. */
void *wordmap_find(const struct wordmap *map, const char *word, size_t length);

/*
 * Return the place of the value of ${word}, made with value NULL when it is
 * new; the place is good until the next call.  ${word} must live as long as ${map}.
 */
void **wordmap_place(struct wordmap *map, const char *word, size_t length);

#endif
