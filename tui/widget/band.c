/* Rules, boxes, key bar and bars; see band.h. Drawn by the console and by screens on the ui thread. */
#include "tui/widget/band.h"

enum { LINE = 0x2500, SIDE = 0x2502, NW = 0x250C, NE = 0x2510, SW = 0x2514, SE = 0x2518 };

void band_rule(struct grid *g, int y, int x, int w, struct sv title, struct sv meta)
{
	int tw = grid_columns(title), mw = grid_columns(meta), at = x + 1;

	grid_fill(g, y, x, w, LOOK_RULE, LINE);
	if (title.n) {
		grid_fill(g, y, at, 1, LOOK_RULE, ' ');
		at += 1 + grid_text(g, y, at + 1, w - 4, LOOK_TITLE, title);
		grid_fill(g, y, at++, 1, LOOK_RULE, ' ');
	}
	if (meta.n && tw + mw + 8 <= w) {
		at = x + w - mw - 3;
		grid_fill(g, y, at, 1, LOOK_RULE, ' ');
		grid_text(g, y, at + 1, mw, LOOK_DIM, meta);
		grid_fill(g, y, at + 1 + mw, 1, LOOK_RULE, ' ');
	}
}

static void edge(struct grid *g, int y, struct box at, uint32_t left, uint32_t right,
                 const char *text)
{
	grid_fill(g, y, at.x, at.w, LOOK_RULE, LINE);
	grid_fill(g, y, at.x, 1, LOOK_RULE, left);
	grid_fill(g, y, at.x + at.w - 1, 1, LOOK_RULE, right);
	if (text && *text) {
		int n;

		grid_fill(g, y, at.x + 2, 1, LOOK_RULE, ' ');
		n = grid_text(g, y, at.x + 3, at.w - 6, LOOK_TITLE, sv_from(text));
		grid_fill(g, y, at.x + 3 + n, 1, LOOK_RULE, ' ');
	}
}

void band_box(struct grid *g, struct box at, const char *title, const char *foot)
{
	grid_blank(g, at);
	edge(g, at.y, at, NW, NE, title);
	for (int y = 1; y < at.h - 1; y++) {
		grid_fill(g, at.y + y, at.x, 1, LOOK_RULE, SIDE);
		grid_fill(g, at.y + y, at.x + at.w - 1, 1, LOOK_RULE, SIDE);
	}
	edge(g, at.y + at.h - 1, at, SW, SE, foot);
}

void band_hints(struct grid *g, int y, const struct hint *hints, size_t n)
{
	int x = 1;

	for (size_t i = 0; i < n; i++) {
		int kw = grid_columns(sv_from(hints[i].key)),
		    lw = grid_columns(sv_from(hints[i].label));

		if (x + kw + 1 + lw >= g->w)
			return;
		grid_text(g, y, x, kw, LOOK_KEY, sv_from(hints[i].key));
		grid_text(g, y, x + kw + 1, lw, LOOK_PLAIN, sv_from(hints[i].label));
		x += kw + 1 + lw + 2;
	}
}

void band_shares(struct grid *g, int y, int x, int w, const struct share *parts, size_t n)
{
	int64_t whole = 0, before = 0;
	int left = 0, at = x; /* left: parts that still want a column */

	for (size_t i = 0; i < n; i++) {
		whole += parts[i].n;
		left += parts[i].n > 0;
	}
	for (size_t i = 0; i < n && whole > 0; i++) {
		int end;

		if (parts[i].n <= 0)
			continue;
		before += parts[i].n;
		left--;
		end = x + (int)((before * w + whole / 2) / whole);
		end = end <= at ? at + 1 : end;
		end = end > x + w - left ? x + w - left : end;
		if (end <= at)
			continue;
		grid_fill(g, y, at, end - at, parts[i].look, parts[i].glyph);
		at = end;
	}
}
