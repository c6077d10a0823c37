/* The account's page through route, guards and template: with nothing, with everything, settled; and what may be done. */
#include "tests/support/visit.h"

#include "common/clock.h"

static enum status run_exec(struct tx *tx, void *arg)
{
	return store_exec(tx, arg);
}

static void exec(struct visit *v, const char *sql)
{
	CHECK_OK(world_write(v->w, run_exec, (void *)(uintptr_t)sql));
}

static const char *account_path(struct visit *v)
{
	return arena_print(&v->w->u.arena, "/account/%lld", (long long)v->account);
}

static void fill(struct visit *v)
{
	exec(v, "UPDATE account SET original_amount = 120000, interest = 4450, fees = 1500, payments = 2000, credits = 0, "
		"itemization_date = 2460900 WHERE number = 'A-1';"
		"INSERT INTO invoice (account, number, issued, due, amount, open, state) SELECT id, 'I-1', 2460800, 2460830, "
		"100000, 98000, 'part_paid' FROM account WHERE number = 'A-1';"
		"INSERT INTO invoice (account, number, issued, due, amount, open, state) SELECT id, 'I-2 <b>', NULL, NULL, 25450, "
		"25450, 'open' FROM account WHERE number = 'A-1';"
		"INSERT INTO paid (account, id, invoice, day, amount, import) SELECT id, 1, 'I-1', 2460950, 2500, 1 FROM account "
		"WHERE number = 'A-1';"
		"INSERT INTO paid (account, id, invoice, day, amount, import) SELECT id, 2, 'I-1', 2460960, -500, 1 FROM account "
		"WHERE number = 'A-1'");
}

static void the_page_shows_what_is_on_file_and_no_more(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	visit_get(&v, account_path(&v));
	CHECK_INT(200, v.status);
	visit_golden(&v, "account");
	fill(&v);
	visit_get(&v, account_path(&v));
	visit_golden(&v, "account-full");
	visit_get(&v, arena_print(&v.w->u.arena, "%s?invoices=2&payments=x", account_path(&v)));
	CHECK_INT(200, v.status);
}

static void a_settled_account_is_shown_calmly(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	exec(&v, "UPDATE account SET state = 'paid', balance = 0 WHERE number = 'A-1'");
	visit_get(&v, account_path(&v));
	CHECK(visit_says(&v, "Nothing is owed on this account."));
	CHECK(!visit_says(&v, "Past due") && !visit_says(&v, "/promise\""));
	visit_get(&v, "/home");
	visit_golden(&v, "home-settled");
}

static void what_can_be_done_is_all_of_one_style_and_goes_with_its_section(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	visit_get(&v, account_path(&v));
	CHECK(visit_says(&v, "class=\"button-quiet\" href=\"/account/"));
	CHECK(!visit_says(&v, "class=\"button\"")); /* nothing stands above anything */
	CHECK(visit_says(&v, "/promise\""));
	exec(&v, "INSERT INTO setting (name, value, put_at) VALUES ('section.promises', 'off', 0)");
	visit_get(&v, account_path(&v));
	CHECK(!visit_says(&v, "/promise\""));
	visit_get(&v, "/home");
	CHECK(!visit_says(&v, "/promise\""));
}

static void an_account_that_is_not_the_visitors_is_not_found_whoever_it_belongs_to(void **state)
{
	struct visit v = visit_with_link(*state);
	int64_t other = make_account(v.w, .number = "B-9", .name = "Someone Else");
	struct sv first;

	visit_answer(&v, "4321");
	visit_get(&v, arena_print(&v.w->u.arena, "/account/%lld", (long long)other));
	CHECK_INT(404, v.status);
	first = v.page;
	visit_get(&v, "/account/12");
	CHECK_INT(404, v.status);
	CHECK_INT(first.n, v.page.n);
	visit_get(&v, "/account/x");
	CHECK_INT(404, v.status);
	v.session = SV("");
	visit_get(&v, account_path(&v));
	CHECK_INT(303, v.status);
}

static void a_hundred_accounts_stay_usable(void **state)
{
	struct visit v = visit_with_link(*state);

	for (int i = 0; i < 110; i++)
		make_account(v.w, .number = arena_print(&v.w->u.arena, "M-%03d", i), .contact = "C-1", .balance = 1000);
	visit_answer(&v, "4321");
	visit_get(&v, "/home");
	CHECK(visit_says(&v, "<summary>94 more accounts</summary>"));
	CHECK(visit_says(&v, "href=\"/home?after="));
	CHECK(v.page.n < 60000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(the_page_shows_what_is_on_file_and_no_more),
		WORLD_TEST(a_settled_account_is_shown_calmly),
		WORLD_TEST(what_can_be_done_is_all_of_one_style_and_goes_with_its_section),
		WORLD_TEST(an_account_that_is_not_the_visitors_is_not_found_whoever_it_belongs_to),
		WORLD_TEST(a_hundred_accounts_stay_usable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
