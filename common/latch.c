/* A rising number: readers of the feed and engines sleep on it. The number itself is atomic, so looking
 * costs no lock. */
#include "common/latch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "common/arena.h"
#include "common/clock.h"

struct latch {
	pthread_mutex_t lock;
	pthread_cond_t risen;
	_Atomic int64_t n;
	_Atomic bool open;
};

struct latch *latch_new(int64_t n)
{
	struct latch *l = mem_new(sizeof(*l));
	pthread_condattr_t attr;

	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&l->risen, &attr);
	pthread_condattr_destroy(&attr);
	atomic_store(&l->n, n);
	return l;
}

void latch_free(struct latch *l)
{
	pthread_cond_destroy(&l->risen);
	pthread_mutex_destroy(&l->lock);
	mem_free(l);
}

int64_t latch_now(const struct latch *l)
{
	return atomic_load(&l->n);
}

void latch_raise(struct latch *l, int64_t n)
{
	pthread_mutex_lock(&l->lock);
	if (n > atomic_load(&l->n)) {
		atomic_store(&l->n, n);
		pthread_cond_broadcast(&l->risen);
	}
	pthread_mutex_unlock(&l->lock);
}

int64_t latch_wait(struct latch *l, int64_t n, int64_t mono_ms)
{
	int64_t left = mono_ms - clock_mono_ms();
	struct timespec t;
	int64_t now;

	clock_gettime(CLOCK_MONOTONIC, &t);
	if (left > 0) {
		t.tv_sec += (time_t)(left / 1000);
		t.tv_nsec += (long)(left % 1000) * 1000000;
		if (t.tv_nsec >= 1000000000) {
			t.tv_sec++;
			t.tv_nsec -= 1000000000;
		}
	}
	pthread_mutex_lock(&l->lock);
	while (atomic_load(&l->n) <= n && !atomic_load(&l->open))
		if (pthread_cond_timedwait(&l->risen, &l->lock, &t) != 0)
			break;
	now = atomic_load(&l->n); /* under the lock: who sees it raised may free the latch at once */
	pthread_mutex_unlock(&l->lock);
	return now;
}

void latch_open(struct latch *l)
{
	pthread_mutex_lock(&l->lock);
	atomic_store(&l->open, true);
	pthread_cond_broadcast(&l->risen);
	pthread_mutex_unlock(&l->lock);
}

bool latch_is_open(const struct latch *l)
{
	return atomic_load(&l->open);
}
