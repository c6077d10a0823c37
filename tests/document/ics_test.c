/* Calendar files: lines, folding, escaping, days and instants as RFC 5545 wants them. */
#include "tests/support/check.h"

#include "common/arena.h"
#include "common/date.h"

#include "server/document/ics.h"

static struct ics_event sample(void)
{
	return (struct ics_event){ .uid = SV("PR-7K3F9-QXA2M@pay.example.com"),
				   .stamp = INT64_C(1773144000000),
				   .day = day_from((struct civil){ 2026, 12, 31 }),
				   .summary = SV("Reminder"),
				   .description = SV("Reference PR-7K3F9-QXA2M"),
				   .alarm_minutes = 15 * 60 };
}

static void an_all_day_event_ends_on_the_day_after_and_rings_the_day_before(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 65536);
	struct ics_event e = sample();

	(void)state;
	CHECK_OK(ics_write(&b, &e));
	CHECK_SV("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Quits//Portal//EN\r\nCALSCALE:GREGORIAN\r\n"
		 "BEGIN:VEVENT\r\nUID:PR-7K3F9-QXA2M@pay.example.com\r\nDTSTAMP:20260310T120000Z\r\nSEQUENCE:0\r\n"
		 "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:Reminder\r\n"
		 "DESCRIPTION:Reference PR-7K3F9-QXA2M\r\nCLASS:PRIVATE\r\nTRANSP:TRANSPARENT\r\n"
		 "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\nTRIGGER:-PT900M\r\nEND:VALARM\r\n"
		 "END:VEVENT\r\nEND:VCALENDAR\r\n",
		 buf_sv(&b));
	arena_free(&a);
}

static void an_appointment_is_written_in_utc_to_the_second(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 65536);
	struct ics_event e = sample();

	(void)state;
	e.day = 0;
	e.start = e.stamp + 86399999;
	e.end = e.start + 3600000;
	e.alarm_minutes = 0;
	CHECK_OK(ics_write(&b, &e));
	CHECK(sv_find_sv(buf_sv(&b), SV("DTSTART:20260311T115959Z\r\nDTEND:20260311T125959Z\r\n")) < b.n);
	CHECK(sv_find_sv(buf_sv(&b), SV("VALARM")) == b.n);
	arena_free(&a);
}

static void no_line_is_longer_than_75_octets_and_no_character_is_split(void **state)
{
	struct arena a = ARENA_INIT;
	struct ics_event e = sample();

	(void)state;
	for (size_t pad = 0; pad < 80; pad++) {
		struct buf b = buf_new(&a, 65536), text = buf_new(&a, 4096), back = buf_new(&a, 65536);
		size_t column = 0;
		struct sv s;

		for (size_t i = 0; i < pad; i++)
			buf_char(&text, 'x');
		for (int i = 0; i < 60; i++)
			buf_z(&text, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x93\x85");
		e.description = buf_sv(&text);
		CHECK_OK(ics_write(&b, &e));
		s = buf_sv(&b);
		for (size_t i = 0; i < s.n; i++) {
			if (s.p[i] == '\n')
				CHECK(i > 0 && s.p[i - 1] == '\r');
			column = s.p[i] == '\n' ? 0 : column + 1;
			CHECK(column <= 76); /* 75 and the CR */
			if (i > 2 && s.p[i - 1] == ' ' && s.p[i - 2] == '\n')
				CHECK(((unsigned char)s.p[i] & 0xc0) != 0x80);
		}
		for (size_t i = 0; i < s.n; i++) { /* unfolded, it is what it was */
			if (i + 2 < s.n && s.p[i] == '\r' && s.p[i + 1] == '\n' && s.p[i + 2] == ' ')
				i += 2;
			else
				buf_char(&back, s.p[i]);
		}
		CHECK(sv_find_sv(buf_sv(&back), e.description) < back.n);
	}
	arena_free(&a);
}

static void a_text_can_not_end_its_line_or_bring_a_property(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 65536);
	struct ics_event e = sample();

	(void)state;
	e.description = SV("a,b;c\\d\r\nATTACH:http://x\x01\x7f");
	CHECK_OK(ics_write(&b, &e));
	CHECK(sv_find_sv(buf_sv(&b), SV("DESCRIPTION:a\\,b\\;c\\\\d\\nATTACH:http://x\r\n")) < b.n);
	CHECK(sv_find_sv(buf_sv(&b), SV("\nATTACH")) == b.n);
	arena_free(&a);
}

static void what_is_no_event_is_refused_by_name(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 65536);
	struct ics_event e = sample();

	(void)state;
	e.uid = SV_NONE;
	CHECK_FAULT(ST_INVALID, "uid", "empty", ics_write(&b, &e));
	e = sample();
	e.day = 0;
	CHECK_FAULT(ST_INVALID, "day", "missing", ics_write(&b, &e));
	e.start = e.end = 1000;
	CHECK_FAULT(ST_INVALID, "end", "after", ics_write(&b, &e));
	arena_free(&a);
}

static void a_uid_is_the_reference_and_the_host_of_the_portal(void **state)
{
	static const struct {
		const char *base, *uid;
	} all[] = {
		{ "https://pay.example.com", "PR-1@pay.example.com" },
		{ "https://pay.example.com:8443/debt", "PR-1@pay.example.com" },
		{ "http://127.0.0.1:8080", "PR-1@127.0.0.1" },
		{ "http://[::1]:8080", "PR-1@::1" },
		{ "https://me@pay.example.com", "PR-1@pay.example.com" },
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++)
		CHECK_SV(all[i].uid, ics_uid(&a, SV("PR-1"), sv_from(all[i].base)));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_all_day_event_ends_on_the_day_after_and_rings_the_day_before),
		cmocka_unit_test(an_appointment_is_written_in_utc_to_the_second),
		cmocka_unit_test(no_line_is_longer_than_75_octets_and_no_character_is_split),
		cmocka_unit_test(a_text_can_not_end_its_line_or_bring_a_property),
		cmocka_unit_test(what_is_no_event_is_refused_by_name),
		cmocka_unit_test(a_uid_is_the_reference_and_the_host_of_the_portal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
