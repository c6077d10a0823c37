/* One thread, one poll(): terminal, signals, a timer, the inbox of answers. Keys come before data in a
 * turn, and there is at most one frame per turn. A frame for a key is painted now; a frame for data when
 * term/pace.h lets it: now too if the last one is at least 100 ms old and the terminal has drawn it, so an
 * event is on the screen at once and a flood of them costs ten frames a second, or two on a slow line. */
#include "tui/ui.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/file.h"
#include "common/thread.h"

#include "tui/console.h"
#include "tui/save.h"
#include "tui/term/curses.h"
#include "tui/term/input.h"
#include "tui/term/pace.h"
#include "tui/term/piece.h"

enum { DUMP_MAX = 1024 * 1024, KEYS = 64 };

enum { TTY, SIGNALS, TIMER, WAKE, FDS };

struct loop {
	struct console console;
	struct terminal *terminal;
	struct line *line;
	struct input input;
	const struct ui_options *how;
	struct arena memory; /* of the grid */
	struct grid *grid;
	/* on a slow line */
	struct grid *shown;  /* what the terminal shows; pieces of the newest picture go there */
	struct grid *before; /* the picture before the keys of this turn */
	bool remembered;     /* that is known */
	bool rows[GRID_H_MAX]; /* those that keys have changed since the last frame */
	int next;              /* row at which news go on */
	int fd[FDS];
	int64_t esc_at;  /* mono at which an open sequence is given up, 0 = none */
	int64_t tick_at; /* mono of the console's own deadline, asked before the wait */
	struct pace pace;
	bool resized;
	bool mouse; /* as the terminal was told */
	bool again; /* SIGCONT: somebody else has had the terminal */
	bool busy;  /* something was done since idle was last told */
	unsigned idles;
};

static void set_time(struct loop *l)
{
	console_time(&l->console, clock_mono_ms(), clock_now());
}

static enum status write_all(FILE *out, struct sv text, const char *path)
{
	if (fwrite(text.p, 1, text.n, out) != text.n || fflush(out) != 0)
		return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	return ST_OK;
}

/* A regular file is replaced whole. Anything else with that name (a device, a pipe) is written into: it
 * must never be renamed over. */
static enum status write_text(struct arena *a, const char *path, struct sv text)
{
	struct stat there;
	enum status st;
	FILE *out;

	if (strcmp(path, "-") == 0)
		return write_all(stdout, text, "standard output");
	if (stat(path, &there) != 0 || S_ISREG(there.st_mode))
		return file_write(a, path, text);
	out = fopen(path, "we");
	if (!out)
		return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	st = write_all(out, text, path);
	fclose(out);
	return st;
}

enum status ui_dump(const struct console *c, bool ascii, const char *path)
{
	struct arena a = ARENA_INIT;
	struct grid *g = grid_new(&a, c->w, c->h);
	struct buf text = buf_new(&a, DUMP_MAX);
	enum status st;

	console_draw(c, g);
	if (ascii)
		grid_ascii(g);
	grid_dump(g, &text);
	st = buf_end(&text, "the screen");
	if (st == ST_OK)
		st = write_text(&a, path, buf_sv(&text));
	arena_free(&a);
	return st;
}

static void new_grid(struct loop *l)
{
	int w, h;

	terminal_size(l->terminal, &w, &h);
	terminal_resize(l->terminal, w, h);
	console_resize(&l->console, w, h);
	arena_reset(&l->memory);
	l->grid = grid_new(&l->memory, l->console.w, l->console.h);
	l->shown = grid_new(&l->memory, l->console.w, l->console.h);
	l->before = grid_new(&l->memory, l->console.w, l->console.h);
	l->remembered = false;
	l->next = 0;
	l->console.repaint = true;
	l->resized = false;
}

static void draw(const struct loop *l, struct grid *g)
{
	console_draw(&l->console, g);
	if (l->how->ascii)
		grid_ascii(g);
}

static bool slow(const struct loop *l)
{
	return pace_class(&l->pace) == PACE_SLOW;
}

/* On a slow line: keys are about to come. What differs behind them is what they did. */
static void before_keys(struct loop *l)
{
	l->remembered = slow(l);
	if (l->remembered)
		draw(l, l->before);
}

static void after_keys(struct loop *l)
{
	if (l->remembered && l->console.touched) {
		draw(l, l->grid);
		piece_changed(l->before, l->grid, l->rows);
	}
	l->remembered = false;
}

/* Brings the picture, or the piece of it whose turn it is, to `shown`. Returns whether some of it is left. */
static bool compose(struct loop *l, bool key, bool whole)
{
	draw(l, l->grid);
	if (whole)
		return piece_take(l->shown, l->grid, &l->next, SIZE_MAX);
	if (!key)
		return piece_take(l->shown, l->grid, &l->next, pace_limit(&l->pace));
	l->rows[l->grid->h > 1 ? l->grid->h - 2 : 0] = true; /* what is said of it may have come later */
	return piece_rows(l->shown, l->grid, l->rows);
}

static void paint(struct loop *l)
{
	struct console *c = &l->console;
	bool key = c->touched || c->repaint, whole = c->repaint || !slow(l), ask;
	size_t n;

	if (c->repaint)
		terminal_forget(l->terminal);
	if (pace_knocks(&l->pace, key)) {
		terminal_ask(l->terminal);
		pace_knocked(&l->pace, c->ui.mono);
	}
	c->touched = c->repaint = false;
	c->stale = compose(l, key, whole);
	memset(l->rows, 0, sizeof(l->rows));
	n = terminal_paint(l->terminal, l->shown);
	ask = n && pace_asks(&l->pace, key, n);
	if (ask)
		terminal_ask(l->terminal);
	pace_painted(&l->pace, key, n, ask, c->ui.mono);
	terminal_flush(l->terminal, c->ui.mono);
	l->busy = true;
}

/* When this turn's frame is due: now, a time (mono), or never (0). */
static int64_t paint_at(const struct loop *l)
{
	const struct console *c = &l->console;
	bool key = c->touched || c->repaint;

	if (!key && !c->stale)
		return 0;
	return pace_due(&l->pace, key, terminal_can_write(l->terminal), c->ui.mono);
}

static void maybe_paint(struct loop *l)
{
	int64_t at = paint_at(l);

	if (at && at <= l->console.ui.mono)
		paint(l);
}

static void key(struct loop *l, uint32_t code)
{
	if (code == KEY_ANSWER) {
		enum pace_class before = pace_class(&l->pace);

		pace_answer(&l->pace, l->console.ui.mono);
		l->console.stale |= pace_class(&l->pace) != before;
	} else if (code == KEY_SYNC)
		terminal_sync(l->terminal);
	else if (!l->console.mouse &&
	         (code == KEY_CLICK || code == KEY_WHEEL_UP || code == KEY_WHEEL_DOWN))
		return; /* somebody who was here before us left it on */
	else if (code == KEY_CLICK)
		console_click(&l->console, l->input.x, l->input.y);
	else if (code == KEY_PASTE)
		console_paste(&l->console, sv_of(l->input.pasted, l->input.pasted_n),
		              l->input.pasted_lost);
	else
		console_key(&l->console, code);
}

static bool read_keys(struct loop *l)
{
	char bytes[4096];
	ssize_t n = read(l->fd[TTY], bytes, sizeof(bytes));
	struct sv rest = sv_of(bytes, n > 0 ? (size_t)n : 0);
	int wait;

	if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
		return false;
	while (rest.n) {
		uint32_t keys[KEYS];
		size_t made = input_decode(&l->input, &rest, keys, KEYS);

		for (size_t i = 0; i < made; i++)
			key(l, keys[i]);
	}
	wait = input_waiting(&l->input, l->how->esc_ms);
	l->esc_at = wait < 0 ? 0 : l->console.ui.mono + wait;
	return true;
}

static void give_up_sequence(struct loop *l)
{
	uint32_t keys[4];
	size_t made;

	if (!l->esc_at || l->console.ui.mono < l->esc_at)
		return;
	made = input_timeout(&l->input, keys);
	for (size_t i = 0; i < made; i++)
		key(l, keys[i]);
	l->esc_at = 0;
}

static void read_signals(struct loop *l)
{
	struct signalfd_siginfo info;

	while (read(l->fd[SIGNALS], &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGWINCH)
			l->resized = true;
		else if (info.ssi_signo == SIGTSTP)
			l->console.suspend = true;
		else if (info.ssi_signo == SIGCONT)
			l->again = true;
		else
			l->console.quit = true;
	}
}

static bool read_arrivals(struct loop *l)
{
	struct arrival *a = line_take(l->line);
	bool any = a != NULL;

	while (a) {
		struct arrival *next = (struct arrival *)a->link.next;

		console_arrival(&l->console, a);
		a = next;
	}
	return any;
}

/* A file; a device or a pipe may be written into. */
static bool is_there(const char *path)
{
	struct stat there;

	return stat(path, &there) == 0 && S_ISREG(there.st_mode);
}

static void effects(struct loop *l)
{
	struct console *c = &l->console;

	if (c->dump[0]) {
		char path[SAVE_PATH_MAX];

		save_path(c->dump, path);
		c->dump[0] = '\0';
		if (strcmp(path, "-") == 0)
			console_say(c, SAY_WARN, T("dump: a file is needed here"));
		else if (is_there(path))
			console_say(c, SAY_WARN, T("dump: %s is there already; it is left alone"), path);
		else if (ui_dump(c, l->how->ascii, path) == ST_OK)
			console_say(c, SAY_GOOD, T("this screen is in %s"), path);
		else
			console_say(c, SAY_BAD, T("dump: %s"), fault_last()->text);
	}
	save_effects(c);
	if (c->mouse != l->mouse)
		terminal_mouse(l->terminal, l->mouse = c->mouse);
	if (c->themed) {
		terminal_theme(l->terminal, c->theme);
		c->themed = false;
		c->touched = true;
	}
	if (c->beep)
		terminal_bell(l->terminal);
	c->beep = false;
	if (c->copy[0] && !terminal_copy(l->terminal, sv_from(c->copy)))
		console_say(c, SAY_WARN, T("y: this terminal takes nothing into its clipboard"));
	c->copy[0] = '\0';
	if (c->suspend) {
		c->suspend = false;
		terminal_suspend(l->terminal);
		set_time(l);
		read_signals(l); /* the SIGCONT that brought us here */
		l->again = false;
		l->resized = true;
	}
	if (l->again) {
		l->again = false;
		terminal_again(l->terminal);
		l->resized = true;
	}
	if (l->resized)
		new_grid(l);
}

static void tell_idle(struct loop *l)
{
	char title[32];

	if (!l->how->test || !l->busy || l->esc_at || paint_at(l) ||
	    !terminal_can_write(l->terminal) || !console_idle(&l->console, true))
		return;
	l->busy = false;
	snprintf(title, sizeof(title), "idle:%u", ++l->idles);
	terminal_title(l->terminal, title);
	terminal_flush(l->terminal, l->console.ui.mono);
}

static void arm(struct loop *l)
{
	int64_t at = l->tick_at = console_deadline(&l->console);
	int64_t times[] = { l->esc_at, paint_at(l), pace_deadline(&l->pace),
		            terminal_due(l->terminal, l->console.ui.mono) };
	struct itimerspec when = { 0 };

	for (size_t i = 0; i < COUNT(times); i++)
		if (times[i] && (!at || times[i] < at))
			at = times[i];
	at = at - l->console.ui.mono;
	if (at < 1)
		at = 1;
	when.it_value.tv_sec = at / 1000;
	when.it_value.tv_nsec = at % 1000 * 1000000;
	timerfd_settime(l->fd[TIMER], 0, &when, NULL);
}

/* Is it room in the terminal that we wait for, and not the pretended slowness of the line? */
static bool wants_room(const struct loop *l)
{
	int64_t mono = l->console.ui.mono;

	return paint_at(l) && !terminal_can_write(l->terminal) && !terminal_due(l->terminal, mono);
}

/* The timer wakes for a frame, a key or the line as well: the console's own time may not have come. Asked
 * again now, it would name the next minute. */
static bool time_is_up(struct loop *l)
{
	uint64_t expired;

	if (read(l->fd[TIMER], &expired, sizeof(expired)) <= 0 || !l->tick_at ||
	    l->tick_at > l->console.ui.mono)
		return false;
	console_tick(&l->console);
	return true;
}

static void turn(struct loop *l)
{
	struct pollfd ready[FDS];
	bool news = false;

	for (int i = 0; i < FDS; i++)
		ready[i] = (struct pollfd){ l->fd[i], POLLIN, 0 };
	if (wants_room(l) || (terminal_flush(l->terminal, l->console.ui.mono) && !l->how->bps))
		ready[TTY].events |= POLLOUT;
	arm(l);
	if (poll(ready, FDS, -1) < 0 && errno != EINTR)
		l->console.quit = true;
	set_time(l);
	if (ready[SIGNALS].revents & POLLIN)
		read_signals(l);
	if (ready[TTY].revents & ~POLLOUT || (l->esc_at && l->esc_at <= l->console.ui.mono))
		before_keys(l);
	if (ready[TTY].revents & ~POLLOUT && !read_keys(l))
		l->console.quit = true; /* the terminal is gone */
	give_up_sequence(l);
	after_keys(l);
	if (ready[WAKE].revents)
		news = read_arrivals(l);
	if (ready[TIMER].revents)
		news |= time_is_up(l);
	if (pace_tick(&l->pace, l->console.ui.mono))
		l->console.stale = true;
	effects(l);
	terminal_flush(l->terminal, l->console.ui.mono);
	if (news && l->console.stale)
		pace_want(&l->pace, l->console.ui.mono);
	maybe_paint(l);
	tell_idle(l);
}

static enum status open_fds(struct loop *l, sigset_t *before)
{
	sigset_t ours;

	sigemptyset(&ours);
	sigaddset(&ours, SIGWINCH);
	sigaddset(&ours, SIGTERM);
	sigaddset(&ours, SIGINT);
	sigaddset(&ours, SIGHUP);
	sigaddset(&ours, SIGTSTP);
	sigaddset(&ours, SIGCONT);
	sigprocmask(SIG_BLOCK, &ours, before);
	l->fd[TTY] = terminal_fd(l->terminal);
	l->fd[SIGNALS] = signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC);
	l->fd[TIMER] = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	l->fd[WAKE] = line_fd(l->line);
	if (l->fd[SIGNALS] < 0 || l->fd[TIMER] < 0)
		return fail(ST_UNAVAILABLE, "no signalfd or timerfd: %s", strerror(errno));
	return ST_OK;
}

static void run(struct loop *l)
{
	struct console *c = &l->console;

	console_start(c, line_remote(l->line), 80, 24, clock_mono_ms(), clock_now(),
	              (unsigned)getpid());
	new_grid(l);
	pace_start(&l->pace, c->ui.mono);
	c->pace = &l->pace;
	c->mouse = l->how->mouse;
	if (terminal_fallback(l->terminal))
		console_say(c, SAY_WARN, T("this terminal's type is unknown here; drawing as for %s"),
		            terminal_fallback(l->terminal));
	paint(l);
	while (!c->quit)
		turn(l);
	save_end(c);
	console_end(c);
}

enum status ui_run(struct line *line, const struct ui_options *how)
{
	struct loop *l = mem_new(sizeof(*l));
	struct terminal_how terminal = { how->theme, how->bps, how->test };
	sigset_t before;
	enum status st;

	thread_is(THREAD_UI);
	l->line = line;
	l->how = how;
	l->fd[SIGNALS] = l->fd[TIMER] = -1;
	st = terminal_open(&terminal, &l->terminal);
	if (st == ST_OK) {
		st = open_fds(l, &before);
		if (st == ST_OK)
			run(l);
		terminal_close(l->terminal);
		sigprocmask(SIG_SETMASK, &before, NULL);
	}
	if (l->fd[SIGNALS] >= 0)
		close(l->fd[SIGNALS]);
	if (l->fd[TIMER] >= 0)
		close(l->fd[TIMER]);
	arena_free(&l->memory);
	mem_free(l);
	return st;
}
