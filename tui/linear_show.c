/* Screens as lines: lists by rows with a number, pages of text without their pictures, events. */
#include "tui/linear_inside.h"

#include <stdio.h>
#include <string.h>

#include "common/utf8.h"

#include "tui/screens/list_inside.h"
#include "tui/screens/text.h"
#include "tui/screens/veil.h"
#include "tui/widget/format.h"

enum { COLUMNS_UPTO = 100, EVENTS_MAX = 200 };

/* Block elements, box drawing and braille are pictures; runs of blanks are columns. */
static bool picture(uint32_t c)
{
	return (c >= 0x2500 && c <= 0x259f) || (c >= 0x2800 && c <= 0x28ff);
}

static void spoken(struct buf *b, struct sv text)
{
	bool blank = false;

	while (text.n) {
		uint32_t c = utf8_next(&text);

		if (picture(c) || c == ' ' || c == '\n' || c < ' ') {
			blank = b->n > 0;
			continue;
		}
		if (blank)
			buf_char(b, ' ');
		blank = false;
		utf8_add(b, c);
	}
}

void linear_page(struct linear *l, struct sv page)
{
	while (page.n) {
		struct sv line = sv_cut(&page, '\n');
		bool rule = sv_starts(line, SV(PAGE_RULE)), indented;
		struct buf b = buf_new(&l->c->turn, 64 * 1024);

		if (line.n && line.p[0] > 0 && line.p[0] < ' ')
			line = sv_from_to(line, 1, line.n);
		indented = sv_starts(line, SV("  "));
		spoken(&b, line);
		if (b.n)
			linear_say(l, "%s" SV_FMT "%s", indented ? "    " : "", SV_ARG(buf_sv(&b)), rule ? ":" : "");
	}
}

/* Lists. */

/* Flags and check marks are signs for eyes. */
static void value(struct buf *b, struct sv text, bool named)
{
	static const struct {
		const char *sign, *word;
	} flags[] = { { "!! ", N_("late, ") }, { "! ", N_("soon, ") }, { "? ", N_("unread, ") } };

	for (size_t i = 0; i < COUNT(flags); i++)
		if (sv_starts(text, sv_from(flags[i].sign))) {
			buf_z(b, T(flags[i].word));
			text = sv_from_to(text, strlen(flags[i].sign), text.n);
			break;
		}
	if (sv_is(text, "✓"))
		buf_z(b, named ? T("yes") : TX("a notification", "done"));
	else if (sv_is(text, "●"))
		buf_z(b, TX("a notification", "new"));
	else if (sv_is(text, "z") && !named)
		buf_z(b, TX("a notification", "put off"));
	else
		buf_add(b, text);
}

/* Titles stand in capitals; of letters beyond ASCII our languages have those of Latin-1. */
static void lower(struct buf *b, struct sv text)
{
	while (text.n) {
		uint32_t c = utf8_next(&text);

		utf8_add(b, (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ? c + 32 : c);
	}
}

static void cell(struct linear *l, struct buf *b, const struct list_kind *k, const struct table_column *c, const void *row)
{
	const struct table_ui t = { l->c->ui.now, l->c->ui.zone };
	const struct record *r = list_record(k);
	const char *self = c->field ? c->field : "";
	bool bare = (k->account && strcmp(self, k->account) == 0) || (k->contact_name && strcmp(self, k->contact_name) == 0);
	struct buf raw = buf_new(&l->c->turn, 8000), text = buf_new(&l->c->turn, 8000);

	if (c->say)
		c->say(&raw, row, &t);
	else
		table_field(&raw, r, record_field(r, sv_from(self)), row, c->how == HOW_SHORT ? HOW_PLAIN : c->how, 40, &t);
	spoken(&text, buf_sv(&raw));
	if (!text.n)
		return;
	if (b->n)
		buf_z(b, ", ");
	if (!bare)
		lower(b, sv_from(table_title(c)));
	if (!bare && c->title[0])
		buf_char(b, ' ');
	value(b, buf_sv(&text), c->title[0] != '\0');
}

static bool leads(const struct list_kind *k, const struct table_column *c)
{
	return c->field && ((k->account && strcmp(c->field, k->account) == 0) ||
			    (k->contact_name && strcmp(c->field, k->contact_name) == 0));
}

/* Who it is about comes first, then the rest by name. */
static void read_row(struct linear *l, const struct list_kind *k, size_t n, const void *row)
{
	struct buf b = buf_new(&l->c->turn, 32 * 1024);

	row = veil(&l->c->ui, list_record(k), row);
	for (int first = 1; first >= 0; first--)
		for (size_t i = 0; i < k->n_columns; i++)
			if (k->columns[i].from <= COLUMNS_UPTO && leads(k, &k->columns[i]) == (first == 1))
				cell(l, &b, k, &k->columns[i], row);
	linear_say(l, "%d. " SV_FMT, (int)n, SV_ARG(buf_sv(&b)));
}

static void heading(struct linear *l, const struct list_model *m)
{
	struct buf q = buf_new(&l->c->turn, FILTER_TEXT_MAX + 80);
	LABEL(total, 40);

	list_question(m, &q);
	format_count(&total, m->total >= 0 && m->kind->words ? m->total : (int64_t)list_rows(m));
	if (m->total >= LIST_COUNT_MAX)
		buf_z(&total, T(" or more"));
	if (!m->kind->words)
		q.n = 0; /* it is short, and not filtered */
	linear_say(l, "%s: " SV_FMT "%s" SV_FMT "%s", m->kind->name, SV_ARG(buf_sv(&total)), q.n ? " (" : "", SV_ARG(buf_sv(&q)),
		   q.n ? ")" : "");
	if (!l->c->ui.live && l->c->ui.off_since) {
		LABEL(at, 24);

		format_clock(&at, l->c->ui.off_since, l->c->ui.zone);
		linear_say(l, T("As it was at %.*s."), SV_ARG(buf_sv(&at)));
	}
}

static void nothing(struct linear *l, const struct list_model *m)
{
	if (m->refused || (!l->c->ui.live && !m->pages[0].reply))
		linear_say(l, m->refused ? T("The server does not answer this.") : T("Waiting for the server; again reads it out."));
	else if (strcmp(m->filter, m->kind->preset ? m->kind->preset : "") != 0)
		linear_say(l, T("Nothing matches."));
	else
		linear_say(l, "%s", T(m->kind->empty ? m->kind->empty : N_("Nothing here.")));
}

static bool read_list(struct linear *l, struct layer *top)
{
	struct list_model *m = top->model;
	size_t to = l->shown + LINEAR_PAGE, n = list_rows(m);

	if (l->shown < n && !list_row(m, l->shown) && l->c->ui.live) {
		console_enter(l->c);
		list_put(&l->c->ui, m, (int64_t)l->shown);
		console_leave(l->c, top);
		if (!console_idle(l->c, false))
			return false;
	}
	if (l->shown == 0)
		heading(l, m);
	for (; l->shown < to && l->shown < LINEAR_ROWS_MAX && list_row(m, l->shown); l->shown++) {
		list_id(m->kind, list_row(m, l->shown), l->ids[l->shown]);
		read_row(l, m->kind, l->shown + 1, list_row(m, l->shown));
	}
	n = list_rows(m);
	if (l->shown == 0)
		nothing(l, m);
	else if (l->shown == LINEAR_ROWS_MAX)
		linear_say(l, T("Numbers go up to %d; a filter brings the rest nearer."), LINEAR_ROWS_MAX);
	else if (l->shown < n || !m->end)
		linear_say(l, T("more reads on."));
	else
		linear_say(l, T("End."));
	m->moved = true; /* it is being worked in: nothing comes in by itself */
	m->quiet = l->c->ui.mono;
	return true;
}

/* Events. */

static void read_event(struct linear *l, const struct feed_item *i)
{
	struct sv name = veil_text(&l->c->ui, sv_from(i->name));
	LABEL(when, 24);

	format_when(&when, i->at, l->c->ui.now, l->c->ui.zone);
	linear_say(l, SV_FMT " %s%s%s%s" SV_FMT ": %s%s%s", SV_ARG(buf_sv(&when)), feed_code_word(i->code),
		   i->account[0] ? " " : "", i->account, name.n ? " " : "", SV_ARG(name), i->text, i->channel ? ", " : "",
		   i->channel ? channel_name((enum channel)i->channel) : "");
}

void linear_events(struct linear *l, size_t newest)
{
	const struct dashboard *d = l->c->n ? l->c->stack[0].model : NULL;
	const struct feed *f = d ? dashboard_shown(d) : NULL;
	const struct feed_item *items[EVENTS_MAX];
	size_t n, fresh = 0;

	if (!f || !f->ring)
		return;
	n = feed_page(f, 0, newest < EVENTS_MAX ? newest : EVENTS_MAX, items);
	while (fresh < n && items[fresh]->seq > l->feed_seq)
		fresh++;
	for (size_t i = fresh; i-- > 0;)
		read_event(l, items[i]);
	if (fresh)
		l->feed_seq = items[0]->seq;
}

void linear_past(struct linear *l, const struct layer *top)
{
	const struct feed_item *items[LINEAR_PAGE];
	const char *wrong;
	int64_t at;
	const struct dashboard *d = replay_shown(top->model, &at, &wrong);
	size_t n;
	LABEL(when, 32);

	if (!d) {
		linear_say(l, "%s.", wrong);
		return;
	}
	format_when(&when, at, l->c->ui.now, l->c->ui.zone);
	linear_say(l, T("As it stood at %.*s; back returns to the present."), SV_ARG(buf_sv(&when)));
	linear_dashboard(l, d);
	n = feed_page(&d->feed, 0, COUNT(items), items);
	if (n)
		linear_say(l, T("What had happened by then, the newest last:"));
	while (n-- > 0)
		read_event(l, items[n]);
}

/* Numbers that lead to their rows have a number themselves, in brackets behind them: "612 [3]". */
static bool read_text(struct linear *l, const struct layer *top)
{
	const struct text_model *m = top->model;
	const struct text_links *links = NULL;
	struct sv page = m->reply ? text_page(&l->c->ui, m, &links) : SV_NONE;
	struct buf b = buf_new(&l->c->turn, 1024 * 1024);
	size_t at = 0;

	if (links && links->n) { /* else numbers stay those of the list that one came from */
		l->layer = top->id;
		l->shown = links->n;
	}
	for (size_t i = 0; links && i < links->n; i++) {
		buf_add(&b, sv_from_to(page, at, links->at[i].to));
		buf_print(&b, " [%d]", (int)i + 1);
		at = links->at[i].to;
		snprintf(l->ids[i], sizeof(l->ids[i]), "%u", links->at[i].key);
	}
	buf_add(&b, sv_from_to(page, at, page.n));
	if (m->reply)
		linear_page(l, buf_sv(&b));
	else
		linear_say(l, "%s", m->wrong[0] ? m->wrong : T("Waiting for the server; again reads it out."));
	return true;
}

bool linear_show(struct linear *l)
{
	struct layer *top = console_top(l->c);

	if (top->ops->kind) {
		if (l->layer != top->id) {
			l->layer = top->id;
			l->shown = 0;
			l->named = false;
		}
		return read_list(l, top);
	}
	if (top->ops == screen_by_id(SCREEN_DASHBOARD)) {
		if (l->want_needs)
			linear_needs(l, top->model);
		else
			linear_dashboard(l, top->model);
		l->want_needs = false;
	} else if (top->ops == screen_by_id(SCREEN_ACCOUNT)) {
		linear_account(l, account_veiled(&l->c->ui, top->model));
	} else if (top->ops == screen_by_id(SCREEN_REPLAY)) {
		linear_past(l, top);
	} else if (top->ops == screen_by_id(SCREEN_FORM)) {
		linear_form_answer(l);
	} else if (top->ops->on & ON_TEXT) {
		return read_text(l, top);
	}
	return true;
}
