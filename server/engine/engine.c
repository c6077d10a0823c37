/* The loop; see engine.h. An engine holds no snapshot while it sleeps or is on the network. */
#include "server/engine/engine.h"

#include <stdatomic.h>

#include "common/clock.h"
#include "common/latch.h"
#include "common/locale.h"
#include "common/log.h"
#include "common/thread.h"

#include "server/store/store.h"

enum { IDLE_MS = 60000, BACK_OFF_MOST_MS = 30000 };

struct engine {
	const struct engine_ops *ops;
	const struct shared *shared;
	struct thread *thread;
	struct latch *own; /* for engines nobody nudges: only the stop opens it */
	_Atomic bool stop;
	struct snap snap; /* opened before the thread, so that a failure stops the start */
};

static int64_t wait_ms(const struct turn *t, enum status st, int64_t *back_off)
{
	int64_t wait = t->wake_at ? t->wake_at - clock_now() : IDLE_MS;

	if (st != ST_OK) {
		*back_off = *back_off ? *back_off * 2 : 500;
		if (*back_off > BACK_OFF_MOST_MS)
			*back_off = BACK_OFF_MOST_MS;
		return *back_off;
	}
	*back_off = 0;
	if (t->did)
		return 0;
	return wait < 0 ? 0 : wait > IDLE_MS ? IDLE_MS : wait;
}

static void *engine_loop(void *arg)
{
	struct engine *e = arg;
	struct unit u = { .shared = e->shared, .actor = SV("system") };
	struct latch *bell = e->ops->nudged ? e->shared->nudge : e->own;
	int64_t back_off = 0, seen;

	u.snap = &e->snap;
	while (!atomic_load(&e->stop)) {
		struct turn t = { .now = clock_now() };
		enum status st;
		int64_t wait;

		seen = latch_now(bell);
		u.now = t.now;
		st = e->ops->turn(&u, &t);
		snap_end(&e->snap);
		if (st != ST_OK)
			say(L_WARN, "engine.turn", "engine=%s status=%s text=\"%s\"", e->ops->name,
			    status_name(st), fault_last()->text);
		arena_reset(&u.arena);
		wait = wait_ms(&t, st, &back_off);
		if (wait)
			latch_wait(bell, seen, clock_mono_ms() + wait);
	}
	snap_close(&e->snap);
	arena_free(&u.arena);
	locale_thread_end();
	return NULL;
}

enum status engine_start(const struct engine_ops *ops, const struct shared *shared, struct engine **ret)
{
	struct engine *e = mem_new(sizeof(*e));

	e->ops = ops;
	e->shared = shared;
	e->own = latch_new(0);
	if (snap_open(shared->store, &e->snap) != ST_OK) {
		latch_free(e->own);
		mem_free(e);
		return fault_last()->status;
	}
	if (thread_start(ops->name, THREAD_ENGINE, engine_loop, e, &e->thread) != ST_OK) {
		snap_close(&e->snap);
		latch_free(e->own);
		mem_free(e);
		return fault_last()->status;
	}
	*ret = e;
	return ST_OK;
}

void engine_tell_to_stop(struct engine *e)
{
	atomic_store(&e->stop, true);
	latch_raise(e->own, 1);
	latch_raise(e->shared->nudge, latch_now(e->shared->nudge) + 1);
}

void engine_join(struct engine *e)
{
	thread_join(e->thread);
	latch_free(e->own);
	mem_free(e);
}
