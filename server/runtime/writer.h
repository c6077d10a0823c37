/* The one writer: groups of writes share a commit; each has a savepoint of its own.
 *
 * A write is posted by its waiter (http listener, rpc worker, engine), runs on THREAD_WRITER inside the
 * group's transaction, and its `done` is called on THREAD_WRITER after the group's COMMIT has reached the
 * disk (or failed). Nobody is told before the disk was. */
#ifndef QUITS_SERVER_RUNTIME_WRITER_H
#define QUITS_SERVER_RUNTIME_WRITER_H

#include "common/queue.h"
#include "common/status.h"

struct store;
struct tx;
struct feed;
struct latch;
struct writer;

struct write {
	struct qlink link;
	const char *name; /* for the log when it takes long */
	enum status (*run)(struct tx *tx, void *arg); /* THREAD_WRITER; no waiting in here */
	void *arg;
	struct arena *arena; /* lent to the run: tx->arena */
	int64_t due; /* clock_mono_ms after which it is not begun any more (UNAVAILABLE); 0: never */
	void (*done)(struct write *w); /* THREAD_WRITER, after the commit; w may be gone on return */
	enum status st;
	struct fault fault; /* when st is not OK */
};

/* `nudge` (may be NULL) is raised after a commit that queued something to be handed over (tx->due). */
MUST_USE enum status writer_start(struct store *s, struct feed *f, struct latch *nudge, struct writer **ret);
void writer_stop(struct writer *w); /* closes the queue, drains it, joins; frees */

/* False (UNAVAILABLE is noted as the fault): the queue is full or closed, for certain not done. */
MUST_USE bool writer_post(struct writer *w, struct write *wr);
MUST_USE bool writer_post_slow(struct writer *w, struct write *wr); /* behind those who wait at a door */

/* Posts and waits: for workers, engines and tests. The caller's fault is the write's. */
MUST_USE enum status writer_do(struct writer *w, const char *name, struct arena *a,
			       enum status (*run)(struct tx *tx, void *arg), void *arg);
MUST_USE enum status writer_do_slow(struct writer *w, const char *name, struct arena *a,
				    enum status (*run)(struct tx *tx, void *arg), void *arg);

/* What is remembered may be used while `touched` has not passed it (http-server.md 2). begun: groups
 * begun; settled: groups whose outcome readers may see. A snapshot opened when settled was S may serve
 * further requests of a listener while begun is still S. Any thread. */
int64_t writer_begun(const struct writer *w);
int64_t writer_settled(const struct writer *w);

struct writer_figures {
	int64_t writes, groups, slowest_us;
	char slowest[48];
};
void writer_figures(const struct writer *w, struct writer_figures *ret);

#endif
