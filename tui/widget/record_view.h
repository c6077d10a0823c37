/* Any record as a page of text: fields with their names, lists as tables, nested records indented. So every method of the
 * server can be read in the console, also those that have no screen of their own. Pure; ui thread. */
#ifndef QUITS_TUI_WIDGET_RECORD_VIEW_H
#define QUITS_TUI_WIDGET_RECORD_VIEW_H

#include "tui/widget/table.h"

/* Appends the page; lines of tables are as wide as they are, the drawer cuts them. */
void record_view(struct buf *b, struct arena *scratch, const struct record *r, const void *rec, const struct table_ui *ui);

#endif
