/* The stronger questions of identity: what importer and portal make of a document and a reference must meet; what is
 * not on file needs a person; what is no answer counts as none. */
#include "tests/support/book.h"
#include "tests/support/guesser.h"

#include "server/service/budget.h"
#include "server/service/identity.h"
#include "server/service/link.h"
#include "server/store/account.h"

#define BOOK "contact_id,contact_name,document,account_no,reference,creditor,currency,balance,email,birth_date,postcode\n"

static void the_last_six_of_document_or_reference_open(void **state)
{
	struct guesser g = { .w = *state };

	guesser_account(g.w, "c1", "A-1");
	guesser_setting(g.w, "identity.mode", "last6");
	CHECK_INT(1, book_import(g.w, BOOK "c2,Ben,99 112233,A-2,R-987654,N,EUR,1.00,b@example.org,,\n").good);
	guesser_link(&g, "A-2");
	CHECK_INT(VERDICT_WRONG, guesser_answer(&g, "332211"));
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "11 22 33"));
	guesser_link(&g, "A-2");
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "987-654"));
}

static void the_reference_of_another_account_opens_nothing_in_any_mode(void **state)
{
	struct guesser g = { .w = *state };
	const char *book = BOOK "c1,Ana,,A-1,REF 111111,N,EUR,1.00,a@example.org,,\n"
				"c1,Ana,,A-2,REF 222222,N,EUR,1.00,a@example.org,,\n";

	CHECK_INT(2, book_import(g.w, book).good);
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_WRONG, guesser_answer(&g, "2222"));
	guesser_setting(g.w, "identity.mode", "last6");
	CHECK_INT(VERDICT_WRONG, guesser_answer(&g, "222222"));
	guesser_setting(g.w, "identity.mode", "full_reference");
	g.reference = "REF222222";
	CHECK_INT(VERDICT_WRONG, guesser_answer(&g, ""));
	g.reference = "ref-111111";
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, ""));
}

static void the_year_of_birth_is_asked_and_judged_together_with_the_digits(void **state)
{
	struct guesser g = { .w = *state };

	guesser_account(g.w, "c1", "A-1");
	guesser_setting(g.w, "identity.mode", "last4_birth_year");
	guesser_link(&g, "A-1");
	CHECK_INT(0, guesser_answer(&g, "1234"));
	CHECK_FAULT(ST_INVALID, "year", "born", fault_last()->status);
	g.year = "1973";
	CHECK_INT(VERDICT_WRONG, guesser_answer(&g, "1234"));
	g.year = "1974";
	CHECK_INT(VERDICT_WRONG, guesser_answer(&g, "4321"));
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void where_the_year_is_asked_anyway_the_second_fact_is_the_postcode(void **state)
{
	struct guesser g = { .w = *state, .year = "1974" };

	guesser_account(g.w, "c1", "A-1");
	guesser_setting(g.w, "identity.mode", "last4_birth_year");
	for (int i = 0; i < 2; i++) {
		guesser_link(&g, "A-1");
		CHECK_INT(VERDICT_LOCKED, guesser_wrong(&g, 5));
	}
	guesser_link(&g, "A-1");
	CHECK_INT(0, guesser_answer(&g, "1234"));
	CHECK_FAULT(ST_INVALID, "postcode", "postcode", fault_last()->status);
	g.postcode = "AB1 2CX";
	CHECK_INT(VERDICT_WRONG, guesser_answer(&g, "1234"));
	g.postcode = "ab12cd";
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void what_is_no_answer_to_the_question_counts_as_none(void **state)
{
	static const struct {
		const char *mode, *digits, *year, *reference, *field;
	} bad[] = {
		{ "last4", "123", NULL, NULL, "digits" },
		{ "last4", "12345", NULL, NULL, "digits" },
		{ "last4", "12a4", NULL, NULL, "digits" },
		{ "last6", "1234", NULL, NULL, "digits" },
		{ "last4_birth_year", "1234", "74", NULL, "year" },
		{ "last4_birth_year", "1234", "1899", NULL, "year" },
		{ "last4_birth_year", "1234", "2027", NULL, "year" },
		{ "full_reference", "1234", NULL, NULL, "reference" },
		{ "full_reference", "", NULL, "12-34", "reference" },
	};
	struct guesser g = { .w = *state };

	guesser_account(g.w, "c1", "A-1");
	guesser_link(&g, "A-1");
	for (size_t i = 0; i < COUNT(bad); i++) {
		guesser_setting(g.w, "identity.mode", bad[i].mode);
		g.year = bad[i].year;
		g.reference = bad[i].reference;
		CHECK_INT(0, guesser_answer(&g, bad[i].digits));
		CHECK_FAULT(ST_INVALID, bad[i].field, "Please enter", fault_last()->status);
	}
	CHECK_INT(0, guesser_tries(&g));
}

struct sending {
	struct world *w;
	struct link_sent ret;
};

static enum status run_send(struct tx *tx, void *arg)
{
	struct sending *s = arg;
	struct link_new q = { .account = SV("A-1"), .channel = CHANNEL_EMAIL };

	return service_link_send(&s->w->u, tx, &q, &s->ret);
}

static void a_book_from_before_the_question_needs_a_person_and_that_is_said(void **state)
{
	struct guesser g = { .w = *state };
	struct sending s = { .w = g.w };
	struct unit *u;
	struct sv gaps;

	make_account(g.w, .number = "A-1"); /* four digits, and nothing of the rest */
	guesser_link(&g, "A-1");
	guesser_setting(g.w, "identity.mode", "last6");
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "001234"));
	CHECK_INT(0, guesser_tries(&g));
	CHECK_FAULT(ST_CONFLICT, "account", "identity.mode last6", world_write(g.w, run_send, &s));
	u = world_look(g.w);
	CHECK_OK(service_identity_gaps(&u->arena, u->snap, &gaps));
	CHECK(sv_starts(gaps, SV("identity.mode last6: 1 of 1 accounts have not on file")));
	guesser_setting(g.w, "identity.mode", "last4");
	u = world_look(g.w);
	CHECK_OK(service_identity_gaps(&u->arena, u->snap, &gaps));
	CHECK_INT(0, gaps.n);
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void a_new_number_replaces_all_that_the_old_one_left(void **state)
{
	struct guesser g = { .w = *state };
	struct account_core c;

	guesser_account(g.w, "c1", "A-1");
	CHECK_INT(1, book_import(g.w, BOOK "c1,Ana c1,X-9876,A-1,R-5555,Northwind,EUR,10.00,a@example.org,,\n").good);
	CHECK_OK(store_account_core(world_look(g.w)->snap, SV("A-1"), &c, &g.w->u.arena));
	CHECK(c.has_digits && c.contact_has_digits);
	CHECK(!c.has_digits6 && !c.contact_has_digits6 && !c.has_reference_full);
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "9876"));
}

static unsigned mixed(uint64_t i) /* splitmix64 */
{
	i = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
	i = (i ^ i >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	return (unsigned)(100000 + (i ^ i >> 27) % 900000);
}

static const char *book_of(struct world *w, int n, bool in_sequence)
{
	struct buf b = buf_new(&w->u.arena, 1 << 20);

	buf_z(&b, BOOK);
	for (int i = 0; i < n; i++) {
		unsigned number = in_sequence ? 700100u + (unsigned)i : mixed((uint64_t)i);

		buf_print(&b, "c%d,Ana,,S-%d,R-%u,N,EUR,1.00,a%d@example.org,,\n", i, i, number, i);
		buf_print(&b, "c%d,Ana,,S-%d,R-%u,N,EUR,1.00,a%d@example.org,,\n", i, i, number, i); /* a second row */
	}
	return sv_z(&w->u.arena, buf_sv(&b));
}

static void numbers_made_in_sequence_are_told_in_the_report(void **state)
{
	struct world *w = *state;
	struct book_report r = book_import(w, book_of(w, 300, true));

	CHECK_INT(300, r.good); /* the second rows repeat the first */
	CHECK(r.problems.n > 0);
	CHECK_INT(1, r.problems.at[0].line);
	CHECK_SV("reference", r.problems.at[0].column);
	CHECK(r.problems.at[0].warning);
	CHECK(sv_starts(r.problems.at[0].reason, SV("the last four digits of these 300 numbers are not evenly spread")));
	CHECK_INT(0, r.warnings); /* no row is to blame */
	r = book_import(w, book_of(w, 300, false));
	CHECK(r.problems.n == 0 || r.problems.at[0].line > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(the_last_six_of_document_or_reference_open),
		WORLD_TEST(the_reference_of_another_account_opens_nothing_in_any_mode),
		WORLD_TEST(the_year_of_birth_is_asked_and_judged_together_with_the_digits),
		WORLD_TEST(where_the_year_is_asked_anyway_the_second_fact_is_the_postcode),
		WORLD_TEST(what_is_no_answer_to_the_question_counts_as_none),
		WORLD_TEST(a_book_from_before_the_question_needs_a_person_and_that_is_said),
		WORLD_TEST(a_new_number_replaces_all_that_the_old_one_left),
		WORLD_TEST(numbers_made_in_sequence_are_told_in_the_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
