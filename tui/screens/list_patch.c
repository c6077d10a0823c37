/* Rows brought up to date while somebody works on them: what they are now, each in the place it had. None comes, none goes,
 * none moves: that waits for `f`. A row that the filter lets through no more stays as it was last seen. Only where a kind says
 * that an event ends a row (list_kind.ended) it goes at once: it would be stopped or awaited in vain. */
#include <string.h>

#include "common/arena.h"

#include "tui/screens/list_inside.h"
#include "tui/widget/format.h"

void list_patch(struct list_model *m, size_t page, struct reply *r)
{
	const struct record *row = list_record(m->kind), *out = method_table[m->kind->method].out;
	struct list *fresh = field_in(record_field(out, SV("items")), r->out);
	const struct list *old = list_items(m, page);
	char (*ids)[LIST_ID_MAX + 1];
	char *at;

	if (!old || !old->n) {
		reply_free(r);
		return;
	}
	ids = arena_alloc(&r->arena, (fresh->n + 1) * sizeof(*ids));
	at = arena_alloc(&r->arena, old->n * row->size);
	for (size_t i = 0; i < fresh->n; i++)
		list_id(m->kind, (const char *)fresh->at + i * row->size, ids[i]);
	for (size_t i = 0; i < old->n; i++) {
		const char *was = (const char *)old->at + i * row->size;
		char id[LIST_ID_MAX + 1];
		size_t k = 0;

		list_id(m->kind, was, id);
		while (k < fresh->n && strcmp(ids[k], id) != 0)
			k++;
		if (k < fresh->n)
			memcpy(at + i * row->size, (const char *)fresh->at + k * row->size, row->size);
		else
			record_copy(&r->arena, row, was, at + i * row->size);
	}
	fresh->n = old->n;
	fresh->at = at;
	reply_free(m->pages[page].reply);
	m->pages[page].reply = r;
}

static void name_of(const struct list_model *m, const void *row, struct buf *b)
{
	char id[LIST_ID_MAX + 1];
	struct sv account = SV_NONE;

	if (m->kind->account)
		account = *(const struct sv *)field_at(record_field(list_record(m->kind), sv_from(m->kind->account)), row);
	list_id(m->kind, row, id);
	buf_add(b, account.n ? sv_from_to(account, 0, ACCOUNT_MAX) : sv_from(id));
	buf_char(b, '\0');
}

/* A page that was asked for before the row ended may still have it: it is asked for again. */
static void forget_answer(struct list_model *m)
{
	if (m->asked < 0 || m->patching)
		return;
	m->turn++;
	if ((size_t)m->asked < m->known)
		m->pages[m->asked].stale = true;
}

static void take_out(struct list_model *m, size_t row)
{
	const struct record *r = list_record(m->kind), *out = method_table[m->kind->method].out;
	size_t at = row % LIST_PAGE;
	struct list *l = field_in(record_field(out, SV("items")), m->pages[row / LIST_PAGE].reply->out);
	char *to = (char *)l->at + at * r->size;

	memmove(to, to + r->size, (l->n - at - 1) * r->size);
	l->n--;
	if (m->total > 0 && m->total < LIST_COUNT_MAX)
		m->total--;
}

static bool drop(struct ui *ui, struct list_model *m, int64_t number, const char *how)
{
	size_t n = list_rows(m), row = 0;
	bool here;
	char id[LIST_ID_MAX + 1];
	LABEL(gone, ACCOUNT_MAX + 2);
	LABEL(next, ACCOUNT_MAX + 2);

	while (row < n && (!list_row(m, row) || list_number(m->kind, list_row(m, row)) != number))
		row++;
	if (row == n)
		return false;
	list_id(m->kind, list_row(m, row), id);
	list_unmark(m, id);
	if (row / LIST_PAGE + 1 < m->known) { /* rows of the next page move up: all are read again, and the cursor finds its row */
		list_renew(ui, m);
		return true;
	}
	here = row == m->row && m->moved; /* a row that somebody went to */
	name_of(m, list_row(m, row), &gone);
	m->range = -1; /* it counts rows */
	take_out(m, row);
	forget_answer(m);
	m->row -= row < m->row;
	m->top -= row < m->top;
	m->id[0] = '\0';
	list_put(ui, m, (int64_t)m->row);
	if (!here)
		return true;
	if (list_here(m)) {
		name_of(m, list_here(m), &next);
		ui_say(ui, SAY_WARN, T("%s: %s; the cursor is on %s now"), gone.p, T(how), next.p);
	} else {
		ui_say(ui, SAY_WARN, T("%s: %s; nothing else is here"), gone.p, T(how));
	}
	return true;
}

bool list_ended(struct ui *ui, struct list_model *m, const struct event_row *e)
{
	const char *how;
	int64_t number = m->kind->ended ? m->kind->ended(e, &how) : 0;

	return number && drop(ui, m, number, how);
}
