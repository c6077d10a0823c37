/* promise: promising to pay in the portal, moving and cancelling it there, its life by the clock, and what operators see
 * of it. Limits and verdicts are decided in rule/promise.h. */
#ifndef QUITS_SERVER_SERVICE_PROMISE_H
#define QUITS_SERVER_SERVICE_PROMISE_H

#include "common/zone.h"

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct render;
struct snap;
struct tx;

/* The form of an account of this contact: NOT_FOUND for anyone else's. Fills what the account decides; `error` says why
 * nothing can be promised, where that is so. */
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

/* The page of a promise: its receipt, where it stands, what can be done with it. NOT_FOUND for anyone else's. */
MUST_USE enum status service_promise_page(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
					  const struct zone *zone, struct view_receipt *ret);
/* A calendar file with the day of an active promise, in the reader's language; NOT_FOUND when it is not active. */
MUST_USE enum status service_promise_reminder(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
					      const struct render *how, struct sv *ret);
struct sv promise_words(enum promise_state state); /* for a debtor */
/* Where a list of promises leads. Empty while the section is off: what was promised still stands and is judged, so it is
 * still listed, as plain text. */
struct org;
struct sv promise_page_path(struct arena *a, const struct org *org, struct sv reference);

struct promise_change_ask {
	int64_t contact, session;
	struct sv reference;
	struct sv promised_date; /* moving: ISO 8601 */
	struct sv form_id;       /* moving: carries the new promise's number */
	const struct zone *zone;
};
/* Forms. CONFLICT says why it can not be moved, or cancelled, now. */
MUST_USE enum status service_promise_move_form(struct unit *u, struct snap *s, const struct promise_change_ask *q,
					       struct view_promise_move *ret);
MUST_USE enum status service_promise_cancel_form(struct unit *u, struct snap *s, const struct promise_change_ask *q,
						 struct view_promise_cancel *ret);
/* THREAD_WRITER. Moving ends the promise as rescheduled and makes another one over what has not come in for it yet, by the
 * later day; *ret_reference is that one's, for a form sent twice the first one's. INVALID names promised_date. Of two
 * tabs one gets CONFLICT. */
MUST_USE enum status service_promise_move(struct unit *u, struct tx *tx, const struct promise_change_ask *q,
					  struct sv *ret_reference);
/* THREAD_WRITER. *ret_receipt is the receipt's reference; of a promise that was cancelled before, that one's. */
MUST_USE enum status service_promise_cancel(struct unit *u, struct tx *tx, const struct promise_change_ask *q,
					    struct sv *ret_receipt);

/* Engine: judges what is due, at most 32 accounts, each in a write of its own: one that can not be judged is put by for ten
 * minutes and stops no other. *ret_did is how many it looked at. Ends the unit's snapshot. */
MUST_USE enum status service_promise_judge(struct unit *u, size_t *ret_did);
MUST_USE enum status service_promise_next(struct unit *u, int64_t *ret_at); /* 0: nothing is open */

/* Operators. */
MUST_USE enum status service_promise_list(struct unit *u, struct snap *s, const struct promise_query *q,
					  struct promise_page *ret);
MUST_USE enum status service_promise_show(struct unit *u, struct snap *s, struct sv reference,
					  struct promise_detail *ret);

#endif
