#include "review.h"

#include "run.h"

/* The descriptors of everything about cards and answers. */

enum { DURATION_MAX = 24 * 60 * 60 * 1000 /* ms */ };

const char *const card_type_names[] = { "", "recognition", "production", "cloze", "listening", NULL };

/* clang-format off */
#define ASKER ID(user_key, FIELD_router), NOW(now), TEXT(timezone, FIELD_router, 1, 64), \
	INT(rollover_hour, FIELD_router, 0, 23)

#define RECORD_STRUCT struct review_in
static const struct field review_in_fields[] = {
	UUID(review_id, FIELD_path), ID(card_id, FIELD_required), INT(rating, FIELD_required, FSRS_again, FSRS_easy),
	INT(duration_ms, FIELD_required, 0, DURATION_MAX), INSTANT(answered_at, FIELD_required), ASKER,
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_in);

#define RECORD_STRUCT struct review_undo_in
static const struct field review_undo_in_fields[] = { UUID(review_id, FIELD_path), ASKER, FIELDS_END };
#undef RECORD_STRUCT
RECORD(review_undo_in);

#define RECORD_STRUCT struct review_queue_in
static const struct field review_queue_in_fields[] = {
	TEXT_OF(language, 0, 2, 10, "language"), INT(limit, 0, 1, 100), ASKER, FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_queue_in);

#define RECORD_STRUCT struct card_state
static const struct field card_state_fields[] = {
	ID(card_id, 0), ENUM(state, 0, schedule_state_names), INSTANT(due_at, 0), REAL(stability, FIELD_nullable, 0, 0),
	REAL(difficulty, FIELD_nullable, 0, 0), INT(reps, 0, 0, 0), INT(lapses, 0, 0, 0), BOOL(leech, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(card_state);

#define RECORD_STRUCT struct review_counts
static const struct field review_counts_fields[] = {
	INT(new, 0, 0, 0), INT(learning, 0, 0, 0), INT(review, 0, 0, 0), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_counts);

#define RECORD_STRUCT struct review_limits
static const struct field review_limits_fields[] = { INT(new_left, 0, 0, 0), INT(reviews_left, 0, 0, 0), FIELDS_END };
#undef RECORD_STRUCT
RECORD(review_limits);

#define RECORD_STRUCT struct reviewed
static const struct field reviewed_fields[] = {
	UUID(review_id, 0), OBJECT(card, 0, card_state_record), OBJECT(counts, 0, review_counts_record), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(reviewed);

#define RECORD_STRUCT struct review_undone
static const struct field review_undone_fields[] = {
	UUID(review_id, 0), OBJECT(card, FIELD_nullable, card_state_record), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_undone);

#define RECORD_STRUCT struct card_translation
static const struct field card_translation_fields[] = { TEXT(language, 0, 2, 10), TEXT(text, 0, 1, 500), FIELDS_END };
#undef RECORD_STRUCT
RECORD(card_translation);

#define RECORD_STRUCT struct card_source
static const struct field card_source_fields[] = {
	TEXT(scenario_id, FIELD_nullable, 1, 100), TEXT(title, FIELD_nullable, 1, 100),
	TEXT(sentence, FIELD_nullable, 1, 500), TEXT(learner_sentence, FIELD_nullable, 1, 500),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(card_source);

#define RECORD_STRUCT struct card_preview
static const struct field card_preview_fields[] = {
	INT(rating, 0, FSRS_again, FSRS_easy), ENUM(state, 0, schedule_state_names), INT(seconds, 0, 0, 0), INSTANT(due_at, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(card_preview);

#define RECORD_STRUCT struct queue_card
static const struct field queue_card_fields[] = {
	ID(card_id, 0), ID(item_id, 0), ENUM(kind, 0, item_kind_names), ENUM(card_type, 0, card_type_names),
	ENUM(state, 0, schedule_state_names), TEXT(language, 0, 2, 10), TEXT(text, 0, 1, 200),
	TEXT(reading, FIELD_nullable, 1, 200), TEXT(part_of_speech, FIELD_nullable, 1, 30),
	LIST(translations, 0, card_translation_record, 0, 0), LIST(sources, 0, card_source_record, 0, 0),
	LIST(preview, 0, card_preview_record, 0, 0), INSTANT(due_at, 0), BOOL(leech, 0), INT(reps, 0, 0, 0),
	INT(lapses, 0, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(queue_card);

#define RECORD_STRUCT struct review_queue
static const struct field review_queue_fields[] = {
	LIST(items, 0, queue_card_record, 0, 0), OBJECT(counts, 0, review_counts_record),
	OBJECT(limits, 0, review_limits_record), INSTANT(next_due_at, FIELD_nullable), DAY(day, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_queue);

#define RECORD_STRUCT struct review_card
static const struct field review_card_fields[] = {
	KEY(card_key), KEY(item_key), KEY(user_key), ENUM(card_type, 0, card_type_names), TEXT(language, 0, 2, 10),
	ENUM(state, 0, schedule_state_names), INT(step, 0, 0, 0), INT(reps, 0, 0, 0), INT(lapses, 0, 0, 0),
	REAL(stability, 0, 0, 0), REAL(difficulty, 0, 0, 0), INSTANT(last_review_at, 0), DAY(last_review_day, 0),
	INSTANT(due_at, 0), DAY(due_day, 0), INT(scheduled_days, 0, 0, 0), BOOL(suspended, 0), BOOL(leech, 0),
	DAY(buried_until, 0), INT(position, 0, 0, 0), INSTANT(created_at, 0),
	REAL(desired_retention, FIELD_computed, 0, 0), BOOL(undone, FIELD_computed),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_card);

#define RECORD_STRUCT struct review_row
static const struct field review_row_fields[] = {
	KEY(user_key), UUID(review_id, 0), KEY(card_key), TEXT(language, 0, 2, 10), ENUM(review_kind, 0, schedule_kind_names),
	INT(rating, 0, 0, 0), INSTANT(answered_at, 0), INSTANT(sent_answered_at, 0), NOW(now), INT(tz_offset, 0, 0, 0),
	INT(rollover_hour, 0, 0, 0), DAY(local_day, 0), INT(elapsed_days, 0, 0, 0), INT(duration_ms, 0, 0, 0),
	ENUM(state_before, 0, schedule_state_names), INT(step_before, 0, 0, 0), REAL(stability_before, 0, 0, 0),
	REAL(difficulty_before, 0, 0, 0), REAL(retrievability, 0, 0, 0), INT(scheduled_days_before, 0, 0, 0),
	REAL(desired_retention, 0, 0, 0), INT(interval_seconds, 0, 0, 0), INT(fuzz_days, 0, 0, 0), INSTANT(due_after, 0),
	DAY(due_day_after, 0), KEY(run_key),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_row);

#define RECORD_STRUCT struct review_entry
static const struct field review_entry_fields[] = {
	UUID(review_id, 0), KEY(card_key), ENUM(review_kind, 0, schedule_kind_names), INT(rating, 0, 0, 0),
	INSTANT(answered_at, 0), INSTANT(sent_answered_at, 0), INT(tz_offset, 0, 0, 0), INT(rollover_hour, 0, 0, 0),
	DAY(local_day, 0), INT(duration_ms, 0, 0, 0), REAL(desired_retention, 0, 0, 0), INSTANT(due_after, 0),
	DAY(due_day_after, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_entry);

#define RECORD_STRUCT struct review_ref
static const struct field review_ref_fields[] = {
	KEY(user_key), KEY(card_key), UUID(review_id, 0), NOW(now), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_ref);

#define RECORD_STRUCT struct review_unlock
static const struct field review_unlock_fields[] = {
	KEY(item_key), KEY(user_key), ENUM(card_type, 0, card_type_names), TEXT(language, 0, 2, 10), INT(position, 0, 0, 0),
	DAY(buried_until, 0), INSTANT(due_at, 0), DAY(due_day, 0), NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_unlock);

#define RECORD_STRUCT struct review_further
static const struct field review_further_fields[] = { ENUM(card_type, 0, card_type_names), FIELDS_END };
#undef RECORD_STRUCT
RECORD(review_further);

#define RECORD_STRUCT struct review_day
static const struct field review_day_fields[] = {
	TEXT(language, 0, 2, 10), INT(new_per_day, 0, 0, 0), INT(reviews_per_day, 0, 0, 0),
	REAL(desired_retention, 0, 0, 0), INT(new_done, 0, 0, 0), INT(reviews_done, 0, 0, 0), INT(new_waiting, 0, 0, 0),
	INT(learning_due, 0, 0, 0), INT(reviews_due, 0, 0, 0), DAY(buried_until, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_day);

#define RECORD_STRUCT struct review_scope
static const struct field review_scope_fields[] = {
	KEY(user_key), TEXT(language, 0, 2, 10), DAY(today, 0), INSTANT(day_end, 0), INSTANT(due_after, 0),
	INSTANT(due_before, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_scope);

#define RECORD_STRUCT struct review_pick
static const struct field review_pick_fields[] = {
	KEY(user_key), TEXT(language, 0, 2, 10), DAY(today, 0), INSTANT(due_after, 0), INSTANT(due_before, 0),
	INT(news, 0, 0, 0), INT(reviews, 0, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_pick);

#define RECORD_STRUCT struct review_detail_in
static const struct field review_detail_in_fields[] = { KEY(user_key), JSON(items, 0), FIELDS_END };
#undef RECORD_STRUCT
RECORD(review_detail_in);

#define RECORD_STRUCT struct review_detail
static const struct field review_detail_fields[] = {
	KEY(item_key), ENUM(kind, 0, item_kind_names), TEXT(term, 0, 1, 200), TEXT(reading, 0, 1, 200),
	TEXT(part_of_speech, 0, 1, 30), TEXT(translation, 0, 1, 500), TEXT(translation_language, 0, 2, 10),
	TEXT(source_translation, 0, 1, 500), TEXT(source_translation_language, 0, 2, 10), TEXT(scenario_id, 0, 1, 100),
	TEXT(title, 0, 1, 100), TEXT(sentence, 0, 1, 500), TEXT(learner_sentence, 0, 1, 500),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(review_detail);

#define RECORD_STRUCT struct card_patch
static const struct field card_patch_fields[] = {
	ID(card_id, FIELD_path), BOOL(suspended, 0), DAY(buried_until, FIELD_nullable), ID(user_key, FIELD_router), FIELDS_END
};
#undef RECORD_STRUCT
RECORD_PATCH(card_patch);

#define RECORD_STRUCT struct card_flags
static const struct field card_flags_fields[] = {
	ID(card_id, 0), BOOL(suspended, 0), DAY(buried_until, FIELD_nullable), ENUM(state, 0, schedule_state_names),
	INSTANT(due_at, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(card_flags);

#define RECORD_STRUCT struct review_span
static const struct field review_span_fields[] = { KEY(card_key), INT(limit, 0, 0, 0), FIELDS_END };
#undef RECORD_STRUCT
RECORD(review_span);
/* clang-format on */
