/* Records on the wire: msgpack maps with field names. Requests are strict (unknown, repeated and missing
 * fields are INVALID by name); answers and events are lenient (unknown fields are skipped), so an old
 * console reads a new server. Texts point into the message: keep it while they are used. */
#ifndef QUITS_PROTOCOL_WIRE_H
#define QUITS_PROTOCOL_WIRE_H

#include "common/record.h"

struct arena;

enum { WIRE_DEPTH = 8, WIRE_ELEMENTS = 10000, WIRE_REQUEST_MAX = 64 * 1024, WIRE_ANSWER_MAX = 1024 * 1024 };

/* Walks the bytes before anything is unpacked: one value, nothing behind it, depth, element count (no
 * count larger than the bytes left), no ext types, valid UTF-8 in every str. INVALID says which. */
MUST_USE enum status wire_check(struct sv msg, size_t max_elements);

void wire_pack(struct buf *b, const struct record *r, const void *rec);
/* `at` must have passed wire_check. rec is zeroed first. Lists may have up to 10,000 elements. */
MUST_USE enum status wire_unpack(struct sv at, const struct record *r, void *rec, struct arena *a,
				 bool strict);

#endif
