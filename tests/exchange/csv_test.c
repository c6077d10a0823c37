/* The CSV reader: RFC 4180, its limits, and that one bad row stays one bad row. */
#include "tests/support/check.h"

#include <stdio.h>

#include "common/arena.h"

#include "server/exchange/csv.h"

struct text {
	struct sv left;
	size_t step; /* bytes a read gives */
};

static enum status read_text(void *arg, char *p, size_t n, size_t *ret)
{
	struct text *t = arg;

	if (n > t->step)
		n = t->step;
	if (n > t->left.n)
		n = t->left.n;
	if (n)
		memcpy(p, t->left.p, n);
	t->left = sv_from_to(t->left, n, t->left.n);
	*ret = n;
	return ST_OK;
}

/* All rows as "LINE:a|b|c;", bad ones as "LINE!reason;". */
static struct sv rows_from(struct arena *a, struct sv text, size_t step, int64_t offset, int64_t line)
{
	struct text t = { text, step };
	struct csv_reader *c = csv_reader_new(read_text, &t, offset, line);
	struct csv_row *row = NEW(a, struct csv_row);
	struct buf b = buf_new(a, 1 << 22);
	bool more;

	for (;;) {
		CHECK_OK(csv_reader_next(c, row, &more));
		if (!more)
			break;
		buf_print(&b, "%lld%c", (long long)row->line, row->bad ? '!' : ':');
		if (row->bad)
			buf_z(&b, row->bad);
		for (size_t i = 0; i < row->n; i++) {
			if (i)
				buf_char(&b, '|');
			buf_add(&b, row->fields[i]);
		}
		buf_char(&b, ';');
	}
	csv_reader_free(c);
	return buf_sv(&b);
}

static void check_rows(const char *want, struct sv text)
{
	static const size_t steps[] = { 1, 2, 7, 1 << 20 };
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < COUNT(steps); i++)
		CHECK_SV(want, rows_from(&a, text, steps[i], 0, 1));
	arena_free(&a);
}

static void rows_and_fields_come_as_they_are(void **state)
{
	(void)state;
	check_rows("1:a|b|c;2:1|2|3;", SV("a,b,c\n1,2,3\n"));
	check_rows("1:a|b;2:1|2;", SV("a,b\r\n1,2"));
	check_rows("1: a | b ;", SV(" a , b \n"));
	check_rows("1:|;2:;", SV(",\n\"\"\n"));
	check_rows("", SV(""));
}

static void a_byte_order_mark_is_passed_over_only_at_the_start(void **state)
{
	(void)state;
	check_rows("1:a|b;2:\xef\xbb\xbfx|y;", SV("\xef\xbb\xbf" "a,b\n\xef\xbb\xbfx,y\n"));
}

static void quoted_fields_hold_commas_quotes_and_lines_and_later_rows_know_their_line(void **state)
{
	(void)state;
	check_rows("1:a,b|c\"d;2:x\ny|z;4:e|f;", SV("\"a,b\",\"c\"\"d\"\n\"x\ny\",z\ne,f\n"));
	check_rows("1:x\r\ny;3:e;", SV("\"x\r\ny\"\r\ne\r\n"));
}

static void empty_lines_are_passed_over_and_counted(void **state)
{
	(void)state;
	check_rows("3:a;6:b;", SV("\n\r\na\n\n\nb\n\n"));
}

static void a_bad_row_is_told_with_its_line_and_the_next_is_read(void **state)
{
	(void)state;
	check_rows("1:a;2!a quote stands where none may: in a field that is not quoted, or before more text;3:c;",
		   SV("a\nb\"x\nc\n"));
	check_rows("1!a quote stands where none may: in a field that is not quoted, or before more text;2:c;",
		   SV("\"b\" x\nc\n"));
	check_rows("1!this is not UTF-8;2:c;", SV("b\xff\nc\n"));
	check_rows("1!there is a NUL byte;2:c;", sv_of("b\0\nc\n", 5));
	check_rows("1!a carriage return stands alone;2:c;", SV("a\rb\nc\n"));
}

static void an_unclosed_quote_costs_one_row_not_the_rest_of_the_file(void **state)
{
	(void)state;
	check_rows("1:a;2!a quote that opens here is never closed;3:c|d;4:e|f;", SV("a\n\"b,x\nc,d\ne,f\n"));
}

static void fields_and_rows_over_their_limits_are_bad_rows(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 1 << 23);

	(void)state;
	for (int i = 0; i < CSV_FIELD_MAX + 1; i++)
		buf_char(&b, 'x');
	buf_z(&b, "\nnext\n");
	for (int i = 0; i < CSV_FIELDS_MAX; i++)
		buf_char(&b, ',');
	buf_z(&b, "\nnext\n");
	for (int i = 0; i < CSV_ROW_MAX + 5; i++)
		buf_char(&b, i % 100 ? 'y' : ',');
	buf_z(&b, "\nlast\n");
	CHECK_SV("1!a field is longer than 64 KiB;2:next;3!there are more than 256 fields;4:next;"
		 "5!the row is longer than 1 MiB;6:last;",
		 rows_from(&a, buf_sv(&b), 5000, 0, 1));
	arena_free(&a);
}

static void a_field_of_just_64_kib_is_taken(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 1 << 20);
	struct sv got;

	(void)state;
	for (int i = 0; i < CSV_FIELD_MAX; i++)
		buf_char(&b, 'x');
	got = rows_from(&a, buf_sv(&b), 5000, 0, 1);
	CHECK_INT(CSV_FIELD_MAX + 3, got.n);
	CHECK(sv_starts(got, SV("1:xx")));
	arena_free(&a);
}

static void reading_goes_on_where_another_reader_stopped(void **state)
{
	static const char all[] = "\xef\xbb\xbfh1,h2\n\"a\nb\",1\n\nc,2\n";
	struct arena a = ARENA_INIT;
	struct text t = { sv_from(all), 3 };
	struct csv_reader *c = csv_reader_new(read_text, &t, 0, 1);
	struct csv_row *row = NEW(&a, struct csv_row);
	bool more;

	(void)state;
	CHECK_OK(csv_reader_next(c, row, &more));
	CHECK_INT(9, row->end);
	CHECK_INT(2, row->end_line);
	CHECK_SV("2:a\nb|1;5:c|2;", rows_from(&a, sv_from(all + row->end), 4, row->end, row->end_line));
	CHECK_OK(csv_reader_next(c, row, &more));
	CHECK_INT(4, row->end_line);
	CHECK_SV("5:c|2;", rows_from(&a, sv_from(all + row->end), 4, row->end, row->end_line));
	csv_reader_free(c);
	arena_free(&a);
}

static enum status broken(void *arg, char *p, size_t n, size_t *ret)
{
	(void)arg;
	(void)p;
	(void)n;
	*ret = 0;
	return fail(ST_UNAVAILABLE, "no disk");
}

static void a_read_that_fails_fails_the_row(void **state)
{
	struct csv_reader *c = csv_reader_new(broken, NULL, 0, 1);
	struct arena a = ARENA_INIT;
	bool more;

	(void)state;
	CHECK_STATUS(ST_UNAVAILABLE, csv_reader_next(c, NEW(&a, struct csv_row), &more));
	csv_reader_free(c);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_fields_come_as_they_are),
		cmocka_unit_test(a_byte_order_mark_is_passed_over_only_at_the_start),
		cmocka_unit_test(quoted_fields_hold_commas_quotes_and_lines_and_later_rows_know_their_line),
		cmocka_unit_test(empty_lines_are_passed_over_and_counted),
		cmocka_unit_test(a_bad_row_is_told_with_its_line_and_the_next_is_read),
		cmocka_unit_test(an_unclosed_quote_costs_one_row_not_the_rest_of_the_file),
		cmocka_unit_test(fields_and_rows_over_their_limits_are_bad_rows),
		cmocka_unit_test(a_field_of_just_64_kib_is_taken),
		cmocka_unit_test(reading_goes_on_where_another_reader_stopped),
		cmocka_unit_test(a_read_that_fails_fails_the_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
