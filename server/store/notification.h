/* notification: what a person should know, one row per event that says so. */
#ifndef QUITS_SERVER_STORE_NOTIFICATION_H
#define QUITS_SERVER_STORE_NOTIFICATION_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql notification_list_sql; /* beside event_list_sql, whose words it has */

/* Which command one tells of; what is held is numbered in the body of its event. */
#define NOTIFICATION_COMMAND \
	"CASE WHEN n.kind = 'command.failed' THEN CAST(json_extract(e.body, '$.command') AS INTEGER) END AS command"

struct notification_new {
	int64_t seq, account, contact, amount;
	enum event_id kind;
	struct sv currency;
};

MUST_USE enum status store_notification_add(struct tx *tx, const struct notification_new *n);
/* `title` and `kind` hold the event's kind; the service makes words of the first. */
MUST_USE enum status store_notification_list(struct snap *s, size_t limit,
					     struct notification_row_list *ret, struct arena *a);
/* Numbers of the newest ones, newest first. */
MUST_USE enum status store_notification_newest(struct snap *s, int64_t *seqs, size_t max, size_t *ret_n);
MUST_USE enum status store_notification_exists(struct snap *s, int64_t seq, bool *ret);

/* What an operator said of one, or of all up to one. */
enum mark { MARK_DONE = 1, MARK_SNOOZED, MARK_DONE_ALL };
struct notification_mark {
	int64_t seq, id, until; /* until: ms UTC; of MARK_SNOOZED alone */
	enum mark kind;
};
MUST_USE enum status store_notification_mark(struct tx *tx, int64_t operator, const struct notification_mark *m);
/* An operator's marks of numbers from `seq` on, oldest first: of those, a later one decides (service/notification.h). */
MUST_USE enum status store_notification_marks(struct snap *s, int64_t operator, int64_t seq,
					      struct notification_mark *marks, size_t max, size_t *ret_n);
/* Takes an operator's newest mark of this very number away; *ret false: there was none. */
MUST_USE enum status store_notification_unmark(struct tx *tx, int64_t operator, int64_t seq, bool *ret);

#endif
