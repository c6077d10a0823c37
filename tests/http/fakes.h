/* A store and a writer for tests of the door: the writer is a real thread with a real queue, but
 * what it "commits" is a table in memory, and a test can make it hang, refuse or fail. Include in
 * one file of a test's program: these are the link-time stand-ins for server/store and
 * server/runtime. */
#ifndef QUITS_TESTS_HTTP_FAKES_H
#define QUITS_TESTS_HTTP_FAKES_H

#include "tests/support/check.h"

#include <stdatomic.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/latch.h"
#include "common/queue.h"
#include "common/thread.h"

#include "server/runtime/writer.h"
#include "server/store/store.h"

struct writer {
	struct queue *queue;
	struct thread *thread;
	_Atomic bool refuse;
	struct latch
	    *gate; /* the writer waits here after a group's work, before it tells; NULL: never */
	_Atomic int64_t begun, settled;
};

static struct db *const fake_begun = (struct db *)0x10; /* a mark that is never followed */

enum status snap_open(struct store *s, struct snap *ret)
{
	*ret = (struct snap){ .store = s };
	return ST_OK;
}

void snap_end(struct snap *s)
{
	s->db = NULL;
	arena_free(&s->kept);
}

void snap_rest(struct snap *s)
{
	s->db = NULL;
}

static void (*fake_at_begin)(void); /* NULL: nothing happens then */

enum status snap_begin(struct snap *s)
{
	if (fake_at_begin)
		fake_at_begin();
	s->db = fake_begun;
	return ST_OK;
}

bool snap_begun(const struct snap *s)
{
	return s->db == fake_begun;
}

bool snap_remembers(const struct snap *s)
{
	return s->kept.used > 0;
}

void snap_close(struct snap *s)
{
	s->db = NULL;
}

static inline void fake_look(struct snap *s) /* what a page's first statement does */
{
	s->db = fake_begun;
}

static inline void fake_run(struct write *wr)
{
	struct tx tx = { .now = 1, .arena = wr->arena };

	if (wr->due && clock_mono_ms() > wr->due)
		wr->st = fail(ST_UNAVAILABLE, "too late");
	else
		wr->st = wr->run(&tx, wr->arg);
	if (wr->st != ST_OK)
		wr->fault = *fault_last();
}

static inline void *fake_loop(void *arg)
{
	struct writer *w = arg;
	struct qlink *group, *next;

	while ((group = queue_take_all(w->queue, 0)) != NULL) {
		atomic_fetch_add(&w->begun, 1);
		for (struct qlink *at = group; at; at = at->next)
			fake_run((struct write *)(void *)at);
		if (w->gate)
			latch_wait(w->gate, 0, clock_mono_ms() + 30000);
		atomic_fetch_add(&w->settled, 1);
		for (struct qlink *at = group; at; at = next) {
			struct write *wr = (struct write *)(void *)at;

			next = at->next;
			wr->done(wr);
		}
	}
	return NULL;
}

static inline void fake_writer_start(struct writer *w, struct latch *gate)
{
	*w = (struct writer){ .queue = queue_new(20000), .gate = gate };
	if (thread_start("writer", THREAD_WRITER, fake_loop, w, &w->thread) != ST_OK)
		fail_msg("no thread");
}

static inline void fake_writer_stop(struct writer *w)
{
	queue_close(w->queue);
	thread_join(w->thread);
	queue_free(w->queue);
}

bool writer_post(struct writer *w, struct write *wr)
{
	if (!atomic_load(&w->refuse) && queue_push(w->queue, &wr->link))
		return true;
	(void)fail(ST_UNAVAILABLE, "the queue is full");
	return false;
}

int64_t writer_begun(const struct writer *w)
{
	return atomic_load(&w->begun);
}

int64_t writer_settled(const struct writer *w)
{
	return atomic_load(&w->settled);
}

#endif
