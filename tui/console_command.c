/* Commands of the `:` line: words of actions.def, names of screens, methods, and account numbers alone. */
#include <stdio.h>
#include <string.h>

#include "common/date.h"

#include "tui/console.h"

void console_period(struct console *c, struct sv text)
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
		console_say(c, SAY_WARN, T("period: today, 7d, 30d, 90d or 2026-01-01..2026-01-31"));
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

/* "accounts", "accounts dpd>30", "help" */
void console_go(struct console *c, struct sv where)
{
	struct sv rest = where, name = sv_cut(&rest, ' ');
	enum screen_id id;

	rest = sv_trim(rest);
	if (sv_is(name, "help"))
		console_act(c, ACT_HELP);
	else if (!screen_by_name(name, &id))
		console_say(c, SAY_WARN, T("go: there is no one screen \"%.*s\"; ? lists them"), SV_ARG(name));
	else if (rest.n)
		console_open(c, id, rest);
	else
		console_to(c, id);
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
		console_say(c, SAY_WARN, T("send: which account? send NUMBER [sms|whatsapp|email]"));
		return;
	}
	memcpy(wish.account, number.p, number.n);
	console_send(c, &wish);
}

static void command_filter(struct console *c, enum word w, struct sv rest)
{
	struct layer *l = console_top(c);
	struct buf b = buf_new(&c->turn, LINE_MAX_BYTES * 2);

	if (!l->ops->filter) {
		console_say(c, SAY_WARN, T("%s: this screen is no list"), word_name(w));
		return;
	}
	if (w == WORD_SORT) {
		buf_add(&b, l->ops->filter(l->model));
		buf_print(&b, " sort:" SV_FMT, SV_ARG(rest));
	} else {
		buf_add(&b, rest);
	}
	line_edit_set(&c->line, buf_sv(&b));
	console_filtered(c, true);
}

static int asks_open(const struct console *c)
{
	int n = 0;

	for (size_t i = 0; i < ASKS_MAX; i++)
		n += c->asks[i].ticket != 0;
	return n;
}

/* Whether it is the network, the server or the terminal that is slow. */
static void stats(struct console *c)
{
	struct pace_seen p;

	if (!c->pace) {
		console_say(c, SAY_PLAIN, T("server %d ms, %d screens kept, %d questions open"), c->rtt, (int)c->n, asks_open(c));
		return;
	}
	p = pace_seen(c->pace);
	console_say(c, SAY_PLAIN, T("terminal %s, %d ms there and back; server %d ms; %llu frames, %llu left out, %llu bytes, %llu a second; "
				  "%d questions open"),
		    pace_class_name(p.class), p.rtt, c->rtt, (unsigned long long)p.frames, (unsigned long long)p.skipped,
		    (unsigned long long)p.bytes, (unsigned long long)p.bytes_a_second, asks_open(c));
}

static void command_word(struct console *c, enum word w, struct sv rest, struct sv all)
{
	if (w == WORD_ACCT && rest.n) {
		console_open(c, SCREEN_ACCOUNT, rest);
	} else if (w == WORD_FIND) {
		console_open(c, SCREEN_ACCOUNTS, rest);
	} else if (w == WORD_FILTER || w == WORD_SORT) {
		command_filter(c, w, rest);
	} else if (w == WORD_DO && rest.n) {
		console_open(c, SCREEN_FORM, rest);
	} else if (w == WORD_REPLAY) {
		console_open(c, SCREEN_REPLAY, rest);
	} else if (w == WORD_UNLOCK) {
		console_unlock(c, rest);
	} else if (w == WORD_STATS) {
		stats(c);
	} else if (w == WORD_LANG && rest.n && tr_choose(rest)) {
		console_said_anew(c);
	} else if (w == WORD_THEME && theme_by_name(rest, &c->theme)) {
		c->themed = true;
	} else if (w == WORD_MOUSE && (sv_is(rest, "on") || sv_is(rest, "off"))) {
		c->mouse = sv_is(rest, "on");
		console_say(c, SAY_PLAIN, c->mouse ? T("mouse: wheel and clicks are keys; hold Shift to select") : T("mouse: off"));
	} else if (w == WORD_PERIOD) {
		console_period(c, rest);
	} else if (w == WORD_GO) {
		console_go(c, rest);
	} else if (w == WORD_SEND) {
		command_send(c, rest);
	} else if (w == WORD_DUMP && rest.n && rest.n < sizeof(c->dump)) {
		memcpy(c->dump, rest.p, rest.n);
		c->dump[rest.n] = '\0';
	} else if (w == WORD_COVER) {
		console_cover(c, false);
	} else if (w == WORD_WATCH) {
		console_watch(c, rest.n ? rest : sv_copy(&c->turn, sv_from(console_top(c)->ops->account(console_top(c)->model))));
	} else if (w == WORD_EXPORT) {
		console_export(c, rest);
	} else if (w == WORD_VIEW) {
		console_view(c, rest);
	} else {
		console_say(c, SAY_WARN, SV_FMT ": %s %s", SV_ARG(all), word_name(w), word_args(w));
	}
}

void console_command(struct console *c, struct sv text)
{
	struct sv all = sv_trim(text);
	struct meaning m = palette_meaning(c, all);

	switch (m.means) {
	case MEANS_WORD:
		command_word(c, m.word, m.rest, all);
		break;
	case MEANS_ACTION:
		console_act(c, m.action);
		break;
	case MEANS_ELSEWHERE:
		console_say(c, SAY_WARN, T("%s: not on this screen"), action_name(m.action));
		break;
	case MEANS_ACCOUNT:
		console_open(c, SCREEN_ACCOUNT, m.first);
		break;
	case MEANS_VIEW:
		console_view(c, all);
		break;
	case MEANS_SCREEN:
		console_go(c, all);
		break;
	case MEANS_METHOD:
		console_open(c, SCREEN_FORM, all);
		break;
	case MEANS_NOTHING:
		if (all.n)
			console_say(c, SAY_WARN, T("no such command: %.*s; ? lists them"), SV_ARG(m.first));
		break;
	}
}
