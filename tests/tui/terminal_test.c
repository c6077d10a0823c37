/* The sink: what real ncurses writes for frames, into a file instead of a terminal. Bytes per event are a
 * budget; control characters of strangers must not be among them. */
#include <fcntl.h>
#include <locale.h>
#include <unistd.h>

#include "tests/tui/fake.h"
#include "tui/term/curses.h"

/* ncurses keeps a little of every screen it could not make. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:new_prescr";
}

struct desk {
	struct fake *f;
	struct terminal *t;
	struct grid *g;
	int in, out;
	off_t seen;
};

static struct desk desk_open(const char *type, int w, int h)
{
	const struct terminal_how how = { THEME_DUAL, 0, false };
	struct desk d = { .f = fake_live(w, h) };
	char path[] = "/tmp/quits-terminal-XXXXXX";

	d.out = mkstemp(path);
	CHECK(d.out >= 0);
	unlink(path);
	d.in = open("/dev/null", O_RDONLY);
	CHECK_OK(terminal_open_on(d.in, d.out, type, w, h, &how, &d.t));
	d.g = grid_new(&d.f->arena, w, h);
	return d;
}

/* Bytes written for this frame. */
static off_t desk_paint(struct desk *d)
{
	off_t end;

	console_draw(&d->f->c, d->g);
	terminal_paint(d->t, d->g);
	CHECK_INT(0, terminal_flush(d->t, d->f->mono));
	end = lseek(d->out, 0, SEEK_END) - d->seen;
	d->seen += end;
	return end;
}

static void desk_close(struct desk *d)
{
	terminal_close(d->t);
	close(d->in);
	close(d->out);
	fake_free(d->f);
}

static void a_feed_event_costs_at_most_600_bytes(void **state)
{
	static const struct {
		int w, h;
	} sizes[] = { { 80, 24 }, { 120, 40 }, { 176, 50 } };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct desk d = desk_open("xterm-256color", sizes[i].w, sizes[i].h);

		fake_keys(d.f, "x");
		for (int k = 0; k < 60; k++) /* a full feed, as on a working day */
			fake_promise(d.f, k % 3 ? "A-121008" : "A-118820", "Contact 09",
			             4200 + 100 * k);
		fake_serve(d.f);
		fake_serve(d.f);
		fake_time(d.f, 1000);
		fake_keys(d.f, "x");
		desk_paint(&d);
		for (int k = 0; k < 10; k++) {
			off_t bytes;

			fake_promise(d.f, "A-104233", "Contact 05", 777 + k);
			fake_serve(d.f);
			bytes = desk_paint(&d);
			fake_serve(d.f); /* the figures */
			bytes += desk_paint(&d);
			if (bytes > 600 || k == 0)
				print_message("%dx%d: %d bytes an event\n", sizes[i].w, sizes[i].h,
				              (int)bytes);
			CHECK(bytes > 0 && bytes <= 600);
			fake_time(d.f, 1000);
		}
		desk_close(&d);
	}
}

static void an_unchanged_screen_costs_nothing(void **state)
{
	struct desk d = desk_open("xterm-256color", 120, 40);

	(void)state;
	CHECK(desk_paint(&d) > 1000);
	CHECK_INT(0, desk_paint(&d));
	CHECK_INT(0, desk_paint(&d));
	desk_close(&d);
}

static void a_cursor_move_costs_at_most_300_bytes(void **state)
{
	struct desk d = desk_open("xterm-256color", 120, 40);
	off_t bytes;

	(void)state;
	fake_keys(d.f, "j");
	desk_paint(&d);
	fake_keys(d.f, "j");
	bytes = desk_paint(&d);
	CHECK(bytes > 0 && bytes <= 300);
	desk_close(&d);
}

static void the_first_screen_costs_at_most_14_kilobytes(void **state)
{
	struct desk d = desk_open("xterm-256color", 176, 50);

	(void)state;
	CHECK(desk_paint(&d) <= 14000);
	desk_close(&d);
}

static void an_unknown_terminal_falls_back(void **state)
{
	struct desk d = desk_open("no-such-terminal-at-all", 80, 24);

	(void)state;
	CHECK(terminal_fallback(d.t));
	CHECK(desk_paint(&d) > 0);
	desk_close(&d);
}

static void a_terminal_without_colour_works(void **state)
{
	struct desk d = desk_open("vt100", 80, 24);

	(void)state;
	CHECK(!terminal_fallback(d.t));
	CHECK(desk_paint(&d) > 0);
	desk_close(&d);
}

static void resizing_twenty_times_while_live_is_harmless(void **state)
{
	struct desk d = desk_open("xterm-256color", 80, 24);

	(void)state;
	for (int i = 0; i < 20; i++) {
		int w = 20 + i * 13, h = 5 + i * 4;

		terminal_resize(d.t, w, h);
		console_resize(&d.f->c, w, h);
		d.g = grid_new(&d.f->arena, d.f->c.w, d.f->c.h);
		fake_promise(d.f, "A-1", "Contact 12", 100);
		fake_serve(d.f);
		CHECK(desk_paint(&d) > 0);
	}
	desk_close(&d);
}

static void no_control_character_of_a_stranger_reaches_the_terminal(void **state)
{
	struct desk d = desk_open("xterm-256color", 120, 40);
	char bytes[64 * 1024];
	ssize_t n;

	(void)state;
	d.f->hostile = true;
	fake_keys(d.f, "2");
	fake_serve(d.f);
	desk_paint(&d);
	n = pread(d.out, bytes, sizeof(bytes) - 1, 0);
	CHECK(n > 0);
	bytes[n] = '\0';
	CHECK(strstr(bytes, "evil"));
	CHECK(!strstr(bytes, "evil\x1b[2J") && !memchr(bytes, 7, (size_t)n));
	CHECK(!strstr(bytes, "\xe2\x80\xae") && !strstr(bytes, "\xf0\x9f\x98\x80"));
	desk_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_feed_event_costs_at_most_600_bytes),
		cmocka_unit_test(an_unchanged_screen_costs_nothing),
		cmocka_unit_test(a_cursor_move_costs_at_most_300_bytes),
		cmocka_unit_test(the_first_screen_costs_at_most_14_kilobytes),
		cmocka_unit_test(an_unknown_terminal_falls_back),
		cmocka_unit_test(a_terminal_without_colour_works),
		cmocka_unit_test(resizing_twenty_times_while_live_is_harmless),
		cmocka_unit_test(no_control_character_of_a_stranger_reaches_the_terminal),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
