/* health: see health.h. */
#include "server/service/health.h"

#include <stdatomic.h>

#include "common/date.h"
#include "common/file.h"

#include "server/runtime/line.h"
#include "server/runtime/writer.h"
#include "server/service/link.h"
#include "server/store/account.h"
#include "server/store/answered.h"
#include "server/store/event.h"
#include "server/store/link.h"
#include "server/store/setting.h"

enum status service_hello(struct unit *u, struct snap *s, struct hello *ret)
{
	struct buf roles = buf_new(&u->arena, 200);
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	roles_print(&roles, u->roles);
	*ret = (struct hello){ .version = sv_from(QUITS_VERSION),
			       .organisation = org.organisation,
			       .user = u->actor,
			       .roles = buf_sv(&roles),
			       .time_zone = org.time_zone,
			       .now = u->now,
			       .locked = u->factor && !lines_is_unlocked(u->lines, u->pipe, u->now) };
	TRY(service_base_url(u, s, &ret->base_url));
	return store_event_head(s, &ret->head);
}

/* RssAnon of /proc/self/status, KiB. */
static int64_t memory_kib(struct arena *a)
{
	struct sv text, rest;
	int64_t kib = 0;

	if (file_read(a, "/proc/self/status", 65536, &text) != ST_OK)
		return 0;
	rest = sv_from_to(text, sv_find_sv(text, SV("RssAnon:")), text.n);
	rest = sv_from_to(rest, 8, rest.n);
	rest = sv_trim(sv_cut(&rest, '\n'));
	(void)sv_int(sv_cut(&rest, ' '), &kib);
	return kib;
}

enum status service_health(struct unit *u, struct snap *s, struct health *ret)
{
	struct writer_figures w;

	writer_figures(u->shared->writer, &w);
	*ret = (struct health){ .status = SV("ok"),
				.version = sv_from(QUITS_VERSION),
				.started = u->shared->started,
				.now = u->now,
				.parked = atomic_load(&u->shared->figures->parked),
				.writes = w.writes,
				.groups = w.groups,
				.slowest_write_us = w.slowest_us,
				.memory_kib = memory_kib(&u->arena) };
	TRY(store_account_counts(s, &ret->contacts, &ret->accounts));
	TRY(store_link_held(s, &ret->held_links));
	return store_event_head(s, &ret->head);
}

enum { KEPT_DAYS = 7, DROP_MOST = 500 };

static enum status run_drop(struct tx *tx, void *arg)
{
	int64_t dropped;

	TRY(store_answered_drop(tx, tx->now - KEPT_DAYS * DAY_MS, DROP_MOST, &dropped));
	*(size_t *)arg = (size_t)dropped;
	return ST_OK;
}

enum status service_answered_drop(struct unit *u, size_t *ret_did)
{
	return writer_do_slow(u->shared->writer, "answered.drop", &u->arena, run_drop, ret_did);
}
