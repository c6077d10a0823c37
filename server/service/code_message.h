/* The message that carries a code. One function, so that how it leaves can change without its callers. */
#ifndef QUITS_SERVER_SERVICE_CODE_MESSAGE_H
#define QUITS_SERVER_SERVICE_CODE_MESSAGE_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct tx;

struct code_message {
	int64_t code, contact, expires_at;
	enum channel channel;
	struct sv to;
	struct sv digits; /* into the message and nowhere else */
};

/* THREAD_WRITER, in the transaction of the code. */
MUST_USE enum status code_message_send(struct unit *u, struct tx *tx, const struct code_message *m);

#endif
