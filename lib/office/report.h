#ifndef PARLANCE_REPORT_H
#define PARLANCE_REPORT_H

/*
 * Reports: one SELECT over the report views in each file of sql/report, its
 * first comment line the title, a line "-- days: N" how far it looks back.
 * :from and :to are its first and last day, :today the present day in UTC.
 *
 * Functions that may fail return NULL, or a sentence in memory of the arena.
 */

#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;
struct db;
struct db_table;

struct report {
	const char *name; /* of the file, without ending */
	const char *title;
	const char *sql;
	int64_t days; /* looked at when no first day is given */
};

/* Days since 1970-01-01; without from and to (ABSENT) the report's own days up to tomorrow: in the east it may be. */
struct report_period {
	int64_t from, to, today;
};

/* Read all ${*count} ${*reports} of ${directory}, by name. */
const char *report_list(struct arena *arena, const char *directory, struct report **reports, size_t *count);

/* Run ${report} for ${period} and fill ${table}. */
const char *report_run(struct db *db, struct arena *arena, const struct report *report,
    const struct report_period *period, struct db_table *table);

/*
 * Append ${table} as CSV (RFC 4180, with a line of names).  A text that a
 * spreadsheet would take for a formula gets an apostrophe in front.
 */
void report_csv(struct buffer *out, const struct db_table *table);

/* Append ${table} as a JSON array of objects. */
void report_json(struct buffer *out, const struct db_table *table);

#endif
