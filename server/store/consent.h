/* consent: what contacts said of messages, and the tokens that let them say it without signing in. Addresses are known
 * by their keyed hash alone. */
#ifndef QUITS_SERVER_STORE_CONSENT_H
#define QUITS_SERVER_STORE_CONSENT_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct consent {
	int64_t contact, id;
	enum consent_scope scope;
	bool every;           /* whatever the address */
	struct hash address;  /* else this one */
	enum consent_state state;
	enum consent_why why;
	enum consent_door door;
	struct sv actor, note;
	int64_t at;
};

/* Replaces what was said of the same scope and address. */
MUST_USE enum status store_consent_put(struct tx *tx, const struct consent *c);
/* Said anew, under a number that has grown since: it counts before what was said meanwhile, and stays of its day. */
MUST_USE enum status store_consent_again(struct tx *tx, const struct consent *c, int64_t id);
enum { CONSENTS_OF_ADDRESS = 10 }; /* five scopes, at the address and at every one */
/* Those about the address and those about every address. */
MUST_USE enum status store_consent_for(struct snap *s, int64_t contact, const struct hash *address,
				       struct consent ret[CONSENTS_OF_ADDRESS], size_t *ret_n, struct arena *a);
MUST_USE enum status store_consent_list(struct snap *s, int64_t contact, struct consent *rows, size_t max,
					size_t *ret_n, struct arena *a); /* newest first */

/* Said of an address by whoever reads it, whoever's it is on file. */
struct address_stop {
	int64_t id; /* grows with time, with those of struct consent */
	enum consent_state state;
	enum consent_door door;
	int64_t at;
};
/* What is parked stays so. */
MUST_USE enum status store_address_stop(struct tx *tx, const struct hash *address, const struct address_stop *q);
MUST_USE enum status store_address_stop_of(struct snap *s, const struct hash *address, struct address_stop *ret,
					   bool *ret_found);

/* Letters instead of electronic messages. *ret_changed (may be NULL): it was otherwise. */
MUST_USE enum status store_contact_paper(struct tx *tx, int64_t contact, bool paper, bool *ret_changed);
MUST_USE enum status store_contact_wants_paper(struct snap *s, int64_t contact, bool *ret);

struct unsubscribe {
	int64_t contact, account; /* account 0: none */
	enum channel channel;
	struct hash address;
	int64_t link;  /* whose token it was before (store_link_token); 0: the token of an e-mail */
	bool unproven; /* the address may be a stranger's */
};
MUST_USE enum status store_unsubscribe_add(struct tx *tx, const struct hash *token, const struct unsubscribe *u);
MUST_USE enum status store_unsubscribe_by_token(struct snap *s, const struct hash *token, struct unsubscribe *ret,
						bool *ret_found);
/* Those made before `at`, at most 500 a call. */
MUST_USE enum status store_unsubscribe_drop(struct tx *tx, int64_t at, size_t *ret_n);

#endif
