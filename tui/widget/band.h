/* The furniture of every screen: titled rules, boxes of overlays, the key bar, bars of shares. */
#ifndef QUITS_TUI_WIDGET_BAND_H
#define QUITS_TUI_WIDGET_BAND_H

#include "common/text.h"

#include "tui/term/grid.h"

/* "─ Title ─────────── meta ─" over w columns. Either text may be empty; the meta goes first when both do
 * not fit. */
void band_rule(struct grid *g, int y, int x, int w, struct sv title, struct sv meta);
/* A frame with a title in its upper and a text in its lower edge; the inside is blanked. */
void band_box(struct grid *g, struct box at, const char *title, const char *foot);

struct hint {
	const char *key, *label;
};

/* " ? Help  : Cmd ..." in the given order; whole items only. */
void band_hints(struct grid *g, int y, const struct hint *hints, size_t n);
struct share { /* a part of a whole */
	int64_t n;
	uint32_t glyph; /* one column wide */
	enum look look;
};

/* Parts of a whole as one bar of w columns, in the given order; nothing when the whole is nothing. Each part that is not
 * zero has a column at least, where there are as many. */
void band_shares(struct grid *g, int y, int x, int w, const struct share *parts, size_t n);

#endif
