/* maintenance: what time does by itself, every few seconds: links expire, visits end, remembered answers and
 * outbox files go. Activity is an engine of its own, since it runs every second. */
#include "server/engine/channel.h"
#include "server/engine/engine.h"

#include "server/service/approval.h"
#include "server/service/code.h"
#include "server/service/document.h"
#include "server/service/health.h"
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

static enum status maintenance_turn(struct unit *u, struct turn *t)
{
	size_t expired, ended, dropped, removed, unheard, codes, old;

	TRY(service_link_expire(u, &expired));
	TRY(service_session_sweep(u, &ended));
	TRY(service_answered_drop(u, &dropped));
	TRY(service_approval_expire(u, &unheard));
	TRY(service_code_drop(u, &codes));
	TRY(outbox_clean(u, &removed));
	TRY(clean_documents(u, &old));
	t->did = (unsigned)(expired + ended + dropped + unheard + codes + old);
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
