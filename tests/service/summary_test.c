/* The summary as a document, before anything draws it: however many accounts there are, its sums are of all of them, and the
 * column of balances adds up to them. */
#include "tests/service/promise_fixture.h"

#include "common/locale.h"

#include "server/service/summary.h"

static struct pdf_doc composed(struct world *w, int64_t contact)
{
	struct summary_ask q = { .contact = contact,
				 .how = { .language = catalogue_find(SV("en")), .locale = SV("en-US"), .zone = zone_utc() } };
	struct unit *u = world_look(w);
	struct pdf_doc d = { .title = SV_NONE };

	CHECK_OK(summary_compose(u, u->snap, &q, SV("QS-TEST"), &d));
	return d;
}

/* The table whose head begins with this column. */
static const struct pdf_block *table_of(const struct pdf_doc *d, const char *first)
{
	for (size_t i = 0; i < d->blocks.n; i++)
		if (d->blocks.at[i].columns.n && sv_is(d->blocks.at[i].columns.at[0].head, first))
			return &d->blocks.at[i];
	fail_msg("no table that begins with %s", first);
	return NULL;
}

/* "$1,234.50" in cents. */
static int64_t cents(struct sv text)
{
	int64_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] >= '0' && text.p[i] <= '9')
			n = n * 10 + (text.p[i] - '0');
	return n;
}

static int64_t column_sum(const struct pdf_block *t, bool totals)
{
	int64_t sum = 0;

	for (size_t i = 0; i < t->rows.n; i++)
		if (t->rows.at[i].total == totals)
			sum += cents(t->rows.at[i].cells.at[t->columns.n - 1].text);
	return sum;
}

static void with_more_accounts_than_rows_the_sums_are_still_of_all(void **state)
{
	enum { ALL = SUMMARY_ACCOUNTS + 130 };
	struct world *w = *state;
	const struct pdf_block *accounts, *owed;
	struct pdf_doc d;
	int64_t want = 0;

	for (int i = 0; i < ALL; i++) {
		make_account(w, .number = arena_print(&w->u.arena, "A-%d", i), .contact = "C-1", .balance = 100 + i,
			     .currency = "USD");
		want += 100 + i;
	}
	d = composed(w, account_of(w, "A-0").contact);
	accounts = table_of(&d, "Creditor");
	owed = table_of(&d, "Currency");
	CHECK_INT(SUMMARY_ACCOUNTS + 2, accounts->rows.n); /* the further ones, and what is owed */
	CHECK_INT(1, owed->rows.n);
	CHECK_MONEY(want, cents(owed->rows.at[0].cells.at[owed->columns.n - 1].text));
	CHECK_MONEY(want, column_sum(accounts, false));
	CHECK_MONEY(want, column_sum(accounts, true));
}

static void what_is_not_owed_has_no_figure_in_the_column(void **state)
{
	struct world *w = *state;
	const struct pdf_block *accounts;
	struct pdf_doc d;

	make_account(w, .number = "A-1", .contact = "C-1", .balance = 12345, .currency = "USD");
	make_account(w, .number = "A-2", .contact = "C-1", .balance = 999, .currency = "USD");
	CHECK_OK(world_write(w, run_exec, (void *)(uintptr_t)"UPDATE account SET state = 'closed' WHERE number = 'A-2'"));
	d = composed(w, account_of(w, "A-1").contact);
	accounts = table_of(&d, "Creditor");
	CHECK_INT(3, accounts->rows.n); /* it is listed */
	CHECK_MONEY(12345, column_sum(accounts, false));
	CHECK_MONEY(12345, column_sum(accounts, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(with_more_accounts_than_rows_the_sums_are_still_of_all),
		WORLD_TEST(what_is_not_owed_has_no_figure_in_the_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
