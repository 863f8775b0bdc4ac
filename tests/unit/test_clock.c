/* Instants, dates, zones and the learner's local day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "arena.h"
#include "clock.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HOUR (INT64_C(3600) * MS_PER_SECOND)

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static int64_t
instant(const char *text)
{
	int64_t value = 0;

	assert_true(instant_parse(text, &value));
	return value;
}

static int64_t
day(const char *text)
{
	int64_t value = 0;

	assert_true(day_parse(text, &value));
	return value;
}

/* Every day of 1600-2400 against the C library's calendar, and there and back. */
static void
calendar(void **state)
{
	int64_t first = day_of_civil((struct civil){ 1600, 1, 1 }), last = day_of_civil((struct civil){ 2400, 12, 31 });

	(void)state;
	assert_int_equal(day_of_civil((struct civil){ 1970, 1, 1 }), 0);
	for (int64_t at = first; at <= last; at++) {
		time_t seconds = (time_t)(at * 86400);
		struct civil civil = civil_of_day(at);
		struct tm tm;

		assert_non_null(gmtime_r(&seconds, &tm));
		assert_int_equal(civil.year, tm.tm_year + 1900);
		assert_int_equal(civil.month, tm.tm_mon + 1);
		assert_int_equal(civil.day, tm.tm_mday);
		assert_int_equal(day_of_civil(civil), at);
		assert_true(civil_valid(civil));
	}
	assert_false(civil_valid((struct civil){ 2023, 2, 29 }));
	assert_true(civil_valid((struct civil){ 2024, 2, 29 }));
	assert_false(civil_valid((struct civil){ 2100, 2, 29 }));
	assert_false(civil_valid((struct civil){ 999, 1, 1 }));
	assert_false(civil_valid((struct civil){ 10000, 1, 1 }));
}

static void
instants(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text, *shown;
	} good[] = {
		{ "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z" },
		{ "2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500Z" },
		{ "2026-01-31T12:00:00.123456789Z", "2026-01-31T12:00:00.123Z" },
		{ "2026-01-31t12:00:00z", "2026-01-31T12:00:00.000Z" },
		{ "2026-01-31T12:00:00+05:45", "2026-01-31T06:15:00.000Z" },
		{ "2026-01-31T00:00:00+14:00", "2026-01-30T10:00:00.000Z" },
		{ "2026-01-31T23:59:59.999-12:00", "2026-02-01T11:59:59.999Z" },
		{ "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
		{ "2038-01-19T03:14:08Z", "2038-01-19T03:14:08.000Z" },
		{ "2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00.000Z" },
		{ "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z" },
		{ "1000-01-01T00:00:00Z", "1000-01-01T00:00:00.000Z" },
	};
	static const char *const bad[] = { "", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31 12:00:00Z", "2026-01-31T12:00Z",
		"2026-01-31T24:00:00Z", "2026-01-31T12:60:00Z", "2026-01-31T12:00:60Z", "2026-02-30T12:00:00Z", "2025-02-29T00:00:00Z",
		"2026-1-31T12:00:00Z", "26-01-31T12:00:00Z", "2026-01-31T12:00:00.Z", "2026-01-31T12:00:00.1234567890Z",
		"2026-01-31T12:00:00+0545", "2026-01-31T12:00:00+24:00", "2026-01-31T12:00:00+05:60", "2026-01-31T12:00:00Zx",
		" 2026-01-31T12:00:00Z", "+2026-01-31T12:00:00Z", "0999-12-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
		"2026-01-00T00:00:00Z", "now" };
	/* clang-format on */
	int64_t value;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_string_equal(instant_text(arena, instant(good[i].text)), good[i].shown);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(instant_parse(bad[i], &value));
}

static void
days(void **state)
{
	/* clang-format off */
	static const char *const bad[] = { "", "2026-01-32", "2026-02-29", "2026-1-1", "2026/01/01", "2026-01-01T", " 2026-01-01",
		"20260101", "2026-01-01 ", "0000-01-01" };
	/* clang-format on */
	int64_t value;

	(void)state;
	assert_string_equal(day_text(arena, day("2024-02-29")), "2024-02-29");
	assert_int_equal(day("1970-01-02"), 1);
	assert_int_equal(day("1969-12-31"), -1);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(day_parse(bad[i], &value));
}

static void
zones(void **state)
{
	/* clang-format off */
	static const char *const good[] = { "Europe/Madrid", "America/Argentina/Buenos_Aires", "Asia/Kathmandu", "Asia/Katmandu",
		"Etc/UTC", "UTC", "Pacific/Kiritimati", "America/Port-au-Prince", "Etc/GMT+12" };
	static const char *const bad[] = { "", "Mars/Base", "europe/madrid", "Europe/Madrid ", "GMT+5", "+02:00", "../../etc/passwd",
		"Etc/Unknown", "Europe", "Europe/", "\xff", "Europe/Madrid\n",
		"Europe/Madrid_which_is_followed_by_so_many_letters_that_no_zone_is_like_it" };
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(zone_valid(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		if (zone_valid(bad[i]))
			fail_msg("%s is taken for a time zone", bad[i]);
	assert_int_equal(zone_offset("Europe/Madrid", instant("2026-01-15T00:00:00Z")), 60);
	assert_int_equal(zone_offset("Europe/Madrid", instant("2026-07-15T00:00:00Z")), 120);
	assert_int_equal(zone_offset("Asia/Kathmandu", instant("2026-07-15T00:00:00Z")), 345);
	assert_int_equal(zone_offset("Pacific/Kiritimati", instant("2026-07-15T00:00:00Z")), 840);
	assert_int_equal(zone_offset("Etc/GMT+12", instant("2026-07-15T00:00:00Z")), -720);
	assert_int_equal(zone_offset("Asia/Kolkata", instant("2050-07-15T00:00:00Z")), 330);
}

static void
local_days(void **state)
{
	/* clang-format off */
	static const struct {
		const char *zone;
		int64_t rollover;
		const char *at, *day;
	} rows[] = {
		{ "Etc/UTC", 4, "2026-03-10T03:59:59.999Z", "2026-03-09" },
		{ "Etc/UTC", 4, "2026-03-10T04:00:00Z", "2026-03-10" },
		{ "Etc/UTC", 0, "2026-03-10T00:00:00Z", "2026-03-10" },
		{ "Etc/UTC", 23, "2026-03-10T22:59:59Z", "2026-03-09" },
		{ "Etc/UTC", 23, "2026-03-10T23:00:00Z", "2026-03-10" },
		{ "Pacific/Kiritimati", 4, "2026-03-09T14:00:00Z", "2026-03-10" },
		{ "Pacific/Kiritimati", 4, "2026-03-09T13:59:59Z", "2026-03-09" },
		{ "Etc/GMT+12", 4, "2026-03-10T15:59:59Z", "2026-03-09" },
		{ "Asia/Kathmandu", 4, "2026-03-09T22:15:00Z", "2026-03-10" },
		{ "Asia/Kathmandu", 4, "2026-03-09T22:14:59Z", "2026-03-09" },
		{ "Europe/Madrid", 4, "2026-03-29T01:59:59Z", "2026-03-28" }, /* summer time began at 01:00Z: 03:59:59 */
		{ "Europe/Madrid", 4, "2026-03-29T02:00:00Z", "2026-03-29" },
		{ "Europe/Madrid", 4, "2026-10-25T02:59:59Z", "2026-10-24" }, /* and ended: 03:59:59 */
		{ "Europe/Madrid", 4, "2026-10-25T03:00:00Z", "2026-10-25" },
		{ "Etc/UTC", 4, "2024-02-29T12:00:00Z", "2024-02-29" },
		{ "Etc/UTC", 4, "1969-12-31T12:00:00Z", "1969-12-31" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(day_text(arena, local_day(rows[i].zone, rows[i].rollover, instant(rows[i].at))), rows[i].day);
}

/*
 * Each day begins at its first instant: there it is that day, a millisecond
 * earlier an earlier one, and days follow each other whatever the clocks do.
 */
static void
day_starts(void **state)
{
	/* clang-format off */
	static const char *const names[] = { "Etc/UTC", "Europe/Madrid", "America/New_York", "America/Havana", "Asia/Beirut",
		"America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Casablanca", "America/St_Johns",
		"Pacific/Kiritimati", "Pacific/Pago_Pago" };
	static const int64_t hours[] = { 0, 1, 2, 3, 4, 12, 23 };
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		for (size_t k = 0; k < COUNT(hours); k++)
			for (int64_t at = day("2025-12-25"); at < day("2027-01-10"); at++) {
				int64_t start = local_day_start(names[i], hours[k], at);
				int64_t here = local_day(names[i], hours[k], start), before = local_day(names[i], hours[k], start - 1);
				int64_t length = local_day_start(names[i], hours[k], at + 1) - start;

				if (here != at || before != at - 1 || length < 22 * HOUR || length > 26 * HOUR)
					fail_msg("%s, %d:00, %s begins at %s: it is %s, before %s, %lld h long", names[i], (int)hours[k],
					    day_text(arena, at), instant_text(arena, start), day_text(arena, here), day_text(arena, before),
					    (long long)(length / HOUR));
			}
}

/* The last few zones are kept open: asking for many in turn gives the same as asking for each alone. */
static void
many_zones(void **state)
{
	int64_t at = instant("2026-07-15T00:00:00Z");

	(void)state;
	for (int round = 0; round < 3; round++)
		for (int hours = -12; hours <= 14; hours++) {
			const char *zone = arena_printf(arena, "Etc/GMT%c%d", hours > 0 ? '-' : '+', hours > 0 ? hours : -hours);

			assert_int_equal(zone_offset(zone, at), hours * 60);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(calendar, setup, teardown),
		cmocka_unit_test_setup_teardown(instants, setup, teardown),
		cmocka_unit_test_setup_teardown(days, setup, teardown),
		cmocka_unit_test_setup_teardown(zones, setup, teardown),
		cmocka_unit_test_setup_teardown(local_days, setup, teardown),
		cmocka_unit_test_setup_teardown(day_starts, setup, teardown),
		cmocka_unit_test_setup_teardown(many_zones, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
