/* feed: reading the event log; notifications; the chain's check. */
#ifndef QUITS_SERVER_SERVICE_FEED_H
#define QUITS_SERVER_SERVICE_FEED_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;

/* Never waits: parking is the door's. */
MUST_USE enum status service_feed_read(struct unit *u, struct snap *s, const struct feed_query *q,
				       struct feed_page *ret);
MUST_USE enum status service_notification_list(struct unit *u, struct snap *s, const struct notification_query *q,
					       struct notification_page *ret);
MUST_USE enum status service_event_list(struct unit *u, struct snap *s, const struct list_query *q,
					struct event_page *ret);
MUST_USE enum status service_audit_verify(struct unit *u, struct snap *s, struct sv head,
					  struct audit_result *ret);

#endif
