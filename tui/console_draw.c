/* What stands around every screen: top row, the strip that says we are offline, message line, key bar,
 * help over it all. Reads the console, changes nothing: drawn twice it is the same. */
#include <string.h>

#include "common/zone.h"

#include "tui/console.h"
#include "tui/screens/help.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"

#define PROGRAM " quits  " /* before every title */

bool console_far(const struct console *c)
{
	return c->pace && pace_class(c->pace) == PACE_SLOW;
}

/* Puts head and tabs into the title if they fit with the one at `here`: as many before and behind it as there is room for, and
 * … says on which side there are more. */
static bool fit_behind(struct buf *title, struct sv head, struct sv tabs, size_t here, int room)
{
	LABEL(fitted, 400);

	for (size_t cut = 0; cut <= here; cut += sv_find(sv_from_to(tabs, cut, tabs.n), ' ') + 1) {
		size_t end = tabs.n;

		do { /* one tab less at the left at a time, and at the right what does not fit */
			fitted.n = 0;
			buf_add(&fitted, head);
			buf_z(&fitted, cut ? "… " : "");
			buf_add(&fitted, sv_from_to(tabs, cut, end));
			buf_z(&fitted, end < tabs.n ? " …" : "");
			if (grid_columns(buf_sv(&fitted)) <= room) {
				title->n = 0;
				buf_add(title, buf_sv(&fitted));
				return true;
			}
			while (end > here && tabs.p[end - 1] != ' ')
				end--;
			end -= end > here;
		} while (end > here);
	}
	return false;
}

/* Tabs are words of a title, behind its "›", the one where one is in brackets. That one stays: where there is no room for it
 * the other tabs go first, then the program's name, then what they are tabs of, then the signs that there are more. */
static void fit_tabs(struct buf *title, int room)
{
	char text[400];
	struct sv all = buf_sv(title), tabs, here;
	size_t from = sv_find_sv(all, SV("› ")) + strlen("› "), at = sv_find_sv(all, SV("["));

	if (grid_columns(all) <= room || at >= all.n || from > at)
		return;
	memcpy(text, all.p, all.n); /* the title is written anew while it is read */
	all = sv_of(text, all.n);
	tabs = sv_from_to(all, from, all.n);
	at -= from;
	here = sv_from_to(tabs, at, at + sv_find(sv_from_to(tabs, at, tabs.n), ' '));
	if (fit_behind(title, sv_from_to(all, 0, from), tabs, at, room) ||
	    fit_behind(title, sv_from_to(all, strlen(PROGRAM) - 1, from), tabs, at, room) || fit_behind(title, SV(" "), tabs, at, room))
		return;
	title->n = 0;
	buf_char(title, ' ');
	buf_add(title, here);
}

/* How the line is, or what other moment than the present is shown. */
static void say_state(const struct console *c, int64_t moment, struct buf *b)
{
	bool far = console_far(c);

	if (!c->ui.live && c->ui.off_since) {
		buf_z(b, T("○ OFF "));
		format_stopwatch(b, c->ui.now - c->ui.off_since);
	} else if (!c->ui.live) {
		buf_z(b, c->follow.tries ? T("○ OFF") : "○ ...");
	} else if (moment) {
		buf_z(b, T("REPLAY "));
		if (zone_day(c->ui.zone, moment) != zone_day(c->ui.zone, c->ui.now)) {
			format_day(b, zone_day(c->ui.zone, moment), zone_day(c->ui.zone, c->ui.now));
			buf_char(b, ' ');
		}
		format_minute(b, moment, c->ui.zone);
	} else {
		buf_z(b, c->rtt >= SLOW_MS || far ? T("◐ SLOW ") : T("● LIVE "));
		if (far)
			buf_print(b, "%dms", pace_seen(c->pace).rtt);
		else if (c->rtt < 1)
			buf_z(b, "<1ms");
		else
			buf_print(b, "%dms", c->rtt);
	}
}

static void header(const struct console *c, struct grid *g)
{
	const struct layer *top = &c->stack[c->at];
	int64_t moment = top->ops->moment ? top->ops->moment(top->model) : 0;
	LABEL(title, 400);
	LABEL(right, 200);
	int w;

	buf_z(&title, PROGRAM);
	if (c->ui.blur) /* titles of screens have names in them */
		buf_print(&title, "%s › %s", T(screen_title_of(top->ops)), top->ops->account(top->model));
	else
		top->ops->title(top->model, &title);
	if (c->ui.blur)
		buf_z(&right, T("blur  "));
	if (top->ops->on & ON_PERIOD)
		buf_print(&right, "%s  ", c->period);
	say_state(c, moment, &right);
	if (moment)
		buf_z(&right, T("  now ")); /* the only thing of now; the bell's would be another */
	else
		buf_print(&right, T("  bell %d  "), c->bell > 999 ? 999 : c->bell);
	if (g->w >= 100 && c->user[0] && !moment)
		buf_print(&right, "%s  ", c->user);
	if (moment || !console_far(c)) /* there a minute is a frame in the way of a key */
		format_minute(&right, c->ui.now, c->ui.zone);
	else
		right.n--;
	buf_char(&right, ' ');
	w = grid_columns(buf_sv(&right));
	fit_tabs(&title, g->w - w - 1);
	grid_text(g, 0, 0, g->w - w - 1, LOOK_HEAD, buf_sv(&title));
	grid_text(g, 0, g->w - w, w, c->ui.live && !moment ? LOOK_HEAD : LOOK_OFF, buf_sv(&right));
}

static bool has_strip(const struct console *c)
{
	return !c->ui.live && c->follow.tries > 0;
}

int console_rows_above(const struct console *c)
{
	return has_strip(c) + console_watch_rows(c);
}

static void strip(const struct console *c, struct grid *g)
{
	const struct follow *f = &c->follow;
	int64_t left = f->next > c->ui.mono ? (f->next - c->ui.mono + 999) / 1000 : 0;
	LABEL(text, 400);

	buf_z(&text, T(" ○ OFFLINE "));
	if (c->ui.off_since) {
		format_span(&text, c->ui.now - c->ui.off_since);
		buf_z(&text, T(" · data as of "));
		format_clock(&text, c->ui.off_since, c->ui.zone);
	}
	if (g->w >= 100 || f->why[0])
		buf_print(&text, " · " SV_FMT, SV_ARG(f->why[0] ? tr_fault(c->ui.turn, sv_from(f->why)) : TS("no answer")));
	if (f->state == FOLLOW_GREETING)
		buf_z(&text, T(" · asking "));
	else
		buf_print(&text, T(" · try %d in %d s · r now "), f->tries + 1, (int)left);
	grid_fill(g, 1, 0, g->w, LOOK_OFF, 0x2591);
	grid_text(g, 1, 1, g->w - 2, LOOK_OFF, buf_sv(&text));
}

/* What one might do here, in words that fit 80 columns and in fewer that fit 60. */
static const struct hint_text {
	unsigned on;
	const char *text, *brief;
} hint_texts[] = {
	{ ON_REPLAY, N_("The past: nothing is done from here. Enter: the present"), N_("The past: nothing is done from here. Enter: the present") },
	{ ON_DASHBOARD, N_("Live feed. F filters by type: sess prom disp call opto mesg lock link"),
	  N_("F filters by type, / by words; n is what needs you next") },
	{ ON_FORM, N_("Tab goes to the next field, ^S sends the form, Esc leaves it"), N_("Tab: next field. ^S sends the form, Esc leaves it") },
	{ ON_ACCOUNTS, N_("Enter opens. / filters: status:open dpd>30 -name:~ana sort:-bal   = explains"),
	  N_("Enter opens. / filters, = lists its words, Space marks") },
	{ ON_QUEUE, N_("Tab is the next queue. Enter opens, / filters, = lists its words, Space marks"),
	  N_("Tab: next queue. Enter opens, / filters, Space marks") },
	{ ON_WORDS, N_("Enter opens. / filters, = lists its words. Space marks, i shows the row whole"),
	  N_("Enter opens. / filters, = lists its words, Space marks") },
	{ ON_LIST, N_("Enter opens. i shows the whole row, = explains"), N_("Enter opens. i shows the whole row, = explains") },
	{ ON_NUMBERS, N_("Tab goes to a number, Enter opens its rows, = explains it. j k scroll"),
	  N_("Tab: next number. Enter opens its rows, = explains it") },
	{ ON_TEXT, N_("j k scroll, Enter opens what is under the cursor, Esc goes back"), N_("j k scroll, Enter opens, Esc goes back") },
	{ ON_ALL, N_("s sends a new link by the preferred channel, S chooses it. j k scroll"),
	  N_("s sends a new link, S chooses the channel. j k scroll") },
};

struct sv console_hint(const struct console *c)
{
	unsigned on = c->stack[c->at].ops->on;
	size_t i = 0;

	if (c->hint)
		return c->w < 80 ? TS("First: ? shows the keys, s sends, z takes back, q leaves")
		                 : TS("First time? ? shows the keys; s sends a link, z takes it "
		                      "back; q leaves");
	if (!c->ui.live && c->follow.tries)
		return TS("○ Actions wait, reading works.   r tries now");
	while (!(hint_texts[i].on & on)) /* the last is for all */
		i++;
	return TS(c->w < 80 ? hint_texts[i].brief : hint_texts[i].text);
}

static enum look tone_look(enum tone t)
{
	return t == SAY_GOOD   ? LOOK_GOOD
	       : t == SAY_BAD  ? LOOK_BAD
	       : t == SAY_WARN ? LOOK_WARN
	                       : LOOK_PLAIN;
}

static bool typing(const struct console *c)
{
	return c->mode == MODE_FIND || c->mode == MODE_FILTER || c->mode == MODE_CODE;
}

/* Behind the filter that is being typed: how many match, or what is wrong and where. */
static void filter_note(const struct console *c, struct grid *g, int y, int x)
{
	const struct layer *l = &c->stack[c->at];
	const char *note = l->ops->note ? l->ops->note(l->model) : "";

	if (note[0])
		grid_text(g, y, x + 2, g->w - x - 3, note[0] >= '0' && note[0] <= '9' ? LOOK_NOTE : LOOK_WARN, sv_from(note));
	else if (!c->line.n)
		grid_text(g, y, x + 2, g->w - x - 3, LOOK_DIM, TS("Tab completes, = lists the words, Enter applies"));
}

static void message(const struct console *c, struct grid *g)
{
	int y = g->h - 2, x;
	LABEL(line, 300);

	if (c->mode == MODE_CODE) { /* as many dots as digits */
		struct line_edit dots = { .n = 0 };

		for (size_t i = 0; i < c->line.n && i < 20; i++)
			dots.text[dots.n++] = '*';
		dots.caret = dots.n;
		x = line_edit_draw(&dots, g, y, 1, g->w / 2, T("Code of your authenticator: "));
		grid_text(g, y, x + 3, g->w - x - 4, tone_look(c->tone), sv_from(c->message));
		return;
	}
	if (typing(c)) {
		x = line_edit_draw(&c->line, g, y, 1, c->line.n > 30 ? g->w * 3 / 4 : g->w / 2,
		                   c->mode == MODE_FIND     ? T("Find: ")
		                                            : T("Filter: "));
		if (c->mode == MODE_FILTER)
			filter_note(c, g, y, x);
		return;
	}
	if (c->mode == MODE_JUMP)
		grid_text(g, y, 1, g->w - 2, LOOK_KEY, TS("Jump: a letter moves there, Esc leaves"));
	else if (c->message[0])
		grid_text(g, y, 1, g->w - 2, tone_look(c->tone), sv_from(c->message));
	else if (deeds_line(&c->deeds, c->ui.now, c->ui.live, c->ui.zone, &line))
		grid_text(g, y, 1, g->w - 2, LOOK_NOTE, buf_sv(&line));
	else if (sends_line(&c->sends, c->ui.now, c->ui.live, c->ui.zone, &line))
		grid_text(g, y, 1, g->w - 2, LOOK_NOTE, buf_sv(&line));
	else
		grid_text(g, y, 1, g->w - 2, LOOK_DIM, console_hint(c));
}

static void key_bar(const struct console *c, struct grid *g)
{
	struct hint hints[HINTS_MAX];
	char names[HINTS_MAX][16];

	const struct layer *top = &c->stack[c->at];

	if (typing(c)) { /* every other key is text */
		const struct hint own[] = { { "Enter", c->mode == MODE_FILTER ? T("Apply") : c->mode == MODE_FIND ? T("Find") : T("Unlock") },
					    { "Esc", T("Back") }, { "Tab", T("Complete") } };

		band_hints(g, g->h - 1, own, c->mode == MODE_FILTER ? 3 : 2);
		return;
	}
	band_hints(g, g->h - 1, hints, keys_hints(top->ops, top->model, hints, names));
}

void console_draw(const struct console *c, struct grid *g)
{
	const struct layer *top = &c->stack[c->at];
	struct ui ui = c->ui;
	int from = 1 + console_rows_above(c);
	struct box in = { 0, from, g->w, g->h - 2 - from };

	grid_clear(g);
	if (c->covered) {
		console_cover_draw(c, g);
		return;
	}
	if (g->w < GRID_W_MIN || g->h < GRID_H_MIN) {
		grid_print(g, g->h / 2, 0, g->w, LOOK_VALUE, T("quits needs %dx%d, this is %dx%d"),
		           GRID_W_MIN, GRID_H_MIN, g->w, g->h);
		return;
	}
	ui.w = in.w;
	ui.h = in.h;
	ui.slow = console_far(c);
	header(c, g);
	if (has_strip(c))
		strip(c, g);
	if (console_watch_rows(c))
		console_watch_draw(c, g, from - 1);
	if (!typing(c))
		message(c, g);
	top->ops->draw(&ui, top->model, g, in);
	if (typing(c)) /* it has the caret */
		message(c, g);
	if (c->mode == MODE_JUMP)
		console_jump_draw(c, &ui, g, from);
	key_bar(c, g);
	if (c->help)
		help_draw(g, top->ops->on, T(screen_title_of(top->ops)), c->help_top);
	if (c->mode == MODE_WHY)
		help_page(g, T("Why"), c->why, c->help_top);
	if (c->mode == MODE_SURE)
		console_sure_draw(c, g);
	if (c->mode == MODE_PALETTE)
		console_palette_draw(c, g);
}
