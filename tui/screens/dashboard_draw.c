/* Portal Management as a picture: figures, notifications, the feed over the full width (so that a new row
 * is a scroll for the terminal), tokens. Reads the model, nothing else. */
#include <string.h>

#include "common/zone.h"

#include "tui/screens/dashboard.h"
#include "tui/screens/veil.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"

enum { EYE_W = 190 /* the ends of a line of the feed stand no further apart */ };

struct dashboard_boxes dashboard_boxes(const struct dashboard *d, struct box in)
{
	struct dashboard_boxes b = { 0 };
	int y = in.y, kpi = in.h >= 30 && in.w >= 100 && !d->past ? 5 : 3, notes, tokens;
	int sums = figures_sums(d->kpi ? d->kpi->out : NULL);

	if (kpi == 3 && in.h >= 20 && sums > 1)
		kpi += sums > 3 ? 2 : sums - 1;
	notes = d->past ? 0 : in.h < 30 || in.w < 100 ? 1 : in.w >= 160 && in.h >= 44 ? 8 : 2;
	tokens = in.h >= 17 && in.w >= 60 ? TOKENS_ROWS + (in.h >= 20 && !d->past) : 0;
	b.kpi = (struct box){ in.x, y, in.w, kpi };
	y += kpi;
	b.notes = (struct box){ in.x, y, in.w, notes };
	y += notes;
	b.feed = (struct box){ in.x, y, in.w, in.y + in.h - tokens - y };
	b.tokens = (struct box){ in.x, in.y + in.h - tokens, in.w, tokens };
	b.rows = b.feed.h > 1 ? (size_t)b.feed.h - 1 : 0;
	return b;
}

struct columns {                                         /* of the feed */
	int account, name, text, channel, source, actor; /* x of each, 0 = not shown */
	int account_w, name_w, text_w;
};

static struct columns columns(int w, int account_w)
{
	struct columns c = { .account = 19, .account_w = 8 };
	int widest = w < 80 ? 10 : w < 100 ? 14 : 24, end;

	if (account_w > c.account_w)
		c.account_w = account_w > widest ? widest : account_w;
	c.name = c.account + c.account_w + 2;
	c.name_w = w < 80 ? 10 : w < 100 ? 15 : w < 160 ? 18 : 22;
	c.text = c.name + c.name_w + 2;
	c.actor = w >= 160 ? w - 18 : 0;
	end = c.actor ? c.actor : w;
	c.source = w >= 100 ? end - 11 : 0;
	end = c.source ? c.source : w;
	c.channel = end - (c.source ? 6 : 4);
	c.text_w = c.channel - c.text - 1;
	return c;
}

static void feed_line(const struct ui *ui, struct grid *g, int y, const struct columns *c,
                      const struct feed_item *i, bool here, bool ring)
{
	int64_t today = zone_day(ui->zone, ui->now), day = zone_day(ui->zone, i->at);
	char flag[2] = { feed_flag(i->kind), 0 };
	enum look look = feed_code_look(i->code);
	LABEL(when, 24);

	if (day == today)
		format_clock(&when, i->at, ui->zone);
	else
		format_day(&when, day, day);
	if (here) {
		grid_text(g, y, 0, 1, LOOK_KEY, ring ? SV("»") : SV("▶"));
		g->cy = y;
		g->cx = 0;
	}
	here = here && !ring; /* its name is not written twice, once bold */
	grid_text(g, y, 2, 8, LOOK_DIM, buf_sv(&when));
	grid_text(g, y, 11, 1, look, sv_from(flag));
	grid_text(g, y, 14, 4, look, sv_from(feed_code_word(i->code)));
	grid_text(g, y, c->account, c->account_w, here ? LOOK_VALUE : LOOK_PLAIN,
	          sv_from(i->account));
	grid_text(g, y, c->name, c->name_w, here ? LOOK_VALUE : LOOK_PLAIN, veil_text(ui, sv_from(i->name)));
	grid_text(g, y, c->text, c->text_w, LOOK_PLAIN, sv_from(i->text));
	grid_right(g, y, c->channel, 3, LOOK_DIM, sv_from(channel_short((enum channel)i->channel)));
	if (c->source)
		grid_text(g, y, c->source, 10, LOOK_DIM,
		          sv_from(source_name((enum link_source)i->source)));
	if (c->actor)
		grid_text(g, y, c->actor, 17, LOOK_DIM, actor_name(sv_from(i->actor)));
}

static void stale(const struct ui *ui, struct buf *meta)
{
	if (ui->live || !ui->off_since)
		return;
	buf_z(meta, T("STALE since "));
	format_clock(meta, ui->off_since, ui->zone);
}

static void feed_meta(const struct ui *ui, const struct dashboard *d, struct buf *meta)
{
	stale(ui, meta);
	if (d->past)
		buf_z(meta, T("as it stood"));
	if (meta->n)
		return;
	if (dashboard_shown(d)->held)
		buf_print(meta, T("HELD +%d · g resumes · "), (int)feed_waiting(dashboard_shown(d)));
	if (d->filtered)
		buf_print(meta, "/ %s · ", d->filter);
	if (d->feed.mask == ~0u) {
		buf_z(meta, T("all types"));
	} else {
		buf_z(meta, T("only"));
		for (int i = 0; i < FACETS; i++)
			if (d->feed.mask >> facet_table[i].code & 1)
				buf_print(meta, " %s", facet_table[i].name);
	}
	if (!dashboard_shown(d)->held && !d->filtered)
		buf_z(meta, ui->slow ? T(" · newest at »") : T(" · newest first"));
}

/* The first row of the feed that is shown; the window may have become lower meanwhile. */
static size_t first_row(const struct feed *f, size_t n)
{
	size_t here = feed_cursor_row(f), top = f->held ? f->top : 0;

	if (here < top)
		top = here;
	return n && here >= top + n ? here - n + 1 : top;
}

/* The i-th place: *ret_focus is where the dashboard's focus is then, *ret_row the row of the feed. False: there is none. */
static bool place_of(const struct dashboard *d, const struct dashboard_boxes *b, size_t i, struct place *ret, int *ret_focus,
		     size_t *ret_row)
{
	const struct feed *f = dashboard_shown(d);
	size_t top = first_row(f, b->rows), rows = feed_rows(f) > top ? feed_rows(f) - top : 0;

	rows = rows > b->rows ? b->rows : rows;
	*ret_row = 0;
	if (i < FOCUS_KPIS) {
		figures_place(b->kpi, (int)i, &ret->y, &ret->x);
		*ret_focus = FOCUS_KPI + (int)i;
		return true;
	}
	i -= FOCUS_KPIS;
	if (i < rows) {
		*ret = (struct place){ b->feed.y + 1 + (int)i, b->feed.x };
		*ret_focus = FOCUS_FEED;
		*ret_row = top + i;
		return true;
	}
	for (int line = 0; line < FOCUS_SOURCES; line++) /* both tables stand beside each other: by lines, then from the left */
		for (int k = 0; k < 2 * FOCUS_COLUMNS; k++) {
			int row = k < FOCUS_COLUMNS ? line : FOCUS_CHANNELS + line;
			int cell = row * FOCUS_COLUMNS + k % FOCUS_COLUMNS;

			if (k < FOCUS_COLUMNS && line >= FOCUS_CHANNELS)
				continue;
			if (tokens_place(b->tokens, cell, &ret->y, &ret->x) && i-- == rows) {
				*ret_focus = FOCUS_TOKENS + cell;
				return true;
			}
		}
	return false;
}

size_t dashboard_places(const struct ui *ui, const void *model, struct place *to, size_t most)
{
	const struct dashboard *d = model;
	struct dashboard_boxes b = dashboard_boxes(d, (struct box){ 0, 0, ui->w, ui->h });
	size_t n = 0, row;
	int focus;

	while (!d->picking && n < most && place_of(d, &b, n, &to[n], &focus, &row))
		n++;
	return n;
}

void dashboard_go(struct ui *ui, void *model, size_t place)
{
	struct dashboard *d = model;
	struct dashboard_boxes b = dashboard_boxes(d, (struct box){ 0, 0, ui->w, ui->h });
	struct place at;
	size_t row;
	int focus;

	if (!place_of(d, &b, place, &at, &focus, &row))
		return;
	d->focus = focus;
	if (focus == FOCUS_FEED)
		feed_to_row(dashboard_feed(d), row, b.rows);
}

static void draw_feed(const struct ui *ui, const struct dashboard *d, struct grid *g, struct box in,
                      size_t n)
{
	const struct feed_item *rows[GRID_H_MAX] = { 0 };
	const struct feed *f = dashboard_shown(d);
	size_t here = feed_cursor_row(f), top = first_row(f, n), places = n;
	bool ring = ui->slow && !f->held;
	struct columns c;
	LABEL(meta, 160);

	feed_meta(ui, d, &meta);
	band_rule(g, in.y, in.x, in.w, TS("Activity feed"), buf_sv(&meta));
	n = feed_page(f, top, n < GRID_H_MAX ? n : GRID_H_MAX, rows);
	c = columns(in.w < EYE_W ? in.w : EYE_W, f->widest);
	g->cy = in.y;
	g->cx = 0;
	for (size_t i = 0; i < n; i++)
		feed_line(ui, g, in.y + 1 + (int)(ring ? feed_place(f, i, places) : i), &c, rows[i], top + i == here, ring);
	if (!n && in.h > 1)
		grid_text(g, in.y + 1, 2, in.w - 3, LOOK_DIM,
		          d->filtered         ? TS("Nothing like this has happened. Esc shows all.")
		          : d->feed.mask != ~0u ? TS("Nothing of this type yet. Esc shows all types.")
		          : ui->live          ? TS("Nothing has happened in the portal yet.")
		                              : TS("Waiting for the server."));
}

static void draw_picker(const struct dashboard *d, struct grid *g)
{
	int y = g->h - 2, x = 1;

	grid_fill(g, y, 0, g->w, LOOK_PLAIN, ' ');
	x += grid_text(g, y, x, 8, LOOK_KEY, TS("Type:")) + 1;
	x += grid_text(g, y, x, 8, d->feed.mask == ~0u ? LOOK_FIELD : LOOK_DIM,
	               d->feed.mask == ~0u ? TS("[all]") : TS("all")) +
	     1;
	for (int i = 0; i < FACETS; i++) {
		const struct facet *f = &facet_table[i];
		bool on = d->feed.mask != ~0u && d->feed.mask >> f->code & 1;
		char key[4] = { f->letter, ':', 0, 0 };

		if (f->letter == f->name[0])
			key[0] = '\0';
		x += grid_print(g, y, x, g->w - x, on ? LOOK_FIELD : LOOK_DIM,
		                g->w < 100 ? "%s%s%s%s" : "%s%s%s%s %d", on ? "[" : "", key,
		                f->name, on ? "]" : "", (int)feed_count(&d->feed, (int)f->code)) +
		     1;
	}
	grid_text(g, y, x + 1, g->w - x - 2, LOOK_DIM,
	          g->w < 80 ? TS("Enter") : TS("F next  Enter keeps  Esc"));
	g->cy = y;
	g->cx = 1;
}

void dashboard_draw(const struct ui *ui, const void *model, struct grid *g, struct box in)
{
	const struct dashboard *d = model;
	struct dashboard_boxes b = dashboard_boxes(d, in);
	LABEL(meta, 64);

	draw_feed(ui, d, g, b.feed, b.rows);
	figures_draw(g, b.kpi, d->kpi ? d->kpi->out : NULL, d->sessions ? d->sessions->out : NULL,
	             d->series && !ui->slow ? d->series->out : NULL, ui->now, d->focus >= FOCUS_KPI && d->focus < FOCUS_TOKENS ? d->focus - FOCUS_KPI : -1);
	if (b.notes.h)
		needs_draw(ui, d, g, b.notes);
	stale(ui, &meta);
	if (b.tokens.h)
		tokens_draw(g, b.tokens, d->tokens ? d->tokens->out : NULL,
		            d->feedback ? d->feedback->out : NULL, buf_sv(&meta),
		            d->focus >= FOCUS_TOKENS ? d->focus - FOCUS_TOKENS : -1);
	if (d->picking)
		draw_picker(d, g);
}
