/* What the kinds of lists share; nobody else includes this. */
#ifndef QUITS_TUI_SCREENS_LIST_KINDS_H
#define QUITS_TUI_SCREENS_LIST_KINDS_H

#include "tui/screens/list.h"

/* The tabs of the queues: true if the action was one of them. */
bool queue_tabs(struct ui *ui, struct list_model *m, enum action a);
/* Opens a form of a method with fields set: "dispute.resolve dispute=7". */
void form_open(struct ui *ui, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void operator_enter(struct ui *ui, struct list_model *m, const void *row);
void team_enter(struct ui *ui, struct list_model *m, const void *row);
/* One command for the row or the marked rows, each with its number in the field `id` of the method. */
void rows_do(struct ui *ui, struct list_model *m, const void *row, const struct ui_deeds *what, const char *id);

#endif
