/* A queue of bytes before a descriptor. The loop polls the descriptor for room while bytes wait, and the
 * painter leaves frames out meanwhile: an old frame is never in the way of a newer one for longer than it
 * takes to send it. */
#include "tui/term/outlet.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "common/arena.h"

enum { FIRST_SIZE = 16 * 1024, BITS_A_BYTE = 10 };

void outlet_open(struct outlet *o, int fd, int bps)
{
	*o = (struct outlet){ .fd = fd, .bps = bps };
}

void outlet_close(struct outlet *o)
{
	mem_free(o->p);
	o->p = NULL;
	o->from = o->to = o->cap = 0;
}

void outlet_add(struct outlet *o, const void *p, size_t n)
{
	if (o->gone || n == 0)
		return;
	if (o->from == o->to) {
		o->from = o->to = 0;
		o->began = 0; /* silence is not saved up */
	}
	if (o->from && o->cap - o->to < n) {
		memmove(o->p, o->p + o->from, o->to - o->from);
		o->to -= o->from;
		o->from = 0;
	}
	if (o->cap - o->to < n) {
		o->cap = o->to + n + FIRST_SIZE;
		o->p = mem_grow(o->p, o->cap);
	}
	memcpy(o->p + o->to, p, n);
	o->to += n;
}

size_t outlet_waiting(const struct outlet *o)
{
	return o->to - o->from;
}

/* How many bytes the pretended line has room for. */
static size_t carried(struct outlet *o, int64_t mono)
{
	uint64_t could;

	if (!o->bps)
		return SIZE_MAX;
	if (!o->began) {
		o->began = mono;
		o->allowed = 0;
	}
	could = (uint64_t)(mono - o->began) * (uint64_t)o->bps / (1000 * BITS_A_BYTE);
	return could > o->allowed ? (size_t)(could - o->allowed) : 0;
}

static bool write_some(struct outlet *o, size_t n)
{
	ssize_t done = write(o->fd, o->p + o->from, n);

	if (done > 0) {
		o->from += (size_t)done;
		o->written += (uint64_t)done;
		o->allowed += (uint64_t)done;
		return true;
	}
	if (done < 0 && errno == EINTR)
		return true;
	if (done < 0 && errno != EAGAIN) { /* the loop notices by reading */
		o->gone = true;
		o->from = o->to = 0;
	}
	return false;
}

size_t outlet_flush(struct outlet *o, int64_t mono)
{
	size_t room = carried(o, mono);

	while (outlet_waiting(o) && room) {
		size_t n = outlet_waiting(o) < room ? outlet_waiting(o) : room;
		size_t before = o->from;

		if (!write_some(o, n))
			break;
		room -= o->from >= before ? o->from - before : 0;
	}
	return outlet_waiting(o);
}

void outlet_drain(struct outlet *o, int ms)
{
	while (outlet_waiting(o)) {
		struct pollfd room = { o->fd, POLLOUT, 0 };

		if (!write_some(o, outlet_waiting(o)) && !o->gone && poll(&room, 1, ms) <= 0)
			break;
	}
	o->from = o->to = 0;
}

int64_t outlet_due(const struct outlet *o, int64_t mono)
{
	int64_t byte = o->bps ? (1000 * BITS_A_BYTE + o->bps - 1) / o->bps : 0;

	return o->bps && outlet_waiting(o) ? mono + (byte > 10 ? byte : 10) : 0;
}
