/* Ageing: see ageing.h. */
#include "server/rule/ageing.h"

#include "common/money.h"

enum age age_of(int64_t due, int64_t today)
{
	int64_t late = due ? today - due : 0;

	if (late <= 0)
		return AGE_NOT_DUE;
	if (late <= 30)
		return AGE_30;
	if (late <= 60)
		return AGE_60;
	return late <= 90 ? AGE_90 : AGE_OLDER;
}

/* Takes `less` off, the oldest first; the columns hold at least as much. */
static void take_off(struct ageing *a, int64_t less)
{
	for (int i = AGE__COUNT - 1; i >= 0 && less > 0; i--) {
		int64_t here = a->at[i] < less ? a->at[i] : less;

		a->at[i] -= here;
		less -= here;
	}
}

enum status ageing_account(int64_t balance, int64_t due, const struct ageing_item *items, size_t n, int64_t today,
			   struct ageing *ret, int64_t *ret_rest)
{
	struct ageing a = { { 0 } };
	int64_t open = 0, credits = 0, rest;

	if (balance < 0)
		return fail(ST_INVALID, "a balance below zero has no age");
	for (size_t i = 0; i < n; i++) {
		int64_t *at = &a.at[age_of(items[i].due ? items[i].due : due, today)];

		TRY(money_add(open, items[i].open, &open));
		TRY(money_add(items[i].open > 0 ? *at : credits, items[i].open,
			      items[i].open > 0 ? at : &credits));
	}
	TRY(money_add(balance, -open, &rest));
	if (rest > 0)
		TRY(money_add(a.at[age_of(due, today)], rest, &a.at[age_of(due, today)]));
	take_off(&a, -credits + (rest < 0 ? -rest : 0));
	*ret = a;
	*ret_rest = rest;
	return ST_OK;
}

enum status ageing_add(struct ageing *sum, const struct ageing *more)
{
	for (int i = 0; i < AGE__COUNT; i++)
		TRY(money_add(sum->at[i], more->at[i], &sum->at[i]));
	return ST_OK;
}
