#include "matcher_private.h"

#include "arena.h"
#include "text.h"

#include <string.h>

enum {
	BASE_BYTES = 2, /* shortest base form */
	ROOT_BYTES = 3, /* shortest root of a verb before its ending */
	HOST_LETTERS = 3, /* shortest host of a pronoun that need not be a listed form */
};

/* Return ${word} as the lexicon spells it, with free equivalences of spelling made one. */
const char *
norm_spaced(const struct matcher *matcher, struct arena *arena, const char *form)
{
	const struct lexicon_word *word = language_word(matcher->language, form);
	const struct grammar *grammar = matcher->grammar;
	size_t length;
	char *plain, *to;

	if (word != NULL && word->spelling != NULL)
		form = word->spelling;
	if (strpbrk(form, "'-.") != NULL && (*form < '0' || *form > '9')) {
		for (to = plain = arena_strdup(arena, form); *form != '\0'; form++)
			if (strchr("'-.", *form) == NULL || (*form == '\'' && form[1] == '\0')) /* da' is not da */
				*to++ = *form;
		*to = '\0';
		form = plain;
	}
	length = strlen(form);
	for (const struct rewrite *rule = grammar->respellings; rule != NULL && rule->from != NULL; rule++) {
		const char *at = length < rule->least ? NULL : strstr(form, rule->from);

		for (; at != NULL; at = strstr(at + strlen(rule->to), rule->from)) {
			const char *done = arena_printf(arena, "%.*s%s%s", (int)(at - form), form, rule->to,
			    at + strlen(rule->from));

			at = done + (at - form);
			form = done;
		}
	}
	return form;
}

const char *
bare_spaced(struct arena *arena, const char *form)
{
	return text_bare(arena, form, "");
}

static void
base_add(struct bases *bases, const char *text)
{
	if (strlen(text) < BASE_BYTES || bases->n == BASES)
		return;
	for (size_t i = 0; i < bases->n; i++)
		if (strcmp(bases->texts[i], text) == 0)
			return;
	bases->texts[bases->n++] = text;
}

/* Return ${word} without ${end}, or NULL when it does not end so or too little is left. */
static const char *
word_without(const struct bases *bases, const char *word, const char *end, size_t least)
{
	size_t length = strlen(word), n = strlen(end);

	if (length < n + least || strcmp(word + length - n, end) != 0)
		return NULL;
	return arena_strndup(bases->arena, word, length - n);
}

/* Add the base forms that the endings of verbs give. */
static void
bases_add_endings(struct bases *bases, const char *word)
{
	for (const struct rewrite *rule = bases->matcher->grammar->endings; rule->from != NULL; rule++) {
		const char *root = word_without(bases, word, rule->from, ROOT_BYTES);

		if (root != NULL)
			base_add(bases, arena_printf(bases->arena, "%s%s", root, rule->to));
	}
}

/* Return whether ${host} may have a pronoun behind it: a short one is a listed form (da-me, but not pa-ne). */
static bool
host_fits(const struct bases *bases, const char *host)
{
	const struct lexicon_word *entry = language_word(bases->matcher->language, host);

	return text_length(host) >= HOST_LETTERS ||
	    (!bases->listed && entry != NULL && (entry->flags & WORD_irregular) != 0);
}

static void
host_add(struct bases *bases, const char *host)
{
	if (host_fits(bases, host))
		base_add(bases, host);
}

/* Add the verbs that ${word} may be with one or two pronouns behind: tráigame, dármelo, prenotarlo. */
static void
bases_add_hosts(struct bases *bases, const char *word, void (*add)(struct bases *, const char *, const char *))
{
	const struct word_list *enclitics = &bases->matcher->language->enclitics;

	for (size_t i = 0; i < enclitics->n; i++) {
		const char *host = word_without(bases, word, enclitics->words[i], BASE_BYTES);

		if (host == NULL)
			continue;
		add(bases, host, enclitics->words[i]);
		for (size_t j = 0; j < enclitics->n; j++) {
			const char *inner = word_without(bases, host, enclitics->words[j], BASE_BYTES);

			if (inner != NULL)
				add(bases, inner, enclitics->words[j]);
		}
	}
}

/* es: the accent that kept the stress goes (tráiga-me), vámo-nos has lost an s. */
static void
host_add_spanish(struct bases *bases, const char *host, const char *enclitic)
{
	(void)enclitic;
	host_add(bases, text_bare(bases->arena, host, "ñ"));
	host_add(bases, host);
	if (word_without(bases, host, "mo", BASE_BYTES) != NULL)
		base_add(bases, arena_printf(bases->arena, "%ss", text_bare(bases->arena, host, "ñ")));
}

static void
bases_add_spanish(struct bases *bases, const char *word)
{
	bases_add_hosts(bases, word, host_add_spanish);
	bases_add_endings(bases, word);
}

/* it: the infinitive has lost its e (prenotar-lo), da' doubles the consonant (dam-me-lo). */
static void
host_add_italian(struct bases *bases, const char *host, const char *enclitic)
{
	size_t length = strlen(host);

	host_add(bases, host);
	if (host[length - 1] == 'r')
		base_add(bases, arena_printf(bases->arena, "%se", host));
	if (host[length - 1] == *enclitic && length > BASE_BYTES && !bases->listed)
		host_add(bases, arena_printf(bases->arena, "%.*s'", (int)length - 1, host));
}

static void
bases_add_italian(struct bases *bases, const char *word)
{
	bases_add_hosts(bases, word, host_add_italian);
	bases_add_endings(bases, word);
}

/* pt: before -lo the verb has lost r, s or z: fazê-lo, fá-lo, comprá-la. */
static void
bases_add_shortened(struct bases *bases, const char *head, const char *tail)
{
	static const char *const ends[] = { "r", "z", "s" };
	const char *bare = text_bare(bases->arena, head, "");

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		base_add(bases, arena_printf(bases->arena, "%s%s%s", bare, ends[i], tail));
	base_add(bases, arena_printf(bases->arena, "%sr%s", head, tail));
}

static void
bases_add_portuguese(struct bases *bases, const char *word)
{
	const char *hyphen = strchr(word, '-'), *last = strrchr(word, '-');
	const char *head, *tail = "";

	if (hyphen == NULL) {
		bases_add_endings(bases, word);
		return;
	}
	head = arena_strndup(bases->arena, word, (size_t)(hyphen - word));
	if (!language_list_has(&bases->matcher->language->enclitics, last + 1))
		tail = last + 1; /* dar-lhe-ia: the ending of daria */
	base_add(bases, arena_printf(bases->arena, "%s%s", head, tail));
	if (hyphen[1] == 'l' && hyphen[2] != 'h')
		bases_add_shortened(bases, head, tail);
}

/* Add ${word}, a finite form or participle, as an infinitive. */
static void
bases_add_infinitive(struct bases *bases, const char *prefix, const char *word)
{
	const struct lexicon_word *entry = language_word(bases->matcher->language, word);

	if (*prefix != '\0' && entry != NULL && entry->irregular != NULL)
		base_add(bases, arena_printf(bases->arena, "%s%s", prefix, entry->irregular->list->words[0]));
	base_add(bases, arena_printf(bases->arena, "%s%s", prefix, word));
	bases_add_endings(bases, arena_printf(bases->arena, "%s%s", prefix, word));
}

/* Return whether ${rest}, what follows ge-, ends a participle: ge-kauf-t, but Geschäft is listed itself. */
static bool
is_participle(const struct bases *bases, const char *rest)
{
	return !bases->listed && (word_without(bases, rest, "t", ROOT_BYTES) != NULL ||
	    word_without(bases, rest, "en", ROOT_BYTES) != NULL);
}

/* de: ge- and zu- inside: angerufen, anzurufen, gekauft. */
static void
bases_add_german(struct bases *bases, const char *word)
{
	const struct word_list *separable = &bases->matcher->language->separable;

	bases_add_endings(bases, word);
	if (strncmp(word, "ge", 2) == 0 && is_participle(bases, word + 2))
		bases_add_infinitive(bases, "", word + 2);
	for (size_t i = 0; i < separable->n; i++) {
		const char *prefix = separable->words[i];
		size_t n = strlen(prefix);
		const char *rest = word + n;

		if (strncmp(word, prefix, n) != 0 || strlen(rest) < ROOT_BYTES)
			continue;
		bases_add_infinitive(bases, prefix, rest);
		if ((strncmp(rest, "ge", 2) == 0 && is_participle(bases, rest + 2)) ||
		    (strncmp(rest, "zu", 2) == 0 && strlen(rest) > 2 + ROOT_BYTES))
			bases_add_infinitive(bases, prefix, rest + 2);
	}
}

/* de: anrufen is also "ich rufe ... an", the prefix closing its clause. */
static void
sequences_add_german(struct matcher *matcher, const struct sequence *sequence)
{
	const struct word_list *separable = &matcher->language->separable;
	const char *word;

	if (sequence->n != 1 || sequence->elements[0].slot != 0 || sequence->elements[0].capital)
		return;
	word = matcher->lexemes[sequence->elements[0].lexeme].forms[0];
	for (size_t i = 0; i < separable->n; i++) {
		size_t n = strlen(separable->words[i]), length = strlen(word);

		if (strncmp(word, separable->words[i], n) != 0 || length < n + ROOT_BYTES || word[length - 1] != 'n')
			continue;
		sequence_add_apart(matcher, sequence, word + n, separable->words[i]);
	}
}

/* fr: subject and verb may change places: vous avez, avez-vous. */
static void
sequences_add_french(struct matcher *matcher, const struct sequence *sequence)
{
	const struct word_list pronouns = { (const char *[]){ "je", "tu", "il", "elle", "on", "nous", "vous",
	    "ils", "elles", "ce" }, 10 };

	for (size_t i = 0; i + 1 < sequence->n; i++) {
		const struct element *pair = &sequence->elements[i];
		struct sequence turned = *sequence;

		if (pair[0].slot != 0 || pair[1].slot != 0 || pair[0].optional != GRADE_none ||
		    pair[1].optional != GRADE_none ||
		    language_list_has(&pronouns, matcher->lexemes[pair[0].lexeme].forms[0]) ==
		    language_list_has(&pronouns, matcher->lexemes[pair[1].lexeme].forms[0]))
			continue;
		turned.elements = arena_memdup(matcher->work, sequence->elements,
		    sequence->n * sizeof(*sequence->elements));
		turned.elements[i] = pair[1];
		turned.elements[i + 1] = pair[0];
		sequence_add(matcher, &turned);
		return;
	}
}

static const struct rewrite english_respellings[] = {
	{ "our", "or", 6 }, { "ise", "ize", 6 }, { "isi", "izi", 8 }, { "isa", "iza", 8 }, { "yse", "yze", 6 },
	{ "tre", "ter", 6 }, { "ogue", "og", 8 }, { "lled", "led", 7 }, { "lling", "ling", 8 }, { NULL, NULL, 0 },
};
static const struct rewrite english_suffixes[] = {
	{ "n't", "not", 0 }, { "'ll", "will", 0 }, { "'re", "are", 0 }, { "'ve", "have", 0 }, { "'d", "would", 0 },
	{ "'m", "am", 0 }, { "'s", "'s", 0 }, { NULL, NULL, 0 },
};
static const char *const english_inflections[] = { "e", "y", "ies", "ied", "ier", "iest", NULL };
static const char *const english_markers[] = { "to", NULL };
static const char *const english_particles[] = { "up", "down", "in", "out", "on", "off", "over", "away", "back",
	"through", "around", "along", "together", NULL };

static const struct rewrite spanish_endings[] = {
	{ "qué", "car", 0 }, { "que", "car", 0 }, { "quen", "car", 0 }, { "gué", "gar", 0 }, { "gue", "gar", 0 },
	{ "cé", "zar", 0 }, { "ce", "zar", 0 }, { "s", "", 0 }, { "es", "", 0 }, { NULL, NULL, 0 },
};
static const char *const spanish_markers[] = { "se", NULL };
static const char *const spanish_genders[] = { "el un", "la una", NULL };

static const struct rewrite french_respellings[] = {
	{ "œ", "oe", 0 }, { "æ", "ae", 0 }, { "î", "i", 0 }, { "û", "u", 0 }, { NULL, NULL, 0 },
};
static const struct rewrite french_endings[] = {
	{ "geons", "ger", 0 }, { "geais", "ger", 0 }, { "geait", "ger", 0 }, { "çons", "cer", 0 },
	{ "çais", "cer", 0 }, { "çait", "cer", 0 }, { "elle", "eler", 0 }, { "elles", "eler", 0 },
	{ "ette", "eter", 0 }, { "ettes", "eter", 0 }, { "aie", "ayer", 0 }, { "oie", "oyer", 0 }, { "s", "", 0 },
	{ NULL, NULL, 0 },
};
static const char *const french_markers[] = { "se", "s'", NULL };
static const char *const french_genders[] = { "le un", "la une", NULL };

static const struct rewrite german_respellings[] = {
	{ "ä", "ae", 0 }, { "ö", "oe", 0 }, { "ü", "ue", 0 }, { NULL, NULL, 0 },
};
static const struct rewrite german_endings[] = {
	{ "e", "en", 0 }, { "st", "en", 0 }, { "t", "en", 0 }, { "te", "en", 0 }, { "ten", "en", 0 },
	{ "test", "en", 0 }, { NULL, NULL, 0 },
};
static const char *const german_markers[] = { "sich", NULL };
static const char *const german_genders[] = {
	"der den dem des ein einen einem eines", "die der eine einer", "das dem des ein einem eines", NULL,
};

static const char *const german_unchanged[] = { "er", "en", "el", "chen", "lein", NULL };

static const struct rewrite italian_endings[] = {
	{ "chi", "care", 0 }, { "chiamo", "care", 0 }, { "ghi", "gare", 0 }, { "ghiamo", "gare", 0 },
	{ "e", "a", 0 }, { "i", "o", 0 }, { "i", "e", 0 }, { "che", "ca", 0 }, { "ghe", "ga", 0 }, { "chi", "co", 0 },
	{ NULL, NULL, 0 },
};
static const char *const italian_markers[] = { "si", NULL };
static const char *const italian_genders[] = { "il un", "lo uno un", "la una", NULL };

static const struct rewrite portuguese_endings[] = {
	{ "quei", "car", 0 }, { "que", "car", 0 }, { "guei", "gar", 0 }, { "gue", "gar", 0 }, { "cei", "çar", 0 },
	{ "ce", "çar", 0 }, { "s", "", 0 }, { "es", "", 0 }, { NULL, NULL, 0 },
};
static const char *const portuguese_markers[] = { "se", NULL };
static const char *const portuguese_genders[] = { "o um", "a uma", NULL };

static const char *const chinese_askers[] = { "吗", "呢", NULL };
static const char *const japanese_askers[] = { "か", NULL };

/* What all spaced languages share. */
#define SPACED .norm = norm_spaced, .bare = bare_spaced, .bare_grade = GRADE_accent

const struct grammar grammars[LANGUAGE_COUNT] = {
	{ SPACED, .word_cut = word_cut_suffixed, .connector = "and", .capital = "i",
	    .respellings = english_respellings, .suffixes = english_suffixes,
	    .inflections = english_inflections, .markers = english_markers, .particles = english_particles },
	{ SPACED, .word_cut = word_cut_plain, .keep = "ñ", .connector = "y", .endings = spanish_endings,
	    .markers = spanish_markers, .genders = spanish_genders, .bases_add = bases_add_spanish },
	{ SPACED, .word_cut = word_cut_french, .connector = "et", .negation = "ne",
	    .respellings = french_respellings, .endings = french_endings,
	    .markers = french_markers, .genders = french_genders, .bases_add = bases_add_endings,
	    .sequences_add = sequences_add_french },
	{ SPACED, .word_cut = word_cut_plain, .nouns_capital = true, .respellings = german_respellings,
	    .endings = german_endings, .markers = german_markers, .genders = german_genders, .unchanged = german_unchanged,
	    .bases_add = bases_add_german, .sequences_add = sequences_add_german, .compounds = true },
	{ SPACED, .word_cut = word_cut_elided, .endings = italian_endings,
	    .markers = italian_markers, .genders = italian_genders, .bases_add = bases_add_italian },
	{ SPACED, .word_cut = word_cut_plain, .connector = "e", .endings = portuguese_endings,
	    .markers = portuguese_markers, .genders = portuguese_genders, .bases_add = bases_add_portuguese,
	    .hyphens = true },
	{ .characters = true, .keep = "", .norm = norm_plain, .bare = bare_spaced, .bare_grade = GRADE_accent,
	    .simplifies = true, .reading_grade = GRADE_pinyin, .askers = chinese_askers,
	    .sequences_add = sequences_add_chinese, .edges_fit = edges_fit_chinese },
	{ .characters = true, .keep = "", .norm = norm_plain, .bare = bare_kana, .bare_grade = GRADE_script,
	    .reading_grade = GRADE_script, .askers = japanese_askers,
	    .sequences_add = sequences_add_japanese, .edges_fit = edges_fit_japanese },
};
