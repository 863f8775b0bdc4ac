#include "content.h"

#include <string.h>

#include "arena.h"
#include "file.h"

/* Ids that the server gives to what people write. */
static const char reserved[] = "custom_";

/* Return the name of the directory that holds ${path}. */
static const char *
parent_name(struct arena *arena, const char *path)
{
	const char *end = strrchr(path, '/'), *begin;

	if (end == NULL)
		return "";
	for (begin = end; begin > path && begin[-1] != '/';)
		begin--;
	return arena_strndup(arena, begin, (size_t)(end - begin));
}

static void
name_check(struct arena *arena, struct content_file *file)
{
	const char *stem = file_stem(arena, file->path, ".json"), *parent = parent_name(arena, file->path);
	const struct scenario *scenario = &file->scenario;

	if (scenario->scenario_id != NULL && strcmp(scenario->scenario_id, stem) != 0)
		problems_add(&file->problems, "/scenario_id", "file_name", "the file must be called %s.json",
		    scenario->scenario_id);
	if (strncmp(stem, reserved, strlen(reserved)) == 0)
		problems_add(&file->problems, "/scenario_id", "reserved", "ids that begin with %s are given by the server",
		    reserved);
	if (scenario->language != NULL && strcmp(scenario->language, parent) != 0)
		problems_add(&file->problems, "/language", "file_name", "the file must be in a directory called %s",
		    scenario->language);
}

static void
warnings_find(struct content_file *file)
{
	const struct scenario *scenario = &file->scenario;
	int64_t minutes = 0;

	for (size_t i = 0; i < scenario->n_phases; i++) {
		file->words += scenario->phases[i].n_key_vocabulary;
		file->phrases += scenario->phases[i].n_essential_phrases;
		minutes += scenario->phases[i].expected_duration_minutes;
	}
	if (file->problems.count == 0 && minutes != scenario->estimated_duration)
		problems_add(&file->warnings, "/estimated_duration", "sum",
		    "the phases take %lld minutes, the scenario says %lld", (long long)minutes,
		    (long long)scenario->estimated_duration);
}

void
content_read(struct arena *arena, const char *path, struct content_file *file)
{
	struct file bytes;
	const char *error = file_read(arena, path, SCENARIO_MAX_BYTES, &bytes);

	memset(file, 0, sizeof(*file));
	file->path = path;
	file->problems.arena = file->warnings.arena = arena;
	if (error != NULL)
		problems_add(&file->problems, "", "unreadable", "%s", error);
	else if (scenario_read(bytes.text, bytes.length, &file->scenario, &file->problems))
		content_render(arena, &file->scenario, 1, &file->content);
	if (error == NULL)
		name_check(arena, file);
	warnings_find(file);
	file->scenario_id = file_stem(arena, path, ".json");
	if (file->problems.count > 0)
		file->outcome = CONTENT_refused;
}
