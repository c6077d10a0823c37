/* Lays answers out; see output.h. Called by run.c, follow.c and import.c. Thread: main.
 *
 * A table is made in two walks: print every cell into an arena and note each column's widest, then write
 * the lines. Columns without a value in any row are left out, so wide records stay readable. */
#include "protocol/ctl/output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/record_json.h"
#include "common/record_text.h"
#include "common/utf8.h"

enum { CELL_MAX = 64 * 1024 };

static void spaces(struct buf *b, size_t n)
{
	while (n--)
		buf_char(b, ' ');
}

/* Made safe: one line without what could drive a terminal. */
static void add_safe(struct buf *b, struct arena *a, struct sv s)
{
	buf_add(b, utf8_clean(a, s, CELL_MAX, false));
}

static struct sv cell(struct arena *a, const struct record *r, const struct field *f,
                      const void *rec)
{
	struct buf b = buf_new(a, CELL_MAX);
	const void *p = field_at(f, rec);

	if (field_is_absent(f, rec) && !(f->flags & REQ))
		return SV_NONE;
	if (f->kind == K_RECORD && *(void *const *)p)
		record_print(&b, f->of, *(void *const *)p);
	else if (f->kind == K_LIST)
		buf_print(&b, "%zu", ((const struct list *)p)->n);
	else
		record_print_field(&b, r, f, rec);
	return utf8_clean(a, buf_sv(&b), CELL_MAX, false);
}

/* The currency stands beside every amount, so its own field says nothing new. */
static bool is_said_elsewhere(const struct record *r, const struct field *f)
{
	if (f->kind != K_CURRENCY)
		return false;
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].kind == K_MONEY)
			return true;
	return false;
}

static bool is_right_aligned(const struct field *f)
{
	return f->kind == K_INT || f->kind == K_MONEY || f->kind == K_RATE || f->kind == K_LIST;
}

static void table_line(struct buf *b, const struct record *r, const struct sv *cells,
                       const size_t *wide)
{
	size_t owed = 0; /* blanks before the next text: none are left at a line's end */

	for (size_t i = 0; i < r->n; i++) {
		size_t pad;

		if (!wide[i])
			continue;
		pad = wide[i] - utf8_columns(cells[i]);
		if (is_right_aligned(&r->fields[i]))
			owed += pad;
		if (cells[i].n) {
			spaces(b, owed);
			buf_add(b, cells[i]);
			owed = 0;
		}
		owed += (is_right_aligned(&r->fields[i]) ? 0 : pad) + 2;
	}
	buf_char(b, '\n');
}

void output_table(struct buf *b, const struct record *r, const struct list *l)
{
	struct arena a = ARENA_INIT;
	struct sv *cells = NEW_N(&a, struct sv, (l->n + 1) * r->n + 1);
	size_t wide[RECORD_FIELDS_MAX] = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];

		for (size_t row = 0; row < l->n && !is_said_elsewhere(r, f); row++) {
			struct sv *c = &cells[(row + 1) * r->n + i];
			size_t columns;

			*c = cell(&a, r, f, (const char *)l->at + row * r->size);
			columns = utf8_columns(*c);
			if (columns > wide[i])
				wide[i] = columns;
		}
		cells[i] = sv_from(f->name);
		if (wide[i] && cells[i].n > wide[i])
			wide[i] = cells[i].n;
	}
	for (size_t row = 0; l->n && row <= l->n; row++)
		table_line(b, r, cells + row * r->n, wide);
	arena_free(&a);
}

static bool is_scalar(const struct field *f)
{
	return f->kind != K_RECORD && f->kind != K_LIST;
}

static bool is_shown(const struct record *r, const struct field *f, const void *rec)
{
	return !is_said_elsewhere(r, f) && (f->flags & REQ || !field_is_absent(f, rec));
}

/* The scalars of a record; returns whether there were any. */
static bool print_scalars(struct buf *b, const struct record *r, const void *rec)
{
	struct arena a = ARENA_INIT;
	size_t wide = 0;

	for (size_t i = 0; i < r->n; i++)
		if (is_scalar(&r->fields[i]) && is_shown(r, &r->fields[i], rec) &&
		    strlen(r->fields[i].name) > wide)
			wide = strlen(r->fields[i].name);
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		struct sv text;

		if (!is_scalar(f) || !is_shown(r, f, rec))
			continue;
		text = cell(&a, r, f, rec);
		buf_z(b, f->name);
		if (text.n) {
			spaces(b, wide - strlen(f->name) + 2);
			buf_add(b, text);
		}
		buf_char(b, '\n');
	}
	arena_free(&a);
	return wide > 0;
}

static void print_parts(struct buf *b, const struct record *r, const void *rec, bool first);

static void heading(struct buf *b, const char *name, bool first)
{
	if (!first)
		buf_char(b, '\n');
	buf_print(b, "%s:\n", name);
}

/* Records and lists, each under its name, after the scalars. */
static void print_parts(struct buf *b, const struct record *r, const void *rec, bool first)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		const void *p = field_at(f, rec);

		if (is_scalar(f) || field_is_absent(f, rec))
			continue;
		heading(b, f->name, first);
		first = false;
		if (f->kind == K_LIST) {
			output_table(b, f->of, p);
			continue;
		}
		print_scalars(b, f->of, *(void *const *)p);
		print_parts(b, f->of, *(void *const *)p, false);
	}
}

/* A page: its rows first and without a heading, then what is said about them. */
static bool is_page(const struct record *r)
{
	return r->n && r->fields[0].kind == K_LIST && strcmp(r->fields[0].name, "items") == 0;
}

void output_record(struct buf *b, const struct record *r, const void *rec)
{
	if (!is_page(r)) {
		print_parts(b, r, rec, !print_scalars(b, r, rec));
		return;
	}
	if (!field_is_absent(&r->fields[0], rec)) {
		output_table(b, r->fields[0].of, field_at(&r->fields[0], rec));
		if (r->n > 1)
			buf_char(b, '\n');
	} else if (r->n == 1) {
		buf_z(b, "nothing\n");
	}
	print_scalars(b, r, rec);
}

void output_json(struct buf *b, const struct record *r, const void *rec)
{
	record_to_json(b, r, rec);
	buf_char(b, '\n');
}

void output_event(struct buf *b, const struct record *r, const void *rec)
{
	struct arena a = ARENA_INIT;
	const char *gap = "";

	for (size_t i = 0; i < r->n; i++) {
		struct sv text = cell(&a, r, &r->fields[i], rec);

		if (text.n) {
			buf_z(b, gap);
			buf_add(b, text);
			gap = "  ";
		}
	}
	arena_free(&a);
}

void output_fault(struct buf *b, bool json, const char *what)
{
	const struct fault *f = fault_last();
	struct arena a = ARENA_INIT;

	if (json) {
		buf_z(b, "{\"status\":");
		json_text(b, sv_from(status_name(f->status)));
		if (what[0]) {
			buf_z(b, ",\"call\":");
			json_text(b, utf8_clean(&a, sv_from(what), CELL_MAX, false));
		}
		if (f->field[0]) {
			buf_z(b, ",\"field\":");
			json_text(b, utf8_clean(&a, sv_from(f->field), CELL_MAX, false));
		}
		buf_z(b, ",\"text\":");
		json_text(b, utf8_clean(&a, sv_from(f->text), CELL_MAX, false));
		buf_z(b, "}\n");
	} else {
		buf_z(b, "quitsctl: ");
		if (what[0]) {
			add_safe(b, &a, sv_from(what));
			buf_z(b, ": ");
		}
		if (f->field[0]) {
			add_safe(b, &a, sv_from(f->field));
			buf_z(b, ": ");
		}
		add_safe(b, &a, sv_from(f->text[0] ? f->text : status_words(f->status)));
		buf_char(b, '\n');
	}
	arena_free(&a);
}

enum status output_write(int fd, struct sv s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EAGAIN) {
			poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(ST_UNAVAILABLE, "cannot write: %s", strerror(errno));
		s = sv_from_to(s, (size_t)n, s.n);
	}
	return ST_OK;
}
