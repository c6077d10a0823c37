/* session: visits to the portal. "24 h at most, 30 min idle" is judged from the row and the activity array
 * together (runtime/activity.h), exactly, whether maintenance has swept or not. */
#ifndef QUITS_SERVER_SERVICE_SESSION_H
#define QUITS_SERVER_SERVICE_SESSION_H

#include "common/crypt.h"
#include "common/zone.h"

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;
struct link_core;
struct org;

/* THREAD_WRITER: opens a visit; of the cookie's value the hash alone is stored. tries: wrong answers before it, which
 * the debtor is told. */
MUST_USE enum status service_session_start(struct unit *u, struct tx *tx, const struct link_core *l,
					   const struct org *org, int64_t tries, struct sv cookie);

struct visit { /* a live session as the portal needs it */
	int64_t session, contact, account, slot;
	int64_t tries; /* wrong answers in the 30 days before it */
	struct sv contact_name, language, country, time_zone;
	const struct zone *zone;  /* the first of his, or of his country, or the organisation's */
	int64_t unread;           /* messages that wait for him */
	struct hash cookie;
};
/* UNAUTHENTICATED if the cookie opens nothing that lives. `human` counts as activity. */
MUST_USE enum status service_session_of(struct unit *u, struct snap *s, struct sv cookie, bool human,
					struct visit *ret);
/* THREAD_WRITER: UNAUTHENTICATED if it has ended since the listener looked; a post asks before it acts. */
MUST_USE enum status service_session_lives(struct tx *tx, int64_t session);
MUST_USE enum status service_session_end(struct unit *u, struct tx *tx, int64_t session,
					 enum session_end how, struct session_row *ret);
MUST_USE enum status service_session_list(struct unit *u, struct snap *s,
					  const struct session_query *q, struct session_page *ret);
/* Adds to rows that a list has read what stands in memory or needs a look of its own: step and last activity while the visit
 * lasts, which visit it is, whether something was done in it. One look a row. */
MUST_USE enum status service_session_enrich(struct unit *u, struct snap *s, struct session_row_list *rows);
/* Visits that last, idle for more than `idle` ms, in which nothing was done: how many, and the one that is idle longest
 * (service/need.h). Walks the visits that last; a look for each that is idle. */
MUST_USE enum status service_session_hesitant(struct unit *u, struct snap *s, int64_t idle, struct need_row *ret);
/* Sessions with human activity in the last org.active_minutes, not ended. */
MUST_USE enum status service_session_active(struct unit *u, struct snap *s, int64_t *ret);
/* Has this contact one of those? (Of the newest 64 that have not been ended.) */
MUST_USE enum status service_session_present(struct unit *u, struct snap *s, int64_t contact, bool *ret);
/* Engine: writes activity down, and ends what has run out; *ret_did: rows written. */
MUST_USE enum status service_session_flush(struct unit *u, size_t *ret_did);
MUST_USE enum status service_session_sweep(struct unit *u, size_t *ret_did);
/* At start, before any thread serves: the slots of sessions that live on. */
MUST_USE enum status service_session_restore(struct unit *u, struct snap *s);

#endif
