/* promise: the form and the promise; see promise.h. */
#include "server/service/promise_inside.h"

#include "common/id.h"
#include "common/phrase.h"

#include "server/service/dispute_hold.h"
#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/receipt.h"
#include "server/service/section.h"
#include "server/service/typed.h"

enum { REFERENCE_TRIES = 4 };

struct sv promise_words(enum promise_state state)
{
	switch (state) {
	case PROMISE_ACTIVE:
		return SV(N_("Open"));
	case PROMISE_VERIFYING:
		return SV(N_("Being checked"));
	case PROMISE_KEPT:
		return SV(N_("Kept"));
	case PROMISE_PARTLY_KEPT:
		return SV(N_("Partly kept"));
	case PROMISE_BROKEN:
		return SV(N_("Not kept"));
	case PROMISE_RESCHEDULED:
		return SV(N_("Rescheduled"));
	case PROMISE_CANCELLED:
		return SV(N_("Cancelled"));
	case promise_state__none:
	case promise_state__end:
		break;
	}
	return SV_NONE;
}

/* The contact's own account, or NOT_FOUND: a number of somebody else's is no different from none at all. */
static enum status own_account(struct snap *s, int64_t contact, int64_t account,
			       struct account_core *ret, struct arena *a)
{
	struct account_core c;

	TRY(store_account_core_by_id(s, account, &c, a));
	if (c.contact != contact)
		return fail(ST_NOT_FOUND, "no such account");
	*ret = c;
	return ST_OK;
}

static enum status limits_of(struct snap *s, const struct account_core *c, const struct org *org, int64_t today,
			     struct promise_limits *ret)
{
	*ret = (struct promise_limits){ .balance = c->balance,
					.most_open = org->promise_open,
					.least_amount = org->promise_least,
					.least_share = org->promise_share,
					.today = today,
					.first_days = org->promise_first,
					.latest_days = org->promise_days,
					.state = c->state,
					.currency = c->currency };
	TRY(service_dispute_disputed(s, c->id, c->balance, &ret->disputed));
	return store_promise_open(s, c->contact, c->id, &ret->open, &ret->promised);
}

static struct sv day_text(struct arena *a, int64_t day)
{
	struct buf b = buf_new(a, 32);

	day_print(&b, day);
	return buf_sv(&b);
}

enum status service_promise_form(struct unit *u, struct snap *s, int64_t contact, int64_t session,
				 int64_t account, const struct zone *zone, struct view_promise_form *ret)
{
	struct promise_limits l;
	struct account_core c;
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	TRY(own_account(s, contact, account, &c, &u->arena));
	TRY(limits_of(s, &c, &org, zone_day(zone, u->now), &l));
	ret->account_path = sv_print(&u->arena, "/account/%lld", (long long)c.id);
	ret->action_path = sv_print(&u->arena, "/account/%lld/promise", (long long)c.id);
	ret->number = c.number;
	ret->creditor = c.creditor;
	ret->balance = c.balance;
	ret->currency = c.currency;
	ret->code = sv_copy(&u->arena, currency_sv(&c.currency));
	ret->promised = l.promised;
	ret->disputed = l.disputed;
	ret->free = promise_free(&l);
	ret->least = l.least_amount || l.least_share ? promise_least(&l) : 0;
	ret->first = promise_first_day(&l);
	ret->least_day = day_text(&u->arena, ret->first);
	ret->last = promise_last_day(&l);
	ret->last_day = day_text(&u->arena, ret->last);
	ret->form_id = form_id_new(u->shared->keys, &u->arena, "promise", session);
	ret->possible = promise_possible(&l) == ST_OK;
	if (!ret->possible && !ret->error.n)
		ret->error = sv_copy(&u->arena, fault_phrase(fault_last()));
	return ST_OK;
}

/* References are short and so may meet: the table says so, and another is drawn. */
enum status promise_add(struct unit *u, struct tx *tx, struct promise_core *p)
{
	enum status st = ST_CONFLICT;

	for (int tries = 0; tries < REFERENCE_TRIES && st == ST_CONFLICT; tries++) {
		p->reference = id_reference(&u->arena, "PR");
		st = store_promise_add(tx, p);
	}
	return st;
}

static enum status make(struct unit *u, struct tx *tx, const struct account_core *c, struct promise_core *p)
{
	struct event_body b;

	TRY(promise_add(u, tx, p));
	if (c->state != ACCOUNT_PROMISED && c->state != ACCOUNT_OVERDUE)
		TRY(store_account_promised(tx, c->contact, c->id, ACCOUNT_PROMISED));
	promise_body(p, &b);
	b.session = p->session;
	TRY(service_receipt_add(tx, &(struct receipt_new){ .kind = RECEIPT_PROMISE, .contact = c->contact,
							   .account = c->id, .subject = p->id,
							   .session = p->session, .reference = p->reference,
							   .amount = p->amount, .currency = p->currency,
							   .day = p->promised_date },
				NULL));
	return tx_tell(tx, E_portal_promise_created, c->id, c->contact, SV("debtor"), &b);
}

enum status service_promise_make(struct unit *u, struct tx *tx, const struct promise_ask *q,
				 struct sv *ret_reference)
{
	struct promise_core p = { .contact = q->contact, .session = q->session }, before;
	struct promise_limits l;
	struct account_core c;
	struct org org;
	bool found;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_PROMISES));
	TRY(form_id_open(tx->keys, tx->arena, "promise", q->session, q->form_id, &p.id));
	TRY(own_account(tx_look(tx), q->contact, q->account, &c, tx->arena));
	TRY(store_promise_by_id(tx_look(tx), q->contact, p.id, &before, &found, tx->arena));
	if (found) {
		*ret_reference = sv_copy(&u->arena, before.reference);
		return ST_OK;
	}
	TRY(typed_amount(q->amount, c.currency, "amount", &p.amount));
	TRY(typed_day(q->promised_date, "promised_date", &p.promised_date));
	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(limits_of(tx_look(tx), &c, &org, zone_day(q->zone, tx->now), &l));
	TRY(promise_check(&l, p.amount, p.promised_date));
	p.account = c.id;
	p.currency = c.currency;
	p.wake_at = zone_day_start(q->zone, p.promised_date + 1);
	TRY(make(u, tx, &c, &p));
	*ret_reference = p.reference;
	return ST_OK;
}
