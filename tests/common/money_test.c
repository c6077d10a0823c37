/* Money: reading, printing, splitting. */
#include "common/arena.h"
#include "common/money.h"

#include "tests/support/check.h"

static struct currency of(const char *code)
{
	struct currency c = { "" };

	CHECK(currency_from(sv_from(code), &c));
	return c;
}

static void a_currency_is_three_known_capitals(void **state)
{
	static const char *const bad[] = { "", "EU", "eur", "EURO", "XXX", "XAU", "DEM", "E\xC3R" };
	struct currency c;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!currency_from(sv_from(bad[i]), &c));
	CHECK(currency_eq(of("EUR"), of("EUR")) && !currency_eq(of("EUR"), of("USD")));
}

static void every_code_of_the_alphabet_is_found_or_refused_once(void **state)
{
	int known = 0;

	(void)state;
	for (int i = 0; i < 26 * 26 * 26; i++) {
		char code[4] = { (char)('A' + i / 676), (char)('A' + i / 26 % 26),
			         (char)('A' + i % 26) };
		struct currency c;

		if (currency_from(sv_of(code, 3), &c)) {
			known++;
			CHECK(currency_exponent(c) >= 0 && currency_exponent(c) <= 4);
			CHECK_SV(code, currency_sv(&c));
		}
	}
	CHECK_INT(167, known); /* every entry of the table, so it is in order */
}

static void exponents_are_those_of_iso_4217(void **state)
{
	struct currency none = { "" };

	(void)state;
	CHECK_INT(0, currency_exponent(of("JPY")));
	CHECK_INT(2, currency_exponent(of("USD")));
	CHECK_INT(3, currency_exponent(of("BHD")));
	CHECK_INT(4, currency_exponent(of("CLF")));
	CHECK_INT(4, currency_exponent(of("UYW")));
	CHECK_INT(2, currency_exponent(none));
}

static void plain_amounts_are_read(void **state)
{
	static const struct {
		const char *text, *code;
		int64_t amount;
	} cases[] = {
		{ "0", "EUR", 0 },
		{ "1234.50", "EUR", 123450 },
		{ "-0.05", "EUR", -5 },
		{ "7", "JPY", 7 },
		{ "7.00", "JPY", 7 },
		{ "1.5", "BHD", 1500 },
		{ "1.50000", "USD", 150 },
		{ "10000000000.00", "USD", MONEY_MAX },
		{ "0000000000000000000000000000001", "USD", 100 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t got = -1;

		CHECK_OK(money_parse(sv_from(cases[i].text), of(cases[i].code), "amount", &got));
		CHECK_MONEY(cases[i].amount, got);
	}
}

static void an_amount_that_is_not_plain_is_refused_by_name(void **state)
{
	static const char *const bad[] = { "",
		                           "-",
		                           "+1",
		                           "1,5",
		                           " 1",
		                           "1 ",
		                           "1.",
		                           ".5",
		                           "1e3",
		                           "1.234",
		                           "0x1",
		                           "1.2.3",
		                           "--1",
		                           "10000000000.01",
		                           "99999999999999999999999",
		                           "\xEF\xBC\x91" };
	int64_t got = 77;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_FAULT(ST_INVALID, "amount", "",
		            money_parse(sv_from(bad[i]), of("EUR"), "amount", &got));
	CHECK_FAULT(ST_INVALID, "amount", "more than 2",
	            money_parse(SV("1.234"), of("EUR"), "amount", &got));
	CHECK_FAULT(ST_INVALID, "amount", "no digits behind",
	            money_parse(SV("1.5"), of("JPY"), "amount", &got));
	CHECK_FAULT(ST_INVALID, "amount", "larger than 10000000000",
	            money_parse(SV("99999999999"), of("EUR"), "amount", &got));
	CHECK_MONEY(77, got);
}

static void amounts_are_read_as_people_type_them(void **state)
{
	static const struct {
		const char *text, *code;
		int64_t amount;
	} cases[] = {
		{ "1.234,50", "EUR", 123450 },
		{ "1,234.50", "EUR", 123450 },
		{ "1 234,50", "EUR", 123450 },
		{ "1\xC2\xA0"
		  "234,50",
		  "EUR", 123450 },
		{ "1'234.50", "CHF", 123450 },
		{ "1,5", "EUR", 150 },
		{ "0.500", "EUR", 50 },
		{ ".50", "EUR", 50 },
		{ "1,500", "JPY", 1500 },
		{ "1.234.567", "EUR", 123456700 },
		{ " 50 ", "EUR", 5000 },
		{ "-1,50", "EUR", -150 },
		{ "1.234,500", "BHD", 1234500 },
		{ "1234.500", "BHD", 1234500 },
		{ "12,50", "USD", 1250 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t got = -1;

		CHECK_OK(
		    money_parse_typed(sv_from(cases[i].text), of(cases[i].code), "amount", &got));
		CHECK_MONEY(cases[i].amount, got);
	}
}

static void riddles_are_refused(void **state)
{
	static const char *const bad[] = { "",          "1,2,3",  "1.23.456",  "1,234,50",
		                           "12,34.50",  "1.2345", "1 2",       "1234,567,8",
		                           "1,234.567", "$5",     "5.",        "1..5",
		                           "1.234,",    "- 5",    "0.123.456", "abc" };
	int64_t got = 77;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_FAULT(ST_INVALID, "amount", "",
		            money_parse_typed(sv_from(bad[i]), of("EUR"), "amount", &got));
	CHECK_FAULT(ST_INVALID, "amount", "two ways",
	            money_parse_typed(SV("1.500"), of("BHD"), "amount", &got));
	CHECK_FAULT(ST_INVALID, "amount", "two ways",
	            money_parse_typed(SV("1,500"), of("USD"), "amount", &got));
	CHECK_FAULT(ST_INVALID, "amount", "two ways",
	            money_parse_typed(SV("1.005"), of("EUR"), "amount", &got));
	CHECK_MONEY(77, got);
}

static void what_is_printed_is_read_back(void **state)
{
	static const char *const codes[] = { "JPY", "USD", "BHD", "CLF" };
	struct arena a = ARENA_INIT;
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		struct currency c = of(codes[i % 4]);
		struct buf b = buf_new(&a, 64);
		int64_t amount, got = -1;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		amount = (int64_t)(seed >> 24) % (i % 3 ? 100000 : MONEY_MAX);
		amount = i & 8 ? -amount : amount;
		money_print(&b, amount, c);
		CHECK_OK(money_parse(buf_sv(&b), c, "amount", &got));
		CHECK_MONEY(amount, got);
		arena_reset(&a);
	}
	arena_free(&a);
}

static void the_smallest_figures_keep_their_zeros(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 200);

	(void)state;
	money_print(&b, 5, of("USD"));
	money_print(&b, -5, of("BHD"));
	money_print(&b, 0, of("JPY"));
	buf_char(&b, ' ');
	money_print(&b, INT64_MIN, of("USD"));
	CHECK_SV("0.05-0.0050 -92233720368547758.08", buf_sv(&b));
	arena_free(&a);
}

static void sums_that_overflow_are_refused(void **state)
{
	int64_t sum = 1;

	(void)state;
	CHECK_OK(money_add(2, 3, &sum));
	CHECK_MONEY(5, sum);
	CHECK_STATUS(ST_INVALID, money_add(INT64_MAX, 1, &sum));
	CHECK_MONEY(5, sum);
}

static void parts_sum_to_the_whole_and_differ_by_one_at_most(void **state)
{
	int64_t parts[12];

	(void)state;
	for (int64_t whole = -130; whole <= 130; whole++)
		for (size_t n = 1; n <= 12; n++) {
			int64_t sum = 0;

			money_split(whole, parts, n);
			for (size_t i = 0; i < n; i++) {
				int64_t off = parts[0] - parts[i];

				sum += parts[i];
				CHECK(off == 0 || off == (whole < 0 ? -1 : 1));
			}
			CHECK_MONEY(whole, sum);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_currency_is_three_known_capitals),
		cmocka_unit_test(every_code_of_the_alphabet_is_found_or_refused_once),
		cmocka_unit_test(exponents_are_those_of_iso_4217),
		cmocka_unit_test(plain_amounts_are_read),
		cmocka_unit_test(an_amount_that_is_not_plain_is_refused_by_name),
		cmocka_unit_test(amounts_are_read_as_people_type_them),
		cmocka_unit_test(riddles_are_refused),
		cmocka_unit_test(what_is_printed_is_read_back),
		cmocka_unit_test(the_smallest_figures_keep_their_zeros),
		cmocka_unit_test(sums_that_overflow_are_refused),
		cmocka_unit_test(parts_sum_to_the_whole_and_differ_by_one_at_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
