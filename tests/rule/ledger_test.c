/* How a balance came to be: the lines always add up to it. */
#include "tests/support/check.h"

#include "server/rule/ledger.h"

static void the_lines_add_up_to_the_balance_whatever_is_on_file(void **state)
{
	static const int64_t item[LEDGER_OTHER] = { 10000, 500, 1500, 2000, 300 };

	(void)state;
	for (unsigned on = 0; on < 1u << LEDGER_OTHER; on++)
		for (int64_t balance = -100; balance <= 12000; balance += 100) {
			struct ledger_line lines[LEDGER__ITEMS];
			bool on_file[LEDGER_OTHER];
			int64_t sum = 0;
			size_t n;

			for (int i = 0; i < LEDGER_OTHER; i++)
				on_file[i] = on >> i & 1;
			n = ledger_itemise(item, on_file, balance, lines);
			CHECK(n <= LEDGER__ITEMS);
			for (size_t i = 0; i < n; i++)
				sum += lines[i].amount;
			CHECK_INT(on & 1 ? balance : 0, sum);
		}
}

static void payments_and_credits_lower_what_is_owed_also_where_a_book_writes_them_negative(void **state)
{
	static const bool all[LEDGER_OTHER] = { true, true, true, true, true };
	static const int64_t item[LEDGER_OTHER] = { 10000, 500, 1500, 2000, -300 };
	struct ledger_line lines[LEDGER__ITEMS];

	(void)state;
	CHECK_INT(5, ledger_itemise(item, all, 9700, lines)); /* no line for a difference of nothing */
	CHECK_INT(-2000, lines[LEDGER_PAYMENTS].amount);
	CHECK_INT(-300, lines[LEDGER_CREDITS].amount);
	CHECK_INT(6, ledger_itemise(item, all, 9701, lines));
	CHECK_INT(LEDGER_OTHER, lines[5].item);
	CHECK_INT(1, lines[5].amount);
}

static void what_is_on_file_as_nothing_is_said_and_what_is_not_on_file_is_not(void **state)
{
	static const bool on_file[LEDGER_OTHER] = { true, true, false, false, false };
	static const int64_t item[LEDGER_OTHER] = { 10000, 0, 0, 0, 0 };
	struct ledger_line lines[LEDGER__ITEMS];

	(void)state;
	CHECK_INT(2, ledger_itemise(item, on_file, 10000, lines));
	CHECK_INT(LEDGER_INTEREST, lines[1].item);
	CHECK_INT(0, lines[1].amount);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_lines_add_up_to_the_balance_whatever_is_on_file),
		cmocka_unit_test(payments_and_credits_lower_what_is_owed_also_where_a_book_writes_them_negative),
		cmocka_unit_test(what_is_on_file_as_nothing_is_said_and_what_is_not_on_file_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
