/* Channel analytics and finds: the portal beside the other channels, and what stands out. Pages of figures; every one of
 * them is defined at the server (service/channel.h, service/finds.h) and only shown here. */
#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"

#include "tui/screens/list_kinds.h"
#include "tui/screens/text.h"
#include "tui/widget/chart.h"
#include "tui/widget/format.h"

enum { NAME_W = 11, BAR_MOST = 60 };

static void right(struct buf *b, struct sv s, int w)
{
	for (int n = grid_columns(s); n < w; n++)
		buf_char(b, ' ');
	buf_add(b, s);
}

static void left(struct buf *b, struct sv s, int w)
{
	buf_add(b, s);
	for (int n = grid_columns(s); n < w; n++)
		buf_char(b, ' ');
}

static void count(struct buf *b, int64_t n, int w)
{
	LABEL(text, 40);

	format_count_in(&text, n, w - 1);
	right(b, buf_sv(&text), w);
}

static void rate(struct buf *b, struct sv text, int w)
{
	LABEL(with, 40);

	format_decimal(&with, text);
	if (!sv_is(text, "-"))
		buf_char(&with, '%');
	right(b, buf_sv(&with), w);
}

static struct sv way_name(enum way w)
{
	return w == WAY_PORTAL	   ? TS("Portal")
	       : w == WAY_SMS	   ? SV("SMS")
	       : w == WAY_WHATSAPP ? SV("WhatsApp")
	       : w == WAY_EMAIL	   ? TS("Email")
	       : w == WAY_VOICE	   ? TS("Voice")
				   : SV("?");
}

static void period_line(struct buf *b, const struct ui *ui, struct sv period, int64_t from, int64_t to)
{
	buf_z(b, PAGE_DIM);
	buf_print(b, T("period %.*s ("), SV_ARG(period));
	format_when(b, from, ui->now, ui->zone);
	buf_z(b, TX("a span", " to "));
	format_when(b, to, ui->now, ui->zone);
	buf_z(b, T(")   P changes it, = explains\n\n"));
}

/* "$1,234.50" or "3 currencies". */
static void sums(struct buf *b, const struct money_sum_list *l, int w)
{
	LABEL(text, 80);

	if (l->n == 1)
		format_money_in(&text, l->at[0].amount, l->at[0].currency, w - 1);
	else if (l->n > 1)
		buf_print(&text, T("%d currencies"), (int)l->n);
	else
		buf_char(&text, '-');
	right(b, buf_sv(&text), w);
}

/* A title that is wider than its column is cut, with a blank before the next. */
static struct sv cut(struct sv title, int w)
{
	return utf8_cut(title, (size_t)w - 1);
}

static void channel_heads(struct buf *b, bool wide)
{
	static const struct {
		const char *name;
		int w; /* below 0: only where there is room */
	} heads[] = { { N_("INTERACT."), 10 }, { N_("ANSWERED"), 10 }, { N_("RATE"), 8 }, { N_("BEFORE"), 8 }, { N_("PROMISES"), 10 },
		      { N_("AMOUNT"), -15 }, { N_("ENDED"), -8 }, { N_("KEPT"), -8 }, { N_("KEPT%"), 8 } };

	buf_z(b, PAGE_VALUE);
	left(b, cut(TS("CHANNEL"), NAME_W), NAME_W);
	for (size_t i = 0; i < COUNT(heads); i++)
		if (heads[i].w > 0 || wide)
			right(b, cut(TS(heads[i].name), abs(heads[i].w)), abs(heads[i].w));
	buf_char(b, '\n');
}

static void channel_table(struct buf *b, const struct ui *ui, const struct channel_page *p)
{
	bool wide = ui->w >= 100;

	channel_heads(b, wide);
	for (size_t i = 0; i < p->items.n; i++) {
		const struct channel_row *r = &p->items.at[i];

		left(b, way_name(r->channel), NAME_W);
		count(b, r->interactions, 10);
		count(b, r->responses, 10);
		rate(b, r->response_rate, 8);
		rate(b, r->response_rate_before, 8);
		count(b, r->promises, 10);
		if (wide) {
			sums(b, &r->promised, 15);
			count(b, r->ended, 8);
			count(b, r->kept, 8);
		}
		rate(b, r->kept_rate, 8);
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < p->items.n; i++) { /* what one cell could not say */
		const struct channel_row *r = &p->items.at[i];

		for (size_t k = 0; r->promised.n > 1 && k < r->promised.n; k++) {
			buf_z(b, PAGE_DIM "  ");
			left(b, way_name(r->channel), NAME_W);
			format_money(b, r->promised.at[k].amount, r->promised.at[k].currency);
			buf_print(b, TN(" in %lld promise\n", " in %lld promises\n", r->promised.at[k].count), (long long)r->promised.at[k].count);
		}
	}
}

/* Tenths of a per cent of "41.7". */
static int64_t tenths(struct sv text)
{
	int64_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] >= '0' && text.p[i] <= '9')
			n = n * 10 + (text.p[i] - '0');
	return n;
}

static void bars(struct buf *b, const struct ui *ui, const struct channel_page *p)
{
	int w = ui->w - NAME_W - 14;

	w = w > BAR_MOST ? BAR_MOST : w;
	buf_print(b, "\n" PAGE_RULE "%s\n", T("Response rate: share of interactions that were answered"));
	for (size_t i = 0; i < p->items.n; i++) {
		left(b, way_name(p->items.at[i].channel), NAME_W);
		chart_bar(b, sv_is(p->items.at[i].response_rate, "-") ? 0 : tenths(p->items.at[i].response_rate), 1000, w);
		rate(b, p->items.at[i].response_rate, 9);
		buf_char(b, '\n');
	}
}

static void funnel(struct buf *b, const struct ui *ui, const struct channel_page *p)
{
	int w = (ui->w - NAME_W - 4) / 5 - 8;

	w = w < 3 ? 0 : w > 14 ? 14 : w;
	buf_print(b, "\n" PAGE_RULE "%s\n", T("Links: sent, opened, verified, acted, promised"));
	for (size_t i = 0; i < p->items.n; i++) {
		const struct channel_row *r = &p->items.at[i];
		const int64_t steps[] = { r->links_sent, r->links_opened, r->links_verified, r->links_acted, r->links_promised };

		if (r->channel == WAY_VOICE)
			continue;
		left(b, way_name(r->channel), NAME_W);
		for (size_t k = 0; k < COUNT(steps); k++) {
			count(b, steps[k], 7);
			buf_char(b, ' ');
			chart_bar(b, steps[k], r->links_sent, w);
		}
		buf_char(b, '\n');
	}
}

static void analytics_write(struct buf *b, const struct ui *ui, const struct text_model *m, const void *out)
{
	const struct channel_page *p = out;

	(void)m;
	period_line(b, ui, p->period, p->from, p->to);
	channel_table(b, ui, p);
	bars(b, ui, p);
	funnel(b, ui, p);
}

static void analytics_act(struct ui *ui, struct text_model *m, enum action a, const void *out)
{
	(void)m;
	(void)out;
	if (a == ACT_OPEN)
		ui_open(ui, SCREEN_LINKS, SV("*"));
}

static const struct text_kind analytics_kind = {
	.title = N_("Analytics › Channels"), .method = M_channel_show, .period = true, .write = analytics_write,
	.act = analytics_act,
	.codes = 1u << FEED_SESS | 1u << FEED_PROM | 1u << FEED_LINK | 1u << FEED_DISP | 1u << FEED_MESG,
	.about = N_("The portal is a channel beside the others. Interactions: messages that a channel took and that ask for an answer; of "
		 "the portal, links opened. Answered: those that the contact answered or acted on within 7 days. A promise belongs to "
		 "the link that opened its visit, and by it to that link's channel; to the portal belong all. Kept rate: kept, of the "
		 "promises that have ended. A rate of nothing is -."),
};
TEXT_SCREEN(analytics, ON_TEXT | ON_PERIOD);

/* Finds. */

static void wait_lines(struct buf *b, const char *what, const struct find_wait *w)
{
	tr_label(b, what, NAME_W);
	buf_print(b, T("%lld acted on"), (long long)w->acted);
	if (w->acted) {
		buf_z(b, T(": half within "));
		format_span(b, w->median);
		buf_z(b, T(", nine of ten within "));
		format_span(b, w->p90);
	}
	buf_print(b, T("; %lld wait still"), (long long)w->waiting);
	if (w->waiting) {
		buf_z(b, T(", the oldest for "));
		format_span(b, w->oldest);
	}
	if (w->never)
		buf_print(b, T("; %lld ended without any act"), (long long)w->never);
	buf_char(b, '\n');
}

static void finds_write(struct buf *b, const struct ui *ui, const struct text_model *m, const void *out)
{
	const struct finds_page *p = out;
	int w = ui->w - 40;
	int64_t most = 0;

	(void)m;
	w = w > BAR_MOST ? BAR_MOST : w;
	period_line(b, ui, p->period, p->from, p->to);
	buf_print(b, PAGE_RULE "%s\n", T("Visits without action"));
	buf_print(b, T("%lld of %lld visits that are over left nothing done   "), (long long)p->visits_without_action,
		  (long long)p->visits);
	chart_bar(b, p->visits_without_action, p->visits, 20);
	buf_print(b, "\n\n" PAGE_RULE "%s\n", T("Links that convert badly, the lowest rate first"));
	for (size_t i = 0; i < p->links.n; i++) {
		const struct find_link_row *r = &p->links.at[i];

		left(b, sv_from(channel_name(r->channel)), NAME_W);
		count(b, r->verified, 8);
		buf_z(b, T(" of "));
		count(b, r->sent, 6);
		rate(b, r->rate, 9);
		buf_z(b, "  ");
		chart_bar(b, r->verified, r->sent, w > 30 ? 30 : w);
		buf_char(b, '\n');
	}
	buf_print(b, "\n" PAGE_RULE "%s\n", T("Why debts are disputed"));
	for (size_t i = 0; i < p->reasons.n; i++)
		most = p->reasons.at[i].count > most ? p->reasons.at[i].count : most;
	for (size_t i = 0; i < p->reasons.n; i++) {
		left(b, utf8_cut(sv_from(tr_choice(&dispute_reason_choice, (int)p->reasons.at[i].reason)), 24), 18);
		count(b, p->reasons.at[i].count, 7);
		buf_z(b, "  ");
		chart_bar(b, p->reasons.at[i].count, most, w > 30 ? 30 : w);
		buf_char(b, '\n');
	}
	if (!p->reasons.n)
		buf_print(b, PAGE_DIM "%s\n", T("No dispute was filed."));
	buf_print(b, "\n" PAGE_RULE "%s\n", T("How long debtors waited for a first act"));
	wait_lines(b, T("Disputes"), p->disputes);
	wait_lines(b, T("Callbacks"), p->callbacks);
}

/* Enter leads to the first thing one can do something about. */
static void finds_act(struct ui *ui, struct text_model *m, enum action a, const void *out)
{
	(void)m;
	(void)out;
	if (a == ACT_OPEN)
		ui_open(ui, SCREEN_VISITS, SV("-is:open -is:acted"));
}

static const struct text_kind finds_kind = {
	.title = N_("Finds"), .method = M_finds_show, .period = true, .write = finds_write, .act = finds_act,
	.codes = 1u << FEED_SESS | 1u << FEED_DISP | 1u << FEED_CALL | 1u << FEED_LINK,
	.about = N_("What stands out in the period: visits that ended without a receipt of anything done (Enter lists them), channels "
		 "whose links convert badly, reasons of disputes, and how long disputes and callbacks waited for a first act of an "
		 "operator. Scores of debtors are under :go feedback."),
};
TEXT_SCREEN(finds, ON_TEXT | ON_PERIOD);
