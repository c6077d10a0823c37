/* dispute_hold: what open disputes and unanswered requests keep from being collected. In force with the transaction that
 * files them and until the one that ends them; whoever is about to dun, charge or promise asks here, in the same
 * transaction or snapshot in which it acts. */
#ifndef QUITS_SERVER_SERVICE_DISPUTE_HOLD_H
#define QUITS_SERVER_SERVICE_DISPUTE_HOLD_H

#include "protocol/schema.h"

struct account_core;
struct arena;
struct snap;
struct tx;

/* The part of the balance that open disputes are about: what may not be promised. */
MUST_USE enum status service_dispute_disputed(struct snap *s, int64_t account, int64_t balance, int64_t *ret);
/* What collection must leave alone now: the disputed part (12 CFR 1006.38(d)(2)), or the whole balance while a request
 * for the original creditor's name and address waits for its answer (12 CFR 1006.38(c)(1)). */
MUST_USE enum status service_dispute_held(struct snap *s, int64_t account, int64_t *ret_amount);
/* When the last hold of the account ended; 0: none did yet. */
MUST_USE enum status service_hold_released(struct snap *s, int64_t account, int64_t *ret_at);

/* For services that begin and end a hold. THREAD_WRITER. */
/* Puts the account under review; *ret_was: its state before the first of the holds that stand now. */
MUST_USE enum status service_hold_begin(struct tx *tx, const struct account_core *c, enum account_state *ret_was);
/* After one ended: promises are judged anew, and if it was the last, the account is again what it was
 * (rule/dispute.h). */
MUST_USE enum status service_hold_end(struct tx *tx, int64_t account, enum account_state was);

#endif
