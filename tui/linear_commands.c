/* The commands of the linear console. What is not in the table here is a command of the console's `:` line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"

#include "tui/linear_inside.h"
#include "tui/screens/list_inside.h"
#include "tui/screens/text.h"

struct command {
	const char *name, *args, *help;
	void (*run)(struct linear *l, struct sv rest);
};

static const struct command *table(size_t *ret_n);

static void show_top(struct linear *l)
{
	l->layer = 0; /* numbers begin anew */
	l->show = true;
}

static void open_screen(struct linear *l, enum screen_id id, struct sv arg)
{
	unsigned before = console_top(l->c)->id;

	console_open(l->c, id, arg);
	if (console_top(l->c)->id <= before || id == SCREEN_DASHBOARD)
		show_top(l);
}

static void run_dashboard(struct linear *l, struct sv rest)
{
	(void)rest;
	open_screen(l, SCREEN_DASHBOARD, SV_NONE);
}

static void run_needs(struct linear *l, struct sv rest)
{
	(void)rest;
	l->want_needs = true;
	open_screen(l, SCREEN_DASHBOARD, SV_NONE);
}

static void run_queue(struct linear *l, struct sv rest)
{
	struct sv name = sv_cut(&rest, ' ');
	enum screen_id id;

	if (!screen_by_name(name, &id) || !(screen_by_id(id)->on & ON_QUEUE))
		linear_say(l, T("queue disputes, callbacks, promises, messages or locked, and a filter behind it."));
	else
		open_screen(l, id, sv_trim(rest));
}

static void run_more(struct linear *l, struct sv rest)
{
	(void)rest;
	if (!console_top(l->c)->ops->kind || l->layer != console_top(l->c)->id)
		linear_say(l, T("more: no list is being read out."));
	else
		l->show = true;
}

static void run_again(struct linear *l, struct sv rest)
{
	(void)rest;
	if (console_top(l->c)->ops->kind)
		console_act(l->c, ACT_RESORT);
	else
		console_act(l->c, ACT_REFRESH);
	show_top(l);
}

static void run_back(struct linear *l, struct sv rest)
{
	(void)rest;
	console_act(l->c, ACT_HIST_BACK);
	if (l->c->message[0])
		return;
	show_top(l);
}

/* Rows by their numbers. */

/* The row that was read out with this number, wherever it stands now. */
static bool find_row(struct linear *l, size_t number)
{
	struct layer *top = console_top(l->c);
	struct list_model *m = top->model;
	char id[LIST_ID_MAX + 1];

	if (top->ops->on & ON_TEXT) { /* a number of the page */
		bool there;

		console_enter(l->c);
		there = text_go_key(&l->c->ui, top->model, (unsigned)strtoul(l->ids[number - 1], NULL, 10));
		console_leave(l->c, top);
		return there;
	}
	for (size_t i = 0, n = list_rows(m); i < n; i++) {
		size_t row = i == 0 ? number - 1 : i <= number - 1 ? i - 1 : i; /* where it stood first of all */

		if (!list_row(m, row))
			continue;
		list_id(m->kind, list_row(m, row), id);
		if (strcmp(id, l->ids[number - 1]) != 0)
			continue;
		console_enter(l->c);
		list_put(&l->c->ui, m, (int64_t)row);
		console_leave(l->c, top);
		return l->named = true;
	}
	return false;
}

/* Puts the cursor on a row; false says why not. Goes back to the list if it is the screen before. */
static bool to_row(struct linear *l, size_t number)
{
	struct console *c = l->c;

	if (c->at > 0 && l->layer && console_top(c)->id != l->layer && c->stack[c->at - 1].id == l->layer)
		console_close_top(c);
	if (console_top(c)->id != l->layer || number < 1 || number > l->shown)
		linear_say(l, T("There is no row %d here; acct %d opens an account."), (int)number, (int)number);
	else if (find_row(l, number))
		return true;
	else
		linear_say(l, T("Row %d is no longer in the list: again reads it out anew."), (int)number);
	return false;
}

/* Small numbers are rows and nothing else, so that one that is not there opens nobody's account; acct opens that. */
static bool is_row(struct sv word, size_t *ret)
{
	int64_t n;

	if (!sv_int(word, &n) || n < 1 || n > LINEAR_ROWS_MAX)
		return false;
	*ret = (size_t)n;
	return true;
}

/* "3 and more words": takes the number off and goes to its row. With none, the row named last is meant, or the screen.
 * False: it was said what is missing. */
static bool take_row(struct linear *l, struct sv *rest)
{
	struct sv after = *rest, word = sv_cut(&after, ' ');
	size_t row;
	const struct layer *top = console_top(l->c);

	if (is_row(word, &row)) {
		*rest = sv_trim(after);
		return to_row(l, row);
	}
	if (!top->ops->kind || l->named || ((const struct list_model *)top->model)->n_marks)
		return true;
	linear_say(l, T("Which row? Its number stands behind the command."));
	return false;
}

static void run_open(struct linear *l, struct sv rest)
{
	size_t row;

	if (!is_row(rest, &row)) {
		if (rest.n)
			open_screen(l, SCREEN_ACCOUNT, rest);
		else
			linear_say(l, T("open ROW or open NUMBER"));
	} else if (!l->layer && row <= l->n_needs) {
		if (l->needs[row - 1][0])
			open_screen(l, SCREEN_ACCOUNT, sv_from(l->needs[row - 1]));
		else
			linear_say(l, T("No account stands behind it."));
	} else if (to_row(l, row)) {
		unsigned before = console_top(l->c)->id;

		console_act(l->c, ACT_OPEN);
		if (console_top(l->c)->id != before)
			l->show = true;
	}
}

/* send [ROW|NUMBER] [CHANNEL] */
static void run_send(struct linear *l, struct sv rest)
{
	struct sv after = rest, word = sv_cut(&after, ' ');
	const struct layer *top;
	size_t row;

	if (is_row(word, &row) && !l->layer && row <= l->n_needs) {
		console_command(l->c, sv_print(&l->c->turn, "send %s " SV_FMT, l->needs[row - 1], SV_ARG(after)));
		return;
	}
	if (is_row(word, &row) && to_row(l, row)) {
		top = console_top(l->c);
		console_command(l->c, sv_print(&l->c->turn, "send %s " SV_FMT, top->ops->account(top->model), SV_ARG(after)));
	} else if (!is_row(word, &row)) {
		int channel;
		bool whom = word.n && !choice_value(&channel_choice, word, &channel);

		top = console_top(l->c);
		if (!whom && top->ops->kind && ((const struct list_model *)top->model)->n_marks)
			console_act(l->c, ACT_SEND);
		else if (whom || take_row(l, &rest))
			console_command(l->c, sv_print(&l->c->turn, "send " SV_FMT, SV_ARG(rest)));
	}
}

static void act(struct linear *l, enum action a, struct sv *rest)
{
	if (!take_row(l, rest))
		return;
	if (action_where(a) & console_top(l->c)->ops->on)
		console_act(l->c, a);
	else
		linear_say(l, T("%s: not here."), action_name(a));
}

static void run_take(struct linear *l, struct sv rest)
{
	act(l, ACT_TAKE, &rest);
}

static void run_leave(struct linear *l, struct sv rest)
{
	act(l, ACT_LEAVE, &rest);
}

static void run_verify(struct linear *l, struct sv rest)
{
	if (console_top(l->c)->ops->on & ON_AUDIT)
		console_act(l->c, ACT_VERIFY);
	else
		console_command(l->c, SV("do audit.verify"));
	(void)rest;
}

static void run_views(struct linear *l, struct sv rest)
{
	(void)rest;
	console_command(l->c, SV("do view.list"));
}

/* What plays on a screen stands still where it is read out. */
static void run_replay(struct linear *l, struct sv rest)
{
	unsigned before = console_top(l->c)->id;

	console_open(l->c, SCREEN_REPLAY, rest);
	if (console_top(l->c)->id != before)
		console_act(l->c, ACT_SHUTTLE_STAND);
}

static bool watched(const struct console *c, struct sv account)
{
	for (size_t i = 0; i < c->n_watched; i++)
		if (sv_is(account, c->watched[i].account))
			return true;
	return false;
}

/* watch [ROW|NUMBER] */
static void run_watch(struct linear *l, struct sv rest)
{
	struct console *c = l->c;
	struct sv account = rest, word = rest;
	size_t row;

	word = sv_cut(&account, ' ');
	account = rest;
	if (!rest.n || is_row(word, &row)) {
		if (!take_row(l, &rest))
			return;
		account = sv_copy(&c->turn, sv_from(console_top(c)->ops->account(console_top(c)->model)));
	}
	console_watch(c, account);
	if (account.n && watched(c, account)) { /* it stands nowhere: it is said */
		l->watch_seen = c->ui.now;
		console_say(c, SAY_GOOD, T("%.*s is watched: what happens to it is read out; watch again lets it go"), SV_ARG(account));
	}
}

static void run_resolve(struct linear *l, struct sv rest)
{
	act(l, ACT_RESULT, &rest);
}

static void run_revoke(struct linear *l, struct sv rest)
{
	unsigned on = console_top(l->c)->ops->on;

	act(l, on & ON_BUFFER ? ACT_STOP : on & ON_SESSIONS ? ACT_END : ACT_REVOKE, &rest);
}

static void run_done(struct linear *l, struct sv rest)
{
	act(l, ACT_DONE, &rest);
}

static void run_snooze(struct linear *l, struct sv rest)
{
	act(l, ACT_SNOOZE, &rest);
}

/* The words behind are the text of the form that opens; without any it is asked for. */
static void write_words(struct linear *l, enum action a, struct sv rest)
{
	act(l, a, &rest);
	if (console_top(l->c)->ops != screen_by_id(SCREEN_FORM) || !rest.n)
		return;
	linear_form_set(l, "text", rest);
	linear_form_set(l, "note", rest);
}

static void run_reply(struct linear *l, struct sv rest)
{
	write_words(l, ACT_REPLY, rest);
}

static void run_note(struct linear *l, struct sv rest)
{
	write_words(l, ACT_NOTE, rest);
}

/* mark 1 3 5-7, mark none */
static void run_mark(struct linear *l, struct sv rest)
{
	struct layer *top = console_top(l->c);
	struct list_model *m = top->model;

	if (!top->ops->kind || l->layer != top->id) {
		linear_say(l, T("mark: no list is being read out."));
		return;
	}
	while ((rest = sv_trim(rest)).n) {
		struct sv to = sv_cut(&rest, ' '), from = sv_cut(&to, '-');
		int64_t a, b;

		if (sv_is(from, "none")) {
			m->n_marks = 0;
		} else if (sv_int(from, &a) && (!to.n || sv_int(to, &b))) {
			for (b = to.n ? b : a; a <= b && to_row(l, (size_t)a); a++)
				if (!list_marked(m, list_here(m)))
					console_act(l->c, ACT_MARK);
		} else {
			linear_say(l, T("mark 1 3 5-7, or mark none"));
			return;
		}
	}
	linear_say(l, T("%d marked."), (int)m->n_marks);
}

static void run_feed(struct linear *l, struct sv rest)
{
	if (sv_is(rest, "on") || sv_is(rest, "off")) {
		const struct feed *f = dashboard_shown(l->c->stack[0].model);

		l->feed = sv_is(rest, "on");
		if (feed_row(f, 0))
			l->feed_seq = feed_row(f, 0)->seq;
		linear_say(l, l->feed ? T("Events are read out as they happen.") : T("Events are silent."));
		return;
	}
	l->feed_seq = 0;
	linear_events(l, LINEAR_PAGE);
}

static void run_undo(struct linear *l, struct sv rest)
{
	(void)rest;
	console_act(l->c, ACT_UNDO);
}

static void run_quit(struct linear *l, struct sv rest)
{
	(void)rest;
	console_act(l->c, ACT_QUIT);
}

static void run_help(struct linear *l, struct sv rest)
{
	size_t n;
	const struct command *all = table(&n);

	(void)rest;
	for (size_t i = 0; i < n; i++)
		linear_say(l, "%s%s%s: %s", all[i].name, all[i].args[0] ? " " : "", all[i].args, T(all[i].help));
}

static const struct command *table(size_t *ret_n)
{
	static const struct command all[] = {
		{ "help", "", N_("these commands"), run_help },
		{ "dashboard", "", N_("the figures as sentences, and what needs you"), run_dashboard },
		{ "needs", "", N_("what needs you, by number"), run_needs },
		{ "queue", "disputes|callbacks|promises|messages|locked [FILTER]", N_("what waits for a person"), run_queue },
		{ "SCREEN", "[FILTER]", N_("accounts, links, sessions, notifications, audit, analytics, finds and every other screen"), NULL },
		{ "more", "", N_("the next rows; next does the same"), run_more },
		{ "again", "", N_("ask anew and read it out from the beginning"), run_again },
		{ "ROW", "", N_("open the row with this number; open ROW does the same"), NULL },
		{ "open", "ROW|NUMBER", N_("open a row, or an account by its number"), run_open },
		{ "back", "", N_("the screen before"), run_back },
		{ "send", "[ROW|NUMBER] [sms|whatsapp|email]", N_("send a new link, held 5 seconds; without a row to all that are marked"), run_send },
		{ "undo", "", N_("take back what is held"), run_undo },
		{ "take", "[ROW]", N_("take a dispute or a call: you work on it"), run_take },
		{ "leave", "[ROW]", N_("give it back: somebody else may take it"), run_leave },
		{ "reply", "[ROW] TEXT", N_("answer the debtor, held 5 seconds"), run_reply },
		{ "note", "[ROW] TEXT", N_("write a note among operators"), run_note },
		{ "resolve", "[ROW]", N_("end it with its result, asked for field by field"), run_resolve },
		{ "revoke", "[ROW]", N_("make a link useless, end a visit; asks for a word"), run_revoke },
		{ "done", "[ROW]", N_("a notification is done with"), run_done },
		{ "snooze", "[ROW]", N_("show a notification again in an hour"), run_snooze },
		{ "mark", "ROWS|none", N_("mark rows: 1 3 5-7"), run_mark },
		{ "feed", "on|off", N_("read out events as they happen; alone the newest ten"), run_feed },
		{ "watch", "[ROW|NUMBER]", N_("what happens to an account is read out, of at most four; again: no more"), run_watch },
		{ "held", "", N_("what waits to go out, of everybody; revoke stops it"), NULL },
		{ "filter", "TERMS", N_("filter the list, or the events of the dashboard"), NULL },
		{ "sort", "-WORD", N_("sort the list"), NULL },
		{ "view", "NAME|save NAME|drop NAME [shared]", N_("open, keep or forget a saved view of a list"), NULL },
		{ "views", "", N_("your saved views, and those that others share"), run_views },
		{ "replay", "[09:00|-90m|DAY TIME]", N_("the figures and events as they stood then"), run_replay },
		{ "verify", "", N_("check the hash chain of the whole log"), run_verify },
		{ "export", "FILE", N_("of the audit log: save what its filter shows as lines of JSON"), NULL },
		{ "period", "today|7d|30d|90d|FROM..TO", N_("period of the figures"), NULL },
		{ "why", "", N_("what this is, and the words of its filter"), NULL },
		{ "do", "METHOD [field=value ...]", N_("any method of the server"), NULL },
		{ "quit", "", N_("leave"), run_quit },
	};

	*ret_n = COUNT(all);
	return all;
}

const char *linear_command(size_t i, const char **ret_args, const char **ret_help)
{
	size_t n;
	const struct command *all = table(&n);

	if (i >= n)
		return NULL;
	*ret_args = all[i].args;
	*ret_help = all[i].help;
	return all[i].name;
}

/* Commands of the `:` line. Those that change what the screen shows have it read out. */
static void pass_on(struct linear *l, struct sv first, struct sv text)
{
	struct layer *top = console_top(l->c);
	unsigned before = top->id;
	bool changes = sv_is(first, "filter") || sv_is(first, "sort") || sv_is(first, "period");

	l->c->message[0] = '\0';
	console_command(l->c, text);
	l->view = l->c->palette.wanted[0] != '\0';
	if (changes && !(l->c->message[0] && l->c->tone == SAY_WARN))
		show_top(l);
	else if (console_top(l->c)->id < before)
		show_top(l);
}

void linear_do(struct linear *l, struct sv text)
{
	struct sv rest = text, first = sv_cut(&rest, ' ');
	const struct command *all;
	enum screen_id id;
	size_t n, row;

	rest = sv_trim(rest);
	all = table(&n);
	if (sv_is(first, "next"))
		first = SV("more");
	if (!rest.n && is_row(first, &row)) {
		run_open(l, first);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (all[i].run && sv_is(first, all[i].name)) {
			all[i].run(l, rest);
			return;
		}
	if (screen_by_name(first, &id) && sv_is(first, screen_by_id(id)->name) && id != SCREEN_FORM &&
	    !(id == SCREEN_ACCOUNT && !rest.n))
		open_screen(l, id, rest);
	else
		pass_on(l, first, text);
}
