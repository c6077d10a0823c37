/* Disputes: limits, holds, and what comes after; see dispute.h. */
#include "server/rule/dispute.h"

#include "common/phrase.h"

enum status dispute_possible(const struct dispute_limits *l)
{
	if (l->balance <= 0 || l->state == ACCOUNT_PAID || l->state == ACCOUNT_CLOSED)
		return fail(ST_CONFLICT, N_("Nothing is owed on this account."));
	if (l->disputed >= l->balance)
		return fail(ST_CONFLICT, N_("The whole balance is disputed already. You can add files to your open dispute."));
	return ST_OK;
}

enum status dispute_amount(const struct dispute_limits *l, int64_t amount)
{
	if (amount <= 0)
		return fail_field(ST_INVALID, "amount", N_("Please enter an amount above zero."));
	if (amount > l->balance - l->disputed)
		return fail_field(ST_INVALID, "amount",
				  l->disputed > 0
					  ? N_("This is more than what is not disputed yet.")
					  : N_("This is more than the balance. To dispute all of it, choose the whole balance."));
	return ST_OK;
}

int64_t dispute_held(const struct dispute_claims *c, int64_t balance)
{
	int64_t sum = c->amounts + c->invoices;

	if (balance <= 0)
		return 0;
	return c->whole || sum > balance ? balance : sum < 0 ? 0 : sum;
}

static bool by_promise(enum account_state s)
{
	return s == ACCOUNT_PROMISED || s == ACCOUNT_OVERDUE;
}

static bool by_people(enum account_state s)
{
	return s == ACCOUNT_ESCALATED || s == ACCOUNT_REVIEW || s == ACCOUNT_PAUSED || s == ACCOUNT_CLOSED;
}

struct dispute_account dispute_account_after(struct dispute_account was, int64_t balance, int64_t open_promises)
{
	enum account_state without = by_promise(was.state) ? was.before : was.state;

	if (balance <= 0)
		return (struct dispute_account){ .state = ACCOUNT_PAID };
	if (by_promise(without) || without == ACCOUNT_PAID || without == account_state__none)
		without = ACCOUNT_PENDING;
	if (open_promises <= 0 || by_people(without))
		return (struct dispute_account){ .state = without };
	return (struct dispute_account){ .state = was.state == ACCOUNT_OVERDUE ? ACCOUNT_OVERDUE : ACCOUNT_PROMISED,
					 .before = without };
}

enum invoice_state dispute_invoice_after(int64_t amount, int64_t open)
{
	if (open <= 0)
		return INVOICE_PAID;
	return open < amount ? INVOICE_PART_PAID : INVOICE_OPEN;
}
