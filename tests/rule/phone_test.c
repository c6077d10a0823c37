/* Phone numbers as people type them, and card numbers in what they write. Pure. */
#include "tests/support/check.h"

#include "common/arena.h"

#include "server/rule/pan.h"
#include "server/rule/phone.h"

static void a_number_with_its_country_code_is_taken_however_it_is_grouped(void **state)
{
	static const char *const good[][2] = {
		{ "+44 20 7946 0123", "+442079460123" },	   { "+44 (0)20 7946-0123", "+442079460123" },
		{ "0044 20 7946 0123", "+442079460123" },	   { " +1 (212) 555-0100 ", "+12125550100" },
		{ "+49.30.901820", "+4930901820" },	   { "+34 612 345 678", "+34612345678" },
		{ "+5511987654321", "+5511987654321" },	   { "+353 1 234 5678", "+35312345678" },
		{ "+52 55 1234 5678", "+525512345678" },	   { "+971 50 123 4567", "+971501234567" },
		{ "+299 12 34 56", "+299123456" },
	};
	struct arena a = ARENA_INIT;
	struct sv got;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		CHECK_OK(phone_parse(&a, sv_from(good[i][0]), "n", &got));
		CHECK_SV(good[i][1], got);
	}
	arena_free(&a);
}

static void what_is_no_number_is_refused_in_words_that_help(void **state)
{
	static const char *const bad[][2] = {
		{ "", "enter a phone number" },		    { "  ", "enter a phone number" },
		{ "020 7946 0123", "country code" },	    { "call me", "in figures" },
		{ "+44 20 7946 0123 x5", "in figures" },    { "+800 1234 5678", "do not know" },
		{ "+870 123 456 789", "do not know" },	    { "+999 123 456 789", "do not know" },
		{ "+44 20 79", "too few or too many" },	    { "+1 212 555 010", "too few or too many" },
		{ "+442079460123456", "too few or too many" }, { "+1 112 555 0100", "no such" },
		{ "+1 211 555 0100", "no such" },	    { "+1 212 155 0100", "no such" },
		{ "+", "do not know" },			    { "++44 20 7946 0123", "in figures" },
		{ "+44 20 7946 0123 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000", "in figures" },
	};
	struct arena a = ARENA_INIT;
	struct sv got = SV("untouched");

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_FAULT(ST_INVALID, "n", bad[i][1], phone_parse(&a, sv_from(bad[i][0]), "n", &got));
	CHECK_SV("untouched", got);
	arena_free(&a);
}

static void two_digits_of_a_number_are_shown_and_no_more(void **state)
{
	(void)state;
	CHECK_SV("23", phone_ending(SV("+442079460123")));
	CHECK_SV("", phone_ending(SV("+1")));
	CHECK_SV("", phone_ending(SV_NONE));
}

static void a_card_number_keeps_its_last_four_digits(void **state)
{
	static const char *const cards[][2] = {
		{ "4111111111111111", "************1111" },
		{ "my card is 4111 1111 1111 1111, thanks", "my card is **** **** **** 1111, thanks" },
		{ "5500-0000-0000-0004", "****-****-****-0004" },
		{ "4111 - 1111 - 1111 - 1111", "**** - **** - **** - 1111" },
		{ "3782 822463 10005", "**** ****** *0005" },
		{ "4111 1111 1111 1111 12/27 123", "**** **** **** 1111 12/27 123" },
		{ "12 4111 1111 1111 1111", "12 **** **** **** 1111" },
		{ "4111\xc2\xa0" "1111\xc2\xa0" "1111\xc2\xa0" "1111", "****\xc2\xa0****\xc2\xa0****\xc2\xa0" "1111" },
		{ "\xd9\xa4\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1"
		  "\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1",
		  "************\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1" },
		{ "4111111111111111 and 5500000000000004", "************1111 and ************0004" },
		{ "first\n4111111111111111\nlast", "first\n************1111\nlast" },
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cards); i++)
		CHECK_SV(cards[i][1], pan_mask(&a, sv_from(cards[i][0])));
	arena_free(&a);
}

static void what_is_no_card_number_stays_as_it_is(void **state)
{
	static const char *const texts[] = {
		"", "hello", "4111111111111112", "1234567890123", "account 900-1234-5678-9012",
		"+44 20 7946 0123", "2026-03-10 and 2026-03-11", "411111111111", "DE89 3704 0044 0532 0130 00",
		"41111111111111110000000", "4111    1111 1111 1111", "4111\n1111\n1111\n1111", ("\xff\xfe" "4"),
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct sv text = sv_from(texts[i]), got = pan_mask(&a, text);

		if (got.p != text.p || got.n != text.n)
			fail_msg("changed: %s to %.*s", texts[i], (int)got.n, got.p);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_with_its_country_code_is_taken_however_it_is_grouped),
		cmocka_unit_test(what_is_no_number_is_refused_in_words_that_help),
		cmocka_unit_test(two_digits_of_a_number_are_shown_and_no_more),
		cmocka_unit_test(a_card_number_keeps_its_last_four_digits),
		cmocka_unit_test(what_is_no_card_number_stays_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
