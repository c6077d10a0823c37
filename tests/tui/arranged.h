/* How to come to every screen, and its golden. Shared by the tests that look at all of them: in every size, and in every
 * language. Include once per test program. */
#ifndef QUITS_TESTS_TUI_ARRANGED_H
#define QUITS_TESTS_TUI_ARRANGED_H

#include "tests/tui/fake.h"

/* NULL if it is as it was, else what is wrong. `name` is the golden's, without size; "pseudo/links". */
static UNUSED const char *against_golden(struct fake *f, const char *name, bool ascii)
{
	const char *path =
	    arena_print(&f->arena, "%s/tests/golden/screens/%s.%dx%d.%s.txt", QUITS_SOURCE, name,
	                f->c.w, f->c.h, ascii ? "ascii" : "utf8");
	const char *now = fake_screen(f, ascii), *update = getenv("UPDATE");
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
				      "disputes",  "callbacks", "promises",   "messages",	"locked" };
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
}

static UNUSED void at_opened(struct fake *f)
{
	fake_keys(f, ":go Space");
	fake_keys(f, opens);
	fake_keys(f, "Enter");
	fake_serve(f);
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
