/* account_page: one account as its debtor sees it: facts, how the balance came to be, invoices, payments, disputes,
 * promises, interactions. */
#ifndef QUITS_SERVER_SERVICE_ACCOUNT_PAGE_H
#define QUITS_SERVER_SERVICE_ACCOUNT_PAGE_H

#include "common/zone.h"

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;

struct account_ask {
	int64_t contact, account;
	int64_t invoices, payments; /* pages, from 1 */
	const struct zone *zone;
};
/* NOT_FOUND for an account of anyone else's. Leaves frame and actions to the portal. */
MUST_USE enum status service_account_page(struct unit *u, struct snap *s, const struct account_ask *q,
					  struct view_account_page *ret);

struct sv account_words(enum account_state state); /* for a debtor; a phrase */
/* Is anything owed on it? */
bool account_owed(int64_t balance, enum account_state state);

#endif
