#include "language_private.h"

#include "arena.h"
#include "text.h"
#include "wordmap.h"

#include <string.h>

/* Reads data/lang/xx.json: the keys and their rules are in language.h. */

static const char *const intent_names[LANGUAGE_INTENTS] = { "yes", "no", "greeting", "thanks", "repeat",
	"slower", "meaning", "dont_know", "goodbye" };

/* Partner texts every pack has besides the openers. */
static const char *const partner_names[] = { "backchannel", "anything_else", "greeting", "welcome", "check",
	"check_no", "no_answer", "native", "again", "slower", "meaning", "meaning_unknown", "dont_know",
	"recital", "goodbye_early", "close" };

/* Lists of words that only set a flag on each. */
static const struct {
	const char *name;
	unsigned flag;
	bool optional;
} flag_lists[] = {
	{ "function_words", WORD_function, false },
	{ "common_words", WORD_common, false },
	{ "time_words", WORD_time, false },
	{ "articles", WORD_article | WORD_function, false },
	{ "particles", WORD_particle | WORD_function, true },
	{ "measure_words", WORD_measure, true },
};

/* Reads one pack; the first rule broken is kept in error. */
struct loader {
	struct arena *arena; /* for the life of the process */
	struct arena *scratch; /* the caller's: for the error */
	struct arena *work; /* given back at the end */
	json_t *root;
	struct wordmap *kept; /* each text that stays, once: key in work -> the same in arena */
	struct language *language;
	const char *path;
	const char *error;
};

static void
loader_fail(struct loader *loader, const char *name, const char *wanted)
{
	if (loader->error == NULL)
		loader->error = arena_printf(loader->scratch, "%s: \"%s\" must be %s", loader->path, name, wanted);
}

/* Return ${text} in memory that stays, the same for the same text. */
static const char *
text_keep(struct loader *loader, const char *text)
{
	void **place = wordmap_place(loader->kept, text, strlen(text));

	if (*place == NULL)
		*place = arena_strdup(loader->arena, text);
	return *place;
}

/* Return the folded form of ${text}, to stay. */
static const char *
key_keep(struct loader *loader, const char *text)
{
	return text_keep(loader, text_key(loader->work, text, strlen(text)));
}

static struct lexicon_word *
lexicon_add(struct loader *loader, const char *text)
{
	const char *word = key_keep(loader, text);
	void **place = wordmap_place(loader->language->lexicon, word, strlen(word));

	if (*place == NULL)
		*place = arena_alloc(loader->arena, sizeof(struct lexicon_word));
	return *place;
}

/* Make the stem of ${text} known. */
static void
stem_add(struct loader *loader, const char *text)
{
	const char *word = key_keep(loader, text);
	const char *stem = text_keep(loader, language_stem(loader->language, loader->work, word));

	*wordmap_place(loader->language->stems, stem, strlen(stem)) = (void *)(uintptr_t)word;
}

/* Return the folded words of the JSON list ${value} called ${name}. */
static struct word_list
list_read(struct loader *loader, const json_t *value, const char *name)
{
	struct word_list list = { NULL, json_array_size(value) };

	if (!json_is_array(value)) {
		loader_fail(loader, name, "a list of words");
		return (struct word_list){ NULL, 0 };
	}
	list.words = arena_array(loader->arena, list.n, sizeof(*list.words));
	for (size_t i = 0; i < list.n; i++) {
		const char *text = json_string_value(json_array_get(value, i));

		if (text == NULL || *text == '\0')
			loader_fail(loader, name, "a list of words, none of them empty");
		list.words[i] = text == NULL ? "" : key_keep(loader, text);
	}
	return list;
}

/* Return the member ${name} of the pack when it has JSON type ${type}, else fail unless ${optional}. */
static json_t *
member_read(struct loader *loader, const char *name, json_type type, bool optional)
{
	json_t *value = json_object_get(loader->root, name);

	if (value == NULL && optional)
		return NULL;
	if (value == NULL || json_typeof(value) != type) {
		loader_fail(loader, name, type == JSON_OBJECT ? "an object" : type == JSON_ARRAY ? "a list" :
		    "a text");
		return NULL;
	}
	return value;
}

static struct word_list
member_list(struct loader *loader, const char *name, bool optional)
{
	json_t *value = member_read(loader, name, JSON_ARRAY, optional);

	return value == NULL ? (struct word_list){ NULL, 0 } : list_read(loader, value, name);
}

static void
flag_lists_read(struct loader *loader)
{
	for (size_t i = 0; i < sizeof(flag_lists) / sizeof(flag_lists[0]); i++) {
		struct word_list list = member_list(loader, flag_lists[i].name, flag_lists[i].optional);

		for (size_t j = 0; j < list.n; j++) {
			lexicon_add(loader, list.words[j])->flags |= flag_lists[i].flag;
			if (flag_lists[i].flag == WORD_common)
				stem_add(loader, list.words[j]);
		}
	}
}

/* Append ${list} to ${groups}. */
static void
group_add(struct loader *loader, const struct group_ref **groups, const struct word_list *list)
{
	struct group_ref *ref = arena_alloc(loader->arena, sizeof(*ref));

	ref->list = list;
	while (*groups != NULL)
		groups = (const struct group_ref **)(uintptr_t)&(*groups)->next;
	*groups = ref;
}

static void
irregular_read(struct loader *loader)
{
	json_t *forms, *irregular = member_read(loader, "irregular", JSON_OBJECT, false);
	const char *base;

	json_object_foreach (irregular, base, forms) {
		struct word_list read = list_read(loader, forms, "irregular");
		struct word_list *group = arena_alloc(loader->arena, sizeof(*group));

		group->n = read.n + 1;
		group->words = arena_array(loader->arena, group->n, sizeof(*group->words));
		group->words[0] = key_keep(loader, base);
		for (size_t i = 0; i < read.n; i++)
			group->words[i + 1] = read.words[i];
		for (size_t i = 0; i < group->n; i++) {
			struct lexicon_word *word = lexicon_add(loader, group->words[i]);

			word->flags |= WORD_irregular;
			group_add(loader, &word->irregular, group);
		}
	}
}

static void
groups_read(struct loader *loader)
{
	json_t *confusables = member_read(loader, "confusables", JSON_ARRAY, false);
	json_t *spelling = member_read(loader, "spelling", JSON_ARRAY, true);

	for (size_t i = 0; i < json_array_size(confusables); i++) {
		struct word_list *group = arena_alloc(loader->arena, sizeof(*group));

		*group = list_read(loader, json_array_get(confusables, i), "confusables");
		for (size_t j = 0; j < group->n; j++) {
			struct lexicon_word *word = lexicon_add(loader, group->words[j]);

			word->flags |= WORD_confusable;
			group_add(loader, &word->confused, group);
		}
	}
	for (size_t i = 0; i < json_array_size(spelling); i++) {
		struct word_list *group = arena_alloc(loader->arena, sizeof(*group));

		*group = list_read(loader, json_array_get(spelling, i), "spelling");
		for (size_t j = 0; j < group->n; j++) {
			struct lexicon_word *word = lexicon_add(loader, group->words[j]);

			word->spelling = group->words[0];
			group_add(loader, &word->spelled, group);
		}
	}
}

static void
inflections_read(struct loader *loader)
{
	struct word_list list = member_list(loader, "inflections", false);

	loader->language->inflections = wordmap_new(loader->arena);
	for (size_t i = 0; i < list.n; i++) {
		const char *bare = text_keep(loader, text_bare(loader->work, list.words[i], ""));

		*wordmap_place(loader->language->inflections, bare, strlen(bare)) = loader->language;
	}
}

/* Return ${text} cut at spaces. */
static struct word_list
words_cut(struct arena *arena, const char *text)
{
	struct word_list list = { arena_array(arena, strlen(text) / 2 + 1, sizeof(*list.words)), 0 };

	for (size_t length; *text != '\0'; text += length) {
		text += strspn(text, " ");
		length = strcspn(text, " ");
		if (length > 0)
			list.words[list.n++] = arena_strndup(arena, text, length);
	}
	return list;
}

/* Return ${text} with those of its words that are contractions themselves written out: can't, cannot, can not. */
static const char *
text_expand(struct arena *arena, const char *text, const json_t *contractions)
{
	struct word_list words = words_cut(arena, text);
	const char *full = "";

	for (size_t i = 0; i < words.n; i++) {
		const char *inner = json_string_value(json_array_get(json_object_get(contractions, words.words[i]), 0));

		full = arena_printf(arena, "%s%s ", full, inner == NULL ? words.words[i] : inner);
	}
	return full;
}

/* Make one expansion of the full forms ${texts}; those with another number of words than the first are left out. */
static struct expansion *
expansion_new(struct loader *loader, const struct word_list *texts, bool informal)
{
	const json_t *contractions = json_object_get(loader->root, "contractions");
	struct arena *arena = loader->arena;
	struct expansion *expansion = arena_alloc(arena, sizeof(*expansion));

	for (size_t i = 0; i < texts->n; i++) {
		struct word_list words = words_cut(loader->work, text_expand(loader->work, texts->words[i], contractions));

		if (i == 0) {
			expansion->n_parts = words.n;
			expansion->parts = arena_array(arena, words.n, sizeof(*expansion->parts));
		}
		for (size_t j = 0; j < words.n && words.n == expansion->n_parts; j++) {
			struct word_list *part = &expansion->parts[j];

			if (part->words == NULL)
				part->words = arena_array(arena, texts->n, sizeof(*part->words));
			if (!language_list_has(part, words.words[j]))
				part->words[part->n++] = text_keep(loader, words.words[j]);
		}
	}
	expansion->informal = informal;
	return expansion->n_parts == 0 ? NULL : expansion;
}

/* Return ${word} without its apostrophes. */
static const char *
word_without_apostrophes(struct arena *arena, const char *word)
{
	char *to, *plain = to = arena_strndup(arena, word, strlen(word));

	for (; *word != '\0'; word++)
		if (*word != '\'')
			*to++ = *word;
	*to = '\0';
	return plain;
}

/* Runs after all word lists: a form without its apostrophe stands for the contraction unless it is a word. */
static void
expansions_read(struct loader *loader)
{
	json_t *contractions = member_read(loader, "contractions", JSON_OBJECT, false), *value;
	json_t *informal = member_read(loader, "informal", JSON_OBJECT, true);
	const char *key;

	json_object_foreach (contractions, key, value) {
		struct word_list texts = list_read(loader, value, "contractions");
		struct lexicon_word *word = lexicon_add(loader, key), *plain;

		word->expansion = expansion_new(loader, &texts, false);
		plain = lexicon_add(loader, word_without_apostrophes(loader->work, key_keep(loader, key)));
		if ((plain->flags & WORD_known) == 0 && plain->expansion == NULL)
			plain->expansion = word->expansion;
	}
	json_object_foreach (informal, key, value) {
		const char *text = json_string_value(value);
		struct lexicon_word *word;

		if (text == NULL) {
			loader_fail(loader, "informal", "an object of texts");
			return;
		}
		text = key_keep(loader, text);
		word = lexicon_add(loader, key);
		if (word->expansion == NULL)
			word->expansion = expansion_new(loader, &(struct word_list){ &text, 1 }, true);
	}
}

static void
numbers_read(struct loader *loader)
{
	json_t *numbers = member_read(loader, "numbers", JSON_OBJECT, false), *value;
	const char *key;

	json_object_foreach (numbers, key, value) {
		struct lexicon_word *word = lexicon_add(loader, key);

		if (!json_is_integer(value)) {
			loader_fail(loader, "numbers", "an object of whole numbers");
			return;
		}
		word->flags |= WORD_number;
		word->number = (long)json_integer_value(value);
	}
}

static void
texts_read(struct loader *loader)
{
	json_t *intents = member_read(loader, "intents", JSON_OBJECT, false);
	json_t *partner = member_read(loader, "partner", JSON_OBJECT, false);
	struct language *language = loader->language;

	for (size_t i = 0; i < LANGUAGE_INTENTS; i++)
		language->intents[i] = list_read(loader, json_object_get(intents, intent_names[i]), intent_names[i]);
	for (size_t i = 0; i < sizeof(partner_names) / sizeof(partner_names[0]); i++) {
		json_t *value = json_object_get(partner, partner_names[i]);

		if (json_is_array(value) ? list_read(loader, value, partner_names[i]).n == 0 : !json_is_string(value))
			loader_fail(loader, partner_names[i], "a text or a list of texts");
	}
	if (!json_is_string(json_object_get(json_object_get(partner, "opener"), "default")))
		loader_fail(loader, "opener", "an object with a text \"default\"");
	language->name = arena_strdup(loader->arena, json_string_value(member_read(loader, "name", JSON_STRING, false)));
	language->english_name =
	    arena_strdup(loader->arena, json_string_value(member_read(loader, "english_name", JSON_STRING, false)));
	language->partner = json_incref(partner);
}

const char *
language_read_pack(struct language *language, struct arena *arena, struct arena *scratch, const char *path)
{
	struct loader loader = { .arena = arena, .scratch = scratch, .language = language, .path = path };
	json_error_t error;

	loader.root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(loader.root)) {
		json_decref(loader.root);
		return arena_printf(scratch, "%s: line %d: %s", path, error.line, error.text);
	}
	loader.work = arena_new();
	loader.kept = wordmap_new(loader.work);
	language->lexicon = wordmap_new(arena);
	language->stems = wordmap_new(arena);
	flag_lists_read(&loader);
	numbers_read(&loader);
	irregular_read(&loader);
	groups_read(&loader);
	expansions_read(&loader);
	texts_read(&loader);
	inflections_read(&loader);
	language->elisions = member_list(&loader, "elisions", true);
	language->enclitics = member_list(&loader, "enclitics", true);
	language->separable = member_list(&loader, "separable", true);
	arena_free(loader.work);
	json_decref(loader.root);
	return loader.error;
}
