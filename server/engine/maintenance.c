/* maintenance: what time does by itself, every few seconds: links expire, visits end, remembered answers and
 * outbox files go. Activity is an engine of its own, since it runs every second. */
#include "server/engine/channel.h"
#include "server/engine/engine.h"

#include "server/service/approval.h"
#include "server/service/callback.h"
#include "server/service/code.h"
#include "server/service/health.h"
#include "server/service/session.h"

enum { EVERY_MS = 5000, ACTIVITY_MS = 1000 };

static enum status maintenance_turn(struct unit *u, struct turn *t)
{
	size_t expired, ended, dropped, removed, unheard, codes, missed;

	TRY(service_link_expire(u, &expired));
	TRY(service_session_sweep(u, &ended));
	TRY(service_answered_drop(u, &dropped));
	TRY(service_approval_expire(u, &unheard));
	TRY(service_code_drop(u, &codes));
	TRY(service_callback_sweep(u, &missed));
	TRY(outbox_clean(u, &removed));
	t->did = (unsigned)(expired + ended + dropped + unheard + codes + missed);
	t->wake_at = t->now + EVERY_MS;
	return ST_OK;
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
