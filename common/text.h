/* Text: views in, builders out.
 *
 * struct sv borrows bytes (not NUL-terminated) and may outlive neither its arena nor its row.
 * struct buf grows in an arena up to `max` and remembers in `over` that it refused to grow further:
 * writers append without checking and look once at the end. */
#ifndef QUITS_COMMON_TEXT_H
#define QUITS_COMMON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/status.h"

struct arena;

struct sv {
	const char *p;
	size_t n;
};

#define SV(lit)       ((struct sv){ "" lit, sizeof(lit) - 1 })
#define SV_CONST(lit) { "" lit, sizeof(lit) - 1 }
#define SV_FMT        "%.*s"
#define SV_ARG(s)     (int)(s).n, (s).p
#define SV_NONE       ((struct sv){ NULL, 0 })

struct sv sv_from(const char *s); /* NULL gives an empty view */
struct sv sv_of(const void *p, size_t n);
bool sv_eq(struct sv a, struct sv b);
bool sv_is(struct sv a, const char *s);
bool sv_eq_fold(struct sv a, struct sv b); /* ASCII letters without case */
bool sv_starts(struct sv s, struct sv prefix);
bool sv_ends(struct sv s, struct sv suffix);
struct sv sv_from_to(struct sv s, size_t from, size_t to); /* clamps both */
struct sv sv_trim(struct sv s);                            /* ASCII blanks at both ends */
/* Cuts `*rest` at the first `sep`: returns what stood before it, *rest becomes what follows. At the last
 * piece *rest becomes SV_NONE. */
struct sv sv_cut(struct sv *rest, char sep);
struct sv sv_copy(struct arena *a, struct sv s); /* NUL-terminated behind its n bytes */
struct sv sv_print(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *sv_z(struct arena *a, struct sv s); /* as a C string in the arena */
/* Strict decimal integers: optional minus, digits only, no overflow. False leaves *ret alone. */
bool sv_int(struct sv s, int64_t *ret);
/* Position of `c`, or s.n. */
size_t sv_find(struct sv s, char c);
/* Position of the first `part`, or s.n. */
size_t sv_find_sv(struct sv s, struct sv part);

struct buf {
	struct arena *arena;
	char *p;
	size_t n, cap, max;
	bool over; /* sticky: something did not fit */
};

struct buf buf_new(struct arena *a, size_t max);
void buf_add_slowly(struct buf *b, struct sv s); /* for buf_add() */
static inline void buf_add(struct buf *b, struct sv s)
{
	if (s.n == 0)
		return;
	if (b->over || s.n > b->cap - b->n || s.n > b->max - b->n) {
		buf_add_slowly(b, s);
		return;
	}
	memcpy(b->p + b->n, s.p, s.n); /* a page is some seven hundred of these */
	b->n += s.n;
}
void buf_z(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_print(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_int(struct buf *b, int64_t n);
void buf_hex(struct buf *b, const void *p, size_t n); /* lower case */
struct sv buf_sv(const struct buf *b);
/* Room for n more bytes to be written at the returned place; buf_took() says how many were. NULL and
 * `over` when the maximum forbids it. */
char *buf_room(struct buf *b, size_t n);
void buf_took(struct buf *b, size_t n);
/* ST_LIMIT naming `what` if something did not fit. */
MUST_USE enum status buf_end(const struct buf *b, const char *what);

#endif
