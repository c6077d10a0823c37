/* A page of text made of one answer of the server: a dispute, a conversation, analytics, finds. It is asked for again when
 * something happened that it may show. What the page is made of and what keys do is told by a struct text_kind. ui thread. */
#ifndef QUITS_TUI_SCREENS_TEXT_H
#define QUITS_TUI_SCREENS_TEXT_H

#include "tui/screens/screens.h"
#include "tui/widget/wrap.h"

struct text_model;

struct text_kind { /* constant */
	const char *title;
	enum method_id method;
	const char *id; /* field of the method that takes the screen's argument; NULL: none */
	bool period;    /* the method has a field `period` */
	unsigned codes; /* 1 << feed code: events of these may change it */
	void (*write)(struct buf *b, const struct ui *ui, const struct text_model *m, const void *out);
	/* The account it is about; NULL: none. */
	struct sv (*account)(const void *out);
	void (*act)(struct ui *ui, struct text_model *m, enum action a, const void *out);
	void (*here)(struct ui *ui, struct text_model *m, const void *out); /* once it came: mark as read */
	const char *about; /* for `=` */
};

struct text_model {
	const struct text_kind *kind;
	char arg[ACCOUNT_MAX + 1];
	char number[ACCOUNT_MAX + 1]; /* of the account */
	struct reply *reply;
	struct arena memory;
	struct sv page;
	int top;
	bool want, in_flight, seen;
	int64_t asked, as_of;
	char wrong[160];
};

void text_open(struct ui *ui, void *model, const struct text_kind *kind, struct sv arg);
void text_act(struct ui *ui, void *model, enum action a);
void text_on_event(struct ui *ui, void *model, const struct event_row *e, bool old);
enum waits text_waits(const void *model);
void text_tick(struct ui *ui, void *model);
void text_title(const void *model, struct buf *b);
const char *text_account(const void *model);
void text_draw(const struct ui *ui, const void *model, struct grid *g, struct box in);
struct sv text_page(const struct ui *ui, const struct text_model *m); /* once it came; with dots under the blur */
void text_why(const struct ui *ui, const void *model, struct buf *b);
void text_close(void *model);

#define TEXT_SCREEN(id, bits)                                                                                         \
	static void id##_open(struct ui *ui, void *model, struct sv arg)                                              \
	{                                                                                                             \
		text_open(ui, model, &id##_kind, arg);                                                                \
	}                                                                                                             \
	const struct screen_ops id##_screen = {                                                                       \
		.name = #id,                                                                                          \
		.on = (bits),                                                                                         \
		.size = sizeof(struct text_model),                                                                    \
		.open = id##_open,                                                                                    \
		.act = text_act,                                                                                      \
		.on_event = text_on_event,                                                                            \
		.waits = text_waits,                                                                                  \
		.tick = text_tick,                                                                                    \
		.title = text_title,                                                                                  \
		.account = text_account,                                                                              \
		.why = text_why,                                                                                      \
		.draw = text_draw,                                                                                    \
		.close = text_close,                                                                                  \
	}

#endif
