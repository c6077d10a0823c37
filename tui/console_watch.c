/* The watch strip: up to four accounts that one keeps an eye on, each with the newest thing that happened to it since. Kept
 * in memory for as long as the console runs. */
#include "tui/console.h"

#include <string.h>

#include "tui/screens/feed.h"
#include "tui/widget/format.h"

enum { WATCH_H_MIN = 20 /* rows of the terminal: below, the strip would cost too much */ };

int console_watch_rows(const struct console *c)
{
	/* above the past nothing stands of now */
	return c->n_watched && c->h >= WATCH_H_MIN && !c->stack[c->at].ops->moment ? 1 : 0;
}

static size_t find(const struct console *c, struct sv account)
{
	size_t i = 0;

	while (i < c->n_watched && !sv_is(account, c->watched[i].account))
		i++;
	return i;
}

void console_watch(struct console *c, struct sv account)
{
	size_t i = find(c, account);
	struct watched *w;

	if (!account.n || account.n > ACCOUNT_MAX) {
		console_say(c, SAY_PLAIN, T("W: no account stands here"));
	} else if (i < c->n_watched) {
		console_say(c, SAY_PLAIN, T("%.*s is watched no more"), SV_ARG(account));
		memmove(&c->watched[i], &c->watched[i + 1], (--c->n_watched - i) * sizeof(c->watched[0]));
	} else if (c->n_watched == WATCHED_MAX) {
		console_say(c, SAY_WARN, T("W: %d accounts are watched already; W on one of them lets it go"), WATCHED_MAX);
	} else {
		w = &c->watched[c->n_watched++];
		*w = (struct watched){ .kind = E__COUNT };
		memcpy(w->account, account.p, account.n);
		w->account[account.n] = '\0';
		console_say(c, SAY_GOOD, T("%.*s is watched: what happens to it stands above; W again lets it go"), SV_ARG(account));
	}
}

void console_watch_event(struct console *c, const struct event_row *e)
{
	enum event_id kind = event_find(e->kind);
	size_t i = find(c, e->account);
	struct watched *w = &c->watched[i < WATCHED_MAX ? i : 0];
	char text[sizeof(w->text)];
	struct buf b = { NULL, text, 0, sizeof(text) - 1, sizeof(text) - 1, false };

	if (i == c->n_watched || kind == E__COUNT || event_table[kind].code == FEED_SYST)
		return; /* what the house does is no news of it */
	event_text(&b, e, c->ui.now, c->ui.zone);
	memcpy(w->text, text, b.n);
	w->text[b.n] = '\0';
	w->kind = kind;
	w->at = e->at;
}

void console_watch_draw(const struct console *c, struct grid *g, int y)
{
	int w = c->n_watched ? (g->w - 1) / (int)c->n_watched : 0;

	for (size_t i = 0; i < c->n_watched; i++) {
		const struct watched *a = &c->watched[i];
		enum feed_code code = a->kind == E__COUNT ? feed_code__none : event_table[a->kind].code;
		int x = 1 + (int)i * w, n;
		LABEL(text, 200);

		n = grid_text(g, y, x, w - 1, LOOK_KEY, sv_from(a->account));
		if (!code) {
			grid_text(g, y, x + n + 1, w - n - 2, LOOK_DIM, SV("-"));
			continue;
		}
		buf_print(&text, "%s ", choice_text(&feed_code_choice, (int)code));
		format_clock(&text, a->at, c->ui.zone);
		if (!c->ui.blur) /* people's words may stand in it */
			buf_print(&text, " %s", a->text);
		grid_text(g, y, x + n + 1, w - n - 2, feed_code_look(code), buf_sv(&text));
	}
}
