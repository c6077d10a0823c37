/* link: one-time links. The table knows a token only by its keyed hash. */
#ifndef QUITS_SERVER_STORE_LINK_H
#define QUITS_SERVER_STORE_LINK_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql link_list_sql;

struct link_core {
	int64_t id, account, contact, due_at, lease, failures, sent_at, expires_at, tries, made_at;
	enum channel channel;
	enum link_source source;
	enum link_purpose purpose;
	enum link_state state;
	struct sv actor, language; /* language: BCP 47, or empty */
	struct hash address;       /* where it was handed over to (service_address_hash) */
	bool has_address;
};

MUST_USE enum status store_link_add(struct tx *tx, const struct link_core *l);
MUST_USE enum status store_link_core(struct snap *s, int64_t id, struct link_core *ret, struct arena *a);
/* *ret_found false: no link has this token hash. The same work either way. */
MUST_USE enum status store_link_by_token(struct snap *s, const struct hash *token,
					 struct link_core *ret, bool *ret_found, struct arena *a);
MUST_USE enum status store_link_row(struct snap *s, int64_t id, int64_t now, struct link_row *ret,
				    struct arena *a);
/* account 0, state 0: any. `expired` and `pending` are judged by `now`, swept or not. */
MUST_USE enum status store_link_list(struct snap *s, int64_t account, enum link_state state,
				     int64_t before, size_t limit, int64_t now, struct link_page *ret,
				     struct arena *a);
/* Links to be handed over now: due, not leased. Leases them until `until`. */
MUST_USE enum status store_link_claim(struct tx *tx, int64_t now, int64_t until, size_t limit,
				      int64_t *ids, size_t *ret_n);
MUST_USE enum status store_link_next_due(struct snap *s, int64_t *ret); /* 0: none */
/* Hand-off, first half: a fresh token (an older one is kept for its reader's rights), pending, valid until. */
MUST_USE enum status store_link_token(struct tx *tx, int64_t id, const struct hash *token, int64_t expires_at,
				      struct sv language, const struct hash *address);
/* Second half: the channel took it. */
MUST_USE enum status store_link_sent(struct tx *tx, int64_t id);
MUST_USE enum status store_link_failed(struct tx *tx, int64_t id, int64_t due_at);
/* Moves from one of the states in `from` (bits 1 << state); *ret_moved false if it stood elsewhere. */
MUST_USE enum status store_link_move(struct tx *tx, int64_t id, unsigned from, enum link_state to,
				     bool *ret_moved);
/* The other pending or handed-over links of an account and channel: their ids. */
MUST_USE enum status store_link_pending_of(struct snap *s, int64_t account, enum channel channel,
					   int64_t except, int64_t *ids, size_t max, size_t *ret_n);
/* A contact's links that wait for their hand-off, after the id `after`. */
MUST_USE enum status store_link_queued(struct snap *s, int64_t contact, int64_t after, int64_t *ids, size_t max,
				       size_t *ret_n);
/* Pending links that were handed over to an address and wait for word of it; sent_too: all that were. */
MUST_USE enum status store_link_at_address(struct snap *s, const struct hash *address, bool sent_too, int64_t after,
					   int64_t *ids, size_t max, size_t *ret_n);
/* Links that the debtor himself asked for since then, of an account. */
MUST_USE enum status store_link_asked(struct snap *s, int64_t account, enum channel channel, int64_t since, int64_t *ret);
MUST_USE enum status store_link_consume(struct tx *tx, int64_t id, bool *ret_spent); /* pending only */
/* One more answer is judged, counted as wrong until store_link_try_back; *ret_tries is its number, 0 if `most` were
 * wrong before or the link is not pending. */
MUST_USE enum status store_link_try(struct tx *tx, int64_t id, int64_t most, int64_t *ret_tries);
MUST_USE enum status store_link_try_back(struct tx *tx, int64_t id);
MUST_USE enum status store_link_touch(struct tx *tx, int64_t id, int64_t times, int64_t at);
MUST_USE enum status store_link_overdue(struct snap *s, int64_t now, int64_t *ids, size_t max,
					size_t *ret_n); /* pending past their time */
MUST_USE enum status store_link_held(struct snap *s, int64_t *ret);
MUST_USE enum status store_link_activity(struct snap *s, int64_t account, int64_t now,
					 struct portal_activity *ret);
/* By state at `now`, which may be past: verified or run out since then counts as it stood; locked and revoked ones as they
 * stand, since links do not keep when. */
MUST_USE enum status store_link_overview(struct snap *s, int64_t from, int64_t to, int64_t now,
					 struct token_row_list *ret, struct arena *a);
/* Links sent in [from, to) that were verified by now. */
MUST_USE enum status store_link_verified_of(struct snap *s, int64_t from, int64_t to, int64_t *ret);
/* The same, verified at `at` or before. */
MUST_USE enum status store_link_verified_by(struct snap *s, int64_t from, int64_t to, int64_t at, int64_t *ret);

#endif
