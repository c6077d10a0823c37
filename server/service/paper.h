/* paper: letters instead of electronic messages, as a debtor's preference. It is a consent like any other (consent.h):
 * every electronic message is withdrawn, and what is queued may not leave. Taking it back allows electronic messages
 * again, but none that he had stopped by itself. */
#ifndef QUITS_SERVER_SERVICE_PAPER_H
#define QUITS_SERVER_SERVICE_PAPER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/status.h"

struct tx;

/* THREAD_WRITER. *ret false: it was so. Tells what it changed. */
MUST_USE enum status service_paper(struct tx *tx, int64_t contact, int64_t account, int64_t session, bool paper,
				   bool *ret);

#endif
