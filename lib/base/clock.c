#include "clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "arena.h"

int64_t
clock_now(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) != 0)
		abort();
	return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / 1000000;
}

int64_t
clock_microseconds(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		abort();
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Days from a civil date and back: Howard Hinnant, "chrono-compatible low-level date algorithms". */
int64_t
day_of_civil(struct civil civil)
{
	int64_t year = civil.month <= 2 ? civil.year - 1 : civil.year;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct civil
civil_of_day(int64_t day)
{
	int64_t z = day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	struct civil civil;

	civil.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	civil.month = (int)(month < 10 ? month + 3 : month - 9);
	civil.year = (int)(year_of_era + era * 400 + (civil.month <= 2));
	return civil;
}

bool
civil_valid(struct civil civil)
{
	struct civil again;

	if (civil.year < 1000 || civil.year > 9999 || civil.month < 1 || civil.month > 12 || civil.day < 1 ||
	    civil.day > 31)
		return false;
	again = civil_of_day(day_of_civil(civil));
	return again.month == civil.month && again.day == civil.day;
}

/* Floor division of an instant into its day and the milliseconds within it. */
static int64_t
instant_split(int64_t instant, int64_t *ms)
{
	int64_t day = instant / MS_PER_DAY;

	if (instant % MS_PER_DAY < 0)
		day--;
	*ms = instant - day * MS_PER_DAY;
	return day;
}

const char *
instant_text(struct arena *arena, int64_t instant)
{
	int64_t ms;
	struct civil civil = civil_of_day(instant_split(instant, &ms));

	return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", civil.year, civil.month, civil.day,
	    (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
}

const char *
day_text(struct arena *arena, int64_t day)
{
	struct civil civil = civil_of_day(day);

	return arena_printf(arena, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

/* Read exactly ${count} digits at ${*text} and go past them. */
static bool
digits_parse(const char **text, int count, int *number)
{
	for (*number = 0; count > 0; count--, (*text)++) {
		if (**text < '0' || **text > '9')
			return false;
		*number = *number * 10 + (**text - '0');
	}
	return true;
}

static bool
byte_parse(const char **text, char byte)
{
	if (**text != byte)
		return false;
	(*text)++;
	return true;
}

static bool
date_parse(const char **text, int64_t *day)
{
	struct civil civil;

	if (!digits_parse(text, 4, &civil.year) || !byte_parse(text, '-') || !digits_parse(text, 2, &civil.month) ||
	    !byte_parse(text, '-') || !digits_parse(text, 2, &civil.day) || !civil_valid(civil))
		return false;
	*day = day_of_civil(civil);
	return true;
}

bool
day_parse(const char *text, int64_t *day)
{
	return date_parse(&text, day) && *text == '\0';
}

/* Read the decimals of a second as milliseconds, cutting what is finer. */
static bool
fraction_parse(const char **text, int *ms)
{
	int digits = 0, scale = 100;

	*ms = 0;
	if (!byte_parse(text, '.'))
		return true;
	for (; **text >= '0' && **text <= '9'; (*text)++, digits++, scale /= 10)
		*ms += (**text - '0') * scale;
	return digits >= 1 && digits <= 9;
}

static bool
offset_parse(const char **text, int *minutes)
{
	int sign = **text == '-' ? -1 : 1, hour, minute;

	*minutes = 0;
	if (**text == 'Z' || **text == 'z') {
		(*text)++;
		return true;
	}
	if (**text != '+' && **text != '-')
		return false;
	(*text)++;
	if (!digits_parse(text, 2, &hour) || !byte_parse(text, ':') || !digits_parse(text, 2, &minute) || hour > 23 ||
	    minute > 59)
		return false;
	*minutes = sign * (hour * 60 + minute);
	return true;
}

bool
instant_parse(const char *text, int64_t *instant)
{
	int hour, minute, second, ms, offset;
	int64_t day;

	if (!date_parse(&text, &day) || (*text != 'T' && *text != 't'))
		return false;
	text++;
	if (!digits_parse(&text, 2, &hour) || !byte_parse(&text, ':') || !digits_parse(&text, 2, &minute) ||
	    !byte_parse(&text, ':') || !digits_parse(&text, 2, &second) || !fraction_parse(&text, &ms) ||
	    !offset_parse(&text, &offset) || *text != '\0' || hour > 23 || minute > 59 || second > 59)
		return false;
	*instant = day * MS_PER_DAY + ((int64_t)(hour * 60 + minute - offset) * 60 + second) * MS_PER_SECOND + ms;
	return true;
}

enum { ZONE_MAX = 64, ZONE_CACHE = 8 };

/* Opening a calendar costs far more than using it, so the last few zones stay open. */
static struct {
	char zone[ZONE_MAX];
	UCalendar *calendar;
} zone_cache[ZONE_CACHE];
static unsigned zone_next;

static UCalendar *
zone_open(const char *zone)
{
	UChar wide[ZONE_MAX];
	UErrorCode error = U_ZERO_ERROR;
	UCalendar *calendar;

	for (unsigned i = 0; i < ZONE_CACHE; i++)
		if (zone_cache[i].calendar != NULL && strcmp(zone_cache[i].zone, zone) == 0)
			return zone_cache[i].calendar;
	u_uastrncpy(wide, zone, ZONE_MAX - 1);
	wide[ZONE_MAX - 1] = 0;
	calendar = ucal_open(wide, -1, "en", UCAL_GREGORIAN, &error);
	if (U_FAILURE(error))
		abort();
	zone_next = (zone_next + 1) % ZONE_CACHE;
	ucal_close(zone_cache[zone_next].calendar);
	zone_cache[zone_next].calendar = calendar;
	snprintf(zone_cache[zone_next].zone, ZONE_MAX, "%s", zone);
	return calendar;
}

bool
zone_valid(const char *zone)
{
	UChar wide[ZONE_MAX], canonical[ZONE_MAX];
	UErrorCode error = U_ZERO_ERROR;
	UBool system = 0;

	if (strlen(zone) == 0 || strlen(zone) >= ZONE_MAX || strspn(zone,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") != strlen(zone))
		return false;
	u_uastrncpy(wide, zone, ZONE_MAX - 1);
	wide[ZONE_MAX - 1] = 0;
	(void)ucal_getCanonicalTimeZoneID(wide, -1, canonical, ZONE_MAX, &system, &error);
	return U_SUCCESS(error) && system;
}

int64_t
zone_offset(const char *zone, int64_t instant)
{
	UCalendar *calendar = zone_open(zone);
	UErrorCode error = U_ZERO_ERROR;
	int32_t ms;

	ucal_setMillis(calendar, (double)instant, &error);
	ms = ucal_get(calendar, UCAL_ZONE_OFFSET, &error) + ucal_get(calendar, UCAL_DST_OFFSET, &error);
	if (U_FAILURE(error))
		abort();
	return ms / 60000;
}

int64_t
local_day(const char *zone, int64_t rollover_hour, int64_t instant)
{
	int64_t ms;
	int64_t local = instant + zone_offset(zone, instant) * 60000;

	return instant_split(local - rollover_hour * 3600000, &ms);
}

int64_t
local_day_start(const char *zone, int64_t rollover_hour, int64_t day)
{
	int64_t wall = day * MS_PER_DAY + rollover_hour * 3600000;
	int64_t before = wall - zone_offset(zone, wall - MS_PER_DAY) * 60000;
	int64_t after = wall - zone_offset(zone, wall + MS_PER_DAY) * 60000;

	/* Where the clocks show the hour twice the day begins the first time. */
	if (local_day(zone, rollover_hour, before) == day && local_day(zone, rollover_hour, before - 1) < day)
		return before;
	if (local_day(zone, rollover_hour, after) == day)
		return after;
	while (before - after > 1) { /* they skip it: the day begins when they jump */
		int64_t middle = after + (before - after) / 2;

		if (local_day(zone, rollover_hour, middle) < day)
			after = middle;
		else
			before = middle;
	}
	return before;
}
