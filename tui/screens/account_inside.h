/* What the pictures of an account share; nobody else includes this. */
#ifndef QUITS_TUI_SCREENS_ACCOUNT_INSIDE_H
#define QUITS_TUI_SCREENS_ACCOUNT_INSIDE_H

#include "tui/screens/account.h"

enum { SHOWN = -1000 };

struct pen { /* writes lines downwards into a window; lines outside it go nowhere */
	const struct ui *ui;
	struct grid *g;
	struct box in;
	int y; /* next line, from in.y - scrolled */
	struct account_spot *spots; /* CARD_NUMBERS of them: where numbers stand, drawn or not; NULL: nobody asks */
	size_t n;
};

int pen_next(struct pen *p); /* the row of the next line, or SHOWN: not visible */
void pen_rule(struct pen *p, const char *title, struct sv meta);
void pen_fact(struct pen *p, const char *name, enum look look, struct sv value);
/* The same, where the numbers in the value are `first` and those behind it in the enum. */
void pen_numbers(struct pen *p, const char *name, enum look look, struct sv value, enum account_number first);
int pen_room(const struct pen *p); /* columns for the value of a fact */
/* account_card.c */
void account_card(struct pen *p, const struct account_detail *d);
void account_actions(struct pen *p, const struct account_detail *d);
/* account_more.c */
void account_waits(struct pen *p, const struct account *m); /* disputes, callbacks, conversations, and what is held for them */
void account_consents(struct pen *p, const struct account_detail *d);
void account_events(struct pen *p, const struct account *m);

#endif
