/* What tests of disputes share: an account with invoices, a debtor's answers, filing them. */
#ifndef QUITS_TESTS_SERVICE_DISPUTE_WORLD_H
#define QUITS_TESTS_SERVICE_DISPUTE_WORLD_H

#include "tests/support/world.h"

#include "common/file.h"

#include "server/service/creditor.h"
#include "server/service/dispute.h"
#include "server/service/dispute_desk.h"
#include "server/service/dispute_hold.h"
#include "server/service/form_id.h"
#include "server/store/account.h"

enum { SESSION = 7 };

struct filing {
	struct world *w;
	struct dispute_ask q;
	struct sv reference;
};

static inline enum status run_file(struct tx *tx, void *arg)
{
	struct filing *f = arg;

	return service_dispute_file(&f->w->u, tx, &f->q, &f->reference);
}

static inline struct account_core core_of(struct world *w, const char *number)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, sv_from(number), &c, &w->u.arena));
	return c;
}

static inline struct filing filing(struct world *w, const char *reason, const char *part, const char *amount)
{
	struct account_core c = core_of(w, "A-1");

	return (struct filing){ .w = w,
				.q = { .contact = c.contact,
				       .session = SESSION,
				       .account = c.id,
				       .reason = sv_from(reason),
				       .part = sv_from(part),
				       .amount = sv_from(amount),
				       .form_id = form_id_new(w->keys, &w->u.arena, "dispute", SESSION) } };
}

struct invoice_put {
	int64_t account, amount, open;
	const char *number, *state;
};

static inline enum status run_invoice(struct tx *tx, void *arg)
{
	static const struct query sql = { "test.invoice", "INSERT INTO invoice (account, number, issued, due, amount, open, "
							  "state) VALUES ($1, $2, 2460000, 2460030, $3, $4, $5)" };
	const struct invoice_put *i = arg;

	return tx_run_once(tx, &sql, ARGS(V(i->account), V(sv_from(i->number)), V(i->amount), V(i->open),
					  V(sv_from(i->state))),
			   NULL);
}

static inline void put_invoice(struct world *w, int64_t account, const char *number, int64_t amount, int64_t open,
			       const char *state)
{
	struct invoice_put i = { account, amount, open, number, state };

	CHECK_OK(world_write(w, run_invoice, &i));
}

static inline int64_t held(struct world *w)
{
	int64_t account = core_of(w, "A-1").id, amount;

	CHECK_OK(service_dispute_held(w->u.snap, account, &amount));
	return amount;
}

/* States of A-1's invoices, newest number first: "open,disputed". */
static inline struct sv invoices(struct world *w)
{
	struct buf b = buf_new(&w->u.arena, 1000);
	struct invoice_row_list l;
	int64_t account = core_of(w, "A-1").id;

	CHECK_OK(store_account_invoices(w->u.snap, account, 100, &l, &w->u.arena));
	for (size_t i = 0; i < l.n; i++)
		buf_print(&b, "%s%s", i ? "," : "", choice_text(&invoice_state_choice, (int)l.at[i].state));
	return buf_sv(&b);
}

/* The form's view as the debtor's page has it now. */
static inline struct view_dispute_form form_of(struct filing *f)
{
	struct view_dispute_form v = { .frame = NULL };

	CHECK_OK(service_dispute_form(world_look(f->w), f->w->u.snap, &f->q, &v));
	return v;
}

/* Chooses the n-th invoice of the form, in its order. */
static inline void pick(struct filing *f, size_t n)
{
	struct view_dispute_form v = form_of(f);

	CHECK(n < v.picks.n);
	f->q.picks = f->q.picks.n ? sv_print(&f->w->u.arena, SV_FMT "\n" SV_FMT, SV_ARG(f->q.picks),
					     SV_ARG(v.picks.at[n].code))
				  : v.picks.at[n].code;
}

static inline int64_t dispute_id(struct world *w, struct sv reference)
{
	struct dispute_query q = { .limit = 0 };
	struct dispute_page page;

	CHECK_OK(service_dispute_list(world_look(w), w->u.snap, &q, &page));
	for (size_t i = 0; i < page.items.n; i++)
		if (sv_eq(page.items.at[i].reference, reference))
			return page.items.at[i].dispute;
	fail_msg("no dispute " SV_FMT, SV_ARG(reference));
	return 0;
}

struct ending {
	struct world *w;
	struct dispute_end q;
};

static inline enum status run_resolve(struct tx *tx, void *arg)
{
	struct ending *e = arg;
	struct dispute_row row;

	return service_dispute_resolve(&e->w->u, tx, &e->q, &row);
}

static inline enum status resolve(struct world *w, struct sv reference, enum dispute_outcome outcome)
{
	struct ending e = { w, { .dispute = dispute_id(w, reference), .outcome = outcome, .reply = SV("We looked into it."),
				 .note = SV("called the creditor") } };

	return world_write(w, run_resolve, &e);
}

struct asking {
	struct world *w;
	struct creditor_ask q;
	struct creditor_answer answer;
	struct sv reference;
};

static inline enum status run_ask(struct tx *tx, void *arg)
{
	struct asking *a = arg;

	return service_creditor_request(&a->w->u, tx, &a->q, &a->reference);
}

static inline enum status run_answer(struct tx *tx, void *arg)
{
	struct asking *a = arg;
	struct creditor_row row;

	return service_creditor_answer(&a->w->u, tx, &a->answer, &row);
}

static inline struct asking asking(struct world *w)
{
	struct account_core c = core_of(w, "A-1");

	return (struct asking){ .w = w,
				.q = { .contact = c.contact,
				       .session = SESSION,
				       .account = c.id,
				       .form_id = form_id_new(w->keys, &w->u.arena, "creditor", SESSION) } };
}

#endif
