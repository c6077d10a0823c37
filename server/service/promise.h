/* promise: promising to pay, in the portal. */
#ifndef QUITS_SERVER_SERVICE_PROMISE_H
#define QUITS_SERVER_SERVICE_PROMISE_H

#include "common/zone.h"

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;
struct tx;

/* The form of an account of this contact: NOT_FOUND for anyone else's. Fills what the account decides. */
MUST_USE enum status service_promise_form(struct unit *u, struct snap *s, int64_t contact,
					  int64_t session, int64_t account, const struct zone *zone,
					  struct view_promise_form *ret);

struct promise_ask {
	int64_t contact, session;
	int64_t account;
	struct sv amount;         /* as typed */
	struct sv promised_date;  /* ISO 8601 */
	struct sv form_id;        /* of the form: it carries the promise's number, sealed for this visit */
	const struct zone *zone;  /* the contact's: "today" is there */
};
/* THREAD_WRITER. INVALID names amount or promised_date. *ret_reference leads to the receipt; for a form sent
 * twice it is the first one's. */
MUST_USE enum status service_promise_make(struct unit *u, struct tx *tx, const struct promise_ask *q,
					  struct sv *ret_reference);
MUST_USE enum status service_promise_receipt(struct unit *u, struct snap *s, int64_t contact,
					     struct sv reference, struct view_receipt *ret);
struct sv promise_words(enum promise_state state); /* for a debtor */

#endif
