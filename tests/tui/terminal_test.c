/* The sink: what real ncurses writes for frames, into a file instead of a terminal. Bytes per event are a
 * budget; control characters of strangers must not be among them. */
#include <fcntl.h>
#include <locale.h>
#include <unistd.h>

#include "tests/tui/fake.h"
#include "tui/term/curses.h"
#include "tui/term/osc.h"

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

static void every_kind_of_event_with_its_figures_costs_at_most_600_bytes(void **state)
{
	static const char *const types[] = { "xterm-256color", "tmux-256color", "xterm", "linux" };
	static const struct {
		int w, h;
	} sizes[] = { { 80, 24 }, { 120, 40 }, { 176, 50 } };
	static const char *const kinds[] = { "link.sent",	       "portal.session_started", "portal.promise_created",
					     "portal.dispute_filed",   "link.locked",		 "portal.opt_out",
					     "portal.message_sent", "portal.callback_requested" };

	(void)state;
	for (size_t t = 0; t < COUNT(types); t++)
		for (size_t i = 0; i < COUNT(sizes); i++) {
			struct desk d = desk_open(types[t], sizes[i].w, sizes[i].h);

			fake_time(d.f, 1000);
			fake_keys(d.f, "x");
			desk_paint(&d);
			for (size_t k = 0; k < COUNT(kinds); k++) {
				off_t bytes;

				CHECK(event_find(sv_from(kinds[k])) != E__COUNT);
				fake_event(d.f, kinds[k], k % 2 ? "A-104233" : "A-100562", "Contact with a name",
					   (struct event_body){ .channel = CHANNEL_WHATSAPP, .source = SOURCE_AI_AGENT,
								.amount = 123456, .currency = fake_currency("USD"),
								.visit = 2, .reason = SV("not_mine") });
				d.f->links_sent++;
				d.f->promises++;
				fake_serve(d.f);
				fake_serve(d.f);
				bytes = desk_paint(&d);
				if (bytes > 600)
					print_message("%s, %s, %dx%d: %d bytes\n", kinds[k], types[t], sizes[i].w,
						      sizes[i].h, (int)bytes);
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

static void types_that_terminfo_does_not_know_fall_back_and_others_do_not(void **state)
{
	static const struct {
		const char *type;
		bool known;
	} types[] = {
		{ "xterm-kitty", false },  { "foot", false },  { "xterm-ghostty", false },
		{ "wezterm", false },      { "", false },      { "unknown", false },
		{ "tmux-256color", true }, { "screen", true }, { "linux", true },
		{ "vt100", true },         { "putty", true },  { "xterm-256color", true },
		{ "xterm", true },         { "rxvt", true },   { "screen-256color", true },
		{ "vt220", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(types); i++) {
		struct desk d = desk_open(types[i].type, 80, 24);

		if (types[i].known != !terminal_fallback(d.t)) /* a newer terminfo may know more */
			print_message("%s: %s here\n", types[i].type,
			              terminal_fallback(d.t) ? "unknown" : "known");
		CHECK(!types[i].known || !terminal_fallback(d.t));
		if (terminal_fallback(d.t))
			assert_string_equal("xterm-256color", terminal_fallback(d.t));
		CHECK(desk_paint(&d) > 0);
		desk_close(&d);
	}
}

static void a_terminal_that_can_not_place_its_cursor_is_refused_with_advice(void **state)
{
	const struct terminal_how how = { THEME_DUAL, 0, false };
	struct terminal *t = NULL;
	int null = open("/dev/null", O_RDWR);

	(void)state;
	CHECK_STATUS(ST_UNAVAILABLE, terminal_open_on(null, null, "dumb", 80, 24, &how, &t));
	CHECK(strstr(fault_last()->text, "TERM=dumb") && strstr(fault_last()->text, "--dump"));
	close(null);
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

/* Everything written so far, as a C string in the fake's arena. */
static const char *all_of(struct desk *d)
{
	off_t n;
	char *bytes;

	terminal_flush(d->t, d->f->mono);
	n = lseek(d->out, 0, SEEK_END);
	bytes = arena_alloc(&d->f->arena, (size_t)n + 1);
	CHECK_INT(n, pread(d->out, bytes, (size_t)n, 0));
	for (off_t i = 0; i < n; i++) /* none is expected, and strstr must see the rest */
		CHECK(bytes[i]);
	return bytes;
}

static void clean_text_is_copied_to_the_terminals_clipboard(void **state)
{
	struct desk d = desk_open("xterm-256color", 80, 24);
	char large[OSC_COPY_MAX + 1];

	(void)state;
	CHECK(terminal_copy(d.t, SV("A-104233")));
	CHECK(terminal_copy(d.t, SV("Bj\xc3\xb6rn")));
	CHECK(terminal_copy(d.t, SV("ab")));
	CHECK(strstr(all_of(&d), "\033]52;c;QS0xMDQyMzM=\033\\"));
	CHECK(strstr(all_of(&d), "\033]52;c;QmrDtnJu\033\\"));
	CHECK(strstr(all_of(&d), "\033]52;c;YWI=\033\\"));
	memset(large, 'x', sizeof(large));
	CHECK(!terminal_copy(d.t, sv_of(large, sizeof(large))));
	CHECK(terminal_copy(d.t, sv_of(large, OSC_COPY_MAX)));
	desk_close(&d);
}

static void text_that_a_shell_would_run_when_pasted_is_not_copied(void **state)
{
	static const struct sv bad[] = {
		SV_CONST("rm -rf x\n"),
		SV_CONST("a\033[201~b"),
		SV_CONST("a\xe2\x80\xae"
		         "b"),
		SV_CONST("a\x9b"
		         "b"),
		SV_CONST("a\rb"),
		SV_CONST(""),
	};
	struct desk d = desk_open("xterm-256color", 80, 24);

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!terminal_copy(d.t, bad[i]));
	CHECK(!strstr(all_of(&d), "\033]52"));
	desk_close(&d);
}

static void old_terminals_are_sent_no_codes_that_they_would_print(void **state)
{
	static const char *const types[] = { "linux", "vt100", "vt220" };

	(void)state;
	for (size_t i = 0; i < COUNT(types); i++) {
		struct desk d = desk_open(types[i], 80, 24);

		CHECK(!terminal_copy(d.t, SV("x")));
		terminal_title(d.t, "quits");
		desk_paint(&d);
		CHECK(!strstr(all_of(&d), "\033]") && !strstr(all_of(&d), "2026"));
		desk_close(&d);
	}
}

static void a_title_with_control_characters_is_not_sent(void **state)
{
	struct desk d = desk_open("xterm-256color", 80, 24);

	(void)state;
	terminal_title(d.t, "quits: 3 alerts");
	terminal_title(d.t, "a\007b");
	CHECK(strstr(all_of(&d), "\033]2;quits: 3 alerts\033\\"));
	CHECK(!strchr(all_of(&d), 7));
	desk_close(&d);
}

static void the_mouse_is_off_until_it_is_asked_for_and_never_follows_motion(void **state)
{
	struct desk d = desk_open("xterm-256color", 80, 24);
	int out = dup(d.out);
	char end[256] = "";

	(void)state;
	desk_paint(&d);
	CHECK(!strstr(all_of(&d), "\033[?1000h"));
	terminal_mouse(d.t, true);
	CHECK(strstr(all_of(&d), "\033[?1000h\033[?1006h"));
	CHECK(!strstr(all_of(&d), "?1002h") && !strstr(all_of(&d), "?1003h"));
	desk_close(&d);
	CHECK(pread(out, end, sizeof(end) - 1, lseek(out, 0, SEEK_END) - 100) > 0);
	CHECK(strstr(end, "\033[?1006l\033[?1000l"));
	CHECK(strstr(end, "\033[?2004l"));
	CHECK(strstr(end, "\033[?1049l"));
	close(out);
}

static void large_frames_are_held_back_only_where_the_terminal_can(void **state)
{
	struct desk d = desk_open("xterm-256color", 120, 40);

	(void)state;
	desk_paint(&d);
	CHECK(!strstr(all_of(&d), "\033[?2026h"));
	terminal_sync(d.t);
	terminal_forget(d.t);
	desk_paint(&d);
	CHECK(strstr(all_of(&d), "\033[?2026h") && strstr(all_of(&d), "\033[?2026l"));
	desk_close(&d);
}

static void a_question_is_four_bytes_behind_the_frame(void **state)
{
	struct desk d = desk_open("xterm-256color", 80, 24);
	const char *all;

	(void)state;
	terminal_paint(d.t, d.g);
	terminal_ask(d.t);
	all = all_of(&d);
	assert_string_equal("\033[5n", all + strlen(all) - 4);
	desk_close(&d);
}

static void themes_of_contrast_set_their_ground_and_dual_never_does(void **state)
{
	struct terminal_how how = { THEME_DUAL, 0, false };

	(void)state;
	for (int i = 0; i < THEME__COUNT; i++) {
		struct fake *f = fake_live(80, 24);
		struct desk d = { .f = f, .g = grid_new(&f->arena, 80, 24) };
		FILE *out = tmpfile();
		const char *all;

		CHECK(out);
		d.out = fileno(out);
		how.theme = (enum theme)i;
		CHECK_OK(terminal_open_on(d.out, d.out, "xterm-256color", 80, 24, &how, &d.t));
		desk_paint(&d);
		all = all_of(&d);
		CHECK_INT(i == THEME_CONTRAST || i == THEME_CONTRAST_LIGHT, !!strstr(all, "48;5;"));
		CHECK_INT(i != THEME_MONO, !!strstr(all, "38;5;"));
		terminal_close(d.t);
		fclose(out);
		fake_free(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_feed_event_costs_at_most_600_bytes),
		cmocka_unit_test(every_kind_of_event_with_its_figures_costs_at_most_600_bytes),
		cmocka_unit_test(an_unchanged_screen_costs_nothing),
		cmocka_unit_test(a_cursor_move_costs_at_most_300_bytes),
		cmocka_unit_test(the_first_screen_costs_at_most_14_kilobytes),
		cmocka_unit_test(an_unknown_terminal_falls_back),
		cmocka_unit_test(types_that_terminfo_does_not_know_fall_back_and_others_do_not),
		cmocka_unit_test(a_terminal_that_can_not_place_its_cursor_is_refused_with_advice),
		cmocka_unit_test(a_terminal_without_colour_works),
		cmocka_unit_test(clean_text_is_copied_to_the_terminals_clipboard),
		cmocka_unit_test(text_that_a_shell_would_run_when_pasted_is_not_copied),
		cmocka_unit_test(old_terminals_are_sent_no_codes_that_they_would_print),
		cmocka_unit_test(a_title_with_control_characters_is_not_sent),
		cmocka_unit_test(the_mouse_is_off_until_it_is_asked_for_and_never_follows_motion),
		cmocka_unit_test(large_frames_are_held_back_only_where_the_terminal_can),
		cmocka_unit_test(a_question_is_four_bytes_behind_the_frame),
		cmocka_unit_test(themes_of_contrast_set_their_ground_and_dual_never_does),
		cmocka_unit_test(resizing_twenty_times_while_live_is_harmless),
		cmocka_unit_test(no_control_character_of_a_stranger_reaches_the_terminal),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
