/* Follows the feed; see follow.h. Called by run.c. Thread: main, which sleeps in poll; the answer comes on
 * one of nng's threads and is handed over through an eventfd.
 *
 * Nothing is lost or doubled because the cursor moves only when a line has been written, events at or
 * before it are not printed again, and every read begins at it, whatever became of the read before. */
#include "protocol/ctl/follow.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/clock.h"

#include "protocol/ctl/output.h"

enum { WAIT_MS = 30000, ANSWER_MS = 10000, LINE_MAX_BYTES = 256 * 1024, SOON_MS = 200 };

static const int pauses_ms[] = { 250, 500, 1000, 2000, 5000 };

struct follow {
	int out, stop, came; /* came: eventfd */
	bool json, over;
	_Atomic(struct reply *) reply;
	size_t pauses;
	int64_t cursor;
};

static void arrived(void *arg, struct reply *r)
{
	struct follow *f = arg;

	atomic_store(&f->reply, r);
	(void)!write(f->came, &(uint64_t){ 1 }, sizeof(uint64_t));
}

/* Sleeps until `fd` has one of `events`, the time is over (-1: never) or it is time to stop. */
static void rest(struct follow *f, int fd, short events, int ms)
{
	struct pollfd p[] = { { .fd = f->stop, .events = POLLIN },
		              { .fd = f->out, .events = fd == f->out ? POLLOUT : 0 },
		              { .fd = fd == f->out ? -1 : fd, .events = events } };
	int64_t until = ms < 0 ? INT64_MAX : clock_mono_ms() + ms;

	do {
		int64_t left = until - clock_mono_ms();
		int n = poll(p, COUNT(p), ms < 0 ? -1 : left < 0 ? 0 : (int)left);

		if (n > 0 || (n < 0 && errno != EINTR))
			break;
	} while (ms < 0 || clock_mono_ms() < until);
	if (p[0].revents || p[1].revents & (POLLERR | POLLHUP | POLLNVAL))
		f->over = true;
}

static void print_event(struct follow *f, const struct event_row *e)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, LINE_MAX_BYTES);

	if (f->json) {
		output_json(&b, &event_row_record, e);
	} else {
		output_event(&b, &event_row_record, e);
		buf_char(&b, '\n');
	}
	rest(f, f->out, POLLOUT,
	     -1); /* a reader that stands still must not keep us from stopping */
	if (!f->over) {
		if (output_write(f->out, buf_sv(&b)) == ST_OK)
			f->cursor = e->seq;
		else
			f->over = true;
	}
	arena_free(&a);
}

/* One read; an answer in *ret, or NULL when it is time to stop. */
static void read_feed(struct follow *f, struct client *c, const struct feed_query *q,
                      struct reply **ret)
{
	struct call_options how = { .timeout_ms = (int)q->wait + ANSWER_MS };
	uint64_t n;

	*ret = NULL;
	client_start(c, M_feed_read, q, &how, arrived, f);
	while (!f->over && !atomic_load(&f->reply))
		rest(f, f->came, POLLIN, -1);
	if (f->over)
		return; /* leaving the client ends the call */
	(void)!read(f->came, &n, sizeof(n));
	*ret = atomic_exchange(&f->reply, NULL);
}

static enum status reply_fault(const struct reply *r)
{
	return fail(r->status, SV_FMT, SV_ARG(r->fault));
}

static enum status take(struct follow *f, struct reply *r, struct feed_query *q, int64_t began)
{
	struct feed_page *page = r->out;
	bool soon = clock_mono_ms() - began < SOON_MS;

	/* A server lets no connection grow older than half a day: it says so, ends it, and nng dials anew. */
	if (r->status == ST_UNAVAILABLE || r->status == ST_UNCERTAIN ||
	    (r->status == ST_UNAUTHENTICATED && sv_starts(r->fault, SV("reconnect")))) {
		rest(f, -1, 0, pauses_ms[f->pauses]);
		if (f->pauses + 1 < COUNT(pauses_ms))
			f->pauses++;
		return ST_OK;
	}
	if (r->status != ST_OK)
		return reply_fault(r);
	f->pauses = 0;
	for (size_t i = 0; i < page->items.n && !f->over; i++)
		if (page->items.at[i].seq > f->cursor)
			print_event(f, &page->items.at[i]);
	if (!f->over && page->next > f->cursor)
		f->cursor = page->next;
	q->after = f->cursor;
	q->last = 0;
	/* a server with too many waiting readers says "nothing, ask again" at once */
	if (!f->over && page->items.n == 0 && soon)
		rest(f, -1, 0, pauses_ms[0]);
	return ST_OK;
}

enum status follow_run(struct client *c, const struct feed_query *q, bool json, int out, int stop)
{
	struct follow f = {
		.out = out, .stop = stop, .json = json, .cursor = q->last ? 0 : q->after
	};
	struct feed_query query = *q;
	enum status st = ST_OK;

	f.came = eventfd(0, EFD_CLOEXEC);
	if (f.came < 0)
		return fail(ST_UNAVAILABLE, "no eventfd: %s", strerror(errno));
	if (query.wait == 0)
		query.wait = WAIT_MS;
	while (st == ST_OK && !f.over) {
		int64_t began = clock_mono_ms();
		struct reply *r;

		read_feed(&f, c, &query, &r);
		if (!r)
			break;
		st = take(&f, r, &query, began);
		reply_free(r);
	}
	/* ends a read that is still under way: its reply comes before this returns */
	client_leave(c);
	if (atomic_load(&f.reply))
		reply_free(atomic_load(&f.reply));
	close(f.came);
	return st;
}
