/* Imports end to end, without doors: what is taken, what is left out and why, what a second file changes, and
 * what a crash or a wrong header leaves behind. */
#include "tests/support/world.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"

#include "server/runtime/writer.h"
#include "server/service/account.h"
#include "server/service/book.h"
#include "server/store/account.h"
#include "server/store/book.h"

struct asking {
	struct world *w;
	struct book_new begin;
	struct book_chunk chunk;
	struct book_report report;
};

static enum status run_begin(struct tx *tx, void *arg)
{
	struct asking *k = arg;

	return service_book_import(&k->w->u, tx, &k->begin, &k->report);
}

static enum status run_chunk(struct tx *tx, void *arg)
{
	struct asking *k = arg;

	return service_book_chunk(&k->w->u, tx, &k->chunk, &k->report);
}

static enum status run_finish(struct tx *tx, void *arg)
{
	struct asking *k = arg;

	return service_book_finish(&k->w->u, tx, k->chunk.import, &k->report);
}

static int64_t begin(struct world *w, const char *file, const char *map, bool dry)
{
	struct asking k = { .w = w, .begin = { sv_from(file), sv_from(map), dry } };

	CHECK_OK(world_write(w, run_begin, &k));
	CHECK_INT(IMPORT_OPEN, k.report.state);
	return k.report.import;
}

static enum status send(struct world *w, int64_t import, int64_t offset, const char *data)
{
	struct asking k = { .w = w, .chunk = { import, offset, sv_from(data) } };

	return world_write(w, run_chunk, &k);
}

static void finish(struct world *w, int64_t import)
{
	struct asking k = { .w = w, .chunk = { .import = import } };

	CHECK_OK(world_write(w, run_finish, &k));
	CHECK_INT(IMPORT_CHECKING, k.report.state);
}

static void work(struct world *w, int64_t most)
{
	bool did = true;

	while (did && most-- > 0)
		CHECK_OK(service_book_work(world_look(w), &did));
}

static struct book_report show(struct world *w, int64_t import)
{
	struct unit *u = world_look(w);
	struct book_report r;

	CHECK_OK(service_book_show(u, u->snap, import, &r));
	return r;
}

static struct book_report import_as(struct world *w, const char *file, const char *map, bool dry, const char *text)
{
	int64_t import = begin(w, file, map, dry);

	if (text[0])
		CHECK_OK(send(w, import, 0, text));
	finish(w, import);
	work(w, 1000);
	return show(w, import);
}

static struct book_report import_text(struct world *w, const char *file, const char *text)
{
	return import_as(w, file, "", false, text);
}

static struct account_detail account(struct world *w, const char *number)
{
	struct unit *u = world_look(w);
	struct account_detail d;
	int64_t id;

	CHECK_OK(store_account_detail(u->snap, sv_from(number), &d, &id, &u->arena));
	CHECK_OK(store_account_invoices(u->snap, id, 100, &d.invoices, &u->arena));
	CHECK_OK(store_account_ledger(u->snap, id, 100, &d.ledger, &u->arena));
	return d;
}

/* What identity.mode asks for is on file. */
static bool identity_ready(struct world *w, const char *number)
{
	struct account_detail d;
	struct unit *u = world_look(w);

	CHECK_OK(service_account_show(u, u->snap, sv_from(number), &d));
	return d.identity_ready;
}

static int64_t accounts(struct world *w)
{
	struct unit *u = world_look(w);
	int64_t contacts, n;

	CHECK_OK(store_account_counts(u->snap, &contacts, &n));
	return n;
}

#define HEADER "contact_id,contact_name,document,account_no,reference,creditor,currency,balance,email," \
	       "invoice_no,invoice_amount,invoice_open,invoice_paid_date\n"
/* contact, account, balance, invoice, amount, open, paid */
#define ROW(c, a, b, i, amount, open, paid)                                                        \
	c ",Ana " c ",D1234," a ",R5678,Northwind,EUR," b "," c "@example.org," i "," amount "," open "," paid "\n"

static void a_book_is_imported_and_its_balance_is_what_is_open(void **state)
{
	struct world *w = *state;
	struct book_report r = import_text(w, "march.csv",
					   HEADER ROW("c1", "A-1", "", "I1", "100.00", "40.50", "2026-02-01")
						   ROW("c1", "A-1", "", "I2", "20.00", "20.00", "")
							   ROW("c2", "A-2", "75.25", "", "", "", ""));
	struct account_detail d;

	CHECK_INT(IMPORT_DONE, r.state);
	CHECK_INT(3, r.rows);
	CHECK_INT(3, r.good);
	CHECK_INT(0, r.bad);
	CHECK_INT(2, r.contacts_new);
	CHECK_INT(2, r.accounts_new);
	CHECK_INT(2, r.invoices_new);
	d = account(w, "A-1");
	CHECK_MONEY(6050, d.balance);
	CHECK_INT(1, d.ledger.n);
	CHECK_SV("opening", d.ledger.at[0].kind);
	CHECK_SV("march.csv", d.ledger.at[0].note);
	CHECK_INT(2, d.invoices.n);
	CHECK_SV("Ana c1", d.contact_name);
	CHECK(identity_ready(w, "A-1"));
	CHECK_MONEY(7525, account(w, "A-2").balance);
	CHECK_EVENTS(w, "book.imported");
}

static struct sv indexes(struct world *w) /* of accounts, as they were made */
{
	static const struct query q = { "test.indexes", "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema WHERE "
				        "type = 'index' AND tbl_name = 'account' AND sql IS NOT NULL ORDER BY name)" };
	struct unit *u = world_look(w);
	struct sv text = SV_NONE;
	struct rows r;
	bool row;

	CHECK_OK(rows_open_once(u->snap, &q, &r, NO_ARGS));
	CHECK_OK(rows_next(&r, &row));
	CHECK(row);
	text = rows_text(&r, 0, &w->u.arena);
	rows_close(&r);
	return text;
}

static void the_first_book_leaves_every_index_of_accounts_as_it_was(void **state)
{
	struct world *w = *state;
	struct sv before = indexes(w);

	CHECK(sv_find_sv(before, SV("account_money")) < before.n);
	(void)import_text(w, "a.csv", HEADER ROW("c1", "A-1", "7.00", "", "", "", ""));
	CHECK_INT(1, accounts(w));
	CHECK(sv_eq(before, indexes(w)));
	(void)import_text(w, "b.csv", HEADER ROW("c1", "A-1", "8.00", "", "", "", ""));
	CHECK(sv_eq(before, indexes(w)));
}

static void totals_are_told_per_currency_and_status(void **state)
{
	struct world *w = *state;
	struct book_report r = import_text(w, "t.csv",
					   HEADER ROW("c1", "A-1", "", "I1", "100.00", "40.50", "2026-02-01")
						   ROW("c1", "A-1", "", "I2", "20.00", "0", "2026-02-03")
							   ROW("c1", "A-1", "", "I3", "5.00", "0.00", "2026-02-03"));

	CHECK_INT(2, r.totals.n);
	CHECK_INT(INVOICE_PAID, r.totals.at[0].state);
	CHECK_INT(2, r.totals.at[0].count);
	CHECK_MONEY(2500, r.totals.at[0].amount);
	CHECK_MONEY(0, r.totals.at[0].open);
	CHECK_INT(INVOICE_PART_PAID, r.totals.at[1].state);
	CHECK_MONEY(4050, r.totals.at[1].open);
	CHECK_SV("EUR", currency_sv(&r.totals.at[1].currency));
}

static void the_same_file_twice_changes_nothing(void **state)
{
	struct world *w = *state;
	static const char text[] = HEADER ROW("c1", "A-1", "", "I1", "100.00", "40.50", "2026-02-01")
		ROW("c2", "A-2", "75.25", "", "", "", "");
	struct book_report r;

	import_text(w, "a.csv", text);
	r = import_text(w, "b.csv", text);
	CHECK_INT(IMPORT_DONE, r.state);
	CHECK_INT(2, r.good);
	CHECK_INT(0, r.contacts_new + r.contacts_changed + r.accounts_new + r.accounts_changed);
	CHECK_INT(0, r.invoices_new + r.invoices_changed + r.adjustments);
	CHECK_INT(1, account(w, "A-1").ledger.n);
}

static void a_changed_balance_is_an_adjustment_that_names_the_file(void **state)
{
	struct world *w = *state;
	struct account_detail d;
	struct book_report r;

	import_text(w, "march.csv", HEADER ROW("c1", "A-1", "", "I1", "100.00", "100.00", ""));
	r = import_text(w, "april.csv", HEADER ROW("c1", "A-1", "", "I1", "100.00", "30.00", "2026-03-05"));
	CHECK_INT(1, r.adjustments);
	CHECK_INT(1, r.invoices_changed);
	d = account(w, "A-1");
	CHECK_MONEY(3000, d.balance);
	CHECK_INT(2, d.ledger.n);
	for (size_t i = 0; i < 2; i++) {
		bool opening = sv_is(d.ledger.at[i].kind, "opening");

		CHECK_SV(opening ? "opening" : "adjustment", d.ledger.at[i].kind);
		CHECK_MONEY(opening ? 10000 : -7000, d.ledger.at[i].amount);
		CHECK_SV(opening ? "march.csv" : "april.csv", d.ledger.at[i].note);
	}
	CHECK_INT(INVOICE_PART_PAID, d.invoices.at[0].state);
}

static void invoices_that_a_later_file_does_not_name_stay_in_the_balance(void **state)
{
	struct world *w = *state;

	import_text(w, "march.csv",
		    HEADER ROW("c1", "A-1", "", "I1", "100.00", "100.00", "") ROW("c1", "A-1", "", "I2", "7.00", "7.00", ""));
	import_text(w, "april.csv", HEADER ROW("c1", "A-1", "", "I3", "1.00", "1.00", ""));
	CHECK_MONEY(10800, account(w, "A-1").balance);
	CHECK_INT(3, account(w, "A-1").invoices.n);
}

static void an_account_paid_in_full_is_paid_and_new_again_when_it_owes(void **state)
{
	struct world *w = *state;

	import_text(w, "a.csv", HEADER ROW("c1", "A-1", "", "I1", "10.00", "10.00", ""));
	CHECK_INT(ACCOUNT_NEW, account(w, "A-1").state);
	import_text(w, "b.csv", HEADER ROW("c1", "A-1", "", "I1", "10.00", "0.00", "2026-03-01"));
	CHECK_INT(ACCOUNT_PAID, account(w, "A-1").state);
	import_text(w, "c.csv", HEADER ROW("c1", "A-1", "", "I1", "10.00", "10.00", ""));
	CHECK_INT(ACCOUNT_NEW, account(w, "A-1").state);
}

static void a_bad_row_alone_is_left_out_with_line_column_and_reason(void **state)
{
	struct world *w = *state;
	struct book_report r = import_text(w, "a.csv",
					   HEADER ROW("c1", "A-1", "", "I1", "10.00", "10.00", "")
						   ROW("c2", "A-2", "", "I1", "10.005", "10.00", "")
							   ROW("c3", "A-3", "5.00", "", "", "", "") "too,few\n");

	CHECK_INT(IMPORT_DONE, r.state);
	CHECK_INT(2, r.good);
	CHECK_INT(2, r.bad);
	CHECK_INT(2, r.problems.n);
	CHECK_INT(3, r.problems.at[0].line);
	CHECK_SV("invoice_amount", r.problems.at[0].column);
	CHECK(sv_starts(r.problems.at[0].reason, SV("'10.005'")));
	CHECK_INT(5, r.problems.at[1].line);
	CHECK_SV("has 2 fields, the header has 13", r.problems.at[1].reason);
	CHECK_INT(2, accounts(w));
}

static void rows_of_one_account_that_contradict_each_other_are_all_left_out(void **state)
{
	struct world *w = *state;
	struct book_report r = import_text(w, "a.csv",
					   HEADER ROW("c1", "A-1", "30.00", "I1", "10.00", "10.00", "")
						   ROW("c2", "A-2", "", "I1", "10.00", "10.00", "")
							   ROW("c1", "A-1", "40.00", "I2", "10.00", "10.00", ""));

	CHECK_INT(1, r.good);
	CHECK_INT(2, r.bad);
	CHECK_INT(2, r.problems.at[0].line);
	CHECK_INT(4, r.problems.at[1].line);
	CHECK_SV("balance", r.problems.at[1].column);
	CHECK_SV("differs among the rows of account A-1 (lines 2 to 4)", r.problems.at[1].reason);
	CHECK_INT(1, accounts(w));
	CHECK_INT(1, r.contacts_new);
}

static void rows_of_one_contact_that_contradict_each_other_are_all_left_out(void **state)
{
	struct world *w = *state;
	struct book_report r = import_text(w, "a.csv",
					   HEADER "c1,Ana,D1234,A-1,,N,EUR,5.00,,,,,\nc1,Eva,D1234,A-2,,N,EUR,5.00,,,,,\n"
						  "c3,Eva,D1234,A-3,,N,EUR,5.00,,,,,\n");

	CHECK_INT(1, r.good);
	CHECK_SV("contact_name", r.problems.at[0].column);
	CHECK_SV("differs among the rows of contact c1 (lines 2 to 3)", r.problems.at[0].reason);
	CHECK_INT(1, accounts(w));
}

static void an_invoice_named_twice_is_taken_once_if_its_figures_agree_and_not_at_all_if_not(void **state)
{
	struct world *w = *state;
	struct book_report r = import_text(w, "a.csv",
					   HEADER ROW("c1", "A-1", "", "I1", "10.00", "10.00", "")
						   ROW("c1", "A-1", "", "I1", "10.00", "10.00", "")
							   ROW("c2", "A-2", "", "I1", "10.00", "10.00", "")
								   ROW("c2", "A-2", "", "I1", "10.00", "9.00", ""));

	CHECK_INT(1, r.good);
	CHECK_INT(3, r.problems.n);
	CHECK_INT(3, r.problems.at[0].line);
	CHECK_SV("repeats line 2", r.problems.at[0].reason);
	CHECK_SV("is given several times with different figures (lines 4 to 5)", r.problems.at[1].reason);
	CHECK_MONEY(1000, account(w, "A-1").balance);
	CHECK_INT(1, accounts(w));
}

static void an_account_on_file_with_another_contact_or_currency_is_left_out(void **state)
{
	struct world *w = *state;
	struct book_report r;

	import_text(w, "a.csv", HEADER ROW("c1", "A-1", "5.00", "", "", "", "") ROW("c2", "A-2", "5.00", "", "", "", ""));
	r = import_text(w, "b.csv", HEADER ROW("c9", "A-1", "6.00", "", "", "", "") "c2,Ana c2,,A-2,,Northwind,USD,6,,,,,\n");
	CHECK_INT(0, r.good);
	CHECK_SV("contact_id", r.problems.at[0].column);
	CHECK_SV("account A-1 is on file with another contact", r.problems.at[0].reason);
	CHECK_SV("currency", r.problems.at[1].column);
	CHECK_MONEY(500, account(w, "A-1").balance);
}

static void an_empty_cell_erases_nothing(void **state)
{
	struct world *w = *state;

	import_text(w, "a.csv", HEADER ROW("c1", "A-1", "5.00", "", "", "", ""));
	import_text(w, "b.csv", HEADER "c1,Ana Lima,,A-1,,Northwind,EUR,5.00,,,,,\n");
	CHECK_SV("c1@example.org", account(w, "A-1").email);
	CHECK_SV("Ana Lima", account(w, "A-1").contact_name);
	CHECK(identity_ready(w, "A-1"));
}

static void a_row_without_four_digits_is_taken_with_a_warning(void **state)
{
	struct world *w = *state;
	struct book_report r = import_text(w, "a.csv", HEADER "c1,Ana,X12,A-1,R9,N,EUR,5.00,,,,,\n");

	CHECK_INT(1, r.good);
	CHECK_INT(1, r.warnings);
	CHECK_INT(0, r.bad);
	CHECK(r.problems.at[0].warning);
	CHECK(!identity_ready(w, "A-1"));
}

static void a_bad_header_changes_nothing(void **state)
{
	struct world *w = *state;
	struct book_report r = import_text(w, "a.csv", "contact_id,contact_nmae\nc1,Ana\n");

	CHECK_INT(IMPORT_FAILED, r.state);
	CHECK_SV("file: the book has no column 'contact_nmae'", r.reason);
	CHECK_SV("file: is empty: there is no header", import_text(w, "b.csv", "").reason);
	CHECK_INT(0, accounts(w));
	CHECK_EVENTS(w, "book.failed,book.failed");
}

static void a_mapping_that_is_wrong_is_refused_at_once_with_its_line(void **state)
{
	struct world *w = *state;
	struct asking k = { .w = w, .begin = { SV("a.csv"), SV("contact_id = {x}\nname = {y}\n"), false } };

	CHECK_FAULT(ST_INVALID, "map", "line 2: the book has no column 'name'", world_write(w, run_begin, &k));
}

static void a_mapping_renames_and_problems_name_the_files_own_column(void **state)
{
	struct world *w = *state;
	struct book_report r = import_as(w, "a.csv",
					 "contact_id={who}\ncontact_name={who}\naccount_no={who}-{unit}\n"
					 "creditor=Ours\ncurrency=USD\ncurrency when unit is CA = CAD\nbalance={sum}\n",
					 false, "who,unit,sum\nk1,CA,1.50\nk1,US,2.5O\n");

	CHECK_INT(1, r.good);
	CHECK_MONEY(150, account(w, "k1-CA").balance);
	CHECK_SV("document", r.problems.at[0].column); /* which the file has not: its canonical name */
	CHECK_INT(3, r.problems.at[1].line);
	CHECK_SV("sum", r.problems.at[1].column);
}

static void a_dry_run_reports_the_same_and_changes_nothing(void **state)
{
	struct world *w = *state;
	struct book_report r = import_as(w, "a.csv", "", true,
					 HEADER ROW("c1", "A-1", "", "I1", "10.00", "10.00", "") "x\n");

	CHECK_INT(IMPORT_DRY, r.state);
	CHECK_INT(1, r.good);
	CHECK_INT(1, r.bad);
	CHECK_INT(1, r.contacts_new);
	CHECK_INT(1, r.accounts_new);
	CHECK_INT(1, r.invoices_new);
	CHECK_INT(0, accounts(w));
	CHECK_EVENTS(w, "");
}

static void a_stop_at_any_step_changes_nothing_and_the_next_import_works(void **state)
{
	static const char text[] = HEADER ROW("c1", "A-1", "", "I1", "10.00", "10.00", "");
	struct world *w = *state;

	for (int64_t steps = 0; steps < 5; steps++) {
		int64_t import = begin(w, "a.csv", "", false);

		CHECK_OK(send(w, import, 0, text));
		finish(w, import);
		work(w, steps);
		world_restart(w);
		CHECK_OK(world_write(w, service_book_recover, &w->u));
		CHECK_INT(IMPORT_FAILED, show(w, import).state);
		CHECK_SV("the server stopped before it was applied", show(w, import).reason);
		CHECK_INT(0, accounts(w));
		work(w, 1000);
	}
	CHECK_INT(IMPORT_DONE, import_text(w, "b.csv", text).state);
	CHECK_INT(1, accounts(w));
}

static void pieces_must_follow_each_other_and_a_repeat_must_be_the_same(void **state)
{
	struct world *w = *state;
	int64_t import = begin(w, "a.csv", "", false);

	CHECK_OK(send(w, import, 0, "abcd"));
	CHECK_OK(send(w, import, 0, "abcd"));
	CHECK_OK(send(w, import, 1, "bc"));
	CHECK_FAULT(ST_CONFLICT, "data", "differs", send(w, import, 1, "bX"));
	CHECK_FAULT(ST_CONFLICT, "offset", "begins at 4", send(w, import, 5, "f"));
	CHECK_FAULT(ST_CONFLICT, "offset", "begins at 4", send(w, import, 3, "de"));
	CHECK_OK(send(w, import, 4, "e"));
	CHECK_INT(5, show(w, import).bytes);
	finish(w, import);
	CHECK_FAULT(ST_CONFLICT, "import", "checking", send(w, import, 5, "f"));
	CHECK_FAULT(ST_NOT_FOUND, "import", "no import", send(w, 7, 0, "f"));
}

static void only_one_import_is_open_at_a_time_until_its_sender_is_silent(void **state)
{
	struct world *w = *state;
	struct asking k = { .w = w, .begin = { SV("b.csv"), SV_NONE, false } };
	int64_t import = begin(w, "a.csv", "", false);

	CHECK_FAULT(ST_CONFLICT, "", "an import of a.csv by ana is under way", world_write(w, run_begin, &k));
	clock_move(60000);
	CHECK_OK(world_write(w, run_begin, &k));
	CHECK_INT(IMPORT_FAILED, show(w, import).state);
}

static void an_import_takes_nothing_from_anybody_but_its_starter(void **state)
{
	struct world *w = *state;
	int64_t import = begin(w, "book.csv", "", false);
	struct asking k = { .w = w, .chunk = { .import = import } };

	w->u.actor = SV("raj");
	CHECK_FAULT(ST_FORBIDDEN, "import", "somebody else", send(w, import, 0, HEADER));
	CHECK_FAULT(ST_FORBIDDEN, "import", "somebody else", world_write(w, run_finish, &k));
	w->u.actor = SV("ana");
	CHECK_OK(send(w, import, 0, HEADER));
}

static void the_scratch_file_is_private_and_goes_away(void **state)
{
	struct world *w = *state;
	int64_t import = begin(w, "a.csv", "", false);
	char path[160];
	struct stat st;

	snprintf(path, sizeof(path), "%s/scratch/import-%lld.csv", w->dir, (long long)import);
	CHECK_INT(0, stat(path, &st));
	CHECK_INT(0600, st.st_mode & 0777);
	CHECK_OK(send(w, import, 0, HEADER));
	finish(w, import);
	work(w, 1000);
	CHECK_INT(IMPORT_DONE, show(w, import).state);
	CHECK_INT(-1, stat(path, &st));
}

static void a_file_of_many_batches_is_taken_whole_and_staging_is_cleared(void **state)
{
	struct world *w = *state;
	int64_t import = begin(w, "a.csv", "", false), at = (int64_t)strlen(HEADER);
	struct import_core i;
	char line[200];

	CHECK_OK(send(w, import, 0, HEADER));
	for (int n = 0; n < 5000; n++) {
		snprintf(line, sizeof(line), "c%d,Ana,D1234,A-%d,,N,EUR,,,I%d,3.00,1.00,2026-01-02\n", n % 1000,
			 n % 1000, n);
		CHECK_OK(send(w, import, at, line));
		at += (int64_t)strlen(line);
	}
	finish(w, import);
	work(w, 100000);
	CHECK_INT(5000, show(w, import).good);
	CHECK_INT(1000, show(w, import).accounts_new);
	CHECK_MONEY(500, account(w, "A-0").balance);
	CHECK_MONEY(500, account(w, "A-999").balance);
	CHECK_OK(store_import_core(world_look(w)->snap, import, &i, &w->u.arena));
	CHECK_SV("end", i.step);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_book_is_imported_and_its_balance_is_what_is_open),
		WORLD_TEST(the_first_book_leaves_every_index_of_accounts_as_it_was),
		WORLD_TEST(totals_are_told_per_currency_and_status),
		WORLD_TEST(the_same_file_twice_changes_nothing),
		WORLD_TEST(a_changed_balance_is_an_adjustment_that_names_the_file),
		WORLD_TEST(invoices_that_a_later_file_does_not_name_stay_in_the_balance),
		WORLD_TEST(an_account_paid_in_full_is_paid_and_new_again_when_it_owes),
		WORLD_TEST(a_bad_row_alone_is_left_out_with_line_column_and_reason),
		WORLD_TEST(rows_of_one_account_that_contradict_each_other_are_all_left_out),
		WORLD_TEST(rows_of_one_contact_that_contradict_each_other_are_all_left_out),
		WORLD_TEST(an_invoice_named_twice_is_taken_once_if_its_figures_agree_and_not_at_all_if_not),
		WORLD_TEST(an_account_on_file_with_another_contact_or_currency_is_left_out),
		WORLD_TEST(an_empty_cell_erases_nothing),
		WORLD_TEST(a_row_without_four_digits_is_taken_with_a_warning),
		WORLD_TEST(a_bad_header_changes_nothing),
		WORLD_TEST(a_mapping_that_is_wrong_is_refused_at_once_with_its_line),
		WORLD_TEST(a_mapping_renames_and_problems_name_the_files_own_column),
		WORLD_TEST(a_dry_run_reports_the_same_and_changes_nothing),
		WORLD_TEST(a_stop_at_any_step_changes_nothing_and_the_next_import_works),
		WORLD_TEST(pieces_must_follow_each_other_and_a_repeat_must_be_the_same),
		WORLD_TEST(only_one_import_is_open_at_a_time_until_its_sender_is_silent),
		WORLD_TEST(an_import_takes_nothing_from_anybody_but_its_starter),
		WORLD_TEST(the_scratch_file_is_private_and_goes_away),
		WORLD_TEST(a_file_of_many_batches_is_taken_whole_and_staging_is_cleared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
