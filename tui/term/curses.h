/* The terminal: the only file that knows ncurses, and it knows only how to show a grid and how to leave
 * the terminal as it was. One terminal at a time; ui thread only. Bytes are read from terminal_fd() with
 * read(2) by the loop and go to term/input.h; ncurses neither reads nor writes the terminal: its bytes go
 * into memory, then through term/outlet.h, so painting never waits. */
#ifndef QUITS_TUI_TERM_CURSES_H
#define QUITS_TUI_TERM_CURSES_H

#include <stdbool.h>

#include "common/status.h"
#include "common/text.h"

#include "tui/term/style.h"

struct grid;
struct terminal;

struct terminal_how {
	enum theme theme;
	int bps; /* pretend a line of so many bits a second; 0 = no */
	bool
	    test; /* the title says when there is nothing left to do: send titles whatever the terminal */
};

/* Opens /dev/tty raw, with the first of $TERM, xterm-256color, xterm, vt100 that terminfo knows; turns
 * bracketed paste on. UNAVAILABLE when there is no terminal, no description of any, or one that can not
 * place its cursor. */
MUST_USE enum status terminal_open(const struct terminal_how *how, struct terminal **ret);
/* The same on two given descriptors, for tests; no size question is asked, the size is w x h. */
MUST_USE enum status terminal_open_on(int in, int out, const char *type, int w, int h,
                                      const struct terminal_how *how, struct terminal **ret);
void terminal_close(struct terminal *t); /* as it was before */
int terminal_fd(const struct terminal *t);
/* Terminfo's name when $TERM was unknown, or NULL. */
const char *terminal_fallback(const struct terminal *t);
int terminal_colours(const struct terminal *t);            /* in use: 256, 16, 8 or 0 */
void terminal_theme(struct terminal *t, enum theme theme); /* the next paint draws everything */
void terminal_size(const struct terminal *t, int *ret_w, int *ret_h); /* asks the kernel */
void terminal_resize(struct terminal *t, int w, int h);

/* Puts on its way what makes the terminal show the grid: only what changed since the last one. Returns the
 * bytes of that. terminal_flush sends them. */
size_t terminal_paint(struct terminal *t, const struct grid *g);
void terminal_ask(struct terminal *t); /* ESC[5n behind it all: KEY_ANSWER comes when it is drawn */
void terminal_forget(struct terminal *t); /* the next paint draws everything */
/* Sends what the terminal takes now; returns how many bytes wait. While some do, poll the descriptor for
 * room, or come again at terminal_due (mono; 0 = poll). */
size_t terminal_flush(struct terminal *t, int64_t mono);
int64_t terminal_due(const struct terminal *t, int64_t mono);
/* Without waiting, now, and nothing older waits before it. */
bool terminal_can_write(const struct terminal *t);

/* Gives the terminal back and stops the whole job, as ^Z does elsewhere; returns when it goes on, or at once
 * where nobody could wake us. Block SIGTSTP before. The size may have changed. */
void terminal_suspend(struct terminal *t);
void terminal_again(struct terminal *t);                    /* somebody else has used it: SIGCONT */
void terminal_title(struct terminal *t, const char *title); /* OSC 2 */
void terminal_bell(struct terminal *t);
/* Clicks and the wheel as keys, never motion. Off at first: it takes selecting away from the terminal. */
void terminal_mouse(struct terminal *t, bool on);
/* Into the clipboard of the machine where the terminal is (OSC 52). One line of clean text (utf8_is_clean),
 * at most OSC_COPY_MAX bytes; false if it is not, or if this terminal is not known to take it. */
bool terminal_copy(struct terminal *t, struct sv text);
/* It said that it can hold a frame back until it is whole (KEY_SYNC). */
void terminal_sync(struct terminal *t);

#endif
