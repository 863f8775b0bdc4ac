#ifndef PARLANCE_SCENARIO_H
#define PARLANCE_SCENARIO_H

/*
 * The content of a scenario, as its version document holds it: one struct per
 * JSON object, each member named like its JSON key.  Absent text is NULL, an
 * absent list has count 0.  All memory belongs to the arena the document was
 * read into; nothing here changes after reading.
 *
 * The descriptors (bounds, required, shorthand) are in scenario.c; the rules
 * that need more than one field are in scenario_check().
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct problems;
struct record;

struct translation {
	const char *language; /* the map's key: en, es, ... */
	const char *text;
};

struct word {
	const char *term; /* dictionary form, with its article where the language has one */
	struct translation *translations;
	size_t n_translations;
	const char *reading; /* kana, pinyin or a hint at pronunciation */
	const char *part_of_speech; /* noun, verb, adjective, ...; ja: v1 v5 vs vk adj-i */
	const char *example;
	const char **variants; /* other forms and spellings that count as the term */
	size_t n_variants;
};

struct phrase {
	const char *text; /* … or {slot} stands for free text; {n} {time} {date} {name} are typed */
	struct translation *translations;
	size_t n_translations;
	const char **variants;
	size_t n_variants;
};

struct objective {
	const char *text;
	struct translation *translations;
	size_t n_translations;
};

/* A conversational goal: any one entry of evidence shows it. */
struct criterion {
	const char *id; /* unique in its phase; given one at reading when absent: g1, g2, ... */
	const char *text;
	struct translation *translations;
	size_t n_translations;
	const char *model; /* a sentence that reaches the goal */
	const char **evidence; /* patterns like a phrase's text */
	size_t n_evidence;
};

struct reply {
	const char **when; /* patterns; the first reply with a match is said */
	size_t n_when;
	const char *say;
};

enum line_kind { LINE_ask = 1, LINE_chat, LINE_twist, LINE_close };

struct partner_line {
	const char *text; /* may name a slot kept from an earlier turn: {n|your party} */
	struct translation *translations;
	size_t n_translations;
	int kind; /* enum line_kind; 0: ask with a goal, else as practice.md §1 decides */
	const char *goal; /* id of a criterion of the phase */
	const char **expect; /* short replies that show the goal */
	size_t n_expect;
	const char *ack;
	const char **again;
	size_t n_again;
	struct reply *replies;
	size_t n_replies;
	const char *only_if; /* JSON key "if": id of a choice; the line is left out when it was not picked */
};

struct choice {
	const char *id;
	const char *text;
	struct translation *translations;
	size_t n_translations;
};

struct phase_translation {
	const char *language;
	const char *name;
	const char *description;
	const char *cultural_notes;
};

struct phase {
	const char *phase_id;
	const char *name;
	const char *description;
	int64_t expected_duration_minutes;
	struct word *key_vocabulary;
	size_t n_key_vocabulary;
	struct phrase *essential_phrases;
	size_t n_essential_phrases;
	struct objective *learning_objectives;
	size_t n_learning_objectives;
	struct criterion *success_criteria;
	size_t n_success_criteria;
	struct partner_line *partner_lines;
	size_t n_partner_lines;
	const char *cultural_notes;
	struct phase_translation *translations;
	size_t n_translations;
};

/* An entry of cultural_context: the map's key and its text. */
struct note {
	const char *key;
	const char *text;
};

struct scenario_translation {
	const char *language;
	const char *title;
	const char *description;
	const char *setting;
	const char *user_role;
	const char *partner_role;
	const char **prerequisites;
	size_t n_prerequisites;
	const char **learning_outcomes;
	size_t n_learning_outcomes;
	struct note *cultural_context;
	size_t n_cultural_context;
};

struct scenario {
	const char *scenario_id;
	const char *situation_id; /* links the language versions of one situation */
	const char *language;
	const char *title;
	const char *description;
	int category; /* enum category */
	int difficulty; /* enum difficulty */
	int cefr_level; /* enum cefr, 0 when not given */
	int64_t estimated_duration; /* minutes */
	const char *user_role;
	const char *partner_role;
	const char *setting;
	const char **prerequisites;
	size_t n_prerequisites;
	const char **learning_outcomes;
	size_t n_learning_outcomes;
	const char **vocabulary_focus;
	size_t n_vocabulary_focus;
	struct note *cultural_context;
	size_t n_cultural_context;
	struct choice *choices;
	size_t n_choices;
	struct phase *phases;
	size_t n_phases;
	struct scenario_translation *translations;
	size_t n_translations;
};

enum category {
	CATEGORY_restaurant = 1,
	CATEGORY_travel,
	CATEGORY_shopping,
	CATEGORY_business,
	CATEGORY_social,
	CATEGORY_healthcare,
	CATEGORY_emergency,
	CATEGORY_daily_life,
	CATEGORY_hobbies,
	CATEGORY_education,
};

enum difficulty { DIFFICULTY_beginner = 1, DIFFICULTY_intermediate, DIFFICULTY_advanced };
enum cefr { CEFR_A1 = 1, CEFR_A2, CEFR_B1, CEFR_B2, CEFR_C1, CEFR_C2 };

/* The words of the enumerations, as in JSON and SQL; index 0 is "", the end is NULL. */
extern const char *const category_names[], *const difficulty_names[], *const cefr_names[], *const line_kind_names[];

extern const struct record scenario_record;

/* What learners see of a scenario: without partner lines and evidence. Same struct, fewer fields. */
extern const struct record scenario_document_record;

enum { SCENARIO_MAX_BYTES = 256 * 1024 };

/*
 * Read the JSON document of ${length} bytes at ${json} into ${scenario}; all
 * memory comes from ${problems->arena}.  Every broken rule, of one field or of
 * several (scenario_check()), goes into ${problems}.  Return whether none was.
 */
bool scenario_read(const char *json, size_t length, struct scenario *scenario, struct problems *problems);

/*
 * The rules that need more than one field (domain.md §2): distinct words and
 * phrases, unique ids, difficulty and level agree, goals exist.  Broken ones
 * go into ${problems}; also gives ids to criteria without one.
 */
void scenario_check(struct arena *arena, struct scenario *scenario, struct problems *problems);

/* Return ${scenario} as the JSON document that is stored and hashed: every field, in the descriptor's order. */
const char *scenario_json(struct arena *arena, const struct scenario *scenario);

/* Return the text for ${language} among ${n} ${translations}, or NULL. */
const char *translation_find(const struct translation *translations, size_t n, const char *language);

#endif
