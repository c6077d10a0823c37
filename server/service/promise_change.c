/* Moving and cancelling a promise, by the debtor: see promise.h. A move ends the old promise with what came in for it and
 * makes another over the rest, so that each promise has one day and one verdict. */
#include "common/phrase.h"

#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/promise_inside.h"
#include "server/service/receipt.h"
#include "server/service/section.h"
#include "server/service/typed.h"

struct changing {
	struct account_core account;
	struct org org;
	struct promise_core p;
	struct promise_standing st;
	size_t i;     /* its place in the standing; st.n: it has ended */
	int64_t left; /* what has not come in for it */
	struct promise_change rule;
};

/* The contact's own promise as it stands now, and what the rules ask about it. */
static enum status look(struct snap *s, const struct promise_change_ask *q, int64_t now, struct arena *a,
			struct changing *ret)
{
	enum promise_state state;

	TRY(store_org(s, a, &ret->org));
	TRY(store_promise_by_reference(s, q->contact, q->reference, &ret->p, a));
	TRY(store_account_core_by_id(s, ret->p.account, &ret->account, a));
	TRY(promise_stand(s, &ret->account, q->zone, ret->org.promise_grace, now, a, &ret->st));
	ret->i = promise_place(&ret->st, ret->p.id);
	state = ret->i < ret->st.n ? ret->st.open[ret->i].next : ret->p.state;
	ret->left = ret->p.amount - (ret->i < ret->st.n ? ret->st.open[ret->i].paid : 0);
	ret->rule = (struct promise_change){
		.state = state,
		.day = ret->p.promised_date,
		.original_day = ret->p.original_date ? ret->p.original_date : ret->p.promised_date,
		.moves = ret->p.moves,
		.most_moves = ret->org.promise_moves,
		.move_days = ret->org.promise_move_days,
		.today = zone_day(q->zone, now),
		.first_days = ret->org.promise_first,
		.latest_days = ret->org.promise_days,
		.may_cancel = sv_is(ret->org.promise_cancel, "on"),
	};
	return ST_OK;
}

static struct sv day_text(struct arena *a, int64_t day)
{
	struct buf b = buf_new(a, 32);

	day_print(&b, day);
	return buf_sv(&b);
}

static struct sv path_of(struct arena *a, struct sv reference, const char *what)
{
	return sv_print(a, "/promise/" SV_FMT "%s", SV_ARG(reference), what);
}

enum status service_promise_move_form(struct unit *u, struct snap *s, const struct promise_change_ask *q,
				      struct view_promise_move *ret)
{
	struct changing c = { .i = 0 };

	TRY(look(s, q, u->now, &u->arena, &c));
	TRY(promise_may_move(&c.rule));
	ret->reference = c.p.reference;
	ret->back_path = path_of(&u->arena, c.p.reference, "");
	ret->action_path = path_of(&u->arena, c.p.reference, "/move");
	ret->number = c.p.number;
	ret->creditor = c.account.creditor;
	ret->amount = c.p.amount;
	ret->left = c.left < c.p.amount ? c.left : 0;
	ret->currency = c.p.currency;
	ret->day = c.p.promised_date;
	ret->first = promise_move_first(&c.rule);
	ret->last = promise_move_last(&c.rule);
	ret->least_day = day_text(&u->arena, ret->first);
	ret->last_day = day_text(&u->arena, ret->last);
	ret->moves_left = c.rule.most_moves - c.rule.moves - 1;
	ret->form_id = form_id_new(u->shared->keys, &u->arena, "promise-move", q->session);
	return ST_OK;
}

enum status service_promise_cancel_form(struct unit *u, struct snap *s, const struct promise_change_ask *q,
					struct view_promise_cancel *ret)
{
	struct changing c = { .i = 0 };

	TRY(look(s, q, u->now, &u->arena, &c));
	TRY(promise_may_cancel(&c.rule));
	ret->reference = c.p.reference;
	ret->back_path = path_of(&u->arena, c.p.reference, "");
	ret->action_path = path_of(&u->arena, c.p.reference, "/cancel");
	ret->number = c.p.number;
	ret->creditor = c.account.creditor;
	ret->amount = c.p.amount;
	ret->currency = c.p.currency;
	ret->day = c.p.promised_date;
	return ST_OK;
}

static enum status moved(struct unit *u, struct tx *tx, struct changing *c, struct promise_core *p)
{
	struct promise_core *old = &c->st.cores[c->i];
	struct event_body b;

	TRY(promise_add(u, tx, p));
	old->replaced_by = p->reference;
	TRY(promise_end(tx, &c->st, c->i, PROMISE_RESCHEDULED));
	c->st.cores[c->i] = *p; /* it stands in the old one's place for the account's state */
	TRY(promise_follow(tx, &c->account, &c->st));
	promise_body(p, &b);
	b.session = p->session;
	b.value = p->replaces;
	TRY(service_receipt_add(tx, &(struct receipt_new){ .kind = RECEIPT_RESCHEDULED, .contact = p->contact,
							   .account = p->account, .subject = p->id,
							   .session = p->session, .reference = p->reference,
							   .amount = p->amount, .currency = p->currency,
							   .day = p->promised_date },
				NULL));
	return tx_tell(tx, E_portal_promise_rescheduled, p->account, p->contact, SV("debtor"), &b);
}

enum status service_promise_move(struct unit *u, struct tx *tx, const struct promise_change_ask *q,
				 struct sv *ret_reference)
{
	struct changing *c = NEW(tx->arena, struct changing);
	struct promise_core before, p = { .contact = q->contact, .session = q->session, .state = PROMISE_ACTIVE };
	bool found;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_PROMISES));
	TRY(form_id_open(tx->keys, tx->arena, "promise-move", q->session, q->form_id, &p.id));
	TRY(store_promise_by_id(tx_look(tx), q->contact, p.id, &before, &found, tx->arena));
	if (found) {
		*ret_reference = sv_copy(&u->arena, before.reference);
		return ST_OK;
	}
	TRY(look(tx_look(tx), q, tx->now, tx->arena, c));
	TRY(promise_may_move(&c->rule));
	TRY(typed_day(q->promised_date, "promised_date", &p.promised_date));
	TRY(promise_move_check(&c->rule, p.promised_date));
	p.account = c->p.account;
	p.amount = c->left;
	p.currency = c->p.currency;
	p.moves = c->p.moves + 1;
	p.original_date = c->rule.original_day;
	p.chain = c->p.chain.n ? c->p.chain : c->p.reference;
	p.replaces = c->p.reference;
	p.wake_at = zone_day_start(q->zone, p.promised_date + 1);
	TRY(moved(u, tx, c, &p));
	*ret_reference = p.reference;
	return ST_OK;
}

enum status service_promise_cancel(struct unit *u, struct tx *tx, const struct promise_change_ask *q,
				   struct sv *ret_receipt)
{
	struct changing *c = NEW(tx->arena, struct changing);
	struct receipt_new r = { .kind = RECEIPT_CANCELLED, .contact = q->contact, .session = q->session };
	struct event_body b;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_PROMISES));
	TRY(look(tx_look(tx), q, tx->now, tx->arena, c));
	if (c->p.state == PROMISE_CANCELLED) {
		*ret_receipt = sv_copy(&u->arena, c->p.receipt);
		return ST_OK;
	}
	TRY(promise_may_cancel(&c->rule));
	r.account = c->p.account;
	r.subject = c->p.id;
	r.amount = c->p.amount;
	r.currency = c->p.currency;
	r.day = c->p.promised_date;
	r.note = phrase(tx->arena, N_("The promise {reference} no longer stands."), P_TEXT("reference", c->p.reference));
	TRY(service_receipt_add(tx, &r, &c->st.cores[c->i].receipt));
	TRY(promise_end(tx, &c->st, c->i, PROMISE_CANCELLED));
	TRY(promise_follow(tx, &c->account, &c->st));
	promise_body(&c->p, &b);
	b.session = q->session;
	*ret_receipt = sv_copy(&u->arena, c->st.cores[c->i].receipt);
	return tx_tell(tx, E_portal_promise_cancelled, c->p.account, c->p.contact, SV("debtor"), &b);
}
