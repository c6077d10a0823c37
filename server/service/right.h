/* right: what the reader of a message may do without signing in (product.md 3.3): stop messages to this address, say that
 * he is not the contact, ask for letters, ask for a person. Asked are the choice and nothing else; the address is the one
 * that the message went to. A token that is none of ours, or no more, is answered alike, and nothing happens. */
#ifndef QUITS_SERVER_SERVICE_RIGHT_H
#define QUITS_SERVER_SERVICE_RIGHT_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;
struct unsubscribe;

enum right { RIGHT_NONE, RIGHT_STOP, RIGHT_NOT_ME, RIGHT_PAPER, RIGHT_PERSON, RIGHT__COUNT };
const char *right_word(enum right r); /* "stop", "not_me", "paper", "person" */
enum right right_of(struct sv word);  /* RIGHT_NONE: none of them */

/* By which token: a link's (also one that is spent, expired, locked, revoked or replaced by another), or an e-mail's unsubscribe token. */
struct right_door {
	bool by_mail; /* the unsubscribe token */
	bool one_click; /* by the mail program itself (RFC 8058) */
	struct sv token;
};
/* THREAD_WRITER. INVALID names right: it is not offered there. */
MUST_USE enum status service_right_use(struct unit *u, struct tx *tx, const struct right_door *d, enum right right);
/* An e-mail with a code went to an address that nobody has proven yet: its reader speaks of that address alone, and is
 * offered no letters and no person. A token that is none of ours is offered all. */
MUST_USE enum status service_right_offered(struct snap *s, struct arena *a, const struct right_door *d, enum right right,
					   bool *ret);

/* THREAD_WRITER, at the hand-off of an e-mail: a token for its reader, good for 400 days and for nothing but his rights.
 * *ret_url is where it leads. */
MUST_USE enum status service_right_offer(struct tx *tx, struct arena *a, struct sv base, const struct unsubscribe *to,
					 struct sv *ret_url);
/* Engine: tokens older than that go. */
MUST_USE enum status service_right_drop(struct unit *u, size_t *ret_did);

#endif
