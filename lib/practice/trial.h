#ifndef PARLANCE_TRIAL_H
#define PARLANCE_TRIAL_H

/* Three turns without an account: a pure function of what was said so far, stored nowhere. */

#include "fault.h"
#include "run.h"

struct course_cache;

enum { TRIAL_TURNS = 3 };

struct trial_in {
	const char *scenario_id, *language, *native_language;
	int level; /* enum trial_level */
	const char **turns;
	size_t n_turns;
};
enum trial_level { TRIAL_none = 1, TRIAL_some, TRIAL_a_lot };

struct trial_scenario {
	uint64_t scenario_key;
	int64_t version;
	const char *scenario_id, *title;
};

struct trial {
	const char *scenario_id, *title, *user_role, *partner_role, *setting;
	struct run_turn *turns;
	size_t n_turns;
	struct run_state *state;
	bool over;
};

extern const struct record trial_in_record, trial_scenario_record, trial_record;

/*
 * Play ${in->turns} of the scenario asked for, else of one whose difficulty
 * fits the level, and fill ${trial} with the conversation at ${now}.
 * FAULT_unknown when there is no system scenario in that language.
 */
enum fault trial_run(struct db *db, struct course_cache *cache, const struct trial_in *in, int64_t now,
    struct problems *problems, struct trial *trial);

#endif
