/* The watch strip. */
#include "tests/tui/fake.h"

static void a_watched_account_shows_the_newest_thing_that_happened_to_it(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":A-104233 Enter");
	fake_serve(f);
	fake_keys(f, "W");
	CHECK_SHOWS(f, "A-104233 is watched");
	fake_keys(f, "1");
	fake_time(f, 100);
	fake_event(f, "portal.dispute_filed", "A-104233", "Contact 05", (struct event_body){ .reason = SV("not_mine") });
	fake_serve(f);
	CHECK_SHOWS(f, " A-104233 DISP 14:22:30");
	fake_event(f, "portal.session_started", "A-104233", "Contact 05", (struct event_body){ .visit = 2 });
	fake_serve(f);
	CHECK_SHOWS(f, " A-104233 SESS 14:22:30");
	CHECK_HIDES(f, " A-104233 DISP 14:22:30");
	fake_free(f);
}

static void the_rest_of_the_screen_gives_way_to_the_strip(void **state)
{
	struct fake *f = fake_live(80, 24);
	int before = f->c.ui.h;

	(void)state;
	fake_keys(f, ":watch Space 77120 Enter 2");
	fake_serve(f);
	fake_keys(f, "j");
	CHECK_INT(before - 1, f->c.ui.h);
	CHECK_SHOWS(f, "ACCOUNT"); /* the heading stands under it */
	fake_keys(f, ":watch Space 77120 Enter");
	CHECK_SHOWS(f, "77120 is watched no more");
	fake_keys(f, "j");
	CHECK_INT(before, f->c.ui.h);
	fake_free(f);
}

static void a_low_terminal_has_no_strip(void **state)
{
	struct fake *f = fake_live(80, 16);
	int before = f->c.ui.h;

	(void)state;
	fake_keys(f, ":watch Space 77120 Enter j");
	CHECK_INT(before, f->c.ui.h);
	fake_free(f);
}

static void at_most_four_are_watched(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":watch Space A1 Enter :watch Space A2 Enter :watch Space A3 Enter :watch Space A4 Enter :watch Space A5 Enter");
	CHECK_SHOWS(f, "4 accounts are watched already");
	CHECK_INT(4, f->c.n_watched);
	fake_keys(f, ":watch Space A2 Enter :watch Space A5 Enter");
	CHECK_INT(4, f->c.n_watched);
	CHECK(strcmp(f->c.watched[1].account, "A3") == 0 && strcmp(f->c.watched[3].account, "A5") == 0);
	fake_event(f, "portal.dispute_filed", "A6", "Nobody", (struct event_body){ .reason = SV("not_mine") });
	fake_serve(f);
	fake_free(f);
}

static void blurred_it_says_what_but_not_how(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":watch Space A-104233 Enter");
	fake_promise(f, "A-104233", "Contact 05", 4711);
	fake_serve(f);
	CHECK_SHOWS(f, "A-104233 PROM 14:22:30 $47.11");
	fake_keys(f, "M");
	CHECK_SHOWS(f, "A-104233 PROM 14:22:30\n");
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_watched_account_shows_the_newest_thing_that_happened_to_it),
		cmocka_unit_test(the_rest_of_the_screen_gives_way_to_the_strip),
		cmocka_unit_test(a_low_terminal_has_no_strip),
		cmocka_unit_test(at_most_four_are_watched),
		cmocka_unit_test(blurred_it_says_what_but_not_how),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
