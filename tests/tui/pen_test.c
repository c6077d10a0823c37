/* The pen against bytes as ncurses writes them: what goes out, what stays in, and that the end is the same. */
#include <fcntl.h>
#include <unistd.h>

#include "tests/support/check.h"
#include "tui/term/outlet.h"
#include "tui/term/pen.h"

struct paper {
	struct outlet out;
	struct pen pen;
	char text[4096];
};

static struct paper *paper(bool single, bool across)
{
	static struct paper p;

	p = (struct paper){ .text = "" };
	outlet_open(&p.out, -1, 0);
	pen_start(&p.pen, single, across);
	pen_pass(&p.pen, SV("\033(B\033[mx"), &p.out); /* as the first screen does */
	p.out.from = p.out.to = 0;
	return &p;
}

static const char *written(struct paper *p, const char *bytes)
{
	size_t n = pen_pass(&p->pen, sv_from(bytes), &p->out);

	CHECK_INT(n, outlet_waiting(&p->out));
	CHECK(n < sizeof(p->text));
	memcpy(p->text, p->out.p + p->out.from, n);
	p->text[n] = '\0';
	p->out.from = p->out.to = 0;
	return p->text;
}

static void a_change_of_look_is_told_once_and_shortly(void **state)
{
	struct paper *p = paper(true, true);

	(void)state;
	assert_string_equal("\033[1;38;5;29mPROM", written(p, "\033(B\033[0;1m\033[38;5;29mPROM"));
	assert_string_equal("\033[39mA-1", written(p, "\033[39m\033(B\033[m\033(B\033[0;1mA-1"));
	assert_string_equal("\033[mx", written(p, "\033(B\033[mx"));
	outlet_close(&p->out);
}

static void blanks_and_the_end_of_a_frame_need_no_look(void **state)
{
	struct paper *p = paper(true, true);

	(void)state;
	assert_string_equal("\033[38;5;98m?  MESG", written(p, "\033[38;5;98m?\033[39m\033(B\033[m  \033[38;5;98mMESG\033[39m\033(B\033[m"));
	outlet_close(&p->out);
}

static void a_blank_with_a_ground_of_its_own_is_written_as_meant(void **state)
{
	struct paper *p = paper(true, true);

	(void)state;
	assert_string_equal("\033[7m a \033[m ", written(p, "\033(B\033[0;7m a \033(B\033[m "));
	assert_string_equal("\033[48;5;16m\033[K", written(p, "\033[48;5;16m\033[K"));
	outlet_close(&p->out);
}

static void an_old_terminal_is_told_to_turn_everything_off(void **state)
{
	struct paper *p = paper(false, false);

	(void)state;
	assert_string_equal("\033[1;4mx", written(p, "\033[0;1;4m\017x"));
	p->pen.charset = true;
	assert_string_equal("\033[;1mx", written(p, "\033[0;1mx"));
	outlet_close(&p->out);
}

static void a_way_along_a_row_is_told_without_the_row(void **state)
{
	struct paper *p = paper(true, true);

	(void)state;
	assert_string_equal("\033[10;3Hx\033[52Gy", written(p, "\033[10;3Hx\033[10;52Hy"));
	assert_string_equal("\033[12;52Hy", written(p, "\033[12;52Hy"));
	assert_string_equal("\n\033[12;5Hy", written(p, "\n\033[12;5Hy"));
	assert_string_equal("\033M\033[12;5Hy", written(p, "\033M\033[12;5Hy"));
	outlet_close(&p->out);
	p = paper(true, false);
	assert_string_equal("\033[10;3Hx\033[10;52Hy", written(p, "\033[10;3Hx\033[10;52Hy"));
	outlet_close(&p->out);
}

static void what_it_does_not_know_makes_it_pass_everything(void **state)
{
	struct paper *p = paper(true, true);

	(void)state;
	assert_string_equal("\033[1m\033[38:2::1:2:3mx\033[m ", written(p, "\033[1m\033[38:2::1:2:3mx\033[m "));
	assert_string_equal("\033[1m \033[m", written(p, "\033[1m \033[m"));
	outlet_close(&p->out);
}

static void who_gets_the_terminal_next_finds_it_as_ncurses_believes(void **state)
{
	struct paper *p = paper(true, true);

	(void)state;
	written(p, "\033[1mx\033(B\033[m");
	CHECK_INT(3, pen_settle(&p->pen, &p->out));
	CHECK_INT(0, pen_settle(&p->pen, &p->out));
	p->out.from = p->out.to = 0;
	pen_lose(&p->pen);
	assert_string_equal("\033[mx", written(p, "x"));
	outlet_close(&p->out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_of_look_is_told_once_and_shortly),
		cmocka_unit_test(blanks_and_the_end_of_a_frame_need_no_look),
		cmocka_unit_test(a_blank_with_a_ground_of_its_own_is_written_as_meant),
		cmocka_unit_test(an_old_terminal_is_told_to_turn_everything_off),
		cmocka_unit_test(a_way_along_a_row_is_told_without_the_row),
		cmocka_unit_test(what_it_does_not_know_makes_it_pass_everything),
		cmocka_unit_test(who_gets_the_terminal_next_finds_it_as_ncurses_believes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
