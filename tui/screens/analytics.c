/* Channel analytics: the portal beside the other channels. Every figure is defined at the server (service/channel.h) and only
 * shown here; each leads to the rows it counts. */
#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"

#include "tui/screens/numbers.h"
#include "tui/screens/text.h"
#include "tui/widget/chart.h"
#include "tui/widget/format.h"

static struct sv way_name(enum way w)
{
	return w == WAY_PORTAL	   ? TS("Portal")
	       : w == WAY_SMS	   ? SV("SMS")
	       : w == WAY_WHATSAPP ? SV("WhatsApp")
	       : w == WAY_EMAIL	   ? TS("Email")
	       : w == WAY_VOICE	   ? TS("Voice")
				   : SV("?");
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
	number_right(b, buf_sv(&text), w);
}

/* A title that is wider than its column is cut, with a blank before the next. */
static struct sv cut(struct sv title, int w)
{
	return utf8_cut(title, (size_t)w - 1);
}

/* Which number of a row, as part of its link's key. The row's own part keeps it apart from the same of other ways. */
enum number { NUMBER_NONE, INTERACTIONS, RESPONSES, RATE, BEFORE, PROMISES, AMOUNT, ENDED, KEPT, KEPT_RATE, BAR, SENT, OPENED,
	      VERIFIED, ACTED, PROMISED, CURRENCY, NOTICES, NOTICES_ANSWERED };

struct page {
	struct buf *b;
	const struct text_model *m;
	const struct channel_page *p;
};

/* "ch:sms ", "" of the portal, which has them all. */
static const char *only(enum way w)
{
	return w == WAY_SMS ? "ch:sms " : w == WAY_WHATSAPP ? "ch:whatsapp " : w == WAY_EMAIL ? "ch:email " : "";
}

/* `currency`: of a sum of one, else none. */
static unsigned key_of(enum way w, enum number n, struct currency currency)
{
	unsigned letters = 0;

	for (const char *c = currency.code; *c; c++)
		letters = letters * 32 + ((unsigned)*c & 31);
	return (unsigned)n + 32 * ((unsigned)w + 8 * letters);
}

/* The text since `from` leads to these rows of the period. Voice has no rows: nothing there leads anywhere. */
static void leads(const struct page *w, size_t from, const struct channel_row *r, enum number n, struct text_link l, const char *filter)
{
	bool before = n == BEFORE;
	char span[NUMBER_SPAN_MAX];

	if (r->channel == WAY_VOICE || (before && !w->p->before_to))
		return;
	l.key = key_of(r->channel, n, (struct currency){ "" });
	number_span(span, before ? w->p->before_from : w->p->from, before ? w->p->before_to : w->p->to);
	text_link(w->m, w->b, from, l, "%s%s%s", only(r->channel), filter, span);
}

/* To a way's interactions that are rows: of the portal visits, of the others links; notices are counted beside them. */
static void leads_asked(const struct page *w, size_t from, const struct channel_row *r, enum number n)
{
	bool portal = r->channel == WAY_PORTAL;
	struct text_link l = { .screen = portal ? SCREEN_VISITS : SCREEN_LINKS, .of = -1 };

	if (n == INTERACTIONS) {
		l.rows = r->interactions - r->notices;
		l.beside = r->notices;
		l.means = portal ? N_("Links opened: visits that began in the period; each is of a link of its own.")
				 : N_("Messages that the channel took in the period and that ask for an answer: links, and notices of a waiting "
				      "message or a reply.");
	} else if (n == BEFORE) {
		l.rows = r->responses_before - r->notices_answered_before;
		l.beside = r->notices_answered_before;
		l.of = r->interactions_before - r->notices_before;
		l.of_beside = r->notices_before;
		l.means = N_("Response rate of the period before: the same span moved back. Enter opens those that were answered.");
	} else {
		l.rows = r->responses - r->notices_answered;
		l.beside = r->notices_answered;
		l.of = n == RESPONSES ? -1 : r->interactions - r->notices;
		l.of_beside = r->notices;
		l.means = n != RESPONSES ? N_("Response rate: answered within 7 days, of the interactions. Enter opens those that were answered.")
			  : portal	 ? N_("Visits in which something with a receipt was done within 7 days.")
					 : N_("Of the interactions, those that were answered within 7 days: a link verified, after a notice the contact "
					      "came or did something.");
	}
	leads(w, from, r, n, l, n == INTERACTIONS ? "" : "is:answered ");
}

static void leads_promises(const struct page *w, size_t from, const struct channel_row *r, enum number n)
{
	struct text_link l = { .screen = SCREEN_PROMISES, .rows = r->promises, .of = -1 };
	const char *filter = "is:first ";

	l.means = N_("Promises made in the period, each chain once, as first promised. A promise belongs to the channel of the link whose "
		     "visit made it; the portal has them all.");
	if (n == ENDED) {
		l.means = N_("Of the promises, chains that have ended: kept, kept in part or broken.");
		l.rows = r->ended;
		filter = "is:first is:ended ";
	} else if (n == KEPT || n == KEPT_RATE) {
		l.means = n == KEPT ? N_("Of the promises, chains that were kept.")
				    : N_("Kept rate: kept, of the promises that have ended. Enter opens those that were kept.");
		l.rows = r->kept;
		l.of = n == KEPT ? -1 : r->ended;
		filter = "is:first is:kept ";
	} else if (n == AMOUNT) {
		l.means = N_("Sum of the promises made in the period, by currency, never across. Enter opens the promises that it adds up.");
	}
	leads(w, from, r, n, l, filter);
}

static void channel_heads(struct buf *b, bool wide, bool narrow)
{
	static const struct {
		const char *name;
		int w; /* below 0: only where there is room */
	} heads[] = { { N_("INTERACT."), 10 }, { N_("ANSWERED"), 10 }, { N_("RATE"), 8 }, { N_("BEFORE"), 8 }, { N_("PROMISES"), 10 },
		      { N_("AMOUNT"), -15 }, { N_("ENDED"), -8 }, { N_("KEPT"), -8 }, { N_("KEPT%"), 8 } };

	buf_z(b, PAGE_VALUE);
	number_left(b, cut(TS("CHANNEL"), NUMBER_NAME_W), NUMBER_NAME_W);
	for (size_t i = 0; i < COUNT(heads); i++)
		if ((heads[i].w > 0 || wide) && !(narrow && i == 3)) /* the rate before goes first */
			number_right(b, cut(TS(heads[i].name), abs(heads[i].w)), abs(heads[i].w));
	buf_char(b, '\n');
}

static void channel_row(const struct page *w, const struct channel_row *r, bool wide, bool narrow)
{
	struct buf *b = w->b;
	size_t from;

	number_left(b, way_name(r->channel), NUMBER_NAME_W);
	from = b->n;
	number_count(b, r->interactions, 10);
	leads_asked(w, from, r, INTERACTIONS);
	from = b->n;
	number_count(b, r->responses, 10);
	leads_asked(w, from, r, RESPONSES);
	from = b->n;
	number_rate(b, r->response_rate, 8);
	leads_asked(w, from, r, RATE);
	if (!narrow) {
		from = b->n;
		number_rate(b, r->response_rate_before, 8);
		leads_asked(w, from, r, BEFORE);
	}
	from = b->n;
	number_count(b, r->promises, 10);
	leads_promises(w, from, r, PROMISES);
	if (wide) {
		from = b->n;
		sums(b, &r->promised, 15);
		leads_promises(w, from, r, AMOUNT);
		from = b->n;
		number_count(b, r->ended, 8);
		leads_promises(w, from, r, ENDED);
		from = b->n;
		number_count(b, r->kept, 8);
		leads_promises(w, from, r, KEPT);
	}
	from = b->n;
	number_rate(b, r->kept_rate, 8);
	leads_promises(w, from, r, KEPT_RATE);
	buf_char(b, '\n');
}

/* Sums of several currencies, and what a cell could not say: each leads to its promises. */
static void currencies(const struct page *w, const struct channel_row *r)
{
	char span[NUMBER_SPAN_MAX];

	number_span(span, w->p->from, w->p->to);
	for (size_t k = 0; r->promised.n > 1 && k < r->promised.n; k++) {
		const struct money_sum *s = &r->promised.at[k];
		struct text_link l = { .key = key_of(r->channel, CURRENCY, s->currency), .screen = SCREEN_PROMISES, .rows = s->count, .of = -1,
				       .means = N_("Sum of the promises made in the period in this currency. Enter opens the promises that it adds up.") };
		size_t from;

		buf_z(w->b, PAGE_DIM "  ");
		number_left(w->b, way_name(r->channel), NUMBER_NAME_W);
		from = w->b->n;
		format_money(w->b, s->amount, s->currency);
		text_link(w->m, w->b, from, l, "%scur:%s is:first %s", only(r->channel),
			  s->currency.code, span);
		buf_print(w->b, TN(" in %lld promise\n", " in %lld promises\n", s->count), (long long)s->count);
	}
}

/* Those of a way's interactions that are no links, a line of their own below the table. */
static void notices(const struct page *w, const struct channel_row *r)
{
	struct text_link l = { .screen = SCREEN_NOTICES, .rows = r->notices, .of = -1,
			       .means = N_("Of the interactions, notices that ask for an answer: they are no links.") };
	size_t from;

	buf_z(w->b, PAGE_DIM "  ");
	number_left(w->b, way_name(r->channel), NUMBER_NAME_W);
	buf_z(w->b, T("notices among them: "));
	from = w->b->n;
	buf_print(w->b, "%lld", (long long)r->notices);
	leads(w, from, r, NOTICES, l, "is:asks ");
	buf_z(w->b, T(", answered: "));
	from = w->b->n;
	buf_print(w->b, "%lld", (long long)r->notices_answered);
	l.rows = r->notices_answered;
	l.means = N_("Of the notices that ask for an answer, those after which the contact came or did something within 7 days.");
	leads(w, from, r, NOTICES_ANSWERED, l, "is:answered ");
	buf_char(w->b, '\n');
}

static void channel_table(const struct page *w, const struct ui *ui)
{
	const struct channel_page *p = w->p;
	struct buf *b = w->b;
	bool wide = ui->w >= 100, narrow = ui->w < 68;

	channel_heads(b, wide, narrow);
	for (size_t i = 0; i < p->items.n; i++)
		channel_row(w, &p->items.at[i], wide, narrow);
	for (size_t i = 0; i < p->items.n; i++)
		currencies(w, &p->items.at[i]);
	for (size_t i = 0; i < p->items.n; i++) {
		const struct channel_row *r = &p->items.at[i];

		if (r->notices)
			notices(w, r);
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

static void bars(const struct page *to, const struct ui *ui)
{
	const struct channel_page *p = to->p;
	struct buf *b = to->b;
	int w = ui->w - NUMBER_NAME_W - 14;

	w = w > NUMBER_BAR_MOST ? NUMBER_BAR_MOST : w;
	buf_print(b, "\n" PAGE_RULE "%s\n", T("Response rate: share of interactions that were answered"));
	for (size_t i = 0; i < p->items.n; i++) {
		size_t from;

		number_left(b, way_name(p->items.at[i].channel), NUMBER_NAME_W);
		chart_bar(b, sv_is(p->items.at[i].response_rate, "-") ? 0 : tenths(p->items.at[i].response_rate), 1000, w);
		from = b->n;
		number_rate(b, p->items.at[i].response_rate, 9);
		leads_asked(to, from, &p->items.at[i], BAR);
		buf_char(b, '\n');
	}
}

static void funnel(const struct page *to, const struct ui *ui)
{
	static const struct {
		enum number number;
		const char *filter, *means;
	} steps_of[] = {
		{ SENT, "", N_("Links that the channel took in the period; of the portal, every channel's.") },
		{ OPENED, "is:opened ", N_("Of the links sent in the period, those fetched by anything, scanners included, or verified.") },
		{ VERIFIED, "is:verified ", N_("Of the links sent in the period, those verified by now.") },
		{ ACTED, "is:acted ", N_("Of the links sent in the period, those whose visit left a receipt of something done.") },
		{ PROMISED, "is:promised ", N_("Of the links sent in the period, those in whose visit a promise was made.") },
	};
	const struct channel_page *p = to->p;
	struct buf *b = to->b;
	int w = (ui->w - NUMBER_NAME_W - 4) / 5 - 8;

	w = w < 3 ? 0 : w > 14 ? 14 : w;
	buf_print(b, "\n" PAGE_RULE "%s\n", T("Links: sent, opened, verified, acted, promised"));
	for (size_t i = 0; i < p->items.n; i++) {
		const struct channel_row *r = &p->items.at[i];
		const int64_t steps[] = { r->links_sent, r->links_opened, r->links_verified, r->links_acted, r->links_promised };

		if (r->channel == WAY_VOICE)
			continue;
		number_left(b, way_name(r->channel), NUMBER_NAME_W);
		for (size_t k = 0; k < COUNT(steps); k++) {
			size_t from = b->n;

			number_count(b, steps[k], 7);
			leads(to, from, r, steps_of[k].number,
			      (struct text_link){ .screen = SCREEN_LINKS, .means = steps_of[k].means, .rows = steps[k], .of = -1 },
			      steps_of[k].filter);
			buf_char(b, ' ');
			chart_bar(b, steps[k], r->links_sent, w);
		}
		buf_char(b, '\n');
	}
}

static void analytics_write(struct buf *b, const struct ui *ui, const struct text_model *m, const void *out)
{
	const struct channel_page *p = out;

	const struct page page = { b, m, p };

	number_period(b, ui, p->period, p->from, p->to);
	channel_table(&page, ui);
	bars(&page, ui);
	funnel(&page, ui);
}

static void analytics_act(struct ui *ui, struct text_model *m, enum action a, const void *out)
{
	(void)m;
	(void)out;
	if (a == ACT_OPEN)
		ui_open(ui, SCREEN_LINKS, SV("*"));
}

const struct text_kind analytics_kind = {
	.title = N_("Analytics › Channels"), .method = M_channel_show, .period = true, .write = analytics_write,
	.act = analytics_act,
	.codes = 1u << FEED_SESS | 1u << FEED_PROM | 1u << FEED_LINK | 1u << FEED_DISP | 1u << FEED_MESG,
	.about = N_("The portal is a channel beside the others. Interactions: messages that a channel took and that ask for an answer; of "
		 "the portal, links opened. Answered: those that the contact answered or acted on within 7 days. A promise belongs to "
		 "the link that opened its visit, and by it to that link's channel; to the portal belong all. Kept rate: kept, of the "
		 "promises that have ended. A rate of nothing is -."),
};
TEXT_SCREEN(analytics, ON_TEXT | ON_PERIOD | ON_NUMBERS);
