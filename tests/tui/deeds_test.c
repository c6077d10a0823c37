/* What is decided about rows: at once, after a hold, after a dialog; and the code of a second factor. */
#include "tests/tui/fake.h"
#include "tui/screens/list.h"

static struct fake *at_links(int many)
{
	struct fake *f = fake_live(120, 40);

	f->many = many;
	fake_keys(f, "5");
	fake_serve(f);
	return f;
}

static size_t cancelled_or_done(struct fake *f)
{
	return fake_asked(f, M_link_revoke);
}

static void a_revocation_needs_its_own_capital_letter(void **state)
{
	static const char *const no[] = { "K", "Enter", "y", "r", "Space", "Y" };
	struct fake *f = at_links(10);

	(void)state;
	for (size_t i = 0; i < COUNT(no); i++) {
		fake_keys(f, "K");
		CHECK_INT(MODE_SURE, f->c.mode);
		fake_time(f, 200);
		fake_keys(f, no[i]);
		fake_keys(f, "Esc");
		CHECK_INT(MODE_NONE, f->c.mode);
		CHECK_INT(0, cancelled_or_done(f));
	}
	fake_keys(f, "K R"); /* typed ahead */
	CHECK_INT(MODE_SURE, f->c.mode);
	CHECK_INT(0, cancelled_or_done(f));
	fake_time(f, 200);
	fake_keys(f, "R");
	CHECK_INT(1, cancelled_or_done(f));
	CHECK_INT(10, ((struct link_ref *)fake_last(f, M_link_revoke)->in)->link);
	fake_free(f);
}

static void many_go_one_after_the_other_and_what_failed_is_counted(void **state)
{
	struct fake *f = at_links(10);

	(void)state;
	fake_keys(f, "Space Space Space K");
	CHECK_SHOWS(f, "Revoke the link: 3");
	fake_time(f, 200);
	fake_keys(f, "R");
	CHECK_INT(1, cancelled_or_done(f));
	fake_deliver(f, fake_last(f, M_link_revoke), fixture(f, fake_last(f, M_link_revoke)));
	CHECK_INT(2, cancelled_or_done(f));
	fake_deliver(f, fake_last(f, M_link_revoke), fake_reply(M_link_revoke, ST_CONFLICT, "it is used already"));
	fake_deliver(f, fake_last(f, M_link_revoke), fixture(f, fake_last(f, M_link_revoke)));
	CHECK_INT(3, cancelled_or_done(f));
	CHECK_SHOWS(f, "2 revoked, 1 not: A-9  Contact: it is used already");
	fake_free(f);
}

static void above_twenty_five_the_number_is_typed(void **state)
{
	struct fake *f = at_links(40);

	(void)state;
	fake_keys(f, "* K");
	CHECK_SHOWS(f, "Revoke the link: 40");
	fake_time(f, 200);
	fake_keys(f, "R");
	CHECK_INT(0, cancelled_or_done(f));
	fake_keys(f, "3 9 R");
	CHECK_INT(0, cancelled_or_done(f));
	fake_keys(f, "Backspace Backspace 4 0 R");
	CHECK_INT(1, cancelled_or_done(f));
	fake_free(f);
}

static struct fake *at_a_dispute(void)
{
	struct fake *f = fake_live(120, 40);

	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "a");
	return f;
}

/* The server's word about the newest command. */
static void told(struct fake *f, const char *kind, const char *why)
{
	fake_event(f, kind, "A-102977", "Contact 06", (struct event_body){ .command = f->link, .value = sv_from(why) });
	fake_serve(f);
}

static void taking_a_dispute_is_held_by_the_server_for_five_seconds_in_which_z_takes_it_back(void **state)
{
	struct fake *f = at_a_dispute();
	const struct command_new *in = fake_last(f, M_command_hold)->in;

	(void)state;
	CHECK_SV("dispute.take", in->method);
	CHECK_SV("{\"dispute\":\"7001\"}", in->params);
	CHECK_INT(5000, in->hold);
	fake_serve(f);
	CHECK_SHOWS(f, "Take the dispute: A-102977  Contact 06 in 5 s");
	fake_time(f, 3000);
	CHECK_SHOWS(f, "in 2 s");
	fake_keys(f, "z");
	CHECK_INT(f->link, ((struct held_ref *)fake_last(f, M_held_stop)->in)->held);
	fake_serve(f);
	CHECK_SHOWS(f, "taken back");
	CHECK_INT(0, deeds_count(&f->c.deeds));
	CHECK_INT(0, fake_asked(f, M_dispute_take)); /* the server does it, nobody else */
	fake_keys(f, "a");
	fake_serve(f);
	fake_time(f, 5000);
	CHECK_SHOWS(f, "under way");
	told(f, "command.done", "");
	CHECK_SHOWS(f, "Contact 06: taken");
	CHECK_INT(0, deeds_count(&f->c.deeds));
	fake_free(f);
}

static void leaving_promises_only_what_the_server_holds(void **state)
{
	struct fake *f = at_a_dispute();

	(void)state;
	fake_keys(f, "Q");
	CHECK_SHOWS(f, "Quit? 1 thing is under way"); /* asked for, and not answered */
	fake_keys(f, "Esc");
	fake_serve(f);
	fake_keys(f, "Q");
	CHECK_SHOWS(f, "Quit? 1 held thing will still be done.");
	fake_keys(f, "Esc z Q");
	CHECK_SHOWS(f, "Quit? 1 thing is under way"); /* it is being taken back */
	CHECK_HIDES(f, "will still be done");
	fake_free(f);
}

static void a_z_before_the_answer_takes_it_back_after_it(void **state)
{
	struct fake *f = at_a_dispute();

	(void)state;
	fake_keys(f, "z");
	CHECK_INT(0, fake_asked(f, M_held_stop));
	fake_serve(f);
	CHECK_INT(1, fake_asked(f, M_held_stop));
	fake_serve(f);
	CHECK_SHOWS(f, "taken back");
	fake_free(f);
}

static void what_is_held_when_the_line_breaks_stays_the_servers(void **state)
{
	struct fake *f = at_a_dispute();

	(void)state;
	fake_serve(f);
	fake_down(f);
	fake_time(f, 400);
	CHECK_SHOWS(f, "by the server; z waits: offline");
	fake_keys(f, "z");
	CHECK_SHOWS(f, "z waits: offline. The server does it at");
	CHECK_INT(0, fake_asked(f, M_held_stop));
	fake_time(f, 10000);
	told(f, "command.done", "");
	fake_up(f);
	CHECK_SHOWS(f, "Contact 06: taken   (back after 10 s)");
	CHECK_INT(1, fake_asked(f, M_command_hold)); /* nothing is asked for twice */
	fake_keys(f, "K a"); /* offline nothing begins */
	fake_free(f);
}

static void a_lost_answer_says_where_to_look(void **state)
{
	struct fake *f = at_a_dispute();

	(void)state;
	fake_down(f);
	CHECK_SHOWS(f, "perhaps held");
	CHECK_INT(0, deeds_count(&f->c.deeds));
	fake_free(f);
}

static void what_can_not_be_held_or_done_says_why(void **state)
{
	struct fake *f = at_a_dispute();

	(void)state;
	fake_deliver(f, fake_last(f, M_command_hold), fake_reply(M_command_hold, ST_CONFLICT, "dispute: raj has taken it"));
	CHECK_SHOWS(f, "not taken: dispute: raj has taken it");
	fake_keys(f, "a");
	fake_serve(f);
	told(f, "command.failed", "dispute: it is resolved");
	CHECK_SHOWS(f, "not taken: dispute: it is resolved");
	fake_keys(f, "a");
	fake_serve(f);
	told(f, "command.cancelled", "");
	CHECK_SHOWS(f, "not taken: taken back by debtor");
	fake_free(f);
}

/* Answers what is asked for until nothing more comes of it. */
static void serve_all(struct fake *f)
{
	for (int i = 0; i < 8; i++)
		fake_serve(f);
}

static struct fake *two_disputes_taken(int64_t first[2])
{
	struct fake *f = fake_live(120, 40);

	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "Space Space a");
	CHECK_SHOWS(f, "Take the dispute: 2");
	CHECK_SHOWS(f, "z takes all of them back");
	fake_time(f, 200);
	fake_keys(f, "T");
	serve_all(f);
	CHECK_INT(2, fake_asked(f, M_command_hold));
	CHECK_INT(0, fake_asked(f, M_dispute_take)); /* the server does it */
	CHECK_SHOWS(f, "Take the dispute: 2 in 5 s   z takes all back");
	first[0] = f->link - 1;
	first[1] = f->link;
	return f;
}

static void tell_of(struct fake *f, const char *kind, int64_t command, const char *why)
{
	fake_event(f, kind, "A-102977", "Contact 06", (struct event_body){ .command = command, .value = sv_from(why) });
	fake_serve(f);
}

static void many_that_a_debtor_sees_are_held_each_and_taken_back_together(void **state)
{
	int64_t command[2];
	struct fake *f = two_disputes_taken(command);

	(void)state;
	fake_keys(f, "z");
	CHECK_INT(2, fake_asked(f, M_held_stop));
	serve_all(f);
	CHECK_SHOWS(f, "✓ taken back: 2, not taken");
	CHECK_INT(0, deeds_count(&f->c.deeds));
	fake_keys(f, "z");
	CHECK_SHOWS(f, "nothing is held");
	fake_free(f);
}

static void of_many_held_it_is_said_at_the_end_how_many_were_done(void **state)
{
	int64_t command[2];
	struct fake *f = two_disputes_taken(command);

	(void)state;
	fake_time(f, 5000);
	tell_of(f, "command.done", command[0], "");
	CHECK_HIDES(f, "✓");
	tell_of(f, "command.failed", command[1], "dispute: raj has taken it");
	CHECK_SHOWS(f, "1 taken, 1 not: ");
	CHECK_SHOWS(f, "raj has taken it");
	CHECK_INT(0, deeds_count(&f->c.deeds));
	fake_free(f);
}

static void what_of_many_came_too_late_is_counted_as_done(void **state)
{
	int64_t command[2];
	struct fake *f = two_disputes_taken(command);

	(void)state;
	fake_keys(f, "z");
	tell_of(f, "command.done", command[0], ""); /* before its held.stop came */
	for (size_t i = f->n; i > 0; i--)
		if (f->asks[i - 1].open && f->asks[i - 1].method == M_held_stop)
			fake_deliver(f, &f->asks[i - 1],
				     ((struct held_ref *)f->asks[i - 1].in)->held == command[0]
					     ? fake_reply(M_held_stop, ST_CONFLICT, "held: it is done already")
					     : fixture(f, &f->asks[i - 1]));
	CHECK_SHOWS(f, "✓ taken back: 1; 1 taken, 0 not");
	CHECK_INT(0, deeds_count(&f->c.deeds));
	fake_free(f);
}

static void z_while_many_are_still_asked_for_stops_the_rest(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "Space Space a");
	fake_time(f, 200);
	fake_keys(f, "T z"); /* the first is under way */
	serve_all(f);
	CHECK_INT(1, fake_asked(f, M_command_hold));
	CHECK_INT(1, fake_asked(f, M_held_stop));
	CHECK_SHOWS(f, "✓ taken back: 1, not taken");
	fake_free(f);
}

static void leaving_gives_back_at_once(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "3");
	fake_serve(f);
	fake_keys(f, "j L");
	CHECK_INT(7002, ((struct dispute_leave *)fake_last(f, M_dispute_leave)->in)->dispute);
	fake_free(f);
}

static void a_second_factor_is_asked_for_and_never_shown(void **state)
{
	struct fake *f = fake_new(120, 40);

	(void)state;
	f->locked = true;
	fake_up(f);
	CHECK_INT(MODE_CODE, f->c.mode);
	fake_keys(f, "123 456");
	CHECK_SHOWS(f, "Code of your authenticator: ******");
	CHECK_HIDES(f, "is locked"); /* nothing else is said while the code is asked for */
	CHECK_HIDES(f, "123");
	fake_keys(f, "Enter");
	CHECK_SV("123456", ((struct system_code *)fake_last(f, M_system_unlock)->in)->code);
	fake_deliver(f, fake_last(f, M_system_unlock), fake_reply(M_system_unlock, ST_FORBIDDEN, "the code is wrong"));
	CHECK_SHOWS(f, "not unlocked: the code is wrong");
	CHECK_INT(MODE_CODE, f->c.mode);
	CHECK_INT(0, f->c.line.n);
	fake_keys(f, "654321 Enter");
	f->locked = false;
	fake_serve(f);
	CHECK(!f->c.locked);
	CHECK_INT(MODE_NONE, f->c.mode);
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_revocation_needs_its_own_capital_letter),
		cmocka_unit_test(many_go_one_after_the_other_and_what_failed_is_counted),
		cmocka_unit_test(above_twenty_five_the_number_is_typed),
		cmocka_unit_test(taking_a_dispute_is_held_by_the_server_for_five_seconds_in_which_z_takes_it_back),
		cmocka_unit_test(leaving_promises_only_what_the_server_holds),
		cmocka_unit_test(a_z_before_the_answer_takes_it_back_after_it),
		cmocka_unit_test(what_is_held_when_the_line_breaks_stays_the_servers),
		cmocka_unit_test(a_lost_answer_says_where_to_look),
		cmocka_unit_test(what_can_not_be_held_or_done_says_why),
		cmocka_unit_test(many_that_a_debtor_sees_are_held_each_and_taken_back_together),
		cmocka_unit_test(of_many_held_it_is_said_at_the_end_how_many_were_done),
		cmocka_unit_test(what_of_many_came_too_late_is_counted_as_done),
		cmocka_unit_test(z_while_many_are_still_asked_for_stops_the_rest),
		cmocka_unit_test(leaving_gives_back_at_once),
		cmocka_unit_test(a_second_factor_is_asked_for_and_never_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
