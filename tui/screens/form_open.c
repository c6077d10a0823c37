/* How a form comes to be: what a screen gives it, or what was typed behind a method's name; see form.h. Between the parts of
 * what a screen gives stands a character that no value can have, so that a value reads as it is. */
#include "tui/screens/form.h"

#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/record_check.h"
#include "common/record_json.h"
#include "common/record_text.h"
#include "common/utf8.h"

enum { NUMBER_MAX = 40 };

void form_open(struct ui *ui, enum method_id m, struct sv name, struct sv account, const struct form_given *given, size_t n)
{
	struct buf b = buf_new(ui->turn, UI_ARG_MAX);

	if (ui->blur && account.n)
		name = SV_NONE; /* its title goes where no name is drawn, and into what is said of it */
	buf_print(&b, "%s%c" SV_FMT "%c" SV_FMT, method_table[m].name, FORM_PART, SV_ARG(utf8_cut(name, 60)), FORM_PART, SV_ARG(account));
	for (size_t i = 0; i < n; i++)
		buf_print(&b, "%c%s%s=" SV_FMT, FORM_PART, given[i].field, given[i].open ? ":" : "", SV_ARG(given[i].value));
	if (b.over) /* half of it must not stand there as if it were all */
		ui_say(ui, SAY_WARN, T("%s is too long for a form: quitsctl %s changes it"), T(form_words(m)->bare), method_table[m].name);
	else
		ui_open(ui, SCREEN_FORM, buf_sv(&b));
}

void form_open_id(struct ui *ui, enum method_id m, struct sv name, struct sv account, const char *field, int64_t number)
{
	const struct form_given given = { .field = field, .value = sv_print(ui->turn, "%lld", (long long)number) };

	form_open(ui, m, name, account, &given, 1);
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
static void typed(struct form *m, struct sv all)
{
	struct form_field *last = NULL;
	size_t from = 0, at = 0;

	while (at <= all.n) {
		size_t end = at;
		struct sv word, name;
		struct form_field *f;

		while (end < all.n && all.p[end] != ' ')
			end++;
		word = sv_from_to(all, at, end);
		name = sv_from_to(word, 0, sv_find(word, '='));
		f = name.n < word.n ? field_named(m, name) : NULL;
		if (f || at >= all.n) {
			if (last)
				set_value(last, sv_trim(sv_from_to(all, from, at)));
			last = f;
			from = at + name.n + 1;
		}
		at = end + 1;
	}
	if (last)
		set_value(last, sv_trim(sv_from_to(all, from > all.n ? all.n : from, all.n)));
}

/* "field=value" or "field:=value". */
static void given(struct form *m, struct sv part)
{
	struct sv value = part, name = sv_cut(&value, '=');
	bool open = sv_ends(name, SV(":"));
	struct form_field *f;

	if (open)
		name.n--;
	if (sv_is(name, FORM_KEPT) && !sv_int(value, &m->kept))
		m->kept = 0;
	if (!name.n)
		utf8_fit(m->note, sizeof(m->note), value);
	f = field_named(m, name);
	if (!f)
		return;
	set_value(f, value);
	f->fixed = !open;
}

static size_t room_of(const struct record *r, const struct field *f)
{
	const struct limit *l = record_limit(r, f);

	if (f->kind != K_TEXT)
		return NUMBER_MAX;
	return l && l->max > 0 ? (size_t)l->max : TEXT_MAX_DEFAULT;
}

static void make_fields(struct form *m)
{
	const struct record *r = m->method->in;

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
}

static void keep(char *to, size_t room, struct sv text)
{
	text = text.n < room ? text : SV_NONE;
	if (text.n)
		memcpy(to, text.p, text.n);
	to[text.n] = '\0';
}

void form_take(struct form *m, struct sv arg)
{
	struct sv rest = sv_trim(arg), name;

	m->by_name = sv_find(arg, FORM_PART) == arg.n;
	name = sv_cut(&rest, m->by_name ? ' ' : FORM_PART);
	m->method = method_find(name);
	if (!m->method) {
		snprintf(m->why, sizeof(m->why), T("there is no method %.*s"), SV_ARG(utf8_cut(name, 64)));
		return;
	}
	make_fields(m);
	if (m->by_name) {
		typed(m, rest);
	} else {
		keep(m->name, sizeof(m->name), sv_cut(&rest, FORM_PART));
		keep(m->account, sizeof(m->account), sv_cut(&rest, FORM_PART));
		while (rest.n)
			given(m, sv_cut(&rest, FORM_PART));
	}
	while (m->here + 1 < m->n && m->at[m->here].fixed)
		m->here++;
	form_settled(m);
}

enum status form_refill(struct ui *ui, struct form *m, const struct command_row *row)
{
	const struct record *r = m->method->in;
	void *in = arena_alloc(ui->turn, r->size + 1);

	TRY(record_from_json(r, in, ui->turn, row->params, true));
	for (size_t i = 0; i < m->n; i++) {
		struct form_field *f = &m->at[i];
		struct buf b = buf_new(ui->turn, FORM_SCRATCH);
		struct sv text;

		record_print_field(&b, r, f->f, in);
		text = buf_sv(&b);
		set_value(f, f->f->kind == K_TEXT ? *(const struct sv *)field_at(f->f, in)
			     : f->f->kind == K_MONEY ? sv_cut(&text, ' ') : text);
		f->fixed = f->f->kind == K_ID && f->f->flags & REQ;
	}
	m->here = 0;
	while (m->here + 1 < m->n && m->at[m->here].fixed)
		m->here++;
	if (row->reason.n)
		utf8_fit(m->note, sizeof(m->note), sv_print(ui->turn, T("It could not be done: %.*s"), SV_ARG(tr_fault(ui->turn, row->reason))));
	form_settled(m);
	return ST_OK;
}

/* Drafts. */

uint64_t form_stands(const struct form *m)
{
	uint64_t h = UINT64_C(1469598103934665603);

	for (size_t i = 0; i < m->n; i++) {
		struct sv value = form_value(&m->at[i]);

		for (size_t k = 0; k < value.n; k++)
			h = (h ^ (unsigned char)value.p[k]) * UINT64_C(1099511628211);
		h = (h ^ (256 + i)) * UINT64_C(1099511628211);
	}
	return h;
}

void form_settled(struct form *m)
{
	m->was = form_stands(m);
}

bool form_keeps(const struct form *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].f->flags & SECRET)
			return false; /* a code is good once and is not kept */
	return m->method && m->method->command && !m->why[0];
}

bool form_is_draft(const void *model)
{
	const struct form *m = model;

	return form_keeps(m) && form_stands(m) != m->was;
}
