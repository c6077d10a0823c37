/* Keys, pastes and commands. A key goes to the first of these that wants it: the open prompt, the help
 * page, a picker of the screen on top, the action table. A key that does nothing says so. */
#include <stdio.h>
#include <string.h>

#include "tui/console.h"
#include "tui/screens/help.h"
#include "tui/screens/list.h"
#include "tui/term/input.h"

enum { TWICE_MS = 1000 };

static void act_on_top(struct console *c, enum action a)
{
	struct layer *l = console_top(c);

	console_enter(c);
	l->ops->act(&c->ui, l->model, a);
	console_leave(c, l);
}

static void ask_to_quit(struct console *c)
{
	int held = sends_count(&c->sends), deeds = deeds_held(&c->deeds), drafts = console_drafts(c);
	int others = deeds_count(&c->deeds) - deeds; /* not acknowledged, or being taken back: nobody knows yet */

	c->mode = MODE_QUIT;
	if (c->deeds.batch.running && !c->deeds.batch.ones)
		console_say(c, SAY_WARN, T("Quit? %s: %d of %d are done, the rest will not be.  Y leaves, Esc stays"),
			    c->deeds.batch.deeds.title, (int)c->deeds.batch.next, (int)c->deeds.batch.deeds.n);
	else if (deeds)
		console_say(c, SAY_WARN, TN("Quit? %d held thing will still be done%s.  Y leaves, Esc stays",
		                            "Quit? %d held things will still be done%s.  Y leaves, Esc stays", deeds),
		            deeds, held ? T("; held links still go out") : "");
	else if (others && !held)
		console_say(c, SAY_WARN,
			    TN("Quit? %d thing is under way; whether it is done is not known yet.  Y leaves, Esc stays",
			       "Quit? %d things are under way; whether they are done is not known yet.  Y leaves, Esc stays", others), others);
	else if (held)
		console_say(c, SAY_WARN,
		            TN("Quit? %d held link will still go out.  Y leaves, Esc stays",
		               "Quit? %d held links will still go out.  Y leaves, Esc stays", held), held);
	else
		console_say(c, SAY_WARN, T("Quit?  Y leaves, any other key stays"));
	if (others && !c->deeds.batch.running && (deeds || held)) {
		size_t n = strlen(c->message);

		snprintf(c->message + n, sizeof(c->message) - n, TN("  %d more is under way.", "  %d more are under way.", others), others);
	}
	if (drafts) {
		size_t n = strlen(c->message);

		snprintf(c->message + n, sizeof(c->message) - n, TN("  %d draft is lost.", "  %d drafts are lost.", drafts), drafts);
	}
}

static void back(struct console *c)
{
	struct layer *l = console_top(c);
	bool cleared;

	console_enter(c);
	cleared = l->ops->back && l->ops->back(&c->ui, l->model);
	console_leave(c, l);
	if (cleared)
		return;
	if (c->at > 0)
		console_close_top(c);
	else
		console_say(c, SAY_PLAIN, T("Esc: this is the first screen; q leaves"));
}

static void next_period(struct console *c)
{
	const char *now = c->period;

	console_period(c, strcmp(now, "today") == 0 ? SV("7d")
	              : strcmp(now, "7d") == 0  ? SV("30d")
	              : strcmp(now, "30d") == 0 ? SV("90d")
	                                        : SV("today"));
}

static void prompt(struct console *c, enum mode mode)
{
	c->mode = mode;
	line_edit_set(&c->line, SV_NONE);
}

/* A screen that is open already is shown as it was left, at the end of the way. */
void console_to(struct console *c, enum screen_id id)
{
	if (console_top(c)->ops == screen_by_id(id))
		return;
	if (c->at > 0 && c->stack[c->at - 1].ops == screen_by_id(id))
		c->at--;
	else
		console_open(c, id, SV_NONE);
}

static void open_why(struct console *c)
{
	struct layer *l = console_top(c);
	struct buf b;

	arena_free(&c->why_memory);
	b = buf_new(&c->why_memory, 16 * 1024);
	console_enter(c);
	if (l->ops->why)
		l->ops->why(&c->ui, l->model, &b);
	c->why = buf_sv(&b);
	if (!c->why.n) {
		console_say(c, SAY_PLAIN, T("=: nothing to explain here; ? shows the keys"));
		return;
	}
	c->help_top = 0;
	c->mode = MODE_WHY;
}

/* The next or former row of the list that one came from. */
static void step(struct console *c, enum action a)
{
	struct layer *l;
	char before[ACCOUNT_MAX + 1];

	if (c->at == 0 || !c->stack[c->at - 1].ops->kind) {
		console_say(c, SAY_PLAIN, T("%s: there is no list to go on in; you came from elsewhere"), a == ACT_NEXT ? "n" : "p");
		return;
	}
	c->at--;
	l = console_top(c);
	snprintf(before, sizeof(before), "%s", list_here_id(l->model));
	act_on_top(c, a == ACT_NEXT ? ACT_ROW_NEXT : ACT_ROW_PREV);
	if (strcmp(before, list_here_id(console_top(c)->model)) == 0) {
		c->at++;
		console_say(c, SAY_PLAIN, a == ACT_NEXT ? T("n: that was the last of the list") : T("p: that was the first of the list"));
		return;
	}
	act_on_top(c, ACT_OPEN);
}

static void open_filter(struct console *c)
{
	const struct layer *l = console_top(c);

	if (!l->ops->filter) {
		prompt(c, MODE_FIND);
		return;
	}
	c->mode = MODE_FILTER;
	c->filter_layer = console_top(c)->id;
	line_edit_set(&c->line, l->ops->filter(l->model));
}

bool console_filtered(struct console *c, bool done)
{
	struct layer *l = console_top(c);
	bool good;

	if (!l->ops->filtered)
		return true;
	console_enter(c);
	good = l->ops->filtered(&c->ui, l->model, line_edit_text(&c->line), done);
	console_leave(c, l);
	return good;
}

static void interrupted(struct console *c)
{
	if (c->interrupted && c->ui.mono - c->interrupted <= TWICE_MS)
		ask_to_quit(c);
	else
		console_say(c, SAY_PLAIN, T("^C: nothing to cancel; once more asks to quit"));
	c->interrupted = c->ui.mono;
}

static void open_help(struct console *c)
{
	c->help = true;
	c->help_top = 0;
}

static void open_palette(struct console *c)
{
	console_palette(c, SV_NONE);
}

static void open_views(struct console *c)
{
	console_palette(c, SV("view "));
}

static void watch(struct console *c)
{
	const struct layer *l = console_top(c);

	console_watch(c, sv_copy(&c->turn, sv_from(l->ops->account(l->model))));
}

static void export_to(struct console *c)
{
	console_palette(c, SV("export "));
}

/* What was done last, on what is under the cursor now. */
static void repeat(struct console *c)
{
	if (!c->repeat)
		console_say(c, SAY_PLAIN, T(".: nothing was done yet"));
	else if (!(action_where(c->repeat) & console_top(c)->ops->on))
		console_say(c, SAY_PLAIN, T("%s: not on this screen"), action_name(c->repeat));
	else
		console_act(c, c->repeat);
}

static bool repeats(enum action a)
{
	return action_tier(a) > TIER_READ && a != ACT_REPEAT && a != ACT_UNDO && a != ACT_SAVE && a != ACT_MUTE;
}

static void hist_back(struct console *c)
{
	console_forward(c, -1);
}

static void hist_forward(struct console *c)
{
	console_forward(c, 1);
}

static void close_or_quit(struct console *c)
{
	if (c->at > 0)
		console_close_top(c);
	else
		ask_to_quit(c);
}

static void repaint(struct console *c)
{
	c->repaint = true;
}

static void suspend(struct console *c)
{
	c->suspend = true;
}

static void refresh(struct console *c)
{
	if (!c->ui.live)
		follow_now(&c->follow, c->ui.mono);
	else
		act_on_top(c, ACT_REFRESH);
}

/* On the dashboard the next that needs somebody; elsewhere the next row of the list that one came from. */
static void next(struct console *c)
{
	if (c->at > 0)
		step(c, ACT_NEXT);
	else
		act_on_top(c, ACT_NEXT);
}

static void former(struct console *c)
{
	step(c, ACT_PREV);
}

void console_act(struct console *c, enum action a)
{
	/* what is the console's own; all else is the screen's */
	static void (*const own[ACT__COUNT])(struct console *c) = {
		[ACT_HELP] = open_help,	      [ACT_PALETTE] = open_palette,  [ACT_FILTER] = open_filter,
		[ACT_WHY] = open_why,	      [ACT_HIST_BACK] = hist_back,   [ACT_HIST_FWD] = hist_forward,
		[ACT_UNDO] = console_undo,    [ACT_BACK] = back,	     [ACT_CLOSE] = close_or_quit,
		[ACT_QUIT] = ask_to_quit,     [ACT_INTERRUPT] = interrupted, [ACT_REPAINT] = repaint,
		[ACT_SUSPEND] = suspend,      [ACT_PERIOD] = next_period,    [ACT_REFRESH] = refresh,
		[ACT_NEXT] = next,	      [ACT_PREV] = former,	     [ACT_BLUR] = console_blur,
		[ACT_MUTE] = console_mute,    [ACT_COPY] = console_copy,     [ACT_VIEW] = open_views,
		[ACT_REPEAT] = repeat,	      [ACT_WATCH] = watch,	     [ACT_EXPORT] = export_to,     [ACT_JUMP] = console_jump,
	};
	enum screen_id id;

	if (repeats(a))
		c->repeat = a;
	if (screen_by_action(a, &id)) {
		console_to(c, id);
		return;
	}
	if (a < ACT__COUNT && own[a])
		own[a](c);
	else
		act_on_top(c, a);
}

static void complete(struct console *c)
{
	const struct layer *l = console_top(c);
	struct sv tail = SV_NONE;

	if (c->line.caret < c->line.n || !c->line.n)
		return;
	if (l->ops->complete)
		tail = l->ops->complete(l->model, line_edit_text(&c->line));
	for (size_t i = 0; i < tail.n; i++)
		line_edit_key(&c->line, (unsigned char)tail.p[i]);
}

static void page_key(struct console *c, uint32_t key, int lines, int rows);

/* True: the prompt took the key. */
static bool prompt_key(struct console *c, uint32_t key)
{
	struct line_edit typed = c->line;
	enum mode mode = c->mode;

	if (mode == MODE_SURE)
		return console_sure_key(c, key) || true;
	if (mode == MODE_JUMP) {
		console_jump_key(c, key);
		return true;
	}
	if (mode == MODE_PALETTE)
		return console_palette_key(c, key) || true;
	if (mode == MODE_WHY) {
		page_key(c, key, help_page_lines(c->why, c->w), help_rows(c->w, c->h));
		return true;
	}
	if (mode == MODE_CODE && key == KEY_ENTER) {
		c->mode = MODE_NONE;
		line_edit_set(&c->line, SV_NONE); /* it is good once and is not kept */
		console_unlock(c, sv_trim(line_edit_text(&typed)));
		return true;
	}
	if (mode == MODE_QUIT) {
		c->mode = MODE_NONE;
		c->quit = key == 'Y';
		return true;
	}
	if (key == KEY_ENTER) {
		c->mode = MODE_NONE;
		if (mode == MODE_FIND) {
			console_open(c, SCREEN_ACCOUNTS, sv_trim(line_edit_text(&typed)));
		} else if (mode == MODE_FILTER) {
			if (!console_filtered(c, true))
				c->mode = MODE_FILTER; /* it stays open, with what is wrong beside it */
		}
	} else if (key == KEY_ESC || key == KEY_CTRL('c')) {
		c->mode = MODE_NONE;
	} else if (key == KEY_TAB && mode != MODE_FIND && mode != MODE_CODE) {
		complete(c);
	} else {
		line_edit_key(&c->line, key);
		if (mode == MODE_FILTER)
			console_filtered(c, false);
	}
	return true;
}

/* A page over the screen: help, or what = says. Any key that does not move it closes it. */
static void page_key(struct console *c, uint32_t key, int lines, int rows)
{
	enum action a = keys_action(key, ON_ALL);
	int last = lines - rows, page = rows - 1;

	if (a == ACT_ROW_NEXT)
		c->help_top++;
	else if (a == ACT_ROW_PREV)
		c->help_top--;
	else if (a == ACT_PAGE_NEXT || key == ' ')
		c->help_top += page;
	else if (a == ACT_PAGE_PREV)
		c->help_top -= page;
	else if (a == ACT_ROW_FIRST)
		c->help_top = 0;
	else if (a == ACT_ROW_LAST)
		c->help_top = last;
	else if (a == ACT_REPAINT)
		c->repaint = true;
	else if (a == ACT_SUSPEND)
		c->suspend = true;
	else
		c->help = false, c->mode = MODE_NONE;
	if (c->help_top > last)
		c->help_top = last;
	if (c->help_top < 0)
		c->help_top = 0;
}

static bool picker_key(struct console *c, uint32_t key)
{
	struct layer *l = console_top(c);
	bool taken;

	if (!l->ops->key)
		return false;
	console_enter(c);
	taken = l->ops->key(&c->ui, l->model, key);
	console_leave(c, l);
	return taken;
}

static void key_now(struct console *c, uint32_t key);

void console_key(struct console *c, uint32_t key)
{
	unsigned id = console_top(c)->id;
	bool sure = c->mode == MODE_SURE;

	if (key == KEY_NONE || key == KEY_ANSWER)
		return;
	if (console_wake(c))
		return;
	key_now(c, key);
	if (sure && c->mode == MODE_NONE)
		console_draft_answered(c);
	console_draft_left(c, id);
	console_left(c);
}

static void key_now(struct console *c, uint32_t key)
{
	char name[16];
	enum action a;

	c->touched = true;
	c->hint = false;
	if (console_ahead(c, key))
		return;
	if (c->mode == MODE_NONE || c->mode == MODE_QUIT)
		c->message[0] = '\0';
	if (c->mode != MODE_NONE) {
		prompt_key(c, key);
		return;
	}
	if (c->help) {
		page_key(c, key, help_lines(console_top(c)->ops->on, c->w), help_rows(c->w, c->h));
		return;
	}
	if (picker_key(c, key))
		return;
	a = keys_action(key, console_top(c)->ops->on);
	if (a)
		console_act(c, a);
	else
		console_say(c, SAY_PLAIN, T("%s does nothing here; ? shows the keys"),
		            key_name(key, name));
}

void console_click(struct console *c, int x, int y)
{
	int from = 1 + console_rows_above(c);

	(void)x;
	c->touched = true;
	if (c->mode != MODE_NONE || c->help || y < from || !(console_top(c)->ops->on & action_where(ACT_CLICK)))
		return;
	c->ui.click = y - from;
	act_on_top(c, ACT_CLICK);
}

static bool pasted(struct console *c, struct sv text)
{
	struct layer *l = console_top(c);
	bool taken;

	if (!l->ops->paste)
		return false;
	console_enter(c);
	taken = l->ops->paste(&c->ui, l->model, text);
	console_leave(c, l);
	return taken;
}

void console_paste(struct console *c, struct sv text, size_t lost)
{
	if (console_wake(c))
		return;
	c->touched = true;
	if (c->mode == MODE_PALETTE || c->mode == MODE_FIND || c->mode == MODE_FILTER) {
		line_edit_paste(&c->line, text, &c->turn);
		c->palette.due = c->ui.mono + OFFERS_MS;
	} else if (c->mode == MODE_NONE && !c->help && pasted(c, text))
		return;
	else
		console_say(c, SAY_WARN,
		            T("a paste of %d bytes was thrown away: no text field is open"),
		            (int)(text.n + lost));
}
