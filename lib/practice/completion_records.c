#include "completion.h"

#include "schedule.h"


/* clang-format off */
#define RECORD_STRUCT struct completion_card
static const struct field completion_card_fields[] = {
	ID(card_id, 0), ENUM(kind, 0, item_kind_names), TEXT(text, 0, 1, 200), TEXT(translation, FIELD_nullable, 1, 500),
	TEXT(level, 0, 1, 20), ENUM(state, 0, schedule_state_names), INSTANT(due_at, FIELD_nullable),
	TEXT(learner_sentence, FIELD_nullable, 1, 500),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(completion_card);

#define RECORD_STRUCT struct completion_polish
static const struct field completion_polish_fields[] = {
	TEXT(seen, FIELD_nullable, 1, 500), TEXT(wanted, FIELD_nullable, 1, 500), ENUM(remark, 0, remark_names), FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(completion_polish);

#define RECORD_STRUCT struct completion_model
static const struct field completion_model_fields[] = {
	INT(phase, 0, 1, 6), TEXT(goal, 0, 1, 200), TEXT(model, 0, 1, 200), FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(completion_model);

#define RECORD_STRUCT struct completion_next
static const struct field completion_next_fields[] = {
	TEXT(scenario_id, 0, 1, 100), TEXT(title, 0, 1, 100), TEXT(reason, 0, 1, 20), INT(shared_words, 0, 0, 0), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(completion_next);

#define RECORD_STRUCT struct completion
static const struct field completion_fields[] = {
	ID(run_id, 0), TEXT(scenario_id, 0, 1, 100), BOOL(partial, 0), INT(phases_completed, 0, 1, 6), INT(phases_total, 0, 2, 6),
	REAL(success_rate, 0, 0, 1), INT(completion_score, 0, 0, 100), INT(seconds, 0, 0, 0),
	TEXTS(vocabulary_mastered, 0, 0, 200, 200), INT(objectives_completed, 0, 0, 0),
	LIST(cards, 0, completion_card_record, 0, 200), INT(cards_created, 0, 0, 0), INT(cards_existing, 0, 0, 0),
	INT(due_now, 0, 0, 0), INT(due_later, 0, 0, 0), LIST(polish, 0, completion_polish_record, 0, 100),
	LIST(model_dialogue, 0, completion_model_record, 0, 200), LIST(next_scenarios, 0, completion_next_record, 0, 3),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(completion);

#define RECORD_STRUCT struct completion_end
static const struct field completion_end_fields[] = {
	KEY(run_id), KEY(user_key), KEY(scenario_key), INT(version, FIELD_hidden, 1, 0), INT(seconds, FIELD_hidden, 0, 0),
	INT(score, FIELD_hidden, 0, 100), INSTANT(started_at, FIELD_hidden), NOW(now), DAY(today, FIELD_hidden),
	BOOL(partial, FIELD_hidden), INT(phases_completed, FIELD_hidden, 0, 6), INT(phases_total, FIELD_hidden, 0, 6),
	INT(vocabulary_mastered, FIELD_hidden, 0, 0), INT(objectives_completed, FIELD_hidden, 0, 0),
	REAL(success_rate, FIELD_hidden, 0, 1), TEXT(language, FIELD_hidden, 2, 10), TEXT(source_id, FIELD_hidden, 1, 100),
	INT(items_studied, FIELD_hidden, 0, 0), INT(items_correct, FIELD_hidden, 0, 0), INT(items_incorrect, FIELD_hidden, 0, 0),
	REAL(accuracy_rate, FIELD_hidden, 0, 1), JSON(result, FIELD_hidden), ENUM(category, FIELD_hidden, category_names),
	ENUM(difficulty, FIELD_hidden, difficulty_names), BOOL(full, FIELD_hidden),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(completion_end);

#define RECORD_STRUCT struct run_item
static const struct field run_item_fields[] = {
	KEY(run_key), INT(phase, FIELD_hidden, 1, 6), ENUM(kind, FIELD_hidden, item_kind_names), INT(item, FIELD_hidden, 0, 30),
	TEXT(text, FIELD_hidden, 1, 200), TEXT(level, FIELD_hidden, 1, 20), INT(turn, FIELD_hidden, 1, 200),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_item);

#define RECORD_STRUCT struct learning_event
static const struct field learning_event_fields[] = {
	KEY(user_key), TEXT(event, FIELD_hidden, 1, 40), TEXT(ref, FIELD_hidden, 1, 64), DAY(today, FIELD_hidden), NOW(now),
	INT(value, FIELD_hidden, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(learning_event);
/* clang-format on */
