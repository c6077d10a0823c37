/* The activity feed as a model: the newest events, which of them are shown, and where the cursor stands.
 * The cursor belongs to an event, not to a row. On the first row of a live feed it stays at the top; once
 * it leaves that row the order is HELD: later events wait, counted, until the operator resumes. No event
 * is in it twice. ui thread. */
#ifndef QUITS_TUI_SCREENS_FEED_H
#define QUITS_TUI_SCREENS_FEED_H

#include "protocol/lists.h"
#include "protocol/schema.h"

#include "tui/term/style.h"

struct zone;

enum { FEED_MAX = 4000 };

struct feed_item {
	int64_t seq, at;
	unsigned char code;    /* enum feed_code; 0 for a kind newer than this console */
	unsigned char channel; /* enum channel or 0 */
	unsigned char source;  /* enum link_source or 0 */
	short kind;            /* enum event_id */
	struct currency currency;
	int64_t amount;
	char account[65];
	char name[97];
	char text[161];
	char actor[33];
};

struct feed {
	struct feed_item *ring; /* FEED_MAX of them */
	size_t start, n;        /* oldest first from start */
	unsigned mask;          /* 1 << code of what is shown; bit 0: unknown kinds */
	int64_t last;           /* newest event number taken */
	int64_t held;           /* 0: live; else newest event shown */
	int64_t cursor;         /* 0: the top row; else the event it stands on */
	int64_t top_since;      /* mono when the top row last changed */
	size_t top;             /* first visible row */
	size_t gone;            /* rows of the list that have fallen out of the ring */
	int widest;             /* columns of the widest account ever in it: a row that leaves moves no column */
};

enum { FEED_ALL = -1 };

void feed_open(struct feed *f);
void feed_end(struct feed *f);
void feed_clear(struct feed *f); /* forgets the events, keeps the filter */
/* False if it is not for the portal feed or was seen before. */
bool feed_add(struct feed *f, const struct event_row *e, int64_t now, const struct zone *z,
              int64_t mono);
/* An item of another feed, if it is newer than all that are here. */
bool feed_put(struct feed *f, const struct feed_item *i);
/* Is it let through by a filter of event_words? Texts are folded into the scratch. */
bool feed_match(const struct filter *f, const struct feed_item *i, struct arena *scratch);
bool feed_shows(const struct feed *f, const struct feed_item *i);
size_t feed_rows(const struct feed *f); /* rows of the list as it stands */
const struct feed_item *feed_row(const struct feed *f,
                                 size_t row); /* 0 is the newest; NULL beyond */
size_t feed_cursor_row(const struct feed *f);
size_t feed_waiting(const struct feed *f);         /* +n of HELD */
size_t feed_count(const struct feed *f, int code); /* events of one code, or FEED_ALL */
void feed_move(struct feed *f, int64_t by,
               size_t page); /* rows; keeps the cursor on a page of `page` rows */
void feed_to_row(struct feed *f, size_t row, size_t page);
void feed_hold(struct feed *f);   /* as it stands; what comes waits */
void feed_resume(struct feed *f); /* live again, cursor on top */
void feed_filter(struct feed *f, unsigned mask, size_t page);
/* The walk of feed_row is linear; a screen that wants a page asks for it in one go. Returns rows given. */
size_t feed_page(const struct feed *f, size_t from, size_t n, const struct feed_item **ret);

/* Somebody read an account's details: audit and no activity. It changes nothing that is shown but the log itself, and whoever
 * asked again because of it would be told of his own asking, and two consoles of each other's, for ever. */
bool event_is_look(const struct event_row *e);
/* A step of a hold: what was done, and when it was, an event of its own tells. In the log, and not in the feed. */
bool event_is_step(const struct event_row *e);
struct sv command_words(struct sv method); /* "Reply" for message.reply; its name where there is no word for it */
/* A list that does not scroll, for slow lines: the newest row is written over the oldest. Gives the place of a row among
 * `places` of them, and as well the row of a place. */
size_t feed_place(const struct feed *f, size_t row, size_t places);

/* What an event says in one line, without account, name and channel. */
void event_text(struct buf *b, const struct event_row *e, int64_t now, const struct zone *z);
/* What a notification is called, in the language of the console; whose title it does not know it leaves. */
void notification_title(struct buf *b, struct sv title);
const char *feed_code_word(unsigned code); /* "PROM"; "EVNT" for 0 */
/* Of an enum event_id: '!' wants somebody to act, '?' to answer, '#' forbids messages; else ' '. */
char feed_flag(int kind);
enum look feed_code_look(unsigned code);

#endif
