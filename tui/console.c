/* Layers, questions, time: the middle of the console. Doors of screens are only called here and in
 * console_keys.c, each between console_enter and console_leave. */
#include "tui/console.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/utf8.h"

#include "common/zone.h"

#include "tui/screens/dashboard.h"
#include "tui/term/input.h"

enum { ASK_MS = 10000, COUNTED_MS = 1000, BELL_MS = 500, ROUGHLY_MS = 25 };

void console_say(struct console *c, enum tone tone, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(c->message, sizeof(c->message), fmt, args);
	va_end(args);
	utf8_end(c->message);
	c->tone = tone;
	c->stale = true;
}

struct layer *console_top(struct console *c)
{
	return &c->stack[c->at];
}

static void measure(struct console *c)
{
	c->ui.w = c->w;
	c->ui.h = c->h - 3 - console_rows_above(c);
}

void console_enter(struct console *c)
{
	measure(c);
	c->ui.turn = &c->turn;
	c->ui.slow = console_far(c);
	c->ui.period = sv_from(c->period);
	c->ui.n_asks = 0;
	c->ui.said = c->ui.open = c->ui.replace = c->ui.close = c->ui.back = c->ui.doing = false;
	c->ui.send.account[0] = '\0';
	c->ui.n_many = 0;
	c->ui.wake = 0;
}

bool console_ask(struct console *c, unsigned layer, enum method_id m, const void *in, ui_then *then,
                 console_then *own, struct send *s)
{
	for (size_t i = 0; i < ASKS_MAX; i++) {
		struct asked *a = &c->asks[i];

		if (a->ticket)
			continue;
		*a = (struct asked){ 0, layer, then, own, NULL, c->ui.mono };
		a->ticket = remote_ask(&c->remote, m, in, ASK_MS);
		if (s)
			s->ticket = a->ticket;
		return true;
	}
	console_say(c, SAY_WARN, T("too many questions are under way; r asks again"));
	return false;
}

uint64_t console_ask_own(struct console *c, enum method_id m, const void *in, ui_then_own *then)
{
	for (size_t i = 0; i < ASKS_MAX; i++) {
		struct asked *a = &c->asks[i];

		if (a->ticket)
			continue;
		*a = (struct asked){ .deed = then, .at = c->ui.mono };
		a->ticket = remote_ask(&c->remote, m, in, ASK_MS);
		return a->ticket;
	}
	console_say(c, SAY_WARN, T("too many questions are under way; nothing was done"));
	return 0;
}

/* Lets go of a layer, wherever it is. */
static void drop_layer(struct console *c, size_t i)
{
	if (!console_draft_keep(c, &c->stack[i])) {
		c->stack[i].ops->close(c->stack[i].model);
		mem_free(c->stack[i].model);
	}
	memmove(&c->stack[i], &c->stack[i + 1], (c->n - i - 1) * sizeof(c->stack[0]));
	c->n--;
	if (c->at >= i && c->at)
		c->at--;
}

void console_leave(struct console *c, struct layer *l)
{
	struct ui wishes = c->ui;
	unsigned id = l->id;

	if (wishes.wake && (!l->wake || wishes.wake < l->wake || l->wake <= wishes.mono))
		l->wake = wishes.wake;
	if (wishes.said && !c->locked) /* a locked line refuses everything: the prompt says so already */
		console_say(c, wishes.tone, "%s", wishes.say);
	for (size_t i = 0; i < wishes.n_asks; i++)
		console_ask(c, id, wishes.asks[i].method, wishes.asks[i].in, wishes.asks[i].then,
		            NULL, NULL);
	if (wishes.send.account[0])
		console_send(c, &wishes.send);
	if (wishes.n_many)
		console_send_many(c, wishes.many, wishes.n_many);
	if (wishes.back)
		console_close_top(c);
	if (wishes.doing) {
		wishes.deeds.layer = id;
		console_do(c, &wishes.deeds);
	}
	for (size_t i = 1; (wishes.close || wishes.replace) && i < c->n; i++)
		if (c->stack[i].id == id)
			drop_layer(c, i);
	if (wishes.open)
		console_open(c, wishes.open_id, sv_from(wishes.open_arg));
	c->stale = true;
}

/* Back to where one came from; ] comes here again. */
void console_close_top(struct console *c)
{
	if (c->at > 0)
		c->at--;
}

void console_forward(struct console *c, int step)
{
	if (step > 0 && c->at + 1 < c->n)
		c->at++;
	else if (step < 0 && c->at > 0)
		c->at--;
	else
		console_say(c, SAY_PLAIN, step > 0 ? T("]: this is as far as you were") : T("[: this is where you began"));
}

void console_open(struct console *c, enum screen_id id, struct sv arg)
{
	const struct screen_ops *ops = screen_by_id(id);
	struct layer *l;

	if (id == SCREEN_ACCOUNT && c->n && console_top(c)->ops == ops &&
	    sv_is(arg, ops->account(console_top(c)->model)))
		return; /* it is open already */
	if (id == SCREEN_DASHBOARD && c->n) {
		c->at = 0; /* there is one, and it is never left */
		return;
	}
	while (c->n > c->at + 1) /* a new way forward ends the old one */
		drop_layer(c, c->n - 1);
	if (c->n == LAYERS_MAX)
		drop_layer(c, 1);
	c->at = c->n++;
	l = &c->stack[c->at];
	if (console_draft_take(c, ops, arg, l))
		return;
	*l = (struct layer){ ++c->layer_ids, ops, mem_new(ops->size), 0, console_draft_of(arg), false };
	console_enter(c);
	ops->open(&c->ui, l->model, arg);
	console_leave(c, l);
}

/* What the follower tells. */

/* Every answer measures the server. The top row says another figure only when the difference matters, or each event
 * would cost a change up there. */
static void measured(struct console *c, int ms)
{
	int off = ms > c->rtt ? ms - c->rtt : c->rtt - ms;

	if (c->rtt < 0 || (off > ROUGHLY_MS && off > c->rtt / 2))
		c->rtt = ms;
}

static void on_hello(void *arg, const struct hello *h, int rtt_ms)
{
	struct console *c = arg;
	const struct zone *z;

	c->rtt = -1;
	measured(c, rtt_ms);
	c->wall_offset = h->now - c->wall;
	c->ui.now = h->now;
	if (zone_get(h->time_zone, &z) == ST_OK)
		c->ui.zone = z;
	utf8_fit(c->user, sizeof(c->user), h->user);
	utf8_fit(c->organisation, sizeof(c->organisation), h->organisation);
	if (!c->follow.was_live)
		c->ui.seen = h->head;
	c->locked = h->locked;
	if (c->locked && c->mode == MODE_NONE) {
		c->mode = MODE_CODE;
		line_edit_set(&c->line, SV_NONE);
	}
}

static bool is_notification(const struct event_row *e)
{
	enum event_id kind = event_find(e->kind);
	enum feed_code code = kind == E__COUNT ? feed_code__none : event_table[kind].code;

	return code == FEED_PROM || code == FEED_DISP || code == FEED_CALL || code == FEED_OPTO || code == FEED_MESG ||
	       code == FEED_LOCK || kind == E_notification_marked || kind == E_command_failed;
}

static void bell_in(struct console *c, uint64_t ticket, struct reply *r)
{
	const struct notification_bell *b = r->out;

	(void)ticket;
	c->bell_asked = false;
	if (r->status == ST_OK && b)
		c->bell = (int)b->unread;
	reply_free(r);
}

/* The bell is asked for after something that may ring it, at most twice a second. */
static void ask_bell(struct console *c)
{
	if (!c->bell_want || c->bell_asked || !c->ui.live || c->ui.mono < c->bell_at)
		return;
	c->bell_want = false;
	c->bell_at = c->ui.mono + BELL_MS;
	c->bell_asked = console_ask_own(c, M_notification_count, NULL, bell_in) != 0;
}

static void on_event(void *arg, const struct event_row *e, bool old)
{
	struct console *c = arg;

	if (!old) {
		bool sent = console_sends_event(c, e), done = console_deeds_event(c, e);

		c->outcome |= !c->ui.live && (sent || done);
		console_watch_event(c, e);
	}
	if (!old && is_notification(e)) {
		if (event_find(e->kind) != E_notification_marked)
			console_beep(c);
		c->bell_want = true;
		ask_bell(c);
	}
	for (size_t i = 0; i < c->n; i++) {
		struct layer *l = &c->stack[i];

		if (!l->ops->on_event)
			continue;
		console_enter(c);
		l->ops->on_event(&c->ui, l->model, e, old);
		console_leave(c, l);
	}
}

static void refresh_all(struct console *c)
{
	for (size_t i = 0; i < c->n; i++) {
		console_enter(c);
		c->stack[i].ops->act(&c->ui, c->stack[i].model, ACT_REFRESH);
		console_leave(c, &c->stack[i]);
	}
}

static void on_back(void *arg, int64_t off_ms, int64_t missed, int64_t loaded)
{
	struct console *c = arg;

	c->ui.live = true;
	c->ui.off_since = 0;
	c->renew_at = c->ui.mono + CONNECTION_MS;
	if (off_ms >= 0 && c->outcome) {
		char said[UI_SAY_MAX];

		memcpy(said, c->message, sizeof(said));
		console_say(c, c->tone, T("%s   (back after %d s)"), said, (int)((off_ms + 500) / 1000));
	} else if (off_ms >= 0 && !c->renewing)
		console_say(c, SAY_GOOD, TN("back after %d s, %d event missed, %d loaded", "back after %d s, %d events missed, %d loaded", missed),
		            (int)((off_ms + 500) / 1000), (int)missed,
		            (int)loaded);
	c->renewing = c->outcome = false;
	c->bell_want = true;
	ask_bell(c);
	refresh_all(c);
}

static void on_down(void *arg)
{
	struct console *c = arg;

	if (c->ui.live)
		c->ui.off_since = c->ui.now;
	c->ui.live = false;
	c->renew_at = 0;
	c->stale = true;
}

static void close_all(struct console *c)
{
	while (c->n)
		drop_layer(c, c->n - 1);
	c->at = 0;
}

static void on_reset(void *arg)
{
	struct console *c = arg;

	/* the dashboard is rebuilt, the feed in it begins anew */
	close_all(c);
	console_open(c, SCREEN_DASHBOARD, SV_NONE);
}

void console_said_anew(struct console *c)
{
	console_enter(c);
	dashboard_anew(&c->ui, c->stack[0].model);
	console_leave(c, &c->stack[0]);
	console_say(c, SAY_GOOD, T("The console speaks English."));
	follow_anew(&c->follow, c->ui.mono);
	c->touched = true;
}

static void on_refused(void *arg, struct sv why)
{
	struct console *c = arg;

	if (!c->locked)
		console_say(c, SAY_WARN, T("no activity feed: %.*s"), SV_ARG(tr_fault(&c->turn, why)));
}

/* Life. */

void console_start(struct console *c, struct remote remote, int w, int h, int64_t mono,
                   int64_t wall, unsigned seed)
{
	memset(c, 0, sizeof(*c));
	c->remote = remote;
	c->ui.zone = zone_utc();
	c->rtt = -1;
	c->hint = true;
	snprintf(c->period, sizeof(c->period), "7d");
	c->sink =
	    (struct follow_sink){ c, on_hello, on_event, on_back, on_down, on_reset, on_refused };
	console_time(c, mono, wall);
	c->keyed = mono;
	console_resize(c, w, h);
	follow_start(&c->follow, &c->remote, &c->sink, mono, seed);
	console_open(c, SCREEN_DASHBOARD, SV_NONE);
}

void console_end(struct console *c)
{
	close_all(c);
	console_drafts_end(c);
	console_palette_end(c);
	console_export_end(c);
	deeds_end(&c->deeds);
	arena_free(&c->why_memory);
	arena_free(&c->turn);
}

void console_time(struct console *c, int64_t mono, int64_t wall)
{
	c->ui.mono = mono;
	c->wall = wall;
	c->ui.now = wall + c->wall_offset;
	arena_reset(&c->turn);
}

void console_resize(struct console *c, int w, int h)
{
	c->w = w < 1 ? 1 : w > GRID_W_MAX ? GRID_W_MAX : w;
	c->h = h < 1 ? 1 : h > GRID_H_MAX ? GRID_H_MAX : h;
	if (c->mode == MODE_JUMP) /* the letters stood on what was there */
		console_jump_key(c, KEY_ESC);
	c->touched = true;
}

static void answer(struct console *c, uint64_t ticket, struct reply *r)
{
	if (r->status != ST_OK) /* here for everybody who shows it */
		r->fault = tr_fault(&r->arena, r->fault);
	for (size_t i = 0; i < ASKS_MAX; i++) {
		struct asked a = c->asks[i];

		if (a.ticket != ticket)
			continue;
		c->asks[i].ticket = 0;
		if (r->status == ST_OK && !method_table[r->method].command)
			measured(c, (int)(c->ui.mono - a.at));
		if (a.deed) {
			a.deed(c, ticket, r);
			return;
		}
		if (a.own) {
			a.own(c, sends_by_ticket(&c->sends, ticket), r);
			return;
		}
		if (!console_layer(c, a.layer))
			break; /* its screen was closed meanwhile */
		console_enter(c);
		a.then(&c->ui, console_layer(c, a.layer)->model, r);
		console_leave(c, console_layer(c, a.layer));
		return;
	}
	reply_free(r);
}

void console_arrival(struct console *c, struct arrival *a)
{
	if (a->kind == ARRIVED_UP && c->covered) {
		/* of a connection that is being hung up */
	} else if (a->kind == ARRIVED_UP) {
		follow_up(&c->follow, c->ui.mono);
	} else if (a->kind == ARRIVED_DOWN) {
		follow_down(&c->follow, c->ui.mono);
	} else if (!follow_answer(&c->follow, a->ticket, a->reply, c->ui.mono)) {
		answer(c, a->ticket, a->reply);
		a->reply = NULL;
	}
	arrival_free(a);
	console_ahead_run(c);
	if (c->mode == MODE_FILTER && console_top(c)->id != c->filter_layer)
		c->mode = MODE_NONE; /* another screen came over it: what is typed would be for that one */
	console_left(c);
	c->stale = true;
}

void console_tick(struct console *c)
{
	follow_tick(&c->follow, c->ui.mono);
	sends_tick(&c->sends, c->ui.now);
	console_deeds_tick(c);
	console_cover_tick(c);
	console_palette_tick(c);
	ask_bell(c);
	for (size_t i = 0; i < c->n; i++) {
		struct layer *l = &c->stack[i];

		if (!l->wake || c->ui.mono < l->wake)
			continue;
		l->wake = 0;
		console_enter(c);
		if (l->ops->tick)
			l->ops->tick(&c->ui, l->model);
		console_leave(c, l);
	}
	console_left(c);
	c->stale = true;
}

static int64_t sooner(int64_t a, int64_t b) /* 0 is never */
{
	return !a ? b : !b ? a : a < b ? a : b;
}

int64_t console_deadline(const struct console *c)
{
	struct sends sends = c->sends;
	struct deeds deeds = c->deeds;
	int64_t change = sooner(sends_tick(&sends, c->ui.now), deeds_tick(&deeds, c->ui.now));
	int64_t next = c->ui.mono + 60000 - c->ui.now % 60000; /* the clock of the top row */

	if (c->covered)
		return console_cover_deadline(c);
	next = sooner(next, console_cover_deadline(c));
	next = sooner(next, follow_deadline(&c->follow));
	if (c->bell_want && !c->bell_asked && c->ui.live)
		next = sooner(next, c->bell_at);
	if (c->mode == MODE_PALETTE)
		next = sooner(next, c->palette.due);
	next = sooner(next, console_sure_at(c));
	if (change)
		next = sooner(next, c->ui.mono + change - c->ui.now);
	if (!c->ui.live)
		next = sooner(next, c->ui.mono + 1000 - c->ui.now % 1000);
	for (size_t i = 0; i < c->n; i++)
		next = sooner(next, c->stack[i].wake);
	return next;
}

bool console_idle(const struct console *c, bool holds)
{
	const struct follow *f = &c->follow;

	if (c->covered)
		return true;
	if (f->state == FOLLOW_GREETING || f->state == FOLLOW_FIRST || f->target >= 0 ||
	    (f->state == FOLLOW_DOWN && f->tries < 1))
		return false;
	if (c->export.running || (c->mode == MODE_PALETTE && c->palette.due))
		return false;
	for (size_t i = 0; i < ASKS_MAX; i++)
		if (c->asks[i].ticket)
			return false;
	for (size_t i = 0; i < c->n; i++)
		if (c->ui.live && c->stack[i].wake &&
		    c->stack[i].wake < c->ui.mono + COUNTED_MS / 2)
			return false;
	return !holds || (!sends_count(&c->sends) && !deeds_count(&c->deeds));
}
