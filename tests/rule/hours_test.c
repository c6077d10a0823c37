/* Hours of places: what the table says, that the strictest wins, in every zone and across changed clocks. Pure. */
#include "tests/support/check.h"

#include "server/rule/hours.h"

static struct hours_week week_of(const char *country, const char *region)
{
	struct hours_week w;

	hours_of_place(sv_from(country), sv_from(region), &w);
	return w;
}

static void check_day(const char *country, const char *region, int weekday, int from, int to)
{
	struct hours_week w = week_of(country, region);

	if (to == 0) {
		if (w.day[weekday].to > w.day[weekday].from)
			fail_msg("%s-%s day %d: has hours", country, region, weekday);
		return;
	}
	if (w.day[weekday].from != from * 60 || w.day[weekday].to != to * 60)
		fail_msg("%s-%s day %d: %d-%d", country, region, weekday, w.day[weekday].from, w.day[weekday].to);
}

static void a_place_has_the_strictest_of_all_hours_that_fit_it(void **state)
{
	(void)state;
	check_day("US", "CA", 0, 8, 21);
	check_day("US", "", 6, 8, 21);
	check_day("GB", "", 0, 8, 21);
	check_day("GB", "", 5, 8, 20);
	check_day("GB", "", 6, 0, 0);
	check_day("IE", "", 0, 9, 20);  /* 9:00 by its own law, 20:00 by the Union's policy */
	check_day("IE", "", 5, 9, 18);
	check_day("DE", "", 5, 9, 18);
	check_day("ES", "", 5, 0, 0);
	check_day("MX", "", 0, 8, 21);  /* 7:00 to 22:00 there, but never outside the house's */
	check_day("MX", "", 5, 0, 0);
	check_day("CO", "", 0, 8, 19);
	check_day("BR", "", 0, 8, 20);
	check_day("BR", "SP", 5, 8, 14);
	check_day("BR", "BR-RJ", 0, 9, 19);
	check_day("BR", "rj", 5, 0, 0);
	check_day("IN", "", 6, 8, 19);
	check_day("AU", "", 0, 8, 21);
	check_day("", "", 6, 8, 21);
	check_day("ZW", "", 6, 8, 21);
}

static void no_place_has_hours_outside_those_of_the_house(void **state)
{
	char country[3] = "";

	(void)state;
	for (char a = 'A'; a <= 'Z'; a++)
		for (char b = 'A'; b <= 'Z'; b++) {
			struct hours_week w;

			country[0] = a;
			country[1] = b;
			w = week_of(country, "");
			for (int i = 0; i < 7; i++)
				CHECK(w.day[i].from >= 8 * 60 && w.day[i].to <= 21 * 60);
		}
}

static void a_contact_is_in_the_zones_he_has_else_in_all_of_his_country(void **state)
{
	const struct zone *zones[HOURS_ZONES];

	(void)state;
	CHECK_INT(2, hours_zones(SV("America/Chicago|America/Denver"), SV("US"), zone_utc(), zones));
	assert_string_equal("America/Chicago", zone_name(zones[0]));
	CHECK_INT(7, hours_zones(SV(""), SV("us"), zone_utc(), zones));
	CHECK_INT(1, hours_zones(SV(""), SV("IE"), zone_utc(), zones));
	assert_string_equal("Europe/Dublin", zone_name(zones[0]));
	CHECK_INT(1, hours_zones(SV(""), SV(""), zone_utc(), zones));
	CHECK(zones[0] == zone_utc());
	CHECK_INT(1, hours_zones(SV("Nowhere/At_all"), SV("XX"), zone_utc(), zones));
	CHECK(zones[0] == zone_utc());
	assert_string_equal("Europe/Madrid", zone_name(hours_home(SV(""), SV("ES"), SV("UTC"))));
	assert_string_equal("Asia/Tokyo", zone_name(hours_home(SV(""), SV("JP"), SV("Asia/Tokyo"))));
}

static void every_zone_of_the_table_is_known_to_the_system(void **state)
{
	static const char *const countries[] = { "US", "GB", "IE", "DE", "FR", "ES", "PT", "AT", "BE", "BG", "HR", "CY",
						 "CZ", "DK", "EE", "FI", "GR", "HU", "IT", "LV", "LT", "LU", "MT", "NL",
						 "PL", "RO", "SK", "SI", "SE", "CH", "NO", "BR", "MX", "CO", "CL", "AR",
						 "IN", "AU", "CA", "NZ" };
	static const struct {
		const char *country;
		size_t zones;
	} several[] = { { "US", 7 }, { "ES", 2 }, { "PT", 2 }, { "BR", 4 }, { "MX", 4 }, { "CL", 3 }, { "AU", 5 },
			{ "CA", 7 } };
	const struct zone *zones[HOURS_ZONES];

	(void)state;
	for (size_t i = 0; i < COUNT(countries); i++) {
		size_t n = hours_zones(SV_NONE, sv_from(countries[i]), zone_utc(), zones), want = 1;

		for (size_t k = 0; k < COUNT(several); k++)
			if (strcmp(several[k].country, countries[i]) == 0)
				want = several[k].zones;
		if (n != want || zones[0] == zone_utc())
			fail_msg("%s: %zu zones", countries[i], n);
	}
}

static int64_t at(const char *iso)
{
	int64_t ms;

	CHECK(time_parse(sv_from(iso), &ms));
	return ms;
}

static struct hours hours_in(const char *zone, const char *country)
{
	struct hours h = { .n = 1 };

	CHECK_OK(zone_get(sv_from(zone), &h.at[0].zone));
	hours_of_place(sv_from(country), SV_NONE, &h.at[0].week);
	return h;
}

static void a_call_is_permitted_from_its_first_moment_to_its_last(void **state)
{
	struct hours h = hours_in("America/New_York", "US");

	(void)state;
	CHECK(hours_permit(&h, at("2026-03-10T12:00:00Z"), at("2026-03-11T01:00:00Z"))); /* 8:00 to 21:00, summer time */
	CHECK(!hours_permit(&h, at("2026-03-10T11:45:00Z"), at("2026-03-10T12:15:00Z")));
	CHECK(!hours_permit(&h, at("2026-03-11T00:45:00Z"), at("2026-03-11T01:15:00Z")));
	CHECK(!hours_permit(&h, at("2026-03-10T12:00:00Z"), at("2026-03-10T12:00:00Z")));
	/* Before the clocks went forward on the 8th, the same wall time was an hour later in UTC. */
	CHECK(!hours_permit(&h, at("2026-03-07T12:00:00Z"), at("2026-03-07T12:15:00Z")));
	CHECK(hours_permit(&h, at("2026-03-07T13:00:00Z"), at("2026-03-07T13:15:00Z")));
}

static void all_zones_of_a_contact_must_permit_a_call(void **state)
{
	struct hours h = hours_in("America/New_York", "US");

	(void)state;
	h.at[1] = h.at[0];
	CHECK_OK(zone_get(SV("Pacific/Honolulu"), &h.at[1].zone));
	h.n = 2;
	CHECK(!hours_permit(&h, at("2026-03-10T12:00:00Z"), at("2026-03-10T12:15:00Z"))); /* 2:00 there */
	CHECK(hours_permit(&h, at("2026-03-10T18:00:00Z"), at("2026-03-11T01:00:00Z")));
}

static void a_closed_day_has_no_hours(void **state)
{
	struct hours h = hours_in("Europe/London", "GB");
	int64_t closed;

	(void)state;
	CHECK(day_parse(SV("2026-03-10"), &closed));
	CHECK(hours_permit(&h, at("2026-03-10T10:00:00Z"), at("2026-03-10T11:00:00Z")));
	h.at[0].closed = &closed;
	h.at[0].n_closed = 1;
	CHECK(!hours_permit(&h, at("2026-03-10T10:00:00Z"), at("2026-03-10T11:00:00Z")));
	CHECK(hours_permit(&h, at("2026-03-11T10:00:00Z"), at("2026-03-11T11:00:00Z")));
}

static void times_and_days_are_read_strictly(void **state)
{
	static const char *const bad_clocks[] = { "", "9:00", "09:01", "24:15", "25:00", "-1:00", "09-00", "09:0x" };
	static const char *const bad_days[] = { "", "monday", "fri-mon", "mon,", "mon,,tue", "Mon", "mon-", "-mon" };
	int64_t closed[2];
	unsigned days;
	size_t n;
	int m;

	(void)state;
	CHECK(hours_clock(SV("00:00"), &m) && m == 0);
	CHECK(hours_clock(SV("09:15"), &m) && m == 555);
	CHECK(hours_clock(SV("24:00"), &m) && m == 1440);
	for (size_t i = 0; i < COUNT(bad_clocks); i++)
		if (hours_clock(sv_from(bad_clocks[i]), &m))
			fail_msg("taken: %s", bad_clocks[i]);
	CHECK(hours_days(SV("mon-fri"), &days) && days == 0x1f);
	CHECK(hours_days(SV("sat, sun"), &days) && days == 0x60);
	CHECK(hours_days(SV("wed"), &days) && days == 4);
	for (size_t i = 0; i < COUNT(bad_days); i++)
		if (hours_days(sv_from(bad_days[i]), &days) && i != 3) /* one comma at the end does no harm */
			fail_msg("taken: %s", bad_days[i]);
	CHECK(hours_closed(SV(""), closed, 2, &n) && n == 0);
	CHECK(hours_closed(SV("2026-12-25, 2026-12-26"), closed, 2, &n) && n == 2);
	CHECK(!hours_closed(SV("2026-12-25,2026-12-26,2026-12-27"), closed, 2, &n));
	CHECK(!hours_closed(SV("2026-12-32"), closed, 2, &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_place_has_the_strictest_of_all_hours_that_fit_it),
		cmocka_unit_test(no_place_has_hours_outside_those_of_the_house),
		cmocka_unit_test(a_contact_is_in_the_zones_he_has_else_in_all_of_his_country),
		cmocka_unit_test(every_zone_of_the_table_is_known_to_the_system),
		cmocka_unit_test(a_call_is_permitted_from_its_first_moment_to_its_last),
		cmocka_unit_test(all_zones_of_a_contact_must_permit_a_call),
		cmocka_unit_test(a_closed_day_has_no_hours),
		cmocka_unit_test(times_and_days_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
