/* Civil dates and ISO 8601. */
#include "common/arena.h"
#include "common/date.h"

#include "tests/support/check.h"

static void every_day_of_the_calendar_follows_the_one_before(void **state)
{
	struct civil before = { 0, 12, 31 };

	(void)state;
	for (int64_t day = 1721426; day <= 5373484; day++) {
		struct civil c = day_civil(day);

		if (!civil_valid(c) || day_from(c) != day)
			fail_msg("day %" PRId64 " does not come back", day);
		if (c.day == 1 ? (before.month % 12 + 1 != c.month) : (c.day != before.day + 1))
			fail_msg("day %" PRId64 " does not follow", day);
		before = c;
	}
	CHECK_INT(9999, before.year);
}

static void known_days_have_their_numbers(void **state)
{
	(void)state;
	CHECK_INT(DAY_1970, day_from((struct civil){ 1970, 1, 1 }));
	CHECK_INT(2451545, day_from((struct civil){ 2000, 1, 1 }));
	CHECK_INT(2460000, day_from((struct civil){ 2023, 2, 24 })); /* as date() of SQLite says */
	CHECK_INT(3, day_weekday(DAY_1970));                         /* a Thursday */
	CHECK_INT(2, day_weekday(day_from((struct civil){ 2026, 11, 25 })));
}

static void days_that_do_not_exist_are_invalid(void **state)
{
	(void)state;
	CHECK(civil_valid((struct civil){ 2024, 2, 29 }));
	CHECK(!civil_valid((struct civil){ 2023, 2, 29 }));
	CHECK(!civil_valid((struct civil){ 1900, 2, 29 }));
	CHECK(civil_valid((struct civil){ 2000, 2, 29 }));
	CHECK(!civil_valid((struct civil){ 2024, 13, 1 }));
	CHECK(!civil_valid((struct civil){ 2024, 4, 31 }));
	CHECK(!civil_valid((struct civil){ 0, 1, 1 }));
	CHECK(!civil_valid((struct civil){ 10000, 1, 1 }));
}

static void only_iso_days_are_read(void **state)
{
	static const char *const bad[] = { "",           "2026-1-5",   "2026-11-25 ", "2026-11-31",
		                           "26-11-25",   "2026/11/25", "+2026-11-25", "2026-11-25T",
		                           "0000-01-01", "2026-11-2x" };
	int64_t day = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!day_parse(sv_from(bad[i]), &day));
	CHECK_INT(7, day);
	CHECK(day_parse(SV("2026-11-25"), &day));
	CHECK_INT(day_from((struct civil){ 2026, 11, 25 }), day);
}

static void instants_are_read_in_every_form_and_printed_in_one(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "2026-11-25T14:22:07.123Z", "2026-11-25T14:22:07.123Z" },
		{ "2026-11-25T14:22Z", "2026-11-25T14:22:00.000Z" },
		{ "2026-11-25T14:22:07+05:30", "2026-11-25T08:52:07.000Z" },
		{ "2026-11-25T23:22:07-01:00", "2026-11-26T00:22:07.000Z" },
		{ "1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.900Z" },
		{ "2026-11-25T14:22:07.123456789Z", "2026-11-25T14:22:07.123Z" },
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = buf_new(&a, 64);
		int64_t ms = 0;

		CHECK(time_parse(sv_from(cases[i].in), &ms));
		time_print(&b, ms);
		CHECK_SV(cases[i].out, buf_sv(&b));
	}
	arena_free(&a);
}

static void instants_that_are_not_iso_are_refused(void **state)
{
	static const char *const bad[] = { "2026-11-25",
		                           "2026-11-25T14:22:07",
		                           "2026-11-25 14:22:07Z",
		                           "2026-11-25T24:00:00Z",
		                           "2026-11-25T14:60:00Z",
		                           "2026-11-25T14:22:60Z",
		                           "2026-11-25T14:22:07.Z",
		                           "2026-11-25T14:22:07.1234567890Z",
		                           "2026-11-25T14:22:07+0530",
		                           "2026-11-25T14:22:07+24:00",
		                           "2026-11-25T14:22:07ZZ" };
	int64_t ms = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!time_parse(sv_from(bad[i]), &ms));
	CHECK_INT(7, ms);
}

static void no_day_and_no_time_print_nothing(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 64);

	(void)state;
	day_print(&b, 0);
	time_print(&b, 0);
	time_print(&b, INT64_MAX);
	time_print(&b, INT64_MIN);
	CHECK_SV("", buf_sv(&b));
	arena_free(&a);
}

static void an_instant_before_1970_has_the_day_it_is_in(void **state)
{
	(void)state;
	CHECK_INT(DAY_1970 - 1, time_day_utc(-1));
	CHECK_INT(DAY_1970 - 1, time_day_utc(-DAY_MS));
	CHECK_INT(DAY_1970, time_day_utc(DAY_MS - 1));
	CHECK_INT(-DAY_MS, day_time_utc(DAY_1970 - 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_the_calendar_follows_the_one_before),
		cmocka_unit_test(known_days_have_their_numbers),
		cmocka_unit_test(days_that_do_not_exist_are_invalid),
		cmocka_unit_test(only_iso_days_are_read),
		cmocka_unit_test(instants_are_read_in_every_form_and_printed_in_one),
		cmocka_unit_test(instants_that_are_not_iso_are_refused),
		cmocka_unit_test(no_day_and_no_time_print_nothing),
		cmocka_unit_test(an_instant_before_1970_has_the_day_it_is_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
