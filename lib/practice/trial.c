#include "trial.h"

#include "arena.h"
#include "course_cache.h"
#include "db.h"
#include "sql.h"

static const char *const level_names[] = { "", "none", "some", "a_lot", NULL };

/* clang-format off */
#define RECORD_STRUCT struct trial_in
static const struct field trial_in_fields[] = {
	TEXT(scenario_id, FIELD_nullable, 1, 100), TEXT_OF(language, FIELD_required, 2, 10, "language"),
	TEXT_OF(native_language, FIELD_required, 2, 10, "language"), ENUM(level, FIELD_required, level_names),
	TEXTS(turns, FIELD_lines, 0, TRIAL_TURNS, PRACTICE_TEXT),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(trial_in);

#define RECORD_STRUCT struct trial_scenario
static const struct field trial_scenario_fields[] = {
	KEY(scenario_key), INT(version, FIELD_hidden, 1, 0), TEXT(scenario_id, 0, 1, 100), TEXT(title, 0, 1, 100), FIELDS_END
};
#undef RECORD_STRUCT
RECORD(trial_scenario);

#define RECORD_STRUCT struct trial
static const struct field trial_fields[] = {
	TEXT(scenario_id, 0, 1, 100), TEXT(title, 0, 1, 100), TEXT(user_role, FIELD_nullable, 1, 50),
	TEXT(partner_role, FIELD_nullable, 1, 50), TEXT(setting, FIELD_nullable, 0, 500),
	LIST(turns, 0, run_turn_record, 0, 0), OBJECT(state, 0, run_state_record), BOOL(over, 0),
	FIELDS_END
};
#undef RECORD_STRUCT
RECORD(trial);
/* clang-format on */

enum fault
trial_run(struct db *db, struct course_cache *cache, const struct trial_in *in, int64_t now, struct problems *problems,
    struct trial *trial)
{
	struct arena *arena = problems->arena;
	struct trial_scenario scenario;
	struct course_entry entry;
	struct practice_answer answer;
	struct practice *practice;
	int64_t number;
	enum fault fault = sql_trial_scenario(db, arena, in, &scenario);

	if (fault != FAULT_ok)
		return fault;
	fault = course_cache_find(cache, db, scenario.scenario_key, scenario.version, in->native_language, &entry);
	if (fault != FAULT_ok)
		return fault;
	trial->turns = arena_array(arena, (in->n_turns + 1) * (1 + PRACTICE_PARTNER_TURNS), sizeof(*trial->turns));
	if ((practice = practice_open(arena, entry.course, 0, NULL, &answer)) == NULL)
		return FAULT_internal;
	number = run_partner_turns(arena, &answer, 1, now, trial->turns, &trial->n_turns);
	for (size_t i = 0; i < in->n_turns; i++) {
		struct practice_event event = { .event = EVENT_say, .text = in->turns[i] };
		struct run_turn *turn = &trial->turns[trial->n_turns];

		if (practice_apply(practice, &event, &answer) != PRACTICE_ok) {
			problems_add(problems, arena_printf(arena, "/turns/%zu", i), "text", "this cannot be said here");
			return FAULT_invalid;
		}
		run_learner_turn(arena, &event, &answer, entry.scenario, 0, turn);
		turn->number = number;
		turn->at = now;
		trial->n_turns++;
		number = run_partner_turns(arena, &answer, number + 1, now, trial->turns, &trial->n_turns);
	}
	trial->scenario_id = scenario.scenario_id;
	trial->title = scenario.title;
	trial->user_role = entry.scenario->user_role;
	trial->partner_role = entry.scenario->partner_role;
	trial->setting = entry.scenario->setting;
	trial->state = run_state_make(arena, practice, entry.scenario, in->native_language);
	trial->over = in->n_turns >= TRIAL_TURNS;
	return FAULT_ok;
}
