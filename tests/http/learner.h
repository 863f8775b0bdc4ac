#ifndef PARLANCE_TEST_LEARNER_H
#define PARLANCE_TEST_LEARNER_H

/* Somebody with words and cards, for the tests of reviews, vocabulary and progress. */

#include "harness.h"
#include "vocabulary.h"

struct learner {
	struct http_client client;
	uint64_t user_key, run_key, scenario_key;
};

/* Sign ${username} up and begin a run, so that words can be met. */
void learner_make(struct http_test *test, struct learner *learner, const char *username);

/* Return a meeting of ${term} in that run; the caller changes what it likes. */
struct meeting learner_meeting(const struct http_test *test, const struct learner *learner, const char *term,
    int start);

/* Note ${meeting} in a transaction; aborts on failure. */
struct met learner_meet(struct http_test *test, const struct meeting *meeting);

/* The same for a plain word; returns its card. */
uint64_t learner_word(struct http_test *test, const struct learner *learner, const char *term, int start);

/* Answer ${card} ${rating} at test->now + ${later} ms with review ${number} of this learner; returns the status. */
int learner_answer(struct http_test *test, struct learner *learner, uint64_t card, int rating, unsigned number,
    int64_t later);

/* Write the UUID of review ${number} of ${learner} to ${text}. */
void learner_review(const struct learner *learner, unsigned number, char text[37]);

/* Undo review ${number}; returns the status. */
int learner_undo(struct http_test *test, struct learner *learner, unsigned number);

/* State that every card of the database is what its log says. */
void learner_audit(struct http_test *test);

#endif
