/* notification: what a person should know, one row per event that says so. */
#ifndef QUITS_SERVER_STORE_NOTIFICATION_H
#define QUITS_SERVER_STORE_NOTIFICATION_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql notification_list_sql; /* beside event_list_sql, whose words it has */

struct notification_new {
	int64_t seq, account, contact, amount;
	enum event_id kind;
	struct sv currency;
};

MUST_USE enum status store_notification_add(struct tx *tx, const struct notification_new *n);
/* `title` holds the event's kind; the service makes words of it. */
MUST_USE enum status store_notification_list(struct snap *s, size_t limit,
					     struct notification_row_list *ret, struct arena *a);

#endif
