/* Are the last four digits of a portfolio evenly spread? Four digits are safe only where nobody can tell which are
 * likely (security.md 3): numbers made in sequence, or that all end alike, are not.
 *
 * Counted are the leading and the trailing pair; their sums give each digit by itself. Each is compared with an even
 * spread by Pearson's chi-squared; p below one in a million is uneven. Numbers made in sequence over the whole range
 * are spread more evenly than chance spreads anything: that is told as well. Pure. */
#ifndef QUITS_SERVER_RULE_SPREAD_H
#define QUITS_SERVER_RULE_SPREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

struct spread {
	int64_t pairs[2][100]; /* leading, trailing */
};

enum spread_verdict { SPREAD_EVEN, SPREAD_UNEVEN, SPREAD_TOO_EVEN };

void spread_count(struct spread *s, const char four[4]);
int64_t spread_total(const struct spread *s);
/* EVEN also when there are too few to tell (50 for digits, 500 for pairs). */
enum spread_verdict spread_judge(const struct spread *s);

/* 200 numbers with blanks between, and back; a text that is none gives zeros. */
void spread_print(const struct spread *s, struct buf *out);
void spread_read(struct sv *text, struct spread *ret); /* takes its numbers off the front */

#endif
