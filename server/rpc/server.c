/* A context's life: LISTENING (nng owns its message slot) -> a message comes, nng's callback moves the slot
 * into the work queue -> a worker answers it (SENDING, then LISTENING again) or gives it to the waker (PARKED).
 * The waker alone owns parked slots: it gives them back to the workers when the feed has passed their cursor or
 * their wait is over, and re-arms those whose client has gone. Callbacks on nng's threads only hand over. */
#include "server/rpc/server.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/supplemental/util/platform.h>
#include <stdatomic.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/latch.h"
#include "common/list.h"
#include "common/locale.h"
#include "common/log.h"
#include "common/queue.h"
#include "common/thread.h"

#include "protocol/wire.h"

#include "server/feed/feed.h"
#include "server/rpc/listen.h"
#include "server/runtime/line.h"
#include "server/store/store.h"

enum { LOOK_MS = 250, CLOSE_MS = 2000, NOBODY = -1 };

struct slot {
	struct qlink link; /* first: in the work queue or the waker's */
	struct node node;  /* WAKER: among the parked */
	struct rpc *rpc;
	nng_ctx ctx;
	nng_aio *aio;
	nng_msg *msg;
	int64_t uid, after, until; /* until: clock_mono_ms of the end of the wait; 0 before the first look */
	uint32_t pipe;
	bool last; /* do not park again */
	_Atomic bool sending;
};

struct gone { /* a pipe closed: its parked slots go back to listening; or it is to be closed */
	struct qlink link;
	uint32_t pipe;
	bool close;
};

struct rpc {
	struct rpc_config config;
	struct listening door;
	struct slot *slots;
	size_t n;
	struct lines *lines; /* the pipes there are */
	struct queue *work, *waker;
	struct thread **workers, *wake_thread;
	struct qlink raised; /* in the waker's queue while `ringing` */
	_Atomic bool ringing, stopping;
	struct node parked; /* WAKER */
	size_t parked_n;    /* WAKER */
	int64_t look_at;    /* WAKER: when to look whether the listener lives */
};

void rpc_defaults(struct rpc_config *c)
{
	c->workers = (size_t)thread_cores() + 2;
	c->park_most = 512;
	c->calls = 64;
	c->group = -1;
}

static enum status nng_trouble(int e, const char *what)
{
	return fail(ST_UNAVAILABLE, "%s: %s", what, nng_strerror(e));
}

static void listen_again(struct slot *s)
{
	s->until = s->after = 0;
	s->last = false;
	nng_ctx_recv(s->ctx, s->aio);
}

/* The kernel's word for who is at the other end; NOBODY when the pipe has gone meanwhile. Only inproc, which has
 * no kernel between, is ourselves. */
static int64_t peer_uid(const struct rpc *r, nng_msg *msg)
{
	uint64_t uid;

	if (nng_pipe_get_uint64(nng_msg_get_pipe(msg), NNG_OPT_IPC_PEER_UID, &uid) == 0)
		return (int64_t)uid;
	return r->config.path ? NOBODY : (int64_t)getuid();
}

/* nng's thread. */
static void on_aio(void *arg)
{
	struct slot *s = arg;
	int e = nng_aio_result(s->aio);

	if (atomic_exchange(&s->sending, false)) {
		if (e != 0) /* the client has gone: its answer with it */
			nng_msg_free(nng_aio_get_msg(s->aio));
		if (e != NNG_ECLOSED && e != NNG_ECANCELED)
			listen_again(s);
		return;
	}
	if (e == NNG_ECLOSED || e == NNG_ECANCELED)
		return;
	if (e != 0) {
		listen_again(s);
		return;
	}
	s->msg = nng_aio_get_msg(s->aio);
	s->pipe = (uint32_t)nng_msg_get_pipe(s->msg).id;
	s->uid = peer_uid(s->rpc, s->msg);
	if (!queue_push(s->rpc->work, &s->link)) {
		nng_msg_free(s->msg);
		s->msg = NULL;
	}
}

/* Before its first message. Closing is how nng is told to refuse it. nng's thread. */
static void on_pipe_came(nng_pipe pipe, nng_pipe_ev event, void *arg)
{
	struct rpc *r = arg;

	(void)event;
	if (!lines_add(r->lines, (uint32_t)nng_pipe_id(pipe), clock_now()))
		nng_pipe_close(pipe);
}

static void tell_waker(struct rpc *r, uint32_t pipe, bool close)
{
	struct gone *g = mem_new(sizeof(*g));

	g->pipe = pipe;
	g->close = close;
	if (!queue_push(r->waker, &g->link))
		mem_free(g);
}

/* nng's thread. */
static void on_pipe_gone(nng_pipe pipe, nng_pipe_ev event, void *arg)
{
	struct rpc *r = arg;

	(void)event;
	lines_drop(r->lines, (uint32_t)nng_pipe_id(pipe));
	if (!atomic_load(&r->stopping))
		tell_waker(r, (uint32_t)nng_pipe_id(pipe), false);
}

/* THREAD_WRITER, after a commit. */
static void on_raise(void *arg)
{
	struct rpc *r = arg;

	if (!atomic_exchange(&r->ringing, true) && !queue_push(r->waker, &r->raised))
		atomic_store(&r->ringing, false);
}

static void send_answer(struct slot *s, struct sv answer)
{
	nng_msg *m = NULL;

	nng_msg_free(s->msg);
	s->msg = NULL;
	if (nng_msg_alloc(&m, 0) != 0 || nng_msg_append(m, answer.p, answer.n) != 0) {
		if (m)
			nng_msg_free(m);
		listen_again(s);
		return;
	}
	nng_aio_set_msg(s->aio, m);
	atomic_store(&s->sending, true);
	nng_ctx_send(s->ctx, s->aio);
}

static void answer(struct rpc *r, struct unit *u, struct slot *s)
{
	struct park park = { .may = !s->last && !atomic_load(&r->stopping), .after = s->after };
	struct buf out = buf_new(&u->arena, WIRE_ANSWER_MAX);
	struct sv msg = sv_of(nng_msg_body(s->msg), nng_msg_len(s->msg));

	u->now = clock_now();
	u->lines = r->lines;
	u->pipe = s->pipe;
	dispatch(r->config.handlers, u, s->uid, msg, &park, &out);
	if (park.wants) {
		s->after = park.after;
		if (!s->until)
			s->until = clock_mono_ms() + park.wait_ms;
		if (queue_push(r->waker, &s->link))
			return;
		s->last = true; /* the waker is closing: answer what there is */
		arena_reset(&u->arena);
		answer(r, u, s);
		return;
	}
	send_answer(s, buf_sv(&out));
	if (lines_is_old(r->lines, u->pipe, u->now)) /* its client was told to connect anew, which it does when this ends */
		tell_waker(r, u->pipe, true);
}

static void *worker_loop(void *arg)
{
	struct rpc *r = arg;
	struct unit u = { .shared = r->config.shared };
	struct snap snap;
	struct slot *s;

	if (snap_open(r->config.shared->store, &snap) != ST_OK) {
		say_fault(L_ERROR, "rpc.worker");
		return NULL;
	}
	u.snap = &snap;
	while ((s = (struct slot *)queue_take(r->work)) != NULL) {
		u.roles = 0;
		u.operator = 0;
		u.actor = SV_NONE;
		u.factor = false;
		u.refused = NULL;
		answer(r, &u, s);
		arena_reset(&u.arena);
	}
	snap_close(&snap);
	arena_free(&u.arena);
	locale_thread_end();
	return NULL;
}

static void give_back(struct rpc *r, struct slot *s, bool last)
{
	node_drop(&s->node);
	r->parked_n--;
	s->last = last;
	if (!queue_push(r->work, &s->link))
		nng_msg_free(s->msg);
}

static void wake_ready(struct rpc *r)
{
	int64_t head = feed_head(r->config.shared->feed), now = clock_mono_ms();
	bool all = atomic_load(&r->stopping);

	LIST_EACH(n, next, &r->parked)
	{
		struct slot *s = list_of(n, struct slot, node);

		if (all || now >= s->until)
			give_back(r, s, true);
		else if (head > s->after)
			give_back(r, s, false);
	}
	atomic_store(&r->config.shared->figures->parked, (int64_t)r->parked_n);
}

static void forget_pipe(struct rpc *r, struct gone *g)
{
	if (g->close)
		nng_pipe_close((nng_pipe){ g->pipe });
	LIST_EACH(n, next, &r->parked)
	{
		struct slot *s = list_of(n, struct slot, node);

		if (s->pipe != g->pipe)
			continue;
		node_drop(&s->node);
		r->parked_n--;
		nng_msg_free(s->msg);
		s->msg = NULL;
		listen_again(s);
	}
	mem_free(g);
}

static void take_in(struct rpc *r, struct slot *s)
{
	if (peer_uid(r, s->msg) == NOBODY) { /* gone while a worker had it: nobody tells us again */
		nng_msg_free(s->msg);
		s->msg = NULL;
		listen_again(s);
		return;
	}
	node_before(&r->parked, &s->node);
	r->parked_n++;
	if (r->parked_n > r->config.park_most)
		give_back(r, s, true); /* empty, ask again */
}

static bool is_slot(const struct rpc *r, const struct qlink *l)
{
	const char *p = (const char *)l, *first = (const char *)r->slots;

	return p >= first && p < first + r->n * sizeof(*r->slots);
}

static int64_t next_deadline(const struct rpc *r)
{
	int64_t soonest = clock_mono_ms() + LOOK_MS;

	LIST_EACH(n, next, &r->parked)
	{
		const struct slot *s = list_of(n, struct slot, node);

		soonest = s->until < soonest ? s->until : soonest;
	}
	return soonest;
}

static void look_at_door(struct rpc *r)
{
	bool replaced = false;

	if (clock_mono_ms() < r->look_at)
		return;
	r->look_at = clock_mono_ms() + LOOK_MS;
	if (listen_look(&r->door, &replaced) != ST_OK)
		say_fault(L_ERROR, "rpc.listener");
	else if (replaced)
		say(L_WARN, "rpc.listener", "replaced=1");
}

static void *waker_loop(void *arg)
{
	struct rpc *r = arg;

	for (;;) {
		struct qlink *l = queue_take_until(r->waker, next_deadline(r));

		look_at_door(r);

		if (l == &r->raised)
			atomic_store(&r->ringing, false);
		else if (l && is_slot(r, l))
			take_in(r, (struct slot *)l);
		else if (l)
			forget_pipe(r, (struct gone *)l);
		wake_ready(r);
		if (!l && atomic_load(&r->stopping))
			return NULL; /* closed and empty: every slot has gone back to the workers */
	}
}

static enum status open_socket(struct rpc *r)
{
	const struct rpc_config *c = &r->config;
	int e = nng_rep0_open(&r->door.socket);

	r->door.url = c->url;
	r->door.path = c->path;
	r->door.group = c->group;
	if (e == 0)
		e = nng_socket_set_size(r->door.socket, NNG_OPT_RECVMAXSZ, WIRE_REQUEST_MAX);
	if (e == 0)
		e = nng_pipe_notify(r->door.socket, NNG_PIPE_EV_ADD_PRE, on_pipe_came, r);
	if (e == 0)
		e = nng_pipe_notify(r->door.socket, NNG_PIPE_EV_REM_POST, on_pipe_gone, r);
	return e == 0 ? ST_OK : nng_trouble(e, c->url);
}

static enum status open_slots(struct rpc *r)
{
	r->n = r->config.park_most + r->config.calls;
	r->slots = mem_new(r->n * sizeof(*r->slots));
	for (size_t i = 0; i < r->n; i++) {
		struct slot *s = &r->slots[i];
		int e = nng_ctx_open(&s->ctx, r->door.socket);

		s->rpc = r;
		node_init(&s->node);
		if (e == 0)
			e = nng_aio_alloc(&s->aio, on_aio, s);
		if (e != 0)
			return nng_trouble(e, "a context does not open");
		nng_aio_set_timeout(s->aio, NNG_DURATION_INFINITE);
	}
	return ST_OK;
}

static enum status start_threads(struct rpc *r)
{
	r->workers = mem_new(r->config.workers * sizeof(struct thread *));
	for (size_t i = 0; i < r->config.workers; i++)
		TRY(thread_start("rpc-worker", THREAD_WORKER, worker_loop, r, &r->workers[i]));
	return thread_start("rpc-waker", THREAD_WAKER, waker_loop, r, &r->wake_thread);
}

static enum status listen_now(struct rpc *r)
{
	for (size_t i = 0; i < r->n; i++)
		nng_ctx_recv(r->slots[i].ctx, r->slots[i].aio);
	return listen_start(&r->door);
}

enum status rpc_start(const struct rpc_config *config, struct rpc **ret)
{
	struct rpc *r = mem_new(sizeof(*r));
	enum status st;

	r->config = *config;
	node_init(&r->parked);
	r->lines = lines_new(LINES_MOST);
	r->work = queue_new(config->park_most + config->calls + 1);
	r->waker = queue_new(100000);
	feed_on_raise(config->shared->feed, on_raise, r);
	st = open_socket(r);
	if (st == ST_OK)
		st = open_slots(r);
	if (st == ST_OK)
		st = listen_now(r);
	if (st == ST_OK)
		st = start_threads(r);
	if (st != ST_OK) {
		struct fault f = *fault_last();

		rpc_stop(r);
		return fault_carry(&f);
	}
	*ret = r;
	return ST_OK;
}

static void stop_threads(struct rpc *r)
{
	queue_close(r->waker);
	if (r->wake_thread)
		thread_join(r->wake_thread);
	queue_close(r->work);
	for (size_t i = 0; r->workers && i < r->config.workers; i++)
		if (r->workers[i])
			thread_join(r->workers[i]);
}

/* nng_close of 1.5.2 can wait for ever on a Unix socket (a pipe that its reaper never lets go). Everything
 * acknowledged is on disk by then, so the program does not wait with it: what is left is the kernel's to clear. */
struct closing {
	nng_socket socket;
	struct latch *done;
};

static void *close_socket(void *arg)
{
	struct closing *c = arg;

	nng_close(c->socket);
	latch_raise(c->done, 1);
	return NULL;
}

static bool closed_in_time(struct rpc *r)
{
	struct closing *c = mem_new(sizeof(*c));
	struct thread *t;

	c->socket = r->door.socket;
	c->done = latch_new(0);
	if (thread_start("rpc-close", THREAD_ANY, close_socket, c, &t) != ST_OK)
		return false;
	if (latch_wait(c->done, 0, clock_mono_ms() + CLOSE_MS) == 0) {
		say(L_WARN, "rpc.close", "gave_up_after_ms=%d", CLOSE_MS);
		return false; /* c and r stay: that thread may still use them */
	}
	thread_join(t);
	latch_free(c->done);
	mem_free(c);
	return true;
}

static void free_all(struct rpc *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->slots[i].aio)
			nng_aio_free(r->slots[i].aio);
	for (struct qlink *l = queue_take_now(r->waker), *next; l; l = next) {
		next = l->next;
		if (l != &r->raised && !is_slot(r, l))
			mem_free(l);
	}
	queue_free(r->waker);
	queue_free(r->work);
	lines_free(r->lines);
	mem_free(r->workers);
	mem_free(r->slots);
	mem_free(r);
}

void rpc_stop(struct rpc *r)
{
	atomic_store(&r->stopping, true);
	feed_on_raise(r->config.shared->feed, NULL, NULL);
	stop_threads(r);
	for (size_t i = 0, ms = 0; i < r->n && ms < CLOSE_MS;) { /* answers on their way get out first */
		if (atomic_load(&r->slots[i].sending)) {
			nng_msleep(1); /* nng_aio_wait would wait for the next request too */
			ms++;
		} else {
			i++;
		}
	}
	for (size_t i = 0; i < r->n; i++)
		if (r->slots[i].aio)
			nng_aio_stop(r->slots[i].aio);
	for (size_t i = 0; i < r->n; i++)
		nng_ctx_close(r->slots[i].ctx);
	listen_end(&r->door);
	if (closed_in_time(r))
		free_all(r);
}
