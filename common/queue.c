/* Two lanes of intrusive links under one mutex. Takers sleep on one condition; it uses the monotonic clock
 * so that queue_take_until is not moved by someone setting the calendar. */
#include "common/queue.h"

#include <pthread.h>
#include <time.h>

#include "common/arena.h"
#include "common/clock.h"

struct lane {
	struct qlink *first, **end;
};

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t some;
	struct lane fast, slow;
	size_t n, n_slow, max;
	bool closed;
};

static void lane_init(struct lane *l)
{
	l->first = NULL;
	l->end = &l->first;
}

struct queue *queue_new(size_t max)
{
	struct queue *q = mem_new(sizeof(*q));
	pthread_condattr_t attr;

	pthread_mutex_init(&q->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&q->some, &attr);
	pthread_condattr_destroy(&attr);
	lane_init(&q->fast);
	lane_init(&q->slow);
	q->max = max;
	return q;
}

void queue_free(struct queue *q)
{
	pthread_cond_destroy(&q->some);
	pthread_mutex_destroy(&q->lock);
	mem_free(q);
}

/* The slow lane has a quarter of the room and never takes the fast lane's: nobody who waits at a door is
 * refused for what nobody waits for. */
static bool has_room(const struct queue *q, const struct lane *lane)
{
	if (lane == &q->slow)
		return q->n_slow < (q->max + 3) / 4;
	return q->n - q->n_slow < q->max;
}

static bool push(struct queue *q, struct lane *lane, struct qlink *l)
{
	bool taken;

	pthread_mutex_lock(&q->lock);
	taken = !q->closed && has_room(q, lane);
	if (taken) {
		l->next = NULL;
		*lane->end = l;
		lane->end = &l->next;
		q->n++;
		q->n_slow += lane == &q->slow;
		pthread_cond_signal(&q->some);
	}
	pthread_mutex_unlock(&q->lock);
	return taken;
}

bool queue_push(struct queue *q, struct qlink *l)
{
	return push(q, &q->fast, l);
}

bool queue_push_slow(struct queue *q, struct qlink *l)
{
	return push(q, &q->slow, l);
}

static struct qlink *lane_take(struct queue *q, struct lane *lane)
{
	struct qlink *l = lane->first;

	if (!l)
		return NULL;
	lane->first = l->next;
	if (!lane->first)
		lane->end = &lane->first;
	l->next = NULL;
	q->n--;
	q->n_slow -= lane == &q->slow;
	return l;
}

static struct qlink *take_one(struct queue *q)
{
	struct qlink *l = lane_take(q, &q->fast);

	return l ? l : lane_take(q, &q->slow);
}

struct qlink *queue_take(struct queue *q)
{
	struct qlink *l;

	pthread_mutex_lock(&q->lock);
	while (!(l = take_one(q)) && !q->closed)
		pthread_cond_wait(&q->some, &q->lock);
	pthread_mutex_unlock(&q->lock);
	return l;
}

struct qlink *queue_take_until(struct queue *q, int64_t mono_ms)
{
	struct qlink *l;
	struct timespec t;
	int64_t left = mono_ms - clock_mono_ms(); /* that clock counts suspends, the condition's does not */

	clock_gettime(CLOCK_MONOTONIC, &t);
	if (left > 0) {
		t.tv_sec += (time_t)(left / 1000);
		t.tv_nsec += (long)(left % 1000) * 1000000;
		if (t.tv_nsec >= 1000000000) {
			t.tv_sec++;
			t.tv_nsec -= 1000000000;
		}
	}
	pthread_mutex_lock(&q->lock);
	while (!(l = take_one(q)) && !q->closed)
		if (pthread_cond_timedwait(&q->some, &q->lock, &t) != 0)
			break;
	if (!l)
		l = take_one(q);
	pthread_mutex_unlock(&q->lock);
	return l;
}

struct qlink *queue_take_all(struct queue *q, size_t slow)
{
	struct qlink *all = NULL, **end = &all;

	pthread_mutex_lock(&q->lock);
	while (q->n == 0 && !q->closed)
		pthread_cond_wait(&q->some, &q->lock);
	for (struct qlink *l; (l = lane_take(q, &q->fast)) != NULL; end = &l->next)
		*end = l;
	for (struct qlink *l; slow-- > 0 && (l = lane_take(q, &q->slow)) != NULL; end = &l->next)
		*end = l;
	pthread_mutex_unlock(&q->lock);
	return all;
}

struct qlink *queue_take_now(struct queue *q)
{
	struct qlink *all = NULL, **end = &all;

	pthread_mutex_lock(&q->lock);
	for (struct qlink *l; (l = take_one(q)) != NULL; end = &l->next)
		*end = l;
	pthread_mutex_unlock(&q->lock);
	return all;
}

void queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	pthread_cond_broadcast(&q->some);
	pthread_mutex_unlock(&q->lock);
}

size_t queue_length(const struct queue *q)
{
	union { /* the lock of a const queue is not const: reading needs it all the same */
		const struct queue *in;
		struct queue *out;
	} u = { q };
	size_t n;

	pthread_mutex_lock(&u.out->lock);
	n = q->n;
	pthread_mutex_unlock(&u.out->lock);
	return n;
}
