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
	unsigned focus;    /* enum account_number with the focus, 0: none */
};

/* Numbers of the card that lead to the rows they count. */
enum account_number { CARD_NONE, CARD_VISITS, CARD_SENT, CARD_USED, CARD_PENDING, CARD_EXPIRED, CARD_MADE,
		      CARD_KEPT, CARD_OPEN, CARD_NUMBERS };
struct account_spot {
	enum account_number number;
	int y, x, w; /* in the screen's box, which it may be outside of */
};
/* account_links.c: the focus. */
bool account_move(struct ui *ui, struct account *m, enum action a); /* false: not a key of the focus */
void account_keep(struct ui *ui, struct account *m); /* after scrolling: a number that went out of view loses the focus */
bool account_open_rows(struct ui *ui, struct account *m); /* false: no number has the focus */
bool account_number_why(const struct ui *ui, const struct account *m, struct buf *b);
bool account_back(struct ui *ui, void *model);
size_t account_places(const struct ui *ui, const void *model, struct place *to, size_t most);
void account_go(struct ui *ui, void *model, size_t place);
/* account_draw.c: where they stand in a box like this, in reading order. */
size_t account_spots(const struct ui *ui, const struct account *m, struct box in, struct account_spot to[CARD_NUMBERS]);

/* Lines that scroll, at this width. */
int account_lines(const struct ui *ui, const struct account *m, int w);
void account_draw(const struct ui *ui, const void *model, struct grid *g, struct box in);
/* The same with dots where it is personal, if there is a blur; in the turn's arena. */
const struct account *account_veiled(const struct ui *ui, const struct account *m);
unsigned account_channels(const struct account_detail *d);

#endif
