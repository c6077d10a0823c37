/* Finding, opening, periods, prompts, pastes, leaving; and random keys against all of it. */
#include "tests/tui/fake.h"

static struct fake *at_account(void)
{
	struct fake *f = fake_live(80, 24);

	fake_keys(f, ":A-104233 Enter");
	fake_serve(f);
	return f;
}

static struct list_query *last_list(struct fake *f)
{
	return fake_last(f, M_account_list)->in;
}

static void slash_filters_a_list_and_enter_opens_its_row(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "2");
	fake_serve(f);
	CHECK_SV("sort:acct", last_list(f)->filter);
	fake_keys(f, "/ contact Space dpd>30 Enter");
	CHECK_SV("contact dpd>30 sort:acct", last_list(f)->filter);
	fake_serve(f);
	CHECK_SHOWS(f, "1 of 5");
	fake_keys(f, "j j Enter");
	CHECK_SV("A-118820", ((struct account_ref *)fake_last(f, M_account_show)->in)->account);
	fake_keys(f, "Esc Esc");
	CHECK_SV("sort:acct", last_list(f)->filter);
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
		CHECK_SV(numbers[i],
		         ((struct account_ref *)fake_last(f, M_account_show)->in)->account);
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
	CHECK_SV("2026-06-01..2026-06-18",
	         ((struct period_query *)fake_last(f, M_kpi_show)->in)->period);
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

static void k_is_called_what_it_does_on_the_screen(void **state)
{
	static const struct {
		const char *open, *bar, *command, *help;
	} all[] = { { "links", "K Revoke", "revoke", "make the link useless" },
		    { "held", "K Stop", "stop", "stop what waits to go out" },
		    { "sessions", "K End", "end", "end the visit" } };

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++) {
		struct fake *f = fake_live(176, 50);

		fake_keys(f, ":go Space");
		fake_keys(f, all[i].open);
		fake_keys(f, "Enter");
		fake_serve(f);
		CHECK_SHOWS(f, all[i].bar);
		fake_keys(f, "?");
		for (size_t k = 0; k < COUNT(all); k++)
			CHECK(fake_shows(f, all[k].help) == (k == i));
		fake_keys(f, "Esc :");
		fake_keys(f, all[i].command);
		fake_serve(f);
		CHECK_SHOWS(f, all[i].help);
		fake_keys(f, "Enter");
		CHECK_INT(MODE_SURE, f->c.mode);
		fake_free(f);
	}
}

static void q_in_a_text_field_is_a_letter(void **state)
{
	struct fake *f = fake_live(80, 24);

	(void)state;
	fake_keys(f, "/ qQ");
	CHECK_SHOWS(f, "Filter: qQ");
	CHECK_SHOWS(f, "Enter Apply  Esc Back  Tab Complete"); /* every other key is text */
	CHECK_HIDES(f, ": Cmd");
	fake_keys(f, "Backspace Backspace Backspace Backspace");
	CHECK_INT(MODE_FILTER, f->c.mode);
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
	console_command(&f->c, SV("zzz"));
	CHECK_SHOWS(f, "no such command: zzz");
	fake_free(f);
}

static void every_key_of_the_table_belongs_to_one_action_per_screen(void **state)
{
	static const char *const keys[] = {
#define ACTION(id, name, k, where, tier, label, help) k,
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
	CHECK_INT(0, f->c.at);
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
		cmocka_unit_test(slash_filters_a_list_and_enter_opens_its_row),
		cmocka_unit_test(an_account_number_alone_opens_it_with_any_prefix),
		cmocka_unit_test(an_account_that_is_not_there_says_so),
		cmocka_unit_test(p_goes_through_the_periods_and_the_figures_follow),
		cmocka_unit_test(
		    a_period_chosen_while_figures_are_under_way_is_asked_for_afterwards),
		cmocka_unit_test(q_closes_layers_and_asks_at_the_root),
		cmocka_unit_test(quitting_with_a_held_send_says_that_it_goes_out),
		cmocka_unit_test(k_is_called_what_it_does_on_the_screen),
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
