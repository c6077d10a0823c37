/* Calls that are repeated until it is certain what became of them, a few times: for files that go in many calls. Each
 * call has an id of its own and is repeated with it, so a restart of the server in the middle neither loses nor doubles a
 * piece. Thread: main. */
#ifndef QUITS_PROTOCOL_CTL_SURE_H
#define QUITS_PROTOCOL_CTL_SURE_H

#include "protocol/client.h"
#include "protocol/frame.h"

struct sure {
	struct client *client;
	const struct call_options *how;
	unsigned char id[FRAME_ID]; /* of the first call; later ones differ by their number */
	uint64_t calls;
};

/* With an id in `how` the ids of all calls follow from it, so that the whole may be repeated. */
void sure_begin(struct sure *s, struct client *c, const struct call_options *how);
/* out's texts live in `a`. */
MUST_USE enum status sure_call(struct sure *s, enum method_id m, const void *in, struct arena *a, void *out);

#endif
