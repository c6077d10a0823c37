/* The writer's loop (architecture 2.5): take everything that waits, one transaction for all, a savepoint
 * each, one commit, then wake them. Groups form by themselves while the previous fsync runs.
 *
 * On a full disk or an I/O error SQLite may roll the whole transaction back by itself; the next savepoint
 * would then commit alone, so after each write the driver is asked whether the transaction is still there,
 * and if not the whole group fails. After a failed COMMIT nothing of the group is told done. */
#include "server/runtime/writer.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/latch.h"
#include "common/log.h"
#include "common/thread.h"

#include "server/feed/feed.h"
#include "server/store/event.h"
#include "server/store/store.h"

enum { QUEUE_MAX = 20000, SLOW_PER_GROUP = 32, SLOW_US = 5000, CHECKPOINT_GROUPS = 256 };

struct writer {
	struct store *store;
	struct feed *feed;
	struct latch *nudge; /* NULL: nobody hands over */
	struct queue *queue;
	struct thread *thread;
	int64_t head; /* newest event told to the feed */
	unsigned since_checkpoint;
	_Atomic int64_t begun, settled, writes, groups, slowest_us;
	const char *_Atomic slowest;
};

static void note_time(struct writer *w, const struct write *wr, int64_t us)
{
	if (us > atomic_load(&w->slowest_us)) {
		atomic_store(&w->slowest_us, us);
		atomic_store(&w->slowest, wr->name);
	}
	if (us > SLOW_US)
		say(L_INFO, "writer.slow", "name=%s us=%" PRId64, wr->name, us);
}

static enum status run_one(struct writer *w, struct tx *tx, struct write *wr)
{
	int64_t began = clock_mono_us();

	if (wr->due && clock_mono_ms() > wr->due) {
		wr->st = fail(ST_UNAVAILABLE, "the server is too busy; nothing was done");
		wr->fault = *fault_last();
		return ST_OK;
	}
	tx->arena = wr->arena;
	wr->st = store_one_begin(tx);
	if (wr->st == ST_OK)
		wr->st = wr->run(tx, wr->arg);
	if (wr->st != ST_OK)
		wr->fault = *fault_last();
	if (!store_inside(tx))
		return fail(ST_UNAVAILABLE, "the storage rolled the whole group back");
	TRY(store_one_end(tx, wr->st == ST_OK));
	note_time(w, wr, clock_mono_us() - began);
	return ST_OK;
}

static void group_fails(struct write *group, const struct fault *f)
{
	for (struct write *wr = group; wr; wr = (struct write *)wr->link.next) {
		wr->st = f->status == ST_OK ? ST_UNAVAILABLE : f->status;
		wr->fault = *f;
	}
}

static enum status run_group(struct writer *w, struct tx *tx, struct write *group, int64_t *ret_head)
{
	tx->due = false;
	TRY(store_group_begin(tx));
	for (struct write *wr = group; wr; wr = (struct write *)wr->link.next)
		TRY(run_one(w, tx, wr));
	TRY(store_event_head(tx_look(tx), ret_head));
	return store_group_commit(tx);
}

static void tell(struct writer *w, struct write *group)
{
	struct write *next;

	for (struct write *wr = group; wr; wr = next) {
		next = (struct write *)wr->link.next; /* wr may be gone once it is told */
		atomic_fetch_add_explicit(&w->writes, 1, memory_order_relaxed);
		wr->done(wr);
	}
}

static void checkpoint_when_idle(struct writer *w, struct tx *tx)
{
	if (++w->since_checkpoint < CHECKPOINT_GROUPS && queue_length(w->queue) > 0)
		return;
	if (w->since_checkpoint < 16)
		return;
	w->since_checkpoint = 0;
	if (store_checkpoint(tx) != ST_OK)
		say_fault(L_WARN, "writer.checkpoint");
}

static void *writer_loop(void *arg)
{
	struct writer *w = arg;
	struct tx *tx = store_tx(w->store);
	struct write *group;

	while ((group = (struct write *)queue_take_all(w->queue, SLOW_PER_GROUP)) != NULL) {
		int64_t head = w->head, number = atomic_fetch_add(&w->begun, 1) + 1;
		enum status st = run_group(w, tx, group, &head);

		if (st != ST_OK) {
			struct fault f = *fault_last();

			store_group_rollback(tx);
			group_fails(group, &f);
			say(L_ERROR, "writer.group", "status=%s text=\"%s\"", status_name(st), f.text);
			head = w->head;
		}
		atomic_store(&w->settled, number);
		atomic_fetch_add(&w->groups, 1);
		if (head != w->head) {
			w->head = head;
			feed_raise(w->feed, head);
		}
		if (tx->due && w->nudge)
			latch_raise(w->nudge, latch_now(w->nudge) + 1);
		tell(w, group);
		checkpoint_when_idle(w, tx);
	}
	return NULL;
}

enum status writer_start(struct store *s, struct feed *f, struct latch *nudge, struct writer **ret)
{
	struct writer *w = mem_new(sizeof(*w));

	w->store = s;
	w->feed = f;
	w->nudge = nudge;
	w->queue = queue_new(QUEUE_MAX);
	w->head = feed_head(f);
	atomic_store(&w->slowest, "");
	if (thread_start("writer", THREAD_WRITER, writer_loop, w, &w->thread) != ST_OK) {
		queue_free(w->queue);
		mem_free(w);
		return fault_last()->status;
	}
	*ret = w;
	return ST_OK;
}

void writer_stop(struct writer *w)
{
	queue_close(w->queue);
	thread_join(w->thread);
	queue_free(w->queue);
	mem_free(w);
}

static bool post(bool taken)
{
	if (!taken)
		(void)fail(ST_UNAVAILABLE, "the server is too busy or stopping; nothing was done");
	return taken;
}

bool writer_post(struct writer *w, struct write *wr)
{
	return post(queue_push(w->queue, &wr->link));
}

bool writer_post_slow(struct writer *w, struct write *wr)
{
	return post(queue_push_slow(w->queue, &wr->link));
}

/* A write whose waiter sleeps on a latch of its own. */
struct waited {
	struct write write;
	struct latch *done;
};

static void wake(struct write *wr)
{
	latch_raise(((struct waited *)wr)->done, 1);
}

static enum status do_and_wait(struct writer *w, bool slow, const char *name, struct arena *a,
			       enum status (*run)(struct tx *tx, void *arg), void *arg)
{
	struct waited wait = { .write = { .name = name, .run = run, .arg = arg, .arena = a,
					  .done = wake },
			       .done = latch_new(0) };

	if (!(slow ? writer_post_slow(w, &wait.write) : writer_post(w, &wait.write))) {
		latch_free(wait.done);
		return ST_UNAVAILABLE;
	}
	while (latch_wait(wait.done, 0, clock_mono_ms() + 60000) == 0)
		; /* the writer always answers; its own I/O bounds the wait */
	latch_free(wait.done);
	return wait.write.st == ST_OK ? ST_OK : fault_carry(&wait.write.fault);
}

enum status writer_do(struct writer *w, const char *name, struct arena *a,
		      enum status (*run)(struct tx *tx, void *arg), void *arg)
{
	return do_and_wait(w, false, name, a, run, arg);
}

enum status writer_do_slow(struct writer *w, const char *name, struct arena *a,
			   enum status (*run)(struct tx *tx, void *arg), void *arg)
{
	return do_and_wait(w, true, name, a, run, arg);
}

int64_t writer_begun(const struct writer *w)
{
	return atomic_load(&w->begun);
}

int64_t writer_settled(const struct writer *w)
{
	return atomic_load(&w->settled);
}

void writer_figures(const struct writer *w, struct writer_figures *ret)
{
	*ret = (struct writer_figures){ .writes = atomic_load(&w->writes),
					.groups = atomic_load(&w->groups),
					.slowest_us = atomic_load(&w->slowest_us) };
	snprintf(ret->slowest, sizeof(ret->slowest), "%s", atomic_load(&w->slowest));
}
