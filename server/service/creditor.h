/* creditor: a debtor asks who the original creditor was. Until that is answered, collection of the debt rests
 * (12 CFR 1006.38(c)(1)); the answer is the name and address, and stands on the debtor's page. */
#ifndef QUITS_SERVER_SERVICE_CREDITOR_H
#define QUITS_SERVER_SERVICE_CREDITOR_H

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;
struct tx;

struct creditor_ask {
	int64_t contact, session, account;
	struct sv form_id;
};
MUST_USE enum status service_creditor_form(struct unit *u, struct snap *s, const struct creditor_ask *q,
					   struct view_creditor_form *ret);
/* THREAD_WRITER. Asked twice while it waits, or with the same form: the first one's reference. */
MUST_USE enum status service_creditor_request(struct unit *u, struct tx *tx, const struct creditor_ask *q,
					      struct sv *ret_reference);
MUST_USE enum status service_creditor_page(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
					   struct view_creditor_page *ret);

/* For operators. */
MUST_USE enum status service_creditor_list(struct unit *u, struct snap *s, const struct creditor_query *q,
					   struct creditor_page *ret);
/* THREAD_WRITER. CONFLICT: it is answered already. */
MUST_USE enum status service_creditor_answer(struct unit *u, struct tx *tx, const struct creditor_answer *q,
					     struct creditor_row *ret);

#endif
