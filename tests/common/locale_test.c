/* Our writing of amounts and dates against ICU's own. */
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "common/arena.h"
#include "common/date.h"
#include "common/locale.h"
#include "common/thread.h"
#include "common/zone.h"

#include "tests/support/check.h"

static const char *const tags[] = { "en-US", "en-GB", "de-DE", "de-CH", "es-ES", "es-MX", "pt-BR",
	                            "pt-PT", "fr-FR", "ja-JP", "ar-EG", "hi-IN", "fa-IR", "sv-SE" };
static const char *const codes[] = { "EUR", "USD", "JPY", "INR", "BHD", "CHF", "EGP" };

static struct arena arena;

static int done(void **state)
{
	(void)state;
	locale_thread_end();
	arena_free(&arena);
	return 0;
}

static struct sv narrow(const UChar *wide, int32_t n)
{
	char *text = arena_alloc(&arena, 1000);
	UErrorCode e = U_ZERO_ERROR;
	int32_t len = 0;

	u_strToUTF8(text, 1000, &len, wide, n, &e);
	CHECK(U_SUCCESS(e));
	return sv_of(text, (size_t)len);
}

static uint64_t next(void)
{
	static uint64_t seed = 42;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return seed >> 11;
}

static int64_t amount_like(int i) /* of every length, of both signs, and the edges */
{
	static const int64_t edges[] = { 0,      1,       -1,        99,       100,   -100,
		                         999,    1000,    9999,      10000,    99999, 100000,
		                         999999, 1000000, INT64_MAX, INT64_MIN };
	int64_t most = 10;

	if ((size_t)i < COUNT(edges))
		return edges[i];
	for (int j = 0; j < i % 13; j++)
		most *= 10;
	return (int64_t)(next() % (uint64_t)most) * (i & 1 ? -1 : 1);
}

static void compare_figures(const char *tag, const char *code, int rounds)
{
	bool money = code[0] != '\0';
	UErrorCode e = U_ZERO_ERROR;
	UNumberFormat *icu =
	    unum_open(money ? UNUM_CURRENCY : UNUM_DECIMAL, NULL, 0, tag, NULL, &e);
	struct currency c = { "" };
	int places = 0;

	CHECK(U_SUCCESS(e));
	if (money) {
		UChar wide[4];

		u_uastrcpy(wide, code);
		CHECK(currency_from(sv_from(code), &c));
		places = currency_exponent(c);
		unum_setTextAttribute(icu, UNUM_CURRENCY_CODE, wide, 3, &e);
	}
	unum_setAttribute(icu, UNUM_MIN_FRACTION_DIGITS, places);
	unum_setAttribute(icu, UNUM_MAX_FRACTION_DIGITS, places);
	for (int i = 0; i < rounds; i++) {
		struct buf plain = buf_new(&arena, 100), ours = buf_new(&arena, 1000);
		int64_t amount = amount_like(i);
		UChar wide[200];
		int32_t n;

		if (money)
			money_print(&plain, amount, c);
		else
			buf_int(&plain, amount);
		n = unum_formatDecimal(icu, plain.p, (int32_t)plain.n, wide, COUNT(wide), NULL, &e);
		CHECK(U_SUCCESS(e));
		if (money)
			locale_money(&ours, sv_from(tag), amount, c);
		else
			locale_number(&ours, sv_from(tag), amount);
		if (!sv_eq(narrow(wide, n), buf_sv(&ours)))
			fail_msg("%s %s: want \"" SV_FMT "\", got \"" SV_FMT "\"", tag, code,
			         SV_ARG(narrow(wide, n)), SV_ARG(buf_sv(&ours)));
		arena_reset(&arena);
	}
	unum_close(icu);
}

static void amounts_are_written_as_icu_writes_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(tags); i++)
		for (size_t j = 0; j < COUNT(codes); j++)
			compare_figures(tags[i], codes[j], 5000);
}

static void numbers_are_written_as_icu_writes_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(tags); i++)
		compare_figures(tags[i], "", 2000);
}

static void the_examples_of_the_header_hold(void **state)
{
	struct currency eur = { "EUR" };
	struct buf b = buf_new(&arena, 1000);

	(void)state;
	locale_money(&b, SV("en-US"), 123450, eur);
	buf_char(&b, '|');
	locale_day(&b, SV("en-GB"), day_from((struct civil){ 2026, 11, 25 }), DAY_LONG);
	buf_char(&b, '|');
	locale_number(&b, SV("en-US"), 12345);
	buf_char(&b, '|');
	locale_money(&b, SV("hi-IN"), 123456789, (struct currency){ "INR" });
	CHECK_SV("\xE2\x82\xAC"
	         "1,234.50|25 November 2026|12,345|\xE2\x82\xB9"
	         "12,34,567.89",
	         buf_sv(&b));
}

static UDateFormat *icu_dates(const char *tag, const UChar *skeleton)
{
	UErrorCode e = U_ZERO_ERROR;
	UDateTimePatternGenerator *made = udatpg_open(tag, &e);
	UChar pattern[200];
	int32_t n = udatpg_getBestPattern(made, skeleton, -1, pattern, COUNT(pattern), &e);
	UDateFormat *icu = udat_open(UDAT_PATTERN, UDAT_PATTERN, tag, u"GMT", -1, pattern, n, &e);

	CHECK(U_SUCCESS(e));
	udatpg_close(made);
	return icu;
}

static struct sv icu_date(UDateFormat *icu, int64_t ms)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar wide[200];
	int32_t n = udat_format(icu, (UDate)ms, wide, COUNT(wide), NULL, &e);

	CHECK(U_SUCCESS(e));
	return narrow(wide, n);
}

static void days_and_times_are_written_as_icu_writes_them(void **state)
{
	const struct zone *z = NULL;

	(void)state;
	CHECK_OK(zone_get(SV("America/New_York"), &z));
	for (size_t i = 0; i < COUNT(tags); i++) {
		UDateFormat *full = icu_dates(tags[i], u"yMMMMd"),
			    *medium = icu_dates(tags[i], u"yMMMd");
		UDateFormat *clock = icu_dates(tags[i], u"yMMMdjm");

		for (int round = 0; round < 1500;
		     round++) { /* more days than are remembered, and again */
			int64_t day = DAY_1970 + 20000 + round % 700;
			int64_t ms = day_time_utc(day) + (int64_t)(next() % (uint64_t)DAY_MS);
			int64_t local = ms + zone_offset_s(z, ms) * INT64_C(1000);
			struct buf a = buf_new(&arena, 500), b = buf_new(&arena, 500),
				   c = buf_new(&arena, 500);

			locale_day(&a, sv_from(tags[i]), day, DAY_LONG);
			CHECK(sv_eq(icu_date(full, day_time_utc(day)), buf_sv(&a)));
			locale_day(&b, sv_from(tags[i]), day, DAY_MEDIUM);
			CHECK(sv_eq(icu_date(medium, day_time_utc(day)), buf_sv(&b)));
			locale_time(&c, sv_from(tags[i]), ms, z);
			CHECK(sv_eq(icu_date(clock, local), buf_sv(&c)));
			arena_reset(&arena);
		}
		udat_close(full);
		udat_close(medium);
		udat_close(clock);
	}
}

static void weekdays_and_times_of_day_are_written_as_icu_writes_them(void **state)
{
	const struct zone *z = NULL;

	(void)state;
	CHECK_OK(zone_get(SV("America/New_York"), &z));
	for (size_t i = 0; i < COUNT(tags); i++) {
		UDateFormat *day = icu_dates(tags[i], u"yMMMMEEEEd"), *clock = icu_dates(tags[i], u"jm");

		for (int round = 0; round < 50; round++) {
			int64_t ms = day_time_utc(DAY_1970 + 20000) + (int64_t)(next() % (uint64_t)(700 * DAY_MS));
			int64_t local = ms + zone_offset_s(z, ms) * INT64_C(1000);
			struct buf a = buf_new(&arena, 500), b = buf_new(&arena, 500);

			locale_day(&a, sv_from(tags[i]), time_day_utc(ms), DAY_FULL);
			CHECK(sv_eq(icu_date(day, ms), buf_sv(&a)));
			locale_clock(&b, sv_from(tags[i]), ms, z);
			CHECK(sv_eq(icu_date(clock, local), buf_sv(&b)));
			arena_reset(&arena);
		}
		udat_close(day);
		udat_close(clock);
	}
}

static void no_day_and_no_time_are_written_as_nothing(void **state)
{
	struct buf b = buf_new(&arena, 100);

	(void)state;
	locale_day(&b, SV("en"), 0, DAY_LONG);
	locale_time(&b, SV("en"), 0, NULL);
	locale_clock(&b, SV("en"), 0, NULL);
	CHECK_SV("", buf_sv(&b));
}

static void tags_are_made_of_what_is_known(void **state)
{
	(void)state;
	CHECK_SV("en-US", locale_tag(&arena, SV("en"), SV("US")));
	CHECK_SV("de-CH", locale_tag(&arena, SV("DE"), SV("ch")));
	CHECK_SV("es", locale_tag(&arena, SV("es"), SV("QQ")));
	CHECK_SV("en", locale_tag(&arena, SV_NONE, SV_NONE));
	CHECK_SV("en-MX", locale_tag(&arena, SV("xx"), SV("MX")));
	CHECK_SV("en", locale_tag(&arena, SV("e<"), SV("../..")));
}

static void an_unknown_locale_is_english(void **state)
{
	static const char *const odd[] = {
		"", "xx-YY", "e n", "en<US", "zz", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(odd); i++) {
		struct buf b = buf_new(&arena, 200);

		locale_number(&b, sv_from(odd[i]), -1234567);
		buf_char(&b, ' ');
		locale_day(&b, sv_from(odd[i]), DAY_1970, DAY_LONG);
		CHECK_SV("-1,234,567 January 1, 1970", buf_sv(&b));
	}
}

static void more_locales_than_the_cache_holds_are_still_right(void **state)
{
	static const char *const languages[] = { "de", "en", "es", "fr", "it",
		                                 "nl", "pl", "pt", "sv", "da" };
	static const char *const countries[] = { "AT", "CH", "DE", "US", "GB",
		                                 "ES", "MX", "BR", "FR", "IT" };

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 100; i++) {
			struct sv tag = locale_tag(&arena, sv_from(languages[i / 10]),
			                           sv_from(countries[i % 10]));
			struct buf b = buf_new(&arena, 100), c = buf_new(&arena, 100);
			UDateFormat *icu = icu_dates(sv_z(&arena, tag), u"yMMMMd");

			locale_day(&b, tag, DAY_1970, DAY_LONG);
			CHECK(sv_eq(icu_date(icu, 0), buf_sv(&b)));
			udat_close(icu);
			locale_money(&c, tag, 123456, (struct currency){ "EUR" });
			CHECK(c.n >= 7);
		}
}

static void *write_some(void *arg)
{
	struct arena own = ARENA_INIT;
	struct buf b = buf_new(&own, 100);

	locale_money(&b, SV("de-DE"), 123450, (struct currency){ "EUR" });
	locale_day(&b, SV("de-DE"), DAY_1970, DAY_MEDIUM);
	*(size_t *)arg = b.n;
	arena_free(&own);
	locale_thread_end();
	locale_thread_end();
	return NULL;
}

static void every_thread_has_and_frees_its_own_cache(void **state)
{
	struct thread *threads[4];
	size_t n[4] = { 0 };

	(void)state;
	for (int i = 0; i < 4; i++)
		CHECK_OK(thread_start("locale", THREAD_ANY, write_some, &n[i], &threads[i]));
	for (int i = 0; i < 4; i++)
		thread_join(threads[i]);
	for (int i = 0; i < 4; i++)
		CHECK(n[i] > 15 && n[i] == n[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_written_as_icu_writes_them),
		cmocka_unit_test(numbers_are_written_as_icu_writes_them),
		cmocka_unit_test(the_examples_of_the_header_hold),
		cmocka_unit_test(days_and_times_are_written_as_icu_writes_them),
		cmocka_unit_test(weekdays_and_times_of_day_are_written_as_icu_writes_them),
		cmocka_unit_test(no_day_and_no_time_are_written_as_nothing),
		cmocka_unit_test(tags_are_made_of_what_is_known),
		cmocka_unit_test(an_unknown_locale_is_english),
		cmocka_unit_test(more_locales_than_the_cache_holds_are_still_right),
		cmocka_unit_test(every_thread_has_and_frees_its_own_cache),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
