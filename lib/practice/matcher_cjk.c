#include "matcher_private.h"

#include "arena.h"
#include "text.h"
#include "wordmap.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/utrans.h>

enum {
	HAN_FIRST = 0x4E00,
	HAN_LAST = 0x9FFF,
	WORD_UNITS = 6, /* longest word looked up in the pack */
	EDGE_FREE_UNITS = 4, /* from here on a match needs no boundaries */
};

/* What a Traditional character is in Simplified script; 0: not asked yet. Filled as characters come. */
static uint16_t simplified[HAN_LAST - HAN_FIRST + 1];

static UTransliterator *
transliterator_open(void)
{
	static const UChar id[] = u"Hant-Hans";
	static UTransliterator *hans; /* kept for the life of the process */
	UErrorCode status = U_ZERO_ERROR;

	if (hans == NULL)
		hans = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	return hans;
}

/* Return the Simplified form of the Han character ${point}. */
static uint32_t
point_simplify(uint32_t point)
{
	uint16_t *known = &simplified[point - HAN_FIRST];
	UChar text[8] = { (UChar)point };
	int32_t length = 1, limit = 1;
	UErrorCode status = U_ZERO_ERROR;
	const UTransliterator *hans;

	if (*known != 0)
		return *known;
	if ((hans = transliterator_open()) != NULL)
		utrans_transUChars(hans, text, &length, 8, 0, &limit, &status);
	*known = U_SUCCESS(status) && length == 1 ? text[0] : (uint16_t)point;
	return *known;
}

static bool
point_is_han(uint32_t point)
{
	return (point >= HAN_FIRST && point <= HAN_LAST) || point == 0x3005 || point == 0x3006 ||
	    u_hasBinaryProperty((UChar32)point, UCHAR_IDEOGRAPHIC);
}

static int
point_script(uint32_t point, int before)
{
	if (point == 0x30FC) /* ー lengthens either kana */
		return before;
	if (point >= 0x3041 && point <= 0x309F)
		return USCRIPT_HIRAGANA;
	if ((point >= 0x30A0 && point <= 0x30FF) || (point >= 0xFF66 && point <= 0xFF9F))
		return USCRIPT_KATAKANA;
	return point_is_han(point) ? USCRIPT_HAN : USCRIPT_LATIN;
}

/* Return whether ${point} goes on with the character before it: a mark, a half-width voicing sign. */
static bool
point_continues(uint32_t point)
{
	return point == 0xFF9E || point == 0xFF9F || u_charType((UChar32)point) == U_NON_SPACING_MARK;
}

/* Return the end of the unit that begins at ${at}: one character, or a run of Latin letters and digits. */
static size_t
unit_end(const char *text, size_t at, int script)
{
	size_t next = at;
	uint32_t point;

	text_next(text, &next);
	for (at = next; (point = text_next(text, &next)) != 0; at = next) {
		bool latin = (u_isUAlphabetic((UChar32)point) || u_isdigit((UChar32)point)) &&
		    point_script(point, 0) == USCRIPT_LATIN && point < 0xAC00;

		latin = latin || (point >= 0xFF10 && point <= 0xFF5A && u_isalnum((UChar32)point));
		if (!point_continues(point) && !(script == USCRIPT_LATIN && latin))
			return at;
	}
	return at;
}

/* Return the unit's form: NFKC, folded, and Simplified in Chinese. */
static const char *
unit_form(const struct cut *cut, size_t begin, size_t end)
{
	const char *text = arena_strndup(cut->arena, cut->text + begin, end - begin);
	size_t at = 0;
	uint32_t point = text_next(text, &at);

	if (point >= HAN_FIRST && point <= HAN_LAST && text[at] == '\0') {
		if (cut->matcher->grammar->simplifies && point_simplify(point) != point) {
			char *hans = arena_alloc(cut->arena, 4);
			uint32_t simple = point_simplify(point);

			hans[0] = (char)(0xE0 | (simple >> 12));
			hans[1] = (char)(0x80 | ((simple >> 6) & 0x3F));
			hans[2] = (char)(0x80 | (simple & 0x3F));
			return hans;
		}
		return text;
	}
	if (point >= 0x3041 && point <= 0x30FF && text[at] == '\0')
		return text;
	text = text_nfkc(cut->arena, text);
	return text == NULL ? "" : text_key(cut->arena, text, strlen(text));
}

/* Mark the units before which ICU's dictionary sees the boundary of a word. */
static void
units_mark_boundaries(struct cut *cut)
{
	UBreakIterator *breaks = cut->matcher->language->breaks;
	UText utext = UTEXT_INITIALIZER;
	UErrorCode status = U_ZERO_ERROR;
	size_t unit = 0;

	utext_openUTF8(&utext, cut->text, -1, &status);
	ubrk_setUText(breaks, &utext, &status);
	if (U_FAILURE(status))
		return;
	for (int32_t at = ubrk_first(breaks); at != UBRK_DONE; at = ubrk_next(breaks)) {
		while (unit < cut->n && cut->units[unit].begin < (size_t)at)
			unit++;
		if (unit < cut->n && cut->units[unit].begin == (size_t)at)
			cut->units[unit].boundary = true;
	}
	utext_close(&utext);
}

static void
units_set_offsets(struct cut *cut)
{
	size_t length = 0;
	char *joined;

	for (size_t i = 0; i < cut->n; i++) {
		cut->units[i].offset = length;
		length += strlen(cut->units[i].forms[0]);
	}
	cut->joined = joined = arena_alloc(cut->arena, length + 1);
	for (size_t i = 0; i < cut->n; i++)
		memcpy(joined + cut->units[i].offset, cut->units[i].forms[0], strlen(cut->units[i].forms[0]));
}

void
units_cut_characters(struct cut *cut)
{
	int script = 0;

	for (size_t at = 0, begin = 0; cut->text[begin] != '\0'; begin = at) {
		uint32_t point = text_next(cut->text, &at);

		if (!u_isUAlphabetic((UChar32)point) && !u_isdigit((UChar32)point) && point != 0x30FC) {
			if (clause_ends(point) && cut->n > 0 && cut->units[cut->n - 1].clause == cut->clause)
				cut->clause++;
			continue;
		}
		script = point_script(point, script);
		at = unit_end(cut->text, begin, script);
		unit_add_form(cut, begin, at, unit_form(cut, begin, at));
		cut->units[cut->n - 1].script = script;
	}
	units_set_offsets(cut);
	if (!cut->unbroken)
		units_mark_boundaries(cut);
}

const char *
norm_plain(const struct matcher *matcher, struct arena *arena, const char *form)
{
	(void)matcher;
	(void)arena;
	return form;
}

/* Katakana as hiragana, and Latin letters without tones. */
const char *
bare_kana(struct arena *arena, const char *form)
{
	unsigned char *bare;

	if ((unsigned char)*form != 0xE3)
		return bare_spaced(arena, form);
	bare = (unsigned char *)arena_strdup(arena, form);
	for (size_t at = 0, begin = 0; form[begin] != '\0'; begin = at) {
		uint32_t point = text_next(form, &at);

		if (point < 0x30A1 || point > 0x30F6)
			continue;
		point -= 0x60;
		bare[begin + 1] = (unsigned char)(0x80 | ((point >> 6) & 0x3F));
		bare[begin + 2] = (unsigned char)(0x80 | (point & 0x3F));
	}
	return (const char *)bare;
}

/* Return the bytes of cut->joined that ${n} units from ${begin} on take. */
static size_t
units_length(const struct cut *cut, size_t begin, size_t n)
{
	const struct unit *last = &cut->units[begin + n - 1];

	return last->offset + strlen(last->forms[0]) - cut->units[begin].offset;
}

/* Return the forms of ${n} units from ${begin} on in one text. */
static const char *
units_join(const struct cut *cut, size_t begin, size_t n)
{
	return arena_strndup(cut->arena, cut->joined + cut->units[begin].offset, units_length(cut, begin, n));
}

/* Return what the pack says of the ${n} units from ${begin} on as one word, or NULL. */
const struct lexicon_word *
units_word(const struct cut *cut, size_t begin, size_t n)
{
	return language_word_slice(cut->matcher->language, cut->joined + cut->units[begin].offset,
	    units_length(cut, begin, n));
}

/* Return whether units ${a} and ${a} + 1 stand in one word of ICU's dictionary. */
static bool
units_cohere(const struct cut *cut, size_t a)
{
	return !cut->units[a + 1].boundary && cut->units[a].end == cut->units[a + 1].begin;
}

/* Flags of the characters that may stand with a word in one dictionary word; measure: 一个人, but not 行き. */
enum {
	FUNCTION = WORD_function | WORD_particle | WORD_number,
	FUNCTION_MEASURE = FUNCTION | WORD_measure,
};

/* Return whether units [begin, end) all have ${flags} or are numbers. */
static bool
units_have(const struct cut *cut, size_t begin, size_t end, unsigned flags)
{
	for (; begin < end; begin++)
		if (!unit_has(&cut->units[begin], flags) && !unit_is_number(&cut->units[begin]))
			return false;
	return true;
}

static bool
units_are_known(const struct cut *cut, size_t begin, size_t end)
{
	const struct lexicon_word *word = units_word(cut, begin, end - begin);

	return word != NULL && (word->flags & WORD_known) != 0;
}

/* Return whether units [begin, end) are a word of the phase. */
static bool
units_are_own(const struct cut *cut, size_t begin, size_t end)
{
	return wordmap_find(cut->matcher->own, cut->joined + cut->units[begin].offset,
	    units_length(cut, begin, end - begin)) != NULL;
}

/*
 * Return whether ICU's dictionary word that units [begin, end) begin or end in
 * may be cut there: the rest is nothing but characters with ${flags}, or a word
 * of the phase (喝水), or one of the pack, which has not the whole (not 开心).
 */
static bool
word_may_be_cut(const struct cut *cut, size_t begin, size_t end, bool left, unsigned flags)
{
	size_t first = left ? begin : end - 1, last = first;
	bool whole;

	while (first > 0 && units_cohere(cut, first - 1))
		first--;
	while (last + 1 < cut->n && units_cohere(cut, last))
		last++;
	last++;
	whole = units_are_known(cut, first, last);
	if (left)
		last = begin;
	else
		first = end;
	return first == last || units_have(cut, first, last, flags) || units_are_own(cut, first, last) ||
	    (!whole && units_are_known(cut, first, last));
}

bool
edges_fit_chinese(const struct cut *cut, const struct sequence *sequence, size_t begin, size_t end)
{
	(void)sequence;
	return end - begin >= EDGE_FREE_UNITS || (word_may_be_cut(cut, begin, end, true, FUNCTION_MEASURE) &&
	    word_may_be_cut(cut, begin, end, false, FUNCTION_MEASURE));
}

/*
 * Return whether a change of script between units ${a} and ${a} + 1 may part
 * two words: kana behind a character are its ending as a rule (行きます), and
 * the character behind an ending may belong to it (食べ物).
 */
static bool
script_parts(const struct cut *cut, size_t a, int kana)
{
	int left = cut->units[a].script, right = cut->units[a + 1].script;

	return left != right && !(kana == left && left == USCRIPT_HIRAGANA && right == USCRIPT_HAN) &&
	    !(kana == right && left == USCRIPT_HAN && right == USCRIPT_HIRAGANA);
}

bool
edges_fit_japanese(const struct cut *cut, const struct sequence *sequence, size_t begin, size_t end)
{
	bool left = begin == 0 || word_may_be_cut(cut, begin, end, true, FUNCTION) ||
	    script_parts(cut, begin - 1, cut->units[begin].script) ||
	    strcmp(cut->units[begin - 1].forms[0], "お") == 0 || strcmp(cut->units[begin - 1].forms[0], "ご") == 0;
	bool right = end == cut->n || word_may_be_cut(cut, begin, end, false, FUNCTION_MEASURE) ||
	    script_parts(cut, end - 1, cut->units[end - 1].script) ||
	    (sequence->open && cut->units[end].script == USCRIPT_HIRAGANA);

	return end - begin >= EDGE_FREE_UNITS || (left && right);
}

/* Return the number of units from ${begin} to the next boundary of ICU's dictionary. */
static size_t
segment_length(const struct cut *cut, size_t begin)
{
	size_t end = begin + 1;

	while (end < cut->n && units_cohere(cut, end - 1))
		end++;
	return end - begin;
}

void
own_add_characters(struct matcher *matcher, const char *text)
{
	const char *nfc = text_nfc(matcher->work, text);
	struct cut cut = { .arena = matcher->work, .matcher = matcher, .text = nfc };

	if (nfc == NULL)
		return;
	units_cut(&cut);
	for (size_t i = 0, n; i < cut.n; i += n) {
		const char *word, *stem;
		bool content = false;

		n = segment_length(&cut, i);
		for (size_t j = i; j < i + n; j++)
			content = content || (!unit_has(&cut.units[j], FUNCTION_MEASURE) &&
			    !unit_is_number(&cut.units[j]));
		word = units_join(&cut, i, n);
		if (!content || language_is_function_word(matcher->language, word))
			continue;
		word = matcher_keep(matcher, word);
		stem = matcher_keep(matcher, language_stem(matcher->language, matcher->work, word));
		*wordmap_place(matcher->own, word, strlen(word)) = matcher;
		*wordmap_place(matcher->own, stem, strlen(stem)) = matcher;
	}
}

/* Return the length of the longest known word that begins at unit ${begin}; 0: none. */
static size_t
known_length(const struct matcher *matcher, const struct cut *cut, size_t begin)
{
	const struct unit *unit = &cut->units[begin];
	size_t best = unit->matched, segment = segment_length(cut, begin);

	if (best > 0 && cut->units[begin + best - 1].clause != unit->clause)
		best = 0;
	if (segment > best && unit->boundary && word_is_known(matcher, cut->arena, units_join(cut, begin, segment)))
		best = segment;
	for (size_t n = WORD_UNITS; n > best; n--) {
		const struct lexicon_word *word;

		if (begin + n > cut->n || cut->units[begin + n - 1].clause != unit->clause)
			continue;
		word = units_word(cut, begin, n);
		if ((word != NULL && (word->flags & WORD_known) != 0) || (n == 1 && unit_is_number(unit)))
			return n;
	}
	return best;
}

/* Fill in the token of units [begin, end). */
static void
token_make(const struct matcher *matcher, struct cut *cut, struct reading *reading, size_t begin, size_t end)
{
	struct token *token = &reading->tokens[reading->n_tokens];

	token->folded = units_join(cut, begin, end - begin);
	token->stem = language_stem(matcher->language, cut->arena, token->folded);
	token->begin = cut->units[begin].begin;
	token->end = cut->units[end - 1].end;
	token->clause = cut->units[begin].clause;
	token->known = cut->units[begin].matched == end - begin || unit_is_number(&cut->units[begin]);
	token_judge(matcher, cut->arena, token);
	token->topic = !token->function_word &&
	    wordmap_find(matcher->own, token->folded, strlen(token->folded)) != NULL;
	for (size_t i = begin; i < end; i++)
		token->topic = token->topic || (cut->units[i].topic && !token->function_word);
	token->topic = token->topic && !cut->units[begin].intent;
	reading->n_tokens++;
}

/* Cut into the longest known words; what is unknown goes up to a boundary or the next known word. */
void
reading_tokens_characters(const struct matcher *matcher, struct cut *cut, struct reading *reading)
{
	reading->tokens = arena_array(cut->arena, cut->n, sizeof(*reading->tokens));
	for (size_t begin = 0, end; begin < cut->n; begin = end) {
		size_t length = known_length(matcher, cut, begin);

		end = begin + (length > 0 ? length : 1);
		while (length == 0 && end < cut->n && units_cohere(cut, end - 1) &&
		    known_length(matcher, cut, end) == 0)
			end++;
		token_make(matcher, cut, reading, begin, end);
	}
}

/* zh: 见面 is also 见了面, 买单 also 买一下单. */
void
sequences_add_chinese(struct matcher *matcher, const struct sequence *sequence)
{
	const struct pattern *pattern = &matcher->compiled[sequence->pattern].pattern;
	struct sequence apart = *sequence;

	if (pattern->part_of_speech == NULL || *pattern->part_of_speech != 'v' || sequence->n != 2 ||
	    sequence->elements[0].slot != 0 || sequence->elements[1].slot != 0)
		return;
	apart.elements = arena_memdup(matcher->work, sequence->elements, 2 * sizeof(*sequence->elements));
	apart.elements[1].gap = 3;
	apart.elements[1].inner = true;
	sequence_add(matcher, &apart);
}
