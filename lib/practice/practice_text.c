#include "practice_private.h"

#include <string.h>
#include <unicode/uchar.h>

#include "buffer.h"
#include "text.h"

/* Names of the typed slots, by enum slot. */
static const char *const slot_names[] = {
	[SLOT_n] = "n",
	[SLOT_time] = "time",
	[SLOT_date] = "date",
	[SLOT_name] = "name",
};

/* Ends of sentences; those of unspaced scripts need no space after them. */
static const struct {
	const char *mark;
	bool question, spaced;
} ends[] = {
	{ ".", false, true },
	{ "!", false, true },
	{ "?", true, true },
	{ "。", false, false },
	{ "！", false, false },
	{ "？", true, false },
};

/* Append ${text} with ${c} (below U+0800, else nothing is changed) instead of its first letter. */
static void
add_changed(struct buffer *buffer, const char *text, uint32_t c)
{
	size_t length = 0;

	if (text_next(text, &length) == 0 || c >= 0x800) {
		buffer_text(buffer, text);
		return;
	}
	if (c < 0x80) {
		buffer_byte(buffer, (char)c);
	} else {
		buffer_byte(buffer, (char)(0xc0 | c >> 6));
		buffer_byte(buffer, (char)(0x80 | (c & 0x3f)));
	}
	buffer_text(buffer, text + length);
}

/* Append ${value}, with a capital when it begins the text. */
static void
add_value(struct buffer *buffer, const char *value)
{
	size_t length = 0;
	uint32_t c = text_next(value, &length);

	if (buffer->length > 0)
		buffer_text(buffer, value);
	else
		add_changed(buffer, value, (uint32_t)u_totitle((UChar32)c));
}

const char *
practice_uncapital(struct arena *arena, const char *text)
{
	struct buffer buffer = { .arena = arena };
	size_t length = 0;

	add_changed(&buffer, text, (uint32_t)u_tolower((UChar32)text_next(text, &length)));
	return buffer_string(&buffer);
}

/* Return the value for the slot written in ${slot} ("n" or "n|default"), or NULL. */
static const char *
slot_value(struct arena *arena, const char *slot, size_t length, const char *const *slots)
{
	const char *bar = memchr(slot, '|', length);
	size_t name = bar == NULL ? length : (size_t)(bar - slot);

	for (size_t i = SLOT_n; slots != NULL && i <= SLOT_name; i++)
		if (strlen(slot_names[i]) == name && memcmp(slot_names[i], slot, name) == 0 &&
		    slots[i] != NULL)
			return slots[i];
	return bar == NULL ? NULL : arena_strndup(arena, bar + 1, length - name - 1);
}

const char *
practice_fill(struct arena *arena, const char *text, const char *const *slots)
{
	struct buffer buffer = { .arena = arena };
	const char *open, *shut, *value;

	while (text != NULL && (open = strchr(text, '{')) != NULL &&
	    (shut = strchr(open, '}')) != NULL) {
		buffer_add(&buffer, text, (size_t)(open - text));
		value = slot_value(arena, open + 1, (size_t)(shut - open - 1), slots);
		if (value == NULL)
			return NULL;
		add_value(&buffer, value);
		text = shut + 1;
	}
	if (text == NULL || buffer.data == NULL)
		return text;
	buffer_text(&buffer, text);
	return buffer_string(&buffer);
}

const char *
practice_put(struct arena *arena, const char *template, const char *name, const char *value)
{
	const char *hole = arena_printf(arena, "{%s}", name);
	const char *at = strstr(template, hole);

	if (at == NULL)
		return template;
	return arena_printf(arena, "%.*s%s%s", (int)(at - template), template, value,
	    at + strlen(hole));
}

/* Return the bytes of the sentence end at ${text}, 0 when there is none; says whether it asks. */
static size_t
sentence_end(const char *text, bool *question)
{
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t length = strlen(ends[i].mark);

		if (strncmp(text, ends[i].mark, length) != 0)
			continue;
		if (ends[i].spaced && text[length] != ' ' && text[length] != '\0')
			return 0;
		*question = ends[i].question;
		return length;
	}
	return 0;
}

const char *
practice_question(struct arena *arena, const char *text)
{
	const char *begin = text, *found = text;
	size_t length = strlen(text);

	for (const char *p = text; *p != '\0';) {
		bool question = false;
		size_t end = sentence_end(p, &question);

		p += end == 0 ? 1 : end;
		if (end == 0)
			continue;
		if (question) {
			found = begin;
			length = (size_t)(p - begin);
		}
		p += strspn(p, " ");
		begin = p;
	}
	return arena_strndup(arena, found, length);
}

const char *
practice_join(const struct practice *practice, const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == NULL ? b : a;
	return arena_printf(practice->arena, practice->course->spaced ? "%s %s" : "%s%s", a, b);
}

/* Append the ${length} bytes of the word ${text}, gaps from its second letter to an apostrophe. */
static void
add_gapped(struct buffer *buffer, const char *text, size_t length)
{
	bool first = true, gap = true;

	for (size_t i = 0, from = 0; i < length; from = i) {
		UChar32 c = (UChar32)text_next(text, &i);

		gap = gap && c != '\'' && c != 0x2019;
		if (gap && !first && u_isalnum(c))
			buffer_byte(buffer, '_');
		else
			buffer_add(buffer, text + from, i - from);
		first = first && !u_isalnum(c);
	}
}

const char *
practice_gaps(struct arena *arena, const char *model)
{
	struct buffer buffer = { .arena = arena };
	size_t words = 1, shown, length;

	for (const char *p = model; *p != '\0'; p++)
		words += *p == ' ';
	if (words == 1) { /* an unspaced script: its first characters */
		const char *start = text_head(arena, model, 3);

		length = strlen(start);
		add_gapped(&buffer, model, length);
		buffer_text(&buffer, model[length] == '\0' ? "" : "…");
		return buffer_string(&buffer);
	}
	shown = words / 2 < 3 ? words / 2 : 3;
	for (size_t i = 0; i < shown; i++) {
		length = strcspn(model, " ");
		add_gapped(&buffer, model, length);
		buffer_byte(&buffer, ' ');
		model += length + strspn(model + length, " ");
	}
	buffer_text(&buffer, "…");
	return buffer_string(&buffer);
}
