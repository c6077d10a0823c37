/* The console without a terminal: keys from a script, the screen as text at the end. */
#ifndef QUITS_TUI_PLAY_H
#define QUITS_TUI_PLAY_H

#include <stdbool.h>

#include "common/text.h"

struct line;

/* script: one word a line. A name of a key ("Enter", "F1", "^L") is that key; "wait" waits until all
 * answers are in, "settle" also until no send is held; anything else is typed. Waits at the beginning and
 * at the end by itself, each wait at most ten seconds. Writes the screen to `path`, "-" is standard
 * output. */
MUST_USE enum status play_run(struct line *line, struct sv script, int w, int h, bool ascii,
                              const char *path);

#endif
