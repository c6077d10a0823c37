/* Every screen at five sizes as text, in ASCII, and as its looks with 256, 16 and no colours, against tests/golden/screens. UPDATE=1 writes them
 * anew; the diff is the review. A missing golden fails. */
#include "tests/tui/arranged.h"
#include "tui/widget/format.h"

static const struct {
	int w, h;
} sizes[] = { { 60, 16 }, { 80, 24 }, { 100, 30 }, { 120, 40 }, { 176, 50 } };

static void each_size(const char *name, void (*arrange)(struct fake *f))
{
	for (size_t i = 0; i < COUNT(sizes); i++)
		for (int plane = 0; plane < PLANES; plane++) {
			struct fake *f;
			const char *wrong;

			format_money_plain(plane == ASCII);
			f = fake_live(sizes[i].w, sizes[i].h);
			arrange(f);
			wrong = against_golden(f, name, (enum plane)plane);
			format_money_plain(false);
			if (wrong)
				print_error("%s\n", wrong);
			CHECK(!wrong);
			fake_free(f);
		}
}

static void the_dashboard_looks_as_it_did(void **state)
{
	(void)state;
	each_size("dashboard", just_live);
	each_size("dashboard-held", held_feed);
}

static void the_accounts_look_as_they_did(void **state)
{
	(void)state;
	each_size("accounts", at_accounts);
}

static void an_account_looks_as_it_did(void **state)
{
	(void)state;
	each_size("account", at_account);
	each_size("account-sending", sending);
	each_size("account-number", at_account_number);
}

static void help_looks_as_it_did(void **state)
{
	(void)state;
	each_size("help", at_help);
}

static void offline_looks_as_it_did(void **state)
{
	(void)state;
	each_size("offline", offline);
}

static void the_palette_looks_as_it_did(void **state)
{
	(void)state;
	each_size("palette", at_palette);
}

static void the_dialog_of_many_links_looks_as_it_did(void **state)
{
	(void)state;
	each_size("sending-many", at_many);
}

static void jump_letters_look_as_they_did(void **state)
{
	(void)state;
	each_size("jump", at_jump);
}

static void the_watch_strip_looks_as_it_did(void **state)
{
	(void)state;
	each_size("watch", at_watch);
}

static void every_list_looks_as_it_did(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(opened); i++) {
		opens = opened[i];
		each_size(opens, at_opened);
	}
}

static void details_look_as_they_did(void **state)
{
	(void)state;
	each_size("dispute", at_dispute);
	each_size("thread", at_thread);
}

static void a_number_with_the_focus_looks_as_it_did(void **state)
{
	(void)state;
	each_size("analytics-number", at_number);
}

static void forms_look_as_they_did(void **state)
{
	(void)state;
	each_size("form", at_form);
	each_size("form-answer", at_answer);
}

static void the_past_looks_as_it_did(void **state)
{
	(void)state;
	each_size("replay", at_replay);
}

static void overlays_look_as_they_did(void **state)
{
	(void)state;
	each_size("sure", at_sure);
	each_size("why", at_why);
	each_size("peek", at_peek);
	each_size("filter", at_filter);
}

static void drawing_twice_gives_the_same(void **state)
{
	struct fake *f = fake_live(120, 40);
	struct grid *a = grid_new(&f->arena, 120, 40), *b = grid_new(&f->arena, 120, 40);

	(void)state;
	console_draw(&f->c, a);
	console_draw(&f->c, b);
	CHECK(grid_same(a, b));
	fake_free(f);
}

static void no_row_is_wider_than_the_screen(void **state)
{
	(void)state;
	for (int w = GRID_W_MIN; w <= GRID_W_MAX; w += 7) {
		struct fake *f = fake_live(w, GRID_H_MIN + w % 60);
		struct sv rest;

		f->hostile = true;
		at_accounts(f);
		rest = sv_from(fake_screen(f, false));
		while (rest.n)
			CHECK(grid_columns(sv_cut(&rest, '\n')) <= w);
		at_account(f);
		rest = sv_from(fake_screen(f, false));
		while (rest.n)
			CHECK(grid_columns(sv_cut(&rest, '\n')) <= w);
		fake_free(f);
	}
}

static void a_screen_too_small_says_which_size_it_needs(void **state)
{
	struct fake *f = fake_live(59, 16);

	(void)state;
	CHECK_SHOWS(f, "quits needs 60x16, this is 59x16");
	console_resize(&f->c, 60, 16);
	CHECK_SHOWS(f, "Activity feed");
	console_resize(&f->c, 1, 1);
	fake_keys(f, "j ? : s");
	CHECK(fake_screen(f, false));
	fake_free(f);
}

/* What stands under the card of a wide screen is not in the column that scrolls, and the other way round. */
static void every_part_of_an_account_stands_there_once(void **state)
{
	static const char *const parts[] = { "─ Links ─", "─ Consents and wishes ─", "─ Ledger ─", "─ Portal activity ─", "─ Invoices ─" };

	(void)state;
	for (int w = 60; w <= 220; w += 20)
		for (int h = 16; h <= 64; h += 6) {
			struct fake *f = fake_live(w, h);
			int seen[COUNT(parts)] = { 0 };

			at_account(f);
			for (size_t i = 0; i < COUNT(parts); i++)
				seen[i] = fake_times(f, parts[i]);
			fake_keys(f, "G"); /* what was below */
			for (size_t i = 0; i < COUNT(parts); i++) {
				CHECK(seen[i] <= 1 && fake_times(f, parts[i]) <= 1);
				CHECK(h < 40 || seen[i] + fake_times(f, parts[i]) > 0);
			}
			fake_free(f);
		}
}

static void every_dashboard_says_what_needs_a_person_and_how_one_gets_there(void **state)
{
	(void)state;
	for (int h = 16; h <= 50; h++)
		for (int w = 60; w <= 180; w += 20) {
			struct fake *f = fake_live(w, h);

			just_live(f);
			CHECK(fake_shows(f, "!! 2 disputes without a first act ") != fake_shows(f, "!! 2 late disputes "));
			CHECK_SHOWS(f, "n Next");
			fake_free(f);
		}
}

static void the_queue_one_is_at_is_named_at_every_width(void **state)
{
	static const char *const queues[][2] = { { "disputes", "[Disputes]" }, { "callbacks", "[Callbacks]" }, { "promises", "[Promises]" },
						 { "messages", "[Messages]" }, { "locked", "[Locked]" } };

	(void)state;
	for (size_t i = 0; i < COUNT(queues); i++)
		for (int w = 60; w <= 120; w++) {
			struct fake *f = fake_live(w, 24);
			bool whole;

			opens = queues[i][0];
			at_opened(f);
			CHECK_SHOWS(f, queues[i][1]);
			whole = fake_shows(f, "› Disputes") || fake_shows(f, "› [Disputes]");
			CHECK(whole != fake_shows(f, "› … "));
			fake_free(f);
		}
}

static void ascii_has_nothing_but_ascii(void **state)
{
	struct fake *f = fake_live(176, 50);

	(void)state;
	at_accounts(f);
	for (const char *p = fake_screen(f, true); *p; p++)
		CHECK(*p == '\n' || (*p >= ' ' && *p < 127));
	fake_free(f);
}

static void hostile_text_is_harmless(void **state)
{
	struct fake *f = fake_live(120, 40);
	const char *screen;

	(void)state;
	f->hostile = true;
	at_accounts(f);
	screen = fake_screen(f, false);
	CHECK(strstr(screen, "evil"));
	CHECK(!strstr(screen, "\x1b") && !strstr(screen, "\x07") &&
	      !strstr(screen, "\xe2\x80\xae"));
	CHECK(!strstr(screen, "\xf0\x9f\x98\x80"));
	CHECK_INT(1, fake_times(f, "$3,200.40"));
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_dashboard_looks_as_it_did),
		cmocka_unit_test(the_accounts_look_as_they_did),
		cmocka_unit_test(an_account_looks_as_it_did),
		cmocka_unit_test(help_looks_as_it_did),
		cmocka_unit_test(offline_looks_as_it_did),
		cmocka_unit_test(the_palette_looks_as_it_did),
		cmocka_unit_test(the_dialog_of_many_links_looks_as_it_did),
		cmocka_unit_test(jump_letters_look_as_they_did),
		cmocka_unit_test(the_watch_strip_looks_as_it_did),
		cmocka_unit_test(every_list_looks_as_it_did),
		cmocka_unit_test(details_look_as_they_did),
		cmocka_unit_test(a_number_with_the_focus_looks_as_it_did),
		cmocka_unit_test(forms_look_as_they_did),
		cmocka_unit_test(the_past_looks_as_it_did),
		cmocka_unit_test(overlays_look_as_they_did),
		cmocka_unit_test(drawing_twice_gives_the_same),
		cmocka_unit_test(no_row_is_wider_than_the_screen),
		cmocka_unit_test(a_screen_too_small_says_which_size_it_needs),
		cmocka_unit_test(every_part_of_an_account_stands_there_once),
		cmocka_unit_test(every_dashboard_says_what_needs_a_person_and_how_one_gets_there),
		cmocka_unit_test(the_queue_one_is_at_is_named_at_every_width),
		cmocka_unit_test(ascii_has_nothing_but_ascii),
		cmocka_unit_test(hostile_text_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
