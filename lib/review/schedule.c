#include "schedule.h"

#include <math.h>
#include <string.h>

#include "clock.h"
#include "fuzz.h"

#define DAY_SECONDS 86400
#define SHORT_INTERVAL 0.5	/* days; below it a card without steps is asked again the same day */
#define SHORT_SECONDS 60	/* but not sooner than this */

const int64_t schedule_learning_default[2] = { 60, 600 };
const int64_t schedule_relearning_default[1] = { 600 };

/* One preview in the making: what all four ratings share, and what each would bring. */
struct plan {
	const struct schedule_setup *setup;
	const struct schedule_card *card;
	const int64_t *steps;		/* of the state before */
	size_t step_count;
	int waiting;			/* state while in these steps */
	int64_t now;
	int64_t today;
	int64_t elapsed;
	double fuzz;			/* position in the fuzz range, [0, 1) */
	double interval[FSRS_easy];	/* unrounded days, by rating - 1 */
	struct schedule_result *results;
};

const char *const schedule_state_names[] = {
	[0] = "",
	[SCHEDULE_new] = "new",
	[SCHEDULE_learning] = "learning",
	[SCHEDULE_review] = "review",
	[SCHEDULE_relearning] = "relearning",
	NULL,
};

const char *const schedule_kind_names[] = {
	[0] = "",
	[SCHEDULE_kind_learn] = "learn",
	[SCHEDULE_kind_review] = "review",
	[SCHEDULE_kind_relearn] = "relearn",
	[SCHEDULE_kind_cram] = "cram",
	[SCHEDULE_kind_manual] = "manual",
	[SCHEDULE_kind_reset] = "reset",
	[SCHEDULE_kind_reschedule] = "reschedule",
	[SCHEDULE_kind_seed] = "seed",
	NULL,
};

static int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static bool
is_fuzzed(const struct plan *p, double days)
{
	return p->setup->fuzz && days >= FUZZ_FROM;
}

/* Anki: the range is kept in [least, max], so that fuzz never undoes the order of the ratings. */
static int64_t
days_anki(struct plan *p, int64_t rating, int64_t least)
{
	int64_t max = p->setup->max_interval;
	double days = fmin(p->interval[rating - 1], (double)max);
	struct fuzz_range allowed = { smaller(least, max), max };
	int64_t plain = larger(fsrs_days(days, max), allowed.lower);
	int64_t chosen = plain;

	if (is_fuzzed(p, days))
		chosen = fuzz_pick(fuzz_within(days, allowed), p->fuzz);
	p->results[rating - 1].fuzz_days = chosen - plain;
	return chosen;
}

/* ts-fsrs fuzzes the rounded interval, and raises it to ${least} even beyond the maximum. */
static int64_t
days_ts(struct plan *p, int64_t rating, int64_t least)
{
	int64_t max = p->setup->max_interval;
	int64_t plain = fsrs_days(p->interval[rating - 1], max);
	int64_t chosen = plain;

	if (is_fuzzed(p, (double)plain))
		chosen = fuzz_pick(fuzz_ts((double)plain, p->elapsed, max), p->fuzz);
	p->results[rating - 1].fuzz_days = chosen - plain;
	return larger(chosen, least);
}

static bool
is_ts(const struct plan *p)
{
	return p->setup->flags & SCHEDULE_ts;
}

/* Whole days for ${rating}, not under ${least}. */
static int64_t
plan_days(struct plan *p, int64_t rating, int64_t least)
{
	return is_ts(p) ? days_ts(p, rating, least) : days_anki(p, rating, least);
}

/* The local day of an instant, told from the day it is now. */
static int64_t
day_of(const struct plan *p, int64_t at)
{
	int64_t since = p->now - p->setup->day_offset;
	int64_t into_today = (since % MS_PER_DAY + MS_PER_DAY) % MS_PER_DAY;

	return p->today + (into_today + (at - p->now)) / MS_PER_DAY;
}

/* Out of the steps: due on a day. */
static void
plan_review(struct plan *p, int64_t rating, int64_t days)
{
	struct schedule_result *r = &p->results[rating - 1];

	r->card.state = SCHEDULE_review;
	r->card.step = 0;
	r->card.scheduled_days = days;
	r->card.due_day = p->today + days;
	r->card.due_at = is_ts(p) ? p->now + days * MS_PER_DAY :
	    r->card.due_day * MS_PER_DAY + p->setup->day_offset;
	r->interval = days * DAY_SECONDS;
}

/*
 * Into the step ${index}, ${seconds} from now.  A step of a day or more is a review interval that
 * keeps the index.
 */
static void
plan_step(struct plan *p, int64_t rating, int64_t seconds, int64_t index)
{
	struct schedule_result *r = &p->results[rating - 1];

	r->fuzz_days = 0;
	if (seconds >= DAY_SECONDS) {
		plan_review(p, rating, seconds / DAY_SECONDS);
	} else {
		r->card.state = p->waiting;
		r->card.scheduled_days = 0;
		r->card.due_at = p->now + seconds * MS_PER_SECOND;
		r->card.due_day = day_of(p, r->card.due_at);
		r->interval = seconds;
	}
	r->card.step = index;
}

/* Out of the steps, but a memory too short for a day is asked again today if none are set. */
static void
plan_graduation(struct plan *p, int64_t rating, int64_t days)
{
	const double *w = p->setup->model->w;
	double interval = p->interval[rating - 1];
	double seconds = interval * (double)DAY_SECONDS;

	if (p->step_count == 0 && !is_ts(p) && interval < SHORT_INTERVAL && w[17] > 0.0 && w[18] > 0.0)
		plan_step(p, rating, (int64_t)fmax(seconds, SHORT_SECONDS), 0);
	else
		plan_review(p, rating, days);
}

/* Seconds of Hard: longer than Again, which is the first step, and shorter than Good. */
static int64_t
hard_seconds(const struct plan *p, size_t current)
{
	int64_t first = p->steps[0];

	if (is_ts(p)) {
		double mean = p->step_count == 1 ? 1.5 * (double)first :
		    ((double)first + (double)p->steps[1]) / 2.0;

		return (int64_t)floor(mean / 60.0 + 0.5) * 60;
	}
	if (current > 0)
		return p->steps[current < p->step_count ? current : p->step_count - 1];
	if (p->step_count == 1)
		return first + smaller(first / 2, DAY_SECONDS);
	return first + (p->steps[1] - first) / 2;
}

/* Again, and Hard and Good while the steps last; a rating without a step graduates. */
static void
plan_steps(struct plan *p, int64_t last_rating)
{
	size_t current = p->card->step > 0 ? (size_t)p->card->step : 0;
	int64_t good;

	if (is_ts(p) && current >= p->step_count)
		p->step_count = 0;
	if (p->step_count == 0)
		plan_graduation(p, FSRS_again, plan_days(p, FSRS_again, 1));
	else
		plan_step(p, FSRS_again, p->steps[0], 0);
	if (last_rating == FSRS_again)
		return;
	if (p->step_count == 0)
		plan_graduation(p, FSRS_hard, plan_days(p, FSRS_hard, 1));
	else
		plan_step(p, FSRS_hard, hard_seconds(p, current), (int64_t)current);
	good = plan_days(p, FSRS_good, 1);
	if (current + 1 < p->step_count)
		plan_step(p, FSRS_good, p->steps[current + 1], (int64_t)current + 1);
	else
		plan_graduation(p, FSRS_good, good);
	plan_graduation(p, FSRS_easy, plan_days(p, FSRS_easy, is_ts(p) ? 1 : good + 1));
}

/* Anki: success does not shorten the interval unless it lies beyond the reach of fuzz. */
static int64_t
least_after_success(const struct plan *p, int64_t rating)
{
	int64_t previous = p->card->scheduled_days;
	double days = fmin(p->interval[rating - 1], (double)p->setup->max_interval);

	if (previous < 1)
		return 1;
	if (fsrs_days(days, p->setup->max_interval) > previous)
		return previous + 1;
	return previous <= fuzz_around(days).upper ? previous : 1;
}

/* Hard, Good and Easy of a review card, each a day or more apart where the maximum allows. */
static void
plan_success(struct plan *p)
{
	int64_t hard, good, easy;

	if (is_ts(p)) {
		hard = plan_days(p, FSRS_hard, 1);
		good = plan_days(p, FSRS_good, 1);
		hard = smaller(hard, good);
		good = larger(good, hard + 1);
		easy = plan_days(p, FSRS_easy, good + 1);
	} else {
		hard = plan_days(p, FSRS_hard, least_after_success(p, FSRS_hard));
		good = plan_days(p, FSRS_good, larger(hard + 1, least_after_success(p, FSRS_good)));
		easy = plan_days(p, FSRS_easy, larger(good + 1, least_after_success(p, FSRS_easy)));
	}
	plan_review(p, FSRS_hard, hard);
	plan_review(p, FSRS_good, good);
	plan_review(p, FSRS_easy, easy);
}

/* Without short-term memory there are no steps: every rating is a day apart from the last. */
static void
plan_long_term(struct plan *p)
{
	int64_t hard = plan_days(p, FSRS_hard, 1);
	int64_t days = smaller(plan_days(p, FSRS_again, 1), hard);

	plan_review(p, FSRS_again, days);
	for (int64_t g = FSRS_hard; g <= FSRS_easy; g++) {
		days = plan_days(p, g, days + 1);
		plan_review(p, g, days);
	}
}

static bool
has_memory(const struct schedule_card *card)
{
	return card->state != SCHEDULE_new && card->stability > 0.0;
}

static int64_t
days_since_answer(const struct schedule_card *card, int64_t today)
{
	return has_memory(card) && today > card->last_review_day ?
	    today - card->last_review_day : 0;
}

static bool
is_leech(int64_t lapses)
{
	return lapses >= SCHEDULE_LEECH_LAPSES &&
	    (lapses - SCHEDULE_LEECH_LAPSES) % SCHEDULE_LEECH_REPEAT == 0;
}

/* What does not depend on the interval: memory, counts, leech, time of the answer. */
static void
plan_memory(struct plan *p, int64_t rating)
{
	const struct schedule_card *card = p->card;
	const struct fsrs_model *model = p->setup->model;
	struct schedule_result *r = &p->results[rating - 1];
	bool first = !has_memory(card);
	struct fsrs_state before = { card->stability, card->difficulty };
	struct fsrs_state after = first ? fsrs_init(model, rating) :
	    fsrs_step(model, before, rating, (double)p->elapsed);
	bool lapse = rating == FSRS_again && (card->state == SCHEDULE_review ||
	    (model->flags & FSRS_long_term && card->state != SCHEDULE_new));

	*r = (struct schedule_result){
		.card = *card,
		.kind = card->state == SCHEDULE_review ? SCHEDULE_kind_review :
		    card->state == SCHEDULE_relearning ? SCHEDULE_kind_relearn :
		    SCHEDULE_kind_learn,
		.elapsed_days = p->elapsed,
		.retrievability = first ? NAN :
		    fsrs_retrievability(model, before.stability, (double)p->elapsed),
	};
	r->card.stability = after.stability;
	r->card.difficulty = after.difficulty;
	r->card.reps++;
	r->card.lapses += lapse;
	r->card.last_review_at = p->now;
	r->card.last_review_day = p->today;
	r->leech = lapse && is_leech(r->card.lapses);
	r->card.leech |= r->leech;
}

int
schedule_preview(const struct schedule_setup *setup, const struct schedule_card *card,
    int64_t now, int64_t today, struct schedule_result results[FSRS_easy])
{
	bool relearn = card->state == SCHEDULE_review || card->state == SCHEDULE_relearning;
	double modifier = fsrs_modifier(setup->model, setup->desired_retention);
	struct plan p = {
		.setup = setup,
		.card = card,
		.steps = relearn ? setup->relearning_steps : setup->learning_steps,
		.step_count = relearn ? setup->relearning_count : setup->learning_count,
		.waiting = relearn ? SCHEDULE_relearning : SCHEDULE_learning,
		.now = now,
		.today = today,
		.elapsed = days_since_answer(card, today),
		.fuzz = fuzz_position(setup->seed, card->reps),
		.results = results,
	};

	if (card->state < SCHEDULE_new || card->state > SCHEDULE_relearning)
		return -1;
	for (int64_t g = FSRS_again; g <= FSRS_easy; g++) {
		plan_memory(&p, g);
		p.interval[g - 1] = results[g - 1].card.stability * modifier;
	}
	if (setup->model->flags & FSRS_long_term) {
		plan_long_term(&p);
	} else if (card->state == SCHEDULE_review) {
		plan_steps(&p, FSRS_again);
		plan_success(&p);
	} else {
		plan_steps(&p, FSRS_easy);
	}
	return 0;
}

int
schedule_answer(const struct schedule_setup *setup, const struct schedule_card *card,
    int64_t rating, int64_t now, int64_t today, struct schedule_result *result)
{
	struct schedule_result results[FSRS_easy];

	if (rating < FSRS_again || rating > FSRS_easy)
		return -1;
	if (schedule_preview(setup, card, now, today, results) != 0)
		return -1;
	*result = results[rating - 1];
	return 0;
}

static void
card_move(const struct schedule_setup *setup, struct schedule_card *card, int64_t due_day)
{
	card->due_day = due_day;
	card->due_at = due_day * MS_PER_DAY + setup->day_offset;
	card->scheduled_days = larger(due_day - card->last_review_day, 1);
}

int
schedule_seed(const struct schedule_setup *setup, struct schedule_card *card, int64_t rating,
    int64_t now, int64_t today, int64_t due_day)
{
	struct fsrs_state memory = fsrs_init(setup->model, rating);

	if (card->state != SCHEDULE_new || rating < FSRS_again || rating > FSRS_easy)
		return -1;
	card->state = SCHEDULE_review;
	card->step = 0;
	card->stability = memory.stability;
	card->difficulty = memory.difficulty;
	card->last_review_at = now;
	card->last_review_day = today;
	card_move(setup, card, larger(due_day, today + 1));
	return 0;
}

/* An answer clamped to the creation of its card must not come before the card's seed. */
static int
entry_compare(const struct schedule_entry *a, const struct schedule_entry *b)
{
	bool a_seed = a->kind == SCHEDULE_kind_seed, b_seed = b->kind == SCHEDULE_kind_seed;

	if (a->answered_at != b->answered_at)
		return a->answered_at < b->answered_at ? -1 : 1;
	if (a_seed != b_seed)
		return a_seed ? -1 : 1;
	return memcmp(a->review_id, b->review_id, sizeof(a->review_id));
}

/* By insertion: rows come sorted but for the few that arrived late. */
static void
entries_sort(struct schedule_entry *entries, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct schedule_entry moved = entries[i];
		size_t at = i;

		for (; at > 0 && entry_compare(&moved, &entries[at - 1]) < 0; at--)
			entries[at] = entries[at - 1];
		entries[at] = moved;
	}
}

static int
entry_apply(const struct schedule_setup *setup, const struct schedule_entry *e,
    struct schedule_card *card)
{
	struct schedule_result result;

	switch (e->kind) {
	case SCHEDULE_kind_learn:
	case SCHEDULE_kind_review:
	case SCHEDULE_kind_relearn:
		if (schedule_answer(setup, card, e->rating, e->answered_at, e->local_day, &result) != 0)
			return -1;
		*card = result.card;
		return 0;
	case SCHEDULE_kind_cram:
		return 0;
	case SCHEDULE_kind_manual:
	case SCHEDULE_kind_reschedule:
		if (card->state == SCHEDULE_review)
			card_move(setup, card, e->due_day);
		return 0;
	case SCHEDULE_kind_reset:
		*card = SCHEDULE_CARD_NEW;
		return 0;
	case SCHEDULE_kind_seed:
		if (card->state != SCHEDULE_new)
			return 0;
		return schedule_seed(setup, card, e->rating, e->answered_at, e->local_day, e->due_day);
	default:
		return -1;
	}
}

int
schedule_replay(const struct schedule_setup *setup, struct schedule_entry *entries,
    size_t count, struct schedule_card *card)
{
	entries_sort(entries, count);
	*card = SCHEDULE_CARD_NEW;
	for (size_t i = 0; i < count; i++)
		if (entry_apply(setup, &entries[i], card) != 0)
			return -1;
	return 0;
}

bool
schedule_is_due(const struct schedule_card *card, int64_t now, int64_t today)
{
	switch (card->state) {
	case SCHEDULE_new:
		return true;
	case SCHEDULE_review:
		return card->due_day <= today;
	default:
		return card->due_at <= now;
	}
}

double
schedule_retrievability(const struct schedule_setup *setup, const struct schedule_card *card,
    int64_t today)
{
	int64_t elapsed = days_since_answer(card, today);

	if (!has_memory(card))
		return NAN;
	return fsrs_retrievability(setup->model, card->stability, (double)elapsed);
}
