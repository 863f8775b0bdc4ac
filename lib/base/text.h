#ifndef PARLANCE_TEXT_H
#define PARLANCE_TEXT_H

/*
 * Unicode text, on ICU.  Texts are NUL-terminated UTF-8; a character is a
 * code point.  Functions that return a text return arena memory, or the text
 * given when nothing had to change.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Return whether the ${length} bytes at ${text} are well-formed UTF-8 without U+0000. */
bool text_is_utf8(const char *text, size_t length);

/* Return the number of characters of ${text}; bytes that are no UTF-8 count one each. */
size_t text_length(const char *text);

/* Return whether ${text} is NULL or has nothing but white space (domain.md, text). */
bool text_is_blank(const char *text);

/*
 * Return whether ${text} may be stored: UTF-8 without control, bidi control,
 * zero-width and noncharacter code points; ${lines} allows tab and newline.
 */
bool text_is_clean(const char *text, bool lines);

/* Return ${text} without white space at either end. */
const char *text_trim(struct arena *arena, const char *text);

/* Return ${text} in NFC, in NFKC; NULL when it is not UTF-8 (UAX #15). */
const char *text_nfc(struct arena *arena, const char *text);
const char *text_nfkc(struct arena *arena, const char *text);

/* Return ${text} in NFC with full case folding (ß = ss); NULL when it is not UTF-8 (Unicode 3.13). */
const char *text_fold(struct arena *arena, const char *text);

/*
 * Return the first ${length} bytes of ${text} as text_fold() does, with all
 * apostrophes made ' and all hyphens and dashes made -; "" when it is not UTF-8.
 */
const char *text_key(struct arena *arena, const char *text, size_t length);

/*
 * Return ${text} (NFC) without accents: marks above and below letters are
 * dropped, except on letters of ${keep} (UTF-8, may be ""), such as ñ.
 */
const char *text_bare(struct arena *arena, const char *text, const char *keep);

/*
 * Return the code point at ${text} + ${*at} and move ${*at} behind it; a byte
 * that starts none gives U+FFFD and moves by one.  0 at the end, not moving.
 */
uint32_t text_next(const char *text, size_t *at);

/* Return the first ${characters} characters of ${text}. */
const char *text_head(struct arena *arena, const char *text, size_t characters);

#endif
