/* Rules: every pair of every state table, answers, visits, promises, periods, settings. Pure. */
#include "tests/support/check.h"

#include <stdio.h>

#include "common/date.h"

#include "server/rule/link.h"
#include "server/rule/period.h"
#include "server/rule/promise.h"
#include "server/rule/setting.h"
#include "server/rule/transition.h"

static void a_link_moves_only_as_its_life_allows(void **state)
{
	static const char *const may[] = { "held pending",     "held revoked",	 "pending consumed",
					   "pending expired",  "pending locked", "pending revoked",
					   "pending held" };
	(void)state;
	for (int from = 1; from < link_state__end; from++)
		for (int to = 1; to < link_state__end; to++) {
			char pair[40];
			bool want = false;

			snprintf(pair, sizeof(pair), "%s %s", choice_text(&link_state_choice, from),
				 choice_text(&link_state_choice, to));
			for (size_t i = 0; i < COUNT(may); i++)
				want |= strcmp(pair, may[i]) == 0;
			if (want != transition_may(&link_transitions, from, to))
				fail_msg("%s: want %d", pair, want);
		}
}

static void a_promise_that_ended_never_moves_again(void **state)
{
	static const int ended[] = { PROMISE_KEPT, PROMISE_PARTLY_KEPT, PROMISE_BROKEN,
				     PROMISE_RESCHEDULED, PROMISE_CANCELLED };

	(void)state;
	for (size_t i = 0; i < COUNT(ended); i++)
		for (int to = 1; to < promise_state__end; to++)
			CHECK(!transition_may(&promise_transitions, ended[i], to));
	CHECK_STATUS(ST_CONFLICT,
		     transition_allows(&promise_transitions, PROMISE_KEPT, PROMISE_BROKEN));
	CHECK(strstr(fault_last()->text, "kept") && strstr(fault_last()->text, "broken"));
}

static void only_four_digits_are_an_answer(void **state)
{
	static const char *const good[] = { "1234", "12 34", " 1234 ", "1-2-3-4" };
	static const char *const bad[] = { "", "123", "12345", "12a4", "1234\n", "\xef\xbc\x91\x32\x33\x34" };
	char d[4];

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		CHECK(link_answer(sv_from(good[i]), d));
		CHECK(memcmp(d, "1234", 4) == 0);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!link_answer(sv_from(bad[i]), d));
}

static void a_visit_ends_at_its_very_millisecond(void **state)
{
	int64_t t = 1000000, idle = 30 * 60000;

	(void)state;
	CHECK_INT(0, session_verdict(t + idle - 1, t, t + 86400000, 30));
	CHECK_INT(END_IDLE, session_verdict(t + idle, t, t + 86400000, 30));
	CHECK_INT(0, session_verdict(t + 86399999, t + 86399999, t + 86400000, 30));
	CHECK_INT(END_EXPIRED, session_verdict(t + 86400000, t + 86400000, t + 86400000, 30));
}

static void hand_offs_back_off_and_never_wait_longer_than_ten_minutes(void **state)
{
	int64_t before = 0;

	(void)state;
	for (int64_t n = 0; n < 100; n++) {
		int64_t wait = link_retry_at(0, n);

		CHECK(wait >= before && wait <= 600000);
		before = wait;
	}
	CHECK_INT(2000, link_retry_at(0, 0));
	CHECK_INT(600000, before);
}

static void nothing_is_promised_where_nothing_is_owed(void **state)
{
	struct promise_limits l = { .balance = 0, .most_open = 3, .today = 2461110, .latest_days = 60,
				    .state = ACCOUNT_PAID };

	(void)state;
	CHECK_STATUS(ST_CONFLICT, promise_check(&l, 100, l.today));
	l.balance = 100;
	l.state = ACCOUNT_NEW;
	CHECK_OK(promise_check(&l, 100, l.today));
	l.open = 3;
	CHECK_STATUS(ST_CONFLICT, promise_check(&l, 100, l.today));
}

static void a_period_across_daylight_saving_keeps_its_wall_times(void **state)
{
	const struct zone *z;
	struct period p;
	int64_t now;

	(void)state;
	CHECK_OK(zone_get(SV("Europe/Berlin"), &z));
	CHECK(time_parse(SV("2026-03-30T12:00:00Z"), &now)); /* 14:00 there; clocks went forward on the 29th */
	CHECK_OK(period_of(SV("2d"), now, z, &p));
	CHECK_INT(47 * 3600000 - 10 * 3600000, p.to - 1 - p.from); /* 23 h day + 14 h */
	CHECK_INT(38 * 3600000, p.before_to - 1 - p.before_from); /* 24 h day + 14 h */
	CHECK_OK(period_of(SV("2026-03-29..2026-03-29"), now, z, &p));
	CHECK_INT(23 * 3600000, p.to - p.from);
	CHECK_INT(24 * 3600000, p.before_to - p.before_from);
}

static void an_address_must_be_https_outside_loopback(void **state)
{
	static const char *const good[] = { "https://pay.example.com", "https://pay.example.com:8443",
					    "http://127.0.0.1:8080", "http://localhost", "http://[::1]:81" };
	static const char *const bad[] = { "http://pay.example.com", "https://pay.example.com/", "pay.example.com",
					   "https://", "https://a:b", "https://a:0", "https://a?b", "ftp://a",
					   "https://user@a", "http://127.evil.example", "https://a:443",
					   "http://localhost:80" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		CHECK_OK(setting_check_url(sv_from(good[i]), 200));
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_STATUS(ST_INVALID, setting_check_url(sv_from(bad[i]), 200));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_moves_only_as_its_life_allows),
		cmocka_unit_test(a_promise_that_ended_never_moves_again),
		cmocka_unit_test(only_four_digits_are_an_answer),
		cmocka_unit_test(a_visit_ends_at_its_very_millisecond),
		cmocka_unit_test(hand_offs_back_off_and_never_wait_longer_than_ten_minutes),
		cmocka_unit_test(nothing_is_promised_where_nothing_is_owed),
		cmocka_unit_test(a_period_across_daylight_saving_keeps_its_wall_times),
		cmocka_unit_test(an_address_must_be_https_outside_loopback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
