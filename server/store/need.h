/* need: how many of something need a person, and the most urgent of them; the definitions are service/need.h's. Each read
 * walks only what is open, or one day's or week's end of an index, never a whole table. Any reading thread. */
#ifndef QUITS_SERVER_STORE_NEED_H
#define QUITS_SERVER_STORE_NEED_H

#include "protocol/schema.h"

#include "server/store/store.h"

/* Fills count, since (ms UTC) and account of *ret; zeros and no account where there is none. Times are ms UTC. */
MUST_USE enum status store_need_disputes(struct snap *s, int64_t filed_by, struct need_row *ret, struct arena *a);
MUST_USE enum status store_need_callbacks(struct snap *s, int64_t now, int64_t begins_by, struct need_row *ret,
					  struct arena *a);
MUST_USE enum status store_need_threads(struct snap *s, struct need_row *ret, struct arena *a);
MUST_USE enum status store_need_locked(struct snap *s, int64_t since, struct need_row *ret, struct arena *a);
MUST_USE enum status store_need_due(struct snap *s, int64_t day, struct need_row *ret, struct arena *a); /* Julian day */
MUST_USE enum status store_need_broken(struct snap *s, int64_t since, struct need_row *ret, struct arena *a);

#endif
