/* The summary through the portal: its figures are the overview's, its columns sum to the balances, it is made once per
 * form, fetched by its owner alone, confirmed to anybody, and its text stands in golden files in three scripts, read back
 * with poppler. */
#include "tests/support/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/date.h"
#include "common/file.h"

#include "server/document/helper.h"
#include "server/service/document.h"

static const struct query sql[] = {
	{ "test.invoice", "INSERT INTO invoice (account, number, issued, due, amount, open, state) "
			  "VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	{ "test.creditor", "UPDATE account SET creditor = $2, due_date = $3 WHERE number = $1" },
	{ "test.contact", "UPDATE contact SET name = $1, country = $2, time_zone = $3" },
	{ "test.setting", "INSERT INTO setting (name, value, put_at) VALUES ($1, $2, 0)" },
};

struct row {
	size_t q, n;
	struct value v[7];
};

static enum status run_row(struct tx *tx, void *arg)
{
	struct row *r = arg;

	return tx_run_once(tx, &sql[r->q], r->v, r->n, NULL);
}

static void put(struct world *w, size_t q, const struct value *v, size_t n)
{
	struct row r = { .q = q, .n = n };

	memcpy(r.v, v, n * sizeof(*v));
	CHECK_OK(world_write(w, run_row, &r));
}
#define PUT(w, q, ...) put((w), (q), ARGS(__VA_ARGS__))

/* A-1 owes 1,234.50 with invoices of 1,300.00: 65.50 was paid and is not matched. */
static void add_invoices(struct visit *v)
{
	int64_t today = time_day_utc(WORLD_NOW);
	static const int late[] = { -10, 5, 30, 31, 75, 120, 400 };

	for (size_t i = 0; i < COUNT(late); i++)
		PUT(v->w, 0, V(v->account), V(sv_print(&v->w->u.arena, "INV-%03zu", i)), V(today - late[i] - 30),
		    V(today - late[i]), V((int64_t)20000), V((int64_t)(i == 6 ? 10000 : 20000)),
		    V(i == 6 ? SV("part_paid") : SV("open")));
	PUT(v->w, 0, V(v->account), V(SV("INV-PAID")), V(today - 90), V(today - 60), V((int64_t)5000), V((int64_t)0),
	    V(SV("paid")));
}

static struct visit signed_in(struct world *w)
{
	struct visit v = visit_with_link(w);

	add_invoices(&v);
	visit_answer(&v, "4321");
	CHECK_INT(303, v.status);
	return v;
}

static const char *form_of(struct visit *v, const char *path)
{
	visit_get(v, path);
	CHECK_INT(200, v->status);
	return arena_print(&v->w->u.arena, "form_token=" SV_FMT "&form_id=" SV_FMT, SV_ARG(visit_field(v, "form_token")),
			   SV_ARG(visit_field(v, "form_id")));
}

/* The document's page: its path. */
static const char *make_summary(struct visit *v)
{
	visit_post(v, "/summary", form_of(v, "/summary"));
	CHECK_INT(303, v->status);
	CHECK(sv_starts(v->location, SV("/document/")));
	return sv_z(&v->w->u.arena, v->location);
}

static struct sv fetch(struct visit *v, const char *path)
{
	visit_get(v, arena_print(&v->w->u.arena, "%s/summary.pdf", path));
	CHECK_INT(200, v->status);
	CHECK(sv_starts(v->page, SV("%PDF-")));
	return v->page;
}

/* What a poppler tool says of the bytes. Runs of blanks are one and empty lines none, so that fonts of other widths
 * say the same. */
static struct sv poppler(struct visit *v, struct sv pdf, const char *words)
{
	struct arena *a = &v->w->u.arena;
	const char *path = arena_print(a, "%s/scratch/test.pdf", v->w->dir);
	struct buf b = buf_new(a, 1 << 20);
	char line[4096];
	FILE *f;

	CHECK_OK(file_write(a, path, pdf));
	f = popen(arena_print(a, "%s %s%s", words, path, strncmp(words, "pdftotext", 9) == 0 ? " -" : ""), "r");
	CHECK(f);
	while (fgets(line, sizeof(line), f)) {
		bool blank = true;

		for (char *c = line; *c; c++) {
			bool space = *c == ' ' || *c == '\f' || *c == '\n';

			if (!space) {
				if (blank && b.n && b.p[b.n - 1] != '\n')
					buf_char(&b, ' ');
				buf_char(&b, *c);
			}
			blank = space;
		}
		if (b.n && b.p[b.n - 1] != '\n')
			buf_char(&b, '\n');
	}
	CHECK_INT(0, pclose(f));
	return buf_sv(&b);
}

static bool has(struct sv text, const char *part)
{
	return sv_find_sv(text, sv_from(part)) < text.n;
}

static void golden_text(struct visit *v, struct sv pdf, struct sv code, const char *name)
{
	struct arena *a = &v->w->u.arena;
	struct sv text = poppler(v, pdf, "pdftotext -layout"), rest = text;
	struct buf b = buf_new(a, 1 << 20);

	while (rest.n) { /* the code hangs on ids that time makes */
		size_t at = sv_find_sv(rest, code);

		buf_add(&b, sv_from_to(rest, 0, at));
		if (at < rest.n)
			buf_z(&b, "DOCUMENT-CODE");
		rest = sv_from_to(rest, at < rest.n ? at + code.n : at, rest.n);
	}
	check_golden_file(a, arena_print(a, "documents/%s.txt", name), buf_sv(&b));
}

static struct sv code_of(const char *path)
{
	return sv_from(path + strlen("/document/"));
}

static void a_summary_is_tagged_titled_and_reads_as_its_golden_text(void **state)
{
	struct visit v;
	const char *path;
	struct sv pdf, info;

	world_pdf(*state);
	v = signed_in(*state);
	PUT(v.w, 3, V(SV("organisation.name")), V(SV("Harbour Collections")));
	PUT(v.w, 3, V(SV("organisation.contact")), V(SV("+1 202 555 0100")));
	path = make_summary(&v);
	pdf = fetch(&v, path);
	info = poppler(&v, pdf, "pdfinfo");
	CHECK(has(info, "Tagged: yes"));
	CHECK(has(info, "Title: Summary of your accounts"));
	CHECK(has(info, "Author: Harbour Collections"));
	CHECK(has(info, "(A4)"));
	golden_text(&v, pdf, code_of(path), "latin");
	info = poppler(&v, pdf, "pdfinfo -struct");
	CHECK(has(info, "Document\n"));
	CHECK(has(info, "H1 (block)"));
	CHECK(has(info, "Table (block)"));
	CHECK(has(info, "/Scope /Column"));
}

static void arabic_runs_from_right_to_left_and_chinese_is_written(void **state)
{
	int64_t today = time_day_utc(WORLD_NOW);
	struct visit v;
	const char *path;

	world_pdf(*state);
	v = visit_with_link(*state); /* without invoices, so that fonts of other heights break no page elsewhere */
	visit_answer(&v, "4321");
	PUT(v.w, 2, V(SV("\xd9\x84\xd9\x8a\xd9\x84\xd9\x89 \xd8\xad\xd8\xaf\xd8\xa7\xd8\xaf")), V(SV("EG")),
	    V(SV("Africa/Cairo")));
	PUT(v.w, 1, V(SV("A-2")),
	    V(SV("\xd8\xb4\xd8\xb1\xd9\x83\xd8\xa9 \xd8\xa7\xd9\x84\xd9\x83\xd9\x87\xd8\xb1\xd8\xa8\xd8\xa7\xd8\xa1")),
	    V(today + 3));
	visit_get(&v, "/summary?lang=ar");
	path = make_summary(&v);
	golden_text(&v, fetch(&v, path), code_of(path), "arabic");
	CHECK(has(v.page, "/Lang (ar-EG)"));
	PUT(v.w, 2, V(SV("\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e")), V(SV("CN")), V(SV("Asia/Shanghai")));
	PUT(v.w, 1, V(SV("A-2")), V(SV("\xe6\xa0\xaa\xe5\xbc\x8f\xe4\xbc\x9a\xe7\xa4\xbe\xe3\x82\xb5\xe3\x83\xb3\xe3\x83\x97\xe3\x83\xab \xed\x95\x9c\xea\xb5\xad\xec\xa0\x84\xeb\xa0\xa5")),
	    V(today + 3));
	visit_get(&v, "/summary?lang=en");
	path = make_summary(&v);
	golden_text(&v, fetch(&v, path), code_of(path), "chinese");
}

static void north_america_prints_on_letter(void **state)
{
	struct visit v;

	world_pdf(*state);
	v = signed_in(*state);
	PUT(v.w, 2, V(SV("Ana Sample")), V(SV("MX")), V(SV("America/Mexico_City")));
	CHECK(has(poppler(&v, fetch(&v, make_summary(&v)), "pdfinfo"), "612 x 792 pts (letter)"));
}

/* The lines of a text that say `part`, one after the other. */
static struct sv line_with(struct sv text, const char *part)
{
	while (text.n) {
		struct sv line = sv_cut(&text, '\n');

		if (has(line, part))
			return line;
	}
	return SV_NONE;
}

static void its_figures_are_the_overviews(void **state)
{
	static const char *const figures[] = { "\xe2\x82\xac" "1,234.50", "US$80.00" };
	static const char *const numbers[] = { " A-1 ", " A-2 " }; /* alone: a document's code may hold either */
	struct visit v;
	struct sv text;

	world_pdf(*state);
	v = signed_in(*state);
	text = poppler(&v, fetch(&v, make_summary(&v)), "pdftotext -layout");
	visit_get(&v, "/home");
	for (size_t i = 0; i < COUNT(figures); i++) {
		CHECK(visit_says(&v, figures[i]));
		CHECK(sv_ends(line_with(text, numbers[i]), sv_from(figures[i])));
	}
	CHECK(has(line_with(text, " A-1 "), "8 Feb 2026 30"));
	CHECK(visit_says(&v, "8 February 2026") && visit_says(&v, "30 days"));
	/* not yet due, 1 to 30 (5 and 30 days), 31 to 60, 61 to 90, older (120 and 400 days, less 65.50) */
	CHECK_SV("EUR \xe2\x82\xac" "200.00 \xe2\x82\xac" "400.00 \xe2\x82\xac" "200.00 \xe2\x82\xac" "200.00 "
		 "\xe2\x82\xac" "234.50 \xe2\x82\xac" "1,234.50",
		 line_with(text, "EUR"));
	CHECK(has(text, "Payments not yet matched -\xe2\x82\xac" "65.50"));
	CHECK(!has(text, "INV-PAID"));
}

static void a_form_sent_twice_makes_one_document(void **state)
{
	struct visit v;
	const char *form;
	struct sv first;

	world_pdf(*state);
	v = signed_in(*state);
	form = form_of(&v, "/summary");
	visit_post(&v, "/summary", form);
	first = v.location;
	visit_post(&v, "/summary", form);
	CHECK_INT(303, v.status);
	CHECK(sv_eq(first, v.location));
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.summary_downloaded");
}

static void only_its_owner_sees_a_document(void **state)
{
	struct visit v, other;
	const char *path;

	world_pdf(*state);
	v = signed_in(*state);
	path = make_summary(&v);
	visit_get(&v, path);
	visit_golden(&v, "document");
	make_account(v.w, .number = "B-1", .contact = "C-2", .document = "Y-9999");
	other = (struct visit){ .w = v.w };
	visit_link(&other, "B-1");
	visit_answer(&other, "9999");
	visit_get(&other, path);
	CHECK_INT(404, other.status);
	visit_get(&other, arena_print(&v.w->u.arena, "%s/summary.pdf", path));
	CHECK_INT(404, other.status);
	other.session = SV_NONE;
	visit_get(&other, arena_print(&v.w->u.arena, "%s/summary.pdf", path));
	CHECK_INT(303, other.status);
	visit_get(&v, "/document/22222-22222-22222-22222");
	CHECK_INT(404, v.status);
	visit_get(&v, "/document/x");
	CHECK_INT(404, v.status);
	visit_get(&v, "/activity");
	CHECK(visit_says(&v, "You downloaded a summary"));
}

static struct sv sum_of(struct arena *a, struct sv bytes)
{
	struct hash h = document_sum(bytes);
	struct buf b = buf_new(a, 80);

	buf_hex(&b, h.b, sizeof(h.b));
	return buf_sv(&b);
}

static void anybody_can_check_a_code_and_learns_the_day_alone(void **state)
{
	struct visit v, stranger;
	struct arena *a;
	const char *path;
	struct sv code, pdf;

	world_pdf(*state);
	v = signed_in(*state);
	a = &v.w->u.arena;
	PUT(v.w, 3, V(SV("organisation.name")), V(SV("Harbour Collections")));
	path = make_summary(&v);
	code = code_of(path);
	pdf = fetch(&v, path);
	stranger = (struct visit){ .w = v.w };
	visit_get(&stranger, "/verify");
	CHECK_INT(200, stranger.status);
	visit_golden(&stranger, "verify");
	visit_get(&stranger, arena_print(a, "/verify?code=" SV_FMT, SV_ARG(code)));
	CHECK(visit_says(&stranger, "issued by Harbour Collections on"));
	CHECK(!visit_says(&stranger, "Maria") && !visit_says(&stranger, "1,234.50") && !visit_says(&stranger, "unaltered"));
	visit_get(&stranger, arena_print(a, "/verify?code=" SV_FMT "&sha256=" SV_FMT, SV_ARG(code), SV_ARG(sum_of(a, pdf))));
	CHECK(visit_says(&stranger, "The file is unaltered"));
	visit_golden(&stranger, "verify-unaltered");
	visit_get(&stranger, arena_print(a, "/verify?code=" SV_FMT "&sha256=" SV_FMT, SV_ARG(code),
					 SV_ARG(sum_of(a, sv_from_to(pdf, 0, pdf.n - 1)))));
	CHECK(visit_says(&stranger, "not the one that was issued") && !visit_says(&stranger, "unaltered"));
	visit_get(&stranger, arena_print(a, "/verify?code=" SV_FMT "&sha256=12", SV_ARG(code)));
	CHECK(visit_says(&stranger, "not a SHA-256 sum") && !visit_says(&stranger, "issued by"));
	visit_get(&stranger, "/verify?code=22222-22222-22222-22222");
	CHECK(visit_says(&stranger, "We know no such document"));
	visit_get(&stranger, "/verify?code=<script>");
	CHECK(visit_says(&stranger, "We know no such document") && !visit_says(&stranger, "<script>"));
}

static void an_operator_learns_whose_document_it_is(void **state)
{
	struct document_checked c = { .issued = false };
	struct document_query q = { .code = SV_NONE };
	struct visit v;
	struct unit *u;

	world_pdf(*state);
	v = signed_in(*state);
	q.code = code_of(make_summary(&v));
	u = world_look(v.w);
	CHECK_OK(service_document_check(u, u->snap, &q, &c));
	CHECK(c.issued && c.kept && c.file == document_match__none);
	CHECK_SV("Maria Sample", c.contact_name);
	q.sha256 = SV("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	CHECK_OK(service_document_check(u, u->snap, &q, &c));
	CHECK_INT(DOCUMENT_ALTERED, c.file);
	q.sha256 = c.sum;
	CHECK_OK(service_document_check(u, u->snap, &q, &c));
	CHECK_INT(DOCUMENT_UNALTERED, c.file);
	q = (struct document_query){ .code = SV("nonsense") };
	CHECK_FAULT(ST_INVALID, "code", "twenty", service_document_check(u, u->snap, &q, &c));
}

static const char *file_of(struct visit *v)
{
	struct arena *a = &v->w->u.arena;
	FILE *f = popen(arena_print(a, "ls %s/documents", v->w->dir), "r");
	char name[100] = "";

	CHECK(f);
	if (!fgets(name, sizeof(name), f))
		name[0] = '\0';
	pclose(f);
	name[strcspn(name, "\n")] = '\0';
	return name[0] ? arena_print(a, "%s/documents/%s", v->w->dir, name) : NULL;
}

static void a_file_altered_on_the_disk_is_not_handed_out(void **state)
{
	struct visit v;
	const char *path;
	FILE *f;

	world_pdf(*state);
	v = signed_in(*state);
	path = make_summary(&v);
	f = fopen(file_of(&v), "r+");
	CHECK(f && fseek(f, 100, SEEK_SET) == 0 && fputc('X', f) == 'X');
	fclose(f);
	visit_get(&v, arena_print(&v.w->u.arena, "%s/summary.pdf", path));
	CHECK_INT(500, v.status);
}

static void files_go_after_their_days_and_codes_are_known_for_ever(void **state)
{
	struct visit v;
	const char *path;
	size_t did;
	struct stat st;

	world_pdf(*state);
	v = signed_in(*state);
	path = make_summary(&v);
	CHECK_INT(0, stat(file_of(&v), &st));
	CHECK_INT(0600, st.st_mode & 0777);
	clock_move(400 * DAY_MS - 1000);
	CHECK_OK(service_document_clean(world_look(v.w), &did));
	CHECK_INT(0, did);
	clock_move(2000);
	CHECK_OK(service_document_clean(world_look(v.w), &did));
	CHECK_INT(1, did);
	CHECK(!file_of(&v));
	v = (struct visit){ .w = v.w };
	visit_link(&v, "A-1");
	visit_answer(&v, "4321");
	visit_get(&v, path);
	CHECK(visit_says(&v, "Files are kept for 400 days"));
	visit_get(&v, arena_print(&v.w->u.arena, "%s/summary.pdf", path));
	CHECK_INT(404, v.status);
	visit_get(&v, arena_print(&v.w->u.arena, "/verify?code=%s", path + strlen("/document/")));
	CHECK(visit_says(&v, "issued by"));
}

static void twenty_a_day_are_enough(void **state)
{
	struct visit v;

	world_pdf(*state);
	v = signed_in(*state);
	for (int i = 0; i < 20; i++)
		(void)make_summary(&v);
	visit_post(&v, "/summary", form_of(&v, "/summary"));
	CHECK_INT(429, v.status);
	CHECK(visit_says(&v, "20 summaries"));
}

static void without_a_helper_the_portal_says_come_again(void **state)
{
	struct visit v = signed_in(*state);

	visit_post(&v, "/summary", form_of(&v, "/summary"));
	CHECK_INT(503, v.status);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
}

/* The first address on the page that begins so. */
static const char *linked(struct visit *v, const char *begin)
{
	struct sv rest = v->page;
	size_t at = sv_find_sv(rest, sv_print(&v->w->u.arena, "\"%s", begin));

	CHECK(at < rest.n);
	rest = sv_from_to(rest, at + 1, rest.n);
	return sv_z(&v->w->u.arena, sv_cut(&rest, '"'));
}

static void switched_off_there_is_no_summary(void **state)
{
	struct visit v = signed_in(*state);
	const char *form, *path, *receipt;

	world_pdf(*state);
	path = make_summary(&v);
	form = form_of(&v, "/summary");
	visit_get(&v, "/activity");
	CHECK(visit_says(&v, "You downloaded a summary"));
	receipt = linked(&v, "/receipt/");
	visit_get(&v, receipt);
	CHECK(visit_says(&v, "/document/"));
	PUT(v.w, 3, V(SV("section.summary")), V(SV("off")));
	visit_get(&v, "/summary");
	CHECK_INT(404, v.status);
	visit_post(&v, "/summary", form);
	CHECK_INT(404, v.status);
	visit_get(&v, "/home");
	CHECK(!visit_says(&v, "/summary"));
	visit_get(&v, path);
	CHECK_INT(404, v.status);
	visit_get(&v, arena_print(&v.w->u.arena, "%s/summary.pdf", path));
	CHECK_INT(404, v.status);
	visit_get(&v, receipt);
	CHECK_INT(200, v.status);
	CHECK(!visit_says(&v, "/document/"));
	visit_get(&v, arena_print(&v.w->u.arena, "/verify?code=%s", path + strlen("/document/")));
	CHECK(visit_says(&v, "This document was issued by")); /* that it is ours stays known */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_summary_is_tagged_titled_and_reads_as_its_golden_text),
		WORLD_TEST(arabic_runs_from_right_to_left_and_chinese_is_written),
		WORLD_TEST(north_america_prints_on_letter),
		WORLD_TEST(its_figures_are_the_overviews),
		WORLD_TEST(a_form_sent_twice_makes_one_document),
		WORLD_TEST(only_its_owner_sees_a_document),
		WORLD_TEST(anybody_can_check_a_code_and_learns_the_day_alone),
		WORLD_TEST(an_operator_learns_whose_document_it_is),
		WORLD_TEST(a_file_altered_on_the_disk_is_not_handed_out),
		WORLD_TEST(files_go_after_their_days_and_codes_are_known_for_ever),
		WORLD_TEST(twenty_a_day_are_enough),
		WORLD_TEST(without_a_helper_the_portal_says_come_again),
		WORLD_TEST(switched_off_there_is_no_summary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
