#include "matcher_private.h"

#include "arena.h"
#include "text.h"

#include <string.h>

enum {
	STEPS_MOST = 4000, /* tries for one start: bounds patterns made to be slow */
	PHRASE_ELEMENTS = 3, /* from here on a look-alike within is forgiven */
	SLOT_CHARACTERS = 40, /* of a slot's text kept */
	BARE_TOKENS = 3, /* longest reply in which a bare {n} or {name} is read */
	BARE_TIME = 6, /* and a bare {time} or {date} */
};

/* One way through a sequence, as far as it has come. */
struct path {
	enum grade worst;
	size_t seen_begin, seen_end; /* bytes of the unit that is worst */
	const char *wanted;
	size_t literals; /* units that stand for a lexeme or a typed slot */
	struct slot_value slots[MATCH_SLOTS];
	size_t n_slots;
};

/* Aligns one sequence from one unit on. */
struct aligner {
	const struct matcher *matcher;
	struct cut *cut;
	const struct sequence *sequence;
	size_t begin; /* the first unit */
	size_t steps;
	struct alignment **best; /* of each group, or NULL */
};

/* What a grade means to the learner. */
static const struct {
	enum match_outcome outcome;
	enum remark remark;
} grades[] = {
	[GRADE_none] = { MATCH_exact, REMARK_none },
	[GRADE_exact] = { MATCH_exact, REMARK_none },
	[GRADE_capital] = { MATCH_remark, REMARK_capital },
	[GRADE_informal] = { MATCH_remark, REMARK_informal },
	[GRADE_negation] = { MATCH_remark, REMARK_negation },
	[GRADE_measure] = { MATCH_remark, REMARK_measure },
	[GRADE_article] = { MATCH_remark, REMARK_article },
	[GRADE_script] = { MATCH_remark, REMARK_script },
	[GRADE_accent] = { MATCH_remark, REMARK_accent },
	[GRADE_spelling] = { MATCH_remark, REMARK_spelling },
	[GRADE_lookalike] = { MATCH_almost, REMARK_other_word },
	[GRADE_pinyin] = { MATCH_almost, REMARK_script },
	[GRADE_related] = { MATCH_almost, REMARK_related },
	[GRADE_other] = { MATCH_almost, REMARK_other_word },
};

enum match_outcome
grade_outcome(enum grade grade)
{
	return grades[grade].outcome;
}

enum remark
grade_remark(enum grade grade)
{
	return grades[grade].remark;
}

static void path_follow(struct aligner *aligner, struct path path, size_t element, size_t unit);

/* ${path} is no better than ${grade}, for what stands at bytes [begin, end). */
static void
path_worsen(struct path *path, enum grade grade, size_t begin, size_t end, const char *wanted)
{
	if (grade <= path->worst)
		return;
	path->worst = grade;
	path->seen_begin = begin;
	path->seen_end = end;
	path->wanted = wanted;
}

/* Return the value that ${slot} has from units [begin, end), as typed. */
static struct slot_value
slot_read(const struct cut *cut, enum slot slot, size_t begin, size_t end)
{
	size_t first = cut->units[begin].begin, last = cut->units[end - 1].end;

	return (struct slot_value){ slot,
		text_head(cut->arena, arena_strndup(cut->arena, cut->text + first, last - first), SLOT_CHARACTERS) };
}

static void
path_follow_slot(struct aligner *aligner, struct path path, size_t element, size_t unit)
{
	const struct sequence *sequence = aligner->sequence;
	struct cut *cut = aligner->cut;
	enum slot slot = sequence->elements[element].slot;
	size_t ends[FREE_UNITS], n, kept = path.n_slots, literals = path.literals;

	if (unit == cut->n)
		return;
	n = slot_ends(cut, slot, element + 1 == sequence->n, unit, ends);
	while (n-- > 0) {
		if (kept < MATCH_SLOTS) {
			path.slots[kept] = slot_read(cut, slot, unit, unit + ends[n]);
			path.n_slots = kept + 1;
		}
		path.literals = literals + (slot == SLOT_free ? 0 : ends[n]);
		path_follow(aligner, path, element + 1, unit + ends[n]);
	}
}

/* Return the grade of ${hit} of ${unit} where ${element} is wanted. */
static enum grade
element_grade(const struct element *element, const struct unit *unit, const struct hit *hit)
{
	enum grade grade = hit->grade;

	if (unit->informal && !element->informal && grade < GRADE_informal)
		grade = GRADE_informal;
	if (unit->lower && element->capital && grade < GRADE_capital)
		grade = GRADE_capital;
	return grade;
}

/* Return whether ${unit} is the last one of its clause. */
static bool
unit_closes(const struct cut *cut, size_t unit)
{
	return unit + 1 >= cut->n || cut->units[unit + 1].clause != cut->units[unit].clause;
}

/* Try ${element} on ${unit}. */
static void
path_follow_lexeme(struct aligner *aligner, struct path path, size_t element, size_t unit)
{
	const struct element *wanted = &aligner->sequence->elements[element];
	const struct unit *there = &aligner->cut->units[unit];
	bool hit_any = false;

	if (wanted->closing && !unit_closes(aligner->cut, unit))
		return;
	for (const struct hit *hit = there->hits; hit != NULL; hit = hit->next) {
		struct path next = path;

		if (hit->lexeme != wanted->lexeme || (wanted->strict && hit->inflected))
			continue;
		path_worsen(&next, element_grade(wanted, there, hit), there->begin, there->end,
		    hit->written != NULL && hit->grade != GRADE_related ? hit->written : wanted->written);
		next.literals += hit->width;
		path_follow(aligner, next, element + 1, unit + hit->width);
		hit_any = hit_any || hit->grade < GRADE_lookalike;
	}
	if (wanted->article && !hit_any && unit_is_article(there)) {
		path_worsen(&path, GRADE_article, there->begin, there->end, wanted->written);
		path_follow(aligner, path, element + 1, unit + 1);
	}
}

/* Return whether the unit at ${unit} may stand in the gap before ${element}. */
static bool
gap_takes(const struct aligner *aligner, const struct element *element, size_t unit)
{
	const struct unit *there = &aligner->cut->units[unit];

	if (unit > 0 && there->clause != aligner->cut->units[unit - 1].clause)
		return false;
	return !element->inner || unit_is_number(there) ||
	    unit_has(there, WORD_function | WORD_particle | WORD_measure);
}

/* Return whether ${row}, words between spaces, has ${word}. */
static bool
row_has(const char *row, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = row; (at = strstr(at, word)) != NULL; at += length)
		if ((at == row || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

/* Return whether ${used} is of another gender than ${article}, the one in the dictionary. */
static bool
gender_differs(const struct grammar *grammar, const char *article, const char *used)
{
	size_t length = strlen(article);
	bool known = false, other = false;

	for (const char *const *row = grammar->genders; *row != NULL; row++) {
		bool own = strncmp(*row, article, length) == 0 && (*row)[length] == ' ';

		if (own && row_has(*row, used))
			return false;
		known = known || own;
		other = other || row_has(*row, used);
	}
	return known && other;
}

/* Return whether ${word} ends like nouns that are the same in the plural (de: das Zimmer, die Zimmer). */
static bool
number_is_open(const struct grammar *grammar, const char *word)
{
	size_t length = strlen(word);

	for (const char *const *end = grammar->unchanged; end != NULL && *end != NULL; end++)
		if (length > strlen(*end) && strcmp(word + length - strlen(*end), *end) == 0)
			return true;
	return false;
}

/* A word whose article is of another gender gets a remark; other forms of the word are let be. */
static void
path_check_article(const struct aligner *aligner, struct path *path, size_t end)
{
	const struct sequence *sequence = aligner->sequence;
	const struct unit *before = &aligner->cut->units[aligner->begin - 1], *last = &aligner->cut->units[end - 1];

	if (strcmp(last->forms[0], aligner->matcher->lexemes[sequence->elements[0].lexeme].forms[0]) == 0 &&
	    unit_is_article(before) && !number_is_open(aligner->matcher->grammar, last->forms[0]) &&
	    gender_differs(aligner->matcher->grammar, sequence->article, before->forms[0]))
		path_worsen(path, GRADE_article, before->begin, before->end, sequence->article);
}

/*
 * An intent counts where it answers: yes, no and greetings begin a clause,
 * thanks and goodbye begin or close one, requests stand anywhere.
 */
static void
intent_offer(struct cut *cut, size_t intent, enum grade grade, size_t begin, size_t end)
{
	bool starts = begin == 0 || cut->units[begin - 1].clause != cut->units[begin].clause ||
	    cut->units[begin - 1].intent;
	bool closes = unit_closes(cut, end - 1);
	uint32_t bit = UINT32_C(1) << intent;

	if (grades[grade].outcome == MATCH_almost && !(grade == GRADE_lookalike && starts && closes))
		return;
	if ((bit & (INTENT_yes | INTENT_no | INTENT_greeting)) != 0 && !starts)
		return;
	if ((bit & (INTENT_thanks | INTENT_goodbye)) != 0 && !starts && !closes)
		return;
	if (cut->n_mentions < MENTIONS)
		cut->mentions[cut->n_mentions++] = (struct mention){ bit, begin, end };
	for (size_t i = begin; i < end; i++)
		cut->units[i].intent = true;
}

/* Return whether ${path}, ${length} units long, is to be preferred to ${best}. */
static bool
alignment_is_worse(const struct alignment *best, const struct path *path, size_t length)
{
	if (best == NULL || best->grade != path->worst)
		return best == NULL || path->worst < best->grade;
	if (best->literals != path->literals)
		return best->literals < path->literals;
	return best->end - best->begin < length;
}

/* Let ${alignment} begin with the free text before it, up to the beginning of that clause. */
static void
alignment_lead(const struct cut *cut, struct alignment *alignment)
{
	size_t after = alignment->begin, begin = after - 1, kept = alignment->n_slots;

	while (begin > 0 && after - begin < FREE_UNITS &&
	    cut->units[begin - 1].clause == cut->units[begin].clause)
		begin--;
	alignment->begin = begin;
	kept -= kept == MATCH_SLOTS;
	memmove(alignment->slots + 1, alignment->slots, kept * sizeof(*alignment->slots));
	alignment->slots[0] = slot_read(cut, SLOT_free, begin, after);
	alignment->n_slots = kept + 1;
}

/* The sequence was found up to ${end}: keep it if it is the best of its group. */
static void
alignment_offer(struct aligner *aligner, struct path path, size_t end)
{
	const struct matcher *matcher = aligner->matcher;
	const struct sequence *sequence = aligner->sequence;
	const struct compiled *compiled = &matcher->compiled[sequence->pattern];
	struct alignment **best = &aligner->best[compiled->group];
	struct cut *cut = aligner->cut;
	size_t begin = aligner->begin;

	if (matcher->grammar->edges_fit != NULL && !matcher->grammar->edges_fit(cut, sequence, begin, end))
		return;
	if (path.worst == GRADE_lookalike && sequence->n >= PHRASE_ELEMENTS)
		path.worst = GRADE_accent;
	if (sequence->article != NULL && begin > 0)
		path_check_article(aligner, &path, end);
	path_worsen(&path, sequence->floor, cut->units[begin].begin, cut->units[end - 1].end,
	    compiled->pattern.text);
	if (compiled->pattern.kind == PATTERN_word && grades[path.worst].outcome != MATCH_almost &&
	    end - begin > cut->units[begin].matched)
		cut->units[begin].matched = end - begin;
	if (compiled->pattern.kind == 0)
		intent_offer(cut, compiled->pattern.item, path.worst, begin, end);
	for (size_t i = begin; i < end && compiled->pattern.kind != 0; i++)
		cut->units[i].topic = cut->units[i].topic || grades[path.worst].outcome != MATCH_almost;
	if (!alignment_is_worse(*best, &path, end - begin))
		return;
	if (*best == NULL)
		*best = arena_alloc(cut->arena, sizeof(**best));
	**best = (struct alignment){ .pattern = sequence->pattern, .begin = begin, .end = end,
		.grade = path.worst, .literals = path.literals, .seen_begin = path.seen_begin, .seen_end = path.seen_end,
		.wanted = path.wanted, .n_slots = path.n_slots };
	memcpy((*best)->slots, path.slots, sizeof((*best)->slots));
	if (sequence->led)
		alignment_lead(cut, *best);
}

/* Go on with ${element} at ${unit}, in every way there is. */
static void
path_follow(struct aligner *aligner, struct path path, size_t element, size_t unit)
{
	const struct cut *cut = aligner->cut;
	const struct element *wanted;

	if (aligner->steps == 0)
		return;
	aligner->steps--;
	if (element == aligner->sequence->n) {
		alignment_offer(aligner, path, unit);
		return;
	}
	wanted = &aligner->sequence->elements[element];
	if (wanted->slot != 0) {
		path_follow_slot(aligner, path, element, unit);
		return;
	}
	for (size_t gap = 0; gap <= wanted->gap && unit + gap < cut->n; gap++) {
		if (gap > 0 && !gap_takes(aligner, wanted, unit + gap - 1))
			break;
		path_follow_lexeme(aligner, path, element, unit + gap);
	}
	if (wanted->optional != GRADE_none) {
		struct path without = path;
		size_t at = unit < cut->n ? cut->units[unit].begin : cut->units[cut->n - 1].end;

		path_worsen(&without, wanted->optional, at, at, wanted->written);
		path_follow(aligner, without, element + 1, unit);
	}
	if (element > 0 && !wanted->article && unit + 1 < cut->n && unit_is_article(&cut->units[unit])) {
		path_worsen(&path, GRADE_article, cut->units[unit].begin, cut->units[unit].end, "");
		path_follow_lexeme(aligner, path, element, unit + 1);
	}
}

/* A slot alone is read from short replies only, a number not from an article. */
static bool
bare_slot_fits(const struct aligner *aligner)
{
	const struct sequence *sequence = aligner->sequence;
	const struct cut *cut = aligner->cut;
	enum slot slot = sequence->elements[0].slot;
	size_t most = slot == SLOT_time || slot == SLOT_date ? BARE_TIME : BARE_TOKENS;

	if (sequence->n > 1)
		return true;
	if (slot == SLOT_free)
		return aligner->begin == 0;
	if (slot == SLOT_n && cut->n > 1 && unit_is_article(&cut->units[aligner->begin]))
		return false;
	return cut->n <= most;
}

static void
sequence_align(struct aligner *aligner, const struct start *start)
{
	struct path path = { .worst = GRADE_exact };

	aligner->sequence = start->sequence;
	aligner->steps = STEPS_MOST;
	if (start->sequence->led && aligner->begin == 0)
		return;
	for (size_t i = 0; i < start->element; i++) {
		size_t at = aligner->cut->units[aligner->begin].begin;

		path_worsen(&path, start->sequence->elements[i].optional, at, at,
		    start->sequence->elements[i].written);
	}
	path_follow(aligner, path, start->element, aligner->begin);
}

void
units_align(const struct matcher *matcher, struct cut *cut, struct alignment **best)
{
	struct aligner aligner = { .matcher = matcher, .cut = cut, .best = best };

	for (size_t i = 0; i < cut->n; i++) {
		aligner.begin = i;
		for (const struct hit *hit = cut->units[i].hits; hit != NULL; hit = hit->next)
			for (const struct start *start = matcher->lexemes[hit->lexeme].starts; start != NULL;
			    start = start->next)
				sequence_align(&aligner, start);
		for (const struct start *start = unit_is_article(&cut->units[i]) ? matcher->article_starts :
		    NULL; start != NULL; start = start->next)
			sequence_align(&aligner, start);
		for (const struct start *start = matcher->slot_starts; start != NULL; start = start->next) {
			aligner.sequence = start->sequence;
			if (bare_slot_fits(&aligner))
				sequence_align(&aligner, start);
		}
	}
}
