/* The invented book: the same for the same seed, readable by our own reader, with everything it promises. */
#include "tests/support/check.h"

#include "common/arena.h"
#include "common/crypt.h"
#include "common/date.h"

#include "server/exchange/book_row.h"
#include "server/exchange/csv.h"
#include "server/exchange/sample.h"

#define TODAY INT64_C(2461110) /* 2026-03-10 */

static enum status keep(void *arg, struct sv text)
{
	buf_add(arg, text);
	return ST_OK;
}

static struct sv sample(struct arena *a, uint64_t seed, size_t contacts)
{
	struct buf b = buf_new(a, 1 << 24);

	CHECK_OK(sample_write(keep, &b, seed, contacts, TODAY));
	return buf_sv(&b);
}

static enum status read_text(void *arg, char *p, size_t n, size_t *ret)
{
	struct sv *left = arg;

	*ret = n < left->n ? n : left->n;
	memcpy(p, left->p, *ret);
	*left = sv_from_to(*left, *ret, left->n);
	return ST_OK;
}

static void a_seed_gives_the_same_book_and_another_seed_another(void **state)
{
	struct arena a = ARENA_INIT;
	struct sv one = sample(&a, 7, 50);

	(void)state;
	CHECK(one.n > 5000);
	CHECK(sv_eq(one, sample(&a, 7, 50)));
	CHECK(!sv_eq(one, sample(&a, 8, 50)));
	arena_free(&a);
}

struct seen {
	size_t rows, without_invoice, paid, part, links_none, accounts_of_first;
	unsigned countries, currencies, languages;
	int64_t oldest, youngest;
};

static unsigned bit_of(const char *words, struct sv code) /* "US GB ..." */
{
	unsigned bit = 1;

	for (struct sv rest = sv_from(words); rest.p; bit <<= 1)
		if (sv_eq(sv_cut(&rest, ' '), code))
			return bit;
	fail_msg("not in \"%s\": %.*s", words, (int)code.n, code.p);
	return 0;
}

static void look(struct seen *s, const struct book_row *r)
{
	s->rows++;
	s->without_invoice += r->invoice.n == 0;
	s->paid += r->invoice.n && r->invoice_open == 0;
	s->part += r->invoice.n && r->invoice_open && r->invoice_open != r->invoice_amount;
	s->links_none += !r->has_contact_digits && !r->has_account_digits;
	s->countries |= bit_of("US GB ES MX BR FR DE", r->country);
	s->currencies |= bit_of("USD GBP EUR MXN BRL", currency_sv(&r->currency));
	s->languages |= bit_of("en es pt fr de", r->language);
	if (TODAY - r->due_date > s->oldest)
		s->oldest = TODAY - r->due_date;
	if (TODAY - r->due_date < s->youngest)
		s->youngest = TODAY - r->due_date;
}

static void read_all(struct arena *a, struct keys *keys, struct sv text, struct seen *s)
{
	struct csv_reader *c = csv_reader_new(read_text, &text, 0, 1);
	struct csv_row *row = NEW(a, struct csv_row);
	struct mapping *m;
	bool more;

	CHECK_OK(mapping_read(a, SV_NONE, &m));
	CHECK_OK(csv_reader_next(c, row, &more));
	CHECK_OK(mapping_bind(a, m, row->fields, row->n));
	CHECK_INT(BOOK__COUNT, row->n);
	for (;;) {
		struct sv in[BOOK__COUNT];
		struct book_row_report report;
		struct book_row r;

		CHECK_OK(csv_reader_next(c, row, &more));
		if (!more)
			break;
		CHECK(!row->bad);
		CHECK_INT(BOOK__COUNT, row->n);
		mapping_row(a, m, row->fields, in);
		book_row_read(a, keys, in, &r, &report);
		if (report.bad)
			fail_msg("line %lld: %s: %.*s", (long long)row->line, book_column_name(report.at[0].column),
				 (int)report.at[0].reason.n, report.at[0].reason.p);
		look(s, &r);
	}
	csv_reader_free(c);
}

static void every_row_passes_the_importers_checks_and_the_book_is_varied(void **state)
{
	struct arena a = ARENA_INIT;
	struct seen s = { .youngest = INT64_MAX };
	struct keys *keys;

	(void)state;
	CHECK_OK(crypt_start());
	CHECK_OK(keys_read(keys_make(&a), &keys));
	read_all(&a, keys, sample(&a, 1, 300), &s);
	CHECK(s.rows > 400);
	CHECK(s.without_invoice > 20);
	CHECK(s.paid > 20);
	CHECK(s.part > 20);
	CHECK(s.links_none > 0);
	CHECK(s.links_none < s.rows / 20);
	CHECK_INT((1 << 7) - 1, s.countries);
	CHECK_INT((1 << 5) - 1, s.currencies);
	CHECK_INT((1 << 5) - 1, s.languages);
	CHECK(s.oldest > 700 && s.oldest <= 720);
	CHECK(s.youngest >= 0 && s.youngest < 20);
	keys_free(keys);
	arena_free(&a);
}

static void addresses_belong_to_nobody(void **state)
{
	struct arena a = ARENA_INIT;
	struct sv text = sample(&a, 3, 200);
	size_t at, found = 0;

	(void)state;
	while ((at = sv_find(text, '@')) < text.n) {
		text = sv_from_to(text, at + 1, text.n);
		CHECK(sv_starts(text, SV("example.com,")) || sv_starts(text, SV("example.org,")) ||
		      sv_starts(text, SV("example.net,")));
		found++;
	}
	CHECK(found > 100);
	arena_free(&a);
}

static enum status refuse(void *arg, struct sv text)
{
	(void)arg;
	(void)text;
	return fail(ST_UNAVAILABLE, "full");
}

static void a_sink_that_fails_and_a_number_out_of_range_are_told(void **state)
{
	(void)state;
	CHECK_STATUS(ST_UNAVAILABLE, sample_write(refuse, NULL, 1, 10, TODAY));
	CHECK_FAULT(ST_INVALID, "contacts", "between 1 and", sample_write(refuse, NULL, 1, 0, TODAY));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_seed_gives_the_same_book_and_another_seed_another),
		cmocka_unit_test(every_row_passes_the_importers_checks_and_the_book_is_varied),
		cmocka_unit_test(addresses_belong_to_nobody),
		cmocka_unit_test(a_sink_that_fails_and_a_number_out_of_range_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
