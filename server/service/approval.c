/* approval: which rules are awake, keeping a command, listing; see approval.h. Asking runs on the writer's
 * thread, in the transaction in which the command would have run. */
#include "server/service/approval.h"

#include <inttypes.h>

#include "common/id.h"
#include "common/record_json.h"

#include "protocol/frame.h"

#include "server/rule/approval.h"
#include "server/rule/pan.h"
#include "server/service/approval_inside.h"
#include "server/service/event.h"
#include "server/store/book.h"
#include "server/store/operator.h"
#include "server/store/setting.h"

enum { WAITING_MOST = 100, SHOWN_MAX = 4096, LIST_DEFAULT = 100 };

static enum status count_holders(struct snap *s, struct arena *a, enum permission p, int64_t *ret)
{
	struct operator_row_list all;
	unsigned roles;

	*ret = 0;
	TRY(store_operator_list(s, &all, a));
	for (size_t i = 0; i < all.n; i++)
		if (roles_parse(all.at[i].roles, &roles) && roles_may(roles, p))
			++*ret;
	return ST_OK;
}

static enum status is_on(struct snap *s, struct arena *a, enum approval_rule rule, bool *ret)
{
	struct org org;

	TRY(store_org(s, a, &org));
	*ret = sv_is(rule == RULE_IMPORT ? org.two_person_import : org.two_person_people, "on");
	return ST_OK;
}

static enum status is_awake(struct snap *s, struct arena *a, enum approval_rule rule, bool *ret)
{
	int64_t holders = 0;
	bool on;

	TRY(is_on(s, a, rule, &on));
	if (on)
		TRY(count_holders(s, a, approval_permission(rule), &holders));
	*ret = approval_awake(on, holders);
	return ST_OK;
}

/* The conditions beside the SECOND rows of the schema. */
static enum status is_guarded(struct tx *tx, const struct method *m, const void *in, bool *ret)
{
	*ret = true;
	if (m->id == M_setting_put) {
		const struct setting_put *q = in;

		*ret = sv_starts(q->name, SV("two_person.")) && sv_is(q->value, "off");
	} else if (m->id == M_book_finish) {
		struct import_core i;

		TRY(store_import_core(tx_look(tx), ((const struct book_ref *)in)->import, &i, tx->arena));
		*ret = i.state == IMPORT_OPEN && !i.dry_run; /* what is under way already is only shown */
		if (*ret && i.touched_at > tx->now)
			return fail_field(ST_CONFLICT, "import", "waits for a second person already: "
					  "quitsctl approval.list state=waiting");
	}
	return ST_OK;
}

/* The same id again: the same answer, and nothing else happens. */
static enum status asked_before(struct tx *tx, const struct call *c, const struct approval_core *p)
{
	enum approval_state state = approval_now(p->state, p->expires_at, tx->now);

	if (!sv_eq(p->method, c->method) || !sv_eq(p->params, c->params))
		return fail(ST_CONFLICT, "this id was used for another call");
	if (state == APPROVAL_WAITING)
		return ST_OK;
	if (state == APPROVAL_EXPIRED)
		return fail(ST_CONFLICT, "nobody gave it in time; nothing was done");
	return fail(ST_CONFLICT, "it was %s by " SV_FMT, choice_text(&approval_state_choice, (int)state),
		    SV_ARG(p->giver));
}

static struct sv words_for(struct tx *tx, const struct approval_core *p)
{
	return sv_print(tx->arena,
			"waits for a second person: another %s gives it with quitsctl approval.give "
			"approval=%" PRId64,
			approval_who(p->rule), p->id);
}

static enum status keep(struct unit *u, struct tx *tx, const struct approval_core *p, const void *in,
			struct sv reason)
{
	struct buf shown = buf_new(tx->arena, SHOWN_MAX);
	struct approval_new n = { .id = p->id, .operator = p->operator, .expires_at = p->expires_at,
				  .rule = p->rule, .method = p->method, .params = p->params,
				  .reason = pan_mask(tx->arena, reason), .call = p->call };
	int64_t waiting;

	TRY(store_approval_waiting(tx_look(tx), u->operator, tx->now, &waiting));
	if (waiting >= WAITING_MOST)
		return fail(ST_LIMIT, "%d of your commands wait for a second person already", WAITING_MOST);
	record_to_json(&shown, method_find(p->method)->in, in);
	TRY(buf_end(&shown, "the parameters"));
	n.shown = buf_sv(&shown);
	if (sv_is(p->method, method_table[M_book_finish].name))
		TRY(store_import_hold(tx, ((const struct book_ref *)in)->import, p->expires_at));
	TRY(store_approval_add(tx, &n));
	return approval_tell(tx, E_approval_asked, u->actor, p);
}

enum status service_approval_ask(struct unit *u, struct tx *tx, run_fn *run, const struct method *m,
				 const struct call *c, const void *in, struct sv *ret_waits)
{
	enum approval_rule rule = method_second(m->id, NULL);
	struct approval_core p;
	bool found, guarded, awake;

	*ret_waits = SV_NONE;
	if (!rule)
		return ST_OK;
	TRY(store_approval_of_call(tx_look(tx), u->operator, c->id, &p, &found, tx->arena));
	if (found) {
		TRY(asked_before(tx, c, &p));
		*ret_waits = words_for(tx, &p);
		return ST_OK;
	}
	TRY(is_awake(tx_look(tx), tx->arena, rule, &awake));
	if (!awake)
		return ST_OK;
	TRY(is_guarded(tx, m, in, &guarded));
	if (!guarded)
		return ST_OK;
	TRY(service_behalf_try(u, tx, run, m, in, arena_alloc(tx->arena, m->out->size)));
	p = (struct approval_core){ .id = id_new(), .operator = u->operator, .asked_at = tx->now,
				    .expires_at = tx->now + APPROVAL_MS, .rule = rule,
				    .state = APPROVAL_WAITING, .method = c->method, .params = c->params,
				    .call = c->id, .asker = u->actor };
	TRY(keep(u, tx, &p, in, c->reason));
	*ret_waits = words_for(tx, &p);
	return ST_OK;
}

enum status approval_tell(struct tx *tx, enum event_id kind, struct sv actor, const struct approval_core *p)
{
	struct event_body b = { .operator = p->operator,
				.name = p->asker,
				.reason = p->method,
				.value = sv_print(tx->arena, "%" PRId64, p->id),
				.until = kind == E_approval_asked ? p->expires_at : 0 };

	return tx_tell(tx, kind, 0, 0, actor, &b);
}

enum status service_approval_list(struct unit *u, struct snap *s, const struct approval_query *q,
				  struct approval_page *ret)
{
	struct buf methods = buf_new(&u->arena, 4096);
	struct approval_filter f = { .state = q->state, .operator = u->operator, .before = q->before,
				     .limit = q->limit ? (size_t)q->limit : LIST_DEFAULT };

	buf_char(&methods, ',');
	for (int m = 0; m < M__COUNT; m++)
		if (method_second((enum method_id)m, NULL) &&
		    (roles_may(u->roles, method_table[m].permission) || roles_may(u->roles, MAY_AUDIT)))
			buf_print(&methods, "%s,", method_table[m].name);
	TRY(buf_end(&methods, "the methods"));
	f.methods = buf_sv(&methods);
	return store_approval_list(s, &f, u->now, &ret->items, &u->arena);
}

enum status service_approval_rules(struct arena *a, struct snap *s, struct buf *out)
{
	for (int r = 1; r < approval_rule__end; r++) {
		enum approval_rule rule = (enum approval_rule)r;
		int64_t holders;
		bool on;

		TRY(is_on(s, a, rule, &on));
		TRY(count_holders(s, a, approval_permission(rule), &holders));
		buf_print(out, "two-person rule %s: ", choice_text(&approval_rule_choice, r));
		if (approval_awake(on, holders))
			buf_print(out, "awake, %" PRId64 " can be asked (role %s)\n", holders, approval_who(rule));
		else if (on)
			buf_print(out, "asleep until a second %s is enrolled\n", approval_who(rule));
		else
			buf_print(out, "asleep, because %s is off\n", approval_setting(rule));
	}
	return ST_OK;
}
