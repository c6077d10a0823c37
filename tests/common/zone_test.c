/* Time zones, against known changes of clocks and against GLib itself. */
#include <glib.h>

#include "common/arena.h"
#include "common/thread.h"
#include "common/zone.h"

#include "tests/support/check.h"

/* GLib locks with futexes of its own, which ThreadSanitizer does not see: races it reports inside GLib are not
 * ours to judge. Asked by its runtime; unused in other builds. */
const char *__tsan_default_suppressions(void);

const char *__tsan_default_suppressions(void)
{
	return "race:libglib-2.0.so\n";
}

static const struct zone *zone(const char *name)
{
	const struct zone *z = NULL;

	CHECK_OK(zone_get(sv_from(name), &z));
	CHECK_SV(name, sv_from(zone_name(z)));
	return z;
}

static int64_t at(const char *iso)
{
	int64_t ms = 0;

	CHECK(time_parse(sv_from(iso), &ms));
	return ms;
}

static int64_t day(const char *iso)
{
	int64_t n = 0;

	CHECK(day_parse(sv_from(iso), &n));
	return n;
}

static void unknown_and_crooked_names_are_not_found(void **state)
{
	static const char *const bad[] = {
		"",
		"Mars/Base",
		"../etc/passwd",
		"America",
		"/etc/tz",
		"+05:00",
		"UTC+3",
		"ABC5DEF",
		"EST5EDT,M3.2.0,M11.1.0",
		"Europe/Berlin\n",
		"europe/berlin",
		"Europe//Berlin",
		"right/UTC",
		"posix/UTC",
		"localtime",
		"tzdata.zi",
		"Europe/",
		"A234567890123456789012345678901234567890123456789012345678901234"
	};
	const struct zone *z = NULL;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_STATUS(ST_NOT_FOUND, zone_get(sv_from(bad[i]), &z));
	CHECK(z == NULL);
}

static void the_same_zone_is_the_same_table(void **state)
{
	(void)state;
	CHECK(zone("Europe/Berlin") == zone("Europe/Berlin"));
	CHECK(zone("Europe/Berlin") != zone("Europe/Paris"));
	CHECK(zone("UTC") == zone_utc());
}

static void offsets_follow_the_season(void **state)
{
	const struct zone *z = zone("America/New_York");

	(void)state;
	CHECK_INT(-5 * 3600, zone_offset_s(z, at("2026-01-15T12:00Z")));
	CHECK_INT(-4 * 3600, zone_offset_s(z, at("2026-07-15T12:00Z")));
	CHECK_INT(-5 * 3600, zone_offset_s(z, at("2026-03-08T06:59:59.999Z")));
	CHECK_INT(-4 * 3600, zone_offset_s(z, at("2026-03-08T07:00Z")));
	CHECK_INT(0, zone_offset_s(zone_utc(), at("2026-07-15T12:00Z")));
	CHECK_INT(19800, zone_offset_s(zone("Asia/Kolkata"), at("2026-07-15T12:00Z")));
}

static void a_wall_time_in_a_gap_is_the_later_reading(void **state)
{
	const struct zone *z = zone("America/New_York");
	int64_t ms = zone_instant(z, day("2026-03-08"), 2 * 3600000 + 1800000);

	(void)state;
	CHECK_INT(at("2026-03-08T07:30Z"), ms);
	CHECK_INT(3 * 3600000 + 1800000, zone_ms_of_day(z, ms));
}

static void a_wall_time_in_a_fold_is_the_earlier_one(void **state)
{
	const struct zone *z = zone("America/New_York");

	(void)state;
	CHECK_INT(at("2026-11-01T05:30Z"), zone_instant(z, day("2026-11-01"), 5400000));
	CHECK_INT(at("2026-11-01T07:00Z"), zone_instant(z, day("2026-11-01"), 7200000));
}

static void a_day_that_starts_in_a_gap_starts_after_it(void **state)
{
	const struct zone *z = zone("America/Sao_Paulo");
	int64_t start = zone_day_start(z, day("2018-11-04"));

	(void)state;
	CHECK_INT(at("2018-11-04T03:00Z"), start);
	CHECK_INT(3600000, zone_ms_of_day(z, start));
	CHECK_INT(day("2018-11-04"), zone_day(z, start));
	CHECK_INT(day("2018-11-03"), zone_day(z, start - 1));
}

static void every_hour_of_twenty_years_is_its_own_instant_again(void **state)
{
	static const char *const names[] = { "Europe/Berlin",       "America/New_York",
		                             "Australia/Lord_Howe", "Asia/Kolkata",
		                             "America/St_Johns",    "Pacific/Apia" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		const struct zone *z = zone(names[i]);

		for (int64_t ms = at("2010-01-01T00:00Z"); ms < at("2030-01-01T00:00Z");
		     ms += 3600000) {
			int64_t d = zone_day(z, ms),
				again = zone_instant(z, d, zone_ms_of_day(z, ms));

			/* in a fold the earlier one of two, never a later one */
			if (again != ms && (again > ms || ms - again > 3600000))
				fail_msg("%s: %" PRId64 " comes back as %" PRId64, names[i], ms,
				         again);
			if (zone_day_start(z, d) > ms || zone_day(z, zone_day_start(z, d)) != d)
				fail_msg("%s: day of %" PRId64 " does not hold it", names[i], ms);
		}
	}
}

static void offsets_are_those_of_glib(void **state)
{
	static const char *const names[] = { "Europe/London", "America/Chicago", "America/Caracas",
		                             "Africa/Cairo",  "Pacific/Apia",    "Asia/Tokyo" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		const struct zone *z = zone(names[i]);
		GTimeZone *g = g_time_zone_new_identifier(names[i]);

		CHECK(g != NULL);
		for (int64_t s = 0; s < INT64_C(4000000000); s += 500009) {
			int k = g_time_zone_find_interval(g, G_TIME_TYPE_UNIVERSAL, s);

			CHECK_INT(g_time_zone_get_offset(g, k), zone_offset_s(z, s * 1000));
		}
		g_time_zone_unref(g);
	}
}

static void *get_all(void *arg)
{
	static const char *const names[] = { "Asia/Seoul",   "Asia/Dubai",  "Africa/Lagos",
		                             "America/Lima", "Europe/Rome", "Europe/Madrid" };
	const struct zone **found = arg;

	for (size_t i = 0; i < COUNT(names); i++)
		if (zone_get(sv_from(names[i]), &found[i]) != ST_OK)
			found[i] = NULL;
	return NULL;
}

static void threads_that_ask_at_once_get_the_same_tables(void **state)
{
	const struct zone *found[4][6] = { { NULL } };
	struct thread *threads[4];

	(void)state;
	for (int i = 0; i < 4; i++)
		CHECK_OK(thread_start("zone", THREAD_ANY, get_all, found[i], &threads[i]));
	for (int i = 0; i < 4; i++)
		thread_join(threads[i]);
	for (int i = 0; i < 4; i++)
		for (int j = 0; j < 6; j++)
			CHECK(found[i][j] != NULL && found[i][j] == found[0][j]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unknown_and_crooked_names_are_not_found),
		cmocka_unit_test(the_same_zone_is_the_same_table),
		cmocka_unit_test(offsets_follow_the_season),
		cmocka_unit_test(a_wall_time_in_a_gap_is_the_later_reading),
		cmocka_unit_test(a_wall_time_in_a_fold_is_the_earlier_one),
		cmocka_unit_test(a_day_that_starts_in_a_gap_starts_after_it),
		cmocka_unit_test(every_hour_of_twenty_years_is_its_own_instant_again),
		cmocka_unit_test(offsets_are_those_of_glib),
		cmocka_unit_test(threads_that_ask_at_once_get_the_same_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
