/* A latch with one listener beside it: engines and workers sleep on the latch, the RPC waker is told. */
#include "server/feed/feed.h"

#include "common/arena.h"
#include "common/latch.h"

struct feed {
	struct latch *latch;
	void (*on)(void *arg);
	void *arg;
};

struct feed *feed_new(int64_t head)
{
	struct feed *f = mem_new(sizeof(*f));

	f->latch = latch_new(head);
	return f;
}

void feed_free(struct feed *f)
{
	latch_free(f->latch);
	mem_free(f);
}

int64_t feed_head(const struct feed *f)
{
	return latch_now(f->latch);
}

void feed_raise(struct feed *f, int64_t head)
{
	latch_raise(f->latch, head);
	if (f->on)
		f->on(f->arg);
}

int64_t feed_wait(struct feed *f, int64_t after, int64_t mono_ms)
{
	return latch_wait(f->latch, after, mono_ms);
}

void feed_close(struct feed *f)
{
	latch_open(f->latch);
}

bool feed_closed(const struct feed *f)
{
	return latch_is_open(f->latch);
}

void feed_on_raise(struct feed *f, void (*on)(void *arg), void *arg)
{
	f->on = on;
	f->arg = arg;
}
