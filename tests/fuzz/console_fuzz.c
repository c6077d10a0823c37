/* The whole console under random hands and a random server: keys, pastes, clicks, resizes, time, answers out of
 * order with any content their records allow, questions that end in any status, answers to nobody, lines that break
 * and come back. It knows the console by console.h alone. Held to be true (console.md e.10):
 *
 *   - drawn twice, a screen is the same; the cursor is inside it; no wide character is cut in half
 *   - nothing is changed on the server but in a key that may (a capital letter, Enter, ^S, or a key that the table
 *     of actions calls a send), or after a hold; a link is never sent without its hold
 *   - from wherever it is, Esc leads to the first screen
 *   - the same bytes give the same last screen
 *   - no crash, no leak, no undefined behaviour (the sanitizers say so) */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tests/tui/hostile.h"
#include "tui/console.h"
#include "tui/term/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	OPEN_MAX = 256,
	STEPS = 200,
	STEPS_MAX = 400,
	ESCAPES = 6 * LAYERS_MAX, /* a choice, a range, marks, a filter, then the screen before */
	HOLD_MS = 5000,
	DEPTH = 3
};

#define NOW INT64_C(1782156150000)

struct question {
	uint64_t ticket;
	enum method_id method;
	int64_t after; /* of feed.read */
};

struct desk {
	struct console c;
	const uint8_t *at;
	size_t left;
	uint64_t dice;
	int64_t mono, wall;
	struct question open[OPEN_MAX];
	size_t n;
	int64_t head; /* events there are */
	bool in_key;
	uint32_t key;
	int64_t key_at; /* mono of the last key */
	struct arena memory;
};

static void must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "console_fuzz: not true: %s\n", what);
	abort();
}

/* The bytes first, then dice that they have thrown: a short input is a long evening all the same. */
static unsigned byte(struct desk *d)
{
	if (d->left) {
		d->left--;
		d->dice = (d->dice ^ *d->at) * 1099511628211u;
		return *d->at++;
	}
	d->dice ^= d->dice << 13;
	d->dice ^= d->dice >> 7;
	d->dice ^= d->dice << 17;
	return d->dice >> 40 & 255;
}

static unsigned below(struct desk *d, unsigned n)
{
	return n > 256 ? (byte(d) << 8 | byte(d)) % n : byte(d) % n;
}

/* What goes at once, with whatever key and also typed ahead: it is an operator's own or taken back by a key. */
static bool reversible(enum method_id m)
{
	return m == M_callback_take || m == M_callback_leave || m == M_message_take || m == M_message_leave || m == M_message_read ||
	       m == M_dispute_leave || m == M_notification_done || m == M_notification_snooze || m == M_notification_done_all ||
	       m == M_notification_undo || m == M_view_put || m == M_view_drop || m == M_event_export || m == M_system_unlock;
}

/* What the console may change, and when. */
static void judge(const struct desk *d, enum method_id m, const void *in)
{
	bool capital = d->key >= 'A' && d->key <= 'Z';

	if (!method_table[m].command || m == M_link_cancel || m == M_held_stop || reversible(m))
		return;
	if (m == M_link_send) {
		must(((const struct link_new *)in)->hold >= HOLD_MS,
		     "a link is sent with its hold");
		return;
	}
	if (m == M_command_hold) { /* held by the server like a link, also when it was typed ahead: z takes it back */
		must(((const struct command_new *)in)->hold >= HOLD_MS, "a command is held with its hold");
		return;
	}
	must((d->in_key && (capital || d->key == KEY_ENTER || d->key == KEY_CTRL('s'))) ||
	         d->mono - d->key_at >= HOLD_MS,
	     method_table[m].name);
}

static void ask(void *self, uint64_t ticket, enum method_id m, const void *in, int timeout_ms)
{
	struct desk *d = self;

	(void)timeout_ms;
	must(m < M__COUNT, "a question has a method");
	for (size_t i = 0; i < d->n; i++)
		must(d->open[i].ticket != ticket, "a ticket is used once");
	judge(d, m, in);
	must(d->n < OPEN_MAX, "questions are bounded");
	d->open[d->n++] =
	    (struct question){ ticket, m,
		               m == M_feed_read ? ((const struct feed_query *)in)->after : 0 };
}

static void dial(void *self)
{
	(void)self;
}

static void hang(void *self)
{
	(void)self; /* what comes behind it is the server's to choose, as everything is */
}

/* Records with anything in them that decoding lets through. */

static struct sv any_text(struct desk *d, struct arena *a)
{
	static const char *const plain[] = { "",   "A-104233",  "Contact 05",     "UTC",
		                             "de", "not_mine",  "America/Bogota", "1",
		                             "7d", "sms,email", "77120",          "2026-01-01" };
	unsigned n = below(d, 64);

	if (n < COUNT(plain))
		return sv_from(plain[n]);
	if (n < COUNT(plain) + COUNT(hostile))
		return sv_copy(a, sv_of(hostile[n - COUNT(plain)].p, hostile[n - COUNT(plain)].n));
	return sv_print(a, "text %u %u", byte(d), n);
}

static int64_t any_number(struct desk *d, enum kind k)
{
	static const int64_t odd[] = {
		0, 1, -1, 99, 100000, INT64_C(1) << 40, -(INT64_C(1) << 40)
	};
	unsigned n = byte(d);

	if (k == K_TIME)
		return NOW + ((int64_t)n - 128) * 3600000;
	if (k == K_DAY)
		return n ? 2461213 + (int64_t)n - 128 : 0;
	return n < COUNT(odd) ? odd[n] : (int64_t)n * 7;
}

static void fill(struct desk *d, struct arena *a, const struct record *r, void *rec, int depth);

static void fill_field(struct desk *d, struct arena *a, const struct field *f, void *at, int depth)
{
	static const char *const codes[] = { "USD", "EUR", "JPY", "XXX" };
	const struct record *of = f->of;
	struct list *list = at;

	switch (f->kind) {
	case K_BOOL:
		*(bool *)at = byte(d) & 1;
		break;
	case K_CURRENCY:
		memcpy(((struct currency *)at)->code, codes[below(d, 4)], 3);
		break;
	case K_INT:
	case K_MONEY:
	case K_RATE:
	case K_TIME:
	case K_DAY:
	case K_ID:
		*(int64_t *)at = any_number(d, f->kind);
		break;
	case K_TEXT:
	case K_BYTES:
		*(struct sv *)at = any_text(d, a);
		break;
	case K_CHOICE: {
		const struct choice *c = f->of;
		unsigned n = below(d, (unsigned)c->n + 1);

		*(int *)at = n < c->n ? c->words[n].value : f->flags & REQ ? c->words[0].value : 0;
		break;
	}
	case K_RECORD:
		if (f->flags & REQ || (depth && byte(d) & 1)) {
			*(void **)at = arena_alloc(a, of->size);
			fill(d, a, of, *(void **)at, depth ? depth - 1 : 0);
		}
		break;
	case K_LIST:
		list->n = depth ? below(d, 5) * (byte(d) < 250 ? 1 : 20) : 0;
		list->at = arena_alloc(a, of->size * (list->n + 1));
		for (size_t i = 0; i < list->n; i++)
			fill(d, a, of, (char *)list->at + i * of->size, depth - 1);
		break;
	}
}

static void fill(struct desk *d, struct arena *a, const struct record *r, void *rec, int depth)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].flags & REQ || byte(d) & 1)
			fill_field(d, a, &r->fields[i], field_in(&r->fields[i], rec), depth);
}

/* Events mostly follow each other; otherwise nothing behind the greeting would be reached. */
static void mend(struct desk *d, const struct question *q, struct reply *r)
{
	struct feed_page *p = r->out;
	struct hello *h = r->out;

	if (q->method == M_system_hello && byte(d) < 240) {
		h->head = d->head;
		h->now = d->wall;
	}
	if (q->method != M_feed_read || byte(d) >= 240)
		return;
	for (size_t i = 0; i < p->items.n; i++) {
		p->items.at[i].seq = (q->after < 0 ? 0 : q->after) + (int64_t)i + 1;
		p->items.at[i].kind = sv_from(event_table[below(d, E__COUNT)].name);
	}
	p->next = p->items.n ? p->items.at[p->items.n - 1].seq : q->after;
	d->head = p->next > d->head ? p->next : d->head;
	p->head = d->head;
}

static struct reply *make_reply(struct desk *d, const struct question *q)
{
	struct reply *r = mem_new(sizeof(*r));
	unsigned luck = byte(d);

	r->method = q->method;
	r->status = luck < 200 ? ST_OK : (enum status)below(d, ST__COUNT);
	if (r->status == ST_OK) {
		const struct record *out = method_table[q->method].out;

		r->out = arena_alloc(&r->arena, out->size);
		fill(d, &r->arena, out, r->out, DEPTH);
		mend(d, q, r);
		remote_clean(&r->arena, out, r->out);
	} else {
		r->fault = utf8_clean(&r->arena, any_text(d, &r->arena), 400, false);
	}
	return r;
}

static void arrive(struct desk *d, enum arrival_kind kind, uint64_t ticket, struct reply *r)
{
	struct arrival *a = mem_new(sizeof(*a));

	*a = (struct arrival){ { NULL }, kind, ticket, r };
	console_arrival(&d->c, a);
}

static void answer(struct desk *d, size_t i)
{
	struct question q = d->open[i];

	d->open[i] = d->open[--d->n];
	arrive(d, ARRIVED_ANSWER, q.ticket, make_reply(d, &q));
}

static void answer_to_nobody(struct desk *d)
{
	struct question q = { UINT64_MAX - byte(d), (enum method_id)below(d, M__COUNT), 0 };

	arrive(d, ARRIVED_ANSWER, q.ticket, make_reply(d, &q));
}

static void line_breaks(struct desk *d)
{
	arrive(d, ARRIVED_DOWN, 0, NULL);
	for (size_t left = d->n; left;
	     left--) { /* each question gets its answer, if only that there is none */
		struct question q = d->open[0];
		struct reply *r = mem_new(sizeof(*r));

		d->open[0] = d->open[--d->n];
		r->method = q.method;
		r->status = byte(d) & 1 ? ST_UNCERTAIN : ST_UNAVAILABLE;
		r->fault = SV("no answer came");
		arrive(d, ARRIVED_ANSWER, q.ticket, r);
	}
}

static void press(struct desk *d, uint32_t key)
{
	d->in_key = true;
	d->key = key;
	d->key_at = d->mono;
	console_key(&d->c, key);
	d->in_key = false;
	d->c.dump[0] = '\0'; /* what the loop would do with its wishes */
	d->c.suspend = d->c.repaint = false;
}

static uint32_t any_key(struct desk *d)
{
	static const uint32_t keys[] = {
		KEY_ENTER,     KEY_ESC,       KEY_UP,     KEY_DOWN,      KEY_LEFT,
		KEY_RIGHT,     KEY_TAB,       KEY_HOME,   KEY_END,       KEY_PAGE_UP,
		KEY_PAGE_DOWN, KEY_DELETE,    KEY_INSERT, KEY_F0 + 1,    KEY_F0 + 6,
		KEY_BACKTAB,   KEY_BACKSPACE, KEY_CLICK,  KEY_WHEEL_UP,  KEY_WHEEL_DOWN,
		0x4E2D,        0x301,         0x1F600,    KEY_ALT + 'x', ':',
		'/',
	};
	unsigned n = byte(d);

	return n < 127 ? n : keys[n % COUNT(keys)];
}

static void paste(struct desk *d)
{
	char text[INPUT_PASTE_MAX];
	size_t n = below(d, 200);

	for (size_t i = 0; i < n; i++)
		text[i] = (char)byte(d);
	console_paste(&d->c, sv_of(text, n), byte(d) == 0 ? 77 : 0);
}

static void type_command(struct desk *d)
{
	static const char *const words[] = {
		"acct A-1", "find x", "go accounts", "send A-104233 sms", "period 30d",
		"77120",    "help",   "quit",        "dump /dev/null"
	};
	const char *w = words[below(d, COUNT(words))];

	press(d, ':');
	for (; *w; w++)
		press(d, (unsigned char)*w);
	press(d, KEY_ENTER);
}

static void pass_time(struct desk *d, int64_t ms)
{
	d->mono += ms;
	d->wall += ms;
	console_time(&d->c, d->mono, d->wall);
	if (console_deadline(&d->c) <= d->mono || ms >= 1000)
		console_tick(&d->c);
}

#define UNWATCHED __attribute__((no_sanitize("coverage"))) /* its branches teach nothing */

UNWATCHED static bool is_sound(const struct grid *g)
{
	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w; x++) {
			const struct cell *c = &g->at[y * g->w + x];
			bool half = x > 0 && c[-1].width == 2;

			if ((c->width == 0) != half || (c->width == 2 && x + 1 == g->w) ||
			    c->look >= LOOK__COUNT)
				return false;
			if (c->width && (c->ch[0] < ' ' || (c->ch[0] >= 0x7F && c->ch[0] < 0xA0)))
				return false;
		}
	return true;
}

static void look(struct desk *d)
{
	struct grid *a, *b;

	arena_reset(&d->memory);
	a = grid_new(&d->memory, d->c.w, d->c.h);
	b = grid_new(&d->memory, d->c.w, d->c.h);
	console_draw(&d->c, a);
	console_draw(&d->c, b);
	must(grid_same(a, b), "drawn twice it is the same");
	must(a->cx >= 0 && a->cx < a->w && a->cy >= 0 && a->cy < a->h, "the cursor is inside");
	must(is_sound(a), "every cell is whole, visible and of a known look");
}

static void step(struct desk *d)
{
	unsigned what = byte(d);

	console_time(&d->c, d->mono, d->wall);
	if (what < 150)
		press(d, any_key(d));
	else if (what < 160)
		type_command(d);
	else if (what < 215 && d->n)
		answer(d, below(d, (unsigned)d->n));
	else if (what < 230)
		pass_time(d, (int64_t)byte(d) * byte(d));
	else if (what < 236)
		paste(d);
	else if (what < 240)
		answer_to_nobody(d);
	else if (what < 243)
		line_breaks(d);
	else if (what < 250)
		arrive(d, ARRIVED_UP, 0, NULL);
	else
		console_resize(&d->c, 1 + (int)below(d, byte(d) < 200 ? 120 : 250),
		               1 + (int)below(d, byte(d) < 200 ? 40 : 80));
}

UNWATCHED static uint64_t print_of(struct desk *d)
{
	struct grid *g = grid_new(&d->memory, d->c.w, d->c.h);
	uint64_t sum = 1469598103934665603u;

	console_draw(&d->c, g);
	for (int i = 0; i < g->w * g->h; i++)
		sum = (sum ^ g->at[i].ch[0] ^ (uint64_t)g->at[i].look << 32) * 1099511628211u;
	return sum;
}

static uint64_t run(const uint8_t *data, size_t size)
{
	static const struct remote_ops ops = { ask, dial, hang };
	struct desk *d = mem_new(sizeof(*d));
	uint64_t print;

	d->at = data;
	d->left = size;
	d->dice = 1469598103934665603u;
	d->mono = d->key_at = 5000000;
	d->wall = NOW;
	console_start(&d->c, (struct remote){ &ops, d, 0 }, 80, 24, d->mono, d->wall, 1);
	arrive(d, ARRIVED_UP, 0, NULL);
	for (int i = 0; i < (d->left ? STEPS_MAX : STEPS); i++) {
		step(d);
		if (i % 16 == 15)
			look(d);
	}
	look(d);
	print = print_of(d);
	console_time(&d->c, d->mono, d->wall);
	for (int i = 0; i < ESCAPES; i++)
		press(d, KEY_ESC);
	must(d->c.at == 0 && d->c.mode == MODE_NONE && !d->c.help, "Esc leads to the first screen");
	look(d);
	console_end(&d->c);
	arena_free(&d->memory);
	mem_free(d);
	return print;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 4096)
		return 0;
	must(run(data, size) == run(data, size), "the same bytes give the same screen");
	return 0;
}
