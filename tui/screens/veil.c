/* See veil.h. A dot for every letter; blanks and line breaks stay, so that what is laid out stays as it was. */
#include "tui/screens/veil.h"

#include "common/arena.h"
#include "common/utf8.h"

static struct sv dots(struct arena *a, struct sv text)
{
	struct buf b = buf_new(a, text.n * 4 + 1);

	while (text.n) {
		uint32_t c = utf8_next(&text);

		if (c == ' ' || c == '\n')
			buf_char(&b, (char)c);
		else
			for (int w = utf8_width(c); w > 0; w--)
				buf_z(&b, "·");
	}
	return buf_sv(&b);
}

static void blur(struct arena *a, const struct record *r, void *rec)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		void *at = field_in(f, rec);

		if (f->kind == K_TEXT && f->flags & (PERSONAL | SECRET)) {
			*(struct sv *)at = dots(a, *(struct sv *)at);
		} else if (f->kind == K_RECORD && *(void **)at) {
			blur(a, f->of, *(void **)at);
		} else if (f->kind == K_LIST) {
			const struct record *of = f->of;
			struct list *list = at;

			for (size_t k = 0; k < list->n; k++)
				blur(a, of, (char *)list->at + k * of->size);
		}
	}
}

const void *veil(const struct ui *ui, const struct record *r, const void *rec)
{
	void *copy;

	if (!ui->blur || !rec)
		return rec;
	copy = arena_alloc(ui->turn, r->size + 1);
	record_copy(ui->turn, r, rec, copy);
	blur(ui->turn, r, copy);
	return copy;
}

struct reply *veil_reply(const struct ui *ui, struct reply *r)
{
	const struct record *of = r ? method_table[r->method].out : NULL;
	struct reply *copy;

	if (!ui->blur || !r || !r->out)
		return r;
	copy = NEW(ui->turn, struct reply);
	*copy = (struct reply){ .method = r->method, .status = r->status, .fault = r->fault };
	copy->out = arena_alloc(ui->turn, of->size + 1);
	record_copy(ui->turn, of, r->out, copy->out);
	blur(ui->turn, of, copy->out);
	return copy;
}

struct sv veil_dots(const struct ui *ui, struct sv text)
{
	return dots(ui->turn, text);
}

struct sv veil_text(const struct ui *ui, struct sv text)
{
	return ui->blur ? dots(ui->turn, text) : text;
}
