/* Every method of the server, so that the console is never behind it: Enter opens the method as a form. */
#include <string.h>

#include "common/utf8.h"

#include "tui/screens/screens.h"

enum { TEXT_MAX = 100, NAME_W = 26 };

struct methods {
	char text[TEXT_MAX + 1]; /* part of a name or help */
	size_t row, top;
};

static bool inside(const char *hay, const char *needle)
{
	return strcasestr(hay, needle) != NULL;
}

/* The n-th method that is shown; M__COUNT behind the last. */
static int nth(const struct methods *m, size_t n)
{
	for (int i = 0; i < M__COUNT; i++)
		if ((inside(method_table[i].name, m->text) || inside(T(method_table[i].help), m->text)) && n-- == 0)
			return i;
	return M__COUNT;
}

static size_t rows(const struct methods *m)
{
	size_t n = 0;

	while (nth(m, n) < M__COUNT)
		n++;
	return n;
}

static void put(struct ui *ui, struct methods *m, int64_t row)
{
	size_t n = rows(m), high = ui->h > 2 ? (size_t)ui->h - 2 : 1;

	m->row = row < 0 || !n ? 0 : (size_t)row >= n ? n - 1 : (size_t)row;
	if (m->row < m->top)
		m->top = m->row;
	if (m->row >= m->top + high)
		m->top = m->row - high + 1;
}

static bool filtered(struct ui *ui, void *model, struct sv text, bool done)
{
	struct methods *m = model;
	size_t n = text.n < TEXT_MAX ? text.n : TEXT_MAX;

	(void)done;
	if (n)
		memcpy(m->text, text.p, n);
	m->text[n] = '\0';
	put(ui, m, 0);
	return true;
}

static void open(struct ui *ui, void *model, struct sv arg)
{
	filtered(ui, model, arg, true);
}

static void act(struct ui *ui, void *model, enum action a)
{
	struct methods *m = model;
	int64_t row = (int64_t)m->row, page = ui->h > 3 ? ui->h - 2 : 1;
	int at = nth(m, m->row);

	switch ((int)a) {
	case ACT_ROW_NEXT:
		put(ui, m, row + 1);
		break;
	case ACT_ROW_PREV:
		put(ui, m, row - 1);
		break;
	case ACT_PAGE_NEXT:
		put(ui, m, row + page);
		break;
	case ACT_PAGE_PREV:
		put(ui, m, row - page);
		break;
	case ACT_ROW_FIRST:
		put(ui, m, 0);
		break;
	case ACT_ROW_LAST:
		put(ui, m, INT32_MAX);
		break;
	case ACT_OPEN:
		if (at < M__COUNT)
			ui_open(ui, SCREEN_FORM, sv_from(method_table[at].name));
		break;
	default:
		break;
	}
}

static bool back(struct ui *ui, void *model)
{
	struct methods *m = model;
	bool was = m->text[0] != '\0';

	filtered(ui, model, SV_NONE, true);
	return was;
}

static struct sv filter(const void *model)
{
	return sv_from(((const struct methods *)model)->text);
}

static void title(const void *model, struct buf *b)
{
	(void)model;
	buf_z(b, T("Every method"));
}

static const char *account(const void *model)
{
	(void)model;
	return "";
}

static void why(const struct ui *ui, const void *model, struct buf *b)
{
	(void)ui;
	(void)model;
	buf_z(b, T("The methods of the server, as quitsctl has them too. Enter opens one as a form with its parameters; a command "
		 "asks before it changes anything, a question shows its answer. What your role may not do the server refuses."));
}

static void draw(const struct ui *ui, const void *model, struct grid *g, struct box in)
{
	const struct methods *m = model;

	grid_print(g, in.y, in.x + 1, in.w - 2, m->text[0] ? LOOK_FIELD : LOOK_DIM, "%s", m->text[0] ? m->text : T("all"));
	grid_text(g, in.y + 1, in.x + 2, NAME_W, LOOK_TITLE, TS("METHOD"));
	grid_text(g, in.y + 1, in.x + 2 + NAME_W, in.w - NAME_W - 3, LOOK_TITLE, TS("WHAT IT DOES"));
	g->cx = in.x;
	g->cy = in.y + 2;
	(void)ui;
	for (int y = 2; y < in.h; y++) {
		size_t row = m->top + (size_t)y - 2;
		int at = nth(m, row);

		if (at == M__COUNT)
			break;
		if (row == m->row) {
			grid_text(g, in.y + y, in.x, 1, LOOK_KEY, SV("▶"));
			g->cy = in.y + y;
		}
		grid_text(g, in.y + y, in.x + 2, NAME_W - 1, method_table[at].command ? LOOK_VALUE : LOOK_PLAIN,
			  sv_from(method_table[at].name));
		grid_text(g, in.y + y, in.x + 2 + NAME_W, in.w - NAME_W - 3, LOOK_DIM, TS(method_table[at].help));
	}
}

static void close_it(void *model)
{
	(void)model;
}

const struct screen_ops methods_screen = {
	.name = "methods",
	.on = ON_LIST | ON_METHODS,
	.size = sizeof(struct methods),
	.open = open,
	.act = act,
	.back = back,
	.filter = filter,
	.filtered = filtered,
	.title = title,
	.account = account,
	.why = why,
	.draw = draw,
	.close = close_it,
};
