/* Stretches of a period: how many, and that they are the period without a gap or an overlap, in any zone and season. */
#include "tests/support/check.h"

#include <stdio.h>

#include "common/date.h"

#include "server/rule/stretch.h"

static int64_t at(const char *iso)
{
	int64_t ms = 0;

	CHECK(time_parse(sv_from(iso), &ms));
	return ms;
}

static const struct zone *zone_of(const char *name)
{
	const struct zone *z;

	CHECK_OK(zone_get(sv_from(name), &z));
	return z;
}

static struct stretches cut(const char *period, const char *now, const char *zone)
{
	struct stretches s;
	struct period p;

	CHECK_OK(period_of(sv_from(period), at(now), zone_of(zone), &p));
	stretches_of(&p, zone_of(zone), &s);
	CHECK(s.n >= 1 && s.n <= STRETCHES_MOST);
	CHECK_INT(p.from, s.edges[0]);
	CHECK_INT(p.to, s.edges[s.n]);
	for (size_t i = 0; i < s.n; i++)
		CHECK(s.edges[i] < s.edges[i + 1]);
	return s;
}

static void periods_have_the_stretches_that_a_person_would_name(void **state)
{
	static const struct {
		const char *period;
		int64_t hours, n;
	} cases[] = {
		{ "2026-03-10..2026-03-10", 1, 24 },  { "2026-03-09..2026-03-10", 2, 24 },
		{ "2026-03-07..2026-03-10", 3, 32 },  { "2026-03-06..2026-03-10", 4, 30 },
		{ "2026-03-04..2026-03-10", 6, 28 },  { "2026-02-25..2026-03-10", 12, 28 },
		{ "2026-02-09..2026-03-10", 24, 30 }, { "2025-12-11..2026-03-10", 168, 13 },
		{ "2025-03-11..2026-03-10", 28 * 24, 14 }, { "2020-03-11..2026-03-10", 91 * 24, 25 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct stretches s = cut(cases[i].period, "2026-06-01T00:00:00Z", "UTC");

		CHECK_INT(cases[i].hours, s.hours);
		CHECK_INT(cases[i].n, s.n);
	}
}

static void a_period_that_is_not_over_ends_within_a_stretch(void **state)
{
	struct stretches s = cut("today", "2026-03-10T12:30:00Z", "UTC");

	(void)state;
	CHECK_INT(13, s.n);
	CHECK_INT(at("2026-03-10T12:30:00.001Z"), s.edges[13]);
	s = cut("7d", "2026-03-10T12:30:00Z", "UTC");
	CHECK_INT(6, s.hours);
	CHECK_INT(27, s.n);
	s = cut("today", "2026-03-10T00:00:00Z", "UTC"); /* the day's very first millisecond */
	CHECK_INT(1, s.n);
}

static void weeks_end_with_the_period_and_the_first_may_be_shorter(void **state)
{
	struct stretches s = cut("90d", "2026-03-10T12:00:00Z", "UTC");

	(void)state;
	CHECK_INT(13, s.n);
	CHECK_INT(at("2025-12-11T00:00:00Z"), s.edges[0]);
	CHECK_INT(at("2025-12-17T00:00:00Z"), s.edges[1]); /* 90 = 6 + 12 weeks */
	CHECK_INT(at("2026-03-04T00:00:00Z"), s.edges[12]);
}

static void edges_are_hours_on_the_clock_when_it_is_put_forward_and_back(void **state)
{
	struct stretches s = cut("2026-03-29..2026-03-29", "2026-06-01T00:00:00Z", "Europe/Berlin");

	(void)state;
	CHECK_INT(23, s.n); /* there is no hour from 2 to 3 */
	CHECK_INT(at("2026-03-28T23:00:00Z"), s.edges[0]);
	CHECK_INT(at("2026-03-29T22:00:00Z"), s.edges[23]);
	s = cut("2026-10-25..2026-10-25", "2026-12-01T00:00:00Z", "Europe/Berlin");
	CHECK_INT(24, s.n); /* the hour from 2 to 3 is two hours long */
	CHECK_INT(at("2026-10-24T22:00:00Z"), s.edges[0]);
	CHECK_INT(at("2026-10-25T23:00:00Z"), s.edges[24]);
}

static void every_length_in_every_kind_of_zone_is_cut_without_a_gap(void **state)
{
	static const char *const zones[] = { "UTC", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo",
					     "Pacific/Apia", "Europe/Berlin", "America/Santiago" };
	static const char *const nows[] = { "2026-03-29T01:30:00Z", "2026-10-25T00:59:59.999Z", "2026-04-05T15:00:00Z",
					    "2018-11-04T02:59:00Z", "2026-09-06T04:00:00Z" };
	char period[16];

	(void)state;
	for (size_t z = 0; z < COUNT(zones); z++)
		for (size_t n = 0; n < COUNT(nows); n++)
			for (int days = 1; days <= 400; days++) {
				snprintf(period, sizeof(period), "%dd", days);
				(void)cut(period, nows[n], zones[z]);
			}
	for (int days = 401; days <= 3660; days += 37) {
		snprintf(period, sizeof(period), "%dd", days);
		(void)cut(period, "2026-03-10T12:00:00Z", "America/New_York");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods_have_the_stretches_that_a_person_would_name),
		cmocka_unit_test(a_period_that_is_not_over_ends_within_a_stretch),
		cmocka_unit_test(weeks_end_with_the_period_and_the_first_may_be_shorter),
		cmocka_unit_test(edges_are_hours_on_the_clock_when_it_is_put_forward_and_back),
		cmocka_unit_test(every_length_in_every_kind_of_zone_is_cut_without_a_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
