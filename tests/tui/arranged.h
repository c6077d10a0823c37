/* How to come to every screen, and its golden. Shared by the tests that look at all of them: in every size, and in every
 * language. Include once per test program. */
#ifndef QUITS_TESTS_TUI_ARRANGED_H
#define QUITS_TESTS_TUI_ARRANGED_H

#include "tests/tui/fake.h"

enum plane { UTF8, ASCII, LOOKS, PLANES };

static UNUSED bool same_ink(struct ink a, struct ink b)
{
	return a.fg == b.fg && a.bg == b.bg && a.how == b.how;
}

/* What a terminal of some ability shows of the looks: a letter a cell, the same letter for what looks the same there. */
static UNUSED void plane(struct buf *b, struct grid *g, enum theme theme, int colours, const char *name)
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

static UNUSED const char *looks_of(struct fake *f)
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

/* NULL if it is as it was, else what is wrong. `name` is the golden's, without size; "pseudo/links". */
static UNUSED const char *against_golden(struct fake *f, const char *name, enum plane plane)
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

/* Every list and page that one command opens. */
static UNUSED const char *const opened[] = { "links",	   "sessions",	"visits",     "notifications", "audit",	    "feedback",
				      "settings",  "portal",	"operators", "teams",      "methods",	"analytics", "finds",
				      "disputes",  "callbacks", "promises",   "messages",	"locked",    "held",  "notices" };
static const char *opens;

static UNUSED void just_live(struct fake *f)
{
	fake_time(f, 1000);
}

static UNUSED void held_feed(struct fake *f)
{
	fake_keys(f, "j j");
	fake_promise(f, "A-121008", "Contact 09", 4200);
	fake_serve(f);
}

static UNUSED void at_accounts(struct fake *f)
{
	fake_keys(f, "2");
	fake_serve(f);
	fake_keys(f, "j");
}

static UNUSED void at_account(struct fake *f)
{
	fake_keys(f, ":A-104233 Enter");
	fake_serve(f);
}

static UNUSED void sending(struct fake *f)
{
	at_account(f);
	fake_keys(f, "s");
	fake_serve(f);
	fake_time(f, 1200);
}

static UNUSED void at_help(struct fake *f)
{
	fake_keys(f, "?");
}

static UNUSED void offline(struct fake *f)
{
	fake_keys(f, "x");
	fake_down(f);
	fake_time(f, 300);
	fake_time(f, 46700);
	fake_keys(f, "k");
}

static UNUSED void at_palette(struct fake *f)
{
	fake_keys(f, ": send");
	fake_serve(f);
	fake_time(f, OFFERS_MS);
}

static UNUSED void at_many(struct fake *f)
{
	static const char *const many[] = { "A-104233", "A-104230", "A-104239" };

	fake_keys(f, "2");
	fake_serve(f);
	console_send_many(&f->c, many, COUNT(many));
	fake_serve(f);
	fake_time(f, 2 * DEEDS_SETTLE_MS);
}

static UNUSED void at_jump(struct fake *f)
{
	fake_keys(f, "'");
}

static UNUSED void at_watch(struct fake *f)
{
	fake_keys(f, ":watch Space A-104233 Enter :watch Space A-118820 Enter j");
	fake_promise(f, "A-118820", "Contact 07", 4711);
	fake_serve(f);
}

static UNUSED void at_opened(struct fake *f)
{
	fake_keys(f, ":go Space");
	fake_keys(f, opens);
	fake_keys(f, "Enter");
	fake_serve(f);
}

static UNUSED void at_number(struct fake *f)
{
	opens = "analytics";
	at_opened(f);
	fake_keys(f, "Tab Tab Tab j");
}

static UNUSED void at_account_number(struct fake *f)
{
	at_account(f);
	fake_keys(f, "Tab Tab Tab");
}

static UNUSED void at_dispute(struct fake *f)
{
	opens = "disputes";
	at_opened(f);
	fake_keys(f, "j Enter");
	fake_serve(f);
}

static UNUSED void at_thread(struct fake *f)
{
	opens = "messages";
	at_opened(f);
	fake_keys(f, "Enter");
	fake_serve(f);
}

static UNUSED void at_form(struct fake *f)
{
	at_dispute(f);
	fake_keys(f, "x 2 Tab We Space looked Space into Space it. Enter The Space debt Space stands.");
}

static UNUSED void at_answer(struct fake *f)
{
	fake_keys(f, ":do Space kpi.needs Enter ^S");
	fake_serve(f);
}

static UNUSED void at_sure(struct fake *f)
{
	opens = "links";
	at_opened(f);
	fake_keys(f, "Space Space K");
	fake_time(f, 200);
}

static UNUSED void at_why(struct fake *f)
{
	fake_keys(f, "Tab =");
}

static UNUSED void at_peek(struct fake *f)
{
	opens = "callbacks";
	at_opened(f);
	fake_keys(f, "i");
}

static UNUSED void at_filter(struct fake *f)
{
	at_accounts(f);
	fake_keys(f, "/ dpd>x");
}

static UNUSED void at_replay(struct fake *f)
{
	fake_keys(f, ":replay Space 14:08 Enter K");
	fake_serve(f);
	fake_time(f, 600);
	fake_serve(f);
}

#endif
