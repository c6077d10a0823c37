/* What operators do, from key to screen, with the server played by fake.h: the feed over breaks, held
 * sends and taking them back, opening, searching, periods, prompts, pastes. */
#include "tests/tui/fake.h"

/* The feed. */

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
		fake_event(f, "portal.session_started", "A-1", "Contact 10", (struct event_body){ .visit = 1 });
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
	fake_event(f, "portal.session_started", "A-1", "Contact 10", (struct event_body){ .visit = 1 });
	fake_up(f);
	CHECK_HIDES(f, "A-104233");
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
	fake_deliver(f, &f->asks[0], fake_reply(M_system_hello, ST_UNAUTHENTICATED, "ana is not enrolled"));
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
	fake_deliver(f, &f->asks[1], fake_reply(M_feed_read, ST_FORBIDDEN, "an agent may not read the feed"));
	CHECK_SHOWS(f, "no activity feed: an agent may not read the feed");
	CHECK_SHOWS(f, "● LIVE");
	fake_keys(f, "2");
	fake_serve(f);
	CHECK_SHOWS(f, "5 accounts");
	fake_time(f, 10100);
	fake_deliver(f, fake_last(f, M_feed_read), fake_reply(M_feed_read, ST_FORBIDDEN, "an agent may not read the feed"));
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
	CHECK_SHOWS(f, "EVNT A-102977");
	CHECK_SHOWS(f, "portal.dispute_filed: not_mine");
	fake_free(f);
}

/* Sending. */

static struct fake *at_account(void)
{
	struct fake *f = fake_live(80, 24);

	fake_keys(f, ":A-104233 Enter");
	fake_serve(f);
	return f;
}

static void s_sends_by_the_channel_that_was_used_last_and_counts_down(void **state)
{
	struct fake *f = at_account();
	struct link_new *q;

	(void)state;
	fake_keys(f, "s");
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
	fake_keys(f, "s z");
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
	CHECK_SHOWS(f, "s: no digits are on file for A-104233: nobody could verify");
	fake_keys(f, "1 j s");
	fake_serve(f);
	CHECK_INT(0, fake_asked(f, M_link_send));
	CHECK_SHOWS(f, "✗ Not sent: no digits are on file");
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
	CHECK_INT(CHANNEL_SMS, ((struct link_new *)fake_last(f, M_link_send)->in)->channel);
	fake_free(f);
}

static void enter_never_sends(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "Enter Enter S Enter 1 Enter Enter F Enter : Enter / Enter Enter ? Enter Q Enter Enter");
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

/* Finding, opening, prompts. */

static void slash_finds_accounts_and_enter_opens_one(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "/ contact Enter");
	fake_serve(f);
	CHECK_SV("contact", ((struct account_query *)fake_last(f, M_account_find)->in)->text);
	CHECK_SHOWS(f, "5 accounts");
	fake_keys(f, "j j Enter");
	CHECK_SV("A-118820", ((struct account_ref *)fake_last(f, M_account_show)->in)->account);
	fake_keys(f, "Esc Esc");
	CHECK_SV("", ((struct account_query *)fake_last(f, M_account_find)->in)->text);
	fake_keys(f, "Esc");
	CHECK_SHOWS(f, "Portal Management");
	fake_free(f);
}

static void an_account_number_alone_opens_it_with_any_prefix(void **state)
{
	static const char *const numbers[] = { "104233", "A-104233", "KONTO-2026/01", "acct9" };

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct fake *f = fake_live(80, 24);

		fake_keys(f, ":");
		fake_keys(f, numbers[i]);
		fake_keys(f, "Enter");
		CHECK_SV(numbers[i], ((struct account_ref *)fake_last(f, M_account_show)->in)->account);
		fake_free(f);
	}
}

static void an_account_that_is_not_there_says_so(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	f->nobody_home = true;
	fake_keys(f, ":acct Space X-1 Enter");
	fake_serve(f);
	CHECK_SHOWS(f, "no such thing");
	fake_free(f);
}

static void p_goes_through_the_periods_and_the_figures_follow(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_time(f, 1000);
	fake_keys(f, "P");
	CHECK_SV("30d", ((struct period_query *)fake_last(f, M_kpi_show)->in)->period);
	fake_serve(f);
	fake_keys(f, ":period Space 2026-06-01..2026-06-18 Enter");
	fake_time(f, 300);
	CHECK_SV("2026-06-01..2026-06-18", ((struct period_query *)fake_last(f, M_kpi_show)->in)->period);
	fake_keys(f, ":period Space 2026-06-31..2026-07-01 Enter");
	CHECK_SHOWS(f, "period: today, 7d, 30d, 90d");
	CHECK_SHOWS(f, "2026-06-01..2026-06-18");
	fake_free(f);
}

static void a_period_chosen_while_figures_are_under_way_is_asked_for_afterwards(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_time(f, 1000);
	fake_promise(f, "A-121008", "Contact 09", 4200);
	fake_serve(f);
	fake_keys(f, "P");
	fake_serve(f);
	fake_time(f, 300);
	CHECK_SV("30d", ((struct period_query *)fake_last(f, M_kpi_show)->in)->period);
	fake_free(f);
}

static void q_closes_layers_and_asks_at_the_root(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "q");
	CHECK_SHOWS(f, "Portal Management");
	fake_keys(f, "q");
	CHECK_SHOWS(f, "Quit?  Y leaves");
	fake_keys(f, "q");
	CHECK(!f->c.quit);
	fake_keys(f, "Q y");
	CHECK(!f->c.quit);
	fake_keys(f, "Q Y");
	CHECK(f->c.quit);
	fake_free(f);
}

static void quitting_with_a_held_send_says_that_it_goes_out(void **state)
{
	struct fake *f = at_account();

	(void)state;
	fake_keys(f, "s");
	fake_serve(f);
	fake_keys(f, "Q");
	CHECK_SHOWS(f, "Quit? 1 held link will still go out.");
	fake_free(f);
}

static void q_in_a_text_field_is_a_letter(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "/ qQ");
	CHECK_SHOWS(f, "Find: qQ");
	fake_keys(f, "Backspace Backspace Backspace Backspace");
	CHECK_INT(MODE_FIND, f->c.mode);
	fake_keys(f, "Esc");
	CHECK_INT(MODE_NONE, f->c.mode);
	CHECK(!f->c.quit);
	fake_free(f);
}

static void ctrl_c_cancels_and_twice_asks_to_quit(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, ":abc ^C");
	CHECK_INT(MODE_NONE, f->c.mode);
	fake_keys(f, "^C");
	CHECK_INT(MODE_NONE, f->c.mode);
	fake_time(f, 500);
	fake_keys(f, "^C");
	CHECK_INT(MODE_QUIT, f->c.mode);
	fake_free(f);
}

static void a_paste_outside_a_field_is_thrown_away_with_a_notice(void **state)
{
	struct fake *f = at_account();
	size_t asked = f->n;

	(void)state;
	console_paste(&f->c, SV("sssYQ\n:quit\nY"), 0);
	CHECK_SHOWS(f, "a paste of 13 bytes was thrown away");
	CHECK_INT(asked, f->n);
	CHECK(!f->c.quit);
	fake_keys(f, "/");
	console_paste(&f->c, SV("two\nlines\x1b[A"), 0);
	CHECK_SHOWS(f, "Find: two lines[A");
	CHECK_INT(MODE_FIND, f->c.mode);
	fake_free(f);
}

static void a_key_that_does_nothing_says_so(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "X");
	CHECK_SHOWS(f, "X does nothing here; ? shows the keys");
	fake_keys(f, ": zzz Enter");
	CHECK_SHOWS(f, "no such command: zzz");
	fake_free(f);
}

static void every_key_of_the_table_belongs_to_one_action_per_screen(void **state)
{
	static const char *const keys[] = {
#define ACTION(id, name, k, where, label, help) k,
#include "tui/actions.def"
	};

	(void)state;
	for (unsigned on = 1; on < ON_ALL; on <<= 1)
		for (size_t i = 0; i < COUNT(keys); i++) {
			struct sv rest = sv_from(keys[i]);

			if (!(action_where((enum action)(i + 1)) & on))
				continue;
			while (rest.n) {
				uint32_t key = key_by_name(sv_cut(&rest, ' '));

				CHECK(key != KEY_NONE);
				CHECK_INT(i + 1, keys_action(key, on));
			}
		}
}

static void esc_ten_times_reaches_the_root(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "2 :77120 Enter :A-1 Enter :A-2 Enter S : x ?");
	fake_keys(f, "Esc Esc Esc Esc Esc Esc Esc Esc Esc Esc");
	CHECK_SHOWS(f, "Portal Management");
	CHECK_INT(1, f->c.n);
	fake_free(f);
}

static void random_keys_and_events_never_break_it(void **state)
{
	static const char keys[] = "jkgGFPs zn/:?rq12qEb\r\x1b\t\x03\x06\x02S,w3";
	unsigned dice = 7;
	struct fake *f = fake_live(80, 24);

	(void)state;
	for (int i = 0; i < 6000; i++) {
		dice = dice * 1103515245u + 12345u;
		if (f->n > FAKE_ASKS - 40) {
			for (size_t k = 0; k < f->n; k++)
				if (f->asks[k].open)
					fake_deliver(f, &f->asks[k], fixture(f, &f->asks[k]));
			fake_free(f);
			f = fake_live(60 + (int)(dice >> 16) % 190, 16 + (int)(dice >> 20) % 64);
		}
		if (dice >> 16 & 15)
			fake_keys(f, ((char[]){ keys[(dice >> 20) % (sizeof(keys) - 1)], 0 }));
		else if (dice >> 21 & 1)
			fake_promise(f, "A-9", "Contact 11", i);
		else
			fake_time(f, dice >> 22 & 511);
		f->c.quit = false;
		if (!(dice >> 25 & 7))
			fake_serve(f);
		if (!(dice >> 24 & 255)) {
			fake_down(f);
			fake_up(f);
		}
		CHECK(fake_screen(f, dice >> 30 & 1));
		arena_reset(&f->c.turn);
	}
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_event_is_on_top_at_once_and_the_figures_are_asked_for),
		cmocka_unit_test(a_flood_of_events_asks_at_most_four_times_a_second),
		cmocka_unit_test(leaving_row_one_holds_the_feed_and_g_resumes),
		cmocka_unit_test(coming_back_to_row_one_goes_on_when_nothing_waits),
		cmocka_unit_test(the_cursor_stays_on_its_event_whatever_arrives),
		cmocka_unit_test(after_a_break_nothing_is_lost_and_nothing_doubled),
		cmocka_unit_test(an_answer_that_repeats_events_shows_them_once),
		cmocka_unit_test(too_far_behind_begins_anew_from_the_head),
		cmocka_unit_test(another_history_forgets_the_old_one),
		cmocka_unit_test(tries_to_come_back_grow_apart_and_r_tries_now),
		cmocka_unit_test(a_server_that_refuses_us_says_why),
		cmocka_unit_test(a_role_without_the_feed_still_finds_accounts),
		cmocka_unit_test(a_full_server_that_sends_us_away_is_not_hammered),
		cmocka_unit_test(the_type_filter_counts_toggles_and_restores),
		cmocka_unit_test(a_kind_newer_than_the_console_is_still_shown),
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
		cmocka_unit_test(slash_finds_accounts_and_enter_opens_one),
		cmocka_unit_test(an_account_number_alone_opens_it_with_any_prefix),
		cmocka_unit_test(an_account_that_is_not_there_says_so),
		cmocka_unit_test(p_goes_through_the_periods_and_the_figures_follow),
		cmocka_unit_test(a_period_chosen_while_figures_are_under_way_is_asked_for_afterwards),
		cmocka_unit_test(q_closes_layers_and_asks_at_the_root),
		cmocka_unit_test(quitting_with_a_held_send_says_that_it_goes_out),
		cmocka_unit_test(q_in_a_text_field_is_a_letter),
		cmocka_unit_test(ctrl_c_cancels_and_twice_asks_to_quit),
		cmocka_unit_test(a_paste_outside_a_field_is_thrown_away_with_a_notice),
		cmocka_unit_test(a_key_that_does_nothing_says_so),
		cmocka_unit_test(every_key_of_the_table_belongs_to_one_action_per_screen),
		cmocka_unit_test(esc_ten_times_reaches_the_root),
		cmocka_unit_test(random_keys_and_events_never_break_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
