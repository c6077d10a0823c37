/* Civil dates and ISO 8601; see date.h. Any thread; no state, no C library calendar, since that one
 * depends on the environment and takes locks. */
#include "common/date.h"

enum { YEAR_MAX = 9999 };

#define DAY_MIN  INT64_C(1721426) /* 0001-01-01 */
#define DAY_LAST INT64_C(5373484) /* 9999-12-31 */
#define DAY_ERA0 INT64_C(1721120) /* 0000-03-01: years begin in March, so that leap days end them */

int64_t day_from(struct civil c)
{
	int64_t year = c.year - (c.month <= 2);
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
	int64_t day = of_era * 365 + of_era / 4 - of_era / 100 + of_year;

	return era * 146097 + day + DAY_ERA0;
}

struct civil day_civil(int64_t day)
{
	int64_t n = day - DAY_ERA0;
	int64_t era = (n >= 0 ? n : n - 146096) / 146097;
	int64_t of_era = n - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;
	struct civil c;

	c.day = (int)(of_year - (153 * month + 2) / 5 + 1);
	c.month = (int)(month < 10 ? month + 3 : month - 9);
	c.year = (int)(year + era * 400 + (c.month <= 2));
	return c;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool civil_valid(struct civil c)
{
	return c.year >= 1 && c.year <= YEAR_MAX && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
	       c.day <= days_in(c.year, c.month);
}

int day_weekday(int64_t day)
{
	return (int)(((day % 7) + 7) % 7); /* Julian day 0 was a Monday */
}

/* Exactly n digits off the head. */
static bool take(struct sv *s, size_t n, int *ret)
{
	int v = 0;

	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		v = v * 10 + (s->p[i] - '0');
	}
	*s = sv_from_to(*s, n, s->n);
	*ret = v;
	return true;
}

static bool take_sign(struct sv *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = sv_from_to(*s, 1, s->n);
	return true;
}

static bool take_day(struct sv *s, int64_t *ret)
{
	struct civil c;

	if (!take(s, 4, &c.year) || !take_sign(s, '-') || !take(s, 2, &c.month) ||
	    !take_sign(s, '-') || !take(s, 2, &c.day) || !civil_valid(c))
		return false;
	*ret = day_from(c);
	return true;
}

bool day_parse(struct sv iso, int64_t *ret)
{
	int64_t day;

	if (!take_day(&iso, &day) || iso.n)
		return false;
	*ret = day;
	return true;
}

static char *put(char *p, int v, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		p[i] = (char)('0' + v % 10);
		v /= 10;
	}
	return p + digits;
}

static char *put_day(char *p, int64_t day)
{
	struct civil c = day_civil(day);

	p = put(p, c.year, 4);
	*p++ = '-';
	p = put(p, c.month, 2);
	*p++ = '-';
	return put(p, c.day, 2);
}

void day_print(struct buf *b, int64_t day)
{
	char *p;

	if (day < DAY_MIN || day > DAY_LAST) /* 0, and what no calendar of four digits holds */
		return;
	p = buf_room(b, 10);
	if (p) {
		put_day(p, day);
		buf_took(b, 10);
	}
}

int64_t time_day_utc(int64_t ms)
{
	int64_t days = ms / DAY_MS;

	return DAY_1970 + (ms % DAY_MS < 0 ? days - 1 : days);
}

int64_t day_time_utc(int64_t day)
{
	return (day - DAY_1970) * DAY_MS;
}

void time_print(struct buf *b, int64_t ms)
{
	int64_t day = time_day_utc(ms);
	char *p;
	int left;

	if (ms == 0 || day < DAY_MIN || day > DAY_LAST)
		return;
	p = buf_room(b, 24);
	if (!p)
		return;
	left = (int)(ms - day_time_utc(day));
	p = put_day(p, day);
	*p++ = 'T';
	p = put(p, left / 3600000, 2);
	*p++ = ':';
	p = put(p, left / 60000 % 60, 2);
	*p++ = ':';
	p = put(p, left / 1000 % 60, 2);
	*p++ = '.';
	p = put(p, left % 1000, 3);
	*p = 'Z';
	buf_took(b, 24);
}

/* ".5" is half a second; digits beyond the third are cut off, more than nine are refused. */
static bool take_fraction(struct sv *s, int *ret_ms)
{
	int ms = 0, digits = 0;

	for (; s->n && s->p[0] >= '0' && s->p[0] <= '9'; digits++) {
		if (digits < 3)
			ms = ms * 10 + (s->p[0] - '0');
		*s = sv_from_to(*s, 1, s->n);
	}
	for (int i = digits; i < 3; i++)
		ms *= 10;
	*ret_ms = ms;
	return digits >= 1 && digits <= 9;
}

static bool take_offset(struct sv *s, int *ret_minutes)
{
	int hours, minutes, sign;

	if (take_sign(s, 'Z')) {
		*ret_minutes = 0;
		return true;
	}
	sign = take_sign(s, '+') ? 1 : take_sign(s, '-') ? -1 : 0;
	if (!sign || !take(s, 2, &hours) || !take_sign(s, ':') || !take(s, 2, &minutes) ||
	    hours > 23 || minutes > 59)
		return false;
	*ret_minutes = sign * (hours * 60 + minutes);
	return true;
}

bool time_parse(struct sv iso, int64_t *ret)
{
	int hour, minute, second = 0, ms = 0, offset;
	int64_t day;

	if (!take_day(&iso, &day) || !take_sign(&iso, 'T') || !take(&iso, 2, &hour) ||
	    !take_sign(&iso, ':') || !take(&iso, 2, &minute))
		return false;
	if (take_sign(&iso, ':')) {
		if (!take(&iso, 2, &second))
			return false;
		if (take_sign(&iso, '.') && !take_fraction(&iso, &ms))
			return false;
	}
	if (!take_offset(&iso, &offset) || iso.n || hour > 23 || minute > 59 || second > 59)
		return false;
	*ret =
	    day_time_utc(day) + ((hour * 60 + minute - offset) * INT64_C(60) + second) * 1000 + ms;
	return true;
}
