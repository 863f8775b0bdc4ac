/* The main job in process: play a scenario with a dialogue of ours, finish it, review its words, see the same numbers. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "harness.h"
#include "token.h"

static const char *
source_directory(void)
{
	const char *directory = getenv("PARLANCE_SRCDIR");

	return directory == NULL ? "." : directory;
}

/* Say every line of ${name}, leaving phases where it says so; return how many turns were taken. */
static unsigned
dialogue_play(struct http_test *test, struct http_client *client, const char *run, const char *name)
{
	char path[4096], line[600], target[100];
	unsigned turns = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/content/%s.txt", source_directory(), name);
	if ((file = fopen(path, "r")) == NULL) {
		http_fact(test, false, "%s cannot be read", path);
		return 0;
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		json_t *body;
		char *text;
		bool next = strncmp(line, "== next", 7) == 0;

		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] == '\0')
			continue;
		snprintf(target, sizeof(target), "/api/v1/runs/%s/%s", run, next ? "next" : "turns");
		if (next) {
			http_call(test, client, "POST", target, "{}");
			http_expect(test, 200, NULL, "next phase");
			continue;
		}
		body = json_pack("{s:s}", "text", line);
		text = json_dumps(body, 0);
		turns += http_call(test, client, "POST", target, text) == 201;
		http_expect(test, 201, NULL, line);
		free(text);
		json_decref(body);
	}
	fclose(file);
	return turns;
}

static void
completion_facts(struct http_test *test, struct http_client *client, const char *run)
{
	char target[100], *first;
	int64_t score;

	snprintf(target, sizeof(target), "/api/v1/runs/%s/complete", run);
	http_call(test, client, "POST", target, "{}");
	http_expect(test, 200, NULL, "complete");
	score = http_number(test, "completion_score");
	http_fact(test, score >= 80, "a good learner scores %d", (int)score);
	http_fact(test, json_is_false(http_at(test, "partial")), "the run is not partial");
	http_fact(test, json_array_size(http_at(test, "vocabulary_mastered")) >= 4, "words were used by oneself");
	http_fact(test, http_number(test, "cards_created") == (int64_t)json_array_size(http_at(test, "cards")),
	    "every card is new");
	http_fact(test, json_array_size(http_at(test, "next_scenarios")) >= 1, "another scenario is proposed");
	first = strdup(test->answer.body);
	http_call(test, client, "POST", target, "{}");
	http_expect(test, 200, NULL, "complete again, with another key");
	http_fact(test, first != NULL && strcmp(first, test->answer.body) == 0, "the same answer is given again");
	free(first);
}

/* Review what the queue shows until it is empty; return how many. */
static unsigned
queue_review(struct http_test *test, struct http_client *client)
{
	unsigned reviewed = 0;

	for (; reviewed < 200; reviewed++) {
		char card[24], target[80], at[32];
		struct arena *arena = arena_new();
		struct uuid uuid;

		http_call(test, client, "GET", "/api/v1/reviews/queue?language=en&limit=1", NULL);
		if (!http_expect(test, 200, NULL, "queue") || json_array_size(http_at(test, "items")) == 0) {
			arena_free(arena);
			return reviewed;
		}
		snprintf(card, sizeof(card), "%s", http_text(test, "items/0/card_id"));
		http_fact(test, json_array_size(http_at(test, "items/0/preview")) == 4, "four intervals are shown");
		http_fact(test, http_at(test, "items/0/sources/0") != NULL, "the card says where it is from");
		uuid_random(&uuid);
		snprintf(target, sizeof(target), "/api/v1/reviews/%s", uuid_text(arena, &uuid));
		snprintf(at, sizeof(at), "%s", instant_text(arena, test->now));
		http_callf(test, client, "PUT", target,
		    "{\"card_id\":\"%s\",\"rating\":4,\"duration_ms\":2500,\"answered_at\":\"%s\"}", card, at);
		http_expect(test, 200, NULL, "review");
		arena_free(arena);
	}
	return reviewed;
}

void
test_main_job(struct http_test *test)
{
	struct http_client ana, ben;
	char run[24];
	unsigned turns, today, later;

	http_sign_up(test, &ana, "ana");
	http_sign_up(test, &ben, "ben");
	http_call(test, &ana, "POST", "/api/v1/runs", "{\"scenario_id\":\"restaurant_dinner_reservation\"}");
	http_expect(test, 201, NULL, "start");
	snprintf(run, sizeof(run), "%s", http_text(test, "run_id"));
	turns = dialogue_play(test, &ana, run, "restaurant_dinner_reservation.good");
	http_fact(test, turns >= 8, "the dialogue has %u turns", turns);
	completion_facts(test, &ana, run);
	today = queue_review(test, &ana);
	http_fact(test, today >= 4, "%u words are due at once", today);
	http_call(test, &ana, "GET", "/api/v1/progress/summary?language=en", NULL);
	http_expect(test, 200, NULL, "progress");
	http_fact(test, http_number(test, "today/reviews") == (int64_t)today, "today's reviews are %u", today);
	http_fact(test, http_number(test, "runs/completed") == 1, "one run is completed");
	http_call(test, &ben, "GET", "/api/v1/reviews/queue?language=en", NULL);
	http_fact(test, json_array_size(http_at(test, "items")) == 0, "nobody else has these cards");
	test->now += 6 * MS_PER_DAY;
	later = queue_review(test, &ana);
	http_fact(test, later >= 4, "the words used come back within days: %u", later);
}
