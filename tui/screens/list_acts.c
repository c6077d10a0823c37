/* What keys do in a list; see list.h. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/screens/list_inside.h"
#include "tui/term/input.h"
#include "tui/widget/format.h"

enum { COUNT_MS = 80 };

/* Marks. */

static size_t mark_of(const struct list_model *m, const char *id)
{
	size_t i = 0;

	while (i < m->n_marks && strcmp(m->marks[i], id) != 0)
		i++;
	return i;
}

bool list_marked(const struct list_model *m, const void *row)
{
	char id[LIST_ID_MAX + 1];

	if (!m->n_marks)
		return false;
	list_id(m->kind, row, id);
	return mark_of(m, id) < m->n_marks;
}

size_t list_hidden_marks(const struct list_model *m)
{
	size_t shown = 0, n = list_rows(m);

	for (size_t i = 0; m->n_marks && i < n; i++)
		shown += list_row(m, i) && list_marked(m, list_row(m, i));
	return m->n_marks - shown;
}

void list_unmark(struct list_model *m, const char *id)
{
	size_t at = mark_of(m, id);

	if (at == m->n_marks)
		return;
	memmove(m->marks[at], m->marks[m->n_marks - 1], sizeof(m->marks[0]));
	m->n_marks--;
}

static bool mark(struct ui *ui, struct list_model *m, const void *row, bool on)
{
	char id[LIST_ID_MAX + 1];
	size_t at;

	list_id(m->kind, row, id);
	at = mark_of(m, id);
	if (!on) {
		list_unmark(m, id);
	} else if (on && at == m->n_marks) {
		if (m->n_marks == LIST_MARKS_MAX) {
			ui_say(ui, SAY_WARN, T("at most %d rows can be marked"), LIST_MARKS_MAX);
			return false;
		}
		memcpy(m->marks[m->n_marks++], id, sizeof(id));
	}
	return true;
}

static void mark_here(struct ui *ui, struct list_model *m)
{
	const void *row = list_here(m);

	if (row && mark(ui, m, row, !list_marked(m, row)))
		list_put(ui, m, (int64_t)m->row + 1);
}

/* From the row of the first v to the row of the second. */
static void mark_range(struct ui *ui, struct list_model *m)
{
	size_t from, to;

	if (m->range < 0) {
		m->range = (int64_t)m->row;
		ui_say(ui, SAY_PLAIN, T("v: from here; move and press v again"));
		return;
	}
	from = (size_t)m->range < m->row ? (size_t)m->range : m->row;
	to = (size_t)m->range < m->row ? m->row : (size_t)m->range;
	m->range = -1;
	for (size_t i = from; i <= to; i++)
		if (list_row(m, i) && !mark(ui, m, list_row(m, i), true))
			return;
}

/* All that the filter lets through, also what was not read yet: page by page until there is no room for more. */
void list_mark_on(struct ui *ui, struct list_model *m)
{
	size_t n = list_rows(m);

	m->marking = false;
	for (size_t i = 0; i < n; i++)
		if (list_row(m, i) && m->n_marks < LIST_MARKS_MAX)
			mark(ui, m, list_row(m, i), true);
	if (m->end)
		return;
	if (m->n_marks < LIST_MARKS_MAX)
		m->marking = list_read_on(ui, m);
	else
		ui_say(ui, SAY_WARN, T("%d rows are marked, and more match: that many are done at once"), (int)m->n_marks);
}

const char *const *list_marks(struct ui *ui, const struct list_model *m, size_t *ret_n)
{
	const char **ids = NEW_N(ui->turn, const char *, m->n_marks + 1);

	for (size_t i = 0; i < m->n_marks; i++)
		ids[i] = m->marks[i];
	*ret_n = m->n_marks;
	return ids;
}

/* Order. */

static void sort_by(struct ui *ui, struct list_model *m, int step)
{
	int n = (int)m->kind->n_columns, at = m->sort;

	if (!m->kind->words) {
		ui_say(ui, SAY_PLAIN, T("this list has one order"));
		return;
	}
	for (int i = 0; i < n; i++) {
		at = at < 0 ? (step > 0 ? 0 : n - 1) : (at + step + n) % n;
		if (m->kind->columns[at].word) {
			m->sort = at;
			m->down = false;
			list_reload(ui, m);
			return;
		}
	}
}

static void flip(struct ui *ui, struct list_model *m)
{
	if (m->sort < 0) {
		sort_by(ui, m, 1);
		return;
	}
	m->down = !m->down;
	list_reload(ui, m);
}

/* Acting on rows. */

static void send(struct ui *ui, struct list_model *m)
{
	size_t n;
	const char *const *ids;

	if (!m->kind->account) {
		ui_say(ui, SAY_PLAIN, T("s: no account stands behind these rows"));
		return;
	}
	if (!m->n_marks || strcmp(m->kind->id, m->kind->account) != 0) {
		ui_send(ui, sv_from(list_account(m)), channel__none);
		return;
	}
	ids = list_marks(ui, m, &n);
	ui_send_many(ui, ids, n);
}

static void enter(struct ui *ui, struct list_model *m)
{
	const void *row = list_here(m);
	const char *number = list_account(m);

	if (!row)
		ui_say(ui, SAY_PLAIN, T("Enter: there is no row here"));
	else if (m->kind->enter)
		m->kind->enter(ui, m, row);
	else if (number[0])
		ui_open(ui, SCREEN_ACCOUNT, sv_from(number));
	else
		ui_say(ui, SAY_PLAIN, T("Enter: no account stands behind this row"));
}

static void go(struct ui *ui, struct list_model *m, enum action a)
{
	int64_t row = (int64_t)m->row, page = list_boxes(m, (struct box){ 0, 0, ui->w, ui->h }).rows.h;

	list_put(ui, m,
		 a == ACT_ROW_NEXT     ? row + 1
		 : a == ACT_ROW_PREV   ? row - 1
		 : a == ACT_PAGE_NEXT  ? row + page
		 : a == ACT_PAGE_PREV  ? row - page
		 : a == ACT_ROW_FIRST  ? 0
				       : (int64_t)list_rows(m) - 1);
}

/* Marks and the order; false: the action is something else. */
static bool order_or_mark(struct ui *ui, struct list_model *m, enum action a)
{
	switch ((int)a) {
	case ACT_MARK:
		mark_here(ui, m);
		return true;
	case ACT_MARK_RANGE:
		mark_range(ui, m);
		return true;
	case ACT_MARK_ALL:
		list_mark_on(ui, m);
		return true;
	case ACT_SORT_LEFT:
		sort_by(ui, m, -1);
		return true;
	case ACT_SORT_RIGHT:
		sort_by(ui, m, 1);
		return true;
	case ACT_SORT_FLIP:
		flip(ui, m);
		return true;
	default:
		return false;
	}
}

void list_act(struct ui *ui, void *model, enum action a)
{
	struct list_model *m = model;

	m->moved = true;
	m->quiet = ui->mono;
	if (order_or_mark(ui, m, a))
		return;
	switch ((int)a) {
	case ACT_ROW_NEXT:
	case ACT_ROW_PREV:
	case ACT_PAGE_NEXT:
	case ACT_PAGE_PREV:
	case ACT_ROW_FIRST:
	case ACT_ROW_LAST:
		go(ui, m, a);
		break;
	case ACT_CLICK:
		if (ui->click >= 2 && m->top + (size_t)ui->click - 2 < list_rows(m))
			list_put(ui, m, (int64_t)m->top + ui->click - 2);
		break;
	case ACT_OPEN:
		enter(ui, m);
		break;
	case ACT_SEND:
		send(ui, m);
		break;
	case ACT_RESORT:
	case ACT_REFRESH:
		list_renew(ui, m);
		break;
	case ACT_PEEK:
		m->peek = !m->peek;
		list_put(ui, m, (int64_t)m->row);
		break;
	case ACT_FACET:
		if (m->kind->facet)
			m->picking = true;
		else
			ui_say(ui, SAY_PLAIN, T("F: nothing to choose from here; / filters"));
		break;
	default:
		if (m->kind->act)
			m->kind->act(ui, m, a, list_here(m));
		break;
	}
}

/* Esc: marks first, then what was typed, then back to where one came from. */
bool list_back(struct ui *ui, void *model)
{
	struct list_model *m = model;
	const char *preset = m->kind->preset ? m->kind->preset : "";

	if (m->range >= 0) {
		m->range = -1;
		return true;
	}
	if (m->n_marks) {
		m->n_marks = 0;
		return true;
	}
	if (strcmp(m->filter, preset) != 0) {
		list_set(m, sv_from(preset));
		list_reload(ui, m);
		return true;
	}
	return false;
}

/* The picker: one key a value; it replaces what the filter said of that word. */

static const struct filter_field *facet_of(const struct list_kind *k)
{
	for (size_t i = 0; k->words && k->facet && i < k->words->n; i++)
		if (strcmp(k->words->fields[i].name, k->facet) == 0)
			return &k->words->fields[i];
	return NULL;
}

static void without(struct list_model *m, const char *word)
{
	struct sv rest = sv_from(m->filter);
	char kept[FILTER_TEXT_MAX + 1];
	struct buf b = { NULL, kept, 0, sizeof(kept) - 1, sizeof(kept) - 1, false };

	while (rest.n) {
		struct sv one = sv_cut(&rest, ' ');
		bool of_word = sv_starts(one, sv_from(word)) && one.n > strlen(word) && one.p[strlen(word)] == ':';

		if (one.n && !of_word)
			buf_print(&b, "%s" SV_FMT, b.n ? " " : "", SV_ARG(one));
	}
	kept[b.n] = '\0';
	memcpy(m->filter, kept, b.n + 1);
}

bool list_key(struct ui *ui, void *model, uint32_t key)
{
	struct list_model *m = model;
	const struct filter_field *f;
	size_t n;

	if (m->choosing && m->kind->key)
		return m->kind->key(ui, m, key);
	if (!m->picking)
		return false;
	f = facet_of(m->kind);
	m->picking = false;
	if (!f || key == KEY_ESC)
		return true;
	n = key >= '1' && key <= '9' ? key - '0' : key >= 'a' && key <= 'z' ? key - 'a' + 10 : 0;
	if (key != '0' && (!n || n > f->of->n))
		return true;
	without(m, m->kind->facet);
	if (n) {
		size_t at = strlen(m->filter);

		snprintf(m->filter + at, sizeof(m->filter) - at, "%s%s:%s", at ? " " : "", f->name,
			 f->of->words[n - 1].text);
	}
	list_reload(ui, m);
	return true;
}

/* Typing a filter. */

struct sv list_filter(const void *model)
{
	return sv_from(((const struct list_model *)model)->filter);
}

const char *list_note(const void *model)
{
	return ((const struct list_model *)model)->note;
}

static void counted(struct ui *ui, void *model, struct reply *r)
{
	struct list_model *m = model;
	const struct field *f = record_field(method_table[m->kind->method].out, SV("total"));
	LABEL(text, 80);

	(void)ui;
	if (r->status == ST_OK && r->out && f) {
		int64_t n = *(const int64_t *)field_at(f, r->out);

		format_count(&text, n);
		buf_print(&text, TN("%s match", "%s match", n), n >= LIST_COUNT_MAX ? T(" or more") : "");
		utf8_fit(m->note, sizeof(m->note), buf_sv(&text));
	} else if (r->status == ST_INVALID || r->status == ST_LIMIT) {
		utf8_fit(m->note, sizeof(m->note), r->fault);
	}
	reply_free(r);
}

void list_count_tick(struct ui *ui, struct list_model *m)
{
	if (!m->count_at || ui->mono < m->count_at || !ui->live)
		return;
	m->count_at = 0;
	ui_ask(ui, m->kind->method, list_query_of(ui, m, sv_from(m->counting), NULL, 1, true), counted);
}

bool list_filtered(struct ui *ui, void *model, struct sv text, bool done)
{
	struct list_model *m = model;
	const struct filter_when when = { .now = ui->now, .zone = ui->zone };
	struct filter f;
	bool good = m->kind->words && filter_parse(ui->turn, text, m->kind->words, &when, &f, NULL) == ST_OK;

	m->note[0] = '\0';
	m->count_at = 0;
	if (!m->kind->words) {
		ui_say(ui, SAY_PLAIN, T("this list is short and is not filtered"));
		return true;
	}
	if (!good) {
		utf8_fit(m->note, sizeof(m->note), tr_fault(ui->turn, sv_from(fault_last()->text)));
		if (done)
			ui_say(ui, SAY_WARN, "%s", m->note);
		return false;
	}
	if (done) {
		list_set(m, text);
		list_reload(ui, m);
		return true;
	}
	if (text.n && text.n <= FILTER_TEXT_MAX) {
		memcpy(m->counting, text.p, text.n);
		m->counting[text.n] = '\0';
		m->count_at = ui->mono + COUNT_MS;
		ui_wake(ui, m->count_at);
	}
	return true;
}

static struct sv tail_of(const char *name, struct sv head)
{
	return head.n && sv_starts(sv_from(name), head) ? sv_from(name + head.n) : SV_NONE;
}

/* The rest of the first word of the list that begins as the last one typed. */
struct sv filter_complete(const struct filter_words *w, struct sv head)
{
	struct sv value, name, tail;
	size_t from = head.n;

	while (from > 0 && !strchr(" (|-,", head.p[from - 1]))
		from--;
	name = sv_from_to(head, from, head.n);
	value = name;
	name = sv_cut(&value, ':');
	if (name.n + value.n == head.n - from) { /* no colon yet */
		for (size_t i = 0; i < w->n; i++)
			if ((tail = tail_of(w->fields[i].name, name)).n)
				return tail;
		return tail_of("is:", name).n ? tail_of("is:", name) : tail_of("sort:", name);
	}
	for (size_t i = 0; sv_is(name, "is") && i < w->n_flags; i++)
		if ((tail = tail_of(w->flags[i].name, value)).n)
			return tail;
	for (size_t i = 0; i < w->n; i++) {
		const struct filter_field *f = &w->fields[i];

		if (sv_is(name, "sort") && f->sorts && (tail = tail_of(f->name, value)).n)
			return tail;
		for (size_t v = 0; f->kind == K_CHOICE && sv_is(name, f->name) && v < f->of->n; v++)
			if ((tail = tail_of(f->of->words[v].text, value)).n)
				return tail;
	}
	return SV_NONE;
}

struct sv list_complete(const void *model, struct sv head)
{
	const struct list_model *m = model;

	return m->kind->words ? filter_complete(m->kind->words, head) : SV_NONE;
}
