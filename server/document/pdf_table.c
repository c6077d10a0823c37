/* Tables: columns as wide as their figures need, the rest for texts; rows that never break, heads that come again on
 * every page, sums that stay with the row before them. See pdf_inside.h. */
#include "server/document/pdf_inside.h"

enum { GAP = 12, PAD = 3, WORD_MOST = 120 };

static struct sv cell(const struct pdf_row *r, size_t column)
{
	return column < r->cells.n ? r->cells.at[column].text : SV_NONE;
}

/* What a column would like to have, and the least it needs: its longest word, unless that is a long one. */
struct wish {
	double wants, least;
};

static enum look look_of(const struct pdf_row *r)
{
	if (!r)
		return LOOK_HEAD;
	return r->total ? LOOK_SUM : LOOK_CELL;
}

static struct extent *extent_of(const struct pdf_block *b, const struct fit *f, const struct pdf_row *r, size_t column)
{
	size_t row = r ? (size_t)(r - b->rows.at) + 1 : 0;

	return &f->heads[row * b->columns.n + column];
}

static struct sv text_of(const struct pdf_block *b, const struct pdf_row *r, size_t column)
{
	return r ? cell(r, column) : b->columns.at[column].head;
}

/* Lays the cell out once; `wish` (NULL: its width does not count) learns of it. */
static void take_extent(struct pen *p, const struct pdf_block *b, struct fit *f, const struct pdf_row *r, size_t column,
			bool whole, struct wish *wish)
{
	struct extent *e = extent_of(b, f, r, column);
	struct sv text = text_of(b, r, column);
	double w;

	if (text.n == 0)
		return;
	pen_set(p, f->size, look_of(r), text, -1);
	w = pen_text_width(p);
	e->width = (float)w;
	e->above = (float)pen_baseline(p);
	e->below = (float)pen_text_height(p) - e->above;
	e->lines = pango_layout_get_line_count(p->l) > 1;
	if (!wish)
		return;
	wish->wants = w > wish->wants ? w : wish->wants;
	if (!whole) {
		w = pen_word_width(p, text);
		w = w > WORD_MOST ? WORD_MOST : w;
	}
	wish->least = w > wish->least ? w : wish->least;
}

static bool is_whole(const struct pdf_column *c)
{
	return c->figures || c->whole;
}

/* How many columns a cell may take: those behind it that have nothing to say. A text in the first column of a sum goes
 * over them instead of breaking. */
static size_t columns_over(const struct pdf_block *b, const struct pdf_row *r, size_t column)
{
	size_t n = 1;

	if (!r || b->columns.at[column].figures || cell(r, column).n == 0)
		return 1;
	while (column + n < b->columns.n && cell(r, column + n).n == 0)
		n++;
	return n;
}

static struct wish column_wish(struct pen *p, const struct pdf_block *b, struct fit *f, size_t column)
{
	bool whole = is_whole(&b->columns.at[column]);
	struct wish w = { 0, 0 };

	take_extent(p, b, f, NULL, column, false, &w); /* heads may take two lines */
	for (size_t i = 0; i < b->rows.n; i++)
		take_extent(p, b, f, &b->rows.at[i], column, whole,
			    columns_over(b, &b->rows.at[i], column) == 1 ? &w : NULL);
	return w;
}

static double weight(const struct pdf_column *c)
{
	return c->weight > 0 ? (double)c->weight : 1;
}

/* Each column has its least; what is left goes to those that want more, by weight, and to none more than it wants while
 * another lacks. What nobody wants widens the first column of text, or all of
 * them where there is none. */
static void share(const struct pdf_block *b, const struct wish *w, double left, double *width)
{
	double weights = 1;

	while (left > 0.01 && weights > 0) {
		double given = 0;

		weights = 0;
		for (size_t i = 0; i < b->columns.n; i++)
			if (width[i] < w[i].wants)
				weights += weight(&b->columns.at[i]);
		for (size_t i = 0; i < b->columns.n; i++) {
			double lacks = w[i].wants - width[i], part = left * weight(&b->columns.at[i]) / weights;

			if (lacks <= 0)
				continue;
			width[i] += part < lacks ? part : lacks;
			given += part < lacks ? part : lacks;
		}
		left -= given;
	}
	for (size_t i = 0; i < b->columns.n && left > 0; i++)
		if (!is_whole(&b->columns.at[i])) {
			width[i] += left;
			return;
		}
	for (size_t i = 0; i < b->columns.n && left > 0; i++)
		width[i] += left / (double)b->columns.n;
}

/* False: with this size of letters the columns need more than the page is wide. */
static bool try_size(struct pen *p, const struct pdf_block *b, unsigned size, struct fit *ret)
{
	double all = pen_column(p) - GAP * (double)(b->columns.n - 1), least = 0;
	struct wish w[PDF_COLUMNS_MAX];

	ret->size = size;
	for (size_t i = 0; i < b->columns.n; i++) {
		w[i] = column_wish(p, b, ret, i);
		least += w[i].least;
	}
	if (least > all && size + 1 < FIT_SIZES)
		return false;
	for (size_t i = 0; i < b->columns.n; i++) /* at last figures break too */
		ret->width[i] = least > all ? w[i].least * all / least : w[i].least;
	if (least <= all)
		share(b, w, all - least, ret->width);
	return true;
}

static void fit_columns(struct pen *p, const struct pdf_block *b, struct fit *fit)
{
	unsigned size = 0;

	if (fit->known)
		return;
	fit->heads = NEW_N(p->arena, struct extent, (b->rows.n + 1) * b->columns.n);
	while (!try_size(p, b, size, fit))
		size++;
	fit->known = true;
}

struct measured {
	double high, baseline;
};

static double width_of(const struct pdf_block *b, const struct fit *f, const struct pdf_row *r, size_t column)
{
	size_t n = columns_over(b, r, column);
	double w = GAP * (double)(n - 1);

	for (size_t i = column; i < column + n; i++)
		w += f->width[i];
	return w;
}

/* One line where there is room for it; else it is laid out in its column. */
static bool in_one_line(const struct extent *e, double width)
{
	return !e->lines && (double)e->width <= width + 0.01;
}

static struct measured measure(struct pen *p, const struct pdf_block *b, const struct fit *f, const struct pdf_row *r)
{
	struct measured m = { 0, 0 };
	double below = 0;

	for (size_t i = 0; i < b->columns.n; i++) {
		const struct extent *e = extent_of(b, f, r, i);
		double width = width_of(b, f, r, i), base = (double)e->above, rest = (double)e->below;

		if (text_of(b, r, i).n == 0)
			continue;
		if (!in_one_line(e, width)) {
			pen_set(p, f->size, look_of(r), text_of(b, r, i), width);
			base = pen_baseline(p);
			rest = pen_text_height(p) - base;
		}
		m.baseline = base > m.baseline ? base : m.baseline;
		below = rest > below ? rest : below;
	}
	m.high = m.baseline + below + 2 * PAD;
	return m;
}

/* Cells of a row stand on one baseline; heads stand on the rule below them. */
static void draw_cell(struct pen *p, const struct pdf_block *b, const struct fit *f, const struct pdf_row *r,
		      size_t column, double from, struct measured m)
{
	const struct extent *e = extent_of(b, f, r, column);
	enum side side = b->columns.at[column].figures ? SIDE_RIGHT : SIDE_START;
	double width = width_of(b, f, r, column), y;
	bool line = in_one_line(e, width);

	if (!p->drawing || text_of(b, r, column).n == 0)
		return;
	pen_set(p, f->size, look_of(r), text_of(b, r, column), line ? -1 : width);
	if (r)
		y = p->y + PAD + m.baseline - (line ? (double)e->above : pen_baseline(p));
	else
		y = p->y + m.high - PAD - (line ? (double)(e->above + e->below) : pen_text_height(p));
	if (line)
		pen_show_line(p, look_of(r), side, from, width, (double)e->width, y);
	else
		pen_show(p, look_of(r), side, from, width, y);
}

static void draw(struct pen *p, const struct pdf_block *b, const struct fit *f, const struct pdf_row *r,
		 const char *tag, struct measured m)
{
	double from = 0;

	if (tag)
		pen_tag(p, "TR", NULL);
	for (size_t i = 0; i < b->columns.n; i++) {
		if (tag)
			pen_tag(p, tag, NULL);
		draw_cell(p, b, f, r, i, from, m);
		if (tag)
			pen_untag(p, tag);
		from += f->width[i] + GAP;
	}
	if (tag)
		pen_untag(p, "TR");
	p->y += m.high;
}

static void head(struct pen *p, const struct pdf_block *b, const struct fit *f, bool again)
{
	draw(p, b, f, NULL, again ? NULL : "TH", measure(p, b, f, NULL));
	pen_rule(p, p->y, 0.9, SOFT);
	p->y += 1;
}

/* Height of the sums that follow row i: they go where it goes. */
static double sums_behind(struct pen *p, const struct pdf_block *b, const struct fit *f, size_t i)
{
	double high = 0;

	for (i++; i < b->rows.n && b->rows.at[i].total && high < 120; i++)
		high += measure(p, b, f, &b->rows.at[i]).high;
	return high;
}

void pdf_table(struct pen *p, const struct pdf_block *b, struct fit *fit)
{
	double first;

	if (b->columns.n == 0)
		return;
	fit_columns(p, b, fit);
	first = measure(p, b, fit, NULL).high + 1;
	if (b->rows.n)
		first += measure(p, b, fit, &b->rows.at[0]).high + sums_behind(p, b, fit, 0);
	if (!pen_fits(p, first))
		pen_next_page(p);
	pen_tag(p, "Table", NULL);
	head(p, b, fit, false);
	for (size_t i = 0; i < b->rows.n; i++) {
		const struct pdf_row *r = &b->rows.at[i];
		struct measured m = measure(p, b, fit, r);

		if (p->page > PDF_PAGES_MAX)
			break;
		if (i && !pen_fits(p, m.high + (r->total ? 0 : sums_behind(p, b, fit, i)))) {
			pen_next_page(p);
			head(p, b, fit, true);
		} else if (i) {
			pen_rule(p, p->y, r->total && !b->rows.at[i - 1].total ? 0.9 : 0.5,
				 r->total && !b->rows.at[i - 1].total ? SOFT : LINE);
		}
		draw(p, b, fit, r, "TD", m);
	}
	pen_untag(p, "Table");
	p->y += 6;
}
