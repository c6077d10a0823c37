/* sending: see sending.h. Either the sender's look, begun after its mark, sees the stop, or the waiter, who looks at the
 * mark after the commit, sees the sender. */
#include "server/runtime/sending.h"

#include <stdatomic.h>

#include "common/arena.h"
#include "common/latch.h"

struct sending {
	_Atomic int64_t contact; /* 0: nobody */
	struct latch *done;      /* how many messages have ended */
};

struct sending *sending_new(void)
{
	struct sending *s = mem_new(sizeof(*s));

	s->done = latch_new(0);
	return s;
}

void sending_free(struct sending *s)
{
	if (!s)
		return;
	latch_free(s->done);
	mem_free(s);
}

void sending_begin(struct sending *s, int64_t contact)
{
	atomic_store(&s->contact, contact);
}

void sending_end(struct sending *s)
{
	atomic_store(&s->contact, 0);
	latch_raise(s->done, latch_now(s->done) + 1);
}

void sending_wait(struct sending *s, int64_t contact, int64_t mono_ms)
{
	int64_t seen = latch_now(s->done), now = atomic_load(&s->contact);

	/* Only the message that is under way now can have looked before the commit. */
	if (now && (now == contact || !contact))
		(void)latch_wait(s->done, seen, mono_ms);
}
