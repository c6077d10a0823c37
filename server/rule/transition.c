/* The life of links, promises, callbacks, threads and disputes (product.md 1), as tables. */
#include "server/rule/transition.h"

static const unsigned link_next[link_state__end] = {
	[LINK_HELD] = TO(LINK_PENDING) | TO(LINK_REVOKED),
	[LINK_PENDING] = TO(LINK_CONSUMED) | TO(LINK_EXPIRED) | TO(LINK_LOCKED) | TO(LINK_REVOKED) |
			 TO(LINK_HELD), /* held again: a hand-off that failed is tried anew */
};
const struct transitions link_transitions = { &link_state_choice, link_next, COUNT(link_next) };

static const unsigned promise_next[promise_state__end] = {
	[PROMISE_ACTIVE] = TO(PROMISE_VERIFYING) | TO(PROMISE_KEPT) | TO(PROMISE_PARTLY_KEPT) |
			   TO(PROMISE_BROKEN) | TO(PROMISE_RESCHEDULED) | TO(PROMISE_CANCELLED),
	[PROMISE_VERIFYING] = TO(PROMISE_KEPT) | TO(PROMISE_PARTLY_KEPT) | TO(PROMISE_BROKEN),
};
const struct transitions promise_transitions = { &promise_state_choice, promise_next,
						 COUNT(promise_next) };

static const unsigned callback_next[callback_state__end] = {
	[CALLBACK_OPEN] = TO(CALLBACK_TAKEN) | TO(CALLBACK_DONE) | TO(CALLBACK_MISSED) | TO(CALLBACK_CANCELLED),
	[CALLBACK_TAKEN] = TO(CALLBACK_OPEN) | /* left by who took it */
			   TO(CALLBACK_DONE) | TO(CALLBACK_MISSED) | TO(CALLBACK_CANCELLED),
};
const struct transitions callback_transitions = { &callback_state_choice, callback_next,
						  COUNT(callback_next) };

static const unsigned thread_next[thread_state__end] = {
	[THREAD_OPEN] = TO(THREAD_ANSWERED) | TO(THREAD_CLOSED),
	[THREAD_ANSWERED] = TO(THREAD_OPEN) | TO(THREAD_CLOSED),
	[THREAD_CLOSED] = TO(THREAD_ANSWERED), /* by the team; a debtor begins another */
};
const struct transitions thread_transitions = { &thread_state_choice, thread_next, COUNT(thread_next) };

static const unsigned dispute_next[dispute_state__end] = {
	[DISPUTE_OPEN] = TO(DISPUTE_INVESTIGATING) | TO(DISPUTE_RESOLVED) | TO(DISPUTE_REJECTED),
	[DISPUTE_INVESTIGATING] = TO(DISPUTE_OPEN) | /* left by who took it */
				  TO(DISPUTE_RESOLVED) | TO(DISPUTE_REJECTED),
};
const struct transitions dispute_transitions = { &dispute_state_choice, dispute_next,
						 COUNT(dispute_next) };

bool transition_may(const struct transitions *t, int from, int to)
{
	return from > 0 && (size_t)from < t->n && (t->next[from] & TO(to)) != 0;
}

enum status transition_allows(const struct transitions *t, int from, int to)
{
	if (transition_may(t, from, to))
		return ST_OK;
	return fail(ST_CONFLICT, "it is %s and can not become %s", choice_text(t->states, from),
		    choice_text(t->states, to));
}

unsigned transition_sources(const struct transitions *t, int to)
{
	unsigned from = 0;

	for (size_t i = 1; i < t->n; i++)
		if (t->next[i] & TO(to))
			from |= TO(i);
	return from;
}
