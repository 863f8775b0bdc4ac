#include "vocabulary.h"

#include <math.h>
#include <string.h>

#include <unicode/uchar.h>

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "practice.h"
#include "review.h"
#include "sql.h"
#include "text.h"
#include "token.h"

enum { TRANSLATION_MAX = 500, SENTENCE_MAX = 500, READING_MAX = 200, PART_OF_SPEECH_MAX = 30 }; /* characters */

const char *const source_type_names[] = { "", "scenario", "document", "manual", "conversation", NULL };

/* clang-format off */
#define RECORD_STRUCT struct vocabulary_item
static const struct field vocabulary_item_fields[] = {
	KEY(user_key), TEXT(language, 0, 2, 10), TEXT(term_key, 0, 1, 255), ENUM(kind, 0, item_kind_names),
	TEXT(term, 0, 1, 200), TEXT(translation, 0, 1, TRANSLATION_MAX), TEXT(translation_language, 0, 2, 10),
	TEXT(reading, 0, 1, READING_MAX), TEXT(part_of_speech, 0, 1, PART_OF_SPEECH_MAX), NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(vocabulary_item);

#define RECORD_STRUCT struct vocabulary_source
static const struct field vocabulary_source_fields[] = {
	KEY(item_key), ENUM(source_type, 0, source_type_names), KEY(source_key), INT(version, 0, 0, 0), KEY(run_key),
	INT(phase, 0, 0, 0), TEXT(sentence, 0, 1, SENTENCE_MAX), TEXT(learner_sentence, 0, 1, SENTENCE_MAX),
	TEXT(translation, 0, 1, TRANSLATION_MAX), TEXT(translation_language, 0, 2, 10), NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(vocabulary_source);

#define RECORD_STRUCT struct vocabulary_card
static const struct field vocabulary_card_fields[] = {
	KEY(item_key), KEY(card_key), ENUM(state, 0, schedule_state_names), INSTANT(due_at, 0), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(vocabulary_card);

#define RECORD_STRUCT struct vocabulary_filter
static const struct field vocabulary_filter_fields[] = {
	TEXT_OF(language, 0, 2, 10, "language"), TEXT(q, 0, 1, 100), INT(limit, 0, 1, 100), ID(cursor, 0),
	TEXT(term_key, FIELD_hidden, 1, 300), ID(user_key, FIELD_router), INT(page, FIELD_router, 1, 101),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(vocabulary_filter);

#define RECORD_STRUCT struct vocabulary_entry
static const struct field vocabulary_entry_fields[] = {
	ID(item_id, 0), ENUM(kind, 0, item_kind_names), TEXT(language, 0, 2, 10), TEXT(text, 0, 1, 200),
	TEXT(reading, FIELD_nullable, 1, READING_MAX), TEXT(translation, FIELD_nullable, 1, TRANSLATION_MAX),
	TEXT(translation_language, FIELD_nullable, 2, 10), INSTANT(first_learned, 0), ID(card_id, FIELD_nullable),
	ENUM(state, FIELD_nullable, schedule_state_names), INSTANT(due_at, FIELD_nullable),
	REAL(stability, FIELD_nullable, 0, 0), BOOL(suspended, 0), DAY(buried_until, FIELD_nullable), BOOL(leech, 0),
	KEY(revision),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(vocabulary_entry);

#define RECORD_STRUCT struct vocabulary_patch
static const struct field vocabulary_patch_fields[] = {
	ID(item_id, FIELD_path), TEXT(translation, FIELD_nullable, 1, TRANSLATION_MAX),
	TEXT(reading, FIELD_nullable, 1, READING_MAX), ID(user_key, FIELD_router), TEXT(native_language, FIELD_router, 2, 10),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD_PATCH(vocabulary_patch);
/* clang-format on */

static const char *
head(struct arena *arena, const char *text, size_t characters)
{
	return text == NULL || text[0] == '\0' ? NULL : text_head(arena, text, characters);
}

/* Make or find the item; ${*created} tells which. */
static enum fault
item_meet(struct db *db, struct arena *arena, const struct meeting *meeting, uint64_t *item_key, bool *created)
{
	struct vocabulary_item item = { .user_key = meeting->user_key, .language = meeting->language,
		.term_key = text_fold(arena, meeting->term), .kind = meeting->kind, .term = meeting->term,
		.translation = head(arena, meeting->translation, TRANSLATION_MAX),
		.translation_language = meeting->translation_language,
		.reading = head(arena, meeting->reading, READING_MAX),
		.part_of_speech = head(arena, meeting->part_of_speech, PART_OF_SPEECH_MAX), .now = meeting->now };
	uint64_t affected;
	enum fault fault = sql_vocabulary_item_add(db, &item, &affected);

	*item_key = db_inserted_key(db);
	*created = fault == FAULT_ok && affected == 1;
	return fault;
}

static enum fault
source_meet(struct db *db, struct arena *arena, const struct meeting *meeting, uint64_t item_key)
{
	struct vocabulary_source source = { item_key, meeting->source_type, meeting->source_key, meeting->version,
		meeting->run_key, meeting->phase, head(arena, meeting->sentence, SENTENCE_MAX),
		head(arena, meeting->learner_sentence, SENTENCE_MAX), head(arena, meeting->translation, TRANSLATION_MAX),
		meeting->translation_language, meeting->now };

	return sql_vocabulary_source_add(db, &source, NULL);
}

/* Write the first state of ${card} into its log, so that the log alone gives the card. */
static enum fault
seed_store(struct db *db, const struct meeting *meeting, const struct review_card *card, int64_t rating)
{
	struct review_row row = { .user_key = meeting->user_key, .card_key = card->card_key, .language = meeting->language,
		.review_kind = SCHEDULE_kind_seed, .rating = rating, .answered_at = meeting->now,
		.sent_answered_at = meeting->now, .now = meeting->now, .tz_offset = zone_offset(meeting->timezone, meeting->now),
		.rollover_hour = meeting->rollover_hour, .local_day = card->last_review_day, .state_before = SCHEDULE_new,
		.stability_before = (double)NAN, .difficulty_before = (double)NAN, .retrievability = (double)NAN,
		.desired_retention = (double)NAN, .interval_seconds = card->scheduled_days * (MS_PER_DAY / MS_PER_SECOND),
		.due_after = card->due_at, .due_day_after = card->due_day, .run_key = meeting->run_key };

	uuid_random(&row.review_id);
	return sql_review_add(db, &row, NULL);
}

/* Make the recognition card as the run has earned it (practice.md §4). */
static enum fault
card_make(struct db *db, const struct meeting *meeting, uint64_t item_key, struct met *met)
{
	static const int64_t ratings[] = { [START_good] = FSRS_good, [START_hard] = FSRS_hard, [START_new] = 0 };
	int64_t today = local_day(meeting->timezone, meeting->rollover_hour, meeting->now), rating = ratings[meeting->start];
	struct schedule_setup setup = review_setup(0, meeting->timezone, meeting->rollover_hour, meeting->now, (double)NAN);
	struct schedule_card schedule = SCHEDULE_CARD_NEW;
	struct review_card card = { .item_key = item_key, .user_key = meeting->user_key, .card_type = CARD_recognition,
		.language = meeting->language, .due_day = today, .position = meeting->now + meeting->position,
		.created_at = meeting->now };
	enum fault fault;

	if (rating != 0 &&
	    schedule_seed(&setup, &schedule, rating, meeting->now, today, today + meeting->due_days) != 0)
		return FAULT_internal;
	if (rating != 0)
		schedule.due_at = local_day_start(meeting->timezone, meeting->rollover_hour, schedule.due_day);
	review_card_set(&card, &schedule);
	if ((fault = sql_vocabulary_card_add(db, &card, NULL)) != FAULT_ok)
		return fault;
	card.card_key = db_inserted_key(db);
	*met = (struct met){ item_key, card.card_key, true, card.state, rating == 0 ? ABSENT : card.due_at };
	return rating == 0 ? FAULT_ok : seed_store(db, meeting, &card, rating);
}

/* Using a known word by oneself earns its further card; a phrase must have been said as it is. */
static enum fault
card_unlock(struct db *db, struct arena *arena, const struct meeting *meeting, uint64_t item_key)
{
	int64_t today = local_day(meeting->timezone, meeting->rollover_hour, meeting->now);

	if (!meeting->own || (meeting->kind == ITEM_phrase && (meeting->learner_sentence == NULL ||
	    !vocabulary_clause_equal(arena, meeting->learner_sentence, meeting->term))))
		return FAULT_ok;
	return review_unlock(db, arena, &(struct review_unlock){ .item_key = item_key, .user_key = meeting->user_key,
	    .language = meeting->language, .position = meeting->now + meeting->position, .buried_until = ABSENT,
	    .due_at = meeting->now + meeting->position, .due_day = today, .now = meeting->now });
}

enum fault
vocabulary_meet(struct db *db, struct arena *arena, const struct meeting *meeting, struct met *met)
{
	struct vocabulary_card find = { 0 }, found;
	bool created;
	enum fault fault = item_meet(db, arena, meeting, &find.item_key, &created);

	if (fault == FAULT_ok)
		fault = source_meet(db, arena, meeting, find.item_key);
	if (fault != FAULT_ok)
		return fault;
	if (created)
		return card_make(db, meeting, find.item_key, met);
	fault = sql_vocabulary_card_find(db, arena, &find, &found);
	if (fault == FAULT_unknown)
		return card_make(db, meeting, find.item_key, met);
	if (fault != FAULT_ok)
		return fault;
	*met = (struct met){ find.item_key, found.card_key, false, found.state,
		found.state == SCHEDULE_new ? ABSENT : found.due_at };
	return card_unlock(db, arena, meeting, find.item_key);
}

/* Return ${text} folded, its words parted by one space and its clauses by a bar, with a bar at both ends. */
static const char *
clauses_of(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };
	const char *key = text_key(arena, text, strlen(text));
	char between = '|';

	for (size_t at = 0, from = 0; key[at] != '\0'; from = at) {
		uint32_t point = text_next(key, &at);

		if (u_isalnum((UChar32)point) || point == '\'' || (U_GET_GC_MASK((UChar32)point) & U_GC_M_MASK) != 0) {
			if (between != '\0')
				buffer_byte(&out, between);
			buffer_add(&out, key + from, at - from);
			between = '\0';
		} else if (u_isUWhiteSpace((UChar32)point) || point == '-') {
			if (between == '\0' && key[at] != '\0')
				between = ' ';
		} else {
			between = '|';
		}
	}
	buffer_byte(&out, '|');
	return buffer_string(&out);
}

bool
vocabulary_clause_equal(struct arena *arena, const char *sentence, const char *term)
{
	const char *wanted = clauses_of(arena, term);

	return wanted[1] != '\0' && strstr(clauses_of(arena, sentence), wanted) != NULL;
}
