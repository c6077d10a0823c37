/* Walking descriptors: look-ups by name and the one definition of absence. */
#include "common/record.h"

#include <string.h>

#include "common/arena.h"

const struct field *record_field(const struct record *r, struct sv name)
{
	for (size_t i = 0; i < r->n; i++)
		if (sv_is(name, r->fields[i].name))
			return &r->fields[i];
	return NULL;
}

/* Levenshtein distance, cut off at names of 32 bytes: long enough for every field we have. */
static size_t distance(struct sv a, struct sv b)
{
	size_t row[33];

	if (a.n > 32 || b.n > 32)
		return 99;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t best = diagonal + (a.p[i - 1] != b.p[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b.n];
}

const char *record_nearest(const struct record *r, struct sv name)
{
	const char *best = NULL;
	size_t least = name.n / 2 + 1;

	for (size_t i = 0; i < r->n; i++) {
		size_t d = distance(name, sv_from(r->fields[i].name));

		if (d < least) {
			least = d;
			best = r->fields[i].name;
		}
	}
	return best;
}

const struct limit *record_limit(const struct record *r, const struct field *f)
{
	for (size_t i = 0; i < r->n_limits; i++)
		if (r->limits[i].offset == f->offset)
			return &r->limits[i];
	return NULL;
}

const void *field_at(const struct field *f, const void *rec)
{
	return (const char *)rec + f->offset;
}

void *field_in(const struct field *f, void *rec)
{
	return (char *)rec + f->offset;
}

bool field_is_absent(const struct field *f, const void *rec)
{
	const void *p = field_at(f, rec);

	switch (f->kind) {
	case K_BOOL:
		return !*(const bool *)p;
	case K_INT:
	case K_MONEY:
	case K_RATE:
	case K_TIME:
	case K_DAY:
	case K_ID:
		return *(const int64_t *)p == 0;
	case K_CURRENCY:
		return ((const struct currency *)p)->code[0] == '\0';
	case K_TEXT:
	case K_BYTES:
		return ((const struct sv *)p)->n == 0;
	case K_CHOICE:
		return *(const int *)p == 0;
	case K_RECORD:
		return *(void *const *)p == NULL;
	case K_LIST:
		return ((const struct list *)p)->n == 0;
	}
	return true;
}

static void copy_list(struct arena *a, const struct record *r, const struct list *from, struct list *to)
{
	to->n = from->n;
	to->at = from->n ? arena_alloc(a, from->n * r->size) : NULL;
	for (size_t i = 0; i < from->n; i++)
		record_copy(a, r, (const char *)from->at + i * r->size, (char *)to->at + i * r->size);
}

void record_copy(struct arena *a, const struct record *r, const void *from, void *to)
{
	memcpy(to, from, r->size);
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		const void *p = field_at(f, from);

		if (field_is_absent(f, from))
			continue;
		if (f->kind == K_TEXT || f->kind == K_BYTES) {
			*(struct sv *)field_in(f, to) = sv_copy(a, *(const struct sv *)p);
		} else if (f->kind == K_LIST) {
			copy_list(a, f->of, p, field_in(f, to));
		} else if (f->kind == K_RECORD) {
			const struct record *of = f->of;
			void *inner = arena_alloc(a, of->size);

			record_copy(a, of, *(void *const *)p, inner);
			*(void **)field_in(f, to) = inner;
		}
	}
}

const char *choice_text(const struct choice *c, int value)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->words[i].value == value)
			return c->words[i].text;
	return "";
}

bool choice_value(const struct choice *c, struct sv text, int *ret)
{
	for (size_t i = 0; i < c->n; i++)
		if (sv_is(text, c->words[i].text)) {
			*ret = c->words[i].value;
			return true;
		}
	return false;
}
