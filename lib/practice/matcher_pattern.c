#include "matcher_private.h"

#include "arena.h"
#include "text.h"

#include <string.h>
#include <unicode/uchar.h>

enum {
	PHRASAL_GAP = 3, /* en: words between a verb and its particle */
	SHORT_INTENT = 2, /* longest intent whose words are taken as they are: bueno is yes, buenas is not */
	SEPARATE_GAP = 12, /* de: words between a verb and its prefix */
};

/* Compiles one pattern. */
struct compiler {
	struct matcher *matcher;
	size_t pattern;
	struct element *elements;
	size_t n, room;
	size_t boundaries; /* zh, ja: dictionary words seen */
	bool unbroken; /* they are not asked for */
};

static const struct {
	const char *name;
	enum slot slot;
} slots[] = {
	{ "{n}", SLOT_n },
	{ "{time}", SLOT_time },
	{ "{date}", SLOT_date },
	{ "{name}", SLOT_name },
};

static struct element *
element_add(struct compiler *compiler)
{
	if (compiler->n == compiler->room) {
		size_t room = compiler->room == 0 ? 4 : compiler->room * 2;
		struct element *elements = arena_array(compiler->matcher->work, room, sizeof(*elements));

		if (compiler->n > 0)
			memcpy(elements, compiler->elements, compiler->n * sizeof(*elements));
		compiler->elements = elements;
		compiler->room = room;
	}
	return &compiler->elements[compiler->n++];
}

/* Return whether the text of ${unit} begins with a capital letter. */
static bool
unit_is_capital(const char *text, const struct unit *unit)
{
	size_t at = unit->begin;

	return u_isupper((UChar32)text_next(text, &at));
}

/* Return the grade of leaving out ${unit}, which stands after ${before}; GRADE_none: it is needed. */
static enum grade
unit_optional(const struct compiler *compiler, const struct unit *unit, const struct element *before,
    const struct unit *previous)
{
	const struct matcher *matcher = compiler->matcher;
	const struct grammar *grammar = matcher->grammar;
	unsigned flags = unit->word == NULL ? 0 : unit->word->flags;

	if (unit_is_article(unit))
		return GRADE_article;
	if (grammar->negation != NULL &&
	    strcmp(grammar->norm(matcher, matcher->work, unit->forms[0]), grammar->negation) == 0)
		return GRADE_negation;
	if ((flags & WORD_measure) != 0 && ((before != NULL && before->slot == SLOT_n) ||
	    (previous != NULL && unit_is_number(previous))))
		return GRADE_measure;
	return GRADE_none;
}

/* Return whether one of ${cut}'s units is content. */
static bool
cut_has_content(const struct cut *cut)
{
	for (size_t i = 0; i < cut->n; i++)
		if (unit_is_content(cut->matcher, &cut->units[i]))
			return true;
	return false;
}

/* Return the flags of the lexeme of unit ${i} of ${cut}; a noun is what part_of_speech or an article makes one. */
static unsigned
unit_flags(const struct cut *cut, size_t i, const struct pattern *pattern)
{
	unsigned flags = pattern->kind == 0 ? 0 : LEXEME_topic;

	if (pattern->kind != PATTERN_word || cut->matcher->grammar->characters)
		return flags;
	if (pattern->part_of_speech != NULL ? strncmp(pattern->part_of_speech, "noun", 4) == 0 :
	    i > 0 && unit_is_article(&cut->units[i - 1]))
		flags |= LEXEME_noun;
	if (!cut_has_content(cut) && !unit_is_article(&cut->units[i]) && !unit_is_number(&cut->units[i]))
		flags |= LEXEME_word;
	return flags;
}

/* Add the elements of the literal ${text}. */
static void
literal_add(struct compiler *compiler, const char *text)
{
	struct matcher *matcher = compiler->matcher;
	const struct pattern *pattern = &matcher->compiled[compiler->pattern].pattern;
	struct cut cut = { .arena = matcher->work, .matcher = matcher, .text = text,
		.unbroken = compiler->unbroken };

	units_cut(&cut);
	for (size_t i = 0; i < cut.n; i++) {
		const struct unit *unit = &cut.units[i], *previous = i > 0 ? &cut.units[i - 1] : NULL;
		const struct element *before = compiler->n > 0 ? &compiler->elements[compiler->n - 1] : NULL;
		enum grade optional = unit_optional(compiler, unit, before, previous);
		bool first = compiler->n == 0;
		struct element *element = element_add(compiler);

		element->lexeme = lexeme_intern(matcher, unit, unit_flags(&cut, i, pattern));
		element->written = matcher_keep(matcher, arena_strndup(matcher->work, text + unit->begin,
		    unit->end - unit->begin));
		element->optional = optional;
		element->article = optional == GRADE_article;
		element->informal = unit->informal;
		element->capital = (matcher->grammar->capital != NULL &&
		    strcmp(unit->forms[0], matcher->grammar->capital) == 0) ||
		    (matcher->grammar->nouns_capital && unit_is_capital(text, unit) &&
		    unit_is_content(matcher, unit) && (!first || pattern->kind == PATTERN_word));
		compiler->boundaries += unit->boundary;
	}
}

/* Return the bytes of the slot that ${text} begins with, and which it is; 0: none. */
static size_t
slot_length(const char *text, enum slot *slot)
{
	const char *end;

	*slot = SLOT_free;
	if (strncmp(text, "\u2026", 3) == 0)
		return 3;
	if (strncmp(text, "...", 3) == 0)
		return 3 + strspn(text + 3, ".");
	if (*text != '{' || (end = strchr(text, '}')) == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
		if (strncmp(text, slots[i].name, strlen(slots[i].name)) == 0)
			*slot = slots[i].slot;
	return (size_t)(end + 1 - text);
}

/* An article before a number or a time tells which: "para las {time}" is not "para cuatro". */
static void
article_bind(struct element *element)
{
	if (element->optional == GRADE_article)
		element->optional = GRADE_none;
}

/* Cut ${text} into literals and slots; two free slots in a row are one. */
static void
elements_add(struct compiler *compiler, const char *text)
{
	const char *literal = text;

	for (;;) {
		enum slot slot;
		size_t length = slot_length(text, &slot);

		if (length == 0 && *text != '\0') {
			text++;
			continue;
		}
		literal_add(compiler, arena_strndup(compiler->matcher->work, literal, (size_t)(text - literal)));
		if (length == 0)
			return;
		if (slot >= SLOT_n && slot <= SLOT_date && compiler->n > 0)
			article_bind(&compiler->elements[compiler->n - 1]);
		if (slot != SLOT_free || compiler->n == 0 ||
		    compiler->elements[compiler->n - 1].slot != SLOT_free)
			element_add(compiler)->slot = slot;
		text += length;
		literal = text;
	}
}

static void
start_add(struct matcher *matcher, struct start **list, const struct sequence *sequence, size_t element)
{
	struct start *start = arena_alloc(matcher->arena, sizeof(*start));

	start->sequence = sequence;
	start->element = element;
	start->next = *list;
	*list = start;
}

/* Return whether anything of ${sequence} must be there. */
static bool
sequence_has_need(const struct sequence *sequence)
{
	for (size_t i = 0; i < sequence->n; i++)
		if (sequence->elements[i].slot != 0 || sequence->elements[i].optional == GRADE_none)
			return true;
	return false;
}

/* Without a content word, forms of the others are all there is: "we are {n}" is not "it is {n}". */
static bool
sequence_has_content(const struct matcher *matcher, const struct sequence *sequence)
{
	for (size_t i = 0; i < sequence->n; i++)
		if (sequence->elements[i].slot == 0 && matcher->lexemes[sequence->elements[i].lexeme].content)
			return true;
	return false;
}

void
sequence_add(struct matcher *matcher, const struct sequence *sequence)
{
	struct sequence *kept = arena_memdup(matcher->arena, sequence, sizeof(*sequence));

	if (kept->n == 0)
		return;
	kept->elements = arena_memdup(matcher->arena, sequence->elements, kept->n * sizeof(*kept->elements));
	if (matcher->compiled[kept->pattern].pattern.kind == 0 ? kept->n <= SHORT_INTENT :
	    kept->n > 1 && !sequence_has_content(matcher, kept))
		for (size_t i = 0; i < kept->n; i++)
			kept->elements[i].strict = true;
	/* What is nothing but articles needs them, and just these. */
	if (!sequence_has_need(kept)) {
		kept->elements[0].optional = GRADE_none;
		kept->elements[0].article = false;
	}

	for (size_t i = 0; i < kept->n; i++) {
		const struct element *element = &kept->elements[i];

		if (element->slot != 0)
			start_add(matcher, &matcher->slot_starts, kept, i);
		else
			start_add(matcher, &matcher->lexemes[element->lexeme].starts, kept, i);
		if (element->article)
			start_add(matcher, &matcher->article_starts, kept, i);
		if (element->slot != 0 || element->optional == GRADE_none)
			break;
	}
}

void
sequence_add_text(struct matcher *matcher, const struct sequence *like, const char *text, enum grade floor)
{
	struct compiler compiler = { .matcher = matcher, .pattern = like->pattern, .unbroken = true };
	struct sequence sequence = *like;
	const char *nfc = text_nfc(matcher->work, text);

	if (nfc == NULL)
		return;
	literal_add(&compiler, nfc);
	sequence.elements = compiler.elements;
	sequence.n = compiler.n;
	sequence.floor = floor;
	sequence_add(matcher, &sequence);
}

void
sequence_add_apart(struct matcher *matcher, const struct sequence *sequence, const char *head, const char *tail)
{
	struct compiler compiler = { .matcher = matcher, .pattern = sequence->pattern };
	struct sequence apart = *sequence;
	struct element *last;

	literal_add(&compiler, head);
	literal_add(&compiler, tail);
	last = &compiler.elements[compiler.n - 1];
	last->gap = SEPARATE_GAP;
	last->closing = true;
	last->article = false; /* ein */
	last->optional = GRADE_none;
	apart.elements = compiler.elements;
	apart.n = compiler.n;
	sequence_add(matcher, &apart);
}

static bool
list_has(const char *const *list, const char *word)
{
	for (; list != NULL && *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

/* A word goes without its article and its "to": la mesa, sich freuen. */
static void
word_strip(struct sequence *sequence, const struct matcher *matcher)
{
	while (sequence->n > 1 && sequence->elements->slot == 0 && (sequence->elements->article ||
	    list_has(matcher->grammar->markers, matcher->lexemes[sequence->elements->lexeme].forms[0]))) {
		const struct lexeme *first = &matcher->lexemes[sequence->elements->lexeme];

		if (sequence->elements->article && sequence->n == 2 && first->n_forms == 1 &&
		    matcher->grammar->genders != NULL)
			sequence->article = first->forms[0];
		sequence->elements++;
		sequence->n--;
	}
}

/* Return whether ${sequence} is one bare content word. */
static bool
sequence_is_word(const struct compiler *compiler, const struct sequence *sequence)
{
	const struct matcher *matcher = compiler->matcher;
	size_t content = 0;

	for (size_t i = 0; i < sequence->n; i++) {
		if (sequence->elements[i].slot != 0)
			return false;
		content += !sequence->elements[i].article;
	}
	if (matcher->grammar->characters)
		return matcher->compiled[compiler->pattern].pattern.kind == PATTERN_word ||
		    compiler->boundaries <= 1;
	return content == 1 && matcher->lexemes[sequence->elements[sequence->n - 1].lexeme].content;
}

/* en: a particle may stand some words behind its verb (pick the children up). */
static void
sequence_widen(struct sequence *sequence, const struct matcher *matcher)
{
	const struct element *elements = sequence->elements;

	if (sequence->n == 2 && elements[0].slot == 0 && elements[1].slot == 0 &&
	    matcher->lexemes[elements[0].lexeme].content &&
	    list_has(matcher->grammar->particles, matcher->lexemes[elements[1].lexeme].forms[0]))
		sequence->elements[1].gap = PHRASAL_GAP;
}

/* Add ${sequence} with ${text} instead of its elements [begin, end). */
static void
sequence_add_spelled(struct matcher *matcher, const struct sequence *sequence, size_t begin, size_t end,
    const char *text)
{
	struct compiler compiler = { .matcher = matcher, .pattern = sequence->pattern, .unbroken = true };
	struct sequence spelled = *sequence;

	for (size_t i = 0; i < begin; i++)
		*element_add(&compiler) = sequence->elements[i];
	literal_add(&compiler, text);
	for (size_t i = end; i < sequence->n; i++)
		*element_add(&compiler) = sequence->elements[i];
	spelled.elements = compiler.elements;
	spelled.n = compiler.n;
	sequence_add(matcher, &spelled);
}

/*
 * zh, ja: add ${sequence} in the other spellings of the words in it
 * (ください, 下さい).  One character is no word here: 時 is not とき in 時間.
 */
static void
sequences_add_spellings(struct matcher *matcher, const struct sequence *sequence)
{
	for (size_t begin = 0; begin < sequence->n; begin++) {
		const char *text = "";

		for (size_t end = begin; end < sequence->n && sequence->elements[end].slot == 0; end++) {
			const struct lexicon_word *word;

			text = arena_printf(matcher->work, "%s%s", text,
			    matcher->lexemes[sequence->elements[end].lexeme].forms[0]);
			word = end == begin ? NULL : language_word(matcher->language, text);
			for (const struct group_ref *ref = word == NULL ? NULL : word->spelled; ref != NULL;
			    ref = ref->next)
				for (size_t j = 0; j < ref->list->n; j++)
					if (strcmp(ref->list->words[j], text) != 0)
						sequence_add_spelled(matcher, sequence, begin, end + 1,
						    ref->list->words[j]);
		}
	}
}

void
pattern_compile(struct matcher *matcher, size_t pattern)
{
	const struct pattern *compiled = &matcher->compiled[pattern].pattern;
	struct compiler compiler = { .matcher = matcher, .pattern = pattern };
	const char *text = text_nfc(matcher->work, compiled->text);
	struct sequence sequence = { .pattern = pattern };

	if (text == NULL)
		return;
	elements_add(&compiler, text);
	/* A measure word that ends the pattern is what it is about: {n}人. */
	if (compiler.n > 0 && compiler.elements[compiler.n - 1].optional == GRADE_measure)
		compiler.elements[compiler.n - 1].optional = GRADE_none;
	if (compiler.n > 1 && compiler.elements[0].slot == SLOT_free) {
		sequence.led = true;
		compiler.elements++;
		compiler.n--;
	}
	sequence.elements = compiler.elements;
	sequence.n = compiler.n;
	if (sequence.n == 0)
		return;
	if (compiled->kind == PATTERN_word)
		word_strip(&sequence, matcher);
	sequence_widen(&sequence, matcher);
	matcher->compiled[pattern].alone = sequence_is_word(&compiler, &sequence);
	sequence_add(matcher, &sequence);
	if (matcher->grammar->characters)
		sequences_add_spellings(matcher, &sequence);
	if (matcher->grammar->sequences_add != NULL)
		matcher->grammar->sequences_add(matcher, &sequence);
	if (compiled->reading != NULL && compiled->kind == PATTERN_word)
		sequence_add_text(matcher, &sequence, compiled->reading, matcher->grammar->reading_grade);
}
