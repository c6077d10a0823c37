/* Limits of a promise: what is owed and not yet promised, from today to the latest day. */
#include "server/rule/promise.h"

enum status promise_check(const struct promise_limits *l, int64_t amount, int64_t day)
{
	int64_t free = l->balance - l->promised;

	if (l->balance <= 0 || l->state == ACCOUNT_PAID || l->state == ACCOUNT_CLOSED)
		return fail(ST_CONFLICT, "nothing is owed on this account");
	if (l->open >= l->most_open)
		return fail(ST_CONFLICT, "there are already %lld open promises on this account",
			    (long long)l->open);
	if (free <= 0)
		return fail(ST_CONFLICT, "the whole balance is promised already");
	if (amount <= 0)
		return fail_field(ST_INVALID, "amount", "must be more than zero");
	if (amount > l->balance)
		return fail_field(ST_INVALID, "amount", "is more than the balance");
	if (amount > free)
		return fail_field(ST_INVALID, "amount",
				  "is more than what is left after your open promises");
	if (day < l->today)
		return fail_field(ST_INVALID, "promised_date", "lies in the past");
	if (day > l->today + l->latest_days)
		return fail_field(ST_INVALID, "promised_date", "is more than %lld days from today",
				  (long long)l->latest_days);
	return ST_OK;
}
