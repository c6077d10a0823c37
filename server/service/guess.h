/* guess: the guessing budget around an identity answer (security.md 3): who may try, counting before comparing, what a
 * wrong answer brings about. verify.c asks, in this order and in one transaction: guess_from, guess_state,
 * guess_count; then it compares; then guess_right or guess_wrong. budget.c is what operators ask. */
#ifndef QUITS_SERVER_SERVICE_GUESS_H
#define QUITS_SERVER_SERVICE_GUESS_H

#include "common/crypt.h"

#include "protocol/schema.h"

#include "server/runtime/unit.h"
#include "server/store/tries.h"

struct org;
struct link_core;

struct guess_source { /* where an answer comes from: keyed hashes; the address itself is kept nowhere */
	struct hash address, network;
	bool known;
};
struct guess_source guess_source_of(const struct keys *k, struct sv address);

/* *ret_wait 0: the source has room. Else so many seconds to wait, and *ret_known says whether a visit began there
 * today: then a right answer still passes (shared phones, carriers' NAT). */
MUST_USE enum status guess_from(struct snap *s, const struct org *org, const struct guess_source *from,
				int64_t now, int64_t *ret_wait, bool *ret_known);

struct guess_state {
	bool step;      /* digits alone do not do: the contact's budget is used up, or the breaker is tripped */
	bool used_up;   /* and so is the one with a second fact: a person */
	bool tripped;
	struct tried_contact n;
};
MUST_USE enum status guess_state(struct snap *s, const struct org *org, int64_t contact, int64_t now,
				 struct guess_state *ret, struct arena *a);

struct guess {
	const struct org *org;
	const struct link_core *link;
	const struct guess_source *from;
	struct guess_state state;
	bool stepped;
	int64_t id; /* set by guess_count */
};
/* THREAD_WRITER, all of these. A breaker of another day ends first: before guess_state. */
MUST_USE enum status guess_new_day(struct tx *tx, const struct org *org);
MUST_USE enum status guess_count(struct tx *tx, struct guess *g);
MUST_USE enum status guess_right(struct tx *tx, const struct guess *g); /* takes back that it was wrong */
MUST_USE enum status guess_wrong(struct unit *u, struct tx *tx, const struct guess *g);

/* The organisation's calendar day of an instant, and the most wrong answers it may have. */
int64_t guess_day_of(const struct org *org, int64_t now);
MUST_USE enum status guess_day_most(struct snap *s, int64_t day, int64_t *ret);

#endif
