/* The ASCII profile: every sign of ours has a look-alike, and no two that stand beside each other have the same. */
#include "common/arena.h"
#include "common/utf8.h"

#include "tests/support/check.h"
#include "tui/term/glyph.h"
#include "tui/term/grid.h"

static void every_sign_of_the_console_has_a_look_alike(void **state)
{
	struct sv ours = SV("─│┌┐└┘·…●○◐▲▼▶›✓✗→←↑↓█▒░▁▂▃▄▅▆▇▏▎▍▌▋▊▉×€£‹«»•–−≠≤≥");

	(void)state;
	while (ours.n) {
		uint32_t code = utf8_next(&ours);
		char as = glyph_plain(code);

		if (as == '?' || as <= ' ' || as > '~')
			fail_msg("U+%04X is %d", code, as);
	}
}

static void the_steps_of_a_sparkline_stay_different(void **state)
{
	(void)state;
	for (uint32_t a = 0x2581; a < 0x2588; a++)
		CHECK(glyph_plain(a) != glyph_plain(a + 1));
	CHECK_INT(' ', glyph_plain(0x2800));
	CHECK_INT('.', glyph_plain(0x2801));
	CHECK_INT('#', glyph_plain(0x28FF));
}

static void states_that_differ_by_glyph_differ_in_ascii(void **state)
{
	(void)state;
	CHECK(glyph_plain(0x25CF) != glyph_plain(0x25CB) &&
	      glyph_plain(0x25CF) != glyph_plain(0x25D0));
	CHECK(glyph_plain(0x2713) != glyph_plain(0x2717));
	CHECK_INT('+', glyph_plain(0x25B2)); /* beside the words of a heading a letter would be one of them: SENTv */
	CHECK_INT('-', glyph_plain(0x25BC));
}

static void names_keep_their_letters_and_their_columns(void **state)
{
	struct arena a = ARENA_INIT;
	struct grid *g = grid_new(&a, 60, 1);
	struct buf b = buf_new(&a, 4096);

	(void)state;
	grid_text(g, 0, 0, 60, LOOK_PLAIN,
	          SV("François Bäcker Łódź Çağ e\xcc\x81t \xe4\xb8\xad\xe5\x9b\xbd ñ"));
	grid_ascii(g);
	grid_dump(g, &b);
	CHECK_SV("Francois Backer Lodz Cag et ???? n\n", buf_sv(&b));
	arena_free(&a);
}

static void every_code_there_is_becomes_something_printable(void **state)
{
	(void)state;
	for (uint32_t code = 0x80; code < 0x110000; code++)
		CHECK(glyph_plain(code) >= ' ' && glyph_plain(code) <= '~');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sign_of_the_console_has_a_look_alike),
		cmocka_unit_test(the_steps_of_a_sparkline_stay_different),
		cmocka_unit_test(states_that_differ_by_glyph_differ_in_ascii),
		cmocka_unit_test(names_keep_their_letters_and_their_columns),
		cmocka_unit_test(every_code_there_is_becomes_something_printable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
