/* From a figure of Portal Management to the rows it counts, and why it is what it is: every number leads somewhere. Also the
 * filter of the feed: the server says what was, the same words of common/filter.h judge what comes. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/date.h"
#include "common/zone.h"

#include "tui/screens/dashboard.h"
#include "tui/screens/list.h"
#include "tui/widget/format.h"

enum { FOUND_LAST = 500 };

static const struct {
	const char *name, *means;
	enum screen_id id;
	const char *filter; /* beside the days of the period */
	bool period;
} kpis[FOCUS_KPIS] = {
	{ N_("Links Sent"), N_("Links whose delivery the channel accepted, by the time it did, in the period."), SCREEN_LINKS, "", true },
	{ N_("Conversion Rate"), N_("Of the links sent in the period, the share that was verified by now: a cohort, never over 100 %."),
	  SCREEN_LINKS, "is:verified ", true },
	{ N_("Active Sessions"), N_("Visits with human activity in the last 30 minutes that have not ended. It knows only now: it has no "
	  "period and nothing before."), SCREEN_SESSIONS, "is:open last>-30m", false },
	{ N_("Portal Promises"), N_("Promises to pay made in the portal in the period, and their sums by currency, never across."),
	  SCREEN_PROMISES, "", true },
	{ N_("Portal Disputes"), N_("Disputes filed through the portal in the period."), SCREEN_DISPUTES, "", true },
	{ N_("Opt-Outs"), N_("Confirmations in the portal, signed in or from the landing page, that changed at least one consent."),
	  SCREEN_DASHBOARD, "act:portal.opt_out ", true },
};

static const char *const columns[FOCUS_COLUMNS] = { "consumed", "pending", "expired", "locked,revoked" };

/* "since:2026-11-20 until:2026-11-26": the days of the figures as they were read. */
static void days(struct buf *b, const struct ui *ui, const struct dashboard *d)
{
	const struct kpi_page *k = d->kpi ? d->kpi->out : NULL;
	int64_t today = zone_day(ui->zone, ui->now), last;

	if (!k)
		return;
	buf_z(b, "since:");
	day_print(b, zone_day(ui->zone, k->from));
	last = zone_day(ui->zone, k->to - 1);
	if (last < today) {
		buf_z(b, " until:");
		day_print(b, last);
	}
}

static void token_filter(struct buf *b, int cell)
{
	int row = cell / FOCUS_COLUMNS, column = cell % FOCUS_COLUMNS;

	if (row < FOCUS_CHANNELS)
		buf_print(b, "ch:%s", choice_text(&channel_choice, CHANNEL_SMS + row));
	else
		buf_print(b, "src:%s", choice_text(&link_source_choice, SOURCE_MANUAL + row - FOCUS_CHANNELS));
	buf_print(b, " status:%s ", columns[column]);
}

static enum screen_id rows_of(struct buf *b, const struct ui *ui, const struct dashboard *d)
{
	int kpi = d->focus - FOCUS_KPI;

	if (d->focus >= FOCUS_TOKENS) {
		token_filter(b, d->focus - FOCUS_TOKENS);
		days(b, ui, d);
		return SCREEN_LINKS;
	}
	buf_z(b, kpis[kpi].filter);
	if (kpis[kpi].period)
		days(b, ui, d);
	return kpis[kpi].id;
}

void dashboard_drill(struct ui *ui, struct dashboard *d)
{
	struct buf b = buf_new(ui->turn, FILTER_TEXT_MAX);
	enum screen_id id = rows_of(&b, ui, d);

	if (id == SCREEN_DASHBOARD) { /* what happened stands in the feed */
		d->focus = FOCUS_FEED;
		dashboard_filtered(ui, d, buf_sv(&b), true);
	} else {
		ui_open(ui, id, b.n ? buf_sv(&b) : SV("*"));
	}
}

static void event_why(struct buf *b, const struct feed_item *i)
{
	tr_label(b, T("Event"), 10);
	buf_print(b, "%lld\n", (long long)i->seq);
	tr_label(b, T("Kind"), 10);
	buf_print(b, "%s\n", i->kind < E__COUNT ? event_table[i->kind].name : T("unknown to this console"));
	tr_label(b, TX("somebody", "By"), 10);
	buf_print(b, SV_FMT "\n", SV_ARG(actor_name(sv_from(i->actor))));
}

void dashboard_why(const struct ui *ui, const void *model, struct buf *b)
{
	const struct dashboard *d = model;
	const struct kpi_page *k = d->kpi ? d->kpi->out : NULL;
	struct feed_item const *i = feed_row(dashboard_shown(d), feed_cursor_row(dashboard_shown(d)));
	LABEL(filter, FILTER_TEXT_MAX);

	if (d->focus == FOCUS_FEED) {
		buf_z(b, T("The activity feed is the event log: each line was written in the same transaction as what it tells, and "
			 "none is lost or doubled.\n\n"));
		if (i)
			event_why(b, i);
		buf_z(b, T("\nTab goes to the figures, where = explains each and Enter opens its rows.\n"));
		return;
	}
	if (d->focus < FOCUS_TOKENS)
		buf_print(b, "%s\n\n%s\n\n", T(kpis[d->focus - FOCUS_KPI].name), T(kpis[d->focus - FOCUS_KPI].means));
	else
		buf_z(b, T("Token overview\n\nLinks sent in the period by where they stand now; rows and columns add up. A pending "
			 "link past its time is expired, swept or not.\n\n"));
	rows_of(&filter, ui, d);
	tr_label(b, T("Rows"), 10);
	buf_print(b, SV_FMT "\n", SV_ARG(buf_sv(&filter)));
	if (k) {
		tr_label(b, T("Read at"), 10);
		format_when(b, k->as_of, ui->now, ui->zone);
		buf_print(b, T(", true up to event %lld\n"), (long long)k->seq);
		tr_label(b, T("Period"), 10);
		format_when(b, k->from, ui->now, ui->zone);
		buf_z(b, TX("a span", " to "));
		format_when(b, k->to, ui->now, ui->zone);
		buf_z(b, T("; before: the same span moved back by its number of days, to the same clock time\n"));
	}
	buf_z(b, T("\nEnter opens the rows.\n"));
}

/* Tab goes from band to band, the arrows inside one. False: the key is the feed's. */
bool dashboard_move_focus(struct ui *ui, struct dashboard *d, enum action a)
{
	int at = d->focus, cell = at - FOCUS_TOKENS, last = FOCUS__END - FOCUS_TOKENS;

	(void)ui;
	if (a == ACT_TAB_NEXT || a == ACT_TAB_PREV) {
		bool next = a == ACT_TAB_NEXT;

		if (at == FOCUS_FEED)
			d->focus = next ? FOCUS_KPI : FOCUS_TOKENS;
		else if (at < FOCUS_TOKENS)
			d->focus = next ? (at + 1 < FOCUS_TOKENS ? at + 1 : FOCUS_TOKENS) : at - 1;
		else
			d->focus = next ? (cell + 1 < last ? at + 1 : FOCUS_FEED) : (cell ? at - 1 : FOCUS_TOKENS - 1);
		return true;
	}
	if (at == FOCUS_FEED)
		return false;
	if (a == ACT_ROW_NEXT || a == ACT_ROW_PREV) {
		int to = cell + (a == ACT_ROW_NEXT ? FOCUS_COLUMNS : -FOCUS_COLUMNS);

		if (at < FOCUS_TOKENS)
			d->focus = a == ACT_ROW_NEXT ? FOCUS_FEED : at;
		else
			d->focus = to < 0 ? FOCUS_FEED : to < last ? FOCUS_TOKENS + to : at;
		return true;
	}
	return false;
}

/* The filter. */

struct sv dashboard_filter(const void *model)
{
	return sv_from(((const struct dashboard *)model)->filter);
}

const char *dashboard_note(const void *model)
{
	return ((const struct dashboard *)model)->note;
}

struct sv dashboard_complete(const void *model, struct sv head)
{
	(void)model;
	return filter_complete(&event_list_words, head);
}

void dashboard_judge(struct dashboard *d, const struct event_row *e, int64_t now, const struct zone *z, int64_t mono)
{
	struct arena scratch = ARENA_INIT;
	const struct feed *all = &d->feed;
	const struct feed_item *i = &all->ring[(all->start + all->n - 1) % FEED_MAX];

	if (feed_match(&d->judge, i, &scratch))
		feed_add(&d->found, e, now, z, mono);
	arena_free(&scratch);
}

/* What is in memory, until the server has said what there was before. */
static void from_memory(struct dashboard *d)
{
	struct arena scratch = ARENA_INIT;

	for (size_t i = 0; i < d->feed.n; i++) {
		const struct feed_item *item = &d->feed.ring[(d->feed.start + i) % FEED_MAX];

		if (feed_match(&d->judge, item, &scratch))
			feed_put(&d->found, item);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
}

static void found_in(struct ui *ui, void *model, struct reply *r)
{
	struct dashboard *d = model;
	const struct feed_page *p = r->out;

	d->asking = false;
	if (r->status == ST_OK && p && d->filtered && d->asked_turn == d->turn && !d->found.held) {
		feed_clear(&d->found);
		for (size_t i = 0; i < p->items.n; i++)
			feed_add(&d->found, &p->items.at[i], ui->now, ui->zone, ui->mono);
		from_memory(d); /* those that came meanwhile; what is there already is not taken twice */
	} else if (r->status == ST_INVALID || r->status == ST_LIMIT || r->status == ST_FORBIDDEN) {
		ui_say(ui, SAY_WARN, T("feed: %.*s"), SV_ARG(r->fault));
	}
	reply_free(r);
}

static void ask(struct ui *ui, struct dashboard *d)
{
	const struct feed_query q = { .last = FOUND_LAST, .filter = sv_from(d->filter) };

	if (!ui->live)
		return;
	d->asking = true;
	d->asked_turn = d->turn;
	ui_ask(ui, M_feed_read, &q, found_in);
}

bool dashboard_filtered(struct ui *ui, void *model, struct sv text, bool done)
{
	struct dashboard *d = model;
	const struct filter_when when = { .now = ui->now, .zone = ui->zone };
	struct filter f;

	text = sv_trim(text);
	d->note[0] = '\0';
	if (filter_parse(ui->turn, text, &event_list_words, &when, &f, NULL) != ST_OK) {
		snprintf(d->note, sizeof(d->note), "%.159s", fault_last()->text);
		if (done)
			ui_say(ui, SAY_WARN, "%s", fault_last()->text);
		return false;
	}
	if (!done)
		return true;
	if (text.n)
		memcpy(d->filter, text.p, text.n);
	d->filter[text.n] = '\0';
	d->turn++;
	d->filtered = text.n > 0;
	if (!d->filtered)
		return true;
	arena_reset(&d->memory);
	if (filter_parse(&d->memory, text, &event_list_words, &when, &d->judge, NULL) != ST_OK)
		return false;
	if (!d->found.ring)
		feed_open(&d->found);
	feed_clear(&d->found);
	d->found.mask = d->feed.mask;
	from_memory(d);
	ask(ui, d);
	return true;
}
