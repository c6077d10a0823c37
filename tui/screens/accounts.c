/* Accounts found by number, name, address or creditor. The order is the server's and stays while one
 * works in it; Enter opens the account under the cursor, which is remembered by its number. */
#include <string.h>

#include "common/zone.h"

#include "tui/screens/screens.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"

enum { LIMIT = 200, TEXT_MAX = 100, DUE_W = 11 };

struct accounts {
	struct reply *page; /* the newest good answer */
	char text[TEXT_MAX + 1], asked[TEXT_MAX + 1];
	bool looking;
	char at[ACCOUNT_MAX + 1]; /* the account under the cursor */
	size_t top;
};

static const struct account_page *rows_of(const struct accounts *m)
{
	return m->page ? m->page->out : NULL;
}

static size_t row_of_cursor(const struct accounts *m)
{
	const struct account_page *p = rows_of(m);

	for (size_t i = 0; p && i < p->items.n; i++)
		if (sv_is(p->items.at[i].account, m->at))
			return i;
	return 0;
}

static void put_cursor(struct ui *ui, struct accounts *m, int64_t row)
{
	const struct account_page *p = rows_of(m);
	size_t at, high = ui->h > 3 ? (size_t)ui->h - 2 : 1;

	if (!p || !p->items.n) {
		m->at[0] = '\0';
		return;
	}
	at = row < 0 ? 0 : (size_t)row >= p->items.n ? p->items.n - 1 : (size_t)row;
	if (p->items.at[at].account.n <= ACCOUNT_MAX) {
		memcpy(m->at, p->items.at[at].account.p, p->items.at[at].account.n);
		m->at[p->items.at[at].account.n] = '\0';
	}
	if (at < m->top)
		m->top = at;
	if (at >= m->top + high)
		m->top = at - high + 1;
}

static void found(struct ui *ui, void *model, struct reply *r)
{
	struct accounts *m = model;
	bool same = strcmp(m->text, m->asked) == 0;

	m->looking = false;
	if (!ui_keep(ui, &m->page, r, "accounts"))
		return;
	memcpy(m->text, m->asked, sizeof(m->text));
	if (!same)
		m->top = 0;
	put_cursor(ui, m, same ? (int64_t)row_of_cursor(m) : 0);
}

static void look(struct ui *ui, struct accounts *m)
{
	struct account_query q = { sv_from(m->asked), LIMIT };

	if (!ui->live)
		return;
	m->looking = true;
	ui_ask(ui, M_account_find, &q, found);
}

static void open(struct ui *ui, void *model, struct sv arg)
{
	struct accounts *m = model;
	size_t n = arg.n < TEXT_MAX ? arg.n : TEXT_MAX;

	while (n && n < arg.n && ((unsigned char)arg.p[n] & 0xC0) == 0x80)
		n--;
	if (n)
		memcpy(m->asked, arg.p, n);
	m->asked[n] = '\0';
	look(ui, m);
}

static const struct account_row *current(const struct accounts *m)
{
	const struct account_page *p = rows_of(m);

	return p && p->items.n ? &p->items.at[row_of_cursor(m)] : NULL;
}

static void act(struct ui *ui, void *model, enum action a)
{
	struct accounts *m = model;
	const struct account_row *here = current(m);
	int64_t row = (int64_t)row_of_cursor(m), page = ui->h > 3 ? ui->h - 2 : 1;

	switch ((int)a) {
	case ACT_ROW_NEXT:
		put_cursor(ui, m, row + 1);
		break;
	case ACT_ROW_PREV:
		put_cursor(ui, m, row - 1);
		break;
	case ACT_PAGE_NEXT:
		put_cursor(ui, m, row + page);
		break;
	case ACT_PAGE_PREV:
		put_cursor(ui, m, row - page);
		break;
	case ACT_ROW_FIRST:
		put_cursor(ui, m, 0);
		break;
	case ACT_ROW_LAST:
		put_cursor(ui, m, INT32_MAX);
		break;
	case ACT_OPEN:
		if (here)
			ui_open(ui, SCREEN_ACCOUNT, here->account);
		else
			ui_say(ui, SAY_PLAIN, "Enter: no account here; / searches");
		break;
	case ACT_SEND:
		ui_send(ui, here ? here->account : SV_NONE, 0, channel__none);
		break;
	case ACT_REFRESH:
		look(ui, m);
		break;
	default:
		break;
	}
}

static bool back(struct ui *ui, void *model)
{
	struct accounts *m = model;

	if (!m->asked[0])
		return false;
	m->asked[0] = '\0';
	look(ui, m);
	return true;
}

static void title(const void *model, struct buf *b)
{
	const struct accounts *m = model;

	buf_z(b, "Accounts");
	if (m->asked[0])
		buf_print(b, " › %s", m->asked);
}

static const char *account(const void *model)
{
	return ((const struct accounts *)model)->at;
}

struct cols { /* x and width of each; width 0: not shown */
	int number_w, name, name_w, balance, balance_w, dpd, state, state_w, due, creditor,
	    creditor_w, address, address_w;
};

static struct cols columns(int w, const struct account_page *p)
{
	struct cols c = { .number_w = 8 };
	int x, widest = w < 80 ? 12 : w < 100 ? 16 : 24;

	for (size_t i = 0; p && i < p->items.n; i++) {
		int need = grid_columns(p->items.at[i].account);

		c.number_w = need > c.number_w ? need : c.number_w;
	}
	c.number_w = c.number_w > widest ? widest : c.number_w;
	c.name = 2 + c.number_w + 2;
	c.balance_w = 14;
	c.state_w = w < 80 ? 0 : 20;
	c.creditor_w = w < 100 ? 0 : w < 160 ? 18 : 26;
	c.address_w = w < 160 ? 0 : 50;
	c.name_w = w - c.name - 1 - c.balance_w - 6 - (c.state_w ? c.state_w + 1 : 0) -
	           (w >= 100 ? DUE_W + 1 + c.creditor_w + 1 : 0) -
	           (c.address_w ? c.address_w + 1 : 0) - 1;
	x = c.name + c.name_w + 1;
	c.balance = x;
	x += c.balance_w;
	c.dpd = x;
	x += 6;
	c.state = x + 1;
	x += c.state_w ? c.state_w + 1 : 0;
	c.due = w >= 100 ? x + 1 : 0;
	c.creditor = x + 2 + DUE_W;
	c.address = c.creditor + c.creditor_w + 1;
	return c;
}

static void heading(struct grid *g, int y, const struct cols *c)
{
	grid_text(g, y, 2, c->number_w, LOOK_TITLE, SV("ACCOUNT"));
	grid_text(g, y, c->name, c->name_w, LOOK_TITLE, SV("NAME"));
	grid_right(g, y, c->balance, c->balance_w, LOOK_TITLE, SV("BALANCE"));
	grid_right(g, y, c->dpd, 6, LOOK_TITLE, SV("DPD"));
	grid_text(g, y, c->state, c->state_w, LOOK_TITLE, SV("STATE"));
	if (c->due)
		grid_text(g, y, c->due, DUE_W, LOOK_TITLE, SV("DUE"));
	grid_text(g, y, c->creditor, c->creditor_w, LOOK_TITLE, SV("CREDITOR"));
	grid_text(g, y, c->address, c->address_w, LOOK_TITLE, SV("E-MAIL, PHONE"));
}

static void line(const struct ui *ui, struct grid *g, int y, const struct cols *c,
                 const struct account_row *r, bool here)
{
	enum look look = here ? LOOK_VALUE : LOOK_PLAIN;
	LABEL(sum, 80);
	LABEL(days, 24);
	LABEL(due, 24);
	int n;

	if (here) {
		grid_text(g, y, 0, 1, LOOK_KEY, SV("▶"));
		g->cy = y;
	}
	format_money_in(&sum, r->balance, r->currency, c->balance_w - 1);
	if (r->days_past_due > 0)
		format_count_in(&days, r->days_past_due, 5);
	format_day(&due, r->due_date, zone_day(ui->zone, ui->now));
	grid_text(g, y, 2, c->number_w, look, r->account);
	grid_text(g, y, c->name, c->name_w, look, r->contact_name);
	grid_right(g, y, c->balance, c->balance_w, look, buf_sv(&sum));
	grid_right(g, y, c->dpd, 6, LOOK_PLAIN, buf_sv(&days));
	grid_text(g, y, c->state, c->state_w, LOOK_DIM,
	          sv_from(choice_text(&account_state_choice, (int)r->state)));
	if (c->due)
		grid_text(g, y, c->due, DUE_W, LOOK_DIM, buf_sv(&due));
	grid_text(g, y, c->creditor, c->creditor_w, LOOK_PLAIN, r->creditor);
	n = grid_text(g, y, c->address, c->address_w, LOOK_DIM, r->email);
	grid_text(g, y, c->address + n + (n ? 2 : 0), c->address_w - n - 2, LOOK_DIM, r->phone);
}

static void scope(const struct ui *ui, const struct accounts *m, struct grid *g, struct box in)
{
	const struct account_page *p = rows_of(m);
	LABEL(right, 120);

	if (m->looking)
		buf_z(&right, "looking ");
	if (!ui->live && ui->off_since) {
		buf_z(&right, "STALE since ");
		format_clock(&right, ui->off_since, ui->zone);
		buf_char(&right, ' ');
	} else if (p) {
		buf_print(&right, "%s%d account%s ", p->more ? "first " : "", (int)p->items.n,
		          p->items.n == 1 ? "" : "s");
	}
	grid_print(g, in.y, in.x + 1, in.w - 30, m->text[0] ? LOOK_FIELD : LOOK_DIM, "%s",
	           m->text[0] ? m->text : "all accounts");
	grid_right(g, in.y, in.x + in.w - 36, 36, LOOK_DIM, buf_sv(&right));
}

static void draw(const struct ui *ui, const void *model, struct grid *g, struct box in)
{
	const struct accounts *m = model;
	const struct account_page *p = rows_of(m);
	struct cols c = columns(in.w, p);
	size_t here = row_of_cursor(m), high = in.h > 2 ? (size_t)in.h - 2 : 0, top = m->top;

	scope(ui, m, g, in);
	heading(g, in.y + 1, &c);
	g->cx = 0;
	g->cy = in.y + 2;
	if (high && here >= top + high)
		top = here - high + 1;
	for (size_t i = 0; p && i < high && top + i < p->items.n; i++)
		line(ui, g, in.y + 2 + (int)i, &c, &p->items.at[top + i], top + i == here);
	if (p && !p->items.n)
		grid_text(g, in.y + 2, 2, in.w - 3, LOOK_DIM,
		          m->text[0] ? SV("Nothing matches. Esc shows all, / searches again.")
		                     : SV("No accounts yet: quitsctl book.import brings them in."));
	if (!p)
		grid_text(g, in.y + 2, 2, in.w - 3, LOOK_DIM, SV("Waiting for the server."));
}

static void close_it(void *model)
{
	struct accounts *m = model;

	if (m->page)
		reply_free(m->page);
}

const struct screen_ops accounts_screen = {
	.name = "accounts",
	.on = ON_ACCOUNTS,
	.size = sizeof(struct accounts),
	.open = open,
	.act = act,
	.back = back,
	.title = title,
	.account = account,
	.draw = draw,
	.close = close_it,
};
