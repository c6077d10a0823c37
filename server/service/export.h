/* export: the event log as lines of JSON, a page a call, for whoever keeps it elsewhere or hands it to an auditor.
 *
 * What leaves is noted before it leaves: the call that begins an export writes audit.exported, once for all its pages. Pages
 * are read on the caller's thread after the commit and are no part of the remembered answer: a call repeated with its id is
 * noted once and reads its page again. */
#ifndef QUITS_SERVER_SERVICE_EXPORT_H
#define QUITS_SERVER_SERVICE_EXPORT_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

/* THREAD_WRITER. INVALID names filter. */
MUST_USE enum status service_event_export(struct unit *u, struct tx *tx, const struct event_export *q,
					  struct event_export_page *ret);
/* After the commit, on the worker: fills the page, masked where the role says so. At most 1,000 lines, fewer where they
 * are long. INVALID names after, LIMIT names filter: too many events had to be looked at. */
MUST_USE enum status service_event_export_settle(struct unit *u, const struct event_export *q,
						 struct event_export_page *ret);

#endif
