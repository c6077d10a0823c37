/* feedback: one optional question, 1 to 5 and a line of text, after something was done and on leaving; never before or
 * instead of it, at most once for a visit and a thing done in it.
 *
 * The form carries whom and what it is about, sealed: so the page after signing out, which has no session any more, can
 * post it too, for a quarter of an hour after the visit ended. */
#ifndef QUITS_SERVER_SERVICE_FEEDBACK_H
#define QUITS_SERVER_SERVICE_FEEDBACK_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

/* The sealed id of a form; subject: the receipt's number, or 0 on leaving. Empty where it was answered already. */
MUST_USE enum status service_feedback_form(struct unit *u, struct snap *s, int64_t session, int64_t subject,
					   struct sv *ret_id);
/* The same for a receipt of this very visit; empty for any other. */
MUST_USE enum status service_feedback_about(struct unit *u, struct snap *s, int64_t contact, int64_t session,
					    struct sv reference, struct sv *ret_id);
/* On the page after signing out, which got `id` in its address: the same id while it still may be answered, else empty. */
MUST_USE enum status service_feedback_open(struct unit *u, struct snap *s, struct sv id, struct sv *ret_id);

struct feedback_ask {
	struct sv id;           /* of the form */
	struct sv answer, line; /* 1 to 5, and a line of text, as sent */
};
/* THREAD_WRITER. Given before: nothing is done. INVALID names answer or line; CONFLICT: not a form of ours, or its time is
 * over. */
MUST_USE enum status service_feedback_give(struct tx *tx, const struct feedback_ask *q);

MUST_USE enum status service_feedback_show(struct unit *u, struct snap *s, struct sv period,
					   struct feedback_figures *ret);
MUST_USE enum status service_feedback_list(struct unit *u, struct snap *s, const struct feedback_query *q,
					   struct feedback_page *ret);

#endif
