#include "content.h"

#include <stdio.h>

#include "arena.h"
#include "language.h"
#include "practice.h"
#include "reachability.h"

static void
fault_add(struct content_file *file, const struct reachability_fault *fault)
{
	bool learner = fault->player <= PLAYER_words;
	char pointer[32];

	snprintf(pointer, sizeof(pointer), "/phases/%zu", fault->phase);
	problems_add(&file->problems, pointer, learner ? "unreachable" : "cheatable",
	    "played as \"%s\" the phase %s: %u thousandths after %zu turns, complete at %d",
	    reachability_player_name(fault->player), learner ? "is not completed" : "is completed", fault->progress,
	    fault->turns, PRACTICE_COMPLETE);
}

void
content_play(struct arena *scratch, const char *directory, struct content_file *file)
{
	struct reachability_report report;
	const struct language *language;
	const char *error;

	arena_reset(scratch);
	language = language_load(scratch, directory, file->scenario.language, &error);
	if (language == NULL) {
		problems_add(&file->problems, "/language", "language", "%s", error);
	} else {
		reachability_check(scratch, practice_compile(scratch, &file->scenario, language, NULL), &report);
		for (size_t i = 0; i < report.n_faults; i++)
			fault_add(file, &report.faults[i]);
	}
	if (file->problems.count > 0)
		file->outcome = CONTENT_refused;
}
