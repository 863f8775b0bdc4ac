#include "matcher_private.h"

#include "arena.h"
#include "text.h"
#include "wordmap.h"

#include <string.h>
#include <unicode/uchar.h>

enum { FIRST_UNITS = 8 };

struct unit *
unit_add(struct cut *cut, size_t begin, size_t end)
{
	struct unit *unit;

	if (cut->n == cut->room) {
		size_t room = cut->room == 0 ? FIRST_UNITS : cut->room * 2;
		struct unit *units = arena_array(cut->arena, room, sizeof(*units));

		if (cut->n > 0)
			memcpy(units, cut->units, cut->n * sizeof(*units));
		cut->units = units;
		cut->room = room;
	}
	unit = &cut->units[cut->n++];
	*unit = (struct unit){ .begin = begin, .end = end, .clause = cut->clause, .glued = cut->glued };
	cut->glued = false;
	return unit;
}

void
unit_add_form(struct cut *cut, size_t begin, size_t end, const char *form)
{
	struct unit *unit = unit_add(cut, begin, end);

	unit->forms = arena_alloc(cut->arena, sizeof(*unit->forms));
	unit->forms[0] = form;
	unit->n_forms = 1;
	unit->word = language_word(cut->matcher->language, form);
}

/* Add the parts of ${expansion}, all of them at bytes [begin, end). */
static void
unit_add_parts(struct cut *cut, size_t begin, size_t end, const struct expansion *expansion)
{
	for (size_t i = 0; i < expansion->n_parts; i++) {
		struct unit *unit = unit_add(cut, begin, end);

		unit->forms = expansion->parts[i].words;
		unit->n_forms = expansion->parts[i].n;
		unit->word = language_word(cut->matcher->language, unit->forms[0]);
		unit->informal = expansion->informal;
		unit->bound = i + 1 < expansion->n_parts;
	}
}

/* Add ${form} at bytes [begin, end), as what it is a contraction of if it is one. */
static void
unit_add_expanded(struct cut *cut, size_t begin, size_t end, const char *form)
{
	const struct lexicon_word *word = language_word(cut->matcher->language, form);

	if (word != NULL && word->expansion != NULL)
		unit_add_parts(cut, begin, end, word->expansion);
	else
		unit_add_form(cut, begin, end, form);
}

bool
unit_has(const struct unit *unit, unsigned flags)
{
	return unit->word != NULL && (unit->word->flags & flags) != 0;
}

bool
unit_is_article(const struct unit *unit)
{
	return unit_has(unit, WORD_article) && !unit->bound;
}

bool
unit_is_number(const struct unit *unit)
{
	return unit_has(unit, WORD_number) || (unit->n_forms > 0 && unit->forms[0][0] >= '0' && unit->forms[0][0] <= '9');
}

void
word_cut_plain(struct cut *cut, size_t begin, size_t end)
{
	unit_add_expanded(cut, begin, end, text_key(cut->arena, cut->text + begin, end - begin));
}

/* Return the bytes of the elision that ${key} begins with and that leaves a word, else 0. */
static size_t
elision_length(const struct language *language, const char *key)
{
	for (size_t i = 0; i < language->elisions.n; i++) {
		size_t length = strlen(language->elisions.words[i]);

		if (strncmp(key, language->elisions.words[i], length) == 0 && key[length] != '\0')
			return length;
	}
	return 0;
}

/* fr, it: l'addition, dell'acqua, qu'il. */
void
word_cut_elided(struct cut *cut, size_t begin, size_t end)
{
	const char *key = text_key(cut->arena, cut->text + begin, end - begin);
	const struct lexicon_word *word = language_word(cut->matcher->language, key);
	const char *apostrophe = strchr(key, '\'');
	size_t at = begin, length = elision_length(cut->matcher->language, key);

	if (length == 0 || apostrophe == NULL || (word != NULL && word->flags != 0)) {
		word_cut_plain(cut, begin, end);
		return;
	}
	/* The elided letters are as many characters in the text as in the key. */
	for (size_t i = 0; i < length; text_next(key, &i))
		text_next(cut->text, &at);
	if (at >= end) {
		word_cut_plain(cut, begin, end);
		return;
	}
	unit_add_expanded(cut, begin, at, arena_strndup(cut->arena, key, length));
	word_cut_elided(cut, at, end);
}

/* fr: as above; the t of a-t-il is nothing but sound. */
void
word_cut_french(struct cut *cut, size_t begin, size_t end)
{
	if (!cut->glued || end != begin + 1 || (cut->text[begin] | ' ') != 't')
		word_cut_elided(cut, begin, end);
}

/* en: we'll, isn't, the waiter's. */
void
word_cut_suffixed(struct cut *cut, size_t begin, size_t end)
{
	const char *key = text_key(cut->arena, cut->text + begin, end - begin);
	const struct lexicon_word *word = language_word(cut->matcher->language, key);
	size_t length = strlen(key);

	if (word == NULL || word->expansion == NULL)
		for (const struct rewrite *suffix = cut->matcher->grammar->suffixes; suffix->from != NULL;
		    suffix++) {
			size_t n = strlen(suffix->from);

			if (length <= n || strcmp(key + length - n, suffix->from) != 0)
				continue;
			unit_add_form(cut, begin, end, arena_strndup(cut->arena, key, length - n));
			unit_add_form(cut, begin, end, suffix->to);
			return;
		}
	unit_add_expanded(cut, begin, end, key);
}

/* Return whether a character that belongs to a word begins at ${at} of ${text}, and move behind it. */
static bool
word_next(const char *text, size_t *at)
{
	unsigned char byte = (unsigned char)text[*at];
	uint32_t point;

	if (byte < 0x80) {
		bool in = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		    (byte >= '0' && byte <= '9');

		*at += in;
		return in;
	}
	size_t next = *at;

	point = text_next(text, &next);
	if (!u_isUAlphabetic((UChar32)point) && !u_isdigit((UChar32)point) &&
	    u_charType((UChar32)point) != U_NON_SPACING_MARK)
		return false;
	*at = next;
	return true;
}

static bool
is_apostrophe(uint32_t point)
{
	return point == '\'' || point == 0x2019 || point == 0x2018 || point == 0x201B || point == 0x2BC ||
	    point == 0x2B9 || point == 0xB4 || point == '`' || point == 0xFF07;
}

static bool
is_dash(uint32_t point)
{
	return point == '-' || (point >= 0x2010 && point <= 0x2015) || point == 0x2212 || point == 0xFF0D;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
clause_ends(uint32_t point)
{
	switch (point) {
	case '.': case '!': case '?': case ';': case ',': case '\n': case 0x3002: case 0xFF01:
	case 0xFF1F: case 0xFF0C: case 0x3001: case 0xFF1B: case 0xFF0E: case 0x2026:
		return true;
	default:
		return false;
	}
}

/* Return the end of the word that begins at ${at}: letters, digits and what stands between them. */
static size_t
word_end(const char *text, size_t at)
{
	size_t begin = at;

	while (word_next(text, &at)) {
		size_t next = at, after;
		uint32_t point = text_next(text, &next);
		bool joins = is_apostrophe(point);

		if (point == '.' || point == ':' || point == ',')
			joins = is_digit(text[at - 1]) && is_digit(text[next]);
		if (point == '.' && at == begin + 1 && !is_digit(text[begin])) /* p.m. */
			joins = !is_digit(text[next]);
		after = next;
		if (joins && word_next(text, &after))
			at = next;
	}
	return at;
}

/* pt: cut->text[begin, end) is joined by hyphens; one unit when all but the first part hang on a verb. */
static bool
parts_hang(const struct cut *cut, size_t begin, size_t end)
{
	/* Endings of future and conditional, which close a mesoclisis: dar-lhe-ia. */
	const struct word_list endings = { (const char *[]){ "ei", "ás", "á", "emos", "eis", "ão", "ia", "ias",
	    "íamos", "íeis", "iam" }, 11 };
	const char *key = text_key(cut->arena, cut->text + begin, end - begin);
	const char *part = strchr(key, '-');
	size_t n = 0;

	while (part != NULL) {
		const char *next = strchr(++part, '-');
		size_t length = next == NULL ? strlen(part) : (size_t)(next - part);
		const char *text = arena_strndup(cut->arena, part, length);

		if (!language_list_has(&cut->matcher->language->enclitics, text) &&
		    !(n > 0 && next == NULL && language_list_has(&endings, text)))
			return false;
		part = next;
		n++;
	}
	return n > 0;
}

/* Return the end of the last of the words that hyphens join to the one ending at ${at}. */
static size_t
joined_end(const char *text, size_t at)
{
	for (;;) {
		size_t next = at, after;

		if (!is_dash(text_next(text, &next)))
			return at;
		after = next;
		if (!word_next(text, &after))
			return at;
		at = word_end(text, next);
	}
}

/* An apostrophe behind ${unit} belongs to its form if the pack has it (it: da'), else stands for an accent. */
static void
unit_take_apostrophe(struct cut *cut, struct unit *unit)
{
	const char *form = arena_printf(cut->arena, "%s'", unit->forms[0]);
	const struct lexicon_word *word = language_word(cut->matcher->language, form);

	unit->accented = true;
	if (word == NULL || (word->flags & WORD_irregular) == 0)
		return;
	unit->forms = arena_memdup(cut->arena, &form, sizeof(form));
	unit->n_forms = 1;
	unit->word = word;
}

void
units_cut(struct cut *cut)
{
	const struct grammar *grammar = cut->matcher->grammar;
	const char *text = cut->text;

	if (grammar->characters) {
		units_cut_characters(cut);
		return;
	}
	for (size_t at = 0; text[at] != '\0';) {
		size_t first = cut->n, begin = at, next = at;
		uint32_t point = text_next(text, &next);

		if (!word_next(text, &at)) {
			at = next;
			cut->glued = is_dash(point) && first > 0 && cut->units[first - 1].end == begin;
			if (clause_ends(point) && first > 0 && cut->units[first - 1].clause == cut->clause)
				cut->clause++;
			continue;
		}
		at = word_end(text, begin);
		if (grammar->hyphens && parts_hang(cut, begin, joined_end(text, at)))
			at = joined_end(text, at);
		grammar->word_cut(cut, begin, at);
		if (cut->n == first)
			continue;
		next = at;
		if (is_apostrophe(text_next(text, &next)))
			unit_take_apostrophe(cut, &cut->units[cut->n - 1]);
		cut->units[first].lower = u_islower((UChar32)point);
	}
}

/* Return whether ${native}'s pack has ${form} and the language's own has not. */
static bool
form_is_native(const struct matcher *matcher, struct arena *arena, const char *form)
{
	const struct language *native = matcher->native;
	const struct lexicon_word *word;
	const char *stem;
	size_t at = 0;

	if (native == NULL)
		return false;
	if (native->stemmer == NULL) {
		uint32_t point = text_next(form, &at);

		return u_hasBinaryProperty((UChar32)point, UCHAR_IDEOGRAPHIC) || (point >= 0x3041 && point <= 0x30FF);
	}
	word = language_word(native, form);
	if (word != NULL && ((word->flags & WORD_known) != 0 || word->expansion != NULL))
		return true;
	stem = language_stem(native, arena, form);
	return wordmap_find(native->stems, stem, strlen(stem)) != NULL;
}

void
token_judge(const struct matcher *matcher, struct arena *arena, struct token *token)
{
	const struct lexicon_word *word = language_word(matcher->language, token->folded);
	unsigned flags = word == NULL ? 0 : word->flags;

	token->function_word = token->function_word || (flags & (WORD_function | WORD_article)) != 0;
	token->article = (flags & WORD_article) != 0;
	token->known = token->known || token->function_word || word_is_known(matcher, arena, token->folded);
	if (!token->known)
		token->native = form_is_native(matcher, arena, token->folded);
}

void
reading_tokens(const struct matcher *matcher, struct cut *cut, struct reading *reading)
{
	reading->n_tokens = cut->n;
	reading->tokens = arena_array(cut->arena, cut->n, sizeof(*reading->tokens));
	for (size_t i = 0; i < cut->n; i++) {
		struct unit *unit = &cut->units[i];
		struct token *token = &reading->tokens[i];

		token->folded = unit->forms[0];
		token->stem = language_stem(matcher->language, cut->arena, token->folded);
		token->begin = unit->begin;
		token->end = unit->end;
		token->clause = unit->clause;
		token->known = unit_is_number(unit);
		token->topic = unit_is_content(matcher, unit) &&
		    wordmap_find(matcher->own, token->stem, strlen(token->stem)) != NULL;
		for (const struct hit *hit = unit->hits; hit != NULL; hit = hit->next) {
			token->known = token->known || hit->grade < GRADE_lookalike;
			token->topic = token->topic ||
			    (hit->grade < GRADE_other && matcher->lexemes[hit->lexeme].topic);
		}
		token_judge(matcher, cut->arena, token);
		token->topic = token->topic && !token->function_word && !unit->intent;
	}
}

/* Return whether tokens of ${clause} make a sentence (practice.md, sentence-like). */
static bool
clause_is_sentence(const struct matcher *matcher, const struct reading *reading, const struct clause *clause)
{
	bool characters = matcher->grammar->characters;
	size_t size = 0, known = 0, distinct = 0, functions = 0;

	for (size_t i = clause->first; i < clause->first + clause->count; i++) {
		const struct token *token = &reading->tokens[i];
		size_t weight = characters ? text_length(token->folded) : 1, j = clause->first;

		while (j < i && strcmp(reading->tokens[j].folded, token->folded) != 0)
			j++;
		distinct += j == i;
		functions += token->function_word;
		known += token->known ? weight : 0;
		size += weight;
	}
	return size >= (characters ? 4U : 3U) && functions > 0 && distinct * 10 >= clause->count * 6 &&
	    known * 10 >= size * 6;
}

void
reading_clauses(const struct matcher *matcher, struct cut *cut, struct reading *reading)
{
	reading->clauses = arena_array(cut->arena, cut->clause + 1, sizeof(*reading->clauses));
	for (size_t i = 0; i < reading->n_tokens; i++) {
		struct clause *clause = &reading->clauses[reading->tokens[i].clause];

		if (clause->count++ == 0)
			clause->first = i;
		if (reading->n_clauses <= reading->tokens[i].clause)
			reading->n_clauses = reading->tokens[i].clause + 1;
		reading->on_topic = reading->on_topic || reading->tokens[i].topic;
		reading->native_share += reading->tokens[i].native;
	}
	if (reading->n_tokens > 0)
		reading->native_share /= (double)reading->n_tokens;
	for (size_t i = 0; i < reading->n_clauses; i++) {
		struct clause *clause = &reading->clauses[i];

		clause->sentence_like = clause_is_sentence(matcher, reading, clause);
		reading->sentence_like = reading->sentence_like || clause->sentence_like;
	}
}
