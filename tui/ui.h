/* The console on a terminal: the one loop. Returns when the operator leaves or the terminal is gone. */
#ifndef QUITS_TUI_UI_H
#define QUITS_TUI_UI_H

#include <stdbool.h>

#include "common/status.h"

struct console;
struct grid;
struct line;

struct ui_options {
	bool ascii; /* no glyph beyond ASCII */
	bool colour;
	bool test;  /* tell in the window's title when there is nothing left to do */
	int esc_ms; /* how long an Esc may be the beginning of a longer key */
};

MUST_USE enum status ui_run(struct line *line, const struct ui_options *how);
/* Draws the console as it is into a text file, "-" is standard output. */
MUST_USE enum status ui_dump(const struct console *c, bool ascii, const char *path);

#endif
