/* budget: see budget.h. */
#include "server/service/budget.h"

#include <inttypes.h>

#include "common/date.h"

#include "server/rule/budget.h"
#include "server/rule/identity.h"
#include "server/rule/pan.h"
#include "server/runtime/writer.h"
#include "server/service/code.h"
#include "server/service/event.h"
#include "server/service/guess.h"
#include "server/service/identity.h"
#include "server/store/account.h"
#include "server/store/setting.h"

enum { PRUNE_MOST = 500, SOURCE_DAYS = 2 };

static enum status show_contact(struct snap *s, const struct org *org, struct sv account, int64_t now,
				struct budget_state *ret, struct arena *a)
{
	struct identity_question q;
	struct identity_file f;
	struct account_core c;
	struct guess_state g;
	bool worn;

	TRY(store_account_core(s, account, &c, a));
	TRY(service_code_worn(s, c.contact, now, &worn));
	TRY(guess_state(s, org, c.contact, now, &g, a));
	f = identity_file_of(&c);
	q = identity_ask(identity_mode_of(org), &f, g.step);
	ret->account = c.number;
	ret->month = g.n.month;
	ret->half_year = g.n.half_year;
	ret->contact_paused = worn || budget_contact_over(g.n.month, g.n.half_year);
	ret->needs = q.person || g.used_up || worn ? SV("a person") : q.stepped ? SV("a second fact") : SV("the question");
	return ST_OK;
}

static enum status show(struct snap *s, struct sv account, int64_t now, struct budget_state *ret,
			struct arena *a)
{
	struct guess_day day;
	struct breaker b;
	struct org org;

	TRY(store_org(s, a, &org));
	TRY(store_breaker(s, &b, a));
	TRY(store_guess_day(s, guess_day_of(&org, now), &day));
	*ret = (struct budget_state){ .tripped = b.tripped_at && day.day <= b.day,
				      .tries = day.tries,
				      .wrong = day.wrong };
	if (ret->tripped) {
		ret->tripped_at = b.tripped_at;
		ret->cause = b.cause;
	}
	TRY(guess_day_most(s, day.day, &ret->most));
	TRY(store_tried_over(s, now - budgets[BUDGET_CONTACT].window, budgets[BUDGET_CONTACT].most,
			     now - budgets[BUDGET_CONTACT_LONG].window, budgets[BUDGET_CONTACT_LONG].most,
			     &ret->paused));
	return account.n ? show_contact(s, &org, account, now, ret, a) : ST_OK;
}

enum status service_budget_show(struct unit *u, struct snap *s, const struct budget_query *q,
				struct budget_state *ret)
{
	return show(s, q->account, u->now, ret, &u->arena);
}

enum status service_budget_lift(struct unit *u, struct tx *tx, const struct budget_lift *q,
				struct budget_state *ret)
{
	struct event_body b = { .reason = pan_mask(tx->arena, q->reason) };
	struct account_core c;
	struct guess_state g;
	struct org org;
	int64_t codes;
	bool worn;

	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(store_account_core(tx_look(tx), q->account, &c, tx->arena));
	TRY(guess_state(tx_look(tx), &org, c.contact, tx->now, &g, tx->arena));
	TRY(service_code_worn(tx_look(tx), c.contact, tx->now, &worn));
	if (!worn && !budget_contact_over(g.n.month, g.n.half_year) &&
	    !budget_contact_over(g.n.stepped_month, g.n.stepped_half_year))
		return fail_field(ST_CONFLICT, "account", "its contact is not paused");
	TRY(store_tried_lift(tx, c.contact, &b.rows));
	TRY(store_code_wrong_lift(tx, c.contact, &codes));
	b.rows += codes;
	TRY(tx_tell(tx, E_portal_contact_lifted, c.id, c.contact, u->actor, &b));
	return show(tx_look(tx), q->account, tx->now, ret, tx->arena);
}

enum status service_budget_reset(struct unit *u, struct tx *tx, const struct budget_reset *q,
				 struct budget_state *ret)
{
	struct event_body b = { .reason = pan_mask(tx->arena, q->reason) };
	struct org org;
	bool ended;

	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(guess_new_day(tx, &org));
	TRY(store_breaker_end(tx, &ended));
	if (!ended)
		return fail(ST_CONFLICT, "the breaker is not tripped");
	TRY(store_guess_let(tx, guess_day_of(&org, tx->now)));
	TRY(tx_tell(tx, E_portal_breaker_reset, 0, 0, u->actor, &b));
	return show(tx_look(tx), SV_NONE, tx->now, ret, tx->arena);
}

static enum status run_sweep(struct tx *tx, void *arg)
{
	struct org org;
	int64_t did;

	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(guess_new_day(tx, &org));
	TRY(store_tries_prune(tx, tx->now - budgets[BUDGET_CONTACT_LONG].window, tx->now - SOURCE_DAYS * DAY_MS,
			      guess_day_of(&org, tx->now) - BREAKER_LOOK_BACK, PRUNE_MOST, &did));
	*(size_t *)arg = (size_t)did;
	return ST_OK;
}

enum status service_budget_sweep(struct unit *u, size_t *ret_did)
{
	return writer_do_slow(u->shared->writer, "budget.sweep", &u->arena, run_sweep, ret_did);
}

static int64_t lacking(const struct account_gaps *g, enum identity_mode mode)
{
	switch (mode) {
	case IDENTITY_LAST4:
		return g->last4;
	case IDENTITY_LAST4_BIRTH_YEAR:
		return g->last4_birth_year;
	case IDENTITY_LAST6:
		return g->last6;
	case IDENTITY_FULL_REFERENCE:
		return g->full_reference;
	}
	return 0;
}

enum status service_identity_gaps(struct arena *a, struct snap *s, struct sv *ret)
{
	struct buf b = buf_new(a, 1000);
	struct account_gaps g;
	struct org org;
	int64_t n;

	TRY(store_org(s, a, &org));
	TRY(store_account_gaps(s, &g));
	n = lacking(&g, identity_mode_of(&org));
	if (n)
		buf_print(&b,
			  "identity.mode " SV_FMT ": %" PRId64 " of %" PRId64 " accounts have not on file what it asks "
			  "for; links for them need a person (importing their book again brings what it has)",
			  SV_ARG(org.identity_mode), n, g.accounts);
	if (!sv_is(org.second_factor, "off") && g.addresses)
		buf_print(&b,
			  "%ssecond_factor " SV_FMT ": %" PRId64 " of %" PRId64 " accounts have a contact without a second "
			  "address; where a code is asked they need a person",
			  n ? "; " : "", SV_ARG(org.second_factor), g.addresses, g.accounts);
	*ret = buf_sv(&b);
	return ST_OK;
}
