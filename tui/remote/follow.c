/* The feed follower; see follow.h. Pauses between tries: 0.25 0.5 1 2 5 10 s, each varied by a fifth so
 * that many consoles do not come back in one instant. */
#include "tui/remote/follow.h"

#include <stdio.h>
#include <string.h>

#include "common/utf8.h"

enum {
	HELLO_MS = 3000,
	FIRST_MS = 10000,
	LIMIT = 200,
	EMPTY_PAUSE_MS = 1000,
	REFUSED_PAUSE_MS = 10000
};

static int64_t pause_ms(struct follow *f)
{
	static const int steps[] = { 250, 500, 1000, 2000, 5000, 10000 };
	int ms = steps[f->tries < (int)COUNT(steps) ? f->tries : (int)COUNT(steps) - 1];

	f->dice = f->dice * 1103515245u + 12345u;
	return ms + ms * ((int)(f->dice >> 16 & 255) - 128) / 640;
}

void follow_start(struct follow *f, struct remote *r, const struct follow_sink *sink, int64_t mono,
                  unsigned seed)
{
	*f = (struct follow){ .state = FOLLOW_DOWN,
		              .remote = r,
		              .sink = sink,
		              .cursor = -1,
		              .down_at = -1,
		              .target = -1,
		              .dice = seed };
	f->next = mono + 250;
}

bool follow_live(const struct follow *f)
{
	return f->was_live && f->down_at < 0 &&
	       (f->state == FOLLOW_READING || f->state == FOLLOW_PAUSED);
}

static void ask(struct follow *f, enum follow_state state, enum method_id m, const void *in,
                int timeout_ms, int64_t mono)
{
	f->state = state;
	f->asked = mono;
	f->ticket = remote_ask(f->remote, m, in, timeout_ms);
}

static void read_on(struct follow *f, int64_t mono)
{
	struct feed_query q = { .after = f->cursor < 0 ? 0 : f->cursor,
		                .wait = FOLLOW_WAIT_MS,
		                .limit = LIMIT };

	ask(f, FOLLOW_READING, M_feed_read, &q, FOLLOW_WAIT_MS + 8000, mono);
}

static void read_first(struct follow *f, int64_t mono)
{
	struct feed_query q = { .last = FOLLOW_FIRST_EVENTS, .limit = FOLLOW_FIRST_EVENTS };

	ask(f, FOLLOW_FIRST, M_feed_read, &q, FIRST_MS, mono);
}

void follow_up(struct follow *f, int64_t mono)
{
	if (f->state == FOLLOW_DOWN)
		ask(f, FOLLOW_GREETING, M_system_hello, NULL, HELLO_MS, mono);
}

void follow_down(struct follow *f, int64_t mono)
{
	bool told = f->state == FOLLOW_DOWN;
	bool again = f->was_live && f->down_at < 0;

	f->state = FOLLOW_DOWN;
	f->ticket = 0;
	f->target = -1;
	if (again) {
		f->down_at = mono;
		f->tries = 0;
	}
	if (!told) {
		f->next = mono + pause_ms(f);
		f->sink->down(f->sink->arg);
	}
}

static void note_why(struct follow *f, const struct reply *r)
{
	if (r->status == ST_UNAVAILABLE || r->status == ST_UNCERTAIN)
		f->why[0] = '\0';
	else
		utf8_fit(f->why, sizeof(f->why), r->fault);
}

static void caught_up(struct follow *f, int64_t mono)
{
	int64_t off = f->was_live && f->down_at >= 0 ? mono - f->down_at : -1;

	f->was_live = true;
	f->down_at = -1;
	f->target = -1;
	f->tries = 0;
	f->sink->back(f->sink->arg, off, f->missed, f->loaded);
}

static void greeted(struct follow *f, const struct hello *h, int64_t mono)
{
	f->why[0] = '\0';
	f->sink->hello(f->sink->arg, h, (int)(mono - f->asked));
	f->missed = f->cursor >= 0 ? h->head - f->cursor : 0;
	f->loaded = 0;
	if (f->cursor >= 0 && (h->head < f->cursor || f->missed > FOLLOW_TOO_FAR)) {
		f->sink->reset(f->sink->arg);
		f->cursor = -1;
		if (f->missed <
		    0) /* a log that is shorter than what we saw: restored from a backup */
			f->missed = 0;
	}
	if (f->cursor < 0) {
		f->target = -1;
		read_first(f, mono);
	} else {
		f->target = h->head;
		if (f->missed == 0) /* the long poll would only answer with the next event */
			caught_up(f, mono);
		read_on(f, mono);
	}
}

static bool live_once(const struct follow *f) /* since the last break */
{
	return f->was_live && f->down_at < 0;
}

static void take_page(struct follow *f, const struct feed_page *p, bool old)
{
	for (size_t i = 0; i < p->items.n; i++) {
		const struct event_row *e = &p->items.at[i];

		if (e->seq <= f->cursor) /* seen before the break */
			continue;
		f->cursor = e->seq;
		f->loaded++;
		f->sink->event(f->sink->arg, e, old);
	}
	if (p->next > f->cursor)
		f->cursor = p->next;
}

static void got_page(struct follow *f, const struct feed_page *p, int64_t mono)
{
	bool first = f->state == FOLLOW_FIRST;
	int64_t before = f->cursor;

	take_page(f, p, first);
	if (f->cursor < 0)
		f->cursor = 0;
	if (first || (f->target >= 0 && f->cursor >= f->target) || (f->target >= 0 && !p->items.n))
		caught_up(f, mono);
	if (!first && f->cursor == before && mono - f->asked < EMPTY_PAUSE_MS) {
		/* sent away at once with nothing: the server has no place for one more reader */
		f->state = FOLLOW_PAUSED;
		f->next = mono + EMPTY_PAUSE_MS;
	} else {
		read_on(f, mono);
	}
}

bool follow_answer(struct follow *f, uint64_t ticket, const struct reply *r, int64_t mono)
{
	if (!ticket || ticket != f->ticket)
		return false;
	f->ticket = 0;
	if (r->status == ST_OK && r->out) {
		if (f->state == FOLLOW_GREETING)
			greeted(f, r->out, mono);
		else
			got_page(f, r->out, mono);
	} else if (f->state == FOLLOW_GREETING || r->status == ST_UNAVAILABLE ||
	           r->status == ST_UNCERTAIN) {
		note_why(f, r);
		follow_down(f, mono);
	} else {
		bool told = sv_is(r->fault, f->why);

		if (!live_once(f) || f->target >= 0)
			caught_up(f, mono);
		f->state = FOLLOW_PAUSED;
		f->next = mono + REFUSED_PAUSE_MS;
		note_why(f, r);
		if (!told)
			f->sink->refused(f->sink->arg, r->fault);
	}
	return true;
}

void follow_tick(struct follow *f, int64_t mono)
{
	if (mono < f->next)
		return;
	if (f->state == FOLLOW_PAUSED) {
		if (f->cursor < 0)
			read_first(f, mono);
		else
			read_on(f, mono);
	} else if (f->state == FOLLOW_DOWN) {
		f->tries++;
		f->next = mono + pause_ms(f);
		f->remote->ops->dial(f->remote->self);
	}
}

void follow_now(struct follow *f, int64_t mono)
{
	f->next = mono;
	follow_tick(f, mono);
}

void follow_pause(struct follow *f, int64_t mono)
{
	follow_down(f, mono);
	f->next = INT64_MAX;
}

void follow_resume(struct follow *f, int64_t mono)
{
	f->tries = -1; /* the first of them is no failure yet */
	follow_now(f, mono);
}

void follow_anew(struct follow *f, int64_t mono)
{
	f->cursor = f->target = -1;
	f->missed = f->loaded = 0;
	if (f->state == FOLLOW_READING || f->state == FOLLOW_PAUSED || f->state == FOLLOW_FIRST)
		read_first(f, mono); /* what is under way is not waited for */
}

int64_t follow_deadline(const struct follow *f)
{
	bool waits = f->state == FOLLOW_DOWN || f->state == FOLLOW_PAUSED;

	return waits && f->next != INT64_MAX ? f->next : 0;
}
