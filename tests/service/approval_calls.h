/* Callers by uid through the operators' dispatch, and what they are told of what waits. Shared by the tests of two-person
 * rules; include once per test program. */
#ifndef QUITS_TESTS_SERVICE_APPROVAL_CALLS_H
#define QUITS_TESTS_SERVICE_APPROVAL_CALLS_H

#include "tests/support/world.h"

#include "protocol/frame.h"
#include "protocol/wire.h"

#include "server/api/api.h"
#include "server/store/operator.h"

enum { ANA = 101, BEN, CLEO, OTTO }; /* uids, and numbers of operators */

struct person {
	int64_t uid;
	const char *name, *roles;
};

static enum status run_enrol_person(struct tx *tx, void *arg)
{
	const struct person *p = arg;
	struct operator_row o = { .operator = p->uid, .user = sv_from(p->name), .uid = p->uid,
				  .roles = sv_from(p->roles), .added_at = tx->now };

	return store_operator_add(tx, &o);
}

static void enrol(struct world *w, int64_t uid, const char *name, const char *roles)
{
	struct person p = { uid, name, roles };

	CHECK_OK(world_write(w, run_enrol_person, &p));
}

static const char *reason = "month end";

/* Calls as `uid`; id 0: a fresh one. The answer's fault becomes this thread's. */
static enum status call_with(struct world *w, int64_t uid, unsigned char id, enum method_id m, const void *in,
			     void *out)
{
	static unsigned fresh;
	unsigned char bytes[FRAME_ID] = { id };
	struct unit *u = world_look(w);
	struct buf params = buf_new(&u->arena, WIRE_REQUEST_MAX), msg = buf_new(&u->arena, WIRE_REQUEST_MAX),
		   back = buf_new(&u->arena, WIRE_ANSWER_MAX);
	struct call c = { .method = sv_from(method_table[m].name), .reason = sv_from(reason) };
	struct park park = { .may = false };
	struct answer a;

	if (!id) {
		fresh++;
		memcpy(bytes + 4, &fresh, sizeof(fresh));
	}
	c.id = sv_of(bytes, FRAME_ID);
	wire_pack(&params, method_table[m].in, in);
	c.params = buf_sv(&params);
	frame_pack_call(&msg, &c);
	dispatch(api_table, u, uid, buf_sv(&msg), &park, &back);
	CHECK_OK(frame_unpack_answer(buf_sv(&back), &u->arena, &a));
	if (a.status != ST_OK)
		return fail(a.status, SV_FMT, SV_ARG(a.fault));
	CHECK_OK(wire_unpack(a.result, method_table[m].out, out, &u->arena, false));
	return ST_OK;
}

static enum status call(struct world *w, int64_t uid, enum method_id m, const void *in, void *out)
{
	return call_with(w, uid, 0, m, in, out);
}

/* The number that the caller was told. */
static inline int64_t told(void)
{
	const char *at = strstr(fault_last()->text, "approval.give approval=");
	int64_t id = 0;

	CHECK(at);
	CHECK(sv_int(sv_from(at + strlen("approval.give approval=")), &id));
	return id;
}

static inline enum status end(struct world *w, int64_t uid, enum method_id m, int64_t approval, struct approval_row *ret)
{
	struct approval_ref ref = { approval };

	return call(w, uid, m, &ref, ret);
}

#endif
