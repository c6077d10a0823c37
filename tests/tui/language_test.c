/* The console in Spanish and Brazilian Portuguese: goldens of the screens one works in (tests/golden/screens/es and pt,
 * UPDATE=1), how figures and dates look, which language is chosen, and the change while it runs. */
#include "tests/tui/arranged.h"
#include "tui/widget/format.h"
#include "tui/widget/tr.h"

#define CHECK_TEXT(want, got) CHECK_SV(want, sv_from(got))

static void looks(const char *language, const char *name, void (*arrange)(struct fake *f))
{
	static const struct {
		int w, h;
	} sizes[] = { { 80, 24 }, { 120, 40 } };

	CHECK(tr_choose(sv_from(language)));
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct fake *f = fake_live(sizes[i].w, sizes[i].h);
		const char *wrong;

		arrange(f);
		wrong = against_golden(f, arena_print(&f->arena, "%s/%s", language, name), UTF8);
		if (wrong)
			print_error("%s\n", wrong);
		CHECK(!wrong);
		fake_free(f);
	}
}

static void at_disputes(struct fake *f)
{
	opens = "disputes";
	at_opened(f);
}

static void the_screens_one_works_in_look_as_they_did(void **state)
{
	static const char *const languages[] = { "es", "pt" };

	(void)state;
	for (size_t i = 0; i < COUNT(languages); i++) {
		looks(languages[i], "dashboard", just_live);
		looks(languages[i], "accounts", at_accounts);
		looks(languages[i], "account", at_account);
		looks(languages[i], "disputes", at_disputes);
		looks(languages[i], "dispute", at_dispute);
		looks(languages[i], "form", at_form);
		looks(languages[i], "sure", at_sure);
		looks(languages[i], "help", at_help);
	}
}

/* The narrowest window: a queue's name goes before everything else in its title. */
static void the_narrowest_queues_look_as_they_did(void **state)
{
	static const char *const languages[] = { "es", "pt" }, *const queues[] = { "callbacks", "locked" };

	(void)state;
	for (size_t i = 0; i < COUNT(languages) * COUNT(queues); i++) {
		const char *language = languages[i / COUNT(queues)], *wrong;
		struct fake *f;

		CHECK(tr_choose(sv_from(language)));
		f = fake_live(GRID_W_MIN, GRID_H_MIN);
		opens = queues[i % COUNT(queues)];
		at_opened(f);
		wrong = against_golden(f, arena_print(&f->arena, "%s/%s", language, opens), UTF8);
		if (wrong)
			print_error("%s\n", wrong);
		CHECK(!wrong);
		fake_free(f);
	}
}

static void the_queue_where_one_is_stands_in_the_title_at_every_width(void **state)
{
	static const char *const languages[] = { "en", "es", "pt" };
	static const char *const queues[] = { "disputes", "callbacks", "promises", "messages", "locked" };
	static const char *const titles[] = { N_("Queues › [Disputes] Callbacks Promises Messages Locked"),
					      N_("Queues › Disputes [Callbacks] Promises Messages Locked"),
					      N_("Queues › Disputes Callbacks [Promises] Messages Locked"),
					      N_("Queues › Disputes Callbacks Promises [Messages] Locked"),
					      N_("Queues › Disputes Callbacks Promises Messages [Locked]") };

	(void)state;
	for (size_t i = 0; i < COUNT(languages) * COUNT(queues); i++) {
		struct sv title, tab;
		struct fake *f;

		CHECK(tr_choose(sv_from(languages[i / COUNT(queues)])));
		title = TS(titles[i % COUNT(queues)]);
		f = fake_live(GRID_W_MIN, GRID_H_MIN);
		opens = queues[i % COUNT(queues)];
		at_opened(f);
		tab = sv_from_to(title, sv_find(title, '['), sv_find(title, ']') + 1);
		for (int w = GRID_W_MIN; w < 100; w++) {
			struct sv top;

			console_resize(&f->c, w, GRID_H_MIN);
			top = sv_from(fake_screen(f, false));
			top = sv_cut(&top, '\n');
			if (sv_find_sv(top, tab) == top.n)
				fail_msg("%s at %d: " SV_FMT, opens, w, SV_ARG(top));
		}
		fake_free(f);
	}
}

static void check_text(const char *want, struct buf *b)
{
	CHECK_SV(want, buf_sv(b));
	b->n = 0;
}

static void figures_and_dates_are_of_the_language(void **state)
{
	const struct currency usd = fake_currency("USD");
	LABEL(b, 200);

	(void)state;
	CHECK(tr_choose(SV("es")));
	format_count(&b, 1234567);
	check_text("1.234.567", &b);
	format_count_in(&b, 1234567, 5);
	check_text("1,2M", &b);
	format_rate(&b, 417);
	check_text("41,7%", &b);
	format_day(&b, day_from((struct civil){ 2026, 1, 9 }), day_from((struct civil){ 2027, 1, 9 }));
	check_text("09 ene 2026", &b);
	format_ordinal(&b, 3);
	check_text("3.ª", &b);
	format_ago(&b, 240000);
	check_text("hace 4 min", &b);
	format_money(&b, 1234567, usd);
	check_text("12.345,67\u00a0US$", &b);
	CHECK(tr_choose(SV("pt_BR.UTF-8")));
	format_money(&b, 1234567, usd);
	check_text("US$\u00a012.345,67", &b);
	format_day(&b, day_from((struct civil){ 2026, 2, 9 }), 0);
	check_text("09 fev", &b);
	format_in(&b, 240000);
	check_text("em 4 min", &b);
}

static void plurals_and_words_of_choices_are_of_the_language(void **state)
{
	(void)state;
	CHECK(tr_choose(SV("en")));
	CHECK_TEXT("part paid", tr_choice(&invoice_state_choice, INVOICE_PART_PAID));
	CHECK_TEXT("%lld visits", TN("%lld visit", "%lld visits", 0));
	CHECK(tr_choose(SV("es")));
	CHECK_TEXT("pagada en parte", tr_choice(&invoice_state_choice, INVOICE_PART_PAID));
	CHECK_TEXT(", %lld archivos", TN(", %lld file", ", %lld files", 0));
	CHECK_TEXT("PROM", tr_choice(&feed_code_choice, FEED_PROM)); /* codes stay */
	CHECK_TEXT("", tr_choice(&invoice_state_choice, 0));
	CHECK_TEXT("no such id", T("no such id"));
	CHECK_SV("Hours a link stays valid. And more", tr_of(SV("Hours a link stays valid. And more"))); /* a newer server's */
	CHECK_SV("Horas que vale un enlace.", tr_of(sv_from_to(SV("Hours a link stays valid. And more"), 0, 25)));
	CHECK(!tr_choice_of(&dispute_reason_choice, SV("unheard_of")));
	CHECK(tr_choose(SV("pt")));
	CHECK_TEXT(", %lld arquivo", TN(", %lld file", ", %lld files", 0)); /* zero is one in Brazil */
}

/* What a setting is for is told by the server, in English; the console has all of them in its catalogues. */
static void every_setting_says_in_the_language_what_it_is_for(void **state)
{
	static const char *const helps[] = {
#define TEXT_SETTING(field, name, default, max, check, help)		 help,
#define NUMBER_SETTING(field, name, default, least, most, help)		 help,
#define LANGUAGE_SETTING(field, prefix, max, check, help)		 help,
#include "server/store/setting.def"
	};
	static const char *const languages[] = { "es", "pt" };

	(void)state;
	for (size_t i = 0; i < COUNT(languages); i++) {
		CHECK(tr_choose(sv_from(languages[i])));
		for (size_t k = 0; k < COUNT(helps); k++)
			if (sv_is(tr_of(sv_from(helps[k])), helps[k]))
				fail_msg("%s: not translated: %s", languages[i], helps[k]);
	}
	CHECK_SV("of nobody's", tr_of(SV("of nobody's")));
}

static void faults_of_the_server_are_said_in_the_language(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	CHECK(tr_choose(SV("en")));
	CHECK_SV("promised date: is missing", tr_fault(&a, SV("promised_date: is missing")));
	CHECK_SV("Of tomorrow: a thing", tr_fault(&a, SV("Of tomorrow: a thing")));
	CHECK(tr_choose(SV("es")));
	CHECK_SV("disputa: no existe esa disputa", tr_fault(&a, SV("dispute: there is no such dispute")));
	CHECK_SV("el contacto no tiene dirección para sms", tr_fault(&a, SV("the contact has no address for sms")));
	CHECK_SV("lo tiene ana; dejarlo por otros requiere el rol supervisor",
		 tr_fault(&a, SV("ana has it; leaving it for others takes the role supervisor")));
	CHECK_SV("no hay usuario Unix it is closed en este equipo", tr_fault(&a, SV("there is no Unix user it is closed on this host")));
	CHECK_SV("rows[2].amount: es 0, el mínimo es 1", tr_fault(&a, SV("rows[2].amount: is 0, the least is 1")));
	CHECK_SV("columna 7: \"x\" no es whole number", tr_fault(&a, SV("column 7: \"x\" is no whole number")));
	CHECK_SV("cuenta: of tomorrow", tr_fault(&a, SV("account: of tomorrow")));
	CHECK_SV("", tr_fault(&a, SV_NONE));
	arena_free(&a);
}

/* With something in the place of every value. */
static struct sv filled(struct arena *a, struct sv id)
{
	struct buf b = buf_new(a, 2000);

	for (size_t i = 0; i < id.n; i++) {
		if (id.p[i] != '%') {
			buf_char(&b, id.p[i]);
			continue;
		}
		while (!((id.p[++i] >= 'a' && id.p[i] <= 'z' && !strchr("lhzj", id.p[i]))))
			;
		buf_z(&b, "Q7");
	}
	return buf_sv(&b);
}

static void every_fault_is_found_again_with_its_values(void **state)
{
	static const char *const languages[] = { "es", "pt" };
	int n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(languages); i++) {
		struct sv id, text;

		CHECK(tr_choose(sv_from(languages[i])));
		for (size_t k = 0; tr_entry(k, &id, &text); k++) {
			struct arena a = ARENA_INIT;
			struct sv english;

			if (!sv_starts(id, SV("fault\004")))
				continue;
			english = filled(&a, sv_from_to(id, 6, id.n));
			if (!sv_eq(tr_fault(&a, english), filled(&a, text)))
				fail_msg("%s: " SV_FMT ": said as " SV_FMT, languages[i], SV_ARG(english), SV_ARG(tr_fault(&a, english)));
			arena_free(&a);
			n++;
		}
	}
	CHECK(n > 300);
}

static void what_the_server_refuses_is_said_in_the_language(void **state)
{
	struct fake *f;

	(void)state;
	CHECK(tr_choose(SV("es")));
	f = fake_live(120, 40);
	f->no_identity = true;
	fake_keys(f, ":A-104233 Enter s");
	fake_serve(f);
	CHECK_SHOWS(f, "no se puede enviar ningún enlace: ni el documento ni la referencia tienen cuatro cifras");
	fake_keys(f, "7");
	fake_serve(f);
	fake_keys(f, "e");
	fake_deliver(f, fake_last(f, M_notification_done), fake_reply(M_notification_done, ST_NOT_FOUND, "seq: there is no such notification"));
	CHECK_SHOWS(f, "no existe esa notificación");
	fake_keys(f, "2 / dpd>x");
	CHECK_SHOWS(f, "no es");
	CHECK_HIDES(f, "column 5");
	fake_free(f);
}

/* Contexts with = in front stand in narrow columns. */
static void what_has_to_be_narrow_is(void **state)
{
	static const char *const languages[] = { "es", "pt" };
	static const char *const tokens[] = { "sent", "used", "pend", "exp", "oth", "used%" };
	LABEL(b, 40);

	(void)state;
	for (size_t i = 0; i < COUNT(languages); i++) {
		CHECK(tr_choose(sv_from(languages[i])));
		for (size_t k = 0; k < COUNT(tokens); k++)
			CHECK(grid_columns(sv_from(TX("=tokens", tokens[k]))) <= grid_columns(sv_from(tokens[k])));
		for (int month = 1; month <= 12; month++) {
			format_day(&b, day_from((struct civil){ 2026, month, 28 }), 0);
			CHECK_INT(6, grid_columns(buf_sv(&b)));
			b.n = 0;
		}
	}
}

static void the_environment_is_asked_in_its_order(void **state)
{
	(void)state;
	CHECK(!tr_choose(SV("fr")) && !tr_choose(SV("")) && !tr_choose(SV("C")));
	setenv("LANG", "es_MX.UTF-8", 1);
	setenv("LC_ALL", "", 1);
	unsetenv("LC_MESSAGES");
	unsetenv("QUITS_LANG");
	CHECK(tr_choose(SV("en")));
	tr_choose_by_environment();
	CHECK_SV("es", tr_tag());
	setenv("LC_MESSAGES", "pt_BR.UTF-8@x", 1);
	tr_choose_by_environment();
	CHECK_SV("pt-BR", tr_tag());
	CHECK(tr_choose(SV("en")));
	setenv("LC_ALL", "C.UTF-8", 1); /* says English, whatever stands behind it */
	tr_choose_by_environment();
	CHECK_SV("en", tr_tag());
	setenv("QUITS_LANG", "es", 1);
	tr_choose_by_environment();
	CHECK_SV("es", tr_tag());
}

static void the_language_changes_while_it_runs(void **state)
{
	struct fake *f;

	(void)state;
	CHECK(tr_choose(SV("en")));
	f = fake_live(100, 30);
	CHECK_SHOWS(f, "verified, 3rd visit");
	fake_keys(f, ":lang Space es Enter");
	fake_serve(f);
	CHECK_SHOWS(f, "La consola habla español.");
	CHECK_SHOWS(f, "verificado, 3.ª visita");
	CHECK_HIDES(f, "verified");
	CHECK_SHOWS(f, "41,7%");
	fake_promise(f, "A-121008", "Contact 09", 4200); /* the feed goes on where it was */
	fake_serve(f);
	CHECK_INT(1, fake_times(f, "A-121008"));
	fake_keys(f, "/ name:zwei Enter");
	fake_serve(f);
	fake_keys(f, ":lang Space xx Enter");
	CHECK_SHOWS(f, "lang en|es|pt");
	fake_keys(f, ":lang Space pt Enter");
	fake_serve(f);
	CHECK_SHOWS(f, "O console fala português.");
	CHECK_HIDES(f, "enviado, sirve");
	fake_free(f);
}

static int begin(void **state)
{
	(void)state;
	return tr_start() == ST_OK ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	tr_end();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_screens_one_works_in_look_as_they_did),
		cmocka_unit_test(the_narrowest_queues_look_as_they_did),
		cmocka_unit_test(the_queue_where_one_is_stands_in_the_title_at_every_width),
		cmocka_unit_test(figures_and_dates_are_of_the_language),
		cmocka_unit_test(plurals_and_words_of_choices_are_of_the_language),
		cmocka_unit_test(faults_of_the_server_are_said_in_the_language),
		cmocka_unit_test(every_fault_is_found_again_with_its_values),
		cmocka_unit_test(what_the_server_refuses_is_said_in_the_language),
		cmocka_unit_test(every_setting_says_in_the_language_what_it_is_for),
		cmocka_unit_test(what_has_to_be_narrow_is),
		cmocka_unit_test(the_environment_is_asked_in_its_order),
		cmocka_unit_test(the_language_changes_while_it_runs),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
