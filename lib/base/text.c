#include "text.h"

#include "arena.h"

#include <limits.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* UTF-16 as ICU wants it; length in code units, negative when the text could not be read. */
struct wide {
	UChar *units;
	int32_t length;
};

/* Code points below this one are NFC already and need no look at their neighbours. */
enum { FIRST_MARK = 0x300 };

/*
 * Memory of the steps in between: given back before a function returns, so
 * that the caller's arena holds results only.  A process is one thread.
 */
static struct arena *
work_arena(void)
{
	static struct arena *work;

	if (work == NULL)
		work = arena_new();
	return work;
}

/* Return ${text} in memory of ${arena} and forget the work; NULL for NULL. */
static const char *
work_done(struct arena *arena, const char *text)
{
	const char *kept = arena_strdup(arena, text);

	arena_reset(work_arena());
	return kept;
}

static const char apostrophes[] = "\u2018\u2019\u201B\u02BC\u02B9\u00B4`\uFF07";
static const char dashes[] = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFF0D";

uint32_t
text_next(const char *text, size_t *at)
{
	const uint8_t *byte = (const uint8_t *)text;
	UChar32 point = byte[*at];
	size_t start = *at;
	int32_t i = 0;

	if (point < 0x80) {
		*at += point != 0;
		return (uint32_t)point;
	}
	/* -1: the text ends at its NUL, so that ICU stops there by itself. */
	U8_NEXT(byte + start, i, -1, point);
	*at = start + (point < 0 ? 1 : (size_t)i);
	return point < 0 ? 0xFFFD : (uint32_t)point;
}

bool
text_is_utf8(const char *text, size_t length)
{
	const uint8_t *byte = (const uint8_t *)text;
	int32_t i = 0, end = (int32_t)length;

	if (length > INT32_MAX)
		return false;
	while (i < end) {
		UChar32 point;

		U8_NEXT(byte, i, end, point);
		if (point <= 0)
			return false;
	}
	return true;
}

size_t
text_length(const char *text)
{
	size_t n = 0;

	for (size_t at = 0; text_next(text, &at) != 0;)
		n++;
	return n;
}

static bool
point_is_space(uint32_t point)
{
	return u_isUWhiteSpace((UChar32)point);
}

bool
text_is_blank(const char *text)
{
	uint32_t point;
	size_t at = 0;

	if (text == NULL)
		return true;
	while ((point = text_next(text, &at)) != 0)
		if (!point_is_space(point))
			return false;
	return true;
}

static bool
point_is_clean(uint32_t point, bool lines)
{
	UChar32 c = (UChar32)point;

	if (lines && (point == '\t' || point == '\n'))
		return true;
	if (u_charType(c) == U_CONTROL_CHAR || U_IS_UNICODE_NONCHAR(c))
		return false;
	return !u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) && point != 0x200B && point != 0x2060 &&
	    point != 0xFEFF && point != 0x2028 && point != 0x2029;
}

bool
text_is_clean(const char *text, bool lines)
{
	uint32_t point;
	size_t at = 0;

	if (!text_is_utf8(text, strlen(text)))
		return false;
	while ((point = text_next(text, &at)) != 0)
		if (!point_is_clean(point, lines))
			return false;
	return true;
}

const char *
text_trim(struct arena *arena, const char *text)
{
	size_t begin = 0, end = 0, at = 0;
	uint32_t point;
	bool started = false;

	for (size_t before = 0; (point = text_next(text, &at)) != 0; before = at) {
		if (point_is_space(point))
			continue;
		if (!started)
			begin = before;
		started = true;
		end = at;
	}
	if (begin == 0 && text[end] == '\0')
		return text;
	return arena_strndup(arena, text + begin, end - begin);
}

const char *
text_head(struct arena *arena, const char *text, size_t characters)
{
	size_t at = 0;

	while (characters-- > 0 && text_next(text, &at) != 0)
		;
	return text[at] == '\0' ? text : arena_strndup(arena, text, at);
}

static struct wide
wide_from(struct arena *arena, const char *text)
{
	struct wide wide = { NULL, -1 };
	UErrorCode status = U_ZERO_ERROR;
	size_t bytes = strlen(text);

	if (bytes >= INT32_MAX / 4)
		return wide;
	wide.units = arena_array(arena, bytes + 1, sizeof(*wide.units));
	u_strFromUTF8(wide.units, (int32_t)bytes + 1, &wide.length, text, (int32_t)bytes, &status);
	if (U_FAILURE(status))
		wide.length = -1;
	return wide;
}

static const char *
wide_text(struct arena *arena, struct wide wide)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t room = wide.length * 3 + 1; /* a UTF-16 unit is at most 3 bytes of UTF-8 */
	char *text;

	if (wide.length < 0)
		return NULL;
	text = arena_alloc(arena, (size_t)room);
	u_strToUTF8(text, room, NULL, wide.units, wide.length, &status);
	return U_FAILURE(status) ? NULL : text;
}

static struct wide
wide_normalise(struct arena *arena, struct wide from, const UNormalizer2 *form)
{
	struct wide to = { NULL, -1 };
	UErrorCode status = U_ZERO_ERROR;

	if (from.length < 0 || from.length > INT32_MAX / 64)
		return to;
	/* Twice: the first call only measures, so that any expansion fits. */
	to.length = unorm2_normalize(form, from.units, from.length, NULL, 0, &status);
	if (status == U_BUFFER_OVERFLOW_ERROR)
		status = U_ZERO_ERROR;
	to.units = arena_array(arena, (size_t)(to.length < 0 ? 0 : to.length) + 1, sizeof(*to.units));
	to.length = unorm2_normalize(form, from.units, from.length, to.units, to.length + 1, &status);
	if (U_FAILURE(status))
		to.length = -1;
	return to;
}

static struct wide
wide_fold(struct arena *arena, struct wide from)
{
	struct wide to = { NULL, -1 };
	UErrorCode status = U_ZERO_ERROR;
	int32_t room;

	if (from.length < 0)
		return to;
	room = from.length * 3 + 1; /* no code point folds to more than three units per unit */
	to.units = arena_array(arena, (size_t)room, sizeof(*to.units));
	to.length = u_strFoldCase(to.units, room, from.units, from.length, U_FOLD_CASE_DEFAULT, &status);
	if (U_FAILURE(status))
		to.length = -1;
	return to;
}

/* Return whether all of ${text} lies below FIRST_MARK, which makes it NFC. */
static bool
text_is_low(const char *text)
{
	for (const unsigned char *byte = (const unsigned char *)text; *byte != '\0'; byte++)
		if (*byte >= 0xCC) /* the lead byte of U+0300 */
			return false;
	return true;
}

static bool
text_is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static const char *
text_normalise(struct arena *arena, const char *text, const UNormalizer2 *form)
{
	struct wide wide = wide_from(work_arena(), text);
	UErrorCode status = U_ZERO_ERROR;

	if (wide.length < 0)
		return work_done(arena, NULL);
	if (unorm2_isNormalized(form, wide.units, wide.length, &status)) {
		arena_reset(work_arena());
		return text;
	}
	return work_done(arena, wide_text(work_arena(), wide_normalise(work_arena(), wide, form)));
}

const char *
text_nfc(struct arena *arena, const char *text)
{
	UErrorCode status = U_ZERO_ERROR;

	if (text_is_low(text))
		return text_is_utf8(text, strlen(text)) ? text : NULL;
	return text_normalise(arena, text, unorm2_getNFCInstance(&status));
}

const char *
text_nfkc(struct arena *arena, const char *text)
{
	UErrorCode status = U_ZERO_ERROR;

	return text_is_ascii(text) ? text : text_normalise(arena, text, unorm2_getNFKCInstance(&status));
}

static const char *
fold_ascii(struct arena *arena, const char *text)
{
	size_t length = strlen(text);
	char *folded = arena_strndup(arena, text, length);

	for (size_t i = 0; i < length; i++)
		if (folded[i] >= 'A' && folded[i] <= 'Z')
			folded[i] = (char)(folded[i] - 'A' + 'a');
	return folded;
}

const char *
text_fold(struct arena *arena, const char *text)
{
	struct arena *work = work_arena();
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc;
	struct wide wide;

	if (text_is_ascii(text))
		return fold_ascii(arena, text);
	nfc = unorm2_getNFCInstance(&status);
	wide = wide_normalise(work, wide_from(work, text), nfc);
	return work_done(arena, wide_text(work, wide_normalise(work, wide_fold(work, wide), nfc)));
}

/* Return the length of the character of ${set} that ${text} begins with, else 0. */
static size_t
set_match(const char *set, const char *text)
{
	for (size_t at = 0, begin = 0; text_next(set, &at) != 0; begin = at)
		if (strncmp(set + begin, text, at - begin) == 0)
			return at - begin;
	return 0;
}

const char *
text_key(struct arena *arena, const char *text, size_t length)
{
	const char *folded = text_fold(arena, arena_strndup(work_arena(), text, length));
	char *key, *to;

	arena_reset(work_arena());
	if (folded == NULL)
		return "";
	key = to = (char *)(uintptr_t)folded; /* fresh memory, and the key is never longer */
	while (*folded != '\0') {
		size_t n = 0;

		if ((unsigned char)*folded >= 0x80 || *folded == '`') {
			if ((n = set_match(apostrophes, folded)) > 0)
				*to++ = '\'';
			else if ((n = set_match(dashes, folded)) > 0)
				*to++ = '-';
		}
		if (n == 0)
			*to++ = *folded++;
		folded += n;
	}
	*to = '\0';
	return key;
}

const char *
text_bare(struct arena *arena, const char *text, const char *keep)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfd;
	char *bare, *to;

	if (text_is_ascii(text))
		return text;
	nfd = unorm2_getNFDInstance(&status);
	to = bare = arena_alloc(arena, strlen(text) + 1);
	for (size_t at = 0, begin = 0; text[at] != '\0'; begin = at) {
		UChar32 point = (UChar32)text_next(text, &at), base = point;
		UChar parts[8];
		int32_t n = 0;

		if (point >= 0x80 && set_match(keep, text + begin) == 0)
			n = unorm2_getDecomposition(nfd, point, parts, 8, &status);
		if (n > 0 && U_SUCCESS(status))
			base = parts[0];
		status = U_ZERO_ERROR;
		if (n <= 0 && u_charType(point) == U_NON_SPACING_MARK)
			continue;
		if (base < 0x80) {
			*to++ = (char)base;
		} else {
			memcpy(to, text + begin, at - begin);
			to += at - begin;
		}
	}
	*to = '\0';
	return bare;
}
