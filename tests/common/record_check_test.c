/* Required fields, ranges, lengths, clean text. */
#include "common/record_check.h"

#include "tests/common/sample.h"

static struct sample good(void)
{
	return (struct sample){ .amount = 5, .note = SV("hello") };
}

static void a_record_with_its_required_fields_is_fine(void **state)
{
	struct sample s = good();

	(void)state;
	CHECK_OK(record_check(&sample_record, &s));
}

static void a_missing_text_is_named(void **state)
{
	struct sample s = good();

	(void)state;
	s.note = SV_NONE;
	CHECK_FAULT(ST_INVALID, "note", "missing", record_check(&sample_record, &s));
}

static void a_required_zero_is_a_value(void **state)
{
	struct sample s = good();

	(void)state;
	s.amount = 0;
	CHECK_OK(record_check(&sample_record, &s));
}

static void figures_outside_their_range_are_refused(void **state)
{
	struct sample s = good();

	(void)state;
	s.count = 10;
	CHECK_OK(record_check(&sample_record, &s));
	s.count = 11;
	CHECK_FAULT(ST_INVALID, "count", "the most is 10", record_check(&sample_record, &s));
	s.count = -1;
	CHECK_FAULT(ST_INVALID, "count", "the least is 1", record_check(&sample_record, &s));
	s = good();
	s.amount = MONEY_MAX + 1;
	CHECK_FAULT(ST_INVALID, "amount", "the most", record_check(&sample_record, &s));
	s = good();
	s.id = -1;
	CHECK_FAULT(ST_INVALID, "id", "the least", record_check(&sample_record, &s));
	s = good();
	s.day = 5373485;
	CHECK_FAULT(ST_INVALID, "day", "years 1 to 9999", record_check(&sample_record, &s));
	s = good();
	s.when = INT64_MAX;
	CHECK_FAULT(ST_INVALID, "when", "the most", record_check(&sample_record, &s));
}

static void texts_of_the_wrong_length_or_letters_are_refused(void **state)
{
	struct sample s = good();
	char text[1001];

	(void)state;
	s.note = SV("123456789012345678901");
	CHECK_FAULT(ST_INVALID, "note", "longer than 20", record_check(&sample_record, &s));
	s.note = SV("a\xFF");
	CHECK_FAULT(ST_INVALID, "note", "UTF-8", record_check(&sample_record, &s));
	s.note = SV("a\nb");
	CHECK_FAULT(ST_INVALID, "note", "control", record_check(&sample_record, &s));
	s = good();
	s.lines = SV("a\nb");
	CHECK_OK(record_check(&sample_record, &s));
	memset(text, 'x', sizeof(text));
	s.secret = sv_of(text, sizeof(text));
	CHECK_FAULT(ST_INVALID, "secret", "longer than 1000", record_check(&sample_record, &s));
}

static void unknown_currencies_and_choices_are_refused(void **state)
{
	struct sample s = good();

	(void)state;
	s.currency = (struct currency){ "XXX" };
	CHECK_FAULT(ST_INVALID, "currency", "4217", record_check(&sample_record, &s));
	s = good();
	s.colour = (enum colour)3;
	CHECK_FAULT(ST_INVALID, "colour", "choice", record_check(&sample_record, &s));
}

static void a_fault_in_a_nested_record_is_named_by_its_path(void **state)
{
	struct inner rows[4] = { { SV("a"), 1 }, { SV_NONE, 1 }, { SV("c"), 1 }, { SV("d"), 1 } };
	struct sample s = good();

	(void)state;
	s.inner = &rows[1];
	CHECK_FAULT(ST_INVALID, "inner.name", "missing", record_check(&sample_record, &s));
	s = good();
	s.rows = (struct inner_list){ rows, 3 };
	CHECK_FAULT(ST_INVALID, "rows[1].name", "missing", record_check(&sample_record, &s));
	rows[1].name = SV("b");
	CHECK_OK(record_check(&sample_record, &s));
	s.rows.n = 4;
	CHECK_FAULT(ST_INVALID, "rows", "the most is 3", record_check(&sample_record, &s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_with_its_required_fields_is_fine),
		cmocka_unit_test(a_missing_text_is_named),
		cmocka_unit_test(a_required_zero_is_a_value),
		cmocka_unit_test(figures_outside_their_range_are_refused),
		cmocka_unit_test(texts_of_the_wrong_length_or_letters_are_refused),
		cmocka_unit_test(unknown_currencies_and_choices_are_refused),
		cmocka_unit_test(a_fault_in_a_nested_record_is_named_by_its_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
