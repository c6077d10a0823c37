/* Tables: columns as wide as their figures need, the rest for texts; rows that never break, heads that come again on
 * every page, sums that stay with the row before them. See pdf_inside.h. */
#include "server/document/pdf_inside.h"

enum { GAP = 12, PAD = 3, TEXT_LEAST = 46 };

static struct sv cell(const struct pdf_row *r, size_t column)
{
	return column < r->cells.n ? r->cells.at[column].text : SV_NONE;
}

static double natural(struct pen *p, const struct pdf_block *b, size_t column, unsigned size)
{
	double most, w;

	pen_set(p, size, LOOK_HEAD, b->columns.at[column].head, -1);
	most = pen_text_width(p);
	for (size_t i = 0; i < b->rows.n; i++) {
		const struct pdf_row *r = &b->rows.at[i];

		if (cell(r, column).n == 0)
			continue;
		pen_set(p, size, r->total ? LOOK_SUM : LOOK_CELL, cell(r, column), -1);
		w = pen_text_width(p);
		most = w > most ? w : most;
	}
	return most;
}

static bool is_whole(const struct pdf_column *c)
{
	return c->figures || c->whole;
}

static double weight(const struct pdf_column *c)
{
	return c->weight > 0 ? (double)c->weight : 1;
}

/* What is left goes to the columns of text by weight, but to none more than it can use while another lacks. */
static void share(const struct pdf_block *b, const double *wants, double left, double *width)
{
	bool done[PDF_COLUMNS_MAX] = { false };
	double weights = 0;
	bool again = true;

	for (size_t i = 0; i < b->columns.n; i++) {
		done[i] = is_whole(&b->columns.at[i]);
		weights += done[i] ? 0 : weight(&b->columns.at[i]);
	}
	while (again && weights > 0) {
		again = false;
		for (size_t i = 0; i < b->columns.n; i++) {
			double w = weight(&b->columns.at[i]);

			if (done[i] || wants[i] > left * w / weights)
				continue;
			width[i] = wants[i];
			left -= wants[i];
			weights -= w;
			done[i] = again = true;
		}
	}
	for (size_t i = 0; i < b->columns.n; i++)
		if (!done[i])
			width[i] = left * weight(&b->columns.at[i]) / weights;
	if (weights <= 0) /* every text has what it wants: the first column of text takes the rest */
		for (size_t i = 0; i < b->columns.n; i++)
			if (!is_whole(&b->columns.at[i])) {
				width[i] += left;
				break;
			}
}

/* False: with this size of letters the figures leave too little for the texts. */
static bool try_size(struct pen *p, const struct pdf_block *b, unsigned size, struct fit *ret)
{
	double left = pen_column(p) - GAP * (double)(b->columns.n - 1), least = 0;
	double wants[PDF_COLUMNS_MAX], figures = 0, over;

	for (size_t i = 0; i < b->columns.n; i++) {
		wants[i] = natural(p, b, i, size);
		if (is_whole(&b->columns.at[i]))
			figures += wants[i];
		else
			least += wants[i] < TEXT_LEAST ? wants[i] : TEXT_LEAST;
		ret->width[i] = wants[i];
	}
	ret->size = size;
	over = figures + least - left;
	if (over > 0 && size + 1 < FIT_SIZES)
		return false;
	if (over > 0) /* the last resort: figures break too */
		for (size_t i = 0; i < b->columns.n; i++)
			if (is_whole(&b->columns.at[i]))
				ret->width[i] *= (left - least) / figures;
	share(b, wants, over > 0 ? least : left - figures, ret->width);
	return true;
}

static void fit_columns(struct pen *p, const struct pdf_block *b, struct fit *fit)
{
	unsigned size = 0;

	if (fit->known)
		return;
	while (!try_size(p, b, size, fit))
		size++;
	fit->known = true;
}

struct measured {
	double high, baseline;
};

static struct measured measure(struct pen *p, const struct pdf_block *b, const struct fit *f, const struct pdf_row *r,
			       enum look look)
{
	struct measured m = { 0, 0 };
	double below = 0;

	for (size_t i = 0; i < b->columns.n; i++) {
		struct sv text = r ? cell(r, i) : b->columns.at[i].head;
		double base, rest;

		if (text.n == 0)
			continue;
		pen_set(p, f->size, look, text, f->width[i]);
		base = pen_baseline(p);
		rest = pen_text_height(p) - base;
		m.baseline = base > m.baseline ? base : m.baseline;
		below = rest > below ? rest : below;
	}
	m.high = m.baseline + below + 2 * PAD;
	return m;
}

static void draw(struct pen *p, const struct pdf_block *b, const struct fit *f, const struct pdf_row *r, enum look look,
		 const char *tag, struct measured m)
{
	double from = 0;

	if (tag)
		pen_tag(p, "TR", NULL);
	for (size_t i = 0; i < b->columns.n; i++) {
		bool figures = b->columns.at[i].figures;

		if (tag)
			pen_tag(p, tag, NULL);
		pen_set(p, f->size, look, r ? cell(r, i) : b->columns.at[i].head, f->width[i]);
		pen_show(p, look, figures ? SIDE_RIGHT : SIDE_START, from, f->width[i],
			 p->y + PAD + m.baseline - pen_baseline(p));
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
	draw(p, b, f, NULL, LOOK_HEAD, again ? NULL : "TH", measure(p, b, f, NULL, LOOK_HEAD));
	pen_rule(p, p->y, 0.9, SOFT);
	p->y += 1;
}

static enum look look_of(const struct pdf_row *r)
{
	return r->total ? LOOK_SUM : LOOK_CELL;
}

/* Height of the sums that follow row i: they go where it goes. */
static double sums_behind(struct pen *p, const struct pdf_block *b, const struct fit *f, size_t i)
{
	double high = 0;

	for (i++; i < b->rows.n && b->rows.at[i].total && high < 120; i++)
		high += measure(p, b, f, &b->rows.at[i], LOOK_SUM).high;
	return high;
}

void pdf_table(struct pen *p, const struct pdf_block *b, struct fit *fit)
{
	double first;

	if (b->columns.n == 0)
		return;
	fit_columns(p, b, fit);
	first = measure(p, b, fit, NULL, LOOK_HEAD).high + 1;
	if (b->rows.n)
		first += measure(p, b, fit, &b->rows.at[0], look_of(&b->rows.at[0])).high +
			 sums_behind(p, b, fit, 0);
	if (!pen_fits(p, first))
		pen_next_page(p);
	pen_tag(p, "Table", NULL);
	head(p, b, fit, false);
	for (size_t i = 0; i < b->rows.n; i++) {
		const struct pdf_row *r = &b->rows.at[i];
		enum look look = look_of(r);
		struct measured m = measure(p, b, fit, r, look);

		if (p->page > PDF_PAGES_MAX)
			break;
		if (i && !pen_fits(p, m.high + (r->total ? 0 : sums_behind(p, b, fit, i)))) {
			pen_next_page(p);
			head(p, b, fit, true);
		} else if (i) {
			pen_rule(p, p->y, r->total && !b->rows.at[i - 1].total ? 0.9 : 0.5,
				 r->total && !b->rows.at[i - 1].total ? SOFT : LINE);
		}
		draw(p, b, fit, r, look, "TD", m);
	}
	pen_untag(p, "Table");
	p->y += 6;
}
