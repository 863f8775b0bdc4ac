#ifndef PARLANCE_RUN_PRIVATE_H
#define PARLANCE_RUN_PRIVATE_H

/* Shared by run.c (the ledger) and run_show.c (what the page gets). */

#include "run.h"

/* Read back the learner's event that ${turn} is a row of; false when it is none. */
bool run_event_of(const struct run_turn *turn, struct practice_event *event);

/* Make ${step} of the ${n} new ${turns} that an event in ${phase} led to. */
void run_step_make(struct arena *arena, const struct run *run, const struct practice_answer *answer,
    struct run_turn *turns, size_t n, size_t phase, struct run_step *step);

#endif
