/* promise engine: promises whose day or days of grace are over, and those whose account an import has changed, are judged
 * against the ledger. Sleeps until the next of them is due; imports nudge it. */
#include "server/engine/engine.h"

#include "server/service/promise.h"
#include "server/store/store.h"

static enum status promise_turn(struct unit *u, struct turn *t)
{
	size_t did;

	TRY(service_promise_judge(u, &did));
	t->did = (unsigned)did;
	snap_end(u->snap);
	return service_promise_next(u, &t->wake_at);
}

const struct engine_ops engine_promise = { .name = "promise", .nudged = true, .turn = promise_turn };
