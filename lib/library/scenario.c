#include "scenario.h"

#include <string.h>

#include "arena.h"
#include "buffer.h"
#include "record.h"

const char *const category_names[] = { "", "restaurant", "travel", "shopping", "business", "social", "healthcare",
	"emergency", "daily_life", "hobbies", "education", NULL };
const char *const difficulty_names[] = { "", "beginner", "intermediate", "advanced", NULL };
const char *const cefr_names[] = { "", "A1", "A2", "B1", "B2", "C1", "C2", NULL };
const char *const line_kind_names[] = { "", "ask", "chat", "twist", "close", NULL };

enum { ITEMS_MAX = 30, ITEM_LENGTH = 200, LANGUAGES_MAX = 8 };

/* clang-format off */
#define RECORD_STRUCT struct translation
static const struct field translation_fields[] = {
	TEXT_OF(language, FIELD_path, 1, 10, "language"),
	TEXT(text, FIELD_required, 1, 500),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD_SHORT(translation, "text");

#define RECORD_STRUCT struct word
static const struct field word_fields[] = {
	TEXT(term, FIELD_required, 1, ITEM_LENGTH),
	MAP(translations, 0, translation_record, LANGUAGES_MAX),
	TEXT(reading, FIELD_nullable, 1, ITEM_LENGTH),
	TEXT(part_of_speech, FIELD_nullable, 1, 30),
	TEXT(example, FIELD_nullable, 1, 500),
	TEXTS(variants, 0, 0, ITEMS_MAX, ITEM_LENGTH),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD_SHORT(word, "term");

#define RECORD_STRUCT struct phrase
static const struct field phrase_fields[] = {
	TEXT(text, FIELD_required, 1, ITEM_LENGTH),
	MAP(translations, 0, translation_record, LANGUAGES_MAX),
	TEXTS(variants, 0, 0, ITEMS_MAX, ITEM_LENGTH),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD_SHORT(phrase, "text");

#define RECORD_STRUCT struct objective
static const struct field objective_fields[] = {
	TEXT(text, FIELD_required, 1, ITEM_LENGTH),
	MAP(translations, 0, translation_record, LANGUAGES_MAX),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD_SHORT(objective, "text");

#define RECORD_STRUCT struct criterion
static const struct field criterion_fields[] = {
	TEXT_OF(id, 0, 1, 50, "identifier"),
	TEXT(text, FIELD_required, 1, ITEM_LENGTH),
	MAP(translations, 0, translation_record, LANGUAGES_MAX),
	TEXT(model, FIELD_nullable, 1, ITEM_LENGTH),
	TEXTS(evidence, 0, 0, ITEMS_MAX, ITEM_LENGTH),
	FIELDS_END
};
static const struct field criterion_document_fields[] = {
	TEXT(id, 0, 1, 50),
	TEXT(text, 0, 1, ITEM_LENGTH),
	MAP(translations, 0, translation_record, LANGUAGES_MAX),
	TEXT(model, FIELD_nullable, 1, ITEM_LENGTH),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD_SHORT(criterion, "text");
static const struct record criterion_document_record =
    { "criterion_document", sizeof(struct criterion), criterion_document_fields, NO_GIVEN, NULL };

#define RECORD_STRUCT struct reply
static const struct field reply_fields[] = {
	TEXTS(when, FIELD_required, 1, ITEMS_MAX, ITEM_LENGTH),
	TEXT(say, FIELD_required, 1, 300),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(reply);

#define RECORD_STRUCT struct partner_line
static const struct field partner_line_fields[] = {
	TEXT(text, FIELD_required, 1, 300),
	MAP(translations, 0, translation_record, LANGUAGES_MAX),
	ENUM(kind, 0, line_kind_names),
	TEXT_OF(goal, 0, 1, 50, "identifier"),
	TEXTS(expect, 0, 0, ITEMS_MAX, ITEM_LENGTH),
	TEXT(ack, 0, 1, 300),
	TEXTS(again, 0, 0, 5, 300),
	LIST(replies, 0, reply_record, 0, 10),
	{ .name = "if", .type = FIELD_text, .offset = RECORD_AT(only_if, const char *), .min = 1, .max = 50, .format = "identifier" },
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD_SHORT(partner_line, "text");

#define RECORD_STRUCT struct choice
static const struct field choice_fields[] = {
	TEXT_OF(id, FIELD_required, 1, 50, "identifier"),
	TEXT(text, FIELD_required, 1, ITEM_LENGTH),
	MAP(translations, 0, translation_record, LANGUAGES_MAX),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(choice);

#define RECORD_STRUCT struct phase_translation
static const struct field phase_translation_fields[] = {
	TEXT_OF(language, FIELD_path, 1, 10, "language"),
	TEXT(name, 0, 1, 100),
	TEXT(description, 0, 1, 1000),
	TEXT(cultural_notes, FIELD_nullable | FIELD_lines, 1, 1000),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(phase_translation);

#define PHASE_HEAD \
	TEXT_OF(phase_id, 0, 1, 100, "identifier"), \
	TEXT(name, FIELD_required, 3, 100), \
	TEXT(description, FIELD_required, 10, 1000), \
	INT(expected_duration_minutes, FIELD_required, 1, 30), \
	LIST(key_vocabulary, FIELD_required, word_record, 3, ITEMS_MAX), \
	LIST(essential_phrases, FIELD_required, phrase_record, 3, ITEMS_MAX), \
	LIST(learning_objectives, FIELD_required, objective_record, 1, ITEMS_MAX)
#define PHASE_TAIL \
	TEXT(cultural_notes, FIELD_nullable | FIELD_lines, 1, 1000), \
	MAP(translations, 0, phase_translation_record, LANGUAGES_MAX), \
	FIELDS_END

#define RECORD_STRUCT struct phase
static const struct field phase_fields[] = {
	PHASE_HEAD,
	LIST(success_criteria, FIELD_required, criterion_record, 1, ITEMS_MAX),
	LIST(partner_lines, 0, partner_line_record, 0, ITEMS_MAX),
	PHASE_TAIL
};
static const struct field phase_document_fields[] = {
	PHASE_HEAD,
	LIST(success_criteria, 0, criterion_document_record, 1, ITEMS_MAX),
	PHASE_TAIL
};
#undef RECORD_STRUCT
static RECORD(phase);
static const struct record phase_document_record =
    { "phase_document", sizeof(struct phase), phase_document_fields, NO_GIVEN, NULL };

#define RECORD_STRUCT struct note
static const struct field note_fields[] = {
	TEXT(key, FIELD_path, 1, 100),
	TEXT(text, FIELD_required | FIELD_lines, 1, 1000),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD_SHORT(note, "text");

#define RECORD_STRUCT struct scenario_translation
static const struct field scenario_translation_fields[] = {
	TEXT_OF(language, FIELD_path, 1, 10, "language"),
	TEXT(title, 0, 1, 100),
	TEXT(description, FIELD_lines, 1, 500),
	TEXT(setting, FIELD_lines, 1, 500),
	TEXT(user_role, 0, 1, 50),
	TEXT(partner_role, 0, 1, 50),
	TEXTS(prerequisites, 0, 0, ITEMS_MAX, ITEM_LENGTH),
	TEXTS(learning_outcomes, 0, 0, ITEMS_MAX, ITEM_LENGTH),
	MAP(cultural_context, 0, note_record, ITEMS_MAX),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(scenario_translation);

#define SCENARIO_HEAD \
	TEXT_OF(scenario_id, FIELD_required, 3, 100, "identifier"), \
	TEXT_OF(situation_id, FIELD_required, 3, 100, "identifier"), \
	TEXT_OF(language, FIELD_required, 2, 2, "language"), \
	TEXT(title, FIELD_required, 3, 100), \
	TEXT(description, FIELD_lines, 0, 500), \
	ENUM(category, FIELD_required, category_names), \
	ENUM(difficulty, FIELD_required, difficulty_names), \
	ENUM(cefr_level, FIELD_nullable, cefr_names), \
	INT(estimated_duration, FIELD_required, 5, 60), \
	TEXT(user_role, 0, 1, 50), \
	TEXT(partner_role, 0, 1, 50), \
	TEXT(setting, FIELD_lines, 0, 500), \
	TEXTS(prerequisites, 0, 0, ITEMS_MAX, ITEM_LENGTH), \
	TEXTS(learning_outcomes, 0, 0, ITEMS_MAX, ITEM_LENGTH), \
	TEXTS(vocabulary_focus, 0, 0, ITEMS_MAX, ITEM_LENGTH), \
	MAP(cultural_context, 0, note_record, ITEMS_MAX), \
	LIST(choices, 0, choice_record, 0, 6)

#define RECORD_STRUCT struct scenario
static const struct field scenario_fields[] = {
	SCENARIO_HEAD,
	LIST(phases, FIELD_required, phase_record, 2, 6),
	MAP(translations, 0, scenario_translation_record, LANGUAGES_MAX),
	FIELDS_END
};
static const struct field scenario_document_fields[] = {
	SCENARIO_HEAD,
	LIST(phases, 0, phase_document_record, 2, 6),
	MAP(translations, 0, scenario_translation_record, LANGUAGES_MAX),
	FIELDS_END
};
#undef RECORD_STRUCT
/* clang-format on */
RECORD(scenario);
const struct record scenario_document_record = { "scenario_document", sizeof(struct scenario), scenario_document_fields,
	NO_GIVEN, NULL };

const char *
translation_find(const struct translation *translations, size_t n, const char *language)
{
	for (size_t i = 0; i < n && language != NULL; i++)
		if (strcmp(translations[i].language, language) == 0)
			return translations[i].text;
	return NULL;
}

const char *
scenario_json(struct arena *arena, const struct scenario *scenario)
{
	struct buffer out = { .arena = arena };

	record_write(&out, &scenario_record, scenario);
	return buffer_string(&out);
}
