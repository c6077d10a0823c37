/* A way to reach someone. Each channel has a sender; in this release all of them are the embedded outbox. */
#ifndef QUITS_SERVER_ENGINE_CHANNEL_H
#define QUITS_SERVER_ENGINE_CHANNEL_H

#include "server/service/link.h"
#include "server/service/notice.h"

/* A message as a channel takes it: rendered, in the language of its reader. */
struct outgoing {
	int64_t id;         /* of the link or notice */
	int64_t expires_at; /* until when a copy may stay in the outbox */
	const struct addressee *who;
	struct sv subject;  /* of an e-mail */
	struct sv text;
	bool sent;          /* set by the channel */
	struct sv reason;   /* why not; a code */
};

struct channel_sender {
	const char *name;
	bool expires; /* what it wrote is removed once its link has expired (outbox) */
	/* THREAD_ENGINE, no snapshot held. Sets o->sent, or o->reason. A failure of the sender itself is a status;
	 * it counts for this message alone. */
	enum status (*send)(struct unit *u, struct outgoing *o);
};

/* message.c: the words. quitsd check and start compile the templates. */
MUST_USE enum status message_start(void);
void message_end(void);
MUST_USE enum status message_of_link(struct unit *u, const struct hand_off *h, struct outgoing *ret);
MUST_USE enum status message_of_notice(struct unit *u, const struct notice_out *n, struct outgoing *ret);

extern const struct channel_sender sender_outbox;
const struct channel_sender *sender_for(enum channel channel);
/* Removes files whose link has expired: they carry their time in their name. */
MUST_USE enum status outbox_clean(struct unit *u, size_t *ret_removed);

#endif
