/* What every door asks of a record it has decoded, in one place; see record_check.h. Called by the call
 * layer before a handler, by forms and by settings. Any thread; no state.
 *
 * A field inside a nested record is named by its path ("rows[2].amount"). A zero in a required INT, MONEY,
 * RATE or BOOL is a value and not absence, and a required list may be empty unless its LIMIT says
 * otherwise; whether they were written at all is what decoders check. */
#include "common/record_check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/date.h"
#include "common/utf8.h"

enum { PATH = 48, DEPTH = 8 };

#define DAY_MIN  INT64_C(1721426) /* 0001-01-01 */
#define DAY_LAST INT64_C(5373484) /* 9999-12-31 */

struct place { /* where we are; a path is only spelled out for a fault */
	const struct place *outer;
	const char *name;
	int64_t index; /* of a list's element, or -1 */
	int depth;
};

static enum status check(const struct record *r, const void *rec, const struct place *outer);

static void spell(const struct place *at, char *path, size_t *n)
{
	size_t left;
	int more;

	if (at->outer)
		spell(at->outer, path, n);
	left = PATH - *n;
	if (at->index >= 0)
		more = snprintf(path + *n, left, "[%" PRId64 "]", at->index);
	else
		more = snprintf(path + *n, left, "%s%s", *n ? "." : "", at->name);
	*n += more > 0 && (size_t)more < left ? (size_t)more : left - 1;
}

static enum status wrong(const struct place *at, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), cold));

static enum status wrong(const struct place *at, const char *fmt, ...)
{
	char path[PATH], text[200];
	size_t n = 0;
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	spell(at, path, &n);
	return fail_field(ST_INVALID, path, "%s", text);
}

static enum status check_range(const struct place *at, int64_t v, int64_t min, int64_t max)
{
	if (v < min)
		return wrong(at, "is %" PRId64 ", the least is %" PRId64, v, min);
	if (v > max)
		return wrong(at, "is %" PRId64 ", the most is %" PRId64, v, max);
	return ST_OK;
}

static enum status check_limit(const struct place *at, int64_t v, const struct limit *l,
                               int64_t min, int64_t max)
{
	return check_range(at, v, l ? l->min : min, l ? l->max : max);
}

static enum status check_length(const struct place *at, struct sv s, const struct limit *l,
                                int64_t most)
{
	int64_t n = (int64_t)s.n;

	if (l && n < l->min)
		return wrong(at, "is shorter than %" PRId64 " bytes", l->min);
	if (l)
		most = l->max;
	if (n > most)
		return wrong(at, "is longer than %" PRId64 " bytes: it has %" PRId64, most, n);
	return ST_OK;
}

static enum status check_text(const struct field *f, const struct place *at, struct sv s,
                              const struct limit *l)
{
	TRY(check_length(at, s, l, TEXT_MAX_DEFAULT));
	if (!utf8_valid(s))
		return wrong(at, "is not valid UTF-8");
	if (!utf8_is_clean(s, f->flags & (MULTI | MANY)))
		return wrong(at, "has control or invisible characters");
	return ST_OK;
}

static enum status check_currency(const struct place *at, const struct currency *c)
{
	struct currency known;

	if (!currency_from(currency_sv(c), &known))
		return wrong(at, "is not an ISO 4217 currency code");
	return ST_OK;
}

static enum status check_list(const struct field *f, const struct place *at,
                              const struct list *list, const struct limit *l)
{
	const struct record *r = f->of;

	if (l)
		TRY(check_range(at, (int64_t)list->n, l->min, l->max));
	for (size_t i = 0; i < list->n; i++) {
		struct place element = { at, "", (int64_t)i, at->depth };

		TRY(check(r, (const char *)list->at + i * r->size, &element));
	}
	return ST_OK;
}

static enum status check_present(const struct record *r, const struct field *f, const void *rec,
                                 const struct place *at)
{
	const struct limit *l = record_limit(r, f);
	const void *p = field_at(f, rec);

	switch (f->kind) {
	case K_BOOL:
		return ST_OK;
	case K_INT:
	case K_RATE:
		return check_limit(at, *(const int64_t *)p, l, INT64_MIN, INT64_MAX);
	case K_MONEY:
		return check_limit(at, *(const int64_t *)p, l, -MONEY_MAX, MONEY_MAX);
	case K_TIME:
		return check_limit(at, *(const int64_t *)p, l, day_time_utc(DAY_MIN),
		                   day_time_utc(DAY_LAST + 1) - 1);
	case K_DAY:
		if (*(const int64_t *)p < DAY_MIN || *(const int64_t *)p > DAY_LAST)
			return wrong(at, "is not a day of the years 1 to 9999");
		return check_limit(at, *(const int64_t *)p, l, DAY_MIN, DAY_LAST);
	case K_ID:
		return check_limit(at, *(const int64_t *)p, l, 1, INT64_MAX);
	case K_CURRENCY:
		return check_currency(at, p);
	case K_TEXT:
		return check_text(f, at, *(const struct sv *)p, l);
	case K_BYTES:
		return check_length(at, *(const struct sv *)p, l, INT64_MAX);
	case K_CHOICE:
		if (choice_text(f->of, *(const int *)p)[0])
			return ST_OK;
		return wrong(at, "is not a known choice");
	case K_RECORD:
		return check(f->of, *(const void *const *)p, at);
	case K_LIST:
		return check_list(f, at, p, l);
	}
	return ST_OK;
}

/* Kinds whose zero is a value when the field is required. */
static bool zero_means(const struct field *f)
{
	return f->kind == K_BOOL || f->kind == K_INT || f->kind == K_MONEY || f->kind == K_RATE ||
	       f->kind == K_LIST;
}

static enum status check(const struct record *r, const void *rec, const struct place *outer)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		struct place at = { outer, f->name, -1, outer ? outer->depth + 1 : 0 };

		if (at.depth > DEPTH)
			return wrong(&at, "is nested too deep");
		if (field_is_absent(f, rec) && !(f->flags & REQ && zero_means(f))) {
			if (f->flags & REQ)
				return wrong(&at, "is missing");
			continue;
		}
		TRY(check_present(r, f, rec, &at));
	}
	return ST_OK;
}

enum status record_check(const struct record *r, const void *rec)
{
	return check(r, rec, NULL);
}
