/* What callback.c and callback_desk.c share. */
#ifndef QUITS_SERVER_SERVICE_CALLBACK_INSIDE_H
#define QUITS_SERVER_SERVICE_CALLBACK_INSIDE_H

#include "server/store/callback.h"

/* THREAD_WRITER: one step of its life, as the table allows, and its event. session 0: not by the debtor. */
MUST_USE enum status callback_move(struct tx *tx, const struct callback_core *c, const struct callback_change *to,
				   struct sv actor, int64_t session);

#endif
