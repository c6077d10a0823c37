/* Lists as models; see list.h. One question for rows is under way at a time, so an answer always belongs to the page that
 * was asked for last. */
#include "tui/screens/list.h"

#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/screens/feed.h"
#include "tui/screens/list_inside.h"
#include "tui/widget/format.h"

enum { RENEW_MS = 1000, WORKING_MS = 15000 };

const struct record *list_record(const struct list_kind *k)
{
	const struct field *items = record_field(method_table[k->method].out, SV("items"));

	return items->of;
}

const struct list *list_items(const struct list_model *m, size_t page)
{
	const struct reply *r = page < m->known ? m->pages[page].reply : NULL;
	const struct record *out = method_table[m->kind->method].out;

	return r ? field_at(record_field(out, SV("items")), r->out) : NULL;
}

size_t list_rows(const struct list_model *m)
{
	const struct list *last;

	if (!m->known)
		return 0;
	last = list_items(m, m->known - 1);
	return (m->known - 1) * LIST_PAGE + (last ? last->n : 0);
}

const void *list_row(const struct list_model *m, size_t row)
{
	const struct list *l = list_items(m, row / LIST_PAGE);
	size_t at = row % LIST_PAGE;

	return l && at < l->n ? (const char *)l->at + at * list_record(m->kind)->size : NULL;
}

const void *list_here(const struct list_model *m)
{
	return list_row(m, m->row);
}

const void *list_row_of(const struct list_model *m, const char *id)
{
	size_t n = list_rows(m);
	char one[LIST_ID_MAX + 1];

	for (size_t i = 0; i < n; i++) {
		if (!list_row(m, i))
			continue;
		list_id(m->kind, list_row(m, i), one);
		if (strcmp(one, id) == 0)
			return list_row(m, i);
	}
	return NULL;
}

const char *list_here_id(const void *model)
{
	return ((const struct list_model *)model)->id;
}

int64_t list_number(const struct list_kind *k, const void *row)
{
	return *(const int64_t *)field_at(record_field(list_record(k), sv_from(k->id)), row);
}

void list_id(const struct list_kind *k, const void *row, char to[LIST_ID_MAX + 1])
{
	const struct field *f = record_field(list_record(k), sv_from(k->id));
	char digits[24];
	struct buf b = { NULL, digits, 0, sizeof(digits), sizeof(digits), false };
	struct sv text;

	if (f->kind != K_TEXT)
		buf_int(&b, list_number(k, row));
	text = f->kind == K_TEXT ? *(const struct sv *)field_at(f, row) : buf_sv(&b);
	text = sv_from_to(text, 0, LIST_ID_MAX);
	if (text.n)
		memcpy(to, text.p, text.n);
	to[text.n] = '\0';
}

/* Asking. */

void list_question(const struct list_model *m, struct buf *b)
{
	buf_z(b, m->filter);
	if (m->sort >= 0)
		buf_print(b, "%ssort:%s%s", b->n ? " " : "", m->down ? "-" : "", m->kind->columns[m->sort].word);
}

static void set_text(const struct record *r, void *in, const char *field, struct sv value)
{
	const struct field *f = record_field(r, sv_from(field));

	if (f)
		*(struct sv *)field_in(f, in) = value;
}

static void set_int(const struct record *r, void *in, const char *field, int64_t value)
{
	const struct field *f = record_field(r, sv_from(field));

	if (f && f->kind == K_BOOL)
		*(bool *)field_in(f, in) = value != 0;
	else if (f)
		*(int64_t *)field_in(f, in) = value;
}

void *list_query_of(struct ui *ui, const struct list_model *m, struct sv filter, const char *after, int64_t limit,
		    bool count)
{
	const struct record *r = method_table[m->kind->method].in;
	void *in = arena_alloc(ui->turn, r->size + 1);

	memset(in, 0, r->size);
	if (!m->kind->words)
		return in;
	set_text(r, in, "filter", filter.n ? filter : SV(" ")); /* a blank: as a list, with nothing typed */
	set_text(r, in, "after", after ? sv_from(after) : SV_NONE);
	set_int(r, in, "limit", limit);
	set_int(r, in, "count", count);
	return in;
}

static void drop(struct list_block *p)
{
	if (p->reply)
		reply_free(p->reply);
	p->reply = NULL;
}

static void forget_from(struct list_model *m, size_t page)
{
	for (size_t i = page; i < m->known; i++) {
		drop(&m->pages[i]);
		mem_free(m->pages[i].after);
		m->pages[i] = (struct list_block){ NULL, NULL, false };
	}
	if (m->known > page)
		m->known = page;
}

/* Pages far from the window are let go: they can be read again. */
static void let_go(struct list_model *m, size_t near)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->known; i++)
		kept += m->pages[i].reply != NULL;
	for (size_t i = 0; i + 1 < m->known && kept > LIST_KEPT; i++) {
		size_t far = i < near ? near - i : i - near;

		if (m->pages[i].reply && far > LIST_KEPT / 2) {
			drop(&m->pages[i]);
			kept--;
		}
	}
}

static void rows_in(struct ui *ui, void *model, struct reply *r);

static void ask_page(struct ui *ui, struct list_model *m, size_t page)
{
	LABEL(question, FILTER_TEXT_MAX + 80);

	list_question(m, &question);
	m->asked = (int)page;
	m->asked_turn = m->turn;
	ui_ask(ui, m->kind->method,
	       list_query_of(ui, m, sv_copy(ui->turn, buf_sv(&question)), m->pages[page].after, LIST_PAGE,
			     page == 0 && m->kind->words != NULL),
	       rows_in);
}

/* Asks for the first page of the window that is not here, or is but not as it is now. */
void list_fetch(struct ui *ui, struct list_model *m)
{
	size_t from = m->top / LIST_PAGE, to = (m->top + (ui->h > 0 ? (size_t)ui->h : 1)) / LIST_PAGE;

	if (!ui->live || m->asked >= 0)
		return;
	if (m->row / LIST_PAGE > to)
		to = m->row / LIST_PAGE;
	if (m->row / LIST_PAGE < from)
		from = m->row / LIST_PAGE;
	for (size_t i = from; i <= to && i < m->known; i++)
		if (!m->pages[i].reply || m->pages[i].stale) {
			ask_page(ui, m, i);
			return;
		}
}

bool list_read_on(struct ui *ui, struct list_model *m)
{
	if (!ui->live)
		return false;
	for (size_t i = 0; m->asked < 0 && i < m->known; i++)
		if (!m->pages[i].reply) {
			ask_page(ui, m, i);
			return true;
		}
	return m->asked >= 0;
}

/* Where the row stands that the cursor belongs to: it may have moved, or be gone. */
static void find_cursor(struct ui *ui, struct list_model *m)
{
	char id[LIST_ID_MAX + 1];
	size_t n = list_rows(m);

	if (!m->moved) { /* nobody has chosen a row: the first is the cursor's, whichever it is */
		m->row = 0;
		m->id[0] = '\0';
		return;
	}
	if (list_here(m)) {
		list_id(m->kind, list_here(m), id);
		if (!m->id[0] || strcmp(id, m->id) == 0)
			return;
	}
	for (size_t i = 0; m->id[0] && i < n; i++) {
		if (!list_row(m, i))
			continue;
		list_id(m->kind, list_row(m, i), id);
		if (strcmp(id, m->id) == 0) {
			m->row = i;
			return;
		}
	}
	if (m->id[0] && m->row > 0 && m->moved)
		ui_say(ui, SAY_PLAIN, T("%s is no longer in this list"), m->id);
	if (m->row >= n)
		m->row = n ? n - 1 : 0;
	m->id[0] = '\0';
}

void list_put(struct ui *ui, struct list_model *m, int64_t row)
{
	size_t n = list_rows(m), high = (size_t)list_boxes(m, (struct box){ 0, 0, ui->w, ui->h }).rows.h;

	m->row = row < 0 ? 0 : n && (size_t)row >= n ? n - 1 : n ? (size_t)row : 0;
	if (list_here(m))
		list_id(m->kind, list_here(m), m->id);
	if (m->row < m->top)
		m->top = m->row;
	if (high && m->row >= m->top + high)
		m->top = m->row - high + 1;
	list_fetch(ui, m);
}

static struct sv next_of(const struct list_model *m, const struct reply *r)
{
	const struct field *f = record_field(method_table[m->kind->method].out, SV("next"));

	return f ? *(const struct sv *)field_at(f, r->out) : SV_NONE;
}

static void take_page(struct list_model *m, size_t page, struct reply *r)
{
	struct sv next = next_of(m, r);
	const struct field *total = record_field(method_table[m->kind->method].out, SV("total"));
	bool same = page + 1 < m->known && m->pages[page + 1].after && sv_is(next, m->pages[page + 1].after);

	drop(&m->pages[page]);
	m->pages[page].reply = r;
	m->pages[page].stale = false;
	if (page == 0 && total)
		m->total = *(const int64_t *)field_at(total, r->out);
	if (!same)
		forget_from(m, page + 1);
	if (!same && next.n && page + 1 < LIST_PAGES_MAX) {
		char *after = mem_new(next.n + 1);

		memcpy(after, next.p, next.n);
		m->pages[page + 1].after = after;
		m->known = page + 2;
	}
	if (!same)
		m->end = !next.n;
	let_go(m, m->top / LIST_PAGE);
}

static bool broken(const struct reply *r)
{
	return r->status == ST_UNAVAILABLE || r->status == ST_UNCERTAIN;
}

static void rows_in(struct ui *ui, void *model, struct reply *r)
{
	struct list_model *m = model;
	size_t page = (size_t)m->asked;
	bool patching = m->patching;

	m->asked = -1;
	m->patching = false;
	if (m->asked_turn != m->turn || page >= m->known) {
		reply_free(r);
		list_fetch(ui, m);
		return;
	}
	if (r->status != ST_OK || !r->out) {
		bool lost = broken(r);

		if (patching) { /* the next event tries again */
			reply_free(r);
			return;
		}
		if (!lost)
			ui_say(ui, SAY_BAD, "%s: " SV_FMT, T(m->kind->title), SV_ARG(r->fault));
		reply_free(r);
		m->pages[page].stale = lost && m->pages[page].reply;
		m->marking = false;
		if (!lost && page == 0)
			m->refused = true;
		return;
	}
	if (patching) {
		list_patch(m, page, r);
		list_fetch(ui, m);
		return;
	}
	m->refused = false;
	m->as_of = ui->now;
	take_page(m, page, r);
	find_cursor(ui, m);
	list_put(ui, m, (int64_t)m->row);
	if (m->marking)
		list_mark_on(ui, m);
}

void list_reload(struct ui *ui, struct list_model *m)
{
	m->turn++;
	forget_from(m, 0);
	m->known = 1;
	m->pages[0] = (struct list_block){ NULL, NULL, true };
	m->end = m->moved = m->marking = false;
	m->total = -1;
	m->row = m->top = 0;
	m->id[0] = '\0';
	m->changes = 0;
	if (m->asked < 0)
		list_fetch(ui, m);
}

/* The window anew, with the cursor on its row. */
void list_renew(struct ui *ui, struct list_model *m)
{
	for (size_t i = 0; i < m->known; i++)
		m->pages[i].stale = true;
	m->changes = 0;
	list_fetch(ui, m);
}

/* Doors. */

static int column_of(const struct list_kind *k, struct sv word)
{
	for (size_t i = 0; i < k->n_columns; i++)
		if (k->columns[i].word && sv_is(word, k->columns[i].word))
			return (int)i;
	return -1;
}

void list_set(struct list_model *m, struct sv filter)
{
	filter = sv_trim(filter);
	if (filter.n > FILTER_TEXT_MAX)
		filter.n = 0;
	if (filter.n)
		memcpy(m->filter, filter.p, filter.n);
	m->filter[filter.n] = '\0';
	list_take_order(m);
}

/* An order that was typed becomes the list's, so that < > ~ go on from it. One that no column has stays in the filter. */
void list_take_order(struct list_model *m)
{
	struct sv text = sv_from(m->filter), rest = text;
	size_t at = 0;

	while (rest.n) {
		struct sv word = sv_cut(&rest, ' ');
		size_t end = text.n - rest.n;
		struct sv by = sv_from_to(word, 5, word.n);
		bool down = sv_starts(by, SV("-"));
		int column;

		if (sv_starts(word, SV("sort:")) && sv_find(by, ',') == by.n) {
			by = sv_from_to(by, down || sv_starts(by, SV("+")), by.n);
			column = column_of(m->kind, by);
			if (column >= 0) {
				m->sort = column;
				m->down = down;
				memmove(m->filter + at, m->filter + end, text.n - end + 1);
				while (at > 0 && m->filter[at - 1] == ' ')
					memmove(m->filter + at - 1, m->filter + at, strlen(m->filter + at) + 1), at--;
				return;
			}
		}
		if (sv_starts(word, SV("sort:"))) /* by several words, or by one that is no column: it stays as it was typed */
			m->sort = -1;
		at = end;
	}
}

void list_open(struct ui *ui, void *model, const struct list_kind *kind, struct sv filter)
{
	struct list_model *m = model;
	const char *sort = kind->sort;

	m->kind = kind;
	m->pages = mem_new(sizeof(*m->pages) * LIST_PAGES_MAX);
	m->marks = mem_new(sizeof(*m->marks) * LIST_MARKS_MAX);
	m->asked = -1;
	m->sort = -1;
	m->range = -1;
	if (sort) {
		m->down = sort[0] == '-';
		m->sort = column_of(kind, sv_from(sort + m->down));
	}
	if (sv_is(filter, "*")) /* all of it */
		filter = SV_NONE;
	else if (!filter.n && kind->preset)
		filter = sv_from(kind->preset);
	list_set(m, filter);
	list_reload(ui, m);
}

void list_on_event(struct ui *ui, void *model, const struct event_row *e, bool old)
{
	struct list_model *m = model;
	enum event_id kind = event_find(e->kind);

	if (old || kind == E__COUNT || !(m->kind->codes >> event_table[kind].code & 1))
		return;
	if (event_is_look(e) && m->kind->method != M_event_list)
		return;
	if (list_ended(ui, m, e))
		return;
	m->changes++;
	if (!m->renew_at)
		m->renew_at = ui->mono + RENEW_MS;
	ui_wake(ui, m->renew_at);
}

static void bring_up_to_date(struct ui *ui, struct list_model *m)
{
	size_t page = m->row / LIST_PAGE;

	if (m->asked >= 0) { /* soon */
		m->renew_at = ui->mono + RENEW_MS;
		ui_wake(ui, m->renew_at);
	} else if (ui->live && page < m->known && m->pages[page].reply) {
		m->patching = true;
		ask_page(ui, m, page);
	}
}

void list_tick(struct ui *ui, void *model)
{
	struct list_model *m = model;
	bool working = m->moved && ui->mono - m->quiet < WORKING_MS;

	list_count_tick(ui, m);
	if (!m->renew_at || ui->mono < m->renew_at)
		return;
	m->renew_at = 0;
	if (!m->changes)
		return;
	/* what came or went waits for f, unless nobody works here; the rows under the eyes are brought up to date in their places */
	if (!working && m->top == 0 && m->row == 0 && !m->n_marks && !m->picking)
		list_renew(ui, m);
	else
		bring_up_to_date(ui, m);
}

void list_close(void *model)
{
	struct list_model *m = model;

	forget_from(m, 0);
	mem_free(m->pages);
	mem_free(m->marks);
}
