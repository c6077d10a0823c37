/* How figures look; see format.h. Numbers are never cut: where a column is too narrow the magnitude is
 * given instead, which is shorter and still true. */
#include "tui/widget/format.h"

#include <string.h>

#include "common/date.h"
#include "common/locale.h"
#include "common/zone.h"

#include "tui/widget/tr.h"

static const char *const months[] = { NX_("=month", "Jan"), NX_("=month", "Feb"), NX_("=month", "Mar"), NX_("=month", "Apr"), NX_("=month", "May"), NX_("=month", "Jun"),
	                              NX_("=month", "Jul"), NX_("=month", "Aug"), NX_("=month", "Sep"), NX_("=month", "Oct"), NX_("=month", "Nov"), NX_("=month", "Dec") };

void format_count(struct buf *b, int64_t n)
{
	uint64_t u = n < 0 ? -(uint64_t)n : (uint64_t)n;
	char digits[32];
	size_t at = sizeof(digits), group = 0;

	do {
		if (group == 3) {
			digits[--at] = tr_thousands();
			group = 0;
		}
		digits[--at] = (char)('0' + u % 10);
		group++;
		u /= 10;
	} while (u);
	if (n < 0)
		digits[--at] = '-';
	buf_add(b, sv_of(digits + at, sizeof(digits) - at));
}

static void magnitude(struct buf *b, int64_t n)
{
	static const struct {
		int64_t unit;
		char letter;
	} steps[] = { { INT64_C(1000000000000), 'T' },
		      { 1000000000, 'G' },
		      { 1000000, 'M' },
		      { 1000, 'k' } };
	int64_t u = n < 0 ? -(n + 1) : n;

	for (size_t i = 0; i < COUNT(steps); i++) {
		int64_t tenths = u / (steps[i].unit / 10);

		if (u < steps[i].unit)
			continue;
		if (n < 0)
			buf_char(b, '-');
		buf_int(b, tenths / 10);
		if (tenths < 1000) {
			buf_char(b, tr_decimal());
			buf_int(b, tenths % 10);
		}
		buf_char(b, steps[i].letter);
		return;
	}
	buf_int(b, n);
}

void format_count_in(struct buf *b, int64_t n, int w)
{
	LABEL(full, 40);

	format_count(&full, n);
	if ((int)full.n <= w)
		buf_add(b, buf_sv(&full));
	else
		magnitude(b, n);
}

void format_rate(struct buf *b, int64_t tenths)
{
	int64_t u = tenths < 0 ? -tenths : tenths;

	if (tenths < 0)
		buf_char(b, '-');
	buf_int(b, u / 10);
	buf_char(b, tr_decimal());
	buf_int(b, u % 10);
	buf_char(b, '%');
}

void format_decimal(struct buf *b, struct sv number)
{
	for (size_t i = 0; i < number.n; i++)
		buf_char(b, number.p[i] == '.' ? tr_decimal() : number.p[i]);
}

static bool by_code; /* format_money_plain */

void format_money_plain(bool plain)
{
	by_code = plain;
}

static bool is_foreign(char c) /* a byte of what is not ASCII, nor of the blank that does not break (C2 A0) */
{
	return (unsigned char)c > 0x7E && c != '\xC2' && c != '\xA0';
}

/* Of money as its locale writes it, whose digits are ASCII: the code stands where the sign did, and a blank between. */
static void with_code(struct buf *b, struct sv money, struct currency c)
{
	static const char digits[] = "0123456789";
	size_t from = 0, to = money.n;
	bool foreign = false;

	while (from < to && !strchr(digits, money.p[from]))
		foreign |= is_foreign(money.p[from++]);
	while (to > from && !strchr(digits, money.p[to - 1]))
		foreign |= is_foreign(money.p[--to]);
	if (!foreign) {
		buf_add(b, money);
		return;
	}
	if (sv_find_sv(money, SV("-")) < money.n)
		buf_char(b, '-');
	if (to == money.n) {
		buf_add(b, currency_sv(&c));
		buf_char(b, ' ');
	}
	buf_add(b, sv_from_to(money, from, to));
	if (to < money.n) {
		buf_char(b, ' ');
		buf_add(b, currency_sv(&c));
	}
}

void format_money(struct buf *b, int64_t amount, struct currency c)
{
	LABEL(money, 80);

	if (!c.code[0]) {
		money_print(b, amount, c);
	} else if (!by_code) {
		locale_money(b, tr_tag(), amount, c);
	} else {
		locale_money(&money, tr_tag(), amount, c);
		with_code(b, buf_sv(&money), c);
	}
}

static int columns_of(struct sv s) /* of money: every character is one column */
{
	int n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

void format_money_in(struct buf *b, int64_t amount, struct currency c, int w)
{
	LABEL(full, 80);
	int64_t unit = 1;

	format_money(&full, amount, c);
	if (columns_of(buf_sv(&full)) <= w) {
		buf_add(b, buf_sv(&full));
		return;
	}
	for (int i = 0; i < currency_exponent(c); i++)
		unit *= 10;
	buf_add(b, currency_sv(&c));
	buf_char(b, ' ');
	magnitude(b, amount / unit);
}

static int64_t of_day(int64_t ms, const struct zone *z)
{
	return zone_ms_of_day(z, ms) / 1000;
}

void format_clock(struct buf *b, int64_t ms, const struct zone *z)
{
	int s = (int)of_day(ms, z);

	buf_print(b, "%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
}

void format_minute(struct buf *b, int64_t ms, const struct zone *z)
{
	int s = (int)of_day(ms, z);

	buf_print(b, "%02d:%02d", s / 3600, s / 60 % 60);
}

void format_day(struct buf *b, int64_t day, int64_t today)
{
	struct civil c;

	if (day <= 0)
		return;
	c = day_civil(day);
	buf_print(b, TX("=month and day", "%s %02d"), TX("=month", months[(c.month + 11) % 12]), c.day);
	if (today > 0 && day_civil(today).year != c.year)
		buf_print(b, " %d", c.year);
}

void format_when(struct buf *b, int64_t ms, int64_t now, const struct zone *z)
{
	int64_t day, today;

	if (!ms)
		return;
	day = zone_day(z, ms);
	today = zone_day(z, now);
	if (day == today) {
		format_clock(b, ms, z);
		return;
	}
	format_day(b, day, today);
	buf_char(b, ' ');
	format_minute(b, ms, z);
}

void format_by(struct buf *b, int64_t ms, int64_t now, const struct zone *z)
{
	if (ms && zone_day(z, ms) == zone_day(z, now))
		format_minute(b, ms, z);
	else
		format_when(b, ms, now, z);
}

void format_span(struct buf *b, int64_t ms)
{
	int64_t s = ms < 0 ? 0 : ms / 1000;

	if (s < 60)
		buf_print(b, "%d s", (int)s);
	else if (s < 3600)
		buf_print(b, "%d min", (int)(s / 60));
	else if (s < 100 * 3600)
		buf_print(b, "%dh %02dm", (int)(s / 3600), (int)(s / 60 % 60));
	else
		buf_print(b, "%d d %d h", (int)(s / 86400), (int)(s / 3600 % 24));
}

void format_in(struct buf *b, int64_t ms)
{
	LABEL(span, 40);

	format_span(&span, ms);
	buf_print(b, T("in %.*s"), SV_ARG(buf_sv(&span)));
}

void format_ago(struct buf *b, int64_t ms)
{
	LABEL(span, 40);

	format_span(&span, ms);
	buf_print(b, T("%.*s ago"), SV_ARG(buf_sv(&span)));
}

void format_stopwatch(struct buf *b, int64_t ms)
{
	int64_t s = ms < 0 ? 0 : ms / 1000;

	if (s >= 3600)
		buf_print(b, "%d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
	else
		buf_print(b, "%02d:%02d", (int)(s / 60), (int)(s % 60));
}

void format_ordinal(struct buf *b, int64_t n)
{
	int64_t tens = n % 100;
	const char *end = tens >= 11 && tens <= 13 ? "th"
	                  : n % 10 == 1            ? "st"
	                  : n % 10 == 2            ? "nd"
	                  : n % 10 == 3            ? "rd"
	                                           : "th";

	buf_int(b, n);
	buf_z(b, tr_english() ? end : TX("a visit", "th"));
}
