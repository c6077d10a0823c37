/* held: see held.h. */
#include "server/service/held.h"

#include "common/id.h"
#include "common/record_check.h"
#include "common/record_json.h"
#include "common/utf8.h"

#include "server/rule/pan.h"
#include "server/runtime/writer.h"
#include "server/service/account.h"
#include "server/service/behalf.h"
#include "server/service/event.h"
#include "server/service/link.h"
#include "server/service/list.h"
#include "server/store/account.h"
#include "server/store/held.h"

enum { RUN_MOST = 32, DROP_MOST = 500, REASON_COLUMNS = 200, PARAMS_MAX = 64 * 1024 };

static enum status tell(struct tx *tx, enum event_id kind, const struct held_command *h, struct sv actor, struct sv why)
{
	struct event_body b = { .command = h->id, .operator = h->operator, .reason = h->method, .value = why,
				.until = kind == E_command_held ? h->due_at : 0 };

	return tx_tell(tx, kind, h->account, h->contact, actor, &b);
}

static enum status can_be_held(struct sv name, const struct method **ret)
{
	const struct method *m = method_find(name);

	if (!m)
		return fail_field(ST_INVALID, "method", "there is no method " SV_FMT, SV_ARG(name));
	if (!m->command || m->permission != MAY_RESOLVE || m->id == M_command_hold || method_second(m->id, NULL))
		return fail_field(ST_INVALID, "method", "%s can not be held: commands that take, answer and end disputes, calls and "
				  "messages can", m->name);
	*ret = m;
	return ST_OK;
}

static enum status read_params(struct arena *a, const struct method *m, struct sv json, void **ret)
{
	void *in = arena_alloc(a, m->in->size);

	TRY(record_from_json(m->in, in, a, json, false));
	TRY(record_check(m->in, in));
	*ret = in;
	return ST_OK;
}

/* What people write is kept as it would be where it belongs: card numbers are masked first. */
static void mask_words(struct arena *a, const struct record *r, void *in)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].kind == K_TEXT && r->fields[i].flags & MULTI) {
			struct sv *text = field_in(&r->fields[i], in);

			*text = pan_mask(a, *text);
		}
}

static const void *field_of(const struct record *r, const void *rec, const char *name, enum kind kind)
{
	const struct field *f = record_field(r, sv_from(name));

	return f && f->kind == kind ? field_at(f, rec) : NULL;
}

/* Whom it is about stands in what the command answers. */
static enum status about(struct tx *tx, const struct method *m, const void *out, struct held_command *h)
{
	const struct sv *account = field_of(m->out, out, "account", K_TEXT);
	const int64_t *contact = field_of(m->out, out, "contact", K_ID);
	struct account_core c;

	h->contact = contact ? *contact : 0;
	if (!account || !account->n)
		return ST_OK;
	TRY(store_account_core(tx_look(tx), *account, &c, tx->arena));
	h->account = c.id;
	h->contact = c.contact;
	return ST_OK;
}

enum status service_command_hold(struct unit *u, struct tx *tx, const struct command_new *q, struct command_row *ret)
{
	struct held_command h = { .id = id_new(), .operator = u->operator, .method = q->method, .actor = u->actor,
				  .due_at = tx->now + (q->hold ? q->hold : HELD_DEFAULT_MS) };
	struct buf params = buf_new(tx->arena, PARAMS_MAX);
	const struct method *m = NULL;
	int64_t held;
	void *in, *out;

	TRY(can_be_held(q->method, &m));
	TRY(read_params(tx->arena, m, q->params, &in));
	TRY(store_held_count(tx_look(tx), u->operator, &held));
	if (held >= HELD_MOST)
		return fail_field(ST_LIMIT, "method", "%d of your commands are held already", HELD_MOST);
	out = arena_alloc(tx->arena, m->out->size);
	TRY(service_behalf_try(u, tx, u->shared->doors->run, m, in, out));
	TRY(about(tx, m, out, &h));
	mask_words(tx->arena, m->in, in);
	record_to_json(&params, m->in, in);
	TRY(buf_end(&params, "the parameters"));
	h.params = buf_sv(&params);
	TRY(store_held_add(tx, &h));
	TRY(tell(tx, E_command_held, &h, u->actor, SV_NONE));
	TRY(store_held_command_row(tx_look(tx), h.id, u->operator, ret, tx->arena));
	ret->params = SV_NONE; /* an answer is remembered for a week: what was written is not to be in it */
	return ST_OK;
}

enum status service_command_show(struct unit *u, struct snap *s, int64_t id, struct command_row *ret)
{
	return store_held_command_row(s, id, u->operator, ret, &u->arena);
}

enum status service_held_list(struct unit *u, struct snap *s, const struct list_query *q, struct held_page *ret)
{
	return service_list_read(u, s, &held_list_sql, &list_query_record, q, &held_page_record, ret);
}

static enum status stop_command(struct unit *u, struct tx *tx, int64_t id)
{
	const struct method *m;
	struct held_command h;

	TRY(store_held_core(tx_look(tx), id, &h, tx->arena));
	m = method_find(h.method);
	if (m && !roles_may(u->roles, m->permission))
		return fail_field(ST_FORBIDDEN, "held", "you may not call %s yourself", m->name);
	TRY(store_held_end(tx, id, COMMAND_CANCELLED, SV_NONE, false));
	return tell(tx, E_command_cancelled, &h, u->actor, SV_NONE);
}

/* What is in no list of held things any more is said as what became of it. */
static enum status gone(struct tx *tx, int64_t id)
{
	struct held_command h;

	if (store_held_core(tx_look(tx), id, &h, tx->arena) == ST_OK)
		return fail_field(ST_CONFLICT, "held", "it is %s already", choice_text(&command_state_choice, (int)h.state));
	return fail_field(ST_NOT_FOUND, "held", "nothing of that number is held");
}

enum status service_held_stop(struct unit *u, struct tx *tx, int64_t id, struct held_row *ret)
{
	enum status st = store_held_row(tx_look(tx), id, ret, tx->arena);
	struct link_row link;

	if (st == ST_NOT_FOUND)
		return gone(tx, id);
	TRY(st);
	if (sv_is(ret->method, method_table[M_link_send].name))
		return service_link_cancel(u, tx, id, &link);
	return stop_command(u, tx, id);
}

/* In a savepoint: whatever it did before it failed is taken back. */
static enum status do_it(struct unit *u, struct tx *tx, const struct held_command *h)
{
	const struct method *m = method_find(h->method);
	struct behalf who;
	void *in;

	if (tx->now > h->due_at + HELD_LATE_MS)
		return fail(ST_CONFLICT, "the server was not there when its hold ended, for more than an hour: look, and do it again");
	if (!m || !m->command)
		return fail(ST_CONFLICT, "this release has no command " SV_FMT, SV_ARG(h->method));
	TRY(service_behalf_find(tx, h->operator, h->actor, m, "method", &who));
	TRY(read_params(tx->arena, m, h->params, &in));
	return service_behalf_run(u, tx, u->shared->doors->run, &who, m, in, arena_alloc(tx->arena, m->out->size));
}

static struct sv why(struct arena *a)
{
	const struct fault *f = fault_last();
	struct sv words = sv_from(fault_public());

	if (f->field[0])
		words = sv_print(a, "%s: " SV_FMT, f->field, SV_ARG(words));
	words = pan_mask(a, words);
	return sv_copy(a, utf8_cut(words, REASON_COLUMNS));
}

struct one {
	struct unit *u;
	bool found;
};

static enum status run_one(struct tx *tx, void *arg)
{
	struct one *one = arg;
	struct held_command h;
	struct sv reason;
	enum status st;

	TRY(store_held_due(tx_look(tx), tx->now, &h, &one->found, tx->arena));
	if (!one->found)
		return ST_OK;
	TRY(store_one_begin(tx));
	st = do_it(one->u, tx, &h);
	if (st != ST_OK && !store_inside(tx)) /* the storage gave up: the engine tries again */
		return st;
	reason = st == ST_OK ? SV_NONE : why(tx->arena);
	TRY(store_one_end(tx, st == ST_OK));
	TRY(store_held_end(tx, h.id, st == ST_OK ? COMMAND_DONE : COMMAND_FAILED, reason, st != ST_OK));
	return tell(tx, st == ST_OK ? E_command_done : E_command_failed, &h, h.actor, reason);
}

enum status service_held_run(struct unit *u, size_t *ret_did)
{
	struct one one = { .u = u, .found = true };

	for (*ret_did = 0; *ret_did < RUN_MOST; ++*ret_did) {
		TRY(writer_do(u->shared->writer, "held.run", &u->arena, run_one, &one));
		if (!one.found)
			break;
	}
	return ST_OK;
}

enum status service_held_next(struct unit *u, int64_t *ret_at)
{
	return store_held_next_due(u->snap, ret_at);
}

static enum status run_drop(struct tx *tx, void *arg)
{
	int64_t *dropped = arg;

	return store_held_drop(tx, tx->now - (int64_t)HELD_KEPT_DAYS * 86400000, DROP_MOST, dropped);
}

enum status service_held_drop(struct unit *u, size_t *ret_did)
{
	int64_t dropped = 0;

	*ret_did = 0;
	TRY(writer_do_slow(u->shared->writer, "held.drop", &u->arena, run_drop, &dropped));
	*ret_did = (size_t)dropped;
	return ST_OK;
}
