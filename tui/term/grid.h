/* A grid of cells: what a screen draws into. Pure memory: no terminal, no clock, no ncurses, so every
 * screen can be tested as text. Rows and columns count from 0. Everything outside the grid is cut off
 * silently: no caller has to check bounds, and no text can widen a row.
 *
 * A cell holds one character with at most two combining marks. A character two columns wide owns the next
 * cell, whose width is 0. Characters about whose width terminals disagree become '?', so that the columns
 * behind them stay where they are. */
#ifndef QUITS_TUI_TERM_GRID_H
#define QUITS_TUI_TERM_GRID_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

#include "tui/term/style.h"

enum { GRID_W_MIN = 60, GRID_H_MIN = 16, GRID_W_MAX = 250, GRID_H_MAX = 80 };

struct cell {
	uint32_t ch[3];      /* a base and up to two marks; 0 ends */
	unsigned char look;  /* enum look */
	unsigned char width; /* 1, 2, or 0 behind a wide one */
};

struct box {
	int x, y, w, h;
};

struct grid {
	int w, h;
	struct cell *at; /* w * h, by rows */
	int cx, cy;      /* where the hardware cursor rests: the focus */
	bool caret;      /* it is a caret in a text field: show it */
};

struct grid *grid_new(struct arena *a, int w, int h); /* blank */
void grid_clear(struct grid *g);
struct cell *grid_at(struct grid *g, int y, int x); /* NULL outside */
/* Draws `s` from (y, x) into at most `w` columns; what does not fit ends in an ellipsis. Returns the
 * columns used. Not padded. */
int grid_text(struct grid *g, int y, int x, int w, enum look look, struct sv s);
int grid_print(struct grid *g, int y, int x, int w, enum look look, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));
/* The same, ending at column x + w. What does not fit is cut at its end. */
int grid_right(struct grid *g, int y, int x, int w, enum look look, struct sv s);
void grid_fill(struct grid *g, int y, int x, int w, enum look look, uint32_t code);
void grid_look(struct grid *g, int y, int x, int w, enum look look); /* keeps the characters */
void grid_blank(struct grid *g, struct box in);
/* Rows of `from` beginning at `row` into a box of `g`. */
void grid_copy(struct grid *g, struct box to, const struct grid *from, int row);
/* Our glyphs by their plain look-alikes, everything else beyond ASCII by '?': one column for one. */
void grid_ascii(struct grid *g);
/* One line of text per row, blanks at its end cut. */
void grid_dump(const struct grid *g, struct buf *out);
void grid_dump_looks(const struct grid *g, struct buf *out); /* one letter per cell */
bool grid_same(const struct grid *a, const struct grid *b);
/* Columns that `s` takes in a grid. */
int grid_columns(struct sv s);

#endif
