/* Views and builders. */
#include "common/arena.h"

#include "tests/support/check.h"

static void views_compare_by_their_bytes(void **state)
{
	(void)state;
	CHECK(sv_eq(SV("abc"), sv_of("abcd", 3)));
	CHECK(!sv_eq(SV("abc"), SV("abd")));
	CHECK(sv_eq(SV_NONE, SV("")));
	CHECK(sv_eq_fold(SV("Set-Cookie"), SV("set-cookie")));
	CHECK(!sv_eq_fold(SV("[a"), SV("{a")));
	CHECK(sv_starts(SV("/a/b"), SV("/a")) && !sv_starts(SV("/"), SV("/a")));
	CHECK(sv_ends(SV("x.c"), SV(".c")) && !sv_ends(SV("c"), SV(".c")));
}

static void cutting_gives_every_piece_and_then_none(void **state)
{
	struct sv rest = SV("a,,b");

	(void)state;
	CHECK_SV("a", sv_cut(&rest, ','));
	CHECK_SV("", sv_cut(&rest, ','));
	CHECK(rest.p != NULL);
	CHECK_SV("b", sv_cut(&rest, ','));
	CHECK(rest.p == NULL && rest.n == 0);
}

static void parts_of_views_are_clamped(void **state)
{
	(void)state;
	CHECK_SV("bc", sv_from_to(SV("abc"), 1, 99));
	CHECK_SV("", sv_from_to(SV("abc"), 5, 2));
	CHECK_SV("", sv_from_to(SV_NONE, 0, 1));
	CHECK_SV("a b", sv_trim(SV(" \t a b\r\n")));
	CHECK_INT(3, sv_find(SV("abc"), 'x'));
	CHECK_INT(1, sv_find_sv(SV("abcbc"), SV("bc")));
}

static void integers_are_strict(void **state)
{
	static const char *const bad[] = { "",
		                           "-",
		                           "+1",
		                           " 1",
		                           "1 ",
		                           "1.0",
		                           "0x1",
		                           "--1",
		                           "9223372036854775808",
		                           "-9223372036854775809" };
	int64_t n = 77;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!sv_int(sv_from(bad[i]), &n));
	CHECK_INT(77, n);
	CHECK(sv_int(SV("-9223372036854775808"), &n));
	CHECK(n == INT64_MIN);
	CHECK(sv_int(SV("9223372036854775807"), &n));
	CHECK(n == INT64_MAX);
}

static void a_builder_remembers_that_something_did_not_fit(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 5);

	(void)state;
	buf_z(&b, "abc");
	CHECK_OK(buf_end(&b, "it"));
	buf_z(&b, "def");
	buf_char(&b, 'g');
	CHECK_SV("abc", buf_sv(&b));
	CHECK_FAULT(ST_LIMIT, "", "it is larger than 5", buf_end(&b, "it"));
	arena_free(&a);
}

static void a_builder_grows_and_keeps_its_text(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 100000);

	(void)state;
	for (int i = 0; i < 10000; i++)
		buf_int(&b, i % 10);
	CHECK_INT(10000, b.n);
	for (int i = 0; i < 10000; i++)
		CHECK_INT('0' + i % 10, b.p[i]);
	arena_free(&a);
}

static void figures_and_formats_are_written_whole(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 1000);

	(void)state;
	buf_int(&b, INT64_MIN);
	buf_print(&b, " %s=%d ", "n", 5);
	buf_hex(&b, "\x00\xFFz", 3);
	CHECK_SV("-9223372036854775808 n=5 00ff7a", buf_sv(&b));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(views_compare_by_their_bytes),
		cmocka_unit_test(cutting_gives_every_piece_and_then_none),
		cmocka_unit_test(parts_of_views_are_clamped),
		cmocka_unit_test(integers_are_strict),
		cmocka_unit_test(a_builder_remembers_that_something_did_not_fit),
		cmocka_unit_test(a_builder_grows_and_keeps_its_text),
		cmocka_unit_test(figures_and_formats_are_written_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
