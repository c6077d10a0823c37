/* Places of the focus: what a screen says of where it can be is where the hardware cursor stands once it went there. */
#include "tests/tui/arranged.h"

enum { PLACES_MOST = 400 };

static const struct {
	int w, h;
} sizes[] = { { 60, 16 }, { 80, 24 }, { 100, 30 }, { 120, 40 }, { 176, 50 } };

static struct grid *drawn(struct fake *f)
{
	struct grid *g = grid_new(&f->arena, f->c.w, f->c.h);

	console_draw(&f->c, g);
	return g;
}

/* Where the screen's box begins: under the head and what stands above. */
static int box_top(const struct fake *f)
{
	return 1 + console_rows_above(&f->c);
}

/* Goes to every place that there is and counts them. */
static size_t all_of(struct fake *f)
{
	static struct place at[PLACES_MOST], again[PLACES_MOST];
	struct layer *l = console_top(&f->c);
	size_t n, behind = 0;

	CHECK((l->ops->places != NULL) == (l->ops->go != NULL));
	if (!l->ops->places)
		return 0;
	drawn(f);
	console_enter(&f->c);
	n = l->ops->places(&f->c.ui, l->model, at, PLACES_MOST);
	CHECK_INT(n < 3 ? n : 3, l->ops->places(&f->c.ui, l->model, again, 3));
	console_leave(&f->c, l);
	for (size_t i = 0; i < n; i++) {
		const struct grid *g;

		CHECK(at[i].y >= 0 && at[i].y < f->c.ui.h && at[i].x >= 0 && at[i].x < f->c.ui.w);
		behind += i && (at[i].y < at[i - 1].y || (at[i].y == at[i - 1].y && at[i].x <= at[i - 1].x));
		console_enter(&f->c);
		l->ops->go(&f->c.ui, l->model, i);
		console_leave(&f->c, l);
		g = drawn(f);
		if (g->cy != box_top(f) + at[i].y || g->cx != at[i].x)
			fail_msg("%s %dx%d place %zu: cursor at %d,%d instead of %d,%d\n%s", l->ops->name, f->c.w, f->c.h, i, g->cy, g->cx,
				 box_top(f) + at[i].y, at[i].x, fake_screen(f, false));
		console_enter(&f->c);
		CHECK_INT(n, l->ops->places(&f->c.ui, l->model, again, PLACES_MOST)); /* going changes none of them */
		CHECK_INT(0, memcmp(at, again, n * sizeof(*at)));
		console_leave(&f->c, l);
	}
	CHECK_INT(0, behind);
	return n;
}

static void in_each_size(void (*arrange)(struct fake *f), size_t least)
{
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct fake *f = fake_live(sizes[i].w, sizes[i].h);
		size_t n;

		arrange(f);
		n = all_of(f);
		if (n < least)
			fail_msg("%s %dx%d: %zu places", console_top(&f->c)->ops->name, f->c.w, f->c.h, n);
		fake_free(f);
	}
}

static void the_cursor_stands_where_a_list_said(void **state)
{
	(void)state;
	in_each_size(at_accounts, 3);
	in_each_size(at_peek, 1);
	for (size_t i = 0; i < COUNT(opened); i++) {
		opens = opened[i];
		in_each_size(at_opened, 0);
	}
}

static void the_cursor_stands_where_the_dashboard_said(void **state)
{
	(void)state;
	in_each_size(just_live, 6 + 5);
	in_each_size(held_feed, 6 + 5);
}

static void the_cursor_stands_where_a_page_of_figures_said(void **state)
{
	(void)state;
	opens = "analytics";
	in_each_size(at_opened, 6);
	opens = "finds";
	in_each_size(at_opened, 6);
	in_each_size(at_number, 6);
}

static void the_cursor_stands_where_an_account_said(void **state)
{
	(void)state;
	in_each_size(at_account, 5);
}

static void a_screen_that_asks_for_a_letter_has_no_places(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "F");
	CHECK_INT(0, all_of(f));
	fake_keys(f, "Esc 2");
	fake_serve(f);
	CHECK(all_of(f) > 0);
	fake_keys(f, "F");
	CHECK_INT(0, all_of(f));
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursor_stands_where_a_list_said),
		cmocka_unit_test(the_cursor_stands_where_the_dashboard_said),
		cmocka_unit_test(the_cursor_stands_where_a_page_of_figures_said),
		cmocka_unit_test(the_cursor_stands_where_an_account_said),
		cmocka_unit_test(a_screen_that_asks_for_a_letter_has_no_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
