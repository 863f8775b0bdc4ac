#include "content.h"

#include <string.h>

#include <sodium.h>

#include "arena.h"
#include "buffer.h"
#include "sql.h"
#include "text.h"

/* clang-format off */
#define RECORD_STRUCT struct content_row
static const struct field content_row_fields[] = {
	KEY(scenario_key),
	TEXT(scenario_id, 0, 1, 100),
	INT(version, 0, 1, UINT32_MAX),
	INT(withdrawn, 0, WITHDRAWN_no, WITHDRAWN_missing),
	DIGEST(content_hash),
	DIGEST(document_hash),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(content_row);

#define RECORD_STRUCT struct content
static const struct field content_fields[] = {
	KEY(scenario_key),
	TEXT(scenario_id, 0, 3, 100),
	TEXT(situation_id, 0, 3, 100),
	TEXT(title, 0, 3, 100),
	TEXT(description, 0, 0, 500),
	ENUM(category, 0, category_names),
	ENUM(difficulty, 0, difficulty_names),
	ENUM(cefr_level, 0, cefr_names),
	TEXT(language, 0, 2, 10),
	INT(estimated_duration, 0, 5, 60),
	TEXT(user_role, 0, 1, 50),
	TEXT(partner_role, 0, 1, 50),
	TEXT(setting, 0, 0, 500),
	KEY(created_by),
	BOOL(is_system_scenario, 0),
	BOOL(is_public, 0),
	INT(withdrawn, 0, WITHDRAWN_no, WITHDRAWN_missing),
	INT(version, 0, 1, UINT32_MAX),
	JSON(content, 0),
	JSON(document, 0),
	DIGEST(content_hash),
	JSON(phases, 0),
	JSON(words, 0),
	JSON(terms, 0),
	JSON(translations, 0),
	INT(phase_count, 0, 2, 6),
	NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(content);

/* Rows of the projections, as SQL reads them from JSON. */
struct phase_row {
	int64_t phase_number; /* from 1 */
	const char *phase_id, *name, *description;
	int64_t expected_duration_minutes;
};

#define RECORD_STRUCT struct phase_row
static const struct field phase_row_fields[] = {
	INT(phase_number, 0, 1, 6),
	TEXT(phase_id, 0, 1, 100),
	TEXT(name, 0, 3, 100),
	TEXT(description, 0, 10, 1000),
	INT(expected_duration_minutes, 0, 1, 30),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(phase_row);

struct word_row {
	int64_t phase_number; /* from 1 */
	int64_t position; /* from 0 */
	const char *term, *term_key;
};

#define RECORD_STRUCT struct word_row
static const struct field word_row_fields[] = {
	INT(phase_number, 0, 1, 6),
	INT(position, 0, 0, 29),
	TEXT(term, 0, 1, 200),
	TEXT(term_key, 0, 1, 255),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(word_row);

/* What a list shows of a translation. */
#define RECORD_STRUCT struct scenario_translation
static const struct field listing_translation_fields[] = {
	TEXT(title, 0, 1, 100),
	TEXT(description, 0, 1, 500),
	FIELDS_END
};
#undef RECORD_STRUCT
static const struct record listing_translation_record =
    { "listing_translation", sizeof(struct scenario_translation), listing_translation_fields, NO_GIVEN, NULL };
/* clang-format on */

static const char *
phases_json(struct arena *arena, const struct scenario *scenario)
{
	struct phase_row *rows = arena_array(arena, scenario->n_phases, sizeof(*rows));
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < scenario->n_phases; i++) {
		const struct phase *phase = &scenario->phases[i];

		rows[i] = (struct phase_row){ (int64_t)i + 1, phase->phase_id, phase->name, phase->description,
			phase->expected_duration_minutes };
	}
	record_write_list(&out, &phase_row_record, rows, scenario->n_phases);
	return buffer_string(&out);
}

static const char *
words_json(struct arena *arena, const struct scenario *scenario)
{
	struct buffer out = { .arena = arena };
	struct word_row *rows;
	size_t count = 0;

	for (size_t i = 0; i < scenario->n_phases; i++)
		count += scenario->phases[i].n_key_vocabulary;
	rows = arena_array(arena, count, sizeof(*rows));
	count = 0;
	for (size_t i = 0; i < scenario->n_phases; i++)
		for (size_t k = 0; k < scenario->phases[i].n_key_vocabulary; k++) {
			const char *term = scenario->phases[i].key_vocabulary[k].term;

			rows[count++] = (struct word_row){ (int64_t)i + 1, (int64_t)k, term, text_fold(arena, term) };
		}
	record_write_list(&out, &word_row_record, rows, count);
	return buffer_string(&out);
}

static const char *
translations_json(struct arena *arena, const struct scenario *scenario)
{
	struct buffer out = { .arena = arena };

	buffer_byte(&out, '{');
	for (size_t i = 0; i < scenario->n_translations; i++) {
		if (i > 0)
			buffer_byte(&out, ',');
		buffer_json_text(&out, scenario->translations[i].language);
		buffer_byte(&out, ':');
		record_write(&out, &listing_translation_record, &scenario->translations[i]);
	}
	buffer_byte(&out, '}');
	return buffer_string(&out);
}

/* Return what learners see of ${scenario}, with the version as its first member. */
static const char *
document_json(struct arena *arena, const struct scenario *scenario, int64_t version)
{
	struct buffer out = { .arena = arena };

	record_write(&out, &scenario_document_record, scenario);
	return arena_printf(arena, "{\"version\":%lld,%s", (long long)version, buffer_string(&out) + 1);
}

static const char *
or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

void
content_render(struct arena *arena, const struct scenario *scenario, int64_t version, struct content *content)
{
	content->scenario_id = scenario->scenario_id;
	content->situation_id = scenario->situation_id;
	content->title = scenario->title;
	content->description = or_empty(scenario->description);
	content->category = scenario->category;
	content->difficulty = scenario->difficulty;
	content->cefr_level = scenario->cefr_level;
	content->language = scenario->language;
	content->estimated_duration = scenario->estimated_duration;
	content->user_role = scenario->user_role;
	content->partner_role = scenario->partner_role;
	content->setting = scenario->setting;
	content->version = version;
	content->content = scenario_json(arena, scenario);
	content->document = document_json(arena, scenario, version);
	content->phases = phases_json(arena, scenario);
	content->words = words_json(arena, scenario);
	content->terms = content_search(arena, scenario);
	content->translations = translations_json(arena, scenario);
	content->phase_count = (int64_t)scenario->n_phases;
	(void)crypto_hash_sha256(content->content_hash.bytes, (const unsigned char *)content->content,
	    strlen(content->content)); /* always 0 */
}

typedef enum fault content_change(struct db *db, const struct content *content, uint64_t *affected);

static enum fault
changes_make(struct db *db, const struct content *content, content_change *const *changes, size_t count)
{
	enum fault fault = FAULT_ok;

	for (size_t i = 0; i < count && fault == FAULT_ok; i++)
		fault = changes[i](db, content, NULL);
	return fault;
}

/* Make everything that is derived from the document anew. */
static enum fault
projections_make(struct db *db, const struct content *content)
{
	static content_change *const changes[] = { sql_content_phases_drop, sql_content_phases_add,
		sql_content_words_drop, sql_content_words_add, sql_content_terms_drop, sql_content_terms_add,
		sql_content_unlist };
	bool listed = (content->is_system_scenario || content->is_public) && content->withdrawn == WITHDRAWN_no;
	enum fault fault = changes_make(db, content, changes, sizeof(changes) / sizeof(*changes));

	return fault == FAULT_ok && listed ? sql_content_list(db, content, NULL) : fault;
}

enum fault
content_add(struct db *db, struct content *content)
{
	static content_change *const changes[] = { sql_content_version_add, sql_content_metadata_add };
	enum fault fault = sql_content_insert(db, content, NULL);

	if (fault != FAULT_ok)
		return fault;
	content->scenario_key = db_inserted_key(db);
	if ((fault = changes_make(db, content, changes, sizeof(changes) / sizeof(*changes))) != FAULT_ok)
		return fault;
	return projections_make(db, content);
}

enum fault
content_replace(struct db *db, const struct content *content, bool same_version)
{
	enum fault fault = sql_content_update(db, content, NULL);

	if (fault == FAULT_ok && !same_version)
		fault = sql_content_version_add(db, content, NULL);
	return fault == FAULT_ok ? projections_make(db, content) : fault;
}
