/* One clock for the program: atomics, since every thread reads it and a test sets it. */
#include "common/clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int64_t held;   /* 0: not held */
static _Atomic int64_t newest; /* the latest instant ever told */

static int64_t read_ms(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_now(void)
{
	int64_t now = atomic_load_explicit(&held, memory_order_relaxed);
	int64_t seen;

	if (now)
		return now;
	now = read_ms(CLOCK_REALTIME);
	seen = atomic_load_explicit(&newest, memory_order_relaxed);
	while (seen < now)
		if (atomic_compare_exchange_weak(&newest, &seen, now))
			return now;
	return seen; /* the system clock was set back: stand still until it has caught up */
}

int64_t clock_mono_ms(void)
{
	return read_ms(CLOCK_BOOTTIME);
}

int64_t clock_mono_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void clock_hold(int64_t ms)
{
	atomic_store(&held, ms);
}

void clock_move(int64_t ms)
{
	atomic_fetch_add(&held, ms);
}

void clock_release(void)
{
	atomic_store(&held, 0);
}

void clock_at_least(int64_t ms)
{
	int64_t seen = atomic_load(&newest);

	while (seen < ms && !atomic_compare_exchange_weak(&newest, &seen, ms))
		;
}
