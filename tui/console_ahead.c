/* Keys typed ahead of an answer (console.md c.5): they wait for what they need, in order, and run when it is here. They are
 * dropped, and that is said, where something else came: an error, a dialog, another screen. */
#include <string.h>

#include "tui/console.h"
#include "tui/term/input.h"

static enum waits waits_on(struct console *c)
{
	const struct layer *l = console_top(c);

	return c->ui.live && l->ops->waits ? l->ops->waits(l->model) : WAITS_FOR_NOTHING;
}

void console_ahead_drop(struct console *c)
{
	int n = (int)c->ahead.n;

	c->ahead.n = 0;
	if (n)
		console_say(c, SAY_WARN, TN("%d key typed ahead was dropped", "%d keys typed ahead were dropped", n), n);
}

/* What needs no row and no account: it never waits. */
static bool at_once(enum action a)
{
	enum screen_id id;

	return !a || screen_by_action(a, &id) || a == ACT_HELP || a == ACT_PALETTE || a == ACT_FILTER || a == ACT_VIEW || a == ACT_BACK ||
	       a == ACT_CLOSE || a == ACT_QUIT || a == ACT_HIST_BACK || a == ACT_HIST_FWD || a == ACT_REFRESH || a == ACT_INTERRUPT ||
	       a == ACT_REPAINT || a == ACT_SUSPEND || a == ACT_BLUR || a == ACT_MUTE || a == ACT_UNDO || a == ACT_PERIOD;
}

static bool overtakes(uint32_t key)
{
	return key == KEY_ESC || key == KEY_CTRL('c') || key == KEY_CTRL('l') || key == KEY_CTRL('z');
}

/* A saved view is looked up and opens then: whatever is typed meanwhile is meant for what it opens. */
static bool view_opens(const struct console *c)
{
	return c->ui.live && c->palette.wanted[0];
}

bool console_ahead(struct console *c, uint32_t key)
{
	struct ahead *q = &c->ahead;

	if (q->running)
		return false;
	if (q->n && overtakes(key)) {
		console_ahead_drop(c);
		return key == KEY_ESC || key == KEY_CTRL('c');
	}
	if (!q->n && (c->mode != MODE_NONE || c->help || (view_opens(c) && overtakes(key))))
		return false;
	if (!q->n && !view_opens(c) && (at_once(keys_action(key, console_top(c)->ops->on)) || waits_on(c) != WAITS_FOR_ROWS))
		return false;
	if (q->n == AHEAD_MAX)
		return true;
	if (!q->n)
		q->layer = view_opens(c) ? 0 : console_top(c)->id;
	q->keys[q->n++] = key;
	console_say(c, SAY_PLAIN, TN("%d key waits for the answer; Esc drops it", "%d keys wait for the answer; Esc drops them", (int)q->n),
		    (int)q->n);
	return true;
}

void console_ahead_run(struct console *c)
{
	struct ahead *q = &c->ahead;

	if (!q->n || q->running || view_opens(c))
		return;
	if (!q->layer)
		q->layer = console_top(c)->id; /* the view's */
	if (!c->ui.live || console_top(c)->id != q->layer || waits_on(c) == WAITS_IN_VAIN) {
		console_ahead_drop(c);
		return;
	}
	q->running = true;
	while (q->n && waits_on(c) == WAITS_FOR_NOTHING) {
		uint32_t key = q->keys[0];

		memmove(q->keys, q->keys + 1, --q->n * sizeof(q->keys[0]));
		console_key(c, key);
		if (c->mode == MODE_SURE || c->mode == MODE_QUIT || c->mode == MODE_CODE)
			console_ahead_drop(c); /* a dialog is answered by who has seen it */
	}
	q->running = false;
	q->layer = console_top(c)->id; /* they may have opened the next one */
}
