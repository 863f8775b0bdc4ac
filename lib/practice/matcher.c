#include "matcher_private.h"

#include "arena.h"
#include "text.h"
#include "wordmap.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>

enum {
	TEXT_CHARACTERS = 500, /* longest text read; what follows is dropped */
	ASIDE_UNITS = 2, /* longest request that is one only by itself */
};

/* Make one group for each (kind, item) of matcher->compiled. */
static void
matcher_group(struct matcher *matcher)
{
	struct wordmap *groups = wordmap_new(matcher->work);

	for (size_t i = 0; i < matcher->n_compiled; i++) {
		struct compiled *compiled = &matcher->compiled[i];
		size_t key[2] = { (size_t)compiled->pattern.kind, compiled->pattern.item };
		const char *bytes = arena_memdup(matcher->work, key, sizeof(key));
		void **place = wordmap_place(groups, bytes, sizeof(key));

		if (*place == NULL)
			*place = (void *)(uintptr_t)++matcher->n_groups;
		compiled->group = (size_t)(uintptr_t)*place - 1;
	}
}

/* Put the caller's patterns and then the language's intents into matcher->compiled. */
static void
matcher_collect(struct matcher *matcher, const struct pattern *patterns, size_t n)
{
	const struct language *language = matcher->language;
	size_t intents = 0;

	for (size_t i = 0; i < LANGUAGE_INTENTS; i++)
		intents += language->intents[i].n;
	matcher->compiled = arena_array(matcher->arena, n + intents, sizeof(*matcher->compiled));
	for (size_t i = 0; i < n; i++)
		matcher->compiled[matcher->n_compiled++].pattern = patterns[i];
	for (size_t i = 0; i < LANGUAGE_INTENTS; i++)
		for (size_t j = 0; j < language->intents[i].n; j++) {
			struct pattern *pattern = &matcher->compiled[matcher->n_compiled++].pattern;

			pattern->item = i;
			pattern->text = language->intents[i].words[j];
		}
	matcher_group(matcher);
}

struct matcher *
matcher_new(struct arena *arena, const struct language *language, const struct language *native,
    const struct phase_text *phase)
{
	static const struct phase_text nothing;
	struct matcher *matcher = arena_alloc(arena, sizeof(*matcher));
	void (*own)(struct matcher *, const char *);

	matcher->arena = arena;
	matcher->language = language;
	matcher->native = native;
	matcher->grammar = &grammars[language->index];
	matcher->exact = wordmap_new(arena);
	matcher->bare = wordmap_new(arena);
	matcher->stem = wordmap_new(arena);
	matcher->number = wordmap_new(arena);
	matcher->own = wordmap_new(arena);
	matcher->work = arena_new();
	matcher->kept = wordmap_new(matcher->work);
	matcher->lexeme_of = wordmap_new(matcher->work);
	if (phase == NULL)
		phase = &nothing;
	matcher_collect(matcher, phase->patterns, phase->n_patterns);
	own = matcher->grammar->characters ? own_add_characters : own_add;
	for (size_t i = 0; i < phase->n_topic; i++)
		own(matcher, phase->topic[i]);
	for (size_t i = 0; i < phase->n_patterns; i++)
		own(matcher, phase->patterns[i].text);
	for (size_t i = 0; i < matcher->n_compiled; i++)
		pattern_compile(matcher, i);
	matcher->lexemes = arena_memdup(arena, matcher->lexemes, matcher->n_lexemes * sizeof(*matcher->lexemes));
	arena_free(matcher->work);
	matcher->work = NULL;
	matcher->kept = matcher->lexeme_of = NULL;
	return matcher;
}

/* Return ${text} as it is read: NFC, cut, control characters as spaces; "" when it is not UTF-8. */
static const char *
text_read(struct arena *arena, const char *text)
{
	const char *nfc = text_nfc(arena, text_head(arena, text, TEXT_CHARACTERS));
	char *clean;

	if (nfc == NULL)
		return "";
	clean = arena_strdup(arena, nfc);
	for (size_t at = 0, begin = 0; text_next(nfc, &at) != 0; begin = at) {
		size_t next = begin;
		uint32_t point = text_next(nfc, &next);

		if (point != '\n' && u_charType((UChar32)point) == U_CONTROL_CHAR)
			memset(clean + begin, ' ', at - begin);
	}
	return clean;
}

/* Return whether ${text} ends with a question mark, or with a word that asks. */
static bool
text_asks(const struct matcher *matcher, const struct cut *cut)
{
	const char *const *words = matcher->grammar->askers;
	uint32_t last = 0, point;

	for (size_t at = 0; (point = text_next(cut->text, &at)) != 0;)
		if (!u_isUWhiteSpace((UChar32)point))
			last = point;
	if (last == '?' || last == 0xFF1F)
		return true;
	for (; cut->n > 0 && words != NULL && *words != NULL; words++)
		if (strcmp(cut->units[cut->n - 1].forms[0], *words) == 0)
			return true;
	return false;
}

/* Return whether a longer one takes in ${mention}, one of ${intents}: "no sé" is no "no", 你好 is no 好. */
static bool
mention_is_part(const struct cut *cut, const struct mention *mention, uint32_t intents)
{
	if ((mention->intent & intents) == 0)
		return false;
	for (size_t i = 0; i < cut->n_mentions; i++) {
		const struct mention *other = &cut->mentions[i];

		if (((other->intent & intents) != 0 ? other->begin <= mention->begin :
		    other->begin < mention->begin) && other->end >= mention->end &&
		    other->end - other->begin > mention->end - mention->begin)
			return true;
	}
	return false;
}

/* Return whether ${cut} says yes or no. */
static bool
cut_answers(const struct cut *cut, uint32_t intents)
{
	for (size_t i = 0; i < cut->n_mentions; i++)
		if ((cut->mentions[i].intent & (INTENT_yes | INTENT_no)) != 0 &&
		    !mention_is_part(cut, &cut->mentions[i], intents))
			return true;
	return false;
}

/* A request of one or two words counts only when nothing else is said: "excuse me", not "no, sorry". */
static void
reading_intents(const struct matcher *matcher, const struct cut *cut, struct alignment *const *best,
    struct reading *reading)
{
	const uint32_t requests = INTENT_repeat | INTENT_slower | INTENT_meaning | INTENT_dont_know;
	size_t others = 0; /* tokens of no intent; one function word besides is let be */
	bool answers = cut_answers(cut, requests | INTENT_yes | INTENT_no);

	for (size_t i = 0; i < cut->n; i++)
		if (!cut->units[i].intent)
			others += unit_has(&cut->units[i], WORD_function) ? 1 : 2;
	for (size_t i = 0; i < cut->n_mentions; i++) {
		const struct mention *mention = &cut->mentions[i];
		bool aside = (mention->intent & requests) != 0 && mention->end - mention->begin <= ASIDE_UNITS &&
		    !matcher->grammar->characters;

		if (!mention_is_part(cut, mention, requests | INTENT_yes | INTENT_no) &&
		    !(aside && (others > 1 || answers)))
			reading->intents |= mention->intent;
	}
	reading->only_intent = reading->intents != 0 && others <= 1;
	if ((reading->intents & requests) == 0 && text_asks(matcher, cut))
		reading->intents |= INTENT_question;
	if ((reading->intents & INTENT_meaning) == 0)
		return;
	for (size_t i = 0; i < matcher->n_compiled; i++) {
		const struct alignment *alignment = best[matcher->compiled[i].group];

		if (matcher->compiled[i].pattern.kind == 0 && matcher->compiled[i].pattern.item == 6 &&
		    alignment != NULL && alignment->n_slots > 0)
			reading->asked = alignment->slots[0].text;
	}
}

/*
 * Return whether ${alignment}, by its kana, is nothing but a part of another
 * word found as written: かった (買う) in おいしかった.
 */
static bool
alignment_is_part(const struct matcher *matcher, struct alignment *const *best, const struct alignment *alignment)
{
	if (alignment->grade != GRADE_script)
		return false;
	for (size_t i = 0; i < matcher->n_groups; i++)
		if (best[i] != NULL && best[i]->grade == GRADE_exact &&
		    matcher->compiled[best[i]->pattern].pattern.kind == PATTERN_word &&
		    best[i]->begin <= alignment->begin && best[i]->end >= alignment->end)
			return true;
	return false;
}

/* Fill in one match. */
static void
match_make(const struct matcher *matcher, const struct cut *cut, const struct alignment *alignment,
    struct match *match)
{
	const struct compiled *compiled = &matcher->compiled[alignment->pattern];

	match->kind = compiled->pattern.kind;
	match->item = compiled->pattern.item;
	match->pattern = alignment->pattern;
	match->begin = cut->units[alignment->begin].begin;
	match->end = cut->units[alignment->end - 1].end;
	match->clause = cut->units[alignment->begin].clause;
	match->outcome = grade_outcome(alignment->grade);
	match->remark = grade_remark(alignment->grade);
	match->alone = compiled->alone;
	if (match->remark != REMARK_none) {
		match->seen = arena_strndup(cut->arena, cut->text + alignment->seen_begin,
		    alignment->seen_end - alignment->seen_begin);
		match->wanted = alignment->wanted;
	}
	memcpy(match->slots, alignment->slots, sizeof(match->slots));
	match->n_slots = alignment->n_slots;
}

static void
reading_matches(const struct matcher *matcher, const struct cut *cut, struct alignment *const *best,
    struct reading *reading)
{
	size_t found = 0;

	for (size_t i = 0; i < matcher->n_groups; i++)
		found += best[i] != NULL;
	reading->matches = arena_array(cut->arena, found, sizeof(*reading->matches));
	for (size_t i = 0; i < matcher->n_groups; i++) {
		struct match match = { 0 };
		size_t at = reading->n_matches;

		if (best[i] == NULL || matcher->compiled[best[i]->pattern].pattern.kind == 0 ||
		    alignment_is_part(matcher, best, best[i]))
			continue;
		match_make(matcher, cut, best[i], &match);
		while (at > 0 && reading->matches[at - 1].begin > match.begin) {
			reading->matches[at] = reading->matches[at - 1];
			at--;
		}
		reading->matches[at] = match;
		reading->n_matches++;
	}
}

/* A reply of at most three words that holds one number, which is no article, is a bare number. */
static void
reading_number(const struct matcher *matcher, struct reading *reading)
{
	for (size_t i = 0; i < reading->n_tokens && reading->n_tokens <= 3 && reading->bare_n == 0; i++) {
		const struct lexicon_word *word = language_word(matcher->language, reading->tokens[i].folded);
		const char *digits = reading->tokens[i].folded;
		bool article = word != NULL && (word->flags & WORD_article) != 0 && reading->n_tokens > 1;

		if ((word != NULL && (word->flags & WORD_number) != 0 && !article) ||
		    (*digits != '\0' && digits[strspn(digits, "0123456789")] == '\0'))
			reading->bare_n = i + 1;
	}
}

void
matcher_read(const struct matcher *matcher, struct arena *arena, const char *text, struct reading *reading)
{
	struct alignment **best = arena_array(arena, matcher->n_groups, sizeof(*best));
	struct cut cut = { .arena = arena, .matcher = matcher, .text = text_read(arena, text) };

	*reading = (struct reading){ .text = cut.text };
	units_cut(&cut);
	units_hit(matcher, &cut);
	units_align(matcher, &cut, best);
	if (matcher->grammar->characters)
		reading_tokens_characters(matcher, &cut, reading);
	else
		reading_tokens(matcher, &cut, reading);
	reading_clauses(matcher, &cut, reading);
	reading_matches(matcher, &cut, best, reading);
	reading_intents(matcher, &cut, best, reading);
	reading_number(matcher, reading);
}

double
reading_overlap(const struct reading *a, const struct reading *b)
{
	size_t common = 0;

	if (a->n_tokens > b->n_tokens) {
		const struct reading *swap = a;

		a = b;
		b = swap;
	}
	if (a->n_tokens == 0)
		return 0;
	for (size_t i = 0; i < a->n_tokens; i++)
		for (size_t j = 0; j < b->n_tokens; j++)
			if (strcmp(a->tokens[i].stem, b->tokens[j].stem) == 0) {
				common++;
				break;
			}
	return (double)common / (double)a->n_tokens;
}
