/* Keys typed ahead of an answer. */
#include "tests/tui/fake.h"
#include "tui/screens/list.h"

static void keys_wait_for_the_rows_they_are_meant_for(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "5 j j Enter");
	CHECK_SHOWS(f, "3 keys wait for the answer");
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_LINKS));
	fake_serve(f);
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_ACCOUNT));
	CHECK_INT(0, f->c.ahead.n);
	fake_free(f);
}

static void a_send_that_was_typed_ahead_goes_to_the_account_that_was_opened(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":A-104233 Enter s");
	CHECK_SHOWS(f, "1 key waits for the answer");
	CHECK_INT(0, fake_asked(f, M_link_send));
	fake_serve(f);
	CHECK_INT(1, fake_asked(f, M_link_send));
	CHECK(sv_is(((const struct link_new *)fake_last(f, M_link_send)->in)->account, "A-104233"));
	fake_free(f);
}

static void keys_behind_a_screen_that_they_opened_wait_for_it_too(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "5 Enter s");
	CHECK_INT(2, f->c.ahead.n);
	fake_deliver(f, fake_last(f, M_link_list), fixture(f, fake_last(f, M_link_list)));
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_ACCOUNT));
	CHECK_INT(1, f->c.ahead.n);
	CHECK_INT(0, fake_asked(f, M_link_send));
	fake_serve(f);
	CHECK_INT(0, f->c.ahead.n);
	CHECK_INT(1, fake_asked(f, M_link_send));
	fake_free(f);
}

static void keys_behind_a_saved_view_wait_for_what_it_opens(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":view Space late30 Enter i j");
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_DASHBOARD));
	CHECK_INT(2, f->c.ahead.n);
	fake_serve(f);
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_ACCOUNTS));
	CHECK_INT(0, f->c.ahead.n);
	CHECK_SHOWS(f, "i closes");
	CHECK_INT(1, ((struct list_model *)console_top(&f->c)->model)->row);
	fake_keys(f, "1 :view Space nobody's Enter q"); /* there is none: what was meant for it does nothing */
	CHECK_INT(1, f->c.ahead.n);
	fake_serve(f);
	CHECK_INT(0, f->c.ahead.n);
	CHECK_INT(MODE_NONE, f->c.mode);
	CHECK_SHOWS(f, "there is no view");
	fake_free(f);
}

static void esc_drops_what_waits_and_nothing_else(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "5 j K Esc");
	CHECK_SHOWS(f, "2 keys typed ahead were dropped");
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_LINKS));
	fake_serve(f);
	CHECK_INT(MODE_NONE, f->c.mode);
	fake_free(f);
}

static void they_are_dropped_where_an_error_came_instead(void **state)
{
	struct fake *f = fake_live(120, 40);
	struct fake_ask *a;

	(void)state;
	fake_keys(f, ":A-999 Enter s");
	a = fake_last(f, M_account_show);
	fake_deliver(f, a, fake_reply(M_account_show, ST_NOT_FOUND, "account: there is none"));
	CHECK_SHOWS(f, "1 key typed ahead was dropped");
	CHECK_INT(0, fake_asked(f, M_link_send));
	fake_free(f);
}

static void a_dialog_hears_nothing_that_was_typed_ahead_of_it(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "5 K R");
	fake_serve(f);
	CHECK_INT(MODE_SURE, f->c.mode);
	CHECK_SHOWS(f, "1 key typed ahead was dropped");
	fake_time(f, 1000);
	fake_serve(f);
	CHECK_INT(0, fake_asked(f, M_link_revoke));
	fake_free(f);
}

static void they_are_dropped_when_the_line_breaks(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "5 j Enter");
	fake_down(f);
	CHECK_INT(0, f->c.ahead.n);
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_LINKS));
	fake_free(f);
}

static void what_needs_no_row_does_not_wait(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "5 ?");
	CHECK(f->c.help);
	fake_keys(f, "Esc 7 [");
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_LINKS));
	fake_keys(f, ":stats Enter");
	CHECK_INT(0, f->c.ahead.n);
	fake_free(f);
}

static void at_most_as_many_wait_as_there_is_room_for(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "5");
	for (int i = 0; i < AHEAD_MAX + 10; i++)
		fake_keys(f, "j");
	CHECK_INT(AHEAD_MAX, f->c.ahead.n);
	fake_serve(f);
	CHECK_INT(0, f->c.ahead.n);
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_wait_for_the_rows_they_are_meant_for),
		cmocka_unit_test(a_send_that_was_typed_ahead_goes_to_the_account_that_was_opened),
		cmocka_unit_test(keys_behind_a_screen_that_they_opened_wait_for_it_too),
		cmocka_unit_test(keys_behind_a_saved_view_wait_for_what_it_opens),
		cmocka_unit_test(esc_drops_what_waits_and_nothing_else),
		cmocka_unit_test(they_are_dropped_where_an_error_came_instead),
		cmocka_unit_test(a_dialog_hears_nothing_that_was_typed_ahead_of_it),
		cmocka_unit_test(they_are_dropped_when_the_line_breaks),
		cmocka_unit_test(what_needs_no_row_does_not_wait),
		cmocka_unit_test(at_most_as_many_wait_as_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
