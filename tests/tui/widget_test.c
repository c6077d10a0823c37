/* Figures, text fields and the grid: the small things every screen stands on. */
#include "common/arena.h"
#include "common/zone.h"

#include "tests/support/check.h"
#include "tui/term/grid.h"
#include "tui/term/input.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"
#include "tui/widget/line_edit.h"
#include "tui/widget/table.h"
#include "tui/widget/text_edit.h"
#include "tui/widget/tr.h"

#define CHECK_LABEL(want, call)                                                                    \
	do {                                                                                       \
		LABEL(b, 100);                                                                     \
		call;                                                                              \
		CHECK_SV(want, buf_sv(&b));                                                        \
	} while (0)

static void figures_are_grouped_and_never_cut(void **state)
{
	(void)state;
	CHECK_LABEL("0", format_count(&b, 0));
	CHECK_LABEL("999", format_count(&b, 999));
	CHECK_LABEL("1,000", format_count(&b, 1000));
	CHECK_LABEL("-1,234,567", format_count(&b, -1234567));
	CHECK_LABEL("-9,223,372,036,854,775,808", format_count(&b, INT64_MIN));
	CHECK_LABEL("1,284", format_count_in(&b, 1284, 5));
	CHECK_LABEL("1.2k", format_count_in(&b, 1284, 4));
	CHECK_LABEL("999k", format_count_in(&b, 999999, 5));
	CHECK_LABEL("9223372T", format_count_in(&b, INT64_MAX, 5));
	CHECK_LABEL("41.7%", format_rate(&b, 417));
	CHECK_LABEL("100.0%", format_rate(&b, 1000));
}

static void money_falls_back_to_its_magnitude(void **state)
{
	struct currency usd = { "USD" }, jpy = { "JPY" };

	(void)state;
	CHECK_LABEL("$41,310.50", format_money_in(&b, 4131050, usd, 10));
	CHECK_LABEL("USD 41.3k", format_money_in(&b, 4131050, usd, 9));
	CHECK_LABEL("JPY 4.1M", format_money_in(&b, 4131050, jpy, 8));
}

static void money_in_ascii_names_its_currency_unless_its_sign_is_ascii(void **state)
{
	struct currency usd = { "USD" }, eur = { "EUR" }, brl = { "BRL" }, none = { "" };

	(void)state;
	CHECK_LABEL("\xE2\x82\xAC" "12.00", format_money(&b, 1200, eur));
	format_money_plain(true);
	CHECK_LABEL("EUR 1,234.56", format_money(&b, 123456, eur));
	CHECK_LABEL("-EUR 12.00", format_money(&b, -1200, eur));
	CHECK_LABEL("EUR 1.2k", format_money_in(&b, 123456, eur, 11));
	CHECK_LABEL("$12.00", format_money(&b, 1200, usd));
	CHECK_LABEL("R$12.00", format_money(&b, 1200, brl));
	CHECK_LABEL("12.00", format_money(&b, 1200, none));
	CHECK_OK(tr_start());
	CHECK(tr_choose(SV("es")));
	CHECK_LABEL("1.234.567,89 EUR", format_money(&b, 123456789, eur));
	CHECK(tr_choose(SV("pt")));
	CHECK_LABEL("-EUR 12,00", format_money(&b, -1200, eur));
	tr_end();
	format_money_plain(false);
}

static void times_are_shown_in_the_given_zone(void **state)
{
	const struct zone *bogota;
	int64_t now = INT64_C(1782156150000); /* 19:22:30 UTC */

	(void)state;
	CHECK_OK(zone_get(SV("America/Bogota"), &bogota));
	CHECK_LABEL("14:22:30", format_clock(&b, now, bogota));
	CHECK_LABEL("19:22", format_minute(&b, now, zone_utc()));
	CHECK_LABEL("14:22:29", format_when(&b, now - 1000, now, bogota));
	CHECK_LABEL("Jun 21 14:22", format_when(&b, now - DAY_MS, now, bogota));
	CHECK_LABEL("14:22", format_by(&b, now - 1000, now, bogota));
	CHECK_LABEL("Jun 21 14:22", format_by(&b, now - DAY_MS, now, bogota));
	CHECK_LABEL("", format_by(&b, 0, now, bogota));
	CHECK_LABEL("Jun 22 2025 14:22", format_when(&b, now - 365 * DAY_MS, now, bogota));
	CHECK_LABEL("", format_when(&b, 0, now, bogota));
}

static void spans_name_their_units(void **state)
{
	(void)state;
	CHECK_LABEL("0 s", format_span(&b, -5));
	CHECK_LABEL("59 s", format_span(&b, 59999));
	CHECK_LABEL("4 min", format_span(&b, 240000));
	CHECK_LABEL("71h 40m", format_span(&b, (71 * 60 + 40) * INT64_C(60000)));
	CHECK_LABEL("5 d 3 h", format_span(&b, (5 * 24 + 3) * INT64_C(3600000)));
	CHECK_LABEL("00:47", format_stopwatch(&b, 47000));
	CHECK_LABEL("1:02:03", format_stopwatch(&b, 3723000));
	CHECK_LABEL("1st", format_ordinal(&b, 1));
	CHECK_LABEL("12th", format_ordinal(&b, 12));
	CHECK_LABEL("22nd", format_ordinal(&b, 22));
	CHECK_LABEL("113th", format_ordinal(&b, 113));
}

static void a_field_edits_whole_characters(void **state)
{
	struct line_edit e = { 0 };

	(void)state;
	line_edit_set(&e, SV("caf\xc3\xa9 \xe5\xa5\x91"));
	CHECK(line_edit_key(&e, KEY_BACKSPACE));
	CHECK(line_edit_key(&e, KEY_LEFT) && line_edit_key(&e, KEY_BACKSPACE));
	CHECK_SV("caf ", line_edit_text(&e));
	line_edit_key(&e, 0x20AC);
	CHECK_SV("caf\xe2\x82\xac ", line_edit_text(&e));
	line_edit_key(&e, KEY_CTRL('u'));
	CHECK_SV(" ", line_edit_text(&e));
	CHECK(!line_edit_key(&e, KEY_ENTER) && !line_edit_key(&e, KEY_UP));
}

static void a_field_never_grows_beyond_its_room(void **state)
{
	struct line_edit e = { 0 };
	struct arena a = ARENA_INIT;
	char long_text[3 * LINE_MAX_BYTES];

	(void)state;
	memset(long_text, 'x', sizeof(long_text));
	for (int i = 0; i < 3 * LINE_MAX_BYTES; i++)
		line_edit_key(&e, 0x20AC);
	CHECK(e.n <= LINE_MAX_BYTES && e.n % 3 == 0);
	line_edit_key(&e, KEY_HOME);
	line_edit_paste(&e, sv_of(long_text, sizeof(long_text)), &a);
	CHECK(e.n <= LINE_MAX_BYTES);
	line_edit_set(&e, SV_NONE);
	line_edit_key(&e, 0x202E); /* a bidi override is no letter */
	CHECK_SV("", line_edit_text(&e));
	arena_free(&a);
}

static struct sv row_text(struct arena *a, struct grid *g)
{
	struct buf b = buf_new(a, 4096);

	grid_dump(g, &b);
	return buf_sv(&b);
}

static void text_that_does_not_fit_ends_in_an_ellipsis(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *g = grid_new(&a, 10, 1);

	(void)state;
	CHECK_INT(5, grid_text(g, 0, 0, 5, LOOK_PLAIN, SV("abcdefgh")));
	CHECK_SV("abcd\xe2\x80\xa6\n", row_text(&a, g));
	grid_clear(g);
	CHECK_INT(3, grid_text(g, 0, 0, 4, LOOK_PLAIN,
	                       SV("\xe5\xa5\x91\xe7\xb4\x84\xe8\x80\x85"))); /* six columns */
	CHECK_SV("\xe5\xa5\x91\xe2\x80\xa6\n", row_text(&a, g));
	arena_free(&a);
}

static void half_of_a_wide_character_takes_the_other_with_it(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *g = grid_new(&a, 6, 1);

	(void)state;
	grid_text(g, 0, 0, 6, LOOK_PLAIN, SV("\xe5\xa5\x91\xe7\xb4\x84"));
	grid_text(g, 0, 1, 1, LOOK_PLAIN, SV("x"));
	CHECK_SV(" x\xe7\xb4\x84\n", row_text(&a, g));
	grid_text(g, 0, 2, 1, LOOK_PLAIN, SV("y"));
	CHECK_SV(" xy\n", row_text(&a, g));
	grid_text(g, 0, 5, 2, LOOK_PLAIN, SV("\xe5\xa5\x91")); /* half of it would be outside */
	CHECK_SV(" xy\n", row_text(&a, g));
	arena_free(&a);
}

static void drawing_outside_the_grid_is_cut_off(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *g = grid_new(&a, 4, 2);

	(void)state;
	grid_text(g, -1, 0, 9, LOOK_PLAIN, SV("above"));
	grid_text(g, 0, -2, 9, LOOK_PLAIN, SV("abcd"));
	grid_text(g, 1, 3, 9, LOOK_PLAIN, SV("xyz"));
	grid_text(g, 2, 0, 9, LOOK_PLAIN, SV("below"));
	band_box(g, (struct box){ -3, -3, 20, 20 }, "t", "f");
	CHECK_SV("\n\n", row_text(&a, g));
	arena_free(&a);
}

static void shares_of_a_bar_always_fill_it_and_none_is_left_out(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *g = grid_new(&a, 12, 1);

	(void)state;
	for (int code = 0; code < 5 * 5 * 5 * 5; code++) {
		static const int64_t sizes[] = { 0, 1, 7, 40, 1000000 };
		struct share parts[4] = { { sizes[code % 5], 'a', LOOK_PLAIN },
					  { sizes[code / 5 % 5], 'b', LOOK_PLAIN },
					  { sizes[code / 25 % 5], 'c', LOOK_PLAIN },
					  { sizes[code / 125], 'd', LOOK_PLAIN } };
		const char *row;
		uint32_t before = 'a';

		grid_clear(g);
		band_shares(g, 0, 1, 10, parts, COUNT(parts));
		row = row_text(&a, g).p;
		for (int x = 1; code && x < 11; x++) { /* in their order, without a gap */
			CHECK(g->at[x].ch[0] >= before && g->at[x].ch[0] <= 'd');
			before = g->at[x].ch[0];
		}
		CHECK_INT(' ', g->at[0].ch[0]);
		CHECK_INT(' ', g->at[11].ch[0]);
		for (size_t i = 0; i < COUNT(parts); i++)
			CHECK_INT(parts[i].n > 0, strchr(row, (int)parts[i].glyph) != NULL);
	}
	arena_free(&a);
}

static const struct table_column four[] = {
	{ .title = "ID", .w = 10, .least = 8, .most = 20 },
	{ .title = "NAME", .w = 12, .least = 9, .most = 30 },
	{ .title = "STATE", .w = 7 },
	{ .title = "NOTE", .w = 10, .most = 40, .from = 100 },
};

static void nothing_is_cut_in_a_table_that_has_room_to_spare(void **state)
{
	struct table_need need = { { 8, 25, 9, 10 } };
	struct table_layout l;

	(void)state;
	table_lay(four, COUNT(four), 47, 80, &need, &l);
	CHECK_INT(8, l.w[0]);
	CHECK_INT(25, l.w[1]);
	CHECK_INT(9, l.w[2]); /* wider than told, for what it needs */
	CHECK_INT(0, l.w[3]);
	for (int w = 30; w < 200; w++) {
		int used = 2;

		table_lay(four, COUNT(four), w, w, &need, &l);
		for (size_t i = 0; i < COUNT(four); i++) {
			used += l.w[i] ? l.w[i] + 1 : 0;
			CHECK(!l.w[i] || l.w[i] >= (four[i].least ? four[i].least : four[i].w));
			CHECK(l.w[i] <= (four[i].most ? four[i].most : need.w[i]));
		}
		CHECK(used <= w);
		CHECK(l.w[0] && l.w[1] && l.w[2]);
	}
}

static void a_column_for_wide_screens_stays_away_where_something_would_be_cut_for_it(void **state)
{
	struct table_need need = { { 20, 16, 7, 14 } };
	struct table_layout l;

	(void)state;
	table_lay(four, COUNT(four), 100, 100, &need, &l);
	CHECK(l.w[3] >= 14);
	table_lay(four, COUNT(four), 50, 100, &need, &l);
	CHECK_INT(0, l.w[3]);
	CHECK(l.w[0] >= 18 && l.w[1] >= 16); /* and a few to those that may grow */
}

static void a_wide_character_has_a_line_even_in_a_narrow_box(void **state)
{
	struct text_edit e;

	(void)state;
	text_edit_open(&e, 100, true);
	text_edit_set(&e, SV("\xE4\xB8\x80\xE4\xBA\x8C"));
	for (int w = 0; w < 2; w++)
		CHECK_INT(2, text_edit_rows(&e, w));
	text_edit_close(&e);
}

static void fields_are_called_as_people_call_them(void **state)
{
	(void)state;
	CHECK_LABEL("days past due", table_label(&b, "days_past_due"));
	CHECK_LABEL("nine of ten in", table_label(&b, "p90"));
	CHECK_LABEL("read at", table_label(&b, "as_of"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_grouped_and_never_cut),
		cmocka_unit_test(money_falls_back_to_its_magnitude),
		cmocka_unit_test(money_in_ascii_names_its_currency_unless_its_sign_is_ascii),
		cmocka_unit_test(times_are_shown_in_the_given_zone),
		cmocka_unit_test(spans_name_their_units),
		cmocka_unit_test(a_field_edits_whole_characters),
		cmocka_unit_test(a_field_never_grows_beyond_its_room),
		cmocka_unit_test(text_that_does_not_fit_ends_in_an_ellipsis),
		cmocka_unit_test(half_of_a_wide_character_takes_the_other_with_it),
		cmocka_unit_test(drawing_outside_the_grid_is_cut_off),
		cmocka_unit_test(shares_of_a_bar_always_fill_it_and_none_is_left_out),
		cmocka_unit_test(nothing_is_cut_in_a_table_that_has_room_to_spare),
		cmocka_unit_test(a_column_for_wide_screens_stays_away_where_something_would_be_cut_for_it),
		cmocka_unit_test(a_wide_character_has_a_line_even_in_a_narrow_box),
		cmocka_unit_test(fields_are_called_as_people_call_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
