/* The command line of quits as a struct, from flags.def. */
#ifndef QUITS_TUI_FLAGS_H
#define QUITS_TUI_FLAGS_H

#include <stdbool.h>

#include "common/text.h"

struct flags {
	const char *dir, *dump, *play, *host, *theme, *lang; /* NULL: not given */
	int w, h, esc_ms, bps;
	bool ascii, keys, linear, demo, man, mouse;
};

enum { FLAGS_USAGE = 2 }; /* exit code */

/* 0: go on; else exit with this code less one. Says what is wrong. */
int flags_read(int argc, char **argv, struct flags *f);
void flags_usage(struct buf *b);
void flags_man(struct buf *b); /* as troff paragraphs */

#endif
