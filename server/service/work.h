/* work: who works on which account now (runtime/presence.h), as operators are told it: always of others, never of oneself.
 * Any reading thread; nothing is written. */
#ifndef QUITS_SERVER_SERVICE_WORK_H
#define QUITS_SERVER_SERVICE_WORK_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;

/* account.show: the account, and who else works on it. With q->work the caller works on it from now on, if nobody else
 * does and he is one who acts on accounts (RESOLVE): whoever only looks keeps nobody away. NOT_FOUND names account. */
MUST_USE enum status service_account_open(struct unit *u, struct snap *s, const struct account_ref *q,
					  struct account_detail *ret);
/* Fills worker of every row. */
MUST_USE enum status service_work_mark(struct unit *u, struct snap *s, const struct account_row_list *rows);
/* Ends the caller's own lease, if he has one; *ret says who works on the account then. NOT_FOUND names account. */
MUST_USE enum status service_account_release(struct unit *u, struct snap *s, struct sv account, struct account_work *ret);

#endif
