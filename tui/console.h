/* The whole console without terminal, network or clock: keys, arrivals and the time go in, questions go out
 * through struct remote, and a grid can be drawn at any moment. tui/ui.c gives it a terminal, tui/play.c a
 * script, tests whatever they like. ui thread; all memory is its own.
 *
 * Time: every door takes the present from console_time, called before it. */
#ifndef QUITS_TUI_CONSOLE_H
#define QUITS_TUI_CONSOLE_H

#include "common/filter.h"

#include "tui/palette.h"
#include "tui/remote/follow.h"
#include "tui/screens/screens.h"
#include "tui/deeds.h"
#include "tui/sends.h"
#include "tui/term/pace.h"
#include "tui/term/style.h"
#include "tui/widget/line_edit.h"

enum { LAYERS_MAX = 24, ASKS_MAX = 64, SLOW_MS = 200 };
enum { COVER_MS = 15 * 60 * 1000, CONNECTION_MS = 12 * 60 * 60 * 1000 };

enum { AHEAD_MAX = 64 };

struct ahead { /* keys typed ahead of an answer */
	uint32_t keys[AHEAD_MAX];
	size_t n;
	unsigned layer; /* the screen they were typed on */
	bool running;
};

enum save_want { SAVE_NOTHING, SAVE_PAGE, SAVE_DROP };

struct export { /* of the audit log, under way */
	bool running;
	char path[256], filter[FILTER_TEXT_MAX + 81];
	char *after;         /* the page to ask for; NULL: the first */
	struct reply *page;  /* to be written, an event_export_page */
	enum save_want want; /* of save.c, which answers with console_exported */
	int64_t rows;        /* written */
	bool open;           /* save.c's: the file is there, and not whole */
	int fd;
};

enum { WATCHED_MAX = 4 };

struct watched { /* an account in the watch strip, and the newest event of it */
	char account[ACCOUNT_MAX + 1], text[97];
	enum event_id kind; /* E__COUNT: none yet */
	int64_t at;
};

enum mode { MODE_NONE, MODE_PALETTE, MODE_FIND, MODE_FILTER, MODE_QUIT, MODE_SURE, MODE_WHY, MODE_CODE, MODE_JUMP };

struct console;

struct layer {
	unsigned id; /* never used twice */
	const struct screen_ops *ops;
	void *model;
	int64_t wake; /* mono, 0 = never */
	uint64_t arg; /* what it was opened with, as console_draft_of tells it */
	bool again;   /* it is a draft that was brought back */
};

enum { DRAFTS_MAX = 8 };

typedef void ui_then_own(struct console *c, uint64_t ticket, struct reply *r);

typedef void console_then(struct console *c, struct send *s, struct reply *r);

struct asked {
	uint64_t ticket; /* 0: free */
	unsigned layer;  /* 0: the console's own */
	ui_then *then;
	console_then *own;
	ui_then_own *deed;
	int64_t at; /* mono */
};

struct console {
	struct ui ui;
	struct arena turn;
	struct layer stack[LAYERS_MAX]; /* where one was, in order; the first is the dashboard */
	size_t n, at;                   /* of them, and the one that is shown; behind it is what ] goes to */
	struct layer drafts[DRAFTS_MAX]; /* forms that were begun and are nowhere on that way any more; oldest first */
	size_t n_drafts;
	unsigned layer_ids;
	unsigned shown; /* the screen that was shown when this was last looked at */
	struct remote remote;
	struct follow follow;
	struct follow_sink sink;
	struct asked asks[ASKS_MAX];
	struct sends sends;
	int many_sent, many_failed; /* of the links that go out together, so far */
	struct deeds deeds;
	int w, h;

	enum mode mode;
	unsigned filter_layer; /* the screen whose filter is typed */
	struct line_edit line;
	struct palette palette;
	enum action repeat; /* what . does again */
	struct ahead ahead;
	struct export export;
	bool jump_resumes; /* the feed goes on where no row of it was jumped to */
	struct watched watched[WATCHED_MAX];
	size_t n_watched;
	bool help;
	int help_top; /* of the help page, and of the page that = opens */
	struct arena why_memory;
	struct sv why; /* that page's text */
	bool hint; /* nothing has been pressed yet */
	enum tone tone;
	char message[UI_SAY_MAX];

	int64_t wall_offset; /* server's clock minus ours */
	int64_t wall;        /* our clock */
	int64_t interrupted; /* mono of the last ^C */
	int rtt;             /* to the server in ms, roughly; -1 unknown */
	int bell;            /* notifications that are neither done nor put off, as the server counts them for this operator */
	bool bell_want, bell_asked;
	int64_t bell_at;     /* mono before which it is not asked for again */
	char period[41], user[65], organisation[101];

	bool outcome;            /* what is said is what became of something held while we were away */
	bool locked;             /* the server wants a code of the authenticator first */
	const struct pace *pace; /* how the terminal keeps up; NULL without one */

	/* console_cover.c */
	bool covered;     /* nothing is shown and nothing is read until a key is pressed */
	int64_t keyed;    /* mono of the last key */
	int64_t renew_at; /* mono at which the connection is old and made anew, 0: there is none */
	bool renewing;
	int64_t muted_until, beeped; /* mono; console_privacy.c */

	/* for the loop */
	bool mouse, themed; /* wanted: clicks as keys; another theme */
	enum theme theme;
	bool touched; /* a key has changed something: paint now */
	bool stale;   /* data has changed something: paint soon */
	bool repaint, suspend, quit;
	bool beep;       /* ring once */
	char copy[1200]; /* for the clipboard of whoever sits there, "" = nothing */
	char dump[256]; /* write the screen into this file, "" = no */
};

void console_start(struct console *c, struct remote remote, int w, int h, int64_t mono,
                   int64_t wall, unsigned seed);
void console_end(struct console *c);
void console_time(struct console *c, int64_t mono, int64_t wall);
void console_key(struct console *c, uint32_t key);
void console_paste(struct console *c, struct sv text, size_t lost);
void console_click(struct console *c, int x, int y); /* on the grid */
void console_arrival(struct console *c, struct arrival *a); /* takes it */
void console_tick(struct console *c);
int64_t console_deadline(const struct console *c); /* mono of the next tick, 0 = none */
void console_resize(struct console *c, int w, int h);
void console_draw(const struct console *c, struct grid *g);
/* Nothing is under way: no question but the long poll, no figure about to be asked for. `holds`: nor a
 * held send. Off the line counts as idle once a try has failed. */
bool console_idle(const struct console *c, bool holds);
void console_say(struct console *c, enum tone tone, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Between the console's own files. */
struct layer *console_top(struct console *c);
void console_enter(struct console *c);                  /* before a door of a screen */
void console_leave(struct console *c, struct layer *l); /* after it: its wishes come true */
void console_open(struct console *c, enum screen_id id, struct sv arg);
void console_close_top(struct console *c);
void console_forward(struct console *c, int step); /* through where one was */
void console_act(struct console *c, enum action a);
void console_command(struct console *c, struct sv text); /* of the `:` line */
void console_send(struct console *c, const struct ui_send *wish);
void console_send_many(struct console *c, const char *const *accounts, size_t n);
void console_undo(struct console *c);
/* Covers the screen and hangs up; by itself after 15 minutes without a key, which `idle` says. Not while something is held. */
void console_cover(struct console *c, bool idle);
/* Somebody is there. True: it was covered, and is open now; what woke it does nothing else. */
bool console_wake(struct console *c);
/* The rows between the top row and the screen: what says that the line is down, and the watch strip. */
int console_rows_above(const struct console *c);
int console_watch_rows(const struct console *c);
void console_watch(struct console *c, struct sv account); /* on, or off if it is */
void console_watch_event(struct console *c, const struct event_row *e);
void console_watch_draw(const struct console *c, struct grid *g, int y);
/* What link.preflight says of the links in the dialog (console_flight.c). */
void console_flights(struct console *c); /* asks on */
bool console_flights_done(const struct batch *b); /* true as well where nothing is asked */
size_t console_flights_good(const struct batch *b); /* of the dialog's subjects, those that it will be done to */
struct sv console_reason(struct sv fault); /* without the name of the field in front */
void console_flight_text(const struct batch *b, size_t i, bool blur, struct buf *to);
/* The audit log as it is filtered, into a file (console_export.c). */
void console_export(struct console *c, struct sv path);
void console_exported(struct console *c, const char *fault); /* what was wanted is done, or why not */
void console_export_end(struct console *c);
/* Drafts (console_drafts.c): forms that were begun, on the way and on the shelf. */
int console_drafts(const struct console *c);
uint64_t console_draft_of(struct sv arg);
bool console_draft_keep(struct console *c, const struct layer *l); /* true: it is one, and the shelf has it now */
bool console_draft_take(struct console *c, const struct screen_ops *ops, struct sv arg, struct layer *ret);
struct layer *console_layer(struct console *c, unsigned id); /* on the way or on the shelf; NULL: there is none any more */
void console_draft_left(struct console *c, unsigned id); /* after a key: says so if that screen was left as a draft */
void console_draft_answered(struct console *c); /* after a dialog: back to the form that asked, if nothing was done */
void console_deed_answer(struct console *c, unsigned id, struct reply *r); /* takes r; to that screen if it is OK and there */
void console_left(struct console *c); /* after all that may have changed which screen is shown: tells the one that was */
/* What that screen sent is over. Where it did not take effect, what is said of it also says that the text is kept. */
void console_draft_ended(struct console *c, unsigned id, uint64_t draft, bool done);
bool console_draft_sent(const struct console *c, unsigned id, uint64_t draft); /* just that is under way already */
void console_drafts_end(struct console *c);
/* Jump letters (console_jump.c). `from`: the row of the terminal where the screen's box begins. */
void console_jump(struct console *c);
void console_jump_key(struct console *c, uint32_t key);
void console_jump_draw(const struct console *c, const struct ui *ui, struct grid *g, int from);
/* Type-ahead (console_ahead.c). True: the key waits, or dropped those that did. */
bool console_ahead(struct console *c, uint32_t key);
void console_ahead_run(struct console *c); /* after an answer */
void console_ahead_came(struct console *c); /* the screen on top is the one that the keys were typed for */
void console_ahead_drop(struct console *c);
void console_blur(struct console *c);
void console_mute(struct console *c);
void console_beep(struct console *c);
void console_copy(struct console *c);
void console_cover_tick(struct console *c);
int64_t console_cover_deadline(const struct console *c);
void console_cover_draw(const struct console *c, struct grid *g);
void console_do(struct console *c, const struct ui_deeds *deeds);
void console_deeds_tick(struct console *c);
bool console_deeds_event(struct console *c, const struct event_row *e); /* true: something of ours was said */
bool console_sure_key(struct console *c, uint32_t key); /* true: the dialog is still open */
void console_unlock(struct console *c, struct sv code);
int64_t console_sure_at(const struct console *c); /* mono at which the dialog begins to hear its letter; 0: it does */
void console_sure_draw(const struct console *c, struct grid *g);
bool console_deeds_undo(struct console *c); /* false: none is held */
/* Many (console_batch.c). */
void console_batch_next(struct console *c);  /* asks on */
void console_batch_tick(struct console *c);
void console_batch_undo(struct console *c);  /* all of them that the server still holds */
bool console_batch_event(struct console *c, const struct event_row *e, enum event_id kind); /* true: it was one of them */
struct command_new console_to_hold(struct console *c, enum method_id method, const void *in); /* in the turn's arena */
void console_to(struct console *c, enum screen_id id);
void console_go(struct console *c, struct sv where);
void console_period(struct console *c, struct sv text);
void console_said_anew(struct console *c); /* the language is another: what was put into words is asked for again */
bool console_filtered(struct console *c, bool done); /* tells the screen what stands in the prompt */
void console_sends_take(struct console *c, const struct link_sent *l);
bool console_sends_event(struct console *c, const struct event_row *e); /* the same */
bool console_ask(struct console *c, unsigned layer, enum method_id m, const void *in, ui_then *then,
                 console_then *own, struct send *s);
/* As console_ask, for the console's own questions that are no sends; 0: too many are under way. */
uint64_t console_ask_own(struct console *c, enum method_id m, const void *in, ui_then_own *then);
bool console_far(const struct console *c); /* the terminal is behind a slow line */
struct sv console_hint(const struct console *c);

#endif
