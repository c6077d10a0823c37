/* held: commands whose hold has ended are done, each in a write of its own, in the name of who asked for it. */
#include "server/engine/engine.h"

#include "server/service/held.h"
#include "server/store/store.h"

static enum status held_turn(struct unit *u, struct turn *t)
{
	size_t did;

	TRY(service_held_run(u, &did));
	t->did = (unsigned)did;
	snap_end(u->snap);
	return service_held_next(u, &t->wake_at);
}

const struct engine_ops engine_held = { .name = "held", .nudged = true, .turn = held_turn };
