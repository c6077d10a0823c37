/* Any long list of the server as a screen: filtered and sorted there in the language of common/filter.h, read by pages, each
 * behind the last row of the one before. What a list is, which columns it has and what can be done with a row is told by a
 * struct list_kind; the rest (cursor, marks, filter, order, peek, staying current) is the same for all.
 *
 * The cursor belongs to a row's id, not to a place. The order is frozen while one works in it: what happens meanwhile is
 * counted and shown, and `f` brings it in; only a list that nobody has moved in renews itself. What happened to the rows
 * that are there is shown in their places. ui thread. */
#ifndef QUITS_TUI_SCREENS_LIST_H
#define QUITS_TUI_SCREENS_LIST_H

#include "protocol/lists.h"

#include "tui/screens/screens.h"
#include "tui/widget/table.h"

enum { LIST_PAGE = 100, LIST_PAGES_MAX = 1000, LIST_KEPT = 6, LIST_MARKS_MAX = 200, LIST_ID_MAX = 64 };

struct list_model;

struct list_kind { /* constant */
	const char *name, *title; /* "links", "Links" */
	unsigned on;              /* ON_... of its screen */
	enum method_id method;
	const struct filter_words *words; /* NULL: it is short, and neither filtered nor sorted */
	const char *id;           /* field that tells rows apart: TEXT, INT or ID */
	const char *account;      /* field with an account number, or NULL */
	const char *contact_name; /* field with the name, or NULL */
	const struct table_column *columns;
	size_t n_columns;
	const char *preset;       /* the filter it opens with; NULL: none */
	const char *sort;         /* word of the order it opens with, '-' first if it falls; NULL: the server's */
	const char *facet;        /* word of a CHOICE that `F` offers; NULL: none */
	unsigned codes;           /* 1 << feed code: events of these may change it */
	/* The number (INT or ID) of the row that an event ends for good, and in *ret_how, an id of the catalogue, how; 0: of none. Such
	 * a row goes at once, also while somebody works. NULL: none ever ends. */
	int64_t (*ended)(const struct event_row *e, const char **ret_how);
	const char *empty;        /* what is said when there is nothing and no filter */
	const char *about;        /* for `=`: what a row of it is */
	/* What Enter does. NULL: opens the account. */
	void (*enter)(struct ui *ui, struct list_model *m, const void *row);
	/* A key that only this list has. */
	void (*act)(struct ui *ui, struct list_model *m, enum action a, const void *row);
	/* Where an action leaves a choice of letters (m->choosing): what they are, and the key that was pressed. */
	const char *choices;
	bool (*key)(struct ui *ui, struct list_model *m, uint32_t key);
};

struct list_block { /* a page of rows */
	char *after;         /* where it begins; NULL: the beginning */
	struct reply *reply; /* NULL: not here */
	bool stale;          /* to be asked again */
};

struct list_model {
	const struct list_kind *kind;
	char filter[FILTER_TEXT_MAX + 1]; /* as typed, without its order */
	int sort;                         /* column, -1: the server's order */
	bool down;
	struct list_block *pages;         /* LIST_PAGES_MAX */
	size_t known;                     /* pages whose beginning is known */
	bool end;                         /* the last known page is the last */
	size_t row, top;                  /* cursor and first line, counted from the beginning */
	char id[LIST_ID_MAX + 1];         /* of the row under the cursor */
	int64_t total;                    /* what the filter lets through; -1: not known; LIST_COUNT_MAX: that or more */
	int64_t as_of;                    /* when the newest page came */
	int asked;                        /* page in flight, -1: none */
	unsigned turn;                    /* grows with the filter or order: older answers are dropped */
	unsigned asked_turn;
	bool moved;                       /* somebody has worked in it since it was read */
	int changes;                      /* events since it was read that may have changed it */
	int64_t quiet;                    /* mono of the last key */
	int64_t renew_at;                 /* mono at which what happened is looked at, 0: nothing did */
	bool refused;                     /* the server would not answer the newest question */
	char (*marks)[LIST_ID_MAX + 1];
	size_t n_marks;
	int64_t range;                    /* row of the first v, -1: none */
	bool marking;                     /* `*` waits for a page */
	bool patching;                    /* the page in flight only brings its rows up to date */
	bool peek, picking, choosing;
	char note[160];                   /* beside the filter that is being typed */
	char counting[FILTER_TEXT_MAX + 1];
	int64_t count_at;                 /* mono at which it is counted, 0: not */
};

void list_open(struct ui *ui, void *model, const struct list_kind *kind, struct sv filter);
void list_act(struct ui *ui, void *model, enum action a);
bool list_back(struct ui *ui, void *model);
bool list_key(struct ui *ui, void *model, uint32_t key);
void list_on_event(struct ui *ui, void *model, const struct event_row *e, bool old);
enum waits list_waits(const void *model);
void list_tick(struct ui *ui, void *model);
void list_title(const void *model, struct buf *b);
const char *list_account(const void *model);
void list_draw(const struct ui *ui, const void *model, struct grid *g, struct box in);
void list_close(void *model);
struct sv list_filter(const void *model);
bool list_filtered(struct ui *ui, void *model, struct sv text, bool done);
const char *list_note(const void *model);
struct sv list_complete(const void *model, struct sv head);
void list_why(const struct ui *ui, const void *model, struct buf *b);
size_t list_places(const struct ui *ui, const void *model, struct place *to, size_t most); /* the rows that are visible */
void list_go(struct ui *ui, void *model, size_t place);

struct sv filter_complete(const struct filter_words *w, struct sv head);

/* For kinds and drawing. */
size_t list_rows(const struct list_model *m);                 /* known so far */
const void *list_row(const struct list_model *m, size_t row); /* NULL: not here yet */
const void *list_here(const struct list_model *m);
const void *list_row_of(const struct list_model *m, const char *id); /* NULL: not among those that are here */
const char *list_here_id(const void *model); /* "": there is no row */
bool list_marked(const struct list_model *m, const void *row);
const struct record *list_record(const struct list_kind *k);
void list_id(const struct list_kind *k, const void *row, char to[LIST_ID_MAX + 1]);
int64_t list_number(const struct list_kind *k, const void *row); /* the id of an INT or ID */
void list_reload(struct ui *ui, struct list_model *m);           /* from the beginning */
/* Ids of the marked rows, in the turn's arena. */
const char *const *list_marks(struct ui *ui, const struct list_model *m, size_t *ret_n);
/* Filter and order as they are asked for. */
void list_question(const struct list_model *m, struct buf *b);
/* Heights of a list's parts in a box. */
struct list_boxes {
	struct box rows, peek;
};
struct list_boxes list_boxes(const struct list_model *m, struct box in);

#define LIST_SCREEN(id, bit)                                                                                             \
	static void id##_open(struct ui *ui, void *model, struct sv arg)                                              \
	{                                                                                                             \
		list_open(ui, model, &id##_kind, arg);                                                                \
	}                                                                                                             \
	const struct screen_ops id##_screen = {                                                                       \
		.name = #id,                                                                                          \
		.on = (bit),                                                                                          \
		.size = sizeof(struct list_model),                                                                    \
		.kind = &id##_kind,                                                                                   \
		.open = id##_open,                                                                                    \
		.act = list_act,                                                                                      \
		.back = list_back,                                                                                    \
		.key = list_key,                                                                                      \
		.on_event = list_on_event,                                                                            \
		.waits = list_waits,                                                                                  \
		.tick = list_tick,                                                                                    \
		.title = list_title,                                                                                  \
		.account = list_account,                                                                              \
		.draw = list_draw,                                                                                    \
		.close = list_close,                                                                                  \
		.filter = list_filter,                                                                                \
		.filtered = list_filtered,                                                                            \
		.note = list_note,                                                                                    \
		.complete = list_complete,                                                                            \
		.why = list_why,                                                                                      \
		.places = list_places,                                                                                \
		.go = list_go,                                                                                        \
	}

#endif
