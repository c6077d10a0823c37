/* Drawing, in this process: structure, language and title, pages, columns, and texts that nobody would write. What
 * stands where is looked at with poppler in tests/service/summary_test.c. */
#include "tests/support/check.h"

#include "tests/document/font_leak.h"
#include "tests/document/pdf_sample.h"

static struct arena a = ARENA_INIT;

static struct sv draw(const struct pdf_doc *d)
{
	struct buf out = buf_new(&a, PDF_BYTES_MAX);

	CHECK_OK(pdf_draw(d, &out));
	return buf_sv(&out);
}

static bool says(struct sv pdf, const char *text)
{
	return sv_find_sv(pdf, sv_from(text)) < pdf.n;
}

static size_t count(struct sv pdf, const char *text)
{
	size_t n = 0, length = strlen(text);

	for (size_t at; (at = sv_find_sv(pdf, sv_from(text))) < pdf.n; n++)
		pdf = sv_from_to(pdf, at + length, pdf.n);
	return n;
}

static void a_document_is_tagged_and_says_its_language(void **state)
{
	const struct pdf_doc docs[] = { sample_latin(&a), sample_arabic(&a), sample_chinese(&a) };
	static const char *const languages[] = { "/Lang (en-US)", "/Lang (ar-EG)", "/Lang (zh-CN)" };
	static const size_t heads[] = { 7 + 6 + 6, 7 + 6, 6 };

	(void)state;
	for (size_t i = 0; i < COUNT(docs); i++) {
		struct sv pdf = draw(&docs[i]);

		CHECK(sv_starts(pdf, SV("%PDF-1.")) && sv_ends(pdf, SV("%%EOF\n")));
		CHECK(says(pdf, languages[i]));
		CHECK(says(pdf, "/DisplayDocTitle true"));
		CHECK(says(pdf, "/Marked true"));
		CHECK_INT(1, count(pdf, "/S /Document"));
		CHECK_INT(1, count(pdf, "/S /H1"));
		CHECK_INT(2 * heads[i], count(pdf, "/S /TH")); /* as Cairo wrote them, and again with their scope */
		CHECK_INT(heads[i], count(pdf, "/Scope /Column"));
	}
}

static void the_same_document_has_the_same_bytes(void **state)
{
	struct pdf_doc d = sample_latin(&a);
	struct sv once = draw(&d), again = draw(&d);

	(void)state;
	CHECK(sv_eq(once, again));
}

static struct pdf_doc with_rows(size_t n)
{
	struct pdf_doc d = sample_latin(&a);
	struct pdf_block *b = &d.blocks.at[7];
	struct pdf_row *rows = NEW_N(&a, struct pdf_row, n);

	for (size_t i = 0; i < n; i++)
		rows[i] = b->rows.at[i % 10];
	b->rows.at = rows;
	b->rows.n = n;
	return d;
}

static void two_thousand_invoices_are_a_document_and_twenty_thousand_are_not(void **state)
{
	struct pdf_doc d = with_rows(2000);
	struct buf out = buf_new(&a, PDF_BYTES_MAX);
	struct sv pdf = draw(&d);

	(void)state;
	CHECK(count(pdf, "/Type /Page %") > 50);
	CHECK_INT(19, count(pdf, "/Scope /Column")); /* a head that comes again on the next page is not read again */
	d = with_rows(20000);
	d.blocks.at[7].columns.n = 1;
	CHECK_STATUS(ST_LIMIT, pdf_draw(&d, &out));
}

static void too_many_columns_are_refused(void **state)
{
	struct pdf_doc d = sample_latin(&a);
	struct buf out = buf_new(&a, PDF_BYTES_MAX);

	(void)state;
	d.blocks.at[2].columns.at = NEW_N(&a, struct pdf_column, PDF_COLUMNS_MAX + 1);
	d.blocks.at[2].columns.n = PDF_COLUMNS_MAX + 1;
	CHECK_STATUS(ST_INVALID, pdf_draw(&d, &out));
}

/* Whatever somebody is called, a document comes of it. */
static void no_text_stops_the_drawing(void **state)
{
	static const char *const texts[] = {
		"",
		" ",
		"\n\n\t",
		"))) >> endobj (",
		"'uri' \\ (",
		"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
		("\xe2\x80\x8f\xe2\x80\x8e\xe2\x80\xae" "abc"),
		"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
		"\xf0\x9f\x92\xb6\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa6",
		"\xe0\xa4\x95\xe0\xa5\x8d\xe0\xa4\xb7 \xe0\xb8\x81\xe0\xb8\xb3 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
		"{page} {pages} {",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct pdf_doc d = sample_latin(&a);
		struct sv t = sv_from(texts[i]);

		d.title = d.organisation = d.contact_line = d.date = d.code = d.page_of = d.language = t;
		for (size_t b = 0; b < d.blocks.n; b++) {
			struct pdf_block *block = &d.blocks.at[b];

			block->text = t;
			for (size_t c = 0; c < block->columns.n; c++)
				block->columns.at[c].head = t;
			for (size_t r = 0; r < block->rows.n; r++)
				for (size_t c = 0; c < block->rows.at[r].cells.n; c++)
					block->rows.at[r].cells.at[c].text = t;
		}
		CHECK(draw(&d).n > 1000);
	}
}

static void an_empty_document_is_a_page(void **state)
{
	struct pdf_doc d = { .title = SV("x") };

	(void)state;
	CHECK_INT(1, count(draw(&d), "/Type /Page %"));
}

static int end(void **state)
{
	(void)state;
	arena_free(&a);
	pdf_end();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_tagged_and_says_its_language),
		cmocka_unit_test(the_same_document_has_the_same_bytes),
		cmocka_unit_test(two_thousand_invoices_are_a_document_and_twenty_thousand_are_not),
		cmocka_unit_test(too_many_columns_are_refused),
		cmocka_unit_test(no_text_stops_the_drawing),
		cmocka_unit_test(an_empty_document_is_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
