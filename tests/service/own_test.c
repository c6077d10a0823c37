/* What a debtor changed himself against what later imports say. */
#include "tests/support/world.h"

#include "common/clock.h"

#include "server/service/account.h"
#include "server/service/book.h"
#include "server/store/account.h"
#include "server/store/own.h"
#include "server/store/preference.h"

#define HEAD "contact_id,contact_name,email,phone,language,street,city,postcode,account_no,creditor,currency,balance\n"
#define END  ",A-1,Northwind,EUR,100.00\n"

struct asking {
	struct world *w;
	struct sv text;
	struct book_report report;
};

static enum status run_import(struct tx *tx, void *arg)
{
	struct asking *k = arg;
	struct unit *u = &k->w->u;

	TRY(service_book_import(u, tx, &(struct book_new){ .file = SV("book.csv") }, &k->report));
	TRY(service_book_chunk(u, tx, &(struct book_chunk){ k->report.import, 0, k->text }, &k->report));
	return service_book_finish(u, tx, k->report.import, &k->report);
}

static struct book_report import_steps(struct world *w, const char *text, int steps)
{
	struct asking k = { .w = w, .text = sv_from(text) };
	struct unit *u;
	bool did = true;

	CHECK_OK(world_write(w, run_import, &k));
	for (int i = 0; did && i < steps; i++)
		CHECK_OK(service_book_work(world_look(w), &did));
	u = world_look(w);
	CHECK_OK(service_book_show(u, u->snap, k.report.import, &k.report));
	return k.report;
}

static struct book_report import_row(struct world *w, const char *row)
{
	struct book_report r = import_steps(w, arena_print(&w->u.arena, HEAD "%s" END, row), 1000);

	CHECK_INT(IMPORT_DONE, r.state);
	return r;
}

static int64_t contact(struct world *w)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, SV("A-1"), &c, &w->u.arena));
	return c.contact;
}

static struct preference now(struct world *w)
{
	struct preference p;
	int64_t id = contact(w);

	CHECK_OK(store_preference(world_look(w)->snap, id, &p, &w->u.arena));
	return p;
}

static enum status run_email(struct tx *tx, void *arg)
{
	return store_own_address(tx, *(int64_t *)arg, CHANNEL_EMAIL, SV("own@example.org"));
}

static enum status run_post(struct tx *tx, void *arg)
{
	return store_own_post(tx, *(int64_t *)arg, SV("9 New Road"), SV("Leeds"), SV("LS1"));
}

static enum status run_language(struct tx *tx, void *arg)
{
	return store_own_language(tx, *(int64_t *)arg, SV("de"));
}

static void change(struct world *w, enum status (*run)(struct tx *, void *))
{
	int64_t id = contact(w);

	CHECK_OK(world_write(w, run, &id));
}

static void a_book_that_says_the_same_again_changes_nothing_a_debtor_changed(void **state)
{
	struct world *w = *state;
	struct preference p;

	import_row(w, "C-1,Maria,old@example.org,+12025550143,en,1 Old Road,York,YO1");
	change(w, run_email);
	change(w, run_post);
	change(w, run_language);
	CHECK_INT(0, import_row(w, "C-1,Maria,old@example.org,+12025550143,en,1 Old Road,York,YO1").contacts_changed);
	CHECK_INT(1, import_row(w, "C-1,Maria Two,old@example.org,+12025550144,,1 Old Road,,").contacts_changed);
	p = now(w);
	CHECK_SV("own@example.org", p.email);
	CHECK_SV("+12025550144", p.phone); /* the book's: nobody else changed it */
	CHECK_SV("de", p.language);
	CHECK_SV("9 New Road", p.street);
	CHECK_SV("Leeds", p.city);
	CHECK_SV("LS1", p.postcode);
	CHECK(p.verified_at[CHANNEL_EMAIL] > 0);
}

static void a_book_that_says_something_new_wins_and_the_field_is_its_again(void **state)
{
	struct world *w = *state;
	struct preference p;

	import_row(w, "C-1,Maria,old@example.org,+12025550143,en,1 Old Road,York,YO1");
	change(w, run_email);
	CHECK_INT(1, import_row(w, "C-1,Maria,new@example.org,+12025550143,en,1 Old Road,York,YO1").contacts_changed);
	p = now(w);
	CHECK_SV("new@example.org", p.email);
	CHECK_INT(0, p.verified_at[CHANNEL_EMAIL]); /* proven was the debtor's */
	CHECK_INT(1, import_row(w, "C-1,Maria,old@example.org,+12025550143,en,1 Old Road,York,YO1").contacts_changed);
	CHECK_SV("old@example.org", now(w).email);
}

static void the_books_address_is_never_mixed_with_the_debtors(void **state)
{
	struct world *w = *state;
	struct preference p;

	import_row(w, "C-1,Maria,old@example.org,+12025550143,en,1 Old Road,York,YO1");
	change(w, run_post);
	import_row(w, "C-1,Maria,,,,2 Old Road,,"); /* a new street of the old address */
	p = now(w);
	CHECK_SV("2 Old Road", p.street);
	CHECK_SV("York", p.city);
	CHECK_SV("YO1", p.postcode);
}

static void a_book_that_learns_the_debtors_own_word_owns_it_from_then_on(void **state)
{
	struct world *w = *state;

	import_row(w, "C-1,Maria,old@example.org,+12025550143,en,,,");
	change(w, run_email);
	CHECK_INT(0, import_row(w, "C-1,Maria,own@example.org,+12025550143,en,,,").contacts_changed);
	CHECK_INT(1, import_row(w, "C-1,Maria,old@example.org,+12025550143,en,,,").contacts_changed);
	CHECK_SV("old@example.org", now(w).email);
}

static void a_first_word_of_the_book_on_what_it_never_knew_wins(void **state)
{
	struct world *w = *state;

	import_row(w, "C-1,Maria,,+12025550143,en,,,");
	change(w, run_email);
	import_row(w, "C-1,Maria,,+12025550143,en,,,");
	CHECK_SV("own@example.org", now(w).email);
	import_row(w, "C-1,Maria,first@example.org,+12025550143,en,,,");
	CHECK_SV("first@example.org", now(w).email);
}

/* Between the plan and the transaction that applies it. */
static void a_change_while_an_import_is_under_way_outlives_it(void **state)
{
	struct world *w = *state;

	for (int steps = 1; steps < 8; steps++) {
		struct arena *a = &w->u.arena;
		const char *row = arena_print(a, "C-1,Maria %d,old%d@example.org,+12025550143,en,,,", steps, steps);
		struct book_report r;
		bool did = true;

		import_row(w, row); /* the book's again */
		r = import_steps(w, arena_print(a, HEAD "%s" END, arena_print(a, "C-1,Maria X%d,old%d@example.org,+12025550143,en,,,", steps, steps)), steps);
		change(w, run_email);
		for (int i = 0; did && i < 1000; i++)
			CHECK_OK(service_book_work(world_look(w), &did));
		CHECK_OK(service_book_show(world_look(w), w->u.snap, r.import, &r));
		CHECK_INT(IMPORT_DONE, r.state);
		CHECK_SV("own@example.org", now(w).email);
	}
}

static void operators_find_a_contact_by_his_new_address_and_not_by_the_old(void **state)
{
	struct world *w = *state;
	struct account_page page;

	import_row(w, "C-1,Maria,old@example.org,+12025550143,en,,,");
	change(w, run_email);
	CHECK_OK(service_account_find(world_look(w), w->u.snap, &(struct account_query){ .text = SV("own@example") }, &page));
	CHECK_INT(1, page.items.n);
	CHECK_OK(service_account_find(world_look(w), w->u.snap, &(struct account_query){ .text = SV("old@example") }, &page));
	CHECK_INT(0, page.items.n);
	CHECK_OK(service_account_find(world_look(w), w->u.snap, &(struct account_query){ .text = SV("maria 0143") }, &page));
	CHECK_INT(1, page.items.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_book_that_says_the_same_again_changes_nothing_a_debtor_changed),
		WORLD_TEST(a_book_that_says_something_new_wins_and_the_field_is_its_again),
		WORLD_TEST(the_books_address_is_never_mixed_with_the_debtors),
		WORLD_TEST(a_book_that_learns_the_debtors_own_word_owns_it_from_then_on),
		WORLD_TEST(a_first_word_of_the_book_on_what_it_never_knew_wins),
		WORLD_TEST(a_change_while_an_import_is_under_way_outlives_it),
		WORLD_TEST(operators_find_a_contact_by_his_new_address_and_not_by_the_old),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
