#include "matcher_private.h"

#include "arena.h"
#include "text.h"
#include "wordmap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_LEXEMES = 64 };

const char *
matcher_keep(struct matcher *matcher, const char *text)
{
	void **place = wordmap_place(matcher->kept, text, strlen(text));

	if (*place == NULL)
		*place = arena_strdup(matcher->arena, text);
	return *place;
}

/* Put ${form} under ${key} into ${map}. */
static void
form_add(struct matcher *matcher, struct wordmap *map, const char *key, struct form form)
{
	void **place = wordmap_place(map, matcher_keep(matcher, key), strlen(key));
	struct form *added;

	for (const struct form *there = *place; there != NULL; there = there->next)
		if (there->lexeme == form.lexeme && strcmp(there->text, form.text) == 0)
			return;
	added = arena_alloc(matcher->arena, sizeof(*added));
	*added = form;
	added->next = *place;
	*place = added;
}

struct bases
bases_of(const struct matcher *matcher, struct arena *arena, const char *word)
{
	const struct lexicon_word *entry = language_word(matcher->language, word);
	struct bases bases = { arena, matcher, { NULL }, 0, entry != NULL && (entry->flags & WORD_known) != 0 };

	if (matcher->grammar->bases_add != NULL)
		matcher->grammar->bases_add(&bases, word);
	return bases;
}

/* Return whether the pack knows ${word} or its stem. */
static bool
pack_has(const struct language *language, struct arena *arena, const char *word)
{
	const struct lexicon_word *entry = language_word(language, word);
	const char *stem;

	if (entry != NULL && (entry->flags & WORD_known) != 0)
		return true;
	stem = language_stem(language, arena, word);
	return wordmap_find(language->stems, stem, strlen(stem)) != NULL;
}

bool
word_is_known(const struct matcher *matcher, struct arena *arena, const char *word)
{
	struct bases bases;
	const char *stem;

	if ((*word >= '0' && *word <= '9') || pack_has(matcher->language, arena, word))
		return true;
	stem = language_stem(matcher->language, arena, word);
	if (wordmap_find(matcher->own, word, strlen(word)) != NULL ||
	    wordmap_find(matcher->own, stem, strlen(stem)) != NULL)
		return true;
	bases = bases_of(matcher, arena, word);
	for (size_t i = 0; i < bases.n; i++)
		if (pack_has(matcher->language, arena, bases.texts[i]))
			return true;
	return false;
}

bool
unit_is_content(const struct matcher *matcher, const struct unit *unit)
{
	if (matcher->grammar->characters || unit_is_number(unit))
		return false;
	if (unit->word != NULL && (unit->word->flags & (WORD_function | WORD_article)) != 0)
		return false;
	return text_length(unit->forms[0]) > 1;
}

void
own_add(struct matcher *matcher, const char *text)
{
	const char *nfc = text_nfc(matcher->work, text);
	struct cut cut = { .arena = matcher->work, .matcher = matcher, .text = nfc };

	if (nfc == NULL)
		return;
	units_cut(&cut);
	for (size_t i = 0; i < cut.n; i++) {
		const char *form, *stem;

		if (!unit_is_content(matcher, &cut.units[i]))
			continue;
		form = matcher_keep(matcher, cut.units[i].forms[0]);
		stem = matcher_keep(matcher, language_stem(matcher->language, matcher->work, form));
		*wordmap_place(matcher->own, form, strlen(form)) = matcher;
		*wordmap_place(matcher->own, stem, strlen(stem)) = matcher;
	}
}

/* Enter ${form} in the tables of forms. */
static void
lexeme_add_form(struct matcher *matcher, struct form form)
{
	const struct grammar *grammar = matcher->grammar;
	const char *text = form.text = matcher_keep(matcher, form.text);
	const char *norm = grammar->norm(matcher, matcher->work, text);

	form_add(matcher, matcher->exact, norm, form);
	form_add(matcher, matcher->bare, grammar->bare(matcher->work, text), form);
	if (!matcher->lexemes[form.lexeme].content || form.listed)
		return;
	form_add(matcher, matcher->stem, language_stem(matcher->language, matcher->work, text), form);
	form.text = matcher_keep(matcher, norm);
	form_add(matcher, matcher->stem, language_stem(matcher->language, matcher->work, norm), form);
}

/* Make the lexeme's own ${form} one that typos are compared with. */
static void
lexeme_add_spelled(struct matcher *matcher, struct form form)
{
	struct spelled *spelled = arena_alloc(matcher->arena, sizeof(*spelled));

	spelled->text = matcher_keep(matcher, bare_spaced(matcher->work, form.text));
	spelled->length = strlen(spelled->text);
	spelled->form = form;
	spelled->next = matcher->spelled;
	matcher->spelled = spelled;
}

/* Enter ${text} and all its forms; a noun has none of the verb it looks like (la cuenta, contar). */
static void
lexeme_add_forms(struct matcher *matcher, size_t lexeme, const char *text, bool noun)
{
	const struct lexicon_word *word = language_word(matcher->language, text);
	struct form form = { .lexeme = (uint32_t)lexeme, .text = matcher_keep(matcher, text), .own = true };
	struct bases bases;

	lexeme_add_form(matcher, form);
	if (!matcher->grammar->characters)
		lexeme_add_spelled(matcher, form);
	form.own = false;
	for (const struct group_ref *ref = word == NULL ? NULL : word->irregular; ref != NULL; ref = ref->next) {
		const struct word_list *group = ref->list;

		form.listed = strcmp(group->words[0], text) == 0;
		for (size_t j = 0; j < group->n && (form.listed || !noun); j++) {
			form.text = group->words[j];
			lexeme_add_form(matcher, form);
		}
	}
	if (!matcher->lexemes[lexeme].content)
		return;
	form.listed = false;
	bases = bases_of(matcher, matcher->work, text);
	for (size_t i = 0; i < bases.n; i++) {
		form.text = bases.texts[i];
		lexeme_add_form(matcher, form);
	}
}

long
unit_number(const struct unit *unit)
{
	char *end;
	long value;

	if (unit->word != NULL && (unit->word->flags & WORD_number) != 0)
		return unit->word->number;
	if (unit->forms[0][0] < '0' || unit->forms[0][0] > '9' || strlen(unit->forms[0]) > 9)
		return -1;
	value = strtol(unit->forms[0], &end, 10);
	return *end == '\0' ? value : -1;
}

static size_t
lexeme_new(struct matcher *matcher, const struct unit *unit, unsigned flags)
{
	size_t index = matcher->n_lexemes;
	struct lexeme *lexeme;

	if (index == matcher->lexeme_room) {
		size_t room = index == 0 ? FIRST_LEXEMES : index * 2;
		struct lexeme *lexemes = arena_array(matcher->work, room, sizeof(*lexemes));

		if (index > 0)
			memcpy(lexemes, matcher->lexemes, index * sizeof(*lexemes));
		matcher->lexemes = lexemes;
		matcher->lexeme_room = room;
	}
	matcher->n_lexemes++;
	lexeme = &matcher->lexemes[index];
	*lexeme = (struct lexeme){ .n_forms = unit->n_forms };
	lexeme->forms = arena_array(matcher->arena, unit->n_forms, sizeof(*lexeme->forms));
	for (size_t i = 0; i < unit->n_forms; i++)
		lexeme->forms[i] = matcher_keep(matcher, unit->forms[i]);
	lexeme->content = unit_is_content(matcher, unit) || (flags & LEXEME_word) != 0;
	lexeme->number = unit_number(unit);
	lexeme->digits = unit->forms[0][0] >= '0' && unit->forms[0][0] <= '9';
	for (size_t i = 0; i < unit->n_forms; i++)
		lexeme_add_forms(matcher, index, unit->forms[i], (flags & LEXEME_noun) != 0);
	if (lexeme->number >= 0)
		form_add(matcher, matcher->number, arena_printf(matcher->work, "%ld", lexeme->number),
		    (struct form){ .lexeme = (uint32_t)index, .text = lexeme->forms[0], .own = true });
	return index;
}

size_t
lexeme_intern(struct matcher *matcher, const struct unit *unit, unsigned flags)
{
	const char *key = arena_printf(matcher->work, "%u%s", flags & (LEXEME_noun | LEXEME_word), unit->forms[0]);
	void **place;
	size_t index;

	for (size_t i = 1; i < unit->n_forms; i++)
		key = arena_printf(matcher->work, "%s|%s", key, unit->forms[i]);
	place = wordmap_place(matcher->lexeme_of, key, strlen(key));
	if (*place == NULL)
		*place = (void *)(uintptr_t)(lexeme_new(matcher, unit, flags) + 1);
	index = (size_t)(uintptr_t)*place - 1;
	matcher->lexemes[index].topic = matcher->lexemes[index].topic ||
	    ((flags & LEXEME_topic) != 0 && matcher->lexemes[index].content);
	return index;
}
