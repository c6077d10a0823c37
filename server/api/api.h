/* What must exist for every method, with its exact types: a missing handler does not link, a wrong type does
 * not compile, and a query can not write, because it is never handed a struct tx. */
#ifndef QUITS_SERVER_API_API_H
#define QUITS_SERVER_API_API_H

#include "protocol/schema.h"

#include "server/call/dispatch.h"

#define QUERY(id, name, permission, in, out, help)                                                 \
	enum status api_##id(struct unit *u, struct snap *s, const struct in *q, struct out *a);
#define COMMAND(id, name, permission, in, out, help)                                               \
	enum status api_##id(struct unit *u, struct tx *tx, const struct in *q, struct out *a);
#include "protocol/schema.def"

/* For every command: those with a SECOND row may wait for a second person. */
enum status api_second(struct unit *u, struct tx *tx, const struct method *m, const struct call *c,
		       const void *in, struct sv *ret_waits);

extern const struct handler api_table[M__COUNT];
extern const struct doors api_doors; /* service/behalf.h */

#endif
