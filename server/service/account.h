/* account: finding and showing accounts to operators, masked where the role says so. */
#ifndef QUITS_SERVER_SERVICE_ACCOUNT_H
#define QUITS_SERVER_SERVICE_ACCOUNT_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;

MUST_USE enum status service_account_list(struct unit *u, struct snap *s, const struct list_query *q,
					  struct account_page *ret);
MUST_USE enum status service_account_find(struct unit *u, struct snap *s, const struct account_query *q,
					  struct account_page *ret);
MUST_USE enum status service_account_show(struct unit *u, struct snap *s, struct sv number,
					  struct account_detail *ret);
/* account number -> id; 0 for an empty number. */
MUST_USE enum status service_account_id(struct unit *u, struct snap *s, struct sv number, int64_t *ret);

#endif
