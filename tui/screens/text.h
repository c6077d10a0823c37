/* A page of text made of one answer of the server: a dispute, a conversation, analytics, finds. It is asked for again when
 * something happened that it may show. What the page is made of and what keys do is told by a struct text_kind. ui thread. */
#ifndef QUITS_TUI_SCREENS_TEXT_H
#define QUITS_TUI_SCREENS_TEXT_H

#include "tui/screens/screens.h"
#include "tui/widget/wrap.h"

struct text_model;

/* Numbers of a page that lead to the rows they count. A kind's write() puts each behind its text with text_link(), so they
 * stand in the order of the page. */
enum { TEXT_LINKS_MAX = 200 };
struct text_link {
	unsigned key;         /* which number it is, whatever stands before it: the focus belongs to it. 1 or more */
	enum screen_id screen;
	const char *filter;   /* of that screen's list */
	const char *means;    /* a text of the catalogue: its definition */
	int64_t rows;         /* how many the list has under that filter */
	int64_t of;           /* of a rate: the whole whose part the rows are; else -1 */
	int64_t beside;       /* counted too, but in no list: notices */
	int64_t of_beside;    /* the same in the whole */
	size_t from, to;      /* bytes of the page */
};
struct text_links {
	struct arena *memory; /* of the filters */
	size_t n;
	struct text_link at[TEXT_LINKS_MAX];
};

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
	struct text_links *links; /* of page; NULL: it has not come */
	unsigned focus;           /* key of the number under the cursor, 0: none */
	int top;
	bool want, in_flight, seen;
	int64_t asked, as_of;
	char wrong[160];
};

/* What was written since `from`, without blanks around it, leads to `to`.screen and filter (printed by `fmt`). */
void text_link(const struct text_model *m, const struct buf *b, size_t from, struct text_link to, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* text_links.c: the focus. */
const struct text_link *text_here(const struct text_model *m); /* NULL: no number has it */
bool text_move(struct ui *ui, struct text_model *m, enum action a); /* false: not a key of the focus now */
void text_scroll(struct ui *ui, struct text_model *m, int to);     /* first line; a number that goes out of view loses the focus */
void text_settle(struct ui *ui, struct text_model *m);             /* the page is new: the focus finds its number */
bool text_back(struct ui *ui, void *model);
size_t text_places(const struct ui *ui, const void *model, struct place *to, size_t most);
void text_go(struct ui *ui, void *model, size_t place);
bool text_go_key(struct ui *ui, void *model, unsigned key); /* to a number that need not be visible; false: it is gone */
void text_page_draw(const struct ui *ui, const struct text_model *m, struct grid *g, struct box in);
void text_link_why(const struct ui *ui, const struct text_model *m, const struct text_link *l, struct buf *b);

void text_open(struct ui *ui, void *model, const struct text_kind *kind, struct sv arg);
void text_act(struct ui *ui, void *model, enum action a);
void text_on_event(struct ui *ui, void *model, const struct event_row *e, bool old);
enum waits text_waits(const void *model);
void text_tick(struct ui *ui, void *model);
void text_title(const void *model, struct buf *b);
const char *text_account(const void *model);
void text_draw(const struct ui *ui, const void *model, struct grid *g, struct box in);
/* Once it came; with dots under the blur, where the links are others. */
struct sv text_page(const struct ui *ui, const struct text_model *m, const struct text_links **ret_links);
void text_why(const struct ui *ui, const void *model, struct buf *b);
void text_close(void *model);

extern const struct text_kind analytics_kind, finds_kind;

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
		.back = text_back,                                                                                    \
		.places = text_places,                                                                                \
		.go = text_go,                                                                                        \
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
