/* One account as a picture. What is long scrolls as one column of lines; from 100 columns on the Portal
 * Activity card stands beside it and stays. A narrow screen shows the card first: it is why one opens an
 * account here. Reads the model, nothing else. */
#include <string.h>

#include "common/zone.h"

#include "tui/screens/account_inside.h"
#include "tui/screens/feed.h"
#include "tui/screens/veil.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"

enum { CARD_W = 41, WIDE = 100, CARD_WIDEST = 72, WIDEST = 160 };

int pen_next(struct pen *p) /* the row of the next line, or SHOWN: not visible */
{
	int y = p->y++;

	return y >= p->in.y && y < p->in.y + p->in.h ? y : SHOWN;
}

void pen_rule(struct pen *p, const char *title, struct sv meta)
{
	int y = pen_next(p);

	if (y != SHOWN)
		band_rule(p->g, y, p->in.x, p->in.w, sv_from(title), meta);
}

/* "LABEL value" at x; returns where the next may begin. */
static int pair(struct pen *p, int y, int x, const char *label, enum look look, struct sv value)
{
	int end = p->in.x + p->in.w, n = grid_columns(sv_from(label)) + 1 + grid_columns(value);

	if (!value.n || x >= end || (x > p->in.x + 1 && x + n > end))
		return x;
	if (y == SHOWN) /* it would stand there all the same */
		return x + n + 3;
	x += grid_text(p->g, y, x, end - x, LOOK_DIM, sv_from(label)) + 1;
	return x + grid_text(p->g, y, x, end - x, look, value) + 3;
}

/* The same, on a line of its own where it does not fit behind the one before; *y is the line then. */
static int must_pair(struct pen *p, int *y, int x, const char *label, enum look look, struct sv value)
{
	int n = grid_columns(sv_from(label)) + 1 + grid_columns(value);

	if (value.n && x > p->in.x + 1 && x + n > p->in.x + p->in.w) {
		*y = pen_next(p);
		x = p->in.x + 1;
	}
	return pair(p, *y, x, label, look, value);
}

static void summary(struct pen *p, const struct account_detail *d)
{
	const struct ui *ui = p->ui;
	int64_t today = zone_day(ui->zone, ui->now);
	int y = pen_next(p), x = p->in.x + 1;
	LABEL(balance, 80);
	LABEL(original, 80);
	LABEL(days, 24);
	LABEL(due, 24);
	LABEL(state, 40);
	LABEL(role, 40);
	const struct zone *theirs;
	LABEL(there, 120);

	format_money(&balance, d->balance, d->currency);
	if (d->original_amount)
		format_money(&original, d->original_amount, d->currency);
	if (d->days_past_due > 0)
		format_count(&days, d->days_past_due);
	format_day(&due, d->due_date, today);
	x = pair(p, y, x, T("BALANCE"), LOOK_VALUE, buf_sv(&balance));
	x = pair(p, y, x, T("DPD"), LOOK_VALUE, buf_sv(&days));
	buf_z(&state, tr_choice(&account_state_choice, (int)d->state));
	x = pair(p, y, x, T("STATE"), LOOK_PLAIN, buf_sv(&state));
	x = pair(p, y, x, T("DUE"), LOOK_PLAIN, buf_sv(&due));
	pair(p, y, x, T("ORIGINAL"), LOOK_PLAIN, buf_sv(&original));
	y = pen_next(p);
	x = pair(p, y, p->in.x + 1, T("CREDITOR"), LOOK_PLAIN, d->creditor);
	buf_z(&role, tr_choice(&creditor_role_choice, (int)d->creditor_role));
	x = pair(p, y, x, T("ROLE"), LOOK_DIM, buf_sv(&role));
	x = pair(p, y, x, T("LANGUAGE"), LOOK_PLAIN, d->language);
	pair(p, y, x, T("COUNTRY"), LOOK_PLAIN, d->country);
	y = pen_next(p);
	x = pair(p, y, p->in.x + 1, "SMS", LOOK_PLAIN, d->phone);
	x = pair(p, y, x, "WHATSAPP", LOOK_PLAIN, d->whatsapp);
	x = pair(p, y, x, T("EMAIL"), LOOK_PLAIN, d->email);
	if (!account_channels(d))
		pair(p, y, x, T("CONTACT"), LOOK_WARN, TS("no address on file"));
	y = pen_next(p);
	if (d->time_zone.n && zone_get(d->time_zone, &theirs) == ST_OK) {
		format_minute(&there, ui->now, theirs);
		buf_print(&there, " " SV_FMT, SV_ARG(sv_from_to(d->time_zone, 0, 60)));
	}
	x = pair(p, y, p->in.x + 1, T("THEIR TIME"), LOOK_PLAIN, buf_sv(&there));
	x = must_pair(p, &y, x, T("IDENTITY"), d->identity_ready ? LOOK_GOOD : LOOK_BAD,
	     d->identity_ready ? TS("✓ digits on file") : TS("✗ no digits on file"));
	if (d->worker.n) {
		LABEL(who, 100);

		buf_print(&who, T("%.*s until "), SV_ARG(sv_from_to(d->worker, 0, 60)));
		format_minute(&who, d->worker_until, ui->zone);
		must_pair(p, &y, x, T("AT WORK"), LOOK_WARN, buf_sv(&who));
	}
}

int pen_room(const struct pen *p)
{
	return p->in.w - 19;
}

void pen_fact(struct pen *p, const char *name, enum look look, struct sv value)
{
	int y = pen_next(p);

	if (y == SHOWN)
		return;
	grid_text(p->g, y, p->in.x + 1, 16, LOOK_DIM, sv_from(name));
	grid_text(p->g, y, p->in.x + 18, pen_room(p), look, value);
}

void pen_numbers(struct pen *p, const char *name, enum look look, struct sv value, enum account_number first)
{
	for (size_t i = 0; p->spots && i < value.n; i++) {
		size_t from = i;

		while (i < value.n && ((value.p[i] >= '0' && value.p[i] <= '9') || (i > from && value.p[i] == tr_thousands())))
			i++;
		if (i > from && p->n < CARD_NUMBERS)
			p->spots[p->n++] = (struct account_spot){ first++, p->y, p->in.x + 18 + grid_columns(sv_from_to(value, 0, from)),
								  grid_columns(sv_from_to(value, from, i)) };
	}
	pen_fact(p, name, look, value);
}

/* What scrolls below. */

static void promises(struct pen *p, const struct account_detail *d)
{
	const struct ui *ui = p->ui;
	int64_t today = zone_day(ui->zone, ui->now);

	pen_rule(p, T("Promises"), SV_NONE);
	for (size_t i = 0; i < d->promises.n; i++) {
		const struct promise_row *r = &d->promises.at[i];
		int y = pen_next(p), x = p->in.x;
		LABEL(made, 24);
		LABEL(sum, 80);
		LABEL(by, 24);

		if (y == SHOWN)
			continue;
		format_when(&made, r->made_at, ui->now, ui->zone);
		format_money_in(&sum, r->amount, r->currency, 14);
		format_day(&by, r->promised_date, today);
		grid_text(p->g, y, x + 1, 12, LOOK_DIM, buf_sv(&made));
		grid_right(p->g, y, x + 14, 14, LOOK_MONEY, buf_sv(&sum));
		grid_print(p->g, y, x + 29, 16, LOOK_PLAIN, TX("a day", "by %.*s"), SV_ARG(buf_sv(&by)));
		grid_text(p->g, y, x + 44, 12, LOOK_PLAIN,
		          sv_from(tr_choice(&promise_state_choice, (int)r->state)));
		if (p->in.w >= 58 + grid_columns(r->reference)) /* whole or not at all */
			grid_text(p->g, y, x + 57, p->in.w - 58, LOOK_DIM, r->reference);
	}
	if (!d->promises.n)
		pen_fact(p, T("None."), LOOK_DIM, SV_NONE);
}

static void invoices(struct pen *p, const struct account_detail *d)
{
	int64_t today = zone_day(p->ui->zone, p->ui->now);

	pen_rule(p, T("Invoices"), SV_NONE);
	for (size_t i = 0; i < d->invoices.n; i++) {
		const struct invoice_row *r = &d->invoices.at[i];
		int y = pen_next(p), x = p->in.x;
		LABEL(due, 24);
		LABEL(billed, 80);
		LABEL(open, 80);

		if (y == SHOWN)
			continue;
		format_day(&due, r->due, today);
		format_money_in(&billed, r->amount, r->currency, 13);
		format_money_in(&open, r->open, r->currency, 13);
		grid_text(p->g, y, x + 1, 16, LOOK_PLAIN, r->invoice);
		grid_print(p->g, y, x + 18, 15, LOOK_DIM, T("due %.*s"), SV_ARG(buf_sv(&due)));
		grid_right(p->g, y, x + 33, 13, LOOK_PLAIN, buf_sv(&billed));
		grid_right(p->g, y, x + 47, 13, LOOK_VALUE, buf_sv(&open));
		grid_text(p->g, y, x + 61, p->in.w - 62, LOOK_DIM,
		          sv_from(tr_choice(&invoice_state_choice, (int)r->state)));
	}
	if (!d->invoices.n)
		pen_fact(p, T("None."), LOOK_DIM, SV_NONE);
}

static void links(struct pen *p, const struct account_detail *d)
{
	const struct ui *ui = p->ui;

	pen_rule(p, T("Links"), SV_NONE);
	for (size_t i = 0; i < d->links.n; i++) {
		const struct link_row *r = &d->links.at[i];
		int y = pen_next(p), x = p->in.x;
		LABEL(when, 24);

		if (y == SHOWN)
			continue;
		format_when(&when, r->sent_at ? r->sent_at : r->made_at, ui->now, ui->zone);
		grid_text(p->g, y, x + 1, 12, LOOK_DIM, buf_sv(&when));
		grid_text(p->g, y, x + 14, 9, LOOK_PLAIN, sv_from(channel_name(r->channel)));
		grid_text(p->g, y, x + 24, 9, r->state == LINK_PENDING ? LOOK_NOTE : LOOK_PLAIN,
		          sv_from(link_state_name(r->state, r->sent_at)));
		grid_text(p->g, y, x + 34, 9, LOOK_DIM, sv_from(source_name(r->source)));
		if (r->tries)
			grid_print(p->g, y, x + 44, 8, LOOK_WARN, T("%d wrong"), (int)r->tries);
		grid_text(p->g, y, x + 53, p->in.w - 54, LOOK_DIM, actor_name(r->actor));
	}
	if (!d->links.n)
		pen_fact(p, T("None."), LOOK_DIM, SV_NONE);
}

static struct sv ledger_kind(struct sv kind)
{
	static const char *const kinds[] = { NX_("ledger", "opening"), NX_("ledger", "interest"), NX_("ledger", "fee"),
					     NX_("ledger", "payment"), NX_("ledger", "credit"), NX_("ledger", "adjustment") };

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (sv_is(kind, kinds[i]))
			return sv_from(TX("ledger", kinds[i]));
	return kind;
}

static void ledger(struct pen *p, const struct account_detail *d)
{
	const struct ui *ui = p->ui;

	if (!d->ledger.n)
		return;
	pen_rule(p, T("Ledger"), SV_NONE);
	for (size_t i = 0; i < d->ledger.n; i++) {
		const struct ledger_row *r = &d->ledger.at[i];
		int y = pen_next(p), x = p->in.x;
		LABEL(when, 24);
		LABEL(sum, 80);

		if (y == SHOWN)
			continue;
		format_when(&when, r->at, ui->now, ui->zone);
		format_money_in(&sum, r->amount, r->currency, 15);
		grid_text(p->g, y, x + 1, 17, LOOK_DIM, buf_sv(&when));
		grid_text(p->g, y, x + 19, 11, LOOK_PLAIN, ledger_kind(r->kind));
		grid_right(p->g, y, x + 31, 15, LOOK_PLAIN, buf_sv(&sum));
		grid_text(p->g, y, x + 48, p->in.w - 49, LOOK_DIM, r->note);
	}
}

/* Parts that stand under the card where there is room for all of them, else in the column that scrolls. */
enum { UNDER_LINKS = 1, UNDER_CONSENTS = 2, UNDER_LEDGER = 4 };
static const struct under {
	unsigned part;
	void (*draw)(struct pen *p, const struct account_detail *d);
} under[] = { { UNDER_LINKS, links }, { UNDER_CONSENTS, account_consents }, { UNDER_LEDGER, ledger } };

static struct box card_box(struct box in)
{
	int w = in.w >= WIDEST ? CARD_WIDEST : CARD_W + (in.w - WIDE) / 4;

	return (struct box){ in.x + in.w - w + 1, in.y, w - 1, in.h };
}

/* What stands beside the column in h rows; it does not scroll. Returns the parts that are there under the card and its
 * actions. */
static unsigned beside(struct pen *p, const struct account_detail *d, int h)
{
	int from = p->y;
	unsigned parts = 0;

	account_card(p, d);
	account_actions(p, d);
	for (size_t i = 0; i < COUNT(under) && p->in.w >= CARD_WIDEST - 1; i++) {
		struct pen nowhere = { p->ui, NULL, { 0, 0, p->in.w, 0 }, 1, NULL, 0 };

		under[i].draw(&nowhere, d);
		if (p->y + nowhere.y - 1 > from + h)
			break;
		under[i].draw(p, d);
		parts |= under[i].part;
	}
	return parts;
}

static unsigned parts_beside(const struct ui *ui, const struct account_detail *d, int w, int h)
{
	struct box at = card_box((struct box){ 0, 0, w, h });
	struct pen nowhere = { ui, NULL, { 0, 0, at.w, 0 }, 1, NULL, 0 };

	return w < WIDE ? 0 : beside(&nowhere, d, h);
}

static int column(struct pen *p, const struct account *m, const struct account_detail *d, bool narrow, unsigned elsewhere)
{
	int from = p->y;

	summary(p, d);
	if (narrow) {
		account_card(p, d);
		account_actions(p, d);
	}
	account_waits(p, m);
	promises(p, d);
	invoices(p, d);
	if (!(elsewhere & UNDER_CONSENTS))
		account_consents(p, d);
	if (!(elsewhere & UNDER_LINKS))
		links(p, d);
	if (!(elsewhere & UNDER_LEDGER))
		ledger(p, d);
	account_events(p, m);
	return p->y - from;
}

int account_lines(const struct ui *ui, const struct account *m, int w)
{
	struct pen nowhere = { ui, NULL, { 0, 0, w, 0 }, 1, NULL, 0 };

	return m->detail ? column(&nowhere, m, m->detail->out, w < WIDE, parts_beside(ui, m->detail->out, w, ui->h)) : 0;
}

size_t account_spots(const struct ui *ui, const struct account *m, struct box in, struct account_spot to[CARD_NUMBERS])
{
	struct box at = card_box(in);
	bool wide = in.w >= WIDE;
	struct pen p = { ui, NULL, { wide ? at.x : in.x, in.y, wide ? at.w : in.w, 0 }, wide ? in.y : in.y - m->top, to, 0 };

	if (!m->detail || m->picking)
		return 0;
	if (wide)
		account_card(&p, m->detail->out);
	else
		(void)column(&p, m, m->detail->out, true, 0);
	return p.n;
}

static void draw_focus(const struct ui *ui, const struct account *m, struct grid *g, struct box in)
{
	struct account_spot spots[CARD_NUMBERS];
	size_t n = account_spots(ui, m, in, spots);

	for (size_t i = 0; i < n; i++) {
		const struct account_spot *s = &spots[i];

		if (s->number != m->focus || s->y < in.y || s->y >= in.y + in.h)
			continue;
		grid_text(g, s->y, s->x - 1, 1, LOOK_KEY, SV("▶"));
		grid_look(g, s->y, s->x, s->w, LOOK_CURSOR);
		g->cy = s->y;
		g->cx = s->x;
	}
}

static void draw_picker(const struct account_detail *d, struct grid *g)
{
	unsigned there = account_channels(d);
	int y = g->h - 2;

	grid_fill(g, y, 0, g->w, LOOK_PLAIN, ' ');
	grid_print(g, y, 1, g->w - 2, LOOK_KEY, T("Send by:  %s%s%s  Esc"),
	           there >> CHANNEL_SMS & 1 ? "s SMS  " : "",
	           there >> CHANNEL_WHATSAPP & 1 ? "w WhatsApp  " : "",
	           there >> CHANNEL_EMAIL & 1 ? T("e Email") : "");
	g->cy = y;
	g->cx = 1;
}

const struct account *account_veiled(const struct ui *ui, const struct account *m)
{
	struct account *copy;

	if (!ui->blur)
		return m;
	copy = arena_copy(ui->turn, m, sizeof(*m));
	copy->detail = veil_reply(ui, m->detail);
	copy->disputes = veil_reply(ui, m->disputes);
	copy->callbacks = veil_reply(ui, m->callbacks);
	copy->threads = veil_reply(ui, m->threads);
	copy->events = veil_reply(ui, m->events);
	return copy;
}

void account_draw(const struct ui *ui, const void *model, struct grid *g, struct box in)
{
	const struct account *m = account_veiled(ui, model);
	const struct account_detail *d = m->detail ? m->detail->out : NULL;
	bool wide = in.w >= WIDE;
	struct pen left = { ui, g, in, in.y - m->top, NULL, 0 };
	unsigned elsewhere = 0;

	g->cx = 0;
	g->cy = in.y;
	if (!d) {
		grid_text(g, in.y, 1, in.w - 2, m->wrong[0] ? LOOK_BAD : LOOK_DIM,
		          m->wrong[0] ? sv_from(m->wrong) : TS("Waiting for the server."));
		return;
	}
	if (wide) {
		struct pen right = {
			ui, g, card_box(in), in.y, NULL, 0
		};

		left.in.w = right.in.x - 1 - in.x;
		for (int y = 0; y < in.h; y++)
			grid_fill(g, in.y + y, right.in.x - 1, 1, LOOK_RULE, 0x2502);
		elsewhere = beside(&right, d, in.h);
	}
	column(&left, m, d, !wide, elsewhere);
	if (!ui->live && ui->off_since) {
		LABEL(stale, 60);

		buf_z(&stale, T(" STALE since "));
		format_clock(&stale, ui->off_since, ui->zone);
		buf_char(&stale, ' ');
		grid_right(g, in.y + (in.h > 1), left.in.x, left.in.w, LOOK_OFF, buf_sv(&stale));
	}
	draw_focus(ui, m, g, in);
	if (m->picking)
		draw_picker(d, g);
}
