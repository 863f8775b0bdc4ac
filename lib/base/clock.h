#ifndef PARLANCE_CLOCK_H
#define PARLANCE_CLOCK_H

/*
 * Instants and days.  An instant is int64_t milliseconds since 1970 UTC; a
 * day is int64_t days since 1970-01-01 in the proleptic Gregorian calendar.
 * The learner's local day runs in their IANA time zone from the rollover hour
 * (04:00 by default) to the next one.
 */

#include <stdbool.h>
#include <stdint.h>

struct arena;

#define MS_PER_SECOND INT64_C(1000)
#define MS_PER_DAY INT64_C(86400000)

struct civil {
	int year, month, day; /* month 1-12, day 1-31 */
};

/* Return the present instant. The only place that reads the wall clock. */
int64_t clock_now(void);

/* Return microseconds of a clock that never goes back, for durations. */
int64_t clock_microseconds(void);

/* Convert between a day and its calendar date. */
struct civil civil_of_day(int64_t day);
int64_t day_of_civil(struct civil civil);

/* Return whether ${civil} exists in the calendar, in the years 1000-9999. */
bool civil_valid(struct civil civil);

/* Write ${instant} as RFC 3339 with milliseconds and Z; ${day} as YYYY-MM-DD. */
const char *instant_text(struct arena *arena, int64_t instant);
const char *day_text(struct arena *arena, int64_t day);

/* Read an RFC 3339 date-time (any offset, up to 9 decimals of a second); false when it is none. */
bool instant_parse(const char *text, int64_t *instant);

/* Read YYYY-MM-DD; false when it is none. */
bool day_parse(const char *text, int64_t *day);

/* Return whether ${zone} names an IANA time zone. */
bool zone_valid(const char *zone);

/* Return the local day of ${instant} in ${zone} with days beginning at ${rollover_hour} (0-23). */
int64_t local_day(const char *zone, int64_t rollover_hour, int64_t instant);

/* Return the instant at which local ${day} begins in ${zone}. */
int64_t local_day_start(const char *zone, int64_t rollover_hour, int64_t day);

/* Return the offset of ${zone} from UTC at ${instant}, in minutes. */
int64_t zone_offset(const char *zone, int64_t instant);

#endif
