/* Which code of an operator's second factor is accepted, and when no more are heard. Pure: times in ms UTC. */
#ifndef QUITS_SERVER_RULE_TOTP_H
#define QUITS_SERVER_RULE_TOTP_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

enum {
	TOTP_DRIFT = 1,             /* steps that a clock may be off, to either side: RFC 6238, 5.2 */
	TOTP_TRIES = 5,             /* wrong codes ... */
	TOTP_TRIES_MS = 15 * 60000, /* ... within so long ... */
	TOTP_PAUSE_MS = 15 * 60000, /* ... and none is heard for so long behind the last of them */
	TOTP_OPEN_HOURS = 12        /* a right one unlocks a connection for at most so long */
};

/* Is `typed` (six digits, checked before) the code of now or of a step beside it, and of a later step than the last that
 * was accepted (RFC 6238, 5.2: each is good once)? *ret_step is its step. In the same time whatever is typed. */
bool totp_accepts(struct sv secret, struct sv typed, int64_t now, int64_t used_step, int64_t *ret_step);

/* Until when no code is heard: newest is when the last wrong one came, fifth when the fifth last did; 0 where there was
 * none. 0, or a time that may be over. */
int64_t totp_paused_until(int64_t newest, int64_t fifth);

#endif
