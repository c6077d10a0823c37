/* Money and dates as people of a language and country write them: ICU's patterns, read once per
 * (locale, currency) and then applied by us, since formatting a page must not cost more than reading it.
 * A test compares with ICU itself. Call on any thread; each thread keeps its own small cache. */
#ifndef QUITS_COMMON_LOCALE_H
#define QUITS_COMMON_LOCALE_H

#include "common/money.h"
#include "common/text.h"

struct zone;

/* "en-US" from language "en" and country "US"; unknown parts are left out; "" gives "en". */
struct sv locale_tag(struct arena *a, struct sv language, struct sv country);
void locale_money(struct buf *b, struct sv tag, int64_t amount, struct currency c); /* "€1,234.50" */
enum day_style { DAY_LONG, DAY_MEDIUM, DAY_FULL };
void locale_day(struct buf *b, struct sv tag, int64_t day, enum day_style style); /* "25 November 2026"; FULL: with its weekday */
void locale_time(struct buf *b, struct sv tag, int64_t ms, const struct zone *z); /* date and time of day */
void locale_clock(struct buf *b, struct sv tag, int64_t ms, const struct zone *z); /* "14:30", "2:30 PM" */
void locale_number(struct buf *b, struct sv tag, int64_t n);                      /* "12,345" */
/* Frees this thread's cache; before a thread that formatted ends. */
void locale_thread_end(void);

#endif
