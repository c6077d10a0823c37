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

enum account_state dispute_account_after(enum account_state was, int64_t balance, int64_t open_promises)
{
	if (balance <= 0)
		return ACCOUNT_PAID;
	if (open_promises > 0)
		return was == ACCOUNT_OVERDUE ? was : ACCOUNT_PROMISED;
	if (was == ACCOUNT_PROMISED || was == ACCOUNT_OVERDUE || was == ACCOUNT_PAID || was == account_state__none)
		return ACCOUNT_PENDING;
	return was;
}

enum invoice_state dispute_invoice_after(int64_t amount, int64_t open)
{
	if (open <= 0)
		return INVOICE_PAID;
	return open < amount ? INVOICE_PART_PAID : INVOICE_OPEN;
}
