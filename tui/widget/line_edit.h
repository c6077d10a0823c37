/* One editable line: caret, the usual editing keys, pasted text, a scrolled window when it is longer than
 * its place. Holds at most LINE_MAX_BYTES of clean UTF-8. Pure; ui thread. */
#ifndef QUITS_TUI_WIDGET_LINE_EDIT_H
#define QUITS_TUI_WIDGET_LINE_EDIT_H

#include <stdbool.h>

#include "common/text.h"

#include "tui/term/grid.h"

enum { LINE_MAX_BYTES = 200 };

struct line_edit {
	char text[LINE_MAX_BYTES];
	size_t n, caret; /* bytes; the caret stands at a character */
};

void line_edit_set(struct line_edit *e, struct sv text); /* caret at the end */
struct sv line_edit_text(const struct line_edit *e);
/* True if the key edited or moved; false for keys that are not its own (Enter, Esc, Tab, Up, F-keys). */
bool line_edit_key(struct line_edit *e, uint32_t key);
/* Cleaned, line breaks as blanks, what does not fit is left out. */
void line_edit_paste(struct line_edit *e, struct sv text, struct arena *scratch);
/* Draws the prompt and the text in `w` columns and puts the caret there. Returns the columns used. */
int line_edit_draw(const struct line_edit *e, struct grid *g, int y, int x, int w,
                   const char *prompt);

#endif
