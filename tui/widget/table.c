/* Tables; see table.h. Lists, queues and details draw their rows with it. */
#include "tui/widget/table.h"

#include <string.h>

#include "common/arena.h"
#include "common/zone.h"

#include "protocol/schema.h"

#include "tui/widget/format.h"
#include "tui/widget/names.h"
#include "tui/widget/tr.h"

enum { MARKS_W = 2, CELL_MAX = 400 };

void table_lay(const struct table_column *columns, size_t n, int w, int screen, struct table_layout *ret)
{
	struct table_layout l = { .x = { 0 } };
	int used = MARKS_W, x = MARKS_W, room;

	for (size_t i = 0; i < n && i < TABLE_COLUMNS_MAX; i++) {
		const struct table_column *c = &columns[i];

		if (i > 0 && (screen < c->from || used + c->w + 1 > w))
			continue;
		l.w[i] = c->w;
		used += c->w + 1;
	}
	/* what is left goes to those that may grow, in turn, so that each has a share */
	for (room = w - used; room > 0;) {
		int before = room;

		for (size_t i = 0; i < n && i < TABLE_COLUMNS_MAX && room > 0; i++)
			if (l.w[i] && l.w[i] < columns[i].most) {
				l.w[i]++;
				room--;
			}
		if (room == before)
			break;
	}
	for (size_t i = 0; i < n && i < TABLE_COLUMNS_MAX; i++) {
		l.x[i] = (short)x;
		x += l.w[i] ? l.w[i] + 1 : 0;
	}
	*ret = l;
}

const char *table_title(const struct table_column *c)
{
	return c->context ? TX(c->context, c->title) : T(c->title);
}

void table_head(struct grid *g, int y, int x, const struct table_column *columns, size_t n, const struct table_layout *l,
		int sorted, bool down)
{
	for (size_t i = 0; i < n && i < TABLE_COLUMNS_MAX; i++) {
		LABEL(text, 80);

		if (!l->w[i])
			continue;
		if ((int)i == sorted && columns[i].right)
			buf_z(&text, down ? "▼" : "▲");
		buf_z(&text, table_title(&columns[i]));
		if ((int)i == sorted && !columns[i].right)
			buf_z(&text, down ? "▼" : "▲");
		if (columns[i].right)
			grid_right(g, y, x + l->x[i], l->w[i], LOOK_TITLE, buf_sv(&text));
		else
			grid_text(g, y, x + l->x[i], l->w[i], LOOK_TITLE, buf_sv(&text));
	}
}

static void words(struct buf *b, struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_char(b, s.p[i] == '_' ? ' ' : s.p[i]);
}

/* Names of the wire that no person would say. */
static const char *people_say(const char *name)
{
	static const struct {
		const char *name, *words;
	} all[] = {
		{ "as_of", NX_("field", "read at") },		{ "seq", NX_("field", "event") },
		{ "at", NX_("field", "when") },			{ "miss", NX_("field", "missed because") },
		{ "on_file", NX_("field", "number on file") },	{ "actor", NX_("field", "by") },
		{ "touched_at", NX_("field", "first fetched") }, { "touches", NX_("field", "times fetched") },
		{ "moves", NX_("field", "times moved") },	{ "uid", NX_("field", "Unix number") },
		{ "p90", NX_("field", "nine of ten in") },	{ "median", NX_("field", "half in") },
		{ "worker", NX_("field", "at work") },		{ "worker_until", NX_("field", "at work until") },
		{ "part", NX_("field", "disputed part") },	{ "totp", NX_("field", "second factor") },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		if (strcmp(name, all[i].name) == 0)
			return all[i].words;
	return NULL;
}

void table_label(struct buf *b, const char *name)
{
	LABEL(english, 80);

	if (people_say(name)) {
		buf_z(b, TX("field", people_say(name)));
		return;
	}
	words(&english, sv_from(name));
	english.p[english.n < 79 ? english.n : 79] = '\0';
	buf_z(b, TX("field", english.p));
}

static int64_t number(const struct field *f, const void *row)
{
	return *(const int64_t *)field_at(f, row);
}

static struct currency currency_of(const struct record *r, const void *row)
{
	const struct field *f = record_field(r, SV("currency"));

	return f ? *(const struct currency *)field_at(f, row) : (struct currency){ "" };
}

static void time_field(struct buf *b, int64_t ms, enum table_how how, const struct table_ui *ui)
{
	if (how == HOW_CLOCK) {
		format_minute(b, ms, ui->zone);
	} else if (how == HOW_AGE) {
		if (ms > ui->now)
			format_in(b, ms - ui->now);
		else
			format_span(b, ui->now - ms);
	} else {
		format_when(b, ms, ui->now, ui->zone);
	}
}

/* Steps of a visit (server/portal/steps.def) are words that come as text. */
static const char *known(const char *word)
{
	static const char *const steps[] = { NX_("step", "account"), NX_("step", "activity"), NX_("step", "callback"), NX_("step", "creditor"),
					     NX_("step", "dispute"), NX_("step", "file"), NX_("step", "home"), NX_("step", "messages"),
					     NX_("step", "opt out"), NX_("step", "preferences"), NX_("step", "promise"), NX_("step", "receipt"),
					     NX_("step", "summary"), NX_("step", "welcome") };

	for (size_t i = 0; i < COUNT(steps); i++)
		if (strcmp(word, steps[i]) == 0)
			return TX("step", word);
	return word;
}

/* The text's first line; lists and records have lines of their own elsewhere. */
static void text_field(struct buf *b, struct sv s, enum table_how how)
{
	if (how == HOW_WORDS) {
		LABEL(word, 80);

		words(&word, s);
		word.p[word.n < 79 ? word.n : 79] = '\0';
		buf_z(b, known(word.p));
		return;
	}
	for (size_t i = 0; i < s.n; i++)
		buf_char(b, s.p[i] == '\n' ? ' ' : s.p[i]);
}

void table_field(struct buf *b, const struct record *r, const struct field *f, const void *row, enum table_how how, int w,
		 const struct table_ui *ui)
{
	if (field_is_absent(f, row) && !(f->flags & REQ))
		return;
	if (how == HOW_YES && f->kind != K_BOOL) {
		if (!field_is_absent(f, row))
			buf_z(b, "✓");
		return;
	}
	switch (f->kind) {
	case K_BOOL:
		if (*(const bool *)field_at(f, row))
			buf_z(b, how == HOW_YES ? "✓" : T("yes"));
		else if (how != HOW_YES)
			buf_z(b, T("no"));
		return;
	case K_INT:
		format_count_in(b, number(f, row), w);
		return;
	case K_MONEY:
		format_money_in(b, number(f, row), currency_of(r, row), w);
		return;
	case K_CURRENCY:
		buf_add(b, currency_sv(field_at(f, row)));
		return;
	case K_RATE:
		format_rate(b, number(f, row));
		return;
	case K_TIME:
		if (number(f, row))
			time_field(b, number(f, row), how, ui);
		return;
	case K_DAY:
		format_day(b, number(f, row), zone_day(ui->zone, ui->now));
		return;
	case K_ID:
		buf_int(b, number(f, row));
		return;
	case K_TEXT:
		text_field(b, *(const struct sv *)field_at(f, row), how);
		return;
	case K_CHOICE: {
		int value = *(const int *)field_at(f, row);

		if (how == HOW_SHORT && f->of == &channel_choice)
			buf_z(b, channel_short((enum channel)value));
		else
			buf_z(b, tr_choice(f->of, value));
		return;
	}
	case K_BYTES:
	case K_RECORD:
	case K_LIST:
		return;
	}
}

static void cell(struct grid *g, int y, int x, int w, const struct table_column *c, const struct record *r,
		 const void *row, bool here, const struct table_ui *ui)
{
	const struct field *f = c->field ? record_field(r, sv_from(c->field)) : NULL;
	enum look look = c->look ? c->look(row, ui) : LOOK_PLAIN;
	LABEL(text, CELL_MAX);

	if (c->say)
		c->say(&text, row, ui);
	else if (f)
		table_field(&text, r, f, row, c->how, w, ui);
	if (here && look == LOOK_PLAIN)
		look = LOOK_VALUE;
	if (c->right)
		grid_right(g, y, x, w, look, buf_sv(&text));
	else
		grid_text(g, y, x, w, look, buf_sv(&text));
}

void table_row(struct grid *g, int y, int x, const struct table_column *columns, size_t n, const struct table_layout *l,
	       const struct record *r, const void *row, bool here, const struct table_ui *ui)
{
	for (size_t i = 0; i < n && i < TABLE_COLUMNS_MAX; i++)
		if (l->w[i])
			cell(g, y, x + l->x[i], l->w[i], &columns[i], r, row, here, ui);
}
