/* notice: plain messages to contacts, until a channel has taken them. */
#ifndef QUITS_SERVER_STORE_NOTICE_H
#define QUITS_SERVER_STORE_NOTICE_H

#include "protocol/schema.h"

#include "server/store/list.h"
#include "server/store/store.h"

struct notice {
	int64_t contact, id;
	enum channel channel;
	struct sv address;         /* empty: the one on file */
	enum notice_kind kind;
	struct sv subject, text;   /* a phrase; phrases, one a line */
	enum notice_state state;
	int64_t made_at, due_at, failures;
};

MUST_USE enum status store_notice_add(struct tx *tx, const struct notice *n);
/* Those due and not leased, oldest first, with their texts; leased until `until`. */
MUST_USE enum status store_notice_claim(struct tx *tx, int64_t until, struct notice *rows, size_t max, size_t *ret_n);
/* A contact's queued ones, after the id `after`, with their texts. */
MUST_USE enum status store_notice_queued(struct snap *s, int64_t contact, int64_t after, struct notice *rows,
					 size_t max, size_t *ret_n, struct arena *a);
/* Does one of this kind wait for the contact? */
MUST_USE enum status store_notice_queued_of(struct snap *s, int64_t contact, enum notice_kind kind, bool *ret);
/* Is it still to be handed over? */
MUST_USE enum status store_notice_waits(struct snap *s, int64_t contact, int64_t id, bool *ret);
/* Ends a queued one; *ret_moved false: it had ended already. */
MUST_USE enum status store_notice_end(struct tx *tx, int64_t contact, int64_t id, enum notice_state state,
				      bool *ret_moved);
MUST_USE enum status store_notice_failed(struct tx *tx, int64_t contact, int64_t id, int64_t due_at,
					 bool *ret_moved); /* tried again */
MUST_USE enum status store_notice_wait(struct tx *tx, int64_t contact, int64_t id, int64_t due_at); /* not before */
MUST_USE enum status store_notice_next_due(struct snap *s, int64_t *ret); /* 0: none */

/* Those that ask for an answer, and those of them that got one (product.md 4: within 7 days); of `n`, which was sent. */
#define NOTICE_ASKS(n) n ".kind IN ('message_waiting', 'reply')"
#define NOTICE_AFTER(n, at, within) "AND " at " > " n ".ended_at AND " at " < " n ".ended_at + " within ")"
#define NOTICE_ANSWERED(n, within)                                                                                    \
	"(EXISTS (SELECT 1 FROM session s WHERE s.contact = " n ".contact " NOTICE_AFTER(n, "s.started_at", within)   \
	" OR EXISTS (SELECT 1 FROM receipt r WHERE r.contact = " n ".contact " NOTICE_AFTER(n, "r.at", within) ")"

extern const struct list_sql notice_list_sql;

#endif
