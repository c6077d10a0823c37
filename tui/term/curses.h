/* The terminal: the only file that knows ncurses, and it knows only how to show a grid and how to leave
 * the terminal as it was. One terminal at a time; ui thread only. Bytes are read from terminal_fd() with
 * read(2) by the loop and go to term/input.h; ncurses never reads. */
#ifndef QUITS_TUI_TERM_CURSES_H
#define QUITS_TUI_TERM_CURSES_H

#include <stdbool.h>

#include "common/status.h"
#include "common/text.h"

struct grid;
struct terminal;

/* Opens /dev/tty raw, with the first of $TERM, xterm-256color, xterm, vt100 that terminfo knows; turns
 * bracketed paste on. UNAVAILABLE when there is no terminal or no description of any. */
MUST_USE enum status terminal_open(bool colour, struct terminal **ret);
/* The same on two given descriptors, for tests; no size question is asked, the size is w x h. */
MUST_USE enum status terminal_open_on(int in, int out, const char *type, int w, int h, bool colour,
                                      struct terminal **ret);
void terminal_close(struct terminal *t); /* as it was before */
int terminal_fd(const struct terminal *t);
/* Terminfo's name when $TERM was unknown, or NULL. */
const char *terminal_fallback(const struct terminal *t);
void terminal_size(const struct terminal *t, int *ret_w, int *ret_h); /* asks the kernel */
void terminal_resize(struct terminal *t, int w, int h);
/* Shows the grid: writes only what changed since the last one. */
void terminal_paint(struct terminal *t, const struct grid *g);
void terminal_forget(struct terminal *t);          /* the next paint draws everything */
bool terminal_can_write(const struct terminal *t); /* without waiting, now */
void terminal_suspend(struct terminal *t);         /* stops the process; returns when it goes on */
void terminal_title(struct terminal *t, const char *title); /* OSC 2 */

#endif
