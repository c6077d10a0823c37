/* Promises: limits, moving, cancelling, and judging, as tables. Days are small numbers; 100 is today. */
#include "tests/support/check.h"

#include "server/rule/promise.h"

#define EUR ((struct currency){ "EUR" })
enum { TODAY = 100 };

static struct promise_limits limits(void)
{
	return (struct promise_limits){ .balance = 10000, .most_open = 3, .today = TODAY, .latest_days = 60,
					.state = ACCOUNT_NEW, .currency = EUR };
}

static void an_amount_stays_within_every_limit_that_is_set(void **state)
{
	static const struct {
		int64_t promised, disputed, least_amount, least_share, amount;
		enum status want;
		const char *words;
	} cases[] = {
		{ 0, 0, 0, 0, 1, ST_OK, "" },
		{ 0, 0, 0, 0, 10000, ST_OK, "" },
		{ 0, 0, 0, 0, 0, ST_INVALID, "above zero" },
		{ 0, 0, 0, 0, -1, ST_INVALID, "above zero" },
		{ 0, 0, 0, 0, 10001, ST_INVALID, "more than the balance of 100.00 EUR" },
		{ 0, 0, 500, 0, 499, ST_INVALID, "smallest amount possible is 5.00 EUR" },
		{ 0, 0, 500, 0, 500, ST_OK, "" },
		{ 0, 0, 0, 10, 999, ST_INVALID, "smallest amount possible is 10.00 EUR" },
		{ 0, 0, 0, 10, 1000, ST_OK, "" },
		{ 0, 0, 500, 10, 999, ST_INVALID, "smallest amount possible is 10.00 EUR" },
		{ 0, 0, 2000, 10, 1999, ST_INVALID, "smallest amount possible is 20.00 EUR" },
		{ 9900, 0, 500, 0, 100, ST_OK, "" }, /* the rest may always be promised */
		{ 9900, 0, 500, 0, 99, ST_INVALID, "smallest amount possible is 1.00 EUR" },
		{ 6000, 0, 0, 0, 4000, ST_OK, "" },
		{ 6000, 0, 0, 0, 4001, ST_INVALID, "60.00 EUR is promised already. The largest amount possible is 40.00 EUR" },
		{ 0, 2500, 0, 0, 7501, ST_INVALID, "25.00 EUR is under dispute. The largest amount possible is 75.00 EUR" },
		{ 6000, 2500, 0, 0, 1501, ST_INVALID,
		  "60.00 EUR is promised already and 25.00 EUR is under dispute. The largest amount possible is 15.00 EUR" },
		{ 10000, 0, 0, 0, 1, ST_CONFLICT, "whole balance is promised" },
		{ 0, 10000, 0, 0, 1, ST_CONFLICT, "whole balance is under dispute" },
		{ 6000, 4000, 0, 0, 1, ST_CONFLICT, "60.00 EUR is promised already and 40.00 EUR is under dispute" },
		{ 9000, 9000, 0, 0, 1, ST_CONFLICT, "Nothing is left" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct promise_limits l = limits();

		l.promised = cases[i].promised;
		l.disputed = cases[i].disputed;
		l.least_amount = cases[i].least_amount;
		l.least_share = cases[i].least_share;
		if (cases[i].want == ST_OK)
			CHECK_OK(promise_check(&l, cases[i].amount, TODAY));
		else
			CHECK_FAULT(cases[i].want, cases[i].want == ST_INVALID ? "amount" : "", cases[i].words,
				    promise_check(&l, cases[i].amount, TODAY));
	}
}

static void a_share_of_a_large_balance_does_not_overflow(void **state)
{
	struct promise_limits l = limits();

	(void)state;
	l.balance = INT64_MAX / 2;
	l.least_share = 100;
	CHECK_INT(l.balance, promise_least(&l));
	l.least_share = 1;
	CHECK_INT(l.balance / 100, promise_least(&l));
}

static void a_day_lies_between_the_first_and_the_last(void **state)
{
	static const struct {
		int64_t first_days, latest_days, day;
		enum status want;
		const char *words;
	} cases[] = {
		{ 0, 60, TODAY, ST_OK, "" },
		{ 0, 60, TODAY - 1, ST_INVALID, "has passed" },
		{ 0, 60, TODAY + 60, ST_OK, "" },
		{ 0, 60, TODAY + 61, ST_INVALID, "latest day possible" },
		{ 1, 60, TODAY, ST_INVALID, "earliest day possible" },
		{ 1, 60, TODAY + 1, ST_OK, "" },
		{ 60, 5, TODAY + 5, ST_OK, "" }, /* limits that cross leave the last day */
		{ 60, 5, TODAY + 4, ST_INVALID, "earliest day possible" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct promise_limits l = limits();

		l.first_days = cases[i].first_days;
		l.latest_days = cases[i].latest_days;
		if (cases[i].want == ST_OK)
			CHECK_OK(promise_check(&l, 100, cases[i].day));
		else
			CHECK_FAULT(ST_INVALID, "promised_date", cases[i].words, promise_check(&l, 100, cases[i].day));
	}
}

static struct promise_change change(void)
{
	return (struct promise_change){ .state = PROMISE_ACTIVE, .day = TODAY + 5, .original_day = TODAY + 5,
					.most_moves = 1, .move_days = 14, .today = TODAY, .latest_days = 60,
					.may_cancel = true };
}

static void a_promise_moves_to_a_later_day_within_both_limits(void **state)
{
	struct promise_change c = change();

	(void)state;
	CHECK_FAULT(ST_INVALID, "promised_date", "promised already", promise_move_check(&c, TODAY + 5));
	CHECK_FAULT(ST_INVALID, "promised_date", "earliest", promise_move_check(&c, TODAY + 4));
	CHECK_FAULT(ST_INVALID, "promised_date", "has passed", promise_move_check(&c, TODAY - 1));
	CHECK_OK(promise_move_check(&c, TODAY + 6));
	CHECK_OK(promise_move_check(&c, TODAY + 19));
	CHECK_FAULT(ST_INVALID, "promised_date", "latest", promise_move_check(&c, TODAY + 20));
	c.latest_days = 10;
	CHECK_FAULT(ST_INVALID, "promised_date", "latest", promise_move_check(&c, TODAY + 11));
	c.day = TODAY; /* still on its own day */
	CHECK_OK(promise_move_check(&c, TODAY + 1));
}

static void a_promise_moves_only_so_often_and_only_while_it_is_open(void **state)
{
	struct promise_change c = change();

	(void)state;
	c.moves = 1;
	CHECK_FAULT(ST_CONFLICT, "", "as often as possible (1)", promise_may_move(&c));
	c.most_moves = 2;
	CHECK_OK(promise_may_move(&c));
	c.most_moves = c.moves = 0;
	CHECK_FAULT(ST_CONFLICT, "", "can not be moved", promise_may_move(&c));
	c = change();
	c.original_day = TODAY - 10; /* 14 days after it lie before the day it has now */
	CHECK_FAULT(ST_CONFLICT, "", "no later day", promise_may_move(&c));
	for (int s = 1; s < promise_state__end; s++) {
		c = change();
		c.state = (enum promise_state)s;
		CHECK_STATUS(s == PROMISE_ACTIVE ? ST_OK : ST_CONFLICT, promise_may_move(&c));
		CHECK_STATUS(s == PROMISE_ACTIVE ? ST_OK : ST_CONFLICT, promise_may_cancel(&c));
	}
	c = change();
	c.today = c.day + 1; /* not judged yet */
	CHECK_FAULT(ST_CONFLICT, "", "day of this promise is over", promise_may_move(&c));
}

static void a_promise_is_cancelled_before_its_day_where_that_is_allowed(void **state)
{
	struct promise_change c = change();

	(void)state;
	c.today = c.day - 1;
	CHECK_OK(promise_may_cancel(&c));
	c.today = c.day;
	CHECK_FAULT(ST_CONFLICT, "", "on its own day", promise_may_cancel(&c));
	c = change();
	c.may_cancel = false;
	CHECK_FAULT(ST_CONFLICT, "", "can not be cancelled here", promise_may_cancel(&c));
}

/* Judging: promises {amount, made day, day}, money {day, amount}; told and made at noon of their day. */
enum { MOST = 4, NOON = 12 };
struct judged {
	const char *name;
	int64_t today, balance;
	struct {
		int64_t amount, made, day;
	} p[MOST];
	struct {
		int64_t day, amount, told; /* told 0: on its day */
	} m[MOST];
	struct {
		enum promise_state state;
		int64_t paid;
	} want[MOST]; /* in the order of p */
};
#define OPEN(paid)    { PROMISE_ACTIVE, paid }
#define CHECKED(paid) { PROMISE_VERIFYING, paid }
#define KEPT(paid)    { PROMISE_KEPT, paid }
#define PARTLY(paid)  { PROMISE_PARTLY_KEPT, paid }
#define BROKEN        { PROMISE_BROKEN, 0 }

static const struct judged cases[] = {
	{ "nothing yet", 100, 500, { { 50, 100, 105 } }, { { 0 } }, { OPEN(0) } },
	{ "on its day", 105, 500, { { 50, 100, 105 } }, { { 0 } }, { OPEN(0) } },
	{ "the day after", 106, 500, { { 50, 100, 105 } }, { { 0 } }, { CHECKED(0) } },
	{ "the last day of grace", 108, 500, { { 50, 100, 105 } }, { { 0 } }, { CHECKED(0) } },
	{ "grace over", 109, 500, { { 50, 100, 105 } }, { { 0 } }, { BROKEN } },
	{ "grace over, a part", 109, 500, { { 50, 100, 105 } }, { { 104, 20, 0 } }, { PARTLY(20) } },
	{ "a part, day not over", 104, 500, { { 50, 100, 105 } }, { { 104, 20, 0 } }, { OPEN(20) } },
	{ "paid early", 103, 500, { { 50, 100, 105 } }, { { 102, 50, 0 } }, { KEPT(50) } },
	{ "paid in parts", 105, 500, { { 50, 100, 105 } }, { { 102, 20, 0 }, { 105, 30, 0 } }, { KEPT(50) } },
	{ "more than promised", 103, 500, { { 50, 100, 105 } }, { { 102, 80, 0 } }, { KEPT(50) } },
	{ "paid on the day it was made, before", 103, 500, { { 50, 100, 105 } }, { { 100, 50, 99 } }, { OPEN(0) } },
	{ "paid before it was made, told after", 103, 500, { { 50, 100, 105 } }, { { 99, 50, 101 } }, { OPEN(0) } },
	{ "paid within grace", 107, 500, { { 50, 100, 105 } }, { { 107, 50, 0 } }, { KEPT(50) } },
	{ "on the last day of grace", 108, 500, { { 50, 100, 105 } }, { { 108, 50, 0 } }, { KEPT(50) } },
	{ "after grace, judged late", 120, 500, { { 50, 100, 105 } }, { { 109, 50, 0 } }, { BROKEN } },
	{ "in time, told late, judged late", 120, 500, { { 50, 100, 105 } }, { { 105, 50, 119 } }, { KEPT(50) } },
	{ "the balance is paid", 103, 0, { { 50, 100, 105 }, { 20, 100, 110 } }, { { 0 } }, { KEPT(0), KEPT(0) } },
	{ "the balance is paid, money for one", 103, -5, { { 50, 100, 105 }, { 20, 100, 110 } }, { { 102, 50, 0 } },
	  { KEPT(50), KEPT(0) } },
	{ "the nearer day takes first", 104, 500, { { 50, 100, 110 }, { 40, 100, 105 } }, { { 103, 60, 0 } },
	  { OPEN(20), KEPT(40) } },
	{ "of one day the older takes first", 104, 500, { { 50, 101, 105 }, { 50, 100, 105 } }, { { 103, 60, 0 } },
	  { OPEN(10), KEPT(50) } },
	{ "no money counts twice", 109, 500, { { 50, 100, 105 }, { 50, 100, 104 } }, { { 103, 50, 0 } },
	  { BROKEN, KEPT(50) } },
	{ "the older money goes to the nearer day, the newer is left for the other", 104, 500,
	  { { 50, 103, 110 }, { 50, 100, 105 } }, { { 104, 50, 0 }, { 102, 50, 0 } }, { KEPT(50), KEPT(50) } },
	{ "money too late for one serves the other", 109, 500, { { 50, 100, 105 }, { 50, 100, 110 } },
	  { { 109, 50, 0 } }, { BROKEN, KEPT(50) } },
	{ "a payment taken back counts no more", 109, 500, { { 50, 100, 105 } }, { { 102, 50, 0 }, { 104, -50, 0 } },
	  { BROKEN } },
	{ "a part taken back", 109, 500, { { 50, 100, 105 } }, { { 102, 50, 0 }, { 104, -20, 0 } }, { PARTLY(30) } },
	{ "what is taken back undoes the newest", 106, 500, { { 30, 100, 105 }, { 30, 103, 105 } },
	  { { 101, 30, 0 }, { 103, 30, 0 }, { 104, -30, 0 } }, { KEPT(30), CHECKED(0) } },
	{ "taken back before anything came harms nothing", 105, 500, { { 50, 100, 105 } },
	  { { 101, -50, 0 }, { 104, 50, 0 } }, { KEPT(50) } },
};

/* The same while, and after, holds are in the way. */
static const struct judged_held {
	struct judged c;
	int64_t held, released;
	int64_t until; /* of the first; 0: not looked at */
} held_cases[] = {
	{ { "all is disputed", 120, 100, { { 50, 100, 105 } }, { { 0 } }, { OPEN(0) } },
	  .held = 100 },
	{ { "more is disputed than leaves the promise", 120, 100, { { 50, 100, 105 } }, { { 0 } }, { OPEN(0) } },
	  .held = 51 },
	{ { "the disputed part leaves the promise", 120, 100, { { 50, 100, 105 } }, { { 0 } }, { BROKEN } },
	  .held = 50 },
	{ { "what came in leaves the rest", 120, 80, { { 50, 100, 105 } }, { { 104, 20, 0 } }, { PARTLY(20) } },
	  .held = 50 },
	{ { "paid in spite of the dispute, late", 120, 50, { { 50, 100, 105 } }, { { 118, 50, 0 } }, { KEPT(50) } },
	  .held = 50 },
	{ { "a part paid late in spite of the dispute", 120, 80, { { 50, 100, 105 } }, { { 118, 20, 0 } }, { OPEN(20) } },
	  .held = 51 },
	{ { "room for the first of two", 120, 100, { { 40, 100, 105 }, { 40, 100, 106 } }, { { 0 } }, { BROKEN, OPEN(0) } },
	  .held = 50 },
	{ { "room for the second, which is smaller", 120, 100, { { 40, 100, 105 }, { 20, 100, 106 } }, { { 0 } }, { OPEN(0), BROKEN } },
	  .held = 70 },
	{ { "the balance is paid while it is disputed", 120, 0, { { 50, 100, 105 } }, { { 0 } }, { KEPT(0) } },
	  .held = 0 },
	{ { "the dispute ended today", 120, 100, { { 50, 100, 105 } }, { { 0 } }, { CHECKED(0) } },
	  .released = 120, .until = 123 },
	{ { "the last day after it", 123, 100, { { 50, 100, 105 } }, { { 0 } }, { CHECKED(0) } },
	  .released = 120, .until = 123 },
	{ { "grace after it is over", 124, 100, { { 50, 100, 105 } }, { { 0 } }, { BROKEN } },
	  .released = 120 },
	{ { "paid after the dispute", 124, 100, { { 50, 100, 105 } }, { { 123, 50, 0 } }, { KEPT(50) } },
	  .released = 120 },
	{ { "paid too late after it", 124, 100, { { 50, 100, 105 } }, { { 124, 50, 0 } }, { BROKEN } },
	  .released = 120 },
	{ { "a dispute that ended before the day gives no more", 109, 100, { { 50, 100, 105 } }, { { 0 } }, { BROKEN } },
	  .released = 105 },
};

static void judge_case(const struct judged_held *h, bool turned)
{
	const struct judged *c = &h->c;
	struct promise_terms t = { .today = c->today, .grace_days = 3, .balance = c->balance, .held = h->held,
				   .released = h->released };
	struct promise_open p[MOST];
	struct promise_money m[MOST];
	struct promise_take takes[2 * MOST];
	size_t n = 0, n_money = 0, n_takes = 99;
	int64_t taken[MOST] = { 0 }, from[MOST] = { 0 };

	while (n < MOST && c->p[n].amount)
		n++;
	while (n_money < MOST && c->m[n_money].amount)
		n_money++;
	for (size_t i = 0; i < n; i++)
		p[turned ? n - 1 - i : i] = (struct promise_open){ .id = (int64_t)i, .amount = c->p[i].amount,
								   .made_at = c->p[i].made * 24 + NOON,
								   .made_day = c->p[i].made, .day = c->p[i].day,
								   .state = PROMISE_ACTIVE };
	for (size_t i = 0; i < n_money; i++)
		m[turned ? n_money - 1 - i : i] = (struct promise_money){
			.day = c->m[i].day,
			.told_at = (c->m[i].told ? c->m[i].told : c->m[i].day) * 24 + NOON,
			.amount = c->m[i].amount,
			.row = i,
		};
	promise_judge(p, n, m, n_money, &t, takes, &n_takes);
	CHECK(n_takes <= n + n_money);
	for (size_t i = 0; i < n; i++) {
		if (!promise_ended(p[i].next) && p[i].look_day < c->today)
			fail_msg("%s: promise %zu would be looked at for ever", c->name, i);
		if (h->until && p[i].id == 0)
			CHECK_INT(h->until, p[i].until);
	}
	for (size_t i = 0; i < n_takes; i++) {
		CHECK(takes[i].amount > 0);
		taken[p[takes[i].promise].id] += takes[i].amount;
		from[m[takes[i].money].row] += takes[i].amount;
	}
	for (size_t i = 0; i < n_money; i++)
		if (from[i] > (c->m[i].amount > 0 ? c->m[i].amount : 0))
			fail_msg("%s: money %zu counted for more than it is", c->name, i);
	for (size_t i = 0; i < n; i++) {
		size_t want = (size_t)p[i].id;

		if (p[i].next != c->want[want].state || p[i].paid != c->want[want].paid ||
		    taken[want] != p[i].paid)
			fail_msg("%s%s: promise %zu: want %s with %" PRId64 ", got %s with %" PRId64, c->name,
				 turned ? " (turned around)" : "", want,
				 choice_text(&promise_state_choice, (int)c->want[want].state), c->want[want].paid,
				 choice_text(&promise_state_choice, (int)p[i].next), p[i].paid);
	}
}

static void promises_are_judged_as_the_table_says_in_whatever_order_they_come(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		judge_case(&(struct judged_held){ .c = cases[i] }, false);
		judge_case(&(struct judged_held){ .c = cases[i] }, true);
	}
}

static void what_may_not_be_collected_puts_judging_off_and_gives_grace_anew(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(held_cases); i++) {
		judge_case(&held_cases[i], false);
		judge_case(&held_cases[i], true);
	}
}

static void a_promise_that_is_being_checked_stays_so_when_its_day_comes_again_further_west(void **state)
{
	struct promise_terms t = { .today = 105, .grace_days = 3, .balance = 500 };
	struct promise_open p = { .amount = 50, .made_day = 100, .day = 105, .state = PROMISE_VERIFYING };
	struct promise_take takes[1];
	size_t n;

	(void)state;
	promise_judge(&p, 1, NULL, 0, &t, takes, &n);
	CHECK_INT(PROMISE_VERIFYING, p.next);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_amount_stays_within_every_limit_that_is_set),
		cmocka_unit_test(a_share_of_a_large_balance_does_not_overflow),
		cmocka_unit_test(a_day_lies_between_the_first_and_the_last),
		cmocka_unit_test(a_promise_moves_to_a_later_day_within_both_limits),
		cmocka_unit_test(a_promise_moves_only_so_often_and_only_while_it_is_open),
		cmocka_unit_test(a_promise_is_cancelled_before_its_day_where_that_is_allowed),
		cmocka_unit_test(promises_are_judged_as_the_table_says_in_whatever_order_they_come),
		cmocka_unit_test(what_may_not_be_collected_puts_judging_off_and_gives_grace_anew),
		cmocka_unit_test(a_promise_that_is_being_checked_stays_so_when_its_day_comes_again_further_west),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
