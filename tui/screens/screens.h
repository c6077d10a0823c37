/* What a screen is, and all that it may see of the console. A screen is a model with a few doors: act,
 * key and on_event change the model and note what is wanted (ui_ask, ui_say, ui_open, ui_send, ui_wake);
 * the console does it after the door has closed. draw reads and nothing else. No screen knows the
 * terminal, the connection or a clock. ui thread only. */
#ifndef QUITS_TUI_SCREENS_SCREENS_H
#define QUITS_TUI_SCREENS_SCREENS_H

#include "common/arena.h"

#include "protocol/client.h"
#include "protocol/schema.h"

#include "tui/term/grid.h"

enum { ON_DASHBOARD = 1, ON_ACCOUNTS = 2, ON_ACCOUNT = 4, ON_ALL = 7 };

enum action {
	ACT_NONE,
#define ACTION(id, name, keys, where, label, help) ACT_##id,
#include "tui/actions.def"
	ACT__COUNT
};

enum screen_id { SCREEN_DASHBOARD, SCREEN_ACCOUNTS, SCREEN_ACCOUNT, SCREEN__COUNT };

enum tone { SAY_PLAIN, SAY_GOOD, SAY_WARN, SAY_BAD };

enum { ACCOUNT_MAX = 64, UI_ARG_MAX = 208, UI_ASKS_MAX = 8, UI_SAY_MAX = 240 };

struct ui;

/* Owns r: keeps it or calls reply_free. r->status may be any; r->out is NULL unless it is OK. */
typedef void ui_then(struct ui *ui, void *model, struct reply *r);

struct ui_ask {
	enum method_id method;
	const void *in; /* in the turn's arena */
	ui_then *then;
};

struct ui_send {
	char account[ACCOUNT_MAX + 1]; /* "" is no wish */
	unsigned channels;    /* bit 1 << enum channel for each address on file; 0: look it up */
	enum channel channel; /* 0: the preferred or first */
};

struct ui {
	/* facts, set by the console before a door is opened */
	int64_t now;             /* the server's clock, ms UTC */
	int64_t mono;            /* for deadlines, ms */
	int w, h;                /* of the box a screen draws in */
	const struct zone *zone; /* the organisation's; never NULL */
	bool live;               /* connected; what is shown is current */
	int64_t off_since; /* when not live: the instant what is shown is true for, 0 = never was */
	struct sv period;  /* "7d" */
	int64_t seen;      /* event number up to which notifications count as seen */

	/* wishes, carried out by the console afterwards */
	struct arena *turn; /* dies at the end of the turn */
	struct ui_ask asks[UI_ASKS_MAX];
	size_t n_asks;
	bool said;
	enum tone tone;
	char say[UI_SAY_MAX];
	bool open;
	enum screen_id open_id;
	char open_arg[UI_ARG_MAX];
	struct ui_send send;
	int64_t wake; /* mono at which tick() is wanted; 0 = not */
};

struct screen_ops {
	const char *name;
	unsigned on; /* ON_... */
	size_t size; /* of the private model, zeroed at first */
	void (*open)(struct ui *ui, void *model, struct sv arg);
	void (*act)(struct ui *ui, void *model, enum action a);
	/* Esc: clears a filter if there is one. False: nothing to clear, go back. NULL: never. */
	bool (*back)(struct ui *ui, void *model);
	/* A key before it becomes an action, while the screen has a picker open. True: taken. NULL: never. */
	bool (*key)(struct ui *ui, void *model, uint32_t key);
	/* Something happened. `old`: it is history being loaded, not news. NULL: deaf. */
	void (*on_event)(struct ui *ui, void *model, const struct event_row *e, bool old);
	void (*tick)(struct ui *ui, void *model); /* at ui_wake's time; NULL: never */
	void (*title)(const void *model, struct buf *b);
	/* The account under the cursor, "" if none. */
	const char *(*account)(const void *model);
	void (*draw)(const struct ui *ui, const void *model, struct grid *g, struct box in);
	void (*close)(void *model);
};

extern const struct screen_ops dashboard_screen, accounts_screen, account_screen;
const struct screen_ops *screen_by_id(enum screen_id id);

void ui_ask(struct ui *ui, enum method_id m, const void *in, ui_then *then);
void ui_say(struct ui *ui, enum tone tone, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void ui_open(struct ui *ui, enum screen_id id, struct sv arg);
void ui_send(struct ui *ui, struct sv account, unsigned channels, enum channel channel);
void ui_wake(struct ui *ui, int64_t mono); /* the earliest wish counts */
/* Puts an answer in the place of an older one if it is OK, else frees it and says why. */
bool ui_keep(struct ui *ui, struct reply **place, struct reply *r, const char *what);
unsigned channels_of(struct sv email, struct sv phone, struct sv whatsapp);
const char *channel_name(enum channel c);  /* "WhatsApp" */
const char *channel_short(enum channel c); /* "WA" */
const char *source_name(enum link_source s);

#endif
