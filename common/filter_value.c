/* Numbers, amounts, durations and days as people type them into a filter; see filter.h. Called by filter.c. */
#include "common/filter_inside.h"

#define AMOUNT_MAX INT64_C(100000000000) /* major units */
#define AHEAD_MAX  (INT64_C(36525) * DAY_MS)

static struct sv rest_of(struct sv s, size_t from)
{
	return sv_from_to(s, from, s.n);
}

/* "1.5k" in parts of 1/unit: digits, at most four behind a point, and k. */
static bool decimal(struct sv s, int64_t unit, int64_t *ret)
{
	bool minus = s.n && s.p[0] == '-', point = false;
	int64_t v = 0, part = unit;
	size_t digits = 0;

	if (minus)
		s = rest_of(s, 1);
	if (s.n && (s.p[s.n - 1] == 'k' || s.p[s.n - 1] == 'K')) {
		s = sv_from_to(s, 0, s.n - 1);
		part *= 1000;
	}
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || v > AMOUNT_MAX * unit)
			return false;
		digits++;
		if (!point) {
			v = v * 10 + (s.p[i] - '0') * part;
			continue;
		}
		if (part % 10)
			return false; /* finer than the unit */
		part /= 10;
		v += (s.p[i] - '0') * part;
	}
	if (digits == 0 || v > AMOUNT_MAX * unit)
		return false;
	*ret = minus ? -v : v;
	return true;
}

/* "90s", "2h", "3d", with the sign that is its own. */
static bool duration(struct sv s, int64_t *ret)
{
	static const struct {
		char letter;
		int64_t ms;
	} units[] = { { 's', 1000 }, { 'm', 60000 }, { 'h', 3600000 }, { 'd', DAY_MS }, { 'w', 7 * DAY_MS } };
	bool minus = s.n && s.p[0] == '-';
	int64_t n;

	s = rest_of(s, minus);
	if (s.n < 2 || !sv_int(sv_from_to(s, 0, s.n - 1), &n) || n < 0)
		return false;
	for (size_t i = 0; i < COUNT(units); i++)
		if ((s.p[s.n - 1] | 32) == units[i].letter && n <= AHEAD_MAX / units[i].ms) {
			*ret = minus ? -n * units[i].ms : n * units[i].ms;
			return true;
		}
	return false;
}

static int word_in(struct sv s, const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		if (sv_eq_fold(s, sv_from(words[i])))
			return i;
	return -1;
}

/* "jun18": the last one that was, today included. */
static bool month_day(struct sv s, int64_t today, int64_t *ret)
{
	static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
					      "jul", "aug", "sep", "oct", "nov", "dec" };
	int month = word_in(sv_from_to(s, 0, 3), months, COUNT(months));
	struct civil c = { day_civil(today).year, month + 1, 0 };
	int64_t day;

	if (month < 0 || s.n < 4 || !sv_int(rest_of(s, 3), &day) || day < 1 || day > 31)
		return false;
	c.day = (int)day;
	for (int back = 0; back < 8; back++, c.year--) /* a 29th of February may be long ago */
		if (civil_valid(c) && day_from(c) <= today) {
			*ret = day_from(c);
			return true;
		}
	return false;
}

static bool day_of(struct sv s, int64_t today, int64_t *ret)
{
	static const char *const near[] = { "yesterday", "today", "tomorrow" };
	static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	int at = word_in(s, near, COUNT(near)), weekday = word_in(s, weekdays, COUNT(weekdays));

	if (at >= 0)
		*ret = today + at - 1;
	else if (weekday >= 0)
		*ret = today - (day_weekday(today) - weekday + 7) % 7;
	else
		return day_parse(s, ret) || month_day(s, today, ret);
	return true;
}

static enum status moment(const struct filter_field *f, struct sv s, const struct filter_when *when,
			  struct filter_span *ret)
{
	int64_t today = zone_day(when->zone, when->now), day, ms;

	if (day_of(s, today, &day)) {
		ret->from = f->kind == K_DAY ? day : zone_day_start(when->zone, day);
		ret->to = f->kind == K_DAY ? day : zone_day_start(when->zone, day + 1) - 1;
		return ST_OK;
	}
	if (duration(s, &ms))
		ms += when->now;
	else if (!time_parse(s, &ms))
		return fail(ST_INVALID, "\"" SV_FMT "\" is no day or time: today, mon, jun18, 2026-11-25, 2026-11-25T14:22:07Z, -2h or 3d",
			    SV_ARG(s));
	ret->from = ret->to = f->kind == K_DAY ? zone_day(when->zone, ms) : ms;
	return ST_OK;
}

enum status filter_value(const struct filter_field *f, struct sv s, const struct filter_when *when,
			 struct filter_span *ret)
{
	struct filter_span v = { 0, 0 };

	if (f->kind == K_DAY || f->kind == K_TIME)
		return moment(f, s, when, ret);
	if (f->duration ? !duration(s, &v.from) || v.from < 0
			: !decimal(s, f->kind == K_MONEY ? FILTER_MONEY : 1, &v.from))
		return fail(ST_INVALID, "\"" SV_FMT "\" is no %s", SV_ARG(s),
			    f->duration		? "time that passed: 90s, 15m, 2h or 3d"
			    : f->kind == K_MONEY ? "amount: 100, 99.50 or 2.5k"
						 : "number");
	v.to = v.from;
	*ret = v;
	return ST_OK;
}
