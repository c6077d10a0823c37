/* totp: second factors of operators, and the codes that were tried in vain. Secrets are sealed by the caller. */
#ifndef QUITS_SERVER_STORE_TOTP_H
#define QUITS_SERVER_STORE_TOTP_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct totp_core {
	struct sv secret; /* sealed */
	int64_t made_at, confirmed_at, used_step; /* confirmed_at 0: not in force */
};

MUST_USE enum status store_totp_put(struct tx *tx, int64_t operator_, struct sv secret); /* replaces; not in force */
MUST_USE enum status store_totp_of(struct snap *s, int64_t operator_, struct totp_core *ret, bool *ret_found,
				   struct arena *a);
MUST_USE enum status store_totp_confirm(struct tx *tx, int64_t operator_, int64_t step); /* in force from now on */
/* A code was right: it is used up, and what was wrong before counts no more. */
MUST_USE enum status store_totp_used(struct tx *tx, int64_t operator_, int64_t step);
MUST_USE enum status store_totp_drop(struct tx *tx, int64_t operator_); /* with its tries */

MUST_USE enum status store_totp_try_add(struct tx *tx, int64_t operator_, int64_t id);
/* When the newest try was and when the nth newest; 0: there were fewer. */
MUST_USE enum status store_totp_tries(struct snap *s, int64_t operator_, int64_t nth, int64_t *ret_newest,
				      int64_t *ret_nth);
MUST_USE enum status store_totp_tries_prune(struct tx *tx, int64_t operator_, int64_t before);

#endif
