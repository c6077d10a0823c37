/* Boundaries are wall times of the zone: on a day with a change of daylight saving one stretch is longer or shorter, and one
 * that the change swallows whole is left out. */
#include "server/rule/stretch.h"

#include "common/arena.h"

enum { DAY_HOURS = 24 };

static int64_t hours_of(int64_t days)
{
	static const int64_t lengths[] = { 1,	   2,	   3,	    4,	     6,		12,
					   DAY_HOURS, 7 * 24, 28 * 24, 91 * 24, 182 * 24 };

	for (size_t i = 0; i < COUNT(lengths); i++)
		if (days * DAY_HOURS <= STRETCHES_MOST * lengths[i])
			return lengths[i];
	return lengths[COUNT(lengths) - 1]; /* a period has 3,660 days at most (period.h): 21 of these */
}

/* An edge that lies inside the period and behind the last one. */
static void add(struct stretches *s, const struct period *p, int64_t at)
{
	if (s->n < STRETCHES_MOST && at > s->edges[s->n] && at < p->to)
		s->edges[++s->n] = at;
}

void stretches_of(const struct period *p, const struct zone *z, struct stretches *ret)
{
	int64_t first = zone_day(z, p->from), days = p->days;

	*ret = (struct stretches){ .hours = hours_of(days), .edges = { p->from } };
	if (ret->hours >= DAY_HOURS) {
		int64_t length = ret->hours / DAY_HOURS;

		for (int64_t day = days % length ? days % length : length; day < days; day += length)
			add(ret, p, zone_day_start(z, first + day));
	} else {
		for (int64_t hour = ret->hours; hour < days * DAY_HOURS; hour += ret->hours)
			add(ret, p,
			    hour % DAY_HOURS ? zone_instant(z, first + hour / DAY_HOURS, hour % DAY_HOURS * 3600000)
					     : zone_day_start(z, first + hour / DAY_HOURS));
	}
	if (p->to > p->from)
		ret->edges[++ret->n] = p->to;
}
