/* The pool: threads for work that takes longer than a page may and is no write: documents, uploads. A listener posts a
 * job and goes on; a worker runs it with a snapshot of its own; the job tells its poster itself (http/park.c through its
 * inbox, exactly as the writer does). Started by app.c after the writer, stopped before it and after the doors, so that
 * whoever waits has his answer. */
#ifndef QUITS_SERVER_RUNTIME_POOL_H
#define QUITS_SERVER_RUNTIME_POOL_H

#include "common/queue.h"
#include "common/status.h"

struct pool;
struct snap;
struct store;

enum { POOL_WAITING = 64 }; /* jobs that may wait; one more is refused */

struct job { /* embedded in what it is about; the pool's from pool_post() until `run` begins */
	struct qlink link; /* first */
	/* THREAD_WORKER. `s` is the worker's, not begun yet, and is ended behind the run. */
	void (*run)(struct job *j, struct snap *s);
};

/* workers: 0 is the cores this process may use and two more, since most of them wait. */
MUST_USE enum status pool_start(struct store *s, unsigned workers, struct pool **ret);
/* Closes the queue, runs what is in it, joins; frees. NULL is fine. */
void pool_stop(struct pool *p);
/* Any thread. False (UNAVAILABLE is noted as the fault): full or closed; the job stays the caller's. */
MUST_USE bool pool_post(struct pool *p, struct job *j);

#endif
