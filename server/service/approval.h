/* approval: commands that wait for a second person while a two-person rule is awake (security.md 6).
 *
 * What is asked is tried first and taken back, so nothing waits that could not be done now. It is kept with the
 * bytes of its call; given, it runs in its asker's name with the roles they have then, in the transaction that
 * says who gave it, and its answer is remembered for the asker's call. Turning a rule off is guarded by the rule
 * for people, or one person could put both to sleep. */
#ifndef QUITS_SERVER_SERVICE_APPROVAL_H
#define QUITS_SERVER_SERVICE_APPROVAL_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"
#include "server/service/behalf.h"

struct call;
struct snap;
struct tx;

/* THREAD_WRITER. Must the call wait? *ret_waits is empty if not; else it has been kept (or was before, with the
 * same id) and *ret_waits tells the caller so. CONFLICT: its approval was refused, expired or given long ago, or
 * the id belongs to another call. LIMIT: too many of the caller's wait. Else what the command itself says. */
MUST_USE enum status service_approval_ask(struct unit *u, struct tx *tx, run_fn *run, const struct method *m,
					  const struct call *c, const void *in, struct sv *ret_waits);
/* By another person with the command's permission (FORBIDDEN), while it waits and its asker is still enrolled
 * and allowed (CONFLICT). A command that fails leaves its approval waiting. */
MUST_USE enum status service_approval_give(struct unit *u, struct tx *tx, run_fn *run, int64_t approval,
					   struct approval_row *ret);
MUST_USE enum status service_approval_refuse(struct unit *u, struct tx *tx, int64_t approval,
					     struct approval_row *ret);
/* The caller's own, and those of commands that they may call or audit. */
MUST_USE enum status service_approval_list(struct unit *u, struct snap *s, const struct approval_query *q,
					   struct approval_page *ret);
/* Engine: those that nobody gave in time end; *ret_did is how many (at most 50 a call). */
MUST_USE enum status service_approval_expire(struct unit *u, size_t *ret_did);

/* quitsd check: a line for each rule, awake or asleep and why. */
MUST_USE enum status service_approval_rules(struct arena *a, struct snap *s, struct buf *out);

#endif
