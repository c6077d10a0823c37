/* Portal Management: the model and its doors. The feed tells that something happened; the figures are then
 * asked anew, the first time at once and after that at most four times a second, until no event is left
 * that they may not know of. */
#include "tui/screens/dashboard.h"

#include <string.h>

#include "common/arena.h"

#include "tui/term/input.h"

enum { REFRESH_MS = 250, MINUTE_MS = 60000, SETTLED_MS = 700 };

const struct facet facet_table[FACETS] = {
	{ FEED_SESS, 's', "sess" }, { FEED_PROM, 'p', "prom" }, { FEED_DISP, 'd', "disp" },
	{ FEED_CALL, 'c', "call" }, { FEED_OPTO, 'o', "opto" }, { FEED_MESG, 'm', "mesg" },
	{ FEED_LOCK, 'l', "lock" }, { FEED_LINK, 'k', "link" },
};

static void refresh(struct ui *ui, struct dashboard *d);

static void landed(struct ui *ui, struct dashboard *d, struct reply **place, struct reply *r,
                   const char *what)
{
	d->in_flight--;
	if (what || r->status == ST_OK)
		ui_keep(ui, place, r, what ? what : "");
	else
		reply_free(r); /* a role that may see figures but no accounts */
	refresh(ui, d);
}

static void kpi_in(struct ui *ui, void *model, struct reply *r)
{
	struct dashboard *d = model;

	landed(ui, d, &d->kpi, r, T("figures"));
}

static void tokens_in(struct ui *ui, void *model, struct reply *r)
{
	struct dashboard *d = model;

	landed(ui, d, &d->tokens, r, T("token overview"));
}

static void sessions_in(struct ui *ui, void *model, struct reply *r)
{
	struct dashboard *d = model;

	landed(ui, d, &d->sessions, r, NULL);
}

static void notes_in(struct ui *ui, void *model, struct reply *r)
{
	struct dashboard *d = model;

	landed(ui, d, &d->notes, r, NULL);
}

static void feedback_in(struct ui *ui, void *model, struct reply *r)
{
	struct dashboard *d = model;

	landed(ui, d, &d->feedback, r, NULL);
}

static void series_in(struct ui *ui, void *model, struct reply *r)
{
	struct dashboard *d = model;

	landed(ui, d, &d->series, r, NULL);
}

static void needs_in(struct ui *ui, void *model, struct reply *r)
{
	struct dashboard *d = model;

	landed(ui, d, &d->needs, r, NULL);
}

/* Asks if something is wanted and the last asking is answered and long enough ago; else later. */
static void refresh(struct ui *ui, struct dashboard *d)
{
	struct period_query period = { .period = ui->period };
	struct session_query sessions = { .limit = 200 };
	struct notification_query notes = { .limit = 20 };

	ui_wake(ui, ui->mono + MINUTE_MS - ui->now % MINUTE_MS);
	if (!d->want || !ui->live || d->in_flight > 0)
		return;
	if (d->asked && ui->mono < d->asked + REFRESH_MS) {
		ui_wake(ui, d->asked + REFRESH_MS);
		return;
	}
	d->want = false;
	d->asked = ui->mono;
	d->in_flight = 7;
	ui_ask(ui, M_kpi_show, &period, kpi_in);
	ui_ask(ui, M_token_overview, &period, tokens_in);
	ui_ask(ui, M_session_list, &sessions, sessions_in);
	ui_ask(ui, M_notification_list, &notes, notes_in);
	ui_ask(ui, M_feedback_show, &period, feedback_in);
	ui_ask(ui, M_kpi_series, &period, series_in);
	ui_ask(ui, M_kpi_needs, NULL, needs_in);
}

static void open(struct ui *ui, void *model, struct sv arg)
{
	struct dashboard *d = model;

	(void)arg;
	feed_open(&d->feed);
	d->want = true;
	refresh(ui, d);
}

static void tick(struct ui *ui, void *model)
{
	struct dashboard *d = model;

	/* what is "active now" ends by itself, without an event */
	if (!d->asked || ui->mono >= d->asked + MINUTE_MS / 2)
		d->want = true;
	refresh(ui, d);
}

static void on_event(struct ui *ui, void *model, const struct event_row *e, bool old)
{
	struct dashboard *d = model;

	if (feed_add(&d->feed, e, ui->now, ui->zone, ui->mono) && d->filtered)
		dashboard_judge(d, e, ui->now, ui->zone, ui->mono);
	if (old || event_is_look(e) || event_is_step(e))
		return;
	d->want = true;
	refresh(ui, d);
}

void dashboard_anew(struct ui *ui, struct dashboard *d)
{
	feed_clear(&d->feed);
	if (d->filtered)
		dashboard_filtered(ui, d, sv_copy(ui->turn, sv_from(d->filter)), true);
}

struct feed *dashboard_feed(struct dashboard *d)
{
	return d->filtered ? &d->found : &d->feed;
}

const struct feed *dashboard_shown(const struct dashboard *d)
{
	return d->filtered ? &d->found : &d->feed;
}

static struct box body(const struct ui *ui)
{
	return (struct box){ 0, 0, ui->w, ui->h };
}

static void open_row(struct ui *ui, struct dashboard *d)
{
	const struct feed_item *i = feed_row(dashboard_shown(d), feed_cursor_row(dashboard_shown(d)));

	if (!i)
		ui_say(ui, SAY_PLAIN, T("Enter: the feed is empty"));
	else if (!i->account[0])
		ui_say(ui, SAY_PLAIN, T("Enter: no account stands behind this line"));
	else
		ui_open(ui, SCREEN_ACCOUNT, sv_from(i->account));
}

static void send_row(struct ui *ui, struct dashboard *d)
{
	const struct feed_item *i = feed_row(dashboard_shown(d), feed_cursor_row(dashboard_shown(d)));

	/* on a live feed the top row may have changed under the finger */
	if (i && !dashboard_shown(d)->held && ui->mono - dashboard_shown(d)->top_since < SETTLED_MS)
		ui_say(ui, SAY_WARN, T("s: the top row has just become %s; press s again to send"),
		       i->account);
	else
		ui_send(ui, sv_from(i ? i->account : ""), channel__none);
}

/* What needs a person, the most urgent first; then the notifications behind the one that `n` showed last. */
static void next_note(struct ui *ui, struct dashboard *d)
{
	const struct notification_page *p = d->notes ? d->notes->out : NULL;
	struct buf called = buf_new(ui->turn, UI_SAY_MAX);

	if (needs_next(ui, d))
		return;
	for (size_t i = 0; p && i < p->items.n; i++) {
		const struct notification_row *n = &p->items.at[i];

		if (!n->account.n || (d->note_seq && n->seq >= d->note_seq))
			continue;
		d->note_seq = n->seq;
		ui_open(ui, SCREEN_ACCOUNT, n->account);
		notification_title(&called, n->title);
		ui_say(ui, SAY_PLAIN, SV_FMT, SV_ARG(buf_sv(&called)));
		return;
	}
	ui_say(ui, SAY_PLAIN,
	       d->note_seq || d->shown ? T("n: that was the last; n begins again") : T("n: nothing needs you, and nothing is new"));
	d->note_seq = 0;
	d->shown = 0;
}

static void click(struct ui *ui, struct dashboard *d)
{
	struct dashboard_boxes b = dashboard_boxes(d, body(ui));
	struct feed *f = dashboard_feed(d);
	int row = ui->click - b.feed.y - 1;

	if (ui->slow && !f->held && row >= 0 && row < (int)b.rows)
		row = (int)feed_place(f, (size_t)row, b.rows);
	if (row >= 0 && row < (int)b.rows && (f->held ? f->top : 0) + (size_t)row < feed_rows(f))
		feed_to_row(f, (f->held ? f->top : 0) + (size_t)row, b.rows);
}

static void act(struct ui *ui, void *model, enum action a)
{
	struct dashboard *d = model;
	size_t page = dashboard_boxes(d, body(ui)).rows;

	if (dashboard_move_focus(ui, d, a))
		return;
	switch ((int)a) {
	case ACT_ROW_NEXT:
		feed_move(dashboard_feed(d), 1, page);
		break;
	case ACT_ROW_PREV:
		feed_move(dashboard_feed(d), -1, page);
		break;
	case ACT_PAGE_NEXT:
		feed_move(dashboard_feed(d), (int64_t)page, page);
		break;
	case ACT_PAGE_PREV:
		feed_move(dashboard_feed(d), -(int64_t)page, page);
		break;
	case ACT_ROW_FIRST:
		feed_resume(dashboard_feed(d));
		break;
	case ACT_ROW_LAST:
		feed_to_row(dashboard_feed(d), feed_rows(dashboard_feed(d)), page);
		break;
	case ACT_CLICK:
		click(ui, d);
		break;
	case ACT_OPEN:
		if (d->focus)
			dashboard_drill(ui, d);
		else
			open_row(ui, d);
		break;
	case ACT_SEND:
		send_row(ui, d);
		break;
	case ACT_NEXT:
		next_note(ui, d);
		break;
	case ACT_FACET:
		d->picking = true;
		d->before = d->feed.mask;
		break;
	case ACT_REFRESH:
	case ACT_PERIOD:
		d->want = true;
		d->asked = 0;
		refresh(ui, d);
		break;
	default:
		break;
	}
}

static void show_types(struct dashboard *d, unsigned mask, size_t page)
{
	feed_filter(&d->feed, mask, page);
	if (d->found.ring)
		feed_filter(&d->found, mask, page);
}

static bool back(struct ui *ui, void *model)
{
	struct dashboard *d = model;

	if (d->focus) {
		d->focus = FOCUS_FEED;
		return true;
	}
	if (d->filtered) {
		dashboard_filtered(ui, model, SV_NONE, true);
		return true;
	}
	if (d->feed.mask == ~0u)
		return false;
	show_types(d, ~0u, dashboard_boxes(d, body(ui)).rows);
	return true;
}

/* Letters toggle, F goes through the types one by one, Enter keeps, Esc restores. */
static bool pick(struct ui *ui, void *model, uint32_t key)
{
	struct dashboard *d = model;
	size_t page = dashboard_boxes(d, body(ui)).rows;
	unsigned mask = d->feed.mask;

	if (!d->picking)
		return false;
	if (key == KEY_ENTER || key == KEY_ESC) {
		d->picking = false;
		show_types(d, key == KEY_ESC ? d->before : mask, page);
		return true;
	}
	if (key == 'a') {
		mask = ~0u;
	} else if (key == 'F' || key == KEY_TAB) {
		int at = -1;

		for (int i = 0; i < FACETS; i++)
			if (mask == 1u << facet_table[i].code)
				at = i;
		mask = at + 1 < FACETS ? 1u << facet_table[at + 1].code : ~0u;
	} else {
		for (int i = 0; i < FACETS; i++)
			if (key == (uint32_t)facet_table[i].letter)
				mask = (mask == ~0u ? 0 : mask) ^ 1u << facet_table[i].code;
	}
	show_types(d, mask ? mask : ~0u, page);
	return true;
}

static void title(const void *model, struct buf *b)
{
	(void)model;
	buf_z(b, T("Dashboard › Portal Management"));
}

static const char *account(const void *model)
{
	const struct dashboard *d = model;
	const struct feed_item *i = feed_row(dashboard_shown(d), feed_cursor_row(dashboard_shown(d)));

	return i ? i->account : "";
}

static void drop(struct reply *r)
{
	if (r)
		reply_free(r);
}

static void close_it(void *model)
{
	struct dashboard *d = model;

	feed_end(&d->feed);
	feed_end(&d->found);
	arena_free(&d->memory);
	drop(d->kpi);
	drop(d->tokens);
	drop(d->sessions);
	drop(d->notes);
	drop(d->feedback);
	drop(d->series);
	drop(d->needs);
}

const struct screen_ops dashboard_screen = {
	.name = "dashboard",
	.on = ON_DASHBOARD | ON_PERIOD,
	.size = sizeof(struct dashboard),
	.open = open,
	.act = act,
	.back = back,
	.key = pick,
	.on_event = on_event,
	.tick = tick,
	.filter = dashboard_filter,
	.filtered = dashboard_filtered,
	.note = dashboard_note,
	.complete = dashboard_complete,
	.why = dashboard_why,
	.places = dashboard_places,
	.go = dashboard_go,
	.title = title,
	.account = account,
	.draw = dashboard_draw,
	.close = close_it,
};
