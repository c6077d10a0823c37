/* creditor_request: a debtor asked who the original creditor was (12 CFR 1006.38(c)). */
#ifndef QUITS_SERVER_STORE_CREDITOR_REQUEST_H
#define QUITS_SERVER_STORE_CREDITOR_REQUEST_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct creditor_request {
	int64_t contact, id, account, session, asked_at, answered_at, operator; /* answered_at 0: it waits */
	struct sv reference, creditor, address;                                 /* creditor, address: the answer */
	enum account_state was;
	struct sv number; /* read only: of the account */
};

MUST_USE enum status store_creditor_request_add(struct tx *tx, const struct creditor_request *r); /* CONFLICT: reference */
/* *ret_found false if there is none. */
MUST_USE enum status store_creditor_request_by_id(struct snap *s, int64_t id, struct creditor_request *ret,
						  bool *ret_found, struct arena *a);
/* The one of this account that waits. */
MUST_USE enum status store_creditor_request_waiting(struct snap *s, int64_t account, struct creditor_request *ret,
						    bool *ret_found, struct arena *a);
MUST_USE enum status store_creditor_request_last_answer(struct snap *s, int64_t account, int64_t *ret); /* 0: none */
MUST_USE enum status store_creditor_request_by_reference(struct snap *s, int64_t contact, struct sv reference,
							 struct creditor_request *ret, struct arena *a); /* NOT_FOUND */
MUST_USE enum status store_creditor_request_answer(struct tx *tx, const struct creditor_request *r, int64_t operator_,
						   struct sv creditor, struct sv address);

/* For operators. account, before: 0 any. */
MUST_USE enum status store_creditor_request_list(struct snap *s, bool all, int64_t account, int64_t before, size_t limit,
						 struct creditor_page *ret, struct arena *a);
MUST_USE enum status store_creditor_request_row(struct snap *s, int64_t id, struct creditor_row *ret,
						struct arena *a);

#endif
