/* Cells and how text gets into them. Called by every draw function on the ui thread, and by tests without
 * any terminal. Width is decided here and nowhere else. */
#include "tui/term/grid.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/term/glyph.h"

static const struct cell blank = { { ' ', 0, 0 }, LOOK_PLAIN, 1 };

struct grid *grid_new(struct arena *a, int w, int h)
{
	struct grid *g = NEW(a, struct grid);

	g->w = w < 1 ? 1 : w;
	g->h = h < 1 ? 1 : h;
	g->at = NEW_N(a, struct cell, (size_t)g->w * (size_t)g->h);
	grid_clear(g);
	return g;
}

void grid_clear(struct grid *g)
{
	for (int i = 0; i < g->w * g->h; i++)
		g->at[i] = blank;
	g->cx = g->cy = 0;
	g->caret = false;
}

struct cell *grid_at(struct grid *g, int y, int x)
{
	return y < 0 || y >= g->h || x < 0 || x >= g->w ? NULL : &g->at[y * g->w + x];
}

/* Terminals draw emoji, flags and private signs one or two columns wide as they please; the marks that
 * join them are dropped at decode already. A question mark keeps the row straight. */
static uint32_t tame(uint32_t code)
{
	if ((code >= 0x1F000 && code <= 0x1FAFF) || (code >= 0xE0000 && code <= 0xE0FFF) ||
	    (code >= 0x2600 && code <= 0x27BF && code != 0x2713 && code != 0x2717) ||
	    (code >= 0x1D000 && code <= 0x1D7FF) || (code >= 0xE000 && code <= 0xF8FF) ||
	    code >= 0xF0000)
		return '?';
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFFFD ? '?' : code;
}

/* What has no width and is no mark: joiners, directions, separators, selectors. Text is cleaned of them where
 * it is decoded; should one come here all the same, no terminal is to see it. */
static bool is_mark(uint32_t code)
{
	return code != 0xAD && code != 0x61C && code != 0x180E && code != 0xFEFF &&
	       !(code >= 0x200B && code <= 0x200F) && !(code >= 0x2028 && code <= 0x202E) &&
	       !(code >= 0x2060 && code <= 0x206F) && !(code >= 0xFE00 && code <= 0xFE0F) &&
	       !(code >= 0xFFF9 && code <= 0xFFFB) && !(code >= 0xD800 && code <= 0xDFFF);
}

static int width_of(uint32_t code)
{
	int w = utf8_width(code);

	return w < 0 ? 0 : w;
}

/* A wide character that loses one half must lose the other too. */
static void clear_halves(struct grid *g, int y, int x)
{
	struct cell *c = grid_at(g, y, x), *next = grid_at(g, y, x + 1),
		    *prev = grid_at(g, y, x - 1);

	if (!c)
		return;
	if (c->width == 2 && next) {
		next->ch[0] = ' ';
		next->ch[1] = 0;
		next->width = 1;
	} else if (c->width == 0 && prev) {
		prev->ch[0] = ' ';
		prev->ch[1] = 0;
		prev->width = 1;
	}
}

static void put(struct grid *g, int y, int x, uint32_t code, int width, enum look look)
{
	struct cell *c = grid_at(g, y, x), *next = grid_at(g, y, x + 1);

	if (!c)
		return;
	clear_halves(g, y, x);
	if (width == 2 && !next) {
		code = ' ';
		width = 1;
	}
	if (width == 2)
		clear_halves(g, y, x + 1);
	*c = (struct cell){ { code, 0, 0 }, (unsigned char)look, (unsigned char)width };
	if (width == 2)
		*next = (struct cell){ { 0, 0, 0 }, (unsigned char)look, 0 };
}

static void mark(struct grid *g, int y, int x, uint32_t code)
{
	struct cell *c = grid_at(g, y, x);

	if (c && c->width == 0)
		c = grid_at(g, y, x - 1);
	if (!c || c->ch[0] == ' ' || !is_mark(code))
		return;
	if (!c->ch[1])
		c->ch[1] = code;
	else if (!c->ch[2])
		c->ch[2] = code;
}

int grid_columns(struct sv s)
{
	int n = 0;

	while (s.n)
		n += width_of(tame(utf8_next(&s)));
	return n;
}

int grid_text(struct grid *g, int y, int x, int w, enum look look, struct sv s)
{
	int used = 0, need = w > 0 ? grid_columns(s) : 0;
	int room = need > w ? w - 1 : w;

	if (w <= 0)
		return 0;
	while (s.n) {
		uint32_t code = tame(utf8_next(&s));
		int cw = width_of(code);

		if (cw == 0) {
			if (used > 0)
				mark(g, y, x + used - 1, code);
			continue;
		}
		if (used + cw > room)
			break;
		put(g, y, x + used, code, cw, look);
		used += cw;
	}
	if (need > w) {
		put(g, y, x + used, 0x2026, 1, look);
		used++;
	}
	return used;
}

int grid_print(struct grid *g, int y, int x, int w, enum look look, const char *fmt, ...)
{
	char text[1024];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (n < 0)
		return 0;
	return grid_text(g, y, x, w, look,
	                 sv_of(text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1));
}

int grid_right(struct grid *g, int y, int x, int w, enum look look, struct sv s)
{
	int need = grid_columns(s);

	return need >= w ? grid_text(g, y, x, w, look, s)
	                 : grid_text(g, y, x + w - need, need, look, s);
}

/* The part of x..x+w that is inside: however wide a caller's sum came out, no more is walked. */
static int clip(const struct grid *g, int *x, int w)
{
	int64_t from = *x < 0 ? 0 : *x, to = (int64_t)*x + w;

	*x = (int)from;
	return (int)((to > g->w ? g->w : to) - from);
}

void grid_fill(struct grid *g, int y, int x, int w, enum look look, uint32_t code)
{
	w = clip(g, &x, w);
	for (int i = 0; i < w; i++)
		put(g, y, x + i, code, 1, look);
}

void grid_look(struct grid *g, int y, int x, int w, enum look look)
{
	w = clip(g, &x, w);
	for (int i = 0; i < w; i++) {
		struct cell *c = grid_at(g, y, x + i);

		if (c)
			c->look = (unsigned char)look;
	}
}

void grid_blank(struct grid *g, struct box in)
{
	for (int y = 0; y < in.h; y++)
		grid_fill(g, in.y + y, in.x, in.w, LOOK_PLAIN, ' ');
}

void grid_copy(struct grid *g, struct box to, const struct grid *from, int row)
{
	for (int y = 0; y < to.h && row + y < from->h; y++) {
		for (int x = 0; x < to.w && x < from->w; x++) {
			struct cell *c = grid_at(g, to.y + y, to.x + x);

			if (c && row + y >= 0)
				*c = from->at[(row + y) * from->w + x];
		}
	}
}

void grid_ascii(struct grid *g)
{
	for (int i = 0; i < g->w * g->h; i++) {
		struct cell *c = &g->at[i];

		c->ch[1] = c->ch[2] = 0;
		if (c->width == 0) { /* the second half of a wide one */
			c->ch[0] = '?';
			c->width = 1;
		} else if (c->ch[0] >= 0x7F) {
			c->ch[0] = (unsigned char)glyph_plain(c->ch[0]);
			c->width = 1;
		}
	}
}

void grid_dump(const struct grid *g, struct buf *out)
{
	for (int y = 0; y < g->h; y++) {
		const struct cell *row = &g->at[y * g->w];
		int end = g->w;

		while (end > 0 && row[end - 1].width == 1 && row[end - 1].ch[0] == ' ')
			end--;
		for (int x = 0; x < end; x++) {
			for (int i = 0; i < 3 && row[x].width && row[x].ch[i]; i++)
				utf8_add(out, row[x].ch[i]);
		}
		buf_char(out, '\n');
	}
}

void grid_dump_looks(const struct grid *g, struct buf *out)
{
	for (int y = 0; y < g->h; y++) {
		for (int x = 0; x < g->w; x++)
			buf_char(out, style_table[g->at[y * g->w + x].look].letter);
		buf_char(out, '\n');
	}
}

/* Not memcmp: there are two bytes behind a cell that nobody writes. */
static bool cell_same(const struct cell *a, const struct cell *b)
{
	return a->ch[0] == b->ch[0] && a->ch[1] == b->ch[1] && a->ch[2] == b->ch[2] &&
	       a->look == b->look && a->width == b->width;
}

bool grid_same(const struct grid *a, const struct grid *b)
{
	bool same = a->w == b->w && a->h == b->h && a->cx == b->cx && a->cy == b->cy &&
	            a->caret == b->caret;

	for (int i = 0; same && i < a->w * a->h; i++)
		same = cell_same(&a->at[i], &b->at[i]);
	return same;
}
