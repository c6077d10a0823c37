/* Limits of a promise: what is owed and not yet promised, from today to the latest day. */
#include "server/rule/promise.h"

#include "common/phrase.h"

enum status promise_check(const struct promise_limits *l, int64_t amount, int64_t day)
{
	int64_t free = l->balance - l->promised - l->disputed;

	if (l->balance <= 0 || l->state == ACCOUNT_PAID || l->state == ACCOUNT_CLOSED)
		return fail(ST_CONFLICT, N_("Nothing is owed on this account."));
	if (l->open >= l->most_open)
		return fail_phrase(ST_CONFLICT, "",
				   N_("There are open promises on this account already ({count}); more are not possible."),
				   P_NUMBER("count", l->open));
	if (free <= 0)
		return fail(ST_CONFLICT,
			    l->disputed > 0 ? N_("What is not promised already is under dispute, so nothing more can be promised now.")
					    : N_("The whole balance is promised already."));
	if (amount <= 0)
		return fail_field(ST_INVALID, "amount", N_("Please enter an amount above zero."));
	if (amount > l->balance)
		return fail_field(ST_INVALID, "amount", N_("This is more than the balance."));
	if (amount > free)
		return fail_field(ST_INVALID, "amount",
				  l->disputed > 0
					  ? N_("This is more than what is left without the part under dispute and your open promises.")
					  : N_("This is more than what is left after your open promises."));
	if (day < l->today)
		return fail_field(ST_INVALID, "promised_date", N_("This day has passed."));
	if (day > l->today + l->latest_days)
		return fail_phrase(ST_INVALID, "promised_date", N_("The latest day possible is {last}."),
				   P_DAY("last", l->today + l->latest_days));
	return ST_OK;
}
