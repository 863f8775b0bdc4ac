/* The partner: a table of moves, the first that applies is made. */

#include "practice_private.h"

#include <string.h>

/* What is said after the reaction. */
enum follow {
	FOLLOW_nothing,
	FOLLOW_next, /* the next line of the script; the same question while its goal is open */
	FOLLOW_again, /* the question of the line asked */
	FOLLOW_whole, /* the partner's whole last turn */
};

/* A partner turn while it is made. */
struct speech {
	const char *reaction, *line; /* either may be NULL */
	const char *question; /* the end of line that asks, or NULL: all of it */
	const char *translation; /* of the line */
	size_t branch;
	enum follow follow;
};

struct move_row {
	enum move move;
	uint32_t intent; /* 0, or the turn must have one of them and not answer the partner besides */
	bool (*applies)(const struct practice *practice, const struct turn *turn); /* or NULL */
	const char *text; /* the language pack's reaction, or NULL */
	enum follow follow;
	void (*act)(struct practice *practice, const struct turn *turn, struct speech *speech);
};

static const struct course_phase *
phase_of(const struct practice *practice)
{
	return &practice->course->phases[practice->phase];
}

static struct phase_state *
state_of(const struct practice *practice)
{
	return &practice->phases[practice->phase];
}

/* Return the line asked now, or NULL. */
static const struct course_line *
line_asked(const struct practice *practice)
{
	size_t line = state_of(practice)->line;

	return line == NONE ? NULL : &phase_of(practice)->lines[line];
}

/* Return whether the line asked waits for its goal. */
static bool
asked_open(const struct practice *practice)
{
	const struct course_line *line = line_asked(practice);

	return line != NULL && line->goal != NONE && line->kind != LINE_twist &&
	    state_of(practice)->goals[line->goal].state == GOAL_open;
}

/* Return the language pack's text ${name}, its variants in turn; the number is in ${*branch}. */
static const char *
generic(struct practice *practice, const char *name, size_t *branch)
{
	const struct language *language = practice->course->language;
	size_t i = practice->n_said + practice->variant;
	const char *text = language_partner_text(language, name, i);

	if (text != NULL && text == practice->last_generic)
		text = language_partner_text(language, name, ++i);
	practice->last_generic = text;
	*branch = i;
	return text;
}

/* Return ${text} of the script with its slots; NULL when it is NULL or a slot has no value. */
static const char *
scripted(const struct practice *practice, const char *text)
{
	return practice_fill(practice->arena, text, practice->slots);
}

/* React with the script's ${text} if it can be said, else with a backchannel. */
static void
react(struct practice *practice, struct speech *speech, const char *text)
{
	speech->reaction = scripted(practice, text);
	if (speech->reaction == NULL)
		speech->reaction = generic(practice, "backchannel", &speech->branch);
}

/* Ask line ${i}: as it is written, or only its question when it was asked before. */
static void
ask(struct practice *practice, struct speech *speech, size_t i, bool again)
{
	const struct course_line *line = &phase_of(practice)->lines[i];
	struct phase_state *state = state_of(practice);

	if (state->line != i) {
		state->line = i;
		state->tries = 0;
	}
	state->lines[i].done = true;
	state->lines[i].deferred = false;
	speech->question = scripted(practice, line->question);
	speech->line = again ? speech->question : scripted(practice, line->source->text);
	speech->translation = again ? NULL : scripted(practice, line->translation);
}

/* Go on with the script; at its end ask for more while the phase is not complete. */
static void
go_on(struct practice *practice, struct speech *speech)
{
	struct phase_state *state = state_of(practice);
	size_t branch;
	bool again;
	size_t next = practice_line_next(practice, &again);

	if (next != NONE) {
		ask(practice, speech, next, again);
		return;
	}
	state->line = NONE;
	if (practice_progress(practice, practice->phase) < PRACTICE_COMPLETE)
		speech->line = generic(practice, "anything_else", &branch);
	else if (speech->reaction == NULL)
		react(practice, speech, NULL);
}

static void
follow(struct practice *practice, struct speech *speech)
{
	struct phase_state *state = state_of(practice);

	if (speech->follow == FOLLOW_next && asked_open(practice) &&
	    !state->lines[state->line].deferred)
		speech->follow = FOLLOW_again;
	if (speech->follow == FOLLOW_again && state->line == NONE)
		speech->follow = FOLLOW_next;
	switch (speech->follow) {
	case FOLLOW_nothing:
		break;
	case FOLLOW_next:
		go_on(practice, speech);
		break;
	case FOLLOW_again:
		ask(practice, speech, state->line, true);
		break;
	case FOLLOW_whole:
		speech->line = practice->heard[0].piece.text;
		break;
	}
}

/* Return where ${part} begins in ${text}, which ends with it; 0 for NULL. */
static size_t
part_begin(const char *text, const char *part)
{
	const char *at = part == NULL ? NULL : strstr(text, part);

	return at == NULL ? 0 : (size_t)(at - text);
}

/* Append the partner turn made of ${speech} to ${answer} and remember it. */
static void
speak(struct practice *practice, const struct speech *speech, enum move move,
    struct practice_answer *answer)
{
	const struct phase_state *state = state_of(practice);
	const char *text = practice_join(practice, speech->reaction, speech->line);
	struct practice_turn *turn = &answer->turns[answer->n_turns++];
	struct heard heard = practice->heard[0];

	*turn = (struct practice_turn) {
		.text = text,
		.translation = speech->translation,
		.phase = practice->phase,
		.move = move,
		.line = state->line == NONE ? 0 : state->line + 1,
		.branch = speech->branch,
	};
	practice->heard[1] = practice->heard[0];
	if (speech->follow != FOLLOW_whole)
		heard = (struct heard) {
			practice_piece(practice->arena, phase_of(practice), text),
			part_begin(text, speech->line), part_begin(text, speech->question),
		};
	practice->heard[0] = heard;
}

static bool
turn_aside(const struct practice *practice, const struct turn *turn)
{
	(void)practice;
	return turn->aside;
}

static bool
turn_confirms(const struct practice *practice, const struct turn *turn)
{
	(void)practice;
	return turn->confirmed;
}

static bool
check_pending(const struct practice *practice, const struct turn *turn)
{
	(void)turn;
	return state_of(practice)->check != NONE;
}

static bool
turn_native(const struct practice *practice, const struct turn *turn)
{
	(void)practice;
	return turn->native;
}

static bool
turn_recites(const struct practice *practice, const struct turn *turn)
{
	(void)practice;
	return turn->recital;
}

static bool
turn_replied(const struct practice *practice, const struct turn *turn)
{
	(void)practice;
	return turn->reply != NONE;
}

static bool
turn_shows(const struct practice *practice, const struct turn *turn)
{
	(void)practice;
	return turn->reached != 0 || turn->expected;
}

static bool
turn_courteous(const struct practice *practice, const struct turn *turn)
{
	(void)practice;
	return turn->reading->only_intent;
}

static bool
turn_real(const struct practice *practice, const struct turn *turn)
{
	(void)practice;
	return turn->real;
}

/* Small talk, or the phase has nothing left to ask: any real answer goes on. */
static bool
chat_answered(const struct practice *practice, const struct turn *turn)
{
	bool open = state_of(practice)->line == NONE ? practice_goal(practice) != NONE :
	    asked_open(practice);

	return turn->real && !open;
}

static bool
check_possible(const struct practice *practice, const struct turn *turn)
{
	size_t goal = practice_goal(practice);

	return goal != NONE && phase_of(practice)->goals[goal].model.text != NULL &&
	    state_of(practice)->checks[goal] < CHECKS && turn->real && turn->fresh &&
	    turn->sentence && turn->on_topic;
}

static bool
asked_enough(const struct practice *practice, const struct turn *turn)
{
	(void)turn;
	return state_of(practice)->line != NONE && state_of(practice)->tries >= ASKS;
}

/*
 * Acknowledge with the line asked if the turn answers it, else with the first
 * line that owns a goal reached.
 */
static void
ack_act(struct practice *practice, const struct turn *turn, struct speech *speech)
{
	const struct course_phase *phase = phase_of(practice);
	const struct course_line *line = asked_open(practice) ? NULL : line_asked(practice);
	uint64_t reached = turn->confirmed ? turn->seen : turn->reached;

	if (line != NULL && reached != 0 && !turn->expected &&
	    (line->goal == NONE || (reached & bit(line->goal)) == 0))
		line = NULL;
	for (size_t i = 0; i < phase->n_lines && line == NULL; i++)
		if (phase->lines[i].goal != NONE && phase->lines[i].source->ack != NULL &&
		    phase->lines[i].kind == LINE_ask && (reached & bit(phase->lines[i].goal)) != 0)
			line = &phase->lines[i];
	react(practice, speech, line == NULL ? NULL : line->source->ack);
}

static void
chat_act(struct practice *practice, const struct turn *turn, struct speech *speech)
{
	const struct course_line *line = line_asked(practice);

	(void)turn;
	react(practice, speech, line == NULL ? NULL : line->source->ack);
}

/* Return the meaning of ${word} for the learner: own language, else any, else its example. */
static const char *
word_meaning(const struct practice *practice, const struct word *word)
{
	const char *meaning = practice_translation(practice->course, word->translations,
	    word->n_translations);

	if (meaning != NULL)
		return meaning;
	return word->n_translations > 0 ? word->translations[0].text : word->example;
}

static void
meaning_act(struct practice *practice, const struct turn *turn, struct speech *speech)
{
	const struct word *word = turn->asked;
	const char *meaning = word == NULL ? NULL : word_meaning(practice, word);

	speech->reaction = generic(practice, meaning == NULL ? "meaning_unknown" : "meaning",
	    &speech->branch);
	if (meaning != NULL)
		speech->reaction = practice_put(practice->arena, practice_put(practice->arena,
		    speech->reaction, "word", word->term), "meaning", meaning);
}

/* Say what is wanted, in the language practised. */
static void
native_act(struct practice *practice, const struct turn *turn, struct speech *speech)
{
	size_t goal = practice_goal(practice);

	(void)turn;
	if (goal == NONE)
		speech->follow = FOLLOW_again;
	else
		speech->line = phase_of(practice)->goals[goal].source->text;
}

/* A reply ends its line; a goal that is still open is asked for again before the close. */
static void
reply_act(struct practice *practice, const struct turn *turn, struct speech *speech)
{
	struct phase_state *state = state_of(practice);
	const struct course_line *line = line_asked(practice);

	react(practice, speech, line == NULL ? NULL : line->source->replies[turn->reply].say);
	speech->branch = turn->reply;
	state->lines[state->line].deferred = asked_open(practice);
}

static void
goodbye_act(struct practice *practice, const struct turn *turn, struct speech *speech)
{
	struct practice_turn close;

	(void)turn;
	if (!phase_complete(state_of(practice)) || state_of(practice)->closed)
		return;
	practice_partner_close(practice, &close);
	state_of(practice)->closed = true;
	speech->reaction = close.text;
	speech->follow = FOLLOW_nothing;
}

static void
check_act(struct practice *practice, const struct turn *turn, struct speech *speech)
{
	struct phase_state *state = state_of(practice);
	size_t goal = practice_goal(practice);

	(void)turn;
	state->check = goal;
	state->checks[goal]++;
	speech->line = practice_put(practice->arena, generic(practice, "check", &speech->branch),
	    "model", phase_of(practice)->goals[goal].model.text);
}

static void
move_on_act(struct practice *practice, const struct turn *turn, struct speech *speech)
{
	struct phase_state *state = state_of(practice);

	(void)turn;
	(void)speech;
	state->lines[state->line].deferred = asked_open(practice);
	state->tries = 0;
}

/* Ask again in the script's words, else in the language pack's. */
static void
again_act(struct practice *practice, const struct turn *turn, struct speech *speech)
{
	const struct course_line *line = line_asked(practice);
	struct phase_state *state = state_of(practice);
	size_t tries = state->tries++;
	const char *text;

	(void)turn;
	if (line == NULL || tries >= line->source->n_again)
		return;
	text = scripted(practice, line->source->again[tries]);
	if (text == NULL)
		return;
	speech->reaction = NULL;
	speech->line = text;
	speech->branch = tries;
	speech->follow = FOLLOW_nothing;
}

/* clang-format off */
static const struct move_row moves[] = {
	{ MOVE_confirmed, 0, turn_confirms, NULL, FOLLOW_next, ack_act },
	{ MOVE_denied, INTENT_no, check_pending, "check_no", FOLLOW_again, NULL },
	{ MOVE_meaning, INTENT_meaning, turn_aside, NULL, FOLLOW_again, meaning_act },
	{ MOVE_slower, INTENT_slower, turn_aside, "slower", FOLLOW_whole, NULL },
	{ MOVE_repeat, INTENT_repeat, turn_aside, NULL, FOLLOW_whole, NULL },
	{ MOVE_native, 0, turn_native, "native", FOLLOW_nothing, native_act },
	{ MOVE_recital, 0, turn_recites, "recital", FOLLOW_next, NULL },
	{ MOVE_reply, 0, turn_replied, NULL, FOLLOW_next, reply_act },
	{ MOVE_ack, 0, turn_shows, NULL, FOLLOW_next, ack_act },
	{ MOVE_greeting, INTENT_greeting, turn_courteous, "greeting", FOLLOW_again, NULL },
	{ MOVE_goodbye, INTENT_goodbye, turn_courteous, "goodbye_early", FOLLOW_again, goodbye_act },
	{ MOVE_thanks, INTENT_thanks, turn_courteous, "welcome", FOLLOW_again, NULL },
	{ MOVE_dont_know, INTENT_dont_know, turn_aside, "dont_know", FOLLOW_again, NULL },
	{ MOVE_no_answer, INTENT_question | INTENT_meaning, turn_real, "no_answer", FOLLOW_again, NULL },
	{ MOVE_chat, 0, chat_answered, NULL, FOLLOW_next, chat_act },
	{ MOVE_check, 0, check_possible, NULL, FOLLOW_nothing, check_act },
	{ MOVE_move_on, 0, asked_enough, "dont_know", FOLLOW_next, move_on_act },
	{ MOVE_again, 0, NULL, "again", FOLLOW_again, again_act },
};
/* clang-format on */

static bool
move_applies(const struct move_row *row, const struct practice *practice, const struct turn *turn)
{
	if (row->intent != 0 && ((turn->reading->intents & row->intent) == 0 ||
	    turn->reached != 0 || turn->expected))
		return false;
	return row->applies == NULL || row->applies(practice, turn);
}

void
practice_partner(struct practice *practice, const struct turn *turn,
    struct practice_answer *answer)
{
	const struct move_row *row = moves;
	struct phase_state *state = state_of(practice);
	struct speech speech = { 0 };

	while (!move_applies(row, practice, turn))
		row++;
	if (row->follow != FOLLOW_whole)
		state->check = NONE;
	speech.follow = row->follow;
	if (row->text != NULL)
		speech.reaction = generic(practice, row->text, &speech.branch);
	if (row->act != NULL)
		row->act(practice, turn, &speech);
	follow(practice, &speech);
	speak(practice, &speech, row->move, answer);
}

void
practice_partner_open(struct practice *practice, struct practice_answer *answer)
{
	const struct course *course = practice->course;
	struct speech speech = { 0 };
	size_t next;
	bool again;

	state_of(practice)->line = NONE;
	next = practice_line_next(practice, &again);
	if (next != NONE)
		ask(practice, &speech, next, false);
	else if (practice->phase == 0)
		speech.line = language_opener(course->language,
		    category_names[course->scenario->category]);
	else
		speech.line = generic(practice, "anything_else", &speech.branch);
	speak(practice, &speech, MOVE_opener, answer);
}
