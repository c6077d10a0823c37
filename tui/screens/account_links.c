/* Numbers of the Portal Activity card: which has the focus, the rows it counts, and what = says of it. */
#include "common/arena.h"

#include "tui/screens/account.h"
#include "tui/widget/format.h"

/* What each counts, beside the account's number. */
static const struct {
	enum screen_id screen;
	const char *filter, *means;
} numbers[CARD_NUMBERS] = {
	[CARD_VISITS] = { SCREEN_VISITS, "", N_("Visits that links of this account opened.") },
	[CARD_SENT] = { SCREEN_LINKS, " is:sent", N_("Links of this account that a channel took.") },
	[CARD_USED] = { SCREEN_LINKS, " status:consumed", N_("Links of this account that were verified and so used up.") },
	[CARD_PENDING] = { SCREEN_LINKS, " status:pending", N_("Links of this account that work now.") },
	[CARD_EXPIRED] = { SCREEN_LINKS, " status:expired", N_("Links of this account whose time is over.") },
	[CARD_MADE] = { SCREEN_PROMISES, "", N_("Promises of this account, all that were ever made.") },
	[CARD_KEPT] = { SCREEN_PROMISES, " status:kept", N_("Of the promises, those that were kept.") },
	[CARD_OPEN] = { SCREEN_PROMISES, " is:open", N_("Of the promises, those whose money is still awaited.") },
};

static size_t spots_of(const struct ui *ui, const struct account *m, struct account_spot to[CARD_NUMBERS])
{
	return account_spots(ui, m, (struct box){ 0, 0, ui->w, ui->h }, to);
}

static bool visible(const struct ui *ui, const struct account_spot *s)
{
	return s->y >= 0 && s->y < ui->h;
}

/* Brings a line into view where the card scrolls; where it does not, what is below the window can not be reached. */
static bool show(const struct ui *ui, struct account *m, const struct account_spot *s)
{
	struct account_spot spots[CARD_NUMBERS];
	int top = m->top, by = s->y < 0 ? s->y : s->y >= ui->h ? s->y - ui->h + 1 : 0;
	size_t n;

	m->top += by;
	n = spots_of(ui, m, spots);
	for (size_t i = 0; i < n; i++)
		if (spots[i].number == s->number && visible(ui, &spots[i]))
			return true;
	m->top = top;
	return false;
}

bool account_move(struct ui *ui, struct account *m, enum action a)
{
	struct account_spot spots[CARD_NUMBERS];
	size_t n = spots_of(ui, m, spots), at = n;
	bool next = a == ACT_TAB_NEXT;

	if (!next && a != ACT_TAB_PREV)
		return false;
	for (size_t i = 0; i < n; i++)
		if (spots[i].number == m->focus)
			at = i;
	for (size_t tries = 0; tries < n; tries++) {
		at = at == n ? (next ? 0 : n - 1) : (at + (next ? 1 : n - 1)) % n;
		if (show(ui, m, &spots[at])) {
			m->focus = spots[at].number;
			return true;
		}
	}
	return true;
}

void account_keep(struct ui *ui, struct account *m)
{
	struct account_spot spots[CARD_NUMBERS];
	size_t n = spots_of(ui, m, spots);

	for (size_t i = 0; i < n; i++)
		if (spots[i].number == m->focus && !visible(ui, &spots[i]))
			m->focus = CARD_NONE;
}

/* acct:"=A-104233" and the rest: this account and no other. */
static void filter_of(struct buf *b, const struct account *m)
{
	buf_print(b, "acct:\"=%s\"%s", m->number, numbers[m->focus].filter);
}

bool account_open_rows(struct ui *ui, struct account *m)
{
	struct buf b = buf_new(ui->turn, 200);

	if (!m->focus)
		return false;
	filter_of(&b, m);
	ui_open(ui, numbers[m->focus].screen, buf_sv(&b));
	return true;
}

bool account_number_why(const struct ui *ui, const struct account *m, struct buf *b)
{
	const struct account_detail *d = m->detail ? m->detail->out : NULL;

	(void)ui;
	if (!m->focus || !d)
		return false;
	buf_print(b, "%s\n\n", T(numbers[m->focus].means));
	tr_label(b, T("Rows"), 10);
	buf_print(b, "%s  ", screen_by_id(numbers[m->focus].screen)->name);
	filter_of(b, m);
	buf_z(b, "\n");
	tr_label(b, T("True"), 10);
	buf_print(b, T("up to event %lld\n"), (long long)d->seq);
	buf_z(b, T("\nEnter opens the rows.\n"));
	return true;
}

bool account_back(struct ui *ui, void *model)
{
	struct account *m = model;
	bool had = m->focus != CARD_NONE;

	(void)ui;
	m->focus = CARD_NONE;
	return had;
}

size_t account_places(const struct ui *ui, const void *model, struct place *to, size_t most)
{
	struct account_spot spots[CARD_NUMBERS];
	size_t n = spots_of(ui, model, spots), told = 0;

	for (size_t i = 0; i < n && told < most; i++)
		if (visible(ui, &spots[i]))
			to[told++] = (struct place){ spots[i].y, spots[i].x };
	return told;
}

void account_go(struct ui *ui, void *model, size_t place)
{
	struct account *m = model;
	struct account_spot spots[CARD_NUMBERS];
	size_t n = spots_of(ui, m, spots);

	for (size_t i = 0; i < n; i++)
		if (visible(ui, &spots[i]) && place-- == 0)
			m->focus = spots[i].number;
}
