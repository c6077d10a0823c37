/* approval: commands that wait for a second person, and what became of them. */
#ifndef QUITS_SERVER_STORE_APPROVAL_H
#define QUITS_SERVER_STORE_APPROVAL_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct approval_core {
	int64_t id, operator, asked_at, expires_at; /* operator: who asked */
	enum approval_rule rule;
	enum approval_state state; /* as stored: one past its time may still be waiting */
	struct sv method, params, call, asker, giver; /* names; giver is empty while it waits */
};

struct approval_new {
	int64_t id, operator, expires_at;
	enum approval_rule rule;
	struct sv method, params, shown, reason, call;
};

struct approval_filter {
	enum approval_state state; /* 0: any */
	int64_t operator;          /* whoever asks: their own are always there */
	struct sv methods;         /* ",a.b,c.d,": others' calls of these */
	int64_t before;            /* 0: from the newest */
	size_t limit;
};

MUST_USE enum status store_approval_add(struct tx *tx, const struct approval_new *n); /* waiting */
MUST_USE enum status store_approval_core(struct snap *s, int64_t id, struct approval_core *ret,
					 struct arena *a); /* NOT_FOUND */
/* What an operator's call with this id left behind; *ret_found false: nothing. */
MUST_USE enum status store_approval_of_call(struct snap *s, int64_t operator, struct sv call,
					    struct approval_core *ret, bool *ret_found, struct arena *a);
MUST_USE enum status store_approval_waiting(struct snap *s, int64_t operator, int64_t now, int64_t *ret);
/* From waiting; giver 0 and done empty where there is none. CONFLICT: it waits no more. */
MUST_USE enum status store_approval_end(struct tx *tx, int64_t id, enum approval_state state,
					int64_t giver, struct sv done);
/* One that waits past its time; *ret_found false: none. */
MUST_USE enum status store_approval_overdue(struct snap *s, int64_t now, struct approval_core *ret,
					    bool *ret_found, struct arena *a);
/* For people: past its time it is expired. */
MUST_USE enum status store_approval_row(struct snap *s, int64_t id, int64_t now, struct approval_row *ret,
					struct arena *a);
MUST_USE enum status store_approval_list(struct snap *s, const struct approval_filter *f, int64_t now,
					 struct approval_row_list *ret, struct arena *a);

#endif
