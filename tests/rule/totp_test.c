/* Which codes of a second factor are accepted, and when no more are heard. */
#include "tests/support/check.h"

#include <stdio.h>

#include "common/totp.h"

#include "server/rule/totp.h"

#define SECRET SV("12345678901234567890")
#define NOW    INT64_C(1773144000000)

static bool accepted(int64_t step_of_code, int64_t now, int64_t used, int64_t *ret_step)
{
	char code[12];

	snprintf(code, sizeof(code), "%06u", (unsigned)hotp(SECRET, (uint64_t)step_of_code, TOTP_DIGITS));
	return totp_accepts(SECRET, sv_from(code), now, used, ret_step);
}

static void a_code_is_good_one_step_to_either_side_and_no_further(void **state)
{
	int64_t step = totp_step(NOW), got = 0;

	(void)state;
	for (int64_t off = -3; off <= 3; off++) {
		CHECK_INT(off >= -1 && off <= 1, accepted(step + off, NOW, 0, &got));
		if (off >= -1 && off <= 1)
			CHECK_INT(step + off, got);
	}
}

static void a_code_is_good_once_and_none_before_it_any_more(void **state)
{
	int64_t step = totp_step(NOW), got = 0;

	(void)state;
	CHECK(!accepted(step, NOW, step, &got));
	CHECK(!accepted(step - 1, NOW, step, &got));
	CHECK(accepted(step + 1, NOW, step, &got));
	CHECK(accepted(step, NOW, step - 1, &got));
}

static void what_is_not_six_digits_is_no_code(void **state)
{
	static const char *const cases[] = { "", "12345", "1234567", "12345x", "-12345", " 12345" };
	int64_t got;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (totp_accepts(SECRET, sv_from(cases[i]), NOW, 0, &got))
			fail_msg("\"%s\" was accepted", cases[i]);
}

static void five_wrong_codes_in_a_quarter_of_an_hour_pause_for_one(void **state)
{
	(void)state;
	CHECK_INT(0, totp_paused_until(NOW, 0)); /* fewer than five */
	CHECK_INT(NOW + TOTP_PAUSE_MS, totp_paused_until(NOW, NOW));
	CHECK_INT(NOW + TOTP_PAUSE_MS, totp_paused_until(NOW, NOW - TOTP_TRIES_MS + 1));
	CHECK_INT(0, totp_paused_until(NOW, NOW - TOTP_TRIES_MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_good_one_step_to_either_side_and_no_further),
		cmocka_unit_test(a_code_is_good_once_and_none_before_it_any_more),
		cmocka_unit_test(what_is_not_six_digits_is_no_code),
		cmocka_unit_test(five_wrong_codes_in_a_quarter_of_an_hour_pause_for_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
