/* A server for the console's tests: it records every question, answers with fixtures when told to, and has
 * an event log of its own that long polls are answered from. No network, no clock: time is two numbers.
 * Include once per test program. */
#ifndef QUITS_TESTS_TUI_FAKE_H
#define QUITS_TESTS_TUI_FAKE_H

#include <stdio.h>
#include <stdlib.h>

#include "common/arena.h"
#include "common/date.h"
#include "common/file.h"

#include "tests/support/check.h"
#include "tui/console.h"
#include "tui/term/input.h"

#define UNUSED __attribute__((unused))

enum { FAKE_ASKS = 512, FAKE_EVENTS = 12000 };

/* Monday 2026-06-22 14:22:30 in Bogota, five hours behind UTC all year. */
#define FAKE_NOW  (INT64_C(1782156150000))
#define FAKE_ZONE "America/Bogota"

struct fake_ask {
	uint64_t ticket;
	enum method_id method;
	void *in; /* a copy; texts are copied too */
	bool open;
};

struct fake {
	struct console c;
	struct arena arena;
	struct fake_ask asks[FAKE_ASKS];
	size_t n;
	int dials, hangs;
	int64_t mono, wall;
	struct event_row events[FAKE_EVENTS];
	struct event_body bodies[FAKE_EVENTS];
	size_t n_events;
	/* what fixtures say */
	int64_t promises, links_sent, answers;
	bool no_identity, hostile, nobody_home, locked;
	int many;       /* links there are, instead of the four; the newest has the highest number */
	int64_t tries;  /* wrong answers of each of them */
	int64_t gone;   /* a link that is not among them any more */
	enum status send_status;
	int64_t link;
};

static const struct record *fake_in(enum method_id m)
{
	return method_table[m].in;
}

static void fake_ask_now(void *self, uint64_t ticket, enum method_id m, const void *in,
                         int timeout_ms)
{
	struct fake *f = self;
	struct fake_ask *a = &f->asks[f->n];

	(void)timeout_ms;
	CHECK(f->n < FAKE_ASKS);
	f->n++;
	*a = (struct fake_ask){ ticket, m, arena_alloc(&f->arena, fake_in(m)->size + 1), true };
	CHECK(in || !fake_in(m)->n); /* the wire packs no NULL where there are fields */
	if (in)
		memcpy(a->in, in, fake_in(m)->size);
	for (size_t i = 0; i < fake_in(m)->n; i++) {
		const struct field *field = &fake_in(m)->fields[i];

		if (field->kind == K_TEXT) {
			struct sv *s = field_in(field, a->in);

			*s = sv_copy(&f->arena, *s);
		}
	}
}

static void fake_dial(void *self)
{
	((struct fake *)self)->dials++;
}

/* The line is hung up: what was under way ends without an answer. */
static void fake_hang(void *self)
{
	((struct fake *)self)->hangs++;
}

static void fake_time(struct fake *f, int64_t ms)
{
	f->mono += ms;
	f->wall += ms;
	console_time(&f->c, f->mono, f->wall);
	if (console_deadline(&f->c) <= f->mono || ms)
		console_tick(&f->c);
}

static UNUSED struct event_row *fake_event(struct fake *f, const char *kind, const char *account,
                                           const char *name, struct event_body body)
{
	struct event_row *e = &f->events[f->n_events];

	CHECK(f->n_events < FAKE_EVENTS);
	f->bodies[f->n_events] = body;
	*e = (struct event_row){ .seq = (int64_t)f->n_events + 1,
		                 .at = f->wall,
		                 .kind = sv_from(kind),
		                 .account = sv_from(account),
		                 .contact_name = sv_from(name),
		                 .actor = SV("debtor"),
		                 .body = &f->bodies[f->n_events] };
	f->n_events++;
	return e;
}

static struct currency fake_currency(const char *code)
{
	struct currency c = { "" };

	memcpy(c.code, code, 3);
	return c;
}

static UNUSED void fake_promise(struct fake *f, const char *account, const char *name,
                                int64_t amount)
{
	fake_event(f, "portal.promise_created", account, name,
	           (struct event_body){ .amount = amount,
	                                .currency = fake_currency("USD"),
	                                .promised_date = day_from((struct civil){ 2026, 6, 30 }),
	                                .channel = CHANNEL_WHATSAPP,
	                                .source = SOURCE_AI_AGENT });
	f->promises++;
}

/* Fourteen events of every kind, the newest 20 s old. */
static UNUSED void fake_morning(struct fake *f)
{
	static const struct {
		const char *kind, *account, *name;
		enum channel channel;
		enum link_source source;
		int64_t visit;
		const char *reason;
	} rows[] = {
		{ "server.initialised", "", "", 0, 0, 0, "" },
		{ "link.sent", "A-100562", "Contact 01", CHANNEL_SMS, SOURCE_STRATEGY, 0, "" },
		{ "portal.session_started", "A-100562", "Contact 01", CHANNEL_SMS, SOURCE_STRATEGY,
		  1, "" },
		{ "portal.session_ended", "A-100562", "Contact 01", CHANNEL_SMS, SOURCE_STRATEGY, 0,
		  "signed_out" },
		{ "link.sent", "77120", "Contact Zwei", CHANNEL_EMAIL, SOURCE_MANUAL, 0, "" },
		{ "link.locked", "A-113208", "Contact 03", CHANNEL_EMAIL, SOURCE_MANUAL, 0, "" },
		{ "link.failed", "77120", "Contact Zwei", CHANNEL_EMAIL, SOURCE_MANUAL, 0,
		  "timeout" },
		{ "link.expired", "A-120114", "Contact 04", CHANNEL_SMS, SOURCE_SYSTEM, 0, "" },
		{ "portal.session_started", "A-104233", "Contact 05", CHANNEL_WHATSAPP,
		  SOURCE_AI_AGENT, 22, "" },
		{ "portal.dispute_filed", "A-102977", "Contact 06", CHANNEL_EMAIL, SOURCE_MANUAL, 0,
		  "not_mine" },
		{ "link.revoked", "A-120114", "Contact 04", CHANNEL_SMS, SOURCE_SYSTEM, 0,
		  "replaced" },
		{ "portal.session_started", "A-118820", "Contact 07", CHANNEL_SMS, SOURCE_STRATEGY,
		  3, "" },
	};
	int64_t wall = f->wall;

	for (size_t i = 0; i < COUNT(rows); i++) {
		f->wall = wall - 30 * 60000 + (int64_t)i * 97000;
		if (i < 3)
			f->wall -= DAY_MS;
		fake_event(
		    f, rows[i].kind, rows[i].account, rows[i].name,
		    (struct event_body){ .channel = rows[i].channel,
		                         .source = rows[i].source,
		                         .visit = rows[i].visit,
		                         .reason = sv_from(rows[i].reason),
		                         .amount = strcmp(rows[i].reason, "not_mine") == 0 ? 21000 : 0,
		                         .currency = fake_currency("USD"),
		                         .until = i == 1 || i == 4 ? wall + 3 * DAY_MS : 0 });
	}
	f->wall = wall - 40000;
	fake_promise(f, "A-104233", "Contact 05", 25000);
	f->wall = wall - 20000;
	fake_promise(f, "A-118820", "Contact 07", 112000);
	f->promises = 87;
	f->wall = wall;
}

static struct reply *fake_reply(enum method_id m, enum status st, const char *fault)
{
	struct reply *r = mem_new(sizeof(*r));

	r->method = m;
	r->status = st;
	r->fault = sv_copy(&r->arena, sv_from(fault));
	if (st == ST_OK)
		r->out = arena_alloc(&r->arena, method_table[m].out->size);
	return r;
}

#include "tests/tui/fixtures.h"

static void fake_deliver(struct fake *f, struct fake_ask *a, struct reply *r)
{
	struct arrival *in = mem_new(sizeof(*in));

	CHECK(a->open);
	a->open = false;
	if (r->out)
		remote_clean(&r->arena, method_table[a->method].out, r->out);
	*in = (struct arrival){ { NULL }, ARRIVED_ANSWER, a->ticket, r };
	console_time(&f->c, f->mono, f->wall);
	console_arrival(&f->c, in);
}

static void fake_turn(struct fake *f, enum arrival_kind kind)
{
	struct arrival *in = mem_new(sizeof(*in));

	in->kind = kind;
	console_time(&f->c, f->mono, f->wall);
	console_arrival(&f->c, in);
}

/* Answers everything that is open; a long poll only if the log has news for it. */
static void fake_serve(struct fake *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct fake_ask *a = &f->asks[i];
		const struct feed_query *q = a->in;

		if (!a->open)
			continue;
		if (a->method == M_feed_read && q->wait && q->after >= (int64_t)f->n_events)
			continue;
		fake_deliver(f, a, fixture(f, a));
	}
}

static void fake_up(struct fake *f)
{
	fake_turn(f, ARRIVED_UP);
	fake_serve(f);
}

/* The line breaks: what was under way ends without an answer. */
static UNUSED void fake_down(struct fake *f)
{
	fake_turn(f, ARRIVED_DOWN);
	for (size_t i = 0; i < f->n; i++)
		if (f->asks[i].open)
			fake_deliver(f, &f->asks[i],
			             fake_reply(f->asks[i].method, ST_UNCERTAIN, "no answer came"));
}

static struct fake *fake_new(int w, int h)
{
	struct fake *f = mem_new(sizeof(*f));
	static const struct remote_ops ops = { fake_ask_now, fake_dial, fake_hang };

	f->mono = 5000000;
	f->wall = FAKE_NOW;
	f->links_sent = 1284;
	f->link = 900;
	console_start(&f->c, (struct remote){ &ops, f, 0 }, w, h, f->mono, f->wall, 1);
	return f;
}

static UNUSED struct fake *fake_live(int w, int h)
{
	struct fake *f = fake_new(w, h);

	fake_morning(f);
	fake_up(f);
	return f;
}

static UNUSED void fake_free(struct fake *f)
{
	console_end(&f->c);
	arena_free(&f->arena);
	mem_free(f);
}

/* Keys as a script has them, separated by blanks. */
static UNUSED void fake_keys(struct fake *f, const char *words)
{
	struct sv rest = sv_from(words);

	while (rest.n) {
		struct sv word = sv_cut(&rest, ' ');
		uint32_t key = key_by_name(word);

		console_time(&f->c, f->mono, f->wall);
		if (key != KEY_NONE)
			console_key(&f->c, key);
		for (size_t i = 0; key == KEY_NONE && i < word.n; i++)
			console_key(&f->c, (unsigned char)word.p[i]);
	}
}

static UNUSED size_t fake_asked(const struct fake *f, enum method_id m)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->asks[i].method == m;
	return n;
}

static UNUSED struct fake_ask *fake_last(struct fake *f, enum method_id m)
{
	for (size_t i = f->n; i-- > 0;)
		if (f->asks[i].method == m)
			return &f->asks[i];
	fail_msg("never asked: %s", method_table[m].name);
	return &f->asks[0];
}

/* The screen as text, in the fake's arena. */
static const char *fake_screen(struct fake *f, bool ascii)
{
	struct grid *g = grid_new(&f->arena, f->c.w, f->c.h);
	struct buf b = buf_new(&f->arena, 1024 * 1024);

	console_draw(&f->c, g);
	if (ascii)
		grid_ascii(g);
	grid_dump(g, &b);
	buf_char(&b, '\0');
	return b.p;
}

static UNUSED bool fake_shows(struct fake *f, const char *part)
{
	return strstr(fake_screen(f, false), part) != NULL;
}

static UNUSED int fake_times(struct fake *f, const char *part)
{
	const char *at = fake_screen(f, false);
	int n = 0;

	while ((at = strstr(at, part))) {
		n++;
		at += strlen(part);
	}
	return n;
}

#define CHECK_SHOWS(f, part)                                                                       \
	do {                                                                                       \
		if (!fake_shows(f, part))                                                          \
			fail_msg("%s:%d: not on the screen: %s\n%s", __FILE__, __LINE__, part,     \
			         fake_screen(f, false));                                           \
	} while (0)
#define CHECK_HIDES(f, part)                                                                       \
	do {                                                                                       \
		if (fake_shows(f, part))                                                           \
			fail_msg("%s:%d: on the screen: %s\n%s", __FILE__, __LINE__, part,         \
			         fake_screen(f, false));                                           \
	} while (0)

#endif
