/* dispute: answers on their way, filing; see dispute.h. What its debtor sees afterwards is in dispute_page.c, what
 * operators do in dispute_desk.c. */
#include "server/service/dispute.h"

#include <string.h>

#include "common/crypt.h"
#include "common/id.h"
#include "common/phrase.h"

#include "server/rule/dispute.h"
#include "server/rule/pan.h"
#include "server/service/dispute_hold.h"
#include "server/service/dispute_words.h"
#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/receipt.h"
#include "server/service/section.h"
#include "server/service/team.h"
#include "server/service/typed.h"
#include "server/store/account.h"
#include "server/store/dispute.h"
#include "server/store/setting.h"

enum { REFERENCE_TRIES = 4, CODE_LEN = 6, STATEMENT_MAX = 6000, INVOICES_ALL = 500 };

struct plan { /* the answers, understood */
	struct account_core c;
	struct dispute_limits limits;
	enum dispute_reason reason;
	enum dispute_part part;
	int64_t amount;
	struct invoice_row *open; /* what can be disputed by itself, newest first */
	bool *chosen;
	size_t n;
};

/* The contact's own account, or NOT_FOUND: somebody else's is no different from none at all. */
static enum status own_account(struct snap *s, const struct dispute_ask *q, struct account_core *ret,
			       struct arena *a)
{
	struct account_core c;

	TRY(store_account_core_by_id(s, q->account, &c, a));
	if (c.contact != q->contact)
		return fail(ST_NOT_FOUND, "no such account");
	*ret = c;
	return ST_OK;
}

/* What a form sends for an invoice: numbers come from other systems and may be long or strange. */
static struct sv code_of(const struct keys *k, struct arena *a, int64_t account, struct sv number)
{
	struct hash h = crypt_hash_parts(k, KEY_FORM,
					 (const struct sv[]){ SV("dispute.invoice"),
							      sv_of(&account, sizeof(account)), number },
					 3);

	return sv_from_to(crypt_token_of(a, h.b), 0, CODE_LEN);
}

static bool has_line(struct sv lines, struct sv line)
{
	while (lines.n)
		if (sv_eq(sv_cut(&lines, '\n'), line))
			return true;
	return false;
}

static enum status open_invoices(const struct keys *k, struct snap *s, const struct dispute_ask *q, struct arena *a,
				 struct plan *p)
{
	struct invoice_row_list all;

	TRY(store_account_invoices(s, p->c.id, INVOICES_ALL, &all, a));
	p->open = NEW_N(a, struct invoice_row, all.n);
	p->chosen = NEW_N(a, bool, all.n);
	for (size_t i = 0; i < all.n; i++) {
		const struct invoice_row *v = &all.at[i];

		if (v->open <= 0 || (v->state != INVOICE_OPEN && v->state != INVOICE_PART_PAID))
			continue;
		p->chosen[p->n] = p->n < DISPUTE_PICKS && has_line(q->picks, code_of(k, a, p->c.id, v->invoice));
		p->open[p->n++] = *v;
	}
	return ST_OK;
}

static enum status check_reason(const struct dispute_ask *q, struct plan *p)
{
	int reason;

	if (!choice_value(&dispute_reason_choice, q->reason, &reason))
		return fail_field(ST_INVALID, "reason", N_("Please choose a reason."));
	p->reason = (enum dispute_reason)reason;
	return ST_OK;
}

static enum status check_part(const struct dispute_ask *q, struct plan *p)
{
	int64_t left = p->limits.balance - p->limits.disputed, sum = 0;
	int part;

	if (!choice_value(&dispute_part_choice, q->part, &part))
		return fail_field(ST_INVALID, "part", N_("Please choose how much of it you dispute."));
	p->part = (enum dispute_part)part;
	p->amount = left;
	if (p->part == PART_AMOUNT) {
		TRY(typed_amount(q->amount, p->c.currency, "amount", &p->amount));
		return dispute_amount(&p->limits, p->amount);
	}
	if (p->part != PART_INVOICES)
		return ST_OK;
	for (size_t i = 0; i < p->n; i++)
		sum += p->chosen[i] ? p->open[i].open : 0;
	if (sum <= 0)
		return fail_field(ST_INVALID, "i", N_("Please choose at least one invoice."));
	p->amount = sum < left ? sum : left;
	return ST_OK;
}

static enum status plan_of(const struct keys *k, struct snap *s, const struct dispute_ask *q, struct arena *a,
			   struct plan *ret)
{
	*ret = (struct plan){ .n = 0 };
	TRY(own_account(s, q, &ret->c, a));
	ret->limits = (struct dispute_limits){ .balance = ret->c.balance, .state = ret->c.state };
	TRY(service_dispute_disputed(s, ret->c.id, ret->c.balance, &ret->limits.disputed));
	return open_invoices(k, s, q, a, ret);
}

static enum status check(const struct dispute_ask *q, enum dispute_stage upto, struct plan *p)
{
	TRY(dispute_possible(&p->limits));
	if (upto >= STAGE_REASON)
		TRY(check_reason(q, p));
	if (upto >= STAGE_PART)
		TRY(check_part(q, p));
	if (upto >= STAGE_STATEMENT && q->statement.n > STATEMENT_MAX)
		return fail_field(ST_INVALID, "statement", N_("This is too long. Please shorten it; you can add a file after sending."));
	return ST_OK;
}

enum status service_dispute_check(struct unit *u, struct snap *s, const struct dispute_ask *q,
				  enum dispute_stage upto)
{
	struct plan p;

	TRY(plan_of(u->shared->keys, s, q, &u->arena, &p));
	return check(q, upto, &p);
}

enum status service_dispute_try(struct unit *u, struct tx *tx, const struct dispute_ask *q, enum dispute_stage upto)
{
	TRY(service_section(tx_look(tx), tx->arena, SECTION_DISPUTES));
	return service_dispute_check(u, tx_look(tx), q, upto);
}

static void show_reasons(struct unit *u, struct sv answer, struct view_dispute_form *ret)
{
	ret->reasons.at = NEW_N(&u->arena, struct view_choice, dispute_reason__end);
	for (int r = dispute_reason__none + 1; r < dispute_reason__end; r++) {
		struct sv word = sv_from(choice_text(&dispute_reason_choice, r));

		ret->reasons.at[ret->reasons.n++] =
			(struct view_choice){ .value = word,
					      .label = dispute_reason_words((enum dispute_reason)r),
					      .hint = dispute_reason_hint((enum dispute_reason)r),
					      .checked = sv_eq(word, answer) };
		if (sv_eq(word, answer)) {
			ret->reason_value = word;
			ret->reason = dispute_reason_words((enum dispute_reason)r);
		}
	}
}

static void show_part(struct unit *u, struct sv answer, const struct plan *p, struct view_dispute_form *ret)
{
	int part = 0;

	if (choice_value(&dispute_part_choice, answer, &part))
		ret->part_value = sv_from(choice_text(&dispute_part_choice, part));
	ret->whole = part == PART_WHOLE;
	ret->some = part == PART_AMOUNT;
	ret->by_invoice = part == PART_INVOICES;
	ret->picks.at = NEW_N(&u->arena, struct view_pick, p->n);
	ret->picked.at = NEW_N(&u->arena, struct view_pick, p->n);
	for (size_t i = 0; i < p->n && i < DISPUTE_PICKS; i++) {
		const struct invoice_row *v = &p->open[i];
		struct view_pick pick = { .code = code_of(u->shared->keys, &u->arena, p->c.id, v->invoice),
					  .invoice = v->invoice,
					  .open = v->open,
					  .currency = v->currency,
					  .due = v->due,
					  .checked = p->chosen[i] };

		ret->picks.at[ret->picks.n++] = pick;
		if (p->chosen[i])
			ret->picked.at[ret->picked.n++] = pick;
	}
}

enum status service_dispute_form(struct unit *u, struct snap *s, const struct dispute_ask *q,
				 struct view_dispute_form *ret)
{
	struct plan p;
	int64_t number;

	TRY(plan_of(u->shared->keys, s, q, &u->arena, &p));
	TRY(dispute_possible(&p.limits));
	ret->action_path = sv_print(&u->arena, "/account/%lld/dispute", (long long)p.c.id);
	ret->single_path = sv_print(&u->arena, "/account/%lld/dispute/form", (long long)p.c.id);
	ret->creditor_path = sv_print(&u->arena, "/account/%lld/creditor", (long long)p.c.id);
	ret->number = p.c.number;
	ret->creditor = p.c.creditor;
	ret->balance = p.c.balance;
	ret->currency = p.c.currency;
	ret->code = sv_copy(&u->arena, currency_sv(&p.c.currency));
	ret->disputed = p.limits.disputed;
	show_reasons(u, q->reason, ret);
	show_part(u, q->part, &p, ret);
	ret->amount_value = q->amount;
	ret->statement_value = q->statement;
	if (check_reason(q, &p) == ST_OK && check_part(q, &p) == ST_OK)
		ret->amount = p.amount;
	/* The same form keeps its number however often it is shown again. */
	ret->form_id = form_id_open(u->shared->keys, &u->arena, "dispute", q->session, q->form_id, &number) == ST_OK
			       ? q->form_id
			       : form_id_new(u->shared->keys, &u->arena, "dispute", q->session);
	return ST_OK;
}

static struct sv route_of(const struct org *org, enum dispute_reason r)
{
	switch (r) {
	case REASON_PAID:
		return org->route_already_paid;
	case REASON_AMOUNT:
		return org->route_wrong_amount;
	case REASON_NOT_MINE:
		return org->route_not_mine;
	case REASON_SERVICE:
		return org->route_service_disputed;
	case REASON_IDENTITY:
		return org->route_identity_theft;
	case REASON_OTHER:
	case dispute_reason__none:
	case dispute_reason__end:
		break;
	}
	return org->route_other;
}

/* References are short and so may meet: the table says so, and another is drawn. */
static enum status add_with_reference(struct tx *tx, struct dispute *d)
{
	enum status st = ST_CONFLICT;

	for (int tries = 0; tries < REFERENCE_TRIES && st == ST_CONFLICT; tries++) {
		d->reference = id_reference(tx->arena, "DI");
		st = store_dispute_add(tx, d);
	}
	return st;
}

/* A dispute of the whole balance is about every open invoice; one of an amount about none. */
static enum status mark_invoices(struct tx *tx, const struct plan *p, int64_t dispute)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->part == PART_AMOUNT || (p->part == PART_INVOICES && !p->chosen[i]))
			continue;
		TRY(store_dispute_invoice_add(tx, dispute, p->open[i].invoice));
		TRY(store_invoice_state(tx, p->c.id, p->open[i].invoice, INVOICE_DISPUTED));
	}
	return ST_OK;
}

static enum status tell(struct tx *tx, const struct dispute *d)
{
	struct receipt_new r = { .kind = RECEIPT_DISPUTE, .contact = d->contact, .account = d->account,
				 .subject = d->id, .session = d->session, .reference = d->reference,
				 .amount = d->amount, .currency = d->currency };
	struct event_body b = { .dispute = d->id, .session = d->session, .team = d->team, .amount = d->amount,
				.currency = d->currency,
				.reason = sv_from(choice_text(&dispute_reason_choice, (int)d->reason)) };

	TRY(store_dispute_step_add(tx, d->id, STEP_FILED, 0));
	TRY(service_receipt_add(tx, &r, NULL));
	return tx_tell(tx, E_portal_dispute_filed, d->account, d->contact, SV("debtor"), &b);
}

static enum status file(struct tx *tx, const struct dispute_ask *q, struct dispute *d)
{
	struct plan p;
	struct org org;

	TRY(plan_of(tx->keys, tx_look(tx), q, tx->arena, &p));
	TRY(check(q, STAGE_STATEMENT, &p));
	TRY(store_org(tx_look(tx), tx->arena, &org));
	d->account = p.c.id;
	d->currency = p.c.currency;
	d->reason = p.reason;
	d->part = p.part;
	d->amount = p.amount;
	TRY(service_team_route(tx_look(tx), route_of(&org, d->reason), &d->team));
	TRY(service_hold_begin(tx, &p.c, &d->was));
	TRY(add_with_reference(tx, d));
	TRY(mark_invoices(tx, &p, d->id));
	return tell(tx, d);
}

enum status service_dispute_file(struct unit *u, struct tx *tx, const struct dispute_ask *q,
				 struct sv *ret_reference)
{
	struct dispute d = { .contact = q->contact, .session = q->session,
			     .statement = pan_mask(tx->arena, sv_trim(q->statement)) };
	struct dispute before;
	struct account_core c;
	bool found;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_DISPUTES));
	TRY(form_id_open(tx->keys, tx->arena, "dispute", q->session, q->form_id, &d.id));
	TRY(own_account(tx_look(tx), q, &c, tx->arena));
	TRY(store_dispute_by_id(tx_look(tx), d.id, &before, &found, tx->arena));
	if (!found) {
		TRY(file(tx, q, &d));
		before = d;
	}
	*ret_reference = sv_copy(&u->arena, before.reference);
	return ST_OK;
}
