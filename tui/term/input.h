/* Bytes from a terminal -> keys, clicks and pastes. A state machine over our own table, not terminfo's, since
 * terminals send both forms of cursor keys whatever terminfo says, and since waiting for the rest of an
 * escape sequence must never block the thread: the loop asks input_waiting() and calls input_timeout().
 * Any bytes whatever are fine. Nothing here waits, allocates or knows a screen. */
#ifndef QUITS_TUI_TERM_INPUT_H
#define QUITS_TUI_TERM_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/text.h"

/* Codes of keys: a character's code point (control characters stand for themselves: 1 is Ctrl-A), or one
 * of these beyond Unicode. */
enum {
	KEY_TAB = 9,
	KEY_ENTER = 13,
	KEY_ESC = 27,
	KEY_BACKSPACE = 127,
	KEY_BEYOND = 0x110000,
	KEY_UP,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_BACKTAB,
	KEY_F0, /* KEY_F0 + n is Fn, n to 12 */
	KEY_F12 = KEY_F0 + 12,
	KEY_ANSWER,   /* the terminal answered our question ESC[5n */
	KEY_SYNC,     /* it can hold a frame back until it is whole (mode 2026) */
	KEY_PASTE,    /* a whole bracketed paste is in input.pasted */
	KEY_CLICK,    /* the first button went down at input.x, input.y */
	KEY_WHEEL_UP, /* over input.x, input.y */
	KEY_WHEEL_DOWN,
	KEY_ALT = 0x400000, /* added to a character */
	KEY_NONE = 0
};

#define KEY_CTRL(c) ((uint32_t)((c)&31))

enum { INPUT_PASTE_MAX = 4096, INPUT_PASTE_WAIT_MS = 1000, INPUT_ESC_WAIT_MS = 25 };

struct input {
	int state;
	unsigned char seq[32]; /* parameters of a sequence, or bytes of a character */
	size_t n;
	size_t tail; /* how much of the end marker of a paste has come */
	char pasted[INPUT_PASTE_MAX];
	size_t pasted_n;
	size_t pasted_lost; /* bytes that did not fit */
	int x, y;           /* of the last click or turn of the wheel, from 0 */
};

/* Takes bytes from the front of *bytes and makes keys, until one of both is used up. Returns how many keys;
 * `max` is at least 4. After a paste, a click or the wheel it stops, so that what belongs to it can be read. */
size_t input_decode(struct input *in, struct sv *bytes, uint32_t *keys, size_t max);
/* The bytes have paused: an Esc was an Esc, and a broken sequence is dropped. As above. */
size_t input_timeout(struct input *in, uint32_t *keys);
/* Milliseconds after which input_timeout is due, `esc_ms` for an open sequence; -1 when nothing is open. */
int input_waiting(const struct input *in, int esc_ms);

/* "Enter", "F1", "^L", "x": the name people read. `to` has room for 16. */
const char *key_name(uint32_t key, char to[16]);
/* The other way: names as above and single characters. KEY_NONE if unknown. */
uint32_t key_by_name(struct sv name);

#endif
