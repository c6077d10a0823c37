/* answer: telling a debtor that what he asked for is answered on his page; the message says no more than that. */
#ifndef QUITS_SERVER_SERVICE_ANSWER_H
#define QUITS_SERVER_SERVICE_ANSWER_H

#include <stdint.h>

#include "common/text.h"

struct tx;

/* THREAD_WRITER. Nothing is sent to a contact without an address, or who wants no messages, and nothing
 * while Disputes are off: the page that it speaks of is not there. */
MUST_USE enum status service_answer_waits(struct tx *tx, int64_t contact, struct sv reference);

#endif
