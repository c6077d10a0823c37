/* The dashboard as it stood: time, shuttle, steps, and that nothing can be done from there. */
#include "tests/tui/fake.h"

/* The morning's events were at 13:52:30, then every 97 s; the promises 40 s and 20 s before 14:22:30. */
static struct fake *at_replay(const char *when)
{
	struct fake *f = fake_live(120, 40);

	fake_keys(f, ":replay Space");
	fake_keys(f, when);
	fake_keys(f, "Enter K");
	fake_serve(f);
	fake_time(f, 600);
	fake_serve(f);
	return f;
}

static struct period_query *asked(struct fake *f)
{
	return fake_last(f, M_kpi_show)->in;
}

static void a_moment_shows_what_had_happened_and_nothing_later(void **state)
{
	struct fake *f = at_replay("14:08");

	(void)state;
	CHECK_SHOWS(f, "REPLAY 14:08:00");
	CHECK_INT(FAKE_NOW - (14 * 60 + 30) * 1000, asked(f)->at);
	CHECK_SHOWS(f, "A-102977");  /* the dispute of 14:07:03 */
	CHECK_HIDES(f, "A-118820"); /* the visit of 14:10:17 */
	CHECK_HIDES(f, "$1,120.00");
	fake_free(f);
}

static void nothing_around_the_past_is_of_now_but_what_says_so(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "W"); /* the account of the top row */
	CHECK_SHOWS(f, "● LIVE");
	CHECK_SHOWS(f, "bell 3");
	CHECK_SHOWS(f, "FEEDBACK");
	fake_keys(f, ":replay Space 14:08 Enter K");
	fake_serve(f);
	CHECK_SHOWS(f, "REPLAY 14:08  now 14:22");
	CHECK_HIDES(f, "LIVE");
	CHECK_HIDES(f, "bell");
	CHECK_HIDES(f, "FEEDBACK"); /* is known of now alone */
	CHECK_HIDES(f, "A-118820"); /* nor does the strip of the watched stand there */
	fake_keys(f, "Enter");
	CHECK_SHOWS(f, "● LIVE");
	CHECK_SHOWS(f, "bell 3");
	fake_free(f);
}

static void an_hour_that_has_not_come_was_yesterdays(void **state)
{
	struct fake *f = at_replay("23:00");

	(void)state;
	CHECK_INT(FAKE_NOW - (15 * 3600 + 22 * 60 + 30) * INT64_C(1000), asked(f)->at);
	fake_free(f);
}

static void it_runs_with_the_clock_times_its_speed(void **state)
{
	struct fake *f = at_replay("14:08");

	(void)state;
	fake_keys(f, "L");
	fake_time(f, 2000);
	CHECK_SHOWS(f, "REPLAY 14:08:02");
	fake_keys(f, "L"); /* x8 */
	fake_time(f, 2000);
	CHECK_SHOWS(f, "REPLAY 14:08:18");
	fake_keys(f, "J");
	fake_time(f, 3000);
	CHECK_SHOWS(f, "REPLAY 14:08:15");
	fake_keys(f, "K");
	fake_time(f, 60000);
	CHECK_SHOWS(f, "REPLAY 14:08:15");
	fake_free(f);
}

static void steps_go_from_event_to_event(void **state)
{
	struct fake *f = at_replay("14:08");

	(void)state;
	fake_keys(f, ".");
	CHECK_SHOWS(f, "REPLAY 14:08:40"); /* revoked */
	fake_keys(f, ".");
	CHECK_SHOWS(f, "REPLAY 14:10:17");
	CHECK_SHOWS(f, "A-118820");
	fake_keys(f, ", ,");
	CHECK_SHOWS(f, "REPLAY 14:07:03");
	fake_free(f);
}

static void it_stops_at_the_present(void **state)
{
	struct fake *f = at_replay("14:22");

	(void)state;
	fake_keys(f, "L L L");
	fake_time(f, 5000);
	CHECK_SHOWS(f, "live in 0 s");
	CHECK_SHOWS(f, "▌▌");
	fake_free(f);
}

static void nothing_can_be_done_from_there_and_enter_returns(void **state)
{
	struct fake *f = at_replay("14:08");

	(void)state;
	fake_keys(f, "s");
	CHECK_SHOWS(f, "s does nothing here");
	CHECK_INT(0, fake_asked(f, M_link_send));
	CHECK_INT(0, fake_asked(f, M_account_show));
	fake_keys(f, "Enter");
	CHECK_HIDES(f, "REPLAY");
	CHECK_SHOWS(f, "Portal Management");
	fake_free(f);
}

static void what_is_no_time_is_said(void **state)
{
	static const char *const wrong[] = { "26:00", "noon", "14:60", "2027-01-01 Space 09:00" };

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct fake *f = fake_live(120, 40);

		fake_keys(f, ":replay Space");
		fake_keys(f, wrong[i]);
		fake_keys(f, "Enter");
		CHECK_SHOWS(f, "replay: a time that was");
		fake_free(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moment_shows_what_had_happened_and_nothing_later),
		cmocka_unit_test(nothing_around_the_past_is_of_now_but_what_says_so),
		cmocka_unit_test(an_hour_that_has_not_come_was_yesterdays),
		cmocka_unit_test(it_runs_with_the_clock_times_its_speed),
		cmocka_unit_test(steps_go_from_event_to_event),
		cmocka_unit_test(it_stops_at_the_present),
		cmocka_unit_test(nothing_can_be_done_from_there_and_enter_returns),
		cmocka_unit_test(what_is_no_time_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
