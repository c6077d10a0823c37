/* Money: int64 minor units and an ISO 4217 code. No floating point anywhere near it.
 * The exponent (digits behind the point) is ISO 4217's: JPY 0, USD 2, BHD 3, CLF 4. */
#ifndef QUITS_COMMON_MONEY_H
#define QUITS_COMMON_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

struct currency {
	char code[4]; /* "EUR", or "" */
};

#define MONEY_MAX INT64_C(1000000000000) /* largest amount taken from outside, minor units */

bool currency_from(struct sv text, struct currency *ret); /* known ISO 4217 codes only, upper case */
bool currency_eq(struct currency a, struct currency b);
struct sv currency_sv(const struct currency *c); /* borrows c */
int currency_exponent(struct currency c);        /* 0..4; 2 for unknown */

/* Reads "-1234.50": optional minus, digits, optional point and at most `exponent` digits behind it; no
 * grouping, no blanks, no exponent. More digits are accepted only if they are zeros. INVALID names
 * `field`; LIMIT-sized figures (over MONEY_MAX) too. */
MUST_USE enum status money_parse(struct sv text, struct currency c, const char *field, int64_t *ret);
/* As above, but from a form: accepts one decimal comma or point and grouping in threes as people type it
 * ("1.234,50", "1,234.50", "1 234,50"), when it can be read in one way only. */
MUST_USE enum status money_parse_typed(struct sv text, struct currency c, const char *field,
				       int64_t *ret);
void money_print(struct buf *b, int64_t amount, struct currency c); /* "-1234.50" */
MUST_USE enum status money_add(int64_t a, int64_t b, int64_t *ret); /* INVALID on overflow */
/* Parts that differ by at most one minor unit and sum to the whole (largest remainder first). n >= 1. */
void money_split(int64_t whole, int64_t *parts, size_t n);

#endif
