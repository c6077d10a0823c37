/* dispute_desk: see dispute_desk.h. */
#include "server/service/dispute_desk.h"

#include "common/phrase.h"

#include "server/rule/dispute.h"
#include "server/rule/pan.h"
#include "server/rule/transition.h"
#include "server/service/account.h"
#include "server/service/answer.h"
#include "server/service/attachment.h"
#include "server/service/dispute_hold.h"
#include "server/service/event.h"
#include "server/service/leave.h"
#include "server/service/list.h"
#include "server/store/account.h"
#include "server/store/dispute.h"
#include "server/store/team.h"

enum { LIST_DEFAULT = 50 };

enum status service_dispute_list(struct unit *u, struct snap *s, const struct dispute_query *q,
				 struct dispute_page *ret)
{
	struct dispute_filter f = { .state = q->state, .before = q->before,
				    .limit = q->limit ? (size_t)q->limit : LIST_DEFAULT };

	if (service_list_asked(&dispute_query_record, q))
		return service_list_read(u, s, &dispute_list_sql, &dispute_query_record, q, &dispute_page_record, ret);
	if (q->team.n)
		TRY(store_team_id(s, q->team, &f.team));
	TRY(service_account_id(u, s, q->account, &f.account));
	return store_dispute_list(s, &f, ret, &u->arena);
}

static enum status dispute_of(struct snap *s, int64_t id, struct dispute *ret, struct arena *a)
{
	bool found;

	TRY(store_dispute_by_id(s, id, ret, &found, a));
	return found ? ST_OK : fail_field(ST_NOT_FOUND, "dispute", "there is no such dispute");
}

enum status service_dispute_show(struct unit *u, struct snap *s, int64_t dispute, struct dispute_detail *ret)
{
	struct account_core c;
	struct dispute d;

	TRY(dispute_of(s, dispute, &d, &u->arena));
	TRY(store_account_core_by_id(s, d.account, &c, &u->arena));
	ret->head = NEW(&u->arena, struct dispute_row);
	TRY(store_dispute_row(s, d.id, ret->head, &u->arena));
	ret->statement = d.statement;
	ret->reply = d.reply;
	ret->balance = c.balance;
	ret->currency = c.currency;
	TRY(service_dispute_held(s, d.account, &ret->held));
	TRY(store_dispute_invoices(s, d.id, d.account, &ret->invoices, &u->arena));
	TRY(service_attachment_list(u, s, OWNER_DISPUTE, d.id, &ret->files));
	TRY(store_dispute_steps(s, d.id, &ret->steps, &u->arena));
	return store_dispute_notes(s, d.id, &ret->notes, &u->arena);
}

/* had: who had it before, where that is told. */
static enum status tell_of(struct unit *u, struct tx *tx, enum event_id kind, const struct dispute *d, struct sv had)
{
	struct event_body b = { .dispute = d->id, .operator = u->operator, .team = d->team, .amount = d->amount,
				.currency = d->currency, .name = had,
				.reason = sv_from(choice_text(&dispute_reason_choice, (int)d->reason)) };

	return tx_tell(tx, kind, d->account, d->contact, u->actor, &b);
}

static enum status tell(struct unit *u, struct tx *tx, enum event_id kind, const struct dispute *d)
{
	return tell_of(u, tx, kind, d, SV_NONE);
}

enum status service_dispute_take(struct unit *u, struct tx *tx, int64_t dispute, struct dispute_row *ret)
{
	struct dispute d;

	TRY(dispute_of(tx_look(tx), dispute, &d, tx->arena));
	TRY(transition_allows(&dispute_transitions, (int)d.state, DISPUTE_INVESTIGATING));
	TRY(store_dispute_take(tx, &d, u->operator));
	TRY(store_dispute_step_add(tx, d.id, STEP_INVESTIGATING, 0));
	TRY(tell(u, tx, E_dispute_investigating, &d));
	return store_dispute_row(tx_look(tx), d.id, ret, tx->arena);
}

enum status service_dispute_leave(struct unit *u, struct tx *tx, const struct dispute_leave *q, struct dispute_row *ret)
{
	struct dispute d;

	TRY(dispute_of(tx_look(tx), q->dispute, &d, tx->arena));
	TRY(store_dispute_row(tx_look(tx), d.id, ret, tx->arena));
	if (d.state != DISPUTE_OPEN) /* open: nobody has it, which says more than the table */
		TRY(transition_allows(&dispute_transitions, (int)d.state, DISPUTE_OPEN));
	TRY(service_may_leave(u, "dispute", d.operator, ret->user));
	TRY(store_dispute_leave(tx, &d));
	if (sv_trim(q->reason).n)
		TRY(store_dispute_note_add(tx, d.id, u->operator, pan_mask(tx->arena, sv_trim(q->reason))));
	TRY(tell_of(u, tx, E_dispute_left, &d, ret->user));
	return store_dispute_row(tx_look(tx), d.id, ret, tx->arena);
}

/* Invoices that no other open dispute is about are again what their figures say. */
static enum status give_invoices_back(struct tx *tx, const struct dispute *d)
{
	struct invoice_row_list l;

	TRY(store_dispute_invoices(tx_look(tx), d->id, d->account, &l, tx->arena));
	for (size_t i = 0; i < l.n; i++) {
		const struct invoice_row *v = &l.at[i];
		bool elsewhere;

		TRY(store_dispute_elsewhere(tx_look(tx), d->account, d->id, v->invoice, &elsewhere));
		if (elsewhere || v->state != INVOICE_DISPUTED)
			continue;
		TRY(store_invoice_state(tx, d->account, v->invoice, dispute_invoice_after(v->amount, v->open)));
	}
	return ST_OK;
}

enum status service_dispute_resolve(struct unit *u, struct tx *tx, const struct dispute_end *q,
				    struct dispute_row *ret)
{
	bool good = q->outcome == OUTCOME_RESOLVED;
	enum dispute_state to = good ? DISPUTE_RESOLVED : DISPUTE_REJECTED;
	struct dispute d;

	if (sv_trim(q->reply).n == 0)
		return fail_field(ST_INVALID, "reply", "is blank: the debtor is owed an answer");
	TRY(dispute_of(tx_look(tx), q->dispute, &d, tx->arena));
	TRY(transition_allows(&dispute_transitions, (int)d.state, (int)to));
	TRY(store_dispute_end(tx, &d, to, u->operator, pan_mask(tx->arena, sv_trim(q->reply))));
	TRY(give_invoices_back(tx, &d));
	TRY(service_hold_end(tx, d.account, d.was));
	TRY(store_dispute_step_add(tx, d.id, good ? STEP_RESOLVED : STEP_REJECTED, 0));
	if (sv_trim(q->note).n)
		TRY(store_dispute_note_add(tx, d.id, u->operator, pan_mask(tx->arena, sv_trim(q->note))));
	TRY(service_answer_waits(tx, d.contact, d.reference));
	TRY(tell(u, tx, good ? E_dispute_resolved : E_dispute_rejected, &d));
	return store_dispute_row(tx_look(tx), d.id, ret, tx->arena);
}

enum status service_dispute_note(struct unit *u, struct tx *tx, const struct dispute_note_new *q,
				 struct dispute_row *ret)
{
	struct dispute d;

	if (sv_trim(q->note).n == 0)
		return fail_field(ST_INVALID, "note", "is blank");
	TRY(dispute_of(tx_look(tx), q->dispute, &d, tx->arena));
	TRY(store_dispute_note_add(tx, d.id, u->operator, pan_mask(tx->arena, sv_trim(q->note))));
	TRY(tell(u, tx, E_dispute_noted, &d));
	return store_dispute_row(tx_look(tx), d.id, ret, tx->arena);
}
