/* callback: calls that debtors asked for. */
#ifndef QUITS_SERVER_STORE_CALLBACK_H
#define QUITS_SERVER_STORE_CALLBACK_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql callback_list_sql;

struct callback_core {
	int64_t id, contact, account, from, to, made_at, session, taken_by, team;
	struct sv reference, zone, number;
	bool on_file;
	enum talk_topic topic;
	enum callback_state state;
	enum callback_miss miss;
	struct sv account_number, creditor; /* read only: of the account */
};

/* As open. CONFLICT: the reference is taken, or the account has one that waits. */
MUST_USE enum status store_callback_add(struct tx *tx, const struct callback_core *c);
MUST_USE enum status store_callback_by_reference(struct snap *s, int64_t contact, struct sv reference,
						 struct callback_core *ret, struct arena *a); /* NOT_FOUND */
/* Any contact's: NOT_FOUND names callback. */
MUST_USE enum status store_callback_by_id(struct snap *s, int64_t id, struct callback_core *ret, struct arena *a);
/* The contact's own with this number; *ret_found false if there is none. */
MUST_USE enum status store_callback_of_form(struct snap *s, int64_t contact, int64_t id, struct callback_core *ret,
					    bool *ret_found, struct arena *a);
/* Those that wait, of all accounts of a contact. */
MUST_USE enum status store_callback_waiting(struct snap *s, int64_t contact, struct callback_core *rows, size_t max,
					    size_t *ret_n, struct arena *a);

struct callback_change {
	enum callback_state state;
	int64_t operator;        /* taken: by whom */
	enum callback_miss miss; /* missed */
	struct sv note;
};
MUST_USE enum status store_callback_change(struct tx *tx, const struct callback_core *c,
					   const struct callback_change *to);
/* Nobody has it any more; that it was taken once stays for the figures. */
MUST_USE enum status store_callback_leave(struct tx *tx, const struct callback_core *c);
/* Waiting ones whose window ended at or before `until`, longest ago first. */
MUST_USE enum status store_callback_due(struct snap *s, int64_t until, struct callback_core *rows, size_t max,
					size_t *ret_n, struct arena *a);

struct callback_filter {
	enum callback_state state; /* 0: those that wait */
	int64_t account;           /* 0: any; else whatever the state */
	int64_t team;              /* 0: any */
	int64_t from, to;          /* windows that begin in [from, to) */
	size_t limit;
};
MUST_USE enum status store_callback_list(struct snap *s, const struct callback_filter *f,
					 struct callback_page *ret, struct arena *a);
MUST_USE enum status store_callback_row(struct snap *s, int64_t id, struct callback_row *ret, struct arena *a);

#endif
