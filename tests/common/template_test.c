/* Templates: what is filled in, how it is escaped, and what is refused. */
#include <time.h>

#include "common/arena.h"
#include "common/locale.h"
#include "common/template.h"
#include "common/template_inside.h"

#include "tests/common/sample.h"

static struct arena arena;

static int done(void **state)
{
	(void)state;
	locale_thread_end();
	arena_free(&arena);
	return 0;
}

static struct sv source_of(void *arg, struct sv name)
{
	if (sv_is(name, "page"))
		return sv_from(arg);
	if (sv_is(name, "part"))
		return SV("<i>\n{{note}}</i>");
	if (sv_is(name, "bad"))
		return SV("<i>\n{{nothing}}</i>");
	if (sv_is(name, "loop"))
		return SV("{{>loop}}");
	return SV_NONE;
}

static enum status compile(enum template_kind kind, const char *source, struct template **ret)
{
	return template_compile(kind, "page", &sample_record, NULL, source_of, (void *)(uintptr_t)source,
	                        ret);
}

static struct sv filled_as(enum template_kind kind, const char *source, const struct sample *s)
{
	struct render how = { SV("en-US"), NULL, NULL };
	struct buf b = buf_new(&arena, 100000);
	struct template *t = NULL;

	CHECK_OK(compile(kind, source, &t));
	template_render(t, s, &how, &b);
	template_free(t);
	return buf_sv(&b);
}

static struct sv filled(const char *source, const struct sample *s)
{
	return filled_as(TEMPLATE_HTML, source, s);
}

static void a_field_is_escaped_for_its_place(void **state)
{
	static const struct {
		const char *source, *want;
	} cases[] = {
		{ "<p>{{note}}</p>", "<p>&lt;a href=&quot;?&amp;&#39;/</p>" },
		{ "<p title=\"{{note}}\">", "<p title=\"&lt;a href=&quot;?&amp;&#39;/\">" },
		{ "<p title='{{ note }}'>", "<p title='&lt;a href=&quot;?&amp;&#39;/'>" },
		{ "<a href=\"/x?q={{note}}&amp;r=1\">",
		  "<a href=\"/x?q=%3Ca%20href%3D%22%3F%26%27%2F&amp;r=1\">" },
		{ "<A HREF='/x/{{note}}'>", "<A HREF='/x/%3Ca%20href%3D%22%3F%26%27/'>" },
		{ "<form action=\"https://h/?a={{note}}\">",
		  "<form action=\"https://h/?a=%3Ca%20href%3D%22%3F%26%27%2F\">" },
		{ "<img src=\"/{{note}}\">", "<img src=\"/%3Ca%20href%3D%22%3F%26%27%2F\">" },
		{ "<title>{{note}}</title>{{note}}",
		  "<title>&lt;a href=&quot;?&amp;&#39;/</title>&lt;a href=&quot;?&amp;&#39;/" },
		{ "<script>a<b</script><!-- > -->{{note}}",
		  "<script>a<b</script><!-- > -->&lt;a href=&quot;?&amp;&#39;/" },
		{ "<!doctype html><br/>{{note}}",
		  "<!doctype html><br/>&lt;a href=&quot;?&amp;&#39;/" },
	};
	struct sample s = { .note = SV("<a href=\"?&'/") };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SV(cases[i].want, filled(cases[i].source, &s));
	CHECK_SV("<a href=\"?&'/", filled_as(TEMPLATE_TEXT, "{{note}}", &s));
}

static void a_whole_url_is_only_taken_from_our_own_paths(void **state)
{
	static const struct {
		const char *path, *want;
	} cases[] = {
		{ "/a?b=1&c=2", "<a href=\"/a?b=1&amp;c=2\">" },
		{ "/", "<a href=\"/\">" },
		{ "//evil.example", "<a href=\"\">" },
		{ "javascript:x", "<a href=\"\">" },
		{ "/\\evil", "<a href=\"\">" },
		{ "/\t/evil", "<a href=\"\">" },
		{ "https://x", "<a href=\"\">" },
		{ "", "<a href=\"\">" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sample s = { .home_path = sv_from(cases[i].path) };

		CHECK_SV(cases[i].want, filled("<a href=\"{{home_path}}\">", &s));
	}
}

static void no_first_piece_of_a_path_makes_another_host(void **state)
{
	struct sample s = { .note = SV_NONE, .secret = SV("/evil") };

	(void)state;
	CHECK_SV("<a href=\"/-/%2Fevil\">", filled("<a href=\"/{{note}}/{{secret}}\">", &s));
}

static void places_where_no_field_is_safe_are_refused(void **state)
{
	static const char *const bad[] = {
		"<script>{{note}}</script>",
		"<style>{{note}}</style>",
		"<SCRIPT >x</scriptx>{{note}}",
		"<!-- {{note}} -->",
		"<!doctype {{note}}>",
		"<{{note}}>",
		"<a{{note}}>",
		"</{{note}}>",
		"<a {{note}}>",
		"<a b{{note}}=\"x\">",
		"<a b={{note}}>",
		"<a b=x{{note}}>",
		"<a b= {{note}}>",
		"<a onclick=\"{{note}}\">",
		"<a OnX='f({{note}})'>",
		"<a style=\"{{note}}\">",
		"<a href=\"{{note}}\">",
		"<a href=\"{{note}}/x\">",
		"<a href=\"//{{note}}\">",
		"<a href=\"/\\{{note}}\">",
		"<a href=\"x/{{note}}\">",
		"<a href=\" /{{note}}\">",
		"<a href=\"https://{{note}}/\">",
		"<a href=\"javascript:x?{{note}}\">",
		"<a href='data:text/html,?{{note}}'>",
		"<a href=\"{{home_path}}x\">",
		"<a href=\"{{home_path}}{{note}}\">",
		"<a href=\"{{?note}}{{home_path}}{{/note}}x\">",
		"<iframe srcdoc=\"{{note}}\">",
		"<<script>{{note}}",
		"<meta content=\"0;url={{note}}\">",
		"<img srcset=\"/{{note}}\">",
		"<svg><a>{{note}}</a></svg>",
		"<title></tit{{note}}",
		"<a title=\"x\"b=\"{{note}}\">",
	};
	struct template *t = NULL;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		if (compile(TEMPLATE_HTML, bad[i], &t) != ST_INVALID)
			fail_msg("compiles: %s", bad[i]);
	CHECK(t == NULL);
}

static void a_fault_names_template_and_line(void **state)
{
	struct template *t = NULL;

	(void)state;
	CHECK_FAULT(ST_INVALID, "", "template page, line 3",
	            compile(TEMPLATE_HTML, "a\nb\n<a {{note}}>", &t));
	CHECK_FAULT(ST_INVALID, "",
	            "template page, line 2: there is no field amuont; did you mean amount",
	            compile(TEMPLATE_TEXT, "\n{{amuont}}", &t));
	CHECK_FAULT(ST_INVALID, "", "template bad, line 2",
	            compile(TEMPLATE_HTML, "a{{>bad}}", &t));
	CHECK_FAULT(ST_INVALID, "", "line 1: this block is not closed: {{note}}",
	            compile(TEMPLATE_HTML, "{{?note}}\n\nx", &t));
}

static void crooked_templates_are_refused(void **state)
{
	static const char *const bad[] = {
		"{{",
		"{{note",
		"{{}}",
		"{{/note}}",
		"{{?note}}{{/amount}}",
		"{{#note}}{{/note}}",
		"{{rows}}",
		"{{inner}}",
		"{{bytes}}",
		"{{inner.nothing}}",
		"{{note.x}}",
		"{{>nothing}}",
		"{{>loop}}",
		"{{?note}}<b",
		"<b title=\"x",
		"<script>",
		"<!-- x",
		"{{?note}}<a b=\"{{/note}}\">",
		"<a href=\"/x{{?note}}?a{{/note}}{{note}}\">",
		"<a{{#rows}} b{{/rows}}>",
		"<a{{?note}} b{{/note}}=\"{{note}}\">",
		"<a b=\"{{?note}}\"{{/note}}>",
		"\xFF",
	};
	struct template *t = NULL;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		if (compile(TEMPLATE_HTML, bad[i], &t) != ST_INVALID)
			fail_msg("compiles: %s", bad[i]);
	CHECK_STATUS(ST_NOT_FOUND,
	             template_compile(TEMPLATE_HTML, "gone", &sample_record, NULL, source_of, NULL, &t));
}

static void blocks_depend_on_their_field(void **state)
{
	struct inner rows[2] = { { SV("a"), 100 }, { SV("<b>"), 0 } };
	struct sample s = {
		.note = SV("n"), .currency = { "USD" }, .rows = { rows, 2 }, .inner = &rows[0]
	};

	(void)state;
	CHECK_SV("yes", filled("{{?note}}yes{{/note}}{{!note}}no{{/note}}", &s));
	CHECK_SV("no", filled("{{?secret}}yes{{/secret}}{{!secret}}no{{/secret}}", &s));
	CHECK_SV(
	    "<p>a n $1.00;</p><p>&lt;b&gt; n ;</p>",
	    filled("{{#rows}}<p>{{name}} {{note}} {{?amount}}{{amount}}{{/amount}};</p>{{/rows}}",
	           &s));
	CHECK_SV("a $1.00", filled("{{inner.name}} {{inner.amount}}", &s));
	CHECK_SV("<o a=\"1\" selected>", filled("<o a=\"1\"{{?note}} selected{{/note}}>", &s));
	CHECK_SV("<o class=\"on\">", filled("<o class=\"{{?note}}on{{/note}}\">", &s));
	CHECK_SV("<i>\nn</i>x", filled("{{>part}}x", &s));
	s.rows.n = 0;
	s.inner = NULL;
	CHECK_SV("[]",
	         filled("[{{#rows}}x{{/rows}}{{?inner.name}}y{{/inner.name}}{{inner.name}}]", &s));
}

static void every_kind_is_written_for_people_in_text_and_for_machines_in_urls(void **state)
{
	struct sample s = { true,      1234567, -123450,
		            { "EUR" }, 417,     INT64_C(1795616527123),
		            2461370,   42,      .colour = GREEN };

	(void)state;
	CHECK_SV(
	    "yes 1234567 -\xE2\x82\xAC"
	    "1,234.50 EUR 41.7% November 25, 2026 42 green",
	    filled("{{flag}} {{count}} {{amount}} {{currency}} {{rate}} {{day}} {{id}} {{colour}}",
	           &s));
	CHECK_SV(
	    "<a "
	    "href=\"/"
	    "?a=-1234.50&amp;d=2026-11-25&amp;t=2026-11-25T14%3A22%3A07.123Z&amp;r=41.7%25\">",
	    filled("<a href=\"/?a={{amount}}&amp;d={{day}}&amp;t={{when}}&amp;r={{rate}}\">", &s));
}

static void an_answer_over_its_limit_says_so(void **state)
{
	struct sample s = { .note = SV("1234567890") };
	struct render how = { SV("en"), NULL, NULL };
	struct buf b = buf_new(&arena, 12);
	struct template *t = NULL;

	(void)state;
	CHECK_OK(compile(TEMPLATE_HTML, "<p>{{note}}</p>", &t));
	template_render(t, &s, &how, &b);
	CHECK_STATUS(ST_LIMIT, buf_end(&b, "page"));
	template_free(t);
}

static void the_vector_scan_agrees_with_the_plain_loop(void **state)
{
	static const char special[] = "&<>\"'";
	char text[100];

	(void)state;
	for (size_t n = 0; n <= 70; n++)
		for (size_t at = 0; at <= n; at++)
			for (size_t from = 0; from < 17; from += 4) {
				memset(text, at & 1 ? 'x' : '\xC3', sizeof(text));
				text[from + at] = special[(n + at) % 5];
				CHECK_INT(at, html_clean_run_plain(text + from, n));
				CHECK_INT(at, html_clean_run(text + from, n));
			}
}

static void every_byte_is_escaped_in_urls_unless_unreserved(void **state)
{
	struct buf b = buf_new(&arena, 2000);
	char all[256];

	(void)state;
	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	url_escape(&b, sv_of(all, 256));
	CHECK_INT(66 + 3 * (256 - 66), b.n);
	b = buf_new(&arena, 2000);
	path_escape(&b, sv_of(all, 256));
	CHECK_INT(67 + 3 * (256 - 67), b.n);
}

/* Not a bound: the figure is printed, so that a change that makes pages slow is seen. */
static void a_page_is_filled_fast(void **state)
{
	struct sample s = { .note = SV("Maria Lopez"), .secret = SV("twenty & five"), .count = 3 };
	struct buf source = buf_new(&arena, 20000), out = buf_new(&arena, 100000);
	struct render how = { SV("en-US"), NULL, NULL };
	struct template *t = NULL;
	struct timespec from, to;
	size_t n;

	(void)state;
	for (int i = 0; i < 60; i++)
		buf_print(
		    &source,
		    "<div class=\"row wide\"><span>label of the row: </span><b>{{%s}}</b></div>\n",
		    i % 3 == 0   ? "note"
		    : i % 3 == 1 ? "secret"
				 : "count");
	CHECK_OK(compile(TEMPLATE_HTML, sv_z(&arena, buf_sv(&source)), &t));
	template_render(t, &s, &how, &out);
	n = out.n;
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (int i = 0; i < 20000; i++) {
		out.n = 0;
		template_render(t, &s, &how, &out);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	CHECK_INT(n, out.n);
	print_message(
	    "a page of %zu bytes with 60 fields: %.2f us\n", n,
	    ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) / 2e7);
	template_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_field_is_escaped_for_its_place),
		cmocka_unit_test(a_whole_url_is_only_taken_from_our_own_paths),
		cmocka_unit_test(no_first_piece_of_a_path_makes_another_host),
		cmocka_unit_test(places_where_no_field_is_safe_are_refused),
		cmocka_unit_test(a_fault_names_template_and_line),
		cmocka_unit_test(crooked_templates_are_refused),
		cmocka_unit_test(blocks_depend_on_their_field),
		cmocka_unit_test(every_kind_is_written_for_people_in_text_and_for_machines_in_urls),
		cmocka_unit_test(an_answer_over_its_limit_says_so),
		cmocka_unit_test(the_vector_scan_agrees_with_the_plain_loop),
		cmocka_unit_test(every_byte_is_escaped_in_urls_unless_unreserved),
		cmocka_unit_test(a_page_is_filled_fast),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
