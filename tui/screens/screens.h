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
#include "tui/widget/names.h"
#include "tui/widget/tr.h"

/* Which screens an action is for. A screen may be several things: the queue of disputes is a list, a queue and disputes. */
#define ON_LIST_OF_PLACES(X)                                                                                          \
	X(DASHBOARD, "dashboard")                                                                                     \
	X(LIST, "lists")                                                                                              \
	X(WORDS, "lists that are filtered")                                                                           \
	X(FACET, "lists with types")                                                                                  \
	X(HOLDERS, "rows with an account")                                                                            \
	X(ACCOUNT, "account")                                                                                         \
	X(TEXT, "texts")                                                                                              \
	X(FORM, "forms")                                                                                              \
	X(QUEUE, "queues")                                                                                            \
	X(ACCOUNTS, "accounts")                                                                                       \
	X(DISPUTES, "disputes")                                                                                       \
	X(CALLBACKS, "callbacks")                                                                                     \
	X(PROMISES, "promises")                                                                                       \
	X(THREADS, "messages")                                                                                        \
	X(LINKS, "links")                                                                                             \
	X(BUFFER, "send buffer")                                                                                      \
	X(SESSIONS, "sessions")                                                                                       \
	X(NOTES, "notifications")                                                                                     \
	X(AUDIT, "audit log")                                                                                         \
	X(SETTINGS, "settings")                                                                                       \
	X(OPERATORS, "operators")                                                                                     \
	X(METHODS, "methods")                                                                                         \
	X(DISPUTE, "a dispute")                                                                                       \
	X(THREAD, "a conversation")                                                                                   \
	X(REPLAY, "replay")                                                                                           \
	X(PERIOD, "figures")                                                                                          \
	X(NUMBERS, "texts of figures")
enum {
#define PLACE(id, name) ON_BIT_##id,
	ON_LIST_OF_PLACES(PLACE)
#undef PLACE
	ON_BITS
};
enum {
#define PLACE(id, name) ON_##id = 1 << ON_BIT_##id,
	ON_LIST_OF_PLACES(PLACE)
#undef PLACE
	ON_ALL = (1 << ON_BITS) - 1
};

enum action {
	ACT_NONE,
#define ACTION(id, name, keys, where, tier, label, help) ACT_##id,
#include "tui/actions.def"
	ACT__COUNT
};

enum screen_id {
#define SCREEN(id, name, title, action) SCREEN_##id,
#include "tui/screens/screens.def"
	SCREEN__COUNT
};

enum tone { SAY_PLAIN, SAY_GOOD, SAY_WARN, SAY_BAD };

enum { ACCOUNT_MAX = 64, UI_ARG_MAX = 2600, UI_ASKS_MAX = 12, UI_SAY_MAX = 480, UI_DEEDS_MAX = 200 };

/* How sure one has to be (console.md c.1). READ: nothing changes. NOW: at once, the same key or another takes it back. HELD: five seconds pass
 * before it is asked for, z takes it back. SURE: a dialog that says what will happen to what, and a capital letter. Two or
 * more rows are always SURE. */
enum tier { TIER_READ, TIER_NOW, TIER_HELD, TIER_SURE };

struct ui;

/* Owns r: keeps it or calls reply_free. r->status may be any; r->out is NULL unless it is OK. */
typedef void ui_then(struct ui *ui, void *model, struct reply *r);

struct ui_ask {
	enum method_id method;
	const void *in; /* in the turn's arena */
	ui_then *then;
};

struct ui_deed { /* one command */
	const void *in;      /* of the method, in the turn's arena */
	const char *subject; /* to whom it is done: "A-104233"; in the turn's arena */
};

struct ui_deeds {
	enum method_id method;
	enum tier tier;
	const char *title;  /* "Revoke the link" */
	const char *effect; /* what the button says: "Revoke" */
	uint32_t key;       /* the capital letter that confirms, never the one that asked */
	const char *done;   /* "revoked" */
	const char *warning; /* what cannot be taken back; NULL: nothing */
	bool said;           /* these texts are as they are to be shown; else they are ids of the catalogue */
	const struct ui_deed *at;
	size_t n;
	unsigned layer; /* whose wish it is: the console says which */
	uint64_t draft; /* of a form: what stood in it when it was sent, as its `ended` is told again */
	bool answers;   /* that screen wants to have what the server answers */
};

struct ui_send {
	char account[ACCOUNT_MAX + 1]; /* "" is no wish */
	enum channel channel; /* 0: the preferred one */
	bool checked;         /* link.preflight has been asked: it may go */
};

struct ui {
	/* facts, set by the console before a door is opened */
	int64_t now;             /* the server's clock, ms UTC */
	int64_t mono;            /* for deadlines, ms */
	int w, h;                /* of the box a screen draws in */
	int click;               /* row of that box that was clicked, for ACT_CLICK */
	bool slow;               /* the terminal is far away: nothing is drawn that only looks nice */
	const struct zone *zone; /* the organisation's; never NULL */
	bool live;               /* connected; what is shown is current */
	bool blur;               /* what is personal is drawn as dots: veil.h */
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
	bool replace; /* the opened screen takes the place of this one: a tab */
	bool close;   /* this screen is done with */
	bool back;    /* to where one came from; this screen stays as it is */
	struct ui_send send;
	const char *const *many; /* accounts to send links to, in the turn's arena */
	size_t n_many;
	bool doing;
	struct ui_deeds deeds;
	int64_t wake; /* mono at which tick() is wanted; 0 = not */
};

/* What a key would have to act on: is here, is under way, or will not come. */
enum waits { WAITS_FOR_NOTHING, WAITS_FOR_ROWS, WAITS_IN_VAIN };

struct list_kind;

/* Something of a screen that can have the focus: where the hardware cursor stands while it has it, counted from the
 * screen's box. */
struct place {
	int y, x;
};

struct screen_ops {
	const char *name;
	const struct list_kind *kind; /* of a list; else NULL */
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
	enum waits (*waits)(const void *model); /* NULL: never */
	void (*tick)(struct ui *ui, void *model); /* at ui_wake's time; NULL: never */
	void (*title)(const void *model, struct buf *b);
	/* The filter that / changes; NULL: / searches accounts. `filtered` is told at every key while it is typed, and at
	 * Enter with `done`; false: it is no filter, and the prompt stays. */
	struct sv (*filter)(const void *model);
	bool (*filtered)(struct ui *ui, void *model, struct sv text, bool done);
	const char *(*note)(const void *model); /* beside what is typed */
	struct sv (*complete)(const void *model, struct sv head); /* what Tab adds behind the caret */
	/* What `=` says about what is under the cursor; NULL: nothing. */
	void (*why)(const struct ui *ui, const void *model, struct buf *b);
	/* What the key bar calls an action here and now: its own label, another one, or NULL where it does nothing. NULL: each
	 * is called as it is. */
	const char *(*label)(const void *model, enum action a, const char *own);
	/* A field has the keys: those that are text or move in it are its own. NULL: never. */
	bool (*typing)(const void *model);
	/* Something was typed that is not sent: it is kept until it is. NULL: never. */
	bool (*draft)(const void *model);
	/* What this screen sent is over: it took effect, or it did not (refused, taken back, cancelled, perhaps lost). NULL:
	 * never. */
	void (*ended)(void *model, uint64_t draft, bool done);
	/* What it is answered, where `answers` asked for it. Owns r, which is OK. NULL: never. */
	void (*answered)(struct ui *ui, void *model, struct reply *r);
	/* It is not the one that is shown any more: what must not lie about goes. NULL: nothing. */
	void (*left)(void *model);
	/* A paste while a field of the screen is open. False: none is. NULL: never. */
	bool (*paste)(struct ui *ui, void *model, struct sv text);
	/* The account under the cursor, "" if none. */
	const char *(*account)(const void *model);
	/* The instant that is shown, ms UTC, where it is not the present; 0: none yet. NULL: always the present. */
	int64_t (*moment)(const void *model);
	/* Everything that is visible in a box of ui->w x ui->h and can have the focus, in reading order; at most `most`
	 * are told, their number is returned. Reads the model and nothing else. NULL: nothing ever can. */
	size_t (*places)(const struct ui *ui, const void *model, struct place *to, size_t most);
	/* Gives the focus to one of them, by its number in what places() told of this model. NULL where places is. */
	void (*go)(struct ui *ui, void *model, size_t place);
	void (*draw)(const struct ui *ui, const void *model, struct grid *g, struct box in);
	void (*close)(void *model);
};

const struct screen_ops *screen_by_id(enum screen_id id);
const char *screen_title(enum screen_id id); /* an id of the catalogue */
const char *screen_title_of(const struct screen_ops *ops);
bool screen_by_name(struct sv name, enum screen_id *ret); /* exact, or the only one that begins so */
bool screen_by_action(enum action a, enum screen_id *ret);

void ui_ask(struct ui *ui, enum method_id m, const void *in, ui_then *then);
void ui_say(struct ui *ui, enum tone tone, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void ui_open(struct ui *ui, enum screen_id id, struct sv arg);
void ui_send(struct ui *ui, struct sv account, enum channel channel); /* channel__none: the preferred one */
void ui_send_many(struct ui *ui, const char *const *accounts, size_t n);
void ui_replace(struct ui *ui, enum screen_id id, struct sv arg); /* as ui_open, in the place of this screen */
void ui_close(struct ui *ui);
void ui_back(struct ui *ui);
void ui_do(struct ui *ui, const struct ui_deeds *deeds); /* at most UI_DEEDS_MAX */
void ui_wake(struct ui *ui, int64_t mono); /* the earliest wish counts */
/* Puts an answer in the place of an older one if it is OK, else frees it and says why. */
bool ui_keep(struct ui *ui, struct reply **place, struct reply *r, const char *what);

#endif
