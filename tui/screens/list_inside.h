/* What the files of a list share; of the others only the linear console (tui/linear_*.c) includes this. */
#ifndef QUITS_TUI_SCREENS_LIST_INSIDE_H
#define QUITS_TUI_SCREENS_LIST_INSIDE_H

#include "tui/screens/list.h"

void list_fetch(struct ui *ui, struct list_model *m);
void list_put(struct ui *ui, struct list_model *m, int64_t row); /* the cursor; keeps it in the window */
void list_renew(struct ui *ui, struct list_model *m);
void list_set(struct list_model *m, struct sv filter);
void list_take_order(struct list_model *m);
/* A question of the list's method in the turn's arena. */
void *list_query_of(struct ui *ui, const struct list_model *m, struct sv filter, const char *after, int64_t limit,
		    bool count);
bool list_read_on(struct ui *ui, struct list_model *m); /* asks for the first page that is not here; false: cannot now */
void list_mark_on(struct ui *ui, struct list_model *m); /* what `*` does, and goes on with after a page */
/* Rows of a page that is here; NULL: it is not. */
const struct list *list_items(const struct list_model *m, size_t page);
/* Takes the answer r in the place of a page, for its rows alone. */
void list_patch(struct list_model *m, size_t page, struct reply *r);
/* Takes out the row that an event ends (list_kind.ended), and its mark; the cursor stays on its row, or goes to the nearest and
 * that is said, with how the row ended. False: the event ends none that is here. */
bool list_ended(struct ui *ui, struct list_model *m, const struct event_row *e);
void list_unmark(struct list_model *m, const char *id);
void list_count_tick(struct ui *ui, struct list_model *m);
size_t list_hidden_marks(const struct list_model *m); /* marks on rows that are not in the list as it is known */

#endif
