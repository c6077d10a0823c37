/* creditor: see creditor.h. */
#include "server/service/creditor.h"

#include "common/id.h"
#include "common/phrase.h"

#include "server/rule/pan.h"
#include "server/service/account.h"
#include "server/service/answer.h"
#include "server/service/dispute_hold.h"
#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/receipt.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/creditor_request.h"

enum { REFERENCE_TRIES = 4, LIST_DEFAULT = 50 };

static enum status own_account(struct snap *s, const struct creditor_ask *q, struct account_core *ret,
			       struct arena *a)
{
	struct account_core c;

	TRY(store_account_core_by_id(s, q->account, &c, a));
	if (c.contact != q->contact)
		return fail(ST_NOT_FOUND, "no such account");
	*ret = c;
	return ST_OK;
}

enum status service_creditor_form(struct unit *u, struct snap *s, const struct creditor_ask *q,
				  struct view_creditor_form *ret)
{
	struct account_core c;

	TRY(own_account(s, q, &c, &u->arena));
	ret->action_path = sv_print(&u->arena, "/account/%lld/creditor", (long long)c.id);
	ret->number = c.number;
	ret->creditor = c.creditor;
	ret->form_id = form_id_new(u->shared->keys, &u->arena, "creditor", q->session);
	return ST_OK;
}

static enum status add_with_reference(struct tx *tx, struct creditor_request *r)
{
	enum status st = ST_CONFLICT;

	for (int tries = 0; tries < REFERENCE_TRIES && st == ST_CONFLICT; tries++) {
		r->reference = id_reference(tx->arena, "CR");
		st = store_creditor_request_add(tx, r);
	}
	return st;
}

static enum status ask(struct tx *tx, const struct account_core *c, struct creditor_request *r)
{
	struct receipt_new receipt = { .kind = RECEIPT_CREDITOR, .contact = c->contact, .account = c->id,
				       .subject = r->id, .session = r->session };
	struct event_body b = { .session = r->session };

	if (c->balance <= 0 || c->state == ACCOUNT_PAID || c->state == ACCOUNT_CLOSED)
		return fail(ST_CONFLICT, N_("Nothing is owed on this account."));
	TRY(service_hold_begin(tx, c, &r->was));
	TRY(add_with_reference(tx, r));
	receipt.reference = b.value = r->reference;
	TRY(service_receipt_add(tx, &receipt, NULL));
	return tx_tell(tx, E_portal_creditor_requested, c->id, c->contact, SV("debtor"), &b);
}

enum status service_creditor_request(struct unit *u, struct tx *tx, const struct creditor_ask *q,
				     struct sv *ret_reference)
{
	struct creditor_request r = { .contact = q->contact, .session = q->session, .account = q->account };
	struct creditor_request before;
	struct account_core c;
	bool found;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_DISPUTES));
	TRY(form_id_open(tx->keys, tx->arena, "creditor", q->session, q->form_id, &r.id));
	TRY(own_account(tx_look(tx), q, &c, tx->arena));
	TRY(store_creditor_request_by_id(tx_look(tx), r.id, &before, &found, tx->arena));
	if (!found)
		TRY(store_creditor_request_waiting(tx_look(tx), c.id, &before, &found, tx->arena));
	if (!found) {
		TRY(ask(tx, &c, &r));
		before = r;
	}
	*ret_reference = sv_copy(&u->arena, before.reference);
	return ST_OK;
}

enum status service_creditor_page(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
				  struct view_creditor_page *ret)
{
	struct creditor_request r;

	TRY(store_creditor_request_by_reference(s, contact, reference, &r, &u->arena));
	ret->reference = r.reference;
	ret->number = r.number;
	ret->asked_at = r.asked_at;
	ret->answered_at = r.answered_at;
	ret->original = r.creditor;
	ret->address = r.address;
	return ST_OK;
}

enum status service_creditor_list(struct unit *u, struct snap *s, const struct creditor_query *q,
				  struct creditor_page *ret)
{
	int64_t account;

	TRY(service_account_id(u, s, q->account, &account));
	return store_creditor_request_list(s, q->all, account, q->before,
					   q->limit ? (size_t)q->limit : LIST_DEFAULT, ret, &u->arena);
}

enum status service_creditor_answer(struct unit *u, struct tx *tx, const struct creditor_answer *q,
				    struct creditor_row *ret)
{
	struct event_body b = { .operator = u->operator };
	struct creditor_request r;
	bool found;

	if (sv_trim(q->original).n == 0 || sv_trim(q->address).n == 0)
		return fail_field(ST_INVALID, sv_trim(q->original).n ? "address" : "original", "is blank");
	TRY(store_creditor_request_by_id(tx_look(tx), q->request, &r, &found, tx->arena));
	if (!found)
		return fail_field(ST_NOT_FOUND, "request", "there is no such request");
	if (r.answered_at)
		return fail_field(ST_CONFLICT, "request", "it is answered already");
	TRY(store_creditor_request_answer(tx, &r, u->operator, pan_mask(tx->arena, sv_trim(q->original)),
					  pan_mask(tx->arena, sv_trim(q->address))));
	TRY(service_hold_end(tx, r.account, r.was));
	TRY(service_answer_waits(tx, r.contact, r.reference));
	b.value = r.reference;
	TRY(tx_tell(tx, E_creditor_answered, r.account, r.contact, u->actor, &b));
	return store_creditor_request_row(tx_look(tx), r.id, ret, tx->arena);
}
