/* The state of a card is the fold of its log; this file computes it and compares it with the row. */

#include "review.h"

#include <math.h>

#include "arena.h"
#include "clock.h"
#include "sql.h"
#include "tx.h"

/* The published parameters; every card uses them so far. */
static const struct fsrs_model *
model_default(void)
{
	static struct fsrs_model model;
	static bool ready;

	if (!ready)
		fsrs_prepare(&model, fsrs_default, 0);
	ready = true;
	return &model;
}

static struct schedule_setup
setup_make(uint64_t card_key, int64_t tz_offset, int64_t rollover_hour, double retention)
{
	struct schedule_setup setup = SCHEDULE_SETUP(model_default());

	setup.desired_retention = isnan(retention) ? REVIEW_RETENTION : retention;
	setup.day_offset = (rollover_hour * 60 - tz_offset) * 60 * MS_PER_SECOND;
	setup.seed = card_key;
	return setup;
}

struct schedule_setup
review_setup(uint64_t card_key, const char *timezone, int64_t rollover_hour, int64_t now, double retention)
{
	return setup_make(card_key, zone_offset(timezone, now), rollover_hour, retention);
}

/* Each row is applied with the retention and the clock that were the learner's then. */
static bool
entry_apply(uint64_t card_key, const struct review_entry *entry, struct schedule_card *card)
{
	struct schedule_setup setup = setup_make(card_key, entry->tz_offset, entry->rollover_hour, entry->desired_retention);
	struct schedule_result result;

	if (entry->review_kind == SCHEDULE_kind_seed)
		return card->state != SCHEDULE_new || schedule_seed(&setup, card, entry->rating, entry->answered_at,
		    entry->local_day, entry->due_day_after) == 0;
	if (schedule_answer(&setup, card, entry->rating, entry->answered_at, entry->local_day, &result) != 0)
		return false;
	*card = result.card;
	return true;
}

bool
review_fold(uint64_t card_key, const struct review_entry *entries, size_t count, struct schedule_card *states)
{
	states[0] = SCHEDULE_CARD_NEW;
	for (size_t i = 0; i < count; i++) {
		states[i + 1] = states[i];
		if (!entry_apply(card_key, &entries[i], &states[i + 1]))
			return false;
		if (states[i + 1].state == SCHEDULE_review && states[i + 1].due_day == entries[i].due_day_after)
			states[i + 1].due_at = entries[i].due_after; /* the zone may be another one now */
	}
	return true;
}

struct schedule_card
review_card_schedule(const struct review_card *card)
{
	if (card->state == SCHEDULE_new)
		return SCHEDULE_CARD_NEW;
	return (struct schedule_card){ card->state, card->step, card->reps, card->lapses, card->stability, card->difficulty,
		card->last_review_at, card->last_review_day, card->due_at, card->due_day, card->scheduled_days, card->leech };
}

void
review_card_set(struct review_card *card, const struct schedule_card *schedule)
{
	card->state = schedule->state;
	card->step = schedule->step;
	card->reps = schedule->reps;
	card->lapses = schedule->lapses;
	card->stability = schedule->stability;
	card->difficulty = schedule->difficulty;
	card->last_review_at = schedule->last_review_at;
	card->last_review_day = schedule->last_review_day;
	card->scheduled_days = schedule->scheduled_days;
	card->leech = schedule->leech;
	if (schedule->state == SCHEDULE_new) { /* back to its place in the line */
		card->due_at = card->position;
		return;
	}
	card->due_at = schedule->due_at;
	card->due_day = schedule->due_day;
}

static bool
real_equal(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* The day decides for a card in review: its instant depends on the zone the learner had when it was computed. */
static bool
card_equal(const struct schedule_card *a, const struct schedule_card *b)
{
	return a->state == b->state && a->step == b->step && a->reps == b->reps && a->lapses == b->lapses &&
	    real_equal(a->stability, b->stability) && real_equal(a->difficulty, b->difficulty) &&
	    a->last_review_at == b->last_review_at && a->last_review_day == b->last_review_day && a->due_day == b->due_day &&
	    a->scheduled_days == b->scheduled_days && a->leech == b->leech &&
	    (a->state == SCHEDULE_review || a->due_at == b->due_at);
}

struct audit {
	struct db *db;
	struct arena *arena;
	struct review_span span;
	uint64_t last; /* card looked at */
	int64_t checked, wrong;
	uint64_t first; /* wrong card, 0: none */
};

static enum fault
audit_work(void *context)
{
	struct audit *audit = context;
	struct review_card *cards;
	size_t count;
	enum fault fault = sql_review_cards_after(audit->db, audit->arena, &audit->span, &cards, &count);

	audit->checked = audit->wrong = 0;
	audit->first = 0;
	audit->last = audit->span.card_key;

	for (size_t i = 0; fault == FAULT_ok && i < count; i++) {
		struct review_ref ref = { .user_key = cards[i].user_key, .card_key = cards[i].card_key };
		struct schedule_card row = review_card_schedule(&cards[i]), *states;
		struct review_entry *entries;
		size_t n;

		if ((fault = sql_review_history(audit->db, audit->arena, &ref, &entries, &n)) != FAULT_ok)
			return fault;
		states = arena_array(audit->arena, n + 1, sizeof(*states));
		if (!review_fold(ref.card_key, entries, n, states) || !card_equal(&row, &states[n])) {
			audit->wrong++;
			audit->first = audit->first == 0 ? ref.card_key : audit->first;
		}
		audit->checked++;
		audit->last = ref.card_key;
	}
	return fault;
}

enum fault
review_audit(struct db *db, struct arena *arena, struct review_span *span, int64_t *checked, int64_t *wrong,
    uint64_t *first)
{
	struct audit audit = { .db = db, .arena = arena, .span = *span };
	enum fault fault = tx_run(db, audit_work, &audit, true, NULL);

	span->card_key = audit.last;
	*checked += audit.checked;
	*wrong += audit.wrong;
	*first = *first == 0 ? audit.first : *first;
	return fault;
}
