#include "wordmap.h"

#include "arena.h"

#include <stdint.h>
#include <string.h>

enum {
	FIRST_ROOM = 16, /* slots, a power of two */
	CHUNK = 32, /* entries that are allocated together */
};

struct entry {
	const char *word;
	void *value;
	uint32_t length, hash;
};

/* Entries stand in chunks in the order they came; the slots are small numbers, so growing leaves little behind. */
struct wordmap {
	struct arena *arena;
	uint32_t *slots; /* number of the entry + 1, 0: free */
	struct entry **chunks;
	size_t room, count, chunk_room; /* room is a power of two, at most three quarters of it are used */
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
entry_at(const struct wordmap *map, size_t number)
{
	return &map->chunks[number / CHUNK][number % CHUNK];
}

/* Return the slot of ${word}: the one that names it, or the free one where it belongs. */
static uint32_t *
slot_find(const struct wordmap *map, const char *word, size_t length, uint32_t hash)
{
	for (size_t i = hash;; i++) {
		uint32_t *slot = &map->slots[i & (map->room - 1)];
		const struct entry *entry;

		if (*slot == 0)
			return slot;
		entry = entry_at(map, *slot - 1);
		if (entry->hash == hash && entry->length == length && memcmp(entry->word, word, length) == 0)
			return slot;
	}
}

static void
slots_grow(struct wordmap *map)
{
	map->room *= 2;
	map->slots = arena_array(map->arena, map->room, sizeof(*map->slots));
	for (size_t i = 0; i < map->count; i++) {
		const struct entry *entry = entry_at(map, i);

		*slot_find(map, entry->word, entry->length, entry->hash) = (uint32_t)i + 1;
	}
}

static struct entry *
entry_add(struct wordmap *map)
{
	size_t chunk = map->count / CHUNK;

	if (map->count % CHUNK == 0) {
		if (chunk == map->chunk_room) {
			struct entry **chunks;

			map->chunk_room = map->chunk_room == 0 ? 4 : map->chunk_room * 2;
			chunks = arena_array(map->arena, map->chunk_room, sizeof(*chunks));
			if (chunk > 0)
				memcpy(chunks, map->chunks, chunk * sizeof(*chunks));
			map->chunks = chunks;
		}
		map->chunks[chunk] = arena_array(map->arena, CHUNK, sizeof(**map->chunks));
	}
	return entry_at(map, map->count++);
}

struct wordmap *
wordmap_new(struct arena *arena)
{
	struct wordmap *map = arena_alloc(arena, sizeof(*map));

	map->arena = arena;
	map->room = FIRST_ROOM;
	map->slots = arena_array(arena, map->room, sizeof(*map->slots));
	return map;
}

void *
wordmap_find(const struct wordmap *map, const char *word, size_t length)
{
	uint32_t slot = *slot_find(map, word, length, word_hash(word, length));

	return slot == 0 ? NULL : entry_at(map, slot - 1)->value;
}

void **
wordmap_place(struct wordmap *map, const char *word, size_t length)
{
	uint32_t hash = word_hash(word, length), *slot = slot_find(map, word, length, hash);
	struct entry *entry;

	if (*slot != 0)
		return &entry_at(map, *slot - 1)->value;
	if ((map->count + 1) * 4 > map->room * 3) {
		slots_grow(map);
		slot = slot_find(map, word, length, hash);
	}
	entry = entry_add(map);
	*entry = (struct entry){ word, NULL, (uint32_t)length, hash };
	*slot = (uint32_t)map->count;
	return &entry->value;
}
