/* Parking: a POST waits for the writer, and what takes work for the pool, without holding its
 * thread. Only the listener ever resumes a connection; the writer hands posts back through the
 * inbox and rings once for all of them (http-server.md 1), and so does the pool. A post with work
 * goes from the pool straight on to the writer.
 *
 * Two deadlines, two answers: a post that the writer did not begin in time comes back UNAVAILABLE,
 * for certain not done. If the writer hangs, the listener answers a little later: UNCERTAIN,
 * perhaps done; the post comes back some time, and is only put away.
 *
 * A post may want its answer held for a while (post->delay: guessing is slowed down). It stays suspended in a list of
 * its own until the listener's timer comes by; nothing but that list waits. Over HELD_MAX an answer is given at once:
 * the delay is a courtesy to the attacked, what bounds guessing is counted in the store. */
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/catalogue.h"
#include "common/clock.h"

#include "server/http/dispatch.h"
#include "server/http/listener.h"
#include "server/http/upload.h"

enum { POSTS_KEPT = 128, INBOX_MAX = 1 << 30, KEEP_MS = 30000, HELD_MAX = 512 };

struct inbox *inbox_new(void)
{
	struct inbox *in = mem_new(sizeof(*in));

	in->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (in->wake < 0) {
		mem_free(in);
		return NULL;
	}
	in->queue = queue_new(INBOX_MAX);
	atomic_store(&in->refs, 1);
	return in;
}

static void parked_free(struct parked *p)
{
	scratch_drop(p->post.files, p->post.n_files);
	arena_free(&p->post.unit.arena);
	mem_free(p);
}

/* THREAD_HTTP at the listener's end, THREAD_WRITER for a post that comes back after it. */
void inbox_put(struct inbox *in)
{
	struct qlink *left, *next;

	if (atomic_fetch_sub(&in->refs, 1) != 1)
		return;
	for (left = queue_take_now(in->queue); left; left = next) {
		next = left->next;
		parked_free((struct parked *)(void *)left);
	}
	close(in->wake);
	queue_free(in->queue);
	mem_free(in);
}

void inbox_ring(struct inbox *in)
{
	uint64_t one = 1;

	if (!atomic_exchange(&in->rung, true) && write(in->wake, &one, sizeof(one)) < 0)
		atomic_store(&in->rung, false); /* cannot happen: the counter never nears its end */
}

/* THREAD_WRITER. */
static enum status run(struct tx *tx, void *arg)
{
	struct post *p = arg;

	p->unit.now = tx->now;
	p->st = p->route->write(p, tx);
	return p->st;
}

/* THREAD_WRITER, after the commit; THREAD_WORKER, when nothing is to be written. The post is the
 * listener's again once it is in the queue. */
static void done(struct write *wr)
{
	struct inbox *in = ((struct parked *)(void *)wr)->inbox;

	(void)queue_push(in->queue,
	                 &wr->link); /* never closed, and bounded by the writer's own queue */
	inbox_ring(in);
	inbox_put(in);
}

/* THREAD_WORKER. */
static enum status work(struct parked *p, struct snap *s)
{
	struct post *post = &p->post;
	enum status st;

	if (clock_mono_ms() > p->write.due)
		return fail(ST_UNAVAILABLE, "the server is too busy; nothing was done");
	post->unit.snap = s;
	post->unit.now = clock_now();
	st = post->route->work(post);
	post->unit.snap = NULL;
	return st;
}

static void run_work(struct job *j, struct snap *s)
{
	struct parked *p = list_of(j, struct parked, job);
	enum status st = work(p, s);

	if (st == ST_OK && p->post.route->write) {
		if (writer_post(p->post.unit.shared->writer, &p->write))
			return;
		st = ST_UNAVAILABLE;
	}
	p->write.st = st;
	if (st != ST_OK)
		p->write.fault = *fault_last();
	done(&p->write);
}

static struct parked *parked_new(struct listener *l, struct door *d)
{
	struct parked *p = l->posts;
	struct arena arena;

	if (p) {
		l->posts = p->next;
		l->n_posts--;
	} else {
		p = mem_new(sizeof(*p));
	}
	arena = p->post.unit.arena;
	*p = (struct parked){ .door = d, .inbox = l->inbox };
	p->post.unit.arena = arena;
	return p;
}

static void parked_rest(struct listener *l, struct parked *p)
{
	scratch_drop(p->post.files, p->post.n_files); /* what the write did not take */
	p->post.n_files = 0;
	if (l->n_posts == POSTS_KEPT) {
		parked_free(p);
		return;
	}
	arena_reset(&p->post.unit.arena);
	p->next = l->posts;
	l->posts = p;
	l->n_posts++;
}

void park_free_pool(struct listener *l)
{
	while (l->posts) {
		struct parked *p = l->posts;

		l->posts = p->next;
		parked_free(p);
	}
}

/* Not all wait equally long, so a list is not in order by itself: the first that is due later, or its end. */
static struct node *place_of(struct node *list, int64_t due)
{
	struct node *at = list;

	while (at->prev != list && list_of(at->prev, struct door, by_due)->due > due)
		at = at->prev;
	return at;
}

static void suspend(struct listener *l, struct door *d, struct parked *p)
{
	const struct http_limits *limits = &l->http->config.limits;

	d->parked = p;
	d->due = l->now + limits->write + limits->grace + (p->post.n_files ? KEEP_MS : 0);
	if (l->going_down && d->due > l->stop_at)
		d->due = l->stop_at;
	connection_doing(d->conn,
	                 DUE_NEVER); /* else the sweep would cut someone whose queue is slow */
	node_before(place_of(&l->parked, d->due), &d->by_due);
	MHD_suspend_connection(d->c);
	atomic_fetch_add_explicit(&l->http->parked, 1, memory_order_relaxed);
}

/* Guards and form. False: the reply is there. */
static bool form_of(struct door *d, struct post *p)
{
	const struct http_rooms *rooms = d->from->http->config.rooms;

	if (d->web.verb != VERB_POST)
		return dispatch_work(rooms, &d->web, p);
	return d->receive ? receive_dispatch(d, p) : dispatch_post(rooms, &d->web, d->head.type, p);
}

/* False: for certain not done, with its fault. Files that a write may want go to the disk first, and from there to the
 * writer; a route that has them and work is without a write. */
static bool hand_over(struct http *h, struct parked *p)
{
	const struct shared *shared = h->config.shared;

	if (p->post.n_files && !p->post.route->work)
		return keep_post(h, p);
	if (!p->post.route->work)
		return writer_post(shared->writer, &p->write);
	p->job = (struct job){ .run = run_work };
	return pool_post(shared->pool, &p->job);
}

enum MHD_Result park(struct listener *l, struct door *d)
{
	const struct http_rooms *rooms = l->http->config.rooms;
	struct parked *p = parked_new(l, d);

	if (!form_of(d, &p->post)) {
		parked_rest(l, p);
		return answer_send(d);
	}
	p->write = (struct write){ .name = d->web.route->path,
		                   .run = run,
		                   .arg = &p->post,
		                   .arena = &p->post.unit.arena,
		                   .due = l->now + l->http->config.limits.write +
		                          (p->post.n_files ? KEEP_MS : 0),
		                   .done = done };
	atomic_fetch_add(&l->inbox->refs, 1);
	if (!hand_over(l->http, p)) {
		inbox_put(l->inbox);
		parked_rest(l, p);
		dispatch_error(rooms, &d->web, ST_UNAVAILABLE, fault_public(), 0);
		return answer_send(d);
	}
	suspend(l, d, p); /* after the push is fine: only this thread ever resumes */
	return MHD_YES;
}

static void unpark(struct listener *l, struct door *d)
{
	node_drop(&d->by_due);
	d->parked = NULL;
	atomic_fetch_sub_explicit(&l->http->parked, 1, memory_order_relaxed);
	if (answer_send(d) != MHD_YES)
		due_cut(&d->conn->due);
	MHD_resume_connection(d->c); /* carried out by MHD_run later in this very turn */
}

static void answer(struct listener *l, struct door *d, struct parked *p)
{
	d->web.unit.snap = listener_snap(l);
	dispatch_after(l->http->config.rooms, &d->web, &p->post);
	unpark(l, d);
}

/* False: the answer is due now. */
static bool hold(struct listener *l, struct door *d, int64_t delay)
{
	if (delay <= 0 || l->going_down || l->n_held == HELD_MAX)
		return false;
	node_drop(&d->by_due);
	d->due = l->now + delay;
	node_before(place_of(&l->held, d->due), &d->by_due);
	l->n_held++;
	return true;
}

void park_release(struct listener *l, bool all)
{
	LIST_EACH (at, next, &l->held) {
		struct door *d = list_of(at, struct door, by_due);
		struct parked *p = d->parked;

		if (!all && d->due > l->now)
			break;
		l->n_held--;
		answer(l, d, p);
		parked_rest(l, p);
	}
}

void park_drain(struct listener *l)
{
	struct qlink *at, *next;
	uint64_t rings;

	if (read(l->inbox->wake, &rings, sizeof(rings)) < 0)
		return;                       /* nobody rang */
	atomic_store(&l->inbox->rung, false); /* before taking, so that a later push rings again */
	for (at = queue_take_now(l->inbox->queue); at; at = next) {
		struct parked *p = (struct parked *)(void *)at;
		struct door *d = p->door;

		next = at->next;
		if (d) { /* NULL: park_overdue answered for it */
			p->post.st = p->write.st;
			p->post.fault = p->write.fault;
			if (hold(l, d, p->post.delay))
				continue;
			answer(l, d, p);
		}
		parked_rest(l, p);
	}
}

void park_overdue(struct listener *l)
{
	LIST_EACH (at, next, &l->parked) {
		struct door *d = list_of(at, struct door, by_due);
		bool changes = d->web.route->write != NULL;

		if (d->due > l->now)
			break;
		d->parked->door = NULL; /* neither writer nor pool reads it */
		d->web.unit.snap = listener_snap(l);
		dispatch_error(l->http->config.rooms, &d->web, changes ? ST_UNCERTAIN : ST_UNAVAILABLE,
		               N_("It may or may not have been done. Please look at your overview before you try again."), 0);
		unpark(l, d);
	}
}
