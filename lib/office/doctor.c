#include "doctor.h"

#include "arena.h"
#include "migrate.h"
#include "review.h"
#include "sql.h"
#include "version.h"

enum { CARDS_PAGE = 1000 };

/* clang-format off */
#define RECORD_STRUCT struct doctor_row
static const struct field doctor_row_fields[] = {
	INT(looked, 0, 0, INT64_MAX),
	INT(violations, 0, 0, INT64_MAX),
	TEXT(example, FIELD_nullable, 0, 1000),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(doctor_row);

#define RECORD_STRUCT struct doctor_finding
static const struct field doctor_finding_fields[] = {
	TEXT(check, 0, 1, 100),
	TEXT(meaning, 0, 1, 300),
	INT(looked, 0, 0, INT64_MAX),
	INT(violations, 0, 0, INT64_MAX),
	TEXT(example, FIELD_nullable, 0, 1000),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(doctor_finding);
/* clang-format on */

/* Turn a sentence that says what is wrong (NULL: nothing) into a row. */
static enum fault
sentence_row(const char *sentence, struct doctor_row *row)
{
	*row = (struct doctor_row){ 1, sentence == NULL ? 0 : 1, sentence };
	return FAULT_ok;
}

static enum fault
settings_check(struct db *db, struct arena *arena, struct doctor_row *row)
{
	return sentence_row(db_check_server(db, arena), row);
}

static enum fault
schema_check(struct db *db, struct arena *arena, struct doctor_row *row)
{
	return sentence_row(migrate_check(db, arena, PARLANCE_VERSION), row);
}

static enum fault
statements_check(struct db *db, struct arena *arena, struct doctor_row *row)
{
	(void)sentence_row(db_check_queries(db, arena), row); /* always ok */
	row->looked = (int64_t)sql_query_count;
	return FAULT_ok;
}

/* Fold the log of every card, a page at a time. */
static enum fault
cards_check(struct db *db, struct arena *arena, struct doctor_row *row)
{
	struct review_span span = { .limit = CARDS_PAGE };
	struct arena *page = arena_new();
	uint64_t first = 0;
	int64_t before;
	enum fault fault;

	*row = (struct doctor_row){ 0, 0, NULL };
	do {
		before = row->looked;
		arena_reset(page);
		fault = review_audit(db, page, &span, &row->looked, &row->violations, &first);
	} while (fault == FAULT_ok && row->looked - before == CARDS_PAGE);
	arena_free(page);
	if (first != 0)
		row->example = arena_printf(arena, "card %llu is not what its log says", (unsigned long long)first);
	return fault;
}

/* clang-format off */
static const struct {
	const char *name, *meaning;
	enum fault (*check)(struct db *db, struct arena *arena, struct doctor_row *row);
} checks[] = {
	{ "settings", "the server keeps what it has acknowledged", settings_check },
	{ "schema", "all migrations are finished and serve this release", schema_check },
	{ "statements", "every statement fits the schema", statements_check },
	{ "users", "everybody has counters and at most one primary language", sql_doctor_users },
	{ "versions", "each scenario shows its current version, which is what was hashed", sql_doctor_versions },
	{ "listing", "what is listed is what may be seen, and says the same", sql_doctor_listing },
	{ "scenario_metadata", "counters of scenarios are what they count", sql_doctor_scenario_metadata },
	{ "scenario_daily", "counters of days are what they count", sql_doctor_scenario_daily },
	{ "activity", "starts and completions are noted once a day", sql_doctor_activity },
	{ "user_scenario_progress", "learners' progress is the sum of their runs", sql_doctor_user_scenario_progress },
	{ "runs", "runs are open, completed or abandoned with all that belongs to it", sql_doctor_runs },
	{ "open_runs", "a learner has one open run of a scenario", sql_doctor_open_runs },
	{ "turns", "the turns of a run are numbered without gaps", sql_doctor_turns },
	{ "history", "a completed run has its history, learning session and event", sql_doctor_history },
	{ "vocabulary", "each word has a card and a source", sql_doctor_vocabulary },
	{ "reviews", "the log belongs to the owners of the cards", sql_doctor_reviews },
	{ "cards", "each card is what its log says", cards_check },
};
/* clang-format on */

const size_t doctor_count = sizeof(checks) / sizeof(*checks);

enum fault
doctor_check(struct db *db, struct arena *arena, size_t number, struct doctor_finding *finding)
{
	struct doctor_row row = { 0, 0, NULL };
	enum fault fault = checks[number].check(db, arena, &row);

	*finding = (struct doctor_finding){ checks[number].name, checks[number].meaning, row.looked, row.violations,
		row.example };
	return fault;
}
