/* The live feed and the line it comes over: order, HELD, filter, breaks without loss or doubles, a server
 * that refuses. */
#include "tests/tui/fake.h"
#include "tui/screens/dashboard.h"
#include "tui/screens/feed.h"

static void a_new_event_is_on_top_at_once_and_the_figures_are_asked_for(void **state)
{
	struct fake *f = fake_live(80, 24);
	size_t before;

	(void)state;
	fake_time(f, 1000);
	before = fake_asked(f, M_kpi_show);
	fake_promise(f, "A-121008", "Contact 09", 4200);
	fake_serve(f); /* the poll; the question follows in the same turn */
	CHECK_INT(before + 1, fake_asked(f, M_kpi_show));
	CHECK_INT(before + 1, fake_asked(f, M_token_overview));
	fake_serve(f);
	CHECK_SHOWS(f, "▶ 14:22:31    PROM A-121008");
	CHECK_SHOWS(f, "88 ▲47%");
	fake_free(f);
}

static void an_answer_to_the_question_is_counted_at_once(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	CHECK_SHOWS(f, "FEEDBACK      31 answers, mean 4.26 of 5; before: 19, mean 4.05");
	fake_time(f, 1000);
	f->answers = 1;
	fake_event(f, "portal.feedback", "A-104233", "Contact 05", (struct event_body){ .score = 5 });
	fake_serve(f);
	fake_serve(f);
	CHECK_SHOWS(f, "FEEDBACK      32 answers");
	fake_free(f);
}

static void a_flood_of_events_asks_at_most_four_times_a_second(void **state)
{
	struct fake *f = fake_live(80, 24);
	size_t before;

	(void)state;
	fake_time(f, 1000);
	before = fake_asked(f, M_kpi_show);
	for (int ms = 0; ms < 1000; ms += 20) {
		fake_promise(f, "A-121008", "Contact 09", 4200);
		fake_serve(f);
		fake_serve(f);
		fake_time(f, 20);
	}
	CHECK(fake_asked(f, M_kpi_show) - before <= 5);
	fake_time(f, 300);
	fake_serve(f);
	CHECK_SHOWS(f, " 137 ");
	CHECK(!fake_last(f, M_kpi_show)->open);
	fake_free(f);
}

static void leaving_row_one_holds_the_feed_and_g_resumes(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "j");
	CHECK_SHOWS(f, "HELD +0");
	CHECK_SHOWS(f, "▶ 14:21:50    PROM A-104233");
	fake_promise(f, "A-121008", "Contact 09", 4200);
	fake_promise(f, "A-121008", "Contact 09", 4300);
	fake_serve(f);
	CHECK_SHOWS(f, "HELD +2");
	CHECK_SHOWS(f, "▶ 14:21:50    PROM A-104233");
	CHECK_HIDES(f, "A-121008");
	fake_keys(f, "g");
	CHECK_HIDES(f, "HELD");
	CHECK_INT(2, fake_times(f, "A-121008"));
	fake_free(f);
}

static void coming_back_to_row_one_goes_on_when_nothing_waits(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "j k");
	CHECK_HIDES(f, "HELD");
	fake_free(f);
}

static void the_cursor_stays_on_its_event_whatever_arrives(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "j j j");
	for (int i = 0; i < 3 * 97; i++)
		fake_promise(f, "A-121008", "Contact 09", 100 + i);
	fake_serve(f);
	fake_serve(f);
	CHECK_SHOWS(f, "▶ 14:08:40    LINK A-120114");
	fake_keys(f, "Enter");
	CHECK_SV("A-120114", ((struct account_ref *)fake_last(f, M_account_show)->in)->account);
	fake_free(f);
}

static void after_a_break_nothing_is_lost_and_nothing_doubled(void **state)
{
	struct fake *f = fake_live(80, 50);
	struct feed_query *q;

	(void)state;
	fake_down(f);
	CHECK_SHOWS(f, "○ OFF 00:00");
	fake_time(f, 300);
	CHECK_INT(1, f->dials);
	CHECK_SHOWS(f, "STALE since 14:22:30");
	for (int i = 0; i < 5; i++)
		fake_promise(f, "A-121008", "Contact 09", 4200 + i);
	fake_time(f, 71700);
	fake_turn(f, ARRIVED_UP);
	fake_serve(f);
	q = fake_last(f, M_feed_read)->in;
	CHECK(q->after >= 14);
	fake_serve(f);
	CHECK_SHOWS(f, "back after 72 s, 5 events missed, 5 loaded");
	CHECK_SHOWS(f, "● LIVE");
	CHECK_INT(5, fake_times(f, "A-121008"));
	CHECK_INT(1, fake_times(f, "14:21:50"));
	fake_free(f);
}

static void a_break_in_which_nothing_happened_ends_with_the_greeting(void **state)
{
	struct fake *f = fake_live(80, 24);
	int64_t after;

	(void)state;
	after = ((struct feed_query *)fake_last(f, M_feed_read)->in)->after;
	fake_down(f);
	fake_time(f, 4000);
	fake_turn(f, ARRIVED_UP);
	fake_serve(f); /* hello; the long poll stays open */
	CHECK_SHOWS(f, "back after 4 s, 0 events missed, 0 loaded");
	CHECK_SHOWS(f, "● LIVE");
	CHECK(fake_last(f, M_feed_read)->open);
	CHECK_INT(after, ((struct feed_query *)fake_last(f, M_feed_read)->in)->after);
	fake_free(f);
}

static void an_answer_that_repeats_events_shows_them_once(void **state)
{
	struct fake *f = fake_live(80, 50);
	struct fake_ask *poll = fake_last(f, M_feed_read);
	struct reply *r;
	struct feed_query again = { .after = 10, .limit = 100 };

	(void)state;
	fake_promise(f, "A-121008", "Contact 09", 4200);
	r = fake_reply(M_feed_read, ST_OK, "");
	fixture_feed(f, &again, r); /* from before the cursor */
	fake_deliver(f, poll, r);
	CHECK_INT(1, fake_times(f, "A-121008"));
	CHECK_INT(1, fake_times(f, "14:21:50"));
	fake_free(f);
}

static void too_far_behind_begins_anew_from_the_head(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_down(f);
	for (int i = 0; i < 10100; i++)
		fake_event(f, "portal.session_started", "A-1", "Contact 10",
		           (struct event_body){ .visit = 1 });
	fake_up(f);
	CHECK(((struct feed_query *)fake_last(f, M_feed_read)->in)->after == (int64_t)f->n_events);
	CHECK_SHOWS(f, "back after 0 s, 10100 events missed, 200 loaded");
	fake_free(f);
}

static void another_history_forgets_the_old_one(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_down(f);
	f->n_events = 0;
	fake_event(f, "portal.session_started", "A-1", "Contact 10",
	           (struct event_body){ .visit = 1 });
	fake_up(f);
	CHECK_HIDES(f, "A-104233");
	CHECK_SHOWS(f, "back after 0 s, 0 events missed, 1 loaded");
	CHECK_INT(1, fake_times(f, "verified, 1st visit"));
	fake_free(f);
}

static void tries_to_come_back_grow_apart_and_r_tries_now(void **state)
{
	struct fake *f = fake_live(80, 24);
	int before;

	(void)state;
	fake_down(f);
	for (int s = 0; s < 300; s++)
		fake_time(f, 100);
	CHECK(f->dials >= 5 && f->dials <= 8);
	CHECK_SHOWS(f, "r now");
	before = f->dials;
	fake_keys(f, "r");
	CHECK_INT(before + 1, f->dials);
	fake_free(f);
}

static void a_server_that_refuses_us_says_why(void **state)
{
	struct fake *f = fake_new(120, 40);

	(void)state;
	fake_turn(f, ARRIVED_UP);
	fake_deliver(f, &f->asks[0],
	             fake_reply(M_system_hello, ST_UNAUTHENTICATED, "ana is not enrolled"));
	fake_time(f, 400);
	CHECK_SHOWS(f, "ana is not enrolled");
	fake_free(f);
}

static void a_role_without_the_feed_still_finds_accounts(void **state)
{
	struct fake *f = fake_new(120, 40);

	(void)state;
	fake_turn(f, ARRIVED_UP);
	fake_deliver(f, &f->asks[0], fixture(f, &f->asks[0]));
	fake_deliver(f, &f->asks[1],
	             fake_reply(M_feed_read, ST_FORBIDDEN, "an agent may not read the feed"));
	CHECK_SHOWS(f, "no activity feed: an agent may not read the feed");
	CHECK_SHOWS(f, "● LIVE");
	fake_keys(f, "2");
	fake_serve(f);
	CHECK_SHOWS(f, "1 of 5");
	fake_time(f, 10100);
	fake_deliver(f, fake_last(f, M_feed_read),
	             fake_reply(M_feed_read, ST_FORBIDDEN, "an agent may not read the feed"));
	CHECK_HIDES(f, "no activity feed"); /* said once */
	fake_free(f);
}

static void a_full_server_that_sends_us_away_is_not_hammered(void **state)
{
	struct fake *f = fake_live(80, 24);
	size_t before = fake_asked(f, M_feed_read);

	(void)state;
	fake_deliver(f, fake_last(f, M_feed_read), fixture(f, fake_last(f, M_feed_read)));
	CHECK_INT(before, fake_asked(f, M_feed_read));
	fake_time(f, 1000);
	CHECK_INT(before + 1, fake_asked(f, M_feed_read));
	fake_free(f);
}

static void the_type_filter_counts_toggles_and_restores(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "F");
	CHECK_SHOWS(f, "Type: [all]");
	CHECK_SHOWS(f, "prom 2");
	fake_keys(f, "p Enter");
	CHECK_SHOWS(f, "only prom");
	CHECK_HIDES(f, "SESS A-");
	fake_keys(f, "F s Esc");
	CHECK_SHOWS(f, "only prom");
	fake_keys(f, "Esc");
	CHECK_SHOWS(f, "all types");
	fake_keys(f, "F F");
	CHECK_SHOWS(f, "[sess]");
	fake_free(f);
}

static void a_kind_newer_than_the_console_is_still_shown(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	CHECK_SHOWS(f, "DISP A-102977");
	CHECK_SHOWS(f, "$210.00 disputed: not mine");
	fake_event(f, "portal.tomorrow", "A-102978", "Contact 06", (struct event_body){ .reason = SV("because") });
	fake_serve(f);
	fake_serve(f);
	CHECK_SHOWS(f, "EVNT A-102978");
	CHECK_SHOWS(f, "portal.tomorrow: because");
	fake_free(f);
}

/* How many rows of two screens differ between the rule of the feed and the one below it. */
static int rows_changed(const char *a, const char *b)
{
	struct sv x = sv_from(strstr(a, "Activity feed")), y = sv_from(strstr(b, "Activity feed"));
	int n = 0;

	while (sv_find_sv(x, SV("Token overview")) < x.n) {
		struct sv r = sv_cut(&x, '\n'), s = sv_cut(&y, '\n');

		n += !sv_eq(r, s);
	}
	return n;
}

static void on_a_slow_line_the_newest_row_is_written_over_the_oldest(void **state)
{
	struct fake *f = fake_live(120, 40);
	struct pace slow;
	const char *before, *after;

	(void)state;
	pace_start(&slow, 1);
	pace_knocked(&slow, 1);
	pace_answer(&slow, 401);
	f->c.pace = &slow;
	for (int i = 0; i < 40; i++) {
		fake_promise(f, "A-118820", "Contact 07", 100 + i);
		fake_time(f, 1000);
	}
	fake_serve(f);
	for (int i = 0; i < 45; i++) { /* twice round */
		before = fake_screen(f, false);
		fake_promise(f, "A-104233", "Contact 05", 7000 + i);
		fake_serve(f);
		after = fake_screen(f, false);
		CHECK_INT(2, rows_changed(before, after)); /* the new one, and the mark of the one before */
		CHECK_INT(1, fake_times(f, "\n»"));
		fake_time(f, 1000);
	}
	fake_keys(f, "j"); /* whoever goes through the feed has it in order */
	CHECK_INT(0, fake_times(f, "\n»"));
	CHECK_SHOWS(f, "\n▶");
	fake_free(f);
}

static void a_click_on_a_slow_line_finds_the_row_that_is_there(void **state)
{
	struct fake *f = fake_live(120, 40);
	struct feed *feed = &((struct dashboard *)f->c.stack[0].model)->feed;

	(void)state;
	for (size_t row = 0; row < 21; row++)
		CHECK_INT(row, feed_place(feed, feed_place(feed, row, 21), 21));
	CHECK_INT(0, feed_place(feed, feed_rows(feed) - 1, 21)); /* not full yet: the oldest is on top */
	fake_free(f);
}

static void a_row_that_leaves_moves_no_column(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_promise(f, "BR-10000013", "Contact Ten", 100);
	fake_serve(f);
	CHECK_SHOWS(f, "BR-10000013  Contact Ten");
	for (int i = 0; i < 40; i++) {
		fake_promise(f, "A-104233", "Contact 05", 7000 + i);
		fake_serve(f);
	}
	CHECK_HIDES(f, "BR-10000013");
	CHECK_SHOWS(f, "A-104233     Contact 05");
	fake_free(f);
}

static struct sv said(struct fake *f, const char *kind, struct event_body body)
{
	const struct event_row e = { .kind = sv_from(kind), .at = f->wall, .body = &body };
	struct buf b = buf_new(&f->arena, 400);

	event_text(&b, &e, f->wall, zone_utc());
	return buf_sv(&b);
}

static void what_the_house_does_is_said_with_whose_and_what(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	CHECK_SV("setting changed: portal.on = off",
		  said(f, "setting.changed", (struct event_body){ .name = SV("portal.on"), .value = SV("off") }));
	CHECK_SV("asked for a second person: Import (ana, 7)",
		  said(f, "approval.asked",
		       (struct event_body){ .name = SV("ana"), .reason = SV("book.import"), .value = SV("7") }));
	CHECK_SV("log exported, 12 events: type:PROM",
		  said(f, "audit.exported", (struct event_body){ .reason = SV("type:PROM"), .value = SV("12") }));
	CHECK_SV("second factor in force: raj", said(f, "operator.totp_enrolled", (struct event_body){ .name = SV("raj") }));
	CHECK_SV("of.tomorrow: why", said(f, "of.tomorrow", (struct event_body){ .reason = SV("why") }));
	fake_free(f);
}

static void what_happened_is_said_in_words_and_not_in_codes(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	CHECK_SV("dispute taken: already paid", said(f, "dispute.investigating", (struct event_body){ .reason = SV("already_paid") }));
	CHECK_SV("file read: message", said(f, "attachment.opened", (struct event_body){ .reason = SV("message") }));
	CHECK_SV("told by message: message waiting", said(f, "notice.sent", (struct event_body){ .name = SV("message_waiting") }));
	CHECK_SV("message not sent: receipt: given up",
		 said(f, "notice.failed", (struct event_body){ .name = SV("receipt"), .reason = SV("given_up") }));
	CHECK_SV("notification of event 62: done",
		 said(f, "notification.marked", (struct event_body){ .reason = SV("done"), .value = SV("62") }));
	CHECK_SV("all notifications up to event 62: done",
		 said(f, "notification.marked", (struct event_body){ .reason = SV("done_all"), .value = SV("62") }));
	CHECK_SV("visit ended: word of tomorrow", said(f, "portal.session_ended", (struct event_body){ .reason = SV("word_of_tomorrow") }));
	CHECK_SV("pause lifted: file A_1", said(f, "portal.contact_lifted", (struct event_body){ .reason = SV("file A_1") }));
	fake_free(f);
}

static void only_what_waits_for_somebody_is_flagged(void **state)
{
	(void)state;
	CHECK_INT('?', feed_flag(E_portal_message_sent));
	CHECK_INT(' ', feed_flag(E_notice_sent)); /* our own receipt */
	CHECK_INT(' ', feed_flag(E_message_replied));
	CHECK_INT('!', feed_flag(E_portal_dispute_filed));
	CHECK_INT('!', feed_flag(E_dispute_left));
	CHECK_INT(' ', feed_flag(E_dispute_investigating));
	CHECK_INT(' ', feed_flag(E_dispute_resolved));
	CHECK_INT('!', feed_flag(E_portal_callback_requested));
	CHECK_INT(' ', feed_flag(E_callback_done));
	CHECK_INT('#', feed_flag(E_portal_opt_out));
	CHECK_INT(' ', feed_flag(E_portal_opt_in)); /* messages are allowed again */
	CHECK_INT(' ', feed_flag(E__COUNT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_waits_for_somebody_is_flagged),
		cmocka_unit_test(a_new_event_is_on_top_at_once_and_the_figures_are_asked_for),
		cmocka_unit_test(an_answer_to_the_question_is_counted_at_once),
		cmocka_unit_test(a_flood_of_events_asks_at_most_four_times_a_second),
		cmocka_unit_test(leaving_row_one_holds_the_feed_and_g_resumes),
		cmocka_unit_test(coming_back_to_row_one_goes_on_when_nothing_waits),
		cmocka_unit_test(the_cursor_stays_on_its_event_whatever_arrives),
		cmocka_unit_test(after_a_break_nothing_is_lost_and_nothing_doubled),
		cmocka_unit_test(a_break_in_which_nothing_happened_ends_with_the_greeting),
		cmocka_unit_test(an_answer_that_repeats_events_shows_them_once),
		cmocka_unit_test(too_far_behind_begins_anew_from_the_head),
		cmocka_unit_test(another_history_forgets_the_old_one),
		cmocka_unit_test(tries_to_come_back_grow_apart_and_r_tries_now),
		cmocka_unit_test(a_server_that_refuses_us_says_why),
		cmocka_unit_test(a_role_without_the_feed_still_finds_accounts),
		cmocka_unit_test(a_full_server_that_sends_us_away_is_not_hammered),
		cmocka_unit_test(the_type_filter_counts_toggles_and_restores),
		cmocka_unit_test(a_kind_newer_than_the_console_is_still_shown),
		cmocka_unit_test(what_the_house_does_is_said_with_whose_and_what),
		cmocka_unit_test(what_happened_is_said_in_words_and_not_in_codes),
		cmocka_unit_test(on_a_slow_line_the_newest_row_is_written_over_the_oldest),
		cmocka_unit_test(a_click_on_a_slow_line_finds_the_row_that_is_there),
		cmocka_unit_test(a_row_that_leaves_moves_no_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
