#ifndef PARLANCE_RUN_PRIVATE_H
#define PARLANCE_RUN_PRIVATE_H

/* Shared by run.c (the ledger) and run_show.c (what the page gets). */

#include "run.h"

/* Read back the learner's event that ${turn} is a row of; false when it is none. */
bool run_event_of(const struct run_turn *turn, struct practice_event *event);

/* Complete ${step}, which has its new turns, with the state after ${answer} to an event in ${phase}. */
void run_step_make(struct arena *arena, const struct run *run, const struct practice_answer *answer, size_t phase,
    struct run_step *step);

#endif
