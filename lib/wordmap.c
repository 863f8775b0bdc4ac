#include "wordmap.h"

#include "arena.h"

#include <stdint.h>
#include <string.h>

enum { FIRST_ROOM = 64 }; /* a power of two */

struct entry {
	const char *word;
	size_t length;
	uint32_t hash;
	void *value;
};

struct wordmap {
	struct arena *arena;
	struct entry *entries;
	size_t room, count; /* room is a power of two, at most half of it is used */
};

/* FNV-1a, 32 bit. */
static uint32_t
word_hash(const char *word, size_t length)
{
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)word[i]) * 16777619U;
	return hash;
}

static struct entry *
entry_find(const struct wordmap *map, const char *word, size_t length, uint32_t hash)
{
	for (size_t i = hash;; i++) {
		struct entry *entry = &map->entries[i & (map->room - 1)];

		if (entry->word == NULL)
			return entry;
		if (entry->hash == hash && entry->length == length && memcmp(entry->word, word, length) == 0)
			return entry;
	}
}

static void
wordmap_grow(struct wordmap *map)
{
	struct entry *old = map->entries;
	size_t room = map->room;

	map->room = room * 2;
	map->entries = arena_array(map->arena, map->room, sizeof(*map->entries));
	for (size_t i = 0; i < room; i++)
		if (old[i].word != NULL)
			*entry_find(map, old[i].word, old[i].length, old[i].hash) = old[i];
}

struct wordmap *
wordmap_new(struct arena *arena)
{
	struct wordmap *map = arena_alloc(arena, sizeof(*map));

	map->arena = arena;
	map->room = FIRST_ROOM;
	map->entries = arena_array(arena, map->room, sizeof(*map->entries));
	return map;
}

void *
wordmap_find(const struct wordmap *map, const char *word, size_t length)
{
	return entry_find(map, word, length, word_hash(word, length))->value;
}

void **
wordmap_place(struct wordmap *map, const char *word, size_t length)
{
	uint32_t hash = word_hash(word, length);
	struct entry *entry = entry_find(map, word, length, hash);

	if (entry->word != NULL)
		return &entry->value;
	if ((map->count + 1) * 2 > map->room) {
		wordmap_grow(map);
		entry = entry_find(map, word, length, hash);
	}
	map->count++;
	*entry = (struct entry){ word, length, hash, NULL };
	return &entry->value;
}
