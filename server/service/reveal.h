/* reveal: reading one contact's unmasked details is an event (account.viewed), for whoever asks later who saw them
 * (security.md 6.6). Which methods do that stands in reveal.def; once per operator, method and account in fifteen minutes
 * (runtime/revealed.h). A list shows no addresses: its REACHES texts are masked for everybody, but in the few lists that tell
 * each of their rows. */
#ifndef QUITS_SERVER_SERVICE_REVEAL_H
#define QUITS_SERVER_SERVICE_REVEAL_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

/* After a query was answered and before its answer is packed, for a caller with DETAILS: tells the event, if this answer `out`
 * reveals anybody, and returns when the row is on the disk. Any failure means that the answer must not leave: no details
 * without their row. The unit's snapshot is ended where something is written. Never on THREAD_WRITER. */
MUST_USE enum status service_reveal(struct unit *u, enum method_id method, void *out);

#endif
