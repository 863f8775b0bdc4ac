#ifndef PARLANCE_COURSE_CACHE_H
#define PARLANCE_COURSE_CACHE_H

/*
 * Compiled scenarios of this process.  A version never changes, so a course
 * stays right for ever; the least recently used one makes room.
 */

#include <stdint.h>

#include "fault.h"

struct arena;
struct course;
struct course_cache;
struct db;
struct language;
struct scenario;

enum { COURSES_MAX = 4 }; /* about 1-2 MiB each; a worker is to stay below 12 */

/* Make an empty cache; language packs are read from ${data_directory}/lang. */
struct course_cache *course_cache_new(const char *data_directory);
void course_cache_free(struct course_cache *cache);

/* A course and the scenario it was made of; valid until the next course_cache_find(). */
struct course_entry {
	const struct course *course;
	const struct scenario *scenario;
	const struct language *language, *native;
};

/*
 * Find version ${version} of the scenario with the key ${scenario_key}, for
 * learners whose native language is ${native}; read and compiled from ${db}
 * when it is not here yet.  FAULT_unknown without such a version, internal
 * when its document or a language pack cannot be read.
 */
enum fault course_cache_find(struct course_cache *cache, struct db *db, uint64_t scenario_key, int64_t version,
    const char *native, struct course_entry *entry);

#endif
