/* What verify.c and second_factor.c share; nobody else includes this. THREAD_WRITER. */
#ifndef QUITS_SERVER_SERVICE_VERIFY_INSIDE_H
#define QUITS_SERVER_SERVICE_VERIFY_INSIDE_H

#include "server/service/guess.h"
#include "server/service/verify.h"
#include "server/store/account.h"
#include "server/store/link.h"
#include "server/store/setting.h"

/* The cookie of the session that this answer opens: the same for the same bytes from the same browser and page, and
 * known to nobody who has not both the server's key and the browser's own cookie. */
struct sv verify_cookie(const struct keys *k, struct arena *a, int64_t link, struct sv browser, struct sv form,
			const struct sv *typed, size_t n);
/* Spends the link and opens the session; leaves DEAD if it was spent meanwhile. */
MUST_USE enum status verify_open(struct unit *u, struct tx *tx, struct link_core *l, const struct org *org,
				 struct sv address, struct sv cookie, struct verified *ret);
/* OPENED if this answer opened a session that still stands less than a minute ago; else leaves *ret alone. */
MUST_USE enum status verify_opened_before(struct unit *u, struct tx *tx, const struct link_core *l, struct sv cookie,
					  struct verified *ret);

/* Does this account's contact get a code first? */
MUST_USE enum status second_factor_wanted(struct snap *s, const struct org *org, int64_t contact, bool *ret);
/* The digits were right: a code to another known address. */
MUST_USE enum status second_factor_begin(struct unit *u, struct tx *tx, const struct link_core *l,
					 const struct account_core *c, struct sv token, struct sv browser,
					 struct verified *ret);

#endif
