/* Nobody there: the screen is covered, the connection ended, nothing is read. The server knows a caller by the connection
 * (the kernel says whose it is), so what is hung up is over there too. And no connection lasts longer than a shift: an old
 * one is made anew between two questions, so that whoever lost the right to call loses the open line as well. */
#include "tui/console.h"

enum { COVERED_TICK_MS = 60 * 60 * 1000, BUSY_MS = 1000 };

static bool busy(const struct console *c)
{
	for (size_t i = 0; i < ASKS_MAX; i++)
		if (c->asks[i].ticket)
			return true;
	return sends_count(&c->sends) || deeds_count(&c->deeds);
}

static void hang_up(struct console *c)
{
	follow_pause(&c->follow, c->ui.mono);
	c->remote.ops->hang(c->remote.self);
}

void console_cover(struct console *c, bool idle)
{
	if (c->covered)
		return;
	if (sends_count(&c->sends) || deeds_count(&c->deeds)) {
		if (!idle)
			console_say(c, SAY_WARN, T("cover waits: something is held or under way; z takes it back"));
		c->keyed += BUSY_MS;
		return;
	}
	c->covered = true;
	c->repaint = c->touched = true; /* the terminal is cleared, not only painted over */
	c->message[0] = '\0';
	hang_up(c);
}

bool console_wake(struct console *c)
{
	c->keyed = c->ui.mono;
	if (!c->covered)
		return false;
	c->covered = false;
	c->repaint = c->touched = true;
	follow_resume(&c->follow, c->ui.mono);
	return true;
}

void console_cover_tick(struct console *c)
{
	if (!c->covered && c->ui.mono - c->keyed >= COVER_MS)
		console_cover(c, true);
	if (!c->renew_at || c->ui.mono < c->renew_at)
		return;
	if (busy(c)) {
		c->renew_at = c->ui.mono + BUSY_MS;
		return;
	}
	c->renewing = true;
	hang_up(c);
	follow_resume(&c->follow, c->ui.mono);
}

int64_t console_cover_deadline(const struct console *c)
{
	int64_t at = c->keyed + COVER_MS;

	if (c->covered) /* nothing on the screen changes */
		return c->ui.mono + COVERED_TICK_MS;
	return c->renew_at && c->renew_at < at ? c->renew_at : at;
}

void console_cover_draw(const struct console *c, struct grid *g)
{
	struct sv name = sv_from(c->organisation[0] ? c->organisation : "quits");
	struct sv text = TS("Covered. Any key opens it.");
	int w = grid_columns(name);

	grid_text(g, g->h / 2 - (g->h > 2), w < g->w ? (g->w - w) / 2 : 0, g->w, LOOK_VALUE, name);
	w = grid_columns(text);
	grid_text(g, g->h / 2 + (g->h > 2), w < g->w ? (g->w - w) / 2 : 0, g->w, LOOK_DIM, text);
	g->cx = g->cy = 0;
}

/* A second factor. */

static void unlock_in(struct console *c, uint64_t ticket, struct reply *r)
{
	(void)ticket;
	if (r->status == ST_OK) {
		c->locked = false;
		console_say(c, SAY_GOOD, T("✓ unlocked"));
		follow_now(&c->follow, c->ui.mono);
	} else {
		console_say(c, SAY_BAD, T("✗ not unlocked: %.*s"), SV_ARG(r->fault));
		if (c->mode == MODE_NONE)
			c->mode = MODE_CODE;
	}
	reply_free(r);
}

void console_unlock(struct console *c, struct sv code)
{
	const struct system_code in = { code };

	if (code.n)
		console_ask_own(c, M_system_unlock, &in, unlock_in);
}
