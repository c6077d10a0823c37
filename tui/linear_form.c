/* A form as questions, one a line: the form of the screen is filled in field by field, and sent through its own checks and
 * tiers. An empty line leaves a field empty, a point all the rest, `cancel` the form. */
#include <string.h>

#include "common/arena.h"

#include "tui/linear_inside.h"

static struct form *form_here(struct linear *l)
{
	struct layer *top = console_top(l->c);

	return top->ops == screen_by_id(SCREEN_FORM) ? top->model : NULL;
}

static bool filled(const struct form_field *f)
{
	return f->f->kind == K_BOOL || f->f->kind == K_CHOICE ? f->choice != 0 : text_edit_text(&f->edit).n != 0;
}

/* A question needs no more than it must have; a command is asked for all of it, a draft that is back for what stands in it
 * as well: nothing is sent that was not read again. */
static bool wanted(const struct linear *l, const struct form *m, const struct form_field *f)
{
	return !f->fixed && (!filled(f) || l->again) && (m->method->command || f->f->flags & REQ);
}

static void ask(struct linear *l, const struct form_field *f)
{
	struct buf b = buf_new(&l->c->turn, 8000);
	const struct choice *c = f->f->of;

	buf_print(&b, "%s", f->f->name);
	for (size_t i = 0; f->f->kind == K_CHOICE && i < c->n; i++)
		buf_print(&b, "%s%s", i ? ", " : ": ", c->words[i].text);
	if (f->f->kind == K_BOOL)
		buf_z(&b, ": yes, no");
	linear_say(l, SV_FMT "?%s %s", SV_ARG(buf_sv(&b)), f->f->flags & REQ ? T(" Needed.") : "", T(f->f->help));
	if (filled(f) && !(f->f->flags & SECRET))
		linear_text(l, T("Empty keeps: "), form_value(f));
}

/* It is done with: nothing of it is kept as a draft. */
static void give_up(struct linear *l, struct form *m)
{
	form_settled(m);
	console_close_top(l->c);
}

static void send(struct linear *l, struct form *m)
{
	unsigned id = console_top(l->c)->id;

	l->ask = LINEAR_FREE;
	console_act(l->c, ACT_SAVE);
	l->show = console_top(l->c)->id == id && m->asking; /* what a question brings is read out */
	if (console_top(l->c)->id != id || m->asking)
		return;
	/* what is wrong was said; the field that is wrong is asked for again */
	if (m->here < m->n && !m->at[m->here].fixed) {
		linear_said(l);
		l->ask = LINEAR_FIELD;
		l->field = m->here;
		ask(l, &m->at[l->field]);
	} else {
		give_up(l, m);
	}
}

static void begin(struct linear *l, const struct form *m)
{
	struct buf title = buf_new(&l->c->turn, 1000);

	form_title(&title, m);
	if (m->by_name)
		buf_print(&title, ": %s", T(m->method->help));
	linear_say(l, m->by_name ? T("%.*s Empty skips, a point skips the rest, cancel leaves.")
				 : T("%.*s. Empty skips, a point skips the rest, cancel leaves."), SV_ARG(buf_sv(&title)));
}

/* From l->field on, what is still to be asked; nothing: off it goes. */
static void next(struct linear *l, struct form *m)
{
	while (l->field < m->n && !wanted(l, m, &m->at[l->field]))
		l->field++;
	if (l->field == m->n) {
		send(l, m);
		return;
	}
	if (m->method->command && !l->told)
		begin(l, m);
	l->told = true;
	l->ask = LINEAR_FIELD;
	ask(l, &m->at[l->field]);
}

void linear_form_begin(struct linear *l, struct layer *top)
{
	struct form *m = top->model;

	l->form = top->id;
	l->field = 0;
	if (!m->method || m->why[0]) {
		linear_say(l, "%s.", m->why);
		console_close_top(l->c);
		return;
	}
	l->told = false;
	l->again = top->again;
	if (m->asking || m->answer) { /* it needed nothing, and asked by itself */
		l->ask = LINEAR_FREE;
		l->show = true;
		return;
	}
	next(l, m);
}

static bool set(struct form_field *f, struct sv value)
{
	const struct choice *c = f->f->of;

	if (f->f->kind == K_BOOL) {
		f->choice = sv_is(value, "yes");
		return sv_is(value, "yes") || sv_is(value, "no");
	}
	if (f->f->kind != K_CHOICE) {
		text_edit_set(&f->edit, value);
		return true;
	}
	for (size_t i = 0; i < c->n; i++)
		if (sv_is(value, c->words[i].text)) {
			f->choice = (int)i + 1;
			return true;
		}
	return false;
}

void linear_form_set(struct linear *l, const char *field, struct sv value)
{
	struct form *m = form_here(l);

	for (size_t i = 0; m && i < m->n; i++)
		if (strcmp(m->at[i].f->name, field) == 0) {
			set(&m->at[i], value);
			console_top(l->c)->again &= !value.n;
		}
}

void linear_form_line(struct linear *l, struct sv text)
{
	struct form *m = form_here(l);
	struct form_field *f;

	l->ask = LINEAR_FREE;
	if (!m || console_top(l->c)->id != l->form)
		return;
	f = &m->at[l->field];
	if (sv_is(text, "cancel")) {
		give_up(l, m);
		linear_say(l, T("Cancelled: nothing was done."));
	} else if (sv_is(text, ".")) {
		while (++l->field < m->n && !(m->at[l->field].f->flags & REQ))
			;
		next(l, m);
	} else if (!text.n && f->f->flags & REQ && !filled(f)) {
		ask(l, f);
		l->ask = LINEAR_FIELD;
	} else if (text.n && !set(f, text)) {
		linear_text(l, T("Not one of them: "), text);
		ask(l, f);
		l->ask = LINEAR_FIELD;
	} else {
		l->field++;
		next(l, m);
	}
}

static void views(struct linear *l, const struct saved_view_page *p)
{
	if (!p->items.n)
		linear_say(l, T("No views are kept. view save NAME keeps what a list shows."));
	for (size_t i = 0; i < p->items.n; i++) {
		const struct saved_view_row *v = &p->items.at[i];
		struct buf b = buf_new(&l->c->turn, 2000);

		buf_print(&b, SV_FMT ": " SV_FMT " " SV_FMT, SV_ARG(v->name), SV_ARG(sv_from_to(v->list, 0, sv_find(v->list, '.'))),
			  SV_ARG(v->filter));
		if (!v->own)
			buf_print(&b, T(", of %.*s"), SV_ARG(v->user));
		else if (v->shared)
			buf_z(&b, T(", shared"));
		linear_text(l, "", buf_sv(&b));
	}
}

/* What is read out needs nobody to say that it came. */
bool linear_form_reads(const struct linear *l)
{
	const struct layer *top = &l->c->stack[l->c->at];
	const struct form *m = top->ops == screen_by_id(SCREEN_FORM) ? top->model : NULL;

	return l->show && m && m->method && m->method->id == M_view_list && m->answer && !m->asking;
}

void linear_form_answer(struct linear *l)
{
	struct form *m = form_here(l);

	if (!m || l->ask == LINEAR_FIELD)
		return;
	if (m->method->id == M_view_list && m->answer)
		views(l, m->answer->out);
	else if (m->page.n)
		linear_page(l, form_page(&l->c->ui, m));
	if (!m->asking)
		console_close_top(l->c);
}
