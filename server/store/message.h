/* message: threads between a debtor and a team, what was written in them, and the notes of operators, which lie in a
 * table that no function for a debtor reads. How much is unread is kept where it is asked for: with the thread for both
 * sides, and with the contact for the debtor's every page. */
#ifndef QUITS_SERVER_STORE_MESSAGE_H
#define QUITS_SERVER_STORE_MESSAGE_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql thread_list_sql;

struct thread_core {
	int64_t id, contact, account; /* account 0: none */
	int64_t made_at, changed_at, messages, unread, unread_team, team;
	int64_t taken_by; /* operator; 0: nobody */
	struct sv reference;
	enum talk_topic topic;
	enum thread_state state;
	struct sv account_number, creditor; /* read only: of the account */
};

struct message_core {
	int64_t id, contact, thread, at;
	enum message_sender sender;
	struct sv text;
	int64_t operator, session; /* 0: none */
	int64_t files;             /* attachments */
	int64_t read_at;           /* read only */
};

/* CONFLICT: the reference is taken. */
MUST_USE enum status store_thread_add(struct tx *tx, const struct thread_core *t);
MUST_USE enum status store_thread_by_reference(struct snap *s, int64_t contact, struct sv reference,
					       struct thread_core *ret, struct arena *a); /* NOT_FOUND */
MUST_USE enum status store_thread_by_id(struct snap *s, int64_t id, struct thread_core *ret, struct arena *a); /* NOT_FOUND names thread */
/* The contact's own with this number. */
MUST_USE enum status store_thread_of_form(struct snap *s, int64_t contact, int64_t id, struct thread_core *ret,
					  bool *ret_found, struct arena *a);
/* Newest message first. */
MUST_USE enum status store_thread_of_contact(struct snap *s, int64_t contact, struct thread_core *rows, size_t max,
					     size_t *ret_n, struct arena *a);
MUST_USE enum status store_thread_state(struct tx *tx, const struct thread_core *t, enum thread_state state);
MUST_USE enum status store_thread_team(struct tx *tx, const struct thread_core *t, int64_t team);
/* operator_ 0: nobody has it any more. */
MUST_USE enum status store_thread_take(struct tx *tx, const struct thread_core *t, int64_t operator_);

/* Adds it, and moves the thread's counts, its newest time and the contact's unread count with it. */
MUST_USE enum status store_message_add(struct tx *tx, const struct message_core *m);
MUST_USE enum status store_message_exists(struct snap *s, int64_t contact, int64_t thread, int64_t id, bool *ret);
/* The newest `max`, oldest of them first. */
MUST_USE enum status store_message_list(struct snap *s, int64_t contact, int64_t thread, struct message_core *rows,
					size_t max, size_t *ret_n, struct arena *a);
/* `by` has read what the other side wrote until then. */
MUST_USE enum status store_message_read(struct tx *tx, const struct thread_core *t, enum message_sender by, int64_t until);
/* The debtor has read what the team wrote up to this message of theirs, whose numbers rise (common/id.h). */
MUST_USE enum status store_message_seen(struct tx *tx, const struct thread_core *t, int64_t newest);
/* How much of what was written to him he has not read. */
MUST_USE enum status store_message_unread(struct snap *s, int64_t contact, int64_t *ret);
/* What a debtor wrote: messages since then, and the bytes of those in threads that are not closed. */
MUST_USE enum status store_message_load(struct snap *s, int64_t contact, int64_t since, int64_t *ret_messages,
					int64_t *ret_bytes);

struct thread_filter {
	enum thread_state state; /* 0: not closed */
	int64_t account;         /* 0: any; else whatever the state */
	int64_t team;            /* 0: any */
	bool unread;             /* by the team */
	size_t limit;
};
MUST_USE enum status store_thread_list(struct snap *s, const struct thread_filter *f, struct thread_page *ret,
				       struct arena *a);
MUST_USE enum status store_thread_row(struct snap *s, int64_t id, struct thread_row *ret, struct arena *a);
/* For operators: with who wrote what, and with notes. */
MUST_USE enum status store_message_rows(struct snap *s, const struct thread_core *t, size_t max,
					struct message_row_list *ret, struct arena *a);
MUST_USE enum status store_note_add(struct tx *tx, int64_t thread, int64_t id, int64_t operator, struct sv text);
MUST_USE enum status store_note_rows(struct snap *s, int64_t thread, size_t max, struct thread_note_row_list *ret,
				     struct arena *a);

#endif
