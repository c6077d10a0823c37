/* Numbers of a page of text that lead to their rows: where they stand, which has the focus, and what = says of it; see text.h.
 * The focus belongs to a number's key, so that a page that was read again has it where it was. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/arena.h"

#include "tui/screens/text.h"
#include "tui/widget/format.h"

enum { FILTER_MAX = 500 };

void text_link(const struct text_model *m, const struct buf *b, size_t from, struct text_link to, const char *fmt, ...)
{
	struct text_links *all = m->links;
	char filter[FILTER_MAX];
	size_t end = b->n;
	int n;
	va_list args;

	if (all->n == TEXT_LINKS_MAX)
		return;
	va_start(args, fmt);
	n = vsnprintf(filter, sizeof(filter), fmt, args);
	va_end(args);
	while (from < end && b->p[from] == ' ')
		from++;
	while (end > from && b->p[end - 1] == ' ')
		end--;
	if (from == end || n < 0 || n >= FILTER_MAX)
		return;
	to.filter = arena_copy(all->memory, filter, (size_t)n + 1);
	to.from = from;
	to.to = end;
	all->at[all->n++] = to;
}

static int at_key(const struct text_links *l, unsigned key)
{
	for (size_t i = 0; l && key && i < l->n; i++)
		if (l->at[i].key == key)
			return (int)i;
	return -1;
}

const struct text_link *text_here(const struct text_model *m)
{
	int i = at_key(m->links, m->focus);

	return i < 0 ? NULL : &m->links->at[i];
}

/* Where each number stands in a page w columns wide; in the turn's arena. Draws if there is a grid. */
static struct page_span *laid(const struct ui *ui, const struct text_model *m, struct grid *g, struct box in, int *ret_lines,
			      size_t *ret_n)
{
	const struct text_links *l;
	struct sv page = text_page(ui, m, &l);
	struct page_span *spans = NEW_N(ui->turn, struct page_span, TEXT_LINKS_MAX);
	size_t n = l ? l->n : 0;

	for (size_t i = 0; i < n; i++)
		spans[i] = (struct page_span){ .from = l->at[i].from, .to = l->at[i].to };
	*ret_lines = page_draw_spans(g, (struct box){ in.x + 1, in.y, in.w - 2, in.h }, m->top, page, spans, n);
	*ret_n = n;
	return spans;
}

static struct page_span *standing(const struct ui *ui, const struct text_model *m, int *ret_lines, size_t *ret_n)
{
	*ret_lines = 0;
	*ret_n = 0;
	return m->reply ? laid(ui, m, NULL, (struct box){ 0, 0, ui->w, 0 }, ret_lines, ret_n) : NULL;
}

static bool visible(const struct ui *ui, const struct text_model *m, const struct page_span *s)
{
	return s->w > 0 && s->y >= m->top && s->y < m->top + ui->h;
}

static void put_top(const struct ui *ui, struct text_model *m, int to, int lines)
{
	m->top = to > lines - ui->h ? lines - ui->h : to;
	if (m->top < 0)
		m->top = 0;
}

void text_scroll(struct ui *ui, struct text_model *m, int to)
{
	int lines, at = at_key(m->links, m->focus);
	size_t n;
	struct page_span *spans = standing(ui, m, &lines, &n);

	put_top(ui, m, to, lines);
	if (at >= 0 && !visible(ui, m, &spans[at]))
		m->focus = 0;
}

static void take(struct ui *ui, struct text_model *m, const struct page_span *spans, size_t i, int lines)
{
	int y = spans[i].y;

	m->focus = m->links->at[i].key;
	if (y < m->top)
		put_top(ui, m, y, lines);
	else if (y >= m->top + ui->h)
		put_top(ui, m, y - ui->h + 1, lines);
}

void text_settle(struct ui *ui, struct text_model *m)
{
	int lines, at = at_key(m->links, m->focus);
	size_t n;
	struct page_span *spans = standing(ui, m, &lines, &n);

	if (at < 0)
		m->focus = 0;
	else
		take(ui, m, spans, (size_t)at, lines);
}

/* The next number in the order of the page; from none, the first or last that is visible. */
static int beside(const struct ui *ui, const struct text_model *m, const struct page_span *spans, size_t n, int at, int by)
{
	if (at >= 0)
		return (at + by + (int)n) % (int)n;
	for (size_t i = 0; i < n; i++) {
		size_t k = by > 0 ? i : n - 1 - i;

		if (visible(ui, m, &spans[k]))
			return (int)k;
	}
	return by > 0 ? 0 : (int)n - 1;
}

/* The number nearest to this one in the nearest line that has any, downwards or upwards; -1: there is none. */
static int across(const struct page_span *spans, size_t n, int at, int by)
{
	int best = -1, best_y = INT_MAX, best_x = INT_MAX;

	for (size_t i = 0; i < n; i++) {
		int y = (spans[i].y - spans[at].y) * by, x = abs(spans[i].x + spans[i].w - spans[at].x - spans[at].w);

		if (y <= 0 || y > best_y || (y == best_y && x >= best_x))
			continue;
		best = (int)i;
		best_y = y;
		best_x = x;
	}
	return best;
}

bool text_move(struct ui *ui, struct text_model *m, enum action a)
{
	int lines, at, to;
	size_t n;
	struct page_span *spans;

	if (a != ACT_TAB_NEXT && a != ACT_TAB_PREV && (!m->focus || (a != ACT_ROW_NEXT && a != ACT_ROW_PREV)))
		return false;
	spans = standing(ui, m, &lines, &n);
	at = at_key(m->links, m->focus);
	if (!n) {
		ui_say(ui, SAY_PLAIN, T("no number of this page leads anywhere"));
		return true;
	}
	if (a == ACT_ROW_NEXT || a == ACT_ROW_PREV)
		to = at < 0 ? -1 : across(spans, n, at, a == ACT_ROW_NEXT ? 1 : -1);
	else
		to = beside(ui, m, spans, n, at, a == ACT_TAB_NEXT ? 1 : -1);
	if (to < 0)
		return false; /* beyond the last number the page scrolls on */
	take(ui, m, spans, (size_t)to, lines);
	return true;
}

bool text_back(struct ui *ui, void *model)
{
	struct text_model *m = model;
	bool had = text_here(m) != NULL;

	(void)ui;
	m->focus = 0;
	return had;
}

size_t text_places(const struct ui *ui, const void *model, struct place *to, size_t most)
{
	const struct text_model *m = model;
	int lines;
	size_t n, told = 0;
	struct page_span *spans = standing(ui, m, &lines, &n);

	for (size_t i = 0; i < n && told < most; i++)
		if (visible(ui, m, &spans[i]))
			to[told++] = (struct place){ spans[i].y - m->top, spans[i].x + 1 };
	return told;
}

void text_go(struct ui *ui, void *model, size_t place)
{
	struct text_model *m = model;
	int lines;
	size_t n;
	struct page_span *spans = standing(ui, m, &lines, &n);

	for (size_t i = 0; i < n; i++)
		if (visible(ui, m, &spans[i]) && place-- == 0) {
			m->focus = m->links->at[i].key;
			return;
		}
}

bool text_go_key(struct ui *ui, void *model, unsigned key)
{
	struct text_model *m = model;

	if (at_key(m->links, key) < 0)
		return false;
	m->focus = key;
	text_settle(ui, m);
	return true;
}

void text_page_draw(const struct ui *ui, const struct text_model *m, struct grid *g, struct box in)
{
	int lines, at = at_key(m->links, m->focus), y, x;
	size_t n;
	const struct page_span *spans = laid(ui, m, g, in, &lines, &n);
	const struct cell *before;

	if (at < 0 || !visible(ui, m, &spans[at]))
		return;
	y = in.y + spans[at].y - m->top;
	x = in.x + 1 + spans[at].x;
	before = grid_at(g, y, x - 1);
	if (before && before->ch[0] == ' ') /* a sign beside the look, where there is room */
		grid_text(g, y, x - 1, 1, LOOK_KEY, SV("▶"));
	grid_look(g, y, x, spans[at].w, LOOK_CURSOR);
	g->cy = y;
	g->cx = x;
}

static void counted(struct buf *b, const struct text_link *l)
{
	tr_label(b, T("Counts"), 10);
	format_count(b, l->rows + l->beside);
	if (l->of >= 0) {
		buf_z(b, T(" of "));
		format_count(b, l->of + l->of_beside);
	}
	if (l->beside)
		buf_print(b, TN("; %lld of them is a notice, in the list of notices", "; %lld of them are notices, in the list of notices", l->beside),
			  (long long)l->beside);
	buf_char(b, '\n');
}

void text_link_why(const struct ui *ui, const struct text_model *m, const struct text_link *l, struct buf *b)
{
	buf_print(b, "%s\n\n", T(l->means));
	counted(b, l);
	tr_label(b, T("Rows"), 10);
	buf_print(b, "%s  %s\n", screen_by_id(l->screen)->name, l->filter);
	tr_label(b, T("Read at"), 10);
	format_when(b, m->as_of, ui->now, ui->zone);
	buf_z(b, "\n");
	buf_z(b, T("\nEnter opens the rows.\n"));
}
