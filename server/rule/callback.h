/* Which windows a debtor may be offered for a call, and when a call that nobody made counts as missed. Pure but for the
 * zone tables; times in ms UTC. */
#ifndef QUITS_SERVER_RULE_CALLBACK_H
#define QUITS_SERVER_RULE_CALLBACK_H

#include "protocol/schema.h"

#include "server/rule/hours.h"

enum {
	CALLBACK_DAY_MOST = 48,      /* windows of one day */
	CALLBACK_LEAST_MINUTES = 30, /* the rest of a day's hours is offered if it is as long as this */
	CALLBACK_GRACE_MINUTES = 60  /* a call that an operator took may still be made so long after its window */
};

struct callback_rules {
	struct hours hours;
	const struct zone *zone; /* in which the debtor reads: days are his */
	int64_t now;
	int64_t notice_minutes, days_ahead, window_minutes;
};

struct callback_window {
	int64_t from, to;
};

/* The windows of one local day that may be asked for now. They are cut from the beginning of the day's hours, so
 * they stay where they are while the day goes on. */
size_t callback_windows(const struct callback_rules *r, int64_t day, struct callback_window ret[CALLBACK_DAY_MOST]);
/* First and last moment of a day's hours, whether they can still be asked for or not; false: there are none. */
bool callback_day_hours(const struct callback_rules *r, int64_t day, int64_t *ret_from, int64_t *ret_to);
/* The window that begins at `from`. INVALID names `window`, with that day's hours where it lies outside them. */
MUST_USE enum status callback_check(const struct callback_rules *r, int64_t from, struct callback_window *ret);

/* Has its time passed without a call? */
bool callback_is_missed(enum callback_state state, int64_t window_to, int64_t now);

#endif
