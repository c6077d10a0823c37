/* promise: promises to pay. */
#ifndef QUITS_SERVER_STORE_PROMISE_H
#define QUITS_SERVER_STORE_PROMISE_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct promise_new {
	int64_t id, contact, account, session, amount, promised_date;
	struct currency currency;
	struct sv reference;
};

MUST_USE enum status store_promise_add(struct tx *tx, const struct promise_new *p);
/* *ret_found false if the contact has none of this number. */
MUST_USE enum status store_promise_by_id(struct snap *s, int64_t contact, int64_t id,
					 struct promise_row *ret, bool *ret_found, struct arena *a);
MUST_USE enum status store_promise_of_account(struct snap *s, int64_t contact, int64_t account, size_t limit,
					      struct promise_row_list *ret, struct arena *a);
MUST_USE enum status store_promise_of_contact(struct snap *s, int64_t contact, size_t limit,
					      struct promise_row_list *ret, struct arena *a);
MUST_USE enum status store_promise_by_reference(struct snap *s, int64_t contact, struct sv reference,
						struct promise_row *ret, struct arena *a);
/* Open promises of an account and what they promise together. */
MUST_USE enum status store_promise_open(struct snap *s, int64_t contact, int64_t account,
					int64_t *ret_count, int64_t *ret_amount);

#endif
