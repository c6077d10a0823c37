/* The command line as a list of offers: what was typed is understood in one order (an account, a command, a saved view, a
 * screen, words of a filter: console.md c.4), and what begins or sounds like it stands below, each with its effect, how it
 * is asked for and its key. The first offer is what Enter does; one that was only guessed is completed and not run. Offers
 * are made anew a moment after the last key, so that typing stays cheap on a slow line. ui thread. */
#ifndef QUITS_TUI_PALETTE_H
#define QUITS_TUI_PALETTE_H

#include "tui/keys.h"
#include "tui/widget/line_edit.h"

enum { OFFERS_MAX = 14, OFFERS_MS = 80, RECENT_MAX = 8 };

struct console;

enum means {
	MEANS_NOTHING,
	MEANS_ACCOUNT,   /* its number */
	MEANS_WORD,      /* of actions.def */
	MEANS_ACTION,    /* by its name */
	MEANS_ELSEWHERE, /* an action that this screen has not */
	MEANS_VIEW,      /* a saved one, by its name */
	MEANS_SCREEN,
	MEANS_METHOD     /* of the server, as a form */
};

struct meaning {
	enum means means;
	enum word word;
	enum action action;
	enum screen_id screen;
	struct sv first, rest; /* of what was typed */
};

struct offer {
	char run[LINE_MAX_BYTES + 1]; /* what is typed with it; "" is none */
	char what[160];               /* its effect, in the language of the console */
	char key[16];
	enum tier tier;
	bool sure; /* Enter runs it; else it is completed first */
};

struct palette {
	struct offer at[OFFERS_MAX];
	size_t n, choice;
	bool chosen;      /* by an arrow: Enter runs it, whatever it is */
	int64_t due;      /* mono at which they are made anew, 0: they are */
	char recent[RECENT_MAX][LINE_MAX_BYTES + 1]; /* newest first; in memory only */
	size_t n_recent, recalled;
	struct reply *views; /* the newest answer of view.list, or NULL */
	char wanted[LINE_MAX_BYTES + 1]; /* a view to open once they are here */
};

/* What a line of the palette means; MEANS_NOTHING: no command. */
struct meaning palette_meaning(const struct console *c, struct sv text);
/* At most `most` offers for what was typed, best first. Pure. */
size_t palette_offers(const struct console *c, struct sv typed, struct offer *to, size_t most);

bool palette_wants_more(enum word w); /* it does nothing without something behind it */

void console_palette(struct console *c, struct sv typed); /* opens it */
bool console_palette_key(struct console *c, uint32_t key); /* false: it is closed */
void console_palette_tick(struct console *c);
void console_palette_draw(const struct console *c, struct grid *g);
void console_palette_end(struct console *c);

/* Saved views: "NAME", "save NAME [shared]", "drop NAME" (console_views.c). */
void console_view(struct console *c, struct sv rest);
void console_views_ask(struct console *c);
bool console_view_is(const struct console *c, struct sv name); /* among those that are known */

#endif
