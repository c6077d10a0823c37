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
	CHECK_SHOWS(f, "dispute.resolve");
	fake_keys(f, "^S");
	CHECK_SHOWS(f, "outcome: is needed");
	fake_keys(f, "2 Tab No. ^S");
	fake_serve(f);
	CHECK_SHOWS(f, "dispute.resolve: dispute 7001 in 5 s");
	fake_keys(f, "z");
	fake_serve(f);
	fake_keys(f, "]");
	CHECK_SHOWS(f, "[2 rejected]");
	CHECK_SHOWS(f, "No.");
	fake_keys(f, "^S");
	CHECK_SV("dispute.resolve", ((struct command_new *)fake_last(f, M_command_hold)->in)->method);
	CHECK_SV("{\"dispute\":\"7001\",\"outcome\":\"rejected\",\"reply\":\"No.\"}",
		 ((struct command_new *)fake_last(f, M_command_hold)->in)->params);
	fake_free(f);
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
	CHECK_SHOWS(f, "thrown away");
	fake_keys(f, "w");
	console_paste(&f->c, SV("two\nlines"), 0);
	CHECK_SHOWS(f, "two");
	CHECK_SHOWS(f, "lines");
	CHECK_HIDES(f, "thrown away");
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_checks_while_one_types_and_comes_back_as_it_was),
		cmocka_unit_test(the_portals_settings_are_checked_while_typed_and_changed_together),
		cmocka_unit_test(any_command_without_a_screen_asks_first),
		cmocka_unit_test(a_form_holds_what_a_debtor_will_see),
		cmocka_unit_test(a_link_sent_by_a_form_is_held_and_z_takes_it_back),
		cmocka_unit_test(a_paste_goes_into_the_open_field_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
