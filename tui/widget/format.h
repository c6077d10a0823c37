/* Figures, money, times and durations as the console prints them, in its language (tr.h). Appends to a builder; never fails, a full builder just refuses. Any thread. */
#ifndef QUITS_TUI_WIDGET_FORMAT_H
#define QUITS_TUI_WIDGET_FORMAT_H

#include "common/money.h"
#include "common/text.h"

struct zone;

/* A builder over `n` bytes of the stack, for one label. */
#define LABEL(name, n)                                                                             \
	char name##_at[n];                                                                         \
	struct buf name = { NULL, name##_at, 0, n, n, false }

/* From here on money is written by the code of its currency wherever its sign is not ASCII: "EUR 1,234.50". A look-alike
 * of one letter would be money of nowhere. For terminals that draw nothing else; at start, on the ui thread. */
void format_money_plain(bool plain);

void format_count(struct buf *b, int64_t n);           /* "1,284" */
void format_count_in(struct buf *b, int64_t n, int w); /* "1.2M" when the figure is wider than w */
void format_rate(struct buf *b, int64_t tenths);       /* "41.7%" */
void format_money(struct buf *b, int64_t amount, struct currency c);           /* "$1,234.50" */
void format_money_in(struct buf *b, int64_t amount, struct currency c, int w); /* "USD 41.3k" */
void format_clock(struct buf *b, int64_t ms, const struct zone *z);            /* "14:22:07" */
void format_minute(struct buf *b, int64_t ms, const struct zone *z);           /* "14:22" */
void format_day(struct buf *b, int64_t day,
                int64_t today); /* "Jun 30", "Jun 30 2027" of another year */
/* "14:22:07" on today's date, else "Jun 30 14:22". "" for 0. */
void format_when(struct buf *b, int64_t ms, int64_t now, const struct zone *z);
/* The same by the minute, for what is agreed on and for ends that lie ahead: "14:22", "Jun 30 14:22". */
void format_by(struct buf *b, int64_t ms, int64_t now, const struct zone *z);
void format_span(struct buf *b, int64_t ms);      /* "47 s", "4 min", "71h 40m", "3 d 2 h" */
void format_stopwatch(struct buf *b, int64_t ms); /* "00:47", "1:02:03" */
void format_in(struct buf *b, int64_t ms);        /* "in 4 min" */
void format_ago(struct buf *b, int64_t ms);       /* "4 min ago" */
void format_decimal(struct buf *b, struct sv number); /* of the wire: "4.26" */
void format_ordinal(struct buf *b, int64_t n);    /* "1st" */

#endif
