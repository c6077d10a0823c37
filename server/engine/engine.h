/* engine: what happens unasked. The loop around every engine is written once: sleep until its wake time, an
 * event of the feed or a nudge; one bounded turn; back off when it fails; report. */
#ifndef QUITS_SERVER_ENGINE_ENGINE_H
#define QUITS_SERVER_ENGINE_ENGINE_H

#include "server/runtime/unit.h"

struct engine;

struct turn {
	int64_t now;     /* in: ms UTC, so that tests can hold it */
	int64_t wake_at; /* out: ms UTC of the next turn at the latest; 0: in a minute */
	unsigned did;    /* out: how much was done; more than zero: another turn at once */
};

struct engine_ops {
	const char *name;
	bool nudged; /* woken by shared->nudge; else by nothing but time */
	enum status (*turn)(struct unit *u, struct turn *t); /* THREAD_ENGINE; one batch */
};

MUST_USE enum status engine_start(const struct engine_ops *ops, const struct shared *shared,
				  struct engine **ret);
void engine_tell_to_stop(struct engine *e); /* returns at once */
void engine_join(struct engine *e);

extern const struct engine_ops engine_outreach;    /* hands links to their channels */
extern const struct engine_ops engine_maintenance; /* expiry, idle visits, old answers, the outbox */
extern const struct engine_ops engine_activity;    /* writes last activities down, once a second */
extern const struct engine_ops engine_book;        /* checks and applies imports */
extern const struct engine_ops engine_promise;     /* judges promises by the clock and the ledger */
extern const struct engine_ops engine_held;        /* does commands whose hold has ended */

#endif
