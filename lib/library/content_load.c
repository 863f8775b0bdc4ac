#include "content.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "arena.h"
#include "sql.h"
#include "tx.h"

static const char *const outcome_names[] = {
	[CONTENT_valid] = "valid",
	[CONTENT_created] = "created",
	[CONTENT_updated] = "updated",
	[CONTENT_refreshed] = "refreshed",
	[CONTENT_restored] = "restored",
	[CONTENT_unchanged] = "unchanged",
	[CONTENT_withdrawn] = "withdrawn",
	[CONTENT_refused] = "refused",
};

const char *
content_outcome_name(enum content_outcome outcome)
{
	return outcome_names[outcome];
}

enum fault
content_known(struct db *db, struct arena *arena, struct content_row **rows, size_t *count)
{
	return sql_content_system(db, arena, rows, count);
}

static int
row_compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct content_row *)row)->scenario_id);
}

const struct content_row *
content_row_find(const struct content_row *rows, size_t count, const char *scenario_id)
{
	return count == 0 ? NULL : bsearch(scenario_id, rows, count, sizeof(*rows), row_compare);
}

static bool
same(const struct digest *a, const struct digest *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* Return what has to happen to ${file}, of which the database has ${row} or NULL; sets version and flags to write. */
static enum content_outcome
outcome_of(struct content_load *load, struct content_file *file, const struct content_row *row)
{
	struct content *content = &file->content;
	struct digest document_hash;
	int64_t version;

	content->is_system_scenario = content->is_public = true;
	content->now = load->now;
	if (row == NULL)
		return CONTENT_created;
	content->scenario_key = row->scenario_key;
	content->withdrawn = row->withdrawn == WITHDRAWN_missing ? WITHDRAWN_no : row->withdrawn;
	file->kept_back = content->withdrawn != WITHDRAWN_no;
	version = row->version + (same(&content->content_hash, &row->content_hash) ? 0 : 1);
	content_render(load->arena, &file->scenario, version, content);
	if (version != row->version)
		return CONTENT_updated;
	if (content->withdrawn != row->withdrawn)
		return CONTENT_restored;
	(void)crypto_hash_sha256(document_hash.bytes, (const unsigned char *)content->document,
	    strlen(content->document)); /* always 0 */
	return load->refresh || !same(&document_hash, &row->document_hash) ? CONTENT_refreshed : CONTENT_unchanged;
}

static enum fault
file_store(struct content_load *load, struct content_file *file, const struct content_row *row)
{
	file->outcome = outcome_of(load, file, row);
	if (load->dry_run)
		return FAULT_ok;
	switch (file->outcome) {
	case CONTENT_created:
		return content_add(load->db, &file->content);
	case CONTENT_updated:
		return content_replace(load->db, &file->content, false);
	case CONTENT_refreshed:
	case CONTENT_restored:
		return content_replace(load->db, &file->content, true);
	default:
		return FAULT_ok;
	}
}

static bool
has_file(const struct content_load *load, const char *scenario_id)
{
	for (size_t i = 0; i < load->n_files; i++)
		if (strcmp(load->files[i].scenario_id, scenario_id) == 0)
			return true;
	return false;
}

static enum fault
missing_withdraw(struct content_load *load, const struct content_row *row)
{
	const struct content content = { .scenario_key = row->scenario_key, .withdrawn = WITHDRAWN_missing,
		.now = load->now };
	enum fault fault;

	load->missing[load->n_missing++] =
	    (struct content_file){ .scenario_id = row->scenario_id, .outcome = CONTENT_withdrawn };
	if (load->dry_run)
		return FAULT_ok;
	fault = sql_content_withdraw(load->db, &content, NULL);
	return fault == FAULT_ok ? sql_content_unlist(load->db, &content, NULL) : fault;
}

static enum fault
load_work(void *context)
{
	struct content_load *load = context;
	struct content_row *rows;
	size_t count;
	enum fault fault = sql_content_system_lock(load->db, load->arena, &rows, &count);

	if (fault != FAULT_ok)
		return fault;
	load->missing = arena_array(load->arena, count, sizeof(*load->missing));
	load->n_missing = 0;
	for (size_t i = 0; i < load->n_files && fault == FAULT_ok; i++)
		if (load->files[i].outcome != CONTENT_refused)
			fault = file_store(load, &load->files[i],
			    content_row_find(rows, count, load->files[i].scenario_id));
	for (size_t i = 0; i < count && fault == FAULT_ok; i++)
		if (rows[i].withdrawn == WITHDRAWN_no && !has_file(load, rows[i].scenario_id))
			fault = missing_withdraw(load, &rows[i]);
	return fault;
}

enum fault
content_load(struct content_load *load)
{
	return tx_run(load->db, load_work, load, true, NULL);
}
