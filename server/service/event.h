/* tx_tell: the one place where something happened. In the transaction of the change it appends the event to
 * the chained log, keeps the KPI roll-ups and raises the notification that the kind asks for, so the feed,
 * the audit log, the figures and the notices can not disagree. THREAD_WRITER. */
#ifndef QUITS_SERVER_SERVICE_EVENT_H
#define QUITS_SERVER_SERVICE_EVENT_H

#include "protocol/schema.h"

struct tx;

/* account, contact: ids, 0 for none. body may be NULL. actor: "debtor", "system" or a user's name. */
MUST_USE enum status tx_tell(struct tx *tx, enum event_id kind, int64_t account, int64_t contact,
			     struct sv actor, const struct event_body *body);

#endif
