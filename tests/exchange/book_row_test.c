/* Rows of the book: each kind of value, each reason to refuse it, and the digits that open a portal. */
#include "tests/support/check.h"

#include <stdio.h>

#include "common/arena.h"
#include "common/date.h"

#include "server/exchange/book_row.h"
#include "server/exchange/identity.h"

struct fixture {
	struct arena a;
	struct keys *keys;
	struct sv in[BOOK__COUNT];
	struct book_row row;
	struct book_row_report report;
};

static int setup(void **state)
{
	struct fixture *f = mem_new(sizeof(*f));

	CHECK_OK(crypt_start());
	CHECK_OK(keys_read(keys_make(&f->a), &f->keys));
	f->in[BOOK_CONTACT_ID] = SV("c1");
	f->in[BOOK_CONTACT_NAME] = SV("Ana Lima");
	f->in[BOOK_DOCUMENT] = SV("CPF 123.456.789-09");
	f->in[BOOK_ACCOUNT_NO] = SV("A-1");
	f->in[BOOK_REFERENCE] = SV("R 55 66 77");
	f->in[BOOK_CREDITOR] = SV("Northwind");
	f->in[BOOK_CURRENCY] = SV("EUR");
	f->in[BOOK_BALANCE] = SV("12.34");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	keys_free(f->keys);
	arena_free(&f->a);
	mem_free(f);
	return 0;
}

static void read_row(struct fixture *f)
{
	book_row_read(&f->a, f->keys, f->in, &f->row, &f->report);
}

static void invoice(struct fixture *f, const char *amount, const char *open, const char *paid)
{
	f->in[BOOK_INVOICE_NO] = SV("I-1");
	f->in[BOOK_INVOICE_AMOUNT] = sv_from(amount);
	f->in[BOOK_INVOICE_OPEN] = sv_from(open);
	f->in[BOOK_INVOICE_PAID_DATE] = sv_from(paid);
	read_row(f);
}

/* One problem, in this column, whose reason has this part. */
static void check_refused(struct fixture *f, enum book_column c, const char *value, const char *part)
{
	struct sv before = f->in[c];

	f->in[c] = sv_from(value);
	read_row(f);
	if (!f->report.bad || f->report.n != 1 || f->report.at[0].column != c ||
	    sv_find_sv(f->report.at[0].reason, sv_from(part)) == f->report.at[0].reason.n)
		fail_msg("%s '%s': bad %d, %zu problems, %.*s", book_column_name(c), value, f->report.bad, f->report.n,
			 f->report.n ? (int)f->report.at[0].reason.n : 0,
			 f->report.n ? f->report.at[0].reason.p : "");
	f->in[c] = before;
}

static void a_good_row_has_no_problems_and_exact_figures(void **state)
{
	struct fixture *f = *state;

	f->in[BOOK_DUE_DATE] = SV("2026-01-31");
	f->in[BOOK_EMAIL] = SV(" ana@example.org ");
	f->in[BOOK_PHONE] = SV("+44 (20) 7946-0958");
	f->in[BOOK_TIME_ZONE] = SV("America/Sao_Paulo");
	f->in[BOOK_FEES] = SV("0.10");
	read_row(f);
	CHECK(!f->report.bad);
	CHECK_INT(0, f->report.n);
	CHECK_MONEY(1234, f->row.balance.amount);
	CHECK_MONEY(10, f->row.fees.amount);
	CHECK(!f->row.interest.set);
	CHECK_INT(day_from((struct civil){ 2026, 1, 31 }), f->row.due_date);
	CHECK_SV("ana@example.org", f->row.email);
	CHECK_SV("+442079460958", f->row.phone);
	CHECK_SV("ana lima c1", f->row.folded);
}

static void amounts_have_the_minor_units_of_their_currency(void **state)
{
	struct fixture *f = *state;

	f->in[BOOK_CURRENCY] = SV("JPY");
	f->in[BOOK_BALANCE] = SV("1234");
	read_row(f);
	CHECK_MONEY(1234, f->row.balance.amount);
	check_refused(f, BOOK_BALANCE, "1234.5", "1234.5");
	f->in[BOOK_CURRENCY] = SV("BHD");
	f->in[BOOK_BALANCE] = SV("1.234");
	read_row(f);
	CHECK_MONEY(1234, f->row.balance.amount);
	f->in[BOOK_CURRENCY] = SV("EUR");
	f->in[BOOK_BALANCE] = SV("24254.0");
	read_row(f);
	CHECK_MONEY(2425400, f->row.balance.amount);
}

static void each_wrong_value_is_refused_in_its_column(void **state)
{
	struct fixture *f = *state;

	check_refused(f, BOOK_CONTACT_ID, "", "is empty");
	check_refused(f, BOOK_CONTACT_NAME, " ", "is empty");
	check_refused(f, BOOK_CONTACT_NAME, "\xe2\x80\xae", "nothing that can be shown");
	check_refused(f, BOOK_ACCOUNT_NO, "", "is empty");
	check_refused(f, BOOK_CREDITOR, "", "is empty");
	check_refused(f, BOOK_CURRENCY, "", "is empty");
	check_refused(f, BOOK_CURRENCY, "eur", "'eur' is not a currency");
	check_refused(f, BOOK_BALANCE, "1,234.00", "'1,234.00'");
	check_refused(f, BOOK_BALANCE, "1e3", "'1e3'");
	check_refused(f, BOOK_BALANCE, "12.345", "'12.345'");
	check_refused(f, BOOK_BALANCE, "99999999999999999999", "99999");
	check_refused(f, BOOK_BALANCE, "", "no invoice to take it from");
	check_refused(f, BOOK_DUE_DATE, "31/01/2026", "is not a date");
	check_refused(f, BOOK_DUE_DATE, "2026-02-30", "is not a date");
	check_refused(f, BOOK_BIRTH_DATE, "1980", "is not a date");
	check_refused(f, BOOK_EMAIL, "ana@", "is not an e-mail address");
	check_refused(f, BOOK_PHONE, "07700 900123", "is not a number like");
	check_refused(f, BOOK_WHATSAPP, "+1", "is not a number like");
	check_refused(f, BOOK_LANGUAGE, "english", "is not a language");
	check_refused(f, BOOK_COUNTRY, "UK", "'UK' is not a country");
	check_refused(f, BOOK_TIME_ZONE, "Mars/Olympus", "is not a zone");
	check_refused(f, BOOK_CREDITOR_ROLE, "buyer", "is none of");
	f->in[BOOK_INVOICE_AMOUNT] = SV("5.00");
	check_refused(f, BOOK_INVOICE_NO, "", "figures of an invoice");
}

static void long_texts_are_refused_not_cut(void **state)
{
	struct fixture *f = *state;
	char text[300];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	check_refused(f, BOOK_CONTACT_NAME, text, "longer than 200");
	check_refused(f, BOOK_CONTACT_ID, text, "longer than 64");
	check_refused(f, BOOK_ACCOUNT_NO, text, "longer than 64");
}

static void hostile_names_lose_what_must_not_reach_a_page_or_terminal(void **state)
{
	struct fixture *f = *state;

	f->in[BOOK_CONTACT_NAME] = SV("A\x1b[31mna\xe2\x80\xae Li\xe2\x80\x8bma\xc2\x9b");
	read_row(f);
	CHECK(!f->report.bad);
	CHECK_SV("A[31mna Lima", f->row.name);
}

static void an_invoice_is_checked_against_what_is_open_and_paid(void **state)
{
	struct fixture *f = *state;

	invoice(f, "100.00", "40.00", "2026-01-05");
	CHECK(!f->report.bad);
	CHECK_MONEY(10000, f->row.invoice_amount);
	CHECK_MONEY(4000, f->row.invoice_open);
	invoice(f, "100.00", "", "");
	CHECK_MONEY(10000, f->row.invoice_open);
	invoice(f, "100.00", "", "2026-01-05");
	CHECK(f->report.bad);
	CHECK_INT(BOOK_INVOICE_OPEN, f->report.at[0].column);
	invoice(f, "100.00", "100.01", "");
	CHECK(f->report.bad);
	invoice(f, "100.00", "-1", "");
	CHECK(f->report.bad);
	invoice(f, "-20.00", "-20.00", "");
	CHECK(!f->report.bad);
	CHECK_MONEY(-2000, f->row.invoice_open);
	invoice(f, "-20.00", "1.00", "");
	CHECK(f->report.bad);
	invoice(f, "", "1.00", "");
	CHECK(f->report.bad);
	CHECK_INT(BOOK_INVOICE_AMOUNT, f->report.at[0].column);
	invoice(f, "100.00", "100.00", "2026-01-05");
	CHECK(!f->report.bad);
	CHECK(f->report.at[0].warning);
	CHECK_INT(0, f->row.invoice_paid_date);
}

static void the_last_four_digits_are_hashed_with_whose_they_are(void **state)
{
	struct fixture *f = *state;
	struct hash document, reference;

	read_row(f);
	document = crypt_hash_parts(f->keys, KEY_IDENTITY, (const struct sv[]){ SV("document"), SV("c1"), SV("8909") }, 3);
	reference = crypt_hash_parts(f->keys, KEY_IDENTITY, (const struct sv[]){ SV("reference"), SV("A-1"), SV("6677") },
				     3);
	CHECK(f->row.has_contact_digits && f->row.has_account_digits);
	CHECK(crypt_equal(hash_sv(&document), hash_sv(&f->row.contact_digits)));
	CHECK(crypt_equal(hash_sv(&reference), hash_sv(&f->row.account_digits)));
}

static void fewer_than_four_digits_in_both_is_a_warning(void **state)
{
	struct fixture *f = *state;

	f->in[BOOK_DOCUMENT] = SV("X123");
	read_row(f);
	CHECK_INT(0, f->report.n);
	f->in[BOOK_REFERENCE] = SV("");
	read_row(f);
	CHECK(!f->report.bad);
	CHECK_INT(1, f->report.n);
	CHECK(f->report.at[0].warning);
	CHECK(!f->row.has_contact_digits && !f->row.has_account_digits);
}

static void last_four_ignores_everything_but_digits(void **state)
{
	char four[5] = "";

	(void)state;
	CHECK(identity_last(SV("12-34-5x6y"), 4, four));
	CHECK_SV("3456", sv_from(four));
	CHECK(!identity_last(SV("a1b2c3"), 4, four));
	CHECK(!identity_last(SV_NONE, 4, four));
}

static void e_mail_addresses_are_told_from_what_only_looks_like_one(void **state)
{
	static const char *const right[] = { "a@b.co", "first.last+tag@mail.example.org", "o'neil@example.com" };
	static const char *const wrong[] = { "", "a", "a@b", "@b.co", "a@.co", "a@b.", "a..b@c.co", ".a@b.co", "a.@b.co",
					     "a b@c.co", "a@b@c.co", "a@-b.co", "a@b_c.co", "a@b.co\r\nBcc: x@y.z",
					     "\"a\"@b.co", "a<b@c.co", "é@b.co" };

	(void)state;
	for (size_t i = 0; i < COUNT(right); i++)
		CHECK(book_email_right(sv_from(right[i])));
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (book_email_right(sv_from(wrong[i])))
			fail_msg("taken: %s", wrong[i]);
}

static void phone_numbers_are_e164(void **state)
{
	static const char *const wrong[] = { "", "+", "+123456", "+1234567890123456", "442079460958", "+0207946095",
					     "+44x2079460958", "+44+2079460958", "tel:+442079460958" };
	struct arena a = ARENA_INIT;
	struct sv got;

	(void)state;
	CHECK(book_phone(&a, SV("+1 (202) 555-01.23"), &got));
	CHECK_SV("+12025550123", got);
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (book_phone(&a, sv_from(wrong[i]), &got))
			fail_msg("taken: %s", wrong[i]);
	arena_free(&a);
}

#define ROW_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROW_TEST(a_good_row_has_no_problems_and_exact_figures),
		ROW_TEST(amounts_have_the_minor_units_of_their_currency),
		ROW_TEST(each_wrong_value_is_refused_in_its_column),
		ROW_TEST(long_texts_are_refused_not_cut),
		ROW_TEST(hostile_names_lose_what_must_not_reach_a_page_or_terminal),
		ROW_TEST(an_invoice_is_checked_against_what_is_open_and_paid),
		ROW_TEST(the_last_four_digits_are_hashed_with_whose_they_are),
		ROW_TEST(fewer_than_four_digits_in_both_is_a_warning),
		cmocka_unit_test(last_four_ignores_everything_but_digits),
		cmocka_unit_test(e_mail_addresses_are_told_from_what_only_looks_like_one),
		cmocka_unit_test(phone_numbers_are_e164),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
