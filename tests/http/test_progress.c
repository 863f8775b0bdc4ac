/* The figures of the dashboard are those of the reports and of the raw log. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "learner.h"
#include "practice.h"
#include "progress.h"

enum { WORDS = 8, DAYS = 45 };

/* Answer for ${DAYS} days with pauses, some of it undone; returns the number of the last review. */
static unsigned
weeks_live(struct http_test *test, struct learner *learner, const uint64_t *cards)
{
	unsigned number = 0;

	for (int day = 0; day < DAYS; day++, test->now += MS_PER_DAY) {
		if (day % 11 == 5 || day == DAYS - 2)
			continue;
		for (int i = 0; i < WORDS; i++) {
			bool due = http_sql_number(&test->app, "SELECT COUNT(*) FROM review_cards WHERE id = %llu AND (state <> 'review' "
			    "OR due_at <= FROM_UNIXTIME(%lld))", (unsigned long long)cards[i], (long long)(test->now / MS_PER_SECOND)) > 0;

			if (!due && (day + i) % 4 != 0) /* now and then before it is due */
				continue;
			learner_answer(test, learner, cards[i], (day + i) % 6 == 0 ? 1 : 3, ++number, i * 1000);
			if (number % 7 == 0)
				learner_undo(test, learner, number);
		}
	}
	test->now -= MS_PER_DAY;
	return number;
}

static int64_t
at_period(const struct http_test *test, const char *period, const char *member)
{
	const json_t *rows = http_at(test, "true_retention");

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		if (strcmp(json_string_value(json_object_get(row, "period")), period) == 0)
			return json_integer_value(json_object_get(row, member));
	}
	return -1;
}

static void
retention_facts(struct http_test *test, const struct learner *learner, const char *day)
{
	static const struct {
		const char *period;
		int from, to; /* days back */
	} periods[] = { { "today", 0, 0 }, { "yesterday", 1, 1 }, { "week", 6, 0 }, { "month", 29, 0 }, { "year", 364, 0 },
		{ "all", 100000, 0 } };
	static const char *const maturities[] = { "young", "mature" };

	for (size_t p = 0; p < sizeof(periods) / sizeof(*periods); p++)
		for (size_t m = 0; m < 2; m++) {
			char member[30];
			int64_t passed, total;

			snprintf(member, sizeof(member), "%s_passed", maturities[m]);
			passed = http_sql_number(&test->app, "SELECT COUNT(*) FROM report_retention WHERE learner = %llu AND passed = 1 "
			    "AND maturity = '%s' AND local_day BETWEEN '%s' - INTERVAL %d DAY AND '%s' - INTERVAL %d DAY",
			    (unsigned long long)learner->user_key, maturities[m], day, periods[p].from, day, periods[p].to);
			http_fact(test, at_period(test, periods[p].period, member) == passed, "%s of %s is %d in the report", member,
			    periods[p].period, (int)passed);
			snprintf(member, sizeof(member), "%s_total", maturities[m]);
			total = http_sql_number(&test->app, "SELECT COUNT(*) FROM report_retention WHERE learner = %llu "
			    "AND maturity = '%s' AND local_day BETWEEN '%s' - INTERVAL %d DAY AND '%s' - INTERVAL %d DAY",
			    (unsigned long long)learner->user_key, maturities[m], day, periods[p].from, day, periods[p].to);
			http_fact(test, at_period(test, periods[p].period, member) == total, "%s of %s is %d in the report", member,
			    periods[p].period, (int)total);
		}
	http_fact(test, at_period(test, "all", "young_total") > at_period(test, "all", "young_passed") &&
	    at_period(test, "all", "young_passed") > 0 && at_period(test, "all", "mature_total") > 0,
	    "there is something to see");
}

static void
days_facts(struct http_test *test, const struct learner *learner)
{
	int64_t reviews = 0;

	http_fact(test, json_array_size(http_at(test, "reviews_per_day")) == PROGRESS_DAYS &&
	    json_array_size(http_at(test, "due_forecast")) == PROGRESS_DUE_DAYS, "every day has its place");
	for (int i = 0; i < PROGRESS_DAYS; i++) {
		char path[60], day[20];

		snprintf(path, sizeof(path), "reviews_per_day/%d/day", i);
		http_keep(test, path, day, sizeof(day));
		snprintf(path, sizeof(path), "reviews_per_day/%d/reviews", i);
		http_fact(test, http_number(test, path) == http_sql_number(&test->app, "SELECT COALESCE(SUM(reviews), 0) FROM "
		    "report_daily WHERE learner = %llu AND local_day = '%s'", (unsigned long long)learner->user_key, day),
		    "reviews of %s", day);
		reviews += http_number(test, path);
		snprintf(path, sizeof(path), "reviews_per_day/%d/correct", i);
		http_fact(test, http_number(test, path) == http_sql_number(&test->app, "SELECT COALESCE(SUM(passed), 0) FROM "
		    "report_daily WHERE learner = %llu AND local_day = '%s'", (unsigned long long)learner->user_key, day),
		    "correct ones of %s", day);
		snprintf(path, sizeof(path), "reviews_per_day/%d/seconds", i);
		http_fact(test, http_number(test, path) == http_sql_number(&test->app, "SELECT COALESCE(SUM(duration_ms) DIV 1000, "
		    "0) FROM report_daily WHERE learner = %llu AND local_day = '%s'", (unsigned long long)learner->user_key, day),
		    "seconds of %s", day);
	}
	http_fact(test, reviews > 20, "%d reviews in a month", (int)reviews);
	for (int i = 0; i < PROGRESS_DUE_DAYS; i++) {
		char path[60], day[20];

		snprintf(path, sizeof(path), "due_forecast/%d/day", i);
		http_keep(test, path, day, sizeof(day));
		snprintf(path, sizeof(path), "due_forecast/%d/cards", i);
		http_fact(test, http_number(test, path) == http_sql_number(&test->app, "SELECT COUNT(*) FROM report_cards WHERE "
		    "learner = %llu AND state <> 'new' AND suspended = 0 AND due_day %s '%s'",
		    (unsigned long long)learner->user_key, i == 0 ? "<=" : "=", day), "due on %s", day);
	}
}

static void
streak_facts(struct http_test *test)
{
	static const struct {
		int64_t days[6];
		size_t n;
		int64_t current, longest;
		bool active;
	} cases[] = {
		{ { 0 }, 0, 0, 0, false },
		{ { 100 }, 1, 1, 1, true },
		{ { 99 }, 1, 1, 1, false },
		{ { 98 }, 1, 0, 1, false },
		{ { 98, 99, 99, 100 }, 4, 3, 3, true },
		{ { 90, 91, 92, 93, 99, 100 }, 6, 2, 4, true },
		{ { 97, 98, 101 }, 3, 0, 2, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct progress_streak streak = progress_streak_of(cases[i].days, cases[i].n, 100);

		http_fact(test, streak.current == cases[i].current && streak.longest == cases[i].longest &&
		    streak.active_today == cases[i].active, "streak %zu: %d, longest %d", i, (int)streak.current,
		    (int)streak.longest);
	}
}

void
test_progress(struct http_test *test)
{
	int64_t now = test->now;
	struct learner xia;
	uint64_t cards[WORDS];
	char day[20], target[80];

	streak_facts(test);
	learner_make(test, &xia, "xia");
	snprintf(target, sizeof(target), "/api/v1/runs/%llu/turns", (unsigned long long)xia.run_key);
	http_call(test, &xia.client, "POST", target, "{\"text\":\"Good evening, I would like a table.\"}");
	http_expect(test, 201, NULL, "something is said");
	http_call(test, &xia.client, "GET", "/api/v1/progress/summary", NULL);
	http_expect(test, 200, NULL, "summary");
	http_fact(test, http_number(test, "today/learner_turns") == 1 && http_number(test, "streak/current") == 1 &&
	    json_is_true(http_at(test, "streak/active_today")) && http_number(test, "runs/started") == 1 &&
	    json_is_null(http_at(test, "language")), "speaking is being active");
	for (int i = 0; i < WORDS; i++) {
		char word[20];

		snprintf(word, sizeof(word), "thing %d", i);
		cards[i] = learner_word(test, &xia, word, i % 4 == 3 ? START_good : START_new);
	}
	weeks_live(test, &xia, cards);
	http_call(test, &xia.client, "GET", "/api/v1/progress/summary?language=en", NULL);
	http_expect(test, 200, NULL, "summary");
	http_keep(test, "day", day, sizeof(day));
	http_fact(test, http_number(test, "today/reviews") == http_sql_number(&test->app, "SELECT COUNT(*) FROM "
	    "report_reviews WHERE learner = %llu AND local_day = '%s'", (unsigned long long)xia.user_key, day),
	    "today's reviews");
	http_fact(test, http_number(test, "words_total") == WORDS && http_number(test, "words_known") == http_sql_number(
	    &test->app, "SELECT COUNT(*) FROM report_cards WHERE learner = %llu AND kind = 'word' AND card_type = "
	    "'recognition' AND state = 'review' AND stability >= 7", (unsigned long long)xia.user_key), "words");
	http_fact(test, http_number(test, "words_known") > 0, "some are known");
	http_fact(test, http_number(test, "cards/review") + http_number(test, "cards/learning") + http_number(test,
	    "cards/new") == http_sql_number(&test->app, "SELECT COUNT(*) FROM report_cards WHERE learner = %llu",
	    (unsigned long long)xia.user_key), "cards");
	http_fact(test, http_number(test, "streak/longest") >= 2, "the longest streak");
	retention_facts(test, &xia, day);
	days_facts(test, &xia);
	http_call(test, &xia.client, "GET", "/api/v1/progress/summary?language=fr", NULL);
	http_fact(test, http_number(test, "today/reviews") == 0 && http_number(test, "words_total") == 0 &&
	    http_number(test, "runs/started") == 0, "another language is another story");
	learner_audit(test);
	test->now = now;
}
