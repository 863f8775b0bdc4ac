#include "fsrs.h"

#include <math.h>
#include <string.h>

#define RETENTION_OF_STABILITY 0.9	/* R(S, S), the meaning of stability */
#define S0_FLOOR 0.1
#define CEILING 2.0			/* of w17 and w18 */
#define OLD_DECAY 0.5			/* fixed in FSRS-4.5 and FSRS-5 */
#define EASE_OF_DIFFICULTY 1.1		/* an ease up to here stores a difficulty */

const double fsrs_default[FSRS_PARAMETERS] = {
	0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
	1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
};

static const struct {
	double low;
	double high;
} bounds[FSRS_PARAMETERS] = {
	{ 0.001, 100.0 }, { 0.001, 100.0 }, { 0.001, 100.0 }, { 0.001, 100.0 },
	{ 1.0, 10.0 }, { 0.001, 4.0 }, { 0.001, 4.0 }, { 0.001, 0.75 },
	{ 0.0, 4.5 }, { 0.0, 0.8 }, { 0.001, 3.5 },
	{ 0.001, 5.0 }, { 0.001, 0.25 }, { 0.001, 0.9 }, { 0.0, 4.0 },
	{ 0.0, 1.0 }, { 1.0, 6.0 },
	{ 0.0, CEILING }, { 0.0, CEILING }, { 0.01, 0.8 }, { 0.1, 0.8 },
};

/* A NaN becomes ${low}, so that no state is ever a NaN. */
static double
clamp(double x, double low, double high)
{
	return x > low ? (x < high ? x : high) : low;
}

static double
round8(unsigned flags, double x)
{
	return flags & FSRS_round8 ? floor(x * 1e8 + 0.5) / 1e8 : x;
}

/*
 * A lapse at S = 1, D = 1, R = 0.7 followed by n same-day answers Good, each worth e^(w17 w18),
 * must not end above the old S; the bound on w17 w18 is shared out as w17 = w18.
 */
static double
short_term_ceiling(const double w[FSRS_PARAMETERS], unsigned steps, unsigned flags)
{
	double square;

	if (steps <= 1)
		return CEILING;
	square = -(log(w[11]) + log(exp2(w[13]) - 1.0) + 0.3 * w[14]) / (double)steps;
	if (flags & FSRS_round8)
		return clamp(round8(flags, sqrt(square > 0.0 ? square : 0.0)), 0.01, CEILING);
	return clamp(sqrt(square > 0.01 ? square : 0.01), 0.0, CEILING);
}

int
fsrs_clip(double w[FSRS_PARAMETERS], unsigned relearning_steps, unsigned flags)
{
	double ceiling;

	for (size_t i = 0; i < FSRS_PARAMETERS; i++)
		if (!isfinite(w[i]))
			return -1;
	for (size_t i = 0; i < FSRS_PARAMETERS; i++) {
		double low = i == 19 && flags & FSRS_long_term ? 0.0 : bounds[i].low;

		w[i] = clamp(w[i], low, bounds[i].high);
	}
	ceiling = short_term_ceiling(w, relearning_steps, flags);
	w[17] = clamp(w[17], 0.0, ceiling);
	w[18] = clamp(w[18], 0.0, ceiling);
	return 0;
}

int
fsrs_migrate(const double *old, size_t count, unsigned flags, double w[FSRS_PARAMETERS])
{
	double slope;

	if (count != 17 && count != 19 && count != FSRS_PARAMETERS)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!isfinite(old[i]))
			return -1;
	slope = old[5];
	if (count == 17 && !(3.0 * slope + 1.0 > 0.0))
		return -1;
	memcpy(w, old, count * sizeof(*w));
	if (count == FSRS_PARAMETERS)
		return 0;
	if (count == 17) {
		w[4] = round8(flags, old[4] + 2.0 * slope);
		w[5] = round8(flags, log1p(3.0 * slope) / 3.0);
		w[6] = round8(flags, old[6] + 0.5);
		w[17] = 0.0;
		w[18] = 0.0;
	}
	w[19] = 0.0;
	w[20] = OLD_DECAY;
	return 0;
}

static double
initial_difficulty(const double w[FSRS_PARAMETERS], int64_t rating, unsigned flags)
{
	return round8(flags, w[4] - exp(w[5] * (double)(rating - 1)) + 1.0);
}

void
fsrs_prepare(struct fsrs_model *model, const double w[FSRS_PARAMETERS], unsigned flags)
{
	memcpy(model->w, w, sizeof(model->w));
	model->flags = flags;
	model->decay = -w[20];
	model->factor = round8(flags, expm1(log(RETENTION_OF_STABILITY) / model->decay));
	model->success_scale = exp(w[8]);
	model->failure_divisor = flags & FSRS_long_term ? 1.0 : exp(w[17] * w[18]);
	model->d0_easy = initial_difficulty(w, FSRS_easy, flags);
	for (int g = FSRS_again; g <= FSRS_easy; g++)
		model->same_day[g - 1] = exp(w[17] * ((double)(g - FSRS_good) + w[18]));
}

struct fsrs_state
fsrs_init(const struct fsrs_model *model, int64_t rating)
{
	int64_t g = rating < FSRS_again ? FSRS_again : rating > FSRS_easy ? FSRS_easy : rating;
	double floor_s = model->flags & FSRS_s0_floor ? S0_FLOOR : FSRS_S_MIN;
	double d0 = initial_difficulty(model->w, g, model->flags);

	return (struct fsrs_state){
		.stability = clamp(model->w[g - 1], floor_s, FSRS_S_MAX),
		.difficulty = clamp(d0, FSRS_D_MIN, FSRS_D_MAX),
	};
}

double
fsrs_retrievability(const struct fsrs_model *model, double stability, double elapsed)
{
	double s = clamp(stability, FSRS_S_MIN, FSRS_S_MAX);

	if (!(elapsed > 0.0))
		return 1.0;
	return round8(model->flags, pow(1.0 + model->factor * elapsed / s, model->decay));
}

static double
stability_success(const struct fsrs_model *model, double s, double d, double r, int64_t g)
{
	const double *w = model->w;
	double gain = model->success_scale * (11.0 - d) * pow(s, -w[9]) * expm1((1.0 - r) * w[10]);

	if (g == FSRS_hard)
		gain *= w[15];
	else if (g == FSRS_easy)
		gain *= w[16];
	return s * (1.0 + gain);
}

static double
stability_failure(const struct fsrs_model *model, double s, double d, double r)
{
	const double *w = model->w;
	double fail = w[11] * pow(d, -w[12]) * (pow(s + 1.0, w[13]) - 1.0) *
	    exp((1.0 - r) * w[14]);
	double cap = s / model->failure_divisor;

	return fail < cap ? fail : cap;
}

static double
stability_same_day(const struct fsrs_model *model, double s, int64_t g)
{
	double k = model->same_day[g - 1] * pow(s, -model->w[19]);

	return g >= FSRS_SAMEDAY_FLOOR && k < 1.0 ? s : s * k;
}

static double
difficulty_step(const struct fsrs_model *model, double d, int64_t g)
{
	const double *w = model->w;
	double delta = -w[6] * (double)(g - FSRS_good);
	double next = d + round8(model->flags, delta * (10.0 - d) / 9.0);
	double reverted = round8(model->flags, w[7] * model->d0_easy + (1.0 - w[7]) * next);

	return clamp(reverted, FSRS_D_MIN, FSRS_D_MAX);
}

struct fsrs_state
fsrs_step(const struct fsrs_model *model, struct fsrs_state state, int64_t rating, double elapsed)
{
	double s = clamp(state.stability, FSRS_S_MIN, FSRS_S_MAX);
	double d = clamp(state.difficulty, FSRS_D_MIN, FSRS_D_MAX);
	double next;

	if (rating < FSRS_again || rating > FSRS_easy)
		return state;
	if (!(elapsed > 0.0) && !(model->flags & FSRS_long_term)) {
		next = stability_same_day(model, s, rating);
	} else {
		double r = fsrs_retrievability(model, s, elapsed);

		next = rating == FSRS_again ? stability_failure(model, s, d, r) :
		    stability_success(model, s, d, r, rating);
	}
	return (struct fsrs_state){
		.stability = round8(model->flags, clamp(next, FSRS_S_MIN, FSRS_S_MAX)),
		.difficulty = difficulty_step(model, d, rating),
	};
}

double
fsrs_modifier(const struct fsrs_model *model, double retention)
{
	double power = pow(retention, 1.0 / model->decay);

	return round8(model->flags, (power - 1.0) / model->factor);
}

int64_t
fsrs_days(double interval, int64_t max)
{
	return (int64_t)clamp(floor(interval + 0.5), 1.0, (double)max);
}

struct fsrs_state
fsrs_from_sm2(const struct fsrs_model *model, double ease, double interval, double retention)
{
	const double *w = model->w;
	double days = interval > FSRS_S_MIN ? interval : FSRS_S_MIN;
	double s = clamp(days / fsrs_modifier(model, retention), FSRS_S_MIN, FSRS_S_MAX);
	double gain = model->success_scale * pow(s, -w[9]) * expm1((1.0 - retention) * w[10]);
	double d = ease <= EASE_OF_DIFFICULTY ? (ease - 0.1) * 9.0 + 1.0 :
	    11.0 - (ease - 1.0) / gain;

	return (struct fsrs_state){
		.stability = s,
		.difficulty = clamp(d, FSRS_D_MIN, FSRS_D_MAX),
	};
}
