/* The one table of looks. Colours 29 green, 131 red, 30 teal, 98 violet, 132 rose, 164 magenta and 243
 * grey have a contrast over 4.3 on both #0c0c0c and white, so nobody has to choose a theme first. The
 * curses sink reads it once at start. */
#include "tui/term/style.h"

const struct shown style_table[LOOK__COUNT] = {
	[LOOK_PLAIN] = { -1, -1, 0, '.' },         [LOOK_HEAD] = { -1, -1, SHOW_BOLD, 'h' },
	[LOOK_TITLE] = { -1, -1, SHOW_BOLD, 't' }, [LOOK_RULE] = { 243, -1, 0, 'r' },
	[LOOK_DIM] = { 243, -1, 0, 'd' },          [LOOK_VALUE] = { -1, -1, SHOW_BOLD, 'v' },
	[LOOK_GOOD] = { 29, 2, 0, 'g' },           [LOOK_BAD] = { 131, 1, SHOW_BOLD, 'b' },
	[LOOK_WARN] = { 132, 5, 0, 'w' },          [LOOK_NOTE] = { 30, 6, 0, 'n' },
	[LOOK_MONEY] = { 29, 2, SHOW_BOLD, 'm' },  [LOOK_TALK] = { 98, 4, 0, 'c' },
	[LOOK_KEY] = { -1, -1, SHOW_BOLD, 'k' },   [LOOK_CURSOR] = { -1, -1, SHOW_REVERSE, 'C' },
	[LOOK_OFF] = { 164, 5, SHOW_BOLD, 'o' },   [LOOK_FIELD] = { -1, -1, SHOW_UNDERLINE, 'f' },
};
