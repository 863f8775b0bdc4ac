#include "profile.h"

#include <math.h>
#include <string.h>

#include "arena.h"
#include "db.h"
#include "review.h"
#include "sql.h"
#include "text.h"

enum fault
profile_find(struct db *db, struct arena *arena, const struct own *own, struct me *me)
{
	enum fault fault = sql_me_find(db, arena, own, me);

	return fault == FAULT_ok ? sql_me_languages(db, arena, own, &me->languages, &me->n_languages) : fault;
}

static void
language_complete(struct user_language *language, uint64_t user_key)
{
	language->user_key = user_key;
	if (isnan(language->desired_retention))
		language->desired_retention = REVIEW_RETENTION;
	if (language->new_per_day == ABSENT)
		language->new_per_day = REVIEW_NEW_PER_DAY;
	if (language->reviews_per_day == ABSENT)
		language->reviews_per_day = REVIEW_PER_DAY;
}

const char *
profile_email_key(const char *email, struct problems *problems)
{
	const char *key = email == NULL ? NULL : text_fold(problems->arena, email);

	if (key != NULL && text_length(key) > EMAIL_MAX)
		problems_add(problems, "/email", "too_long", "email must have at most %d characters", (int)EMAIL_MAX);
	return key;
}

void
profile_check(struct me_patch *patch, struct problems *problems)
{
	size_t primary = 0;

	for (size_t i = 0; i < patch->n_languages; i++) {
		primary += patch->languages[i].is_primary;
		for (size_t k = 0; k < i && patch->languages[i].language != NULL; k++)
			if (patch->languages[k].language != NULL && strcmp(patch->languages[i].language, patch->languages[k].language) == 0)
				problems_add(problems, arena_printf(problems->arena, "/languages/%zu/language", i), "repeated",
				    "this language stands twice");
	}
	if (primary > 1)
		problems_add(problems, "/languages", "repeated", "only one language can be the primary one");
	patch->email_key = profile_email_key(patch->email, problems);
}

static enum fault
languages_replace(struct db *db, struct me_patch *patch)
{
	bool primary = false;
	enum fault fault = sql_me_language_drop(db, patch, NULL);

	for (size_t i = 0; i < patch->n_languages; i++)
		primary |= patch->languages[i].is_primary;
	for (size_t i = 0; fault == FAULT_ok && i < patch->n_languages; i++) {
		struct user_language *language = &patch->languages[i];

		language_complete(language, patch->user_key);
		if (!primary && i == 0)
			language->is_primary = true;
		fault = sql_me_language_add(db, language, NULL);
	}
	return fault;
}

static bool
patch_gives(const struct me_patch *patch, const char *name)
{
	return (patch->given >> (record_find(&me_patch_record, name) - me_patch_record.fields) & 1) != 0;
}

enum fault
profile_change(struct db *db, struct me_patch *patch, struct problems *problems)
{
	enum fault fault = sql_me_change(db, patch, NULL);

	if (fault == FAULT_duplicate) {
		problems_add(problems, "/email", "taken", "this e-mail address is taken");
		return FAULT_invalid;
	}
	return fault == FAULT_ok && patch_gives(patch, "languages") ? languages_replace(db, patch) : fault;
}
