/* interaction: what passed between a contact and us, as the contact may see it: the kind of the event, its day, its
 * channel, of a missed call whether there was one, and nothing else. Derived from events in their own transaction. */
#ifndef QUITS_SERVER_STORE_INTERACTION_H
#define QUITS_SERVER_STORE_INTERACTION_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct interaction {
	int64_t contact, seq, account, at; /* account 0: none */
	enum event_id kind;                /* E__COUNT: one that this program does not know */
	enum channel channel;              /* none: the portal */
	bool no_answer;                    /* read only: a call was made, and nobody answered it */
};

MUST_USE enum status store_interaction_add(struct tx *tx, const struct interaction *i);
/* Newest first; account 0: all of the contact's. */
MUST_USE enum status store_interaction_list(struct snap *s, int64_t contact, int64_t account,
					    struct interaction *out, size_t max, size_t *ret_n, struct arena *a);

#endif
