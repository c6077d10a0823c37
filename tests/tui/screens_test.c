/* Every screen at five sizes as text, in ASCII, and as its looks with 256, 16 and no colours, against tests/golden/screens. UPDATE=1 writes them
 * anew; the diff is the review. A missing golden fails. */
#include "tests/tui/fake.h"

static const struct {
	int w, h;
} sizes[] = { { 60, 16 }, { 80, 24 }, { 100, 30 }, { 120, 40 }, { 176, 50 } };

enum plane { UTF8, ASCII, LOOKS, PLANES };

static const char *looks_of(struct fake *f);

/* NULL if it is as it was, else what is wrong. */
static const char *against_golden(struct fake *f, const char *name, enum plane plane)
{
	static const char *const ends[PLANES] = { "utf8", "ascii", "looks" };
	const char *path =
	    arena_print(&f->arena, "%s/tests/golden/screens/%s.%dx%d.%s.txt", QUITS_SOURCE, name,
	                f->c.w, f->c.h, ends[plane]);
	const char *now = plane == LOOKS ? looks_of(f) : fake_screen(f, plane == ASCII);
	const char *update = getenv("UPDATE");
	struct sv old;
	FILE *out;

	if (update && strcmp(update, "1") == 0) {
		out = fopen(path, "w");
		if (!out)
			return arena_print(&f->arena, "cannot write %s", path);
		fputs(now, out);
		return fclose(out) == 0 ? NULL : "cannot write";
	}
	if (file_read(&f->arena, path, 1024 * 1024, &old) != ST_OK)
		return arena_print(&f->arena, "no golden: %s (UPDATE=1 makes it)", path);
	if (sv_is(old, now))
		return NULL;
	return arena_print(&f->arena, "differs from %s; now it is\n%s", path, now);
}

static bool same_ink(struct ink a, struct ink b)
{
	return a.fg == b.fg && a.bg == b.bg && a.how == b.how;
}

/* What a terminal of some ability shows of the looks: a letter a cell, the same letter for what looks the same there. */
static void plane(struct buf *b, struct grid *g, enum theme theme, int colours, const char *name)
{
	buf_print(b, "%s\n", name);
	for (int y = 0; y < g->h; y++) {
		char row[GRID_W_MAX + 1];
		int end = 0;

		for (int x = 0; x < g->w; x++) {
			enum look look = (enum look)grid_at(g, y, x)->look, first = LOOK_PLAIN;
			struct ink ink = style_ink(theme, look, colours);

			while (first < look && !same_ink(style_ink(theme, first, colours), ink))
				first++;
			row[x] = style_table[first].letter;
			if (row[x] != style_table[LOOK_PLAIN].letter)
				end = x + 1;
		}
		buf_add(b, sv_of(row, (size_t)end));
		buf_char(b, '\n');
	}
}

static const char *looks_of(struct fake *f)
{
	struct grid *g = grid_new(&f->arena, f->c.w, f->c.h);
	struct buf b = buf_new(&f->arena, 1024 * 1024);

	console_draw(&f->c, g);
	plane(&b, g, THEME_DUAL, 256, "256 colours");
	plane(&b, g, THEME_DUAL, 16, "16 colours");
	plane(&b, g, THEME_MONO, 0, "no colours");
	buf_char(&b, '\0');
	return b.p;
}

static void each_size(const char *name, void (*arrange)(struct fake *f))
{
	for (size_t i = 0; i < COUNT(sizes); i++)
		for (int plane = 0; plane < PLANES; plane++) {
			struct fake *f = fake_live(sizes[i].w, sizes[i].h);
			const char *wrong;

			arrange(f);
			wrong = against_golden(f, name, (enum plane)plane);
			if (wrong)
				print_error("%s\n", wrong);
			CHECK(!wrong);
			fake_free(f);
		}
}

static void just_live(struct fake *f)
{
	fake_time(f, 1000);
}

static void held_feed(struct fake *f)
{
	fake_keys(f, "j j");
	fake_promise(f, "A-121008", "Contact 09", 4200);
	fake_serve(f);
}

static void at_accounts(struct fake *f)
{
	fake_keys(f, "2");
	fake_serve(f);
	fake_keys(f, "j");
}

static void at_account(struct fake *f)
{
	fake_keys(f, ":A-104233 Enter");
	fake_serve(f);
}

static void sending(struct fake *f)
{
	at_account(f);
	fake_keys(f, "s");
	fake_serve(f);
	fake_time(f, 1200);
}

static void at_help(struct fake *f)
{
	fake_keys(f, "?");
}

static void offline(struct fake *f)
{
	fake_keys(f, "x");
	fake_down(f);
	fake_time(f, 300);
	fake_time(f, 46700);
	fake_keys(f, "k");
}

static void at_palette(struct fake *f)
{
	fake_keys(f, ": send");
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

/* Every list and page that one command opens. */
static const char *const opened[] = { "links",	   "sessions",	"visits",     "notifications", "audit",	    "feedback",
				      "settings",  "portal",	"operators", "teams",      "methods",	"analytics", "finds",
				      "disputes",  "callbacks", "promises",   "messages",	"locked" };
static const char *opens;

static void at_opened(struct fake *f)
{
	fake_keys(f, ":go Space");
	fake_keys(f, opens);
	fake_keys(f, "Enter");
	fake_serve(f);
}

static void every_list_looks_as_it_did(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(opened); i++) {
		opens = opened[i];
		each_size(opens, at_opened);
	}
}

static void at_dispute(struct fake *f)
{
	opens = "disputes";
	at_opened(f);
	fake_keys(f, "j Enter");
	fake_serve(f);
}

static void at_thread(struct fake *f)
{
	opens = "messages";
	at_opened(f);
	fake_keys(f, "Enter");
	fake_serve(f);
}

static void details_look_as_they_did(void **state)
{
	(void)state;
	each_size("dispute", at_dispute);
	each_size("thread", at_thread);
}

static void at_form(struct fake *f)
{
	at_dispute(f);
	fake_keys(f, "x 2 Tab We Space looked Space into Space it. Enter The Space debt Space stands.");
}

static void at_answer(struct fake *f)
{
	fake_keys(f, ":do Space kpi.needs Enter ^S");
	fake_serve(f);
}

static void forms_look_as_they_did(void **state)
{
	(void)state;
	each_size("form", at_form);
	each_size("form-answer", at_answer);
}

static void at_sure(struct fake *f)
{
	opens = "links";
	at_opened(f);
	fake_keys(f, "Space Space K");
	fake_time(f, 200);
}

static void at_why(struct fake *f)
{
	fake_keys(f, "Tab =");
}

static void at_peek(struct fake *f)
{
	opens = "callbacks";
	at_opened(f);
	fake_keys(f, "i");
}

static void at_filter(struct fake *f)
{
	at_accounts(f);
	fake_keys(f, "/ dpd>x");
}

static void at_replay(struct fake *f)
{
	fake_keys(f, ":replay Space 14:08 Enter K");
	fake_serve(f);
	fake_time(f, 600);
	fake_serve(f);
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
		cmocka_unit_test(every_list_looks_as_it_did),
		cmocka_unit_test(details_look_as_they_did),
		cmocka_unit_test(forms_look_as_they_did),
		cmocka_unit_test(the_past_looks_as_it_did),
		cmocka_unit_test(overlays_look_as_they_did),
		cmocka_unit_test(drawing_twice_gives_the_same),
		cmocka_unit_test(no_row_is_wider_than_the_screen),
		cmocka_unit_test(a_screen_too_small_says_which_size_it_needs),
		cmocka_unit_test(ascii_has_nothing_but_ascii),
		cmocka_unit_test(hostile_text_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
