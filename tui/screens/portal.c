/* Settings > Debtor Portal: what a debtor sees of the organisation, as one form. Every value is asked about at the server
 * while it is typed, by the rule that saving has; ^S says what will change, from what to what, before it does. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/screens/form.h"
#include "tui/term/input.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"
#include "tui/widget/wrap.h"

enum { CHECK_MS = 250, NAME_W = 30, VALUE_MAX = 2000, ROWS_MAX = 40, LONG_ROWS = 4 };

#define CROSS "✗ "

struct entry {
	struct sv name, kept, usual, help; /* in the newest answer */
	bool on_off;
	struct text_edit edit;
	char wrong[240];
	int64_t check_at; /* mono, 0: not */
};

struct portal {
	struct reply *all;
	struct entry at[ROWS_MAX];
	size_t n, here, checking;
	bool asking, in_check;
	int64_t as_of;
	char refused[160];
};

static const char *const parts[] = { "portal.on", "organisation.", "brand.", "legal.", "section.", "portal." };

static bool belongs(struct sv name, size_t part)
{
	if (part == COUNT(parts) - 1 && sv_is(name, parts[0]))
		return false; /* it stands first */
	return sv_starts(name, sv_from(parts[part]));
}

static struct sv value_of(const struct entry *e)
{
	return text_edit_text(&e->edit);
}

static bool changed(const struct entry *e)
{
	return !sv_eq(value_of(e), e->kept);
}

static struct entry *named(struct portal *m, struct sv name)
{
	for (size_t i = 0; i < m->n; i++)
		if (sv_eq(m->at[i].name, name))
			return &m->at[i];
	return NULL;
}

static void take(struct portal *m, const struct setting_row *r)
{
	struct entry *e = named(m, r->name);
	bool edited = e && changed(e);

	if (!e && m->n == ROWS_MAX)
		return;
	if (!e) {
		e = &m->at[m->n++];
		text_edit_open(&e->edit, VALUE_MAX, sv_starts(r->name, SV("legal.")) || sv_is(r->name, "organisation.address"));
	}
	e->name = r->name;
	e->kept = r->value;
	e->usual = r->default_value;
	e->help = tr_of(r->help);
	e->on_off = sv_is(r->default_value, "on") || sv_is(r->default_value, "off");
	if (!edited)
		text_edit_set(&e->edit, r->value);
}

static void all_in(struct ui *ui, void *model, struct reply *r)
{
	struct portal *m = model;
	struct reply *before = m->all;
	const struct setting_page *p;

	m->asking = false;
	if (r->status != ST_OK && !m->all)
		utf8_fit(m->refused, sizeof(m->refused), r->fault);
	m->all = NULL;
	if (!ui_keep(ui, &m->all, r, T("settings"))) {
		m->all = before;
		return;
	}
	p = m->all->out;
	m->as_of = ui->now;
	for (size_t part = 0; part < COUNT(parts); part++)
		for (size_t i = 0; i < p->items.n; i++)
			if (belongs(p->items.at[i].name, part))
				take(m, &p->items.at[i]);
	if (before)
		reply_free(before); /* its texts are no longer pointed at */
}

static void ask(struct ui *ui, struct portal *m)
{
	if (!ui->live || m->asking)
		return;
	m->asking = true;
	ui_ask(ui, M_setting_show, NULL, all_in);
}

/* Checks, one under way at a time. */

static void check_next(struct ui *ui, struct portal *m);

static void checked(struct ui *ui, void *model, struct reply *r)
{
	struct portal *m = model;
	struct entry *e = &m->at[m->checking];

	m->in_check = false;
	e->wrong[0] = '\0';
	if (r->status == ST_INVALID || r->status == ST_CONFLICT)
		snprintf(e->wrong, sizeof(e->wrong), CROSS SV_FMT, SV_ARG(utf8_head(r->fault, 220)));
	reply_free(r);
	check_next(ui, m);
}

static void check_next(struct ui *ui, struct portal *m)
{
	for (size_t i = 0; i < m->n && ui->live && !m->in_check; i++) {
		struct setting_put q = { m->at[i].name, value_of(&m->at[i]) };

		if (!m->at[i].check_at)
			continue;
		if (ui->mono < m->at[i].check_at) {
			ui_wake(ui, m->at[i].check_at);
			continue;
		}
		m->at[i].check_at = 0;
		if (!changed(&m->at[i])) {
			m->at[i].wrong[0] = '\0';
			continue;
		}
		m->checking = i;
		m->in_check = true;
		q.value = sv_copy(ui->turn, q.value);
		ui_ask(ui, M_setting_check, &q, checked);
	}
}

static void touched(struct ui *ui, struct portal *m)
{
	m->at[m->here].check_at = ui->mono + CHECK_MS;
	ui_wake(ui, m->at[m->here].check_at);
}

static void save(struct ui *ui, struct portal *m)
{
	struct ui_deed *at = NEW_N(ui->turn, struct ui_deed, m->n + 1);
	struct ui_deeds what = { .method = M_setting_put, .tier = TIER_SURE, .title = N_("Change the portal"), .effect = N_("Change"),
				 .key = 'C', .done = N_("changed"), .at = at,
				 .warning = N_("It holds from the next page that a debtor opens, and stands in the audit log.") };

	for (size_t i = 0; i < m->n; i++) {
		const struct entry *e = &m->at[i];
		struct setting_put *q = NEW(ui->turn, struct setting_put);

		if (e->wrong[0]) {
			m->here = i;
			ui_say(ui, SAY_WARN, SV_FMT ": %s", SV_ARG(e->name), e->wrong + sizeof(CROSS) - 1);
			return;
		}
		if (!changed(e))
			continue;
		*q = (struct setting_put){ e->name, sv_copy(ui->turn, value_of(e)) };
		at[what.n++] = (struct ui_deed){ q, arena_print(ui->turn, SV_FMT ":  " SV_FMT "  →  " SV_FMT, SV_ARG(e->name),
								SV_ARG(utf8_cut(e->kept, 60)),
								SV_ARG(utf8_cut(q->value, 60))) };
	}
	if (what.n)
		ui_do(ui, &what);
	else
		ui_say(ui, SAY_PLAIN, T("^S: nothing is changed"));
}

static void open(struct ui *ui, void *model, struct sv arg)
{
	(void)arg;
	ask(ui, model);
}

static void tick(struct ui *ui, void *model)
{
	check_next(ui, model);
}

/* A setting of this kind was changed, here or elsewhere: what was not touched here follows. */
static void on_event(struct ui *ui, void *model, const struct event_row *e, bool old)
{
	if (!old && event_find(e->kind) == E_setting_changed)
		ask(ui, model);
}

static void move(struct portal *m, int step)
{
	m->here = step > 0 ? (m->here + 1) % m->n : (m->here + m->n - 1) % m->n;
}

static bool key(struct ui *ui, void *model, uint32_t k)
{
	struct portal *m = model;
	struct entry *e = m->n ? &m->at[m->here] : NULL;

	if (!e || k == KEY_ESC || k == KEY_CTRL('s') || k == KEY_CTRL('c') || k == KEY_CTRL('l') || k == KEY_CTRL('z') || k > KEY_F0)
		return false;
	if (k == KEY_TAB || k == KEY_BACKTAB) {
		move(m, k == KEY_TAB ? 1 : -1);
	} else if (e->on_off && (k == ' ' || k == KEY_LEFT || k == KEY_RIGHT)) {
		text_edit_set(&e->edit, sv_is(value_of(e), "on") ? SV("off") : SV("on"));
		touched(ui, m);
	} else if (e->on_off && k != KEY_UP && k != KEY_DOWN && k != KEY_ENTER) {
		ui_say(ui, SAY_PLAIN, T("Space switches it"));
	} else if (e->on_off || !text_edit_key(&e->edit, k, ui->w - NAME_W - 6)) {
		move(m, k == KEY_UP ? -1 : 1);
	} else {
		touched(ui, m);
	}
	return true;
}

static bool paste(struct ui *ui, void *model, struct sv text)
{
	struct portal *m = model;

	if (!m->n || m->at[m->here].on_off)
		return false;
	text_edit_paste(&m->at[m->here].edit, text, ui->turn);
	touched(ui, m);
	return true;
}

static void act(struct ui *ui, void *model, enum action a)
{
	if (a == ACT_SAVE)
		save(ui, model);
	else if (a == ACT_REFRESH)
		ask(ui, model);
	else if ((a == ACT_TAB_NEXT || a == ACT_TAB_PREV) && ((struct portal *)model)->n)
		move(model, a == ACT_TAB_NEXT ? 1 : -1);
}

static void title(const void *model, struct buf *b)
{
	(void)model;
	buf_z(b, T("Settings › Debtor Portal"));
}

static const char *label(const void *model, enum action a, const char *own)
{
	const struct portal *m = model;

	if (a == ACT_TAB_NEXT || a == ACT_TAB_PREV)
		return m->n ? own : NULL;
	if (a == ACT_ROW_NEXT || a == ACT_ROW_PREV || a == ACT_PAGE_NEXT || a == ACT_PAGE_PREV || a == ACT_ROW_FIRST || a == ACT_ROW_LAST)
		return NULL; /* its keys move in it */
	return a == ACT_SAVE ? T("Save") : own;
}

static bool typing(const void *model)
{
	return ((const struct portal *)model)->n != 0;
}

static bool draft(const void *model)
{
	const struct portal *m = model;

	for (size_t i = 0; i < m->n; i++)
		if (changed(&m->at[i]))
			return true;
	return false;
}

static const char *account(const void *model)
{
	(void)model;
	return "";
}

static void in_force(struct buf *b, const struct entry *e)
{
	buf_print(b, SV_FMT "\n\n", SV_ARG(e->name));
	buf_add(b, e->help);
	buf_z(b, "\n\n");
	tr_label(b, T("In force"), 10);
	buf_print(b, SV_FMT "\n", SV_ARG(e->kept));
	tr_label(b, T("Default"), 10);
	buf_print(b, SV_FMT "\n", SV_ARG(e->usual));
}

static void why(const struct ui *ui, const void *model, struct buf *b)
{
	const struct portal *m = model;

	if (m->n)
		in_force(b, &m->at[m->here]);
	tr_label(b, T("Read at"), 10);
	format_when(b, m->as_of, ui->now, ui->zone);
	buf_z(b, T("\n\nEvery value is checked by the server while it is typed. ^S lists what will change before it does.\n"));
}

static int rows_of(const struct entry *e, int w)
{
	int n = e->edit.lines ? text_edit_rows(&e->edit, w) : 1;

	return n > LONG_ROWS ? LONG_ROWS : n;
}

static void entry_draw(const struct entry *e, struct grid *g, struct box in, bool here)
{
	struct box at = { in.x + NAME_W, in.y, in.w - NAME_W, in.h };

	if (here)
		grid_text(g, in.y, in.x - 2, 1, LOOK_KEY, SV("▶"));
	if (changed(e))
		grid_text(g, in.y, in.x - 1, 1, LOOK_WARN, SV("*"));
	grid_text(g, in.y, in.x, NAME_W - 1, here ? LOOK_VALUE : LOOK_PLAIN, e->name);
	if (!e->on_off) {
		text_edit_draw(&e->edit, g, at, here);
		return;
	}
	grid_text(g, at.y, at.x, at.w, sv_is(value_of(e), "on") ? LOOK_VALUE : LOOK_DIM,
		  sv_is(value_of(e), "on") ? TS("[x] on") : TS("[ ] off"));
	if (here) {
		g->cx = at.x;
		g->cy = at.y;
	}
}

static void draw(const struct ui *ui, const void *model, struct grid *g, struct box in)
{
	const struct portal *m = model;
	int w = in.w - 4 - NAME_W, y = in.y, lines = 0;
	size_t first = 0, edits = 0;

	(void)ui;
	for (size_t i = 0; i < m->n; i++)
		edits += changed(&m->at[i]);
	for (size_t i = 0; i <= m->here && i < m->n; i++)
		lines += rows_of(&m->at[i], w);
	while (first < m->here && lines + 3 > in.h)
		lines -= rows_of(&m->at[first++], w);
	g->cx = in.x;
	g->cy = in.y;
	if (!m->n)
		grid_text(g, in.y, in.x + 1, in.w - 2, m->refused[0] ? LOOK_BAD : LOOK_DIM,
			  m->refused[0] ? sv_from(m->refused) : TS("Waiting for the server."));
	for (size_t i = first; i < m->n && y < in.y + in.h - 1; i++) {
		const struct entry *e = &m->at[i];
		bool here = i == m->here;
		int rows = rows_of(e, w);
		LABEL(help, 800);

		buf_add(&help, e->help);
		rows = y + rows > in.y + in.h - 1 ? in.y + in.h - 1 - y : rows;
		entry_draw(e, g, (struct box){ in.x + 3, y, in.w - 4, rows }, here);
		y += rows;
		if (here || e->wrong[0])
			y += wrap_draw(g, (struct box){ in.x + 3 + NAME_W, y, w, in.y + in.h - 1 - y }, 0,
				       e->wrong[0] ? LOOK_BAD : LOOK_DIM, e->wrong[0] ? sv_from(e->wrong) : buf_sv(&help));
	}
	if (m->n)
		grid_print(g, in.y + in.h - 1, in.x + 3, in.w - 4, edits ? LOOK_WARN : LOOK_DIM,
			   edits ? TN("%d change; ^S shows it and asks", "%d changes; ^S shows them and asks", (int64_t)edits) : T("Nothing is changed."),
			   (int)edits);
}

static void close_it(void *model)
{
	struct portal *m = model;

	for (size_t i = 0; i < m->n; i++)
		text_edit_close(&m->at[i].edit);
	if (m->all)
		reply_free(m->all);
}

const struct screen_ops portal_screen = {
	.name = "portal",
	.on = ON_FORM,
	.size = sizeof(struct portal),
	.open = open,
	.act = act,
	.key = key,
	.paste = paste,
	.label = label,
	.typing = typing,
	.draft = draft,
	.on_event = on_event,
	.tick = tick,
	.why = why,
	.title = title,
	.account = account,
	.draw = draw,
	.close = close_it,
};
