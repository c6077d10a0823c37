/* `quits --linear`: the console as lines, for screen readers and pipes. No screen is drawn and no cursor moved: what
 * is said is appended, commands are typed as lines.
 *
 * It drives struct console as tui/play.c does, and reads its models where a terminal would have them drawn. So
 * filters, holds, tiers, refusals and what is done after a break are the same code and can not come apart; only the
 * words are made here. A reader of its own over the same remote would have been shorter by a third and a second
 * console to keep right.
 *
 * Rows are numbered as they were read out and keep their number whatever the list does meanwhile: a number means the
 * row whose id was said with it, or nothing. Time: as console.h, console_time is called before every door. ui thread;
 * owns its memory, borrows the console. */
#ifndef QUITS_TUI_LINEAR_H
#define QUITS_TUI_LINEAR_H

#include "tui/console.h"
#include "tui/screens/list.h"

enum { LINEAR_PAGE = 10, LINEAR_ROWS_MAX = 1000, LINEAR_NEEDS_MAX = 8, LINEAR_LINE_MAX = 8000 };

enum linear_ask { LINEAR_FREE, LINEAR_FIELD, LINEAR_SURE, LINEAR_QUIT, LINEAR_CHOICE };

struct linear {
	struct console *c;
	struct arena memory; /* of out */
	struct buf out;      /* lines that were not written yet */
	bool show;           /* the screen on top is to be read out once its answers are in */
	unsigned top;        /* layer that was on top last */

	unsigned layer;      /* whose rows have numbers; 0: what needs somebody */
	char (*ids)[LIST_ID_MAX + 1]; /* LINEAR_ROWS_MAX, of the rows read out */
	size_t shown;        /* rows read out so far */
	bool named;          /* the cursor stands on a row that was named by its number */
	char needs[LINEAR_NEEDS_MAX][ACCOUNT_MAX + 1];
	size_t n_needs;
	bool want_needs;     /* dashboard: only what needs somebody */

	bool view;           /* a view was asked for: its list is to be read out, also where it stands already */
	int64_t watch_seen;  /* when the newest event of a watched account that was said happened */
	bool feed;           /* events are read out as they happen */
	int64_t feed_seq;    /* newest event that was, or was there before */
	bool greeted, live;
	int64_t held_send, held_deed; /* orders of the newest that were told */

	enum linear_ask ask; /* what the next line answers */
	unsigned form;       /* layer of the form that is being filled in */
	size_t field;
	bool told, again;    /* how a form is filled in; it is a draft that is back */
};

void linear_start(struct linear *l, struct console *c);
void linear_end(struct linear *l);
void linear_line(struct linear *l, struct sv text); /* one line as typed, valid UTF-8 or not */
/* After arrivals, ticks and lines: says what has changed. */
void linear_turn(struct linear *l);
bool linear_idle(const struct linear *l, bool holds);
/* The commands with their help, for `help` and the man page; NULL at the end. */
const char *linear_command(size_t i, const char **ret_args, const char **ret_help);

/* Reads lines from fd `in` until `quit` or its end, writes to standard output. `prompt`: a person types. Held things
 * are waited for at the end. Times and signals are its own. */
MUST_USE enum status linear_run(struct line *line, int in, bool prompt);

#endif
