/* The life of promises by the clock: due, kept, kept in part, broken, at the boundaries of days in two zones and across
 * daylight saving; each judged once, with its event and the account's state. */
#include "tests/service/promise_fixture.h"

#include <stdio.h>

#include "server/store/setting.h"

#define CHECK_STATE(want, w, reference) CHECK_INT(want, shown((w), (reference)).state)
#define CHECK_ACCOUNT(want, w) CHECK_INT(want, account_of((w), "A-1").state)

static void a_promise_is_due_when_its_day_is_over_and_broken_when_grace_is(void **state)
{
	struct world *w = *state;
	struct sv p;

	make_account(w, .zone = "UTC");
	p = promised(w, "40", "2026-03-20");
	CHECK_ACCOUNT(ACCOUNT_PROMISED, w);
	CHECK_INT(at("2026-03-21T00:00:00Z"), judge(w));
	clock_hold(at("2026-03-20T23:59:59.999Z"));
	(void)judge(w);
	CHECK_STATE(PROMISE_ACTIVE, w, p);
	clock_hold(at("2026-03-21T00:00:00Z"));
	CHECK_INT(at("2026-03-24T00:00:00Z"), judge(w));
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	CHECK_ACCOUNT(ACCOUNT_OVERDUE, w);
	clock_hold(at("2026-03-23T23:59:59.999Z"));
	(void)judge(w);
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	clock_hold(at("2026-03-24T00:00:00Z"));
	CHECK_INT(0, judge(w)); /* nothing is open any more */
	CHECK_STATE(PROMISE_BROKEN, w, p);
	CHECK_ACCOUNT(ACCOUNT_NEW, w); /* as it was before */
	CHECK_EVENTS(w, "portal.promise_created,promise.due,promise.broken");
}

/* The same boundaries where the day ends at another instant: day's end, then grace's end, in UTC. */
static void days_end_in(struct world *w, const char *zone, const char *day, const char *over, const char *graced)
{
	struct sv p;

	make_account(w, .zone = zone);
	p = promised(w, "40", day);
	CHECK_INT(at(over), judge(w));
	clock_hold(at(over) - 1);
	(void)judge(w);
	CHECK_STATE(PROMISE_ACTIVE, w, p);
	clock_hold(at(over));
	CHECK_INT(at(graced), judge(w));
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	clock_hold(at(graced) - 1);
	(void)judge(w);
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	clock_hold(at(graced));
	(void)judge(w);
	CHECK_STATE(PROMISE_BROKEN, w, p);
}

static void in_auckland_days_end_before_noon_utc(void **state)
{
	/* NZDT is UTC+13 until 2026-04-05 03:00, then NZST, UTC+12: the days of grace hold an hour more */
	days_end_in(*state, "Pacific/Auckland", "2026-04-03", "2026-04-03T11:00:00Z", "2026-04-06T12:00:00Z");
}

static void in_los_angeles_days_end_after_seven_in_the_morning_utc(void **state)
{
	days_end_in(*state, "America/Los_Angeles", "2026-03-20", "2026-03-21T07:00:00Z", "2026-03-24T07:00:00Z");
}

/* As above, for what a contact's zone may be beside one name; `zone` is the session's (hours_home). */
static void days_of_grace_end_in(struct world *w, const char *zone, const char *last_second)
{
	struct sv p = promised_in(w, zone_of(zone), "40", "2026-03-20");

	clock_hold(at("2026-03-21T12:00:00Z"));
	(void)judge(w);
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	clock_hold(at(last_second));
	(void)judge(w);
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	clock_hold(at(last_second) + 1000);
	(void)judge(w);
	CHECK_STATE(PROMISE_BROKEN, w, p);
}

static void of_several_zones_the_first_is_the_clock(void **state)
{
	make_account(*state, .zone = "America/New_York|America/Chicago", .country = "US");
	days_of_grace_end_in(*state, "America/New_York", "2026-03-24T03:59:59Z");
}

static void without_a_zone_the_country_is_the_clock(void **state)
{
	make_account(*state, .zone = "", .country = "NZ");
	days_of_grace_end_in(*state, "Pacific/Auckland", "2026-03-23T10:59:59Z");
}

static enum status run_desk_zone(struct tx *tx, void *arg)
{
	(void)arg;
	return store_setting_put(tx, SV("organisation.time_zone"), SV("Asia/Tokyo"));
}

static void without_zone_and_country_the_organisation_is_the_clock(void **state)
{
	CHECK_OK(world_write(*state, run_desk_zone, NULL));
	make_account(*state, .zone = "", .country = "");
	days_of_grace_end_in(*state, "Asia/Tokyo", "2026-03-23T14:59:59Z");
}

static void a_payment_on_the_evening_of_the_promise_counts_where_the_debtor_lives(void **state)
{
	struct world *w = *state;
	struct paying evening = { .amount = 4000, .book = true, .day = time_day_utc(at("2026-03-15T00:00:00Z")) };
	struct sv p;

	clock_hold(at("2026-03-16T01:30:00Z")); /* half past nine on the 15th in New York */
	evening.account = make_account(w, .zone = "", .country = "US");
	p = promised_in(w, zone_of("America/New_York"), "40", "2026-03-20");
	clock_move(86400000);
	CHECK_OK(world_write(w, run_pay, &evening));
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, p);
}

static void a_day_that_daylight_saving_shortens_ends_an_hour_earlier(void **state)
{
	/* Europe/Berlin goes from UTC+1 to UTC+2 on 2026-03-29 */
	days_end_in(*state, "Europe/Berlin", "2026-03-28", "2026-03-28T23:00:00Z", "2026-03-31T22:00:00Z");
}

static void a_promise_is_kept_as_soon_as_its_amount_is_there(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct sv p = promised(w, "40", "2026-03-20");

	clock_move(86400000);
	pay(w, account, 1500);
	(void)judge(w);
	CHECK_STATE(PROMISE_ACTIVE, w, p);
	CHECK_MONEY(1500, shown(w, p).paid);
	clock_move(86400000);
	pay(w, account, 2500);
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, p);
	CHECK_MONEY(4000, shown(w, p).paid);
	CHECK_ACCOUNT(ACCOUNT_NEW, w);
	CHECK_EVENTS(w, "portal.promise_created,promise.kept");
}

static void money_in_the_days_of_grace_still_keeps_a_promise_and_later_money_does_not(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct sv p = promised(w, "40", "2026-03-20"), q = promised(w, "10", "2026-03-21");

	clock_hold(at("2026-03-23T23:59:00Z"));
	pay(w, account, 4000);
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, p);
	CHECK_STATE(PROMISE_VERIFYING, w, q);
	clock_hold(at("2026-03-25T00:00:01Z"));
	pay(w, account, 1000);
	(void)judge(w);
	CHECK_STATE(PROMISE_BROKEN, w, q);
}

static void a_part_in_time_is_kept_in_part_and_the_event_says_how_much(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct sv p = promised(w, "40", "2026-03-20");

	clock_move(86400000);
	pay(w, account, 1500);
	clock_hold(at("2026-03-24T00:00:00Z"));
	(void)judge(w);
	CHECK_STATE(PROMISE_PARTLY_KEPT, w, p);
	CHECK_MONEY(1500, shown(w, p).paid);
	CHECK_EVENTS(w, "portal.promise_created,promise.partly_kept"); /* nobody looked in between */
}

static void no_payment_counts_for_two_promises_also_when_they_are_judged_days_apart(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .balance = 20000, .zone = "UTC");
	struct sv first = promised(w, "40", "2026-03-15"), second = promised(w, "40", "2026-03-16");

	clock_hold(at("2026-03-14T12:00:00Z"));
	pay(w, account, 4000);
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, first);
	CHECK_STATE(PROMISE_ACTIVE, w, second);
	clock_hold(at("2026-03-20T00:00:00Z"));
	(void)judge(w);
	CHECK_STATE(PROMISE_BROKEN, w, second);
}

static void a_balance_of_nothing_keeps_every_open_promise_and_the_account_is_paid(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .balance = 10000, .zone = "UTC");
	struct sv first = promised(w, "40", "2026-03-15"), second = promised(w, "30", "2026-03-16");

	clock_move(3600000);
	pay(w, account, 10000);
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, first);
	CHECK_STATE(PROMISE_KEPT, w, second);
	CHECK_ACCOUNT(ACCOUNT_PAID, w);
}

static void a_payment_of_the_book_counts_by_its_day_and_not_by_when_it_was_told(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct sv first = promised(w, "40", "2026-03-15"), second = promised(w, "30", "2026-03-16");
	struct paying early = { .account = account, .amount = 3000, .day = time_day_utc(WORLD_NOW) - 1, .book = true },
		      good = { .account = account, .amount = 4000, .day = time_day_utc(WORLD_NOW) + 5, .book = true };

	clock_hold(at("2026-03-25T12:00:00Z"));
	CHECK_OK(world_write(w, run_pay, &early)); /* paid on the day before anything was promised */
	CHECK_OK(world_write(w, run_pay, &good));  /* paid on the 15th, told on the 25th */
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, first);
	CHECK_STATE(PROMISE_BROKEN, w, second); /* also: the lower balance does not count beside the payments */
}

static void a_payment_that_the_book_takes_back_counts_no_more(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct sv p = promised(w, "40", "2026-03-15");
	struct paying in = { .account = account, .amount = 3000, .day = time_day_utc(WORLD_NOW) + 1, .book = true },
		      back = { .account = account, .amount = -1000, .book = true };

	clock_move(86400000);
	CHECK_OK(world_write(w, run_pay, &in));
	clock_move(86400000);
	CHECK_OK(world_write(w, run_pay, &back));
	(void)judge(w);
	CHECK_MONEY(2000, shown(w, p).paid);
}

static void a_book_without_invoices_tells_payments_by_its_balance(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct sv p = promised(w, "40", "2026-03-15");
	struct paying more = { .account = account, .amount = -500, .lowered = true }, /* interest, say */
		      less = { .account = account, .amount = 4000, .lowered = true };

	clock_move(86400000);
	CHECK_OK(world_write(w, run_pay, &more));
	CHECK_OK(world_write(w, run_pay, &less));
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, p);
}

static void an_account_that_is_with_a_person_stays_with_the_person(void **state)
{
	struct world *w = *state;
	struct sv p;

	make_account(w, .zone = "UTC");
	CHECK_OK(world_write(w, run_exec, (void *)(uintptr_t)"UPDATE account SET state = 'in_review'"));
	p = promised(w, "40", "2026-03-20");
	CHECK_ACCOUNT(ACCOUNT_REVIEW, w);
	clock_hold(at("2026-03-22T00:00:00Z"));
	(void)judge(w);
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	CHECK_ACCOUNT(ACCOUNT_REVIEW, w);
	clock_hold(at("2026-03-24T00:00:00Z"));
	(void)judge(w);
	CHECK_ACCOUNT(ACCOUNT_REVIEW, w);
}

static void the_account_goes_back_to_what_it_was_when_the_last_promise_is_over(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");

	CHECK_OK(world_write(w, run_exec, (void *)(uintptr_t)"UPDATE account SET state = 'active_conversation'"));
	(void)promised(w, "40", "2026-03-15");
	(void)promised(w, "20", "2026-03-25");
	CHECK_ACCOUNT(ACCOUNT_PROMISED, w);
	clock_hold(at("2026-03-16T00:00:00Z"));
	(void)judge(w);
	CHECK_ACCOUNT(ACCOUNT_OVERDUE, w);
	pay(w, account, 4000);
	(void)judge(w);
	CHECK_ACCOUNT(ACCOUNT_PROMISED, w);
	pay(w, account, 2000);
	(void)judge(w);
	CHECK_ACCOUNT(ACCOUNT_TALKING, w);
}

static void judging_that_stops_half_way_leaves_nothing_and_is_done_once_later(void **state)
{
	static const char stop[] = "CREATE TRIGGER stop BEFORE INSERT ON event WHEN NEW.kind = 'promise.broken' BEGIN "
				   "SELECT RAISE(ABORT, 'the power is out'); END";
	struct world *w = *state;
	int64_t account = make_account(w, .balance = 20000, .zone = "UTC");
	struct turn t = { .now = 0 };
	struct sv first = promised(w, "40", "2026-03-15"), second = promised(w, "40", "2026-03-16");
	char kept[32], broken[32]; /* a restart empties the arena */

	snprintf(kept, sizeof(kept), SV_FMT, SV_ARG(first));
	snprintf(broken, sizeof(broken), SV_FMT, SV_ARG(second));
	clock_hold(at("2026-03-14T12:00:00Z"));
	pay(w, account, 4000);
	clock_hold(at("2026-03-24T00:00:00Z"));
	CHECK_OK(world_write(w, run_exec, (void *)(uintptr_t)stop));
	CHECK_OK(engine_promise.turn(world_look(w), &t));
	CHECK(t.wake_at > clock_now()); /* the account is put by */
	CHECK_STATE(PROMISE_ACTIVE, w, sv_from(kept)); /* its verdict was written, and went with the rest */
	world_restart(w);
	CHECK_OK(world_write(w, run_exec, (void *)(uintptr_t)"DROP TRIGGER stop"));
	(void)judge(w);
	CHECK_STATE(PROMISE_ACTIVE, w, sv_from(kept));
	clock_hold(t.wake_at);
	(void)judge(w);
	world_restart(w);
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, sv_from(kept));
	CHECK_STATE(PROMISE_BROKEN, w, sv_from(broken));
	CHECK_EVENTS(w, "portal.promise_created,portal.promise_created,promise.kept,promise.broken");
}

static void hundred_accounts(struct world *w)
{
	for (int i = 0; i < 100; i++) {
		const char *number = arena_print(&w->u.arena, "%s%d", i ? "B-" : "A-", i ? i : 1);
		struct sv r;

		make_account(w, .number = number, .zone = "UTC");
		if (i == 0) {
			r = promised(w, "1", "2026-03-12");
			CHECK(r.n > 0);
			continue;
		}
		CHECK_OK(world_write(w, run_exec,
				     (void *)(uintptr_t)arena_print(&w->u.arena,
			"INSERT INTO promise (contact, id, account, reference, amount, currency, promised_date, state, made_at, "
			"session, wake_at) SELECT contact, %d, id, 'PR-X-%d', 100, 'EUR', 2461110, 'active', %lld, 7, 1 FROM "
			"account WHERE number = '%s'", i, i, (long long)WORLD_NOW, number)));
	}
}

static void check_broken(struct world *w, size_t want)
{
	struct promise_query q = { .state = PROMISE_BROKEN, .limit = 200 };
	struct promise_page page;

	CHECK_OK(service_promise_list(world_look(w), w->u.snap, &q, &page));
	CHECK_INT(want, page.items.n);
}

static void more_accounts_than_one_batch_are_all_judged(void **state)
{
	struct world *w = *state;

	hundred_accounts(w);
	clock_hold(at("2026-03-24T00:00:00Z"));
	(void)judge(w);
	check_broken(w, 100);
}

static void accounts_that_can_not_be_judged_stop_none_of_those_behind_them(void **state)
{
	static const char stop[] = "CREATE TRIGGER stop BEFORE INSERT ON event WHEN NEW.kind = 'promise.broken' AND NEW.account IN "
				   "(SELECT account FROM promise WHERE reference LIKE 'PR-X-%' AND id < 41) BEGIN SELECT "
				   "RAISE(ABORT, 'a bad account'); END"; /* more than a batch of them */
	struct world *w = *state;
	int64_t again;

	hundred_accounts(w);
	clock_hold(at("2026-03-24T00:00:00Z"));
	CHECK_OK(world_write(w, run_exec, (void *)(uintptr_t)stop));
	again = judge(w);
	check_broken(w, 60);
	CHECK(again > clock_now());
	CHECK_OK(world_write(w, run_exec, (void *)(uintptr_t)"DROP TRIGGER stop"));
	clock_hold(again);
	CHECK_INT(0, judge(w));
	check_broken(w, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_promise_is_due_when_its_day_is_over_and_broken_when_grace_is),
		WORLD_TEST(in_auckland_days_end_before_noon_utc),
		WORLD_TEST(in_los_angeles_days_end_after_seven_in_the_morning_utc),
		WORLD_TEST(of_several_zones_the_first_is_the_clock),
		WORLD_TEST(without_a_zone_the_country_is_the_clock),
		WORLD_TEST(without_zone_and_country_the_organisation_is_the_clock),
		WORLD_TEST(a_payment_on_the_evening_of_the_promise_counts_where_the_debtor_lives),
		WORLD_TEST(a_day_that_daylight_saving_shortens_ends_an_hour_earlier),
		WORLD_TEST(a_promise_is_kept_as_soon_as_its_amount_is_there),
		WORLD_TEST(money_in_the_days_of_grace_still_keeps_a_promise_and_later_money_does_not),
		WORLD_TEST(a_part_in_time_is_kept_in_part_and_the_event_says_how_much),
		WORLD_TEST(no_payment_counts_for_two_promises_also_when_they_are_judged_days_apart),
		WORLD_TEST(a_balance_of_nothing_keeps_every_open_promise_and_the_account_is_paid),
		WORLD_TEST(a_payment_of_the_book_counts_by_its_day_and_not_by_when_it_was_told),
		WORLD_TEST(a_payment_that_the_book_takes_back_counts_no_more),
		WORLD_TEST(a_book_without_invoices_tells_payments_by_its_balance),
		WORLD_TEST(an_account_that_is_with_a_person_stays_with_the_person),
		WORLD_TEST(the_account_goes_back_to_what_it_was_when_the_last_promise_is_over),
		WORLD_TEST(judging_that_stops_half_way_leaves_nothing_and_is_done_once_later),
		WORLD_TEST(more_accounts_than_one_batch_are_all_judged),
		WORLD_TEST(accounts_that_can_not_be_judged_stop_none_of_those_behind_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
