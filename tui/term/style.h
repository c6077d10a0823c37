/* What a piece of text means, and how a terminal of some ability shows it. Screens name meanings only.
 * Seven foregrounds that read on black and on white, no background ever set, and no meaning that is
 * carried by colour alone: every state also has a letter or a glyph. Constant tables; any thread. */
#ifndef QUITS_TUI_TERM_STYLE_H
#define QUITS_TUI_TERM_STYLE_H

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

enum { SHOW_BOLD = 1, SHOW_DIM = 2, SHOW_REVERSE = 4, SHOW_UNDERLINE = 8 };

struct shown {
	short colour256; /* -1: the terminal's own */
	short colour8;
	unsigned how; /* SHOW_... */
	char letter;  /* in dumps of looks */
};

extern const struct shown style_table[LOOK__COUNT];

#endif
