/* notice: plain messages to a contact: a reference, a code, "a message waits". They carry no link to an account and say
 * nothing of a debt. Queued inside the transaction of what they tell of; the outreach engine hands them over in the
 * contact's language and zone, as it does links. What a notice says is wiped once a channel has it.
 *
 * When: what is not the direct and expected result of something the debtor does at that very moment (NOTICE_WAITING and
 * NOTICE_REPLY: somebody answered) waits for the first moment inside his own contact times, and is asked once more at
 * its hand-off whether it still is one. At once go codes (he sits before the page that asks for it), receipts (of what he
 * did just now, when he chose to be there) and word of a changed address (whose warning is worth nothing on Monday).
 * What tells of an answer does not leave while its section is off, where it could not be opened, or once it was read. */
#ifndef QUITS_SERVER_SERVICE_NOTICE_H
#define QUITS_SERVER_SERVICE_NOTICE_H

#include "server/runtime/unit.h"
#include "server/service/addressee.h"

struct snap;
struct tx;

struct notice_new {
	int64_t contact;
	enum channel channel;   /* 0: the contact's preferred one, or the first that has an address */
	struct sv address;      /* empty: the one on file for the channel when it is handed over */
	enum notice_kind kind;
	struct sv subject;      /* a phrase; of an e-mail */
	struct sv text;         /* phrases, one a line, each a paragraph */
	int64_t after;          /* ms to wait, at least */
};
/* THREAD_WRITER. INVALID names channel: the contact has no address there (0: on any). CONFLICT names address: the
 * contact wants no messages at it. */
MUST_USE enum status service_notice_add(struct tx *tx, const struct notice_new *n);
/* May this contact be sent a notice of this kind, and on which channel? 0 in *ret: on none. */
MUST_USE enum status service_notice_channel(struct snap *s, struct arena *a, int64_t contact, enum notice_kind kind,
					    enum channel *ret);
/* Does one of this kind wait to be handed over? */
MUST_USE enum status service_notice_queued(struct snap *s, int64_t contact, enum notice_kind kind, bool *ret);
/* THREAD_WRITER. A queued one will not leave; `reason` is a code. */
struct notice;
MUST_USE enum status service_notice_take_back(struct tx *tx, const struct notice *n, struct sv reason);

/* A notice on its way to a channel. Texts live in the unit's arena. */
struct notice_out {
	int64_t contact, id, made_at, failures, expires_at; /* expires_at: until when a channel keeps a copy */
	enum notice_kind kind;
	struct addressee who;
	struct sv subject, text; /* as in notice_new */
	bool sent;               /* set by the channel */
	struct sv reason;        /* why not; a code */
};
struct notice_out_list {
	struct notice_out *at;
	size_t n;
};
/* Engine: claims those that are due, for 60 s, in one transaction. */
MUST_USE enum status service_notice_begin(struct unit *u, size_t most, struct notice_out_list *ret);
/* Engine, right before it sends: has nobody taken it back since? Looks anew; no snapshot is held after. */
MUST_USE enum status service_notice_stands(struct unit *u, const struct notice_out *o, bool *ret);
/* Engine: what became of them, in one transaction. Refused ones are tried again for a day, from
 * the first moment on at which they might have left. */
MUST_USE enum status service_notice_end(struct unit *u, const struct notice_out_list *list);
MUST_USE enum status service_notice_next_due(struct unit *u, int64_t *ret_at); /* 0: nothing waits */

/* For operators: what was sent without a link, newest first. */
MUST_USE enum status service_notice_list(struct unit *u, struct snap *s, const struct list_query *q, struct notice_page *ret);

#endif
