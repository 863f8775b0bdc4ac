#include "matcher_private.h"

#include <string.h>

/* What a slot may take: numbers, times, names, free text. */

enum {
	NUMBER_UNITS = 5,
	TIME_UNITS = 8,
	NAME_UNITS = 3,
	NAME_CHARACTERS = 6,
	LEXICON_CHARACTERS = 4, /* zh, ja: longest number or time word looked for */
};

/* Return how many units from ${unit} on are one number, or one time word if ${time}; 0: none. */
static size_t
quantity_length(const struct cut *cut, size_t unit, bool time)
{
	unsigned flags = WORD_number | (time ? WORD_time : 0U);
	const struct unit *first = &cut->units[unit];

	if (unit_number(first) >= 0 || (time && unit_is_number(first)) ||
	    (first->word != NULL && (first->word->flags & flags) != 0))
		return 1;
	if (!cut->matcher->grammar->characters)
		return 0;
	for (size_t n = LEXICON_CHARACTERS; n > 1; n--) {
		const struct lexicon_word *word;

		if (unit + n > cut->n)
			continue;
		word = units_word(cut, unit, n);
		if (word != NULL && (word->flags & flags) != 0)
			return n;
	}
	return 0;
}

/* Write to ${ends} the lengths a number at ${unit} may have, return how many: twenty, twenty-one. */
static size_t
number_ends(const struct cut *cut, size_t unit, size_t ends[FREE_UNITS])
{
	const char *connector = cut->matcher->grammar->connector;
	size_t n = 0, at = unit, length;

	while (n < NUMBER_UNITS && at < cut->n && (length = quantity_length(cut, at, false)) > 0) {
		at += length;
		ends[n++] = at - unit;
		if (connector != NULL && at < cut->n && strcmp(cut->units[at].forms[0], connector) == 0)
			at++;
	}
	return n;
}

/* As above for a time or a date: numbers, time words, and function words between them. */
static size_t
time_ends(const struct cut *cut, size_t unit, size_t ends[FREE_UNITS])
{
	size_t n = 0;

	for (size_t at = unit; at < cut->n && at < unit + TIME_UNITS && n < FREE_UNITS;) {
		size_t length = quantity_length(cut, at, true);

		if (length > 0)
			ends[n++] = at + length - unit;
		else if (at == unit || !unit_has(&cut->units[at], WORD_function) ||
		    cut->matcher->grammar->characters)
			break;
		at += length > 0 ? length : 1;
	}
	return n;
}

/* As above for a name: words of one clause that are no function words. */
static size_t
name_ends(const struct cut *cut, size_t unit, size_t ends[FREE_UNITS])
{
	size_t most = cut->matcher->grammar->characters ? NAME_CHARACTERS : NAME_UNITS, n = 0;

	while (n < most && unit + n < cut->n && cut->units[unit + n].clause == cut->units[unit].clause &&
	    !unit_has(&cut->units[unit + n], WORD_function | WORD_article | WORD_particle)) {
		ends[n] = n + 1;
		n++;
	}
	return n;
}

/* As above for free text; what closes a pattern goes to the end of its clause. */
static size_t
free_ends(const struct cut *cut, size_t unit, bool last, size_t ends[FREE_UNITS])
{
	size_t n = 0;

	if (last) {
		for (ends[0] = 1; unit + ends[0] < cut->n && ends[0] < FREE_UNITS &&
		    cut->units[unit + ends[0]].clause == cut->units[unit].clause; ends[0]++)
			;
		return 1;
	}
	/* Backwards, as the shortest is to be tried first and callers go from the last to the first. */
	for (size_t i = 0; i < FREE_UNITS && unit + i < cut->n; i++)
		n++;
	for (size_t i = 0; i < n; i++)
		ends[i] = n - i;
	return n;
}

size_t
slot_ends(const struct cut *cut, enum slot slot, bool last, size_t unit, size_t ends[FREE_UNITS])
{
	switch (slot) {
	case SLOT_n:
		return number_ends(cut, unit, ends);
	case SLOT_time:
	case SLOT_date:
		return time_ends(cut, unit, ends);
	case SLOT_name:
		return name_ends(cut, unit, ends);
	default:
		return free_ends(cut, unit, last, ends);
	}
}
