/* What verify.c and second_factor.c share; nobody else includes this. THREAD_WRITER. */
#ifndef QUITS_SERVER_SERVICE_VERIFY_INSIDE_H
#define QUITS_SERVER_SERVICE_VERIFY_INSIDE_H

#include "server/service/guess.h"
#include "server/service/verify.h"
#include "server/store/account.h"
#include "server/store/link.h"
#include "server/store/setting.h"

/* Spends the link and opens the session; leaves DEAD if it was spent meanwhile. */
MUST_USE enum status verify_open(struct unit *u, struct tx *tx, struct link_core *l, const struct org *org,
				 struct sv address, struct verified *ret);

/* Does this account's contact get a code first? */
MUST_USE enum status second_factor_wanted(struct snap *s, const struct org *org, int64_t contact, bool *ret);
/* The digits were right: a code to another known address. */
MUST_USE enum status second_factor_begin(struct unit *u, struct tx *tx, const struct link_core *l,
					 const struct account_core *c, struct sv token, struct sv browser,
					 struct verified *ret);

#endif
