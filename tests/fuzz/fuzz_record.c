/*
 * JSON that somebody sent, through the descriptors and back: what is taken
 * without a problem is written as strict JSON, and that is taken again and
 * written the same.  The first byte of an input chooses the record.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "arena.h"
#include "buffer.h"
#include "input.h"
#include "review.h"
#include "run.h"
#include "scenario.h"
#include "trial.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct record *const records[] = { &registration_in_record, &login_in_record, &me_patch_record,
	&run_start_in_record, &run_say_in_record, &trial_in_record, &review_in_record, &scenario_record };

/* Read ${length} bytes at ${bytes} into a new struct of ${record}; NULL when a rule is broken. */
static void *
taken(struct arena *arena, const struct record *record, const char *bytes, size_t length)
{
	struct problems problems = { .arena = arena };
	void *data = arena_alloc(arena, record->size);
	json_t *json = input_parse(bytes, length, INPUT_TOKENS, &problems);

	record_clear(record, data);
	if (json != NULL)
		record_read(record, json, "", data, &problems);
	json_decref(json);
	for (size_t i = 0; i < problems.count && i < PROBLEMS_MAX; i++)
		if (problems.items[i].code[0] == '\0' || problems.items[i].message[0] == '\0' ||
		    (problems.items[i].pointer[0] != '\0' && problems.items[i].pointer[0] != '/'))
			abort();
	return problems.count == 0 ? data : NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena;
	void *first;

	if (size == 0)
		return 0;
	arena = arena_new();
	first = taken(arena, records[data[0] % (sizeof(records) / sizeof(*records))], (const char *)data + 1, size - 1);
	if (first != NULL) {
		const struct record *record = records[data[0] % (sizeof(records) / sizeof(*records))];
		struct buffer once = { .arena = arena }, twice = { .arena = arena };
		void *second;

		record_write(&once, record, first);
		if ((second = taken(arena, record, buffer_string(&once), once.length)) == NULL)
			abort();
		record_write(&twice, record, second);
		if (once.length != twice.length || strcmp(buffer_string(&once), buffer_string(&twice)) != 0)
			abort();
	}
	arena_free(arena);
	return 0;
}
