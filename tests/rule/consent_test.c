/* Consent: of what was said the newest that fits decides, and a parked address stays parked. */
#include "tests/support/check.h"

#include "common/arena.h"

#include "server/rule/consent.h"

static void without_a_word_messages_are_allowed(void **state)
{
	(void)state;
	CHECK(consent_allows(NULL, 0, CHANNEL_EMAIL));
}

static void a_stop_covers_its_own_channel_alone(void **state)
{
	const struct consent_fact f[] = { { CONSENT_EMAIL, false, 5, CONSENT_WITHDRAWN } };

	(void)state;
	CHECK(!consent_allows(f, 1, CHANNEL_EMAIL));
	CHECK(consent_allows(f, 1, CHANNEL_SMS));
	CHECK(consent_allows(f, 1, CHANNEL_WHATSAPP));
}

static void all_and_electronic_cover_every_channel(void **state)
{
	const struct consent_fact all[] = { { CONSENT_ALL, true, 5, CONSENT_WITHDRAWN } };
	const struct consent_fact electronic[] = { { CONSENT_ELECTRONIC, true, 5, CONSENT_WITHDRAWN } };

	(void)state;
	for (int c = 1; c < channel__end; c++) {
		CHECK(!consent_allows(all, 1, (enum channel)c));
		CHECK(!consent_allows(electronic, 1, (enum channel)c));
	}
}

static void the_newest_word_decides_however_wide_it_is(void **state)
{
	const struct consent_fact narrow_last[] = { { CONSENT_ALL, true, 5, CONSENT_WITHDRAWN },
						    { CONSENT_EMAIL, false, 6, CONSENT_ALLOWED } };
	const struct consent_fact wide_last[] = { { CONSENT_EMAIL, false, 6, CONSENT_ALLOWED },
						  { CONSENT_ALL, true, 7, CONSENT_WITHDRAWN } };

	(void)state;
	CHECK(consent_allows(narrow_last, 2, CHANNEL_EMAIL));
	CHECK(!consent_allows(narrow_last, 2, CHANNEL_SMS));
	CHECK(!consent_allows(wide_last, 2, CHANNEL_EMAIL));
}

static void a_parked_address_stays_parked_whatever_else_is_allowed(void **state)
{
	const struct consent_fact f[] = { { CONSENT_SMS, false, 5, CONSENT_PARKED },
					  { CONSENT_ALL, true, 9, CONSENT_ALLOWED } };

	(void)state;
	CHECK(!consent_allows(f, 2, CHANNEL_SMS));
	CHECK(consent_allows(f, 2, CHANNEL_EMAIL));
}

static void a_stop_by_the_reader_of_an_address_binds_until_its_contact_allows_messages_there(void **state)
{
	const struct consent_fact before[] = { { CONSENT_EMAIL, false, 4, CONSENT_ALLOWED } };
	const struct consent_fact there[] = { { CONSENT_EMAIL, false, 6, CONSENT_ALLOWED } };
	const struct consent_fact wide[] = { { CONSENT_ALL, true, 6, CONSENT_ALLOWED } };
	const struct consent_fact no_letters[] = { { CONSENT_ELECTRONIC, true, 6, CONSENT_ALLOWED } };

	(void)state;
	CHECK(consent_binds(NULL, 0, CHANNEL_EMAIL, CONSENT_WITHDRAWN, 5));
	CHECK(consent_binds(before, 1, CHANNEL_EMAIL, CONSENT_WITHDRAWN, 5));
	CHECK(!consent_binds(there, 1, CHANNEL_EMAIL, CONSENT_WITHDRAWN, 5));
	CHECK(!consent_binds(there, 1, CHANNEL_EMAIL, CONSENT_PARKED, 5));
	CHECK(consent_binds(there, 1, CHANNEL_SMS, CONSENT_WITHDRAWN, 5));
	CHECK(!consent_binds(wide, 1, CHANNEL_EMAIL, CONSENT_WITHDRAWN, 5));
	CHECK(consent_binds(wide, 1, CHANNEL_EMAIL, CONSENT_PARKED, 5));
	CHECK(consent_binds(no_letters, 1, CHANNEL_EMAIL, CONSENT_WITHDRAWN, 5));
}

static void two_writings_of_an_address_are_one(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	CHECK_SV("ana@example.org", consent_address(&a, SV(" Ana@Example.ORG ")));
	CHECK_SV("+12025550101", consent_address(&a, SV("+1 (202) 555-01-01")));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_word_messages_are_allowed),
		cmocka_unit_test(a_stop_covers_its_own_channel_alone),
		cmocka_unit_test(all_and_electronic_cover_every_channel),
		cmocka_unit_test(the_newest_word_decides_however_wide_it_is),
		cmocka_unit_test(a_parked_address_stays_parked_whatever_else_is_allowed),
		cmocka_unit_test(a_stop_by_the_reader_of_an_address_binds_until_its_contact_allows_messages_there),
		cmocka_unit_test(two_writings_of_an_address_are_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
