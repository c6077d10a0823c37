/* The first page and an account's page: what is shown, how many, to whom, and that sums are sums. */
#include "tests/service/promise_fixture.h"

#include "server/service/account_page.h"
#include "server/service/home.h"

static struct view_home home(struct world *w, int64_t contact, int64_t after)
{
	struct view_home v = { .name = SV_NONE };

	CHECK_OK(service_home(world_look(w), w->u.snap, &(struct home_ask){ contact, after, zone_utc() }, &v));
	return v;
}

static struct view_account_page page(struct world *w, const char *number, int64_t invoices, int64_t payments)
{
	struct account_core c = account_of(w, number);
	struct account_ask q = { c.contact, c.id, invoices, payments, zone_utc() };
	struct view_account_page v = { .number = SV_NONE };

	CHECK_OK(service_account_page(world_look(w), w->u.snap, &q, &v));
	return v;
}

static void exec(struct world *w, const char *sql)
{
	CHECK_OK(world_write(w, run_exec, (void *)(uintptr_t)sql));
}

static void hundreds_of_accounts_come_in_pages_and_the_sums_are_of_all(void **state)
{
	struct world *w = *state;
	struct view_home v;
	int64_t contact, after = 0, seen = 0;

	for (int i = 0; i < 230; i++)
		make_account(w, .number = arena_print(&w->u.arena, "A-%d", i), .contact = "C-1", .balance = 100 + i,
			     .currency = i % 2 ? "USD" : "EUR");
	contact = account_of(w, "A-0").contact;
	v = home(w, contact, 0);
	CHECK_INT(6, v.accounts.n);
	CHECK_INT(94, v.more.n);
	CHECK_INT(2, v.totals.n);
	CHECK_MONEY(115 * 100 + 114 * 115, v.totals.at[0].balance); /* EUR: 100, 102 ... 328 */
	CHECK_MONEY(115 * 101 + 114 * 115, v.totals.at[1].balance);
	for (int pages = 0; pages < 4; pages++) {
		struct sv rest;

		v = home(w, contact, after);
		seen += (int64_t)(v.accounts.n + v.more.n + v.settled.n);
		if (!v.next_path.n)
			break;
		rest = v.next_path;
		(void)sv_cut(&rest, '=');
		CHECK(sv_int(rest, &after));
	}
	CHECK_INT(230, seen);
}

static void settled_accounts_stand_apart_and_are_no_part_of_what_is_owed(void **state)
{
	struct world *w = *state;
	struct view_home v;

	make_account(w, .number = "A-1", .contact = "C-1", .balance = 5000);
	make_account(w, .number = "A-2", .contact = "C-1", .balance = 300);
	make_account(w, .number = "A-3", .contact = "C-1", .balance = 700);
	exec(w, "UPDATE account SET state = 'closed' WHERE number = 'A-2'");
	v = home(w, account_of(w, "A-1").contact, 0);
	CHECK_INT(2, v.accounts.n);
	CHECK_INT(1, v.settled.n);
	CHECK_SV("Closed", v.settled.at[0].status);
	CHECK(v.settled.at[0].promise_path.n == 0 && v.settled.at[0].past_due == 0);
	CHECK_INT(1, v.totals.n);
	CHECK_MONEY(5700, v.totals.at[0].balance);
}

static int64_t sum_of(const struct view_account_page *v)
{
	int64_t sum = 0;

	for (size_t i = 0; i < v->lines.n; i++)
		sum += v->lines.at[i].amount;
	return sum;
}

static void the_lines_of_the_balance_come_from_the_book_or_else_from_the_ledger(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .balance = 10000);
	struct view_account_page v = page(w, "A-1", 1, 1);

	CHECK_INT(1, v.lines.n);
	CHECK_SV("Balance when the account came to us", v.lines.at[0].label);
	CHECK_MONEY(10000, sum_of(&v));
	clock_move(1000);
	pay(w, account, 1200);
	v = page(w, "A-1", 1, 1);
	CHECK_INT(2, v.lines.n);
	CHECK_SV("Payments", v.lines.at[1].label);
	CHECK_MONEY(-1200, v.lines.at[1].amount);
	CHECK_MONEY(8800, sum_of(&v));
	CHECK_INT(0, v.since);
	exec(w, "UPDATE account SET original_amount = 9000, interest = 100, fees = 0, payments = 500, "
		"itemization_date = 2460000");
	v = page(w, "A-1", 1, 1);
	CHECK_INT(5, v.lines.n);
	CHECK_SV("Original amount", v.lines.at[0].label);
	CHECK_SV("Other changes", v.lines.at[4].label);
	CHECK_MONEY(200, v.lines.at[4].amount);
	CHECK_MONEY(8800, sum_of(&v));
	CHECK_INT(2460000, v.since);
}

static void invoices_and_payments_come_in_pages_of_fifty_and_go_with_their_section(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w);
	struct view_account_page v;

	exec(w, arena_print(&w->u.arena,
			    "INSERT INTO invoice (account, number, issued, amount, open, state) WITH RECURSIVE n(i) AS (SELECT 1 "
			    "UNION ALL SELECT i + 1 FROM n WHERE i < 120) SELECT %lld, 'I-' || i, 2460000 + i, 100, 40, "
			    "'part_paid' FROM n",
			    (long long)account));
	exec(w, arena_print(&w->u.arena,
			    "INSERT INTO paid (account, id, invoice, day, amount, import) WITH RECURSIVE n(i) AS (SELECT 1 "
			    "UNION ALL SELECT i + 1 FROM n WHERE i < 60) SELECT %lld, i, 'I-' || i, 2460100 + i, "
			    "CASE WHEN i = 60 THEN -60 ELSE 60 END, 1 FROM n",
			    (long long)account));
	v = page(w, "A-1", 1, 1);
	CHECK_INT(50, v.invoices.n);
	CHECK_SV("I-120", v.invoices.at[0].number);
	CHECK_SV("Paid in part", v.invoices.at[0].status);
	CHECK(v.newer_invoices_path.n == 0 && v.older_invoices_path.n);
	CHECK_INT(50, v.payments.n);
	CHECK(v.payments.at[0].back && !v.payments.at[1].back);
	v = page(w, "A-1", 3, 2);
	CHECK_INT(20, v.invoices.n);
	CHECK_SV("I-1", v.invoices.at[19].number);
	CHECK(v.newer_invoices_path.n && v.older_invoices_path.n == 0);
	CHECK_INT(10, v.payments.n);
	CHECK_INT(50, page(w, "A-1", -7, INT64_MAX).invoices.n); /* a page that is none is the first */
	exec(w, "INSERT INTO setting (name, value, put_at) VALUES ('section.invoices', 'off', 0)");
	v = page(w, "A-1", 1, 1);
	CHECK(!v.shows_invoices && v.invoices.n == 0 && v.payments.n == 0);
}

static void an_account_of_somebody_else_has_no_page(void **state)
{
	struct world *w = *state;
	struct view_account_page v = { .number = SV_NONE };
	struct account_ask q = { .zone = zone_utc() };

	make_account(w);
	q.account = make_account(w, .number = "B-1");
	q.contact = account_of(w, "A-1").contact;
	CHECK_STATUS(ST_NOT_FOUND, service_account_page(world_look(w), w->u.snap, &q, &v));
}

static bool names(const struct record *r, const char *field)
{
	return record_field(r, sv_from(field)) != NULL;
}

static void no_record_of_these_pages_has_a_field_for_what_is_not_the_debtors(void **state)
{
	static const char *const never[] = { "note", "notes", "transcript", "score", "strategy", "segment", "attempt",
					     "operator", "actor", "recording", "reason" };
	static const struct record *const shown[] = { &view_home_record, &view_account_record, &view_account_page_record,
						      &view_interaction_record, &view_promise_record,
						      &view_receipt_record, &view_invoice_record, &view_payment_record };

	(void)state;
	for (size_t i = 0; i < COUNT(shown); i++)
		for (size_t n = 0; n < COUNT(never); n++)
			if (names(shown[i], never[n]))
				fail_msg("%s has a field %s", shown[i]->name, never[n]);
	CHECK_INT(4, view_interaction_record.n); /* summary, channel, date and status, and no more */
}

static void a_home_page_is_remembered_for_its_contact_and_day_and_forgotten_with_a_commit(void **state)
{
	struct world *w = *state;
	struct home_ask q = { 0, 0, zone_utc() };
	struct view_home v = { .tries = 1 }, again = { .tries = 2 };
	int64_t first = day_from((struct civil){ 2026, 3, 1 });
	struct unit *u;

	make_account(w, .number = "A", .contact = "C-1", .balance = 100, .due_date = first);
	make_account(w, .number = "B", .contact = "C-2", .balance = 200, .due_date = first);
	q.contact = account_of(w, "A").contact;
	u = world_look(w);
	CHECK_OK(service_home(u, u->snap, &q, &v));
	CHECK_OK(service_home(u, u->snap, &q, &again));
	CHECK_SV("A", again.accounts.at[0].number);
	CHECK_INT(9, again.accounts.at[0].past_due);
	CHECK_INT(2, again.tries); /* the visit's, not the page's */
	u->now += 24 * 3600000;
	CHECK_OK(service_home(u, u->snap, &q, &again));
	CHECK_INT(10, again.accounts.at[0].past_due);
	q.contact = account_of(w, "B").contact;
	CHECK_OK(service_home(u, u->snap, &q, &again));
	CHECK_SV("B", again.accounts.at[0].number);
	exec(w, "UPDATE account SET balance = 50 WHERE number = 'B'");
	again = home(w, q.contact, 0);
	CHECK_MONEY(50, again.accounts.at[0].balance);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(hundreds_of_accounts_come_in_pages_and_the_sums_are_of_all),
		WORLD_TEST(a_home_page_is_remembered_for_its_contact_and_day_and_forgotten_with_a_commit),
		WORLD_TEST(settled_accounts_stand_apart_and_are_no_part_of_what_is_owed),
		WORLD_TEST(the_lines_of_the_balance_come_from_the_book_or_else_from_the_ledger),
		WORLD_TEST(invoices_and_payments_come_in_pages_of_fifty_and_go_with_their_section),
		WORLD_TEST(an_account_of_somebody_else_has_no_page),
		cmocka_unit_test(no_record_of_these_pages_has_a_field_for_what_is_not_the_debtors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
