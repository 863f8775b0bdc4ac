#include "fuzz.h"

#include <math.h>
#include <stddef.h>

static const struct {
	double low;
	double high;
	double share;
} bands[] = {
	{ 2.5, 7.0, 0.15 },
	{ 7.0, 20.0, 0.10 },
	{ 20.0, HUGE_VAL, 0.05 },
};

static double
delta_of(double days)
{
	double delta = 1.0;

	for (size_t i = 0; i < sizeof(bands) / sizeof(bands[0]); i++)
		if (days > bands[i].low)
			delta += bands[i].share * (fmin(days, bands[i].high) - bands[i].low);
	return delta;
}

static struct fuzz_range
range_of(double days, double delta)
{
	return (struct fuzz_range){
		.lower = (int64_t)floor(days - delta + 0.5),
		.upper = (int64_t)floor(days + delta + 0.5),
	};
}

struct fuzz_range
fuzz_around(double days)
{
	return range_of(days, days < FUZZ_FROM ? 0.0 : delta_of(days));
}

static int64_t
clamp(int64_t x, struct fuzz_range allowed)
{
	return x < allowed.lower ? allowed.lower : x > allowed.upper ? allowed.upper : x;
}

struct fuzz_range
fuzz_within(double days, struct fuzz_range allowed)
{
	struct fuzz_range range = fuzz_around(days);

	range.lower = clamp(range.lower, allowed);
	range.upper = clamp(range.upper, allowed);
	if (range.lower == range.upper && range.upper > 2 && range.upper < allowed.upper)
		range.upper++;
	return range;
}

struct fuzz_range
fuzz_ts(double days, int64_t elapsed, int64_t max)
{
	struct fuzz_range range = range_of(days, delta_of(days));
	int64_t least = elapsed > 1 && days > (double)elapsed ? elapsed + 1 : 2;

	if (range.upper > max)
		range.upper = max;
	if (range.lower < least)
		range.lower = least;
	if (range.lower > range.upper)
		range.lower = range.upper;
	return range;
}

double
fuzz_position(uint64_t seed, int64_t reps)
{
	uint64_t z = seed * UINT64_C(0xd1342543de82ef95) +
	    ((uint64_t)reps + 1) * UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (double)(z >> 11) * 0x1p-53;
}

int64_t
fuzz_pick(struct fuzz_range range, double position)
{
	return range.lower + (int64_t)floor(position * (double)(1 + range.upper - range.lower));
}
