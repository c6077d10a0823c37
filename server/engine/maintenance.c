/* maintenance: what time does by itself, every few seconds: links expire, visits end, remembered answers and
 * outbox files go. Activity is an engine of its own, since it runs every second. */
#include "server/engine/channel.h"
#include "server/engine/engine.h"

#include "server/service/approval.h"
#include "server/service/budget.h"
#include "server/service/callback.h"
#include "server/service/code.h"
#include "server/service/document.h"
#include "server/service/health.h"
#include "server/service/held.h"
#include "server/service/right.h"
#include "server/service/session.h"

enum { EVERY_MS = 5000, ACTIVITY_MS = 1000, FILES_MS = 3600000 };

/* A folder of a year's documents is not walked every five seconds. */
static enum status clean_documents(struct unit *u, size_t *ret_did)
{
	static int64_t next; /* the one maintenance thread's */

	*ret_did = 0;
	if (u->now < next && next - u->now <= FILES_MS)
		return ST_OK;
	TRY(service_document_clean(u, ret_did));
	next = *ret_did ? 0 : u->now + FILES_MS;
	return ST_OK;
}

/* What runs out by itself; each a bounded batch. A failure of one must not keep the others from their turn. */
static enum status (*const sweeps[])(struct unit *u, size_t *ret_did) = {
	service_link_expire,
	service_session_sweep,
	service_answered_drop,
	service_approval_expire,
	service_held_drop,
	service_code_drop,
	service_budget_sweep,
	service_callback_sweep,
	service_right_drop,
	clean_documents,
	outbox_clean,
};

static enum status maintenance_turn(struct unit *u, struct turn *t)
{
	enum status worst = ST_OK;
	struct fault f;
	size_t did = 0;

	for (size_t i = 0; i < COUNT(sweeps); i++) {
		enum status st = sweeps[i](u, &did);

		if (st == ST_OK) {
			t->did += (unsigned)(sweeps[i] == outbox_clean ? 0 : did);
		} else if (worst == ST_OK) {
			worst = st;
			f = *fault_last();
		}
	}
	t->wake_at = t->now + EVERY_MS;
	return worst == ST_OK ? ST_OK : fault_carry(&f);
}

static enum status activity_turn(struct unit *u, struct turn *t)
{
	size_t written;

	TRY(service_session_flush(u, &written));
	t->wake_at = t->now + ACTIVITY_MS;
	return ST_OK;
}

const struct engine_ops engine_maintenance = { .name = "maintenance", .turn = maintenance_turn };
const struct engine_ops engine_activity = { .name = "activity", .turn = activity_turn };
