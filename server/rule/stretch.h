/* Stretches of a period for figures that are drawn as a line: as many as fit a line of a terminal, on boundaries that a
 * person would name (whole hours, days, weeks of the organisation's zone). Pure. */
#ifndef QUITS_SERVER_RULE_STRETCH_H
#define QUITS_SERVER_RULE_STRETCH_H

#include "server/rule/period.h"

enum { STRETCHES_MOST = 32 };

struct stretches {
	int64_t hours; /* of one, on the clock: a day with a change of daylight saving has one of another length */
	int64_t edges[STRETCHES_MOST + 1]; /* ms UTC, rising: n + 1 of them; the first is p->from, the last p->to */
	size_t n;
};

/* The shortest of 1, 2, 3, 4, 6, 12 hours, 1, 7, 28, 91, 182 days of which the whole period has at most 32: a day has 24
 * of an hour, 7d 28 of six hours, 30d 30 of a day, 90d 13 of a week. Weeks and longer end with the period, so that the
 * first may be shorter; a period that is not over ends within a stretch. */
void stretches_of(const struct period *p, const struct zone *z, struct stretches *ret);

#endif
