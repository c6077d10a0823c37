/* E-mails: what headers and lines must be; the whole-program test reads them with an independent parser. */
#include "tests/support/check.h"

#include "common/arena.h"

#include "server/document/email.h"

static struct email sample(void)
{
	return (struct email){ .from_name = SV("Harbour \"Co\""),
			       .from = SV("portal@example.com"),
			       .to_name = SV("José Ñandú"),
			       .to = SV("jose@example.org"),
			       .subject = SV("Your private page"),
			       .message_id = SV("1.2"),
			       .date = INT64_C(1773144000000),
			       .text = SV("Hello,\n\nhttp://127.0.0.1:8080/l/abcdefghijklmnopqrstuvwxyz0123456789-_"
					  "ABCDE\n.dot\ntrailing \n=é\n") };
}

static void lines_are_short_and_end_in_cr_lf(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 65536);
	struct email e = sample();
	size_t column = 0;
	struct sv s;

	(void)state;
	CHECK_OK(email_write(&b, &e));
	s = buf_sv(&b);
	for (size_t i = 0; i < s.n; i++) {
		CHECK((unsigned char)s.p[i] < 0x80);
		if (s.p[i] == '\n')
			CHECK(i > 0 && s.p[i - 1] == '\r');
		column = s.p[i] == '\n' ? 0 : column + 1;
		CHECK(column <= 78);
	}
	CHECK(sv_ends(s, SV("\r\n")));
	CHECK(sv_find_sv(s, SV("Date: Tue, 10 Mar 2026 12:00:00 +0000\r\n")) < s.n);
	CHECK(sv_find_sv(s, SV("From: \"Harbour \\\"Co\\\"\"\r\n <portal@example.com>\r\n")) < s.n);
	CHECK(sv_find_sv(s, SV("To: =?UTF-8?B?Sm9zw6kgw5FhbmTDug==?=\r\n <jose@example.org>\r\n")) < s.n);
	CHECK(sv_find_sv(s, SV("trailing=20\r\n")) < s.n);
	CHECK(sv_find_sv(s, SV("=2Edot\r\n")) < s.n);
	CHECK(sv_find_sv(s, SV("=3D=C3=A9\r\n")) < s.n);
	arena_free(&a);
}

static void an_address_can_not_bring_a_header_with_it(void **state)
{
	static const char *const bad[] = { "a@b\r\nBcc: x@y", "a b@c", "@b", "a@", "a", "a@b@c", "<a@b>", "a@b,c@d" };
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct buf b = buf_new(&a, 65536);
		struct email e = sample();

		e.to = sv_from(bad[i]);
		CHECK_FAULT(ST_INVALID, "to", "not an e-mail address", email_write(&b, &e));
	}
	arena_free(&a);
}

static void a_name_with_line_breaks_stays_one_header(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 65536);
	struct email e = sample();

	(void)state;
	e.to_name = SV("Eve\r\nBcc: x@y");
	e.subject = SV("a\nb");
	CHECK_OK(email_write(&b, &e));
	CHECK_INT(b.n, sv_find_sv(buf_sv(&b), SV("Bcc")));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_short_and_end_in_cr_lf),
		cmocka_unit_test(an_address_can_not_bring_a_header_with_it),
		cmocka_unit_test(a_name_with_line_breaks_stays_one_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
