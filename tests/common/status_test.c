/* Statuses and faults. */
#include "tests/support/check.h"

static void a_status_has_its_codes_and_words(void **state)
{
	(void)state;
	CHECK_INT(409, status_http(ST_CONFLICT));
	CHECK_INT(6, status_exit(ST_CONFLICT));
	CHECK_SV("CONFLICT", sv_from(status_name(ST_CONFLICT)));
}

static void every_status_is_found_by_its_name(void **state)
{
	(void)state;
	for (int i = 0; i < ST__COUNT; i++) {
		enum status st = ST__COUNT;

		CHECK(status_by_name(status_name((enum status)i), &st));
		CHECK_INT(i, st);
	}
}

static void an_unknown_name_leaves_the_result_alone(void **state)
{
	enum status st = ST_LIMIT;

	(void)state;
	CHECK(!status_by_name("conflict", &st));
	CHECK_INT(ST_LIMIT, st);
}

static enum status tries(enum status st)
{
	TRY(st);
	return ST_UNCERTAIN;
}

static void try_returns_failures_and_goes_on_otherwise(void **state)
{
	(void)state;
	CHECK_INT(ST_LIMIT, tries(ST_LIMIT));
	CHECK_INT(ST_UNCERTAIN, tries(ST_OK));
}

static void a_fault_keeps_field_text_and_place(void **state)
{
	(void)state;
	CHECK_INT(ST_INVALID, fail_field(ST_INVALID, "amount", "is %d", 7));
	CHECK_SV("amount", sv_from(fault_last()->field));
	CHECK_SV("is 7", sv_from(fault_last()->text));
	CHECK(sv_ends(sv_from(fault_last()->file), SV("status_test.c")));
}

static void a_fault_may_quote_the_fault_before_it(void **state)
{
	(void)state;
	CHECK_INT(ST_INVALID, fail(ST_INVALID, "inner"));
	CHECK_INT(ST_LIMIT, fail(ST_LIMIT, "outer: %s", fault_last()->text));
	CHECK_SV("outer: inner", sv_from(fault_last()->text));
}

static void a_carried_fault_is_the_last_one(void **state)
{
	struct fault f;

	(void)state;
	CHECK_INT(ST_INVALID, fail_field(ST_INVALID, "day", "is gone"));
	f = *fault_last();
	CHECK_INT(ST_LIMIT, fail(ST_LIMIT, "other"));
	CHECK_INT(ST_INVALID, fault_carry(&f));
	CHECK_SV("is gone", sv_from(fault_last()->text));
}

static void strangers_do_not_read_internal_faults(void **state)
{
	(void)state;
	CHECK_INT(ST_INTERNAL, fail(ST_INTERNAL, "table x is broken"));
	CHECK_SV("our fault, not yours", sv_from(fault_public()));
	CHECK_INT(ST_INVALID, fail(ST_INVALID, "the day is past"));
	CHECK_SV("the day is past", sv_from(fault_public()));
}

static void an_endless_text_is_cut_and_ended(void **state)
{
	char text[2000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	CHECK_INT(ST_INVALID, fail_field(ST_INVALID, text, "%s", text));
	CHECK_INT(399, strlen(fault_last()->text));
	CHECK_INT(47, strlen(fault_last()->field));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_status_has_its_codes_and_words),
		cmocka_unit_test(every_status_is_found_by_its_name),
		cmocka_unit_test(an_unknown_name_leaves_the_result_alone),
		cmocka_unit_test(try_returns_failures_and_goes_on_otherwise),
		cmocka_unit_test(a_fault_keeps_field_text_and_place),
		cmocka_unit_test(a_fault_may_quote_the_fault_before_it),
		cmocka_unit_test(a_carried_fault_is_the_last_one),
		cmocka_unit_test(strangers_do_not_read_internal_faults),
		cmocka_unit_test(an_endless_text_is_cut_and_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
