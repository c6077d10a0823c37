/* Listening on the Unix socket, and noticing when nng 1.5 has stopped to.
 *
 * A peer that connects and is gone before nng has sent its greeting makes nng's accept fail with EPIPE, which it
 * takes for "closed" and never accepts again: one killed client would end the door. There is no event for it,
 * only statistics of the listener: an error more ("other") than pipes that came and went. Where they say so, the
 * door is knocked at as a client would, with a whole call; if nobody answers, the listener is dead and is followed by
 * another: each binds a name of its own that is then renamed to the public one, so that old pipes
 * stay, the mode and group are right before anyone can connect, and closing the dead one (nng unlinks what it
 * bound) does not take the new one's name away. */
#ifndef QUITS_SERVER_RPC_LISTEN_H
#define QUITS_SERVER_RPC_LISTEN_H

#include <nng/nng.h>

#include "common/arena.h"
#include "common/status.h"

enum { LISTEN_KEPT = 16 }; /* dead listeners whose pipes live on; the oldest beyond is closed */

struct listening {
	nng_socket socket;
	const char *url;   /* of the first listener when there is no path (inproc) */
	const char *path;  /* public name of the socket file, or NULL */
	int64_t group;     /* gid or -1 */
	nng_listener now, dead[LISTEN_KEPT];
	size_t n_dead;
	unsigned number;   /* of listeners made so far */
	uint64_t excused;  /* errors beyond pipes that a knock has found harmless */
};

MUST_USE enum status listen_start(struct listening *l);
/* Looks at the statistic; starts another listener if this one is dead. *ret_replaced tells. */
MUST_USE enum status listen_look(struct listening *l, bool *ret_replaced);
void listen_end(struct listening *l); /* before the socket is closed: removes the public name */

#endif
