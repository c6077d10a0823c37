/* A field of a form: text of one line or of several, edited in place and wrapped to its box. Owns its memory; holds at most
 * `cap` bytes of clean UTF-8. ui thread. */
#ifndef QUITS_TUI_WIDGET_TEXT_EDIT_H
#define QUITS_TUI_WIDGET_TEXT_EDIT_H

#include <stdbool.h>

#include "common/text.h"

#include "tui/term/grid.h"

struct text_edit {
	char *text;
	size_t n, caret, cap; /* bytes; the caret stands at a character */
	bool lines;           /* may have line breaks */
	int want;             /* column that up and down keep to, -1: the caret's */
};

void text_edit_open(struct text_edit *e, size_t cap, bool lines);
void text_edit_close(struct text_edit *e);
void text_edit_set(struct text_edit *e, struct sv text); /* caret at the end; what does not fit is cut at a character */
void text_edit_wipe(struct text_edit *e); /* nothing of it stays in memory */
struct sv text_edit_text(const struct text_edit *e);
/* True if the key edited or moved within a box of w columns; false for keys that are not its own. */
bool text_edit_key(struct text_edit *e, uint32_t key, int w);
void text_edit_paste(struct text_edit *e, struct sv text, struct arena *scratch);
int text_edit_rows(const struct text_edit *e, int w); /* lines it takes at this width, at least 1 */
/* Draws the part around the caret; `here`: it has the caret. */
void text_edit_draw(const struct text_edit *e, struct grid *g, struct box in, bool here);

#endif
