/* `quits --demo`: a real quitsd of one's own on the sample book, in a scratch folder, for as long as the console is open.
 * Needs quitsd and quitsctl beside quits. Called by main before there are threads. */
#ifndef QUITS_TUI_DEMO_H
#define QUITS_TUI_DEMO_H

#include "tui/warden.h"

struct arena;

/* Starts it and fills in the book. *ret_dir: its data directory, in `a`. Whatever comes of it, warden_end(w) ends it. */
MUST_USE enum status demo_start(struct warden *w, struct arena *a, const char **ret_dir);

#endif
