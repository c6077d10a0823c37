/* leave: who may give back what an operator took (a dispute, a callback, a thread): the one who has it, and a supervisor
 * for anybody: who is ill or on holiday must not keep a debtor waiting. */
#ifndef QUITS_SERVER_SERVICE_LEAVE_H
#define QUITS_SERVER_SERVICE_LEAVE_H

#include "common/status.h"

#include "server/runtime/unit.h"

/* holder: the operator who has it, 0 nobody; name: what he is called. CONFLICT names `field`: nobody has it. FORBIDDEN
 * names it: somebody else has it, and the caller has no role with RESET. */
MUST_USE enum status service_may_leave(const struct unit *u, const char *field, int64_t holder, struct sv name);

#endif
