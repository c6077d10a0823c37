/* dispute_desk: what operators see of disputes and do with them. Notes are theirs alone. */
#ifndef QUITS_SERVER_SERVICE_DISPUTE_DESK_H
#define QUITS_SERVER_SERVICE_DISPUTE_DESK_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

MUST_USE enum status service_dispute_list(struct unit *u, struct snap *s, const struct dispute_query *q,
					  struct dispute_page *ret); /* NOT_FOUND names team or account */
MUST_USE enum status service_dispute_show(struct unit *u, struct snap *s, int64_t dispute,
					  struct dispute_detail *ret);
/* THREAD_WRITER, all below. CONFLICT with both words: it is not in a state for it. */
MUST_USE enum status service_dispute_take(struct unit *u, struct tx *tx, int64_t dispute, struct dispute_row *ret);
/* Back to open. CONFLICT: nobody has it, or it has ended; FORBIDDEN: another has it (service/leave.h). The reason becomes
 * a note: a debtor never sees it.
 *
 * Nothing that the debtor was told becomes untrue. "A person began to look into it" stays among what has happened, since
 * one did; there is no line for the leaving, for who of the team has it is not his business, and his dispute is as
 * unanswered as before. What his page says of the present ("A person is looking into it") would be untrue, so it says
 * again that we have it and do not collect until we have answered. Whoever takes it next begins to look into it anew. */
MUST_USE enum status service_dispute_leave(struct unit *u, struct tx *tx, const struct dispute_leave *q,
					   struct dispute_row *ret);
/* Releases the hold, gives the invoices and the account their states back, answers the debtor. */
MUST_USE enum status service_dispute_resolve(struct unit *u, struct tx *tx, const struct dispute_end *q,
					     struct dispute_row *ret);
MUST_USE enum status service_dispute_note(struct unit *u, struct tx *tx, const struct dispute_note_new *q,
					  struct dispute_row *ret);

#endif
