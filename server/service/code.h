/* code: six digits sent to an address, to prove that whoever answers reads what is sent there. Two purposes:
 * the second factor of signing in (second_factor.c) and verifying a changed phone or e-mail address.
 *
 * Ten minutes, five tries, three an hour to one address; wrong answers to second factors have a budget of thirty days. The digits leave by a notice, which forgets them once a channel
 * has it; the table has their keyed hash. An answer is counted before it is compared, in one transaction. THREAD_WRITER. */
#ifndef QUITS_SERVER_SERVICE_CODE_H
#define QUITS_SERVER_SERVICE_CODE_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"
#include "server/store/code.h"

struct code_new {
	enum code_purpose purpose;
	int64_t contact, account; /* account: of the event; 0: none */
	enum channel channel;
	struct sv address;        /* e-mail address or E.164 number; already checked */
	int64_t link;             /* second factor only */
	const struct hash *owner; /* second factor only: the browser that may answer */
};
struct code_sent {
	int64_t code, expires_at;
};
/* Sends one; an older one to this address works no more. LIMIT: too many in the last hour. CONFLICT, INVALID: no message
 * may go there (service/notice.h); nothing was written. */
MUST_USE enum status service_code_send(struct unit *u, struct tx *tx, const struct code_new *q,
				       struct code_sent *ret);

enum code_verdict {
	CODE_RIGHT = 1, /* and it is used up */
	CODE_WRONG,
	CODE_DEAD       /* there is none, or its time or tries are over: ask for another */
};
struct code_answer {
	enum code_purpose purpose;
	int64_t contact, account;
	struct sv address;        /* where it was sent; with an owner it may be empty */
	const struct hash *owner; /* second factor only */
	struct sv typed;
};
struct code_checked {
	enum code_verdict verdict;
	int64_t tries_left; /* after WRONG */
	int64_t link;       /* after RIGHT, second factor: whose digits were right */
};
/* INVALID names `code` where six digits were not typed: that is no answer and is not counted. OK also when the
 * answer was wrong: the count stays. */
MUST_USE enum status service_code_check(struct unit *u, struct tx *tx, const struct code_answer *q,
					struct code_checked *ret);

/* So many of the contact's second factors were answered wrongly that only a person can help. */
MUST_USE enum status service_code_worn(struct snap *s, int64_t contact, int64_t now, bool *ret);

/* "m…@example.org", "+12…43": what a page may show of an address. */
struct sv service_code_masked(struct arena *a, struct sv address);

/* Engine: those of yesterday go, and wrong answers that count no more; *ret_did is how many. */
MUST_USE enum status service_code_drop(struct unit *u, size_t *ret_did);

#endif
