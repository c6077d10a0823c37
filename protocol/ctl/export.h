/* event.export file=PATH: the event log as JSON lines, page after page into a file. quitsctl writes it with its caller's
 * rights. */
#ifndef QUITS_PROTOCOL_CTL_EXPORT_H
#define QUITS_PROTOCOL_CTL_EXPORT_H

#include "protocol/client.h"

/* Is a path among the words? Without one event.export is a call like any other. */
bool export_wanted(const struct sv *words, size_t n);
/* words: file=PATH, and filter=, after= and limit= (of a page) of event.export. The file must not exist; it is made with
 * mode 0600 and removed again if anything fails. *ret says how many lines it has. INVALID names file. Thread: main. */
MUST_USE enum status export_run(struct client *c, const struct sv *words, size_t n, const struct call_options *how,
				struct arena *a, struct event_export_page *ret);

#endif
