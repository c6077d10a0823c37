/* Limits of a promise: what is owed, neither promised nor disputed, within amounts and days; moving and cancelling. */
#include "server/rule/promise.h"

#include "common/phrase.h"

static int64_t least_of(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t promise_free(const struct promise_limits *l)
{
	int64_t free = l->balance - l->promised - l->disputed;

	return free > 0 ? free : 0;
}

int64_t promise_least(const struct promise_limits *l)
{
	int64_t share = (l->balance / 100) * l->least_share + (l->balance % 100) * l->least_share / 100;

	return least_of(share > l->least_amount ? share : l->least_amount, promise_free(l));
}

int64_t promise_first_day(const struct promise_limits *l)
{
	return l->today + least_of(l->first_days, l->latest_days);
}

int64_t promise_last_day(const struct promise_limits *l)
{
	return l->today + l->latest_days;
}

enum status promise_possible(const struct promise_limits *l)
{
	if (l->balance <= 0 || l->state == ACCOUNT_PAID || l->state == ACCOUNT_CLOSED)
		return fail(ST_CONFLICT, N_("Nothing is owed on this account."));
	if (l->open >= l->most_open)
		return fail_phrase(ST_CONFLICT, "",
				   N_("There are open promises on this account already ({count}); more are not possible."),
				   P_NUMBER("count", l->open));
	if (promise_free(l) > 0)
		return ST_OK;
	if (l->disputed <= 0)
		return fail(ST_CONFLICT, N_("The whole balance is promised already."));
	if (l->promised <= 0)
		return fail(ST_CONFLICT, N_("The whole balance is under dispute, so nothing of it can be promised now."));
	return fail_phrase(ST_CONFLICT, "",
			   N_("Of the balance, {promised} is promised already and {disputed} is under dispute. Nothing is left to promise."),
			   P_MONEY("promised", l->promised, l->currency), P_MONEY("disputed", l->disputed, l->currency));
}

/* The amount touches what is promised or disputed: what is free, and how that comes about. */
static enum status touches(const struct promise_limits *l)
{
	struct phrase_arg balance = P_MONEY("balance", l->balance, l->currency),
			  promised = P_MONEY("promised", l->promised, l->currency),
			  disputed = P_MONEY("disputed", l->disputed, l->currency),
			  free = P_MONEY("free", promise_free(l), l->currency);

	if (l->disputed <= 0)
		return fail_phrase(ST_INVALID, "amount",
				   N_("Of the balance of {balance}, {promised} is promised already. The largest amount possible is {free}."),
				   balance, promised, free);
	if (l->promised <= 0)
		return fail_phrase(ST_INVALID, "amount",
				   N_("Of the balance of {balance}, {disputed} is under dispute. The largest amount possible is {free}."),
				   balance, disputed, free);
	return fail_phrase(ST_INVALID, "amount",
			   N_("Of the balance of {balance}, {promised} is promised already and {disputed} is under dispute. The largest amount possible is {free}."),
			   balance, promised, disputed, free);
}

static enum status check_amount(const struct promise_limits *l, int64_t amount)
{
	if (amount <= 0)
		return fail_field(ST_INVALID, "amount", N_("Please enter an amount above zero."));
	if (amount > l->balance)
		return fail_phrase(ST_INVALID, "amount", N_("This is more than the balance of {balance}."),
				   P_MONEY("balance", l->balance, l->currency));
	if (amount > promise_free(l))
		return touches(l);
	if (amount < promise_least(l))
		return fail_phrase(ST_INVALID, "amount", N_("The smallest amount possible is {least}."),
				   P_MONEY("least", promise_least(l), l->currency));
	return ST_OK;
}

static enum status check_day(int64_t day, int64_t today, int64_t first, int64_t last)
{
	if (day < today)
		return fail_field(ST_INVALID, "promised_date", N_("This day has passed."));
	if (day < first)
		return fail_phrase(ST_INVALID, "promised_date", N_("The earliest day possible is {first}."),
				   P_DAY("first", first));
	if (day > last)
		return fail_phrase(ST_INVALID, "promised_date", N_("The latest day possible is {last}."),
				   P_DAY("last", last));
	return ST_OK;
}

enum status promise_check(const struct promise_limits *l, int64_t amount, int64_t day)
{
	TRY(promise_possible(l));
	TRY(check_amount(l, amount));
	return check_day(day, l->today, promise_first_day(l), promise_last_day(l));
}

int64_t promise_move_first(const struct promise_change *c)
{
	int64_t first = c->today + least_of(c->first_days, c->latest_days);

	return first > c->day ? first : c->day + 1;
}

int64_t promise_move_last(const struct promise_change *c)
{
	return least_of(c->original_day + c->move_days, c->today + c->latest_days);
}

static enum status still_open(const struct promise_change *c)
{
	switch (c->state) {
	case PROMISE_ACTIVE:
		break;
	case PROMISE_RESCHEDULED:
		return fail(ST_CONFLICT, N_("This promise was moved to another day already."));
	case PROMISE_CANCELLED:
		return fail(ST_CONFLICT, N_("This promise was cancelled already."));
	case PROMISE_KEPT:
		return fail(ST_CONFLICT, N_("This promise was kept already."));
	case PROMISE_VERIFYING:
	case PROMISE_PARTLY_KEPT:
	case PROMISE_BROKEN:
	case promise_state__none:
	case promise_state__end:
		return fail(ST_CONFLICT, N_("The day of this promise is over, so it can not be changed any more."));
	}
	if (c->today > c->day)
		return fail(ST_CONFLICT, N_("The day of this promise is over, so it can not be changed any more."));
	return ST_OK;
}

enum status promise_may_move(const struct promise_change *c)
{
	TRY(still_open(c));
	if (c->most_moves == 0)
		return fail(ST_CONFLICT, N_("Promises can not be moved to another day here."));
	if (c->moves >= c->most_moves)
		return fail_phrase(ST_CONFLICT, "",
				   N_("This promise was moved as often as possible ({count})."),
				   P_NUMBER("count", c->moves));
	if (promise_move_first(c) > promise_move_last(c))
		return fail_phrase(ST_CONFLICT, "",
				   N_("There is no later day to move this promise to: the latest day possible is {last}."),
				   P_DAY("last", promise_move_last(c)));
	return ST_OK;
}

enum status promise_move_check(const struct promise_change *c, int64_t day)
{
	TRY(promise_may_move(c));
	if (day == c->day)
		return fail_field(ST_INVALID, "promised_date", N_("This is the day you promised already. Please choose a later one."));
	return check_day(day, c->today, promise_move_first(c), promise_move_last(c));
}

enum status promise_may_cancel(const struct promise_change *c)
{
	TRY(still_open(c));
	if (!c->may_cancel)
		return fail(ST_CONFLICT, N_("Promises can not be cancelled here. Please talk to us."));
	if (c->today >= c->day)
		return fail(ST_CONFLICT, N_("A promise can not be cancelled on its own day."));
	return ST_OK;
}
