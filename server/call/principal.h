/* Who is calling: the kernel's uid of the peer, looked up as an operator with roles (security.md 6). No uid is
 * anything by itself: root neither. */
#ifndef QUITS_SERVER_CALL_PRINCIPAL_H
#define QUITS_SERVER_CALL_PRINCIPAL_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

/* Sets the unit's actor, roles, operator and whether he has a second factor. UNAUTHENTICATED with words that say how to be enrolled. */
MUST_USE enum status principal_of(struct unit *u, int64_t uid);
/* May he call it through this connection? UNAUTHENTICATED: it is twelve hours old ("reconnect"); or he has a second factor and
 * it is locked, and the method (NULL: there is no such one) is not for that. */
MUST_USE enum status principal_line(const struct unit *u, const struct method *m);
/* FORBIDDEN names the method and what it takes. */
MUST_USE enum status principal_may(const struct unit *u, const struct method *m);

#endif
