/* `quits --dump`: the same console, driven by a script instead of a person. For tests, examples in
 * documents, and a look at the figures from cron. */
#include "tui/play.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/thread.h"
#include "common/utf8.h"

#include "tui/console.h"
#include "tui/save.h"
#include "tui/term/input.h"
#include "tui/ui.h"

enum { WAIT_MS = 10000 };

static void set_time(struct console *c)
{
	console_time(c, clock_mono_ms(), clock_now());
}

/* Takes what has arrived or waits for it until `until` (mono) or the console's own deadline. */
static void pump(struct console *c, struct line *line, int64_t until)
{
	struct pollfd wake = { line_fd(line), POLLIN, 0 };
	int64_t at = console_deadline(c), left;
	struct arrival *a;

	if (!at || at > until)
		at = until;
	left = at - c->ui.mono;
	(void)poll(&wake, 1, left > 0 ? (int)left : 0);
	set_time(c);
	a = line_take(line);
	while (a) {
		struct arrival *next = (struct arrival *)a->link.next;

		console_arrival(c, a);
		a = next;
	}
	if (console_deadline(c) <= c->ui.mono)
		console_tick(c);
	save_effects(c);
}

static void wait_idle(struct console *c, struct line *line, bool holds)
{
	int64_t until = clock_mono_ms() + WAIT_MS;

	pump(c, line, 0); /* what is here already */
	while (!console_idle(c, holds) && c->ui.mono < until)
		pump(c, line, until);
}

static enum status play_line(struct console *c, struct line *line, struct sv word)
{
	uint32_t key = key_by_name(word);

	if (sv_is(word, "wait") || sv_is(word, "settle")) {
		wait_idle(c, line, sv_is(word, "settle"));
		return ST_OK;
	}
	set_time(c);
	if (key != KEY_NONE) {
		console_key(c, key);
	} else {
		if (!utf8_valid(word))
			return fail(ST_INVALID, "a line of the script is not UTF-8");
		while (word.n)
			console_key(c, utf8_next(&word));
	}
	if (c->dump[0]) {
		char path[SAVE_PATH_MAX];

		save_path(c->dump, path);
		c->dump[0] = '\0';
		TRY(ui_dump(c, false, path));
	}
	return ST_OK;
}

enum status play_run(struct line *line, struct sv script, int w, int h, bool ascii,
                     const char *path)
{
	struct console *c = mem_new(sizeof(*c));
	enum status st = ST_OK;

	thread_is(THREAD_UI);
	console_start(c, line_remote(line), w, h, clock_mono_ms(), clock_now(), (unsigned)getpid());
	wait_idle(c, line, false);
	while (script.n && st == ST_OK && !c->quit) {
		struct sv word = sv_cut(&script, '\n');

		if (word.n && word.p[word.n - 1] == '\r')
			word.n--;
		if (word.n)
			st = play_line(c, line, word);
	}
	if (st == ST_OK) {
		wait_idle(c, line, false);
		st = ui_dump(c, ascii, path);
	}
	save_end(c);
	console_end(c);
	mem_free(c);
	return st;
}
