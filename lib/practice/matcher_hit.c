#include "matcher_private.h"

#include "arena.h"
#include "text.h"
#include "wordmap.h"

#include <string.h>
#include <unicode/uscript.h>

enum {
	TYPO_LETTERS = 5, /* shortest word that may be a typo of another */
	TYPO_LONG = 9, /* shortest word that may have two */
	TYPO_MOST = 48, /* longest */
	ROOT_LETTERS = 2, /* what two forms of a word have in common, at least */
	ENDING_LETTERS = 5, /* how far back two inflections are looked for */
	COMPOUND_PART = 4, /* shortest part of a compound, bytes */
};

static const struct form *
form_find(const struct wordmap *map, const char *text)
{
	return wordmap_find(map, text, strlen(text));
}

static size_t
common_prefix(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] != '\0' && a[n] == b[n])
		n++;
	return n;
}

static bool
is_inflection(const struct matcher *matcher, const char *ending)
{
	return wordmap_find(matcher->language->inflections, ending, strlen(ending)) != NULL;
}

/* Return whether ${ending} may end a form whose root ends with ${last}, which may be doubled (stop, stopped). */
static bool
ending_inflects(const struct matcher *matcher, const char *ending, char last)
{
	const char *const *more = matcher->grammar->inflections;

	if (*ending == '\0' || is_inflection(matcher, ending) || (*ending == last && is_inflection(matcher, ending + 1)))
		return true;
	for (; more != NULL && *more != NULL; more++)
		if (strcmp(*more, ending) == 0)
			return true;
	return false;
}

/* Return whether ${a} and ${b} differ by endings of inflection only: tables, but not reservation, reserve. */
static bool
forms_inflect(const struct matcher *matcher, struct arena *arena, const char *a, const char *b)
{
	size_t common, least;

	a = bare_spaced(arena, a);
	b = bare_spaced(arena, b);
	common = common_prefix(a, b);
	least = common > ROOT_LETTERS + ENDING_LETTERS ? common - ENDING_LETTERS : ROOT_LETTERS;
	for (; common >= least; common--)
		if (ending_inflects(matcher, a + common, a[common - 1]) &&
		    ending_inflects(matcher, b + common, b[common - 1]))
			return true;
	return false;
}

static void
hit_add(struct cut *cut, struct unit *unit, struct hit hit)
{
	struct hit *added;

	for (struct hit *there = unit->hits; there != NULL; there = there->next)
		if (there->lexeme == hit.lexeme && there->width == hit.width) {
			if (there->grade > hit.grade) {
				there->grade = hit.grade;
				there->written = hit.written;
			}
			return;
		}
	added = arena_alloc(cut->arena, sizeof(*added));
	*added = hit;
	added->next = unit->hits;
	unit->hits = added;
}

static bool
word_in_pack(const struct matcher *matcher, const char *word)
{
	const struct lexicon_word *entry = language_word(matcher->language, word);

	return entry != NULL && (entry->flags & WORD_known) != 0;
}

static bool
same_bare(struct arena *arena, const char *a, const char *b)
{
	return strcmp(bare_spaced(arena, a), bare_spaced(arena, b)) == 0;
}

/*
 * Return the grade of ${word} for ${form}, which is ${grade} unless the two
 * are confusable: ${word} is a look-alike of the lexeme's own form or, if it is
 * ${inflected}, a form of one (cuentos is of cuento, not of cuenta).
 */
static enum grade
form_grade(const struct matcher *matcher, struct arena *arena, const char *word, const struct form *form,
    enum grade grade, bool inflected)
{
	const char *own = matcher->lexemes[form->lexeme].forms[0];
	const struct lexicon_word *entry = language_word(matcher->language, own);
	size_t common = common_prefix(word, own);

	if (form->listed || entry == NULL || (entry->flags & WORD_confusable) == 0 || strcmp(word, own) == 0)
		return grade;
	for (const struct group_ref *group = entry->confused; group != NULL; group = group->next)
		for (size_t j = 0; j < group->list->n; j++) {
			const char *other = group->list->words[j];

			if (strcmp(other, own) != 0 && (strcmp(other, word) == 0 ||
			    (inflected && common_prefix(word, other) > common &&
			    forms_inflect(matcher, arena, word, other))))
				return GRADE_other;
		}
	return grade;
}

/*
 * Return whether ${word}, another form of the word ${form}, lacks an accent
 * that it must share: one with a vowel behind it in what they have in common
 * (alérgico, alergica; but inglés, ingleses).
 */
static bool
accent_is_missing(struct arena *arena, const char *word, const char *form)
{
	const char *bare = bare_spaced(arena, form);
	size_t common = common_prefix(word, bare), accent = 0;

	if (bare == form || strcmp(bare_spaced(arena, word), word) != 0)
		return false;
	while (bare[accent] != '\0' && bare[accent] == form[accent])
		accent++;
	return accent + 1 < common && strcspn(bare + accent + 1, "aeiou") < common - accent - 1;
}

/*
 * Add a hit for each of ${forms} by ${word}, found by its spelling or, if
 * ${base} is given, by the stem of that base form of it.  What differs in
 * accents only is left to hits_add_bare(): the rules of spelling may make two
 * words equal (fr: sur, sûr), and stems may drop accents (de: schon, schön).
 */
static void
hits_add(const struct matcher *matcher, struct cut *cut, struct unit *unit, const struct form *forms,
    const char *word, const char *base)
{
	for (; forms != NULL; forms = forms->next) {
		const char *own = matcher->lexemes[forms->lexeme].forms[0];
		enum grade grade = GRADE_exact;

		if (strcmp(word, own) != 0 && strcmp(word, forms->text) != 0 &&
		    (base != NULL || word_in_pack(matcher, word)) &&
		    (same_bare(cut->arena, word, forms->text) || same_bare(cut->arena, word, own)))
			continue; /* hits_add_bare() judges it */
		if (base != NULL && !forms_inflect(matcher, cut->arena, base, forms->text))
			grade = GRADE_related;
		else if (base != NULL && accent_is_missing(cut->arena, word, forms->text))
			grade = GRADE_accent;
		hit_add(cut, unit, (struct hit){ .lexeme = forms->lexeme,
		    .grade = form_grade(matcher, cut->arena, word, forms, grade, base != NULL), .width = 1,
		    .inflected = base != NULL || !forms->own, .written = forms->own ? NULL : forms->text });
	}
}

/*
 * Add hits by ${word} but for accents: an accent is a remark, unless ${word}
 * is another word, or an accented letter is a letter of its own (ñ).
 */
static void
hits_add_bare(const struct matcher *matcher, struct cut *cut, struct unit *unit, const char *word)
{
	const struct grammar *grammar = matcher->grammar;
	const struct form *form = form_find(matcher->bare, grammar->bare(cut->arena, word));
	const char *keep = grammar->keep == NULL ? "" : grammar->keep;

	for (; form != NULL; form = form->next) {
		enum grade grade = grammar->bare_grade;

		if (strcmp(form->text, word) == 0)
			continue;
		if (grade == GRADE_accent && !unit->accented && (word_in_pack(matcher, word) ||
		    form_find(matcher->exact, word) != NULL ||
		    strcmp(text_bare(cut->arena, word, keep), text_bare(cut->arena, form->text, keep)) != 0))
			grade = GRADE_lookalike;
		hit_add(cut, unit, (struct hit){ .lexeme = form->lexeme, .grade = grade, .width = 1,
		    .inflected = !form->own, .written = form->own ? NULL : form->text });
	}
}

/* Add hits by the words that ${word} is often confused with. */
static void
hits_add_confused(const struct matcher *matcher, struct cut *cut, struct unit *unit, const char *word)
{
	const struct lexicon_word *entry = language_word(matcher->language, word);

	for (const struct group_ref *group = entry == NULL ? NULL : entry->confused; group != NULL; group = group->next)
		for (size_t j = 0; j < group->list->n; j++) {
			const char *other = group->list->words[j];
			const struct form *form = form_find(matcher->exact,
			    matcher->grammar->norm(matcher, cut->arena, other));

			for (; form != NULL && strcmp(other, word) != 0; form = form->next)
				if (form->own)
					hit_add(cut, unit, (struct hit){ .lexeme = form->lexeme, .grade = GRADE_other, .width = 1 });
		}
}

/* Add hits by ${base}, a base form of ${word} or the word itself, and by its stem. */
static void
hits_add_base(const struct matcher *matcher, struct cut *cut, struct unit *unit, const char *word,
    const char *base)
{
	const char *stem = language_stem(matcher->language, cut->arena, base);

	if (base != word)
		hits_add(matcher, cut, unit,
		    form_find(matcher->exact, matcher->grammar->norm(matcher, cut->arena, base)), word, base);
	hits_add(matcher, cut, unit, form_find(matcher->stem, stem), word, base);
}

static void
hits_add_number(const struct matcher *matcher, struct cut *cut, struct unit *unit)
{
	long value = unit_number(unit);
	bool digits = unit->forms[0][0] >= '0' && unit->forms[0][0] <= '9';
	const struct form *form;

	if (value < 0)
		return;
	for (form = form_find(matcher->number, arena_printf(cut->arena, "%ld", value)); form != NULL;
	    form = form->next)
		if (digits || matcher->lexemes[form->lexeme].digits)
			hit_add(cut, unit, (struct hit){ .lexeme = form->lexeme, .grade = GRADE_exact, .width = 1 });
}

/* Return whether ${head} is a known word, with or without a letter that links it to the next. */
static bool
head_is_known(const struct matcher *matcher, struct arena *arena, const char *head)
{
	static const char *const links[] = { "", "s", "n", "en", "es", "er", "e" };
	size_t length = strlen(head);

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		size_t n = strlen(links[i]);

		if (length >= n + COMPOUND_PART - 1 && strcmp(head + length - n, links[i]) == 0 &&
		    word_is_known(matcher, arena, arena_strndup(arena, head, length - n)))
			return true;
	}
	return false;
}

/*
 * de: a compound counts as its last part if the rest is known, and is only
 * related to its first part (Tischreservierung; Reservierungsnummer).
 */
static void
hits_add_compound(const struct matcher *matcher, struct cut *cut, struct unit *unit, const char *word)
{
	size_t length = strlen(word);

	for (size_t at = COMPOUND_PART - 1; at + COMPOUND_PART <= length; at++) {
		const char *head = arena_strndup(cut->arena, word, at), *tail = word + at;
		const struct form *form;

		if (((unsigned char)*tail & 0xC0) == 0x80)
			continue;
		form = form_find(matcher->stem, language_stem(matcher->language, cut->arena, tail));
		for (; form != NULL; form = form->next)
			if (forms_inflect(matcher, cut->arena, tail, form->text) &&
			    head_is_known(matcher, cut->arena, head))
				hit_add(cut, unit, (struct hit){ .lexeme = form->lexeme, .grade = GRADE_exact, .width = 1 });
		if (at < COMPOUND_PART)
			continue;
		form = form_find(matcher->exact, matcher->grammar->norm(matcher, cut->arena, head));
		for (; form != NULL; form = form->next)
			if (form->own && matcher->lexemes[form->lexeme].content)
				hit_add(cut, unit, (struct hit){ .lexeme = form->lexeme, .grade = GRADE_related, .width = 1 });
	}
}

/* Return whether ${a} turns into ${b} by at most ${most} insertions, deletions, changes and transpositions. */
static bool
is_typo(const char *a, size_t n_a, const char *b, size_t n_b, size_t most)
{
	unsigned char rows[3][TYPO_MOST + 1];

	for (size_t j = 0; j <= n_b; j++)
		rows[0][j] = (unsigned char)j;
	for (size_t i = 1; i <= n_a; i++) {
		unsigned char *row = rows[i % 3], *above = rows[(i - 1) % 3], *two = rows[(i + 1) % 3];

		row[0] = (unsigned char)i;
		for (size_t j = 1; j <= n_b; j++) {
			unsigned char best = (unsigned char)(above[j - 1] + (a[i - 1] != b[j - 1]));

			if (above[j] + 1 < best)
				best = (unsigned char)(above[j] + 1);
			if (row[j - 1] + 1 < best)
				best = (unsigned char)(row[j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two[j - 2] + 1 < best)
				best = (unsigned char)(two[j - 2] + 1);
			row[j] = best;
		}
	}
	return rows[n_a % 3][n_b] <= most;
}

/* Add hits by words that ${word}, which is none that is known, may be a typo of. */
static void
hits_add_typo(const struct matcher *matcher, struct cut *cut, struct unit *unit, const char *word)
{
	const char *plain = bare_spaced(cut->arena, word);
	size_t length = strlen(plain);

	if (length < TYPO_LETTERS || length > TYPO_MOST || word_is_known(matcher, cut->arena, word))
		return;
	for (const struct spelled *spelled = matcher->spelled; spelled != NULL; spelled = spelled->next) {
		size_t most = length >= TYPO_LONG && spelled->length >= TYPO_LONG ? 2 : 1;

		if (*spelled->text == *plain && spelled->length <= length + most &&
		    length <= spelled->length + most && spelled->length >= TYPO_LETTERS &&
		    spelled->length <= TYPO_MOST &&
		    is_typo(plain, length, spelled->text, spelled->length, most))
			hit_add(cut, unit, (struct hit){ .lexeme = spelled->form.lexeme, .width = 1,
			    .grade = form_grade(matcher, cut->arena, word, &spelled->form, GRADE_spelling, false) });
	}
}

static void
hits_add_word(const struct matcher *matcher, struct cut *cut, struct unit *unit, const char *word)
{
	const struct grammar *grammar = matcher->grammar;
	bool content = !grammar->characters && unit_is_content(matcher, unit);
	const char *norm = grammar->norm(matcher, cut->arena, word);
	struct bases bases;

	hits_add(matcher, cut, unit, form_find(matcher->exact, norm), word, NULL);
	hits_add_bare(matcher, cut, unit, word);
	hits_add_confused(matcher, cut, unit, word);
	if (!content)
		return;
	hits_add_base(matcher, cut, unit, word, word);
	if (strcmp(norm, word) != 0)
		hits_add_base(matcher, cut, unit, word, norm);
	bases = bases_of(matcher, cut->arena, word);
	for (size_t i = 0; i < bases.n; i++)
		hits_add_base(matcher, cut, unit, word, bases.texts[i]);
	if (grammar->compounds && !word_in_pack(matcher, word))
		hits_add_compound(matcher, cut, unit, word);
	for (const struct hit *hit = unit->hits; hit != NULL; hit = hit->next)
		if (hit->grade < GRADE_lookalike)
			return;
	hits_add_typo(matcher, cut, unit, word);
}

/* Add hits by units ${i} and ${i} + 1 written as one: e-mail, week-end. */
static void
hits_add_joined(const struct matcher *matcher, struct cut *cut, size_t i)
{
	const struct unit *next = &cut->units[i + 1];
	struct unit *unit = &cut->units[i];
	const char *word;
	const struct form *form;

	if (unit->begin == next->begin || (!next->glued && unit->clause != next->clause))
		return;
	word = arena_printf(cut->arena, "%s%s", unit->forms[0], next->forms[0]);
	form = form_find(matcher->exact, matcher->grammar->norm(matcher, cut->arena, word));
	if (form == NULL && matcher->grammar->characters)
		form = form_find(matcher->bare, matcher->grammar->bare(cut->arena, word));
	for (; form != NULL; form = form->next)
		if (next->glued || strlen(word) >= TYPO_LETTERS)
			hit_add(cut, unit, (struct hit){ .lexeme = form->lexeme, .width = 2,
			    .grade = next->glued ? GRADE_exact : GRADE_spelling });
}

void
units_hit(const struct matcher *matcher, struct cut *cut)
{
	for (size_t i = 0; i < cut->n; i++) {
		struct unit *unit = &cut->units[i];

		for (size_t j = 0; j < unit->n_forms; j++)
			hits_add_word(matcher, cut, unit, unit->forms[j]);
		hits_add_number(matcher, cut, unit);
		if (i + 1 < cut->n && (!matcher->grammar->characters || unit->script == USCRIPT_LATIN))
			hits_add_joined(matcher, cut, i);
	}
}
