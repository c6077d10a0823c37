/* Pieces of pictures: what goes first, what stays, and that in the end everything has gone. */
#include "common/arena.h"

#include "tests/support/check.h"
#include "tui/term/grid.h"
#include "tui/term/piece.h"

static struct grid *picture(struct arena *a, char of)
{
	struct grid *g = grid_new(a, 60, 16);

	for (int y = 0; y < g->h; y++)
		grid_print(g, y, 0, 60, LOOK_PLAIN, "%c row %d of some words that take a while", of, y);
	return g;
}

static void rows_that_are_the_same_cost_nothing(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *g = picture(&a, 'a'), *h = picture(&a, 'a');

	(void)state;
	CHECK_INT(0, piece_cost(g, h, 3));
	grid_text(h, 3, 40, 1, LOOK_PLAIN, SV("x"));
	CHECK(piece_cost(g, h, 3) > 1 && piece_cost(g, h, 3) < 20);
	arena_free(&a);
}

static void news_come_in_pieces_of_the_room_there_is_until_all_have_come(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *shown = picture(&a, 'a'), *wanted = picture(&a, 'b');
	int next = 0, pieces = 0;
	bool left = true;

	(void)state;
	for (int y = 0; y < 16; y++)
		grid_print(wanted, y, 0, 60, LOOK_NOTE, "all of it is another text, row %d", y);
	while (left && pieces < 20) {
		struct grid *before = grid_new(&a, 60, 16);
		size_t cost = 0;

		memcpy(before->at, shown->at, sizeof(*shown->at) * 60 * 16);
		left = piece_take(shown, wanted, &next, 200);
		for (int y = 0; y < 16; y++)
			cost += piece_cost(before, shown, y);
		CHECK(cost > 0 && cost <= 200);
		pieces++;
	}
	CHECK(grid_same(shown, wanted));
	CHECK(pieces > 3);
	arena_free(&a);
}

static void a_piece_has_one_row_however_little_room_there_is(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *shown = picture(&a, 'a'), *wanted = picture(&a, 'b');
	int next = 0;

	(void)state;
	for (int i = 0; i < 15; i++)
		CHECK(piece_take(shown, wanted, &next, 1));
	CHECK(!piece_take(shown, wanted, &next, 1));
	CHECK(grid_same(shown, wanted));
	arena_free(&a);
}

static void rows_below_are_not_starved_by_those_above_that_always_change(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *shown = picture(&a, 'a');
	int next = 0;

	(void)state;
	for (int i = 0; i < 16; i++) {
		struct grid *wanted = picture(&a, (char)('b' + i));

		CHECK(piece_take(shown, wanted, &next, 1));
	}
	for (int y = 0; y < 16; y++)
		CHECK(grid_at(shown, y, 0)->ch[0] != 'a');
	arena_free(&a);
}

static void a_key_takes_its_rows_alone_and_says_that_others_are_left(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *shown = picture(&a, 'a'), *before = picture(&a, 'b'), *after = picture(&a, 'b');
	bool rows[16] = { false };

	(void)state;
	grid_text(after, 7, 0, 1, LOOK_KEY, SV("k"));
	after->cy = 7;
	piece_changed(before, after, rows);
	CHECK(piece_rows(shown, after, rows));
	CHECK_INT('k', grid_at(shown, 7, 0)->ch[0]);
	CHECK_INT('a', grid_at(shown, 6, 0)->ch[0]);
	CHECK_INT(7, shown->cy);
	for (int y = 0; y < 16; y++)
		rows[y] = true;
	CHECK(!piece_rows(shown, after, rows));
	CHECK(grid_same(shown, after));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_that_are_the_same_cost_nothing),
		cmocka_unit_test(news_come_in_pieces_of_the_room_there_is_until_all_have_come),
		cmocka_unit_test(a_piece_has_one_row_however_little_room_there_is),
		cmocka_unit_test(rows_below_are_not_starved_by_those_above_that_always_change),
		cmocka_unit_test(a_key_takes_its_rows_alone_and_says_that_others_are_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
