/* event: the append-only, hash-chained log.
 *
 * body_hash = keyed BLAKE2b (KEY_BODY) of seq and the body's JSON. hash = keyed BLAKE2b (KEY_CHAIN) of the hash
 * before, seq, at, kind, account, contact, actor and body_hash. The head (seq, hash) is kept in a row of its own,
 * sealed by the key, so that a cut tail shows; a head noted elsewhere proves even against an old copy. A body may
 * be erased (NULL) and the chain still verifies. */
#ifndef QUITS_SERVER_STORE_EVENT_H
#define QUITS_SERVER_STORE_EVENT_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql event_list_sql;

struct event_new {
	enum event_id kind;
	int64_t account, contact; /* ids; 0: none */
	struct sv actor;
	struct sv body; /* JSON or empty */
};

MUST_USE enum status store_event_add(struct tx *tx, const struct event_new *e, int64_t *ret_seq);
MUST_USE enum status store_event_head(struct snap *s, int64_t *ret_seq);
/* Number of the newest event at `at` (ms UTC) or before; 0: there was none. A look for each halving of the log. */
MUST_USE enum status store_event_seq_at(struct snap *s, int64_t at, int64_t *ret_seq);

struct event_filter {
	int64_t after; /* events with a greater seq */
	int64_t account; /* id; 0: any */
	const bool *kinds; /* [E__COUNT]; NULL: any */
	const struct filter *filter; /* of event_list_words; NULL: any. Its order is not asked */
	bool newest;     /* the newest `limit` instead of the first after */
	size_t limit;
};
/* Oldest first. Events of kinds this program does not know are skipped only if kinds are named. *ret_next is
 * the seq to go on after: the last one looked at, whether it matched or not. */
MUST_USE enum status store_event_list(struct snap *s, const struct event_filter *f,
				      struct event_row_list *ret, int64_t *ret_next, struct arena *a);
/* Counts events of a kind in [from, to), and hands each body to `each` if it is not NULL. */
MUST_USE enum status store_event_span(struct snap *s, enum event_id kind, int64_t from, int64_t to,
				      int64_t *ret_count,
				      void (*each)(void *arg, const struct event_body *body), void *arg);
/* CONFLICT with the place of the first thing that is wrong. head: "" or "HEX" or "SEQ:HEX". */
MUST_USE enum status store_event_verify(struct snap *s, const struct keys *keys, struct sv head,
					struct audit_result *ret, struct arena *a);
MUST_USE enum status store_event_erase(struct tx *tx, int64_t contact); /* bodies of one contact */

#endif
