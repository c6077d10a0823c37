/* Workers over one bounded queue; see pool.h. */
#include "server/runtime/pool.h"

#include "common/arena.h"
#include "common/locale.h"
#include "common/thread.h"

#include "server/store/store.h"

enum { WORKERS_MAX = 64 };

struct worker {
	struct pool *pool;
	struct thread *thread;
	struct snap snap;
};

struct pool {
	struct queue *queue;
	struct worker workers[WORKERS_MAX];
	unsigned n;
};

static void *worker_run(void *arg)
{
	struct worker *w = arg;
	struct job *j;

	while ((j = (struct job *)(void *)queue_take(w->pool->queue)) != NULL) {
		j->run(j, &w->snap); /* j may be gone behind it */
		snap_end(&w->snap);
	}
	locale_thread_end();
	return NULL;
}

static enum status start_worker(struct pool *p, struct store *s)
{
	struct worker *w = &p->workers[p->n];

	w->pool = p;
	TRY(snap_open(s, &w->snap));
	if (thread_start("pool", THREAD_WORKER, worker_run, w, &w->thread) != ST_OK) {
		snap_close(&w->snap);
		return fault_last()->status;
	}
	p->n++;
	return ST_OK;
}

enum status pool_start(struct store *s, unsigned workers, struct pool **ret)
{
	struct pool *p = mem_new(sizeof(*p));
	unsigned want = workers ? workers : (unsigned)thread_cores() + 2;
	enum status st = ST_OK;

	p->queue = queue_new(POOL_WAITING);
	while (st == ST_OK && p->n < want && p->n < WORKERS_MAX)
		st = start_worker(p, s);
	if (st != ST_OK) {
		struct fault f = *fault_last();

		pool_stop(p);
		return fault_carry(&f);
	}
	*ret = p;
	return ST_OK;
}

void pool_stop(struct pool *p)
{
	if (!p)
		return;
	queue_close(p->queue);
	for (unsigned i = 0; i < p->n; i++) {
		thread_join(p->workers[i].thread);
		snap_close(&p->workers[i].snap);
	}
	queue_free(p->queue);
	mem_free(p);
}

bool pool_post(struct pool *p, struct job *j)
{
	if (queue_push(p->queue, &j->link))
		return true;
	(void)fail(ST_UNAVAILABLE, "too much at once; nothing was done");
	return false;
}
