/* The one table of looks. Of the 240 colours that a terminal with 256 has fixed, seven have a contrast of 4.3
 * and more on both #0c0c0c and white: 29 green, 131 red, 30 teal, 98 violet, 132 rose, 164 magenta, 243 grey;
 * so nobody has to choose a theme first. Of xterm's 16 only red, magenta, grey and light blue come near that;
 * green, yellow and cyan vanish on white, and what would have them is told apart by its letters there.
 * The curses sink reads it once at start. */
#include "tui/term/style.h"

const struct shown style_table[LOOK__COUNT] = {
	[LOOK_PLAIN] = { -1, -1, -1, 0, 0, '.' },
	[LOOK_HEAD] = { -1, -1, -1, SHOW_BOLD, SHOW_BOLD, 'h' },
	[LOOK_TITLE] = { -1, -1, -1, SHOW_BOLD, SHOW_BOLD, 't' },
	[LOOK_RULE] = { 243, 8, -1, 0, 0, 'r' },
	[LOOK_DIM] = { 243, 8, -1, 0, 0, 'd' },
	[LOOK_VALUE] = { -1, -1, -1, SHOW_BOLD, SHOW_BOLD, 'v' },
	[LOOK_GOOD] = { 29, -1, -1, 0, 0, 'g' },
	[LOOK_BAD] = { 131, 9, 1, SHOW_BOLD, SHOW_BOLD, 'b' },
	[LOOK_WARN] = { 132, 5, 5, 0, SHOW_BOLD, 'w' },
	[LOOK_NOTE] = { 30, -1, -1, 0, 0, 'n' },
	[LOOK_MONEY] = { 29, -1, -1, SHOW_BOLD, SHOW_BOLD, 'm' },
	[LOOK_TALK] = { 98, 12, 5, 0, 0, 'c' },
	[LOOK_KEY] = { -1, -1, -1, SHOW_BOLD, SHOW_BOLD, 'k' },
	[LOOK_CURSOR] = { -1, -1, -1, SHOW_REVERSE, SHOW_REVERSE, 'C' },
	[LOOK_OFF] = { 164, 5, 5, SHOW_BOLD, SHOW_REVERSE, 'o' },
	[LOOK_FIELD] = { -1, -1, -1, SHOW_UNDERLINE, SHOW_UNDERLINE, 'f' },
};

static const char *const names[THEME__COUNT] = { "dual", "contrast", "contrast-light", "mono" };

struct ink style_ink(enum theme theme, enum look look, int colours)
{
	const struct shown *s = &style_table[look];
	struct ink bare = { -1, -1, s->bare };
	short white = colours >= 256 ? 231 : colours >= 16 ? 15 : 7;
	short black = colours >= 256 ? 16 : 0;

	if (colours < 8 || theme == THEME_MONO)
		return bare;
	if (theme == THEME_CONTRAST || theme == THEME_CONTRAST_LIGHT) {
		/* turned round here, not by the terminal: some can not do it in colour */
		bool dark = (theme == THEME_CONTRAST) != !!(s->bare & SHOW_REVERSE);

		return (struct ink){ dark ? white : black, dark ? black : white,
			             s->bare & ~(unsigned)SHOW_REVERSE };
	}
	return (struct ink){ colours >= 256  ? s->colour256
		             : colours >= 16 ? s->colour16
		                             : s->colour8,
		             -1, s->how };
}

const char *theme_name(enum theme t)
{
	return names[t];
}

bool theme_by_name(struct sv name, enum theme *ret)
{
	for (int i = 0; i < THEME__COUNT; i++)
		if (sv_is(name, names[i])) {
			*ret = (enum theme)i;
			return true;
		}
	return false;
}
