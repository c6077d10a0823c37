/* What may be disputed, what an open dispute holds, and what an account and its invoices are again when it ends. Pure:
 * amounts in minor units.
 *
 * An open dispute keeps collection from its part of the balance (12 CFR 1006.38(d)(2); 15 USC 1692g(b)), at once and
 * until it ends. A dispute is a right: promises, reasons and words never stand in its way, only that there is no debt
 * or nothing of it that is not disputed already. */
#ifndef QUITS_SERVER_RULE_DISPUTE_H
#define QUITS_SERVER_RULE_DISPUTE_H

#include "protocol/schema.h"

struct dispute_limits {
	int64_t balance;
	int64_t disputed; /* by disputes that are open now */
	enum account_state state;
};

/* CONFLICT: nothing is owed, or all of it is disputed. */
MUST_USE enum status dispute_possible(const struct dispute_limits *l);
/* INVALID names amount. */
MUST_USE enum status dispute_amount(const struct dispute_limits *l, int64_t amount);

/* What open disputes hold together: the whole balance if one is about it, else amounts and invoices, at most the
 * balance and never below zero. */
struct dispute_claims {
	bool whole;
	int64_t amounts;  /* sum of disputed amounts */
	int64_t invoices; /* sum that is open now of invoices under dispute, each once */
};
int64_t dispute_held(const struct dispute_claims *c, int64_t balance);

/* Once nothing holds the account any more: what it was, unless that is not true any more. Promises may have ended or
 * been made while it was held: `before` is what it was before the promises it had then, and out, what it goes back to
 * when those that are open now have ended. States that people gave stay. */
struct dispute_account {
	enum account_state state, before; /* before none: the state is no promise's */
};
struct dispute_account dispute_account_after(struct dispute_account was, int64_t balance, int64_t open_promises);
enum invoice_state dispute_invoice_after(int64_t amount, int64_t open);

#endif
