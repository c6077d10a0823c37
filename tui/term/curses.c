/* ncurses as a sink. It is told every cell of every row and finds out itself what changed (an unchanged
 * screen costs no byte); it never reads, never waits for keys, allocates no colour pairs of its own (a
 * fixed table of init_pair; alloc_pair would crash on terminals without colour). It writes into a file in
 * memory, which makes a frame a piece of bytes with a length: it can be counted, ended with a question,
 * held back by a full terminal, and sent whole. So the terminal's settings are ours to change, not its. */
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
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#include "common/arena.h"

#include "tui/term/grid.h"
#include "tui/term/osc.h"
#include "tui/term/outlet.h"
#include "tui/term/pen.h"
#include "tui/term/restore.h"

enum { PAIRS_MAX = 48, DRAIN_MS = 200, SYNC_MIN = 2048 };

struct terminal {
	SCREEN *screen;
	FILE *in_file, *made; /* the terminal to read, and where ncurses writes */
	int in, out;
	bool own;   /* we opened the descriptor: in and out are the same */
	bool codes; /* it is known to swallow OSC and DECRQM that it does not understand */
	bool sync, mouse;
	int caret; /* curs_set state, -1 unknown */
	int colours;
	const char *fallback;
	int w, h;
	struct outlet outlet;
	struct pen pen;
	struct restore_plan plan;
	attr_t attrs[LOOK__COUNT];
	short pairs[LOOK__COUNT];
	bool unseen[LOOK__COUNT]; /* a blank of this look is like any other */
	bool corner_torn; /* see torn() */
	char *copy;       /* the frame on its way from ncurses */
	size_t copy_cap;
};

#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"
#define HOLD      "\033[?2026h"
#define LET_GO    "\033[?2026l"

static void say(struct terminal *t, const char *bytes)
{
	outlet_add(&t->outlet, bytes, strlen(bytes));
}

/* What ncurses has written since the last time. */
static struct sv take_made(struct terminal *t)
{
	int fd = fileno(t->made);
	off_t n = lseek(fd, 0, SEEK_CUR);
	ssize_t got;

	if (n <= 0)
		return SV_NONE;
	if ((size_t)n > t->copy_cap) {
		t->copy_cap = (size_t)n + 4096;
		t->copy = mem_grow(t->copy, t->copy_cap);
	}
	got = pread(fd, t->copy, (size_t)n, 0);
	(void)lseek(fd, 0, SEEK_SET);
	return sv_of(t->copy, got > 0 ? (size_t)got : 0);
}

static size_t pass_on(struct terminal *t)
{
	struct sv made = take_made(t);
	bool hold = t->sync && made.n >= SYNC_MIN;
	size_t n;

	if (hold)
		say(t, HOLD);
	n = pen_pass(&t->pen, made, &t->outlet);
	if (hold)
		say(t, LET_GO);
	return n + (hold ? sizeof(HOLD) + sizeof(LET_GO) - 2 : 0);
}

/* A capability without the pauses ($<5>) that only real vt100s need. */
static void plan_add(struct restore_plan *p, const char *bytes)
{
	if (!bytes || bytes == (char *)-1)
		return;
	for (; *bytes && p->n < sizeof(p->bytes); bytes++) {
		const char *end = bytes[0] == '$' && bytes[1] == '<' ? strchr(bytes, '>') : NULL;

		if (end)
			bytes = end;
		else
			p->bytes[p->n++] = *bytes;
	}
}

static void make_plan(struct terminal *t)
{
	static const char *const names[] = { "sgr0", "op", "cnorm", "rmcup" };

	plan_add(&t->plan, PASTE_OFF MOUSE_OFF);
	for (size_t i = 0; i < COUNT(names); i++)
		plan_add(&t->plan, tigetstr(names[i]));
	plan_add(&t->plan, "\r\n");
}

static void set_raw(const struct terminal *t)
{
	struct termios raw = t->plan.settings;

	if (!t->plan.has_settings)
		return;
	cfmakeraw(&raw);
	raw.c_cflag = t->plan.settings.c_cflag; /* a serial line keeps its parity */
	tcsetattr(t->out, TCSADRAIN, &raw);
}

/* Terminals of which terminfo says that an underline in colour is something else (ncv) get bold instead:
 * ncurses would leave it out. */
static unsigned how_shown(const struct ink *ink, int pair)
{
	int not_both = tigetnum("ncv");

	if (pair && not_both > 0 && not_both & 2 && ink->how & SHOW_UNDERLINE)
		return (ink->how & ~(unsigned)SHOW_UNDERLINE) | SHOW_BOLD;
	return ink->how;
}

static void choose_looks(struct terminal *t, enum theme theme)
{
	struct ink inks[PAIRS_MAX];
	short n = 0;

	t->colours = theme != THEME_MONO && has_colors() && start_color() != ERR ? COLORS : 0;
	t->colours = t->colours >= 256 ? 256 : t->colours >= 16 ? 16 : t->colours >= 8 ? 8 : 0;
	if (t->colours && use_default_colors() == ERR)
		t->colours = 0;
	for (int i = 0; i < LOOK__COUNT; i++) {
		struct ink ink = style_ink(theme, (enum look)i, t->colours);
		short pair = 0;
		unsigned how;

		if (t->colours && (ink.fg >= 0 || ink.bg >= 0)) {
			while (pair < n && (inks[pair].fg != ink.fg || inks[pair].bg != ink.bg))
				pair++;
			if (pair == n && n + 1 < PAIRS_MAX && n + 1 < COLOR_PAIRS &&
			    init_pair((short)(n + 1), ink.fg, ink.bg) != ERR)
				inks[n++] = ink;
			pair = pair < n ? (short)(pair + 1) : 0;
		}
		t->pairs[i] = pair;
		how = how_shown(&ink, pair);
		t->unseen[i] = ink.bg == style_ink(theme, LOOK_PLAIN, t->colours).bg &&
			       !(how & (SHOW_REVERSE | SHOW_UNDERLINE));
		t->attrs[i] = (how & SHOW_BOLD ? A_BOLD : 0) |
		              (how & SHOW_REVERSE ? A_REVERSE : 0) |
		              (how & SHOW_UNDERLINE ? A_UNDERLINE : 0);
	}
}

static bool has(const char *capability)
{
	const char *s = tigetstr(capability);

	return s && s != (char *)-1;
}

static SCREEN *new_screen(struct terminal *t, const char *type)
{
	const char *const chain[] = { type, "xterm-256color", "xterm", "vt100" };

	for (size_t i = 0; i < COUNT(chain); i++) {
		SCREEN *s = chain[i] && chain[i][0] ? newterm(chain[i], t->made, t->in_file) : NULL;

		if (s) {
			t->fallback = i ? chain[i] : NULL;
			return s;
		}
	}
	return NULL;
}

static void enter(struct terminal *t)
{
	set_raw(t);
	say(t, PASTE_ON);
	if (t->mouse)
		say(t, MOUSE_ON);
	t->caret = -1;
	pen_lose(&t->pen);
}

static enum status begin(struct terminal *t, const char *type, const struct terminal_how *how)
{
	/* The size is told later. LINES and COLUMNS are often stale; without the second of these, a
	 * description that names no size, as linux and putty, could not be used. */
	use_env(FALSE);
	use_tioctl(TRUE);
	t->screen = new_screen(t, type);
	if (!t->screen)
		return fail(ST_UNAVAILABLE,
		            "no description of this terminal (TERM=%s) nor of xterm or vt100; "
		            "install ncurses-base or use --dump",
		            type ? type : "");
	if (!has("cup")) {
		endwin();
		delscreen(t->screen);
		return fail(
		    ST_UNAVAILABLE,
		    "a terminal of this type (TERM=%s) can not place its cursor; set TERM to "
		    "what it really is, or use --dump",
		    type ? type : "");
	}
	t->corner_torn = !has("rmam");
	noecho(); /* the settings themselves are ours; these tell ncurses what to expect */
	nonl();
	typeahead(-1);
	scrollok(stdscr, FALSE);
	choose_looks(t, how->theme);
	pen_start(&t->pen, has("setaf"), has("hpa") && strcmp(tigetstr("hpa"), "\033[%i%p1%dG") == 0 && tigetflag("xenl") > 0);
	t->codes = how->test || osc_known(type ? type : "");
	make_plan(t);
	restore_arm(&t->plan);
	enter(t);
	if (t->codes && !how->test)
		say(t, "\033[?2026$p");
	return ST_OK;
}

static void drop(struct terminal *t)
{
	if (t->in_file)
		fclose(t->in_file);
	if (t->made)
		fclose(t->made);
	if (!t->own && t->out >= 0)
		close(t->out);
	outlet_close(&t->outlet);
	mem_free(t->copy);
	mem_free(t);
}

static enum status open_on(int in, int out, bool own, const char *type, int w, int h,
                           const struct terminal_how *how, struct terminal **ret)
{
	struct terminal *t = mem_new(sizeof(*t));
	int made = memfd_create("quits-frame", MFD_CLOEXEC);
	enum status st;

	t->own = own;
	t->in = own ? in : dup(in);
	t->out = own ? out : dup(out);
	t->in_file = t->in >= 0 ? fdopen(t->in, "r") : NULL;
	t->made = made >= 0 ? fdopen(made, "w") : NULL;
	if (!t->in_file || !t->made || t->out < 0) {
		st = fail(ST_UNAVAILABLE, "the terminal could not be opened: %s", strerror(errno));
		drop(t);
		return st;
	}
	outlet_open(&t->outlet, t->out, how->bps);
	t->plan.fd = t->out;
	t->plan.has_settings = tcgetattr(t->out, &t->plan.settings) == 0;
	st = begin(t, type, how);
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

enum status terminal_open(const struct terminal_how *how, struct terminal **ret)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return fail(ST_UNAVAILABLE, "no terminal here: %s (try --dump)", strerror(errno));
	return open_on(fd, fd, true, getenv("TERM"), 0, 0, how, ret);
}

enum status terminal_open_on(int in, int out, const char *type, int w, int h,
                             const struct terminal_how *how, struct terminal **ret)
{
	return open_on(in, out, false, type, w, h, how, ret);
}

/* The terminal as it was found; what the sink knows of it stays. */
static void leave(struct terminal *t)
{
	if (t->mouse)
		say(t, MOUSE_OFF);
	say(t, PASTE_OFF);
	endwin();
	pass_on(t);
	pen_settle(&t->pen, &t->outlet);
	outlet_drain(&t->outlet, DRAIN_MS);
	if (t->plan.has_settings)
		tcsetattr(t->out, TCSADRAIN, &t->plan.settings);
}

void terminal_close(struct terminal *t)
{
	if (!t)
		return;
	leave(t);
	restore_disarm();
	delscreen(t->screen);
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

int terminal_colours(const struct terminal *t)
{
	return t->colours;
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

/* What the terminal clears by itself is then as blank as our blanks. */
static void set_ground(const struct terminal *t)
{
	cchar_t plain;

	if (setcchar(&plain, L" ", A_NORMAL, t->pairs[LOOK_PLAIN], NULL) == OK)
		bkgrndset(&plain);
}

void terminal_theme(struct terminal *t, enum theme theme)
{
	choose_looks(t, theme);
	set_ground(t);
	terminal_forget(t);
}

void terminal_resize(struct terminal *t, int w, int h)
{
	t->w = w < 1 ? 1 : w > GRID_W_MAX ? GRID_W_MAX : w;
	t->h = h < 1 ? 1 : h > GRID_H_MAX ? GRID_H_MAX : h;
	resizeterm(t->h, t->w);
	set_ground(t);
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
	/* one kind of blank: a gap between words of another look is then no change */
	int look = c->ch[0] == ' ' && t->unseen[c->look] ? LOOK_PLAIN : c->look;
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
		setcchar(&to[i], text, t->attrs[look], t->pairs[look], NULL);
	return made;
}

/* Where the right margin can not be switched off (tmux, screen), ncurses 6.4 takes the second half of a wide
 * character beside the last cell of the screen for that cell, and inserts something before it. Question marks
 * stand there instead; our last row has no such text. */
static bool torn(const struct terminal *t, const struct cell *c, int y, int x)
{
	return t->corner_torn && c->width == 2 && y == t->h - 1 && x == t->w - 3;
}

static void put_row(const struct terminal *t, const struct grid *g, int y, int w)
{
	cchar_t row[GRID_W_MAX + 2];
	int n = 0;

	for (int x = 0; x < w; x++) {
		const struct cell *c = &g->at[y * g->w + x];
		struct cell unknown = { { '?', 0, 0 }, c->look, 1 };

		if (torn(t, c, y, x)) {
			n += to_curses(t, &unknown, row + n);
			n += to_curses(t, &unknown, row + n);
		} else if (c->width) {
			n += to_curses(t, c, row + n);
		}
	}
	mvadd_wchnstr(y, 0, row, n);
}

size_t terminal_paint(struct terminal *t, const struct grid *g)
{
	int h = g->h < t->h ? g->h : t->h, w = g->w < t->w ? g->w : t->w;

	for (int y = 0; y < h; y++)
		put_row(t, g, y, w);
	if (t->caret != (int)g->caret) {
		curs_set(g->caret);
		t->caret = g->caret;
	}
	move(g->cy < h ? g->cy : h - 1, g->cx < w ? g->cx : w - 1);
	wnoutrefresh(stdscr);
	doupdate();
	return pass_on(t);
}

void terminal_ask(struct terminal *t)
{
	say(t, "\033[5n");
}

size_t terminal_flush(struct terminal *t, int64_t mono)
{
	return outlet_flush(&t->outlet, mono);
}

int64_t terminal_due(const struct terminal *t, int64_t mono)
{
	return outlet_due(&t->outlet, mono);
}

bool terminal_can_write(const struct terminal *t)
{
	struct pollfd room = { t->out, POLLOUT, 0 };

	return !outlet_waiting(&t->outlet) && poll(&room, 1, 0) > 0 && room.revents & POLLOUT;
}

void terminal_suspend(struct terminal *t)
{
	struct sigaction old, stop = { .sa_handler = SIG_DFL };
	sigset_t tstp, before;

	leave(t);
	sigaction(SIGTSTP, &stop, &old);
	sigemptyset(&tstp);
	sigaddset(&tstp, SIGTSTP);
	/* the whole job, or a shell script around us would wait for us instead of its user */
	kill(0, SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &tstp, &before);
	/* here again after "fg", perhaps in a window of another size */
	sigprocmask(SIG_SETMASK, &before, NULL);
	sigaction(SIGTSTP, &old, NULL);
	terminal_again(t);
}

void terminal_again(struct terminal *t)
{
	int w, h;

	enter(t);
	terminal_size(t, &w, &h);
	terminal_resize(t, w, h);
}

void terminal_title(struct terminal *t, const char *title)
{
	if (t->codes)
		osc_title(&t->outlet, sv_from(title));
}

void terminal_bell(struct terminal *t)
{
	say(t, "\a");
}

void terminal_mouse(struct terminal *t, bool on)
{
	if (t->mouse != on)
		say(t, on ? MOUSE_ON : MOUSE_OFF);
	t->mouse = on;
}

bool terminal_copy(struct terminal *t, struct sv text)
{
	return t->codes && osc_copy(&t->outlet, text);
}

void terminal_sync(struct terminal *t)
{
	t->sync = true;
}
