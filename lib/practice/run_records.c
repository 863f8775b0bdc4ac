#include "run.h"

/* The descriptors of everything about runs. */

static const char *const who_names[] = { "", "learner", "partner", NULL };
const char *const item_kind_names[] = { "", "word", "phrase", NULL };
static const char *const match_kind_names[] = { "", "word", "phrase", "goal", NULL };
static const char *const outcome_names[] = { "", "exact", "remark", "almost", NULL };
const char *const remark_names[] = { "", "accent", "spelling", "capital", "article", "measure", "negation", "informal",
	"script", "related", "other_word", NULL };
static const char *const hint_step_names[] = { "", "meaning", "start", "model", "words", NULL };
const char *const run_status_names[] = { "", "open", "completed", "abandoned", NULL };

/* clang-format off */
#define RECORD_STRUCT struct version_key
static const struct field version_key_fields[] = { KEY(scenario_key), INT(version, FIELD_hidden, 1, 0), FIELDS_END };
#undef RECORD_STRUCT
RECORD(version_key);

#define RECORD_STRUCT struct version_content
static const struct field version_content_fields[] = { TEXT(content, FIELD_hidden, 0, 0), FIELDS_END };
#undef RECORD_STRUCT
RECORD(version_content);

#define RECORD_STRUCT struct run_start_in
static const struct field run_start_in_fields[] = {
	TEXT(scenario_id, FIELD_required, 1, 100), TEXT_OF(choice, FIELD_nullable, 1, 50, "identifier"), BOOL(restart, 0),
	ID(user_key, FIELD_router), TEXT(native_language, FIELD_router, 2, 10), NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_start_in);

#define RECORD_STRUCT struct run_ref
static const struct field run_ref_fields[] = {
	ID(run_id, FIELD_path), ID(user_key, FIELD_router), NOW(now), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_ref);

#define RECORD_STRUCT struct run_say_in
static const struct field run_say_in_fields[] = {
	ID(run_id, FIELD_path), TEXT(text, FIELD_required | FIELD_lines, 1, PRACTICE_TEXT), ID(user_key, FIELD_router), NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_say_in);

#define RECORD_STRUCT struct run_hint_in
static const struct field run_hint_in_fields[] = {
	ID(run_id, FIELD_path), ENUM(step, FIELD_required, hint_step_names), ID(user_key, FIELD_router), NOW(now), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_hint_in);

#define RECORD_STRUCT struct run_filter
static const struct field run_filter_fields[] = {
	ENUM(status, 0, run_status_names), INT(limit, 0, 1, 100), ID(cursor, 0), ID(user_key, FIELD_router),
	INT(page, FIELD_router, 1, 101),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_filter);

#define RECORD_STRUCT struct run_scenario
static const struct field run_scenario_fields[] = {
	KEY(scenario_key), INT(version, FIELD_hidden, 1, 0), TEXT(language, FIELD_hidden, 2, 10),
	INT(phase_count, FIELD_hidden, 2, 6), INT(times_attempted, FIELD_hidden, 0, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_scenario);

#define RECORD_STRUCT struct run_row
static const struct field run_row_fields[] = {
	ID(run_id, 0), KEY(user_key), KEY(scenario_key), TEXT(scenario_id, 0, 1, 100), TEXT(title, 0, 1, 100),
	TEXT(language, 0, 2, 10), TEXT(native_language, FIELD_hidden, 2, 10), INT(version, 0, 1, 0),
	ENUM(status, 0, run_status_names), INT(variant, 0, 0, 3), TEXT(choice, FIELD_nullable, 1, 50), INT(phase, 0, 1, 6),
	INT(phase_count, 0, 2, 6), INT(turns, FIELD_hidden, 0, 0), INSTANT(started_at, 0), INSTANT(last_event_at, FIELD_hidden),
	INSTANT(ended_at, FIELD_nullable), INT(seconds, 0, 0, 0), INT(score, FIELD_nullable, 0, 100),
	JSON(result, FIELD_nullable),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_row);

#define RECORD_STRUCT struct run_summary
static const struct field run_summary_fields[] = {
	ID(run_id, 0), TEXT(scenario_id, 0, 1, 100), TEXT(title, 0, 1, 100), TEXT(language, 0, 2, 10),
	ENUM(status, 0, run_status_names), INT(phase, 0, 1, 6), INT(phase_count, 0, 2, 6), INSTANT(started_at, 0),
	INSTANT(ended_at, FIELD_nullable), INT(seconds, 0, 0, 0), INT(score, FIELD_nullable, 0, 100),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_summary);

#define RECORD_STRUCT struct run_change
static const struct field run_change_fields[] = {
	KEY(run_id), ENUM(status, FIELD_hidden, run_status_names), INT(phase, FIELD_hidden, 1, 6), INT(turns, FIELD_hidden, 0, 0),
	INT(seconds, FIELD_hidden, 0, 0), NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_change);

#define RECORD_STRUCT struct new_run
static const struct field new_run_fields[] = {
	KEY(user_key), KEY(scenario_key), INT(version, FIELD_hidden, 1, 0), TEXT(language, FIELD_hidden, 2, 10),
	TEXT(native_language, FIELD_hidden, 2, 10), TEXT(choice, FIELD_hidden, 1, 50), INT(variant, FIELD_hidden, 0, 3),
	INT(phase_count, FIELD_hidden, 2, 6), NOW(now),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(new_run);

#define RECORD_STRUCT struct turn_match
static const struct field turn_match_fields[] = {
	ENUM(kind, 0, match_kind_names), TEXT(text, 0, 1, 500), INT(begin, 0, 0, 500), INT(end, 0, 0, 500),
	ENUM(outcome, 0, outcome_names), TEXT(level, FIELD_nullable, 1, 20),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(turn_match);

#define RECORD_STRUCT struct turn_remark
static const struct field turn_remark_fields[] = {
	ENUM(remark, 0, remark_names), ENUM(outcome, 0, outcome_names), TEXT(seen, FIELD_nullable, 1, 500),
	TEXT(wanted, FIELD_nullable, 1, 500),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(turn_remark);

#define RECORD_STRUCT struct run_turn
static const struct field run_turn_fields[] = {
	ID(run_key, FIELD_hidden | FIELD_computed), INT(number, 0, 1, 0), ENUM(who, 0, who_names), TEXT(kind, 0, 1, 20),
	INT(phase, 0, 1, 6), TEXT(text, FIELD_nullable, 0, 1000), TEXT(translation, FIELD_nullable, 0, 1000),
	INT(line, FIELD_hidden, 0, 0), INT(branch, FIELD_hidden, 0, 0), JSON(matches, FIELD_nullable),
	JSON(remark, FIELD_nullable), INSTANT(at, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_turn);

#define RECORD_STRUCT struct state_goal
static const struct field state_goal_fields[] = {
	TEXT(id, 0, 1, 50), TEXT(text, 0, 1, 200), TEXT(translation, FIELD_nullable, 1, 500), TEXT(state, 0, 1, 20),
	BOOL(hinted, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(state_goal);

#define RECORD_STRUCT struct state_item
static const struct field state_item_fields[] = {
	ENUM(kind, 0, item_kind_names), TEXT(text, 0, 1, 200), TEXT(translation, FIELD_nullable, 1, 500),
	TEXT(translation_language, FIELD_nullable, 2, 10), TEXT(level, FIELD_nullable, 1, 20),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(state_item);

#define RECORD_STRUCT struct state_phase
static const struct field state_phase_fields[] = {
	INT(number, 0, 1, 6), TEXT(phase_id, 0, 1, 100), TEXT(name, 0, 1, 100), TEXT(name_translation, FIELD_nullable, 1, 100),
	INT(progress, 0, 0, 1000), BOOL(complete, 0), BOOL(visited, 0), BOOL(skipped, 0),
	LIST(goals, 0, state_goal_record, 0, 30), LIST(items, 0, state_item_record, 0, 60),
	FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(state_phase);

#define RECORD_STRUCT struct run_state
static const struct field run_state_fields[] = {
	INT(phase, 0, 1, 6), INT(phase_count, 0, 2, 6), BOOL(can_advance, 0), BOOL(can_complete, 0), BOOL(list_open, 0),
	TEXT(current_goal, FIELD_nullable, 1, 50), LIST(phases, 0, state_phase_record, 2, 6),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_state);

#define RECORD_STRUCT struct run_view
static const struct field run_view_fields[] = {
	ID(run_id, 0), TEXT(scenario_id, 0, 1, 100), TEXT(title, 0, 1, 100), TEXT(language, 0, 2, 10), INT(version, 0, 1, 0),
	ENUM(status, 0, run_status_names), INT(variant, 0, 0, 3), TEXT(choice, FIELD_nullable, 1, 50), INSTANT(started_at, 0),
	INSTANT(ended_at, FIELD_nullable), INT(seconds, 0, 0, 0), INT(score, FIELD_nullable, 0, 100),
	OBJECT(state, 0, run_state_record), LIST(turns, 0, run_turn_record, 0, 0), JSON(result, FIELD_nullable),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_view);

#define RECORD_STRUCT struct step_goal
static const struct field step_goal_fields[] = { TEXT(id, 0, 1, 50), TEXT(text, 0, 1, 200), FIELDS_END };
#undef RECORD_STRUCT
static RECORD(step_goal);

#define RECORD_STRUCT struct step_hint
static const struct field step_hint_fields[] = {
	TEXT(goal, 0, 1, 50), TEXT(step, 0, 1, 10), TEXT(text, 0, 1, 500), FIELDS_END
};
#undef RECORD_STRUCT
static RECORD(step_hint);

#define RECORD_STRUCT struct run_step
static const struct field run_step_fields[] = {
	LIST(turns, 0, run_turn_record, 0, 0), OBJECT(state, 0, run_state_record),
	LIST(goals_reached, 0, step_goal_record, 0, 30), OBJECT(hint, FIELD_nullable, step_hint_record),
	TEXT(notice, FIELD_nullable, 1, 20),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(run_step);
/* clang-format on */
