/* Forms of methods and settings: what they check, ask and hold. */
#include "tests/tui/fake.h"
#include "tui/screens/form.h"

static void a_form_checks_while_one_types_and_comes_back_as_it_was(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "x");
	CHECK_SHOWS(f, "End the dispute of Contact 06, A-102977");
	CHECK_HIDES(f, "7001"); /* the server's number says nothing to anybody */
	CHECK_HIDES(f, "dispute.resolve");
	fake_keys(f, "^S");
	CHECK_SHOWS(f, "outcome: is needed");
	fake_keys(f, "2 Tab No. ^S");
	fake_serve(f);
	CHECK_SHOWS(f, "End the dispute: Contact 06, A-102977 in 5 s   z takes it back");
	fake_keys(f, "z");
	fake_serve(f);
	fake_keys(f, "]");
	CHECK_SHOWS(f, "[2 rejected]");
	CHECK_SHOWS(f, "No.");
	fake_keys(f, "^S");
	CHECK_SV("dispute.resolve", ((struct command_new *)fake_last(f, M_command_hold)->in)->method);
	CHECK_SV("{\"dispute\":\"7001\",\"outcome\":\"rejected\",\"reply\":\"No.\"}",
		 ((struct command_new *)fake_last(f, M_command_hold)->in)->params);
	fake_serve(f);
	fake_event(f, "command.done", "A-102977", "Contact 06", (struct event_body){ .command = f->link });
	fake_serve(f);
	CHECK_SHOWS(f, "✓ Contact 06, A-102977: ended");
	fake_free(f);
}

static void a_form_asked_for_by_name_keeps_it_and_says_what_it_was_told(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":do Space dispute.resolve Space dispute=7001 Enter");
	CHECK_SHOWS(f, "dispute.resolve  End a dispute");
	CHECK_SHOWS(f, "7001");
	fake_keys(f, "Tab 2 Tab No. ^S");
	fake_serve(f);
	CHECK_SHOWS(f, "dispute.resolve: dispute 7001 in 5 s");
	fake_free(f);
}

static void a_title_without_names_stands_under_the_blur(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "M x");
	CHECK_HIDES(f, "Contact 06");
	CHECK_SHOWS(f, "A-102977");
	fake_keys(f, "2 Tab No. ^S");
	fake_serve(f);
	CHECK_SHOWS(f, "End the dispute: A-102977 in 5 s");
	fake_free(f);
}

static void the_key_bar_of_a_form_has_no_key_that_a_field_takes(void **state)
{
	static const char *const taken[] = { "? Help", ": Cmd", "= Why", "r Refresh", "z Undo", "F5 Refresh" };
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	CHECK_SHOWS(f, "? Help");
	fake_keys(f, "w");
	for (size_t i = 0; i < COUNT(taken); i++)
		CHECK_HIDES(f, taken[i]);
	CHECK_SHOWS(f, "F1 Help  F9 Cmd  ^S Keep  Tab Move  Esc Back");
	fake_keys(f, "F1");
	CHECK(f->c.help);
	fake_keys(f, "Esc F9");
	CHECK_INT(MODE_PALETTE, f->c.mode);
	fake_keys(f, "Esc Esc :do Space kpi.needs Enter"); /* no field: every key is free */
	CHECK_SHOWS(f, "? Help  : Cmd  ^S Ask");
	fake_free(f);
}

static void roles_of_an_operator_can_be_changed(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":go Space operators Enter");
	fake_serve(f);
	fake_keys(f, "Enter");
	CHECK_SHOWS(f, "Roles of ana");
	fake_keys(f, ",admin ^S");
	fake_time(f, 200);
	CHECK_SHOWS(f, "S Save"); /* a dialog, with its capital letter */
	fake_keys(f, "S");
	CHECK_SV("ana", ((struct operator_new *)fake_last(f, M_operator_add)->in)->user);
	CHECK_SV("operator,supervisor,admin", ((struct operator_new *)fake_last(f, M_operator_add)->in)->roles);
	fake_free(f);
}

static void a_dialog_that_was_left_leads_back_to_its_form(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":go Space operators Enter");
	fake_serve(f);
	fake_keys(f, "Enter ,admin ^S");
	CHECK_SHOWS(f, "ana   roles operator,supervisor,admin"); /* what is to be confirmed can be checked */
	fake_keys(f, "Esc");
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_FORM));
	CHECK_SHOWS(f, "operator,supervisor,admin");
	CHECK_SHOWS(f, "Cancelled: nothing was done");
	CHECK_INT(1, console_drafts(&f->c));
	fake_keys(f, "^S");
	fake_time(f, 200);
	fake_keys(f, "S");
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_OPERATORS));
	CHECK_INT(1, fake_asked(f, M_operator_add));
	CHECK_INT(0, console_drafts(&f->c));
	fake_serve(f);
	fake_keys(f, "5");
	fake_serve(f);
	fake_keys(f, "K Esc"); /* a dialog of somebody else's */
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_LINKS));
	fake_free(f);
}

static void a_setting_says_what_it_is_for_where_it_is_changed(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "9");
	fake_serve(f);
	fake_keys(f, "Enter");
	CHECK_SHOWS(f, "Setting organisation.name");
	CHECK_SHOWS(f, "Name of the company, in every header and message.");
	fake_keys(f, "x ^S");
	CHECK_SHOWS(f, "organisation.name   value Test Agencyx");
	fake_free(f);
}

static void a_notification_that_is_put_off_is_named_by_its_title(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "7");
	fake_serve(f);
	fake_keys(f, "Z");
	fake_serve(f);
	CHECK_SHOWS(f, "✓ Portal promise: A-118820: put off for an hour");
	fake_free(f);
}

static void a_value_that_reads_like_a_field_is_a_value(void **state)
{
	const struct form_given given[] = { { "name", SV("legal.footer.en"), false }, { "value", SV("see name=other value=x"), true } };
	struct fake *f = fake_live(120, 40);
	struct form m = { .n = 0 };

	(void)state;
	console_enter(&f->c);
	form_open(&f->c.ui, M_setting_put, SV("legal.footer.en"), SV_NONE, given, 2);
	form_take(&m, sv_from(f->c.ui.open_arg));
	CHECK_SV("legal.footer.en", form_value(&m.at[0]));
	CHECK_SV("see name=other value=x", form_value(&m.at[1]));
	CHECK(m.at[0].fixed && !m.at[1].fixed && !form_is_draft(&m));
	screen_by_id(SCREEN_FORM)->close(&m);
	fake_free(f);
}

static void a_long_value_comes_whole_into_its_form(void **state)
{
	char text[2001] = { 0 };
	const struct form_given given[] = { { "name", SV("legal.footer.en"), false }, { "value", sv_of(text, 2000), true } };
	struct fake *f = fake_live(120, 40);
	struct form m = { .n = 0 };

	(void)state;
	memset(text, 'x', 2000);
	console_enter(&f->c);
	form_open(&f->c.ui, M_setting_put, SV("legal.footer.en"), SV_NONE, given, 2);
	form_take(&m, sv_from(f->c.ui.open_arg));
	CHECK_INT(2000, (int)form_value(&m.at[1]).n);
	screen_by_id(SCREEN_FORM)->close(&m);
	fake_free(f);
}

static void every_command_has_a_word_for_what_it_does(void **state)
{
	(void)state;
	for (int i = 0; i < M__COUNT; i++) {
		const struct form_words *w = form_words((enum method_id)i);

		if (strcmp(w->effect, "Do it") == 0)
			fail_msg("%s: form_words.c has no word for it", method_table[i].name);
		CHECK(w->bare[0] && (w->done[0] || !method_table[i].command));
		CHECK(w->effect[0] >= 'A' && w->effect[0] <= 'Z'); /* the letter of its dialog */
	}
}

static void the_portals_settings_are_checked_while_typed_and_changed_together(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":go Space portal Enter");
	fake_serve(f);
	fake_keys(f, "Space Tab Tab ^U \xC3\xA9"); /* the portal goes off; the next but one is the footer */
	fake_time(f, 300);
	CHECK_INT(1, fake_asked(f, M_setting_check));
	CHECK_SV("off", ((struct setting_put *)fake_last(f, M_setting_check)->in)->value);
	fake_deliver(f, fake_last(f, M_setting_check), fake_reply(M_setting_check, ST_INVALID, "value: not that"));
	CHECK_SHOWS(f, "not that");
	CHECK_INT(2, fake_asked(f, M_setting_check));
	fake_serve(f);
	fake_keys(f, "^S");
	CHECK_SHOWS(f, "portal.on: value: not that"); /* nothing is saved while something is wrong */
	CHECK_INT(MODE_NONE, f->c.mode);
	fake_keys(f, "Space Space"); /* on, off: asked again, and good now */
	fake_time(f, 300);
	fake_serve(f);
	fake_keys(f, "^S");
	CHECK_SHOWS(f, "Change the portal: 2");
	CHECK_SHOWS(f, "portal.on:  on  →  off");
	fake_time(f, 200);
	fake_keys(f, "C");
	CHECK_INT(1, fake_asked(f, M_setting_put));
	fake_free(f);
}

static void any_command_without_a_screen_asks_first(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":do Space budget.reset Space reason=tested Enter ^S");
	CHECK_INT(MODE_SURE, f->c.mode);
	fake_time(f, 200);
	fake_keys(f, "Enter");
	CHECK_INT(0, fake_asked(f, M_budget_reset));
	fake_keys(f, "R");
	CHECK_INT(1, fake_asked(f, M_budget_reset));
	fake_free(f);
}

static void a_form_holds_what_a_debtor_will_see(void **state)
{
	static const enum method_id seen[] = { M_link_send, M_message_reply, M_message_close, M_dispute_resolve, M_creditor_answer,
					       M_callback_cancel };

	(void)state;
	for (size_t i = 0; i < COUNT(seen); i++)
		CHECK(form_tier(seen[i]) != TIER_NOW);
}

static void a_link_sent_by_a_form_is_held_and_z_takes_it_back(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":do Space link.send Space account=77120 Space channel=email Enter ^S");
	CHECK_INT(MODE_SURE, f->c.mode);
	fake_time(f, 200);
	fake_keys(f, "S");
	CHECK_INT(5000, ((struct link_new *)fake_last(f, M_link_send)->in)->hold);
	fake_serve(f);
	CHECK_SHOWS(f, "Link to 77120 by Email goes out in 5 s");
	fake_keys(f, "z");
	CHECK_INT(f->link, ((struct link_ref *)fake_last(f, M_link_cancel)->in)->link);
	fake_free(f);
}

static void a_paste_goes_into_the_open_field_alone(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	console_paste(&f->c, SV("x\ny"), 0);
	CHECK_SHOWS(f, "a paste of 3 bytes was thrown away: no text field is open");
	fake_keys(f, "w");
	console_paste(&f->c, SV("two\nlines"), 0);
	CHECK_SHOWS(f, "▶ note              * two\n                      lines\n");
	CHECK_HIDES(f, "thrown away");
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_checks_while_one_types_and_comes_back_as_it_was),
		cmocka_unit_test(a_form_asked_for_by_name_keeps_it_and_says_what_it_was_told),
		cmocka_unit_test(a_title_without_names_stands_under_the_blur),
		cmocka_unit_test(the_key_bar_of_a_form_has_no_key_that_a_field_takes),
		cmocka_unit_test(roles_of_an_operator_can_be_changed),
		cmocka_unit_test(a_dialog_that_was_left_leads_back_to_its_form),
		cmocka_unit_test(a_setting_says_what_it_is_for_where_it_is_changed),
		cmocka_unit_test(a_notification_that_is_put_off_is_named_by_its_title),
		cmocka_unit_test(a_value_that_reads_like_a_field_is_a_value),
		cmocka_unit_test(a_long_value_comes_whole_into_its_form),
		cmocka_unit_test(every_command_has_a_word_for_what_it_does),
		cmocka_unit_test(the_portals_settings_are_checked_while_typed_and_changed_together),
		cmocka_unit_test(any_command_without_a_screen_asks_first),
		cmocka_unit_test(a_form_holds_what_a_debtor_will_see),
		cmocka_unit_test(a_link_sent_by_a_form_is_held_and_z_takes_it_back),
		cmocka_unit_test(a_paste_goes_into_the_open_field_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
