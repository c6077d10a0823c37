/* Who is calling: the kernel's uid of the peer, looked up as an operator with roles (security.md 6). No uid is
 * anything by itself: root neither. */
#ifndef QUITS_SERVER_CALL_PRINCIPAL_H
#define QUITS_SERVER_CALL_PRINCIPAL_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

/* Sets the unit's actor, roles and operator. UNAUTHENTICATED with words that say how to be enrolled. */
MUST_USE enum status principal_of(struct unit *u, int64_t uid);
/* FORBIDDEN names the method and what it takes. */
MUST_USE enum status principal_may(const struct unit *u, const struct method *m);

#endif
