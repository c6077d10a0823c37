/* The validator as a function: header fields in, a verdict out. */
#include "tests/support/check.h"

#include "server/http/validate.h"

static bool verdict(const char *const *pairs, const char *method, struct sv target, enum verb *verb)
{
	struct head h;

	head_init(&h);
	for (; pairs[0]; pairs += 2)
		if (!head_add(&h, sv_from(pairs[0]), sv_from(pairs[1])))
			return false;
	return head_end(&h, method, "HTTP/1.1", target, verb);
}

#define FIELDS(...)                                                                                \
	(const char *const[])                                                                      \
	{                                                                                          \
		__VA_ARGS__, NULL                                                                  \
	}

static void a_plain_request_is_good(void **state)
{
	enum verb verb = 0;

	(void)state;
	CHECK(verdict(FIELDS("Host", "a.test:8080"), "GET", SV("/a?b"), &verb));
	CHECK_INT(VERB_GET, verb);
	CHECK(verdict(FIELDS("host", "a", "Content-Length", "5"), "POST", SV("/"), &verb));
	CHECK_INT(VERB_POST, verb);
	CHECK(verdict(FIELDS("HOST", "[::1]"), "HEAD", SV("/"), &verb));
	CHECK_INT(VERB_HEAD, verb);
}

static void an_unknown_method_is_no_verb_but_not_malformed(void **state)
{
	enum verb verb = VERB_GET;

	(void)state;
	CHECK(verdict(FIELDS("Host", "a"), "DELETE", SV("/"), &verb));
	CHECK_INT(0, verb);
	CHECK(!verdict(FIELDS("Host", "a"), "DE LETE", SV("/"), &verb));
	CHECK(!verdict(FIELDS("Host", "a"), "", SV("/"), &verb));
}

static void names_must_be_tokens(void **state)
{
	static const char *const bad[] = { "",         "a b",  "a:",   "a\t", "a\x01",
		                           "\xc3\xa4", "a(b)", "a\"b", "a/b" };
	struct head h;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		head_init(&h);
		CHECK(!head_add(&h, sv_from(bad[i]), SV("x")));
	}
	head_init(&h);
	CHECK(!head_add(&h, SV("a\0b"), SV("x")));
	head_init(&h);
	CHECK(head_add(&h, SV("X-_.~!#$%&'*+^`|1"), SV("x")));
}

static void values_have_no_control_bytes(void **state)
{
	struct head h;

	(void)state;
	for (int c = 0; c < 256; c++) {
		char value[3] = { 'a', (char)c, 'b' };
		bool control = (c < 0x20 && c != '\t') || c == 0x7f;

		head_init(&h);
		CHECK_INT(!control, head_add(&h, SV("X"), sv_of(value, 3)));
	}
}

static void the_length_is_digits_once(void **state)
{
	static const char *const bad[] = { "",    "+1",  "-1",         "1 1", "0x1",
		                           "1,1", "1.0", "9999999999", "a" };
	enum verb verb;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!verdict(FIELDS("Host", "a", "Content-Length", bad[i]), "POST", SV("/"),
		               &verb));
	CHECK(!verdict(FIELDS("Host", "a", "Content-Length", "1", "content-length", "1"), "POST",
	               SV("/"), &verb));
	CHECK(!verdict(FIELDS("Host", "a", "Content-Length", "1"), "GET", SV("/"), &verb));
	CHECK(verdict(FIELDS("Host", "a", "Content-Length", "0"), "GET", SV("/"), &verb));
}

static void transfer_encoding_is_never_accepted(void **state)
{
	enum verb verb;

	(void)state;
	CHECK(
	    !verdict(FIELDS("Host", "a", "Transfer-Encoding", "chunked"), "POST", SV("/"), &verb));
	CHECK(
	    !verdict(FIELDS("Host", "a", "transfer-ENCODING", "identity"), "GET", SV("/"), &verb));
}

static void there_is_exactly_one_host(void **state)
{
	enum verb verb;

	(void)state;
	CHECK(!verdict(FIELDS("X", "a"), "GET", SV("/"), &verb));
	CHECK(!verdict(FIELDS("Host", ""), "GET", SV("/"), &verb));
	CHECK(!verdict(FIELDS("Host", "a", "Host", "a"), "GET", SV("/"), &verb));
	CHECK(!verdict(FIELDS("Host", "a/b"), "GET", SV("/"), &verb));
	CHECK(!verdict(FIELDS("Host", "a@b"), "GET", SV("/"), &verb));
}

static void the_target_is_a_path_of_plain_bytes(void **state)
{
	static const char *const bad[] = { "",     "*",      "a",         "http://a/",
		                           "/a b", "/a\x01", "/\xc3\xa4", "/a\x7f" };
	char long_one[2100];
	enum verb verb;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!verdict(FIELDS("Host", "a"), "GET", sv_from(bad[i]), &verb));
	memset(long_one, '/', sizeof(long_one));
	CHECK(!verdict(FIELDS("Host", "a"), "GET", sv_of(long_one, sizeof(long_one)), &verb));
	CHECK(verdict(FIELDS("Host", "a"), "GET", sv_of(long_one, 2048), &verb));
}

static void a_hundred_fields_are_enough(void **state)
{
	struct head h;

	(void)state;
	head_init(&h);
	for (int i = 0; i < HEAD_FIELDS_MAX; i++)
		CHECK(head_add(&h, SV("X"), SV("y")));
	CHECK(!head_add(&h, SV("X"), SV("y")));
	CHECK(strstr(h.wrong, "too many"));
}

/* A head as libmicrohttpd leaves it in its buffer: CR, LF and colons are NULs. */
static bool layout(struct sv raw, const size_t (*at)[4], size_t n)
{
	struct head h;

	head_init(&h);
	for (size_t i = 0; i < n; i++)
		if (!head_layout(&h, sv_from_to(raw, at[i][0], at[i][1]),
		                 sv_from_to(raw, at[i][2], at[i][3])))
			return false;
	return head_layout_end(&h);
}

static void folded_lines_bare_lf_and_nul_show_in_the_layout(void **state)
{
	static const size_t two[2][4] = { { 0, 1, 3, 4 }, { 6, 7, 9, 10 } };
	static const size_t late[2][4] = { { 0, 1, 3, 4 }, { 7, 8, 10, 11 } };
	static const size_t early[2][4] = { { 0, 1, 3, 4 }, { 5, 6, 8, 9 } };
	static const size_t moved[1][4] = { { 0, 1, 4, 5 } };

	(void)state;
	CHECK(layout(SV("A\0 b\0\0C\0 d\0\0\0\0"), two, 2));
	CHECK(!layout(SV("A\0 b\0\0\0C\0 d\0\0\0\0"), late, 2)); /* something was cut off */
	CHECK(!layout(SV("A\0 b\0C\0 d\0\0\0\0"), early, 2));    /* one byte ended the line */
	CHECK(!layout(SV("A\0 b\0\0C\0 d\0x\0\0"), two, 2));     /* the last value goes on */
	CHECK(!layout(SV("A\0 xb\0\0\0\0"), moved, 1));          /* not behind its colon */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_request_is_good),
		cmocka_unit_test(an_unknown_method_is_no_verb_but_not_malformed),
		cmocka_unit_test(names_must_be_tokens),
		cmocka_unit_test(values_have_no_control_bytes),
		cmocka_unit_test(the_length_is_digits_once),
		cmocka_unit_test(transfer_encoding_is_never_accepted),
		cmocka_unit_test(there_is_exactly_one_host),
		cmocka_unit_test(the_target_is_a_path_of_plain_bytes),
		cmocka_unit_test(a_hundred_fields_are_enough),
		cmocka_unit_test(folded_lines_bare_lf_and_nul_show_in_the_layout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
