/* consent: may a contact be sent messages, and what changes that. A stop is in force with its commit: whatever was
 * queued for the contact and may not leave any more is taken back in the same transaction, a hand-off asks again in the
 * one that reserves it, and the sender looks once more before it sends. */
#ifndef QUITS_SERVER_SERVICE_CONSENT_H
#define QUITS_SERVER_SERVICE_CONSENT_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct contact_core;
struct hash;
struct keys;
struct snap;
struct tx;

/* The keyed hash by which an address is known, however it is written. */
struct hash service_address_hash(const struct keys *k, struct arena *a, struct sv address);

MUST_USE enum status service_consent_allows(struct snap *s, struct arena *a, int64_t contact, enum channel channel,
					    struct sv address, bool *ret);
MUST_USE enum status service_consent_state(struct snap *s, struct arena *a, int64_t contact, enum channel channel,
					   struct sv address, enum consent_state *ret);
/* CONFLICT names `field`, in words for an operator. */
MUST_USE enum status service_consent_check(struct snap *s, struct arena *a, int64_t contact, enum channel channel,
					   struct sv address, const char *field);

struct consent_change {
	int64_t contact;
	enum consent_scope scope;
	const struct hash *address; /* NULL: whatever the address */
	enum consent_state state;
	enum consent_why why;
	enum consent_door door;
	struct sv actor, note;
};
/* THREAD_WRITER. *ret_changed false: it was so already, and nothing was written. Tells nothing: its callers do. */
MUST_USE enum status service_consent_change(struct tx *tx, const struct consent_change *c, bool *ret_changed);

/* THREAD_WRITER. The same said by whoever reads an address, without signing in: q->state WITHDRAWN or PARKED, q->scope
 * left out. It counts for the contact on each channel that may use the address (a number takes text and WhatsApp
 * messages), and for every other contact that has it or will. What is on its way there is taken back, and a parked
 * address's links that were sent as well: a stranger holds them. */
MUST_USE enum status service_consent_refuse(struct tx *tx, const struct consent_change *q, enum channel channel,
					    bool *ret_changed);

/* After the commit of a stop, before it is acknowledged (at most a second): nothing to this contact (0: to anybody) is on
 * its way out any more. Never on THREAD_WRITER. */
void service_consent_settle(struct unit *u, int64_t contact);

/* For operators. */
MUST_USE enum status service_consent_list(struct unit *u, struct snap *s, int64_t contact,
					  struct consent_row_list *ret);
MUST_USE enum status service_consent_set(struct unit *u, struct tx *tx, const struct consent_new *q,
					 struct consent_page *ret);

#endif
