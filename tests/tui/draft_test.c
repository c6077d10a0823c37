/* Drafts: what was typed into a form and did not take effect, whatever became of it; and what is never one. */
#include "tests/tui/fake.h"
#include "tui/screens/form.h"

static void what_is_left_is_kept_as_a_draft_and_said(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "w Esc");
	CHECK_HIDES(f, "Draft"); /* nothing was typed */
	fake_keys(f, "w Half Space done Esc");
	CHECK_SHOWS(f, "Draft kept, nothing was sent: ] leads back to it");
	fake_keys(f, "] Esc 1 2"); /* ] leads elsewhere now */
	fake_serve(f);
	CHECK_INT(1, console_drafts(&f->c));
	fake_keys(f, "Q");
	CHECK_SHOWS(f, "1 draft is lost.");
	fake_keys(f, "Esc 3");
	fake_serve(f);
	fake_keys(f, "j w");
	CHECK_HIDES(f, "Half done"); /* of another dispute */
	fake_keys(f, "Esc k w");
	CHECK_SHOWS(f, "Half done");
	CHECK_SHOWS(f, "your draft is back");
	fake_keys(f, "^S");
	CHECK_INT(0, console_drafts(&f->c));
	fake_serve(f);
	CHECK_SV("Half done", ((struct dispute_note_new *)fake_last(f, M_dispute_note)->in)->note);
	fake_free(f);
}

/* A result for a dispute, typed and sent; what waits is held in the server unless nobody is there. */
static struct fake *sent_a_result(void)
{
	struct fake *f = fake_live(120, 40);

	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "x 2 Tab No. ^S");
	return f;
}

static void told(struct fake *f, const char *kind, const char *why)
{
	fake_event(f, kind, "A-102977", "Contact 06", (struct event_body){ .command = f->link, .value = sv_from(why) });
	fake_serve(f);
}

/* It counts as a draft, and both ways lead back to it. */
static void check_draft(struct fake *f)
{
	CHECK_INT(1, console_drafts(&f->c));
	CHECK_SHOWS(f, "your draft is kept");
	fake_keys(f, "]");
	CHECK_SHOWS(f, "[2 rejected]");
	CHECK_SHOWS(f, "No.");
	fake_keys(f, "Esc x");
	CHECK_SHOWS(f, "[2 rejected]");
	CHECK_SHOWS(f, "No.");
	fake_keys(f, "Esc Q");
	CHECK_SHOWS(f, "1 draft is lost.");
	fake_free(f);
}

static void what_was_sent_while_nobody_was_there_is_a_draft(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "x 2 Tab No.");
	fake_down(f);
	fake_keys(f, "^S");
	CHECK_SHOWS(f, "End the dispute waits: offline. Nothing was done");
	check_draft(f);
}

static void what_the_server_refused_is_a_draft(void **state)
{
	struct fake *f = sent_a_result();

	(void)state;
	CHECK_INT(0, console_drafts(&f->c)); /* it is under way */
	fake_deliver(f, fake_last(f, M_command_hold), fake_reply(M_command_hold, ST_CONFLICT, "it is over already"));
	CHECK_SHOWS(f, "not ended: it is over already");
	check_draft(f);
}

static void what_z_took_back_is_a_draft(void **state)
{
	struct fake *f = sent_a_result();

	(void)state;
	fake_serve(f);
	CHECK_INT(0, console_drafts(&f->c));
	fake_keys(f, "z");
	fake_serve(f);
	CHECK_SHOWS(f, "✓ taken back: ");
	check_draft(f);
}

static void what_another_stopped_is_a_draft(void **state)
{
	struct fake *f = sent_a_result();

	(void)state;
	fake_serve(f);
	told(f, "command.cancelled", "");
	CHECK_SHOWS(f, "taken back by debtor");
	check_draft(f);
}

static void what_failed_when_its_hold_ended_is_a_draft(void **state)
{
	struct fake *f = sent_a_result();

	(void)state;
	fake_serve(f);
	fake_time(f, 5000);
	told(f, "command.failed", "it is over already");
	CHECK_SHOWS(f, "not ended: it is over already");
	check_draft(f);
}

static void what_nobody_knows_the_end_of_is_a_draft(void **state)
{
	struct fake *f = sent_a_result();

	(void)state;
	fake_deliver(f, fake_last(f, M_command_hold), fake_reply(M_command_hold, ST_UNCERTAIN, "no answer came"));
	CHECK_SHOWS(f, "perhaps held and then ended");
	check_draft(f);
}

static void what_was_never_heard_of_again_is_a_draft(void **state)
{
	struct fake *f = sent_a_result();

	(void)state;
	fake_serve(f);
	fake_time(f, DEEDS_HOLD_MS + DEEDS_FORGET_MS + 1);
	CHECK_INT(1, console_drafts(&f->c));
	fake_free(f);
}

static void what_found_no_room_among_what_is_held_is_a_draft(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	for (int i = 0; i < DEEDS_MAX; i++)
		fake_keys(f, "a");
	CHECK_INT(DEEDS_MAX, deeds_count(&f->c.deeds));
	fake_keys(f, "x 2 Tab No. ^S");
	CHECK_SHOWS(f, "8 things are held already");
	check_draft(f);
}

static void what_a_dialog_was_asked_and_the_server_refused_is_a_draft(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":go Space operators Enter");
	fake_serve(f);
	fake_keys(f, "Enter ,admin ^S");
	fake_time(f, 200);
	fake_keys(f, "S");
	CHECK_INT(0, console_drafts(&f->c));
	fake_deliver(f, fake_last(f, M_operator_add), fake_reply(M_operator_add, ST_CONFLICT, "another has to say so too"));
	CHECK_SHOWS(f, "another has to say so too");
	CHECK_INT(1, console_drafts(&f->c));
	fake_keys(f, "Enter");
	CHECK_SHOWS(f, "operator,supervisor,admin");
	fake_free(f);
}

static void what_was_done_is_no_draft(void **state)
{
	struct fake *f = sent_a_result();

	(void)state;
	fake_serve(f);
	fake_time(f, 5000);
	told(f, "command.done", "");
	CHECK_SHOWS(f, "✓ Contact 06, A-102977: ended");
	CHECK_HIDES(f, "draft");
	CHECK_INT(0, console_drafts(&f->c));
	fake_keys(f, "x");
	CHECK_HIDES(f, "No.");
	CHECK_HIDES(f, "[2 rejected]");
	fake_free(f);
}

static void what_is_under_way_is_not_sent_twice_and_survives_another_way(void **state)
{
	struct fake *f = sent_a_result();

	(void)state;
	fake_serve(f);
	fake_keys(f, "] ^S");
	CHECK_SHOWS(f, "just that is under way already");
	CHECK_INT(1, fake_asked(f, M_command_hold));
	fake_keys(f, "x"); /* the form is another one, the text of the first is kept */
	CHECK_HIDES(f, "No.");
	fake_keys(f, "Esc 1 2");
	fake_serve(f);
	told(f, "command.failed", "it is over already");
	CHECK_INT(1, console_drafts(&f->c));
	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "x");
	CHECK_SHOWS(f, "No.");
	fake_keys(f, "Esc 1 2 3 x ^S");
	fake_serve(f);
	told(f, "command.done", "");
	CHECK_INT(0, console_drafts(&f->c));
	CHECK_INT(0, (int)f->c.n_drafts); /* nothing lies about of it */
	fake_free(f);
}

static void a_code_is_no_draft(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":do Space operator.totp_confirm Enter 123456 Esc");
	CHECK_HIDES(f, "Draft");
	CHECK_INT(0, console_drafts(&f->c));
	fake_keys(f, "]"); /* nor does it lie about */
	CHECK_SHOWS(f, "operator.totp_confirm");
	CHECK_HIDES(f, "123456");
	CHECK_HIDES(f, "······");
	fake_keys(f, "Esc 2");
	fake_serve(f);
	fake_keys(f, ":do Space operator.totp_confirm Enter");
	CHECK_HIDES(f, "123456");
	fake_free(f);
}

static void a_code_is_typed_as_dots_and_promised_to_nobody(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":do Space operator.totp_confirm Enter 123456");
	CHECK_HIDES(f, "123456");
	CHECK_SHOWS(f, "······");
	CHECK_HIDES(f, "keeps a draft");
	fake_keys(f, "^S");
	CHECK_HIDES(f, "123456"); /* nor does the dialog say it */
	fake_time(f, 200);
	fake_keys(f, "C");
	CHECK_SV("123456", ((struct system_code *)fake_last(f, M_operator_totp_confirm)->in)->code);
	fake_free(f);
}

static void a_command_asked_for_by_name_shows_what_it_is_answered(void **state)
{
	struct fake *f = fake_live(120, 40);
	struct reply *r = fake_reply(M_operator_totp_enrol, ST_OK, "");
	struct operator_totp *totp = r->out;

	(void)state;
	totp->secret = SV("JBSWY3DPEHPK3PXP");
	totp->uri = SV("otpauth://totp/Test");
	fake_keys(f, ":do Space operator.totp_enrol Enter ^S");
	fake_time(f, 200);
	fake_keys(f, "G");
	fake_deliver(f, fake_last(f, M_operator_totp_enrol), r);
	CHECK_SHOWS(f, "JBSWY3DPEHPK3PXP");
	CHECK_SHOWS(f, "otpauth://totp/Test");
	CHECK(!strstr(f->c.message, "JBSWY"));
	fake_keys(f, "M");
	CHECK_HIDES(f, "JBSWY3DPEHPK3PXP");
	fake_keys(f, "M Esc ]"); /* it is shown once */
	CHECK_SHOWS(f, "operator.totp_enrol");
	CHECK_HIDES(f, "JBSWY3DPEHPK3PXP");
	fake_keys(f, "^S");
	fake_time(f, 200);
	fake_keys(f, "G");
	fake_deliver(f, fake_last(f, M_operator_totp_enrol), fake_reply(M_operator_totp_enrol, ST_CONFLICT, "there is one"));
	CHECK_SHOWS(f, "there is one");
	CHECK_HIDES(f, "Asked.");
	fake_free(f);
}

static void what_is_written_is_dots_under_the_blur(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "M w Half Space done");
	CHECK_HIDES(f, "Half");
	CHECK_SHOWS(f, "···· ····");
	fake_keys(f, "Esc M w");
	CHECK_SHOWS(f, "Half done");
	fake_free(f);
}

/* The newest notification is of a command that could not be done, whose kept text is for who asked for it. */
static struct fake *at_a_failed_command(const char *params)
{
	struct fake *f = fake_live(120, 40);
	struct reply *page = fake_reply(M_notification_list, ST_OK, "");
	struct reply *shown = fake_reply(M_command_show, ST_OK, "");
	struct notification_page *p = page->out;

	p->items.n = 1;
	p->items.at = NEW_N(&page->arena, struct notification_row, 1);
	p->items.at[0] = (struct notification_row){ .seq = 14, .at = f->wall, .title = SV("Could not be done: A-104233"),
						    .account = SV("A-104233"), .kind = SV("command.failed"), .command = 77 };
	*(struct command_row *)shown->out =
		(struct command_row){ .command = 77, .state = COMMAND_FAILED, .method = SV("message.reply"), .account = SV("A-104233"),
				      .contact_name = SV("Contact 05"), .actor = SV("ana"), .reason = SV("it is closed"),
				      .params = sv_from(params) };
	fake_keys(f, "7");
	fake_deliver(f, fake_last(f, M_notification_list), page);
	fake_keys(f, "Enter");
	CHECK_INT(77, ((struct command_ref *)fake_last(f, M_command_show)->in)->command);
	fake_deliver(f, fake_last(f, M_command_show), shown);
	return f;
}

static void what_could_not_be_done_is_written_on_from_its_notification(void **state)
{
	struct fake *f = at_a_failed_command("{\"thread\":\"4\",\"text\":\"Every month,\\nplease.\"}");
	struct reply *shown = fake_reply(M_command_show, ST_OK, "");

	(void)state;
	CHECK_SHOWS(f, "Reply to Contact 05, A-104233");
	CHECK_INT(2, fake_asked(f, M_command_show)); /* the form asks for what was kept, however long it is */
	*(struct command_row *)shown->out = (struct command_row){
		.command = 77, .method = SV("message.reply"), .reason = SV("it is closed"),
		.params = SV("{\"thread\":\"4\",\"text\":\"Every month,\\nplease.\"}") };
	fake_deliver(f, fake_last(f, M_command_show), shown);
	CHECK_SHOWS(f, "It could not be done: it is closed");
	CHECK_SHOWS(f, "Every month,");
	CHECK_INT(0, console_drafts(&f->c)); /* the server keeps it */
	fake_keys(f, "! ^S");
	CHECK_SV("message.reply", ((struct command_new *)fake_last(f, M_command_hold)->in)->method);
	CHECK_SV("{\"thread\":\"4\",\"text\":\"Every month,\\nplease.!\"}",
		 ((struct command_new *)fake_last(f, M_command_hold)->in)->params);
	fake_free(f);
}

static void of_what_another_could_not_do_there_is_the_account(void **state)
{
	struct fake *f = at_a_failed_command("");

	(void)state;
	CHECK(console_top(&f->c)->ops == screen_by_id(SCREEN_ACCOUNT));
	CHECK_SV("A-104233", sv_from(console_top(&f->c)->ops->account(console_top(&f->c)->model)));
	fake_free(f);
}

static void a_form_left_through_the_palette_is_where_the_way_back_leads(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "w x F9 links Enter");
	CHECK_SHOWS(f, "Draft kept, nothing was sent: [ leads back to it");
	fake_keys(f, "[");
	CHECK_SHOWS(f, "Note on the dispute of Contact 06, A-102977");
	CHECK_INT(1, console_drafts(&f->c));
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_left_is_kept_as_a_draft_and_said),
		cmocka_unit_test(what_was_sent_while_nobody_was_there_is_a_draft),
		cmocka_unit_test(what_the_server_refused_is_a_draft),
		cmocka_unit_test(what_z_took_back_is_a_draft),
		cmocka_unit_test(what_another_stopped_is_a_draft),
		cmocka_unit_test(what_failed_when_its_hold_ended_is_a_draft),
		cmocka_unit_test(what_nobody_knows_the_end_of_is_a_draft),
		cmocka_unit_test(what_was_never_heard_of_again_is_a_draft),
		cmocka_unit_test(what_found_no_room_among_what_is_held_is_a_draft),
		cmocka_unit_test(what_a_dialog_was_asked_and_the_server_refused_is_a_draft),
		cmocka_unit_test(what_was_done_is_no_draft),
		cmocka_unit_test(what_is_under_way_is_not_sent_twice_and_survives_another_way),
		cmocka_unit_test(a_code_is_no_draft),
		cmocka_unit_test(a_code_is_typed_as_dots_and_promised_to_nobody),
		cmocka_unit_test(a_command_asked_for_by_name_shows_what_it_is_answered),
		cmocka_unit_test(what_is_written_is_dots_under_the_blur),
		cmocka_unit_test(what_could_not_be_done_is_written_on_from_its_notification),
		cmocka_unit_test(of_what_another_could_not_do_there_is_the_account),
		cmocka_unit_test(a_form_left_through_the_palette_is_where_the_way_back_leads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
