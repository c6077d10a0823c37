/* ncurses as a sink. It is told every cell of every row and finds out itself what changed (an unchanged
 * screen costs no byte); it never reads, never waits for keys, allocates no colour pairs of its own (a
 * fixed table of init_pair; alloc_pair would crash on terminals without colour). Whatever happens, the
 * terminal is given back: on close, on suspend, and in a fatal signal, there with plain write(2). */
#define _XOPEN_SOURCE_EXTENDED 1
#include "tui/term/curses.h"

#include <errno.h>
#include <fcntl.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "common/arena.h"

#include "tui/term/grid.h"
#include "tui/term/style.h"

struct terminal {
	SCREEN *screen;
	FILE *in_file, *out_file;
	int in, out;
	bool own; /* we opened the descriptors */
	bool colour;
	int caret; /* curs_set state, -1 unknown */
	const char *fallback;
	int w, h;
	attr_t attrs[LOOK__COUNT];
	short pairs[LOOK__COUNT];
};

/* For the fatal signal: what to write where, and the settings to put back. */
static int crash_fd = -1;
static struct termios crash_settings;
static bool crash_ready;

static const char start_bytes[] = "\033[?2004h";
static const char stop_bytes[] = "\033[?2004l";

static void send_bytes(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EAGAIN) {
			struct pollfd room = { fd, POLLOUT, 0 };

			if (poll(&room, 1, 200) <= 0)
				return;
		} else if (done < 0 && errno != EINTR) {
			return;
		} else if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
}

static void crashed(int sig)
{
	static const char reset[] = "\033[?2004l\033[?1049l\033[?25h\033[0m\r\n";

	if (crash_fd >= 0) {
		if (write(crash_fd, reset, sizeof(reset) - 1) < 0)
			_exit(128 + sig);
		tcsetattr(crash_fd, TCSANOW, &crash_settings);
	}
	signal(sig, SIG_DFL);
	raise(sig);
}

static void watch_crashes(int fd)
{
	static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

	crash_ready = tcgetattr(fd, &crash_settings) == 0;
	crash_fd = crash_ready ? fd : -1;
	for (size_t i = 0; i < COUNT(fatal); i++) {
		struct sigaction old, now = { .sa_handler = crashed };

		/* a sanitizer's own handler tells more than a clean screen is worth */
		if (sigaction(fatal[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
			sigaction(fatal[i], &now, NULL);
	}
}

static void choose_looks(struct terminal *t, bool colour)
{
	short next = 1;

	t->colour = colour && has_colors() && start_color() != ERR;
	if (t->colour && use_default_colors() == ERR)
		t->colour = false;
	for (int i = 0; i < LOOK__COUNT; i++) {
		const struct shown *s = &style_table[i];
		short fg = COLORS >= 256 ? s->colour256 : s->colour8;

		t->attrs[i] = (s->how & SHOW_BOLD ? A_BOLD : 0) | (s->how & SHOW_DIM ? A_DIM : 0) |
		              (s->how & SHOW_REVERSE ? A_REVERSE : 0) |
		              (s->how & SHOW_UNDERLINE ? A_UNDERLINE : 0);
		t->pairs[i] = 0;
		if (t->colour && fg >= 0 && next < COLOR_PAIRS && init_pair(next, fg, -1) != ERR)
			t->pairs[i] = next++;
	}
}

static SCREEN *new_screen(struct terminal *t, const char *type)
{
	const char *const chain[] = { type, "xterm-256color", "xterm", "vt100" };

	for (size_t i = 0; i < COUNT(chain); i++) {
		SCREEN *s =
		    chain[i] && chain[i][0] ? newterm(chain[i], t->out_file, t->in_file) : NULL;

		if (s) {
			t->fallback = i ? chain[i] : NULL;
			return s;
		}
	}
	return NULL;
}

static enum status begin(struct terminal *t, const char *type, bool colour)
{
	use_env(FALSE); /* the kernel knows the size, LINES and COLUMNS are often stale */
	t->screen = new_screen(t, type);
	if (!t->screen)
		return fail(ST_UNAVAILABLE,
		            "no description of this terminal (TERM=%s) nor of xterm or vt100; "
		            "install ncurses-base or use --dump",
		            type ? type : "");
	raw();
	noecho();
	nonl();
	typeahead(-1);
	intrflush(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	choose_looks(t, colour);
	t->caret = -1;
	send_bytes(t->out, start_bytes, sizeof(start_bytes) - 1);
	return ST_OK;
}

static void drop(struct terminal *t)
{
	if (t->in_file)
		fclose(t->in_file);
	if (t->out_file)
		fclose(t->out_file);
	mem_free(t);
}

static enum status open_on(int in, int out, bool own, const char *type, int w, int h, bool colour,
                           struct terminal **ret)
{
	struct terminal *t = mem_new(sizeof(*t));
	int in2 = own ? in : dup(in), out2 = dup(out);
	enum status st;

	t->in = in2;
	t->out = out2;
	t->own = own;
	t->in_file = in2 >= 0 ? fdopen(in2, "r") : NULL;
	t->out_file = out2 >= 0 ? fdopen(out2, "w") : NULL;
	if (!t->in_file || !t->out_file) {
		drop(t);
		return fail(ST_UNAVAILABLE, "the terminal could not be opened: %s",
		            strerror(errno));
	}
	watch_crashes(out2);
	st = begin(t, type, colour);
	if (st != ST_OK) {
		drop(t);
		return st;
	}
	if (w <= 0 || h <= 0)
		terminal_size(t, &w, &h);
	terminal_resize(t, w, h);
	*ret = t;
	return ST_OK;
}

enum status terminal_open(bool colour, struct terminal **ret)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return fail(ST_UNAVAILABLE, "no terminal here: %s (try --dump)", strerror(errno));
	return open_on(fd, fd, true, getenv("TERM"), 0, 0, colour, ret);
}

enum status terminal_open_on(int in, int out, const char *type, int w, int h, bool colour,
                             struct terminal **ret)
{
	return open_on(in, out, false, type, w, h, colour, ret);
}

void terminal_close(struct terminal *t)
{
	if (!t)
		return;
	send_bytes(t->out, stop_bytes, sizeof(stop_bytes) - 1);
	endwin();
	delscreen(t->screen);
	crash_fd = -1;
	drop(t);
}

int terminal_fd(const struct terminal *t)
{
	return t->in;
}

const char *terminal_fallback(const struct terminal *t)
{
	return t->fallback;
}

void terminal_size(const struct terminal *t, int *ret_w, int *ret_h)
{
	struct winsize size;

	if (ioctl(t->out, TIOCGWINSZ, &size) == 0 && size.ws_col && size.ws_row) {
		*ret_w = size.ws_col;
		*ret_h = size.ws_row;
	} else {
		*ret_w = 80;
		*ret_h = 24;
	}
}

void terminal_resize(struct terminal *t, int w, int h)
{
	t->w = w < 1 ? 1 : w > GRID_W_MAX ? GRID_W_MAX : w;
	t->h = h < 1 ? 1 : h > GRID_H_MAX ? GRID_H_MAX : h;
	resizeterm(t->h, t->w);
	terminal_forget(t);
}

void terminal_forget(struct terminal *t)
{
	(void)t;
	clearok(stdscr, TRUE);
}

/* libc's widths are ncurses'. Where they differ from ours, question marks keep the columns. Returns how
 * many ncurses characters were made of the cell. */
static int to_curses(const struct terminal *t, const struct cell *c, cchar_t *to)
{
	wchar_t text[4] = { 0 };
	int n = 0, made = 1;

	text[n++] = (wchar_t)c->ch[0];
	for (int i = 1; i < 3 && c->ch[i]; i++)
		if (wcwidth((wchar_t)c->ch[i]) == 0)
			text[n++] = (wchar_t)c->ch[i];
	if (wcwidth(text[0]) != c->width) {
		text[0] = '?';
		text[1] = 0;
		made = c->width;
	}
	for (int i = 0; i < made; i++)
		setcchar(&to[i], text, t->attrs[c->look], t->pairs[c->look], NULL);
	return made;
}

void terminal_paint(struct terminal *t, const struct grid *g)
{
	cchar_t row[GRID_W_MAX + 2];
	int h = g->h < t->h ? g->h : t->h, w = g->w < t->w ? g->w : t->w;

	for (int y = 0; y < h; y++) {
		int n = 0;

		for (int x = 0; x < w; x++)
			if (g->at[y * g->w + x].width)
				n += to_curses(t, &g->at[y * g->w + x], row + n);
		mvadd_wchnstr(y, 0, row, n);
	}
	if (t->caret != (int)g->caret) {
		curs_set(g->caret);
		t->caret = g->caret;
	}
	move(g->cy < h ? g->cy : h - 1, g->cx < w ? g->cx : w - 1);
	wnoutrefresh(stdscr);
	doupdate();
}

bool terminal_can_write(const struct terminal *t)
{
	struct pollfd room = { t->out, POLLOUT, 0 };

	return poll(&room, 1, 0) > 0 && room.revents & POLLOUT;
}

void terminal_suspend(struct terminal *t)
{
	int w, h;

	send_bytes(t->out, stop_bytes, sizeof(stop_bytes) - 1);
	endwin();
	kill(getpid(), SIGSTOP);
	/* here again after "fg", perhaps in a window of another size */
	send_bytes(t->out, start_bytes, sizeof(start_bytes) - 1);
	terminal_size(t, &w, &h);
	terminal_resize(t, w, h);
	t->caret = -1;
}

void terminal_title(struct terminal *t, const char *title)
{
	char text[128];
	int n = snprintf(text, sizeof(text), "\033]2;%s\033\\", title);

	if (n > 0 && (size_t)n < sizeof(text))
		send_bytes(t->out, text, (size_t)n);
}
