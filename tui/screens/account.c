/* One account: balances, the Portal Activity card, promises, invoices, links; `s` sends a new link. Kept
 * current by the feed: an event of this account asks for it again. */
#include "tui/screens/account.h"

#include <stdio.h>
#include <string.h>

#include "tui/term/input.h"

enum { REFRESH_MS = 250 };

unsigned account_channels(const struct account_detail *d)
{
	return channels_of(d->email, d->phone, d->whatsapp);
}

enum channel account_preferred(const struct account_detail *d)
{
	unsigned there = account_channels(d);

	for (size_t i = 0; i < d->links.n; i++)
		if (d->links.at[i].state == LINK_CONSUMED && there >> d->links.at[i].channel & 1)
			return d->links.at[i].channel;
	for (int c = CHANNEL_SMS; c <= CHANNEL_EMAIL; c++)
		if (there >> c & 1)
			return (enum channel)c;
	return channel__none;
}

static void refresh(struct ui *ui, struct account *m);

static void send(struct ui *ui, struct account *m, enum channel channel)
{
	const struct account_detail *d = m->detail ? m->detail->out : NULL;

	if (!d) {
		m->send_waiting = !m->wrong[0];
		ui_say(ui, SAY_PLAIN,
		       m->wrong[0] ? "s: there is no such account"
		                   : "s waits until the account is here");
	} else if (!d->identity_ready) {
		ui_say(ui, SAY_WARN, "s: no digits are on file for %s: nobody could verify",
		       m->number);
	} else if (!account_channels(d)) {
		ui_say(ui, SAY_WARN, "s: no address is on file for %s", m->number);
	} else {
		ui_send(ui, sv_from(m->number), account_channels(d),
		        channel ? channel : account_preferred(d));
	}
}

static void detail_in(struct ui *ui, void *model, struct reply *r)
{
	struct account *m = model;
	bool waited = m->send_waiting;

	m->in_flight = false;
	m->send_waiting = false;
	if (r->status != ST_OK && !m->detail)
		snprintf(m->wrong, sizeof(m->wrong), SV_FMT, SV_ARG(r->fault));
	if (ui_keep(ui, &m->detail, r, m->number)) {
		m->wrong[0] = '\0';
		if (waited)
			send(ui, m, channel__none);
	} else if (waited) {
		ui_say(ui, SAY_WARN, "s was dropped: the account did not come");
	}
	refresh(ui, m);
}

static void refresh(struct ui *ui, struct account *m)
{
	struct account_ref ref = { sv_from(m->number) };

	if (!m->want || m->in_flight || !ui->live)
		return;
	if (m->asked && ui->mono < m->asked + REFRESH_MS) {
		ui_wake(ui, m->asked + REFRESH_MS);
		return;
	}
	m->want = false;
	m->asked = ui->mono;
	m->in_flight = true;
	ui_ask(ui, M_account_show, &ref, detail_in);
}

static void open(struct ui *ui, void *model, struct sv arg)
{
	struct account *m = model;
	size_t n = arg.n < ACCOUNT_MAX ? arg.n : ACCOUNT_MAX;

	if (n)
		memcpy(m->number, arg.p, n);
	m->number[n] = '\0';
	m->want = true;
	refresh(ui, m);
}

static void tick(struct ui *ui, void *model)
{
	refresh(ui, model);
}

static void on_event(struct ui *ui, void *model, const struct event_row *e, bool old)
{
	struct account *m = model;

	if (old || !sv_is(e->account, m->number))
		return;
	m->want = true;
	refresh(ui, m);
}

static void scroll(struct ui *ui, struct account *m, int to)
{
	int last = account_lines(ui, m, ui->w) - ui->h;

	m->top = to > last ? last : to;
	if (m->top < 0)
		m->top = 0;
}

static void act(struct ui *ui, void *model, enum action a)
{
	struct account *m = model;

	switch ((int)a) {
	case ACT_ROW_NEXT:
		scroll(ui, m, m->top + 1);
		break;
	case ACT_ROW_PREV:
		scroll(ui, m, m->top - 1);
		break;
	case ACT_PAGE_NEXT:
		scroll(ui, m, m->top + ui->h - 2);
		break;
	case ACT_PAGE_PREV:
		scroll(ui, m, m->top - ui->h + 2);
		break;
	case ACT_ROW_FIRST:
		scroll(ui, m, 0);
		break;
	case ACT_ROW_LAST:
		scroll(ui, m, 1 << 20);
		break;
	case ACT_SEND:
		send(ui, m, channel__none);
		break;
	case ACT_SEND_BY:
		if (m->detail)
			m->picking = true;
		else
			ui_say(ui, SAY_PLAIN, "S: the account is not here yet");
		break;
	case ACT_REFRESH:
		m->want = true;
		m->asked = 0;
		refresh(ui, m);
		break;
	default:
		break;
	}
}

static bool pick(struct ui *ui, void *model, uint32_t key)
{
	static const char letters[] = {
		[CHANNEL_SMS] = 's', [CHANNEL_WHATSAPP] = 'w', [CHANNEL_EMAIL] = 'e'
	};
	struct account *m = model;
	const struct account_detail *d = m->detail ? m->detail->out : NULL;

	if (!m->picking)
		return false;
	m->picking = false;
	for (int c = CHANNEL_SMS; d && c <= CHANNEL_EMAIL; c++) {
		if (key != (uint32_t)letters[c])
			continue;
		if (account_channels(d) >> c & 1)
			send(ui, m, (enum channel)c);
		else
			ui_say(ui, SAY_WARN, "S: no address for %s is on file",
			       channel_name((enum channel)c));
		return true;
	}
	if (key != KEY_ESC)
		ui_say(ui, SAY_PLAIN, "S: nothing was sent; s, w or e would have chosen a channel");
	return true;
}

static void title(const void *model, struct buf *b)
{
	const struct account *m = model;
	const struct account_detail *d = m->detail ? m->detail->out : NULL;

	buf_print(b, "Account › %s ", m->number);
	if (d)
		buf_add(b, sv_from_to(d->contact_name, 0, 200));
}

static const char *account(const void *model)
{
	return ((const struct account *)model)->number;
}

static void close_it(void *model)
{
	struct account *m = model;

	if (m->detail)
		reply_free(m->detail);
}

const struct screen_ops account_screen = {
	.name = "account",
	.on = ON_ACCOUNT,
	.size = sizeof(struct account),
	.open = open,
	.act = act,
	.key = pick,
	.on_event = on_event,
	.tick = tick,
	.title = title,
	.account = account,
	.draw = account_draw,
	.close = close_it,
};
