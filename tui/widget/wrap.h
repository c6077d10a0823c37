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

#endif
