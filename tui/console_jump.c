/* Jump letters: ' puts one on everything that can have the focus, and the letter moves it there. On the dashboard the feed
 * waits meanwhile, so that no row comes under another letter. */
#include <string.h>

#include "tui/console.h"
#include "tui/screens/dashboard.h"
#include "tui/term/input.h"

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

enum { LETTERS = sizeof(letters) - 1, NUDGE_MAX = 4 };

static struct dashboard *dashboard_of(struct console *c)
{
	struct layer *l = console_top(c);

	return l->ops->on & ON_DASHBOARD ? l->model : NULL;
}

static size_t places(struct console *c)
{
	const struct layer *l = console_top(c);
	struct place at[LETTERS];
	size_t n;

	if (!l->ops->places)
		return 0;
	console_enter(c);
	n = l->ops->places(&c->ui, l->model, at, LETTERS);
	return n;
}

void console_jump(struct console *c)
{
	struct dashboard *d = dashboard_of(c);

	if (!places(c)) {
		console_say(c, SAY_PLAIN, T("': there is nothing to jump to here"));
		return;
	}
	c->mode = MODE_JUMP;
	c->jump_resumes = d && !dashboard_shown(d)->held;
	if (d)
		feed_hold(dashboard_feed(d));
}

/* The feed goes on if it did before and the focus has gone elsewhere. */
static void over(struct console *c, bool gone)
{
	struct dashboard *d = dashboard_of(c);

	c->mode = MODE_NONE;
	if (d && c->jump_resumes && (!gone || d->focus != FOCUS_FEED))
		feed_resume(dashboard_feed(d));
}

void console_jump_key(struct console *c, uint32_t key)
{
	const char *at = key > ' ' && key < 0x7F ? strchr(letters, (int)key) : NULL;
	struct layer *l = console_top(c);

	if (at && (size_t)(at - letters) < places(c)) {
		console_enter(c);
		l->ops->go(&c->ui, l->model, (size_t)(at - letters));
		console_leave(c, l);
		over(c, true);
		return;
	}
	over(c, false);
	if (key != KEY_ESC && key != KEY_CTRL('c'))
		console_say(c, SAY_PLAIN, T("': no letter was there"));
}

static bool is_blank(struct grid *g, int y, int x)
{
	const struct cell *at = grid_at(g, y, x);

	return at && at->ch[0] == ' ';
}

/* Where something ends right before a letter, the letter goes up to what it belongs to: "612 a241", not "612a 241". */
static int column_of(struct grid *g, int y, int x)
{
	int to = x;

	if (x == 0 || is_blank(g, y, x - 1))
		return x;
	while (to < x + NUDGE_MAX && is_blank(g, y, to + 1))
		to++;
	return is_blank(g, y, to + 1) ? x : to;
}

void console_jump_draw(const struct console *c, const struct ui *ui, struct grid *g, int from)
{
	const struct layer *l = &c->stack[c->at];
	struct place at[LETTERS];
	size_t n = l->ops->places ? l->ops->places(ui, l->model, at, LETTERS) : 0;

	for (size_t i = 0; i < n; i++)
		grid_text(g, from + at[i].y, column_of(g, from + at[i].y, at[i].x), 1, LOOK_CURSOR, sv_of(&letters[i], 1));
}
