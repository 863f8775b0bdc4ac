#include "course_cache.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "arena.h"
#include "db.h"
#include "language.h"
#include "log.h"
#include "practice.h"
#include "run.h"
#include "scenario.h"
#include "sql.h"

struct course_slot {
	struct arena *arena; /* NULL: empty */
	uint64_t scenario_key;
	int64_t version;
	char native[11];
	uint64_t used; /* when, by the cache's counter */
	struct course_entry entry;
};

struct course_cache {
	char *lang_directory;
	uint64_t counter;
	struct course_slot slots[COURSES_MAX];
};

struct course_cache *
course_cache_new(const char *data_directory)
{
	struct course_cache *cache = calloc(1, sizeof(*cache));
	size_t size = strlen(data_directory) + sizeof("/lang");

	if (cache == NULL || (cache->lang_directory = malloc(size)) == NULL)
		exit(EX_SOFTWARE);
	(void)stpcpy(stpcpy(cache->lang_directory, data_directory), "/lang");
	return cache;
}

void
course_cache_free(struct course_cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < COURSES_MAX; i++)
		arena_free(cache->slots[i].arena);
	free(cache->lang_directory);
	free(cache);
}

/* Read and compile into ${slot}, whose arena is new. */
static enum fault
slot_fill(struct course_cache *cache, struct db *db, struct course_slot *slot)
{
	struct arena *arena = slot->arena;
	struct scenario *scenario = arena_alloc(arena, sizeof(*scenario));
	struct problems problems = { .arena = arena };
	struct version_key key = { slot->scenario_key, slot->version };
	struct version_content content;
	const char *error = NULL;
	enum fault fault = sql_version_content(db, arena, &key, &content);

	if (fault != FAULT_ok)
		return fault;
	if (!scenario_read(content.content, strlen(content.content), scenario, &problems)) {
		log_error("scenario %llu version %lld: %s: %s", (unsigned long long)slot->scenario_key,
		    (long long)slot->version, problems.items[0].pointer, problems.items[0].message);
		return FAULT_internal;
	}
	slot->entry.scenario = scenario;
	slot->entry.language = language_load(arena, cache->lang_directory, scenario->language, &error);
	slot->entry.native = language_load(arena, cache->lang_directory, slot->native, &error);
	if (slot->entry.language == NULL) {
		log_error("language pack: %s", error);
		return FAULT_internal;
	}
	slot->entry.course = practice_compile(arena, scenario, slot->entry.language, slot->entry.native);
	return FAULT_ok;
}

enum fault
course_cache_find(struct course_cache *cache, struct db *db, uint64_t scenario_key, int64_t version, const char *native,
    struct course_entry *entry)
{
	struct course_slot *slot = &cache->slots[0];
	enum fault fault;

	cache->counter++;
	for (size_t i = 0; i < COURSES_MAX; i++) {
		struct course_slot *other = &cache->slots[i];

		if (other->arena != NULL && other->scenario_key == scenario_key && other->version == version &&
		    strcmp(other->native, native) == 0) {
			other->used = cache->counter;
			*entry = other->entry;
			return FAULT_ok;
		}
		if (other->used < slot->used)
			slot = other;
	}
	arena_free(slot->arena);
	memset(slot, 0, sizeof(*slot));
	slot->arena = arena_new();
	slot->scenario_key = scenario_key;
	slot->version = version;
	(void)stpncpy(slot->native, native, sizeof(slot->native) - 1);
	slot->used = cache->counter;
	fault = slot_fill(cache, db, slot);
	*entry = slot->entry;
	if (fault != FAULT_ok) {
		arena_free(slot->arena);
		memset(slot, 0, sizeof(*slot));
	}
	return fault;
}
