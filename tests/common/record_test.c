/* A copy of a record stands on its own. */
#include "common/record.h"

#include "common/arena.h"

#include "tests/common/sample.h"

static void a_copy_has_everything_and_borrows_nothing(void **state)
{
	char text[] = "typed", name[] = "inner";
	struct inner inner = { sv_from(name), 7 }, rows[2] = { { sv_from(name), 8 }, { SV_NONE, 9 } };
	struct sample s = { .flag = true, .count = 3, .note = sv_from(text), .bytes = sv_of("\0\1", 2),
			    .colour = GREEN, .currency = { "EUR" }, .inner = &inner, .rows = { rows, 2 } };
	struct sample c;
	struct arena a = ARENA_INIT;

	(void)state;
	record_copy(&a, &sample_record, &s, &c);
	memset(text, 'x', sizeof(text) - 1);
	memset(name, 'x', sizeof(name) - 1);
	inner.amount = rows[0].amount = rows[1].amount = 0;
	CHECK(c.flag && c.count == 3 && c.colour == GREEN && currency_eq(c.currency, s.currency));
	CHECK_SV("typed", c.note);
	CHECK(sv_eq(sv_of("\0\1", 2), c.bytes));
	CHECK_SV("inner", c.inner->name);
	CHECK_INT(7, c.inner->amount);
	CHECK_INT(2, c.rows.n);
	CHECK_SV("inner", c.rows.at[0].name);
	CHECK_INT(8, c.rows.at[0].amount);
	CHECK_INT(9, c.rows.at[1].amount);
	CHECK(c.lines.n == 0 && c.rows.at[1].name.n == 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_has_everything_and_borrows_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
