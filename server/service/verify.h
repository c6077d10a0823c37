/* verify: opening a link. First the digits (verify.c), then, where the organisation asks for it, a code to another
 * known address (second_factor.c). The link is spent in the transaction that makes the session, not before; between
 * the two steps the browser is known by its pre-session cookie. */
#ifndef QUITS_SERVER_SERVICE_VERIFY_H
#define QUITS_SERVER_SERVICE_VERIFY_H

#include "protocol/schema.h"

#include "server/rule/identity.h"
#include "server/runtime/unit.h"
#include "server/service/identity.h"

struct snap;
struct tx;

/* What stands behind a token, for the landing page: whether it may still be answered, and if so by what. */
struct link_look {
	bool lives;
	struct sv language; /* of its message; empty when it does not live */
	struct identity_question question;
};
MUST_USE enum status service_link_look(struct unit *u, struct snap *s, struct sv token, struct link_look *ret);

enum verdict {
	VERDICT_DEAD = 1, /* no such link, or it is spent, expired, locked, revoked: the same words for all */
	VERDICT_WRONG,
	VERDICT_LOCKED,
	VERDICT_OPENED,
	VERDICT_LATER,    /* too many wrong answers came from there: nothing was judged, or it was wrong once more */
	VERDICT_PERSON,   /* only a person can open it now: nothing was judged, or there is no address for a code */
	VERDICT_CODE,     /* right; a code was sent */
	VERDICT_CODES     /* right; but several codes were sent in the last hour */
};
struct verified {
	enum verdict verdict;
	int64_t tries_left;   /* after WRONG */
	int64_t wait;         /* after LATER: seconds */
	int64_t delay;        /* the answer is held so many milliseconds */
	struct sv cookie;     /* after OPENED: the session cookie's value */
	int64_t seconds;      /* its longest life */
	bool welcome;         /* after OPENED: the first visit */
	struct sv language;   /* of the link's message */
};

struct link_answer {
	struct sv token;
	struct sv address; /* where it comes from, as text */
	struct sv browser; /* value of the pre-session cookie */
	struct sv form;    /* the nonce of the page that it was typed into */
	struct identity_typed typed;
};
/* THREAD_WRITER: an answer with a good nonce. INVALID names the field that is no answer: nothing is counted. Else it
 * is counted, then compared, and when right and no code is asked the link is spent and the session opened, all in
 * this transaction. OK also when it was wrong: the count stays. The very same answer from the same page of the same
 * browser, sent again within a minute because the first reply was lost, opens the same session again: its cookie is
 * made from these (verify_cookie), so nothing is kept for it. */
MUST_USE enum status service_link_verify(struct unit *u, struct tx *tx, const struct link_answer *q,
					 struct verified *ret);

/* The second step. */
struct code_look {
	bool open;          /* this browser gave the right digits, and the link lives */
	struct sv language;
	struct sv to;       /* where the code went, masked */
};
MUST_USE enum status service_code_look(struct unit *u, struct snap *s, struct sv token, struct sv browser,
				       struct code_look *ret);
struct code_typed {
	struct sv token, browser, address, form; /* as in link_answer */
	struct sv code; /* as typed */
};
/* THREAD_WRITER: WRONG, OPENED, or CODES with no try left: another code is needed. DEAD: the first step is to be done
 * (again). INVALID names `code`. Sent again it opens again, as above. */
MUST_USE enum status service_code_verify(struct unit *u, struct tx *tx, const struct code_typed *q,
					 struct verified *ret);
/* THREAD_WRITER: sends another code. CODE, CODES, PERSON or DEAD. */
MUST_USE enum status service_code_again(struct unit *u, struct tx *tx, const struct code_typed *q,
					struct verified *ret);

#endif
