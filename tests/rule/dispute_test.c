/* What may be disputed, what it holds, what comes after. Pure. */
#include "tests/support/check.h"

#include "server/rule/dispute.h"
#include "server/rule/transition.h"

static void a_dispute_needs_a_debt_that_is_not_disputed_wholly(void **state)
{
	(void)state;
	CHECK_OK(dispute_possible(&(struct dispute_limits){ .balance = 1, .state = ACCOUNT_NEW }));
	CHECK_OK(dispute_possible(&(struct dispute_limits){ .balance = 100, .disputed = 99, .state = ACCOUNT_REVIEW }));
	CHECK_FAULT(ST_CONFLICT, "", "Nothing is owed",
		    dispute_possible(&(struct dispute_limits){ .balance = 0, .state = ACCOUNT_NEW }));
	CHECK_STATUS(ST_CONFLICT, dispute_possible(&(struct dispute_limits){ .balance = 5, .state = ACCOUNT_PAID }));
	CHECK_STATUS(ST_CONFLICT, dispute_possible(&(struct dispute_limits){ .balance = 5, .state = ACCOUNT_CLOSED }));
	CHECK_FAULT(ST_CONFLICT, "", "disputed already",
		    dispute_possible(&(struct dispute_limits){ .balance = 5, .disputed = 5, .state = ACCOUNT_REVIEW }));
}

static void no_state_but_the_end_stands_in_the_way_of_a_dispute(void **state)
{
	(void)state;
	for (int s = 1; s < account_state__end; s++) {
		enum status st = dispute_possible(&(struct dispute_limits){ .balance = 5, .state = (enum account_state)s });

		CHECK_INT(s == ACCOUNT_PAID || s == ACCOUNT_CLOSED ? ST_CONFLICT : ST_OK, st);
	}
}

static void an_amount_is_at_most_what_is_not_disputed_yet(void **state)
{
	struct dispute_limits l = { .balance = 100, .state = ACCOUNT_NEW };

	(void)state;
	CHECK_OK(dispute_amount(&l, 1));
	CHECK_OK(dispute_amount(&l, 100));
	CHECK_FAULT(ST_INVALID, "amount", "more than the balance", dispute_amount(&l, 101));
	CHECK_FAULT(ST_INVALID, "amount", "above zero", dispute_amount(&l, 0));
	CHECK_FAULT(ST_INVALID, "amount", "above zero", dispute_amount(&l, -5));
	l.disputed = 40;
	CHECK_OK(dispute_amount(&l, 60));
	CHECK_FAULT(ST_INVALID, "amount", "not disputed yet", dispute_amount(&l, 61));
}

static void holds_add_up_and_never_pass_the_balance(void **state)
{
	static const struct {
		struct dispute_claims claims;
		int64_t balance, held;
	} rows[] = {
		{ { false, 0, 0 }, 100, 0 },	 { { true, 0, 0 }, 100, 100 },	  { { true, 30, 20 }, 100, 100 },
		{ { false, 30, 20 }, 100, 50 }, { { false, 80, 40 }, 100, 100 }, { { false, 30, 0 }, 20, 20 },
		{ { true, 0, 0 }, 0, 0 },	 { { false, 10, 0 }, -5, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK_MONEY(rows[i].held, dispute_held(&rows[i].claims, rows[i].balance));
}

static void an_account_is_again_what_it_was_unless_that_is_not_true_any_more(void **state)
{
	static const struct {
		struct dispute_account was;
		int64_t balance, promises;
		enum account_state state, before;
	} rows[] = {
		{ { ACCOUNT_NEW, 0 }, 100, 0, ACCOUNT_NEW, 0 },
		{ { ACCOUNT_PAUSED, 0 }, 100, 0, ACCOUNT_PAUSED, 0 },
		{ { ACCOUNT_REVIEW, 0 }, 100, 0, ACCOUNT_REVIEW, 0 }, /* somebody looked at it before */
		{ { ACCOUNT_PAUSED, 0 }, 100, 1, ACCOUNT_PAUSED, 0 },
		{ { ACCOUNT_NEW, 0 }, 0, 0, ACCOUNT_PAID, 0 },
		{ { ACCOUNT_AUTO, 0 }, 100, 1, ACCOUNT_PROMISED, ACCOUNT_AUTO }, /* promised meanwhile */
		{ { ACCOUNT_AUTO, ACCOUNT_TALKING }, 100, 0, ACCOUNT_AUTO, 0 },
		{ { ACCOUNT_PROMISED, ACCOUNT_AUTO }, 100, 1, ACCOUNT_PROMISED, ACCOUNT_AUTO },
		{ { ACCOUNT_OVERDUE, ACCOUNT_AUTO }, 100, 1, ACCOUNT_OVERDUE, ACCOUNT_AUTO },
		{ { ACCOUNT_PROMISED, ACCOUNT_AUTO }, 100, 0, ACCOUNT_AUTO, 0 }, /* ended meanwhile */
		{ { ACCOUNT_OVERDUE, ACCOUNT_NEW }, 100, 0, ACCOUNT_NEW, 0 },
		{ { ACCOUNT_PROMISED, 0 }, 100, 0, ACCOUNT_PENDING, 0 },
		{ { ACCOUNT_PAID, 0 }, 100, 0, ACCOUNT_PENDING, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dispute_account got = dispute_account_after(rows[i].was, rows[i].balance, rows[i].promises);

		if (got.state != rows[i].state || got.before != rows[i].before)
			fail_msg("row %zu: got %s, before %s", i, choice_text(&account_state_choice, (int)got.state),
				 got.before ? choice_text(&account_state_choice, (int)got.before) : "none");
	}
	CHECK_INT(INVOICE_OPEN, dispute_invoice_after(100, 100));
	CHECK_INT(INVOICE_PART_PAID, dispute_invoice_after(100, 40));
	CHECK_INT(INVOICE_PAID, dispute_invoice_after(100, 0));
}

static void a_dispute_that_ended_never_moves_again(void **state)
{
	(void)state;
	for (int to = 1; to < dispute_state__end; to++) {
		CHECK(!transition_may(&dispute_transitions, DISPUTE_RESOLVED, to));
		CHECK(!transition_may(&dispute_transitions, DISPUTE_REJECTED, to));
		CHECK_INT(to == DISPUTE_INVESTIGATING, transition_may(&dispute_transitions, to, DISPUTE_OPEN)); /* it was left */
	}
	CHECK(transition_may(&dispute_transitions, DISPUTE_OPEN, DISPUTE_INVESTIGATING));
	CHECK(transition_may(&dispute_transitions, DISPUTE_OPEN, DISPUTE_RESOLVED));
	CHECK(transition_may(&dispute_transitions, DISPUTE_INVESTIGATING, DISPUTE_REJECTED));
	CHECK(!transition_may(&dispute_transitions, DISPUTE_INVESTIGATING, DISPUTE_INVESTIGATING));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dispute_needs_a_debt_that_is_not_disputed_wholly),
		cmocka_unit_test(no_state_but_the_end_stands_in_the_way_of_a_dispute),
		cmocka_unit_test(an_amount_is_at_most_what_is_not_disputed_yet),
		cmocka_unit_test(holds_add_up_and_never_pass_the_balance),
		cmocka_unit_test(an_account_is_again_what_it_was_unless_that_is_not_true_any_more),
		cmocka_unit_test(a_dispute_that_ended_never_moves_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
