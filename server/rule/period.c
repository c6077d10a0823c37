/* today is midnight until now; Nd is today and the N-1 days before; FROM..TO both included. The previous
 * period is moved back by the number of days and ends at the same clock time, also across a change of
 * daylight saving: wall times are moved, not milliseconds. */
#include "server/rule/period.h"

enum { MOST_DAYS = 3660 };

static enum status days_of(struct sv text, int64_t today, int64_t *from, int64_t *last)
{
	size_t dots = sv_find_sv(text, SV(".."));
	int64_t n;

	*last = today;
	if (sv_is(text, "today")) {
		*from = today;
		return ST_OK;
	}
	if (text.n > 1 && text.p[text.n - 1] == 'd' && sv_int(sv_from_to(text, 0, text.n - 1), &n)) {
		if (n < 1 || n > MOST_DAYS)
			return fail_field(ST_INVALID, "period", "has 1 to %d days", MOST_DAYS);
		*from = today - (n - 1);
		return ST_OK;
	}
	if (dots < text.n) {
		if (!day_parse(sv_from_to(text, 0, dots), from) ||
		    !day_parse(sv_from_to(text, dots + 2, text.n), last))
			return fail_field(ST_INVALID, "period",
					  "dates are written 2026-01-31..2026-02-28");
		if (*last < *from)
			return fail_field(ST_INVALID, "period", "ends before it begins");
		if (*from < DAY_1970 || *last > today + MOST_DAYS)
			return fail_field(ST_INVALID, "period", "lies from 1970 to ten years ahead");
		if (*last - *from >= MOST_DAYS)
			return fail_field(ST_INVALID, "period", "has 1 to %d days", MOST_DAYS);
		return ST_OK;
	}
	return fail_field(ST_INVALID, "period", "is today, 7d, 30d, 90d or FROM..TO");
}

enum status period_of(struct sv text, int64_t now, const struct zone *z, struct period *ret)
{
	int64_t today = zone_day(z, now), from = 0, last = 0;
	struct period p;

	TRY(days_of(text.n ? text : SV("7d"), today, &from, &last));
	p.days = last - from + 1;
	p.from = zone_day_start(z, from);
	p.to = zone_day_start(z, last + 1);
	p.before_from = zone_day_start(z, from - p.days);
	p.before_to = p.from;
	if (p.to > now && p.from <= now) { /* not over yet: both end at this clock time */
		p.to = now + 1; /* what happened in this very millisecond has happened */
		p.before_to = zone_instant(z, today - p.days, zone_ms_of_day(z, now)) + 1;
	}
	*ret = p;
	return ST_OK;
}
