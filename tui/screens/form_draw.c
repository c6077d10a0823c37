/* Forms as pictures; see form.h. Every field says what it is for while one is in it, and what is wrong as soon as it is. */
#include "tui/screens/form.h"

#include <string.h>

#include "common/arena.h"

#include "tui/screens/veil.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"
#include "tui/widget/record_view.h"
#include "tui/widget/table.h"
#include "tui/widget/wrap.h"

enum { TITLE_W = 100, NOTE_ROWS = 4 };

int form_rows(const struct form_field *f, int w)
{
	int n = f->edit.lines ? text_edit_rows(&f->edit, w) : 1;

	n = f->edit.lines && n < 3 ? 3 : n;
	return n > FORM_ROWS_MAX ? FORM_ROWS_MAX : n;
}

static void choice_draw(const struct form_field *f, struct grid *g, int y, int x, int w, bool here)
{
	const struct choice *c = f->f->of;
	int at = x;

	if (f->f->kind == K_BOOL) {
		grid_text(g, y, x, w, f->choice ? LOOK_VALUE : LOOK_DIM, f->choice ? TS("[x] yes") : TS("[ ] no"));
	} else {
		for (size_t i = 0; i < c->n && at < x + w - 2; i++) {
			bool on = f->choice == (int)i + 1;

			at += grid_print(g, y, at, x + w - at, on ? LOOK_FIELD : LOOK_DIM, on ? "[%d %s]" : " %d %s ", (int)i + 1,
					 tr_choice(c, c->words[i].value)) +
			      1;
		}
	}
	if (here) {
		g->cx = x;
		g->cy = y;
	}
}

static void field_draw(const struct form_field *f, struct grid *g, struct box in, bool here)
{
	int x = in.x + FORM_LABEL_W, w = in.w - FORM_LABEL_W;
	LABEL(label, 80);

	table_label(&label, f->f->name);
	if (here)
		grid_text(g, in.y, in.x - 2, 1, LOOK_KEY, SV("▶"));
	grid_text(g, in.y, in.x, FORM_LABEL_W - 3, here ? LOOK_VALUE : LOOK_PLAIN, buf_sv(&label));
	if (f->f->flags & REQ)
		grid_text(g, in.y, in.x + FORM_LABEL_W - 2, 1, LOOK_WARN, SV("*"));
	if (f->fixed)
		grid_text(g, in.y, x, w, LOOK_DIM, text_edit_text(&f->edit));
	else if (f->f->kind == K_BOOL || f->f->kind == K_CHOICE)
		choice_draw(f, g, in.y, x, w, here);
	else
		text_edit_draw(&f->edit, g, (struct box){ x, in.y, w, in.h }, here);
}

static bool is_veiled(const struct ui *ui, const struct field *f)
{
	return f->kind == K_TEXT && (f->flags & SECRET || (ui->blur && f->flags & (PERSONAL | MULTI)));
}

/* The field as it may be seen: a code as dots, and under the blur what people write. A copy in the turn's arena. */
static struct form_field seen(const struct ui *ui, const struct form_field *f)
{
	struct form_field copy = *f;
	struct sv text, before;

	if (!is_veiled(ui, f->f))
		return copy;
	text = veil_dots(ui, text_edit_text(&f->edit));
	before = veil_dots(ui, sv_of(f->edit.text, f->edit.caret));
	copy.edit.text = arena_alloc(ui->turn, text.n + 1);
	copy.edit.n = text.n;
	if (text.n)
		memcpy(copy.edit.text, text.p, text.n);
	copy.edit.caret = before.n;
	return copy;
}

/* Whom it is about stands in the title: the number that the server knows them by says nothing to anybody. */
static bool hidden(const struct form *m, const struct form_field *f)
{
	return f->fixed && (m->name[0] || m->account[0]);
}

/* What the field under the caret is for, and what is wrong with it, under it. */
static int notes(const struct form_field *f, struct grid *g, int y, int x, int w)
{
	if (f->wrong[0]) {
		grid_print(g, y, x, w, LOOK_BAD, "✗ %s", f->wrong);
		return 1;
	}
	grid_text(g, y, x, w, LOOK_DIM, TS(f->f->help));
	return 1;
}

struct sv form_page(const struct ui *ui, const struct form *m)
{
	const struct table_ui t = { ui->now, ui->zone };
	struct buf b;

	if (!ui->blur || !m->answer)
		return m->page;
	b = buf_new(ui->turn, FORM_ANSWER_MAX);
	record_view(&b, ui->turn, m->method->out, veil(ui, m->method->out, m->answer->out), &t);
	return buf_sv(&b);
}

void form_draw(const struct ui *ui, const void *model, struct grid *g, struct box in)
{
	const struct form *m = model;
	int w = in.w - 4, answer = m->page.n ? in.h / 2 : 0, y = in.y + 1, lines = 0, top;

	g->cx = in.x;
	g->cy = in.y;
	if (m->why[0]) {
		grid_text(g, in.y + 1, in.x + 2, w, LOOK_BAD, sv_from(m->why));
		return;
	}
	if (!m->by_name && in.w < TITLE_W) { /* the top row has no room for all of it */
		LABEL(about, 500);

		form_about(&about, m, ui->blur);
		grid_text(g, in.y, in.x + 2, w, LOOK_VALUE, buf_sv(&about));
	}
	if (m->note[0]) {
		int rows = wrap_draw(NULL, (struct box){ 0, 0, w, 0 }, 0, LOOK_DIM, sv_from(m->note));

		rows = rows > NOTE_ROWS ? NOTE_ROWS : rows;
		wrap_draw(g, (struct box){ in.x + 2, y, w, rows }, 0, LOOK_DIM, sv_from(m->note));
		y += rows + 1;
	}
	for (size_t i = 0; i < m->here && i < m->n; i++) {
		const struct form_field f = seen(ui, &m->at[i]);

		lines += hidden(m, &f) ? 0 : form_rows(&f, w - FORM_LABEL_W);
	}
	top = lines + FORM_ROWS_MAX + 2 > in.h - answer ? (int)m->here : 0;
	if (!m->n)
		grid_text(g, y++, in.x + 2, w, LOOK_DIM, TS("It takes no parameters."));
	for (size_t i = (size_t)top; i < m->n && y < in.y + in.h - answer - 1; i++) {
		const struct form_field f = seen(ui, &m->at[i]);
		bool here = i == m->here && !m->reading;
		int rows = form_rows(&f, w - FORM_LABEL_W);

		if (hidden(m, &f))
			continue;
		if (y + rows >= in.y + in.h - answer)
			rows = in.y + in.h - answer - 1 - y;
		field_draw(&f, g, (struct box){ in.x + 2, y, w, rows }, here);
		y += rows;
		if (here || f.wrong[0])
			y += notes(&f, g, y, in.x + 2 + FORM_LABEL_W, w - FORM_LABEL_W);
	}
	if (!answer) {
		LABEL(foot, 200);

		if (m->asking)
			buf_z(&foot, T("Asked."));
		else
			buf_print(&foot, form_keeps(m) ? T("^S: %s. Esc keeps a draft, ] brings it back.") : "^S: %s.",
				  T(form_words(m->method->id)->effect));
		grid_text(g, y + 1 < in.y + in.h ? y + 1 : y, in.x + 2, w, LOOK_DIM, buf_sv(&foot));
		return;
	}
	band_rule(g, in.y + in.h - answer, in.x, in.w, TS("Answer"), m->reading ? TS("j k scroll · Tab") : TS("Tab reads"));
	wrap_draw(g, (struct box){ in.x + 1, in.y + in.h - answer + 1, in.w - 2, answer - 1 }, m->page_top, LOOK_PLAIN,
		  form_page(ui, m));
}
