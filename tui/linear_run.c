/* The linear console's loop: lines from a descriptor, answers from the line to the server, text to standard output. A line
 * is taken when what the one before has asked for is answered, so a pipe reads as a person would. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/thread.h"

#include "tui/linear.h"
#include "tui/save.h"

enum { WAIT_MS = 10000 };

struct run {
	struct console *console;
	struct linear linear;
	struct line *line;
	int in;
	bool prompt, ended, prompted;
	char typed[LINEAR_LINE_MAX];
	size_t n;
	bool lost; /* the line that is coming in is too long */
};

static void set_time(struct run *r)
{
	console_time(r->console, clock_mono_ms(), clock_now());
}

static bool write_out(struct run *r)
{
	struct sv text = buf_sv(&r->linear.out);
	bool good;

	if (text.n)
		r->prompted = false;
	good = fwrite(text.p, 1, text.n, stdout) == text.n && fflush(stdout) == 0;
	r->linear.out.n = 0;
	r->linear.out.over = false;
	return good;
}

static void arrivals(struct run *r)
{
	struct arrival *a = line_take(r->line);

	while (a) {
		struct arrival *next = (struct arrival *)a->link.next;

		console_arrival(r->console, a);
		a = next;
	}
}

/* One turn: waits for an answer, the clock, or a line if one may come. */
static bool pump(struct run *r, bool lines, int64_t until)
{
	struct pollfd ready[2] = { { line_fd(r->line), POLLIN, 0 }, { lines ? r->in : -1, POLLIN, 0 } };
	int64_t at = console_deadline(r->console), left;

	if (until && (!at || at > until))
		at = until;
	left = at ? at - r->console->ui.mono : -1;
	(void)poll(ready, 2, !at ? -1 : left > 0 ? (int)left : 0);
	set_time(r);
	arrivals(r);
	if (console_deadline(r->console) <= r->console->ui.mono)
		console_tick(r->console);
	save_effects(r->console);
	linear_turn(&r->linear);
	return lines && ready[1].revents;
}

static bool settle(struct run *r, bool holds)
{
	int64_t until = clock_mono_ms() + WAIT_MS;

	set_time(r);
	linear_turn(&r->linear);
	while (!linear_idle(&r->linear, holds) && r->console->ui.mono < until)
		pump(r, false, until);
	return write_out(r);
}

static bool one_line(struct run *r, struct sv text)
{
	text = sv_trim(text);
	if (sv_is(text, "wait") || sv_is(text, "settle")) /* for scripts, as in --play */
		return settle(r, sv_is(text, "settle"));
	set_time(r);
	if (console_wake(r->console) && !settle(r, false)) /* first the line to the server again */
		return false;
	set_time(r);
	linear_line(&r->linear, text);
	return settle(r, false);
}

static bool take_lines(struct run *r)
{
	char *end;
	bool good = true;

	while (good && !r->console->quit && (end = memchr(r->typed, '\n', r->n))) {
		size_t n = (size_t)(end - r->typed);

		r->prompted = false;
		if (!r->lost)
			good = one_line(r, sv_of(r->typed, n));
		r->lost = false;
		r->n -= n + 1;
		memmove(r->typed, end + 1, r->n);
	}
	if (r->n == sizeof(r->typed)) {
		buf_z(&r->linear.out, T("That line is too long and was thrown away.\n"));
		r->n = 0;
		r->lost = true;
		good = write_out(r) && good;
	}
	return good;
}

static bool read_lines(struct run *r)
{
	ssize_t n = read(r->in, r->typed + r->n, sizeof(r->typed) - r->n);
	bool good;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n > 0) {
		r->n += (size_t)n;
		return take_lines(r);
	}
	r->ended = true;
	if (!r->n || r->lost)
		return true;
	good = one_line(r, sv_of(r->typed, r->n)); /* a last line without its end */
	r->n = 0;
	return good;
}

static void prompt(struct run *r)
{
	if (!r->prompt || r->prompted)
		return;
	fputs("> ", stdout);
	fflush(stdout);
	r->prompted = true;
}

static void loop(struct run *r)
{
	bool good = settle(r, false);

	while (good && !r->ended && !r->console->quit) {
		bool typed;

		prompt(r);
		typed = pump(r, true, 0);
		if (r->prompted && r->linear.out.n) { /* an event came while somebody types: it begins a line of its own */
			fputc('\n', stdout);
			r->prompted = false;
		}
		good = write_out(r);
		if (good && typed)
			good = read_lines(r);
	}
	if (good && !r->console->quit)
		settle(r, true);
}

enum status linear_run(struct line *line, int in, bool prompt_too)
{
	struct run *r = mem_new(sizeof(*r));

	thread_is(THREAD_UI);
	r->console = mem_new(sizeof(*r->console));
	r->line = line;
	r->in = in;
	r->prompt = prompt_too;
	console_start(r->console, line_remote(line), 100, LINEAR_PAGE * 2 + 5, clock_mono_ms(), clock_now(), (unsigned)getpid());
	linear_start(&r->linear, r->console);
	loop(r);
	linear_end(&r->linear);
	save_end(r->console);
	console_end(r->console);
	mem_free(r->console);
	mem_free(r);
	return ST_OK;
}
