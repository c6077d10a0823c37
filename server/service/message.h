/* message: conversations between a debtor and a team, inside the portal. What is written is kept as it was made safe at
 * the door, but for card numbers, which are masked first. */
#ifndef QUITS_SERVER_SERVICE_MESSAGE_H
#define QUITS_SERVER_SERVICE_MESSAGE_H

#include "server/rule/file_type.h"
#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;
struct tx;

enum {
	MESSAGE_MOST = 4000,           /* characters */
	MESSAGES_AN_HOUR = 20,         /* of one contact */
	MESSAGES_OPEN_KB = 200,        /* of one contact's texts in conversations that are not closed */
	MESSAGES_SHOWN = 100           /* of one conversation, the newest */
};

struct message_ask { /* a form, as typed */
	int64_t contact, session;
	struct sv reference; /* of the conversation; a new one has none */
	struct sv topic, account; /* of a new one; account empty: about none in particular */
	struct sv text;
	struct sv form_id;
	const struct scratch_file *files;
	size_t n_files;
};
MUST_USE enum status service_thread_list(struct unit *u, struct snap *s, int64_t contact, struct view_threads *ret);
MUST_USE enum status service_thread_form(struct unit *u, struct snap *s, const struct message_ask *typed,
					 struct view_thread_form *ret);
MUST_USE enum status service_thread_show(struct unit *u, struct snap *s, int64_t contact, int64_t session,
					 struct sv reference, struct view_thread *ret);
/* Notes in a write of its own, for which nobody waits, that the debtor has seen what the team wrote up to view_thread's
 * `newest`. What came between the page and this write he has not seen. */
void service_thread_seen(struct unit *u, int64_t contact, struct sv reference, int64_t newest);

/* THREAD_WRITER. INVALID names topic, account, text or files; LIMIT: too much at once. *ret_reference leads to the
 * conversation; for a form sent twice it is the first one's. */
MUST_USE enum status service_thread_start(struct unit *u, struct tx *tx, const struct message_ask *q,
					  struct sv *ret_reference);
/* *ret_reference: of its receipt; of closing: empty where it was closed already. */
MUST_USE enum status service_thread_reply(struct unit *u, struct tx *tx, const struct message_ask *q,
					  struct sv *ret_reference);
MUST_USE enum status service_thread_close(struct unit *u, struct tx *tx, int64_t contact, int64_t session,
					  struct sv reference, struct sv *ret_reference);

/* For operators. */
MUST_USE enum status service_message_list(struct unit *u, struct snap *s, const struct thread_query *q,
					  struct thread_page *ret);
MUST_USE enum status service_message_show(struct unit *u, struct snap *s, int64_t id, struct thread_detail *ret);
MUST_USE enum status service_message_read(struct unit *u, struct tx *tx, int64_t id, struct thread_row *ret);
/* An owner: who will answer. Others may answer all the same, and do not take it by that; no debtor sees it. CONFLICT names
 * thread: somebody else has it, or it is closed. Taking one's own again changes nothing. */
MUST_USE enum status service_message_take(struct unit *u, struct tx *tx, int64_t id, struct thread_row *ret);
/* CONFLICT: nobody has it; FORBIDDEN: another has it (service/leave.h). Its state stays. */
MUST_USE enum status service_message_leave(struct unit *u, struct tx *tx, int64_t id, struct thread_row *ret);
MUST_USE enum status service_message_reply(struct unit *u, struct tx *tx, const struct message_new *q,
					   struct thread_row *ret);
MUST_USE enum status service_message_close(struct unit *u, struct tx *tx, int64_t id, struct thread_row *ret);
MUST_USE enum status service_message_assign(struct unit *u, struct tx *tx, const struct message_assign *q,
					    struct thread_row *ret);
MUST_USE enum status service_message_note(struct unit *u, struct tx *tx, const struct message_new *q,
					  struct thread_row *ret);

#endif
