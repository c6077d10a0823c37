/* answered: commands that were done, with their answers, so that a repeat is answered and not done again. */
#ifndef QUITS_SERVER_STORE_ANSWERED_H
#define QUITS_SERVER_STORE_ANSWERED_H

#include "server/store/store.h"

/* What is compared when an id comes again: method and parameters, as they came. */
struct hash store_answered_asked(const struct keys *k, struct sv method, struct sv params);
/* NOT_FOUND: never done. CONFLICT: done, but it was another call. */
MUST_USE enum status store_answered_find(struct snap *s, int64_t principal, struct sv id,
					 const struct hash *asked, struct sv *ret_answer,
					 struct arena *a);
MUST_USE enum status store_answered_add(struct tx *tx, int64_t principal, struct sv id,
					const struct hash *asked, struct sv answer);
MUST_USE enum status store_answered_drop(struct tx *tx, int64_t before, int64_t most,
				      int64_t *ret_dropped); /* old ones */

#endif
