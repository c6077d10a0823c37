/* saved_view: filters that operators keep under a name. They are views of a console: no event tells of them. */
#ifndef QUITS_SERVER_SERVICE_SAVED_VIEW_H
#define QUITS_SERVER_SERVICE_SAVED_VIEW_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

enum { SAVED_VIEWS_MOST = 50 /* of an operator */, SAVED_VIEW_NAME_MOST = 40 /* characters */ };

/* THREAD_WRITER. The same name in the same list: replaced. INVALID names list (there is none of that name), name or filter
 * (it does not hold for this list and this caller); LIMIT names name: there are 50 already. */
MUST_USE enum status service_view_put(struct unit *u, struct tx *tx, const struct saved_view_new *q,
				      struct saved_view_row *ret);
/* The caller's own and what others share. Where details are masked for him, shared ones that ask for what is masked are
 * left out: he could not use them, and a name may stand in them. INVALID names list. */
MUST_USE enum status service_view_list(struct unit *u, struct snap *s, const struct saved_view_query *q,
				       struct saved_view_page *ret);
/* THREAD_WRITER. The caller's own: what others share is theirs to drop. NOT_FOUND names name. */
MUST_USE enum status service_view_drop(struct unit *u, struct tx *tx, const struct saved_view_ref *q,
				       struct saved_view_row *ret);

#endif
