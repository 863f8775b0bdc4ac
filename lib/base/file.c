#include "file.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "arena.h"

static const char *
failure(struct arena *arena, const char *path)
{
	return arena_printf(arena, "%s cannot be read: %s", path, strerror(errno));
}

static const char *
stream_read(struct arena *arena, FILE *stream, size_t max_bytes, struct file *file)
{
	size_t capacity = 4096, length = 0;
	char *text = arena_alloc(arena, capacity + 1);

	for (;;) {
		char *larger;

		length += fread(text + length, 1, capacity - length, stream);
		if (length < capacity)
			break;
		if (capacity > max_bytes)
			return arena_printf(arena, "%s is larger than %zu bytes", file->path, max_bytes);
		larger = arena_alloc(arena, capacity * 2 + 1);
		memcpy(larger, text, length);
		text = larger;
		capacity *= 2;
	}
	if (ferror(stream) != 0)
		return failure(arena, file->path);
	if (length > max_bytes)
		return arena_printf(arena, "%s is larger than %zu bytes", file->path, max_bytes);
	text[length] = '\0';
	file->text = text;
	file->length = length;
	return NULL;
}

const char *
file_read(struct arena *arena, const char *path, size_t max_bytes, struct file *file)
{
	FILE *stream = fopen(path, "rbe");
	const char *error;

	memset(file, 0, sizeof(*file));
	file->path = arena_strdup(arena, path);
	if (stream == NULL)
		return failure(arena, path);
	error = stream_read(arena, stream, max_bytes, file);
	if (fclose(stream) != 0 && error == NULL)
		error = failure(arena, path);
	if (error == NULL)
		(void)crypto_hash_sha256(file->sha256.bytes, (const unsigned char *)file->text, file->length); /* always 0 */
	return error;
}

static int
path_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
ends_with(const char *text, const char *suffix)
{
	size_t length = strlen(text), end = strlen(suffix);

	return length > end && strcmp(text + length - end, suffix) == 0;
}

struct found {
	struct arena *arena;
	const char **paths;
	size_t count, capacity;
};

static void
found_add(struct found *found, const char *path)
{
	if (found->count == found->capacity) {
		size_t capacity = found->capacity == 0 ? 64 : found->capacity * 2;
		const char **paths = arena_array(found->arena, capacity, sizeof(*paths));

		if (found->count > 0)
			memcpy(paths, found->paths, found->count * sizeof(*paths));
		found->paths = paths;
		found->capacity = capacity;
	}
	found->paths[found->count++] = arena_strdup(found->arena, path);
}

const char *
file_list(struct arena *arena, const char *directory, const char *suffix, const char ***paths, size_t *count)
{
	char *const roots[] = { arena_strdup(arena, directory), NULL };
	struct found found = { .arena = arena };
	const char *error = NULL;
	FTS *walk;

	*paths = NULL;
	*count = 0;
	if ((walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL)) == NULL)
		return failure(arena, directory);
	for (FTSENT *entry; error == NULL && (entry = fts_read(walk)) != NULL;) {
		if (entry->fts_info == FTS_ERR || entry->fts_info == FTS_DNR || entry->fts_info == FTS_NS) {
			errno = entry->fts_errno;
			error = failure(arena, entry->fts_path);
		} else if (entry->fts_level > 0 && entry->fts_name[0] == '.') {
			(void)fts_set(walk, entry, FTS_SKIP); /* fails only for a wrong instruction */
		} else if (entry->fts_info == FTS_F && ends_with(entry->fts_name, suffix)) {
			found_add(&found, entry->fts_path);
		}
	}
	if (fts_close(walk) != 0 && error == NULL)
		error = failure(arena, directory);
	if (found.count > 0)
		qsort(found.paths, found.count, sizeof(*found.paths), path_compare);
	*paths = found.paths;
	*count = found.count;
	return error;
}

const char *
file_stem(struct arena *arena, const char *path, const char *suffix)
{
	const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;

	return arena_strndup(arena, name, strlen(name) - (ends_with(name, suffix) ? strlen(suffix) : 0));
}
