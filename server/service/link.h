/* link: sending one-time links, and what their holders may do with them.
 *
 * The raw token exists only in the message that carries it: service_link_begin makes it at hand-off, puts its
 * keyed hash in the table and gives it to the channel; a hand-off that is tried again makes another. */
#ifndef QUITS_SERVER_SERVICE_LINK_H
#define QUITS_SERVER_SERVICE_LINK_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"
#include "server/service/addressee.h"

struct account_core;
struct snap;
struct tx;

/* Would link.send take a link to this account, as things stand in the snapshot? The one judgement of link.send and of
 * link.preflight, so they can not disagree. language: empty, the contact's. CONFLICT: the portal is off, nothing on file could
 * open it (names account), or the contact wants no messages there (names channel); INVALID names channel, on which the contact
 * has no address (channel__none: on any), or language. */
MUST_USE enum status service_link_may(struct snap *s, struct arena *a, const struct account_core *c, enum channel channel,
				      struct sv language);
/* The same for somebody who asks beforehand; every refusal but NOT_FOUND (names account) is an answer. Without q->channel:
 * the contact's own wish, else the channel of the newest link that opened the portal, else text message, WhatsApp, e-mail;
 * of these the first with an address where messages are allowed, or the first with an address. Reads alone. */
MUST_USE enum status service_link_preflight(struct unit *u, struct snap *s, const struct link_preflight_query *q,
					    struct link_preflight *ret);

/* Reserves a link: held until now + hold. NOT_FOUND names account; CONFLICT names account where one is to be held and
 * another is held for it; else what service_link_may refuses. */
MUST_USE enum status service_link_send(struct unit *u, struct tx *tx, const struct link_new *q,
				       struct link_sent *ret);
/* After the commit, on a worker: waits (at most 3 s) until a link without hold was handed over, and brings
 * `ret` up to date. */
MUST_USE enum status service_link_settle(struct unit *u, struct link_sent *ret);
MUST_USE enum status service_link_cancel(struct unit *u, struct tx *tx, int64_t link,
					 struct link_row *ret); /* held only */
MUST_USE enum status service_link_revoke(struct unit *u, struct tx *tx, int64_t link,
					 struct link_row *ret); /* held or pending */
MUST_USE enum status service_link_list(struct unit *u, struct snap *s, const struct link_query *q,
				       struct link_page *ret);

/* THREAD_WRITER. The holder of a link that works no more asks for another: to the address on file, by the channel of the
 * old one, at most three a day and account. OK whatever came of it, also for a token that never was. */
MUST_USE enum status service_link_again(struct unit *u, struct tx *tx, struct sv token);

/* A link on its way to a channel. Texts live in the unit's arena. */
struct hand_off {
	int64_t link, account, contact, expires_at, failures;
	struct addressee who;
	struct sv url;          /* the raw link: into the message and nowhere else */
	struct sv token;        /* its last part */
	struct sv asks;         /* what its page asks for; a phrase */
	bool sent;              /* set by the channel */
	struct sv reason;       /* why not; a code */
};
struct hand_off_list {
	struct hand_off *at;
	size_t n;
};

/* Engine: claims links that are due, gives each a fresh token, revokes the older pending link of the same
 * account and channel. One transaction; the lease is 60 s. */
MUST_USE enum status service_link_begin(struct unit *u, size_t most, struct hand_off_list *ret);
/* Engine, right before it sends: has nobody taken the link back since? Looks anew; no snapshot is held after. */
MUST_USE enum status service_link_stands(struct unit *u, const struct hand_off *h, bool *ret);
/* Engine: what became of them, in one transaction. */
MUST_USE enum status service_link_end(struct unit *u, const struct hand_off_list *list);
/* THREAD_WRITER: the channel took it. Told at the end of the hand-off, or by an answer that comes before that. */
struct link_core;
MUST_USE enum status service_link_tell_sent(struct tx *tx, const struct link_core *l);
MUST_USE enum status service_link_next_due(struct unit *u, int64_t *ret_at); /* 0: nothing waits */
/* Engine: pending links past their time become expired; *ret_did is how many (at most 200 a call). */
MUST_USE enum status service_link_expire(struct unit *u, size_t *ret_did);

/* Counts that something fetched a link that lives: scanners and previews do. Behind all other writes, and only
 * when there is room: it is a counter of its own that no figure and no limit reads. THREAD_HTTP. */
void service_link_touch(struct unit *u, struct sv token);

/* The portal's public address without a slash at its end. */
MUST_USE enum status service_base_url(struct unit *u, struct snap *s, struct sv *ret);

#endif
