#include "matcher_private.h"

#include "arena.h"
#include "text.h"

#include <string.h>

/* Forms of Japanese verbs and adjectives, made from the dictionary form and its part of speech. */

/* The kana a godan verb ends with, and what stands for it before each kind of ending. */
static const struct row {
	const char *u, *a, *i, *e, *o, *te, *ta;
} rows[] = {
	{ "う", "わ", "い", "え", "お", "って", "った" },
	{ "つ", "た", "ち", "て", "と", "って", "った" },
	{ "る", "ら", "り", "れ", "ろ", "って", "った" },
	{ "く", "か", "き", "け", "こ", "いて", "いた" },
	{ "ぐ", "が", "ぎ", "げ", "ご", "いで", "いだ" },
	{ "す", "さ", "し", "せ", "そ", "して", "した" },
	{ "ぬ", "な", "に", "ね", "の", "んで", "んだ" },
	{ "ぶ", "ば", "び", "べ", "ぼ", "んで", "んだ" },
	{ "む", "ま", "み", "め", "も", "んで", "んだ" },
};

/* Endings between spaces; "-" stands for none. */
static const char after_a[] = "ない なかった なくて ないで なければ れる れます れた れません せる ず";
static const char after_i[] =
    "- ます ました ません ませんか ませんでした ましょう ましょうか たい たかった たく そう すぎ ながら";
static const char after_e[] = "- る ます ました ません ない ば";
static const char after_ta[] = "- ら り";
static const char ichidan[] =
    "- る ます ました ません ませんか ませんでした ましょう ましょうか たい たかった たく そう すぎ ながら "
    "た て たら たり ない なかった なくて ないで なければ ず られる られます られた られません られない "
    "させる よう れば ろ";
static const char suru[] =
    "する します しました しません しませんか しませんでした しましょう しましょうか して した したら しない "
    "しなかった しなくて したい したかった したく しそう しながら できる できます できました できません できない "
    "される されます された させる しよう すれば しろ";
static const char kuru_kanji[] =
    "る ます ました ません ませんか ましょう た て たら ない なかった なくて たい たかった よう れば い られる られます";
static const char kuru_kana[] =
    "くる きます きました きません きませんか きましょう きた きて きたら こない こなかった こなくて きたい きたかった "
    "こよう くれば こい こられる こられます";
static const char adjective[] = "い く くて かった かったら くない くなかった くありません ければ そう すぎ さ";
static const char good[] = "よい よく よくて よかった よかったら よくない よくなかった よくありません よければ よさ";

/* A word whose forms are being added. */
struct conjugation {
	struct matcher *matcher;
	struct sequence like;
	enum grade floor;
};

static void
forms_add(const struct conjugation *word, const char *root, const char *middle, const char *endings)
{
	struct arena *arena = word->matcher->work;

	while (*endings != '\0') {
		size_t length = strcspn(endings, " ");
		const char *ending = *endings == '-' ? "" : arena_strndup(arena, endings, length);
		const char *form = arena_printf(arena, "%s%s%s", root, middle, ending);

		/* A single kana says nothing. */
		if (word->floor == GRADE_none || text_length(form) > 1)
			sequence_add_text(word->matcher, &word->like, form, word->floor);
		endings += length;
		endings += strspn(endings, " ");
	}
}

/* Return ${text} without ${end}, or NULL when it does not end so. */
static const char *
text_without(struct arena *arena, const char *text, const char *end)
{
	size_t length = strlen(text), n = strlen(end);

	if (length <= n || strcmp(text + length - n, end) != 0)
		return NULL;
	return arena_strndup(arena, text, length - n);
}

static void
godan_add(const struct conjugation *word, const char *text)
{
	struct arena *arena = word->matcher->work;
	const char *root = NULL;
	const struct row *row = rows;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && root == NULL; i++)
		root = text_without(arena, text, (row = &rows[i])->u);
	if (root == NULL)
		return;
	forms_add(word, root, row->a, after_a);
	forms_add(word, root, row->i, after_i);
	forms_add(word, root, row->e, after_e);
	forms_add(word, root, row->o, "う");
	if (strcmp(text, "行く") == 0 || strcmp(text, "いく") == 0)
		row = &rows[0]; /* 行って, not 行いて */
	forms_add(word, root, row->te, "-");
	forms_add(word, root, row->ta, after_ta);
}

static void
ichidan_add(const struct conjugation *word, const char *text)
{
	const char *root = text_without(word->matcher->work, text, "る");

	if (root != NULL)
		forms_add(word, root, "", ichidan);
}

static void
suru_add(const struct conjugation *word, const char *text)
{
	const char *noun = text_without(word->matcher->work, text, "する");

	if (strcmp(text, "する") == 0)
		noun = "";
	else if (noun == NULL)
		noun = text;
	forms_add(word, noun, "", suru);
	if (*noun == '\0')
		return;
	forms_add(word, noun, "を", suru);
	forms_add(word, noun, "を", "お願い おねがい");
	forms_add(word, noun, "", "お願い おねがい");
}

static void
kuru_add(const struct conjugation *word, const char *text)
{
	const char *root = text_without(word->matcher->work, text, "来る");

	if (root != NULL || strcmp(text, "来る") == 0)
		forms_add(word, root == NULL ? "" : root, "来", kuru_kanji);
	else if ((root = text_without(word->matcher->work, text, "くる")) != NULL || strcmp(text, "くる") == 0)
		forms_add(word, root == NULL ? "" : root, "", kuru_kana);
}

static void
adjective_add(const struct conjugation *word, const char *text)
{
	const char *root = text_without(word->matcher->work, text, "い");

	if (strcmp(text, "いい") == 0 || strcmp(text, "良い") == 0)
		forms_add(word, "", "", good);
	if (root != NULL)
		forms_add(word, root, "", adjective);
}

/* Which part_of_speech (by JMdict's names) is conjugated how; the first that is found in it. */
static const struct {
	const char *part_of_speech;
	void (*add)(const struct conjugation *word, const char *text);
} classes[] = {
	{ "adj-i", adjective_add },
	{ "v1", ichidan_add },
	{ "v5", godan_add },
	{ "vk", kuru_add },
	{ "vs", suru_add },
};

static void
spelling_add(struct matcher *matcher, const struct sequence *sequence, const char *text, enum grade floor)
{
	const struct pattern *pattern = &matcher->compiled[sequence->pattern].pattern;
	struct conjugation word = { matcher, *sequence, floor };

	word.like.open = floor == GRADE_none; /* kana run into each other */
	for (size_t i = 0; pattern->part_of_speech != NULL && i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strstr(pattern->part_of_speech, classes[i].part_of_speech) != NULL) {
			classes[i].add(&word, text);
			return;
		}
}

void
sequences_add_japanese(struct matcher *matcher, const struct sequence *sequence)
{
	const struct pattern *pattern = &matcher->compiled[sequence->pattern].pattern;
	size_t prefix = strlen("お");

	/* Kana may follow by chance: おいしい. */
	if (pattern->kind == PATTERN_word && strlen(pattern->text) > prefix &&
	    (unsigned char)pattern->text[prefix] != 0xE3 && (strncmp(pattern->text, "お", prefix) == 0 ||
	    strncmp(pattern->text, "ご", prefix) == 0))
		sequence_add_text(matcher, sequence, pattern->text + prefix, GRADE_none);
	spelling_add(matcher, sequence, pattern->text, GRADE_none);
	if (pattern->reading != NULL)
		spelling_add(matcher, sequence, pattern->reading, GRADE_script);
}
