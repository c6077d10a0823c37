/* The palette: what a line means, what is offered for it, and saved views. */
#include "tests/tui/fake.h"

static void typed(struct fake *f, const char *words)
{
	fake_keys(f, words);
	fake_serve(f);
	fake_time(f, OFFERS_MS);
}

static const struct offer *offered(struct fake *f, const char *run)
{
	for (size_t i = 0; i < f->c.palette.n; i++)
		if (strcmp(f->c.palette.at[i].run, run) == 0)
			return &f->c.palette.at[i];
	return NULL;
}

static void nothing_typed_offers_what_this_screen_can(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	typed(f, ":");
	CHECK(offered(f, "link.send") && offered(f, "link.send")->tier == TIER_HELD);
	CHECK(!offered(f, "take"));
	CHECK_SHOWS(f, "held 5 s");
	fake_keys(f, "Enter");
	CHECK_INT(MODE_NONE, f->c.mode);
	fake_free(f);
}

static void an_account_number_opens_it_and_offers_what_else_it_may_be(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	typed(f, ":104233");
	CHECK(strcmp(f->c.palette.at[0].run, "104233") == 0 && f->c.palette.at[0].sure);
	CHECK(offered(f, "send 104233") && offered(f, "go dispute 104233") && offered(f, "go links link:104233"));
	fake_keys(f, "Enter");
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_ACCOUNT));
	fake_free(f);
}

static void letters_of_a_command_find_it_and_enter_completes_before_it_runs(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_time(f, 1000); /* the top row of the feed has settled */
	typed(f, ":lnksnd");
	CHECK(strcmp(f->c.palette.at[0].run, "link.send") == 0 && !f->c.palette.at[0].sure);
	fake_keys(f, "Enter");
	CHECK_INT(MODE_PALETTE, f->c.mode);
	CHECK_INT(0, fake_asked(f, M_link_preflight));
	CHECK_SHOWS(f, ": link.send");
	fake_keys(f, "Enter");
	CHECK_INT(1, fake_asked(f, M_link_preflight));
	fake_free(f);
}

static void half_a_command_that_sends_is_completed_and_not_run(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_time(f, 1000);
	typed(f, ":sen");
	fake_keys(f, "Enter");
	CHECK_INT(MODE_PALETTE, f->c.mode);
	CHECK_SHOWS(f, ": send ");
	CHECK_INT(0, fake_asked(f, M_link_preflight));
	fake_free(f);
}

static void what_an_arrow_chose_runs_at_once(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	typed(f, ":notif");
	fake_keys(f, "Down Enter");
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_NOTIFICATIONS));
	fake_free(f);
}

static void a_command_that_needs_a_word_is_completed_though_it_was_chosen(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	typed(f, ":peri");
	fake_keys(f, "Down Enter");
	CHECK_INT(MODE_PALETTE, f->c.mode);
	CHECK_SHOWS(f, ": period ");
	CHECK(offered(f, "period 30d") && offered(f, "period today"));
	fake_free(f);
}

static void alternatives_of_a_command_are_offered_and_completed(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	typed(f, ": send Space 104233 Space w");
	CHECK(offered(f, "send 104233 whatsapp"));
	CHECK(!offered(f, "send 104233 sms"));
	fake_keys(f, "Tab");
	CHECK(sv_is(line_edit_text(&f->c.line), "send 104233 whatsapp"));
	fake_keys(f, "Esc");
	typed(f, ": go Space fi");
	CHECK(offered(f, "go finds"));
	fake_free(f);
}

static void words_that_are_nothing_else_filter_what_is_shown(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "2");
	fake_serve(f);
	typed(f, ":zzyzx");
	CHECK(strcmp(f->c.palette.at[0].run, "filter zzyzx") == 0);
	CHECK(strcmp(f->c.palette.at[1].run, "find zzyzx") == 0);
	fake_keys(f, "Enter");
	CHECK(sv_is(((const struct list_query *)fake_last(f, M_account_list)->in)->filter, "zzyzx sort:acct"));
	fake_free(f);
}

static void what_enter_does_stands_at_the_bottom_and_only_what_runs_is_marked(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	typed(f, ":");
	CHECK_SHOWS(f, "Enter closes");
	fake_keys(f, "s");
	fake_time(f, OFFERS_MS);
	CHECK_SHOWS(f, arena_print(&f->arena, "Enter completes %s ", f->c.palette.at[0].run));
	CHECK_HIDES(f, arena_print(&f->arena, "▶ %s ", f->c.palette.at[0].run));
	fake_keys(f, "Esc");
	typed(f, ":stats");
	CHECK_SHOWS(f, "Enter runs stats");
	CHECK_SHOWS(f, "▶ stats ");
	fake_keys(f, "Esc");
	typed(f, ":peri");
	fake_keys(f, "Down");
	CHECK_SHOWS(f, "Enter completes period");
	fake_free(f);
}

static void each_alternative_says_what_it_does(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	typed(f, ":view Space");
	CHECK(offered(f, "view save") && offered(f, "view drop"));
	CHECK(strcmp(offered(f, "view save")->what, offered(f, "view drop")->what) != 0);
	fake_keys(f, "Esc");
	typed(f, ":theme Space");
	CHECK(strcmp(offered(f, "theme dual")->what, offered(f, "theme mono")->what) != 0);
	fake_free(f);
}

static void words_of_the_filter_are_offered_with_their_meaning(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "2");
	fake_serve(f);
	typed(f, ":filter Space sta");
	CHECK(offered(f, "filter status:"));
	fake_keys(f, "tus:promise_a");
	fake_time(f, OFFERS_MS);
	CHECK(offered(f, "filter status:promise_active"));
	fake_keys(f, "Tab Space dp");
	fake_time(f, OFFERS_MS);
	CHECK(offered(f, "filter status:promise_active dpd>"));
	fake_keys(f, "Esc");
	typed(f, ":dp"); /* without the command too */
	CHECK(offered(f, "filter dpd>"));
	fake_keys(f, "Esc");
	typed(f, ":sort Space -ba");
	CHECK(offered(f, "sort -bal"));
	fake_keys(f, "Tab Enter");
	fake_serve(f);
	CHECK(sv_is(((const struct list_query *)fake_last(f, M_account_list)->in)->filter, "sort:-bal"));
	fake_keys(f, "1");
	typed(f, ":filter Space typ");
	CHECK(offered(f, "filter type:"));
	fake_free(f);
}

static void a_form_offers_only_what_does_something_in_it(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	typed(f, ":tab.n");
	CHECK(offered(f, "tab.next"));
	fake_keys(f, "Esc x F9");
	typed(f, "row.n");
	CHECK(!offered(f, "row.next"));
	fake_keys(f, "Esc F9");
	typed(f, "tab.next");
	CHECK(offered(f, "tab.next"));
	fake_keys(f, "Enter");
	CHECK_SHOWS(f, "▶ reply"); /* it went to the next field */
	fake_keys(f, "Esc :do Space kpi.needs Enter :tab.n");
	fake_time(f, OFFERS_MS);
	CHECK(!offered(f, "tab.next")); /* there is no field */
	fake_free(f);
}

static void offers_wait_for_a_pause_in_typing(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	typed(f, ":");
	fake_keys(f, "zzyzx");
	CHECK(!offered(f, "find zzyzx"));
	CHECK(!console_idle(&f->c, false));
	fake_time(f, OFFERS_MS);
	CHECK(offered(f, "find zzyzx"));
	fake_keys(f, "q Enter"); /* but what Enter does is what was typed */
	CHECK(!offered(f, "find zzyzx"));
	fake_free(f);
}

static void up_recalls_what_was_run_and_a_code_is_not_kept(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":stats Enter :period Space 30d Enter :unlock Space 123456 Enter");
	fake_keys(f, ": Up");
	CHECK(sv_is(line_edit_text(&f->c.line), "period 30d"));
	fake_keys(f, "Up");
	CHECK(sv_is(line_edit_text(&f->c.line), "stats"));
	fake_keys(f, "Up Esc");
	typed(f, ":");
	CHECK(offered(f, "period 30d") == &f->c.palette.at[0]);
	CHECK(!fake_shows(f, "123456"));
	fake_free(f);
}

/* Saved views. */

static void a_saved_view_opens_its_list_with_its_filter(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	typed(f, ":dying");
	CHECK(strcmp(f->c.palette.at[0].run, "dying") == 0 && f->c.palette.at[0].sure);
	CHECK_SHOWS(f, "open this saved view");
	fake_keys(f, "Enter");
	fake_serve(f);
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_LINKS));
	CHECK_SHOWS(f, "status:pending exp<6h");
	fake_free(f);
}

static void the_views_key_shows_those_of_everybody_and_opens_one_in_place(void **state)
{
	struct fake *f = fake_live(120, 40);
	size_t layers;

	(void)state;
	fake_keys(f, "2");
	fake_serve(f);
	layers = f->c.n;
	typed(f, "@");
	CHECK(offered(f, "view late30") && offered(f, "view big ones") && offered(f, "view dying"));
	CHECK_SHOWS(f, "shared by raj");
	fake_keys(f, "late30 Enter");
	fake_serve(f);
	CHECK_INT(layers, f->c.n);
	CHECK(sv_is(((const struct list_query *)fake_last(f, M_account_list)->in)->filter, "dpd>30 -is:disputed sort:-bal"));
	fake_free(f);
}

static void what_a_list_shows_is_kept_with_its_order(void **state)
{
	struct fake *f = fake_live(120, 40);
	const struct saved_view_new *v;

	(void)state;
	fake_keys(f, "2 / dpd>30 Enter > ~");
	fake_serve(f);
	fake_keys(f, "@ save Space my Space own Space shared Enter");
	v = fake_last(f, M_view_put)->in;
	CHECK(sv_is(v->list, "account.list") && sv_is(v->name, "my own") && v->shared);
	CHECK(sv_is(v->filter, "dpd>30 sort:-name"));
	fake_serve(f);
	CHECK_SHOWS(f, "kept as a view");
	fake_keys(f, "1 : view Space save Space x Enter");
	CHECK_SHOWS(f, "this screen is none");
	CHECK_INT(1, fake_asked(f, M_view_put));
	fake_free(f);
}

static void a_view_is_forgotten_by_its_own_list_and_name(void **state)
{
	struct fake *f = fake_live(120, 40);
	const struct saved_view_ref *v;

	(void)state;
	typed(f, ":view Space drop Space dying");
	fake_keys(f, "Enter");
	v = fake_last(f, M_view_drop)->in;
	CHECK(sv_is(v->list, "link.list") && sv_is(v->name, "dying"));
	fake_free(f);
}

static void a_view_that_is_not_there_is_said(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":view Space nowhere Enter");
	fake_serve(f);
	CHECK_SHOWS(f, "there is no view \"nowhere\"");
	fake_free(f);
}

/* Doing it again. */

static void the_point_does_again_here_what_was_done_last(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ".");
	CHECK_SHOWS(f, "nothing was done yet");
	fake_keys(f, "7");
	fake_serve(f);
	fake_keys(f, "e");
	CHECK_INT(1, fake_asked(f, M_notification_done));
	fake_keys(f, "j .");
	CHECK_INT(2, fake_asked(f, M_notification_done));
	fake_keys(f, "2");
	fake_serve(f);
	fake_keys(f, ".");
	CHECK_SHOWS(f, "done: not on this screen");
	CHECK_INT(2, fake_asked(f, M_notification_done));
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_typed_offers_what_this_screen_can),
		cmocka_unit_test(an_account_number_opens_it_and_offers_what_else_it_may_be),
		cmocka_unit_test(letters_of_a_command_find_it_and_enter_completes_before_it_runs),
		cmocka_unit_test(half_a_command_that_sends_is_completed_and_not_run),
		cmocka_unit_test(what_an_arrow_chose_runs_at_once),
		cmocka_unit_test(a_command_that_needs_a_word_is_completed_though_it_was_chosen),
		cmocka_unit_test(alternatives_of_a_command_are_offered_and_completed),
		cmocka_unit_test(words_that_are_nothing_else_filter_what_is_shown),
		cmocka_unit_test(what_enter_does_stands_at_the_bottom_and_only_what_runs_is_marked),
		cmocka_unit_test(each_alternative_says_what_it_does),
		cmocka_unit_test(words_of_the_filter_are_offered_with_their_meaning),
		cmocka_unit_test(a_form_offers_only_what_does_something_in_it),
		cmocka_unit_test(offers_wait_for_a_pause_in_typing),
		cmocka_unit_test(up_recalls_what_was_run_and_a_code_is_not_kept),
		cmocka_unit_test(a_saved_view_opens_its_list_with_its_filter),
		cmocka_unit_test(the_views_key_shows_those_of_everybody_and_opens_one_in_place),
		cmocka_unit_test(what_a_list_shows_is_kept_with_its_order),
		cmocka_unit_test(a_view_is_forgotten_by_its_own_list_and_name),
		cmocka_unit_test(a_view_that_is_not_there_is_said),
		cmocka_unit_test(the_point_does_again_here_what_was_done_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
