/* What ncurses writes, with fewer bytes for colours, attributes and the cursor. ncurses turns everything off and on again at each
 * change, on both sides of a blank, and at the end of a frame. The pen reads its bytes, remembers how the terminal would
 * write after them (what is wanted) and how it does write (what it has), and sends the shortest way from the one to the
 * other, only before something that can be seen: a letter, or a blank with a ground of its own. A long way along a row is told without the row. All other bytes pass.
 *
 * It understands the sequences of ECMA-48 that terminfo has for nearly everything; at the first it does not know it
 * brings the terminal to what is wanted and from then on only passes. Pure memory but for the outlet; ui thread. */
#ifndef QUITS_TUI_TERM_PEN_H
#define QUITS_TUI_TERM_PEN_H

#include <stdbool.h>

#include "common/text.h"

struct outlet;

struct pen_ink {
	short fg, bg; /* -1: the terminal's own */
	bool bold, underline, reverse;
};

struct pen {
	struct pen_ink want, have, kept; /* kept: with the cursor, by ESC 7 */
	bool lost;                       /* nobody knows what the terminal has */
	bool single;                     /* attributes can be turned off one by one */
	bool across;                     /* it can be told a column alone */
	int row;                         /* where the cursor is, from 1; 0: not known */
	bool charset;                    /* the plain character set was chosen */
	bool blind;                      /* something was not understood: all passes */
};

/* `single`: false for terminals as old as the vt100, which only know how to turn everything off. `across`: it knows CHA,
 * and stays in its row behind the last column. */
void pen_start(struct pen *p, bool single, bool across);
/* Somebody else may have written. */
void pen_lose(struct pen *p);
/* Whole sequences of ncurses go to the outlet; returns the bytes that they have become. */
size_t pen_pass(struct pen *p, struct sv made, struct outlet *to);
/* The terminal writes as ncurses believes: before somebody else gets it. */
size_t pen_settle(struct pen *p, struct outlet *to);

#endif
