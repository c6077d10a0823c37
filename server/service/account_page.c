/* account_page: see account_page.h. One statement per list, all within the contact or the account. */
#include "server/service/account_page.h"

#include "common/phrase.h"

#include "server/rule/ledger.h"
#include "server/service/dispute.h"
#include "server/service/interaction.h"
#include "server/service/promise.h"
#include "server/service/section.h"
#include "server/store/account_page.h"
#include "server/store/promise.h"
#include "server/store/setting.h"

enum { A_PAGE = 50, PROMISES = 20, INTERACTIONS = 10, PAGES_MOST = 100000 };

struct sv account_words(enum account_state state)
{
	switch (state) {
	case ACCOUNT_NEW:
	case ACCOUNT_PENDING:
	case ACCOUNT_AUTO:
	case ACCOUNT_TALKING:
		return SV(N_("Open"));
	case ACCOUNT_PROMISED:
		return SV(N_("You promised to pay"));
	case ACCOUNT_OVERDUE:
		return SV(N_("Waiting for your payment"));
	case ACCOUNT_PAID:
		return SV(N_("Paid"));
	case ACCOUNT_ESCALATED:
	case ACCOUNT_REVIEW:
		return SV(N_("With our team"));
	case ACCOUNT_CLOSED:
		return SV(N_("Closed"));
	case ACCOUNT_PAUSED:
		return SV(N_("Paused"));
	case account_state__none:
	case account_state__end:
		break;
	}
	return SV_NONE;
}

bool account_owed(int64_t balance, enum account_state state)
{
	return balance > 0 && state != ACCOUNT_PAID && state != ACCOUNT_CLOSED;
}

static struct sv invoice_words(enum invoice_state state)
{
	switch (state) {
	case INVOICE_OPEN:
		return SV(N_("Unpaid"));
	case INVOICE_PART_PAID:
		return SV(N_("Paid in part"));
	case INVOICE_PAID:
		return SV(N_("Paid in full"));
	case INVOICE_DISPUTED:
		return SV(N_("Under dispute"));
	case INVOICE_VOID:
		return SV(N_("Withdrawn"));
	case invoice_state__none:
	case invoice_state__end:
		break;
	}
	return SV_NONE;
}

static struct sv item_words(enum ledger_item item)
{
	switch (item) {
	case LEDGER_ORIGINAL:
		return SV(N_("Original amount"));
	case LEDGER_INTEREST:
		return SV(N_("Interest"));
	case LEDGER_FEES:
		return SV(N_("Fees"));
	case LEDGER_PAYMENTS:
		return SV(N_("Payments"));
	case LEDGER_CREDITS:
		return SV(N_("Credits"));
	case LEDGER_OTHER:
	case LEDGER__ITEMS:
		break;
	}
	return SV(N_("Other changes"));
}

/* For books that do not itemise: what our own ledger has, by kind. */
static struct sv kind_words(struct sv kind)
{
	static const struct {
		const char *kind;
		struct sv words;
	} all[] = {
		{ "opening", SV_CONST(N_("Balance when the account came to us")) },
		{ "interest", SV_CONST(N_("Interest")) },
		{ "fee", SV_CONST(N_("Fees")) },
		{ "payment", SV_CONST(N_("Payments")) },
		{ "credit", SV_CONST(N_("Credits")) },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		if (sv_is(kind, all[i].kind))
			return all[i].words;
	return SV(N_("Other changes"));
}

static enum status lines_of(struct unit *u, struct snap *s, const struct account_facts *f,
			    struct view_balance_line_list *ret)
{
	static const char *const order[LEDGER_KINDS] = { "opening", "interest", "fee", "payment", "credit", "adjustment" };
	struct ledger_line lines[LEDGER__ITEMS];
	struct ledger_sum sums[LEDGER_KINDS];
	size_t n = ledger_itemise(f->item, f->on_file, f->balance, lines), n_sums;

	ret->at = NEW_N(&u->arena, struct view_balance_line, n ? n : LEDGER_KINDS);
	ret->n = n;
	for (size_t i = 0; i < n; i++)
		ret->at[i] = (struct view_balance_line){ item_words(lines[i].item), lines[i].amount, f->currency };
	if (n)
		return ST_OK;
	TRY(store_account_ledger_sums(s, f->id, sums, &n_sums, &u->arena));
	for (size_t k = 0; k < COUNT(order); k++)
		for (size_t i = 0; i < n_sums; i++)
			if (sv_is(sums[i].kind, order[k]))
				ret->at[ret->n++] = (struct view_balance_line){ kind_words(sums[i].kind),
										sums[i].amount, f->currency };
	return ST_OK;
}

/* "/account/1?invoices=2&payments=3#invoices"; empty for a page that is not there. */
static struct sv page_path(struct arena *a, const struct account_ask *q, int64_t invoices, int64_t payments,
			   const char *part)
{
	if (invoices < 1 || payments < 1)
		return SV_NONE;
	return sv_print(a, "/account/%lld?invoices=%lld&payments=%lld#%s", (long long)q->account,
			(long long)invoices, (long long)payments, part);
}

static enum status invoices_of(struct unit *u, struct snap *s, const struct account_ask *q,
			       struct view_account_page *ret)
{
	struct invoice_row_list rows;
	bool more;

	TRY(store_account_invoice_page(s, q->account, (q->invoices - 1) * A_PAGE, A_PAGE, &rows, &more, &u->arena));
	ret->invoices.at = NEW_N(&u->arena, struct view_invoice, rows.n);
	ret->invoices.n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		const struct invoice_row *r = &rows.at[i];

		ret->invoices.at[i] = (struct view_invoice){ .number = r->invoice,
							     .issued = r->issued,
							     .due = r->due,
							     .amount = r->amount,
							     .open = r->open,
							     .currency = r->currency,
							     .status = invoice_words(r->state) };
	}
	ret->newer_invoices_path = page_path(&u->arena, q, q->invoices - 1, q->payments, "invoices");
	if (more)
		ret->older_invoices_path = page_path(&u->arena, q, q->invoices + 1, q->payments, "invoices");
	return ST_OK;
}

static enum status payments_of(struct unit *u, struct snap *s, const struct account_ask *q,
			       struct view_account_page *ret)
{
	struct payment_row *rows = NEW_N(&u->arena, struct payment_row, A_PAGE);
	bool more;
	size_t n;

	TRY(store_account_payments(s, q->account, (q->payments - 1) * A_PAGE, A_PAGE, rows, &n, &more, &u->arena));
	ret->payments.at = NEW_N(&u->arena, struct view_payment, n);
	ret->payments.n = n;
	for (size_t i = 0; i < n; i++)
		ret->payments.at[i] = (struct view_payment){
			.day = rows[i].day ? rows[i].day : zone_day(q->zone, rows[i].at),
			.amount = rows[i].amount,
			.currency = ret->currency,
			.back = rows[i].amount < 0,
			.invoice = rows[i].invoice,
		};
	ret->newer_payments_path = page_path(&u->arena, q, q->invoices, q->payments - 1, "payments");
	if (more)
		ret->older_payments_path = page_path(&u->arena, q, q->invoices, q->payments + 1, "payments");
	return ST_OK;
}

static enum status promises_of(struct unit *u, struct snap *s, const struct account_ask *q, const struct org *org,
			       struct view_promise_list *ret)
{
	struct promise_row_list rows;

	TRY(store_promise_of_account(s, q->contact, q->account, PROMISES, &rows, &u->arena));
	ret->at = NEW_N(&u->arena, struct view_promise, rows.n);
	ret->n = rows.n;
	for (size_t i = 0; i < rows.n; i++)
		ret->at[i] = (struct view_promise){ .reference = rows.at[i].reference,
						    .promise_path = promise_page_path(&u->arena, org,
										      rows.at[i].reference),
						    .number = rows.at[i].account,
						    .amount = rows.at[i].amount,
						    .currency = rows.at[i].currency,
						    .day = rows.at[i].promised_date,
						    .status = promise_words(rows.at[i].state) };
	return ST_OK;
}

static void show_facts(const struct account_facts *f, int64_t today, struct view_account_page *ret)
{
	ret->number = f->number;
	ret->creditor = f->creditor;
	ret->balance = f->balance;
	ret->currency = f->currency;
	ret->due_date = f->due_date;
	ret->status = account_words(f->state);
	ret->settled = !account_owed(f->balance, f->state);
	ret->since = f->on_file[ITEM_ORIGINAL] ? f->itemization_date : 0;
	if (!ret->settled && f->due_date && today > f->due_date)
		ret->past_due = today - f->due_date;
}

enum status service_account_page(struct unit *u, struct snap *s, const struct account_ask *asked,
				 struct view_account_page *ret)
{
	struct account_ask q = *asked;
	struct account_facts f;
	struct org org;

	q.invoices = q.invoices < 1 || q.invoices > PAGES_MOST ? 1 : q.invoices;
	q.payments = q.payments < 1 || q.payments > PAGES_MOST ? 1 : q.payments;
	TRY(store_org(s, &u->arena, &org));
	TRY(store_account_facts(s, q.contact, q.account, &f, &u->arena));
	show_facts(&f, zone_day(q.zone, u->now), ret);
	TRY(lines_of(u, s, &f, &ret->lines));
	TRY(promises_of(u, s, &q, &org, &ret->promises));
	ret->shows_invoices = section_on(&org, SECTION_INVOICES);
	if (ret->shows_invoices) {
		TRY(invoices_of(u, s, &q, ret));
		TRY(payments_of(u, s, &q, ret));
	}
	if (section_on(&org, SECTION_DISPUTES))
		TRY(service_dispute_of_account(u, s, q.contact, q.account, &ret->disputes));
	return service_interactions(u, s, q.contact, q.account, INTERACTIONS, &ret->interactions);
}
