/* Texts of several lines in a box, broken between words. Pure; ui thread. */
#ifndef QUITS_TUI_WIDGET_WRAP_H
#define QUITS_TUI_WIDGET_WRAP_H

#include "tui/term/grid.h"

/* Draws the lines of `text` from line `top` on into the box and returns how many there are in all. A NULL grid only
 * counts. Lines end at '\n'; a line that goes on is indented as it began, by at most 10 columns. */
int wrap_draw(struct grid *g, struct box in, int top, enum look look, struct sv text);

/* A page whose lines may begin with one of these; texts of people never have such characters in them (common/utf8.h). */
#define PAGE_RULE  "\001" /* a titled rule */
#define PAGE_DIM   "\002"
#define PAGE_VALUE "\003"
#define PAGE_TALK  "\004"
#define PAGE_BAD   "\005"
#define PAGE_GOOD  "\006"
#define PAGE_NOTE  "\016"
int page_draw(struct grid *g, struct box in, int top, struct sv text); /* as wrap_draw */

/* A part of a page that may be pointed at, and where it came to stand: y in lines of the page, x in columns of the box, w 0:
 * nowhere. Of one that is broken between lines this is its beginning. */
struct page_span {
	size_t from, to; /* bytes of the page */
	int y, x, w;
};
/* As page_draw; fills in where the spans stand, drawn or not. */
int page_draw_spans(struct grid *g, struct box in, int top, struct sv text, struct page_span *spans, size_t n);

#endif
