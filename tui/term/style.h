/* What a piece of text means, and how a terminal of some ability shows it. Screens name meanings only. No
 * meaning is carried by colour alone: every state also has a letter or a glyph. Constant tables; any thread.
 *
 * Themes:
 *   dual            foregrounds only, no background is ever set; each reads on black and on white
 *   contrast        bold, reverse, underline in white on black, set explicitly: 15 to 1 and more
 *   contrast-light  the same in black on white
 *   mono            the terminal's own two colours and attributes; also what NO_COLOR gives */
#ifndef QUITS_TUI_TERM_STYLE_H
#define QUITS_TUI_TERM_STYLE_H

#include <stdbool.h>

#include "common/text.h"

enum look {
	LOOK_PLAIN,
	LOOK_HEAD,  /* the top row */
	LOOK_TITLE, /* names of bands, labels of figures */
	LOOK_RULE,  /* lines between bands */
	LOOK_DIM,   /* what may be read last */
	LOOK_VALUE, /* figures that matter */
	LOOK_GOOD,
	LOOK_BAD,
	LOOK_WARN,
	LOOK_NOTE,   /* links, hints, visits */
	LOOK_MONEY,  /* promises */
	LOOK_TALK,   /* messages and callbacks */
	LOOK_KEY,    /* a key one may press */
	LOOK_CURSOR, /* the row under the cursor */
	LOOK_OFF,    /* the strip that says we are offline */
	LOOK_FIELD,  /* what is being typed */
	LOOK__COUNT
};

enum theme { THEME_DUAL, THEME_CONTRAST, THEME_CONTRAST_LIGHT, THEME_MONO, THEME__COUNT };

enum { SHOW_BOLD = 1, SHOW_REVERSE = 2, SHOW_UNDERLINE = 4 };

struct shown {
	short colour256; /* -1: the terminal's own */
	short colour16, colour8;
	unsigned how;  /* SHOW_..., with colours */
	unsigned bare; /* SHOW_..., without */
	char letter;   /* in dumps of looks */
};

extern const struct shown style_table[LOOK__COUNT];

struct ink {
	short fg, bg; /* -1: the terminal's own */
	unsigned how; /* SHOW_... */
};

/* `colours`: how many the terminal has; below 8 counts as none. */
struct ink style_ink(enum theme theme, enum look look, int colours);
const char *theme_name(enum theme t);
bool theme_by_name(struct sv name, enum theme *ret);

#endif
