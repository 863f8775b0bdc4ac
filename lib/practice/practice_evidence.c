/* What one learner turn is: an echo, a recital, new; which goals it shows. */

#include "practice_private.h"

#include <string.h>

#include "wordmap.h"

/* Return whether ${reading} has the token ${folded}. */
static bool
has_token(const struct reading *reading, const char *folded)
{
	for (size_t i = 0; i < reading->n_tokens; i++)
		if (strcmp(reading->tokens[i].folded, folded) == 0)
			return true;
	return false;
}

/* Return whether ${reading} says at least ${share} of what ${of} says from byte ${from} on. */
static bool
covers_from(const struct reading *reading, const struct reading *of, size_t from, double share)
{
	size_t covered = 0, tokens = 0;

	for (size_t i = 0; i < of->n_tokens; i++) {
		if (of->tokens[i].begin < from)
			continue;
		tokens++;
		covered += has_token(reading, of->tokens[i].folded);
	}
	return tokens >= SHORT_TOKENS && (double)covered >= share * (double)tokens;
}

bool
practice_covers(const struct reading *reading, const struct reading *of, double share)
{
	size_t covered = 0;

	for (size_t i = 0; i < of->n_tokens; i++)
		covered += has_token(reading, of->tokens[i].folded);
	return of->n_tokens > 0 && (double)covered >= share * (double)of->n_tokens;
}

/* Return whether ${reading} repeats the partner's turn, line or question and says little else. */
static bool
turn_echo(const struct heard *heard, const struct reading *reading)
{
	const struct reading *said = heard->piece.reading;

	return said != NULL && reading->n_tokens <= said->n_tokens + ECHO_EXTRA &&
	    (covers_from(reading, said, 0, ECHO_SHARE) ||
	    covers_from(reading, said, heard->line, ECHO_SHARE) ||
	    covers_from(reading, said, heard->question, ECHO_SHARE));
}

/* Return whether ${reading} says something that was not said before in the run. */
static bool
turn_new(const struct practice *practice, const struct reading *reading)
{
	for (size_t i = 0; i < practice->n_said; i++) {
		const struct reading *earlier = practice->said[i];

		if (earlier->n_tokens < SHORT_TOKENS || reading->n_tokens < SHORT_TOKENS) {
			if (earlier->n_tokens == reading->n_tokens &&
			    practice_covers(reading, earlier, 1))
				return false;
		} else if (reading_overlap(earlier, reading) >= OVERLAP_NEW) {
			return false;
		}
	}
	return true;
}

/* Return how many of ${reading}'s tokens lie in ${match}. */
static size_t
match_tokens(const struct reading *reading, const struct match *match)
{
	size_t n = 0;

	for (size_t i = 0; i < reading->n_tokens; i++) {
		const struct token *token = &reading->tokens[i];

		n += token->begin >= match->begin && token->end <= match->end;
	}
	return n;
}

/* Return whether token ${i} of ${reading} belongs to a listed word. */
static bool
token_listed(const struct reading *reading, size_t i)
{
	for (size_t m = 0; m < reading->n_matches; m++)
		if (reading->matches[m].kind == PATTERN_word &&
		    reading->matches[m].outcome != MATCH_almost &&
		    reading->tokens[i].begin >= reading->matches[m].begin &&
		    reading->tokens[i].end <= reading->matches[m].end)
			return true;
	return false;
}

/* Return how many listed words clause ${c} has. */
static size_t
clause_listed(const struct reading *reading, size_t c)
{
	size_t n = 0;

	for (size_t m = 0; m < reading->n_matches; m++)
		n += reading->matches[m].kind == PATTERN_word && reading->matches[m].clause == c &&
		    reading->matches[m].outcome != MATCH_almost;
	return n;
}

/*
 * Return whether clause ${c} is a sentence: not only a listed word, or a row
 * of them, with articles and "and".
 */
static bool
clause_is_sentence(const struct reading *reading, size_t c)
{
	const struct clause *clause = &reading->clauses[c];
	size_t rest = 0;

	for (size_t i = clause->first; i < clause->first + clause->count; i++)
		if (!token_listed(reading, i) && !reading->tokens[i].article)
			rest += reading->tokens[i].function_word ? 1 : 2;
	return clause->sentence_like && rest >= 2 && rest >= clause_listed(reading, c);
}

bool
practice_in_sentence(const struct reading *reading, const struct match *match)
{
	return match->clause < reading->n_clauses && clause_is_sentence(reading, match->clause);
}

static bool
turn_sentence(const struct reading *reading)
{
	for (size_t c = 0; c < reading->n_clauses; c++)
		if (clause_is_sentence(reading, c))
			return true;
	return false;
}

/* Return whether ${match} of evidence shows its goal: more than a listed word, or in a sentence. */
static bool
match_shows(const struct course_phase *phase, const struct reading *reading,
    const struct match *match)
{
	bool bare = match->alone || phase->weak[match->pattern] ||
	    (match->n_slots == 0 && match_tokens(reading, match) < 2);

	return !bare || practice_in_sentence(reading, match);
}

/* Return whether ${match} is the whole clause in which it begins. */
static bool
match_is_clause(const struct reading *reading, const struct match *match)
{
	return match->clause < reading->n_clauses &&
	    reading->clauses[match->clause].count == match_tokens(reading, match);
}

/* Take what ${match} says about the line asked into ${turn}. */
static void
judge_match(const struct practice *practice, const struct match *match, struct turn *turn)
{
	const struct course_phase *phase = &practice->course->phases[practice->phase];
	const struct phase_state *state = &practice->phases[practice->phase];
	const struct reading *reading = turn->reading;
	size_t rest = reading->n_tokens - match_tokens(reading, match);

	switch (match->kind) {
	case PATTERN_evidence:
		if (match_shows(phase, reading, match))
			turn->seen |= bit(match->item);
		break;
	case PATTERN_expect:
		if (match->item != state->line)
			break;
		turn->brief = turn->brief || rest <= SHORT_EXTRA || match_is_clause(reading, match);
		turn->expected = turn->expected || turn->brief ||
		    (practice_in_sentence(reading, match) &&
		    match_tokens(reading, match) > match->n_slots);
		break;
	case PATTERN_reply:
		if (state->line != NONE && match->item / REPLIES == state->line &&
		    match->outcome != MATCH_almost && match->item % REPLIES < turn->reply)
			turn->reply = match->item % REPLIES;
		break;
	case PATTERN_word:
	case PATTERN_phrase:
		break;
	}
}

/* Return whether one phrase's match is all that ${reading} says. */
static bool
turn_listed(const struct reading *reading)
{
	for (size_t i = 0; i < reading->n_matches; i++)
		if (reading->matches[i].kind == PATTERN_phrase &&
		    match_tokens(reading, &reading->matches[i]) == reading->n_tokens)
			return true;
	return false;
}

/* How much of the lists one turn holds. */
struct listing {
	size_t words, bare, phrases;
	size_t word; /* the first bare one */
};

static struct listing
turn_listing(const struct reading *reading)
{
	struct listing listing = { .word = NONE };
	size_t end = 0, clause = NONE;

	for (size_t i = 0; i < reading->n_matches; i++) {
		const struct match *match = &reading->matches[i];

		if (match->outcome == MATCH_almost)
			continue;
		if (match->kind == PATTERN_phrase &&
		    (match->begin >= end || match->clause != clause)) {
			listing.phrases++;
			end = match->end;
			clause = match->clause;
		}
		listing.words += match->kind == PATTERN_word;
		if (match->kind != PATTERN_word || match->begin < end ||
		    practice_in_sentence(reading, match))
			continue;
		listing.word = listing.bare == 0 ? match->item : listing.word;
		listing.bare++;
	}
	return listing;
}

/*
 * Count in ${state} the listed words said one by one: those that answer
 * nothing, and those that come in the list's order, up or down.  A sentence
 * ends it.
 */
static void
count_words(struct phase_state *state, const struct turn *turn, const struct listing *listing)
{
	if (turn->sentence) {
		state->bare = state->order = 0;
		state->word = NONE;
	} else if (listing->bare > 0) {
		bool next = state->word != NONE &&
		    (listing->word == state->word + 1 || listing->word + 1 == state->word);

		state->order = next ? state->order + 1 : 1;
		state->word = listing->word;
		if (!turn->expected && turn->reply == NONE)
			state->bare += listing->bare;
		if (state->order >= RECITAL_BARE)
			state->bare = RECITAL_BARE;
	}
}

/* Count in ${state} the listed phrases said word for word that answer nothing. */
static void
count_phrases(struct phase_state *state, struct turn *turn, bool asked)
{
	turn->parroted = asked && turn_listed(turn->reading) && !turn->expected &&
	    turn->reply == NONE && turn->seen == 0;
	if (turn->parroted)
		state->listed++;
	else if (turn->sentence && !turn_listed(turn->reading))
		state->listed = 0;
}

/*
 * Return whether the turn recites the lists of ${phase}, at once or item by
 * item.  Bare words that are recited answer nothing.
 */
static bool
turn_recital(const struct course_phase *phase, struct phase_state *state, struct turn *turn)
{
	struct listing listing = turn_listing(turn->reading);
	size_t all = phase->source->n_essential_phrases;
	bool asked = state->line == NONE || phase->lines[state->line].kind == LINE_ask, words;

	count_words(state, turn, &listing);
	count_phrases(state, turn, asked);
	words = listing.bare >= RECITAL_BARE || (listing.bare > 0 && state->bare >= RECITAL_BARE);
	if (words && !turn->sentence) {
		turn->seen = 0;
		turn->expected = turn->brief = false;
		turn->reply = NONE;
	}
	return words || listing.words > RECITAL_WORDS || listing.phrases > RECITAL_PHRASES ||
	    (listing.phrases == RECITAL_PHRASES && all == RECITAL_PHRASES) ||
	    state->listed >= RECITAL_PHRASES;
}

bool
practice_counts(const struct course_phase *phase, size_t line)
{
	size_t goal = line == NONE ? NONE : phase->lines[line].goal;

	for (size_t i = 0; goal != NONE && i < phase->goals[goal].n_evidence; i++)
		if (strstr(phase->goals[goal].evidence[i], "{n}") != NULL)
			return true;
	return false;
}

/* Take a bare number as the answer to a line that asks for one. */
static void
judge_number(const struct practice *practice, struct turn *turn)
{
	if (turn->reading->bare_n > 0 && practice_counts(&practice->course->phases[practice->phase],
	    practice->phases[practice->phase].line))
		turn->expected = turn->brief = true;
}

/* Return whether most phases have ${stem} in their texts, so that it tells nothing of one. */
static bool
stem_common(const struct course *course, const char *stem)
{
	size_t n = 0;

	for (size_t p = 0; p < course->n_phases; p++)
		n += wordmap_find(course->phases[p].stems, stem, strlen(stem)) != NULL;
	return n > 1 && 2 * n > course->n_phases;
}

/* Return whether ${reading} has a content word of the phase's own. */
static bool
turn_on_topic(const struct course *course, const struct reading *reading)
{
	for (size_t i = 0; i < reading->n_tokens; i++)
		if (reading->tokens[i].topic && !stem_common(course, reading->tokens[i].stem))
			return true;
	return false;
}

/* Return whether any token is a known word of the language. */
static bool
turn_real(const struct reading *reading)
{
	for (size_t i = 0; i < reading->n_tokens; i++)
		if (reading->tokens[i].known)
			return true;
	return false;
}

/*
 * Find out whether ${turn} only asks the partner for help: to repeat, to
 * speak slower, to explain a word, or because the learner does not know.
 */
static void
judge_aside(const struct practice *practice, struct turn *turn)
{
	const struct phase *source = practice->course->phases[practice->phase].source;
	const struct reading *reading = turn->reading;
	struct piece asked;

	if (turn->reached != 0 || turn->expected || turn->reply != NONE)
		return;
	turn->aside = (reading->only_intent &&
	    (reading->intents & (INTENT_repeat | INTENT_slower | INTENT_dont_know)) != 0) ||
	    (!turn->on_topic && (reading->intents & INTENT_dont_know) != 0);
	if ((reading->intents & INTENT_meaning) == 0 || reading->asked == NULL)
		return;
	asked = practice_piece(practice->arena, &practice->course->phases[practice->phase],
	    reading->asked);
	for (size_t i = 0; i < source->n_key_vocabulary && turn->asked == NULL; i++)
		if ((asked.items.words & bit(i)) != 0)
			turn->asked = &source->key_vocabulary[i];
	turn->aside = turn->aside || turn->asked != NULL ||
	    (asked.reading->n_tokens < SHORT_TOKENS && asked.reading->on_topic) ||
	    (asked.reading->n_tokens == 1 && !asked.reading->tokens[0].function_word);
}

/* Fill in which goals ${turn} shows and reaches. */
static void
judge_goals(const struct practice *practice, struct turn *turn)
{
	const struct phase_state *state = &practice->phases[practice->phase];
	const struct course_phase *phase = &practice->course->phases[practice->phase];
	size_t asked = state->line == NONE ? NONE : phase->lines[state->line].goal;
	uint64_t open = 0;

	for (size_t g = 0; g < phase->n_goals; g++)
		open |= state->goals[g].state == GOAL_shown ? 0 : bit(g);
	if (turn->expected && asked != NONE && (turn->seen & bit(asked)) == 0) {
		turn->seen |= bit(asked);
		if (turn->reading->only_intent && !turn->fresh)
			turn->weakly = bit(asked);
	}
	if (turn->adopted)
		turn->seen |= bit(state->check);
	turn->reached = turn->seen & open;
}

struct turn
practice_judge(struct practice *practice, const char *text)
{
	struct phase_state *state = &practice->phases[practice->phase];
	const struct course_phase *phase = &practice->course->phases[practice->phase];
	struct reading *reading = arena_alloc(practice->arena, sizeof *reading);
	struct turn turn = { .reading = reading, .number = practice->n_said + 1, .reply = NONE };

	matcher_read(phase->matcher, practice->arena, text, reading);
	turn.native = reading->native_share > NATIVE_SHARE;
	turn.adopted = state->check != NONE && phase->goals[state->check].model.text != NULL &&
	    practice_covers(reading, phase->goals[state->check].model.reading, ECHO_SHARE);
	turn.echo = !turn.adopted && turn_echo(&practice->heard[0], reading);
	turn.fresh = turn_new(practice, reading);
	if (turn.native || turn.echo)
		return turn;
	turn.real = turn_real(reading);
	turn.sentence = turn_sentence(reading);
	turn.on_topic = turn_on_topic(practice->course, reading);
	for (size_t i = 0; i < reading->n_matches; i++)
		judge_match(practice, &reading->matches[i], &turn);
	judge_number(practice, &turn);
	turn.recital = turn_recital(phase, state, &turn);
	judge_goals(practice, &turn);
	judge_aside(practice, &turn);
	if (turn.aside)
		return turn;
	turn.fresh = turn.fresh || (turn.reached & ~turn.weakly) != 0;
	turn.answers = turn.fresh && (turn.seen != 0 || turn.expected || turn.reply != NONE ||
	    (turn.sentence && turn.on_topic));
	turn.confirmed = state->check != NONE && (reading->intents & INTENT_yes) != 0 &&
	    (turn.seen & bit(state->check)) == 0;
	if (turn.confirmed) {
		turn.seen |= bit(state->check);
		turn.weakly |= bit(state->check);
	}
	return turn;
}
