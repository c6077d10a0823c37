/* What the files of the linear console share; nobody else includes this. */
#ifndef QUITS_TUI_LINEAR_INSIDE_H
#define QUITS_TUI_LINEAR_INSIDE_H

#include "tui/linear.h"
#include "tui/screens/account.h"
#include "tui/screens/dashboard.h"
#include "tui/screens/form.h"

void linear_say(struct linear *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A line of somebody's words: cleaned again, in one line, so that it can not pass for one of ours. */
void linear_text(struct linear *l, const char *before, struct sv text);
void linear_said(struct linear *l); /* what the console says in its message line */
/* linear_commands.c: what was typed, when nothing was asked. */
void linear_do(struct linear *l, struct sv text);

/* linear_show.c: reads out the screen on top; false: it waits for more rows. */
bool linear_show(struct linear *l);
void linear_page(struct linear *l, struct sv page); /* a page of text with the marks of wrap.h */
void linear_events(struct linear *l, size_t newest); /* events that were not read out yet, at most so many */
void linear_past(struct linear *l, const struct layer *top); /* the dashboard as it stood */
/* linear_account.c */
void linear_account(struct linear *l, const struct account *m);
void linear_dashboard(struct linear *l, const struct dashboard *d);
void linear_needs(struct linear *l, const struct dashboard *d);
/* linear_form.c */
void linear_form_begin(struct linear *l, struct layer *top);
void linear_form_set(struct linear *l, const char *field, struct sv value); /* of the form on top; before begin */
void linear_form_line(struct linear *l, struct sv text);
bool linear_form_reads(const struct linear *l); /* the answer on top says more than that it is there */
void linear_form_answer(struct linear *l); /* reads out what a question brought, and leaves */

#endif
