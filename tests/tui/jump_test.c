/* Jump letters. */
#include "tests/tui/fake.h"
#include "tui/screens/dashboard.h"
#include "tui/screens/list.h"

static struct dashboard *dash(struct fake *f)
{
	return f->c.stack[0].model;
}

static void a_letter_stands_on_each_row_of_a_list_and_moves_there(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "5");
	fake_serve(f);
	fake_keys(f, "'");
	CHECK_SHOWS(f, "Jump: a letter moves there");
	CHECK_SHOWS(f, "\nc ");
	fake_keys(f, "c");
	CHECK_INT(MODE_NONE, f->c.mode);
	CHECK_INT(2, ((struct list_model *)console_top(&f->c)->model)->row);
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_LINKS)); /* it moves and opens nothing */
	fake_free(f);
}

static void the_first_letter_of_the_dashboard_is_its_first_figure(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "' b");
	CHECK_INT(FOCUS_KPI + 1, dash(f)->focus);
	CHECK(!dash(f)->feed.held); /* the feed goes on */
	fake_keys(f, "Enter");
	fake_serve(f);
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_LINKS));
	fake_free(f);
}

static void the_feed_waits_while_letters_stand_on_it(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "'");
	CHECK(dash(f)->feed.held);
	fake_promise(f, "A-999", "Somebody", 100);
	fake_serve(f);
	CHECK_SHOWS(f, "HELD +1");
	fake_keys(f, "Esc");
	CHECK(!dash(f)->feed.held);
	CHECK_SHOWS(f, "A-999");
	fake_free(f);
}

static void a_feed_that_was_held_stays_held(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "j j ' Esc");
	CHECK(dash(f)->feed.held);
	fake_free(f);
}

static void a_letter_that_stands_nowhere_leaves_all_as_it_was(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "5");
	fake_serve(f);
	fake_keys(f, "' Z");
	CHECK_SHOWS(f, "no letter was there");
	CHECK_INT(0, ((struct list_model *)console_top(&f->c)->model)->row);
	fake_keys(f, "'");
	console_resize(&f->c, 100, 30);
	CHECK_INT(MODE_NONE, f->c.mode);
	fake_free(f);
}

static void keys_of_actions_are_letters_while_they_stand_there(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_time(f, 2000);
	fake_keys(f, "' s");
	fake_serve(f);
	CHECK_INT(0, fake_asked(f, M_link_preflight));
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_stands_on_each_row_of_a_list_and_moves_there),
		cmocka_unit_test(the_first_letter_of_the_dashboard_is_its_first_figure),
		cmocka_unit_test(the_feed_waits_while_letters_stand_on_it),
		cmocka_unit_test(a_feed_that_was_held_stays_held),
		cmocka_unit_test(a_letter_that_stands_nowhere_leaves_all_as_it_was),
		cmocka_unit_test(keys_of_actions_are_letters_while_they_stand_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
