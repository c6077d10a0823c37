/* One account as a model; account.c moves it, account_draw.c shows it. */
#ifndef QUITS_TUI_SCREENS_ACCOUNT_H
#define QUITS_TUI_SCREENS_ACCOUNT_H

#include "tui/screens/screens.h"

struct account {
	char number[ACCOUNT_MAX + 1];
	struct reply *detail; /* the newest good answer, or NULL */
	struct reply *disputes, *callbacks, *threads, *events; /* what belongs to it; NULL: not here, or not for this role */
	char wrong[160];      /* why there is none */
	bool want;
	int64_t asked; /* mono of the newest question, 0 = never */
	int in_flight;     /* questions not answered yet */
	int top;           /* first line shown of what scrolls */
	bool picking;      /* the channel picker is open */
};

/* Lines that scroll, at this width. */
int account_lines(const struct ui *ui, const struct account *m, int w);
void account_draw(const struct ui *ui, const void *model, struct grid *g, struct box in);
/* The same with dots where it is personal, if there is a blur; in the turn's arena. */
const struct account *account_veiled(const struct ui *ui, const struct account *m);
unsigned account_channels(const struct account_detail *d);

#endif
