/* What the promise files of this room share; nobody else includes this. */
#ifndef QUITS_SERVER_SERVICE_PROMISE_INSIDE_H
#define QUITS_SERVER_SERVICE_PROMISE_INSIDE_H

#include "server/rule/promise.h"
#include "server/service/promise.h"
#include "server/store/account.h"
#include "server/store/promise.h"
#include "server/store/setting.h"

/* The zone in which the contact's days begin, as the portal shows them: what sessions have too. */
const struct zone *promise_zone(const struct account_core *c, const struct org *org);
/* Draws references until one is free, and adds the promise; p->reference lives in u->arena. */
MUST_USE enum status promise_add(struct unit *u, struct tx *tx, struct promise_core *p);

/* The open promises of an account, judged as of now. Nothing is written. */
struct promise_standing {
	struct promise_core *cores; /* [n], in the order of `open` */
	struct promise_open *open;  /* [n], judged */
	size_t n;
	struct promise_money *money;
	struct promise_entry *entries;
	struct promise_take *takes;
	size_t n_takes;
};
MUST_USE enum status promise_stand(struct snap *s, const struct account_core *c, const struct zone *zone,
				   int64_t grace_days, int64_t now, struct arena *a, struct promise_standing *ret);
/* Its place in the standing; st->n: it has ended. */
size_t promise_place(const struct promise_standing *st, int64_t id);
/* THREAD_WRITER. Ends promise `i` of the standing: state, what it took, when. cores[i] is brought up to date. */
MUST_USE enum status promise_end(struct tx *tx, struct promise_standing *st, size_t i, enum promise_state state);
/* THREAD_WRITER. The account's state follows the promises of the standing that are open still. */
MUST_USE enum status promise_follow(struct tx *tx, const struct account_core *c, const struct promise_standing *st);
void promise_body(const struct promise_core *p, struct event_body *ret);

#endif
