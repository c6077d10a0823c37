/* budget: what operators see of guessing, and what they may lift; upkeep of its counters. guess.h counts. */
#ifndef QUITS_SERVER_SERVICE_BUDGET_H
#define QUITS_SERVER_SERVICE_BUDGET_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

MUST_USE enum status service_budget_show(struct unit *u, struct snap *s, const struct budget_query *q,
					 struct budget_state *ret);
/* CONFLICT names account where nothing is paused. */
MUST_USE enum status service_budget_lift(struct unit *u, struct tx *tx, const struct budget_lift *q,
					 struct budget_state *ret);
/* CONFLICT where the breaker is not tripped. */
MUST_USE enum status service_budget_reset(struct unit *u, struct tx *tx, const struct budget_reset *q,
					  struct budget_state *ret);
/* Engine: a breaker of yesterday ends, counters that no window needs go; *ret_did is how many. */
MUST_USE enum status service_budget_sweep(struct unit *u, size_t *ret_did);

/* What the settings identity.mode and second_factor ask for and the book does not have, in a sentence; empty: it has
 * all. For quitsd check and setting.put. */
MUST_USE enum status service_identity_gaps(struct arena *a, struct snap *s, struct sv *ret);

#endif
