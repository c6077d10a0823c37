/* What may be promised. Pure: amounts in minor units, days as Julian day numbers. */
#ifndef QUITS_SERVER_RULE_PROMISE_H
#define QUITS_SERVER_RULE_PROMISE_H

#include "protocol/schema.h"

struct promise_limits {
	int64_t balance;       /* of the account */
	int64_t promised;      /* by promises still open */
	int64_t disputed;      /* of the balance, held by open disputes */
	int64_t open, most_open; /* how many are open, and may be */
	int64_t today;         /* in the contact's zone */
	int64_t latest_days;
	enum account_state state;
};

/* INVALID names amount or promised_date; CONFLICT when nothing can be promised any more. */
MUST_USE enum status promise_check(const struct promise_limits *l, int64_t amount, int64_t day);

#endif
