/* promise: promises to pay, and the money that counted for those which ended. */
#ifndef QUITS_SERVER_STORE_PROMISE_H
#define QUITS_SERVER_STORE_PROMISE_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql promise_list_sql;

struct promise_core {
	int64_t id, contact, account, session, amount, promised_date, made_at;
	int64_t paid;                /* counts for it; while it is open, as last judged */
	int64_t moves, original_date; /* 0: promised_date */
	int64_t wake_at, ended_at;   /* 0: none */
	enum promise_state state;
	struct currency currency;
	struct sv reference;
	struct sv chain, replaces, replaced_by, receipt; /* references; empty: none */
	struct sv number;            /* read only: of the account */
	int64_t first, first_made_at; /* read only: of the first promise of its chain, which may be itself */
};

/* state, made_at and ended_at are given by the statement. CONFLICT: the reference is taken. */
MUST_USE enum status store_promise_add(struct tx *tx, const struct promise_core *p);
/* *ret_found false if the contact has none of this number. */
MUST_USE enum status store_promise_by_id(struct snap *s, int64_t contact, int64_t id, struct promise_core *ret,
					 bool *ret_found, struct arena *a);
MUST_USE enum status store_promise_by_reference(struct snap *s, int64_t contact, struct sv reference,
						struct promise_core *ret, struct arena *a);
MUST_USE enum status store_promise_of_account(struct snap *s, int64_t contact, int64_t account, size_t limit,
					      struct promise_row_list *ret, struct arena *a);
/* Into ret's counts of promises. */
MUST_USE enum status store_promise_activity(struct snap *s, int64_t contact, int64_t account, struct portal_activity *ret);
MUST_USE enum status store_promise_of_contact(struct snap *s, int64_t contact, size_t limit,
					      struct promise_row_list *ret, struct arena *a);
/* Open promises of an account, and what they promise together less what came in for them. */
MUST_USE enum status store_promise_open(struct snap *s, int64_t contact, int64_t account,
					int64_t *ret_count, int64_t *ret_amount);
/* The same one by one, by promised day; at most `max`. */
MUST_USE enum status store_promise_open_list(struct snap *s, int64_t contact, int64_t account,
					     struct promise_core *out, size_t max, size_t *ret_n, struct arena *a);

/* state, paid, wake_at, ended_at, replaced_by and receipt as they are in `p`. */
MUST_USE enum status store_promise_put(struct tx *tx, const struct promise_core *p);

/* What the ledger learnt of an account's money since the promise `since` was made, less what ended promises took: the
 * payments of the creditor's book and of the ledger; for an account without invoices, whose book tells payments by
 * balance alone, also what lowered that. A payment without a day was made when it was told, in `zone`. */
struct zone;
struct promise_entry {
	int64_t entry;   /* id in its table */
	bool of_ledger;  /* else of the book's payments */
	int64_t told_at, day, amount;
};
MUST_USE enum status store_promise_money(struct snap *s, int64_t account, int64_t since, const struct zone *zone,
					 struct promise_entry *out, size_t max, size_t *ret_n);
MUST_USE enum status store_promise_took(struct tx *tx, int64_t account, int64_t promise,
					const struct promise_entry *e, int64_t amount);

struct promise_due {
	int64_t contact, account;
};
/* Whose promises are to be judged by now; an account may stand there several times. */
MUST_USE enum status store_promise_due(struct snap *s, int64_t now, struct promise_due *out, size_t max,
				       size_t *ret_n);
MUST_USE enum status store_promise_next(struct snap *s, int64_t *ret_at); /* 0: none is open */
/* Open promises of one account are judged anew at `at`; of all accounts whose figures an import changes, at once. */
MUST_USE enum status store_promise_wake(struct tx *tx, int64_t contact, int64_t account, int64_t at);
MUST_USE enum status store_promise_wake_import(struct tx *tx, int64_t import);

/* Operators'. Newest first, below `before` (0: all). */
MUST_USE enum status store_promise_detail(struct snap *s, struct sv reference, struct promise_detail *ret,
					  struct arena *a);
MUST_USE enum status store_promise_list(struct snap *s, int64_t contact, int64_t account,
					enum promise_state state, int64_t before, size_t limit,
					struct promise_page *ret, struct arena *a);

#endif
