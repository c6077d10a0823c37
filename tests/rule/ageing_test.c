/* Ageing of what is owed: the borders of the columns, and that they always sum to the balance. */
#include "tests/support/check.h"

#include "server/rule/ageing.h"

enum { TODAY = 2461110 };

static void the_columns_meet_at_30_60_and_90_days(void **state)
{
	static const struct {
		int64_t late;
		enum age want;
	} cases[] = { { -1, AGE_NOT_DUE }, { 0, AGE_NOT_DUE }, { 1, AGE_30 }, { 30, AGE_30 }, { 31, AGE_60 },
		      { 60, AGE_60 },      { 61, AGE_90 },     { 90, AGE_90 }, { 91, AGE_OLDER } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT(cases[i].want, age_of(TODAY - cases[i].late, TODAY));
	CHECK_INT(AGE_NOT_DUE, age_of(0, TODAY));
}

static struct ageing of(int64_t balance, int64_t due, const struct ageing_item *items, size_t n, int64_t *rest)
{
	struct ageing a;

	CHECK_OK(ageing_account(balance, due, items, n, TODAY, &a, rest));
	return a;
}

static void without_invoices_the_account_is_as_old_as_its_due_day(void **state)
{
	int64_t rest;
	struct ageing a = of(5000, TODAY - 45, NULL, 0, &rest);

	(void)state;
	CHECK_MONEY(5000, a.at[AGE_60]);
	CHECK_MONEY(5000, rest);
}

static void each_invoice_has_its_own_age_and_fees_the_accounts(void **state)
{
	const struct ageing_item items[] = { { TODAY + 5, 100 }, { TODAY - 10, 200 }, { 0, 300 }, { TODAY - 200, 400 } };
	int64_t rest;
	struct ageing a = of(1050, TODAY - 70, items, COUNT(items), &rest);

	(void)state;
	CHECK_MONEY(100, a.at[AGE_NOT_DUE]);
	CHECK_MONEY(200, a.at[AGE_30]);
	CHECK_MONEY(0, a.at[AGE_60]);
	CHECK_MONEY(350, a.at[AGE_90]); /* 300 without a day of its own, 50 beside the invoices */
	CHECK_MONEY(400, a.at[AGE_OLDER]);
	CHECK_MONEY(50, rest);
}

static void what_is_paid_but_not_matched_comes_off_the_oldest(void **state)
{
	const struct ageing_item items[] = { { TODAY + 5, 100 }, { TODAY - 50, 100 }, { TODAY - 200, 100 } };
	int64_t rest;
	struct ageing a = of(150, TODAY, items, COUNT(items), &rest);

	(void)state;
	CHECK_MONEY(100, a.at[AGE_NOT_DUE]);
	CHECK_MONEY(50, a.at[AGE_60]);
	CHECK_MONEY(0, a.at[AGE_OLDER]);
	CHECK_MONEY(-150, rest);
}

static void a_credit_has_no_age(void **state)
{
	struct ageing a;
	int64_t rest;

	(void)state;
	CHECK_STATUS(ST_INVALID, ageing_account(-1, TODAY, NULL, 0, TODAY, &a, &rest));
	CHECK_STATUS(ST_INVALID, ageing_account(INT64_MAX, TODAY, &(struct ageing_item){ TODAY, -5 }, 1, TODAY, &a,
						&rest));
}

/* Ten thousand books made by a small generator of its own: whatever stands in them, the columns sum to the balance, no
 * column is below zero, and invoices and rest sum to it too. */
static void whatever_the_book_holds_the_columns_sum_to_the_balance(void **state)
{
	uint64_t seed = 20260310;

	(void)state;
	for (int round = 0; round < 10000; round++) {
		struct ageing_item items[12];
		int64_t balance, due, rest, sum = 0, open = 0;
		size_t n;
		struct ageing a;

#define NEXT(below) ((int64_t)((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33) % (int64_t)(below))
		n = (size_t)NEXT(COUNT(items) + 1);
		balance = NEXT(4) ? NEXT(1000000) : 0;
		due = NEXT(3) ? TODAY - 150 + NEXT(200) : 0;
		for (size_t i = 0; i < n; i++) {
			int64_t when = NEXT(4) ? TODAY - 150 + NEXT(200) : 0;
			int64_t amount = NEXT(8) ? NEXT(200000) : -NEXT(50000);

			items[i] = (struct ageing_item){ when, amount };
			open += items[i].open;
		}
		a = of(balance, due, items, n, &rest);
		for (int i = 0; i < AGE__COUNT; i++) {
			CHECK(a.at[i] >= 0);
			sum += a.at[i];
		}
		CHECK_MONEY(balance, sum);
		CHECK_MONEY(balance, open + rest);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_columns_meet_at_30_60_and_90_days),
		cmocka_unit_test(without_invoices_the_account_is_as_old_as_its_due_day),
		cmocka_unit_test(each_invoice_has_its_own_age_and_fees_the_accounts),
		cmocka_unit_test(what_is_paid_but_not_matched_comes_off_the_oldest),
		cmocka_unit_test(a_credit_has_no_age),
		cmocka_unit_test(whatever_the_book_holds_the_columns_sum_to_the_balance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
