/* What pages of figures are written with: columns of numbers, and the instants of their period in the language of filters.
 * Appends to a builder; ui thread. */
#ifndef QUITS_TUI_SCREENS_NUMBERS_H
#define QUITS_TUI_SCREENS_NUMBERS_H

#include "tui/screens/screens.h"

enum { NUMBER_NAME_W = 11, NUMBER_BAR_MOST = 60, NUMBER_SPAN_MAX = 80 };

void number_right(struct buf *b, struct sv s, int w); /* blanks before it, up to w columns */
void number_left(struct buf *b, struct sv s, int w);  /* blanks behind it */
void number_count(struct buf *b, int64_t n, int w);
void number_rate(struct buf *b, struct sv text, int w); /* "41.7" of the wire, or "-" */
/* [from, to) in ms UTC, in the organisation's zone. */
void number_period(struct buf *b, const struct ui *ui, struct sv period, int64_t from, int64_t to);
/* "since:2026-06-15T05:00:00.000Z until:...": exactly what is in [from, until), ms UTC. */
void number_span(char to[NUMBER_SPAN_MAX], int64_t from, int64_t until);

#endif
