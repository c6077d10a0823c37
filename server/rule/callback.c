/* Windows for calls; see callback.h. */
#include "server/rule/callback.h"

#include "common/phrase.h"

#define MINUTE_MS    INT64_C(60000)
#define HALF_HOUR_MS (30 * MINUTE_MS)

/* The next run of permitted quarters in [*at, end); *at moves behind it. */
static bool next_run(const struct callback_rules *r, int64_t *at, int64_t end, struct callback_window *ret)
{
	while (*at < end && !hours_permit(&r->hours, *at, *at + QUARTER_MS))
		*at += QUARTER_MS;
	ret->from = *at;
	while (*at < end && hours_permit(&r->hours, *at, *at + QUARTER_MS))
		*at += QUARTER_MS;
	ret->to = *at;
	return ret->from < ret->to;
}

static int64_t quarter_from(int64_t ms)
{
	return ms + (QUARTER_MS - ms % QUARTER_MS) % QUARTER_MS;
}

/* Windows begin at the debtor's full and half hours. */
static int64_t half_hour_from(const struct zone *z, int64_t ms)
{
	int64_t over = zone_ms_of_day(z, ms) % HALF_HOUR_MS;

	return over ? ms + HALF_HOUR_MS - over : ms;
}

static size_t cut(const struct callback_rules *r, const struct callback_window *run, size_t n,
		  struct callback_window ret[CALLBACK_DAY_MOST])
{
	int64_t earliest = r->now + r->notice_minutes * MINUTE_MS;
	int64_t least = r->window_minutes < CALLBACK_LEAST_MINUTES ? r->window_minutes : CALLBACK_LEAST_MINUTES;
	int64_t from = half_hour_from(r->zone, run->from), to;

	for (; run->to - from >= least * MINUTE_MS && n < CALLBACK_DAY_MOST; from = to) {
		to = from + r->window_minutes * MINUTE_MS;
		if (to > run->to)
			to = run->to;
		if (from >= earliest)
			ret[n++] = (struct callback_window){ from, to };
	}
	return n;
}

size_t callback_windows(const struct callback_rules *r, int64_t day, struct callback_window ret[CALLBACK_DAY_MOST])
{
	int64_t today = zone_day(r->zone, r->now), at, end;
	struct callback_window run;
	size_t n = 0;

	if (day < today || day > today + r->days_ahead)
		return 0;
	at = quarter_from(zone_day_start(r->zone, day));
	end = zone_day_start(r->zone, day + 1);
	while (next_run(r, &at, end, &run))
		n = cut(r, &run, n, ret);
	return n;
}

bool callback_day_hours(const struct callback_rules *r, int64_t day, int64_t *ret_from, int64_t *ret_to)
{
	int64_t at = quarter_from(zone_day_start(r->zone, day)), end = zone_day_start(r->zone, day + 1);
	struct callback_window run;

	if (!next_run(r, &at, end, &run))
		return false;
	*ret_from = run.from;
	do
		*ret_to = run.to;
	while (next_run(r, &at, end, &run));
	return true;
}

enum status callback_check(const struct callback_rules *r, int64_t from, struct callback_window *ret)
{
	int64_t today = zone_day(r->zone, r->now), day = zone_day(r->zone, from), first, last;
	struct callback_window all[CALLBACK_DAY_MOST];
	size_t n;

	if (day > today + r->days_ahead)
		return fail_phrase(ST_INVALID, "window", N_("The latest day for a call is {day}."),
				   P_WEEKDAY("day", today + r->days_ahead));
	n = callback_windows(r, day, all);
	for (size_t i = 0; i < n; i++)
		if (all[i].from == from) {
			*ret = all[i];
			return ST_OK;
		}
	if (!callback_day_hours(r, day, &first, &last))
		return fail_phrase(ST_INVALID, "window", N_("We make no calls on {day}. Please choose another day."),
				   P_WEEKDAY("day", day));
	if (from >= first && from < last)
		return fail_field(ST_INVALID, "window",
				  N_("This time can not be chosen any more. Please choose a later one."));
	return fail_phrase(ST_INVALID, "window", N_("On {day} we call between {from} and {to}. Please choose a time within."),
			   P_WEEKDAY("day", day), P_CLOCK("from", first), P_CLOCK("to", last));
}

bool callback_is_missed(enum callback_state state, int64_t window_to, int64_t now)
{
	if (state == CALLBACK_TAKEN)
		return now >= window_to + CALLBACK_GRACE_MINUTES * MINUTE_MS;
	return state == CALLBACK_OPEN && now >= window_to;
}
