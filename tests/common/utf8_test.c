/* UTF-8 from strangers. */
#include <stdio.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tests/support/check.h"

static void broken_utf8_is_refused(void **state)
{
	static const char *const bad[] = {
		"\x80",
		"\xC0\x80",
		"\xC1\xBF",
		"\xC3",
		"\xE0\x9F\xBF",
		"\xED\xA0\x80",
		"\xEF\xBF",
		"\xF0\x8F\xBF\xBF",
		"\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80",
		"12345678\xFF",
		"a\xC3 b",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!utf8_valid(sv_from(bad[i])));
}

static void every_code_point_survives_writing_and_reading(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	for (uint32_t code = 1; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 61) {
		struct buf b = buf_new(&a, 8);
		struct sv s;

		if (code >= 0xD800 && code <= 0xDFFF)
			continue;
		utf8_add(&b, code);
		s = buf_sv(&b);
		CHECK(utf8_valid(s));
		CHECK_INT(code, utf8_next(&s));
		CHECK_INT(0, s.n);
		arena_reset(&a);
	}
	arena_free(&a);
}

static void a_broken_byte_reads_as_one_replacement(void **state)
{
	struct sv s = SV("\xE2\x82z");

	(void)state;
	CHECK_INT(0xFFFD, utf8_next(&s));
	CHECK_INT(0xFFFD, utf8_next(&s));
	CHECK_INT('z', utf8_next(&s));
}

static void what_is_clean_is_not_copied(void **state)
{
	struct arena a = ARENA_INIT;
	struct sv s = SV("Zo\xC3\xAB \xE6\x97\xA5");

	(void)state;
	CHECK(utf8_clean(&a, s, 100, false).p == s.p);
	CHECK(a.chunk == NULL);
}

static void harmful_characters_are_dropped(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "a\x1B[31mb", "a[31mb" },
		{ "a\tb\nc", "a b c" },
		{ "a\x7F\xC2\x9B"
		  "b",
		  "ab" },
		{ "a\xE2\x80\xAE"
		  "b",
		  "ab" }, /* right-to-left override */
		{ "a\xE2\x81\xA6\xE2\x80\x8B"
		  "b",
		  "ab" }, /* isolate, zero-width blank */
		{ "a\xD8\x9C"
		  "b",
		  "ab" },
		{ "a\xEF\xB8\x8F\xF3\xA0\x80\xA1"
		  "b",
		  "ab" }, /* selector, tag */
		{ "a\xEE\x80\x80\xEF\xBF\xBF"
		  "b",
		  "ab" }, /* private use, noncharacter */
		{ "a\xE2\x80\xA8"
		  "b",
		  "ab" },
		{ "a\xFF"
		  "b",
		  "a\xEF\xBF\xBD"
		  "b" },
		{ "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81x\xCC\x81",
		  "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81x\xCC\x81" },
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sv in = sv_from(cases[i].in);

		CHECK(!utf8_is_clean(in, false));
		CHECK_SV(cases[i].out, utf8_clean(&a, in, 100, false));
		CHECK(utf8_is_clean(sv_from(cases[i].out), false));
	}
	CHECK_SV("a\tb\nc", utf8_clean(&a, SV("a\tb\r\nc"), 100, true));
	arena_free(&a);
}

static void whatever_comes_in_what_comes_out_is_clean(void **state)
{
	struct arena a = ARENA_INIT;
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 5000; round++) {
		char bytes[40];
		struct sv out;

		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (char)(seed >> 24);
		}
		out = utf8_clean(&a, sv_of(bytes, sizeof(bytes)), 30, round & 1);
		CHECK(out.n <= 30 && utf8_valid(out) && utf8_is_clean(out, round & 1));
		arena_reset(&a);
	}
	arena_free(&a);
}

static void a_long_text_is_cut_between_characters(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	CHECK_SV("a\xC3\xA9", utf8_clean(&a, SV("a\xC3\xA9\xC3\xA9"), 4, false));
	CHECK_SV("", utf8_clean(&a, SV("\xC3\xA9"), 1, false));
	arena_free(&a);
}

static void columns_are_what_a_terminal_shows(void **state)
{
	(void)state;
	CHECK_INT(1, utf8_width('a'));
	CHECK_INT(0, utf8_width(0x1B));
	CHECK_INT(0, utf8_width(0x301));
	CHECK_INT(2, utf8_width(0x65E5));
	CHECK_INT(2, utf8_width(0x1F600));
	CHECK_INT(2, utf8_width(0xAC00));
	CHECK_INT(1, utf8_width(0x42F));
	CHECK_INT(5, utf8_columns(SV("\xE6\x97\xA5\xE6\x9C\xAC"
	                             "e\xCC\x81")));
	CHECK_SV("\xE6\x97\xA5", utf8_cut(SV("\xE6\x97\xA5\xE6\x9C\xAC"), 3));
	CHECK_SV("ae\xCC\x81", utf8_cut(SV("ae\xCC\x81z"), 2));
	CHECK_SV("", utf8_cut(SV("abc"), 0));
}

static void what_is_kept_in_few_bytes_ends_at_a_character(void **state)
{
	static const char text[] = "a\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80z"; /* characters of 1, 2, 3, 4 and 1 bytes */
	static const size_t ends[] = { 0, 1, 3, 6, 10, 11 };

	(void)state;
	for (size_t bytes = 0, at = 0; bytes <= 12; bytes++) {
		char kept[13];

		while (at + 1 < COUNT(ends) && ends[at + 1] <= bytes)
			at++;
		CHECK_INT(ends[at], utf8_head(sv_from(text), bytes).n);
		utf8_fit(kept, bytes + 1, sv_from(text));
		CHECK_INT(ends[at], strlen(kept));
	}
	CHECK_INT(0, utf8_head(SV_NONE, 5).n);
	for (size_t room = 1, at = 0; room <= 12; room++) {
		char printed[13];

		while (at + 1 < COUNT(ends) && ends[at + 1] < room)
			at++;
		(void)snprintf(printed, room, "%s", text);
		utf8_end(printed);
		CHECK_INT(ends[at], strlen(printed));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(broken_utf8_is_refused),
		cmocka_unit_test(every_code_point_survives_writing_and_reading),
		cmocka_unit_test(a_broken_byte_reads_as_one_replacement),
		cmocka_unit_test(what_is_clean_is_not_copied),
		cmocka_unit_test(harmful_characters_are_dropped),
		cmocka_unit_test(whatever_comes_in_what_comes_out_is_clean),
		cmocka_unit_test(a_long_text_is_cut_between_characters),
		cmocka_unit_test(columns_are_what_a_terminal_shows),
		cmocka_unit_test(what_is_kept_in_few_bytes_ends_at_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
