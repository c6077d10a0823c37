/* window: when a contact wants to be written to or called: for each weekday at most one span of the day in his own zone.
 * Without any span he has no wish, and any time is fine as far as he is concerned; once one day has a span, a day without
 * one is a day on which he wants to hear nothing. The law's hours and the organisation's stand beside it. Pure. */
#ifndef QUITS_SERVER_RULE_WINDOW_H
#define QUITS_SERVER_RULE_WINDOW_H

#include "common/text.h"
#include "common/zone.h"

enum { WEEK = 7, MINUTES_A_DAY = 1440 };

struct window {
	int from, to; /* minutes of the local day, half open; to 0: none on this weekday */
};

struct windows {
	struct window day[WEEK]; /* Monday first */
};

bool window_any(const struct windows *w);
/* "09:30" as minutes, 00:00 to 24:00; two digits, a colon, two digits. */
bool window_clock(struct sv text, int *ret);
struct sv window_clock_text(struct arena *a, int minutes);
/* The first instant from `at` on that is welcome; `at` itself where there is no wish. */
int64_t window_next(const struct windows *w, const struct zone *z, int64_t at);

#endif
