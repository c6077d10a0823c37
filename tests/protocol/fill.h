/* Seeded random records for round trips and goldens: every field of every kind gets a value that its
 * limits allow. Texts and nested records live in the arena. The numbers come from a small generator of
 * our own, so that a seed gives the same record on every machine. */
#ifndef QUITS_TESTS_PROTOCOL_FILL_H
#define QUITS_TESTS_PROTOCOL_FILL_H

#include <stdbool.h>
#include <string.h>

#include "common/arena.h"
#include "common/record.h"

struct dice {
	uint64_t state;
};

static inline uint64_t dice_next(struct dice *d) /* splitmix64 */
{
	uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static inline int64_t dice_between(struct dice *d, int64_t lo, int64_t hi)
{
	uint64_t span = (uint64_t)hi - (uint64_t)lo + 1;

	return (int64_t)((uint64_t)lo + (span ? dice_next(d) % span : dice_next(d)));
}

static inline struct sv fill_text(struct dice *d, struct arena *a, size_t n)
{
	static const char *const pieces[] = { "a",
		                              "Z",
		                              "7",
		                              " ",
		                              "\"",
		                              ",",
		                              "\xC3\xBC",
		                              "\xE2\x82\xAC",
		                              "\xE6\xBC\xA2",
		                              "\xF0\x9F\x92\xB6",
		                              "-",
		                              "=" };
	struct buf b = buf_new(a, n + 1);

	while (b.n < n) {
		const char *piece = pieces[dice_next(d) % COUNT(pieces)];

		buf_z(&b, strlen(piece) <= n - b.n ? piece : "x");
	}
	return buf_sv(&b);
}

static inline void fill_record(struct dice *d, struct arena *a, const struct record *r, void *rec,
                               bool sparse);

static inline int64_t fill_number(struct dice *d, const struct record *r, const struct field *f)
{
	const struct limit *l = record_limit(r, f);

	switch (f->kind) {
	case K_MONEY:
		return dice_between(d, -MONEY_MAX, MONEY_MAX);
	case K_TIME:
		return dice_between(d, 1, INT64_C(4102444800000));
	case K_DAY:
		return dice_between(d, 2440588, 2488070);
	case K_ID:
		return dice_between(d, 1, INT64_MAX);
	case K_RATE:
		return dice_between(d, 0, 1000);
	case K_BOOL:
	case K_INT:
	case K_CURRENCY:
	case K_TEXT:
	case K_BYTES:
	case K_CHOICE:
	case K_RECORD:
	case K_LIST:
		break;
	}
	return l ? dice_between(d, l->min, l->max) : dice_between(d, INT64_MIN, INT64_MAX);
}

static inline void fill_list(struct dice *d, struct arena *a, const struct record *r,
                             struct list *l, bool sparse)
{
	l->n = (size_t)dice_between(d, 0, 3);
	l->at = l->n ? arena_alloc(a, r->size * l->n) : NULL;
	for (size_t i = 0; i < l->n; i++)
		fill_record(d, a, r, (char *)l->at + i * r->size, sparse);
}

static inline void fill_field(struct dice *d, struct arena *a, const struct record *r,
                              const struct field *f, void *p, bool sparse)
{
	static const char *const codes[] = { "EUR", "USD", "JPY", "KWD" };
	const struct limit *l = record_limit(r, f);
	int64_t most = l && l->max < 40 ? l->max : 40;

	switch (f->kind) {
	case K_BOOL:
		*(bool *)p = dice_next(d) & 1;
		break;
	case K_INT:
	case K_MONEY:
	case K_RATE:
	case K_TIME:
	case K_DAY:
	case K_ID:
		*(int64_t *)p = fill_number(d, r, f);
		break;
	case K_CURRENCY:
		memcpy(((struct currency *)p)->code, codes[dice_next(d) % COUNT(codes)], 4);
		break;
	case K_TEXT:
	case K_BYTES:
		*(struct sv *)p = fill_text(d, a, (size_t)dice_between(d, 1, most));
		break;
	case K_CHOICE:
		*(int *)p = ((const struct choice *)f->of)
		                ->words[dice_next(d) % ((const struct choice *)f->of)->n]
		                .value;
		break;
	case K_RECORD:
		*(void **)p = arena_alloc(a, ((const struct record *)f->of)->size);
		fill_record(d, a, f->of, *(void **)p, sparse);
		break;
	case K_LIST:
		fill_list(d, a, f->of, p, sparse);
		break;
	}
}

/* sparse: about half of the optional fields stay absent. */
static inline void fill_record(struct dice *d, struct arena *a, const struct record *r, void *rec,
                               bool sparse)
{
	memset(rec, 0, r->size);
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];

		if (!sparse || f->flags & REQ || dice_next(d) & 1)
			fill_field(d, a, r, f, field_in(f, rec), sparse);
	}
}

/* Field by field, since the bytes between fields and the addresses of texts may differ. */
static inline bool same_record(const struct record *r, const void *x, const void *y)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		const void *p = field_at(f, x), *q = field_at(f, y);
		const struct list *l = p, *m = q;
		bool same = true;

		if (field_is_absent(f, x) || field_is_absent(f, y)) {
			if (field_is_absent(f, x) != field_is_absent(f, y))
				return false;
			continue;
		}
		switch (f->kind) {
		case K_BOOL:
			same = *(const bool *)p == *(const bool *)q;
			break;
		case K_INT:
		case K_MONEY:
		case K_RATE:
		case K_TIME:
		case K_DAY:
		case K_ID:
			same = *(const int64_t *)p == *(const int64_t *)q;
			break;
		case K_CURRENCY:
			same = memcmp(p, q, 4) == 0;
			break;
		case K_TEXT:
		case K_BYTES:
			same = sv_eq(*(const struct sv *)p, *(const struct sv *)q);
			break;
		case K_CHOICE:
			same = *(const int *)p == *(const int *)q;
			break;
		case K_RECORD:
			same = same_record(f->of, *(void *const *)p, *(void *const *)q);
			break;
		case K_LIST:
			same = l->n == m->n;
			for (size_t k = 0; same && k < l->n; k++) {
				size_t step = ((const struct record *)f->of)->size * k;

				same = same_record(f->of, (const char *)l->at + step,
				                   (const char *)m->at + step);
			}
			break;
		}
		if (!same)
			return false;
	}
	return true;
}

#endif
