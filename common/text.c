/* Views and builders; see text.h. Locale-free throughout: what is ASCII is said to be ASCII. */
#include "common/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"

struct sv sv_from(const char *s)
{
	return (struct sv){ s, s ? strlen(s) : 0 };
}

struct sv sv_of(const void *p, size_t n)
{
	return (struct sv){ p, n };
}

bool sv_eq(struct sv a, struct sv b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool sv_is(struct sv a, const char *s)
{
	return sv_eq(a, sv_from(s));
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool sv_eq_fold(struct sv a, struct sv b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (fold(a.p[i]) != fold(b.p[i]))
			return false;
	return true;
}

bool sv_starts(struct sv s, struct sv prefix)
{
	return s.n >= prefix.n && sv_eq((struct sv){ s.p, prefix.n }, prefix);
}

bool sv_ends(struct sv s, struct sv suffix)
{
	return s.n >= suffix.n && sv_eq((struct sv){ s.p + (s.n - suffix.n), suffix.n }, suffix);
}

struct sv sv_from_to(struct sv s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (struct sv){ s.p ? s.p + from : NULL, to - from };
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

struct sv sv_trim(struct sv s)
{
	while (s.n && blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct sv sv_cut(struct sv *rest, char sep)
{
	size_t at = sv_find(*rest, sep);
	struct sv head = { rest->p, at };

	if (at == rest->n)
		*rest = SV_NONE;
	else
		*rest = (struct sv){ rest->p + at + 1, rest->n - at - 1 };
	return head;
}

struct sv sv_copy(struct arena *a, struct sv s)
{
	return (struct sv){ arena_copy(a, s.p, s.n), s.n };
}

struct sv sv_print(struct arena *a, const char *fmt, ...)
{
	va_list args, again;
	char *p;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	p = arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
	if (n > 0)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct sv){ p, (size_t)(n < 0 ? 0 : n) };
}

const char *sv_z(struct arena *a, struct sv s)
{
	return arena_copy(a, s.p, s.n);
}

bool sv_int(struct sv s, int64_t *ret)
{
	bool minus = s.n && s.p[0] == '-';
	int64_t v = 0;

	if (s.n == (minus ? 1u : 0u))
		return false;
	for (size_t i = minus; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, s.p[i] - '0', &v)) /* downwards: INT64_MIN fits */
			return false;
	}
	if (!minus && v == INT64_MIN)
		return false;
	*ret = minus ? v : -v;
	return true;
}

size_t sv_find(struct sv s, char c)
{
	const char *at = s.n ? memchr(s.p, c, s.n) : NULL;

	return at ? (size_t)(at - s.p) : s.n;
}

size_t sv_find_sv(struct sv s, struct sv part)
{
	const char *at;

	if (part.n == 0)
		return 0;
	at = s.n ? memmem(s.p, s.n, part.p, part.n) : NULL;
	return at ? (size_t)(at - s.p) : s.n;
}

struct buf buf_new(struct arena *a, size_t max)
{
	return (struct buf){ .arena = a, .max = max };
}

char *buf_room(struct buf *b, size_t n)
{
	if (b->over || n > b->max - b->n) {
		b->over = true;
		return NULL;
	}
	if (!b->p || n > b->cap - b->n) {
		size_t cap = b->cap ? b->cap * 2 : 256;
		char *p;

		while (cap - b->n < n)
			cap *= 2;
		p = arena_alloc(b->arena, cap + 1);
		if (b->n)
			memcpy(p, b->p, b->n);
		b->p = p;
		b->cap = cap;
	}
	return b->p + b->n;
}

void buf_took(struct buf *b, size_t n)
{
	b->n += n;
}

void buf_add_slowly(struct buf *b, struct sv s)
{
	char *p = s.n ? buf_room(b, s.n) : NULL;

	if (p) {
		memcpy(p, s.p, s.n);
		b->n += s.n;
	}
}

void buf_z(struct buf *b, const char *s)
{
	buf_add(b, sv_from(s));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, (struct sv){ &c, 1 });
}

void buf_print(struct buf *b, const char *fmt, ...)
{
	va_list args, again;
	char *p;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	p = n > 0 ? buf_room(b, (size_t)n + 1) : NULL;
	if (p) {
		vsnprintf(p, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void buf_int(struct buf *b, int64_t n)
{
	char digits[24];
	char *end = digits + sizeof(digits), *p = end;
	uint64_t u = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do {
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (n < 0)
		*--p = '-';
	buf_add(b, (struct sv){ p, (size_t)(end - p) });
}

void buf_hex(struct buf *b, const void *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	const unsigned char *at = p;

	for (size_t i = 0; i < n; i++) {
		buf_char(b, digit[at[i] >> 4]);
		buf_char(b, digit[at[i] & 15]);
	}
}

struct sv buf_sv(const struct buf *b)
{
	return (struct sv){ b->n ? b->p : "", b->n };
}

enum status buf_end(const struct buf *b, const char *what)
{
	if (b->over)
		return fail(ST_LIMIT, "%s is larger than %zu bytes", what, b->max);
	return ST_OK;
}
