/* health: greeting and the server's own figures. */
#ifndef QUITS_SERVER_SERVICE_HEALTH_H
#define QUITS_SERVER_SERVICE_HEALTH_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;

MUST_USE enum status service_hello(struct unit *u, struct snap *s, struct hello *ret);
/* Engine: forgets answers of commands older than seven days; at most 500 a call. */
MUST_USE enum status service_answered_drop(struct unit *u, size_t *ret_did);
MUST_USE enum status service_health(struct unit *u, struct snap *s, struct health *ret);

#endif
