/* Words and phrases: met once and again, listed, searched, corrected. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "learner.h"
#include "practice.h"
#include "schedule.h"

static void
meeting_facts(struct http_test *test)
{
	struct learner una;
	struct meeting meeting;
	struct met first, again, good, hard;

	learner_make(test, &una, "una");
	meeting = learner_meeting(test, &una, "Table", START_new);
	first = learner_meet(test, &meeting);
	http_fact(test, first.created && first.state == SCHEDULE_new && first.due_at == ABSENT, "a new word");
	meeting.term = "TABLE";
	meeting.start = START_good;
	meeting.learner_sentence = "A table for two, please.";
	again = learner_meet(test, &meeting);
	http_fact(test, !again.created && again.card_key == first.card_key && again.state == SCHEDULE_new,
	    "the same word in other letters: its card stays as it is");
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM vocabulary_sources WHERE item_key = %llu AND "
	    "learner_sentence = 'A table for two, please.'", (unsigned long long)first.item_key) == 1,
	    "one source, with what the learner said");
	meeting.learner_sentence = NULL;
	meeting.sentence = "Another one.";
	learner_meet(test, &meeting);
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM vocabulary_sources WHERE item_key = %llu AND "
	    "learner_sentence IS NOT NULL AND sentence <> 'Another one.'", (unsigned long long)first.item_key) == 1,
	    "saying nothing takes nothing away");
	meeting.own = true;
	learner_meet(test, &meeting);
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_cards WHERE item_key = %llu AND "
	    "card_type = 'production'", (unsigned long long)first.item_key) == 1, "using it by oneself unlocks production");
	meeting = learner_meeting(test, &una, "chair", START_good);
	meeting.due_days = 4;
	good = learner_meet(test, &meeting);
	meeting = learner_meeting(test, &una, "candle", START_hard);
	hard = learner_meet(test, &meeting);
	http_fact(test, good.state == SCHEDULE_review && hard.state == SCHEDULE_review && good.due_at > hard.due_at,
	    "earned states are in review");
	http_fact(test, http_sql_number(&test->app, "SELECT COUNT(*) FROM review_log l JOIN review_cards c "
	    "ON c.id = l.card_key WHERE l.user_key = %llu AND l.review_kind = 'seed' AND l.run_key = %llu AND l.rating = "
	    "IF(c.scheduled_days = 4, 3, 2) AND l.due_after = c.due_at AND c.reps = 0 AND c.stability = "
	    "IF(l.rating = 3, 2.3065, 1.2931)", (unsigned long long)una.user_key, (unsigned long long)una.run_key) == 2,
	    "each with a seed in the log that names the run");
	learner_audit(test);
}

/* Change what a word means to oneself. */
static void
correct_facts(struct http_test *test, struct learner *learner, struct learner *other)
{
	char target[120], item[30], etag[40];

	http_call(test, &learner->client, "GET", "/api/v1/vocabulary?q=word+24", NULL);
	http_keep(test, "items/0/item_id", item, sizeof(item));
	snprintf(target, sizeof(target), "/api/v1/vocabulary/%s", item);
	http_call(test, &other->client, "PATCH", target, "{\"translation\":\"mine\"}");
	http_expect(test, 404, "unknown", "somebody else's word");
	http_call(test, &learner->client, "PATCH", target, "{\"translation\":\"palabra\"}");
	http_expect(test, 200, NULL, "a better translation");
	http_fact(test, strcmp(http_text(test, "translation"), "palabra") == 0 &&
	    strcmp(http_text(test, "translation_language"), "es") == 0 && json_is_null(http_at(test, "reading")), "is kept");
	snprintf(etag, sizeof(etag), "%s", test->answer.etag == NULL ? "" : test->answer.etag);
	http_call(test, &learner->client, "PATCH", target, "{\"reading\":\"wɜːd\"}");
	http_fact(test, strcmp(http_text(test, "reading"), "wɜːd") == 0 &&
	    strcmp(http_text(test, "translation"), "palabra") == 0, "what is not sent stays");
	learner->client.if_match = etag;
	http_call(test, &learner->client, "PATCH", target, "{\"reading\":\"w\"}");
	http_expect(test, 412, "stale", "an older version");
	learner->client.if_match = NULL;
	http_call(test, &learner->client, "PATCH", target, "{\"reading\":null,\"translation\":null}");
	http_fact(test, json_is_null(http_at(test, "translation")) && json_is_null(http_at(test, "translation_language")),
	    "null clears");
	http_call(test, &learner->client, "PATCH", target, "{\"translation\":\" \",\"term\":\"x\"}");
	http_expect(test, 422, "invalid", "a blank translation and another term");
}

static void
list_facts(struct http_test *test)
{
	struct learner vic, other;
	char next[30], target[120];
	size_t seen = 0;

	learner_make(test, &vic, "vic");
	learner_make(test, &other, "wil");
	for (int i = 0; i < 25; i++) {
		char word[30];

		snprintf(word, sizeof(word), "%s %d", i % 5 == 0 ? "Straße" : "word", i);
		learner_word(test, &vic, word, i == 24 ? START_good : START_new);
	}
	http_call(test, &vic.client, "GET", "/api/v1/vocabulary?language=en", NULL);
	http_expect(test, 200, NULL, "list");
	http_fact(test, json_array_size(http_at(test, "items")) == 20, "a page");
	http_fact(test, strcmp(http_text(test, "items/0/text"), "word 24") == 0 &&
	    strcmp(http_text(test, "items/0/state"), "review") == 0 && json_is_real(http_at(test, "items/0/stability")) &&
	    json_is_string(http_at(test, "items/0/due_at")), "the newest first, with its card");
	http_fact(test, json_is_null(http_at(test, "items/1/due_at")) && json_is_null(http_at(test, "items/1/stability")),
	    "a new card is not due on a day");
	while (json_array_size(http_at(test, "items")) > 0) {
		seen += json_array_size(http_at(test, "items"));
		http_keep(test, "next", next, sizeof(next));
		if (next[0] == '\0')
			break;
		snprintf(target, sizeof(target), "/api/v1/vocabulary?language=en&limit=3&cursor=%s", next);
		http_call(test, &vic.client, "GET", target, NULL);
	}
	http_fact(test, seen == 25, "%zu of 25 in pages", seen);
	http_call(test, &vic.client, "GET", "/api/v1/vocabulary?q=STRASSE&limit=100", NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 5, "search folds case");
	http_call(test, &vic.client, "GET", "/api/v1/vocabulary?q=%25", NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 0, "nothing is a pattern");
	http_call(test, &vic.client, "GET", "/api/v1/vocabulary?language=es", NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 0, "other languages are apart");
	http_call(test, &other.client, "GET", "/api/v1/vocabulary", NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 0, "and other people");
	correct_facts(test, &vic, &other);
}

void
test_vocabulary(struct http_test *test)
{
	meeting_facts(test);
	list_facts(test);
}
