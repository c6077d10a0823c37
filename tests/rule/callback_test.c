/* Windows of callbacks: cut from permitted hours and from nothing else, in every zone there is. Pure. */
#include "tests/support/check.h"

#include <stdio.h>

#include "common/arena.h"
#include "common/file.h"

#include "server/rule/callback.h"
#include "server/rule/transition.h"

enum { DAYS_OF_A_YEAR = 365 };

static int64_t at(const char *iso)
{
	int64_t ms;

	CHECK(time_parse(sv_from(iso), &ms));
	return ms;
}

/* An organisation in London, Monday to Friday from 9 to 17. */
static struct callback_rules rules(const char *zone, const char *country, const char *now)
{
	struct callback_rules r = { .now = at(now), .notice_minutes = 120, .days_ahead = 14, .window_minutes = 120 };

	CHECK_OK(zone_get(SV("Europe/London"), &r.hours.at[0].zone));
	for (int i = 0; i < 5; i++)
		r.hours.at[0].week.day[i] = (struct hours_day){ 9 * 60, 17 * 60 };
	CHECK_OK(zone_get(sv_from(zone), &r.zone));
	r.hours.at[1].zone = r.zone;
	hours_of_place(sv_from(country), SV_NONE, &r.hours.at[1].week);
	r.hours.n = 2;
	return r;
}

static void check_windows(const struct callback_rules *r, const char *day, const char *want)
{
	struct callback_window w[CALLBACK_DAY_MOST];
	char got[512] = "";
	int64_t d;
	size_t n;

	CHECK(day_parse(sv_from(day), &d));
	n = callback_windows(r, d, w);
	for (size_t i = 0; i < n; i++) {
		int64_t from = zone_ms_of_day(r->zone, w[i].from) / 60000, to = from + (w[i].to - w[i].from) / 60000;

		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%02d:%02d-%02d:%02d", i ? " " : "",
			 (int)from / 60, (int)from % 60, (int)to / 60, (int)to % 60);
	}
	if (strcmp(got, want) != 0)
		fail_msg("%s: want %s, got %s", day, want, got);
}

static void windows_are_cut_from_the_hours_of_both(void **state)
{
	struct callback_rules r = rules("Europe/London", "GB", "2026-03-10T00:00:00Z");

	(void)state;
	check_windows(&r, "2026-03-10", "09:00-11:00 11:00-13:00 13:00-15:00 15:00-17:00");
	check_windows(&r, "2026-03-14", "");                              /* Saturday: nobody works */
	r = rules("America/New_York", "US", "2026-03-10T00:00:00Z");
	check_windows(&r, "2026-03-10", "08:00-10:00 10:00-12:00 12:00-13:00"); /* 17:00 in London is 13:00 there */
	r = rules("America/Los_Angeles", "US", "2026-03-10T00:00:00Z");
	check_windows(&r, "2026-03-10", "08:00-10:00");
	r = rules("Asia/Kolkata", "IN", "2026-03-10T00:00:00Z");
	check_windows(&r, "2026-03-10", "14:30-16:30 16:30-18:30 18:30-19:00"); /* until 19:00 by its own rule */
	r = rules("Pacific/Auckland", "NZ", "2026-03-10T00:00:00Z");
	check_windows(&r, "2026-03-11", ""); /* London's morning is Auckland's late evening */
	r = rules("Asia/Kathmandu", "NP", "2026-03-10T00:00:00Z");
	check_windows(&r, "2026-03-10", "15:00-17:00 17:00-19:00 19:00-21:00"); /* 14:45 waits for the half hour */
}

static void clocks_that_change_move_the_windows_of_one_side(void **state)
{
	/* New York went forward on 8 March, London follows on the 29th: in between they are four hours apart. */
	struct callback_rules r = rules("America/New_York", "US", "2026-03-05T00:00:00Z");

	(void)state;
	check_windows(&r, "2026-03-06", "08:00-10:00 10:00-12:00");
	check_windows(&r, "2026-03-09", "08:00-10:00 10:00-12:00 12:00-13:00");
	r.days_ahead = 30;
	check_windows(&r, "2026-03-30", "08:00-10:00 10:00-12:00");
}

static void nothing_is_offered_too_soon_or_too_far_ahead(void **state)
{
	struct callback_rules r = rules("Europe/London", "GB", "2026-03-10T10:30:00Z");

	(void)state;
	check_windows(&r, "2026-03-10", "13:00-15:00 15:00-17:00"); /* two hours on it is 12:30 */
	r.now = at("2026-03-10T11:00:00Z");
	check_windows(&r, "2026-03-10", "13:00-15:00 15:00-17:00");
	r.now++;
	check_windows(&r, "2026-03-10", "15:00-17:00");
	check_windows(&r, "2026-03-09", "");
	check_windows(&r, "2026-03-24", "09:00-11:00 11:00-13:00 13:00-15:00 15:00-17:00");
	check_windows(&r, "2026-03-25", "");
}

static void what_is_not_offered_is_refused_with_the_hours_of_its_day(void **state)
{
	struct callback_rules r = rules("Europe/London", "GB", "2026-03-10T10:30:00Z");
	struct callback_window w;

	(void)state;
	CHECK_OK(callback_check(&r, at("2026-03-10T13:00:00Z"), &w));
	CHECK_INT(at("2026-03-10T15:00:00Z"), w.to);
	CHECK_FAULT(ST_INVALID, "window", "between", callback_check(&r, at("2026-03-11T20:00:00Z"), &w));
	CHECK(strstr(fault_last()->text, "T09:00") && strstr(fault_last()->text, "T17:00"));
	CHECK_FAULT(ST_INVALID, "window", "no calls on 2026-03-14", callback_check(&r, at("2026-03-14T10:00:00Z"), &w));
	CHECK_FAULT(ST_INVALID, "window", "choose a later one", callback_check(&r, at("2026-03-10T11:00:00Z"), &w));
	CHECK_FAULT(ST_INVALID, "window", "choose a later one", callback_check(&r, at("2026-03-11T10:00:00Z"), &w)); /* within, but no window */
	CHECK_FAULT(ST_INVALID, "window", "latest day", callback_check(&r, at("2026-03-25T10:00:00Z"), &w));
	CHECK_STATUS(ST_INVALID, callback_check(&r, at("2026-03-09T10:00:00Z"), &w));
	CHECK_STATUS(ST_INVALID, callback_check(&r, at("0001-01-02T10:00:00Z"), &w));
	CHECK_STATUS(ST_INVALID, callback_check(&r, at("9999-12-30T10:00:00Z"), &w));
}

static void a_call_is_missed_when_its_time_is_over_and_a_taken_one_an_hour_later(void **state)
{
	int64_t to = at("2026-03-10T15:00:00Z");

	(void)state;
	CHECK(!callback_is_missed(CALLBACK_OPEN, to, to - 1));
	CHECK(callback_is_missed(CALLBACK_OPEN, to, to));
	CHECK(!callback_is_missed(CALLBACK_TAKEN, to, to + 3600000 - 1));
	CHECK(callback_is_missed(CALLBACK_TAKEN, to, to + 3600000));
	CHECK(!callback_is_missed(CALLBACK_DONE, to, to + 86400000));
	CHECK(!callback_is_missed(CALLBACK_CANCELLED, to, to + 86400000));
}

/* Judged minute by minute from the wall clock alone, by another way than the rule's own. */
static void check_window(const struct callback_rules *r, const struct callback_window *w)
{
	for (int64_t t = w->from; t < w->to; t += t % 900000 ? 60000 : 840000) /* each quarter's first and last minute */
		for (size_t m = 0; m < r->hours.n; m++) {
			const struct hours_member *h = &r->hours.at[m];
			int64_t local = t + zone_offset_s(h->zone, t) * INT64_C(1000);
			int minute = (int)((local % DAY_MS + DAY_MS) % DAY_MS / 60000);
			const struct hours_day *d = &h->week.day[day_weekday(time_day_utc(local))];

			if (minute < d->from || minute >= d->to)
				fail_msg("%s at %" PRId64 ": minute %d is not in %d-%d of %s", zone_name(r->zone), t,
					 minute, d->from, d->to, zone_name(h->zone));
		}
}

static size_t check_zone(struct sv name, const char *country, const char *desk)
{
	struct callback_rules r = { .notice_minutes = 0, .days_ahead = DAYS_OF_A_YEAR, .window_minutes = 120,
				    .now = at("2026-01-01T00:00:00Z"), .hours = { .n = 2 } };
	struct callback_window w[CALLBACK_DAY_MOST];
	int64_t first;
	size_t offered = 0;

	CHECK_OK(zone_get(name, &r.zone));
	CHECK_OK(zone_get(sv_from(desk), &r.hours.at[0].zone));
	for (int i = 0; i < 6; i++)
		r.hours.at[0].week.day[i] = (struct hours_day){ 7 * 60 + 15, 22 * 60 };
	r.hours.at[1].zone = r.zone;
	hours_of_place(sv_from(country), SV_NONE, &r.hours.at[1].week);
	first = zone_day(r.zone, r.now);
	for (int64_t day = first; day < first + DAYS_OF_A_YEAR; day++) {
		size_t n = callback_windows(&r, day, w);

		for (size_t i = 0; i < n; i++) {
			check_window(&r, &w[i]);
			CHECK(zone_day(r.zone, w[i].from) == day && w[i].from < w[i].to);
			CHECK(i == 0 || w[i].from >= w[i - 1].to);
		}
		offered += n;
	}
	return offered;
}

/* The zones that the system's own list names: "Z Europe/London …". */
static void no_window_lies_outside_permitted_hours_in_any_zone_on_any_day_of_a_year(void **state)
{
	struct arena a = ARENA_INIT;
	struct sv file, line;
	size_t zones = 0, offered = 0;

	(void)state;
	CHECK_OK(file_read(&a, "/usr/share/zoneinfo/tzdata.zi", 4 << 20, &file));
	while (file.n) {
		struct sv name = line = sv_cut(&file, '\n');

		if (!sv_starts(line, SV("Z ")))
			continue;
		(void)sv_cut(&name, ' ');
		name = sv_cut(&name, ' ');
		if (sv_find(name, '/') == name.n) /* "EST5EDT": not where anybody lives */
			continue;
		offered += check_zone(name, zones % 2 ? "US" : "GB", zones % 3 ? "Europe/London" : "America/New_York");
		zones++;
	}
	CHECK(zones > 300);
	CHECK(offered > 300 * 200);
	arena_free(&a);
}

static void a_callback_moves_only_as_its_life_allows(void **state)
{
	static const char *const may[] = { "open taken",  "open done",	  "open missed", "open cancelled",
					   "taken done", "taken missed", "taken cancelled", "taken open" };

	(void)state;
	for (int from = 1; from < callback_state__end; from++)
		for (int to = 1; to < callback_state__end; to++) {
			char pair[40];
			bool want = false;

			snprintf(pair, sizeof(pair), "%s %s", choice_text(&callback_state_choice, from),
				 choice_text(&callback_state_choice, to));
			for (size_t i = 0; i < COUNT(may); i++)
				want |= strcmp(pair, may[i]) == 0;
			if (want != transition_may(&callback_transitions, from, to))
				fail_msg("%s: want %d", pair, want);
		}
}

static void a_thread_moves_only_as_its_life_allows(void **state)
{
	static const char *const may[] = { "open answered", "open closed", "answered open", "answered closed",
					   "closed answered" };

	(void)state;
	for (int from = 1; from < thread_state__end; from++)
		for (int to = 1; to < thread_state__end; to++) {
			char pair[40];
			bool want = false;

			snprintf(pair, sizeof(pair), "%s %s", choice_text(&thread_state_choice, from),
				 choice_text(&thread_state_choice, to));
			for (size_t i = 0; i < COUNT(may); i++)
				want |= strcmp(pair, may[i]) == 0;
			if (want != transition_may(&thread_transitions, from, to))
				fail_msg("%s: want %d", pair, want);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows_are_cut_from_the_hours_of_both),
		cmocka_unit_test(clocks_that_change_move_the_windows_of_one_side),
		cmocka_unit_test(nothing_is_offered_too_soon_or_too_far_ahead),
		cmocka_unit_test(what_is_not_offered_is_refused_with_the_hours_of_its_day),
		cmocka_unit_test(a_call_is_missed_when_its_time_is_over_and_a_taken_one_an_hour_later),
		cmocka_unit_test(no_window_lies_outside_permitted_hours_in_any_zone_on_any_day_of_a_year),
		cmocka_unit_test(a_callback_moves_only_as_its_life_allows),
		cmocka_unit_test(a_thread_moves_only_as_its_life_allows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
