/* window: see window.h. */
#include "server/rule/window.h"

bool window_any(const struct windows *w)
{
	for (int i = 0; i < WEEK; i++)
		if (w->day[i].to)
			return true;
	return false;
}

static bool two_digits(const char *p, int *ret)
{
	if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
		return false;
	*ret = (p[0] - '0') * 10 + p[1] - '0';
	return true;
}

bool window_clock(struct sv text, int *ret)
{
	int hours, minutes;

	if (text.n != 5 || text.p[2] != ':' || !two_digits(text.p, &hours) || !two_digits(text.p + 3, &minutes) ||
	    minutes > 59 || hours * 60 + minutes > MINUTES_A_DAY)
		return false;
	*ret = hours * 60 + minutes;
	return true;
}

struct sv window_clock_text(struct arena *a, int minutes)
{
	return sv_print(a, "%02d:%02d", minutes / 60, minutes % 60);
}

int64_t window_next(const struct windows *w, const struct zone *z, int64_t at)
{
	int64_t today = zone_day(z, at);

	if (!window_any(w))
		return at;
	for (int64_t day = today; day <= today + WEEK; day++) {
		const struct window *d = &w->day[day_weekday(day)];
		int64_t from, to;

		if (!d->to)
			continue;
		from = zone_instant(z, day, d->from * INT64_C(60000));
		to = d->to == MINUTES_A_DAY ? zone_day_start(z, day + 1)
					    : zone_instant(z, day, d->to * INT64_C(60000));
		if (at < to && from < to)
			return at > from ? at : from;
	}
	return at; /* a week has every weekday, so this is for a span that a change of clocks swallowed */
}
