#ifndef PARLANCE_VOCABULARY_H
#define PARLANCE_VOCABULARY_H

/* The learner's words and phrases: where they were met, and their first cards (domain.md §4, practice.md §4). */

#include "fault.h"
#include "record.h"

struct arena;
struct db;

enum source_type { SOURCE_scenario = 1, SOURCE_document, SOURCE_manual, SOURCE_conversation };

extern const char *const source_type_names[];

/* A word or phrase met somewhere, and how its card begins. */
struct meeting {
	uint64_t user_key;
	const char *language;
	int kind; /* enum item_kind */
	const char *term;
	const char *translation, *translation_language, *reading, *part_of_speech; /* each may be NULL */
	int source_type; /* enum source_type */
	uint64_t source_key;
	int64_t version;
	uint64_t run_key; /* 0: none */
	int64_t phase; /* from 1 */
	const char *sentence, *learner_sentence; /* each may be NULL */
	int start; /* enum start */
	int64_t due_days; /* local days until a seeded card is due */
	bool own; /* used by oneself: unlocks the further card of an item known already */
	int64_t position; /* among the new cards made at the same time, from 0 */
	int64_t now;
	const char *timezone;
	int64_t rollover_hour;
};

struct met {
	uint64_t item_key, card_key;
	bool created; /* the card; else it was there and is as it was */
	int state; /* enum schedule_state */
	int64_t due_at; /* ABSENT while new */
};

/* Rows to be written for a meeting. */
struct vocabulary_item {
	uint64_t user_key;
	const char *language, *term_key;
	int kind;
	const char *term, *translation, *translation_language, *reading, *part_of_speech;
	int64_t now;
};

struct vocabulary_source {
	uint64_t item_key;
	int source_type;
	uint64_t source_key;
	int64_t version;
	uint64_t run_key;
	int64_t phase;
	const char *sentence, *learner_sentence, *translation, *translation_language;
	int64_t now;
};

/* The recognition card of an item. */
struct vocabulary_card {
	uint64_t item_key, card_key;
	int state;
	int64_t due_at;
};

struct vocabulary_filter {
	const char *language, *q;
	int64_t limit;
	uint64_t cursor;
	const char *term_key; /* q as term_key holds it */
	uint64_t user_key;
	int64_t page;
};

/* An item as its learner sees it, with its recognition card. */
struct vocabulary_entry {
	uint64_t item_id;
	int kind;
	const char *language, *text, *reading, *translation, *translation_language;
	int64_t first_learned;
	uint64_t card_id;
	int state;
	int64_t due_at;
	double stability;
	bool suspended;
	int64_t buried_until;
	bool leech;
	uint64_t revision;
};

struct vocabulary_patch {
	uint64_t given;
	uint64_t item_id;
	const char *translation, *reading;
	uint64_t user_key;
	const char *native_language;
};

extern const struct record vocabulary_item_record, vocabulary_source_record, vocabulary_card_record,
    vocabulary_filter_record, vocabulary_entry_record, vocabulary_patch_record;

/*
 * Note ${meeting} inside the caller's transaction and fill ${met}: the item is
 * made or found, its source noted (a later meeting there brings a newer
 * sentence of the learner), and a recognition card made when it has none.  An
 * existing card is left as it is.  Whoever notes several meetings does so in
 * ascending order of their folded terms, so that two such transactions wait
 * for each other instead of dying.
 */
enum fault vocabulary_meet(struct db *db, struct arena *arena, const struct meeting *meeting, struct met *met);

/* Return whether a clause of ${sentence} is ${term}, whatever its case and punctuation. */
bool vocabulary_clause_equal(struct arena *arena, const char *sentence, const char *term);

#endif
