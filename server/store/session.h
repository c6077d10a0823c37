/* session: verified visits. Last activity lives in memory (runtime/activity.h) and is written here once a
 * second at most; a session row names its slot there. */
#ifndef QUITS_SERVER_STORE_SESSION_H
#define QUITS_SERVER_STORE_SESSION_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql session_list_sql;

struct session_core {
	int64_t id, contact, account, link, slot, started_at, active_at, expires_at, ended_at;
	int64_t tries; /* wrong answers in the 30 days before it; joined by cookie only */
	/* joined, for the page that follows: */
	struct sv contact_name, language, country, time_zone;
	int64_t unread; /* messages that wait for the contact */
};

MUST_USE enum status store_session_add(struct tx *tx, const struct session_core *s,
				       const struct hash *cookie);
MUST_USE enum status store_session_by_cookie(struct snap *s, const struct hash *cookie,
					     struct session_core *ret, bool *ret_found, struct arena *a);
/* Lives or not; NOT_FOUND. Nothing joined. */
MUST_USE enum status store_session_by_id(struct snap *s, int64_t id, struct session_core *ret);
MUST_USE enum status store_session_row(struct snap *s, int64_t id, struct session_row *ret,
				       struct arena *a);
struct session_more { /* what no list reads by itself */
	int64_t slot, visit; /* place in the array of activities; the contact's how-manieth visit, from 1 */
	bool acted;          /* there is a receipt of something done in it */
};
MUST_USE enum status store_session_more(struct snap *s, int64_t id, struct session_more *ret); /* NOT_FOUND */
MUST_USE enum status store_session_list(struct snap *s, bool all, size_t limit,
					struct session_row_list *ret, struct arena *a);
/* Not ended ones, oldest first, after `after`: id, slot, active_at, expires_at, contact, account, link. */
MUST_USE enum status store_session_live(struct snap *s, int64_t after, struct session_core *rows,
					size_t max, size_t *ret_n);
/* A contact's, newest first; the same columns. */
MUST_USE enum status store_session_live_of(struct snap *s, int64_t contact, struct session_core *rows, size_t max,
					   size_t *ret_n);
MUST_USE enum status store_session_end(struct tx *tx, int64_t id, enum session_end how, int64_t at,
				       bool *ret_ended);
MUST_USE enum status store_session_active(struct tx *tx, int64_t id, int64_t active_at);
MUST_USE enum status store_session_visits(struct snap *s, int64_t contact, int64_t *ret_visits);
/* Of an account's links: visits, first and newest. */
MUST_USE enum status store_session_of_account(struct snap *s, int64_t account, int64_t *ret_visits,
					      int64_t *ret_first, int64_t *ret_last,
					      int64_t *ret_live_slot);

#endif
