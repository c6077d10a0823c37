/* Forms as models; see form.h. */
#include "tui/screens/form.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/record_check.h"
#include "common/record_text.h"

#include "tui/term/input.h"
#include "tui/widget/record_view.h"

enum { NUMBER_MAX = 40, FORM_HOLD_MS = 5000 };

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

/* The field as words of a command line would say it; empty: absent. */
static struct sv value_of(const struct form_field *f)
{
	if (f->f->kind == K_BOOL)
		return f->choice ? SV("yes") : SV_NONE;
	if (f->f->kind == K_CHOICE)
		return f->choice ? sv_from(((const struct choice *)f->f->of)->words[f->choice - 1].text) : SV_NONE;
	return text_edit_text(&f->edit);
}

static void set_value(struct form_field *f, struct sv value)
{
	if (f->f->kind == K_BOOL) {
		f->choice = sv_is(value, "yes") || sv_is(value, "true") || sv_is(value, "1");
	} else if (f->f->kind == K_CHOICE) {
		const struct choice *c = f->f->of;

		for (size_t i = 0; i < c->n; i++)
			if (sv_is(value, c->words[i].text))
				f->choice = (int)i + 1;
	} else {
		text_edit_set(&f->edit, value);
	}
}

static struct form_field *field_named(struct form *m, struct sv name)
{
	for (size_t i = 0; i < m->n; i++)
		if (sv_is(name, m->at[i].f->name))
			return &m->at[i];
	return NULL;
}

/* "field=value field=value with blanks": a word without '=' in front of it belongs to the value before. */
static void preset(struct form *m, struct sv words)
{
	struct form_field *last = NULL;
	size_t from = 0, at = 0;
	struct sv all = words;

	while (at <= all.n) {
		size_t end = at;
		struct sv word, value, name;
		struct form_field *f;

		while (end < all.n && all.p[end] != ' ')
			end++;
		word = sv_from_to(all, at, end);
		value = word;
		name = sv_cut(&value, '=');
		f = name.n < word.n ? field_named(m, name) : NULL;
		if (f || at >= all.n) {
			if (last)
				set_value(last, sv_trim(sv_from_to(all, from, at)));
			last = f;
			from = at + name.n + 1;
		}
		if (f)
			f->fixed = !(f->f->flags & MULTI) && (f->f->kind == K_ID || f->f->kind == K_TEXT);
		at = end + 1;
	}
	if (last)
		set_value(last, sv_trim(sv_from_to(all, from > all.n ? all.n : from, all.n)));
}

static size_t room_of(const struct record *r, const struct field *f)
{
	const struct limit *l = record_limit(r, f);

	if (f->kind != K_TEXT)
		return NUMBER_MAX;
	return l && l->max > 0 ? (size_t)l->max : TEXT_MAX_DEFAULT;
}

static void open(struct ui *ui, void *model, struct sv arg)
{
	struct form *m = model;
	struct sv rest = sv_trim(arg), name = sv_cut(&rest, ' ');
	const struct record *r;

	(void)ui;
	m->method = method_find(name);
	if (!m->method) {
		snprintf(m->why, sizeof(m->why), T("there is no method %.*s"), SV_ARG(sv_from_to(name, 0, 64)));
		return;
	}
	r = m->method->in;
	m->at = mem_new(sizeof(*m->at) * (r->n + 1));
	for (size_t i = 0; i < r->n; i++) {
		struct form_field *f = &m->at[m->n];

		if (r->fields[i].kind == K_BYTES || r->fields[i].kind == K_RECORD || r->fields[i].kind == K_LIST) {
			snprintf(m->why, sizeof(m->why), T("%s takes a file: quitsctl %s sends it"), m->method->name, m->method->name);
			continue;
		}
		*f = (struct form_field){ .f = &r->fields[i] };
		text_edit_open(&f->edit, room_of(r, f->f), (f->f->flags & MULTI) != 0);
		m->n++;
	}
	preset(m, rest);
	while (m->here + 1 < m->n && m->at[m->here].fixed)
		m->here++;
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
			struct sv value = value_of(f);

			if ((f->f->kind == K_CURRENCY) != (currencies == 1))
				continue;
			f->wrong[0] = '\0';
			if (f->f->kind == K_TEXT && (f->f->flags & MULTI))
				value = sv_trim(value);
			if (!value.n && (f->f->flags & REQ) && f->touched)
				snprintf(f->wrong, sizeof(f->wrong), "%s", T("is needed"));
			else if (value.n && record_set(r, in, ui->turn, sv_from(f->f->name), value) != ST_OK)
				snprintf(f->wrong, sizeof(f->wrong), "%.159s", fault_last()->text);
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

static void answer_in(struct ui *ui, void *model, struct reply *r)
{
	struct form *m = model;
	const struct table_ui t = { ui->now, ui->zone };
	struct buf b;

	m->asking = false;
	if (!ui_keep(ui, &m->answer, r, m->method->name))
		return;
	arena_free(&m->memory);
	b = buf_new(&m->memory, FORM_ANSWER_MAX);
	record_view(&b, &m->memory, m->method->out, m->answer->out, &t);
	m->page = buf_sv(&b);
	m->page_top = 0;
	m->reading = true;
	ui_say(ui, SAY_GOOD, T("✓ %s answered; Tab goes back to the fields"), m->method->name);
}

static const char *subject_of(struct ui *ui, const struct form *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].fixed && value_of(&m->at[i]).n)
			return arena_print(ui->turn, "%s " SV_FMT, m->at[i].f->name, SV_ARG(sv_from_to(value_of(&m->at[i]), 0, 40)));
	return m->method->name;
}

/* The letter that confirms: the first of the method's own word. */
static uint32_t key_of(const char *name)
{
	const char *dot = strchr(name, '.');

	return (uint32_t)toupper((unsigned char)(dot ? dot[1] : name[0]));
}

static void send(struct ui *ui, struct form *m)
{
	struct ui_deed *at = NEW(ui->turn, struct ui_deed);
	struct ui_deeds what = { .tier = TIER_SURE, .effect = T("Do it"), .done = T("done"), .at = at, .n = 1, .said = true };
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
			ui_say(ui, SAY_WARN, "%s: %s", m->at[i].f->name, m->at[i].wrong);
			return;
		}
	if (record_check(m->method->in, in) != ST_OK) {
		ui_say(ui, SAY_WARN, "%s: %s", fault_last()->field, fault_last()->text);
		return;
	}
	if (!m->method->command) {
		m->asking = true;
		ui_ask(ui, m->method->id, in, answer_in);
		return;
	}
	if (m->method->id == M_link_send && ((struct link_new *)in)->hold < FORM_HOLD_MS)
		((struct link_new *)in)->hold = FORM_HOLD_MS; /* whatever way it goes out by, z takes it back */
	*at = (struct ui_deed){ in, subject_of(ui, m) };
	what.method = m->method->id;
	what.tier = form_tier(m->method->id);
	what.title = m->method->name;
	what.key = key_of(m->method->name);
	what.warning = T(m->method->help);
	ui_do(ui, &what);
	ui_back(ui); /* it stays behind ], with all that was typed */
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
	if (a == ACT_SAVE)
		send(ui, model);
}

static void title(const void *model, struct buf *b)
{
	const struct form *m = model;

	buf_z(b, m->method ? m->method->name : T("Form"));
	if (m->method)
		buf_print(b, "  %s", T(m->method->help));
}

static const char *account(const void *model)
{
	(void)model;
	return "";
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
	if (m->answer)
		reply_free(m->answer);
	arena_free(&m->memory);
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
	.why = why,
	.title = title,
	.account = account,
	.draw = form_draw,
	.close = close_it,
};
