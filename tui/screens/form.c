/* Forms as models; see form.h. */
#include "tui/screens/form.h"
#include "tui/screens/veil.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/record_check.h"
#include "common/record_text.h"
#include "common/utf8.h"

#include "tui/term/input.h"
#include "tui/widget/format.h"
#include "tui/widget/record_view.h"

enum { FORM_HOLD_MS = 5000 };

/* What may be done without a dialog: reversible things at once, and what a debtor will see after a hold. All else asks. */
enum tier form_tier(enum method_id m)
{
	static const enum method_id at_once[] = { M_dispute_note,     M_message_note,	M_message_read, M_message_assign,
						  M_callback_take,    M_callback_done,	M_callback_missed,
						  M_team_member_add,  M_team_member_remove };
	static const enum method_id held[] = { M_message_reply, M_message_close, M_dispute_take, M_dispute_resolve,
					       M_creditor_answer, M_callback_cancel };

	for (size_t i = 0; i < COUNT(at_once); i++)
		if (at_once[i] == m)
			return TIER_NOW;
	for (size_t i = 0; i < COUNT(held); i++)
		if (held[i] == m)
			return TIER_HELD;
	return TIER_SURE;
}

static bool chosen(const struct form_field *f)
{
	return f->f->kind == K_BOOL || f->f->kind == K_CHOICE;
}

static int choices(const struct form_field *f)
{
	return f->f->kind == K_BOOL ? 1 : (int)((const struct choice *)f->f->of)->n;
}

struct sv form_value(const struct form_field *f)
{
	if (f->f->kind == K_BOOL)
		return f->choice ? SV("yes") : SV_NONE;
	if (f->f->kind == K_CHOICE)
		return f->choice ? sv_from(((const struct choice *)f->f->of)->words[f->choice - 1].text) : SV_NONE;
	return text_edit_text(&f->edit);
}

/* Each field by itself, as the server will; money needs its currency, so that is set first. */
static void *gather(struct ui *ui, struct form *m, bool *ret_good)
{
	const struct record *r = m->method->in;
	void *in = arena_alloc(ui->turn, r->size + 1);

	memset(in, 0, r->size);
	*ret_good = true;
	for (int currencies = 1; currencies >= 0; currencies--)
		for (size_t i = 0; i < m->n; i++) {
			struct form_field *f = &m->at[i];
			struct sv value = form_value(f);

			if ((f->f->kind == K_CURRENCY) != (currencies == 1))
				continue;
			f->wrong[0] = '\0';
			if (f->f->kind == K_TEXT && (f->f->flags & MULTI))
				value = sv_trim(value);
			if (!value.n && (f->f->flags & REQ) && f->touched)
				utf8_fit(f->wrong, sizeof(f->wrong), TS("is needed"));
			else if (value.n && record_set(r, in, ui->turn, sv_from(f->f->name), value) != ST_OK)
				utf8_fit(f->wrong, sizeof(f->wrong), tr_fault(ui->turn, sv_from(fault_last()->text)));
			*ret_good = *ret_good && !f->wrong[0];
		}
	return in;
}

static void check(struct ui *ui, struct form *m)
{
	bool good;

	if (m->method && !m->why[0])
		gather(ui, m, &good);
}

static void show(struct ui *ui, struct form *m)
{
	const struct table_ui t = { ui->now, ui->zone };
	struct buf b;

	arena_free(&m->memory);
	b = buf_new(&m->memory, FORM_ANSWER_MAX);
	record_view(&b, &m->memory, m->method->out, m->answer->out, &t);
	m->page = buf_sv(&b);
	m->page_top = 0;
	m->reading = true;
}

static void answer_in(struct ui *ui, void *model, struct reply *r)
{
	struct form *m = model;
	LABEL(title, 500);

	m->asking = false;
	if (!ui_keep(ui, &m->answer, r, m->by_name ? m->method->name : T(form_words(m->method->id)->bare)))
		return;
	show(ui, m);
	form_title(&title, m);
	ui_say(ui, SAY_GOOD, m->n ? T("✓ %.*s: answered; Tab goes back to the fields") : T("✓ %.*s: answered"), SV_ARG(buf_sv(&title)));
}

/* Of a command, whose message has been said. */
static void answered(struct ui *ui, void *model, struct reply *r)
{
	struct form *m = model;

	if (m->answer)
		reply_free(m->answer);
	m->answer = r;
	show(ui, m);
}

static void forget_answer(struct form *m)
{
	if (m->answer)
		reply_free(m->answer);
	m->answer = NULL;
	m->page = SV_NONE;
	m->reading = false;
	arena_free(&m->memory);
}

static bool is_secret(const struct record *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].flags & SECRET)
			return true;
	return false;
}

static void left(void *model)
{
	struct form *m = model;

	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].f->flags & SECRET)
			text_edit_wipe(&m->at[i].edit);
	if (m->method && is_secret(m->method->out))
		forget_answer(m);
}

/* The letter that confirms: the first of what it does, in English, whatever the language. */
static uint32_t key_of(const struct form_words *w)
{
	return (uint32_t)toupper((unsigned char)w->effect[0]);
}

/* A dialog lists what was filled in, so that it can be checked. */
static void what_is_given(struct buf *b, const struct form *m, const struct ui *ui)
{
	for (size_t i = 0; i < m->n; i++) {
		struct sv value = form_value(&m->at[i]);

		if (m->at[i].f->kind == K_TEXT && m->at[i].f->flags & (PERSONAL | MULTI))
			value = veil_text(ui, value);
		if (m->at[i].fixed || !value.n || m->at[i].f->flags & SECRET)
			continue;
		buf_z(b, "   ");
		table_label(b, m->at[i].f->name);
		buf_char(b, ' ');
		buf_add(b, utf8_cut(sv_cut(&value, '\n'), 60));
	}
}

/* Only what took effect is no draft any more. */
static void ended(void *model, uint64_t draft, bool done)
{
	struct form *m = model;

	m->asking = false;
	if (done)
		m->was = draft;
}

static void say_wrong(struct ui *ui, const char *field, const char *wrong)
{
	LABEL(label, 80);

	table_label(&label, field);
	ui_say(ui, SAY_WARN, SV_FMT ": %s", SV_ARG(buf_sv(&label)), wrong);
}

/* Whoever asks for a method by its name reads what it answers. Of what is held there is nothing yet, and the countdown tells. */
static bool wants_answer(const struct form *m, enum tier tier)
{
	return m->by_name && tier != TIER_HELD && m->method->id != M_link_send && m->method->out->n;
}

static void send(struct ui *ui, struct form *m)
{
	const struct form_words *w = m->method ? form_words(m->method->id) : NULL;
	struct ui_deed *at = NEW(ui->turn, struct ui_deed);
	struct ui_deeds what = { .tier = TIER_SURE, .at = at, .n = 1, .said = true };
	LABEL(about, 500);
	LABEL(title, 600);
	bool good;
	void *in;

	if (!m->method || m->why[0])
		return;
	for (size_t i = 0; i < m->n; i++)
		m->at[i].touched = true;
	in = gather(ui, m, &good);
	for (size_t i = 0; i < m->n && !good; i++)
		if (m->at[i].wrong[0]) {
			m->here = i;
			m->reading = false;
			say_wrong(ui, m->at[i].f->name, m->at[i].wrong);
			return;
		}
	if (record_check(m->method->in, in) != ST_OK) {
		say_wrong(ui, fault_last()->field, sv_z(ui->turn, tr_fault(ui->turn, sv_from(fault_last()->text))));
		return;
	}
	if (!m->method->command) {
		m->asking = true;
		ui_ask(ui, m->method->id, in, answer_in);
		return;
	}
	if (m->method->id == M_link_send && ((struct link_new *)in)->hold < FORM_HOLD_MS)
		((struct link_new *)in)->hold = FORM_HOLD_MS; /* whatever way it goes out by, z takes it back */
	form_about(&about, m, ui->blur);
	if (form_tier(m->method->id) == TIER_SURE && !m->by_name)
		what_is_given(&about, m, ui);
	*at = (struct ui_deed){ in, about.n ? sv_z(ui->turn, buf_sv(&about)) : m->by_name ? m->method->name : T(w->bare) };
	what.method = m->method->id;
	what.tier = form_tier(m->method->id);
	form_title(&title, m);
	what.title = m->by_name ? m->method->name : what.tier == TIER_SURE ? sv_z(ui->turn, buf_sv(&title)) : T(w->bare);
	what.effect = T(w->effect);
	what.done = T(w->done);
	what.key = key_of(w);
	what.warning = T(m->method->help);
	what.draft = form_stands(m);
	what.answers = wants_answer(m, what.tier);
	ui_do(ui, &what);
	if (what.answers)
		m->asking = true;
	else
		ui_back(ui); /* it stays behind ], with all that was typed */
}

static bool needed(const struct form *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].f->flags & REQ && !form_value(&m->at[i]).n)
			return true;
	return false;
}

static void kept_in(struct ui *ui, void *model, struct reply *r)
{
	struct form *m = model;
	const struct command_row *row = r->out;

	m->asking = false;
	if (r->status != ST_OK)
		ui_say(ui, SAY_BAD, "%s: %.*s", T(form_words(m->method->id)->bare), SV_ARG(r->fault));
	else if (!row->params.n || form_refill(ui, m, row) != ST_OK)
		ui_say(ui, SAY_WARN, T("nothing is kept of it any more"));
	reply_free(r);
}

static void open(struct ui *ui, void *model, struct sv arg)
{
	struct form *m = model;

	form_take(m, arg);
	if (m->kept && m->method) {
		struct command_ref *in = NEW(ui->turn, struct command_ref);

		in->command = m->kept;
		m->asking = true;
		ui_ask(ui, M_command_show, in, kept_in);
		return;
	}
	if (!m->by_name && m->method && !m->method->command && !needed(m))
		send(ui, m); /* there is nothing to wait for */
}

static void to_field(struct form *m, int step)
{
	size_t at = m->here;

	for (size_t i = 0; i < m->n; i++) {
		at = (at + (step > 0 ? 1 : m->n - 1)) % m->n;
		if (!m->at[at].fixed)
			break;
	}
	m->at[m->here].touched = true;
	m->here = at;
}

/* False: the key is not one that turns pages. */
static bool turn_page(struct form *m, uint32_t key, int page)
{
	static const uint32_t known[] = { 'j', 'k', 'g', ' ', KEY_DOWN, KEY_UP, KEY_PAGE_DOWN, KEY_PAGE_UP, KEY_HOME,
					  KEY_CTRL('f'), KEY_CTRL('b') };
	bool ours = false;

	for (size_t i = 0; i < COUNT(known); i++)
		ours |= known[i] == key;
	if (!ours)
		return false;
	m->page_top += key == 'j' || key == KEY_DOWN ? 1
		       : key == 'k' || key == KEY_UP ? -1
		       : key == KEY_PAGE_DOWN || key == KEY_CTRL('f') || key == ' ' ? page
		       : key == KEY_PAGE_UP || key == KEY_CTRL('b') ? -page
		       : key == 'g' || key == KEY_HOME ? -m->page_top
						       : 0;
	if (m->page_top < 0)
		m->page_top = 0;
	return true;
}

static void choose(struct form_field *f, uint32_t key)
{
	int n = choices(f) + 1;

	if (key == ' ' || key == KEY_RIGHT)
		f->choice = (f->choice + 1) % n;
	else if (key == KEY_LEFT)
		f->choice = (f->choice + n - 1) % n;
	else if (key >= '0' && key < '0' + (uint32_t)n && key <= '9')
		f->choice = (int)(key - '0');
}

static bool key(struct ui *ui, void *model, uint32_t k)
{
	struct form *m = model;
	struct form_field *f = m->n ? &m->at[m->here] : NULL;

	m->w = ui->w - FORM_LABEL_W - 4;
	if (!f || k == KEY_ESC || k == KEY_CTRL('s') || k == KEY_CTRL('c') || k == KEY_CTRL('l') || k == KEY_CTRL('z') ||
	    k > KEY_F0)
		return false;
	if (k == KEY_TAB && m->page.n && m->here + 1 >= m->n && !m->reading) {
		m->reading = true;
		return true;
	}
	if (m->reading && k != KEY_TAB && k != KEY_BACKTAB)
		return turn_page(m, k, ui->h / 2);
	if (m->reading) {
		m->reading = false;
		return true;
	}
	if (k == KEY_TAB || k == KEY_BACKTAB) {
		to_field(m, k == KEY_TAB ? 1 : -1);
	} else if (f->fixed || chosen(f)) {
		if (k == KEY_UP || k == KEY_DOWN || k == KEY_ENTER)
			to_field(m, k == KEY_UP ? -1 : 1);
		else if (f->fixed)
			ui_say(ui, SAY_PLAIN, T("%s is given"), f->f->name);
		else
			choose(f, k);
	} else if (!text_edit_key(&f->edit, k, m->w)) {
		to_field(m, k == KEY_UP ? -1 : 1);
	}
	check(ui, m);
	return true;
}

static bool paste(struct ui *ui, void *model, struct sv text)
{
	struct form *m = model;
	struct form_field *f = m->n ? &m->at[m->here] : NULL;

	if (!f || f->fixed || chosen(f) || m->reading)
		return false;
	text_edit_paste(&f->edit, text, ui->turn);
	check(ui, m);
	return true;
}

static void act(struct ui *ui, void *model, enum action a)
{
	struct form *m = model;

	if (a == ACT_SAVE)
		send(ui, m);
	else if ((a == ACT_TAB_NEXT || a == ACT_TAB_PREV) && m->n)
		to_field(m, a == ACT_TAB_NEXT ? 1 : -1);
}

static void title(const void *model, struct buf *b)
{
	const struct form *m = model;

	if (m->method)
		form_title(b, m);
	else
		buf_z(b, T("Form"));
	if (m->method && m->by_name)
		buf_print(b, "  %s", T(m->method->help));
}

static const char *account(const void *model)
{
	return ((const struct form *)model)->account;
}

static const char *label(const void *model, enum action a, const char *own)
{
	const struct form *m = model;

	if (a == ACT_SAVE)
		return m->method && !m->why[0] ? T(form_words(m->method->id)->effect) : NULL;
	if (a == ACT_TAB_NEXT || a == ACT_TAB_PREV)
		return m->n ? own : NULL;
	if (a == ACT_ROW_NEXT || a == ACT_ROW_PREV || a == ACT_PAGE_NEXT || a == ACT_PAGE_PREV || a == ACT_ROW_FIRST || a == ACT_ROW_LAST)
		return NULL; /* its keys move in it */
	return a == ACT_REFRESH ? NULL : own;
}

static bool typing(const void *model)
{
	const struct form *m = model;

	return m->n && !m->reading;
}

static void why(const struct ui *ui, const void *model, struct buf *b)
{
	const struct form *m = model;

	(void)ui;
	if (!m->method)
		return;
	buf_print(b, "%s\n\n%s\n%s\n\n", m->method->name, T(m->method->help),
		  m->method->command ? T("It changes something.") : T("It only looks."));
	for (size_t i = 0; i < m->n; i++)
		buf_print(b, "  %-16s %s\n", m->at[i].f->name, T(m->at[i].f->help));
}

static void close_it(void *model)
{
	struct form *m = model;

	for (size_t i = 0; i < m->n; i++)
		text_edit_close(&m->at[i].edit);
	forget_answer(m);
	mem_free(m->at);
}

const struct screen_ops form_screen = {
	.name = "form",
	.on = ON_FORM,
	.size = sizeof(struct form),
	.open = open,
	.act = act,
	.key = key,
	.paste = paste,
	.label = label,
	.typing = typing,
	.draft = form_is_draft,
	.ended = ended,
	.answered = answered,
	.left = left,
	.why = why,
	.title = title,
	.account = account,
	.draw = form_draw,
	.close = close_it,
};
