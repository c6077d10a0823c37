/* notification: what each operator did with what the bell rang for. A mark is one operator's own, and one row for each thing
 * said; of the marks that fit a notification (its own, and every "done up to" that reaches it) the newest decides:
 *
 *   done, done_all   it is done
 *   snoozed          it is put off until an instant, and unread again from then on
 *   none             it is unread
 *
 * So undo takes away the newest mark of a number and what was said before holds again. Saying again what holds already
 * writes nothing. Each change tells notification.marked in its transaction. What raises a notification stands in
 * service/event.c; its words in service/feed.c. */
#ifndef QUITS_SERVER_SERVICE_NOTIFICATION_H
#define QUITS_SERVER_SERVICE_NOTIFICATION_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

enum { NOTIFICATION_BELL_MOST = 1000, NOTIFICATION_SNOOZE_DAYS = 31 };

/* Adds done and until, as the unit's operator said, to rows that a list has read. Any order. */
MUST_USE enum status service_notification_enrich(struct unit *u, struct snap *s, struct notification_row_list *rows);
/* Unread ones of the unit's operator among the newest NOTIFICATION_BELL_MOST. */
MUST_USE enum status service_notification_bell(struct unit *u, struct snap *s, struct notification_bell *ret);
/* THREAD_WRITER, for the unit's operator; *ret is the bell afterwards. NOT_FOUND names "seq": no such notification. */
MUST_USE enum status service_notification_done(struct unit *u, struct tx *tx, int64_t seq,
					       struct notification_bell *ret);
/* INVALID names "until" if it has passed or lies more than NOTIFICATION_SNOOZE_DAYS ahead. ms UTC. */
MUST_USE enum status service_notification_snooze(struct unit *u, struct tx *tx, int64_t seq, int64_t until,
						 struct notification_bell *ret);
MUST_USE enum status service_notification_done_all(struct unit *u, struct tx *tx, int64_t seq,
						   struct notification_bell *ret);
/* NOT_FOUND names "seq": nothing was said of this number. */
MUST_USE enum status service_notification_undo(struct unit *u, struct tx *tx, int64_t seq,
					       struct notification_bell *ret);

#endif
