/* ics: RFC 5545 by hand; see ics.h. */
#include "server/document/ics.h"

#include "common/arena.h"
#include "common/date.h"

enum { LINE = 75 };

/* One content line, folded: every further line begins with a blank, which counts (RFC 5545 3.1). */
static void line(struct buf *b, struct sv s)
{
	size_t room = LINE;

	while (s.n > room) {
		size_t n = room;

		while (n > 1 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
			n--;
		buf_add(b, sv_from_to(s, 0, n));
		buf_z(b, "\r\n ");
		s = sv_from_to(s, n, s.n);
		room = LINE - 1;
	}
	buf_add(b, s);
	buf_z(b, "\r\n");
}

/* A TEXT value (RFC 5545 3.3.11). */
static void text_line(struct buf *b, const char *name, struct sv text)
{
	struct buf l = buf_new(b->arena, 4 * text.n + 64);

	buf_print(&l, "%s:", name);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c == '\\' || c == ';' || c == ',')
			buf_char(&l, '\\');
		if (c == '\n')
			buf_z(&l, "\\n");
		else if (c >= 0x20 && c != 0x7f)
			buf_char(&l, (char)c);
	}
	line(b, buf_sv(&l));
}

static void day_line(struct buf *b, const char *name, int64_t day)
{
	struct civil c = day_civil(day);

	buf_print(b, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, c.year, c.month, c.day);
}

static void time_line(struct buf *b, const char *name, int64_t ms)
{
	int64_t day = time_day_utc(ms), s = (ms - day_time_utc(day)) / 1000;
	struct civil c = day_civil(day);

	buf_print(b, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, c.year, c.month, c.day, (int)(s / 3600),
		  (int)(s / 60 % 60), (int)(s % 60));
}

/* Without user, port and path; an IPv6 address without its brackets. */
static struct sv host_of(struct sv url)
{
	size_t at = sv_find_sv(url, SV("//"));
	struct sv host;

	if (at < url.n)
		url = sv_from_to(url, at + 2, url.n);
	url = sv_cut(&url, '/');
	at = sv_find(url, '@');
	if (at < url.n)
		url = sv_from_to(url, at + 1, url.n);
	if (!sv_starts(url, SV("[")))
		return sv_cut(&url, ':');
	host = sv_from_to(url, 1, url.n);
	return sv_cut(&host, ']');
}

struct sv ics_uid(struct arena *a, struct sv reference, struct sv base_url)
{
	return sv_print(a, SV_FMT "@" SV_FMT, SV_ARG(reference), SV_ARG(host_of(base_url)));
}

static enum status check(const struct ics_event *e)
{
	if (e->uid.n == 0)
		return fail_field(ST_INVALID, "uid", "is empty");
	if (!e->day && !e->start)
		return fail_field(ST_INVALID, "day", "is missing, and so is start");
	if (!e->day && e->end <= e->start)
		return fail_field(ST_INVALID, "end", "is not after the start");
	return ST_OK;
}

static void alarm(struct buf *b, const struct ics_event *e)
{
	buf_z(b, "BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
	text_line(b, "DESCRIPTION", e->summary);
	buf_print(b, "TRIGGER:-PT%lldM\r\nEND:VALARM\r\n", (long long)e->alarm_minutes);
}

enum status ics_write(struct buf *b, const struct ics_event *e)
{
	TRY(check(e));
	buf_z(b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Quits//Portal//EN\r\nCALSCALE:GREGORIAN\r\n"
		 "BEGIN:VEVENT\r\n");
	text_line(b, "UID", e->uid);
	time_line(b, "DTSTAMP", e->stamp);
	buf_print(b, "SEQUENCE:%lld\r\n", (long long)e->sequence);
	if (e->day) {
		day_line(b, "DTSTART", e->day);
		day_line(b, "DTEND", e->day + 1); /* the first day that is not part of it */
	} else {
		time_line(b, "DTSTART", e->start);
		time_line(b, "DTEND", e->end);
	}
	text_line(b, "SUMMARY", e->summary);
	if (e->description.n)
		text_line(b, "DESCRIPTION", e->description);
	buf_z(b, "CLASS:PRIVATE\r\nTRANSP:TRANSPARENT\r\n");
	if (e->alarm_minutes > 0)
		alarm(b, e);
	buf_z(b, "END:VEVENT\r\nEND:VCALENDAR\r\n");
	return buf_end(b, "the calendar file");
}
