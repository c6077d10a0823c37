/* A way to reach someone. Each channel has a sender; in this release all of them are the embedded outbox. */
#ifndef QUITS_SERVER_ENGINE_CHANNEL_H
#define QUITS_SERVER_ENGINE_CHANNEL_H

#include "server/service/link.h"

struct channel_sender {
	const char *name;
	bool expires; /* what it wrote is removed once its link has expired (outbox) */
	/* THREAD_ENGINE, no snapshot held. Sets h->sent, or h->reason. A failure of the sender itself is a status:
	 * the whole batch is tried again. */
	enum status (*send)(struct unit *u, struct hand_off *h);
};

extern const struct channel_sender sender_outbox;
const struct channel_sender *sender_for(enum channel channel);
/* quitsd check and start: compiles the messages' templates. */
MUST_USE enum status outbox_start(void);
void outbox_end(void);
/* Removes files whose link has expired: they carry their time in their name. */
MUST_USE enum status outbox_clean(struct unit *u, size_t *ret_removed);

#endif
