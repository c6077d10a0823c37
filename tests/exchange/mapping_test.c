/* Mappings: what they say, what is refused with its line, and the ones that ship. */
#include "tests/support/check.h"

#include <stdio.h>

#include "common/arena.h"
#include "common/file.h"

#include "server/exchange/mapping.h"

enum { HEADER_MAX = 64 };

static enum status bind(struct arena *a, const char *map, const char *header, struct mapping **ret)
{
	struct sv names[HEADER_MAX], rest = sv_from(header);
	size_t n = 0;

	TRY(mapping_read(a, sv_from(map), ret));
	while (rest.p && n < HEADER_MAX)
		names[n++] = sv_cut(&rest, ',');
	return mapping_bind(a, *ret, names, n);
}

#define BASE "contact_id={who}\ncontact_name={who}\naccount_no={who}\ncreditor=Ours\ncurrency=EUR\n"

static struct sv value(struct arena *a, const char *map, const char *header, const char *row, enum book_column c)
{
	struct sv fields[HEADER_MAX], rest = sv_from(row), out[BOOK__COUNT];
	struct mapping *m;
	size_t n = 0;

	CHECK_OK(bind(a, map, header, &m));
	while (rest.p && n < HEADER_MAX)
		fields[n++] = sv_cut(&rest, ',');
	mapping_row(a, m, fields, out);
	return sv_copy(a, out[c]);
}

static void columns_are_renamed_joined_and_constant(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	CHECK_SV("k7", value(&a, BASE, "who,unit", "k7,U1", BOOK_CONTACT_ID));
	CHECK_SV("Ours", value(&a, BASE, "who,unit", "k7,U1", BOOK_CREDITOR));
	CHECK_SV("k7-U1", value(&a, BASE "reference={who}-{unit}\n", "who,unit", "k7, U1 ", BOOK_REFERENCE));
	CHECK_SV("{k7}", value(&a, BASE "reference = {{{who}}}\n", "who", "k7", BOOK_REFERENCE));
	CHECK_SV("k7 # 1", value(&a, BASE "reference = {who} # 1\n", "who", "k7", BOOK_REFERENCE));
	CHECK_SV("", value(&a, BASE "region=\n", "who", "k7", BOOK_REGION));
	CHECK_SV("", value(&a, BASE, "who", "k7", BOOK_REGION));
	arena_free(&a);
}

static void text_may_stand_behind_as_many_columns_as_there_may_be(void **state)
{
	static const char map[] = BASE "reference=1{who}2{who}3{who}4{who}5{who}6{who}7{who}8{who}9\n";
	struct arena a = ARENA_INIT;

	(void)state;
	CHECK_SV("1k2k3k4k5k6k7k8k9", value(&a, map, "who", "k", BOOK_REFERENCE));
	arena_free(&a);
}

static void conditions_are_tried_in_order_before_the_plain_line(void **state)
{
	static const char map[] = BASE "invoice_open={sum}\ninvoice_open when paid is set = 0\n"
				       "region when unit is CA02 = Canada\nregion when unit is \"\" = nowhere\n"
				       "city when paid is empty = late\nregion when unit is U1 = first\n"
				       "region when unit is U1 = second\n";
	struct arena a = ARENA_INIT;

	(void)state;
	CHECK_SV("9.5", value(&a, map, "who,unit,sum,paid", "k,U1,9.5,", BOOK_INVOICE_OPEN));
	CHECK_SV("0", value(&a, map, "who,unit,sum,paid", "k,U1,9.5,2026-01-01", BOOK_INVOICE_OPEN));
	CHECK_SV("first", value(&a, map, "who,unit,sum,paid", "k,U1,9.5,x", BOOK_REGION));
	CHECK_SV("Canada", value(&a, map, "who,unit,sum,paid", "k, CA02,9.5,x", BOOK_REGION));
	CHECK_SV("nowhere", value(&a, map, "who,unit,sum,paid", "k,,9.5,x", BOOK_REGION));
	CHECK_SV("", value(&a, map, "who,unit,sum,paid", "k,U9,9.5,x", BOOK_REGION));
	CHECK_SV("late", value(&a, map, "who,unit,sum,paid", "k,U9,9.5, ", BOOK_CITY));
	arena_free(&a);
}

static void an_error_names_its_line(void **state)
{
	static const struct {
		const char *map, *text;
	} cases[] = {
		{ "# fine\n\nname = {x}\n", "line 3: the book has no column 'name'" },
		{ "contact_id {x}\n", "line 1: there is no '='" },
		{ "contact_id = {x\n", "line 1: a lone brace" },
		{ "contact_id = x}\n", "line 1: a lone brace" },
		{ "contact_id = {}\n", "line 1: there is no column name" },
		{ "contact_id = a\ncontact_id = b\n", "line 2: contact_id is given on line 1 already" },
		{ "contact_id if x = b\n", "line 1: 'when' or '=' must follow" },
		{ "contact_id when x = b\n", "line 1: a condition reads" },
		{ "contact_id when x is = b\n", "line 1: a condition reads" },
		{ "contact_id when x is \"y = b\n", "line 1: a quote is not closed" },
		{ "* = a\n", "line 1: '*' takes '*'" },
		{ "contact_id={a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}\n", "line 1: more than" },
	};
	struct arena a = ARENA_INIT;
	struct mapping *m;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_FAULT(ST_INVALID, "map", cases[i].text, mapping_read(&a, sv_from(cases[i].map), &m));
	arena_free(&a);
}

static void a_file_that_lacks_a_column_or_has_a_strange_one_is_refused(void **state)
{
	struct arena a = ARENA_INIT;
	struct mapping *m;

	(void)state;
	CHECK_FAULT(ST_INVALID, "map", "line 1: the file has no column 'who'", bind(&a, BASE, "whom", &m));
	CHECK_FAULT(ST_INVALID, "map", "line 6: the file has no column 'paid'",
		    bind(&a, BASE "region when paid is set = 1\n", "who", &m));
	CHECK_FAULT(ST_INVALID, "file", "the header has the column 'who' twice", bind(&a, BASE, "who,who", &m));
	CHECK_FAULT(ST_INVALID, "file", "column 2 of the header has no name", bind(&a, BASE, "who,", &m));
	CHECK_FAULT(ST_INVALID, "map", "nothing gives the column currency",
		    bind(&a, "contact_id={a}\ncontact_name={a}\naccount_no={a}\ncreditor={a}\n", "a", &m));
	CHECK_FAULT(ST_INVALID, "file", "nothing gives the column contact_name", bind(&a, "", "contact_id", &m));
	CHECK_FAULT(ST_INVALID, "file", "the book has no column 'emial'", bind(&a, "", "contact_id,emial", &m));
	arena_free(&a);
}

static void the_star_takes_canonical_columns_that_have_no_line(void **state)
{
	static const char header[] = "contact_id,contact_name,account_no,creditor,currency,email,x";
	static const char map[] = "email = {x}@example.org\n* = *\n";
	struct arena a = ARENA_INIT;

	(void)state;
	CHECK_SV("c", value(&a, map, header, "c,n,a,k,EUR,old,new", BOOK_CONTACT_ID));
	CHECK_SV("new@example.org", value(&a, map, header, "c,n,a,k,EUR,old,new", BOOK_EMAIL));
	arena_free(&a);
}

static void a_column_is_called_as_the_file_calls_it(void **state)
{
	struct arena a = ARENA_INIT;
	struct mapping *m;

	(void)state;
	CHECK_OK(bind(&a, BASE "reference={who}{unit}\ninvoice_open={sum}\ninvoice_open when unit is x=0\n",
		      "who,unit,sum", &m));
	CHECK_SV("who", mapping_name(m, BOOK_CONTACT_ID));
	CHECK_SV("sum", mapping_name(m, BOOK_INVOICE_OPEN));
	CHECK_SV("reference", mapping_name(m, BOOK_REFERENCE));
	CHECK_SV("currency", mapping_name(m, BOOK_CURRENCY));
	CHECK_SV("email", mapping_name(m, BOOK_EMAIL));
	arena_free(&a);
}

static const char *shipped(struct arena *a, const char *name)
{
	struct sv text;

	CHECK_OK(file_read(a, arena_print(a, "%s/assets/import/%s", QUITS_SOURCE, name), 65536, &text));
	return sv_z(a, text);
}

#define HIGHRADIUS "invoice_id,customer_id,business_unit,terms_code,terms_days,terms_known,issue_date,due_date," \
		   "amount,clear_date"
#define IBM "invoice_id,customer_id,country,issue_date,due_date,amount,disputed,paperless_bill,paperless_date," \
	    "clear_date"

static void the_shipped_mappings_read_their_data_sets(void **state)
{
	static const char ca[] = "I3,C0366,CA02,T04,19,1,2018-12-05,2018-12-24,155010.63,";
	static const char us[] = "I4,C1028,U001,T04,19,1,2018-12-05,2018-12-24,15.5,2019-01-23";
	static const char ibm[] = "0280670965,3993-QUNVJ,770,2012-01-03,2012-02-02,50.39,No,Paper,2012-12-31,2012-01-23";
	struct arena a = ARENA_INIT;
	const char *h = shipped(&a, "ar_highradius.map"), *i = shipped(&a, "ar_ibm.map");

	(void)state;
	CHECK_SV("CAD", value(&a, h, HIGHRADIUS, ca, BOOK_CURRENCY));
	CHECK_SV("155010.63", value(&a, h, HIGHRADIUS, ca, BOOK_INVOICE_OPEN));
	CHECK_SV("C0366-CA02", value(&a, h, HIGHRADIUS, ca, BOOK_ACCOUNT_NO));
	CHECK_SV("USD", value(&a, h, HIGHRADIUS, us, BOOK_CURRENCY));
	CHECK_SV("0", value(&a, h, HIGHRADIUS, us, BOOK_INVOICE_OPEN));
	CHECK_SV("2019-01-23", value(&a, h, HIGHRADIUS, us, BOOK_INVOICE_PAID_DATE));
	CHECK_SV("3993-QUNVJ", value(&a, i, IBM, ibm, BOOK_ACCOUNT_NO));
	CHECK_SV("50.39", value(&a, i, IBM, ibm, BOOK_INVOICE_AMOUNT));
	CHECK_SV("", value(&a, i, IBM, ibm, BOOK_COUNTRY));
	CHECK_SV("EUR", value(&a, shipped(&a, "canonical.map"), "contact_id,contact_name,account_no,creditor,currency",
			      "c,n,a,k,EUR", BOOK_CURRENCY));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_renamed_joined_and_constant),
		cmocka_unit_test(text_may_stand_behind_as_many_columns_as_there_may_be),
		cmocka_unit_test(conditions_are_tried_in_order_before_the_plain_line),
		cmocka_unit_test(an_error_names_its_line),
		cmocka_unit_test(a_file_that_lacks_a_column_or_has_a_strange_one_is_refused),
		cmocka_unit_test(the_star_takes_canonical_columns_that_have_no_line),
		cmocka_unit_test(a_column_is_called_as_the_file_calls_it),
		cmocka_unit_test(the_shipped_mappings_read_their_data_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
