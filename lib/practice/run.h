#ifndef PARLANCE_RUN_H
#define PARLANCE_RUN_H

/*
 * Runs in the database: the ledger of events from which the engine
 * (practice.h) makes the state again on any worker (domain.md §3).  Every
 * function works inside the caller's transaction and locks the run first.
 */

#include "fault.h"
#include "practice.h"
#include "record.h"
#include "scenario.h"

struct arena;
struct course_cache;
struct db;

enum run_status { RUN_open = 1, RUN_completed, RUN_abandoned };

enum { RUN_GAP_SECONDS = 300, RUN_IDLE_DAYS = 7 };

extern const char *const run_status_names[], *const item_kind_names[], *const remark_names[];

struct version_key {
	uint64_t scenario_key;
	int64_t version;
};

struct version_content {
	const char *content;
};

/* What runs are asked for, made or changed with. */
struct run_start_in {
	const char *scenario_id, *choice;
	bool restart;
	uint64_t user_key;
	const char *native_language;
	int64_t now;
};

struct run_ref {
	uint64_t run_id;
	uint64_t user_key;
	int64_t now;
};

struct run_say_in {
	uint64_t run_id;
	const char *text;
	uint64_t user_key;
	int64_t now;
};

struct run_hint_in {
	uint64_t run_id;
	int step;
	uint64_t user_key;
	int64_t now;
};

struct run_filter {
	int status;
	int64_t limit;
	uint64_t cursor;
	uint64_t user_key;
	int64_t page;
};

/* What POST /runs must know of the scenario. */
struct run_scenario {
	uint64_t scenario_key;
	int64_t version;
	const char *language;
	int64_t phase_count, times_attempted;
};

/* One row of scenario_runs, with what names its scenario. */
struct run_row {
	uint64_t run_id, user_key, scenario_key;
	const char *scenario_id, *title, *language, *native_language;
	int64_t version;
	int status;
	int64_t variant;
	const char *choice;
	int64_t phase, phase_count, turns;
	int64_t started_at, last_event_at, ended_at, seconds, score;
	const char *result;
};

struct run_summary {
	uint64_t run_id;
	const char *scenario_id, *title, *language;
	int status;
	int64_t phase, phase_count, started_at, ended_at, seconds, score;
};

/* What an event changes in the run's row. */
struct run_change {
	uint64_t run_id;
	int status;
	int64_t phase, turns, seconds, now;
};

struct new_run {
	uint64_t user_key, scenario_key;
	int64_t version;
	const char *language, *native_language, *choice;
	int64_t variant, phase_count, now;
};

/* One sentence's find, for the page to mark. */
struct turn_match {
	int kind; /* enum match_kind */
	const char *text;
	int64_t begin, end; /* characters */
	int outcome; /* enum match_outcome */
	const char *level;
};

struct turn_remark {
	int remark, outcome;
	const char *seen, *wanted;
};

/* One row of scenario_run_turns. */
struct run_turn {
	uint64_t run_key;
	int64_t number;
	int who; /* 1 learner, 2 partner */
	const char *kind;
	int64_t phase;
	const char *text, *translation;
	int64_t line, branch;
	const char *matches, *remark;
	int64_t at;
};

/* The state as the page shows it; lists as in practice_view(). */
struct state_goal {
	const char *id, *text, *translation, *state;
	bool hinted;
};

struct state_item {
	int kind;
	const char *text, *translation, *translation_language, *level;
};

struct state_phase {
	int64_t number;
	const char *phase_id, *name, *name_translation;
	int64_t progress;
	bool complete, visited, skipped;
	struct state_goal *goals;
	size_t n_goals;
	struct state_item *items;
	size_t n_items;
};

struct run_state {
	int64_t phase, phase_count;
	bool can_advance, can_complete, list_open;
	const char *current_goal;
	struct state_phase *phases;
	size_t n_phases;
};

struct run_view {
	uint64_t run_id;
	const char *scenario_id, *title, *language;
	int64_t version;
	int status;
	int64_t variant;
	const char *choice;
	int64_t started_at, ended_at, seconds, score;
	struct run_state *state;
	struct run_turn *turns;
	size_t n_turns;
	const char *result;
};

struct step_goal {
	const char *id, *text;
};

struct step_hint {
	const char *goal, *step, *text;
};

struct run_step {
	struct run_turn *turns;
	size_t n_turns;
	struct run_state *state;
	struct step_goal *goals_reached;
	size_t n_goals_reached;
	struct step_hint *hint;
	const char *notice;
};

extern const struct record version_key_record, version_content_record, run_start_in_record, run_ref_record,
    run_say_in_record, run_hint_in_record, run_filter_record, run_scenario_record, run_row_record, run_summary_record,
    run_change_record, new_run_record, run_turn_record, run_state_record, run_view_record, run_step_record,
    turn_match_record, turn_remark_record;

/* A run opened from the ledger. */
struct run {
	struct run_row row;
	const struct scenario *scenario;
	const char *native; /* language of translations */
	struct practice *practice;
};

/*
 * Begin a run of ${in->scenario_id}, or find the open one; ${*resumed} tells
 * which.  With restart the open one is abandoned first.  Counts the attempt.
 * Faults: unknown, invalid with a problem for a choice that does not exist.
 */
enum fault run_start(struct db *db, struct course_cache *cache, const struct run_start_in *in,
    struct problems *problems, uint64_t *run_id, bool *resumed);

/* Lock and open run ${run_id} of ${user_key}; FAULT_unknown when it is not theirs. */
enum fault run_open(struct db *db, struct arena *arena, struct course_cache *cache, uint64_t run_id, uint64_t user_key,
    struct run *run);

/* Fill ${view} with ${run} and all its turns, read with ${ref}. */
enum fault run_show(struct db *db, struct arena *arena, const struct run_ref *ref, const struct run *run,
    struct run_view *view);

/*
 * Take ${event} into ${run} at ${now}, store it with what follows from it and
 * fill ${step}.  Faults: run_over, phase_incomplete, too_many_turns, conflict,
 * invalid with a problem at /text.
 */
enum fault run_event(struct db *db, struct problems *problems, struct run *run, const struct practice_event *event,
    int64_t now, struct run_step *step);

/* End ${run} at ${now} without a result; FAULT_run_over when it is not open. */
enum fault run_abandon(struct db *db, struct run *run, int64_t now);

/* Return the seconds of ${row} with the time since its last event, a gap counting at most RUN_GAP_SECONDS. */
int64_t run_seconds(const struct run_row *row, int64_t now);

/* Make the page's state of ${practice} playing ${scenario}, translated to ${native}. */
struct run_state *run_state_make(struct arena *arena, const struct practice *practice, const struct scenario *scenario,
    const char *native);

/* Append the partner's turns of ${answer} to ${turns} from ${number} on; return the next number. */
int64_t run_partner_turns(struct arena *arena, const struct practice_answer *answer, int64_t number, int64_t now,
    struct run_turn *turns, size_t *n);

/* Fill ${turn} with what the learner said and what was found in it. */
void run_learner_turn(struct arena *arena, const struct practice_event *event, const struct practice_answer *answer,
    const struct scenario *scenario, size_t phase, struct run_turn *turn);

#endif
