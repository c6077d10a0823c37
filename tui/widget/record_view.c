/* See record_view.h. The form shows answers with it. */
#include "tui/widget/record_view.h"

#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/widget/format.h"
#include "tui/widget/tr.h"

enum { LABEL_W = 22, CELL_MOST = 36, LINE = 1200, COLUMNS = RECORD_FIELDS_MAX };

static bool scalar(const struct field *f)
{
	return f->kind != K_RECORD && f->kind != K_LIST && f->kind != K_BYTES;
}

static void pad(struct buf *b, int n)
{
	while (n-- > 0)
		buf_char(b, ' ');
}

static void line(struct buf *b, int indent, const char *name, struct sv value)
{
	LABEL(label, 80);

	table_label(&label, name);
	pad(b, indent);
	buf_add(b, buf_sv(&label));
	pad(b, LABEL_W > grid_columns(buf_sv(&label)) ? LABEL_W - grid_columns(buf_sv(&label)) : 1);
	while (value.n) { /* lines of a text under each other */
		buf_add(b, sv_cut(&value, '\n'));
		buf_char(b, '\n');
		pad(b, value.n ? indent + LABEL_W : 0);
	}
}

static struct sv text_of(struct arena *a, const struct record *r, const struct field *f, const void *rec,
			 const struct table_ui *ui)
{
	struct buf b = buf_new(a, 20000);

	if (f->kind == K_TEXT) /* what people wrote stays as it is; of a setting's help we have the words */
		return strcmp(f->name, "help") == 0 ? tr_of(*(const struct sv *)field_at(f, rec)) : table_text(f, rec);
	table_field(&b, r, f, rec, HOW_PLAIN, 40, ui);
	return buf_sv(&b);
}

static struct sv cell_of(struct arena *a, const struct record *r, const struct field *f, const void *row,
			 const struct table_ui *ui)
{
	struct buf b = buf_new(a, LINE);

	table_field(&b, r, f, row, HOW_PLAIN, 20, ui);
	return utf8_cut(buf_sv(&b), CELL_MOST);
}

static void table(struct buf *b, struct arena *a, const struct record *r, const struct list *l, int indent,
		  const struct table_ui *ui)
{
	int w[COLUMNS] = { 0 };

	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < r->n && k < COLUMNS; k++) {
			const void *row = (const char *)l->at + i * r->size;
			int need = scalar(&r->fields[k]) ? grid_columns(cell_of(a, r, &r->fields[k], row, ui)) : 0;

			w[k] = need > w[k] ? need : w[k];
		}
	pad(b, indent);
	for (size_t k = 0; k < r->n && k < COLUMNS; k++) {
		LABEL(label, 80);

		if (!w[k])
			continue;
		table_label(&label, r->fields[k].name);
		w[k] = grid_columns(buf_sv(&label)) > w[k] ? grid_columns(buf_sv(&label)) : w[k];
		buf_add(b, buf_sv(&label));
		pad(b, w[k] - grid_columns(buf_sv(&label)) + 2);
	}
	buf_char(b, '\n');
	for (size_t i = 0; i < l->n; i++) {
		pad(b, indent);
		for (size_t k = 0; k < r->n && k < COLUMNS; k++) {
			struct sv cell = w[k] ? cell_of(a, r, &r->fields[k], (const char *)l->at + i * r->size, ui) : SV_NONE;

			if (!w[k])
				continue;
			buf_add(b, cell);
			pad(b, w[k] - grid_columns(cell) + 2);
		}
		buf_char(b, '\n');
	}
}

static void view(struct buf *b, struct arena *a, const struct record *r, const void *rec, int indent,
		 const struct table_ui *ui)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		const void *at = field_at(f, rec);
		struct sv text;

		if (f->kind == K_LIST) {
			const struct list *l = at;

			line(b, indent, f->name, l->n ? SV(" ") : TS("none"));
			if (l->n)
				table(b, a, f->of, l, indent + 2, ui);
		} else if (f->kind == K_RECORD) {
			if (*(const void *const *)at) {
				line(b, indent, f->name, SV(" "));
				view(b, a, f->of, *(const void *const *)at, indent + 2, ui);
			}
		} else if (f->kind != K_BYTES) {
			text = text_of(a, r, f, rec, ui);
			if (text.n)
				line(b, indent, f->name, text);
		}
	}
}

void record_view(struct buf *b, struct arena *scratch, const struct record *r, const void *rec, const struct table_ui *ui)
{
	view(b, scratch, r, rec, 0, ui);
}
