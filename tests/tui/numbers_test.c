/* Numbers are links: on pages of figures and on an account's card the focus goes over them, Enter opens their rows, = explains. */
#include "tests/tui/arranged.h"

static struct fake *at_page(const char *name)
{
	struct fake *f = fake_live(120, 40);

	opens = name;
	at_opened(f);
	return f;
}

static struct place cursor(struct fake *f)
{
	struct grid *g = grid_new(&f->arena, f->c.w, f->c.h);

	console_draw(&f->c, g);
	return (struct place){ g->cy, g->cx };
}

/* The look of the cell under the hardware cursor, and whether the cells show this from there on. */
static bool focus_on(struct fake *f, const char *text)
{
	struct grid *g = grid_new(&f->arena, f->c.w, f->c.h);

	console_draw(&f->c, g);
	for (int i = 0; text[i]; i++) {
		const struct cell *c = grid_at(g, g->cy, g->cx + i);

		if (!c || c->look != LOOK_CURSOR || c->ch[0] != (unsigned char)text[i])
			return false;
	}
	return true;
}

static void tab_goes_over_the_numbers_and_the_cursor_is_on_them(void **state)
{
	struct fake *f = at_page("analytics");

	(void)state;
	fake_keys(f, "Tab");
	CHECK(focus_on(f, "803"));
	fake_keys(f, "Tab");
	CHECK(focus_on(f, "535"));
	fake_keys(f, "l Right");
	CHECK(focus_on(f, "63.5%"));
	fake_keys(f, "h Left BackTab");
	CHECK(focus_on(f, "803"));
	fake_keys(f, "BackTab"); /* before the first comes the last */
	CHECK(focus_on(f, "31"));
	fake_keys(f, "Tab");
	CHECK(focus_on(f, "803"));
	fake_free(f);
}

static void j_and_k_go_to_the_number_below_and_above(void **state)
{
	struct fake *f = at_page("analytics");

	(void)state;
	fake_keys(f, "Tab Tab Tab j");
	CHECK(focus_on(f, "19.0%"));
	fake_keys(f, "k");
	CHECK(focus_on(f, "66.6%"));
	fake_free(f);
}

static void without_a_focus_j_and_k_scroll(void **state)
{
	struct fake *f = fake_live(80, 16);
	struct place before, after;

	(void)state;
	opens = "analytics";
	at_opened(f);
	before = cursor(f);
	CHECK_SHOWS(f, "period 7d");
	fake_keys(f, "j");
	CHECK_HIDES(f, "period 7d");
	after = cursor(f);
	CHECK(before.y == after.y && before.x == after.x);
	fake_keys(f, "k");
	CHECK_SHOWS(f, "period 7d");
	fake_free(f);
}

static void the_page_scrolls_to_a_number_and_one_that_is_scrolled_away_loses_the_focus(void **state)
{
	struct fake *f = fake_live(80, 16);

	(void)state;
	opens = "analytics";
	at_opened(f);
	CHECK_HIDES(f, "1,284");
	fake_keys(f, "Tab BackTab");
	CHECK(focus_on(f, "31"));
	fake_keys(f, "g");
	CHECK_SHOWS(f, "period 7d");
	CHECK(!focus_on(f, "31"));
	fake_keys(f, "Tab");
	CHECK(focus_on(f, "803"));
	fake_free(f);
}

static void enter_opens_the_rows_of_the_number(void **state)
{
	struct fake *f = at_page("analytics");
	const struct link_query *q;

	(void)state;
	fake_keys(f, "Tab j Tab Enter");
	CHECK_SHOWS(f, "Links");
	fake_serve(f);
	q = fake_last(f, M_link_list)->in;
	CHECK(sv_starts(q->filter, SV("ch:sms is:answered since:2026-06-15T19:22:30.000Z until:2026-06-22T19:22:29.999Z")));
	fake_keys(f, "Esc Esc"); /* the filter, then back */
	CHECK(focus_on(f, "116"));
	fake_free(f);
}

static void equals_says_what_the_number_is(void **state)
{
	struct fake *f = at_page("analytics");

	(void)state;
	fake_keys(f, "Tab j Tab Tab =");
	CHECK_SHOWS(f, "Response rate: answered within 7 days, of the interactions.");
	CHECK_SHOWS(f, "116 of 612; 4 of them are notices, in the list of notices");
	CHECK_SHOWS(f, "links  ch:sms is:answered since:2026-06-15T19:22:30.000Z");
	CHECK_SHOWS(f, "14:22:30");
	fake_keys(f, "Esc Esc ="); /* the page's own */
	CHECK_SHOWS(f, "The portal is a channel beside the others.");
	fake_free(f);
}

static void an_event_does_not_move_the_focus(void **state)
{
	struct fake *f = at_page("finds");

	(void)state;
	fake_keys(f, "Tab Tab Tab");
	CHECK(focus_on(f, "68"));
	f->answers = -1; /* the channels in another order */
	fake_event(f, "link.sent", "77120", "Contact Zwei", (struct event_body){ .channel = CHANNEL_EMAIL });
	fake_serve(f);
	fake_time(f, 400);
	fake_serve(f);
	CHECK(focus_on(f, "68"));
	fake_free(f);
}

static void esc_takes_the_focus_away_before_it_goes_back(void **state)
{
	struct fake *f = at_page("finds");

	(void)state;
	fake_keys(f, "Tab Esc");
	CHECK_SHOWS(f, "Visits without action");
	CHECK(!focus_on(f, "3"));
	fake_keys(f, "Esc");
	CHECK_HIDES(f, "Visits without action");
	fake_free(f);
}

static void the_blur_leaves_the_numbers_where_they_are(void **state)
{
	struct fake *f = at_page("finds");
	struct place before, after;

	(void)state;
	fake_keys(f, "Tab Tab Tab");
	before = cursor(f);
	fake_keys(f, "M");
	after = cursor(f);
	CHECK(before.y == after.y && before.x == after.x);
	CHECK(focus_on(f, "68"));
	fake_free(f);
}

static void every_look_shows_the_focus_without_colours(void **state)
{
	struct ink plain = style_ink(THEME_MONO, LOOK_PLAIN, 0), here = style_ink(THEME_MONO, LOOK_CURSOR, 0);

	(void)state;
	CHECK(plain.how != here.how);
}

static void an_account_opens_what_its_card_counts(void **state)
{
	struct fake *f = fake_live(120, 40);
	const struct session_query *visits;
	const struct link_query *links;

	(void)state;
	at_account(f);
	fake_keys(f, "Enter");
	CHECK_SHOWS(f, "Tab goes to a number of the card first");
	fake_keys(f, "Tab Enter");
	fake_serve(f);
	visits = fake_last(f, M_session_list)->in;
	CHECK(sv_starts(visits->filter, SV("acct:\"=A-104233\"")));
	fake_keys(f, "Esc Esc Tab Tab =");
	CHECK_SHOWS(f, "Links of this account that were verified and so used up.");
	CHECK_SHOWS(f, "links  acct:\"=A-104233\" status:consumed");
	fake_keys(f, "Esc Enter");
	fake_serve(f);
	links = fake_last(f, M_link_list)->in;
	CHECK(sv_starts(links->filter, SV("acct:\"=A-104233\" status:consumed")));
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tab_goes_over_the_numbers_and_the_cursor_is_on_them),
		cmocka_unit_test(j_and_k_go_to_the_number_below_and_above),
		cmocka_unit_test(without_a_focus_j_and_k_scroll),
		cmocka_unit_test(the_page_scrolls_to_a_number_and_one_that_is_scrolled_away_loses_the_focus),
		cmocka_unit_test(enter_opens_the_rows_of_the_number),
		cmocka_unit_test(equals_says_what_the_number_is),
		cmocka_unit_test(an_event_does_not_move_the_focus),
		cmocka_unit_test(esc_takes_the_focus_away_before_it_goes_back),
		cmocka_unit_test(the_blur_leaves_the_numbers_where_they_are),
		cmocka_unit_test(every_look_shows_the_focus_without_colours),
		cmocka_unit_test(an_account_opens_what_its_card_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
