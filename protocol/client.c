/* The caller's side of the RPC line; see client.h. Used by quitsctl (one call at a time), the console
 * (many at once, from its one thread) and tests.
 *
 * A call takes a slot: a req context, an aio and the request's memory, made at first use and kept until
 * the client is closed. A slot belongs to the thread that won its `taken`, then to nng until its callback
 * comes, so nothing here is locked. The callback goes through two stages: SENDING until a connection has
 * taken the message (failing there means: not done), WAITING until the answer is here (failing there
 * means: perhaps done).
 *
 * nng 1.5.2 sends a request anew when its connection is re-made, whatever its resend time says. That is
 * harmless: a command carries its id and the server answers a repetition without doing it again. */
#include "protocol/client.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <nng/supplemental/util/platform.h>
#include <stdatomic.h>
#include <string.h>

#include "common/clock.h"
#include "common/crypt.h"
#include "common/latch.h"

#include "protocol/wire.h"

enum {
	SLOTS = 64,
	TIMEOUT_MS = 10000,
	REDIAL_MIN_MS = 50,
	REDIAL_MAX_MS = 2000,
	NNG_HEAD = 64 /* room for nng's own header beside our largest answer */
};

enum stage { IDLE, SENDING, WAITING };

struct slot {
	struct client *client;
	atomic_bool taken;
	bool made;
	enum stage stage;
	nng_ctx ctx;
	nng_aio *aio;
	struct latch *ended; /* for callers that wait: raised to `calls` when the call is over */
	int64_t calls;
	unsigned char id[FRAME_ID];
	enum method_id method;
	int64_t until; /* clock_mono_ms */
	void (*done)(void *arg, struct reply *r);
	void *arg;
	/* What a waiting caller finds: */
	nng_msg *answer;
	struct fault fault;
};

struct client {
	nng_socket socket;
	nng_dialer dialer;
	atomic_int pipes;
	atomic_bool closing;
	void (*on)(void *arg, bool up);
	void *arg;
	struct slot slots[SLOTS];
};

/* Making and connecting. */

static void pipe_came(nng_pipe pipe, nng_pipe_ev event, void *arg)
{
	struct client *c = arg;

	(void)pipe;
	(void)event;
	if (atomic_fetch_add(&c->pipes, 1) == 0 && c->on)
		c->on(c->arg, true);
}

static void pipe_went(nng_pipe pipe, nng_pipe_ev event, void *arg)
{
	struct client *c = arg;

	(void)pipe;
	(void)event;
	if (atomic_fetch_sub(&c->pipes, 1) == 1 && c->on)
		c->on(c->arg, false);
}

static int prepare(struct client *c, const char *url, int flags)
{
	nng_socket s = c->socket;
	int e;

	if ((e = nng_socket_set_ms(s, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE)) != 0 ||
	    (e = nng_socket_set_size(s, NNG_OPT_RECVMAXSZ, WIRE_ANSWER_MAX + NNG_HEAD)) != 0 ||
	    (e = nng_socket_set_ms(s, NNG_OPT_RECONNMINT, REDIAL_MIN_MS)) != 0 ||
	    (e = nng_socket_set_ms(s, NNG_OPT_RECONNMAXT, REDIAL_MAX_MS)) != 0 ||
	    (e = nng_pipe_notify(s, NNG_PIPE_EV_ADD_POST, pipe_came, c)) != 0 ||
	    (e = nng_pipe_notify(s, NNG_PIPE_EV_REM_POST, pipe_went, c)) != 0 ||
	    (e = nng_dialer_create(&c->dialer, s, url)) != 0)
		return e;
	return nng_dialer_start(c->dialer, flags);
}

static enum status dial_fault(const char *url, int e)
{
	if (e == NNG_EPERM)
		return fail(ST_FORBIDDEN, "%s may not be opened by you", url);
	return fail(ST_UNAVAILABLE, "cannot dial %s: %s", url, nng_strerror(e));
}

static enum status open_flags(const char *url, void (*on)(void *arg, bool up), void *arg, int flags,
                              struct client **ret)
{
	struct client *c = mem_new(sizeof(*c));
	int e = nng_req0_open(&c->socket);

	if (e != 0) {
		mem_free(c);
		return fail(ST_UNAVAILABLE, "no socket for calls: %s", nng_strerror(e));
	}
	c->on = on;
	c->arg = arg;
	for (size_t i = 0; i < SLOTS; i++)
		c->slots[i].client = c;
	e = prepare(c, url, flags);
	if (e != 0) {
		nng_close(c->socket);
		mem_free(c);
		return dial_fault(url, e);
	}
	*ret = c;
	return ST_OK;
}

enum status client_open_watched(const char *url, void (*on)(void *arg, bool up), void *arg,
                                struct client **ret)
{
	return open_flags(url, on, arg, NNG_FLAG_NONBLOCK, ret);
}

enum status client_open(const char *url, struct client **ret)
{
	return open_flags(url, NULL, NULL, NNG_FLAG_NONBLOCK, ret);
}

enum status client_open_now(const char *url, struct client **ret)
{
	return open_flags(url, NULL, NULL, 0, ret);
}

bool client_connected(const struct client *c)
{
	return atomic_load(&c->pipes) > 0;
}

void client_make_id(unsigned char id[FRAME_ID])
{
	crypt_random(id, FRAME_ID);
}

/* Slots. */

static void advance(void *arg);

/* Opens what the slot needs the first time it is used. */
static bool slot_make(struct slot *s)
{
	if (s->made)
		return true;
	if (nng_ctx_open(&s->ctx, s->client->socket) != 0)
		return false;
	if (nng_aio_alloc(&s->aio, advance, s) != 0) {
		nng_ctx_close(s->ctx);
		return false;
	}
	s->ended = latch_new(0);
	s->made = true;
	return true;
}

static enum status slot_take(struct client *c, struct slot **ret)
{
	if (atomic_load(&c->closing))
		return fail(ST_UNAVAILABLE, "the connection is being closed");
	for (size_t i = 0; i < SLOTS; i++) {
		struct slot *s = &c->slots[i];

		if (atomic_exchange(&s->taken, true))
			continue;
		if (!slot_make(s)) {
			atomic_store(&s->taken, false);
			return fail(ST_UNAVAILABLE, "no memory for another call");
		}
		s->answer = NULL;
		s->done = NULL;
		s->stage = IDLE;
		*ret = s;
		return ST_OK;
	}
	return fail(ST_UNAVAILABLE, "%d calls are under way already", SLOTS);
}

static void slot_give(struct slot *s)
{
	s->stage = IDLE;
	atomic_store(&s->taken, false);
}

/* Requests. */

static enum status pack(struct slot *s, const void *in, const struct call_options *how,
                        struct arena *a, nng_msg **ret)
{
	const struct method *m = &method_table[s->method];
	struct buf params = buf_new(a, WIRE_REQUEST_MAX), frame = buf_new(a, WIRE_REQUEST_MAX);
	struct call call = { .id = sv_of(s->id, FRAME_ID), .method = sv_from(m->name) };

	if (how) {
		call.key = how->key;
		call.reason = how->reason;
	}
	wire_pack(&params, m->in, in);
	TRY(buf_end(&params, m->in->name));
	call.params = buf_sv(&params);
	frame_pack_call(&frame, &call);
	TRY(buf_end(&frame, "the call"));
	if (nng_msg_alloc(ret, 0) != 0)
		return fail(ST_UNAVAILABLE, "no memory for a message");
	if (nng_msg_append(*ret, frame.p, frame.n) != 0) {
		nng_msg_free(*ret);
		return fail(ST_UNAVAILABLE, "no memory for a message");
	}
	return ST_OK;
}

/* Hands the request to nng; from here on the slot is nng's until `over`. */
static enum status send_call(struct slot *s, const void *in, const struct call_options *how)
{
	int timeout = how && how->timeout_ms > 0 ? how->timeout_ms : TIMEOUT_MS;
	struct arena a = ARENA_INIT;
	nng_msg *msg = NULL;
	enum status st;

	if (how && how->id)
		memcpy(s->id, how->id, FRAME_ID);
	else
		client_make_id(s->id);
	st = pack(s, in, how, &a, &msg);
	arena_free(&a);
	if (st != ST_OK)
		return st;
	s->until = clock_mono_ms() + timeout;
	s->calls++;
	s->stage = SENDING;
	nng_aio_set_timeout(s->aio, timeout);
	nng_aio_set_msg(s->aio, msg);
	nng_ctx_send(s->ctx, s->aio);
	return ST_OK;
}

/* Answers. */

/* The server's words as this thread's fault. A parameter's name stands before ": ". */
static enum status server_fault(const struct method *m, const struct answer *a)
{
	struct sv text = a->fault;
	size_t colon = sv_find_sv(text, SV(": "));
	size_t word = colon;
	char name[48];

	if (colon == text.n)
		return fail(a->status, SV_FMT, SV_ARG(text));
	for (size_t i = 0; i < colon; i++) /* "rows[2].amount" belongs to the parameter rows */
		if (text.p[i] == '.' || text.p[i] == '[') {
			word = i;
			break;
		}
	if (colon >= sizeof(name) || !record_field(m->in, sv_from_to(text, 0, word)))
		return fail(a->status, SV_FMT, SV_ARG(text));
	memcpy(name, text.p, colon);
	name[colon] = '\0';
	text = sv_from_to(text, colon + 2, text.n);
	return fail_field(a->status, name, SV_FMT, SV_ARG(text));
}

/* Reads the message into `a` and out; the message is freed in any case. */
static enum status read_answer(struct slot *s, nng_msg *msg, void *out, struct arena *a)
{
	const struct method *m = &method_table[s->method];
	struct sv bytes = sv_copy(a, sv_of(nng_msg_body(msg), nng_msg_len(msg)));
	struct answer answer;

	nng_msg_free(msg);
	if (frame_unpack_answer(bytes, a, &answer) != ST_OK)
		return fail(m->command ? ST_UNCERTAIN : ST_INTERNAL,
		            "the answer is not readable: %s", fault_last()->text);
	if (!sv_eq(answer.id, sv_of(s->id, FRAME_ID)))
		return fail(m->command ? ST_UNCERTAIN : ST_INTERNAL,
		            "the answer is to another call");
	if (answer.status != ST_OK)
		return server_fault(m, &answer);
	return wire_unpack(answer.result, m->out, out, a, false);
}

/* Ends a call for a `done`: the slot is free again before done runs. */
static void deliver(struct slot *s)
{
	struct reply *r = mem_new(sizeof(*r));
	void (*done)(void *arg, struct reply *reply) = s->done;
	void *arg = s->arg;

	r->method = s->method;
	if (s->answer) {
		void *out = arena_alloc(&r->arena, method_table[s->method].out->size);

		r->status = read_answer(s, s->answer, out, &r->arena);
		r->out = r->status == ST_OK ? out : NULL;
	} else {
		r->status = fault_carry(&s->fault);
	}
	if (r->status != ST_OK) {
		const struct fault *f = fault_last();

		r->fault =
		    sv_print(&r->arena, "%s%s%s", f->field, f->field[0] ? ": " : "", f->text);
	}
	s->answer = NULL;
	slot_give(s);
	done(arg, r);
}

static void over(struct slot *s)
{
	s->stage = IDLE;
	if (s->done)
		deliver(s);
	else
		latch_raise(s->ended, s->calls);
}

/* What an error of nng means depends on whether the message had left. */
static void failed(struct slot *s, int e)
{
	if (s->stage == SENDING) {
		nng_msg *msg = nng_aio_get_msg(s->aio); /* still ours */

		if (msg)
			nng_msg_free(msg);
		nng_aio_set_msg(s->aio, NULL);
		if (e == NNG_ETIMEDOUT)
			(void)fail(ST_UNAVAILABLE, "the server cannot be reached");
		else
			(void)fail(ST_UNAVAILABLE, "nothing was sent: %s", nng_strerror(e));
	} else if (e == NNG_ETIMEDOUT) {
		(void)fail(ST_UNCERTAIN, "no answer came in time");
	} else {
		(void)fail(ST_UNCERTAIN, "no answer came: %s", nng_strerror(e));
	}
	s->fault = *fault_last();
	over(s);
}

/* The aio's callback, on one of nng's threads. */
static void advance(void *arg)
{
	struct slot *s = arg;
	int e = nng_aio_result(s->aio);
	int64_t left;

	if (e != 0) {
		failed(s, e);
		return;
	}
	if (s->stage == WAITING) {
		s->answer = nng_aio_get_msg(s->aio);
		nng_aio_set_msg(s->aio, NULL);
		over(s);
		return;
	}
	left = s->until - clock_mono_ms();
	s->stage = WAITING;
	nng_aio_set_msg(s->aio, NULL);
	nng_aio_set_timeout(s->aio, left > 1 ? (nng_duration)left : 1);
	nng_ctx_recv(s->ctx, s->aio);
}

/* Calling. */

enum status client_call(struct client *c, enum method_id m, const void *in, void *out,
                        struct arena *a, const struct call_options *how)
{
	struct slot *s;
	enum status st;

	TRY(slot_take(c, &s));
	s->method = m;
	st = send_call(s, in, how);
	if (st == ST_OK) {
		/* nng ends the call in time; this only sleeps until it has */
		while (latch_now(s->ended) < s->calls)
			latch_wait(s->ended, s->calls - 1, clock_mono_ms() + TIMEOUT_MS);
		st = s->answer ? read_answer(s, s->answer, out, a) : fault_carry(&s->fault);
		s->answer = NULL;
	}
	slot_give(s);
	return st;
}

void client_start(struct client *c, enum method_id m, const void *in,
                  const struct call_options *how, void (*done)(void *arg, struct reply *r),
                  void *arg)
{
	struct slot *s;
	struct reply *r;
	const struct fault *f = fault_last();

	if (slot_take(c, &s) == ST_OK) {
		s->method = m;
		s->done = done;
		s->arg = arg;
		if (send_call(s, in, how) == ST_OK)
			return;
		slot_give(s);
	}
	r = mem_new(sizeof(*r));
	r->method = m;
	r->status = f->status;
	r->fault = sv_print(&r->arena, "%s%s%s", f->field, f->field[0] ? ": " : "", f->text);
	done(arg, r);
}

void reply_free(struct reply *r)
{
	arena_free(&r->arena);
	mem_free(r);
}

/* A stopped aio refuses to begin without a word, so a call that stood between its stages is ended here by
 * hand; no callback runs any more then. */
static void stop_calls(struct client *c)
{
	atomic_store(&c->closing, true);
	for (size_t i = 0; i < SLOTS; i++) {
		struct slot *s = &c->slots[i];

		if (!s->made)
			continue;
		nng_aio_stop(s->aio);
		if (s->stage != IDLE)
			failed(s, NNG_ECLOSED);
		while (atomic_load(&s->taken)) /* a waiting caller reads its fault and goes */
			nng_msleep(1);
	}
}

void client_leave(struct client *c)
{
	if (c)
		stop_calls(c);
}

/* Stop the aios, close the contexts, close the socket: nng 1.5.2 is known to fail in other orders. */
void client_close(struct client *c)
{
	if (!c)
		return;
	stop_calls(c);
	for (size_t i = 0; i < SLOTS; i++)
		if (c->slots[i].made)
			nng_ctx_close(c->slots[i].ctx);
	nng_close(c->socket);
	for (size_t i = 0; i < SLOTS; i++)
		if (c->slots[i].made) {
			nng_aio_free(c->slots[i].aio);
			latch_free(c->slots[i].ended);
		}
	mem_free(c);
}
