/* How long what is owed has been due, in the five columns of a statement: not yet due, 1 to 30, 31 to 60, 61 to 90 and
 * more than 90 days past due (the usual ageing buckets of accounts receivable). Pure: minor units of one currency, days
 * as Julian day numbers.
 *
 * An account is aged by its open invoices, each by its own due day. What its balance holds beside them (interest, fees,
 * a balance without invoices) is as old as the account's due day. What its invoices hold beyond the balance (payments
 * that are not matched to one yet) is taken off the oldest first. So the columns always sum to the balance, and none is
 * below zero. */
#ifndef QUITS_SERVER_RULE_AGEING_H
#define QUITS_SERVER_RULE_AGEING_H

#include <stddef.h>
#include <stdint.h>

#include "common/status.h"

enum age { AGE_NOT_DUE, AGE_30, AGE_60, AGE_90, AGE_OLDER, AGE__COUNT };

struct ageing {
	int64_t at[AGE__COUNT];
};

struct ageing_item { /* an open invoice */
	int64_t due;  /* 0: the account's */
	int64_t open; /* may be below zero: a credit note */
};

/* due 0: no day was set, so it is not past due. */
enum age age_of(int64_t due, int64_t today);
/* *ret_rest: what the balance holds beside the invoices; below zero: what is paid but not matched. INVALID: a balance
 * below zero, or sums that overflow. */
MUST_USE enum status ageing_account(int64_t balance, int64_t due, const struct ageing_item *items, size_t n,
				    int64_t today, struct ageing *ret, int64_t *ret_rest);
MUST_USE enum status ageing_add(struct ageing *sum, const struct ageing *more);

#endif
