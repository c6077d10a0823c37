/* msgpack, one token at a time: what wire.c and frame.c read with. Reads never go past the view and
 * nothing is allocated; counts are as the bytes claim them, so they are checked before they are believed.
 * Any thread; no state. */
#ifndef QUITS_PROTOCOL_TOKEN_H
#define QUITS_PROTOCOL_TOKEN_H

#include <stdint.h>

#include "common/text.h"

enum token_type {
	TOKEN_NIL,
	TOKEN_BOOL,  /* i: 0 or 1 */
	TOKEN_INT,   /* i */
	TOKEN_BIG,   /* an unsigned number over INT64_MAX */
	TOKEN_FLOAT, /* never used by us: read only to be named and refused */
	TOKEN_STR,   /* s: the bytes, not checked for UTF-8 */
	TOKEN_BIN,   /* s */
	TOKEN_ARRAY, /* n elements follow */
	TOKEN_MAP,   /* n pairs follow */
	TOKEN_EXT    /* s */
};

struct token {
	enum token_type type;
	int64_t i;
	struct sv s;
	uint32_t n;
};

/* Takes the next token off the head of *rest. False if the bytes end before it does, or it is the one
 * byte that msgpack does not use (0xc1); *rest is left alone then. */
bool token_next(struct sv *rest, struct token *ret);

/* Takes one whole value, with everything in it, off the head of *rest and returns its bytes. Only for
 * bytes that passed wire_check; an empty view otherwise. */
struct sv token_value(struct sv *rest);

#endif
