#ifndef PARLANCE_LANGUAGE_H
#define PARLANCE_LANGUAGE_H

/*
 * A language pack: what the matcher and the partner know of a language,
 * read from data/lang/xx.json.  Adding a word to a pack needs no code.
 *
 * data/lang/xx.json, all keys required unless marked (opt):
 *   language        "es"
 *   name            own name, "Español"
 *   english_name    "Spanish"
 *   function_words  [~150-250 closed-class words and forms, folded lower case]
 *   common_words    [~600 frequent content words, base forms; makes a word "known"]
 *   irregular       {"go": ["goes","went","gone","going"], ...}: forms a stemmer does not join
 *   confusables     [["hambre","hombre"], ...]: look alike, are different words
 *   inflections     ["s","es","ed","ing", ...]: suffixes that may differ between two forms of one word
 *   contractions    {"i'm": ["i am"], "i'd": ["i would","i had"], ...}
 *   spelling        (opt) [["colour","color"], ...]: both right
 *   informal        (opt) {"gonna": "going to"}: accepted with a remark
 *   articles        [words that are articles]
 *   elisions        (opt) ["l'","d'", ...]: split off the front of a word
 *   enclitics       (opt) ["me","te","lo", ...]: may hang on a verb's end
 *   separable       (opt) ["ab","an","auf", ...]: verb prefixes that may stand apart
 *   particles       (opt) zh/ja: function characters and particles that may touch a term
 *   measure_words   (opt) zh/ja
 *   numbers         {"uno": 1, "una": 1, "dos": 2, ... at least 0-60 by 1, 70,80,90,100}
 *   time_words      ["hora","media","cuarto","mañana", ...]: words a time or a date is made of
 *   intents         {"yes": [...], "no": [...], "greeting": [...], "thanks": [...], "repeat": [...],
 *                    "slower": [...], "meaning": ["qué significa {x}", ...], "dont_know": [...], "goodbye": [...]}
 *   partner         {"opener": {category: text for each of the 10, "default": text},
 *                    "backchannel": [4-6], "anything_else": [2-3], "greeting": [2-3],
 *                    "welcome": [2: answer to thanks],
 *                    "check": "You mean: «{model}»?", "check_no": text after "no" to a check,
 *                    "no_answer": ["Good question, I'd have to ask."], "native": "In English, please.",
 *                    "again": [3: generic "sorry, what was that?"], "slower": text before a slow repeat,
 *                    "meaning": "«{word}»: {meaning}.", "meaning_unknown": text,
 *                    "dont_know": [2: takes the pressure off],
 *                    "recital": "That's the list. Now say one of them to me.",
 *                    "goodbye_early": text when the learner says goodbye before the end, "close": [2-3]}
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct language;

/* The eight languages taught, in the order shown; the index is enum-like and stable. */
extern const char *const language_codes[];
enum { LANGUAGE_COUNT = 8 };

/*
 * Read the pack of ${code} from ${directory}/xx.json into memory that is kept
 * for the life of the process; the same code gives the same pointer again.
 * NULL and a sentence in ${*error} (arena memory of ${arena}) when the file is
 * missing or breaks a rule.
 */
const struct language *language_load(struct arena *arena, const char *directory, const char *code,
    const char **error);

/* Return the code ("es"), the pack's own name ("Español"). */
const char *language_code(const struct language *language);
const char *language_name(const struct language *language);

/*
 * Return text number ${i} modulo their count of the partner's texts ${name}
 * ("backchannel", "check", ...) or NULL when the pack has none of that name.
 */
const char *language_partner_text(const struct language *language, const char *name, size_t i);

/* Return the opener of ${category} ("restaurant", ...), the default one for an unknown category. */
const char *language_opener(const struct language *language, const char *category);

/* Return whether ${word} (folded) is a function word of ${language}. */
bool language_is_function_word(const struct language *language, const char *word);

/*
 * Return the stem of ${word} (folded) in memory of ${arena}: Snowball's; in
 * Japanese what stands before the kana that inflect it (行き: 行); in Chinese
 * the word itself.
 */
const char *language_stem(const struct language *language, struct arena *arena, const char *word);

#endif
