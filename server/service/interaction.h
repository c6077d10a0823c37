/* interaction: what passed between a debtor and us, as he may see it. A kind of event has one fixed phrase here or it is
 * never shown; nothing of the event but its time and its channel goes with it, so no note, transcript, score or strategy
 * can come this way (product.md 3.8). */
#ifndef QUITS_SERVER_SERVICE_INTERACTION_H
#define QUITS_SERVER_SERVICE_INTERACTION_H

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;
struct tx;

/* THREAD_WRITER, called by tx_tell for every event: keeps a row for the kinds that have a phrase. */
MUST_USE enum status interaction_keep(struct tx *tx, int64_t seq, enum event_id kind, int64_t account,
				      int64_t contact, const struct event_body *body);
/* The newest `most`; account 0: all of the contact's. */
MUST_USE enum status service_interactions(struct unit *u, struct snap *s, int64_t contact, int64_t account,
					  size_t most, struct view_interaction_list *ret);

#endif
