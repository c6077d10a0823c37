/* The console on a terminal: the one loop. Returns when the operator leaves or the terminal is gone. */
#ifndef QUITS_TUI_UI_H
#define QUITS_TUI_UI_H

#include <stdbool.h>

#include "common/status.h"

#include "tui/term/style.h"

struct console;
struct grid;
struct line;

struct ui_options {
	bool ascii; /* no glyph beyond ASCII */
	bool test;  /* tell in the window's title when there is nothing left to do */
	bool mouse;
	enum theme theme;
	int esc_ms; /* how long an Esc may be the beginning of a longer key */
	int bps;    /* pretend a line of so many bits a second; 0 = no */
};

MUST_USE enum status ui_run(struct line *line, const struct ui_options *how);
/* Draws the console as it is into a text file, "-" is standard output. */
MUST_USE enum status ui_dump(const struct console *c, bool ascii, const char *path);

#endif
