/* A server of a few lines: nng's rep socket in a thread of its own, answering as a function says. For tests of
 * the caller's side; nothing here waits for a time. */
#ifndef QUITS_TESTS_PROTOCOL_PEER_H
#define QUITS_TESTS_PROTOCOL_PEER_H

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <stdatomic.h>
#include <stdio.h>

#include "common/arena.h"
#include "common/latch.h"
#include "common/thread.h"

#include "protocol/frame.h"
#include "protocol/wire.h"

#include "tests/support/check.h"

struct peer {
	nng_socket socket;
	struct thread *thread;
	void (*answer)(struct peer *p, const struct call *call, struct buf *out);
	_Atomic int heard;
	unsigned char ids[8][FRAME_ID];
	char url[160];
	void *arg;          /* the answer function's own */
	struct latch *told; /* how many calls were heard */
};

/* Hears calls until its socket is closed; a handler that writes nothing sends no answer. */
static inline void *peer_run(void *arg)
{
	struct peer *p = arg;
	nng_msg *msg;

	while (nng_recvmsg(p->socket, &msg, 0) == 0) {
		struct arena a = ARENA_INIT;
		struct buf out = buf_new(&a, WIRE_ANSWER_MAX);
		struct call call;

		if (frame_unpack_call(sv_of(nng_msg_body(msg), nng_msg_len(msg)), &a, &call) ==
		    ST_OK) {
			memcpy(p->ids[p->heard % 8], call.id.p, FRAME_ID);
			p->answer(p, &call, &out);
		}
		latch_raise(p->told, ++p->heard);
		nng_msg_clear(msg);
		if (out.n) {
			nng_msg_append(msg, out.p, out.n);
			if (nng_sendmsg(p->socket, msg, 0) != 0)
				nng_msg_free(msg);
		} else {
			nng_msg_free(msg);
		}
		arena_free(&a);
	}
	return NULL;
}

static inline void peer_open(struct peer *p, void (*answer)(struct peer *p, const struct call *call,
                                                            struct buf *out))
{
	p->answer = answer;
	p->heard = 0;
	assert_int_equal(nng_rep0_open(&p->socket), 0);
	assert_int_equal(nng_listen(p->socket, p->url, NULL, 0), 0);
	p->told = latch_new(0);
	CHECK_OK(thread_start("peer", THREAD_ANY, peer_run, p, &p->thread));
}

static inline void peer_close(struct peer *p)
{
	nng_close(p->socket);
	thread_join(p->thread);
	latch_free(p->told);
}

static inline struct peer make_peer(const char *name)
{
	struct peer p = { 0 };

	snprintf(p.url, sizeof(p.url), "inproc://%s", name);
	return p;
}

static inline void say(const struct call *call, struct buf *out, enum status st, const char *fault,
                       const struct record *r, const void *rec)
{
	struct buf result = buf_new(out->arena, WIRE_ANSWER_MAX);
	struct answer a = { .id = call->id, .status = st, .fault = sv_from(fault) };

	if (r) {
		wire_pack(&result, r, rec);
		a.result = buf_sv(&result);
	}
	frame_pack_answer(out, &a);
}

#endif
