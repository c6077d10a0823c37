/* Lists as pictures; see list.h: scope, heading, rows, the peek band under them (never beside, so that what scrolls is as
 * wide as the screen), the picker. Reads the model, nothing else. */
#include <string.h>

#include "common/zone.h"

#include "tui/screens/list_inside.h"
#include "tui/screens/veil.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"
#include "tui/widget/wrap.h"

enum { PEEK_MAX = 12, LABEL_W = 16, LONG_W = 60, LONG_ROWS = 3, LONG_BYTES = 4000 };

/* A text for which a cell of the peek is too small; it stands above the others over the whole width. NULL: none. */
static const struct table_column *long_text(const struct list_kind *k)
{
	for (size_t i = 0; i < k->n_columns; i++)
		if (k->columns[i].field && k->columns[i].most >= LONG_W)
			return &k->columns[i];
	return NULL;
}

/* Numbers that only tell rows of the store apart are nobody's business, but for the row's own. */
static bool peeked(const struct list_kind *k, const struct field *f)
{
	const struct table_column *apart = long_text(k);

	return f->kind != K_RECORD && f->kind != K_LIST && f->kind != K_BYTES && !(apart && strcmp(apart->field, f->name) == 0) &&
	       (f->kind != K_ID || strcmp(f->name, k->id) == 0);
}

static size_t peek_fields(const struct list_kind *k)
{
	const struct record *r = list_record(k);
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += peeked(k, &r->fields[i]);
	return n;
}

static int peek_columns(int w)
{
	return w >= 150 ? 4 : w >= 100 ? 3 : 2;
}

struct list_boxes list_boxes(const struct list_model *m, struct box in)
{
	struct list_boxes b = { .rows = in };
	int n = peek_columns(in.w), peek = 0;

	if (m->peek && in.h >= 12) {
		peek = 1 + ((int)peek_fields(m->kind) + n - 1) / n;
		peek += long_text(m->kind) ? LONG_ROWS : 0;
		peek = peek > PEEK_MAX ? PEEK_MAX : peek;
		peek = peek > in.h / 2 ? in.h / 2 : peek;
	}
	b.rows.y += 2;
	b.rows.h = in.h > 2 + peek ? in.h - 2 - peek : 0;
	b.peek = (struct box){ in.x, in.y + in.h - peek, in.w, peek };
	return b;
}

static void counts(const struct ui *ui, const struct list_model *m, struct buf *b)
{
	size_t n = list_rows(m), hidden = list_hidden_marks(m);

	if (m->n_marks) {
		buf_print(b, T("%d marked"), (int)m->n_marks);
		if (hidden)
			buf_print(b, T(" (%d hidden)"), (int)hidden);
		buf_z(b, " · ");
	}
	if (!ui->live && ui->off_since) {
		buf_z(b, T("STALE since "));
		format_clock(b, ui->off_since, ui->zone);
		buf_z(b, " · ");
	} else if (m->changes) {
		buf_print(b, T("HELD +%d · f renews · "), m->changes);
	} else if (m->asked >= 0 && !list_here(m)) {
		buf_z(b, T("looking · "));
	}
	if (m->total >= 0 && m->kind->words) {
		if (list_here(m)) {
			format_count(b, (int64_t)m->row + 1);
			buf_z(b, T(" of "));
		}
		format_count(b, m->total);
		if (m->total >= LIST_COUNT_MAX)
			buf_char(b, '+');
	} else if (m->known) {
		format_count(b, (int64_t)n);
		buf_z(b, TN(" row", " rows", (int64_t)n));
	}
	buf_char(b, ' ');
}

static void scope(const struct ui *ui, const struct list_model *m, struct grid *g, struct box in)
{
	LABEL(left, FILTER_TEXT_MAX + 80);
	LABEL(right, 160);
	int w;

	counts(ui, m, &right);
	list_question(m, &left);
	w = grid_columns(buf_sv(&right));
	grid_right(g, in.y, in.x + in.w - w, w, m->n_marks ? LOOK_KEY : LOOK_DIM, buf_sv(&right));
	if (left.n)
		grid_text(g, in.y, in.x + 1, in.w - w - 3, m->filter[0] ? LOOK_FIELD : LOOK_DIM, buf_sv(&left));
	else
		grid_text(g, in.y, in.x + 1, in.w - w - 3, LOOK_DIM, TS("all"));
}

static void nothing(const struct ui *ui, const struct list_model *m, struct grid *g, int y, struct box in)
{
	struct sv text = TS("Reading.");

	if (!ui->live && (!m->known || !m->pages[0].reply))
		text = TS("Waiting for the server.");
	else if (m->refused)
		text = TS("The server does not answer this; the message below says why.");
	else if (m->known && m->pages[0].reply)
		text = strcmp(m->filter, m->kind->preset ? m->kind->preset : "") != 0 ? TS("Nothing matches. Esc clears the filter, / changes it.")
				    : TS(m->kind->empty ? m->kind->empty : N_("Nothing here."));
	grid_text(g, y, in.x + 2, in.w - 3, LOOK_DIM, text);
}

/* The first row shown: the window may have become lower meanwhile. */
static size_t first_row(const struct list_model *m, size_t high)
{
	return high && m->row >= m->top + high ? m->row - high + 1 : m->top;
}

size_t list_places(const struct ui *ui, const void *model, struct place *to, size_t most)
{
	const struct list_model *m = model;
	struct box in = list_boxes(m, (struct box){ 0, 0, ui->w, ui->h }).rows;
	size_t high = in.h > 0 ? (size_t)in.h : 0, top = first_row(m, high), n = 0;

	for (size_t i = 0; i < high && n < most && list_row(m, top + i) && !m->picking && !m->choosing; i++)
		to[n++] = (struct place){ in.y + (int)i, in.x };
	return n;
}

void list_go(struct ui *ui, void *model, size_t place)
{
	struct list_model *m = model;
	int high = list_boxes(m, (struct box){ 0, 0, ui->w, ui->h }).rows.h;

	m->moved = true;
	m->quiet = ui->mono;
	list_put(ui, m, (int64_t)(first_row(m, high > 0 ? (size_t)high : 0) + place));
}

/* By the page in which the first row stands, not by the rows that are visible: columns stay where they are while one
 * scrolls, until the next page. */
static void needs(const struct list_model *m, size_t top, const struct table_ui *t, struct table_need *ret)
{
	const struct list_kind *k = m->kind;
	size_t from = top / LIST_PAGE * LIST_PAGE;

	table_need(k->columns, k->n_columns, list_record(k), ret);
	for (size_t i = from; i < from + LIST_PAGE && list_row(m, i); i++)
		table_need_row(k->columns, k->n_columns, list_record(k), list_row(m, i), t, ret);
}

static void rows(const struct ui *ui, const struct list_model *m, struct grid *g, struct box in)
{
	const struct table_ui t = { ui->now, ui->zone };
	const struct list_kind *k = m->kind;
	size_t high = in.h > 0 ? (size_t)in.h : 0, top = first_row(m, high);
	struct table_need need;
	struct table_layout l;

	needs(m, top, &t, &need);
	table_lay(k->columns, k->n_columns, in.w, g->w, &need, &l);
	table_head(g, in.y - 1, in.x, k->columns, k->n_columns, &l, m->sort, m->down);
	g->cx = in.x;
	g->cy = in.y;
	for (size_t i = 0; i < high; i++) {
		const void *row = list_row(m, top + i);
		int y = in.y + (int)i;

		if (!row) {
			if (top + i < list_rows(m))
				grid_text(g, y, in.x + 2, 3, LOOK_DIM, SV("·"));
			continue;
		}
		if (top + i == m->row) {
			grid_text(g, y, in.x, 1, LOOK_KEY, SV("▶"));
			g->cy = y;
		}
		if (list_marked(m, row))
			grid_text(g, y, in.x + (top + i == m->row), 1, LOOK_KEY, SV("*"));
		table_row(g, y, in.x, k->columns, k->n_columns, &l, list_record(k), veil(ui, list_record(k), row),
			  top + i == m->row, &t);
	}
	if (!list_rows(m))
		nothing(ui, m, g, in.y, in);
}

/* By what people call it, where it has an account; else by its own name. */
static void peek_title(const struct list_kind *k, const struct record *r, const void *row, const char *id, struct buf *b)
{
	struct sv account = k->account ? *(const struct sv *)field_at(record_field(r, sv_from(k->account)), row) : SV_NONE;
	struct sv name = k->contact_name ? *(const struct sv *)field_at(record_field(r, sv_from(k->contact_name)), row) : SV_NONE;

	buf_add(b, account.n ? account : sv_from(id));
	if (account.n && name.n)
		buf_print(b, " " SV_FMT, SV_ARG(sv_from_to(name, 0, 80)));
}

static enum table_how how_of(const struct list_kind *k, const struct field *f)
{
	for (size_t i = 0; i < k->n_columns; i++)
		if (k->columns[i].field && k->columns[i].how == HOW_BARE && strcmp(k->columns[i].field, f->name) == 0)
			return HOW_BARE;
	return HOW_PLAIN;
}

/* Over the whole width, in as many lines as it needs and the box has; returns them. Nothing of nothing. */
static int long_row(const struct ui *ui, const struct record *r, const struct table_column *c, const void *row, struct grid *g,
		    struct box in)
{
	const struct table_ui t = { ui->now, ui->zone };
	struct buf text = buf_new(ui->turn, LONG_BYTES);
	int lines;
	LABEL(label, 60);

	if (c->say)
		c->say(&text, row, &t);
	else
		table_field(&text, r, record_field(r, sv_from(c->field)), row, HOW_PLAIN, in.w, &t);
	table_label(&label, c->field);
	in.h = in.h < LONG_ROWS ? in.h : LONG_ROWS;
	if (!text.n || in.h < 1)
		return 0;
	grid_text(g, in.y, in.x, LABEL_W - 1, LOOK_DIM, buf_sv(&label));
	lines = wrap_draw(g, (struct box){ in.x + LABEL_W, in.y, in.w - LABEL_W, in.h }, 0, LOOK_PLAIN, buf_sv(&text));
	return lines < in.h ? lines : in.h;
}

/* Everything that is known of the row, by its record. */
static void peek(const struct ui *ui, const struct list_model *m, struct grid *g, struct box in)
{
	const struct table_ui t = { ui->now, ui->zone };
	const struct record *r = list_record(m->kind);
	const void *row = veil(ui, r, list_here(m));
	const struct table_column *rest = long_text(m->kind);
	int n = peek_columns(in.w), w = in.w / n, at = 0, from = 1, y;
	LABEL(title, 200);
	LABEL(label, 60);

	if (row)
		peek_title(m->kind, r, row, m->id, &title);
	band_rule(g, in.y, in.x, in.w, buf_sv(&title), TS("i closes"));
	if (row && rest)
		from += long_row(ui, r, rest, row, g, (struct box){ in.x + 1, in.y + 1, in.w - 2, in.h - 1 });
	for (size_t i = 0; row && i < r->n; i++) {
		const struct field *f = &r->fields[i];
		int x = in.x + 1 + at % n * w;
		LABEL(text, 400);

		y = in.y + from + at / n;
		if (!peeked(m->kind, f) || y >= in.y + in.h)
			continue;
		label.n = 0;
		table_label(&label, f->name);
		table_field(&text, r, f, row, how_of(m->kind, f), w - LABEL_W - 2, &t);
		grid_text(g, y, x, LABEL_W - 1, LOOK_DIM, buf_sv(&label));
		grid_text(g, y, x + LABEL_W, w - LABEL_W - 2, LOOK_PLAIN, text.n ? buf_sv(&text) : SV("-"));
		at++;
	}
}

/* "1 held", and what stands between two of them where there is room or not. */
static int choice_at(const struct filter_field *f, size_t v, struct grid *g, int y, int x, int gap)
{
	LABEL(text, 80);

	buf_print(&text, "%c %s", v < 9 ? '1' + (int)v : 'a' + (int)v - 9, tr_choice(f->of, f->of->words[v].value));
	if (g)
		grid_text(g, y, x, g->w - x, LOOK_PLAIN, buf_sv(&text));
	return x + grid_columns(buf_sv(&text)) + gap;
}

static void picker(const struct list_model *m, struct grid *g)
{
	const struct filter_words *words = m->kind->words;
	int y = g->h - 2, x = 1, end, gap = 2;

	grid_fill(g, y, 0, g->w, LOOK_PLAIN, ' ');
	g->cx = 1;
	g->cy = y;
	for (size_t i = 0; i < words->n; i++) {
		const struct filter_field *f = &words->fields[i];

		if (strcmp(f->name, m->kind->facet) != 0)
			continue;
		x += grid_print(g, y, x, g->w - x, LOOK_KEY, "%s: ", f->name);
		x += grid_text(g, y, x, g->w - x, LOOK_PLAIN, TS("0 all"));
		end = x + gap;
		for (size_t v = 0; v < f->of->n; v++)
			end = choice_at(f, v, NULL, y, end, gap);
		gap = end - gap > g->w ? 1 : gap;
		x += gap;
		for (size_t v = 0; v < f->of->n && x < g->w - 3; v++)
			x = choice_at(f, v, g, y, x, gap);
	}
}

void list_draw(const struct ui *ui, const void *model, struct grid *g, struct box in)
{
	const struct list_model *m = model;
	struct list_boxes b = list_boxes(m, in);

	scope(ui, m, g, in);
	rows(ui, m, g, b.rows);
	if (b.peek.h)
		peek(ui, m, g, b.peek);
	if (m->picking)
		picker(m, g);
	if (m->choosing) {
		grid_fill(g, g->h - 2, 0, g->w, LOOK_PLAIN, ' ');
		grid_text(g, g->h - 2, 1, g->w - 2, LOOK_KEY, TS(m->kind->choices));
		g->cx = 1;
		g->cy = g->h - 2;
	}
}

void list_why(const struct ui *ui, const void *model, struct buf *b)
{
	const struct list_model *m = model;
	const struct filter_words *w = m->kind->words;
	int sorted = 0;
	LABEL(question, FILTER_TEXT_MAX + 80);

	list_question(m, &question);
	buf_print(b, "%s\n\n", T(m->kind->about ? m->kind->about : m->kind->title));
	tr_label(b, T("Asked"), 10);
	buf_print(b, "%s  " SV_FMT "\n", method_table[m->kind->method].name,
		  SV_ARG(question.n ? buf_sv(&question) : TS("(everything)")));
	tr_label(b, T("Read at"), 10);
	format_when(b, m->as_of, ui->now, ui->zone);
	buf_z(b, m->changes ? T(", and something has happened since\n") : T(", nothing has happened since\n"));
	if (m->total >= 0) {
		tr_label(b, T("Rows"), 10);
		format_count(b, m->total);
		buf_z(b, m->total >= LIST_COUNT_MAX ? T(" or more\n") : "\n");
	}
	if (!w)
		return;
	buf_z(b, T("\nWords of the filter\n"));
	for (size_t i = 0; i < w->n; i++)
		buf_print(b, "  %-9s %s\n", w->fields[i].name, T(w->fields[i].help));
	for (size_t i = 0; i < w->n_flags; i++)
		buf_print(b, "  is:%-6s %s\n", w->flags[i].name, T(w->flags[i].help));
	for (size_t i = 0; i < w->n; i++) {
		if (!w->fields[i].sorts)
			continue;
		if (!sorted++)
			tr_label(b, T("Sorts by"), 12);
		else
			buf_char(b, ' ');
		buf_z(b, w->fields[i].name);
	}
	if (sorted)
		buf_char(b, '\n');
}
