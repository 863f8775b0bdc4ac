/*
 * vectors FILE...: compares the scheduler with reference values in files of the layout of
 * tests/vectors/fsrs6.json.  Prints for every kind the number of values, the worst error and the
 * bar, and exits 1 when a bar is missed, 2 when a file cannot be used.  A file may leave out whole
 * sections, or an implementation's values of a step: then there is less to compare, and it says so.
 *
 * Kinds: f64 exact double precision; ts ts-fsrs, against our plain model, and ts8 against our
 * model with the rounding of ts-fsrs; rs fsrs-rs in single precision; next_f64 the four ratings a
 * week later; trace whole cards of ts-fsrs; sm2, fuzz, clip, migrate.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "clock.h"
#include "fuzz.h"
#include "schedule.h"

enum kind {
	KIND_f64_s, KIND_f64_d, KIND_f64_r, KIND_f64_ivl, KIND_f64_days,
	KIND_next_s, KIND_next_d, KIND_next_ivl,
	KIND_ts_s, KIND_ts_s_large, KIND_ts_d, KIND_ts_days,
	KIND_ts8_s, KIND_ts8_d, KIND_ts8_r, KIND_ts8_days,
	KIND_rs_s, KIND_rs_d, KIND_rs_days,
	KIND_trace_card, KIND_trace_s, KIND_trace_d,
	KIND_sm2_s, KIND_sm2_d, KIND_fuzz, KIND_clip, KIND_migrate,
	KIND_count,
};

/* What to compare. A day count or a whole card is equal (error 0) or not (error 1). */
static struct check {
	const char *name;
	double bar;		/* largest error allowed */
	size_t one_miss_in;	/* so many values may hold one above the bar; 0: none */
	size_t count;
	size_t misses;
	double worst;
} checks[KIND_count] = {
	[KIND_f64_s] = { "f64 stability, relative", 1e-9, 0, 0, 0, 0.0 },
	[KIND_f64_d] = { "f64 difficulty", 1e-9, 0, 0, 0, 0.0 },
	[KIND_f64_r] = { "f64 retrievability", 1e-12, 0, 0, 0, 0.0 },
	[KIND_f64_ivl] = { "f64 interval, relative", 1e-9, 0, 0, 0, 0.0 },
	[KIND_f64_days] = { "f64 days", 0.0, 0, 0, 0, 0.0 },
	[KIND_next_s] = { "next stability, relative", 1e-9, 0, 0, 0, 0.0 },
	[KIND_next_d] = { "next difficulty", 1e-9, 0, 0, 0, 0.0 },
	[KIND_next_ivl] = { "next interval, relative", 1e-9, 0, 0, 0, 0.0 },
	[KIND_ts_s] = { "ts stability, relative", 1e-5, 0, 0, 0, 0.0 },
	[KIND_ts_s_large] = { "ts stability >= 0.01, relative", 1e-6, 0, 0, 0, 0.0 },
	[KIND_ts_d] = { "ts difficulty, relative", 2e-8, 0, 0, 0, 0.0 },
	[KIND_ts_days] = { "ts days", 0.0, 0, 0, 0, 0.0 },
	[KIND_ts8_s] = { "ts8 stability", 1e-8, 0, 0, 0, 0.0 },
	[KIND_ts8_d] = { "ts8 difficulty", 1e-8, 0, 0, 0, 0.0 },
	[KIND_ts8_r] = { "ts8 retrievability", 1e-8, 0, 0, 0, 0.0 },
	[KIND_ts8_days] = { "ts8 days", 0.0, 0, 0, 0, 0.0 },
	[KIND_rs_s] = { "rs stability, relative", 2e-5, 0, 0, 0, 0.0 },
	[KIND_rs_d] = { "rs difficulty, relative", 2e-6, 0, 0, 0, 0.0 },
	[KIND_rs_days] = { "rs days", 0.0, 2600, 0, 0, 0.0 },
	[KIND_trace_card] = { "trace cards", 0.0, 0, 0, 0, 0.0 },
	[KIND_trace_s] = { "trace stability", 1e-8, 0, 0, 0, 0.0 },
	[KIND_trace_d] = { "trace difficulty", 1e-8, 0, 0, 0, 0.0 },
	[KIND_sm2_s] = { "sm2 stability, relative", 1e-5, 0, 0, 0, 0.0 },
	[KIND_sm2_d] = { "sm2 difficulty, relative", 1e-5, 0, 0, 0, 0.0 },
	[KIND_fuzz] = { "fuzz_range_ts", 0.0, 0, 0, 0, 0.0 },
	[KIND_clip] = { "clip", 1e-8, 0, 0, 0, 0.0 },
	[KIND_migrate] = { "migrate", 1e-8, 0, 0, 0, 0.0 },
};

static bool malformed;	/* the file in hand lacks something its layout promises */

/* A NaN counts as an infinite error. */
static void
check_error(enum kind kind, double error)
{
	struct check *check = &checks[kind];
	double size = isnan(error) ? HUGE_VAL : fabs(error);

	check->count++;
	if (!(size <= check->bar))
		check->misses++;
	if (size > check->worst)
		check->worst = size;
}

static void
check_relative(enum kind kind, double got, double want)
{
	check_error(kind, got == want ? 0.0 : (got - want) / want);
}

static double
number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_number(value))
		malformed = true;
	return json_number_value(value);
}

static int64_t
integer(const json_t *object, const char *key)
{
	return (int64_t)number(object, key);
}

static const char *
text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	if (value == NULL)
		malformed = true;
	return value != NULL ? value : "";
}

static void
numbers(const json_t *array, double *out, size_t count)
{
	if (json_array_size(array) != count)
		malformed = true;
	for (size_t i = 0; i < count; i++)
		out[i] = json_number_value(json_array_get(array, i));
}

static int64_t
instant(const json_t *object, const char *key)
{
	int64_t at = 0;

	if (!instant_parse(text(object, key), &at))
		malformed = true;
	return at;
}

static struct fsrs_model
model_named(const json_t *file, const char *name, unsigned flags)
{
	double w[FSRS_PARAMETERS];
	struct fsrs_model model;

	numbers(json_object_get(json_object_get(file, "params"), name), w, FSRS_PARAMETERS);
	fsrs_prepare(&model, w, flags);
	return model;
}

static int64_t
days(const struct fsrs_model *model, struct fsrs_state state, double retention)
{
	return fsrs_days(state.stability * fsrs_modifier(model, retention), 36500);
}

/* Where one implementation's values of a step go; KIND_count: it has no such value. */
struct column {
	const char *key;
	unsigned flags;
	bool relative_s;
	bool relative_d;
	enum kind s, d, r, ivl, days;
};

static const struct column columns[] = {
	{ "f64", 0, true, false, KIND_f64_s, KIND_f64_d, KIND_f64_r, KIND_f64_ivl, KIND_f64_days },
	{ "ts", FSRS_s0_floor, true, true, KIND_ts_s, KIND_ts_d, KIND_count, KIND_count,
	    KIND_ts_days },
	{ "ts", FSRS_s0_floor | FSRS_round8, false, false, KIND_ts8_s, KIND_ts8_d, KIND_ts8_r,
	    KIND_count, KIND_ts8_days },
	{ "rs", 0, true, true, KIND_rs_s, KIND_rs_d, KIND_count, KIND_count, KIND_rs_days },
};

static void
check_value(enum kind kind, bool relative, double got, double want)
{
	if (relative)
		check_relative(kind, got, want);
	else
		check_error(kind, got - want);
}

static void
step_check(const struct column *c, const struct fsrs_model *model, double retention,
    struct fsrs_state state, const json_t *want)
{
	double s = number(want, "s");

	check_value(c->s, c->relative_s, state.stability, s);
	if (c->s == KIND_ts_s && s >= 0.01)
		check_relative(KIND_ts_s_large, state.stability, s);
	check_value(c->d, c->relative_d, state.difficulty, number(want, "d"));
	if (c->ivl != KIND_count)
		check_relative(c->ivl, state.stability * fsrs_modifier(model, retention),
		    number(want, "ivl"));
	check_error(c->days, (double)(days(model, state, retention) != integer(want, "days")));
}

static struct fsrs_state
history_check(const json_t *history, const struct column *c, const struct fsrs_model *model)
{
	struct fsrs_state state = { 0.0, 0.0 };
	const json_t *step;
	size_t i;

	json_array_foreach(json_object_get(history, "steps"), i, step) {
		const json_t *want = json_object_get(step, c->key);
		double t = number(step, "t");
		int64_t g = integer(step, "g");

		if (i > 0 && want != NULL && c->r != KIND_count)
			check_error(c->r,
			    fsrs_retrievability(model, state.stability, t) - number(want, "r"));
		state = i == 0 ? fsrs_init(model, g) : fsrs_step(model, state, g, t);
		if (want != NULL)
			step_check(c, model, number(history, "dr"), state, want);
	}
	return state;
}

static void
histories_check(const json_t *file)
{
	const json_t *history, *next;
	size_t h, n;

	json_array_foreach(json_object_get(file, "histories"), h, history) {
		struct fsrs_model model = model_named(file, text(history, "params"), 0);
		struct fsrs_state last = history_check(history, &columns[0], &model);
		double modifier = fsrs_modifier(&model, number(history, "dr"));

		json_array_foreach(json_object_get(history, "preview_t7"), n, next) {
			struct fsrs_state state = fsrs_step(&model, last, integer(next, "g"), 7.0);

			check_relative(KIND_next_s, state.stability, number(next, "s"));
			check_error(KIND_next_d, state.difficulty - number(next, "d"));
			check_relative(KIND_next_ivl, state.stability * modifier,
			    number(next, "ivl"));
		}
		for (size_t i = 1; i < sizeof(columns) / sizeof(columns[0]); i++) {
			model = model_named(file, text(history, "params"), columns[i].flags);
			history_check(history, &columns[i], &model);
		}
	}
}

#define STEPS_MAX 16

/* A configuration of ts-fsrs, with room for what the setup borrows. */
struct config {
	struct fsrs_model model;
	struct schedule_setup setup;
	int64_t learning[STEPS_MAX];
	int64_t relearning[STEPS_MAX];
};

/* Steps like "5m", "1h", "2d" in seconds; the default when ${list} is absent. */
static const int64_t *
steps_read(const json_t *list, int64_t *room, const int64_t *absent, size_t *count)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };

	if (list == NULL)
		return absent;
	*count = json_array_size(list) < STEPS_MAX ? json_array_size(list) : 0;
	malformed |= *count != json_array_size(list);
	for (size_t i = 0; i < *count; i++) {
		const char *step = json_string_value(json_array_get(list, i));
		char *unit = NULL;
		long n = step != NULL ? strtol(step, &unit, 10) : 0;

		room[i] = 0;
		for (size_t u = 0; unit != NULL && u < sizeof(units) / sizeof(units[0]); u++)
			if (units[u].unit == *unit)
				room[i] = n * units[u].seconds;
		malformed |= room[i] <= 0;
	}
	return room;
}

static void
config_read(const json_t *file, const char *name, struct config *config)
{
	const json_t *row, *options = NULL, *value;
	struct schedule_setup *setup = &config->setup;
	unsigned flags = FSRS_round8 | FSRS_s0_floor;
	size_t i;

	json_array_foreach(json_object_get(file, "scheduler_cfgs"), i, row)
		if (strcmp(text(row, "name"), name) == 0)
			options = json_object_get(row, "o");
	malformed |= options == NULL;
	if (json_is_false(json_object_get(options, "enable_short_term")))
		flags |= FSRS_long_term;
	config->model = model_named(file, "default", flags);
	*setup = SCHEDULE_SETUP(&config->model);
	setup->fuzz = false;
	setup->flags = SCHEDULE_ts;
	setup->learning_steps = steps_read(json_object_get(options, "learning_steps"),
	    config->learning, setup->learning_steps, &setup->learning_count);
	setup->relearning_steps = steps_read(json_object_get(options, "relearning_steps"),
	    config->relearning, setup->relearning_steps, &setup->relearning_count);
	if ((value = json_object_get(options, "maximum_interval")) != NULL)
		setup->max_interval = (int64_t)json_number_value(value);
	if ((value = json_object_get(options, "request_retention")) != NULL)
		setup->desired_retention = json_number_value(value);
}

/* States are 0 New, 1 Learning, 2 Review, 3 Relearning in ts-fsrs, whose days are those of UTC. */
static void
trace_check(const json_t *trace, const struct schedule_setup *setup)
{
	struct schedule_card card = SCHEDULE_CARD_NEW;
	struct schedule_result result;
	const json_t *want;
	size_t i;

	json_array_foreach(trace, i, want) {
		int64_t now = instant(want, "now");
		bool same;

		if (schedule_answer(setup, &card, integer(want, "g"), now, now / MS_PER_DAY,
		    &result) != 0) {
			check_error(KIND_trace_card, 1.0);
			return;
		}
		card = result.card;
		same = card.state == SCHEDULE_new + integer(want, "state") &&
		    card.step == integer(want, "step") && card.due_at == instant(want, "due") &&
		    card.scheduled_days == integer(want, "scheduled_days") &&
		    card.reps == integer(want, "reps") && card.lapses == integer(want, "lapses");
		check_error(KIND_trace_card, (double)!same);
		check_error(KIND_trace_s, card.stability - number(want, "s"));
		check_error(KIND_trace_d, card.difficulty - number(want, "d"));
	}
}

static void
traces_check(const json_t *file)
{
	const json_t *row;
	size_t i;

	json_array_foreach(json_object_get(file, "scheduler"), i, row) {
		struct config config;

		config_read(file, text(row, "cfg"), &config);
		trace_check(json_object_get(row, "trace"), &config.setup);
	}
}

static void
sm2_check(const json_t *file)
{
	const json_t *row;
	size_t i;

	json_array_foreach(json_object_get(file, "sm2"), i, row) {
		struct fsrs_model model = model_named(file, "default", 0);
		struct fsrs_state state = fsrs_from_sm2(&model, number(row, "ef"),
		    number(row, "iv"), number(row, "ret"));

		check_relative(KIND_sm2_s, state.stability, number(row, "s"));
		check_relative(KIND_sm2_d, state.difficulty, number(row, "d"));
	}
}

static void
fuzz_check(const json_t *file)
{
	const json_t *row;
	size_t i;

	json_array_foreach(json_object_get(file, "fuzz_range_ts"), i, row) {
		struct fuzz_range range = fuzz_ts(number(row, "iv"), integer(row, "elapsed"),
		    integer(row, "max"));

		check_error(KIND_fuzz, (double)(range.lower != integer(row, "min_ivl") ||
		    range.upper != integer(row, "max_ivl")));
	}
}

/* The largest error of a parameter set. */
static void
set_check(enum kind kind, const double got[FSRS_PARAMETERS], const json_t *want)
{
	double w[FSRS_PARAMETERS], worst = 0.0;

	numbers(want, w, FSRS_PARAMETERS);
	for (size_t i = 0; i < FSRS_PARAMETERS; i++)
		worst = fabs(got[i] - w[i]) <= worst ? worst : fabs(got[i] - w[i]);
	check_error(kind, worst);
}

static void
sets_check(const json_t *file)
{
	static const struct {
		const char *key;
		size_t count;
	} old[] = { { "w17", 17 }, { "w19", 19 } };
	double w[FSRS_PARAMETERS], in[FSRS_PARAMETERS];
	const json_t *row, *migrate = json_object_get(file, "migrate");
	size_t i;

	json_array_foreach(json_object_get(file, "clip"), i, row) {
		numbers(json_object_get(row, "w"), w, FSRS_PARAMETERS);
		if (fsrs_clip(w, (unsigned)integer(row, "num_relearning_steps"), FSRS_round8) != 0)
			w[0] = NAN;
		set_check(KIND_clip, w, json_object_get(row, "out"));
	}
	for (i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		if ((row = json_object_get(migrate, old[i].key)) == NULL)
			continue;
		numbers(json_object_get(row, "in"), in, old[i].count);
		if (fsrs_migrate(in, old[i].count, FSRS_round8, w) != 0)
			w[0] = NAN;
		set_check(KIND_migrate, w, json_object_get(row, "out"));
	}
}

static bool
file_check(const char *path)
{
	json_error_t error;
	json_t *file = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (file == NULL) {
		(void)fprintf(stderr, "vectors: %s: line %d: %s\n", path, error.line, error.text);
		return false;
	}
	malformed = false;
	histories_check(file);
	traces_check(file);
	sm2_check(file);
	fuzz_check(file);
	sets_check(file);
	json_decref(file);
	if (malformed)
		(void)fprintf(stderr, "vectors: %s: not of the layout of fsrs6.json\n", path);
	return !malformed;
}

/* Returns whether something was compared and every bar is met. */
static bool
report(void)
{
	bool met = true;
	size_t compared = 0;

	for (size_t i = 0; i < KIND_count; i++) {
		const struct check *c = &checks[i];
		size_t allowed = c->one_miss_in ? (c->count + c->one_miss_in - 1) / c->one_miss_in : 0;
		bool missed = c->misses > allowed;

		printf("%-4s %-32s %6zu values, %zu missed, worst %.3g, bar %g\n",
		    missed ? "FAIL" : c->count == 0 ? "none" : "ok", c->name, c->count, c->misses,
		    c->worst, c->bar);
		met &= !missed;
		compared += c->count;
	}
	return met && compared > 0;
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		(void)fprintf(stderr, "usage: vectors FILE...\n");
		return 2;
	}
	for (int i = 1; i < argc; i++)
		if (!file_check(argv[i]))
			return 2;
	return report() ? 0 : 1;
}
