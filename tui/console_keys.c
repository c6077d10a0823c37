/* Keys, pastes and commands. A key goes to the first of these that wants it: the open prompt, the help
 * page, a picker of the screen on top, the action table. A key that does nothing says so. */
#include <stdio.h>
#include <string.h>

#include "common/date.h"

#include "tui/console.h"
#include "tui/screens/help.h"
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
	int held = sends_count(&c->sends);

	c->mode = MODE_QUIT;
	if (held)
		console_say(c, SAY_WARN,
		            "Quit? %d held link%s will still go out.  Y leaves, Esc stays", held,
		            held == 1 ? "" : "s");
	else
		console_say(c, SAY_WARN, "Quit?  Y leaves, any other key stays");
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
	if (c->n > 1)
		console_close_top(c);
	else
		console_say(c, SAY_PLAIN, "Esc: this is the first screen; q leaves");
}

static void set_period(struct console *c, struct sv text)
{
	static const char *const known[] = { "today", "7d", "30d", "90d" };
	struct sv to = text, from;
	size_t dots = sv_find_sv(text, SV(".."));
	int64_t a, b;
	bool good = false;

	for (size_t i = 0; i < COUNT(known); i++)
		good |= sv_is(text, known[i]);
	if (!good && dots < text.n) {
		from = sv_from_to(text, 0, dots);
		to = sv_from_to(text, dots + 2, text.n);
		good = day_parse(from, &a) && day_parse(to, &b) && a <= b;
	}
	if (!good || text.n >= sizeof(c->period)) {
		console_say(c, SAY_WARN, "period: today, 7d, 30d, 90d or 2026-01-01..2026-01-31");
		return;
	}
	memcpy(c->period, text.p, text.n);
	c->period[text.n] = '\0';
	for (size_t i = 0; i < c->n; i++) {
		if (!(c->stack[i].ops->on & action_where(ACT_PERIOD)))
			continue;
		console_enter(c);
		c->stack[i].ops->act(&c->ui, c->stack[i].model, ACT_PERIOD);
		console_leave(c, &c->stack[i]);
	}
}

static void next_period(struct console *c)
{
	const char *now = c->period;

	set_period(c, strcmp(now, "today") == 0 ? SV("7d")
	              : strcmp(now, "7d") == 0  ? SV("30d")
	              : strcmp(now, "30d") == 0 ? SV("90d")
	                                        : SV("today"));
}

static void to_accounts(struct console *c, struct sv text)
{
	console_to_root(c);
	console_open(c, SCREEN_ACCOUNTS, text);
}

static void prompt(struct console *c, enum mode mode)
{
	c->mode = mode;
	line_edit_set(&c->line, SV_NONE);
}

static void interrupted(struct console *c)
{
	if (c->interrupted && c->ui.mono - c->interrupted <= TWICE_MS)
		ask_to_quit(c);
	else
		console_say(c, SAY_PLAIN, "^C: nothing to cancel; once more asks to quit");
	c->interrupted = c->ui.mono;
}

void console_act(struct console *c, enum action a)
{
	switch ((int)a) {
	case ACT_HELP:
		c->help = true;
		c->help_top = 0;
		break;
	case ACT_PALETTE:
		prompt(c, MODE_PALETTE);
		break;
	case ACT_FIND:
		prompt(c, MODE_FIND);
		break;
	case ACT_UNDO:
		console_undo(c);
		break;
	case ACT_BACK:
		back(c);
		break;
	case ACT_CLOSE:
	case ACT_QUIT:
		if (c->n > 1 && a == ACT_CLOSE)
			console_close_top(c);
		else
			ask_to_quit(c);
		break;
	case ACT_INTERRUPT:
		interrupted(c);
		break;
	case ACT_REPAINT:
		c->repaint = true;
		break;
	case ACT_SUSPEND:
		c->suspend = true;
		break;
	case ACT_DASHBOARD:
		console_to_root(c);
		break;
	case ACT_ACCOUNTS:
		to_accounts(c, SV_NONE);
		break;
	case ACT_PERIOD:
		next_period(c);
		break;
	case ACT_REFRESH:
		if (!c->ui.live)
			follow_now(&c->follow, c->ui.mono);
		else
			act_on_top(c, a);
		break;
	case ACT_NEXT:
		c->bell = 0;
		c->ui.seen = c->follow.cursor;
		act_on_top(c, a);
		break;
	default:
		act_on_top(c, a);
		break;
	}
}

static void go(struct console *c, struct sv where)
{
	if (sv_is(where, "dashboard"))
		console_act(c, ACT_DASHBOARD);
	else if (sv_is(where, "accounts"))
		console_act(c, ACT_ACCOUNTS);
	else if (sv_is(where, "help"))
		console_act(c, ACT_HELP);
	else
		console_say(c, SAY_WARN, "go: dashboard, accounts or help");
}

/* send [NUMBER] [CHANNEL] */
static void command_send(struct console *c, struct sv rest)
{
	const struct layer *l = console_top(c);
	struct ui_send wish = { "", 0, channel__none };
	struct sv number = sv_from(l->ops->account(l->model));

	while ((rest = sv_trim(rest)).n) {
		struct sv word = sv_cut(&rest, ' ');
		int channel;

		if (choice_value(&channel_choice, word, &channel))
			wish.channel = (enum channel)channel;
		else
			number = word;
	}
	if (!number.n || number.n > ACCOUNT_MAX) {
		console_say(c, SAY_WARN, "send: which account? send NUMBER [sms|whatsapp|email]");
		return;
	}
	memcpy(wish.account, number.p, number.n);
	console_send(c, &wish);
}

static void command_word(struct console *c, enum word w, struct sv rest, struct sv all)
{
	if (w == WORD_ACCT && rest.n) {
		console_open(c, SCREEN_ACCOUNT, rest);
	} else if (w == WORD_FIND) {
		to_accounts(c, rest);
	} else if (w == WORD_PERIOD) {
		set_period(c, rest);
	} else if (w == WORD_GO) {
		go(c, rest);
	} else if (w == WORD_SEND) {
		command_send(c, rest);
	} else if (w == WORD_DUMP && rest.n && rest.n < sizeof(c->dump)) {
		memcpy(c->dump, rest.p, rest.n);
		c->dump[rest.n] = '\0';
	} else if (w == WORD_QUIT) {
		ask_to_quit(c);
	} else {
		console_say(c, SAY_WARN, SV_FMT ": %s %s", SV_ARG(all), word_name(w), word_args(w));
	}
}

void console_command(struct console *c, struct sv text)
{
	struct sv rest = sv_trim(text), all = rest, first = sv_cut(&rest, ' ');
	enum action a = action_by_name(first);
	enum word w = word_by_name(first);
	bool exact = w && sv_is(first, word_name(w));

	rest = sv_trim(rest);
	if (!all.n)
		return;
	if (exact) {
		command_word(c, w, rest, all);
	} else if (a && !rest.n) {
		if (action_where(a) & console_top(c)->ops->on)
			console_act(c, a);
		else
			console_say(c, SAY_WARN, "%s: not on this screen", action_name(a));
	} else if (!rest.n && strcspn(sv_z(&c->turn, first), "0123456789") < first.n) {
		console_open(c, SCREEN_ACCOUNT, first);
	} else if (w) {
		command_word(c, w, rest, all);
	} else {
		console_say(c, SAY_WARN, "no such command: " SV_FMT "; ? lists them",
		            SV_ARG(first));
	}
}

static void complete(struct console *c)
{
	struct sv tail = c->line.caret == c->line.n && c->line.n
	                     ? word_complete(line_edit_text(&c->line))
	                     : SV_NONE;

	for (size_t i = 0; i < tail.n; i++)
		line_edit_key(&c->line, (unsigned char)tail.p[i]);
	if (tail.n)
		line_edit_key(&c->line, ' ');
}

/* True: the prompt took the key. */
static bool prompt_key(struct console *c, uint32_t key)
{
	struct line_edit typed = c->line;
	enum mode mode = c->mode;

	if (mode == MODE_QUIT) {
		c->mode = MODE_NONE;
		c->quit = key == 'Y';
		return true;
	}
	if (key == KEY_ENTER) {
		c->mode = MODE_NONE;
		if (mode == MODE_FIND) {
			to_accounts(c, sv_trim(line_edit_text(&typed)));
		} else {
			c->last_command = typed;
			console_command(c, line_edit_text(&typed));
		}
	} else if (key == KEY_ESC || key == KEY_CTRL('c')) {
		c->mode = MODE_NONE;
	} else if (key == KEY_TAB && mode == MODE_PALETTE) {
		complete(c);
	} else if (key == KEY_UP && mode == MODE_PALETTE) {
		c->line = c->last_command;
	} else {
		line_edit_key(&c->line, key);
	}
	return true;
}

static void help_key(struct console *c, uint32_t key)
{
	enum action a = keys_action(key, ON_ALL);
	int last = help_lines(console_top(c)->ops->on, c->w) - help_rows(c->w, c->h);
	int page = help_rows(c->w, c->h) - 1;

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
		c->help = false;
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

void console_key(struct console *c, uint32_t key)
{
	char name[16];
	enum action a;

	if (key == KEY_NONE || key == KEY_ANSWER)
		return;
	c->touched = true;
	c->hint = false;
	if (c->mode == MODE_NONE || c->mode == MODE_QUIT)
		c->message[0] = '\0';
	if (c->mode != MODE_NONE) {
		prompt_key(c, key);
		return;
	}
	if (c->help) {
		help_key(c, key);
		return;
	}
	if (picker_key(c, key))
		return;
	a = keys_action(key, console_top(c)->ops->on);
	if (a)
		console_act(c, a);
	else
		console_say(c, SAY_PLAIN, "%s does nothing here; ? shows the keys",
		            key_name(key, name));
}

void console_paste(struct console *c, struct sv text, size_t lost)
{
	c->touched = true;
	if (c->mode == MODE_PALETTE || c->mode == MODE_FIND)
		line_edit_paste(&c->line, text, &c->turn);
	else
		console_say(c, SAY_WARN,
		            "a paste of %d bytes was thrown away: no text field is open",
		            (int)(text.n + lost));
}
