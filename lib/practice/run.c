#include "run.h"

#include <string.h>

#include "arena.h"
#include "clock.h"
#include "course_cache.h"
#include "db.h"
#include "library.h"
#include "run_private.h"
#include "sql.h"

/* What each refusal of the engine is for a client. */
/* clang-format off */
static const enum fault practice_faults[] = {
	[PRACTICE_ok]               = FAULT_ok,
	[PRACTICE_phase_incomplete] = FAULT_phase_incomplete,
	[PRACTICE_phase_complete]   = FAULT_conflict,
	[PRACTICE_last_phase]       = FAULT_conflict,
	[PRACTICE_nothing_complete] = FAULT_nothing_complete,
	[PRACTICE_too_many_turns]   = FAULT_too_many_turns,
	[PRACTICE_text_too_long]    = FAULT_invalid,
	[PRACTICE_text_missing]     = FAULT_invalid,
	[PRACTICE_no_goal]          = FAULT_conflict,
};

/* The same with the sentence that says which rule it was. */
static const struct {
	enum practice_error error;
	const char *pointer, *code, *message;
} practice_problems[] = {
	{ PRACTICE_phase_complete, "", "phase_complete", "this phase is complete: go on with next" },
	{ PRACTICE_last_phase, "", "last_phase", "this is the last phase: finish the run with complete" },
	{ PRACTICE_text_too_long, "/text", "too_long", "text must have at most 500 characters" },
	{ PRACTICE_text_missing, "/text", "required", "text must not be blank" },
	{ PRACTICE_no_goal, "", "no_goal", "every goal of this phase is reached" },
};
/* clang-format on */

static enum fault
practice_fault(enum practice_error error, struct problems *problems)
{
	for (size_t i = 0; i < sizeof(practice_problems) / sizeof(*practice_problems); i++)
		if (practice_problems[i].error == error)
			problems_add(problems, practice_problems[i].pointer, practice_problems[i].code, "%s",
			    practice_problems[i].message);
	return practice_faults[error];
}

int64_t
run_seconds(const struct run_row *row, int64_t now)
{
	int64_t gap = (now - row->last_event_at) / MS_PER_SECOND;

	if (gap < 0)
		gap = 0;
	return row->seconds + (gap > RUN_GAP_SECONDS ? RUN_GAP_SECONDS : gap);
}

static enum fault
turns_store(struct db *db, uint64_t run_id, struct run_turn *turns, size_t n)
{
	enum fault fault = FAULT_ok;

	for (size_t i = 0; fault == FAULT_ok && i < n; i++) {
		turns[i].run_key = run_id;
		fault = sql_run_turn_add(db, &turns[i], NULL);
	}
	return fault;
}

/* The attempt counts when it begins, once for each run. */
static enum fault
attempt_count(struct db *db, const struct new_run *new_run, bool first)
{
	struct activity activity = { new_run->scenario_key, new_run->user_key, ACTIVITY_start, new_run->now };
	enum fault fault = sql_progress_attempted(db, new_run, NULL);

	if (fault == FAULT_ok)
		fault = sql_metadata_started(db, new_run, NULL);
	if (fault == FAULT_ok && first)
		fault = sql_metadata_learner(db, new_run, NULL);
	return fault == FAULT_ok ? library_activity(db, &activity) : fault;
}

/* Insert the run and the partner's first words. */
static enum fault
run_insert(struct db *db, struct course_cache *cache, struct new_run *new_run, struct problems *problems,
    uint64_t *run_id)
{
	struct arena *arena = problems->arena;
	struct run_turn turns[PRACTICE_PARTNER_TURNS];
	struct practice_answer answer;
	struct course_entry entry;
	struct run_change change = { .status = RUN_open, .phase = 1, .now = new_run->now };
	size_t n = 0;
	enum fault fault =
	    course_cache_find(cache, db, new_run->scenario_key, new_run->version, new_run->native_language, &entry);

	if (fault != FAULT_ok)
		return fault;
	if (practice_open(arena, entry.course, (unsigned)new_run->variant, new_run->choice, &answer) == NULL) {
		problems_add(problems, "/choice", "choice", "this scenario has no such choice");
		return FAULT_invalid;
	}
	if ((fault = sql_run_add(db, new_run, NULL)) != FAULT_ok)
		return fault;
	*run_id = change.run_id = db_inserted_key(db);
	change.turns = run_partner_turns(arena, &answer, 1, new_run->now, turns, &n) - 1;
	fault = turns_store(db, *run_id, turns, n);
	return fault == FAULT_ok ? sql_run_change(db, &change, NULL) : fault;
}

static enum fault
run_new(struct db *db, struct course_cache *cache, const struct run_start_in *in, struct problems *problems,
    uint64_t *run_id)
{
	struct run_scenario scenario;
	struct new_run new_run = { .user_key = in->user_key, .native_language = in->native_language, .choice = in->choice,
		.now = in->now };
	enum fault fault = sql_run_scenario(db, problems->arena, in, &scenario);

	if (fault != FAULT_ok)
		return fault;
	new_run.scenario_key = scenario.scenario_key;
	new_run.version = scenario.version;
	new_run.language = scenario.language;
	new_run.phase_count = scenario.phase_count;
	new_run.variant = scenario.times_attempted % PRACTICE_VARIANTS;
	if ((fault = run_insert(db, cache, &new_run, problems, run_id)) != FAULT_ok)
		return fault;
	return attempt_count(db, &new_run, scenario.times_attempted == 0);
}

enum fault
run_start(struct db *db, struct course_cache *cache, const struct run_start_in *in, struct problems *problems,
    uint64_t *run_id, bool *resumed)
{
	struct run run = { 0 };
	enum fault fault = sql_run_find_open(db, problems->arena, in, &run.row);

	*resumed = fault == FAULT_ok && !in->restart;
	if (fault != FAULT_ok && fault != FAULT_unknown)
		return fault;
	if (fault == FAULT_ok && in->restart && (fault = run_abandon(db, &run, in->now)) != FAULT_ok)
		return fault;
	if (*resumed) {
		*run_id = run.row.run_id;
		return FAULT_ok;
	}
	fault = run_new(db, cache, in, problems, run_id);
	return fault == FAULT_duplicate ? FAULT_retry : fault; /* another tab was quicker: begin again and find its run */
}

/* Play the stored events again. */
static enum fault
run_replay(struct db *db, struct arena *arena, const struct run_ref *ref, struct run *run, const struct course *course)
{
	struct practice_answer answer;
	struct run_turn *turns;
	size_t n;
	enum fault fault = sql_run_events(db, arena, ref, &turns, &n);

	if (fault != FAULT_ok)
		return fault;
	run->practice = practice_open(arena, course, (unsigned)run->row.variant, run->row.choice, &answer);
	if (run->practice == NULL)
		return FAULT_internal;
	for (size_t i = 0; i < n; i++) {
		struct practice_event event;

		if (!run_event_of(&turns[i], &event) || practice_apply(run->practice, &event, &answer) != PRACTICE_ok)
			return FAULT_internal;
	}
	return FAULT_ok;
}

enum fault
run_open(struct db *db, struct arena *arena, struct course_cache *cache, uint64_t run_id, uint64_t user_key,
    struct run *run)
{
	struct run_ref ref = { .run_id = run_id, .user_key = user_key };
	struct course_entry entry;
	enum fault fault = sql_run_lock(db, arena, &ref, &run->row);

	if (fault != FAULT_ok)
		return fault;
	fault =
	    course_cache_find(cache, db, run->row.scenario_key, run->row.version, run->row.native_language, &entry);
	if (fault != FAULT_ok)
		return fault;
	run->scenario = entry.scenario;
	run->native = run->row.native_language;
	return run_replay(db, arena, &ref, run, entry.course);
}

enum fault
run_event(struct db *db, struct problems *problems, struct run *run, const struct practice_event *event, int64_t now,
    struct run_step *step)
{
	struct arena *arena = problems->arena;
	struct run_change change = { run->row.run_id, RUN_open, 0, 0, run_seconds(&run->row, now), now };
	struct run_turn *turns = arena_array(arena, 1 + PRACTICE_PARTNER_TURNS, sizeof(*turns));
	struct practice_answer answer;
	struct practice_view view;
	size_t phase, n = 1;
	enum practice_error error;
	enum fault fault;

	if (run->row.status != RUN_open)
		return FAULT_run_over;
	practice_view(run->practice, &view);
	phase = view.phase;
	if ((error = practice_apply(run->practice, event, &answer)) != PRACTICE_ok)
		return practice_fault(error, problems);
	run_learner_turn(arena, event, &answer, run->scenario, phase, &turns[0]);
	turns[0].number = run->row.turns + 1;
	turns[0].at = now;
	change.turns = run_partner_turns(arena, &answer, run->row.turns + 2, now, turns, &n) - 1;
	practice_view(run->practice, &view);
	change.phase = (int64_t)view.phase + 1;
	if ((fault = turns_store(db, run->row.run_id, turns, n)) != FAULT_ok ||
	    (fault = sql_run_change(db, &change, NULL)) != FAULT_ok)
		return fault;
	run->row.turns = change.turns;
	*step = (struct run_step){ .turns = turns, .n_turns = n };
	run_step_make(arena, run, &answer, phase, step);
	return FAULT_ok;
}

enum fault
run_abandon(struct db *db, struct run *run, int64_t now)
{
	struct run_change change = { run->row.run_id, RUN_abandoned, run->row.phase, run->row.turns,
		run_seconds(&run->row, now), now };

	if (run->row.status != RUN_open)
		return FAULT_run_over;
	run->row.status = RUN_abandoned;
	run->row.ended_at = now;
	run->row.seconds = change.seconds;
	return sql_run_end(db, &change, NULL);
}
