/* Sending a link and taking it back: what is asked, what is said, and what is never asked twice. */
#include "tests/tui/fake.h"

static struct fake *at_account(void)
{
	struct fake *f = fake_live(80, 24);

	fake_keys(f, ":A-104233 Enter");
	fake_serve(f);
	return f;
}

/* link.preflight has said that it may go. */
static void checked(struct fake *f)
{
	struct fake_ask *a = fake_last(f, M_link_preflight);

	fake_deliver(f, a, fixture(f, a));
}

static void s_sends_by_the_channel_that_was_used_last_and_counts_down(void **state)
{
	struct fake *f = at_account();
	struct link_new *q;

	(void)state;
	fake_keys(f, "s");
	CHECK_INT(0, fake_asked(f, M_link_send)); /* not before the server has said that it may go */
	checked(f);
	q = fake_last(f, M_link_send)->in;
	CHECK_SV("A-104233", q->account);
	CHECK_INT(CHANNEL_EMAIL, q->channel);
	CHECK_INT(SOURCE_MANUAL, q->source);
	CHECK_INT(5000, q->hold);
	fake_serve(f);
	CHECK_SHOWS(f, "Link to A-104233 by Email goes out in 5 s   z takes it back");
	fake_time(f, 2100);
	CHECK_SHOWS(f, "goes out in 3 s");
	fake_time(f, 3000);
	CHECK_SHOWS(f, "is being handed over");
	fake_event(f, "link.sent", "A-104233", "Contact 05",
	           (struct event_body){ .link = f->link, .channel = CHANNEL_EMAIL });
	fake_serve(f);
	CHECK_SHOWS(f, "✓ Link to A-104233 by Email sent 14:22:35");
	CHECK_INT(0, sends_count(&f->c.sends));
	fake_free(f);
}

static void z_takes_a_held_send_back_also_from_another_screen(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "s");
	fake_serve(f);
	fake_keys(f, "Esc j 1");
	CHECK_SHOWS(f, "goes out in 5 s");
	fake_keys(f, "z");
	CHECK_INT(f->link, ((struct link_ref *)fake_last(f, M_link_cancel)->in)->link);
	fake_serve(f);
	CHECK_SHOWS(f, "✓ taken back: nothing was sent to A-104233");
	CHECK_INT(1, fake_asked(f, M_link_send));
	fake_free(f);
}

static void z_before_the_answer_takes_back_as_soon_as_it_can(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "s");
	checked(f);
	fake_keys(f, "z");
	CHECK_INT(0, fake_asked(f, M_link_cancel));
	fake_serve(f);
	CHECK_INT(1, fake_asked(f, M_link_cancel));
	fake_serve(f);
	CHECK_SHOWS(f, "taken back");
	fake_free(f);
}

static void a_refused_send_says_that_nothing_was_sent_and_why(void **state)
{
	struct fake *f = at_account();

	(void)state;
	f->send_status = ST_CONFLICT;
	fake_keys(f, "s");
	fake_serve(f);
	CHECK_SHOWS(f, "✗ Not sent: A-104233: quiet hours until 08:00");
	CHECK_INT(0, sends_count(&f->c.sends));
	fake_free(f);
}

static void an_uncertain_send_is_never_repeated_by_the_console(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "s");
	checked(f);
	fake_down(f);
	CHECK_SHOWS(f, "? Perhaps sent: look at the links of A-104233");
	fake_time(f, 5000);
	fake_up(f);
	fake_serve(f);
	fake_time(f, 60000);
	fake_serve(f);
	CHECK_INT(1, fake_asked(f, M_link_send));
	fake_free(f);
}

static void offline_actions_wait_and_say_so(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "s");
	fake_serve(f);
	fake_down(f);
	fake_keys(f, "j");
	CHECK_SHOWS(f, "goes out at 14:22:35 by the server; z waits: offline");
	fake_keys(f, "z");
	CHECK_SHOWS(f, "z waits: offline. The server sends the link to A-104233 at 14:22:35");
	fake_keys(f, ": send Space 77120 Enter");
	CHECK_SHOWS(f, "s waits: offline. Nothing was sent");
	CHECK_INT(1, fake_asked(f, M_link_send));
	CHECK_INT(0, fake_asked(f, M_link_cancel));
	fake_free(f);
}

static void s_before_the_account_is_here_waits_for_it(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, ":A-104233 Enter s");
	CHECK_INT(0, fake_asked(f, M_link_send));
	fake_serve(f);
	CHECK_INT(1, fake_asked(f, M_link_send));
	fake_free(f);
}

static void without_digits_on_file_no_link_is_sent(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	f->no_identity = true;
	fake_keys(f, ":A-104233 Enter s");
	fake_serve(f);
	CHECK_SHOWS(f, "✗ Not sent: A-104233: no link can be sent: neither");
	fake_keys(f, "1 j s");
	fake_serve(f);
	CHECK_INT(0, fake_asked(f, M_link_send));
	CHECK_SHOWS(f, "no link can be sent: neither");
	fake_free(f);
}

static void capital_s_chooses_the_channel(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "S");
	CHECK_SHOWS(f, "Send by:  s SMS  e Email  Esc");
	fake_keys(f, "w");
	CHECK_SHOWS(f, "no address for WhatsApp is on file");
	fake_keys(f, "S s");
	CHECK_INT(CHANNEL_SMS, ((struct link_preflight_query *)fake_last(f, M_link_preflight)->in)->channel);
	checked(f);
	CHECK_INT(CHANNEL_SMS, ((struct link_new *)fake_last(f, M_link_send)->in)->channel);
	fake_free(f);
}

static void enter_never_sends(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "Enter Enter S Enter 1 Enter Enter F Enter : Enter / Enter Enter ? Enter Q "
	             "Enter Enter");
	fake_serve(f);
	CHECK_INT(0, fake_asked(f, M_link_send));
	fake_free(f);
}

static void a_top_row_that_has_just_changed_is_not_sent_to(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_time(f, 2000);
	fake_promise(f, "A-121008", "Contact 09", 4200);
	fake_serve(f);
	fake_keys(f, "s");
	fake_serve(f);
	CHECK_INT(0, fake_asked(f, M_link_send));
	CHECK_SHOWS(f, "the top row has just become A-121008");
	fake_time(f, 800);
	fake_keys(f, "s");
	fake_serve(f);
	CHECK_INT(1, fake_asked(f, M_link_send));
	fake_free(f);
}

static void a_second_send_to_the_same_account_is_refused(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "s s");
	fake_serve(f);
	fake_keys(f, "s");
	CHECK_INT(1, fake_asked(f, M_link_send));
	CHECK_SHOWS(f, "is under way already");
	fake_free(f);
}

static void what_a_send_replaces_and_who_is_in_the_portal_is_said_while_it_is_held(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":send Space 104233 Enter");
	fake_serve(f);
	CHECK_SHOWS(f, "z takes it back   in the portal now");
	fake_keys(f, "z");
	fake_serve(f);
	fake_keys(f, ":send Space 104230 Enter");
	fake_serve(f);
	CHECK_SHOWS(f, "z takes it back   replaces a pending link");
	fake_keys(f, "z");
	fake_serve(f);
	fake_keys(f, ":send Space 104238 Enter");
	fake_serve(f);
	CHECK_SHOWS(f, "z takes it back   nothing is to be paid");
	fake_free(f);
}

/* Many at once. */

static const char *const many[] = { "A-104233", "A-104230", "A-104239" };

static void many_links_are_looked_at_before_the_dialog_can_be_answered(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	console_send_many(&f->c, many, COUNT(many));
	CHECK_INT(3, fake_asked(f, M_link_preflight));
	fake_time(f, 500);
	CHECK_SHOWS(f, "is looked up ...");
	fake_keys(f, "Y");
	CHECK_INT(MODE_SURE, f->c.mode);
	fake_serve(f);
	CHECK_SHOWS(f, "Send a new link: 2 of 3");
	CHECK_SHOWS(f, "✓ A-104233    Contact 05            Email, in the portal now");
	CHECK_SHOWS(f, "✓ A-104230    Contact 05            Email, replaces a pending link");
	CHECK_SHOWS(f, "✗ A-104239    Contact 05            the contact stopped messages by email");
	fake_keys(f, "Y"); /* what was just shown was not read yet */
	CHECK_INT(MODE_SURE, f->c.mode);
	fake_time(f, 200);
	fake_keys(f, "Y");
	fake_serve(f);
	CHECK_INT(2, fake_asked(f, M_link_send));
	CHECK_INT(3, fake_asked(f, M_link_preflight));
	CHECK_SV("A-104230", ((struct link_new *)fake_last(f, M_link_send)->in)->account);
	fake_free(f);
}

static void where_none_can_be_sent_the_letter_does_nothing(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	f->no_identity = true;
	console_send_many(&f->c, many, COUNT(many));
	fake_serve(f);
	fake_time(f, 500);
	CHECK_SHOWS(f, "Send a new link: 0 of 3");
	CHECK_HIDES(f, "Y Send");
	fake_keys(f, "Y");
	CHECK_INT(MODE_SURE, f->c.mode);
	fake_keys(f, "Esc");
	fake_serve(f);
	CHECK_INT(0, fake_asked(f, M_link_send));
	fake_free(f);
}

static void an_answer_that_comes_after_the_dialog_was_left_does_nothing(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	console_send_many(&f->c, many, COUNT(many));
	fake_keys(f, "Esc");
	fake_serve(f);
	fake_time(f, 500);
	fake_serve(f);
	CHECK_INT(MODE_NONE, f->c.mode);
	CHECK_INT(0, fake_asked(f, M_link_send));
	fake_free(f);
}

static void under_the_blur_the_dialog_names_nobody(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "M");
	console_send_many(&f->c, many, COUNT(many));
	fake_serve(f);
	CHECK_SHOWS(f, "✓ A-104233    Email, in the portal now");
	fake_free(f);
}

static void of_many_it_is_said_how_many_went_and_who_has_nothing_to_pay(void **state)
{
	static const char *const three[] = { "A-104238", "A-104233", "A-104230" };
	struct fake *f = fake_live(120, 40);

	(void)state;
	console_send_many(&f->c, three, COUNT(three));
	fake_serve(f);
	fake_time(f, 500);
	CHECK_SHOWS(f, "✓ A-104238    Contact 05            Email, nothing to pay");
	CHECK_SHOWS(f, "1 of them has nothing to pay. Each goes out by its preferred channel");
	fake_keys(f, "Y");
	fake_serve(f);
	for (int64_t i = 0; i < 3; i++) {
		fake_event(f, "link.sent", three[i], "Contact 05", (struct event_body){ .link = f->link - 2 + i });
		fake_serve(f);
		if (i == 1)
			CHECK_SHOWS(f, "✓ 2 of 3 links sent ...");
	}
	CHECK_SHOWS(f, "✓ 3 links sent");
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s_sends_by_the_channel_that_was_used_last_and_counts_down),
		cmocka_unit_test(z_takes_a_held_send_back_also_from_another_screen),
		cmocka_unit_test(z_before_the_answer_takes_back_as_soon_as_it_can),
		cmocka_unit_test(a_refused_send_says_that_nothing_was_sent_and_why),
		cmocka_unit_test(an_uncertain_send_is_never_repeated_by_the_console),
		cmocka_unit_test(offline_actions_wait_and_say_so),
		cmocka_unit_test(s_before_the_account_is_here_waits_for_it),
		cmocka_unit_test(without_digits_on_file_no_link_is_sent),
		cmocka_unit_test(capital_s_chooses_the_channel),
		cmocka_unit_test(enter_never_sends),
		cmocka_unit_test(a_top_row_that_has_just_changed_is_not_sent_to),
		cmocka_unit_test(a_second_send_to_the_same_account_is_refused),
		cmocka_unit_test(what_a_send_replaces_and_who_is_in_the_portal_is_said_while_it_is_held),
		cmocka_unit_test(many_links_are_looked_at_before_the_dialog_can_be_answered),
		cmocka_unit_test(where_none_can_be_sent_the_letter_does_nothing),
		cmocka_unit_test(an_answer_that_comes_after_the_dialog_was_left_does_nothing),
		cmocka_unit_test(under_the_blur_the_dialog_names_nobody),
		cmocka_unit_test(of_many_it_is_said_how_many_went_and_who_has_nothing_to_pay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
