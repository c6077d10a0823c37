/* callback: a debtor asks to be called, in a window that his own hours and the organisation's permit (rule/hours.h);
 * operators take it, and time itself marks it missed. */
#ifndef QUITS_SERVER_SERVICE_CALLBACK_H
#define QUITS_SERVER_SERVICE_CALLBACK_H

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct render;
struct snap;
struct tx;

struct callback_ask { /* a form, as typed */
	int64_t contact, session;
	struct sv account;      /* number */
	struct sv window;       /* when it begins, ISO 8601 UTC */
	struct sv number;       /* "phone", "whatsapp": on file; "other": the next */
	struct sv other_number;
	struct sv topic;
	struct sv form_id;
};
/* The form with what was typed; account alone chooses one beforehand. */
MUST_USE enum status service_callback_form(struct unit *u, struct snap *s, const struct callback_ask *typed,
					   struct view_callback_form *ret);
/* THREAD_WRITER. INVALID names account, window, number, other_number or topic; CONFLICT: the account has one that
 * waits, and says which. *ret_reference leads to its page; for a form sent twice it is the first one's. */
MUST_USE enum status service_callback_ask(struct unit *u, struct tx *tx, const struct callback_ask *q,
					  struct sv *ret_reference);
MUST_USE enum status service_callback_show(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
					   struct view_callback *ret);
/* THREAD_WRITER. CONFLICT: it has been made, missed or called off. */
MUST_USE enum status service_callback_call_off(struct unit *u, struct tx *tx, int64_t contact, int64_t session,
					       struct sv reference);
/* The window as a calendar file. NOT_FOUND also where it does not wait any more. */
MUST_USE enum status service_callback_calendar(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
					       const struct render *how, struct buf *b);

/* For operators. */
MUST_USE enum status service_callback_list(struct unit *u, struct snap *s, const struct callback_query *q,
					   struct callback_page *ret);
MUST_USE enum status service_callback_take(struct unit *u, struct tx *tx, int64_t id, struct callback_row *ret);
/* Back to open. CONFLICT: nobody has it, or it has ended; FORBIDDEN: another has it (service/leave.h). The debtor reads
 * again that he will be called in this time: as true as before, whoever will. When its window is over already, the next
 * sweep misses it: the hour of grace was that of who had it (rule/callback.h). */
MUST_USE enum status service_callback_leave(struct unit *u, struct tx *tx, int64_t id, struct callback_row *ret);
/* To done, missed or cancelled. */
MUST_USE enum status service_callback_end(struct unit *u, struct tx *tx, const struct callback_end *q,
					  enum callback_state how, struct callback_row *ret);
/* Engine: those whose time has passed. */
MUST_USE enum status service_callback_sweep(struct unit *u, size_t *ret_did);

#endif
