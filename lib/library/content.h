#ifndef PARLANCE_CONTENT_H
#define PARLANCE_CONTENT_H

/*
 * Scenario documents into the database: one path for system files and for what
 * people write.  A document is checked, made canonical and hashed; a new hash
 * makes a new immutable row of scenario_versions, and the rendered document,
 * phases, words, search terms and the list row are written anew from it in
 * the same transaction (domain.md, Scenarios).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "record.h"
#include "scenario.h"

struct arena;
struct db;

/* Column scenarios.withdrawn; every value but no keeps a scenario out of lists and from new runs. */
enum withdrawn { WITHDRAWN_no, WITHDRAWN_by_hand, WITHDRAWN_missing /* its file disappeared */ };

/* One system scenario as the database has it. */
struct content_row {
	uint64_t scenario_key;
	const char *scenario_id;
	int64_t version;
	int64_t withdrawn; /* enum withdrawn */
	struct digest content_hash; /* of the version's content */
	struct digest document_hash; /* of the rendered document */
};

/* Everything that is written of one version; the lists are JSON arrays that SQL turns into rows. */
struct content {
	uint64_t scenario_key; /* 0 before it is inserted */
	const char *scenario_id, *situation_id, *title, *description;
	int category, difficulty, cefr_level;
	const char *language;
	int64_t estimated_duration;
	const char *user_role, *partner_role, *setting;
	uint64_t created_by; /* 0: nobody */
	bool is_system_scenario, is_public;
	int64_t withdrawn;
	int64_t version;
	const char *content, *document;
	struct digest content_hash;
	const char *phases, *words, *terms;
	const char *translations; /* {language: {title, description}} */
	int64_t phase_count;
	int64_t now;
};

extern const struct record content_row_record, content_record;

/*
 * Fill the content of ${scenario} as version ${version} into ${content},
 * cleared before but for keys, owner, flags and now; memory of ${arena}.
 */
void content_render(struct arena *arena, const struct scenario *scenario, int64_t version, struct content *content);

/* Insert ${content} as a new scenario with its metadata and set its key; FAULT_duplicate when the id is taken. */
enum fault content_add(struct db *db, struct content *content);

/* Make ${content} the current version; ${same_version}: only the projections are made anew. */
enum fault content_replace(struct db *db, const struct content *content, bool same_version);

/*
 * Cut ${text} into search terms, in order and with repetitions: words without
 * case and accents, pairs of characters where words have no spaces between
 * them.  Return their number; ${*terms} lives in ${arena}.  What people search
 * for goes through the same function.
 */
size_t content_terms(struct arena *arena, const char *text, const char ***terms);

/* Return the rows of scenario_terms of ${scenario} as a JSON array of {term, language, rank}. */
const char *content_search(struct arena *arena, const struct scenario *scenario);

enum content_outcome {
	CONTENT_valid, /* it breaks no rule; nothing was written */
	CONTENT_created,
	CONTENT_updated, /* a new version */
	CONTENT_refreshed, /* the same version, rendered anew */
	CONTENT_restored, /* its file is back */
	CONTENT_unchanged,
	CONTENT_withdrawn, /* its file disappeared */
	CONTENT_refused, /* it breaks a rule */
};

/* One file, or one scenario of the database without a file (path NULL). */
struct content_file {
	const char *path;
	struct scenario scenario;
	const char *scenario_id; /* "" when it cannot be read */
	struct problems problems; /* reasons to refuse it */
	struct problems warnings;
	struct content content; /* when there is no problem */
	size_t words, phrases;
	enum content_outcome outcome;
	bool kept_back; /* withdrawn by hand, and still so */
};

/* Return the word for ${outcome}: "created". */
const char *content_outcome_name(enum content_outcome outcome);

/*
 * Read and check the scenario at ${path} into ${file}, but for playing it.
 * System files are called SCENARIO_ID.json in a directory called like their
 * language.
 */
void content_read(struct arena *arena, const char *path, struct content_file *file);

/*
 * Play the scenario of ${file} with the engine, its language packs in
 * ${directory}; what goes wrong becomes problems.  ${scratch} is reset.
 */
void content_play(struct arena *scratch, const char *directory, struct content_file *file);

/* What to load and how. */
struct content_load {
	struct arena *arena;
	struct db *db;
	struct content_file *files; /* those refused are left alone */
	size_t n_files;
	bool dry_run; /* only find out what would happen */
	bool refresh; /* render everything anew */
	int64_t now;
	struct content_file *missing; /* made by the load: scenarios whose file is gone */
	size_t n_missing;
};

/* Fill the ${*count} ${*rows} of all system scenarios, by id, without locking them. */
enum fault content_known(struct db *db, struct arena *arena, struct content_row **rows, size_t *count);

/* Find ${scenario_id} among ${count} ${rows} by id, or NULL. */
const struct content_row *content_row_find(const struct content_row *rows, size_t count, const char *scenario_id);

/* Load everything in one transaction and set each outcome. */
enum fault content_load(struct content_load *load);

#endif
