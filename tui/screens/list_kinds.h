/* What the kinds of lists share; nobody else includes this. */
#ifndef QUITS_TUI_SCREENS_LIST_KINDS_H
#define QUITS_TUI_SCREENS_LIST_KINDS_H

#include "tui/screens/list.h"

#define FEED(code) (1u << FEED_##code) /* of list_kind.codes */

static inline enum look dim(const void *row, const struct table_ui *ui) /* of a column that matters less */
{
	(void)row;
	(void)ui;
	return LOOK_DIM;
}

/* The tabs of the queues: true if the action was one of them. */
bool queue_tabs(struct ui *ui, struct list_model *m, enum action a);
/* Opens the form of a method about a row, whose number goes into the field `id`. */
void row_form(struct ui *ui, const struct list_model *m, const void *row, enum method_id method, const char *id);
void operator_enter(struct ui *ui, struct list_model *m, const void *row);
void team_enter(struct ui *ui, struct list_model *m, const void *row);
/* One command for the row or the marked rows, each with its number in the field `id` of the method. */
void rows_do(struct ui *ui, struct list_model *m, const void *row, const struct ui_deeds *what, const char *id);

#endif
