/* catalogue.c, plural.c, phrase.c and the catalogue's texts in templates, over a small catalogue made here, byte for
 * byte as msgfmt lays it out. */
#include <stdio.h>

#include "common/arena.h"
#include "common/embedded.h"
#include "common/phrase.h"
#include "common/plural.h"
#include "common/template.h"

#include "tests/support/check.h"

/* Ids sorted as bytes, as msgfmt does. A NUL parts the forms. */
static const struct {
	struct sv id, text;
} entries[] = {
	{ SV_CONST(""), SV_CONST("Language: es\nPlural-Forms: nplurals=2; plural=(n != 1);\nX-Language-Name: Español\n") },
	{ SV_CONST("Balance & more"), SV_CONST("Saldo <y> más") },
	{ SV_CONST("By {when}"), SV_CONST("Hasta el {when}") },
	{ SV_CONST("Empty"), SV_CONST("") },
	{ SV_CONST("You owe {sum} by {day}."), SV_CONST("Antes del {day}: {sum}.") },
	{ SV_CONST("{n} day\0{n} days"), SV_CONST("{n} día\0{n} días") },
};

static unsigned char file[2048];
static struct embedded files[3];

static void put_word(size_t at, size_t v)
{
	uint32_t word = (uint32_t)v;

	memcpy(file + at, &word, sizeof(word));
}

static size_t make_file(void)
{
	size_t n = COUNT(entries), at = 28 + n * 16;

	put_word(0, 0x950412de);
	put_word(4, 0);
	put_word(8, n);
	put_word(12, 28);
	put_word(16, 28 + n * 8);
	put_word(20, 0);
	put_word(24, 0);
	for (size_t i = 0; i < 2 * n; i++) {
		struct sv s = i < n ? entries[i].id : entries[i - n].text;

		put_word(28 + i * 8, s.n);
		put_word(28 + i * 8 + 4, at);
		memcpy(file + at, s.p, s.n);
		file[at + s.n] = '\0';
		at += s.n + 1;
	}
	return at;
}

static int setup(void **state)
{
	size_t n = make_file();

	(void)state;
	files[0] = (struct embedded){ "locale/es.mo", file, file + n };
	files[1] = (struct embedded){ "locale/ar.mo", file, file + n };
	files[2] = (struct embedded){ NULL, NULL, NULL };
	CHECK_OK(catalogue_start(files, true));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	catalogue_end();
	return 0;
}

static void a_text_is_its_own_where_no_translation_is(void **state)
{
	const struct catalogue *es = catalogue_find(SV("es"));

	(void)state;
	CHECK_SV("Saldo <y> más", catalogue_text(es, SV("Balance & more")));
	CHECK_SV("Unknown", catalogue_text(es, SV("Unknown")));
	CHECK_SV("Empty", catalogue_text(es, SV("Empty")));
	CHECK_SV("Balance & more", catalogue_text(NULL, SV("Balance & more")));
	CHECK(catalogue_has(es, SV("By {when}")) && !catalogue_has(es, SV("By {whe")) &&
	      !catalogue_has(es, SV("Empty")));
}

static void a_language_is_found_by_its_first_part(void **state)
{
	(void)state;
	CHECK_SV("es", catalogue_code(catalogue_find(SV("es-MX"))));
	CHECK_SV("es", catalogue_code(catalogue_find(SV("ES_AR"))));
	CHECK_SV("en", catalogue_code(catalogue_find(SV("en-GB"))));
	CHECK_SV("en-XA", catalogue_code(catalogue_find(SV("en-XA"))));
	CHECK(!catalogue_find(SV("eo")) && !catalogue_find(SV_NONE) && !catalogue_find(SV("e")));
}

static void a_browsers_wishes_are_weighed(void **state)
{
	static const struct {
		const char *header, *want;
	} cases[] = {
		{ "es", "es" }, { "fr, es;q=0.5", "es" }, { "en;q=0.3, es;q=0.31", "es" },
		{ "es;q=0.8,en", "en" }, { "es;q=0, en;q=0.001", "en" }, { "es, en", "es" },
		{ "fr-CH, fr;q=0.9", "" }, { "", "" }, { ";;;,,q=1", "" }, { "es;q=x, en;q=0.1", "en" },
		{ "es;level=1;q=0.4, en;q=0.2", "en" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct catalogue *c = catalogue_accepted(sv_from(cases[i].header));

		CHECK_SV(cases[i].want, c ? catalogue_code(c) : SV(""));
	}
}

static void a_broken_file_is_refused(void **state)
{
	struct embedded cut = { "locale/es.mo", file, file + 40 };
	size_t n = (size_t)(files[0].end - files[0].at);

	(void)state;
	catalogue_end();
	files[0] = cut;
	CHECK_STATUS(ST_INVALID, catalogue_start(files, false));
	catalogue_end();
	files[0].end = file + n;
	put_word(28 + 8, 5000); /* longer than the file */
	CHECK_STATUS(ST_INVALID, catalogue_start(files, false));
	catalogue_end();
	(void)make_file();
	CHECK_OK(catalogue_start(files, true));
}

static void plural_rules_give_the_form_of_every_count(void **state)
{
	static const struct {
		const char *rule;
		unsigned forms[8]; /* of 0 1 2 3 5 11 100 102 */
	} rules[] = {
		{ "nplurals=2; plural=(n != 1);", { 1, 0, 1, 1, 1, 1, 1, 1 } },
		{ "nplurals=2; plural=n > 1", { 0, 0, 1, 1, 1, 1, 1, 1 } },
		{ "nplurals=1; plural=0;", { 0, 0, 0, 0, 0, 0, 0, 0 } },
		{ "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
		  { 0, 1, 2, 3, 3, 4, 5, 5 } },
		{ "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
		  { 2, 0, 1, 1, 2, 2, 2, 1 } },
	};
	static const int64_t counts[8] = { 0, 1, 2, 3, 5, 11, 100, 102 };

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		struct plural_rule r;

		CHECK_OK(plural_read(sv_from(rules[i].rule), &r));
		for (size_t k = 0; k < COUNT(counts); k++) {
			CHECK_INT(rules[i].forms[k], plural_form(&r, counts[k]));
			CHECK_INT(rules[i].forms[k], plural_form(&r, -counts[k]));
		}
		for (int64_t n = 0; n < 200; n++) /* from the table as from the expression */
			CHECK(n < 3 || i == 3 || plural_form(&r, n) == plural_form(&r, n + 1000));
	}
}

static void crooked_plural_rules_are_refused(void **state)
{
	static const char *const crooked[] = { "", "nplurals=2", "nplurals=0; plural=0", "nplurals=7; plural=0",
					       "nplurals=2; plural=n", "nplurals=2; plural=(n != 1",
					       "nplurals=2; plural=n != 1)", "nplurals=2; plural=n % 0",
					       "nplurals=2; plural=m", "nplurals=2; plural=n ? 1",
					       "nplurals=2; plural=0 - 1",
					       "nplurals=2; plural=((((((((((((((((((((((((((((n != 1))))))))))))))))))))))))))))" };
	struct plural_rule r;

	(void)state;
	for (size_t i = 0; i < COUNT(crooked); i++)
		CHECK_STATUS(ST_INVALID, plural_read(sv_from(crooked[i]), &r));
}

static void a_phrase_is_put_into_words_where_it_is_shown(void **state)
{
	struct arena a = ARENA_INIT;
	struct currency eur;
	struct render es = { SV("es-ES"), NULL, catalogue_find(SV("es")) }, plain = { SV_NONE, NULL, NULL };
	struct buf b = buf_new(&a, 1000);
	struct sv p;

	(void)state;
	CHECK(currency_from(SV("EUR"), &eur));
	p = phrase(&a, "You owe {sum} by {day}.", P_MONEY("sum", 123450, eur), P_DAY("day", 2461120));
	phrase_print(&b, p, &es);
	CHECK_SV("Antes del 20 de marzo de 2026: 1.234,50\u00A0€.", buf_sv(&b));
	b.n = 0;
	phrase_print(&b, p, &plain);
	CHECK_SV("You owe 1234.50 EUR by 2026-03-20.", buf_sv(&b));
	b.n = 0;
	p = phrase(&a, "{day} {from}", P_WEEKDAY("day", 2461120), P_CLOCK("from", INT64_C(1773144000000)));
	phrase_print(&b, p, &es);
	CHECK_SV("viernes, 20 de marzo de 2026 12:00", buf_sv(&b));
	b.n = 0;
	phrase_print(&b, p, &plain);
	CHECK_SV("2026-03-20 2026-03-10T12:00:00.000Z", buf_sv(&b));
	b.n = 0;
	phrase_print(&b, phrase(&a, "Hello {name}, {other}", P_TEXT("name", SV("a{other}\x1fother=tb"))), &plain);
	CHECK_SV("Hello a{other}other=tb, {other}", buf_sv(&b));
	b.n = 0;
	phrase_print(&b, SV("No arguments {here"), &plain);
	CHECK_SV("No arguments {here", buf_sv(&b));
	arena_free(&a);
}

static enum status refuse(void)
{
	return fail_phrase(ST_INVALID, "day", "By {when}", P_DAY("when", 2461120));
}

static void a_fault_speaks_plainly_to_operators_and_as_a_phrase_to_debtors(void **state)
{
	struct arena a = ARENA_INIT;
	struct render es = { SV("es"), NULL, catalogue_find(SV("es")) };
	struct buf b = buf_new(&a, 1000);

	(void)state;
	CHECK_FAULT(ST_INVALID, "day", "By 2026-03-20", refuse());
	phrase_print(&b, fault_phrase(fault_last()), &es);
	CHECK_SV("Hasta el 20 de marzo de 2026", buf_sv(&b));
	CHECK_STATUS(ST_CONFLICT, fail_at(ST_CONFLICT, __FILE__, __LINE__, "no phrase"));
	CHECK_SV("no phrase", fault_phrase(fault_last()));
	arena_free(&a);
}

struct line {
	int64_t n, when;
	struct sv status;
};
static const struct field line_fields[] = {
	{ "n", K_INT, OPT, offsetof(struct line, n), NULL, "" },
	{ "when", K_DAY, OPT, offsetof(struct line, when), NULL, "" },
	{ "status", K_TEXT, OPT, offsetof(struct line, status), NULL, "" },
};
static const struct record line_record = { "line", sizeof(struct line), line_fields, COUNT(line_fields), NULL, 0, "" };

static struct sv source_of(void *arg, struct sv name)
{
	(void)name;
	return *(struct sv *)arg;
}

static enum status compile(const char *text, const struct catalogue *c, struct template **ret)
{
	struct sv source = sv_from(text);

	return template_compile(TEMPLATE_HTML, "page", &line_record, c, source_of, &source, ret);
}

static void check_page(const char *want, const char *source, const char *language, const struct line *line)
{
	struct arena a = ARENA_INIT;
	const struct catalogue *c = catalogue_find(sv_from(language));
	struct render how = { sv_from(language), NULL, c };
	struct buf b = buf_new(&a, 4000);
	struct template *t;

	CHECK_OK(compile(source, c, &t));
	template_render(t, line, &how, &b);
	CHECK_SV(want, buf_sv(&b));
	template_free(t);
	arena_free(&a);
}

static void templates_speak_the_language_they_are_compiled_in(void **state)
{
	struct line one = { 1, 2461120, SV("Balance & more") }, many = { 1200, 2461120, SV("<b>") };

	(void)state;
	check_page("<p>Balance &amp; more</p>", "<p>{{_Balance & more}}</p>", "en", &one);
	check_page("<p title=\"Saldo &lt;y&gt; más\">Saldo &lt;y&gt; más</p>",
		   "<p title=\"{{_Balance & more}}\">{{_Balance & more}}</p>", "es", &one);
	check_page("<p>Hasta el 20 de marzo de 2026</p>", "<p>{{_By {when}}}</p>", "es", &one);
	check_page("1 día, 1", "{{+n|{n} day|{n} days}}, {{n}}", "es", &one);
	check_page("1,200 days, 1200", "{{+n|{n} day|{n} days}}, {{n}}", "en", &many);
	check_page("Saldo &lt;y&gt; más", "{{~status}}", "es", &one);
	check_page("&lt;b&gt;", "{{~status}}", "es", &many);
	check_page("[Bålåncé &amp; môré ~~~]", "{{_Balance & more}}", "en-XA", &one);
}

static void data_in_a_right_to_left_sentence_keeps_its_own_direction(void **state)
{
	struct line line = { .n = 1, .status = SV("+34 1 & 2") };

	(void)state;
	check_page("<p>To \u2068+34 1 &amp; 2\u2069, +34 1 &amp; 2</p>", "<p>{{_To {status}}}, {{status}}</p>", "ar", &line);
	check_page("<p>To +34 1 &amp; 2</p>", "<p>{{_To {status}}}</p>", "es", &line);
}

static void texts_where_they_can_not_stand_are_refused(void **state)
{
	static const char *const wrong[] = { "<p {{_Balance}}>", "<a href=\"{{_Balance}}\">", "<script>{{_x}}</script>",
					     "<p onclick=\"{{_x}}\">", "{{_}}", "{{_ blank}}", "{{_No {field}}}",
					     "{{_Open {when}", "{{+n|one}}", "{{+when|a|b}}", "{{+n|a|b|c}}", "{{~n}}" };
	struct template *t;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (compile(wrong[i], NULL, &t) == ST_OK)
			fail_msg("taken: %s", wrong[i]);
}

int main(void)
{
#define WITH(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		WITH(a_text_is_its_own_where_no_translation_is),
		WITH(a_language_is_found_by_its_first_part),
		WITH(a_browsers_wishes_are_weighed),
		WITH(a_broken_file_is_refused),
		WITH(plural_rules_give_the_form_of_every_count),
		WITH(crooked_plural_rules_are_refused),
		WITH(a_phrase_is_put_into_words_where_it_is_shown),
		WITH(a_fault_speaks_plainly_to_operators_and_as_a_phrase_to_debtors),
		WITH(templates_speak_the_language_they_are_compiled_in),
		WITH(data_in_a_right_to_left_sentence_keeps_its_own_direction),
		WITH(texts_where_they_can_not_stand_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
