/* The help page of a screen, made from actions.def: an overlay over the screen below. */
#ifndef QUITS_TUI_SCREENS_HELP_H
#define QUITS_TUI_SCREENS_HELP_H

#include "tui/term/grid.h"

/* `on`: the screen below (ON_...). `top`: first line shown. */
void help_draw(struct grid *g, unsigned on, const char *screen, int top);
int help_lines(unsigned on, int w); /* of its text at this width of the grid */
int help_rows(int w, int h);        /* lines visible at once */

/* Any text in the place of the help page, and its lines. */
void help_page(struct grid *g, const char *title, struct sv text, int top);
int help_page_lines(struct sv text, int w);

#endif
