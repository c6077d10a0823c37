/* When a contact wants to hear from us. */
#include "tests/support/check.h"

#include "common/arena.h"
#include "common/date.h"

#include "server/rule/window.h"

static int64_t at(const char *iso)
{
	int64_t ms = 0;

	CHECK(time_parse(sv_from(iso), &ms));
	return ms;
}

static void a_clock_is_two_digits_a_colon_and_two_digits_of_a_day(void **state)
{
	static const char *const bad[] = { "", "9:00", "09:60", "24:01", "25:00", "0900", "09:00:00", "-1:00", "09.00", "aa:00" };
	struct arena a = ARENA_INIT;
	int minutes = -1;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!window_clock(sv_from(bad[i]), &minutes));
	CHECK_INT(-1, minutes);
	for (int m = 0; m <= MINUTES_A_DAY; m++) {
		CHECK(window_clock(window_clock_text(&a, m), &minutes));
		CHECK_INT(m, minutes);
	}
	arena_free(&a);
}

static void without_a_wish_any_time_is_welcome(void **state)
{
	struct windows w = { .day = { { 0, 0 } } };

	(void)state;
	CHECK(!window_any(&w));
	CHECK_INT(at("2026-03-10T03:00:00Z"), window_next(&w, zone_utc(), at("2026-03-10T03:00:00Z")));
}

static void a_time_outside_is_put_off_to_the_next_span_of_the_contacts_zone(void **state)
{
	/* Tuesday and Friday evening in New York: 22:00 to 00:00 UTC in winter */
	struct windows w = { .day = { [1] = { 17 * 60, 19 * 60 }, [4] = { 17 * 60, 19 * 60 } } };
	const struct zone *z;

	(void)state;
	CHECK_OK(zone_get(SV("America/New_York"), &z));
	CHECK_INT(at("2026-01-13T22:00:00Z"), window_next(&w, z, at("2026-01-13T12:00:00Z"))); /* Tuesday morning */
	CHECK_INT(at("2026-01-13T23:10:00Z"), window_next(&w, z, at("2026-01-13T23:10:00Z"))); /* inside */
	CHECK_INT(at("2026-01-16T22:00:00Z"), window_next(&w, z, at("2026-01-14T00:00:00Z"))); /* its end is outside */
	CHECK_INT(at("2026-01-20T22:00:00Z"), window_next(&w, z, at("2026-01-17T01:00:00Z"))); /* over the week's end */
}

static void a_span_of_one_day_comes_again_in_a_week(void **state)
{
	struct windows w = { .day = { [1] = { 60, 120 } } };

	(void)state;
	CHECK_INT(at("2026-03-17T01:00:00Z"), window_next(&w, zone_utc(), at("2026-03-10T02:00:00Z")));
}

static void a_span_to_midnight_ends_with_the_day(void **state)
{
	struct windows w = { .day = { [1] = { 23 * 60, MINUTES_A_DAY } } };

	(void)state;
	CHECK_INT(at("2026-03-10T23:59:59.999Z"), window_next(&w, zone_utc(), at("2026-03-10T23:59:59.999Z")));
	CHECK_INT(at("2026-03-17T23:00:00Z"), window_next(&w, zone_utc(), at("2026-03-11T00:00:00Z")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_is_two_digits_a_colon_and_two_digits_of_a_day),
		cmocka_unit_test(without_a_wish_any_time_is_welcome),
		cmocka_unit_test(a_time_outside_is_put_off_to_the_next_span_of_the_contacts_zone),
		cmocka_unit_test(a_span_of_one_day_comes_again_in_a_week),
		cmocka_unit_test(a_span_to_midnight_ends_with_the_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
