/* approval: given, refused, expired; see approval.h. On the writer's thread. */
#include <inttypes.h>

#include "common/record_check.h"
#include "common/record_json.h"

#include "protocol/wire.h"

#include "server/rule/approval.h"
#include "server/runtime/writer.h"
#include "server/service/approval_inside.h"
#include "server/service/book_inside.h"
#include "server/store/answered.h"

enum { DONE_MAX = 16384, EXPIRE_MOST = 50 };

static enum status read_params(struct tx *tx, const struct approval_core *p, const struct method **ret_m,
			       void **ret_in)
{
	const struct method *m = method_find(p->method);
	void *in;

	if (!m || !m->command)
		return fail(ST_CONFLICT, "this release has no command " SV_FMT, SV_ARG(p->method));
	in = arena_alloc(tx->arena, m->in->size);
	TRY(wire_unpack(p->params, m->in, in, tx->arena, true));
	TRY(record_check(m->in, in));
	*ret_m = m;
	*ret_in = in;
	return ST_OK;
}

/* What is given is the file as it was when its end was asked for. */
static enum status import_is_as_asked(struct tx *tx, const struct approval_core *p, int64_t import)
{
	struct import_core i;

	TRY(store_import_core(tx_look(tx), import, &i, tx->arena));
	if (i.state != IMPORT_OPEN)
		return fail_field(ST_CONFLICT, "import", "it is %s already",
				  choice_text(&import_state_choice, (int)i.state));
	if (i.touched_at != p->expires_at)
		return fail_field(ST_CONFLICT, "import", "its file has changed since it was asked for");
	return ST_OK;
}

/* The asker's call is answered now: repeated with its id it is told what was done. */
static enum status remember(struct tx *tx, const struct approval_core *p, const struct method *m,
			    const void *out)
{
	struct hash asked = store_answered_asked(tx->keys, p->method, p->params);
	struct buf b = buf_new(tx->arena, WIRE_ANSWER_MAX - 1024);
	struct sv was;
	enum status st = store_answered_find(tx_look(tx), p->operator, p->call, &asked, &was, tx->arena);

	if (st == ST_OK || st == ST_CONFLICT) /* the id was used again meanwhile: that answer stays */
		return ST_OK;
	if (st != ST_NOT_FOUND)
		return st;
	wire_pack(&b, m->out, out);
	TRY(buf_end(&b, "the answer"));
	return store_answered_add(tx, p->operator, p->call, &asked, buf_sv(&b));
}

static enum status find(struct unit *u, struct tx *tx, int64_t id, struct approval_core *ret,
			const struct method **ret_m, void **ret_in)
{
	struct approval_giving g = { .giver = u->operator, .giver_roles = u->roles };

	TRY(store_approval_core(tx_look(tx), id, ret, tx->arena));
	TRY(read_params(tx, ret, ret_m, ret_in));
	g.method = *ret_m;
	g.asker = ret->operator;
	g.state = approval_now(ret->state, ret->expires_at, tx->now);
	return approval_check(&g);
}

enum status service_approval_give(struct unit *u, struct tx *tx, run_fn *run, int64_t approval,
				  struct approval_row *ret)
{
	struct buf done = buf_new(tx->arena, DONE_MAX);
	const struct method *m;
	struct approval_core p;
	struct behalf asker;
	void *in, *out;

	TRY(find(u, tx, approval, &p, &m, &in));
	TRY(service_behalf_find(tx, p.operator, p.asker, m, "approval", &asker));
	if (m->id == M_book_finish)
		TRY(import_is_as_asked(tx, &p, ((const struct book_ref *)in)->import));
	TRY(approval_tell(tx, E_approval_given, u->actor, &p));
	out = arena_alloc(tx->arena, m->out->size);
	TRY(service_behalf_run(u, tx, run, &asker, m, in, out));
	if (m->id == M_operator_add && ((const struct operator_row *)out)->operator == u->operator)
		return fail_field(ST_FORBIDDEN, "approval", "nobody gives a change of their own roles");
	record_to_json(&done, m->out, out);
	TRY(buf_end(&done, "what was done"));
	TRY(remember(tx, &p, m, out));
	TRY(store_approval_end(tx, p.id, APPROVAL_GIVEN, u->operator, buf_sv(&done)));
	return store_approval_row(tx_look(tx), p.id, tx->now, ret, tx->arena);
}

/* An import that will not be given blocks nobody: it ends here, and the engine clears away its file. */
static enum status let_go(struct tx *tx, const struct approval_core *p, struct sv code, struct sv reason)
{
	struct import_core i;
	const struct method *m;
	void *in;

	if (!sv_is(p->method, method_table[M_book_finish].name))
		return ST_OK;
	if (read_params(tx, p, &m, &in) != ST_OK || /* of another release, or gone: nothing to let go */
	    store_import_core(tx_look(tx), ((const struct book_ref *)in)->import, &i, tx->arena) != ST_OK)
		return ST_OK;
	return i.state == IMPORT_OPEN ? book_refuse(tx, &i, code, reason) : ST_OK;
}

enum status service_approval_refuse(struct unit *u, struct tx *tx, int64_t approval, struct approval_row *ret)
{
	const struct method *m;
	struct approval_core p;
	void *in;

	TRY(find(u, tx, approval, &p, &m, &in));
	TRY(store_approval_end(tx, p.id, APPROVAL_REFUSED, u->operator, SV_NONE));
	TRY(approval_tell(tx, E_approval_refused, u->actor, &p));
	TRY(let_go(tx, &p, SV("second_person"), sv_print(tx->arena, SV_FMT " refused it", SV_ARG(u->actor))));
	return store_approval_row(tx_look(tx), p.id, tx->now, ret, tx->arena);
}

static enum status run_expire(struct tx *tx, void *arg)
{
	size_t *did = arg;
	struct approval_core p;
	bool found;

	for (*did = 0; *did < EXPIRE_MOST; ++*did) {
		TRY(store_approval_overdue(tx_look(tx), tx->now, &p, &found, tx->arena));
		if (!found)
			break;
		TRY(store_approval_end(tx, p.id, APPROVAL_EXPIRED, 0, SV_NONE));
		TRY(approval_tell(tx, E_approval_expired, SV("system"), &p));
		TRY(let_go(tx, &p, SV("expired"), SV("nobody gave it within a day")));
	}
	return ST_OK;
}

enum status service_approval_expire(struct unit *u, size_t *ret_did)
{
	return writer_do_slow(u->shared->writer, "approval.expire", &u->arena, run_expire, ret_did);
}
