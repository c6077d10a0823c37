/* Who works on which account now: leases of fifteen minutes, so that two operators do not call one debtor. Presence is no
 * history: it stands in memory alone, costs no write, and is gone with a restart. It stops nobody from anything; it is told.
 *
 * An account has one lease. Whoever opens it while another works on it does not take it over; his own is prolonged by
 * opening it again, and ends when he releases it or its time is over. The table is bounded: where it is full the lease
 * that would have ended first makes room. An account is known by a hash of its number, of 64 bits: if two were ever the
 * same, one would look taken that is not.
 *
 * Any thread. Nothing here waits but for another thread's few instructions in the same row of places: readers look again
 * if a writer was there meanwhile (a sequence lock), so they write nothing and never keep a writer. */
#ifndef QUITS_SERVER_RUNTIME_PRESENCE_H
#define QUITS_SERVER_RUNTIME_PRESENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/text.h"

struct presence;

enum { PRESENCE_PLACES = 4096, PRESENCE_MS = 15 * 60000 };

struct working { /* operator 0: nobody */
	int64_t operator;
	int64_t until; /* ms UTC */
};

struct presence *presence_new(size_t places); /* rounded up to whole rows */
void presence_free(struct presence *p);       /* NULL is fine */
/* Takes the lease for `operator` (not 0) if nobody else has it, or prolongs his own, until now + PRESENCE_MS; times in ms
 * UTC. Returns who works on the account then: he, or the other. */
struct working presence_take(struct presence *p, struct sv account, int64_t operator_, int64_t now);
/* Ends his own lease; false: he had none. */
bool presence_release(struct presence *p, struct sv account, int64_t operator_, int64_t now);
struct working presence_look(const struct presence *p, struct sv account, int64_t now);

#endif
