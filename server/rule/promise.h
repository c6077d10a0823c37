/* What may be promised, moved and cancelled, and whether it was kept. Pure: amounts in minor units, days as Julian day
 * numbers in the contact's zone, instants in ms UTC. Refusals are phrases that name the limit; INVALID names the field
 * of the form (amount, promised_date), CONFLICT says that nothing of the kind is possible now. */
#ifndef QUITS_SERVER_RULE_PROMISE_H
#define QUITS_SERVER_RULE_PROMISE_H

#include "protocol/schema.h"

struct promise_limits {
	int64_t balance;         /* of the account */
	int64_t promised;        /* by promises still open, less what came in for them */
	int64_t disputed;        /* of the balance, held by open disputes */
	int64_t open, most_open; /* how many are open, and may be */
	int64_t least_amount;    /* minor units; 0: no such limit */
	int64_t least_share;     /* per cent of the balance; 0: no such limit */
	int64_t today;
	int64_t first_days, latest_days; /* from today; 0: today itself is possible */
	enum account_state state;
	struct currency currency;
};

int64_t promise_free(const struct promise_limits *l);  /* of the balance, neither promised nor disputed; not below 0 */
/* The smallest amount: the larger of both limits, but never more than what is free: the rest may always be promised. */
int64_t promise_least(const struct promise_limits *l);
int64_t promise_first_day(const struct promise_limits *l);
int64_t promise_last_day(const struct promise_limits *l);
/* Can anything be promised at all? CONFLICT says why not. */
MUST_USE enum status promise_possible(const struct promise_limits *l);
MUST_USE enum status promise_check(const struct promise_limits *l, int64_t amount, int64_t day);

struct promise_change {
	enum promise_state state;
	int64_t day;                  /* promised now */
	int64_t original_day;         /* promised at first */
	int64_t moves, most_moves;    /* how often it was moved, and may be */
	int64_t move_days;            /* a moved day lies at most so many days after the original one */
	int64_t today;
	int64_t first_days, latest_days;
	bool may_cancel;
};
/* Days it may be moved to: after the one promised now, and within both limits. */
int64_t promise_move_first(const struct promise_change *c);
int64_t promise_move_last(const struct promise_change *c);
MUST_USE enum status promise_may_move(const struct promise_change *c); /* until the end of its day */
MUST_USE enum status promise_move_check(const struct promise_change *c, int64_t day);
MUST_USE enum status promise_may_cancel(const struct promise_change *c); /* before its day */

/* Judging. All open promises of one account are judged together, since they share its money.
 *
 * Money counts for a promise if the ledger learnt of it after the promise was made, and it was paid on the day of the
 * promise or later, and at the latest on the promised day or in the days of grace behind it (money under way).
 * Promises take it in the order of their days, of one day in the order they were made; each takes the oldest money
 * first, so what is left can serve the later ones; no money counts twice. Negative money is a payment that was taken
 * back: it undoes the newest one before it that no ended promise has taken. A promise that was moved was made when the
 * first of its chain was: money on its way at the move is not lost, and what an ended promise took is gone.
 *
 * A promise is kept as soon as its amount is there, or nothing is owed on the account any more. When its day is over it
 * is verifying; when the days of grace are over too it is partly kept if some money came, else broken.
 *
 * What is disputed, or waits for the original creditor's name, may not be collected (rule/dispute.h), so nobody is
 * blamed for not paying it. While holds leave less of the balance than a promise still lacks - after what the promises
 * before it lack - judging it is put off: it stays as it is unless it is kept, is looked at again at the end of each
 * day, and money counts for it whenever it comes. When a hold ends, open promises have the days of grace anew: they
 * begin behind the promised day or the day of that end, whichever is later. */
struct promise_money {
	int64_t told_at; /* when the ledger learnt of it */
	int64_t day;     /* when it was paid */
	int64_t amount;  /* less what promises that ended have taken */
	size_t row;      /* the caller's: it stays with the money when that is sorted */
};
struct promise_open {
	int64_t id, amount, made_at, made_day, day; /* made: the first of its chain */
	enum promise_state state; /* active or verifying */
	int64_t paid;             /* out: what counts for it */
	enum promise_state next;  /* out: where it stands now */
	bool put_off;             /* out: a hold is in the way of judging it */
	int64_t until;            /* out: the last day of grace */
	int64_t look_day;         /* out: unless it has ended, it is looked at again when this day is over */
};
struct promise_take { /* places in the two arrays */
	size_t promise, money;
	int64_t amount;
};
struct promise_terms {
	int64_t today, grace_days, balance;
	int64_t held;     /* of the balance, by what keeps it from being collected now */
	int64_t released; /* the day the last of the account's holds ended; 0: none did */
};
/* `takes` has room for n + n_money. Both arrays may come in any order; p is sorted as money is taken, m by day. */
void promise_judge(struct promise_open *p, size_t n, struct promise_money *m, size_t n_money,
		   const struct promise_terms *t, struct promise_take *takes, size_t *ret_takes);
static inline bool promise_ended(enum promise_state s)
{
	return s != PROMISE_ACTIVE && s != PROMISE_VERIFYING;
}

#endif
