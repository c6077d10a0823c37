/* finds: what stands out in a period, counted; the definitions are service/finds.h's. Reads cost what lies in the period.
 * [from, to) in ms UTC. Any reading thread. */
#ifndef QUITS_SERVER_STORE_FINDS_H
#define QUITS_SERVER_STORE_FINDS_H

#include "protocol/schema.h"

#include "server/store/store.h"

/* For SQL: the first act of an operator on a dispute of this id, and on callback k; NULL: none yet. */
#define DISPUTE_ACTED(id)                                                                                             \
	"(SELECT min(t.at) FROM (SELECT p.at AS at FROM dispute_step p WHERE p.dispute = " id                         \
	" AND p.kind IN ('investigating', 'resolved', 'rejected') "                                                   \
	"UNION ALL SELECT n.at FROM dispute_note n WHERE n.dispute = " id ") t)"
#define CALLBACK_ACTED "coalesce(k.acted_at, k.taken_at)"

/* Visits that began in the period and have ended; of these, without a receipt. */
MUST_USE enum status store_finds_visits(struct snap *s, int64_t from, int64_t to, int64_t *ret, int64_t *ret_without);
/* Fills sent and verified, by enum channel. */
MUST_USE enum status store_finds_links(struct snap *s, int64_t from, int64_t to, struct find_link_row ret[channel__end]);
/* The most common first. */
MUST_USE enum status store_finds_reasons(struct snap *s, int64_t from, int64_t to, struct find_reason_row_list *ret,
					 struct arena *a);
/* All fields of *ret; oldest counted to `now`. */
MUST_USE enum status store_finds_disputes(struct snap *s, int64_t from, int64_t to, int64_t now, struct find_wait *ret);
MUST_USE enum status store_finds_callbacks(struct snap *s, int64_t from, int64_t to, int64_t now, struct find_wait *ret);

#endif
