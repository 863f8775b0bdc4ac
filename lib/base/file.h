#ifndef PARLANCE_FILE_H
#define PARLANCE_FILE_H

/* Whole files and lists of files, for the command line; a worker reads none while it serves. */

#include <stdbool.h>
#include <stddef.h>

#include "record.h"

struct arena;

struct file {
	const char *path;
	const char *text; /* NUL-terminated */
	size_t length;
	struct digest sha256; /* of text */
};

/*
 * Read the file at ${path}, of at most ${max_bytes} bytes, into ${file}.
 * Return NULL, or a sentence in memory of ${arena} that says why not.
 */
const char *file_read(struct arena *arena, const char *path, size_t max_bytes, struct file *file);

/*
 * Find the files below ${directory} whose names end with ${suffix}, however
 * deep, sorted by path in byte order; names that begin with a dot are left
 * out.  ${*paths} has ${*count} of them.  Return NULL, or a sentence.
 */
const char *file_list(struct arena *arena, const char *directory, const char *suffix, const char ***paths,
    size_t *count);

/* Return the last part of ${path} without ${suffix}, when it ends with it. */
const char *file_stem(struct arena *arena, const char *path, const char *suffix);

#endif
