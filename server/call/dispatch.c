/* dispatch: see dispatch.h. No handler lives here. */
#include "server/call/dispatch.h"

#include <string.h>

#include "common/log.h"
#include "common/record_check.h"

#include "protocol/frame.h"
#include "protocol/mask.h"
#include "protocol/wire.h"

#include "server/call/principal.h"
#include "server/runtime/writer.h"
#include "server/store/answered.h"
#include "server/store/store.h"

struct running {
	const struct method *m;
	const struct handler *h;
	struct unit *u;
	const struct call *call;
	struct hash asked;
	struct sv waits; /* for whom, when the call was kept instead of done */
	const void *in;
	void *out;
};

static struct sv pack(struct arena *a, const struct record *r, const void *rec, enum status *st)
{
	struct buf b = buf_new(a, WIRE_ANSWER_MAX - 1024);

	wire_pack(&b, r, rec);
	*st = buf_end(&b, "the answer");
	return buf_sv(&b);
}

/* What unlocks a connection is not answered from memory: the repeat may come through another one. */
static bool is_once(enum method_id m)
{
	return m == M_system_unlock || m == M_operator_totp_confirm;
}

/* THREAD_WRITER: the effect and the memory of it, or neither. A call that waits for a second person is an
 * error to its caller, but what was kept of it must be committed: so it succeeds here, with `waits` set. */
static enum status run_command(struct tx *tx, void *arg)
{
	struct running *r = arg;
	struct sv answer;
	enum status st = store_answered_find(tx_look(tx), r->u->operator, r->call->id, &r->asked,
					     &answer, tx->arena);

	if (st == ST_OK && is_once(r->m->id))
		return fail_field(ST_CONFLICT, "code", "was taken already: each is good once");
	if (st == ST_OK)
		return wire_unpack(answer, r->m->out, r->out, tx->arena, false);
	if (st != ST_NOT_FOUND)
		return st;
	if (r->h->second)
		TRY(r->h->second(r->u, tx, r->m, r->call, r->in, &r->waits));
	if (r->waits.n)
		return ST_OK;
	TRY(r->h->command(r->u, tx, r->in, r->out));
	if (r->u->refused)
		return ST_OK;
	answer = pack(tx->arena, r->m->out, r->out, &st);
	TRY(st);
	return store_answered_add(tx, r->u->operator, r->call->id, &r->asked, answer);
}

static enum status command(struct running *r, const struct call *c)
{
	r->call = c;
	r->asked = store_answered_asked(r->u->shared->keys, c->method, c->params);
	snap_end(r->u->snap);
	TRY(writer_do(r->u->shared->writer, r->m->name, &r->u->arena, run_command, r));
	if (r->waits.n)
		return fail(ST_CONFLICT, SV_FMT, SV_ARG(r->waits));
	if (r->u->refused)
		return fault_carry(r->u->refused);
	if (r->h->settle)
		TRY(r->h->settle(r->u, r->in, r->out));
	return ST_OK;
}

static void consider_parking(const struct running *r, struct park *p)
{
	const struct feed_query *q = r->in;
	const struct feed_page *page = r->out;

	p->after = page->next;
	p->wait_ms = q->wait;
	p->wants = p->may && page->items.n == 0 && q->wait > 0 && q->last == 0;
}

static enum status run(const struct handler *handlers, struct unit *u, int64_t uid,
		       const struct call *c, struct park *park, struct sv *ret)
{
	struct running r = { .u = u, .m = method_find(c->method) };
	void *in;
	enum status st;

	TRY(principal_of(u, uid));
	TRY(principal_line(u, r.m));
	if (!r.m)
		return fail(ST_NOT_FOUND, "there is no method " SV_FMT, SV_ARG(c->method));
	TRY(principal_may(u, r.m));
	r.h = &handlers[r.m->id];
	in = arena_alloc(&u->arena, r.m->in->size);
	r.in = in;
	r.out = arena_alloc(&u->arena, r.m->out->size);
	TRY(wire_unpack(c->params, r.m->in, in, &u->arena, true));
	TRY(record_check(r.m->in, in));
	if (r.m->id == M_feed_read && park->after > ((struct feed_query *)in)->after)
		((struct feed_query *)in)->after = park->after;
	if (r.m->command)
		TRY(command(&r, c));
	else
		TRY(r.h->query(u, u->snap, r.in, r.out));
	if (r.m->id == M_feed_read)
		consider_parking(&r, park);
	if (park->wants)
		return ST_OK;
	if (!roles_may(u->roles, MAY_DETAILS)) /* here, so that no method can forget it */
		mask_record(&u->arena, r.m->out, r.out);
	else if (r.h->reveal)
		TRY(r.h->reveal(u, r.m->id, r.out));
	*ret = pack(&u->arena, r.m->out, r.out, &st);
	return st;
}

static struct sv fault_words(struct arena *a)
{
	const struct fault *f = fault_last();

	if (f->status == ST_INTERNAL)
		say_fault(L_ERROR, "rpc.internal");
	if (f->field[0])
		return sv_print(a, "%s: %s", f->field, fault_public());
	return sv_copy(a, sv_from(fault_public()));
}

void dispatch(const struct handler *handlers, struct unit *u, int64_t uid, struct sv msg,
	      struct park *park, struct buf *out)
{
	struct answer a = { .status = ST_OK };
	struct call c = { { 0 }, { 0 }, { 0 }, { 0 }, { 0 } };

	park->wants = false;
	a.status = frame_unpack_call(msg, &u->arena, &c);
	if (a.status == ST_OK)
		a.status = run(handlers, u, uid, &c, park, &a.result);
	snap_end(u->snap);
	if (park->wants)
		return;
	if (a.status != ST_OK) {
		a.fault = fault_words(&u->arena);
		a.result = SV_NONE;
	}
	a.id = c.id;
	frame_pack_answer(out, &a);
}
