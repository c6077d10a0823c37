/* What message.c and message_desk.c share. */
#ifndef QUITS_SERVER_SERVICE_MESSAGE_INSIDE_H
#define QUITS_SERVER_SERVICE_MESSAGE_INSIDE_H

#include "server/store/message.h"

/* The text of a message or note as it is kept: trimmed, card numbers masked. INVALID names text: none, or more than
 * MESSAGE_MOST characters. */
MUST_USE enum status message_text(struct arena *a, struct sv typed, struct sv *ret);
/* Moves a thread along its table; the same state is no move. */
MUST_USE enum status thread_move(struct tx *tx, struct thread_core *t, enum thread_state state);

#endif
