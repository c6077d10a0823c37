/* Promises and the creditor's book: an import that tells a payment has the promise judged at once. */
#include "tests/service/promise_fixture.h"

#include "server/service/book.h"
#include "tests/service/dispute_world.h"

struct importing {
	struct world *w;
	struct book_new begin;
	struct book_chunk chunk;
	struct book_report report;
};

static enum status run_begin(struct tx *tx, void *arg)
{
	struct importing *k = arg;

	return service_book_import(&k->w->u, tx, &k->begin, &k->report);
}

static enum status run_chunk(struct tx *tx, void *arg)
{
	struct importing *k = arg;

	k->chunk.import = k->report.import;
	TRY(service_book_chunk(&k->w->u, tx, &k->chunk, &k->report));
	return service_book_finish(&k->w->u, tx, k->chunk.import, &k->report);
}

/* One account of one invoice: the same head each time. */
static void import(struct world *w, const char *number, const char *open, const char *paid_date)
{
	struct importing k = { .w = w, .begin = { .file = SV("book.csv") } };
	bool did = true;

	k.chunk.data = sv_print(&w->u.arena,
				"contact_id,contact_name,document,email,time_zone,account_no,creditor,currency,invoice_no,"
				"invoice_date,invoice_amount,invoice_open,invoice_paid_date\n"
				"C-%s,Maria Sample,D-1234,m@example.org,UTC,%s,Northwind,EUR,I-%s,2026-01-01,100.00,%s,%s\n",
				number, number, number, open, paid_date);
	CHECK_OK(world_write(w, run_begin, &k));
	CHECK_OK(world_write(w, run_chunk, &k));
	while (did)
		CHECK_OK(service_book_work(world_look(w), &did));
}

static void an_import_that_tells_a_payment_has_the_promise_judged_at_once(void **state)
{
	struct world *w = *state;
	struct sv p;

	import(w, "A-1", "100.00", "");
	p = promised(w, "40", "2026-03-20");
	(void)judge(w);
	clock_hold(at("2026-03-18T08:00:00Z"));
	import(w, "A-1", "75.00", "2026-03-12");
	(void)judge(w);
	CHECK_INT(PROMISE_ACTIVE, shown(w, p).state);
	CHECK_MONEY(2500, shown(w, p).paid);
	clock_hold(at("2026-03-22T08:00:00Z"));
	import(w, "A-1", "60.00", "2026-03-19");
	(void)judge(w);
	CHECK_INT(PROMISE_KEPT, shown(w, p).state);
	CHECK_INT(ACCOUNT_NEW, account_of(w, "A-1").state);
}

static void an_import_that_settles_the_account_keeps_its_promises_and_it_stays_paid(void **state)
{
	struct world *w = *state;
	struct sv p;

	import(w, "A-1", "100.00", "");
	p = promised(w, "40", "2026-03-20");
	clock_hold(at("2026-03-18T08:00:00Z"));
	import(w, "A-1", "0.00", "2026-03-01"); /* paid before: but nothing is owed any more */
	(void)judge(w);
	CHECK_INT(PROMISE_KEPT, shown(w, p).state);
	CHECK_INT(ACCOUNT_PAID, account_of(w, "A-1").state);
}

static void an_account_whose_balance_comes_back_is_under_review_while_a_dispute_stands(void **state)
{
	struct world *w = *state;
	struct filing f;

	import(w, "A-1", "100.00", "");
	f = filing(w, "wrong_amount", "amount", "25");
	CHECK_OK(world_write(w, run_file, &f));
	import(w, "A-1", "0.00", "2026-03-09");
	CHECK_INT(ACCOUNT_PAID, account_of(w, "A-1").state);
	import(w, "A-1", "100.00", "");
	CHECK_INT(ACCOUNT_REVIEW, account_of(w, "A-1").state);
	CHECK_OK(resolve(w, f.reference, OUTCOME_REJECTED));
	CHECK_INT(ACCOUNT_NEW, account_of(w, "A-1").state);
	import(w, "A-1", "0.00", "2026-03-09");
	import(w, "A-1", "100.00", "");
	CHECK_INT(ACCOUNT_NEW, account_of(w, "A-1").state); /* nothing stands any more */
}

static void an_account_whose_balance_comes_back_is_under_review_while_a_request_waits(void **state)
{
	struct world *w = *state;
	struct asking a;

	import(w, "A-1", "100.00", "");
	a = asking(w);
	CHECK_OK(world_write(w, run_ask, &a));
	import(w, "A-1", "0.00", "2026-03-09");
	import(w, "A-1", "100.00", "");
	CHECK_INT(ACCOUNT_REVIEW, account_of(w, "A-1").state);
}

static void an_import_of_other_accounts_wakes_no_promise(void **state)
{
	struct world *w = *state;
	int64_t next;

	import(w, "A-1", "100.00", "");
	(void)promised(w, "40", "2026-03-20");
	next = judge(w);
	clock_hold(at("2026-03-18T08:00:00Z"));
	import(w, "B-1", "100.00", "");
	import(w, "A-1", "100.00", ""); /* nor does one that changes nothing */
	CHECK_OK(store_promise_next(world_look(w)->snap, &next));
	CHECK_INT(at("2026-03-21T00:00:00Z"), next);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(an_import_that_tells_a_payment_has_the_promise_judged_at_once),
		WORLD_TEST(an_import_that_settles_the_account_keeps_its_promises_and_it_stays_paid),
		WORLD_TEST(an_account_whose_balance_comes_back_is_under_review_while_a_dispute_stands),
		WORLD_TEST(an_account_whose_balance_comes_back_is_under_review_while_a_request_waits),
		WORLD_TEST(an_import_of_other_accounts_wakes_no_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
