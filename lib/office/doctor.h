#ifndef PARLANCE_DOCTOR_H
#define PARLANCE_DOCTOR_H

/*
 * Checks that everything in the database agrees: settings, schema, counters
 * and what they count, cards and their logs, the ledger of runs and what came
 * of it.  Nothing is changed.
 */

#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "record.h"

struct arena;
struct db;

/* What one statement of a check finds. */
struct doctor_row {
	int64_t looked; /* rows looked at */
	int64_t violations; /* of them */
	const char *example; /* one of these, NULL without any */
};

/* The outcome of one check. */
struct doctor_finding {
	const char *check; /* its name */
	const char *meaning; /* what holds when there is no violation */
	int64_t looked, violations;
	const char *example;
};

extern const struct record doctor_row_record, doctor_finding_record;

/* How many checks there are. */
extern const size_t doctor_count;

/*
 * Make check ${number} (from 0) and fill ${finding}, memory of ${arena}.  A
 * fault means that the database failed, not that something is wrong in it.
 */
enum fault doctor_check(struct db *db, struct arena *arena, size_t number, struct doctor_finding *finding);

#endif
