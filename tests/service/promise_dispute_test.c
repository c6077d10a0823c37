/* Promises and disputes: nobody is blamed for not paying what may not be collected, and an account is afterwards what it
 * was before. */
#include "tests/service/promise_fixture.h"

#include "tests/service/dispute_world.h"

#include <string.h>

#define CHECK_STATE(want, w, reference) CHECK_INT(want, shown((w), (reference)).state)
#define CHECK_ACCOUNT(want, w) CHECK_INT(want, account_of((w), "A-1").state)
#define WAITS "being looked into"

static void exec(struct world *w, const char *text)
{
	CHECK_OK(world_write(w, run_exec, (void *)(uintptr_t)text));
}

static struct sv filed(struct world *w, const char *part, const char *amount)
{
	struct filing f = filing(w, "wrong_amount", part, amount);

	CHECK_OK(world_write(w, run_file, &f));
	return f.reference;
}

static int64_t judged_at(struct world *w, const char *iso)
{
	clock_hold(at(iso));
	return judge(w);
}

/* What the page of the promise says under its title. */
static struct sv page_text(struct world *w, struct sv reference)
{
	struct view_receipt v = { .reference = SV_NONE };

	CHECK_OK(service_promise_page(world_look(w), w->u.snap, account_of(w, "A-1").contact, reference, zone_of("UTC"), &v));
	return v.text;
}

static bool says(struct sv text, const char *words)
{
	return memmem(text.p, text.n, words, strlen(words)) != NULL;
}

static void a_promise_over_what_is_disputed_waits_for_the_end_of_the_dispute(void **state)
{
	struct world *w = *state;
	struct sv p, d;

	make_account(w, .zone = "UTC");
	p = promised(w, "40", "2026-03-20");
	d = filed(w, "whole", "");
	CHECK(says(page_text(w, p), WAITS));
	CHECK_INT(at("2026-03-22T00:00:00Z"), judged_at(w, "2026-03-21T12:00:00Z")); /* each day */
	CHECK_STATE(PROMISE_ACTIVE, w, p);
	(void)judged_at(w, "2026-04-10T12:00:00Z");
	CHECK_STATE(PROMISE_ACTIVE, w, p);
	CHECK(says(page_text(w, p), WAITS));
	CHECK_OK(resolve(w, d, OUTCOME_REJECTED));
	CHECK_INT(at("2026-04-14T00:00:00Z"), judge(w)); /* at once, and three days of grace from now */
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	CHECK_ACCOUNT(ACCOUNT_OVERDUE, w);
	CHECK(!says(page_text(w, p), WAITS));
	(void)judged_at(w, "2026-04-13T23:59:59Z");
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	(void)judged_at(w, "2026-04-14T00:00:00Z");
	CHECK_STATE(PROMISE_BROKEN, w, p);
	CHECK_ACCOUNT(ACCOUNT_NEW, w);
}

static void a_promise_that_is_being_checked_waits_as_well(void **state)
{
	struct world *w = *state;
	struct sv p, d;

	make_account(w, .zone = "UTC");
	p = promised(w, "40", "2026-03-20");
	(void)judged_at(w, "2026-03-22T12:00:00Z");
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	CHECK_ACCOUNT(ACCOUNT_OVERDUE, w);
	d = filed(w, "amount", "60.01");
	(void)judged_at(w, "2026-03-30T12:00:00Z");
	CHECK_STATE(PROMISE_VERIFYING, w, p);
	CHECK(says(page_text(w, p), WAITS));
	exec(w, "UPDATE account SET state = 'promise_overdue'"); /* somebody moved it on */
	(void)judged_at(w, "2026-03-31T12:00:00Z");
	CHECK_ACCOUNT(ACCOUNT_PROMISED, w); /* nothing is missing now */
	CHECK_OK(resolve(w, d, OUTCOME_RESOLVED));
	(void)judged_at(w, "2026-04-04T00:00:00Z");
	CHECK_STATE(PROMISE_BROKEN, w, p);
}

static void a_dispute_that_leaves_the_promised_amount_stops_nothing(void **state)
{
	struct world *w = *state;
	struct sv p;

	make_account(w, .zone = "UTC");
	p = promised(w, "40", "2026-03-20");
	(void)filed(w, "amount", "60");
	CHECK(!says(page_text(w, p), WAITS));
	(void)judged_at(w, "2026-03-24T00:00:00Z");
	CHECK_STATE(PROMISE_BROKEN, w, p);
}

static void money_that_comes_while_it_waits_counts(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct sv p = promised(w, "40", "2026-03-20"), d = filed(w, "whole", "");

	clock_hold(at("2026-04-10T12:00:00Z"));
	pay(w, account, 1500);
	(void)judge(w);
	CHECK_STATE(PROMISE_ACTIVE, w, p);
	CHECK_MONEY(1500, shown(w, p).paid);
	CHECK_OK(resolve(w, d, OUTCOME_REJECTED));
	(void)judge(w);
	CHECK_MONEY(1500, shown(w, p).paid);
	clock_move(86400000);
	pay(w, account, 2500);
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, p);
}

static void a_promise_waits_for_the_name_of_the_original_creditor(void **state)
{
	struct world *w = *state;
	struct creditor_page page;
	struct asking a;
	struct sv p;

	make_account(w, .zone = "UTC");
	p = promised(w, "40", "2026-03-20");
	a = asking(w);
	CHECK_OK(world_write(w, run_ask, &a));
	(void)judged_at(w, "2026-04-10T12:00:00Z");
	CHECK_STATE(PROMISE_ACTIVE, w, p);
	CHECK_OK(service_creditor_list(world_look(w), w->u.snap, &(struct creditor_query){ .all = false }, &page));
	a.answer = (struct creditor_answer){ .request = page.items.at[0].request, .original = SV("First Bank"),
					     .address = SV("1 Main Street") };
	CHECK_OK(world_write(w, run_answer, &a));
	CHECK_INT(at("2026-04-14T00:00:00Z"), judge(w));
	CHECK_STATE(PROMISE_VERIFYING, w, p);
}

static void a_promise_that_ended_during_a_dispute_gives_the_account_back_what_it_was(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct sv p, d;

	exec(w, "UPDATE account SET state = 'auto_management'");
	p = promised(w, "40", "2026-03-20");
	d = filed(w, "amount", "25");
	CHECK_ACCOUNT(ACCOUNT_REVIEW, w);
	clock_move(86400000);
	pay(w, account, 4000);
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, p);
	CHECK_OK(resolve(w, d, OUTCOME_REJECTED));
	CHECK_ACCOUNT(ACCOUNT_AUTO, w);
}

static void a_promise_made_during_a_dispute_gives_the_account_back_what_it_was(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct sv p, d;

	exec(w, "UPDATE account SET state = 'auto_management'");
	d = filed(w, "amount", "25");
	p = promised(w, "40", "2026-03-20");
	CHECK_ACCOUNT(ACCOUNT_REVIEW, w);
	CHECK_OK(resolve(w, d, OUTCOME_REJECTED));
	CHECK_ACCOUNT(ACCOUNT_PROMISED, w);
	clock_move(86400000);
	pay(w, account, 4000);
	(void)judge(w);
	CHECK_STATE(PROMISE_KEPT, w, p);
	CHECK_ACCOUNT(ACCOUNT_AUTO, w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_promise_over_what_is_disputed_waits_for_the_end_of_the_dispute),
		WORLD_TEST(a_promise_that_is_being_checked_waits_as_well),
		WORLD_TEST(a_dispute_that_leaves_the_promised_amount_stops_nothing),
		WORLD_TEST(money_that_comes_while_it_waits_counts),
		WORLD_TEST(a_promise_waits_for_the_name_of_the_original_creditor),
		WORLD_TEST(a_promise_that_ended_during_a_dispute_gives_the_account_back_what_it_was),
		WORLD_TEST(a_promise_made_during_a_dispute_gives_the_account_back_what_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
