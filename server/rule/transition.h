/* Which state may follow which, as tables. The table is the specification: services move only through it,
 * a test walks every pair. Pure. */
#ifndef QUITS_SERVER_RULE_TRANSITION_H
#define QUITS_SERVER_RULE_TRANSITION_H

#include "protocol/schema.h"

struct transitions {
	const struct choice *states;
	const unsigned *next; /* [state]: bits of the states that may follow */
	size_t n;
};
#define TO(state) (1u << (state))

extern const struct transitions link_transitions, promise_transitions, callback_transitions, thread_transitions,
				  dispute_transitions;

bool transition_may(const struct transitions *t, int from, int to);
/* CONFLICT with both words in the fault. */
MUST_USE enum status transition_allows(const struct transitions *t, int from, int to);
/* The states from which `to` may be reached, as bits. */
unsigned transition_sources(const struct transitions *t, int to);

#endif
