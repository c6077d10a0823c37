/* Listening on the Unix socket, and noticing when nng 1.5 has stopped to.
 *
 * A peer that connects and is gone before nng has sent its greeting makes nng's accept fail with EPIPE, which it
 * takes for "closed" and never accepts again: one killed client would end the door. There is no event for it,
 * only a count of errors ("other") that pipes which end add to as well. So whenever it has grown, and every five
 * seconds, the door is knocked at as a client would, with a whole call; when nobody answers three times, the listener
 * is dead and is followed by another: each binds a name of its own that is then renamed to the public one, so that
 * the mode and group are right before anyone can connect, and closing the dead one (nng unlinks what it bound) does
 * not take the new one's name away. The dead one is closed, and with it the connections that it took and never
 * served: their clients dial again, repeat their call with its id, and go on from their cursor. */
#ifndef QUITS_SERVER_RPC_LISTEN_H
#define QUITS_SERVER_RPC_LISTEN_H

#include <nng/nng.h>

#include "common/arena.h"
#include "common/status.h"

struct listening {
	nng_socket socket;
	const char *url;   /* of the first listener when there is no path (inproc) */
	const char *path;  /* public name of the socket file, or NULL */
	int64_t group;     /* gid or -1 */
	nng_listener now;
	unsigned number;   /* of listeners made so far */
	uint64_t excused;  /* errors that a knock has found harmless */
	int64_t knock_at;  /* clock_mono_ms of the next knock at the latest */
	int unanswered;    /* knocks in a row */
};

MUST_USE enum status listen_start(struct listening *l);
/* Looks at the statistic; starts another listener if this one is dead. *ret_replaced tells. */
MUST_USE enum status listen_look(struct listening *l, bool *ret_replaced);
void listen_end(struct listening *l); /* before the socket is closed: removes the public name */

#endif
