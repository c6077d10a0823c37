/* Numbers as pictures of text: sparklines and bars from eighth blocks, which in ASCII read as _.-=+*%#. Appends to a
 * builder; any thread. */
#ifndef QUITS_TUI_WIDGET_CHART_H
#define QUITS_TUI_WIDGET_CHART_H

#include "common/text.h"

/* n values over w columns, the newest at the right; fewer columns than values show the newest. Each column stands between
 * nothing and the highest value; a value above nothing always shows. */
void chart_spark(struct buf *b, const int64_t *values, size_t n, int w);
/* value of most over w columns, to an eighth of a column; what is above nothing shows, and blanks fill the rest. */
void chart_bar(struct buf *b, int64_t value, int64_t most, int w);

#endif
