#include "review.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "clock.h"
#include "sql.h"

/* What the steps of one answer share. */
struct answer {
	struct db *db;
	struct arena *arena;
	const struct review_in *in;
	struct review_ref ref;
	struct review_card *cards; /* all of the item, locked */
	size_t n_cards;
	struct review_card *card; /* the one answered */
	struct review_row row;
	int64_t today;
};

static struct card_state *
state_show(struct arena *arena, uint64_t card_key, const struct schedule_card *card)
{
	struct card_state *state = arena_alloc(arena, sizeof(*state));

	*state = (struct card_state){ card_key, card->state, card->due_at, card->stability, card->difficulty, card->reps,
		card->lapses, card->leech };
	return state;
}

static struct card_state *
card_show(struct arena *arena, const struct review_card *card)
{
	struct schedule_card schedule = review_card_schedule(card);

	schedule.due_at = card->due_at;
	return state_show(arena, card->card_key, &schedule);
}

/* Lock all cards of the item of ${ref->card_key}; ${*card} is that one. */
static enum fault
cards_lock(struct db *db, struct arena *arena, const struct review_ref *ref, struct review_card **cards, size_t *n,
    struct review_card **card)
{
	enum fault fault = sql_review_lock(db, arena, ref, cards, n);

	*card = NULL;
	for (size_t i = 0; fault == FAULT_ok && i < *n; i++)
		if ((*cards)[i].card_key == ref->card_key)
			*card = &(*cards)[i];
	return fault == FAULT_ok && *card == NULL ? FAULT_unknown : fault;
}

/* A card in review is due when its day begins where the learner lives now. */
static void
due_settle(struct schedule_card *card, const char *timezone, int64_t rollover_hour)
{
	if (card->state == SCHEDULE_review)
		card->due_at = local_day_start(timezone, rollover_hour, card->due_day);
}

/* Take what the client says about time, within reason. */
static enum fault
answer_date(struct answer *answer, struct problems *problems)
{
	const struct review_in *in = answer->in;
	struct review_row *row = &answer->row;
	int64_t latest = in->now + REVIEW_SKEW_MINUTES * 60 * MS_PER_SECOND;
	int year = civil_of_day(in->answered_at / MS_PER_DAY - 1).year;

	if (year < 1000 || civil_of_day(in->answered_at / MS_PER_DAY + 1).year > 9999) {
		problems_add(problems, "/answered_at", "range", "answered_at lies outside of the calendar");
		return FAULT_invalid;
	}
	row->sent_answered_at = row->answered_at = in->answered_at;
	if (row->answered_at > latest)
		row->answered_at = latest;
	if (row->answered_at < answer->card->created_at)
		row->answered_at = answer->card->created_at;
	row->tz_offset = zone_offset(in->timezone, row->answered_at);
	row->rollover_hour = in->rollover_hour;
	row->local_day = local_day(in->timezone, in->rollover_hour, row->answered_at);
	answer->today = local_day(in->timezone, in->rollover_hour, in->now);
	return FAULT_ok;
}

/* Schedule the answer on the card as it was ${before}; fill the rest of the log's row. */
static enum fault
answer_schedule(struct answer *answer, const struct schedule_card *before, struct schedule_card *after)
{
	struct review_row *row = &answer->row;
	struct schedule_setup setup = review_setup(row->card_key, answer->in->timezone, row->rollover_hour, row->answered_at,
	    answer->card->desired_retention);
	struct schedule_result result;

	if (schedule_answer(&setup, before, row->rating, row->answered_at, row->local_day, &result) != 0)
		return FAULT_internal;
	due_settle(&result.card, answer->in->timezone, row->rollover_hour);
	*after = result.card;
	row->review_kind = result.kind;
	row->elapsed_days = result.elapsed_days;
	row->state_before = before->state;
	row->step_before = before->step;
	row->stability_before = before->stability;
	row->difficulty_before = before->difficulty;
	row->retrievability = result.retrievability;
	row->scheduled_days_before = before->scheduled_days;
	row->desired_retention = setup.desired_retention;
	row->interval_seconds = result.interval;
	row->fuzz_days = result.fuzz_days;
	row->due_after = result.card.due_at;
	row->due_day_after = result.card.due_day;
	return FAULT_ok;
}

/* Order of the log: see review_history. */
static bool
entry_before(const struct review_entry *entry, const struct review_row *row)
{
	if (entry->answered_at != row->answered_at)
		return entry->answered_at < row->answered_at;
	return entry->review_kind == SCHEDULE_kind_seed ||
	    memcmp(&entry->review_id, &row->review_id, sizeof(row->review_id)) < 0;
}

/* Put an answer that comes late in its place in the log, and compute the card anew. */
static enum fault
answer_merge(struct answer *answer, struct schedule_card *card)
{
	struct review_row *row = &answer->row;
	struct review_entry *entries, *all;
	struct schedule_card *states, after;
	size_t n, at = 0;
	enum fault fault = sql_review_history(answer->db, answer->arena, &answer->ref, &entries, &n);

	if (fault != FAULT_ok)
		return fault;
	all = arena_array(answer->arena, n + 1, sizeof(*all));
	states = arena_array(answer->arena, n + 2, sizeof(*states));
	while (at < n && entry_before(&entries[at], row))
		at++;
	memcpy(all, entries, at * sizeof(*all));
	memcpy(all + at + 1, entries + at, (n - at) * sizeof(*all));
	if (!review_fold(row->card_key, all, at, states))
		return FAULT_internal;
	if ((fault = answer_schedule(answer, &states[at], &after)) != FAULT_ok)
		return fault;
	all[at] = (struct review_entry){ row->review_id, row->card_key, row->review_kind, row->rating, row->answered_at,
		row->sent_answered_at, row->tz_offset, row->rollover_hour, row->local_day, row->duration_ms,
		row->desired_retention, row->due_after, row->due_day_after };
	if (!review_fold(row->card_key, all, n + 1, states))
		return FAULT_internal;
	*card = states[n + 1];
	if (card->due_day != all[n].due_day_after)
		due_settle(card, answer->in->timezone, row->rollover_hour);
	return FAULT_ok;
}

/* Bury what would give the answer away until tomorrow, and make the further card of what is known well enough. */
static enum fault
siblings_change(struct answer *answer)
{
	int64_t back = answer->row.local_day + 1;
	bool further = false;
	enum fault fault = FAULT_ok;

	for (size_t i = 0; fault == FAULT_ok && i < answer->n_cards; i++) {
		struct review_card *card = &answer->cards[i];
		bool due = card->state == SCHEDULE_new ||
		    (card->state == SCHEDULE_review && card->due_day <= answer->row.local_day);

		further |= card->card_type == CARD_production || card->card_type == CARD_cloze;
		if (card == answer->card || !due || back <= answer->today || card->buried_until >= back)
			continue;
		card->buried_until = back;
		fault = sql_review_card_bury(answer->db, card, NULL);
	}
	if (fault != FAULT_ok || further || answer->card->card_type != CARD_recognition ||
	    answer->card->state != SCHEDULE_review || answer->card->stability < REVIEW_UNLOCK_DAYS)
		return fault;
	return review_unlock(answer->db, answer->arena, &(struct review_unlock){ .item_key = answer->card->item_key,
	    .user_key = answer->in->user_key, .language = answer->card->language, .position = answer->in->now,
	    .buried_until = back > answer->today ? back : ABSENT, .due_at = answer->in->now, .due_day = answer->today,
	    .now = answer->in->now });
}

enum fault
review_unlock(struct db *db, struct arena *arena, struct review_unlock *unlock)
{
	struct review_further further;
	enum fault fault = sql_review_further(db, arena, unlock, &further);

	if (fault != FAULT_ok)
		return fault;
	unlock->card_type = further.card_type;
	fault = sql_review_unlock(db, unlock, NULL);
	return fault == FAULT_duplicate ? FAULT_ok : fault;
}

static enum fault
counts_show(const struct answer *answer, struct reviewed *out)
{
	struct review_queue_in scope = { .language = answer->card->language, .user_key = answer->in->user_key,
		.now = answer->in->now, .timezone = answer->in->timezone, .rollover_hour = answer->in->rollover_hour };
	struct review_day *days;
	size_t n;
	enum fault fault = review_days(answer->db, answer->arena, &scope, &days, &n);

	if (fault != FAULT_ok)
		return fault;
	out->counts = arena_alloc(answer->arena, sizeof(*out->counts));
	if (n > 0)
		*out->counts = review_counts_of(&days[0]);
	return FAULT_ok;
}

/* The review is there already: say again what it made of the card, or that it was another one. */
static enum fault
answer_again(struct answer *answer, struct reviewed *out)
{
	const struct review_row *row = &answer->row;
	struct review_entry entry, *entries;
	struct schedule_card *states;
	size_t n, at = 0;
	enum fault fault = sql_review_find(answer->db, answer->arena, &answer->ref, &entry);

	if (fault != FAULT_ok)
		return fault;
	if (entry.card_key != row->card_key || entry.rating != row->rating || entry.duration_ms != row->duration_ms ||
	    entry.sent_answered_at != row->sent_answered_at)
		return FAULT_review_differs;
	if ((fault = sql_review_history(answer->db, answer->arena, &answer->ref, &entries, &n)) != FAULT_ok)
		return fault;
	states = arena_array(answer->arena, n + 1, sizeof(*states));
	while (at < n && memcmp(&entries[at].review_id, &row->review_id, sizeof(row->review_id)) != 0)
		at++;
	if (at == n || !review_fold(row->card_key, entries, n, states))
		return FAULT_internal;
	out->card = state_show(answer->arena, row->card_key, &states[at + 1]);
	return counts_show(answer, out);
}

static enum fault
answer_take(struct answer *answer, struct reviewed *out)
{
	struct schedule_card before = review_card_schedule(answer->card), after;
	bool late = answer->card->last_review_at != ABSENT && answer->row.answered_at <= answer->card->last_review_at;
	enum fault fault = late ? answer_merge(answer, &after) : answer_schedule(answer, &before, &after);

	if (fault != FAULT_ok)
		return fault;
	fault = sql_review_add(answer->db, &answer->row, NULL);
	if (fault == FAULT_duplicate)
		return answer_again(answer, out);
	review_card_set(answer->card, &after);
	if (fault != FAULT_ok || (fault = sql_review_card_change(answer->db, answer->card, NULL)) != FAULT_ok ||
	    (fault = siblings_change(answer)) != FAULT_ok)
		return fault;
	out->card = card_show(answer->arena, answer->card);
	return counts_show(answer, out);
}

static bool
uuid_nil(const struct uuid *uuid)
{
	static const struct uuid nil;

	return memcmp(uuid, &nil, sizeof(nil)) == 0;
}

enum fault
review_put(struct db *db, const struct review_in *in, struct problems *problems, struct reviewed *out)
{
	struct answer answer = { .db = db, .arena = problems->arena, .in = in,
		.ref = { .user_key = in->user_key, .card_key = in->card_id, .review_id = in->review_id, .now = in->now } };
	enum fault fault = uuid_nil(&in->review_id) ? FAULT_unknown :
	    cards_lock(db, answer.arena, &answer.ref, &answer.cards, &answer.n_cards, &answer.card);

	if (fault != FAULT_ok || answer.card == NULL)
		return fault;
	if (answer.card->undone)
		return FAULT_gone;
	answer.row = (struct review_row){ .user_key = in->user_key, .review_id = in->review_id, .card_key = in->card_id,
		.language = answer.card->language, .rating = in->rating, .duration_ms = in->duration_ms, .now = in->now };
	out->review_id = in->review_id;
	fault = answer_date(&answer, problems);
	return fault == FAULT_ok ? answer_take(&answer, out) : fault;
}

/* Let the other cards of the item come back when nothing of ${card} was answered on ${day} any more. */
static enum fault
siblings_release(struct db *db, struct review_card *cards, size_t n_cards, const struct review_card *card, int64_t day)
{
	enum fault fault = FAULT_ok;

	for (size_t i = 0; fault == FAULT_ok && i < n_cards; i++) {
		if (&cards[i] == card || cards[i].buried_until != day + 1)
			continue;
		cards[i].buried_until = ABSENT;
		fault = sql_review_card_bury(db, &cards[i], NULL);
	}
	return fault;
}

/* Compute ${card} anew; ${*same_day} tells whether another answer of ${day} is left. */
static enum fault
card_refold(struct db *db, struct arena *arena, const struct review_undo_in *in, int64_t day, struct review_card *card,
    bool *same_day)
{
	struct review_ref ref = { .user_key = in->user_key, .card_key = card->card_key };
	struct review_entry *entries;
	struct schedule_card *states, *now;
	size_t n;
	enum fault fault = sql_review_history(db, arena, &ref, &entries, &n);

	if (fault != FAULT_ok)
		return fault;
	states = arena_array(arena, n + 1, sizeof(*states));
	if (!review_fold(card->card_key, entries, n, states))
		return FAULT_internal;
	now = &states[n];
	if (n > 0 && now->due_day != entries[n - 1].due_day_after)
		due_settle(now, in->timezone, in->rollover_hour);
	*same_day = false;
	for (size_t i = 0; i < n; i++)
		*same_day |= entries[i].review_kind != SCHEDULE_kind_seed && entries[i].local_day == day;
	review_card_set(card, now);
	if (card->state == SCHEDULE_new)
		card->due_day = local_day(in->timezone, in->rollover_hour, card->due_at);
	return sql_review_card_change(db, card, NULL);
}

enum fault
review_undo(struct db *db, struct arena *arena, const struct review_undo_in *in, struct review_undone *out)
{
	struct review_ref ref = { .user_key = in->user_key, .review_id = in->review_id, .now = in->now };
	struct review_card *cards, *card;
	struct review_entry entry;
	size_t n;
	bool same_day = false, again;
	enum fault fault = uuid_nil(&in->review_id) ? FAULT_unknown : sql_review_undo_add(db, &ref, NULL);

	again = fault == FAULT_duplicate;
	if (fault != FAULT_ok && !again)
		return fault;
	*out = (struct review_undone){ .review_id = in->review_id };
	fault = sql_review_find(db, arena, &ref, &entry);
	if (fault != FAULT_ok) /* nothing to take back; should it come later, it is refused */
		return fault == FAULT_unknown ? FAULT_ok : fault;
	if (entry.review_kind == SCHEDULE_kind_seed)
		return FAULT_unknown;
	ref.card_key = entry.card_key;
	if ((fault = cards_lock(db, arena, &ref, &cards, &n, &card)) != FAULT_ok)
		return fault;
	if (!again) {
		fault = card_refold(db, arena, in, entry.local_day, card, &same_day);
		if (fault == FAULT_ok && !same_day)
			fault = siblings_release(db, cards, n, card, entry.local_day);
	}
	out->card = card_show(arena, card);
	return fault;
}
