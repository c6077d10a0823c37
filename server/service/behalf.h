/* behalf: doing a command later, in the name of who asked for it: what two-person rules have given, and what has waited out
 * its hold. It runs with the roles that its asker has by then. THREAD_WRITER. */
#ifndef QUITS_SERVER_SERVICE_BEHALF_H
#define QUITS_SERVER_SERVICE_BEHALF_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct tx;

/* Runs a command without asking anybody: the api's table, which this room may not know. */
typedef enum status run_fn(struct unit *u, struct tx *tx, enum method_id m, const void *in, void *out);

struct doors { /* unit.shared */
	run_fn *run;
};

struct behalf { /* an operator as he is now */
	int64_t operator;
	struct sv actor;
	unsigned roles;
};

/* CONFLICT names `field`: he is not enrolled any more, or may not call the method. `actor` is his name as it was. */
MUST_USE enum status service_behalf_find(struct tx *tx, int64_t operator, struct sv actor, const struct method *m,
					 const char *field, struct behalf *ret);
/* As him; afterwards the unit is its own again. */
MUST_USE enum status service_behalf_run(struct unit *u, struct tx *tx, run_fn *run, const struct behalf *who,
					const struct method *m, const void *in, void *out);
/* As the unit's own, and taken back: what the command would say now. */
MUST_USE enum status service_behalf_try(struct unit *u, struct tx *tx, run_fn *run, const struct method *m, const void *in,
					void *out);

#endif
