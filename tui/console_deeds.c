/* Doing what was decided: at once, after a hold, or after a dialog; see deeds.h and console.md c.1. Nothing is asked twice
 * by itself: a lost answer is said as what it is. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/record_json.h"

#include "tui/console.h"
#include "tui/term/input.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"
#include "tui/widget/wrap.h"

enum { HELD_PARAMS_MAX = 48000 /* of command.hold */ };

static const char *nowhere(const char *subject)
{
	return subject[0] ? subject : T("it");
}

/* It is over, which has been said. */
static void over(struct console *c, struct deed *d, bool done)
{
	unsigned layer = d->layer;
	uint64_t draft = d->draft;

	deeds_drop(d);
	console_draft_ended(c, layer, draft, done);
}

/* A command that had no hold. */
static void deed_in(struct console *c, uint64_t ticket, struct reply *r)
{
	struct deed *d = deeds_by_ticket(&c->deeds, ticket);
	bool ok = r->status == ST_OK;

	if (d && ok)
		console_say(c, SAY_GOOD, "✓ %s: %s", nowhere(d->subject), d->done);
	else if (d && r->status == ST_UNCERTAIN)
		console_say(c, SAY_WARN, T("? %s: perhaps %s: the answer was lost; look before you try again"),
			    nowhere(d->subject), d->done);
	else if (d)
		console_say(c, SAY_BAD, T("✗ %s: not %s: %.*s"), nowhere(d->subject), d->done, SV_ARG(r->fault));
	console_deed_answer(c, d && d->answers ? d->layer : 0, r);
	if (d)
		over(c, d, ok);
}

static void ask_now(struct console *c, struct deed *d, const void *in)
{
	d->state = DEED_NOW;
	d->ticket = console_ask_own(c, d->method, in, deed_in);
	if (!d->ticket)
		over(c, d, false);
}

static void stopped_in(struct console *c, uint64_t ticket, struct reply *r)
{
	struct deed *d = deeds_by_ticket(&c->deeds, ticket);

	if (d && r->status == ST_OK) {
		console_say(c, SAY_GOOD, T("✓ taken back: %s: not %s"), nowhere(d->subject), d->done);
		over(c, d, false);
	} else if (d) {
		d->state = DEED_HELD; /* its event tells the rest */
		d->take_back = false;
		console_say(c, SAY_BAD, T("✗ not taken back: %s: %.*s"), nowhere(d->subject), SV_ARG(r->fault));
	}
	reply_free(r);
}

static void stop(struct console *c, struct deed *d)
{
	const struct held_ref ref = { d->command };

	d->ticket = console_ask_own(c, M_held_stop, &ref, stopped_in);
	d->state = d->ticket ? DEED_TAKING : DEED_HELD;
}

static void held_in(struct console *c, uint64_t ticket, struct reply *r)
{
	struct deed *d = deeds_by_ticket(&c->deeds, ticket);
	const struct command_row *row = r->out;

	if (d && r->status == ST_OK && row) {
		d->state = DEED_HELD;
		d->command = row->command;
		d->until = row->until;
		c->message[0] = '\0'; /* the countdown speaks */
		if (d->take_back)
			stop(c, d);
	} else if (d && r->status == ST_UNCERTAIN) {
		console_say(c, SAY_WARN, T("? %s: perhaps held and then %s: the answer was lost; held shows what waits"),
			    nowhere(d->subject), d->done);
		over(c, d, false);
	} else if (d) {
		console_say(c, SAY_BAD, T("✗ %s: not %s: %.*s"), nowhere(d->subject), d->done, SV_ARG(r->fault));
		over(c, d, false);
	}
	reply_free(r);
}

struct command_new console_to_hold(struct console *c, enum method_id method, const void *in)
{
	const struct method *m = &method_table[method];
	struct buf json = buf_new(&c->turn, HELD_PARAMS_MAX);

	record_to_json(&json, m->in, in);
	return (struct command_new){ .method = sv_from(m->name), .params = buf_sv(&json), .hold = DEEDS_HOLD_MS };
}

static void ask_to_hold(struct console *c, struct deed *d, const void *in)
{
	const struct command_new held = console_to_hold(c, d->method, in);

	d->state = DEED_ASKED;
	d->ticket = console_ask_own(c, M_command_hold, &held, held_in);
	if (!d->ticket)
		over(c, d, false);
}

/* The feed knows the end of the story. */
bool console_deeds_event(struct console *c, const struct event_row *e)
{
	enum event_id kind = event_find(e->kind);
	struct deed *d = e->body ? deeds_by_command(&c->deeds, e->body->command) : NULL;

	if (!d)
		return console_batch_event(c, e, kind);
	if (kind == E_command_done) {
		console_say(c, SAY_GOOD, "✓ %s: %s", nowhere(d->subject), d->done);
		over(c, d, true);
	} else if (kind == E_command_failed) {
		console_say(c, SAY_BAD, T("✗ %s: not %s: %.*s"), nowhere(d->subject), d->done, SV_ARG(e->body->value));
		over(c, d, false);
	} else if (kind == E_command_cancelled && d->state != DEED_TAKING) { /* somebody else */
		console_say(c, SAY_WARN, T("%s: not %s: taken back by %.*s"), nowhere(d->subject), d->done, SV_ARG(e->actor));
		over(c, d, false);
	} else {
		return false;
	}
	return true;
}

static void open_dialog(struct console *c, const struct ui_deeds *what, bool links)
{
	if (c->deeds.batch.running || c->deeds.batch.n_held) {
		console_say(c, SAY_WARN, T("%s is not over yet: one after the other"), c->deeds.batch.deeds.title);
		console_draft_ended(c, what->layer, what->draft, false);
		return;
	}
	deeds_prepare(&c->deeds, what, c->ui.mono);
	c->mode = MODE_SURE;
	c->message[0] = '\0';
	if (!links)
		return;
	c->deeds.batch.links = true;
	c->deeds.batch.flights = NEW_N(&c->deeds.batch.memory, struct flight, what->n);
	console_flights(c);
}

void console_do(struct console *c, const struct ui_deeds *what)
{
	struct deed *d;

	if (!what->n)
		return;
	if (console_draft_sent(c, what->layer, what->draft)) {
		console_say(c, SAY_WARN, T("%s: just that is under way already"), what->title);
		return;
	}
	if (!c->ui.live) {
		console_say(c, SAY_WARN, T("%s waits: offline. Nothing was done"), what->title);
		console_draft_ended(c, what->layer, what->draft, false);
		return;
	}
	if (what->n > 1 || what->tier == TIER_SURE) {
		open_dialog(c, what, false);
		return;
	}
	d = deeds_new(&c->deeds, what);
	c->message[0] = '\0';
	if (!d) {
		console_say(c, SAY_WARN, T("%d things are held already: wait for one to go"), DEEDS_MAX);
		console_draft_ended(c, what->layer, what->draft, false);
	} else if (what->tier == TIER_NOW) {
		ask_now(c, d, what->at[0].in);
	} else {
		ask_to_hold(c, d, what->at[0].in);
	}
}

void console_send_many(struct console *c, const char *const *accounts, size_t n)
{
	struct ui_deeds what = { .method = M_link_send,
				 .tier = TIER_SURE,
				 .title = T("Send a new link"),
				 .effect = T("Send"),
				 .key = 'Y',
				 .done = T("sent"),
				 .warning = T("Each goes out by its preferred channel after 5 s, in which z takes all of them back.") };
	struct ui_deed *at = NEW_N(&c->turn, struct ui_deed, n + 1);

	if (n == 1) {
		struct ui_send wish = { .channel = channel__none };

		snprintf(wish.account, sizeof(wish.account), "%s", accounts[0]);
		console_send(c, &wish);
		return;
	}
	if (!c->ui.live) {
		console_say(c, SAY_WARN, T("s waits: offline. Nothing was sent"));
		return;
	}
	for (size_t i = 0; i < n; i++)
		at[i] = (struct ui_deed){ NULL, accounts[i] };
	what.at = at;
	what.n = n;
	open_dialog(c, &what, true);
}

bool console_deeds_undo(struct console *c)
{
	struct deed *d = deeds_newest_held(&c->deeds);

	if (c->deeds.batch.running && c->deeds.batch.links) {
		c->deeds.batch.running = false; /* those that were not asked for yet */
		return false;
	}
	if (deeds_batch_held(&c->deeds.batch) && !c->deeds.batch.take_back && (!d || d->order < c->deeds.batch.order)) {
		console_batch_undo(c);
		return true;
	}
	if (!d)
		return false;
	if (!c->ui.live) {
		LABEL(until, 24);

		format_clock(&until, d->until, c->ui.zone);
		console_say(c, SAY_WARN, T("z waits: offline. The server does it at %.*s: %s"), SV_ARG(buf_sv(&until)),
			    nowhere(d->subject));
	} else if (d->state == DEED_ASKED) {
		d->take_back = true;
	} else {
		stop(c, d);
	}
	return true;
}

void console_deeds_tick(struct console *c)
{
	console_flights(c); /* those that found no room */
	deeds_tick(&c->deeds, c->ui.now);
	console_batch_tick(c);
}

/* The dialog. Its button is a capital letter that is not the key it was opened with; what was typed ahead is not heard. */

static bool counted(const struct batch *b)
{
	char want[16];

	if (console_flights_good(b) <= DEEDS_COUNTED)
		return true;
	snprintf(want, sizeof(want), "%d", (int)console_flights_good(b));
	return strcmp(want, b->typed) == 0;
}

static bool settled(const struct console *c)
{
	return c->ui.mono - c->deeds.batch.opened >= DEEDS_SETTLE_MS && console_flights_done(&c->deeds.batch);
}

int64_t console_sure_at(const struct console *c)
{
	return c->mode == MODE_SURE && !settled(c) && console_flights_done(&c->deeds.batch) ? c->deeds.batch.opened + DEEDS_SETTLE_MS : 0;
}

bool console_sure_key(struct console *c, uint32_t key)
{
	struct batch *b = &c->deeds.batch;

	if (key == b->deeds.key && !settled(c))
		return true; /* typed ahead: to cancel is always heard, to do it is not */
	if (key == b->deeds.key) {
		if (!console_flights_good(b)) {
			console_say(c, SAY_WARN, T("none of them can be done; Esc cancels"));
			return true;
		}
		if (!counted(b)) {
			console_say(c, SAY_WARN, T("type their number first: %d"), (int)console_flights_good(b));
			return true;
		}
		c->mode = MODE_NONE;
		c->message[0] = '\0';
		b->running = true;
		console_batch_next(c);
		return false;
	}
	if (key >= '0' && key <= '9' && console_flights_good(b) > DEEDS_COUNTED && b->n_typed < sizeof(b->typed) - 1) {
		b->typed[b->n_typed++] = (char)key;
		b->typed[b->n_typed] = '\0';
	} else if (key == KEY_BACKSPACE && b->n_typed) {
		b->typed[--b->n_typed] = '\0';
	} else if (key == 'j' || key == KEY_DOWN) {
		b->top += b->top + 1 < b->deeds.n;
	} else if (key == 'k' || key == KEY_UP) {
		b->top -= b->top > 0;
	} else if (key == KEY_ESC || key == KEY_CTRL('c') || key == 'q' || key == 'n') {
		c->mode = MODE_NONE;
		console_say(c, SAY_PLAIN, T("Cancelled: nothing was done"));
		console_draft_ended(c, b->deeds.layer, b->deeds.draft, false);
		return false;
	}
	return true;
}

static void row(const struct console *c, struct grid *g, int y, int x, int w, size_t i)
{
	const struct batch *b = &c->deeds.batch;
	LABEL(text, 400);

	if (!b->flights) {
		grid_text(g, y, x, w, LOOK_VALUE, sv_from(nowhere(b->deeds.at[i].subject)));
		return;
	}
	console_flight_text(b, i, c->ui.blur, &text);
	grid_text(g, y, x, w, b->flights[i].state == FLIGHT_BAD ? LOOK_WARN : LOOK_VALUE, buf_sv(&text));
}

void console_sure_draw(const struct console *c, struct grid *g)
{
	const struct batch *b = &c->deeds.batch;
	size_t good = console_flights_good(b);
	int w = g->w >= 100 ? (b->links ? 96 : 76) : g->w - 6, list = (int)b->deeds.n, x = (g->w - w) / 2 + 2, y;
	struct sv warning = sv_from(b->deeds.warning ? b->deeds.warning : "");
	int words = wrap_draw(NULL, (struct box){ 0, 0, w - 4, 0 }, 0, LOOK_WARN, warning);
	int most = g->h - 10 - words;
	struct box at;
	char title[120], foot[120];
	struct buf t = { NULL, title, 0, sizeof(title) - 1, sizeof(title) - 1, false };
	struct buf f = { NULL, foot, 0, sizeof(foot) - 1, sizeof(foot) - 1, false };

	list = list > most ? most : list;
	list = list < 1 ? 1 : list;
	at = (struct box){ (g->w - w) / 2, 0, w, list + words + (words ? 1 : 0) + 4 + (good > DEEDS_COUNTED) };
	at.y = (g->h - at.h) / 2;
	buf_z(&t, b->deeds.title);
	if (b->links && !console_flights_done(b))
		buf_z(&t, ": ...");
	else if (good < b->deeds.n)
		buf_print(&t, T(": %d of %d"), (int)good, (int)b->deeds.n);
	else if (b->deeds.n > 1)
		buf_print(&t, ": %d", (int)b->deeds.n);
	title[t.n] = '\0';
	if (settled(c) && good) /* shown as soon as it works */
		buf_print(&f, "%c %s   ", (char)b->deeds.key, b->deeds.effect);
	buf_z(&f, T("Esc cancels"));
	foot[f.n] = '\0';
	band_box(g, at, title, foot);
	y = at.y + 1;
	for (int i = 0; i < list && b->top + (size_t)i < b->deeds.n; i++)
		row(c, g, y++, x, w - 4, b->top + (size_t)i);
	if ((size_t)list < b->deeds.n)
		grid_print(g, y, x, w - 4, LOOK_DIM, T("j k scroll, %d in all"), (int)b->deeds.n);
	y++;
	if (good > DEEDS_COUNTED)
		grid_print(g, y++, x, w - 4, LOOK_KEY, T("Type their number: %s_"), b->typed);
	wrap_draw(g, (struct box){ x, y, w - 4, words }, 0, LOOK_WARN, warning);
	grid_text(g, at.y + at.h - 2, x, w - 4, LOOK_PLAIN, TS("The default is to cancel."));
	g->cx = at.x + 3;
	g->cy = at.y + at.h - 1;
	g->caret = false;
}
