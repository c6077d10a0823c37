/* The envelope (architecture 2.6): a call [version, id, method, key, reason, params] and an answer
 * [version, id, status, fault_text, result]. id: 16 bytes made by the client, unique per command: a command
 * repeated with its id is answered, not done again. key and reason may be nil. Limits: wire.h.
 * The fault field (which parameter is wrong) is the text before ": " in fault_text. */
#ifndef QUITS_PROTOCOL_FRAME_H
#define QUITS_PROTOCOL_FRAME_H

#include "common/status.h"
#include "common/text.h"

struct arena;

enum { FRAME_VERSION = 1, FRAME_ID = 16 };

struct call {
	struct sv id;     /* FRAME_ID bytes */
	struct sv method;
	struct sv key;    /* API key, or empty */
	struct sv reason; /* why, or empty */
	struct sv params; /* a msgpack map, checked */
};

struct answer {
	struct sv id;
	enum status status;
	struct sv fault;  /* "" when OK */
	struct sv result; /* a msgpack map, or empty when not OK */
};

void frame_pack_call(struct buf *b, const struct call *c);
MUST_USE enum status frame_unpack_call(struct sv msg, struct arena *a, struct call *ret);
void frame_pack_answer(struct buf *b, const struct answer *a);
MUST_USE enum status frame_unpack_answer(struct sv msg, struct arena *a, struct answer *ret);

#endif
