/* One account: balances, the Portal Activity card, promises, invoices, links; `s` sends a new link. Kept
 * current by the feed: an event of this account asks for it again. */
#include "tui/screens/account.h"

#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/screens/feed.h"
#include "tui/term/input.h"

enum { REFRESH_MS = 250, PARTS = 20, EVENTS = 60 };

unsigned account_channels(const struct account_detail *d)
{
	return channels_of(d->email, d->phone, d->whatsapp);
}

static void refresh(struct ui *ui, struct account *m);

static void detail_in(struct ui *ui, void *model, struct reply *r)
{
	struct account *m = model;

	m->in_flight--;
	if (r->status != ST_OK && !m->detail)
		utf8_fit(m->wrong, sizeof(m->wrong), r->fault);
	if (ui_keep(ui, &m->detail, r, m->number))
		m->wrong[0] = '\0';
	refresh(ui, m);
}

/* A part that this role may not see is left out without a word. */
static void part_in(struct ui *ui, struct account *m, struct reply **place, struct reply *r)
{
	m->in_flight--;
	if (r->status == ST_OK)
		ui_keep(ui, place, r, m->number);
	else
		reply_free(r);
	refresh(ui, m);
}

static void disputes_in(struct ui *ui, void *model, struct reply *r)
{
	part_in(ui, model, &((struct account *)model)->disputes, r);
}

static void callbacks_in(struct ui *ui, void *model, struct reply *r)
{
	part_in(ui, model, &((struct account *)model)->callbacks, r);
}

static void threads_in(struct ui *ui, void *model, struct reply *r)
{
	part_in(ui, model, &((struct account *)model)->threads, r);
}

static void events_in(struct ui *ui, void *model, struct reply *r)
{
	part_in(ui, model, &((struct account *)model)->events, r);
}

static void refresh(struct ui *ui, struct account *m)
{
	const struct sv number = sv_from(m->number);
	const struct account_ref ref = { .account = number, .work = true };
	const struct dispute_query disputes = { .account = number, .limit = PARTS };
	const struct callback_query callbacks = { .account = number, .limit = PARTS };
	const struct thread_query threads = { .account = number, .limit = PARTS };
	const struct feed_query events = { .account = number, .last = EVENTS, .filter = SV("-act:account.viewed -act:command.held -act:command.done") };

	if (!m->want || m->in_flight || !ui->live)
		return;
	if (m->asked && ui->mono < m->asked + REFRESH_MS) {
		ui_wake(ui, m->asked + REFRESH_MS);
		return;
	}
	m->want = false;
	m->asked = ui->mono;
	m->in_flight = 5;
	ui_ask(ui, M_account_show, &ref, detail_in);
	ui_ask(ui, M_dispute_list, &disputes, disputes_in);
	ui_ask(ui, M_callback_list, &callbacks, callbacks_in);
	ui_ask(ui, M_message_list, &threads, threads_in);
	ui_ask(ui, M_feed_read, &events, events_in);
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

	if (old || event_is_look(e) || event_is_step(e) || !sv_is(e->account, m->number))
		return;
	m->want = true;
	refresh(ui, m);
}

static enum waits waits(const void *model)
{
	const struct account *m = model;

	return m->detail ? WAITS_FOR_NOTHING : m->wrong[0] ? WAITS_IN_VAIN : WAITS_FOR_ROWS;
}

static void scroll(struct ui *ui, struct account *m, int to)
{
	int last = account_lines(ui, m, ui->w) - ui->h;

	m->top = to > last ? last : to;
	if (m->top < 0)
		m->top = 0;
	account_keep(ui, m);
}

/* Its link that is on its way or works. */
static void revoke(struct ui *ui, struct account *m)
{
	const struct account_detail *d = m->detail ? m->detail->out : NULL;
	struct link_ref *ref = NEW(ui->turn, struct link_ref);
	struct ui_deed *at = NEW(ui->turn, struct ui_deed);
	const struct ui_deeds what = {
		.method = M_link_revoke, .tier = TIER_SURE, .title = N_("Revoke the link"), .effect = N_("Revoke"), .key = 'R',
		.done = N_("its link is revoked"), .at = at, .n = 1,
		.warning = N_("A revoked link opens nothing any more, and that can not be taken back. The debtor can ask for a new one."),
	};

	for (size_t i = 0; d && i < d->links.n; i++)
		if (d->links.at[i].state == LINK_PENDING || d->links.at[i].state == LINK_HELD) {
			ref->link = d->links.at[i].link;
			*at = (struct ui_deed){ ref, sv_z(ui->turn, sv_from(m->number)) };
			ui_do(ui, &what);
			return;
		}
	ui_say(ui, SAY_PLAIN, T("K: no link of this account works"));
}

static void act(struct ui *ui, void *model, enum action a)
{
	struct account *m = model;

	if (account_move(ui, m, a))
		return;
	switch ((int)a) {
	case ACT_OPEN:
		if (!account_open_rows(ui, m))
			ui_say(ui, SAY_PLAIN, T("Enter: Tab goes to a number of the card first; Enter opens its rows"));
		break;
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
		ui_send(ui, sv_from(m->number), channel__none);
		break;
	case ACT_REVOKE:
		revoke(ui, m);
		break;
	case ACT_SEND_BY:
		if (m->detail)
			m->picking = true;
		else
			ui_say(ui, SAY_PLAIN, T("S: the account is not here yet"));
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
			ui_send(ui, sv_from(m->number), (enum channel)c);
		else
			ui_say(ui, SAY_WARN, T("S: no address for %s is on file"),
			       channel_name((enum channel)c));
		return true;
	}
	if (key != KEY_ESC)
		ui_say(ui, SAY_PLAIN, T("S: nothing was sent; s, w or e would have chosen a channel"));
	return true;
}

static void title(const void *model, struct buf *b)
{
	const struct account *m = model;
	const struct account_detail *d = m->detail ? m->detail->out : NULL;

	buf_print(b, T("Account › %s "), m->number);
	if (d)
		buf_add(b, sv_from_to(d->contact_name, 0, 200));
}

static void why(const struct ui *ui, const void *model, struct buf *b)
{
	const struct account *m = model;
	const struct account_detail *d = m->detail ? m->detail->out : NULL;

	if (account_number_why(ui, m, b))
		return;
	buf_print(b, T("Account %s\n\nA debt to one creditor. Its balance is the sum of its ledger, always; days past due count from the "
		     "due date in the zone of the organisation while something is owed. What is disputed collection leaves alone "
		     "from the moment it is filed (12 CFR 1006.38(d)(2)).\n\nThe Portal Activity card counts visits of the contact "
		     "that links of this account opened.\n\n"), m->number);
	if (d) {
		tr_label(b, T("Asked"), 10);
		buf_print(b, "account.show account=%s\n", m->number);
		tr_label(b, T("True"), 10);
		buf_print(b, T("up to event %lld\n"), (long long)d->seq);
	}
}

static const char *account(const void *model)
{
	return ((const struct account *)model)->number;
}

static void close_it(void *model)
{
	struct account *m = model;

	struct reply *const all[] = { m->detail, m->disputes, m->callbacks, m->threads, m->events };

	for (size_t i = 0; i < COUNT(all); i++)
		if (all[i])
			reply_free(all[i]);
}

const struct screen_ops account_screen = {
	.name = "account",
	.on = ON_ACCOUNT,
	.size = sizeof(struct account),
	.open = open,
	.act = act,
	.back = account_back,
	.places = account_places,
	.go = account_go,
	.key = pick,
	.on_event = on_event,
	.waits = waits,
	.tick = tick,
	.why = why,
	.title = title,
	.account = account,
	.draw = account_draw,
	.close = close_it,
};
