/* Tables; see table.h. Lists, queues and details draw their rows with it. */
#include "tui/widget/table.h"

#include <string.h>

#include "common/arena.h"
#include "common/zone.h"

#include "protocol/schema.h"

#include "tui/widget/format.h"
#include "tui/widget/names.h"
#include "tui/widget/tr.h"

enum { MARKS_W = 2, CELL_MAX = 400, SPARE = 100 /* columns from such screens on are no more than useful */,
       FEW = 4 };

const char *table_title(const struct table_column *c)
{
	return c->context ? TX(c->context, c->title) : T(c->title);
}

/* Gives what room there is to columns that are narrower than they want to be, in turn, so that each has a share. */
static int widen(struct table_layout *l, size_t n, const short want[TABLE_COLUMNS_MAX], int room)
{
	for (int before = -1; room > 0 && room != before;) {
		before = room;
		for (size_t i = 0; i < n && room > 0; i++)
			if (l->w[i] && l->w[i] < want[i]) {
				l->w[i]++;
				room--;
			}
	}
	return room;
}

/* What a column would take for nothing in it to be cut; of a long text no more than a few above what is usual. */
static int wants(const struct table_column *c, int need, bool usual)
{
	int most = c->most > c->w ? c->most : c->w;

	if (c->most && need > most)
		need = most;
	return usual && need > c->w + FEW ? c->w + FEW : need;
}

/* The columns that are shown, at their least: as many as fit, but one for wide screens only where nothing is cut for it. */
static int choose(const struct table_column *columns, size_t n, int w, int screen, const struct table_need *need,
		  struct table_layout *l)
{
	int used = MARKS_W, whole = MARKS_W;

	for (size_t i = 0; i < n; i++) {
		const struct table_column *c = &columns[i];
		int least = c->least ? c->least : c->w, all = wants(c, need->w[i], true);

		if (c->whole && need->w[i] > least)
			least = need->w[i] < c->w ? need->w[i] : c->w;

		if (i > 0 && (screen < c->from || used + least + 1 > w))
			continue;
		all = all > least ? all : least;
		if (c->from >= SPARE && whole + all + 1 > w)
			continue;
		l->w[i] = (short)least;
		used += least + 1;
		whole += all + 1;
	}
	return used;
}

void table_lay(const struct table_column *columns, size_t n, int w, int screen, const struct table_need *need,
	       struct table_layout *ret)
{
	struct table_layout l = { .x = { 0 } };
	short want[3][TABLE_COLUMNS_MAX] = { { 0 } }; /* in turn: as nothing is cut, as is usual, as there is room */
	int x = MARKS_W, room;

	n = n < TABLE_COLUMNS_MAX ? n : TABLE_COLUMNS_MAX;
	room = w - choose(columns, n, w, screen, need, &l);
	for (size_t i = 0; i < n; i++) {
		want[0][i] = (short)wants(&columns[i], need->w[i], false);
		want[1][i] = columns[i].w;
		want[2][i] = columns[i].most;
	}
	for (int turn = 0; turn < 3; turn++)
		room = widen(&l, n, want[turn], room);
	for (size_t i = 0; i < n; i++) {
		l.x[i] = (short)x;
		x += l.w[i] ? l.w[i] + 1 : 0;
	}
	*ret = l;
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

struct sv table_text(const struct field *f, const void *row)
{
	struct sv text = *(const struct sv *)field_at(f, row);

	return strcmp(f->name, "actor") == 0 ? actor_name(text) : text;
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

/* Channels and sources by the names that the rest of the console has for them. */
static void choice_word(struct buf *b, const struct choice *c, int value)
{
	const char *name = c == &channel_choice ? channel_name((enum channel)value)
			   : c == &link_source_choice ? source_name((enum link_source)value)
						      : "";

	buf_z(b, *name ? name : tr_choice(c, value));
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
		if (how == HOW_BARE)
			buf_int(b, number(f, row));
		else
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
		text_field(b, table_text(f, row), how);
		return;
	case K_CHOICE: {
		int value = *(const int *)field_at(f, row);

		if (how == HOW_SHORT && f->of == &channel_choice)
			buf_z(b, channel_short((enum channel)value));
		else
			choice_word(b, f->of, value);
		return;
	}
	case K_BYTES:
	case K_RECORD:
	case K_LIST:
		return;
	}
}

/* By its rows; the others need the same whatever stands in them. */
static bool measured(const struct table_column *c, const struct field *f)
{
	return c->most && (c->say || (f && f->kind != K_CHOICE && f->kind != K_TIME && f->kind != K_DAY));
}

static short columns_of(struct sv text)
{
	int n = grid_columns(text);

	return (short)(n < CELL_MAX ? n : CELL_MAX);
}

static void words_need(const struct choice *c, short *most)
{
	for (size_t i = 0; i < c->n; i++) {
		LABEL(word, 80);

		choice_word(&word, c, c->words[i].value);
		if (columns_of(buf_sv(&word)) > *most)
			*most = columns_of(buf_sv(&word));
	}
}

void table_need(const struct table_column *columns, size_t n, const struct record *r, struct table_need *ret)
{
	*ret = (struct table_need){ { 0 } };
	for (size_t i = 0; i < n && i < TABLE_COLUMNS_MAX; i++) {
		const struct table_column *c = &columns[i];
		const struct field *f = c->field ? record_field(r, sv_from(c->field)) : NULL;
		short *most = &ret->w[i];

		*most = (short)(columns_of(sv_from(table_title(c))) + (c->word != NULL)); /* and an arrow */
		if (!measured(c, f) && c->w > *most) /* what it may hold is not known */
			*most = c->w;
		if (f && f->kind == K_CHOICE && c->how != HOW_SHORT)
			words_need(f->of, most);
	}
}

void table_need_row(const struct table_column *columns, size_t n, const struct record *r, const void *row,
		    const struct table_ui *ui, struct table_need *need)
{
	for (size_t i = 0; i < n && i < TABLE_COLUMNS_MAX; i++) {
		const struct table_column *c = &columns[i];
		const struct field *f = c->field ? record_field(r, sv_from(c->field)) : NULL;
		LABEL(text, CELL_MAX);

		if (!measured(c, f))
			continue;
		if (c->say)
			c->say(&text, row, ui);
		else
			table_field(&text, r, f, row, c->how, CELL_MAX, ui);
		if (columns_of(buf_sv(&text)) > need->w[i])
			need->w[i] = columns_of(buf_sv(&text));
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
