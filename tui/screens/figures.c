/* KPIs as six columns and the token overview as two tables; see figures.h. Up is good for links, promises
 * and conversion, bad for disputes and opt-outs; the arrow says the direction without any colour. */
#include "tui/screens/figures.h"

#include <stdio.h>
#include <string.h>

#include "common/utf8.h"

#include "tui/screens/screens.h"
#include "tui/widget/band.h"
#include "tui/widget/chart.h"
#include "tui/widget/format.h"

enum { IDLE_MS = 20 * 60 * 1000, KPIS = 6 };

struct kpi_cell {
	const char *name, *short_name;
	bool more_is_bad;
	char value[24], delta[24], detail[3][64];
	enum look delta_look;
};

static void put(char *to, size_t size, const struct buf *b)
{
	struct sv s = sv_from_to(buf_sv(b), 0, size - 1);

	while (!utf8_valid(s)) /* cut at a character */
		s.n--;
	if (s.n)
		memcpy(to, s.p, s.n);
	to[s.n] = '\0';
}

static void arrow(struct kpi_cell *c, struct buf *b, int64_t change)
{
	buf_z(b, change > 0 ? "▲" : change < 0 ? "▼" : "=");
	c->delta_look = change == 0                      ? LOOK_DIM
	                : (change > 0) == c->more_is_bad ? LOOK_BAD
	                                                 : LOOK_GOOD;
}

static void count_cell(struct kpi_cell *c, int64_t now, int64_t was, int w)
{
	LABEL(value, 32);
	LABEL(delta, 32);
	LABEL(detail, 60);

	format_count_in(&value, now, w);
	put(c->value, sizeof(c->value), &value);
	arrow(c, &delta, now - was);
	if (now != was && was > 0) {
		int64_t per_cent = ((now > was ? now - was : was - now) * 100 + was / 2) / was;

		buf_int(&delta, per_cent > 999 ? 999 : per_cent);
		buf_z(&delta, per_cent > 999 ? "+%" : "%");
	} else if (now != was) {
		buf_z(&delta, TX("a figure", "new"));
	}
	put(c->delta, sizeof(c->delta), &delta);
	buf_z(&detail, T("was "));
	format_count(&detail, was);
	put(c->detail[0], sizeof(c->detail[0]), &detail);
}

/* Of no links there is no share, and none that differs from another. */
static void rate_value(struct kpi_cell *c, const struct kpi_page *k)
{
	int64_t change = k->conversion_rate - (k->previous ? k->previous->conversion_rate : 0);
	int64_t size = change < 0 ? -change : change;
	LABEL(value, 32);
	LABEL(delta, 32);

	if (!k->links_sent) {
		buf_char(&value, '-');
		put(c->value, sizeof(c->value), &value);
		return;
	}
	format_rate(&value, k->conversion_rate);
	put(c->value, sizeof(c->value), &value);
	arrow(c, &delta, change);
	if (change && !(k->previous && k->previous->links_sent)) /* there was no rate that it could differ from */
		buf_z(&delta, TX("a figure", "new"));
	else if (change)
		buf_print(&delta, "%d%c%dpt", (int)(size / 10), tr_decimal(), (int)(size % 10));
	put(c->delta, sizeof(c->delta), &delta);
}

static void rate_cell(struct kpi_cell *c, const struct kpi_page *k, int w)
{
	LABEL(detail, 60);

	rate_value(c, k);
	format_count(&detail, k->links_verified);
	buf_z(&detail, T(" of "));
	format_count(&detail, k->links_sent);
	if (grid_columns(buf_sv(&detail)) > w) { /* a word less, but never a figure */
		detail.n = 0;
		format_count(&detail, k->links_verified);
		buf_char(&detail, '/');
		format_count(&detail, k->links_sent);
	}
	put(c->detail[0], sizeof(c->detail[0]), &detail);
}

static void active_cell(struct kpi_cell *c, const struct kpi_page *k, const struct session_page *s,
                        int64_t now, int w)
{
	LABEL(value, 32);
	int idle = 0;

	if (k->past)
		buf_char(&value, '-');
	else
		format_count_in(&value, k->active_sessions, w);
	put(c->value, sizeof(c->value), &value);
	if (k->past) {
		snprintf(c->detail[0], sizeof(c->detail[0]), "%s", T("only of now"));
		return;
	}
	for (size_t i = 0; s && i < s->items.n; i++)
		idle += now - s->items.at[i].active_at > IDLE_MS;
	if (idle) {
		LABEL(detail, 60);

		buf_print(&detail, T("%d idle>20min"), idle);
		put(c->detail[0], sizeof(c->detail[0]), &detail);
	}
}

static void promised_sums(struct kpi_cell *c, const struct kpi_page *k, int w, int lines)
{
	size_t n = k->promised.n;

	c->detail[0][0] = '\0';
	for (size_t i = 0; i < n && (int)i < lines && i < COUNT(c->detail); i++) {
		const struct money_sum *m = &k->promised.at[i];
		LABEL(sum, 80);

		if ((int)i == lines - 1 && n > i + 1)
			buf_print(&sum, T("%d currencies"), (int)n);
		else
			format_money_in(&sum, m->amount, m->currency, w);
		put(c->detail[i], sizeof(c->detail[i]), &sum);
	}
}

static void fill(struct kpi_cell *c, const struct kpi_page *k, const struct session_page *s,
                 int64_t now, int w, int lines)
{
	static const struct kpi_figures none;
	const struct kpi_figures *was = k->previous ? k->previous : &none;

	count_cell(&c[0], k->links_sent, was->links_sent, w);
	rate_cell(&c[1], k, w);
	active_cell(&c[2], k, s, now, w);
	count_cell(&c[3], k->promises, was->promises, w);
	promised_sums(&c[3], k, w, lines);
	count_cell(&c[4], k->disputes, was->disputes, w);
	count_cell(&c[5], k->opt_outs, was->opt_outs, w);
}

int figures_sums(const struct kpi_page *kpi)
{
	return kpi && kpi->promised.n > 1 ? (int)kpi->promised.n : 1;
}

/* One figure over the stretches of the period. */
static void course(struct grid *g, int y, int x, int w, const struct kpi_series *s, int kpi)
{
	int64_t values[64];
	size_t n = s->items.n < COUNT(values) ? s->items.n : COUNT(values);
	LABEL(text, 400);

	for (size_t i = 0; i < n; i++) {
		const struct kpi_point *p = &s->items.at[i];
		const int64_t all[KPIS] = { p->links_sent, p->conversion_rate, p->sessions, p->promises, p->disputes, p->opt_outs };

		values[i] = all[kpi];
	}
	chart_spark(&text, values, n, w < 32 ? w : 32);
	grid_text(g, y, x, w, LOOK_NOTE, buf_sv(&text));
}

static int figure_w(struct box in)
{
	return in.w >= 120 ? in.w / KPIS : (in.w - 1) / KPIS;
}

void figures_place(struct box in, int here, int *ret_y, int *ret_x)
{
	*ret_y = in.y + 1;
	*ret_x = in.x + here * figure_w(in);
}

void figures_draw(struct grid *g, struct box in, const struct kpi_page *kpi,
                  const struct session_page *sessions, const struct kpi_series *series, int64_t now, int here)
{
	struct kpi_cell cells[KPIS] = {
		{ T("LINKS SENT"), TX("a figure", "SENT"), false, "", "", { "" }, LOOK_DIM },
		{ T("CONVERSION"), T("CONVERT"), false, "", "", { "" }, LOOK_DIM },
		{ T("ACTIVE NOW"), T("ACTIVE"), false, "", "", { "" }, LOOK_DIM },
		{ T("PROMISES"), T("PROMISES"), false, "", "", { "" }, LOOK_DIM },
		{ T("DISPUTES"), T("DISPUTES"), true, "", "", { "" }, LOOK_DIM },
		{ T("OPT-OUTS"), T("OPT-OUTS"), true, "", "", { "" }, LOOK_DIM },
	};
	bool narrow = in.w < 78;
	int cw = figure_w(in), spark = in.h >= 5, lines = in.h - 2 - spark;

	if (kpi)
		fill(cells, kpi, sessions, now, cw - 1, narrow ? 0 : lines);
	for (int i = 0; i < KPIS; i++) {
		const struct kpi_cell *c = &cells[i];
		int x = in.x + 1 + i * cw, n;

		grid_text(g, in.y, x, cw - 1, LOOK_TITLE,
		          sv_from(narrow ? c->short_name : c->name));
		n = grid_text(g, in.y + 1, x, cw - 1, LOOK_VALUE, sv_from(kpi ? c->value : "-"));
		if (i == here) {
			figures_place(in, i, &g->cy, &g->cx);
			grid_text(g, g->cy, g->cx, 1, LOOK_KEY, SV("▶"));
		}
		if (narrow) {
			grid_text(g, in.y + 2, x, cw - 1, c->delta_look, sv_from(c->delta));
			continue;
		}
		if (n + 1 + grid_columns(sv_from(c->delta)) < cw)
			grid_text(g, in.y + 1, x + n + 1, cw - n - 1, c->delta_look,
			          sv_from(c->delta));
		for (int d = 0; d < lines && d < (int)COUNT(c->detail); d++)
			grid_text(g, in.y + 2 + spark + d, x, cw - 1, LOOK_DIM, sv_from(c->detail[d]));
		if (spark && series)
			course(g, in.y + 2, x, cw - 3, series, i);
	}
}

/* The token overview. */

int64_t token_sent(const struct token_sum *s)
{
	return s->used + s->pending + s->expired + s->other;
}

static void add(struct token_sum *s, const struct token_row *r)
{
	s->used += r->consumed;
	s->pending += r->pending;
	s->expired += r->expired;
	s->other += r->locked + r->revoked;
}

struct token_sums tokens_sum(const struct token_page *page)
{
	struct token_sums s = { 0 };

	for (size_t i = 0; page && i < page->items.n; i++) {
		const struct token_row *r = &page->items.at[i];

		add(&s.channel[0], r);
		add(&s.source[0], r);
		if (r->channel > 0 && (int)r->channel < TOKEN_CHANNELS)
			add(&s.channel[r->channel], r);
		if (r->source > 0 && (int)r->source < TOKEN_SOURCES)
			add(&s.source[r->source], r);
	}
	return s;
}

static int number(struct grid *g, int y, int x, int w, enum look look, int64_t n)
{
	LABEL(text, 40);

	if (n < 0) /* not here yet */
		buf_char(&text, '-');
	else
		format_count_in(&text, n, w - 1);
	grid_right(g, y, x, w, look, buf_sv(&text));
	return x + w;
}

/* Columns that a table takes of the box. */
static int half_of(struct box in)
{
	return in.w < 76 ? in.w : in.w >= 120 ? in.w / 2 + 1 : in.w / 2;
}

static int head_w(bool wide)
{
	return wide ? 12 : 11;
}

static int column_w(bool wide)
{
	return wide ? 6 : 5;
}

/* From the left of a table: "sent", the first number, has a column more and can not have the focus. */
static int focus_x(int half, int column)
{
	bool wide = half >= 55;

	return head_w(wide) + column_w(wide) + 1 + column * column_w(wide);
}

bool tokens_place(struct box in, int here, int *ret_y, int *ret_x)
{
	int row = here / 4, half = half_of(in);
	bool source = row >= TOKEN_CHANNELS - 1;

	if (in.h < TOKENS_ROWS || (source && in.w < 76))
		return false;
	if (source)
		row -= TOKEN_CHANNELS - 1;
	*ret_y = in.y + 2 + row;
	*ret_x = in.x + (source ? half : 0) + focus_x(source ? in.w - half : half, here % 4);
	return true;
}

/* What became of the links, as columns and as parts of a bar; the signs in the headings are the bar's legend. */
static const struct token_part {
	const char *name, *sign;
	uint32_t glyph;
	enum look look;
} token_parts[] = {
	{ NX_("=tokens", "used"), "█", 0x2588, LOOK_GOOD },
	{ NX_("=tokens", "pend"), "▒", 0x2592, LOOK_NOTE },
	{ NX_("=tokens", "exp"), "░", 0x2591, LOOK_DIM },
	{ NX_("=tokens", "oth"), "×", 0xD7, LOOK_BAD },
};

static void shares(struct grid *g, int y, int x, int w, const struct token_sum *s)
{
	const int64_t n[COUNT(token_parts)] = { s->used, s->pending, s->expired, s->other };
	struct share parts[COUNT(token_parts)];

	for (size_t i = 0; i < COUNT(token_parts); i++)
		parts[i] = (struct share){ n[i], token_parts[i].glyph, token_parts[i].look };
	band_shares(g, y, x, w, parts, COUNT(parts));
}

/* One row of one table; `half` columns from x. */
static void token_line(struct grid *g, int y, int x, int half, const char *name,
                       const struct token_sum *s, enum look look, int here)
{
	bool wide = half >= 55;
	int col = column_w(wide), at, head = head_w(wide);
	int64_t sent = token_sent(s);

	grid_text(g, y, x + 1, head - 1, look, sv_from(name));
	at = number(g, y, x + head, col + 1, look, sent < 0 ? -1 : sent);
	at = number(g, y, at, col, look, s->used);
	at = number(g, y, at, col, look, s->pending);
	at = number(g, y, at, col, look, s->expired);
	at = number(g, y, at, col, look, s->other);
	if (here >= 0) {
		g->cx = x + focus_x(half, here);
		g->cy = y;
		grid_text(g, y, g->cx, 1, LOOK_KEY, SV("▶"));
	}
	if (wide) {
		LABEL(rate, 16);

		format_rate(&rate, sent > 0 ? (s->used * 2000 + sent) / (2 * sent) : 0);
		grid_right(g, y, at, 7, LOOK_DIM, sent > 0 ? buf_sv(&rate) : SV("-"));
		shares(g, y, at + 8, x + half - at - 9, s);
	}
}

static void token_head(struct grid *g, int y, int x, int half, const char *by)
{
	bool wide = half >= 55;
	int col = column_w(wide), at = x + head_w(wide) + col + 1;

	grid_text(g, y, x + 1, 11, LOOK_TITLE, sv_from(by));
	grid_right(g, y, at - col - 1, col + 1, LOOK_DIM, sv_from(TX("=tokens", "sent")));
	for (size_t i = 0; i < COUNT(token_parts); i++, at += col) {
		const struct token_part *p = &token_parts[i];
		struct sv name = sv_from(TX("=tokens", p->name));

		grid_right(g, y, at, col, LOOK_DIM, name);
		if (wide)
			grid_text(g, y, at + col - grid_columns(name) - 1, 1, p->look, sv_from(p->sign));
	}
	if (wide)
		grid_right(g, y, at, 7, LOOK_DIM, sv_from(TX("=tokens", "used%")));
}

/* What debtors thought of it, under the tables. */
static void feedback_line(struct grid *g, int y, struct box in, const struct feedback_figures *f)
{
	int at = in.x + (in.w >= 110 ? 12 : 11);
	LABEL(text, 240);

	grid_text(g, y, in.x + 1, at - in.x - 2, LOOK_TITLE, TS("FEEDBACK"));
	number(g, y, at, in.w >= 110 ? 7 : 6, LOOK_VALUE, f ? f->count : -1);
	if (!f)
		return;
	at += in.w >= 110 ? 7 : 6;
	buf_z(&text, TN(" answer", " answers", f->count));
	if (f->count) {
		LABEL(mean, 16);

		format_decimal(&mean, f->mean);
		buf_print(&text, T(", mean %.*s of 5"), SV_ARG(buf_sv(&mean)));
	}
	if (f->count_before) {
		LABEL(mean, 16);

		buf_z(&text, T("; before: "));
		format_count(&text, f->count_before);
		format_decimal(&mean, f->mean_before);
		buf_print(&text, T(", mean %.*s"), SV_ARG(buf_sv(&mean)));
	}
	grid_text(g, y, at, in.x + in.w - at - 1, LOOK_PLAIN, buf_sv(&text));
}

/* The focused column if the focus is in this row, else -1. */
static int focus_in(int here, int row)
{
	return here >= 0 && here / 4 == row ? here % 4 : -1;
}

void tokens_draw(struct grid *g, struct box in, const struct token_page *page,
                 const struct feedback_figures *feedback, struct sv meta, int here)
{
	static const struct token_sum unknown = { -1, -1, -1, -1 };
	struct token_sums s = tokens_sum(page);
	int half = half_of(in);
	bool both = in.w >= 76;
	LABEL(total, 200);

	for (size_t i = 0; !page && i < COUNT(s.channel); i++)
		s.channel[i] = unknown;
	for (size_t i = 0; !page && i < COUNT(s.source); i++)
		s.source[i] = unknown;
	format_count(&total, token_sent(&s.channel[0]));
	buf_z(&total, T(" sent · "));
	format_count(&total, s.channel[0].used);
	buf_z(&total, T(" used · "));
	format_count(&total, s.channel[0].pending);
	buf_z(&total, T(" pending · "));
	format_count(&total, s.channel[0].expired);
	buf_z(&total, T(" expired"));
	band_rule(g, in.y, in.x, in.w, TS("Token overview"),
	          meta.n || !page ? meta : buf_sv(&total));
	token_head(g, in.y + 1, in.x, half, T("BY CHANNEL"));
	for (int i = 1; i < TOKEN_CHANNELS; i++)
		token_line(g, in.y + 1 + i, in.x, half, channel_name((enum channel)i),
		           &s.channel[i], LOOK_PLAIN, focus_in(here, i - 1));
	token_line(g, in.y + 5, in.x, half, T("TOTAL"), &s.channel[0], LOOK_VALUE, -1);
	if (in.h > TOKENS_ROWS)
		feedback_line(g, in.y + 6, in, feedback);
	if (!both)
		return;
	token_head(g, in.y + 1, in.x + half, in.w - half, T("BY SOURCE"));
	for (int i = 1; i < TOKEN_SOURCES; i++)
		token_line(g, in.y + 1 + i, in.x + half, in.w - half,
		           source_name((enum link_source)i), &s.source[i], LOOK_PLAIN,
		           focus_in(here, TOKEN_CHANNELS - 1 + i - 1));
}
